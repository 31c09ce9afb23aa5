"""How a criterion is named, asked and answered, in sentences of the catalogue, for every conversation that shows criteria."""

import re
from decimal import Decimal
from fractions import Fraction
from zlib import crc32

from domain.criteria import Rule
from domain.criteria.answers import Answer, is_not_applicable
from domain.criteria.counts import Deduct
from domain.criteria.manual import Manual
from domain.criteria.percents import PercentOfPlan
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


def phrases(parts: list[Said]) -> Said:
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
    return say("criteria.show_violations", counts=phrases(happened)) if happened else say("criteria.show_no_violations")


def _number(answer: Answer, name: str) -> Decimal:
    value = answer[name]
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} is a number")
    return value
