"""From leaves to a total (docs/formats.md, "From leaves to a total")."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from config.rubric_files import read_rubric_file, rubric_of, text_of
from domain.criteria.answers import Answer, AnswerRefused
from domain.numbers import Rounding, rounded
from domain.scoring import Rescaling, Sheet, check_answer, late_points, own_progress, own_score, rescaling, score_all
from tests.domain.bloc import ANSWERED, COMPARED, NOT_APPLICABLE, compared, edited, only, points, rubric


def test_bonus_and_penalty_are_capped_and_lateness_is_taken_off() -> None:
    bonus: dict[str, Answer] = {"T1": {"held": True}, "T2": {"count": Decimal(9)}}
    sheet = Sheet("A", points("40", "20", "40"), bonus, {"P1": {"count": Decimal(3)}}, days_late=3)
    score = score_all(rubric(), [sheet])[0]

    assert (score.base, score.bonus, score.penalty, score.late, score.total) == tuple(map(Decimal, (100, 10, 5, 4, 101)))


@pytest.mark.parametrize(("policy", "base"), [("rescale", "75.00"), ("full_marks", "80"), ("average", "75.00")])
def test_a_criterion_that_does_not_apply_counts_by_policy(policy: str, base: str) -> None:
    answers = points("30", None, "30") | {"I.2": NOT_APPLICABLE}

    assert score_all(rubric(policy), [Sheet("A", answers)])[0].base == Decimal(base)


def test_not_applicable_is_refused_where_forbidden() -> None:
    table = rubric("forbidden")

    with pytest.raises(AnswerRefused):
        check_answer(table, table.leaves[0], NOT_APPLICABLE)


def test_an_unanswered_leaf_counts_nothing_and_makes_the_sheet_incomplete() -> None:
    score = score_all(rubric(), [Sheet("A", points("40", None, "40"))])[0]

    assert (score.complete, score.unanswered, score.total) == (False, ("I.2",), Decimal(80))


def test_a_leaf_below_its_floor_is_listed() -> None:
    assert score_all(rubric(), [Sheet("A", points("9", "20", "40"))])[0].below_floor == ("I.1",)


def test_own_progress_leaves_out_what_compares_with_other_units() -> None:
    table = rubric_of(text_of("mau-1000"))
    answers: dict[str, Answer] = {"I.1d": {"plan": Decimal(10), "actual": Decimal(20)}, "I.3c": {"yes": True}}
    progress = own_progress(table, answers)

    assert (progress.answered, progress.asked, progress.points) == (2, 29, Decimal(20))


@pytest.mark.parametrize("name", ["mau-1000", "ngan-10"])
def test_the_shipped_tables_are_without_fault(name: str) -> None:
    assert rubric_of(text_of(name)).sample


def test_the_sample_of_a_thousand_uses_every_rule_but_external() -> None:
    table = rubric_of(text_of("mau-1000"))
    kinds = {leaf.rule.kind for leaf in table.leaves} | {item.rule.kind for item in table.items}

    assert len(kinds) == 13 and "external" not in kinds and 25 <= len(table.leaves) <= 35


@pytest.mark.parametrize(("mode", "points"), [("half_up", "13.13"), ("half_even", "13.12"), ("down", "13.12")])
def test_each_leaf_is_rounded_as_the_rubric_says(mode: str, points: str) -> None:
    table = edited("total: 100", f"total: 100\nrounding: {{mode: {mode}}}")

    assert only(table, answers={"I.1": {"points": Decimal("13.125")}}).leaves["I.1"] == Decimal(points)


@pytest.mark.parametrize(("mode", "points"), [("half_up", "-0.13"), ("half_even", "-0.12"), ("down", "-0.12")])
def test_rounding_looks_at_the_absolute_value(mode: Rounding, points: str) -> None:
    assert rounded(Decimal("-0.125"), 2, mode) == rounded(Fraction(-1, 8), 2, mode) == Decimal(points)


def test_sums_of_rounded_leaves_are_not_rounded_again() -> None:
    table = edited("total: 100", "total: 100\nrounding: {places: 0}")

    assert only(table, answers=points("0.5", "0.5", "0.5")).base == 3


def test_an_unanswered_leaf_stays_among_the_others_of_an_average() -> None:
    assert only(rubric("average"), answers={"I.1": {"points": Decimal(40)}, "I.2": NOT_APPLICABLE}).leaves["I.2"] == Decimal("10.00")


@pytest.mark.parametrize(("policy", "leaf", "section"), [("full_marks", "20", "40"), ("average", "15", "35"), ("rescale", None, "20")])
def test_a_leaf_not_applicable_is_shown_and_counted_in_its_section_with_its_points_by_policy(policy: str, leaf: str | None, section: str) -> None:
    score = only(rubric(policy), answers=points("20", None, "40") | {"I.2": NOT_APPLICABLE})

    assert (score.leaves["I.2"], score.sections["I"]) == (None if leaf is None else Decimal(leaf), Decimal(section))


def test_a_rescaled_base_is_rounded_once() -> None:
    assert only(rubric(), answers=points("33.33", None, "40") | {"I.2": NOT_APPLICABLE}).base == Decimal("91.66")


def test_a_leaf_not_applicable_is_never_below_its_floor() -> None:
    assert only(rubric("average"), answers=points(None, "0", "0") | {"I.1": NOT_APPLICABLE}).below_floor == ()


def test_an_unanswered_leaf_counts_0_against_its_floor() -> None:
    assert only(rubric(), answers=points(None, "20", "40")).below_floor == ("I.1",)


def test_a_floor_compares_the_rounded_points() -> None:
    assert only(rubric(), answers=points("9.995", "20", "40")).below_floor == ()


@pytest.mark.parametrize(("stacking", "bonus"), [("sum", 11), ("highest", 8)])
def test_bonus_is_the_sum_or_the_highest_of_its_items(stacking: str, bonus: int) -> None:
    table = edited("stacking: sum, cap: 10", f"stacking: {stacking}")

    assert only(table, bonus={"T1": {"held": True}, "T2": {"count": Decimal(3)}}).bonus == bonus


def test_a_count_without_maximum_and_cap_has_no_limit() -> None:
    assert only(edited("cap: 5, ", ""), penalties={"P1": {"count": Decimal(30)}}).penalty == 90


def test_a_count_with_a_maximum_is_capped_there_unless_its_cap_says_otherwise() -> None:
    table = edited("code: P1, title: Chậm, rule", "code: P1, title: Chậm, max: 4, rule")

    assert only(table, penalties={"P1": {"count": Decimal(30)}}).penalty == 4


def test_items_are_rounded_like_leaves() -> None:
    table = edited("per_unit: 3", "per_unit: 0.125")

    assert only(table, penalties={"P1": {"count": Decimal(1)}}).penalty == Decimal("0.13")


@pytest.mark.parametrize(("days", "late"), [(-2, 0), (0, 0), (1, 2), (2, 2), (3, 4), (99, 4)])
def test_lateness_takes_off_the_points_of_its_band_and_outside_all_bands_nothing(days: int, late: int) -> None:
    assert only(rubric(), days_late=days).late == late


def test_a_band_of_no_days_late_counts_too() -> None:
    assert only(edited("days_min: 1, days_max: 2", "days_min: 0, days_max: 2"), days_late=0).late == 2


def test_between_two_bands_there_is_nothing_to_take_off_after_the_last() -> None:
    assert only(edited("days_max: null", "days_max: 5"), days_late=6).late == 0


@pytest.mark.parametrize(
    ("bounds", "answers", "total"), [("{max: 90}", ANSWERED, 90), ("{min: 30}", points("1", "1", "1"), 30), ("{}", ANSWERED, 100)]
)
def test_the_total_is_clamped_to_the_sheets_bounds(bounds: str, answers: dict[str, Answer], total: int) -> None:
    assert only(edited("late_submission:", f"sheet: {bounds}\nlate_submission:"), answers=answers).total == total


def test_a_total_is_never_below_0_unless_the_sheet_says_so() -> None:
    given: dict[str, Any] = {"answers": points("0", "0", "0"), "penalties": {"P1": {"count": Decimal(1)}}}

    assert only(rubric(), **given).total == 0
    assert only(edited("late_submission:", "sheet: {min: -10}\nlate_submission:"), **given).total == -3


def test_excluded_and_incomplete_sheets_take_part_in_the_comparison() -> None:
    table = read_rubric_file(COMPARED.encode())
    best = {"I.1": {"plan": Decimal(10), "actual": Decimal(20)}}
    others = [Sheet("B", best, excluded="x"), Sheet("C", best)]
    answers: dict[str, Answer] = {"I.1": {"plan": Decimal(10), "actual": Decimal(15)}, "I.2": {"points": Decimal(40)}}

    assert score_all(table, [Sheet("A", answers), *others])[0].leaves["I.1"] == 45


def test_no_plan_at_all_among_units_that_did_nothing_gives_nothing() -> None:
    assert [score.leaves["I.1"] for score in compared((None, "0", "1"), (None, "0", "1"))] == [0, 0]


@pytest.mark.parametrize(("other", "provisional"), [(("10", "5", "1"), False), ((None, None, "1"), True), (("10", "5", None), False)])
def test_a_score_is_provisional_while_another_sheet_leaves_the_compared_leaf_open(other: Any, provisional: bool) -> None:
    assert compared(("10", "15", "1"), other)[0].provisional is provisional


def test_a_sheet_that_leaves_the_compared_leaf_open_is_not_provisional_itself() -> None:
    assert compared((None, None, "1"), ("10", "5", "1"))[0].provisional is False


def test_no_digit_of_a_sum_is_lost_however_large_it_is() -> None:
    table = replace(edited("per_unit: 3", "per_unit: 999999999999999.999999999"), penalty_cap=None, places=9, least=Decimal(-(10**40)))
    score = only(table, penalties={"P1": {"count": Decimal(999999999999999)}})

    assert Fraction(score.total) == 100 - Fraction("999999999999999.999999999") * 999999999999999


def test_rescaling_says_how_the_base_came_about() -> None:
    rubric = rubric_of(text_of("mau-1000"))
    score = own_score(rubric, {"I.3b": {"rate": Decimal(80)}, "I.2c": {"not_applicable": True, "reason": "không được giao"}})

    assert rescaling(rubric, score) == Rescaling(Decimal("32.00"), Decimal(1000), Decimal(970), Decimal("32.99"))


def test_where_everything_applies_nothing_is_rescaled() -> None:
    rubric = rubric_of(text_of("mau-1000"))

    assert rescaling(rubric, own_score(rubric, {"I.3b": {"rate": Decimal(80)}})) is None


@pytest.mark.parametrize(("days", "points"), [(-1, 0), (0, 0), (1, 5), (2, 5), (3, 10), (40, 10)])
def test_late_days_cost_what_the_tables_bands_say(days: int, points: int) -> None:
    assert late_points(rubric_of(text_of("mau-1000")), days) == points
