"""Rules, and answers that fit them, drawn at random: what the property tests of the rules share."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from domain.criteria import LEAF_KINDS, Rule, build_rule
from domain.criteria.answers import Answer, AnswerRefused

MAX = Decimal(100)
KINDS = sorted(LEAF_KINDS)
lightly = settings(max_examples=40)  # each property runs once for each rule


def rule(type: str, **data: object) -> Rule:
    """The rule with a maximum of 100. Fails where the data has a fault."""
    problems: list[str] = []
    built = build_rule({"type": type, **data}, MAX, LEAF_KINDS, problems.append)
    assert built is not None and not problems, problems
    return built


def faults(type: str, **data: object) -> list[str]:
    """What is wrong with the rule's data."""
    problems: list[str] = []
    build_rule({"type": type, **data}, MAX, LEAF_KINDS, problems.append)
    return problems


def decimals(low: int, high: int, places: int = 3) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 10**places, high * 10**places).map(lambda n: Decimal(n).scaleb(-places))


def counts(most: int = 40) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(Decimal)


@st.composite
def bands(draw: st.DrawFn) -> list[dict[str, object]]:
    """Bands without overlap or hole, in any order; the outer ends open or not."""
    cuts = sorted(draw(st.sets(decimals(-50, 150, 1), min_size=2, max_size=5)))
    upper_owns = [draw(st.booleans()) for _ in cuts]
    rows: list[dict[str, object]] = [
        {"min": low, "min_incl": upper_owns[at], "max": high, "max_incl": not upper_owns[at + 1], "points": draw(decimals(0, 100))}
        for at, (low, high) in enumerate(pairwise(cuts))
    ]
    if draw(st.booleans()):
        rows[0].pop("min")
    if draw(st.booleans()):
        rows[-1].pop("max")
    return draw(st.permutations(rows))


@st.composite
def day_bands(draw: st.DrawFn) -> list[dict[str, object]]:
    """Bands of days from 0 on without overlap or hole, in any order."""
    lengths = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    rows: list[dict[str, object]] = []
    first = 0
    for length in lengths:
        rows.append({"days_min": Decimal(first), "days_max": Decimal(first + length), "points": draw(decimals(0, 100))})
        first += length + 1
    if draw(st.booleans()):
        rows[-1]["days_max"] = None
    return draw(st.permutations(rows))


VIOLATIONS = st.lists(decimals(0, 60), min_size=1, max_size=3).map(
    lambda costs: [{"code": f"V{at}", "title": f"v{at}", "points": cost} for at, cost in enumerate(costs, 1)]
)
STEPS = {"step": st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)])}
OVERSHOOT = st.one_of(st.sampled_from(["capped", "proportional"]), decimals(1, 2).map(lambda most: {"max_ratio": most}))

DATA: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "manual": st.fixed_dictionaries({}, optional=STEPS),
    "external": st.fixed_dictionaries({}, optional={**STEPS, "appraiser": st.just("Sở Nội vụ")}),
    "yes_no": st.fixed_dictionaries({}, optional={"points_if_yes": decimals(0, 100), "points_if_no": decimals(0, 100)}),
    "bands": st.fixed_dictionaries({"bands": bands()}),
    "lateness_bands": st.fixed_dictionaries({"bands": day_bands()}),
    "percent_of_max": st.just({}),
    "percent_of_plan": st.one_of(
        st.fixed_dictionaries({}, optional={"overshoot": OVERSHOOT, "min_ratio": decimals(0, 1)}),
        st.fixed_dictionaries({"lower_is_better": st.just(True)}, optional={"overshoot": st.just({"max_ratio": Decimal("1.5")})}),
    ),
    "relative_to_leader": st.fixed_dictionaries({}, optional={"met_share": decimals(0, 1)}),
    "count_times": st.fixed_dictionaries({"per_unit": decimals(0, 30)}, optional={"cap": decimals(0, 100)}),
    "plus_minus": st.fixed_dictionaries(
        {"plus_points": decimals(0, 20), "minus_points": decimals(0, 20)}, optional={"base": decimals(-20, 120), "min": decimals(-50, 100)}
    ),
    "per_miss_percent": st.fixed_dictionaries({"share_percent": decimals(0, 120)}),
    "deduct": st.fixed_dictionaries({"violations": VIOLATIONS}, optional={"min": decimals(-50, 100)}),
    "threshold": st.fixed_dictionaries({"threshold": decimals(-50, 150)}, optional={"incl": st.booleans(), "points_if_below": decimals(0, 100)}),
}


def rules(kind: str) -> st.SearchStrategy[Rule]:
    return DATA[kind].map(lambda data: rule(kind, **data))


def answers(built: Rule) -> st.SearchStrategy[Answer]:
    """Answers the rule accepts."""
    return _drawn(built).filter(lambda answer: is_accepted(built, answer))


def is_accepted(built: Rule, answer: Answer) -> bool:
    """Whether the rule takes the answer."""
    try:
        built.check(answer)
    except AnswerRefused:
        return False
    return True


def _drawn(built: Rule) -> st.SearchStrategy[Answer]:
    plan, actual = decimals(1, 200), decimals(0, 300)
    codes = [one.code for one in getattr(built, "violations", ())]
    fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "manual": {"points": st.integers(0, int(built.ceiling * 4)).map(lambda quarters: Decimal(quarters) / 4)},
        "external": {"points": st.integers(0, int(built.ceiling * 4)).map(lambda quarters: Decimal(quarters) / 4)},
        "yes_no": {"yes": st.booleans()},
        "bands": {"value": decimals(-50, 150, 1)},
        "lateness_bands": {"days_late": st.integers(-3, 20).map(Decimal)},
        "percent_of_max": {"rate": decimals(0, 100)},
        "percent_of_plan": {"plan": plan, "actual": actual},
        "relative_to_leader": {"plan": st.one_of(st.none(), plan), "actual": actual},
        "count_times": {"count": counts()},
        "plus_minus": {"plus": counts(), "minus": counts()},
        "per_miss_percent": {"misses": counts()},
        "deduct": {"violations": st.fixed_dictionaries({}, optional={code: counts(4) for code in codes})},
        "threshold": {"value": decimals(-60, 160)},
    }
    return st.fixed_dictionaries(fields[built.kind])
