"""Sending one criterion back to its unit: with what is missing, and until when it is awaited. Nothing of the unit's is changed by it."""

import re
from datetime import datetime, time, timedelta

from config.bloc_files import bloc_file_of
from domain.appraisal import ReasonMissing
from domain.calendar.phrases import read_when
from domain.owners import answers_for
from domain.people import LEADERS, UNIT_ROLES
from domain.texts import clean, fold
from handlers.appraisal.case import READERS, Case, load, require_part
from handlers.appraisal.criterion import ask_next
from handlers.appraisal.judging import is_reason
from handlers.criteria import named_said, shown_address
from handlers.delivery import units_missed_said
from handlers.flow import Due, Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from handlers.lateness import day_off_said
from storage.explanations import Explanation

END_OF_WORK = time(17)
OFFERED_DAYS = (2, 3, 5)
DAYS = re.compile(r"(?:trong )?0?([1-9]|[12]\d|30)(?: ngay(?: lam viec)?)?")
"""A number of days, at most 30, in folded text."""


class Questioning(State):
    """What the unit should explain or supply is asked."""

    longest = 1000
    sheet_id: int
    address: str


class SettingUntil(State):
    """Until when the unit's answer is awaited is asked."""

    sheet_id: int
    address: str
    asked: str


async def ask_question(turn: Turn, sheet_id: str, address: str) -> Shown:
    case = await load(turn, sheet_id)
    target = case.target(address)
    require_part(turn, case, "question_unit")
    back = (choice("appraisal.back_label", "appraisal.leaf", sheet_id, target.address),)
    return ask(say("appraisal.ask_question", named=named_said(target)), back, waits=Questioning(sheet_id=case.sheet.id, address=target.address))


async def question_again(turn: Turn, state: Questioning) -> Shown:
    return await ask_question(turn, str(state.sheet_id), state.address)


async def give_question(turn: Turn, state: Questioning) -> Shown:
    asked = clean(turn.text)
    if not is_reason(asked):
        raise ReasonMissing
    return await _ask_until(turn, SettingUntil(sheet_id=state.sheet_id, address=state.address, asked=asked))


async def _ask_until(turn: Turn, state: SettingUntil) -> Shown:
    rows = tuple(choice("appraisal.days_label", "appraisal.questioned", days, days=days) for days in OFFERED_DAYS)
    back = (choice("appraisal.back_label", "appraisal.leaf", state.sheet_id, state.address),)
    return ask(say("appraisal.ask_until"), rows, back, waits=state)


async def until_again(turn: Turn, state: SettingUntil) -> Shown:
    return await _ask_until(turn, state)


async def give_until(turn: Turn, state: SettingUntil) -> Shown:
    case = await load(turn, state.sheet_id)
    return await _question(turn, state, await until_typed(turn, case.result.period.bloc_id))


async def question_for_days(turn: Turn, days: str) -> Shown:
    """Until the end of work, so many working days from today."""
    state = turn.open
    if not isinstance(state, SettingUntil) or id_of(days) not in OFFERED_DAYS:
        raise Outdated
    case = await load(turn, state.sheet_id)
    return await _question(turn, state, await workdays_from_now(turn, case.result.period.bloc_id, id_of(days)))


async def until_typed(turn: Turn, bloc_id: str) -> datetime:
    """The deadline that is typed: a day and hour, or a number of days, which are working days like those on the buttons. Raises what read_when does."""
    days = DAYS.fullmatch(fold(clean(turn.text)))
    if days is not None:
        return await workdays_from_now(turn, bloc_id, int(days[1]))
    return read_when(turn.text, turn.now, turn.zone, END_OF_WORK)


async def workdays_from_now(turn: Turn, bloc_id: str, days: int) -> datetime:
    """The end of work on the so-many-th working day after today."""
    bloc = await turn.store.blocs.of(bloc_id)
    if bloc is None:
        raise LookupError(bloc_id)
    workdays, day = bloc_file_of(bloc.file).reminding().workdays, turn.now.astimezone(bloc.zone).date()
    for _ in range(days):
        day = workdays.on_or_after(day + timedelta(days=1))
    return datetime.combine(day, END_OF_WORK, bloc.zone)


async def _question(turn: Turn, state: SettingUntil, until: datetime) -> Shown:
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    role = require_part(turn, case, "question_unit")
    number = await turn.store.explanations.ask(case.sheet.id, state.address, state.asked, until, turn.me.id, turn.now)
    missed = await _tell_unit(turn, case, number, state, until)
    period = case.result.period
    await turn.store.due.schedule("appraisal.question_over", f"explanation:{number}", "once", until, period.bloc_id)
    new = {"as": role.value, "question": state.asked, "until": until}
    await turn.record("question", period.bloc_id, f"sheet:{case.sheet.id} {state.address}", period_id=period.id, new=new)
    said = say("appraisal.questioned", named=named_said(target), unit=case.sheet.unit_name, until=until)
    return await ask_next(turn, case, state.address, said, *await day_off_said(turn, period.bloc_id, until, "appraisal.day_off"), *missed)


async def _tell_unit(turn: Turn, case: Case, number: int, state: SettingUntil, until: datetime) -> tuple[Said, ...]:
    """Everybody of the unit hears who answers for the criterion; the choice to answer is theirs and the leader's. Gives whom it does not reach."""
    sheet, owners = case.sheet, case.sheet.owners
    people = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    speak = {sheet.delegate_id, *await turn.store.seats.of_unit(sheet.unit_id, LEADERS)}
    speak |= {one for one in people if answers_for(owners, state.address, one)}
    owner = (say("owners.belongs_to", owner=owners[state.address].name),) if state.address in owners else ()
    told = say(
        "appraisal.told_question", title=case.result.period.title, named=named_said(case.target(state.address)), asked=state.asked, by=turn.me.full_name,
        until=until,
    )  # fmt: skip
    answer = (choice("appraisal.answer_label", "explanations.answer", number, weight="main"),)
    turn.tell([one for one in people if one in speak], (told, *owner), answer, of=case.result.period.bloc_id)
    turn.tell([one for one in people if one not in speak], (told, *owner), of=case.result.period.bloc_id)
    return await units_missed_said(turn, {sheet.unit_name: people})


async def close_question(turn: Turn, question: Explanation, unit_id: int) -> None:
    """The unit's people are asked for their answer no more."""
    await turn.store.notices.outdate(await turn.store.seats.of_unit(unit_id, UNIT_ROLES), (f"explanations.answer:{question.id}",))


async def tell_question_over(turn: Turn, due: Due) -> None:
    """The time a unit was given is over: who asked hears that it has not answered, while it still could: not once results were sent, nor where the period
    was reopened since."""
    question = await turn.store.explanations.of(due.number)
    if question is None or question.asked_by is None or question.text:
        return
    sheet = await turn.store.answers.open_sheet(question.sheet_id)
    if sheet is None or question.id not in {one.id for one in await turn.store.explanations.of_period(sheet.period.id)}:
        return
    await close_question(turn, question, sheet.unit_id)
    if sheet.period.state == "closed" and sheet.period.stage == "appraisal":
        told = say("appraisal.told_question_over", unit=sheet.unit_name, address=shown_address(question.address), title=sheet.period.title)
        readers = await turn.store.seats.holders(sheet.period.bloc_id, READERS)
        turn.tell(
            [one for one in readers if one == question.asked_by],
            told,
            (choice("appraisal.see_label", "appraisal.leaf", sheet.id, question.address),),
            of=sheet.period.bloc_id,
        )
