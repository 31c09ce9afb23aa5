"""How a criterion is named and its rule explained, asked and answered, in sentences of the catalogue: for every conversation that shows criteria."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from zlib import crc32

from domain.criteria import Rule
from domain.criteria.answers import Answer, is_not_applicable
from domain.criteria.bands import HIGHEST, LOWEST, Band, Bands, DayBand, LatenessBands
from domain.criteria.counts import CountTimes, Deduct, PlusMinus, Threshold
from domain.criteria.manual import External, Manual
from domain.criteria.percents import PercentOfMax, PercentOfPlan, PerMissPercent
from domain.criteria.relative import RelativeToLeader
from domain.criteria.yes_no import AwardBonus, YesNo
from domain.numbers import rounded
from domain.reading.examples import example_of
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import own_points
from domain.texts import fold
from handlers.flow import Said, Turn, say

ASKS = {
    "yes": "criteria.ask_yes",
    "held": "criteria.ask_yes",
    "value": "criteria.ask_value",
    "days_late": "criteria.ask_days_late",
    "rate": "criteria.ask_rate",
    "plan": "criteria.ask_plan",
    "count": "criteria.ask_count",
    "misses": "criteria.ask_misses",
    "plus": "criteria.ask_plus",
}
BANDS = {
    (True, False): "criteria.how_band_to_below", (True, True): "criteria.how_band", (False, True): "criteria.how_band_above_to",
    (False, False): "criteria.how_band_above_to_below",
}  # fmt: skip
LONGEST_CARRIED = 16
"""Bytes of an address that fit beside all that a button carries."""
SAMPLE = "bang mau"
RATE = re.compile(r"\bty le\b|%|phan tram")
POINTS = {"leaf": "assessment.points_of_leaf", "bonus": "assessment.points_of_bonus", "penalties": "assessment.points_of_penalty"}


def table_title(rubric: Rubric) -> Said | str:
    """A table's title, which says that it is a sample wherever it is one (docs/formats.md, "Rubric")."""
    says_so = not rubric.sample or SAMPLE in fold(rubric.title)
    return rubric.title if says_so else say("criteria.sample_title", title=rubric.title)


def title_written(turn: Turn, rubric: Rubric) -> str:
    """The same as it is written in a workbook."""
    title = table_title(rubric)
    return title if isinstance(title, str) else turn.written(title)


def shown_address(target: Leaf | Item | str) -> str:
    """The address, of a criterion or by itself, as people write it: "II.3", "T1"."""
    address = target if isinstance(target, str) else target.address
    return address.removeprefix("bonus.").removeprefix("penalties.")


def carried(address: str) -> str:
    """The address as a button carries it beside marks and numbers: a long one as its check sum, for a button holds 64 bytes."""
    return address if len(address.encode()) <= LONGEST_CARRIED else f"~{crc32(address.encode()):08x}"


def address_in(rubric: Rubric, given: str) -> str:
    """The address that a button carries; what stands for none of the table is given back as it came."""
    targets: tuple[Leaf | Item, ...] = rubric.leaves + rubric.items
    return next((one.address for one in targets if given.startswith("~") and carried(one.address) == given), given)


def named_said(target: Leaf | Item) -> Said:
    """A criterion by address and full title."""
    return say("criteria.named", address=shown_address(target), title=target.title)


def asked(target: Leaf | Item) -> Said:
    """The question, with an answer as it can be typed."""
    rule, example = target.rule, example_of(target.rule)
    if isinstance(rule, Deduct):
        return say("criteria.ask_violations", example=example)
    if isinstance(rule, Manual):
        return say("criteria.ask_points", example=example)
    if rule.fields[0] == "value" and is_rate(target):
        return say("criteria.ask_rate", example=example)
    return say(ASKS[rule.fields[0]], example=example)


def is_rate(target: Leaf | Item) -> bool:
    """Whether the figure that is asked is a percentage: by its rule, or by its title where the rule takes any figure."""
    return target.rule.fields[0] == "rate" or (target.rule.fields[0] == "value" and RATE.search(fold(target.title)) is not None)


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
            return say("criteria.how_bands", bands=_list([_band(band, unit) for band in reversed(rule.bands)]))
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
    return _list([_days(band.first, band.last, band.points) for band in bands])


def _days(first: int, last: int | None, points: Decimal) -> Said:
    if last is None:
        return say("criteria.how_days_from", first=first, points=points)
    return say("criteria.how_day", first=first, points=points) if first == last else say("criteria.how_days", first=first, last=last, points=points)


def _list(parts: list[Said]) -> Said:
    """Several phrases as one, divided by semicolons."""
    phrase = parts[0]
    for part in parts[1:]:
        phrase = say("assessment.phrase_and", first=phrase, second=part)
    return phrase


def recorded(target: Leaf | Item, answer: Answer) -> Said:
    """How an answer to a criterion reads."""
    rule = target.rule
    if is_not_applicable(answer):
        return say("criteria.show_not_applicable", reason=str(answer["reason"]))
    field = rule.fields[0]
    if field in {"yes", "held"}:
        return say("criteria.show_yes") if answer[field] is True else say("criteria.show_no")
    if field == "plan":
        return _plan(rule, answer)
    if field == "violations":
        return _violations(answer)
    if field == "days_late":
        days = _number(answer, "days_late")
        return say("criteria.show_days_late", days_late=days) if days > 0 else say("criteria.show_on_time")
    if field == "value" and is_rate(target):
        return say("criteria.show_rate", rate=_number(answer, "value"))
    return say(f"criteria.show_{field}", **{name: _number(answer, name) for name in rule.fields})


def recorded_with_points(rubric: Rubric, target: Leaf | Item, answer: Answer, points: Decimal | None = None) -> Said:
    """How an answer reads, with the points it gives where these are not the answer itself; `points` where the whole sheet says them."""
    said, rule = recorded(target, answer), target.rule
    if isinstance(rule, Manual) and not is_not_applicable(answer):
        return _given(target, _number(answer, "points"), said)
    points = own_points(rubric, target, answer) if points is None else points
    if points is None and is_not_applicable(answer) and rubric.not_applicable == "full_marks":
        points = rule.ceiling
    if points is None:
        return said if is_not_applicable(answer) else say("assessment.points_later", answer=said)
    sign = target.address.partition(".")[0] if isinstance(target, Item) else "leaf"
    return say(POINTS[sign], answer=said, points=points)


def _given(target: Leaf | Item, points: Decimal, said: Said) -> Said:
    """Points that are the answer itself; of a bonus or penalty item, whether they are added or taken off."""
    if isinstance(target, Leaf):
        return said
    return say("assessment.points_taken" if target.is_penalty else "assessment.points_added", points=points)


def _plan(rule: Rule, answer: Answer) -> Said:
    """Plan and actual, with the share of the plan that was reached; where less is better, with the share by which the points are computed."""
    actual = _number(answer, "actual")
    if answer["plan"] is None:
        return say("criteria.show_no_plan", actual=actual)
    plan = _number(answer, "plan")
    if isinstance(rule, PercentOfPlan) and rule.lower_is_better:
        return say("criteria.show_plan_lower", plan=plan, actual=actual, percent=rounded(rule.ratio(answer) * 100, 2, "half_up"))
    return say("criteria.show_plan", plan=plan, actual=actual, percent=rounded(Fraction(actual) * 100 / Fraction(plan), 2, "half_up"))


def _violations(answer: Answer) -> Said:
    counts = answer["violations"]
    if not isinstance(counts, dict):
        raise TypeError("violations are counts by code")
    happened = [say("criteria.show_violation", code=code, count=count) for code, count in counts.items() if count]
    return say("criteria.show_violations", counts=_list(happened)) if happened else say("criteria.show_no_violations")


def _number(answer: Answer, name: str) -> Decimal:
    value = answer[name]
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} is a number")
    return value
