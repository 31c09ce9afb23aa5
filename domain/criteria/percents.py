"""Points in proportion: to a rate of 100, to a plan, and less a share for every miss."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.nearest import multiples
from domain.criteria.rule import Rule, RuleData, decimal, whole, within
from domain.numbers import Exact, exact_product, exact_sum, percent, quotient


@dataclass(frozen=True, kw_only=True)
class PercentOfMax(Rule):
    """max × rate ÷ 100."""

    kind: ClassVar[str] = "percent_of_max"
    fields: ClassVar[tuple[str, ...]] = ("rate",)

    def _check(self, answer: Answer) -> None:
        within(decimal(answer, "rate"), "rate", Decimal(0), Decimal(100))

    def points(self, answer: Answer) -> Decimal:
        return percent(exact_product(self.ceiling, decimal(answer, "rate")))


@dataclass(frozen=True, kw_only=True)
class PercentOfPlan(Rule):
    """max × (actual ÷ plan), or plan ÷ actual where lower is better. `max_ratio` None: the ratio has no limit."""

    kind: ClassVar[str] = "percent_of_plan"
    fields: ClassVar[tuple[str, ...]] = ("plan", "actual")
    keys: ClassVar[frozenset[str]] = frozenset({"overshoot", "lower_is_better", "min_ratio"})
    max_ratio: Decimal | None
    lower_is_better: bool
    min_ratio: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        lower_is_better = data.flag("lower_is_better", default=False)
        max_ratio = _max_ratio(data)
        if lower_is_better and max_ratio is None:
            data.report("`lower_is_better` cannot go with `overshoot: proportional`")
        return cls(max=max, max_ratio=max_ratio, lower_is_better=lower_is_better, min_ratio=data.number("min_ratio", Decimal(0), low=Decimal(0)))

    def _check(self, answer: Answer) -> None:
        require_plan_and_actual(decimal(answer, "plan"), decimal(answer, "actual"))

    def ratio(self, answer: Answer) -> Fraction:
        """The ratio that counts, limited above; where lower is better (which always has a limit) and nothing happened, the limit itself."""
        plan, actual, limit = decimal(answer, "plan"), decimal(answer, "actual"), self.max_ratio
        if self.lower_is_better and not actual and limit is not None:
            return Fraction(limit)
        ratio = quotient(plan, actual) if self.lower_is_better else quotient(actual, plan)
        return ratio if limit is None or ratio <= limit else Fraction(limit)

    def points(self, answer: Answer) -> Fraction:
        ratio = self.ratio(answer)
        return Fraction(0) if ratio < self.min_ratio else Fraction(self.ceiling) * ratio

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        least = exact_product(self.ceiling, self.min_ratio)
        return (points,) if points >= least else (Decimal(0), least)

    @property
    def highest(self) -> Decimal | None:
        """Beyond the maximum where the ratio may go beyond 1."""
        return None if self.max_ratio is None else exact_product(self.ceiling, self.max_ratio)


def _max_ratio(data: RuleData) -> Decimal | None:
    match data.data.get("overshoot", "capped"):
        case "capped":
            return Decimal(1)
        case "proportional":
            return None
        case dict(mapping):
            inner = RuleData(mapping, data.report)
            inner.only(frozenset({"max_ratio"}))
            return inner.number("max_ratio", low=Decimal(0))
        case _:
            data.report("`overshoot` must be capped, proportional or {max_ratio: …}")
            return Decimal(1)


def require_plan_and_actual(plan: Decimal | None, actual: Decimal) -> None:
    """Raises AnswerRefused for a plan that is not above 0 or a negative actual."""
    if plan is not None and plan <= 0:
        raise AnswerRefused("`plan` must be above 0")
    if actual < 0:
        raise AnswerRefused("`actual` must not be below 0")


@dataclass(frozen=True, kw_only=True)
class PerMissPercent(Rule):
    """max × (1 − misses × share ÷ 100), never below 0."""

    kind: ClassVar[str] = "per_miss_percent"
    fields: ClassVar[tuple[str, ...]] = ("misses",)
    keys: ClassVar[frozenset[str]] = frozenset({"share_percent"})
    share: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        return cls(max=max, share=data.number("share_percent", low=Decimal(0)))

    def _check(self, answer: Answer) -> None:
        whole(answer, "misses")

    def points(self, answer: Answer) -> Decimal:
        left = exact_sum((Decimal(1), percent(exact_product(self.share, decimal(answer, "misses"))).copy_negate()))
        return exact_product(self.ceiling, max(Decimal(0), left))

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        each = percent(exact_product(self.ceiling, self.share))
        if not each:
            return (self.ceiling,)
        return tuple(max(Fraction(self.ceiling) - lost, Fraction(0)) for lost in multiples(exact_sum((self.ceiling, points.copy_negate())), each))
