"""An answer as somebody typed it in the chat, read by the criterion's rule.

What follows the answer after a dash, a comma or a word is evidence ("9 – BC số 45/BC-SCT ngày 12/6/2026"). Where a text has two meanings it is asked back,
never guessed; out of range, the range is named. A refusal that shows an example shows one of this very rule.
"""

from collections.abc import Callable, Mapping

from domain.criteria import Rule
from domain.numbers import NotRead, NotWhole, readings
from domain.reading.examples import example_of
from domain.reading.following import UnclearAnswer, without_courtesy
from domain.reading.kinds import Reading
from domain.reading.one_number import FractionOfAnother, read_count, read_days, read_rate, read_rule_points, read_value
from domain.reading.two_numbers import read_plan_and_actual, read_plus_and_minus
from domain.reading.words import read_violations, read_yes
from domain.rubrics import Item, Leaf
from domain.texts import clean

__all__ = ["Reading", "read_answer"]

READERS: Mapping[str, Callable[[Rule, str], Reading]] = {
    "manual": read_rule_points,
    "external": read_rule_points,
    "yes_no": read_yes,
    "award_bonus": read_yes,
    "bands": read_value,
    "threshold": read_value,
    "lateness_bands": read_days,
    "percent_of_max": read_rate,
    "percent_of_plan": read_plan_and_actual,
    "relative_to_leader": read_plan_and_actual,
    "count_times": read_count,
    "per_miss_percent": read_count,
    "plus_minus": read_plus_and_minus,
    "deduct": read_violations,
}


def read_answer(target: Leaf | Item, text: str) -> Reading:
    """The answer a text gives to this criterion. Raises a RuleError that says what is asked."""
    rule, plain = target.rule, without_courtesy(clean(text))
    try:
        _require_one_row(rule, text)
        return READERS[rule.kind](rule, plain)
    except (NotRead, NotWhole, FractionOfAnother, UnclearAnswer) as refusal:
        refusal.facts |= {"text": refusal.facts.get("text") or plain[:60], "example": example_of(rule)}
        raise


def _require_one_row(rule: Rule, text: str) -> None:
    """Raises UnclearAnswer for a row of a table with more figures than are asked: which of them is meant cannot be told."""
    cells = text.strip().split("\t")
    if sum(bool(readings(cell)) for cell in cells) > (len(rule.fields) if len(cells) > 1 else 1):
        raise UnclearAnswer
