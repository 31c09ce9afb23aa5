"""A sheet whose period is closed: what it came to among all, and the way back to it."""

from collections.abc import Iterable
from dataclasses import replace

from domain.people import UNIT_ROLES
from handlers.assessment.work import Work
from handlers.flow import Choice, Turn, choice
from handlers.results import result_of
from handlers.titles import label_of
from storage.periods import Period
from storage.sheets import Task

CLOSED = frozenset({"closed", "published"})


async def with_score(turn: Turn, work: Work) -> Work:
    """The work with what its sheet came to among all sheets, once the period is closed: only then is everything known that it is compared with."""
    if work.sheet.period.state not in CLOSED or work.sheet.state != "submitted":
        return work
    result = await result_of(turn, work.sheet.period)
    return replace(work, closed_score=result.unit(work.sheet.unit_code).own)


def has_result(period: Period) -> bool:
    """Whether the units were sent what became of their scores."""
    return period.state in CLOSED and period.stage != "appraisal"


def units_of(turn: Turn) -> list[int]:
    """The units whose sheets the person fills."""
    return [seat.unit_id for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None]


def _is_one_unit(turn: Turn) -> bool:
    """Whether the person fills for one unit alone, also where it sits in several blocs under the same name."""
    seats = [seat for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None]
    return len({seat.unit_name for seat in seats}) == 1 and len({seat.unit_id for seat in seats}) == len({seat.bloc_id for seat in seats})


def sheet_choice(turn: Turn, task: Task, act: str, among: Iterable[Period]) -> Choice:
    """A sheet as a button; the unit is named where the person has several, the deadline where two periods bear one name."""
    title = label_of(task.period, among, turn.me.seats)
    if _is_one_unit(turn):
        return choice("assessment.own_sheet_label", act, task.sheet_id, title=title)
    return choice("assessment.sheet_label", act, task.sheet_id, unit=task.unit_name, title=title)
