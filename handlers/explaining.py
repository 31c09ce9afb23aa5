"""What a unit may still say after closing: to its results while their window is open, and to an appraiser's question. Computed anew each time.

Not a conversation: the first screen and the unit's sheet both show it, until it is said or its time is over.
"""

from dataclasses import dataclass

from config.rubric_files import rubric_of
from domain.owners import answers_for
from domain.people import LEADERS, UNIT_ROLES
from domain.rubrics import Item, Leaf
from handlers.criteria import shown_address
from handlers.flow import Choice, Said, Turn, choice, say
from handlers.results import Result, UnitResult, result_of
from handlers.titles import label_of
from storage.answers import OpenSheet
from storage.explanations import Explanation
from storage.periods import Period
from storage.sheets import Task


@dataclass(frozen=True)
class Sayable:
    """Something a unit may say, until when, in words; the way there; whether the reader is one of those who may say it."""

    line: Said
    way: Choice
    is_ones: bool


async def sayable(turn: Turn) -> tuple[Sayable, ...]:
    """What the reader's units may say now, what is due first of each kind first; of an appraiser's question only whoever may answer it reads."""
    units = {seat.unit_id for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None}
    if not units:
        return ()
    tasks = await turn.store.sheets.explainable(units, turn.now)
    windows = [found for task in tasks if (found := await _window(turn, task, tasks))]
    questions = await turn.store.explanations.unanswered(units, turn.now)
    sheets = {sheet_id: await turn.store.answers.open_sheet(sheet_id) for sheet_id in {one.sheet_id for one in questions}}
    asked = [found for one in questions if (found := _question(turn, one, sheets[one.sheet_id]))]
    return (*windows, *asked)


async def _window(turn: Turn, task: Task, among: tuple[Task, ...]) -> Sayable | None:
    """The unit's right to explain; None where nothing is left to explain."""
    result = await result_of(turn, task.period)
    left = len(next((targets for unit, targets in await unexplained(turn, result) if unit.place.sheet_id == task.sheet_id), ()))
    if not left or task.period.explains_until is None:
        return None
    title = label_of(task.period, [one.period for one in among], turn.me.seats)
    line = say("explanations.may_explain", title=title, unit=task.unit_name, left=left, until=task.period.explains_until)
    if turn.me.seat_in(task.unit_id, LEADERS) is None:
        return Sayable(line, choice("explanations.see_result_label", "explanations.result", task.sheet_id), is_ones=False)
    label = say("explanations.explain_of_label", title=title) if len(among) > 1 else say("explanations.explain_label")
    return Sayable(line, choice(label, "explanations.result", task.sheet_id, weight="main"), is_ones=True)


def _question(turn: Turn, question: Explanation, sheet: OpenSheet | None) -> Sayable | None:
    """An appraiser's question that waits; None for whoever may not answer it."""
    if sheet is None or question.until is None or not may_answer(turn, sheet, question.address):
        return None
    target = rubric_of(sheet.rubric_text).at(question.address)
    if target is None:
        return None
    address = shown_address(target)
    line = say("explanations.may_answer", title=sheet.period.title, unit=sheet.unit_name, address=address, until=question.until)
    return Sayable(line, choice("explanations.answer_label", "explanations.answer", question.id, weight="main", address=address), is_ones=True)


def may_answer(turn: Turn, sheet: OpenSheet, address: str) -> bool:
    """Whether the reader may answer what is asked of a criterion: they answer for it, lead the unit, or were authorised to submit its sheet."""
    speaks_for_all = turn.me.seat_in(sheet.unit_id, LEADERS) is not None or sheet.delegate_id == turn.me.id
    return speaks_for_all or answers_for(sheet.owners, address, turn.me.id)


async def unexplained(turn: Turn, result: Result) -> list[tuple[UnitResult, list[Leaf | Item]]]:
    """The units to whose results something was not explained yet, each with what."""
    appealed = {(one.sheet_id, one.address) for one in await turn.store.explanations.of_period(result.period.id) if one.kind == "appeal"}
    left = [
        (unit, [target for target in unit.changed(result.rubric) if (unit.place.sheet_id, target.address) not in appealed]) for unit in result.units
    ]
    return [(unit, targets) for unit, targets in left if targets]


async def outdate_said(turn: Turn, period: Period) -> None:
    """Nobody of the units is asked any more to say something to the period's results, or to answer a question about them."""
    results = [f"explanations.result:{place.sheet_id}" for place in await turn.store.sheets.board(period.id)]
    questions = [f"explanations.answer:{one.id}" for one in await turn.store.explanations.of_period(period.id) if one.kind == "question"]
    await turn.store.notices.outdate(await turn.store.seats.holders(period.bloc_id, UNIT_ROLES), (*results, *questions))
