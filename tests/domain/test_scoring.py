"""From leaves to a total, and the order of the bloc (RUBRIC.md)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import read_rubric_file, rubric_of, text_of
from domain.criteria.answers import Answer, AnswerRefused
from domain.ranking import rank, with_quota
from domain.rubric_reading import RubricFaults
from domain.rubrics import Rubric
from domain.scoring import Rescaling, Sheet, check_answer, late_points, own_progress, own_score, rescaling, score_all

TABLE = """
format: ktd-rubric/1
id: nho
title: Bảng nhỏ
total: 100
not_applicable: {policy: POLICY}
sections:
  - code: I
    title: Mục một
    max: 60
    criteria:
      - {code: "1", title: Một, max: 40, rule: {type: manual}, floor: 10}
      - {code: "2", title: Hai, max: 20, rule: {type: manual}}
  - code: II
    title: Mục hai
    max: 40
    criteria:
      - {code: "1", title: Ba, max: 40, rule: {type: manual}}
bonus: {stacking: sum, cap: 10, items: [{code: T1, title: Cờ, rule: {type: award_bonus, points: 8}}, {code: T2, title: Khác, rule: {type: count_times, per_unit: 1}}]}
penalties: {cap: 5, items: [{code: P1, title: Chậm, rule: {type: count_times, per_unit: 3}}]}
late_submission: {bands: [{days_min: 1, days_max: 2, points: 2}, {days_min: 3, days_max: null, points: 4}]}
classification:
  on: capped_total
  levels:
    - {code: excellent, name: Xuất sắc, min: 90, criterion_floor_percent: 85, max_share: 0.2}
    - {code: good, name: Tốt, min: 70}
    - {code: fail, name: Không, min: 10}
ranking: {tie_break: ["section:I", fewer_penalties]}
exclusions: [{code: discipline, title: Kỷ luật}]
"""


def rubric(policy: str = "rescale") -> Rubric:
    return read_rubric_file(TABLE.replace("POLICY", policy).encode())


def points(*values: str | None) -> dict[str, Answer]:
    given = dict(zip(("I.1", "I.2", "II.1"), values, strict=True))
    return {address: {"points": Decimal(value)} for address, value in given.items() if value is not None}


NOT_APPLICABLE: Answer = {"not_applicable": True, "reason": "không được giao"}


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


def test_a_criterion_below_the_levels_floor_needs_a_decision_and_nobody_is_moved_down_in_silence() -> None:
    score = score_all(rubric(), [Sheet("A", points("40", "15", "40"))])[0]

    assert score.grade is None and score.needs_decision is not None and "I.2" in score.needs_decision


def test_below_the_last_level_a_decision_is_needed() -> None:
    assert score_all(rubric(), [Sheet("A", points("1", "1", "1"))])[0].needs_decision == "below the last level"


def test_more_units_than_the_share_allows_are_all_flagged() -> None:
    table = rubric()
    scores = with_quota(table, score_all(table, [Sheet(unit, points("40", "20", "40")) for unit in "ABC"]))

    assert [score.over_quota for score in scores] == [True, True, True]


def test_equal_units_share_a_rank_and_the_next_one_is_counted_on() -> None:
    table = rubric()
    sheets = [
        Sheet("A", points("40", "20", "40")),
        Sheet("B", points("30", "20", "40")),
        Sheet("C", points("30", "20", "40")),
        Sheet("D", points("1", "20", "40")),
    ]
    ranking = rank(table, score_all(table, sheets))

    assert [(place.rank, place.unit, place.tied) for place in ranking.places] == [(1, "A", False), (2, "B", True), (2, "C", True), (4, "D", False)]


def test_ties_are_broken_in_the_rubrics_order() -> None:
    table = rubric()
    ranking = rank(table, score_all(table, [Sheet("A", points("20", "20", "40")), Sheet("B", points("40", "20", "20"))]))

    assert [place.unit for place in ranking.places] == ["B", "A"]


def test_excluded_and_incomplete_units_are_listed_apart() -> None:
    table = rubric()
    ranking = rank(table, score_all(table, [Sheet("A", points("40", "20", "40"), excluded="discipline"), Sheet("B", points(None, "20", "40"))]))

    assert (ranking.places, ranking.excluded, ranking.incomplete) == ((), (("A", "discipline"),), ("B",))


@given(st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=12))
def test_the_ranking_is_the_competition_ranking_of_the_totals(values: list[int]) -> None:
    table = rubric()
    scores = score_all(table, [Sheet(str(at), points(str(value), "0", "0")) for at, value in enumerate(values)])

    assert all(place.rank == 1 + sum(other > int(place.total) for other in values) for place in rank(table, scores).places)


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


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [("total: 100", "total: 99", "total"), ("max: 60", "max: 61", "I"), ("floor: 10", "floor: 41", "I.1"), ("fewer_penalties", "luck", "ranking"),
     ('{code: "2", title: Hai', '{code: "1", title: Hai', "I.1"), ("cap: 10", "cap: 10.001", "bonus"), ("days_min: 3", "days_min: 2", "late_submission"),
     ("id: nho", "id: NHO", "id"), ("title: Bảng nhỏ", "tittle: x", "tittle"), ("max: 20, rule: {type: manual}", "max: 20, rule: {type: magic}", "I.2")],
)  # fmt: skip
def test_a_fault_is_named_at_its_address(old: str, new: str, address: str) -> None:
    with pytest.raises(RubricFaults) as refused:
        read_rubric_file(TABLE.replace("POLICY", "rescale").replace(old, new).encode())

    assert address in {fault.address for fault in refused.value.faults}


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
