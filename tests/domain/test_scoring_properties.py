"""What holds for every sheet and every bloc (docs/formats.md, "From leaves to a total"), checked against plain fractions and against scipy."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from config.rubric_files import read_rubric_file, rubric_of, text_of
from domain.criteria.answers import Answer
from domain.ranking import rank, with_quota
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Sheet, own_points, score_all
from tests.domain.rules import answers, counts, lightly

LONG = rubric_of(text_of("mau-1000"))
NOT_APPLICABLE: Answer = {"not_applicable": True, "reason": "không phát sinh"}
POLICIES = ("full_marks", "rescale", "average")
NO_TIE_BREAK = """
format: ktd-rubric/1
id: hang
title: Bảng xếp hạng
total: 100
sections: [{code: I, title: Một, max: 100, criteria: [{code: "1", title: Một, max: 100, rule: {type: manual}}]}]
"""


def with_policy(policy: str) -> Rubric:
    return read_rubric_file(text_of("mau-1000").replace("{policy: rescale}", f"{{policy: {policy}}}").encode())


def an_answer(target: Leaf | Item) -> st.SearchStrategy[Answer]:
    if target.rule.kind == "award_bonus":
        return st.booleans().map(lambda held: {"held": held})
    return counts(5).map(lambda times: {"count": times}) if isinstance(target, Item) and target.rule.kind == "count_times" else answers(target.rule)


@st.composite
def sheets(draw: st.DrawFn, rubric: Rubric = LONG, *, apply: bool = True, most: int = 3) -> list[Sheet]:
    """Sheets of units U0, U1 …; with `apply` false some criteria do not apply."""
    given = []
    for unit in range(draw(st.integers(1, most))):
        left_out = set() if apply else draw(st.sets(st.sampled_from(rubric.leaves).map(lambda leaf: leaf.address), max_size=6))
        found = {leaf.address: NOT_APPLICABLE if leaf.address in left_out else draw(an_answer(leaf)) for leaf in rubric.leaves}
        bonus = {item.code: draw(an_answer(item)) for item in rubric.bonus}
        penalties = {item.code: draw(an_answer(item)) for item in rubric.penalties}
        given.append(Sheet(f"U{unit}", found, bonus, penalties, draw(st.integers(-1, 5))))
    return given


@lightly
@given(sheets())
def test_each_leaf_is_counted_once(given: list[Sheet]) -> None:
    for score in score_all(LONG, given):
        assert score.base == sum(points or 0 for points in score.leaves.values()) == sum(score.sections.values())


@lightly
@given(sheets())
def test_sums_are_exact(given: list[Sheet]) -> None:
    for score in score_all(LONG, given):
        total = (
            sum(Fraction(points or 0) for points in score.leaves.values()) + Fraction(score.bonus) - Fraction(score.penalty) - Fraction(score.late)
        )
        assert score.total == max(total, Fraction(LONG.least))


@lightly
@given(sheets())
def test_each_leaf_is_rounded_once_and_has_what_its_answer_gives_by_itself(given: list[Sheet]) -> None:
    for sheet, score in zip(given, score_all(LONG, given), strict=True):
        alone = {leaf.address: own_points(LONG, leaf, sheet.answers[leaf.address]) for leaf in LONG.leaves}
        assert all(points is None or points == score.leaves[address] for address, points in alone.items())


@lightly
@given(sheets(apply=False), st.data())
def test_the_order_of_the_sheets_is_irrelevant(given: list[Sheet], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(given))
    one, other = ({score.unit: score for score in with_quota(LONG, score_all(LONG, each))} for each in (given, shuffled))
    ranks = ({(place.unit, place.rank) for place in rank(LONG, tuple(each.values())).places} for each in (one, other))

    assert one == other and next(ranks) == next(ranks)


@lightly
@given(sheets(apply=False))
def test_the_order_of_the_answers_is_irrelevant(given: list[Sheet]) -> None:
    turned = [Sheet(one.unit, backwards(one.answers), backwards(one.bonus), backwards(one.penalties), one.days_late) for one in given]

    assert score_all(LONG, turned) == score_all(LONG, given)


@pytest.mark.parametrize("policy", POLICIES)
@lightly
@given(st.data())
def test_what_does_not_apply_counts_by_the_policys_formula(policy: str, data: st.DataObject) -> None:
    rubric = with_policy(policy)
    (sheet,) = data.draw(sheets(rubric, apply=False, most=1))
    (score,) = score_all(rubric, [sheet])
    applies = [leaf for leaf in rubric.leaves if sheet.answers[leaf.address] is not NOT_APPLICABLE]
    others, most = sum(Fraction(score.leaves[leaf.address] or 0) for leaf in applies), sum(Fraction(leaf.max) for leaf in applies)
    left_out = [leaf for leaf in rubric.leaves if leaf not in applies]
    expected = {
        "full_marks": others + sum(Fraction(leaf.max) for leaf in left_out),
        "average": others + sum(nearest(Fraction(leaf.max) * others / most) for leaf in left_out),
        "rescale": nearest(others * Fraction(rubric.total) / (Fraction(rubric.total) - sum(Fraction(leaf.max) for leaf in left_out))),
    }

    assert score.base == expected[policy]


@lightly
@given(sheets(apply=False))
def test_a_sheet_scored_beside_others_differs_only_where_it_is_compared(given: list[Sheet]) -> None:
    together, alone = score_all(LONG, given)[0], score_all(LONG, given[:1])[0]
    compared = {leaf.address for leaf in LONG.leaves if leaf.rule.kind == "relative_to_leader"}

    assert {address for address in together.leaves if together.leaves[address] != alone.leaves[address]} <= compared


@lightly
@given(st.lists(st.one_of(st.integers(0, 5).map(Decimal), st.decimals(0, 100, places=2)), min_size=1, max_size=40))
def test_the_ranking_without_tie_breaks_is_scipys(totals: list[Decimal]) -> None:
    rubric = read_rubric_file(NO_TIE_BREAK.encode())
    scores = score_all(rubric, [Sheet(str(at), {"I.1": {"points": total}}) for at, total in enumerate(totals)])
    ranked = {place.unit: place.rank for place in rank(rubric, scores).places}

    assert [ranked[str(at)] for at in range(len(totals))] == list(rankdata([-float(total) for total in totals], method="min"))


@lightly
@given(sheets(apply=False))
def test_ranks_count_the_units_that_stand_before(given: list[Sheet]) -> None:
    places = rank(LONG, score_all(LONG, given)).places
    counted = [next(at for at in count(1) if places[at - 1].rank == place.rank) for place in places]

    assert [place.rank for place in places] == counted and all(
        place.tied == (sum(other.rank == place.rank for other in places) > 1) for place in places
    )


@lightly
@given(sheets(apply=False), st.data())
def test_points_decided_as_computed_change_nothing(given: list[Sheet], data: st.DataObject) -> None:
    scores = score_all(LONG, given)
    decided = [
        Sheet(
            one.unit,
            one.answers,
            one.bonus,
            one.penalties,
            one.days_late,
            decided={a: p for a, p in score.leaves.items() if applies(one, a) and p is not None},
        )
        for one, score in zip(given, scores, strict=True)
    ]

    assert [(score.leaves, score.total, score.grade) for score in score_all(LONG, decided)] == [
        (score.leaves, score.total, score.grade) for score in scores
    ]


def applies(sheet: Sheet, address: str) -> bool:
    return sheet.answers[address] is not NOT_APPLICABLE


def backwards(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return dict(reversed(list(answers.items())))


def nearest(value: Fraction) -> Fraction:
    """Two decimals, halves up; written anew, so that the product's rounding is not checked by itself."""
    return Fraction(int(value * 100 + Fraction(1, 2)), 100) if value >= 0 else -nearest(-value)
