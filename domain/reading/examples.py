"""An answer as it can be typed, for every rule: what a question and a refusal show. A test reads each of them."""

from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.bands import HIGHEST, LOWEST, Band, Bands, LatenessBands
from domain.criteria.counts import Deduct, Threshold
from domain.criteria.manual import Manual
from domain.numbers import unmistakable

BY_KIND = {
    "yes_no": "Có",
    "award_bonus": "Có",
    "percent_of_max": "95,5",
    "percent_of_plan": "100 96,5",
    "relative_to_leader": "100 96,5",
    "count_times": "2",
    "per_miss_percent": "1",
    "plus_minus": "2 0",
}
DAYS = 3


def example_of(rule: Rule) -> str:
    """What could be typed here; it is read as an answer of this rule."""
    match rule:
        case Manual():
            step = rule.step or Decimal("0.5")
            return unmistakable((rule.ceiling * 3 / 4 // step) * step)
        case Bands():
            return unmistakable(_within(max(rule.bands, key=lambda band: band.points)))
        case LatenessBands():
            return str(DAYS if any(band.holds(DAYS) for band in rule.bands) else rule.bands[0].first)
        case Threshold():
            return unmistakable(rule.threshold + (0 if rule.counts else 1))
        case Deduct():
            return f"{rule.violations[0].code} 1"
        case _:
            return BY_KIND[rule.kind]


def _within(band: Band) -> Decimal:
    """A value that the band holds: an end of it where that counts, else what lies between or beyond."""
    if band.low != LOWEST:
        return band.low if band.low_counts else band.low + 1 if band.high == HIGHEST else (band.low + band.high) / 2
    if band.high != HIGHEST:
        return band.high if band.high_counts else band.high - 1
    return Decimal(DAYS)
