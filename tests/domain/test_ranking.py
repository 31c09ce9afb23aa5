"""The order of the bloc (docs/formats.md, "From leaves to a total", 6)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ranking import rank
from domain.scoring import Sheet, score_all
from tests.domain.bloc import edited, points, rubric


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


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ("base", {"bonus": {"T2": {"count": Decimal(2)}}, "answers": points("18", "20", "40")}, {"answers": points("20", "20", "40")}),
        ("section:II", {"answers": points("40", "20", "20")}, {"answers": points("20", "20", "40")}),
        ("fewer_penalties", {"answers": points("33", "20", "30"), "penalties": {"P1": {"count": Decimal(1)}}}, {"answers": points("30", "20", "30")}),
        ("earlier_submission", {"answers": points("32", "20", "30"), "days_late": 1}, {"answers": points("30", "20", "30")}),
    ],
)
def test_each_tie_break_puts_the_second_first(rule: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    table = edited('["section:I", fewer_penalties]', f'["{rule}"]')
    ranking = rank(table, score_all(table, [Sheet("1", **first), Sheet("2", **second)]))

    assert [(place.rank, place.unit, place.tied) for place in ranking.places] == [(1, "2", False), (2, "1", False)]


def test_fewer_penalties_looks_at_the_penalty_without_lateness() -> None:
    table = edited('["section:I", fewer_penalties]', "[fewer_penalties]")
    late = Sheet("late", points("34", "20", "30"), days_late=3)
    penalised = Sheet("penalised", points("33", "20", "30"), penalties={"P1": {"count": Decimal(1)}})
    ranking = rank(table, score_all(table, [penalised, late]))

    assert [place.unit for place in ranking.places] == ["late", "penalised"]
