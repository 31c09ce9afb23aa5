"""What waits for somebody who appraises: criteria that they may accept as they are, and proposals that they may agree to."""

from domain.appraisal import deciding_role, proposing_role
from domain.judgements import NOTHING
from domain.rubrics import Leaf
from handlers.flow import Turn
from handlers.results import Result, UnitResult

Pile = list[tuple[UnitResult, tuple[str, ...]]]
"""Units with the addresses of some of their criteria."""


def mine_to_accept(turn: Turn, result: Result) -> Pile:
    """What the person may accept as it is: criteria without a decision, or for who proposes without a proposal. Those that others enter, and those on
    which a proposal waits, are not among them."""
    pile: Pile = []
    for unit in result.units:
        decides = deciding_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
        proposes = proposing_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
        if decides or proposes:
            pile.append((unit, tuple(address for address in unit.undecided(result.rubric) if _acceptable(result, unit, address))))
    return [(unit, addresses) for unit, addresses in pile if addresses]


def _acceptable(result: Result, unit: UnitResult, address: str) -> bool:
    target = result.rubric.at(address)
    is_external = isinstance(target, Leaf) and target.is_external
    return not is_external and address in unit.answers and unit.standing.get(address, NOTHING).proposed is None


def proposals(turn: Turn, result: Result) -> Pile:
    """The proposals that wait for the person's decision: those of others."""
    pile: Pile = [
        (unit, tuple(address for address, standing in unit.standing.items() if standing.proposed is not None and standing.proposed.by != turn.me.id))
        for unit in result.units
        if deciding_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
    ]
    return [(unit, addresses) for unit, addresses in pile if addresses]


def count_of(pile: Pile) -> int:
    """How many criteria are in it."""
    return sum(len(addresses) for _, addresses in pile)


def of_unit(pile: Pile, unit: UnitResult) -> Pile:
    """What of it is this unit's."""
    return [(one, addresses) for one, addresses in pile if one is unit]
