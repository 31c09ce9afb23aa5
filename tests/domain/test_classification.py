"""Grades, what stands against them, and quotas (docs/formats.md, "From leaves to a total", 5)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.classification import Short
from domain.ranking import with_quota
from domain.scoring import Sheet, score_all
from tests.domain.bloc import ANSWERED, NOT_APPLICABLE, compared, edited, only, points, rubric


def test_a_criterion_below_the_levels_floor_needs_a_decision_and_nobody_is_moved_down_in_silence() -> None:
    score = score_all(rubric(), [Sheet("A", points("40", "15", "40"))])[0]

    assert score.grade is None and score.needs_decision is not None and "I.2" in score.needs_decision


def test_below_the_last_level_a_decision_is_needed() -> None:
    assert score_all(rubric(), [Sheet("A", points("1", "1", "1"))])[0].needs_decision == "below the last level"


def test_more_units_than_the_share_allows_are_all_flagged() -> None:
    table = rubric()
    scores = with_quota(table, score_all(table, [Sheet(unit, points("40", "20", "40")) for unit in "ABC"]))

    assert [score.over_quota for score in scores] == [True, True, True]


@pytest.mark.parametrize(("on", "grade"), [("total", "beyond"), ("capped_total", "excellent")])
def test_a_grade_is_on_the_total_or_on_the_total_up_to_the_rubrics(on: str, grade: str) -> None:
    table = edited("on: capped_total\n  levels:", f"on: {on}\n  levels:\n    - {{code: beyond, name: Hơn, min: 105}}")

    assert only(table, bonus={"T1": {"held": True}}).grade == grade


def test_a_level_covers_from_its_min_on() -> None:
    assert [only(rubric(), answers=points("40", "20", value)).grade for value in ("10", "9.99")] == ["good", "fail"]


def test_a_level_in_points_is_not_in_percent() -> None:
    assert compared(("10", "10", "40"))[0].level == "rest"


def test_the_last_level_without_min_holds_all_that_is_lower() -> None:
    assert only(edited("name: Không, min: 10", "name: Không"), answers=points("0", "0", "0")).grade == "fail"


def test_the_floor_of_a_level_looks_only_at_the_level_that_is_reached() -> None:
    assert only(rubric(), answers=points("40", "0", "40")).grade == "good"


def test_the_floor_of_a_level_leaves_out_what_does_not_apply() -> None:
    assert only(rubric("full_marks"), answers=points("40", None, "40") | {"I.2": NOT_APPLICABLE}).grade == "excellent"


def test_a_criterion_that_is_exactly_at_the_floor_of_a_level_is_not_below_it() -> None:
    assert only(rubric(), answers=points("40", "17", "36")).grade == "excellent"


def test_what_was_reached_and_what_is_short_of_it_are_told_as_data() -> None:
    score = only(rubric(), answers=points("40", "16.99", "36"))

    assert (score.level, score.grade, score.short) == ("excellent", None, (Short("I.2", Decimal("84.95")),))


def test_the_percentage_of_what_is_short_is_never_rounded_up_to_the_floor() -> None:
    table = edited("total: 100", "total: 100\nrounding: {places: 4}")

    assert only(table, answers=points("40", "16.9999", "36")).short == (Short("I.2", Decimal("84.99")),)


def test_without_a_classification_there_is_no_grade_and_nothing_to_decide() -> None:
    table = replace(rubric(), classification=None)

    assert (only(table).grade, only(table).needs_decision) == (None, None)


@pytest.mark.parametrize(("units", "top", "over"), [(10, 2, False), (10, 3, True), (4, 1, False), (4, 2, True), (14, 2, False), (14, 3, True)])
def test_a_share_is_of_the_ranked_units_rounded_down_and_at_least_one(units: int, top: int, over: bool) -> None:
    table = rubric()
    scores = with_quota(table, score_all(table, [Sheet(str(n), ANSWERED if n < top else points("30", "20", "25")) for n in range(units)]))

    assert [score.over_quota for score in scores] == [over and n < top for n in range(units)]


def test_a_quota_counts_and_flags_neither_excluded_nor_incomplete_units() -> None:
    table = rubric()
    apart = [Sheet("B", ANSWERED, excluded="discipline"), Sheet("C", points("40", "20", None))]
    scores = with_quota(table, score_all(table, [Sheet("A", ANSWERED), *apart]))

    assert [score.over_quota for score in scores] == [False, False, False]


def test_over_quota_leaves_what_needs_a_decision_as_it_is() -> None:
    table = rubric()
    scores = with_quota(table, score_all(table, [Sheet("A", ANSWERED), Sheet("B", ANSWERED)]))

    assert [(score.over_quota, score.grade, score.needs_decision) for score in scores] == [(True, "excellent", None)] * 2


def test_excluded_and_incomplete_sheets_are_scored_and_graded_like_the_others() -> None:
    assert (only(rubric(), excluded="discipline").grade, only(rubric(), answers=points("40", None, "40")).grade) == ("excellent", "good")
