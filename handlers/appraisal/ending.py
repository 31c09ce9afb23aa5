"""The end of the units' window for explanations: at its time, or earlier, which every unit hears that could still explain."""

from datetime import datetime

from domain.appraisal import require_stage_act
from domain.people import CHAIR, STAFF, UNIT_ROLES
from handlers.appraisal.board import board_of
from handlers.appraisal.case import period_of
from handlers.criteria import shown_address
from handlers.explaining import outdate_said, unexplained
from handlers.flow import Due, Outdated, Shown, Turn, choice, end, say
from handlers.results import result_of
from storage.periods import Period


async def ask_end(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_stage_act("end_explanation", period.state, period.stage, turn.me.roles(period.bloc_id))
    rows = (
        choice("appraisal.confirm_label", "appraisal.window_ended", period.id, period.revision, weight="grave"),
        choice("appraisal.back_label", "appraisal.period", period.id),
    )
    question = say("appraisal.end_question", title=period.title, until=period.explains_until or turn.now)
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    notes = (say("appraisal.end_with_waiting", waiting=waiting),) if waiting else ()
    units = ", ".join(unit.place.unit_name for unit, _ in await unexplained(turn, await result_of(turn, period)))
    return end((question, *notes, *((say("appraisal.end_before_units", units=units),) if units else ())), rows)


async def end_window(turn: Turn, period_id: str, revision: str) -> Shown:
    period = await period_of(turn, period_id)
    require_stage_act("end_explanation", period.state, period.stage, turn.me.roles(period.bloc_id))
    if str(period.revision) != revision:
        raise Outdated
    ended = await _ended(turn, period, turn.now)
    await _tell_cut_off(turn, period)
    return await board_of(turn, await result_of(turn, ended), say("appraisal.window_ended"))


async def end_at_its_time(turn: Turn, due: Due) -> None:
    """The window's end has come: the chair, vice chair and secretariat hear that scores may be reconciled, which waits for the chair."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "closed" or period.stage != "explanation" or due.occurrence != f"revision {period.revision}":
        return
    ended = await _ended(turn, period)
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    staff = await turn.store.seats.holders(period.bloc_id, STAFF)
    told = (
        say("appraisal.told_window_over", title=period.title, waiting=waiting) if waiting else say("appraisal.told_nothing_waits", title=period.title)
    )
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    see = (choice("appraisal.see_label", "appraisal.period", ended.id),)
    turn.tell(chairs, told, see, of=period.bloc_id)
    turn.tell([one for one in staff if one not in chairs], told, see, of=period.bloc_id, asks=False)


async def _ended(turn: Turn, period: Period, at: datetime | None = None) -> Period:
    """Reconciliation begins; `at` where the window ends earlier than it was said to."""
    ended = await turn.store.periods.move_stage(period, "reconciliation", until=at)
    if ended is None:
        raise Outdated
    await turn.record(
        "stage", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"stage": period.stage}, new={"stage": "reconciliation"}
    )
    await outdate_said(turn, period)
    await turn.store.due.schedule("reconciliation.begun", f"period:{period.id}", f"revision {ended.revision}", turn.now, period.bloc_id)
    return ended


async def _tell_cut_off(turn: Turn, period: Period) -> None:
    """Every unit that could still explain hears that it cannot any more, before the time it was told."""
    if period.explains_until is None or turn.now >= period.explains_until:
        return
    for unit, targets in await unexplained(turn, await result_of(turn, period)):
        told = say(
            "appraisal.told_ended_early", title=period.title, unit=unit.place.unit_name, until=period.explains_until,
            addresses=", ".join(shown_address(one) for one in targets),
        )  # fmt: skip
        see = choice("appraisal.result_label", "explanations.result", unit.place.sheet_id, weight="main")
        turn.tell(await turn.store.seats.of_unit(unit.place.unit_id, UNIT_ROLES), told, (see,), of=period.bloc_id, asks=False)
