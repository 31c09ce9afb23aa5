"""Sending the results to the units, which opens their window for explanations."""

from datetime import datetime

from domain.appraisal import PROPOSERS, require_stage_act
from domain.errors import RuleError
from domain.people import LEADERS, UNIT_ROLES
from handlers.appraisal.board import board_of
from handlers.appraisal.case import READERS, changed_counts, changed_said, period_of
from handlers.appraisal.questioning import OFFERED_DAYS, close_question, until_typed, workdays_from_now
from handlers.appraisal.vacancies import vacancies
from handlers.criteria import shown_address
from handlers.delivery import units_missed_said
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.lateness import day_off_said
from handlers.overtaken import outdate_appraising
from handlers.results import Result, UnitResult, result_of
from storage.periods import Period

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
    return await _asked(turn, period_id)


async def _asked(turn: Turn, period_id: str, *said: Said) -> Shown:
    period, result = await _sendable(turn, period_id)
    rows = tuple(choice("appraisal.days_label", "appraisal.window", period.id, days, days=days) for days in OFFERED_DAYS)
    back = (choice("appraisal.back_label", "appraisal.period", period.id),)
    open_questions = [one for one in await turn.store.explanations.of_period(period.id) if one.kind == "question" and not one.text]
    note = (say("appraisal.questions_wait", count=len(open_questions)),) if open_questions else ()
    return ask(
        (*said, say("appraisal.ask_window", title=period.title, changed=changed_said(result)), *note),
        rows,
        back,
        waits=SettingWindow(period_id=period.id),
    )


async def _sendable(turn: Turn, period_id: int | str) -> tuple[Period, Result]:
    """The period and its result, if results may be sent now. Raises what stands against it."""
    period = await period_of(turn, period_id)
    require_stage_act("send_results", period.state, period.stage, turn.me.roles(period.bloc_id))
    result = await result_of(turn, period)
    if not result.units:
        raise NothingSubmitted
    if left := _left(result):
        raise NotAllAppraised(lines=left)
    return period, result


def _left(result: Result) -> tuple[Said, ...]:
    """The criteria without a decision, a line for each unit, and whom some of them wait for; nothing where all are decided."""
    lines = [
        say("appraisal.left_line", unit=unit.place.unit_name, addresses=_named(result, unit.undecided(result.rubric)))
        for unit in result.units
        if unit.undecided(result.rubric)
    ]
    return (*lines, *vacancies(result)) if lines else ()


async def show_left(turn: Turn, period_id: str) -> Shown:
    """What stands between the appraisal and the sending of its results."""
    result = await result_of(turn, await period_of(turn, period_id, READERS))
    left = _left(result)
    text = say("appraisal.not_all_appraised", lines=left) if left else say("appraisal.all_appraised")
    return end(text, (choice("appraisal.back_label", "appraisal.period", period_id),))


def _named(result: Result, addresses: tuple[str, ...]) -> str:
    """The criteria and items as people write them ("II.3", "T1"), the first of them where they are many."""
    targets = [target for one in addresses[:NAMED_AT_MOST] if (target := result.rubric.at(one))]
    return ", ".join(map(shown_address, targets)) + ("…" if len(addresses) > NAMED_AT_MOST else "")


async def window_again(turn: Turn, state: SettingWindow) -> Shown:
    return await ask_window(turn, str(state.period_id))


async def give_window(turn: Turn, state: SettingWindow) -> Shown:
    period = await period_of(turn, state.period_id)
    return await _confirm(turn, period.id, await until_typed(turn, period.bloc_id))


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
    text = (say("appraisal.confirm_window", title=period.title, until=until), *await day_off_said(turn, period.bloc_id, until, "appraisal.day_off"))
    return ask(text, rows, waits=ConfirmingWindow(period_id=period.id, until=until))


async def confirm_again(turn: Turn, state: ConfirmingWindow) -> Shown:
    return await _confirm(turn, state.period_id, state.until)


async def send(turn: Turn, period_id: str, revision: str) -> Shown:
    """Opens the window; each unit hears its own result. Where the window's end has passed since it was set, another is asked."""
    state = turn.open
    period, result = await _sendable(turn, period_id)
    if not isinstance(state, ConfirmingWindow) or str(period.revision) != revision or state.period_id != period.id:
        raise Outdated
    if state.until <= turn.now:
        return await _asked(turn, period_id, say("calendar.past", at=state.until))
    moved = await turn.store.periods.move_stage(period, "explanation", until=state.until)
    if moved is None:
        raise Outdated
    told: dict[str, tuple[int, ...]] = {}
    for unit in result.units:
        people = told[unit.place.unit_name] = await turn.store.seats.of_unit(unit.place.unit_id, UNIT_ROLES)
        see = choice("appraisal.result_label", "explanations.result", unit.place.sheet_id, weight="main")
        told_so = (_result_said(result, unit, state.until), *await _receipt_said(turn, unit))
        leaders = set(await turn.store.seats.of_unit(unit.place.unit_id, LEADERS)) if unit.changed(result.rubric) else set()
        turn.tell([one for one in people if one in leaders], told_so, (see,), of=period.bloc_id)
        turn.tell([one for one in people if one not in leaders], told_so, (see,), of=period.bloc_id, asks=False)
    await outdate_appraising(turn, period)
    await _tell_secretariat(turn, result, state.until)
    await turn.store.due.schedule("appraisal.window_over", f"period:{period.id}", f"revision {moved.revision}", state.until, period.bloc_id)
    new = {"stage": "explanation", "until": state.until}
    await turn.record("stage", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"stage": period.stage}, new=new)
    units = {unit.place.sheet_id: unit.place.unit_id for unit in result.units}
    for one in await turn.store.explanations.of_period(period.id):
        if one.kind == "question" and one.sheet_id in units:
            await close_question(turn, one, units[one.sheet_id])
    missed = await units_missed_said(turn, told)
    return await board_of(turn, await result_of(turn, moved), say("appraisal.sent"), *missed)


def _result_said(result: Result, unit: UnitResult, until: datetime) -> Said:
    """A unit's result, with what counts where points that were given after an earlier appraisal still stand; until when it may explain where there is
    something to explain."""
    now = say("appraisal.told_now", points=unit.score.total) if unit.score.total != unit.appraised.total else ""
    facts = {"title": result.period.title, "unit": unit.place.unit_name, "own": unit.own_total, "points": unit.appraised.total, "now": now}
    if not unit.changed(result.rubric):
        return say("appraisal.told_result_unchanged", **facts)
    changed = changed_counts(result)[unit.place.code]
    return (
        say("appraisal.told_result", **facts, changed=changed, until=until) if changed else say("appraisal.told_result_entered", **facts, until=until)
    )


async def _receipt_said(turn: Turn, unit: UnitResult) -> tuple[Said, ...]:
    """That the receipt shows another total than the self score; the unit's result says why. Nothing where they are the same."""
    submission = await turn.store.submissions.in_force(unit.place.sheet_id)
    differs = submission is not None and submission.total != unit.own.total
    return (say("appraisal.receipt_differs", receipt=submission.total),) if submission and differs else ()


async def _tell_secretariat(turn: Turn, result: Result, until: datetime) -> None:
    """The secretariat, which prepares what follows, hears that results have gone out."""
    period = result.period
    told = say("appraisal.told_sent", title=period.title, units=len(result.units), changed=changed_said(result), until=until)
    people = [one for one in await turn.store.seats.holders(period.bloc_id, PROPOSERS) if one != turn.me.id]
    turn.tell(people, told, (choice("appraisal.see_label", "appraisal.period", period.id),), of=period.bloc_id, asks=False)
