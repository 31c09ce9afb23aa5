"""Equals: who shares a rank, and the order people put them in. A decision concerns the units that are equal by points and tie breaks, and no others."""

import json

from domain.ranking import ordered_before
from handlers.flow import Outdated
from handlers.results import Result

Group = tuple[str, ...]
"""The codes of units that share a rank."""


def tied_groups(result: Result) -> list[Group]:
    """The units that share a rank and were not parted."""
    ranks: dict[int, list[str]] = {}
    for place in result.ranking.places:
        if place.tied:
            ranks.setdefault(place.rank, []).append(place.unit)
    return [tuple(units) for units in ranks.values()]


def decided_families(result: Result) -> list[Group]:
    """Those in which people decided the order."""
    decided = result.decided("tie")
    return [family for family in result.equals if any(code in decided for code in family)]


def ids_of(result: Result, group: Group) -> list[int]:
    return [result.unit(code).place.unit_id for code in group]


def group_of(result: Result, unit_id: int) -> Group:
    """The unparted group a unit stands in. Raises Outdated where it shares its rank with nobody."""
    found = next((group for group in tied_groups(result) if unit_id in ids_of(result, group)), None)
    if found is None:
        raise Outdated
    return found


def shown(result: Result, group: Group) -> str:
    """A group as a decision that is being made carries it: what was shown is what is decided."""
    return json.dumps(sorted(ids_of(result, group)))


def places_with_first(result: Result, unit_id: int, group: Group) -> dict[int, str]:
    """The place of each unit among its equals once this one is put before the others of its group, by unit id; only of those whose place that changes or
    who stand in the group: the rest keep theirs with its grounds."""
    family = next(one for one in result.equals if set(group) <= set(one))
    present = {code: int(one.value) for code, one in result.decided("tie").items() if code in family}
    first = next(code for code in group if result.unit(code).place.unit_id == unit_id)
    after = ordered_before(present, group, first)
    return {ids_of(result, (code,))[0]: str(place) for code, place in after.items() if code in group or present.get(code) != place}
