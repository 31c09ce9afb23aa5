"""The points an appraiser may decide for a criterion, an appeal's outcome and a reconciled value included.

They are what its rule can give for some answer (docs/formats.md, "Rules"), rounded as the table says; or 0, what a criterion counts whose answer is not
recognised, like one without an answer ("From leaves to a total", 7). The rubric file knows no other way to give points, so a yes or no stays one, a figure
stays in one of the bands, and what is counted goes by its steps; only rules that give any points in proportion leave any within their ends.
"""

from decimal import Decimal

from domain.criteria.manual import Manual
from domain.errors import RuleError
from domain.numbers import BelowRange, NotAMultiple, OutOfRange, Range, places_of, rounded
from domain.reading.one_number import read_points
from domain.rubrics import Item, Leaf, Rubric

ZERO = Decimal(0)


class NotGiven(RuleError):
    """The criterion's rule gives no such `points`; `below` and `above` are the nearest that it does."""

    key = "criteria.points_not_given"


def points_range(rubric: Rubric, target: Leaf | Item) -> Range:
    """Between which ends points may be decided for a leaf or item, rounded as the table rounds; a missing end is open."""
    low, high = target.rule.lowest, target.rule.highest
    most = None if high is None else max(rounded(high, rubric.places, rubric.mode), ZERO)
    return Range(min(rounded(low, rubric.places, rubric.mode), ZERO), most)


def check_decided(rubric: Rubric, target: Leaf | Item, points: Decimal) -> None:
    """Raises OutOfRange or BelowRange beyond what the rule of the leaf or item can give, NotAMultiple between its steps, NotGiven between what else it can
    give, and NotAMultiple for what is finer than the table's rounding."""
    allowed = points_range(rubric, target)
    low, high = allowed.low or ZERO, allowed.high
    if not allowed.holds(points):
        raise BelowRange(low=low) if high is None else OutOfRange(low=low, high=high)
    step = target.rule.step if isinstance(target.rule, Manual) else None
    if step is not None and points % step:
        raise NotAMultiple.of(points, step)
    given = _near(rubric, target, points)
    if points not in given and rounded(points, rubric.places, rubric.mode) not in given:
        raise NotGiven(points=points, below=max(one for one in given if one < points), above=min(one for one in given if one > points))
    if places_of(points) > rubric.places:
        raise NotAMultiple.of(points, Decimal(1).scaleb(-rubric.places))


def _near(rubric: Rubric, target: Leaf | Item, points: Decimal) -> set[Decimal]:
    """What may be decided next to these points, these included where they may."""
    return {ZERO} | {rounded(one, rubric.places, rubric.mode) for one in target.rule.near(points)}


def read_decided(rubric: Rubric, target: Leaf | Item, text: str) -> tuple[Decimal, str]:
    """The points an appraiser typed for a leaf or item, and the reason behind them. Raises a RuleError that says what is asked, or what can be given."""
    try:
        points, reason = read_points(text, points_range(rubric, target), target.rule.max)
    except RuleError as refusal:
        if "example" in refusal.facts:
            refusal.facts["example"] = lower_example(rubric, target)
        raise
    check_decided(rubric, target, points)
    return points, reason


def lower_example(rubric: Rubric, target: Leaf | Item) -> Decimal:
    """Points that may be decided, some fifth below the most there can be: how a lowered score is typed."""
    wished = _part(rubric, target, Decimal("0.8"))
    return max(one for one in _near(rubric, target, wished) if one <= wished)


def higher_example(rubric: Rubric, target: Leaf | Item) -> Decimal:
    """Points that may be decided, near the most there can be: how a raised score is typed."""
    wished = _part(rubric, target, Decimal("0.9"))
    return min((one for one in _near(rubric, target, wished) if one >= wished), default=ZERO)


def _part(rubric: Rubric, target: Leaf | Item, share: Decimal) -> Decimal:
    """A share of the most that can be given (where there is no end, of the maximum or what a single time gives), whole where that leaves something off."""
    most = target.rule.highest if target.rule.highest is not None else target.rule.max
    if most is None:
        most = max(_near(rubric, target, Decimal(1)))
    whole = rounded(most * share, 0, "down")
    return whole if whole > 1 else rounded(most * share, rubric.places, "down")
