"""Points as they are given: by the unit (`manual`), or by an appraiser alone (`external`)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.nearest import multiples
from domain.criteria.rule import Rule, RuleData, decimal, within
from domain.numbers import Exact


@dataclass(frozen=True, kw_only=True)
class Manual(Rule):
    """0 to max, in steps where `step` says so."""

    kind: ClassVar[str] = "manual"
    fields: ClassVar[tuple[str, ...]] = ("points",)
    keys: ClassVar[frozenset[str]] = frozenset({"step"})
    step: Decimal | None = None

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        if max is None:
            data.report("`max` is missing")
        step = data.maybe_number("step", low=Decimal(0))
        if step == 0:
            data.report("`step` must be above 0")
        return cls(max=max, step=step or None)

    def _check(self, answer: Answer) -> None:
        points = decimal(answer, "points")
        within(points, "points", Decimal(0), self.ceiling)
        if self.step is not None and points % self.step:
            raise AnswerRefused(f"`points` must be a multiple of {self.step}")

    def points(self, answer: Answer) -> Decimal:
        return decimal(answer, "points")

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        return (points,) if self.step is None else multiples(points, self.step)

    @property
    def highest(self) -> Decimal | None:
        """The last step that the maximum holds."""
        return self.ceiling if self.step is None else self.ceiling - self.ceiling % self.step


@dataclass(frozen=True, kw_only=True)
class External(Manual):
    """As manual, but entered only by its appraiser, never by the unit."""

    kind: ClassVar[str] = "external"
    keys: ClassVar[frozenset[str]] = frozenset({"step", "appraiser"})
    appraiser: str = ""

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        manual = Manual.build(data, max)
        return cls(max=max, step=manual.step, appraiser=data.text("appraiser", ""))
