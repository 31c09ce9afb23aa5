"""The scoring table: a tree whose leaves alone are scored (docs/formats.md, "Rubric")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from domain.criteria import Rule
from domain.criteria.bands import DayBand
from domain.numbers import Rounding

EvidencePolicy = Literal["required", "required_or_explained", "optional"]
NotApplicable = Literal["full_marks", "rescale", "average", "forbidden"]


@dataclass(frozen=True)
class Group:
    """A row that holds criteria and is never scored itself; its points are theirs."""

    code: str
    title: str


@dataclass(frozen=True)
class Leaf:
    """A criterion that is scored. `max` and `floor` in points; `parents` are the groups above it within its section, the outermost first."""

    address: str
    section: str
    code: str
    title: str
    max: Decimal
    rule: Rule
    evidence: EvidencePolicy
    owner: str = ""
    floor: Decimal | None = None
    parents: tuple[Group, ...] = ()

    @property
    def is_external(self) -> bool:
        """Whether only its appraiser enters it: such a leaf never counts in a unit's own progress."""
        return self.rule.kind == "external"


@dataclass(frozen=True)
class Item:
    """A bonus or penalty item; `address` is `bonus.T1` or `penalties.P1`."""

    address: str
    code: str
    title: str
    rule: Rule

    @property
    def is_penalty(self) -> bool:
        """Whether its points are taken off; else they are added."""
        return self.address.startswith("penalties.")


@dataclass(frozen=True)
class Outlined:
    """A row of a section as it is printed: how deep it stands, and the criteria whose points it shows (a criterion's own row: itself)."""

    depth: int
    row: Group | Leaf
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Section:
    """A part of the table with its own maximum, in points."""

    code: str
    title: str
    max: Decimal
    leaves: tuple[Leaf, ...]

    @cached_property
    def outline(self) -> tuple["Outlined", ...]:
        """The section's rows as they are printed: each group above what it holds."""
        rows: list[Outlined] = []
        above: tuple[Group, ...] = ()
        for leaf in self.leaves:
            same = next(
                (depth for depth, pair in enumerate(zip(above, leaf.parents, strict=False)) if pair[0] != pair[1]), min(len(above), len(leaf.parents))
            )
            for depth in range(same, len(leaf.parents)):
                held = tuple(one for one in self.leaves if one.parents[: depth + 1] == leaf.parents[: depth + 1])
                rows.append(Outlined(depth, leaf.parents[depth], held))
            rows.append(Outlined(len(leaf.parents), leaf, (leaf,)))
            above = leaf.parents
        return tuple(rows)


@dataclass(frozen=True)
class Level:
    """A grade and from where it is reached; no `min`: all that is lower."""

    code: str
    name: str
    min: Decimal | None
    floor_percent: Decimal | None = None
    max_share: Decimal | None = None


@dataclass(frozen=True)
class Classification:
    """How totals become grades: the highest level whose `min` is reached, in percent of the table's total or in points (docs/formats.md, "Rubric")."""

    on: Literal["total", "capped_total"]
    unit: Literal["percent", "points"]
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Rubric:
    """A whole scoring table. `places` and `mode` say how each leaf is rounded."""

    id: str
    title: str
    total: Decimal
    sections: tuple[Section, ...]
    sample: bool = False
    places: int = 2
    mode: Rounding = "half_up"
    not_applicable: NotApplicable = "forbidden"
    bonus: tuple[Item, ...] = ()
    bonus_stacking: Literal["sum", "highest"] = "sum"
    bonus_cap: Decimal | None = None
    penalties: tuple[Item, ...] = ()
    penalty_cap: Decimal | None = None
    late: tuple[DayBand, ...] = ()
    least: Decimal = Decimal(0)
    most: Decimal | None = None
    classification: Classification | None = None
    tie_break: tuple[str, ...] = ()
    exclusions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every criterion, in the table's order."""
        return tuple(leaf for section in self.sections for leaf in section.leaves)

    @cached_property
    def by_address(self) -> Mapping[str, Leaf]:
        """The leaves by their addresses, in the rubric's order."""
        return {leaf.address: leaf for leaf in self.leaves}

    @cached_property
    def own_leaves(self) -> tuple[Leaf, ...]:
        """The leaves a unit itself answers."""
        return tuple(leaf for leaf in self.leaves if not leaf.is_external)

    @property
    def items(self) -> tuple[Item, ...]:
        """Bonus and penalty items, in the table's order."""
        return self.bonus + self.penalties

    def leaf(self, address: str) -> Leaf | None:
        """The criterion at an address; None where there is none."""
        return self.by_address.get(address)

    def at(self, address: str) -> Leaf | Item | None:
        """The leaf or item at an address."""
        return self.leaf(address) or next((item for item in self.items if item.address == address), None)
