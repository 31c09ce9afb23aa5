"""What holds for every rule, whatever its data and its answer (docs/formats.md, "Rules")."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.criteria import BONUS_KINDS, PENALTY_KINDS, Rule, build_rule
from domain.criteria.answers import Answer, from_json, to_json
from domain.criteria.relative import RelativeToLeader
from domain.numbers import Rounding, rounded
from tests.domain.rules import DATA, KINDS, answers, counts, decimals, is_accepted, lightly, rule, rules

ALONE = [kind for kind in KINDS if kind != "relative_to_leader"]
RISING = [
    ("manual", "points", 1), ("percent_of_max", "rate", 1), ("percent_of_plan", "actual", 1), ("percent_of_plan", "plan", -1), ("count_times", "count", 1),
    ("plus_minus", "plus", 1), ("plus_minus", "minus", -1), ("per_miss_percent", "misses", -1), ("threshold", "value", 1),
]  # fmt: skip
MODES: list[Rounding] = ["half_up", "half_even", "down"]


@pytest.mark.parametrize("kind", ALONE)
@lightly
@given(st.data())
def test_points_lie_between_the_least_and_the_most_the_rule_can_give(kind: str, data: st.DataObject) -> None:
    built = data.draw(rules(kind))
    points = built.points(data.draw(answers(built)))

    assert built.lowest <= points and (built.highest is None or points <= built.highest)


@pytest.mark.parametrize("kind", [kind for kind in ALONE if kind != "percent_of_plan"])
@lightly
@given(st.data())
def test_only_percent_of_plan_can_give_more_than_the_maximum(kind: str, data: st.DataObject) -> None:
    built = data.draw(rules(kind))

    assert built.points(data.draw(answers(built))) <= built.ceiling


@pytest.mark.parametrize(("kind", "field", "sign"), RISING)
@lightly
@given(st.data())
def test_more_of_what_counts_never_gives_less(kind: str, field: str, sign: int, data: st.DataObject) -> None:
    built = data.draw(rules(kind))
    first, second = data.draw(answers(built)), data.draw(answers(built))
    low, high = sorted([{**first, field: first[field]}, {**first, field: second[field]}], key=lambda answer: number(answer, field))
    direction = -sign if getattr(built, "lower_is_better", False) else sign

    assert (Fraction(built.points(high)) - Fraction(built.points(low))) * direction >= 0


@pytest.mark.parametrize(("kind", "field", "start", "sign"), [("bands", "value", "min", 1), ("lateness_bands", "days_late", "days_min", -1)])
@lightly
@given(st.data())
def test_of_bands_whose_points_go_one_way_the_next_never_gives_the_other_way(
    kind: str, field: str, start: str, sign: int, data: st.DataObject
) -> None:
    rows = sorted(data.draw(DATA[kind])["bands"], key=lambda row: row.get(start, Decimal(-1000)))
    points = sorted((row["points"] for row in rows), reverse=sign < 0)
    built = rule(kind, bands=[{**row, "points": given} for row, given in zip(rows, points, strict=True)])
    low, high = sorted((data.draw(answers(built)), data.draw(answers(built))), key=lambda answer: number(answer, field))

    assert (Fraction(built.points(high)) - Fraction(built.points(low))) * sign >= 0


@lightly
@given(st.data())
def test_one_violation_more_never_gives_more(data: st.DataObject) -> None:
    built = data.draw(rules("deduct"))
    answer = data.draw(answers(built))
    more: Answer = {"violations": {code: count + 1 for code, count in violations(answer).items()}}

    assert built.points(more) <= built.points(answer)


@pytest.mark.parametrize("kind", ["bands", "lateness_bands", "deduct"])
@lightly
@given(st.data())
def test_the_order_of_a_rules_rows_is_irrelevant(kind: str, data: st.DataObject) -> None:
    given = data.draw(DATA[kind])
    name = "violations" if kind == "deduct" else "bands"
    one, other = rule(kind, **given), rule(kind, **{**given, name: data.draw(st.permutations(given[name]))})
    answer = data.draw(answers(one))

    assert one.points(answer) == other.points(answer)


@lightly
@given(st.data())
def test_an_end_of_a_band_belongs_to_the_band_that_says_so_and_to_no_other(data: st.DataObject) -> None:
    rows = data.draw(DATA["bands"])["bands"]
    built = rule("bands", bands=rows)
    ends = {row[name] for row in rows for name in ("min", "max") if name in row}
    owners = {
        end: [row["points"] for row in rows if (row.get("min"), row["min_incl"]) == (end, True) or (row.get("max"), row["max_incl"]) == (end, True)]
        for end in ends
    }

    assert all(is_accepted(built, {"value": end}) == bool(owned) for end, owned in owners.items())
    assert all([built.points({"value": end})] == owned for end, owned in owners.items() if owned)


@pytest.mark.parametrize("kind", ALONE)
@lightly
@given(st.data())
def test_the_order_of_an_answers_fields_is_irrelevant(kind: str, data: st.DataObject) -> None:
    built = data.draw(rules(kind))
    answer = data.draw(answers(built))

    assert built.points(dict(reversed(list(answer.items())))) == built.points(answer)


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_an_answer_returns_from_where_it_is_kept_as_it_was(kind: str, data: st.DataObject) -> None:
    built = data.draw(rules(kind))
    answer = data.draw(answers(built))
    returned = from_json(to_json(answer))

    assert returned == answer and is_accepted(built, returned)


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_an_answer_with_a_field_missing_null_or_unknown_is_refused(kind: str, data: st.DataObject) -> None:
    built = data.draw(rules(kind))
    answer = dict(data.draw(answers(built)))
    field = data.draw(st.sampled_from(built.fields))
    lacking = {name: value for name, value in answer.items() if name != field}
    wrong: list[dict[str, Any]] = [lacking, {**answer, "other": Decimal(1)}, *([] if field == "plan" else [{**answer, field: None}])]

    assert not any(is_accepted(built, one) for one in wrong)


@lightly
@given(st.data(), st.lists(st.tuples(st.one_of(st.none(), decimals(1, 100)), decimals(0, 200)), min_size=1, max_size=8))
def test_in_the_comparison_more_is_never_worth_less_and_all_stay_within_the_maximum(
    data: st.DataObject, pairs: list[tuple[Decimal | None, Decimal]]
) -> None:
    built = leader(data)
    field = built.compare([{"plan": plan, "actual": actual} for plan, actual in pairs])
    ratios = [
        (plan is None, Fraction(actual) / Fraction(plan or 1), built.points_in({"plan": plan, "actual": actual}, field)) for plan, actual in pairs
    ]

    assert all(0 <= points <= 100 for _, _, points in ratios)
    assert all(one[2] <= other[2] for one in ratios for other in ratios if one[0] == other[0] and one[1] <= other[1])


@lightly
@given(st.data(), decimals(1, 100), decimals(0, 200))
def test_the_leader_gets_the_maximum_and_who_meets_the_plan_the_met_share(data: st.DataObject, plan: Decimal, actual: Decimal) -> None:
    built = leader(data)
    best: Answer = {"plan": plan, "actual": plan + actual + 1}
    met: Answer = {"plan": plan, "actual": plan}
    field = built.compare([best, met])

    assert [built.points_in(best, field), built.points_in(met, field)] == [100, 100 * Fraction(built.met_share)]


@lightly
@given(st.data(), decimals(1, 100), decimals(1, 200), st.integers(1, 3))
def test_between_the_plan_and_the_leader_points_rise_in_a_straight_line_and_below_the_plan_too(
    data: st.DataObject, plan: Decimal, beyond: Decimal, quarters: int
) -> None:
    built = leader(data)
    field = built.compare([{"plan": plan, "actual": plan + beyond}])
    above, below = (built.points_in({"plan": plan, "actual": actual}, field) for actual in (plan + beyond * quarters / 4, plan * quarters / 4))
    share, met = Fraction(quarters, 4), Fraction(built.met_share)

    assert (above, below) == (100 * (met + (1 - met) * share), 100 * met * share)


@pytest.mark.parametrize("mode", MODES)
@lightly
@given(st.data(), st.fractions(max_denominator=10**6), st.integers(0, 9))
def test_rounding_moves_no_value_by_more_than_the_last_decimal(mode: Rounding, data: st.DataObject, value: Fraction, places: int) -> None:
    distance = abs(Fraction(rounded(value, places, mode)) - value) * 10**places

    assert distance < 1 if mode == "down" else distance <= Fraction(1, 2)


@pytest.mark.parametrize("mode", MODES)
@lightly
@given(decimals(-100, 100, 5), st.integers(0, 5))
def test_a_decimal_and_its_fraction_are_rounded_alike(mode: Rounding, value: Decimal, places: int) -> None:
    assert str(rounded(value, places, mode)) == str(rounded(Fraction(value), places, mode))


@lightly
@given(counts(10**15 - 1), counts(10**15 - 1), counts(10**9 - 1))
def test_no_digit_is_lost_however_large_the_figures(count: Decimal, whole: Decimal, parts: Decimal) -> None:
    per_unit = whole + parts.scaleb(-9)
    built = build_rule({"type": "count_times", "per_unit": per_unit}, None, PENALTY_KINDS, pytest.fail)

    assert built is not None and built.points({"count": count}) == Fraction(per_unit) * int(count)


@lightly
@given(decimals(0, 100), st.booleans())
def test_an_award_gives_all_of_its_points_or_none_and_its_answer_returns_as_it_was(points: Decimal, held: bool) -> None:
    built = build_rule({"type": "award_bonus", "points": points}, None, BONUS_KINDS, pytest.fail)
    answer: Answer = {"held": held}

    assert built is not None and built.points(answer) == (points if held else 0) and built.lowest <= built.points(answer) <= (built.highest or points)
    assert from_json(to_json(answer)) == answer and is_accepted(built, answer) and not is_accepted(built, {"held": None})


def leader(data: st.DataObject) -> RelativeToLeader:
    built: Rule = data.draw(rules("relative_to_leader"))
    assert isinstance(built, RelativeToLeader)
    return built


def number(answer: Answer, field: str) -> Decimal:
    value = answer[field]
    assert isinstance(value, Decimal)
    return value


def violations(answer: Answer) -> dict[str, Decimal]:
    found = answer["violations"]
    assert isinstance(found, dict)
    return found
