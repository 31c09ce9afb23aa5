"""Points that an appraiser has decided stand in place of what the answer would give."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import read_rubric_file
from domain.criteria import LEAF_KINDS, Rule, build_rule
from domain.criteria.answers import AnswerRefused
from domain.decided_points import NotGiven, check_decided, higher_example, lower_example, points_range, read_decided
from domain.errors import RuleError
from domain.numbers import NotAMultiple, rounded
from domain.rubrics import Item, Leaf, Rubric, Section
from domain.scoring import Sheet, score_all, sheet_of
from tests.domain.bloc import ANSWERED, COMPARED, NOT_APPLICABLE, only, points, rubric
from tests.domain.rules import KINDS, answers, decimals, lightly, rules

RULES = """
format: ktd-rubric/1
id: quy-tac
title: Bảng quy tắc
total: 80
sections: [{code: I, title: Một, max: 80, criteria: [
  {code: yes, title: a, max: 10, rule: {type: yes_no, points_if_yes: 4}}, {code: over, title: b, max: 10, rule: {type: percent_of_plan, overshoot: {max_ratio: 1.25}}},
  {code: open, title: c, max: 10, rule: {type: percent_of_plan, overshoot: proportional}}, {code: deduct, title: d, max: 10, rule: {type: deduct, min: -5, violations: [{code: A, title: a, points: 1}]}},
  {code: plus, title: e, max: 10, rule: {type: plus_minus, plus_points: 1, minus_points: 1, min: -3}}, {code: count, title: f, max: 10, rule: {type: count_times, per_unit: 1, cap: 6}},
  {code: lead, title: g, max: 10, rule: {type: relative_to_leader}}, {code: step, title: h, max: 10, rule: {type: manual, step: 0.5}}]}]
bonus: {items: [{code: T1, title: a, rule: {type: award_bonus, points: 8}}]}
penalties: {items: [{code: P1, title: a, rule: {type: count_times, per_unit: 2}}]}
"""


def D(text: str) -> Decimal:  # noqa: N802  # reads as the literal it stands for
    return Decimal(text)


def target(address: str) -> Leaf | Item:
    found = read_rubric_file(RULES.encode()).at(address)
    assert found is not None
    return found


def check(address: str, points: str) -> None:
    check_decided(read_rubric_file(RULES.encode()), target(address), Decimal(points))


def test_decided_points_take_the_place_of_the_computed_ones_in_leaf_section_and_total() -> None:
    score = only(rubric(), decided={"I.1": D("12.5")})

    assert (score.leaves["I.1"], score.sections["I"], score.total) == (D("12.5"), D("32.5"), D("72.5"))


def test_a_leaf_decided_on_applies_though_it_was_answered_as_not_applicable() -> None:
    score = only(rubric(), answers=points("40", None, "40") | {"I.2": NOT_APPLICABLE}, decided={"I.2": D("5")})

    assert (score.leaves["I.2"], score.base, score.complete) == (D("5"), D("85"), True)


def test_a_leaf_decided_on_counts_as_answered() -> None:
    score = only(rubric(), answers=points("40", None, "40"), decided={"I.2": D("5")})

    assert score.complete and (score.unanswered, score.base) == ((), D("85"))


def test_a_sheet_of_which_nothing_applies_is_scored_where_something_was_decided() -> None:
    nothing = dict.fromkeys(("I.1", "I.2", "II.1"), NOT_APPLICABLE)

    assert only(rubric(), answers=nothing, decided={"I.1": D("20")}).base == D("50.00")
    with pytest.raises(AnswerRefused):
        only(rubric(), answers=nothing)


def test_decided_points_are_seen_by_floors_and_grades() -> None:
    score = only(rubric(), decided={"I.1": D("9"), "II.1": D("40")})

    assert (score.below_floor, score.grade) == (("I.1",), "fail")


@pytest.mark.parametrize(("address", "bonus", "penalty"), [("bonus.T1", "7", "3"), ("penalties.P1", "8", "4")])
def test_items_are_decided_on_too(address: str, bonus: str, penalty: str) -> None:
    decided = {address: D(bonus) if address == "bonus.T1" else D(penalty)}
    score = only(rubric(), bonus={"T1": {"held": True}}, penalties={"P1": {"count": D("1")}}, decided=decided)

    assert (score.bonus, score.penalty) == (D(bonus), D(penalty))


def test_an_item_without_an_answer_counts_what_was_decided() -> None:
    score = only(rubric(), decided={"bonus.T1": D("2"), "penalties.P1": D("1")})

    assert (score.bonus, score.penalty) == (D("2"), D("1"))


def compared(**second: Any) -> list[Decimal | None]:
    table = read_rubric_file(COMPARED.encode())
    rest = {"I.2": {"points": D("1")}}
    first = Sheet("A", {"I.1": {"plan": D("10"), "actual": D("15")}, **rest})
    other = Sheet("B", {"I.1": {"plan": D("10"), "actual": D("20")}, **rest}, **second)
    return [score.leaves["I.1"] for score in score_all(table, [first, other])]


def test_a_decided_leaf_still_takes_part_in_the_comparison_by_its_answer() -> None:
    assert compared(decided={"I.1": D("7")}) == [45, 7]


@pytest.mark.parametrize(("decided", "provisional"), [({}, True), ({"I.1": D("30")}, False)])
def test_a_leaf_decided_on_without_an_answer_leaves_nobody_provisional(decided: dict[str, Decimal], provisional: bool) -> None:
    table = read_rubric_file(COMPARED.encode())
    answered = Sheet("A", {"I.1": {"plan": D("10"), "actual": D("15")}})
    scores = score_all(table, [answered, Sheet("B", {}, decided=decided)])

    assert (scores[0].provisional, scores[1].leaves["I.1"]) == (provisional, decided.get("I.1", 0))


def test_a_leaf_decided_on_is_not_provisional_itself() -> None:
    table = read_rubric_file(COMPARED.encode())
    decided = Sheet("A", {"I.1": {"plan": D("10"), "actual": D("15")}}, decided={"I.1": D("50")})

    assert not score_all(table, [decided, Sheet("B", {})])[0].provisional


def test_a_sheet_by_addresses_takes_decided_points_by_address() -> None:
    sheet = sheet_of(rubric(), "A", {**ANSWERED, "bonus.T1": {"held": True}}, 1, {"bonus.T1": D("3")})

    assert score_all(rubric(), [sheet])[0].bonus == 3


@pytest.mark.parametrize(
    ("address", "typed"),
    [("I.yes", "0"), ("I.yes", "4"), ("I.over", "12.5"), ("I.open", "999"), ("I.deduct", "-5"), ("I.plus", "-3"), ("I.count", "6"), ("I.lead", "10"), ("I.step", "9.5"),
     ("bonus.T1", "8"), ("bonus.T1", "0"), ("penalties.P1", "98")],
)  # fmt: skip
def test_points_that_the_rule_can_give_may_be_decided(address: str, typed: str) -> None:
    text = f"{typed.replace('.', ',')} – thiếu báo cáo"

    assert read_decided(read_rubric_file(RULES.encode()), target(address), text) == (D(typed), "thiếu báo cáo")


@pytest.mark.parametrize(
    ("address", "typed", "facts"),
    [
        ("I.yes", "10", {"low": 0, "high": 4}),
        ("I.yes", "-0.01", {"low": 0, "high": 4}),
        ("I.yes", "3", {"points": D("3"), "below": 0, "above": 4}),
        ("I.count", "2.5", {"points": D("2.5"), "below": 2, "above": 3}),
        ("I.deduct", "9.5", {"points": D("9.5"), "below": 9, "above": 10}),
        ("I.plus", "-2.5", {"points": D("-2.5"), "below": -3, "above": -2}),
        ("bonus.T1", "5", {"points": D("5"), "below": 0, "above": 8}),
        ("penalties.P1", "99", {"points": D("99"), "below": 98, "above": 100}),
        ("I.over", "12.51", {"low": 0, "high": D("12.5")}),
        ("I.open", "-1", {"low": 0}),
        ("I.deduct", "-5.01", {"low": -5, "high": 10}),
        ("I.deduct", "10.01", {"low": -5, "high": 10}),
        ("I.plus", "-3.01", {"low": -3, "high": 10}),
        ("I.count", "6.01", {"low": 0, "high": 6}),
        ("I.lead", "10.5", {"low": 0, "high": 10}),
        ("bonus.T1", "8.01", {"low": 0, "high": 8}),
        ("penalties.P1", "-1", {"low": 0}),
        ("I.over", "1.001", {"step": D("0.01"), "below": 1, "above": D("1.01")}),
    ],
)
def test_other_points_are_refused_with_what_is_allowed(address: str, typed: str, facts: dict[str, object]) -> None:
    with pytest.raises(RuleError) as refused:
        check(address, typed)

    assert refused.value.facts == facts


def test_points_between_the_steps_of_a_criterion_are_not_decided() -> None:
    with pytest.raises(NotAMultiple) as refused:
        check("I.step", "6.3")

    assert refused.value.facts["step"] == D("0.5")


def table_of(built: Rule) -> tuple[Rubric, Leaf]:
    """A table whose only criterion has this rule."""
    leaf = Leaf("I.1", "I", "1", "a", Decimal(100), built, "optional")
    return replace(read_rubric_file(RULES.encode()), sections=(Section("I", "a", Decimal(100), (leaf,)),)), leaf


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "relative_to_leader"])
@lightly
@given(st.data(), decimals(-50, 100, 2))
def test_what_any_answer_gives_may_be_decided_and_a_refusal_and_an_example_name_what_may_be(kind: str, data: st.DataObject, typed: Decimal) -> None:
    built = data.draw(rules(kind))
    table, leaf = table_of(built)
    check_decided(table, leaf, rounded(built.points(data.draw(answers(built))), table.places, table.mode))
    named = [lower_example(table, leaf), higher_example(table, leaf)]
    try:
        check_decided(table, leaf, typed)
    except RuleError as refusal:
        named += [value for name, value in refusal.facts.items() if name not in {"step", "points"} and isinstance(value, Decimal)]

    for one in named:
        check_decided(table, leaf, one)
        assert points_range(table, leaf).holds(one)


@pytest.mark.parametrize(
    ("costs", "typed", "below", "above"), [(["5", "2"], "19", "18", "20"), (["5", "3"], "18.5", "17", "20"), (["0.3"], "19", "18.8", "19.1")]
)
def test_what_violations_cost_together_says_which_points_may_be_decided(costs: list[str], typed: str, below: str, above: str) -> None:
    violations = [{"code": f"V{at}", "title": "v", "points": D(cost)} for at, cost in enumerate(costs)]
    built = build_rule({"type": "deduct", "violations": violations}, D("20"), LEAF_KINDS, pytest.fail)
    assert built is not None
    with pytest.raises(NotGiven) as refused:
        check_decided(*table_of(built), D(typed))

    assert refused.value.facts == {"points": D(typed), "below": D(below), "above": D(above)}


def test_a_rule_of_whole_bands_gives_the_points_of_a_band_or_none() -> None:
    bands = [{"max": D("90"), "points": D("5")}, {"min": D("90"), "points": D("10")}]
    built = build_rule({"type": "bands", "bands": bands}, D("10"), LEAF_KINDS, pytest.fail)
    assert built is not None
    table, leaf = table_of(built)

    for given_points in ("0", "5", "10"):
        check_decided(table, leaf, D(given_points))
    with pytest.raises(NotGiven):
        check_decided(table, leaf, D("7"))
