"""How a criterion's rule gives its points, in sentences of the catalogue, for every conversation that shows criteria."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.criteria.bands import HIGHEST, LOWEST, Band, Bands, DayBand, LatenessBands
from domain.criteria.counts import CountTimes, Deduct, PlusMinus, Threshold
from domain.criteria.manual import External, Manual
from domain.criteria.percents import PercentOfMax, PercentOfPlan, PerMissPercent
from domain.criteria.relative import RelativeToLeader
from domain.criteria.yes_no import AwardBonus, YesNo
from domain.numbers import rounded
from domain.rubrics import Item, Leaf
from handlers.criteria import is_rate, phrases
from handlers.flow import Said, say

BANDS = {
    (True, False): "criteria.how_band_to_below", (True, True): "criteria.how_band", (False, True): "criteria.how_band_above_to",
    (False, False): "criteria.how_band_above_to_below",
}  # fmt: skip


def explained(target: Leaf | Item) -> Said:
    """How the points come about, and from where they are too few to pass."""
    how = _explained(target)
    floor = target.floor if isinstance(target, Leaf) else None
    return how if floor is None else say("criteria.how_with_floor", how=how, floor=floor)


def _explained(target: Leaf | Item) -> Said:
    rule, unit = target.rule, say("criteria.percent") if is_rate(target) else ""
    is_penalty = isinstance(target, Item) and target.is_penalty
    match rule:
        case External():
            by, step = rule.appraiser or say("criteria.appraiser"), say("criteria.how_in_steps", step=rule.step) if rule.step else ""
            return say("criteria.how_external", by=by, step=step)
        case Manual() if isinstance(target, Item):
            step = say("criteria.how_in_steps", step=rule.step) if rule.step else ""
            return say("criteria.how_manual_penalty" if is_penalty else "criteria.how_manual_bonus", max=rule.ceiling, step=step)
        case Manual(step=None):
            return say("criteria.how_manual", max=rule.ceiling)
        case Manual():
            return say("criteria.how_manual_step", max=rule.ceiling, step=rule.step or Decimal(0))
        case YesNo() if is_penalty:
            return say("criteria.how_yes_no_penalty", yes=rule.if_yes, no=rule.if_no)
        case YesNo():
            return say("criteria.how_yes_no", yes=rule.if_yes, no=rule.if_no)
        case Bands():
            return say("criteria.how_bands", bands=phrases([_band(band, unit) for band in reversed(rule.bands)]))
        case LatenessBands():
            return say("criteria.how_lateness_bands", bands=days_said(rule.bands))
        case PercentOfMax():
            return say("criteria.how_percent_of_max", max=_maximum(target))
        case PercentOfPlan():
            key = "criteria.how_percent_of_plan_lower" if rule.lower_is_better else "criteria.how_percent_of_plan"
            return say(key, max=_maximum(target), limit=_limit(rule), least=_least(rule))
        case RelativeToLeader():
            met = rounded(Fraction(rule.ceiling) * Fraction(rule.met_share), 2, "half_up")
            return say("criteria.how_relative_to_leader", met=met, max=rule.ceiling)
        case CountTimes():
            each = say("criteria.how_count_penalty" if is_penalty else "criteria.how_count_times", per_unit=rule.per_unit)
            return each if rule.cap is None else say("criteria.how_count_up_to", each=each, cap=rule.cap)
        case PlusMinus():
            return say("criteria.how_plus_minus", base=rule.base, plus=rule.plus_points, minus=rule.minus_points, least=rule.least, max=rule.ceiling)
        case PerMissPercent():
            return say("criteria.how_per_miss_percent", share=rule.share, max=rule.ceiling)
        case Deduct():
            lines = tuple(say("criteria.how_violation", code=one.code, title=one.title, points=one.points) for one in rule.violations)
            return say("criteria.how_deduct", max=rule.ceiling, least=rule.least, violations=lines)
        case Threshold():
            key = "criteria.how_threshold" if rule.counts else "criteria.how_threshold_above"
            return say(key, threshold=rule.threshold, unit=unit, max=rule.ceiling, below=rule.if_below)
        case AwardBonus():
            return say("criteria.how_award_bonus", points=rule.award)
    raise TypeError(rule.kind)


def _maximum(target: Leaf | Item) -> Said:
    """The maximum points are computed from: a number where no other sentence says it, as for bonus and penalty items."""
    rule = target.rule
    if isinstance(target, Leaf) or not isinstance(rule, PercentOfMax | PercentOfPlan):
        return say("criteria.maximum")
    return say("criteria.maximum_of", max=rule.ceiling)


def _limit(rule: PercentOfPlan) -> Said | str:
    """How far above the plan still counts."""
    if rule.max_ratio is None:
        return say("criteria.how_without_limit")
    if rule.max_ratio == 1:
        return say("criteria.how_capped_lower" if rule.lower_is_better else "criteria.how_capped")
    return say("criteria.how_limit", percent=rule.max_ratio * 100, most=rounded(Fraction(rule.ceiling) * Fraction(rule.max_ratio), 2, "half_up"))


def _least(rule: PercentOfPlan) -> Said | str:
    """Below which share of the plan nothing is given."""
    return say("criteria.how_least", percent=rule.min_ratio * 100) if rule.min_ratio else ""


def _band(band: Band, unit: Said | str) -> Said:
    """A band with its very ends: which of them counts is what people ask about."""
    facts = {"low": band.low, "high": band.high, "unit": unit, "points": band.points}
    if band.low == LOWEST and band.high == HIGHEST:
        return say("criteria.how_band_any", points=band.points)
    if band.low == LOWEST:
        return say("criteria.how_band_to_and_with" if band.high_counts else "criteria.how_band_to", **facts)
    if band.high == HIGHEST:
        return say("criteria.how_band_from" if band.low_counts else "criteria.how_band_above", **facts)
    return say(BANDS[band.low_counts, band.high_counts], **facts)


def days_said(bands: Sequence[DayBand]) -> Said:
    """Points by days late, as one phrase: those a criterion gives, or those that are taken off for a late sheet."""
    return phrases([_days(band.first, band.last, band.points) for band in bands])


def _days(first: int, last: int | None, points: Decimal) -> Said:
    if last is None:
        return say("criteria.how_days_from", first=first, points=points)
    return say("criteria.how_day", first=first, points=points) if first == last else say("criteria.how_days", first=first, last=last, points=points)
