"""Who answers for a criterion within a unit: an office of it, by name, or a person. Real sheets are split so among a department's offices.

A criterion without an owner is anybody's of the unit. An owner of whom nobody has joined binds nobody: else such a criterion could not be filled at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.errors import RuleError
from domain.rubrics import Group, Leaf, Rubric
from domain.texts import clean, fold

SHORTEST_NAME, LONGEST_NAME = 2, 60


class OfficeNameUnclear(RuleError):
    """What was typed is no name of an office."""

    key = "owners.name_unclear"


@dataclass(frozen=True)
class Owner:
    """An office ("o3") or a person ("p7") of the unit; `people` are those of it who hold a seat of the unit now."""

    ref: str
    name: str
    people: frozenset[int]

    @property
    def is_office(self) -> bool:
        """Whether an office of the unit owns the criteria; else it is one person."""
        return self.ref.startswith("o")


@dataclass(frozen=True)
class Part:
    """How many of an owner's criteria are answered; no owner: of those assigned to nobody."""

    owner: Owner | None
    answered: int
    asked: int


def read_office(text: str) -> str:
    """The name of an office, as typed. Raises OfficeNameUnclear for what has no two letters or is too long."""
    name = clean(text)
    if sum(letter.isalpha() for letter in name) < SHORTEST_NAME or len(name) > LONGEST_NAME:
        raise OfficeNameUnclear(most=LONGEST_NAME)
    return name


def parts(rubric: Rubric, owners: Mapping[str, Owner], answered: Collection[str]) -> tuple[Part, ...]:
    """Every owner's part, in the order of their first criteria; last what is assigned to nobody, if anything. Nothing where nothing is assigned."""
    if not owners:
        return ()
    found: dict[str, list[Leaf]] = {}
    for leaf in rubric.own_leaves:
        owner = owners.get(leaf.address)
        found.setdefault(owner.ref if owner else "", []).append(leaf)
    nobodys = found.pop("", [])
    by_ref = {owner.ref: owner for owner in owners.values()}
    counted = [_part(by_ref[ref], leaves, answered) for ref, leaves in found.items()]
    return (*counted, *((_part(None, nobodys, answered),) if nobodys else ()))


def _part(owner: Owner | None, leaves: Collection[Leaf], answered: Collection[str]) -> Part:
    return Part(owner, sum(leaf.address in answered for leaf in leaves), len(leaves))


def criteria_of(owners: Mapping[str, Owner], person: int) -> frozenset[str]:
    """The addresses a person answers for, by name or through their office."""
    return frozenset(address for address, owner in owners.items() if person in owner.people)


def answers_for(owners: Mapping[str, Owner], address: str, person: int) -> bool:
    """Whether a criterion is not a colleague's: this person's, nobody's, or its owner's of whom nobody is there."""
    owner = owners.get(address)
    return owner is None or not owner.people or person in owner.people


def groups(leaves: Collection[Leaf]) -> tuple[tuple[str, tuple[Leaf, ...]], ...]:
    """The groups of a section's criteria that stand under one heading, by that heading."""
    found: dict[Group, list[Leaf]] = {}
    for leaf in leaves:
        if leaf.parents and not leaf.is_external:
            found.setdefault(leaf.parents[0], []).append(leaf)
    return tuple((group.title, tuple(members)) for group, members in found.items())


def carried(before: Rubric, now: Rubric, addresses: Collection[str]) -> Mapping[str, str]:
    """Where criteria of an earlier table stand in this one: old address by new. The same title at the same address, else the one of that title."""
    titles: dict[str, list[str]] = {}
    for leaf in now.own_leaves:
        titles.setdefault(fold(leaf.title), []).append(leaf.address)
    found: dict[str, str] = {}
    for old in sorted(addresses):
        known = before.leaf(old)
        same = titles.get(fold(known.title), []) if known else []
        if old in same or len(same) == 1:
            found[old if old in same else same[0]] = old
    return found


def moved(before: Rubric, now: Rubric, owners: Mapping[str, Owner], another: Collection[str], added: Collection[str]) -> Mapping[str, Owner | None]:
    """Who answers for what once a table has changed, where that is not as before: a criterion keeps its owner under a new address, and what is new under
    an old address is nobody's. `another` are addresses that stand for another criterion now, `added` those that were not there."""
    kept = carried(before, now, owners)
    found: dict[str, Owner | None] = {address: owners.get(kept.get(address, "")) for address in another}
    found |= {address: owners[kept[address]] for address in added if address in kept}
    return {address: owner for address, owner in found.items() if owner != owners.get(address)}


def offices_in(rubric: Rubric) -> Mapping[str, str]:
    """The offices that the table itself names: by address."""
    return {leaf.address: clean(leaf.owner) for leaf in rubric.own_leaves if clean(leaf.owner)}
