"""Points by the band a figure falls into: any figure with ends that count or not (`bands`), or days late (`lateness_bands`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.rule import FixedPoints, Report, RuleData, decimal, whole
from domain.numbers import is_whole

LOWEST, HIGHEST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True)
class Band:
    """From `low` to `high`; an end counts where its flag says so."""

    low: Decimal
    low_counts: bool
    high: Decimal
    high_counts: bool
    points: Decimal

    def holds(self, value: Decimal) -> bool:
        above = value >= self.low if self.low_counts else value > self.low
        below = value <= self.high if self.high_counts else value < self.high
        return above and below


@dataclass(frozen=True, kw_only=True)
class Bands(FixedPoints):
    """The band that holds the value gives its points; a value outside all bands is refused."""

    kind: ClassVar[str] = "bands"
    fields: ClassVar[tuple[str, ...]] = ("value",)
    keys: ClassVar[frozenset[str]] = frozenset({"bands"})
    bands: tuple[Band, ...]

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        before, rows = data.faults, data.rows("bands")
        ends = [_ends(row) for row in rows]
        are_read = data.faults == before
        bands = sorted((Band(*end, _points(row, max)) for end, row in zip(ends, rows, strict=True)), key=lambda band: (band.low, not band.low_counts))
        if are_read:
            report_band_faults(bands, data.report)
        return cls(max=max, bands=tuple(bands))

    def _check(self, answer: Answer) -> None:
        value = decimal(answer, "value")
        if not any(band.holds(value) for band in self.bands):
            raise AnswerRefused("`value` is outside all bands")

    def points(self, answer: Answer) -> Decimal:
        value = decimal(answer, "value")
        return next(band.points for band in self.bands if band.holds(value))

    @property
    def given(self) -> tuple[Decimal, ...]:
        return tuple(band.points for band in self.bands)

    @property
    def low(self) -> Decimal | None:
        """The lowest value of any band, None where open."""
        return None if self.bands[0].low == LOWEST else self.bands[0].low

    @property
    def high(self) -> Decimal | None:
        """The highest value of any band, None where open."""
        top = max(band.high for band in self.bands)
        return None if top == HIGHEST else top


def _ends(row: RuleData) -> tuple[Decimal, bool, Decimal, bool]:
    row.only(frozenset({"min", "min_incl", "max", "max_incl", "points"}))
    low, high = row.maybe_number("min"), row.maybe_number("max")
    return (
        LOWEST if low is None else low,
        row.flag("min_incl", default=True),
        HIGHEST if high is None else high,
        row.flag("max_incl", default=False),
    )


def _points(row: RuleData, max: Decimal | None) -> Decimal:
    """A band's points, which say nothing of where it stands: one whose points are wrong is still compared with the others."""
    return row.number("points", low=Decimal(0), high=max)


def report_band_faults(bands: Sequence[Band], report: Report) -> None:
    """Reports empty bands; where there are none, overlaps and holes among bands that are in order."""
    empty = [band for band in bands if band.low > band.high or (band.low == band.high and not (band.low_counts and band.high_counts))]
    for band in empty:
        report(f"the band from {_end(band.low)} to {_end(band.high)} holds nothing")
    if empty:
        return
    for lower, upper in pairwise(bands):
        if upper.low < lower.high or (upper.low == lower.high and lower.high_counts and upper.low_counts):
            report(f"two bands overlap at {_end(upper.low)}")
        elif upper.low == lower.high and not (lower.high_counts or upper.low_counts):
            report(f"no band holds {_end(upper.low)}")
        elif upper.low > lower.high:
            report(f"no band holds what lies between {_end(lower.high)} and {_end(upper.low)}")


def _end(value: Decimal) -> str:
    return f"{value:f}" if value.is_finite() else "the open end"


@dataclass(frozen=True)
class DayBand:
    """Days from `first` to `last`, both inclusive; no last day: open."""

    first: int
    last: int | None
    points: Decimal

    def holds(self, days: int) -> bool:
        return days >= self.first and (self.last is None or days <= self.last)


class DaysOutsideBands(AnswerRefused):
    """The table says nothing of so many days late."""

    key = "criteria.days_outside_bands"

    def __init__(self, days: int) -> None:
        super().__init__("`days_late` is outside all bands")
        self.facts = {"days": days}


@dataclass(frozen=True, kw_only=True)
class LatenessBands(FixedPoints):
    """Points by days late; early counts as day 0, days outside all bands are refused."""

    kind: ClassVar[str] = "lateness_bands"
    fields: ClassVar[tuple[str, ...]] = ("days_late",)
    keys: ClassVar[frozenset[str]] = frozenset({"bands"})
    bands: tuple[DayBand, ...]

    @classmethod
    def build(cls, data: RuleData, max: Decimal | None) -> Self:
        return cls(max=max, bands=read_day_bands(data, max))

    def _check(self, answer: Answer) -> None:
        if not any(band.holds(self._days(answer)) for band in self.bands):
            raise DaysOutsideBands(self._days(answer))

    def points(self, answer: Answer) -> Decimal:
        days = self._days(answer)
        return next(band.points for band in self.bands if band.holds(days))

    @property
    def given(self) -> tuple[Decimal, ...]:
        return tuple(band.points for band in self.bands)

    def _days(self, answer: Answer) -> int:
        return max(0, whole(answer, "days_late", low=None))


def read_day_bands(data: RuleData, max: Decimal | None, *, least: int = 1) -> tuple[DayBand, ...]:
    """The `bands` of days, at least so many, of a leaf or of late submission; overlaps and holes are reported."""
    before, rows = data.faults, data.rows("bands", least=least)
    spans = [_span(row) for row in rows]
    are_read = data.faults == before
    bands = sorted((DayBand(*span, _points(row, max)) for span, row in zip(spans, rows, strict=True)), key=lambda band: band.first)
    if are_read:
        _report_day_faults(bands, data.report)
    return tuple(bands)


def _report_day_faults(bands: Sequence[DayBand], report: Report) -> None:
    empty = [band for band in bands if band.last is not None and band.last < band.first]
    for band in empty:
        report(f"the band from {band.first} to {band.last} days holds nothing")
    if empty:
        return
    for lower, upper in pairwise(bands):
        if lower.last is None or upper.first <= lower.last:
            report(f"two bands overlap at {upper.first} days")
        elif upper.first > lower.last + 1:
            report(f"no band holds {lower.last + 1} days")


def _span(row: RuleData) -> tuple[int, int | None]:
    row.only(frozenset({"days_min", "days_max", "points"}))
    first, last = row.number("days_min", low=Decimal(0)), row.maybe_number("days_max", low=Decimal(0))
    for name, value in (("days_min", first), ("days_max", last)):
        if value is not None and not is_whole(value):
            row.report(f"`{name}` must be a whole number")
    return int(first), None if last is None else int(last)
