"""Points by comparison with the best of the bloc: provisional until every sheet is in (docs/formats.md, "Rules")."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.percents import require_plan_and_actual
from domain.criteria.rule import Rule, RuleData, decimal
from domain.numbers import quotient


@dataclass(frozen=True)
class Field:
    """What one leaf's answers of all sheets come to: the highest ratio above 1, and the highest actual among units without a plan."""

    highest_ratio: Fraction = Fraction(1)
    highest_actual: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class RelativeToLeader(Rule):
    """Reaching the plan gives `met_share` of the maximum, the best of the bloc all of it, the others lie between."""

    kind: ClassVar[str] = "relative_to_leader"
    fields: ClassVar[tuple[str, ...]] = ("plan", "actual")
    keys: ClassVar[frozenset[str]] = frozenset({"met_share"})
    met_share: Decimal

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        return cls(max=max, met_share=data.number("met_share", Decimal("0.5"), low=Decimal(0), high=Decimal(1)))

    def check(self, answer: Answer) -> None:
        """As everywhere, but `plan` may be null where it is written."""
        if "plan" not in answer:
            raise AnswerRefused("`plan` is missing")
        if answer["plan"] is None:
            super().check({**answer, "plan": Decimal(1)})
        else:
            super().check(answer)

    def _check(self, answer: Answer) -> None:
        require_plan_and_actual(decimal(answer, "plan"), decimal(answer, "actual"))

    def compare(self, answers: Iterable[Answer]) -> Field:
        """The field of all sheets' answers to this leaf."""
        highest_ratio, highest_actual = Fraction(1), Fraction(0)
        for answer in answers:
            if answer["plan"] is None:
                highest_actual = max(highest_actual, Fraction(decimal(answer, "actual")))
            else:
                highest_ratio = max(highest_ratio, quotient(decimal(answer, "actual"), decimal(answer, "plan")))
        return Field(highest_ratio, highest_actual)

    def points_in(self, answer: Answer, field: Field) -> Fraction:
        """The exact points of an answer within the field."""
        top, met, actual = Fraction(self.ceiling), Fraction(self.met_share), decimal(answer, "actual")
        if answer["plan"] is None:
            return top * Fraction(actual) / field.highest_actual if field.highest_actual else Fraction(0)
        ratio = quotient(actual, decimal(answer, "plan"))
        if ratio <= 1:
            return met * top * ratio
        return met * top + (1 - met) * top * (ratio - 1) / (field.highest_ratio - 1)
