"""Done or not: points for yes, points for no; and a bonus for an award that is held."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from domain.criteria.answers import Answer
from domain.criteria.rule import FixedPoints, RuleData, flag


@dataclass(frozen=True, kw_only=True)
class YesNo(FixedPoints):
    """`if_yes` (default the maximum) or `if_no` (default 0)."""

    kind: ClassVar[str] = "yes_no"
    fields: ClassVar[tuple[str, ...]] = ("yes",)
    keys: ClassVar[frozenset[str]] = frozenset({"points_if_yes", "points_if_no"})
    if_yes: Decimal
    if_no: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        if max is None:
            data.report("`max` is missing")
        zero = Decimal(0)
        if_yes = data.number("points_if_yes", max if max is not None else zero, low=zero, high=max)
        return cls(max=max, if_yes=if_yes, if_no=data.number("points_if_no", zero, low=zero, high=max))

    def _check(self, answer: Answer) -> None:
        flag(answer, "yes")

    def points(self, answer: Answer) -> Decimal:
        return self.if_yes if flag(answer, "yes") else self.if_no

    @property
    def given(self) -> tuple[Decimal, ...]:
        return self.if_no, self.if_yes


@dataclass(frozen=True, kw_only=True)
class AwardBonus(FixedPoints):
    """Points where the award is held, otherwise 0; only among bonus items."""

    kind: ClassVar[str] = "award_bonus"
    fields: ClassVar[tuple[str, ...]] = ("held",)
    keys: ClassVar[frozenset[str]] = frozenset({"points"})
    award: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        return cls(max=max, award=data.number("points", low=Decimal(0), high=max))

    def _check(self, answer: Answer) -> None:
        flag(answer, "held")

    def points(self, answer: Answer) -> Decimal:
        return self.award if flag(answer, "held") else Decimal(0)

    @property
    def given(self) -> tuple[Decimal, ...]:
        return Decimal(0), self.award
