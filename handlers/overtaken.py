"""What a period's course leaves nobody to do: filling once a sheet is submitted or the period closed, appraising once the results are out, deciding once
the scores are final or the period is open again. What was told and waits for it is taken off the lists of what waits."""

from collections.abc import Iterable

from domain.people import EVERYONE, UNIT_ROLES
from handlers.flow import Turn
from storage.answers import OpenSheet
from storage.periods import Period

FILLING = (
    "assessment.open", "assessment.go", "assessment.board", "assessment.ask", "assessment.fill_in", "assessment.submit", "assessment.return",
    "assessment.paper", "assessment.agree_paper",
)  # fmt: skip
"""What may be asked of an open sheet; `fill_in` stands below every comparison of a filled workbook."""


def filling_of(sheet_id: int) -> tuple[str, ...]:
    """The acts on a sheet that end with its submission."""
    return tuple(f"{act}:{sheet_id}" for act in FILLING)


async def outdate_begin(turn: Turn, sheet: OpenSheet) -> None:
    """An answer comes to a sheet: nobody of a unit that has begun is asked to begin; nor, after a reopening, who goes on."""
    begin = f"assessment.begin:{sheet.period.id}"
    if not sheet.answers:
        await turn.store.notices.outdate(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES), (begin,))
    elif any(one.holds(begin) for one in turn.notices):
        await turn.store.notices.outdate([turn.me.id], (begin,))


async def outdate_filling(turn: Turn, period: Period) -> None:
    """The period is closed: no sheet of it is filled, submitted or entered from paper any more."""
    sheets = [act for place in await turn.store.sheets.board(period.id) for act in filling_of(place.sheet_id)]
    await _outdate(turn, period, (f"assessment.begin:{period.id}", f"periods.extend:{period.id}", *sheets))


async def outdate_appraising(turn: Turn, period: Period) -> None:
    """The results are out, or the period is open again: nothing proposed is agreed to, nothing is sent."""
    places = await turn.store.sheets.board(period.id)
    sheets = [f"{act}:{place.sheet_id}" for place in places for act in ("appraisal.leaf", "appraisal.case")]
    await _outdate(turn, period, (f"appraisal.agree_all:{period.id}", f"appraisal.send:{period.id}", *sheets))


async def outdate_deciding(turn: Turn, period: Period) -> None:
    """The scores are final, or the period is open again: nothing is decided on the units, and no explanation of theirs."""
    of_period = [f"{act}:{period.id}" for act in ("appraisal.period", "reconciliation.tie", "reconciliation.grades")]
    points = [f"appraisal.points_agreed:{place.sheet_id}" for place in await turn.store.sheets.board(period.id)]
    appeals = [f"appraisal.appeal:{one.id}" for one in await turn.store.explanations.of_period(period.id) if one.kind == "appeal"]
    prepared = [f"reconciliation.agreed:{one.id}" for one in await turn.store.decisions.proposals(period.id)]
    await _outdate(turn, period, (*of_period, *points, *appeals, *prepared))


async def _outdate(turn: Turn, period: Period, acts: Iterable[str]) -> None:
    await turn.store.notices.outdate(await turn.store.seats.holders(period.bloc_id, EVERYONE), acts)
