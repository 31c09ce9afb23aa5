"""Points by counting: so much each time, plus and minus, off a full base, or all from a threshold on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.rule import Rule, RuleData, decimal, whole
from domain.numbers import exact_product, exact_sum, is_whole
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

    @property
    def highest(self) -> Decimal | None:
        return self.cap


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
        return min(max(exact_sum((self.base, gained, lost.copy_negate())), self.least), self.ceiling)

    @property
    def lowest(self) -> Decimal:
        return self.least


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

    @property
    def lowest(self) -> Decimal:
        return self.least


def _violation(row: RuleData) -> Violation:
    row.only(frozenset({"code", "title", "points"}))
    return Violation(row.text("code"), row.text("title"), row.number("points", low=Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Threshold(Rule):
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
