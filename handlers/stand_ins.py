"""The units that the chair does not appraise, and whether their sheets wait for who stands in.

Not a conversation: closing a period tells it, the appraisal takes it off what waits.
"""

from domain.rubrics import Leaf
from handlers.results import Result, UnitResult


def wait_for_stand_ins(result: Result) -> list[tuple[UnitResult, list[int]]]:
    """The sheets on which the chair has no part and something is left to appraise, each with the people who do it; nobody where that seat is empty."""
    return [
        (unit, result.deciders.stands_in(unit.place.unit_id))
        for unit in result.units
        if result.deciders.lacks_chair({unit.place.unit_id}) and is_left(result, unit)
    ]


def is_left(result: Result, unit: UnitResult) -> bool:
    """Whether a criterion of the unit waits for a decision, other than those that external appraisers enter."""
    targets = (result.rubric.at(address) for address in unit.undecided(result.rubric))
    return any(not (isinstance(target, Leaf) and target.is_external) for target in targets)
