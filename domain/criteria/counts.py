"""Points by counting: so much each time, plus and minus, off a full base, or all from a threshold on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.nearest import common_step, multiples, sums
from domain.criteria.rule import FixedPoints, Rule, RuleData, decimal, whole
from domain.numbers import Exact, exact_product, exact_sum, is_whole
from domain.texts import one_line


@dataclass(frozen=True, kw_only=True)
class CountTimes(Rule):
    """count × per_unit, at most `cap`; without `cap` and maximum there is no limit."""

    kind: ClassVar[str] = "count_times"
    fields: ClassVar[tuple[str, ...]] = ("count",)
    keys: ClassVar[frozenset[str]] = frozenset({"per_unit", "cap"})
    per_unit: Decimal
    cap: Decimal | None

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        cap = data.maybe_number("cap", low=Decimal(0), high=max)
        return cls(max=max, per_unit=data.number("per_unit", low=Decimal(0)), cap=max if cap is None else cap)

    def _check(self, answer: Answer) -> None:
        whole(answer, "count")

    def points(self, answer: Answer) -> Decimal:
        points = exact_product(self.per_unit, decimal(answer, "count"))
        return points if self.cap is None else min(points, self.cap)

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        if not self.per_unit:
            return (Decimal(0),)
        found = multiples(points, self.per_unit)
        return found if self.cap is None else tuple(min(one, Fraction(self.cap)) for one in found)

    @property
    def highest(self) -> Decimal | None:
        return self.cap if self.per_unit else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class PlusMinus(Rule):
    """base + plus × plus_points − minus × minus_points, clamped to `least` and the maximum."""

    kind: ClassVar[str] = "plus_minus"
    fields: ClassVar[tuple[str, ...]] = ("plus", "minus")
    keys: ClassVar[frozenset[str]] = frozenset({"base", "plus_points", "minus_points", "min"})
    base: Decimal
    plus_points: Decimal
    minus_points: Decimal
    least: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        zero = Decimal(0)
        return cls(
            max=max, base=data.number("base", zero), plus_points=data.number("plus_points", low=zero),
            minus_points=data.number("minus_points", low=zero), least=data.number("min", zero, high=max),
        )  # fmt: skip

    def _check(self, answer: Answer) -> None:
        whole(answer, "plus")
        whole(answer, "minus")

    def points(self, answer: Answer) -> Decimal:
        gained, lost = exact_product(self.plus_points, decimal(answer, "plus")), exact_product(self.minus_points, decimal(answer, "minus"))
        return self._within(exact_sum((self.base, gained, lost.copy_negate())))

    def _within(self, points: Decimal) -> Decimal:
        return min(max(points, self.least), self.ceiling)

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        """Base and whole times what a plus and a minus give together, clamped."""
        up, down = self.plus_points, self.minus_points
        if up and down:
            found = multiples(points, common_step(up, down), self.base, least=None)
        elif up or down:
            found = multiples(points if up else 2 * self.base - points, up or down, self.base)
            found = found if up else (2 * Fraction(self.base) - found[0], 2 * Fraction(self.base) - found[1])
        else:
            found = (Fraction(self.base), Fraction(self.base))
        return tuple(min(max(one, Fraction(self.least)), Fraction(self.ceiling)) for one in found)

    @property
    def lowest(self) -> Decimal:
        return self.least if self.minus_points else self._within(self.base)

    @property
    def highest(self) -> Decimal | None:
        return self.ceiling if self.plus_points else self._within(self.base)


@dataclass(frozen=True)
class Violation:
    """One kind of violation and what each of it costs."""

    code: str
    title: str
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Deduct(Rule):
    """max − Σ count × points of each violation, never below `least` (which may be negative)."""

    kind: ClassVar[str] = "deduct"
    fields: ClassVar[tuple[str, ...]] = ("violations",)
    keys: ClassVar[frozenset[str]] = frozenset({"violations", "min"})
    violations: tuple[Violation, ...]
    least: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        violations = tuple(_violation(row) for row in data.rows("violations"))
        for code, times in Counter(violation.code for violation in violations if violation.code).items():
            if times > 1:
                data.report(f"the violation {one_line(code)} stands twice")
        return cls(max=max, violations=violations, least=data.number("min", Decimal(0), high=max))

    def _check(self, answer: Answer) -> None:
        known = {violation.code for violation in self.violations}
        for code, count in self.counts(answer).items():
            if code not in known:
                raise AnswerRefused(f"there is no violation {one_line(code)}")
            if not isinstance(count, Decimal) or not is_whole(count) or count < 0:
                raise AnswerRefused(f"the count of {one_line(code)} must be a whole number, not below 0")

    def counts(self, answer: Answer) -> Mapping[str, Decimal]:
        """Count by violation code. Raises AnswerRefused where the answer is no such mapping."""
        counts = answer["violations"]
        if not isinstance(counts, Mapping):
            raise AnswerRefused("`violations` must be a mapping of counts")
        return counts

    def points(self, answer: Answer) -> Decimal:
        counts = self.counts(answer)
        lost = exact_sum(exact_product(one.points, counts[one.code]) for one in self.violations if one.code in counts)
        return max(exact_sum((self.ceiling, lost.copy_negate())), self.least)

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        costs = [one.points for one in self.violations if one.points]
        if not costs:
            return (self.ceiling,)
        lost = sums(max(self.ceiling - points, Decimal(0)), costs)
        return tuple(max(Fraction(self.ceiling) - one, Fraction(self.least)) for one in lost)

    @property
    def lowest(self) -> Decimal:
        return self.least if any(one.points for one in self.violations) else self.ceiling


def _violation(row: RuleData) -> Violation:
    row.only(frozenset({"code", "title", "points"}))
    return Violation(row.text("code"), row.text("title"), row.number("points", low=Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Threshold(FixedPoints):
    """The maximum from the threshold on (or above it), otherwise `if_below`."""

    kind: ClassVar[str] = "threshold"
    fields: ClassVar[tuple[str, ...]] = ("value",)
    keys: ClassVar[frozenset[str]] = frozenset({"threshold", "incl", "points_if_below"})
    threshold: Decimal
    counts: bool
    if_below: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        zero = Decimal(0)
        return cls(
            max=max, threshold=data.number("threshold"), counts=data.flag("incl", default=True),
            if_below=data.number("points_if_below", zero, low=zero, high=max),
        )  # fmt: skip

    def _check(self, answer: Answer) -> None:
        decimal(answer, "value")

    def points(self, answer: Answer) -> Decimal:
        value = decimal(answer, "value")
        reached = value >= self.threshold if self.counts else value > self.threshold
        return self.ceiling if reached else self.if_below

    @property
    def given(self) -> tuple[Decimal, ...]:
        return self.if_below, self.ceiling
