"""Sending the results to the units, which opens their window for explanations; and its end."""

from datetime import datetime, time

from domain.appraisal import require_stage_act
from domain.calendar.phrases import read_when
from domain.errors import RuleError
from domain.people import STAFF, UNIT_ROLES
from handlers.appraisal.board import board_of
from handlers.appraisal.case import changed_counts, period_of
from handlers.appraisal.questioning import OFFERED_DAYS, workdays_from_now
from handlers.flow import Due, Outdated, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.results import Result, result_of
from storage.periods import Period

END_OF_WORK = time(17)
NAMED_AT_MOST = 12


class NotAllAppraised(RuleError):
    """Criteria without a decision are left."""

    key = "appraisal.not_all_appraised"


class NothingSubmitted(RuleError):
    """No unit has submitted: there is nothing to appraise."""

    key = "appraisal.nothing_submitted"


class SettingWindow(State):
    """Until when units may explain is asked."""

    period_id: int


class ConfirmingWindow(State):
    """The end of the window is shown, and waits for its confirmation."""

    asks = False
    period_id: int
    until: datetime


async def ask_window(turn: Turn, period_id: str) -> Shown:
    period, result = await _sendable(turn, period_id)
    rows = tuple(choice("appraisal.days_label", "appraisal.window", period.id, days, days=days) for days in OFFERED_DAYS)
    back = (choice("appraisal.back_label", "appraisal.period", period.id),)
    changed = sum(changed_counts(result).values())
    open_questions = [one for one in await turn.store.explanations.of_period(period.id) if one.kind == "question" and not one.text]
    note = (say("appraisal.questions_wait", count=len(open_questions)),) if open_questions else ()
    return ask((say("appraisal.ask_window", title=period.title, changed=changed), *note), rows, back, waits=SettingWindow(period_id=period.id))


async def _sendable(turn: Turn, period_id: int | str) -> tuple[Period, Result]:
    """The period and its result, if results may be sent now. Raises what stands against it."""
    period = await period_of(turn, period_id)
    require_stage_act("send_results", period.state, period.stage, turn.me.roles(period.bloc_id))
    result = await result_of(turn, period)
    if not result.units:
        raise NothingSubmitted
    left = [
        say("appraisal.left_line", unit=unit.place.unit_name, addresses=_named(unit.undecided(result.rubric)))
        for unit in result.units
        if unit.undecided(result.rubric)
    ]
    if left:
        raise NotAllAppraised(lines=tuple(left))
    return period, result


def _named(addresses: tuple[str, ...]) -> str:
    return ", ".join(addresses[:NAMED_AT_MOST]) + ("…" if len(addresses) > NAMED_AT_MOST else "")


async def window_again(turn: Turn, state: SettingWindow) -> Shown:
    return await ask_window(turn, str(state.period_id))


async def give_window(turn: Turn, state: SettingWindow) -> Shown:
    return await _confirm(turn, state.period_id, read_when(turn.text, turn.now, turn.zone, END_OF_WORK))


async def window_of_days(turn: Turn, period_id: str, days: str = "") -> Shown:
    state = turn.open
    if not isinstance(state, SettingWindow) or str(state.period_id) != period_id or id_of(days) not in OFFERED_DAYS:
        raise Outdated
    period = await period_of(turn, state.period_id)
    return await _confirm(turn, period.id, await workdays_from_now(turn, period.bloc_id, id_of(days)))


async def _confirm(turn: Turn, period_id: int, until: datetime) -> Shown:
    period, _ = await _sendable(turn, period_id)
    rows = (
        choice("appraisal.confirm_label", "appraisal.sent", period.id, period.revision, weight="main"),
        choice("appraisal.back_label", "appraisal.period", period.id),
    )
    return ask(say("appraisal.confirm_window", title=period.title, until=until), rows, waits=ConfirmingWindow(period_id=period.id, until=until))


async def confirm_again(turn: Turn, state: ConfirmingWindow) -> Shown:
    return await _confirm(turn, state.period_id, state.until)


async def send(turn: Turn, period_id: str, revision: str) -> Shown:
    """Opens the window; each unit hears its own result."""
    state = turn.open
    period, result = await _sendable(turn, period_id)
    if not isinstance(state, ConfirmingWindow) or str(period.revision) != revision or state.period_id != period.id:
        raise Outdated
    moved = await turn.store.periods.move_stage(period, "explanation", until=state.until)
    if moved is None:
        raise Outdated
    changed = changed_counts(result)
    for unit in result.units:
        told = say(
            "appraisal.told_result", title=period.title, unit=unit.place.unit_name, own=unit.own.total, points=unit.score.total,
            changed=changed[unit.place.code], until=state.until,
        )  # fmt: skip
        people = await turn.store.seats.of_unit(unit.place.unit_id, UNIT_ROLES)
        turn.tell(people, told, (choice("appraisal.result_label", "explanations.result", unit.place.sheet_id, weight="main"),))
    await turn.store.due.schedule("appraisal.window_over", f"period:{period.id}", f"revision {moved.revision}", state.until, period.bloc_id)
    new = {"stage": "explanation", "until": state.until}
    await turn.record("stage", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"stage": period.stage}, new=new)
    return await board_of(turn, await result_of(turn, moved), say("appraisal.sent", until=state.until))


# ---------------------------------------------------------------------------------------------------------------- its end


async def ask_end(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_stage_act("end_explanation", period.state, period.stage, turn.me.roles(period.bloc_id))
    rows = (
        choice("appraisal.confirm_label", "appraisal.window_ended", period.id, period.revision, weight="grave"),
        choice("appraisal.back_label", "appraisal.period", period.id),
    )
    question = say("appraisal.end_question", title=period.title, until=period.explains_until or turn.now)
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    return end((question, say("appraisal.end_with_waiting", waiting=waiting)) if waiting else question, rows)


async def end_window(turn: Turn, period_id: str, revision: str) -> Shown:
    period = await period_of(turn, period_id)
    require_stage_act("end_explanation", period.state, period.stage, turn.me.roles(period.bloc_id))
    if str(period.revision) != revision:
        raise Outdated
    ended = await _ended(turn, period, turn.now)
    return await board_of(turn, await result_of(turn, ended), say("appraisal.window_ended"))


async def end_at_its_time(turn: Turn, due: Due) -> None:
    """The window's end has come: the chair, vice chair and secretariat hear that scores may be reconciled."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "closed" or period.stage != "explanation" or due.occurrence != f"revision {period.revision}":
        return
    ended = await _ended(turn, period)
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    staff = await turn.store.seats.holders(period.bloc_id, STAFF)
    told = say("appraisal.told_window_over", title=period.title, waiting=waiting)
    turn.tell(staff, told, (choice("appraisal.see_label", "appraisal.period", ended.id),))


async def _ended(turn: Turn, period: Period, at: datetime | None = None) -> Period:
    """Reconciliation begins; `at` where the window ends earlier than it was said to."""
    ended = await turn.store.periods.move_stage(period, "reconciliation", until=at)
    if ended is None:
        raise Outdated
    await turn.record(
        "stage", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"stage": period.stage}, new={"stage": "reconciliation"}
    )
    await turn.store.due.schedule("reconciliation.begun", f"period:{period.id}", f"revision {ended.revision}", turn.now, period.bloc_id)
    return ended
