"""Which level a sheet reaches, and what stands against its grade: a unit is never moved down in silence (docs/formats.md, "From leaves to a total", 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.numbers import exact_product, rounded
from domain.rubrics import Level, Rubric

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Short:
    """A leaf below the level's floor; `percent` of its maximum, cut (never rounded up to the floor) to two decimals."""

    address: str
    percent: Decimal


@dataclass(frozen=True)
class Verdict:
    """`level` is the code of what the points reach, None below the last level. The grade is given unless leaves are short of the level's floor."""

    level: str | None = None
    short: tuple[Short, ...] = ()
    why: str | None = None

    @property
    def grade(self) -> str | None:
        """The grade that counts: the level reached, or none while something stands against it."""
        return None if self.why else self.level


def classify(rubric: Rubric, total: Decimal, points: Mapping[str, Decimal]) -> Verdict:
    """The verdict on a total; `points` by address of the leaves that apply. Without a classification there is no level and nothing to decide."""
    if rubric.classification is None:
        return Verdict()
    level = _level(rubric, total)
    if level is None:
        return Verdict(why="below the last level")
    short = _short_of(rubric, level, points)
    if not short:
        return Verdict(level.code)
    listed = ", ".join(f"{one.address} ({one.percent:f} %)" for one in short)
    return Verdict(level.code, short, f"{level.code}: below {level.floor_percent:f} % of the maximum: {listed}")


def level_of(rubric: Rubric, code: str) -> Level | None:
    """The table's level of this code; None for one it does not have."""
    return next((one for one in rubric.classification.levels if one.code == code), None) if rubric.classification else None


def _level(rubric: Rubric, total: Decimal) -> Level | None:
    classification = rubric.classification
    if classification is None:
        return None
    points = Fraction(min(total, rubric.total) if classification.on == "capped_total" else total)
    if classification.unit == "percent":
        points = points * 100 / Fraction(rubric.total) if rubric.total else Fraction(0)
    return next((level for level in classification.levels if level.min is None or points >= level.min), None)


def _short_of(rubric: Rubric, level: Level, points: Mapping[str, Decimal]) -> tuple[Short, ...]:
    if level.floor_percent is None:
        return ()
    return tuple(
        Short(leaf.address, rounded(Fraction(points[leaf.address]) * 100 / Fraction(leaf.max), 2, "down") if leaf.max else Decimal(0))
        for leaf in rubric.leaves
        if leaf.address in points and exact_product(points[leaf.address], HUNDRED) < exact_product(level.floor_percent, leaf.max)
    )
