"""What deserves a look before it is accepted with all the rest: criteria without evidence, and those on which the unit owes an answer or gave one."""

from collections.abc import Collection

from domain.criteria.answers import from_json
from domain.rubrics import Leaf, Rubric
from domain.sheets import needs_proof
from handlers.appraisal.board import joined
from handlers.appraisal.given import Given
from handlers.criteria import shown_address
from handlers.flow import Said, say
from handlers.results import UnitResult

NAMED_AT_MOST = 6
"""More criteria than these are only counted."""


def noted(given: Given, unit: UnitResult, addresses: Collection[str]) -> Said | None:
    """What is to be said of these criteria of a unit; None for nothing."""
    found = {
        "appraisal.unproven": [one for one in addresses if _lacks_proof(given, unit, one)],
        "appraisal.unanswered": [one for one in addresses if given.owes(unit, one)],
        "appraisal.answered_since": [one for one in addresses if given.answered(unit, one)],
    }
    notes = [say(key, which=_named(given.result.rubric, found[key])) for key in found if found[key]]
    return joined(notes) if notes else None


def _lacks_proof(given: Given, unit: UnitResult, address: str) -> bool:
    """Whether the table asks for evidence here and none was given; what was explained instead counts as lacking. Of a claimed bonus, whose evidence no
    table can ask for by itself, it does where it asks for that of any criterion."""
    rubric = given.result.rubric
    target = rubric.at(address)
    if target is None or address not in unit.answers or given.count(unit, address):
        return False
    if isinstance(target, Leaf):
        return needs_proof(target, from_json(unit.answers[address]))
    asks = any(leaf.evidence != "optional" for leaf in rubric.leaves)
    return asks and target in rubric.bonus and bool(unit.own.points_of(target))


def _named(rubric: Rubric, addresses: Collection[str]) -> Said | str:
    if len(addresses) > NAMED_AT_MOST:
        return say("appraisal.so_many", count=len(addresses))
    return ", ".join(shown_address(target) for one in addresses if (target := rubric.at(one)))
