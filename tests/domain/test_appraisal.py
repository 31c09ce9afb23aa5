"""What stands after closing, and who may decide on whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import rubric_of, text_of
from domain.appraisal import OwnUnit, deciding_role, proposing_role, require_no_conflict, ruling_role
from domain.decided_points import points_range
from domain.deciders import Deciders, Holder
from domain.judgements import Judged, decided_points, lapsed, standings, unappraised
from domain.numbers import OutOfRange, read_number
from domain.people import Person, Post, Role, Seat
from domain.ranking import Ranked, Ranking, by_decision, ordered_before
from domain.rubrics import Leaf

AT = datetime(2026, 7, 1, tzinfo=UTC)
ANSWER = '{"points":"9"}'
CHAIR_UNIT, VICE_UNIT, OTHER = 1, 2, 3
MAU_1000 = rubric_of(text_of("mau-1000"))


def judged(number: int, *, value: str = "appraised", points: str | None = "8", is_decided: bool = True, answer: str = ANSWER) -> Judged:
    role = "bloc_chair" if is_decided else "secretariat"
    return Judged(
        number, "I.1", value, is_decided, "changed", None if points is None else Decimal(points), "vì", answer, 1, "Lan", role, AT  # type: ignore[arg-type]
    )  # fmt: skip


def person(role: Role, unit: int | None = None, post: Post | None = None) -> Person:
    return Person(1, "A", "", (Seat("b", "B", "Asia/Ho_Chi_Minh", role, unit, post=post),))


CHAIR = person(Role.UNIT_LEADER, CHAIR_UNIT, "chair")
VICE = person(Role.UNIT_LEADER, VICE_UNIT, "vice_chair")
OFFICE, SECRETARY = person(Role.PROVINCE_OFFICE), person(Role.SECRETARIAT)
SEATED = Deciders(CHAIR_UNIT, (Holder(9, CHAIR.roles("b"), frozenset({CHAIR_UNIT})),))


# ------------------------------------------------------------------------------------------------ what stands


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_none_is_lost() -> None:
    standing = standings([judged(1), judged(2, points="7")])["I.1"]

    assert standing.appraised == judged(2, points="7") and standing.decided == standing.appraised


def test_a_final_value_stands_beside_the_appraised_one() -> None:
    standing = standings([judged(1), judged(2, value="final", points="9")])["I.1"]

    assert (standing.appraised, standing.final) == (judged(1), judged(2, value="final", points="9"))


def test_a_proposal_waits_beside_what_was_decided_and_falls_away_with_the_next_decision() -> None:
    proposal = judged(2, is_decided=False)

    assert standings([judged(1), proposal])["I.1"].proposed == proposal
    assert standings([proposal, judged(3)])["I.1"].proposed is None


def test_a_refused_proposal_waits_no_more_and_what_was_decided_stands() -> None:
    refusal = replace(judged(3, is_decided=False, value="final", points=None), as_role="bloc_chair")

    assert standings([judged(1), judged(2, is_decided=False), refusal])["I.1"] == standings([judged(1)])["I.1"]


def test_a_judgement_of_an_answer_that_was_changed_since_does_not_stand() -> None:
    assert lapsed([judged(1)], {"I.1": '{"points":"10"}'}, {}, None) == {1} and standings([judged(1)], {1}) == {}


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        (judged(1), True),
        (replace(judged(1), proven_since=True), False),
        (replace(judged(1), rubric_id=1), False),
        (replace(judged(1), rubric_id=2), True),
        (replace(judged(1), basis="frozen"), False),
        (replace(judged(1), basis="frozen", at=AT + timedelta(days=2)), True),
    ],
)
def test_after_a_reopening_a_judgement_stands_where_nothing_of_its_criterion_changed(one: Judged, stands: bool) -> None:
    assert (lapsed([one], {"I.1": ANSWER}, {1: {"I.1"}}, AT + timedelta(days=1)) == frozenset()) == stands


def test_what_was_accepted_counts_as_computed() -> None:
    assert decided_points(standings([judged(1, points=None)])) == {}


def test_every_leaf_and_every_claimed_item_needs_a_decision() -> None:
    rubric = rubric_of(text_of("mau-1000"))
    claimed = rubric.bonus[0].address
    left = unappraised(rubric, {}, {claimed})

    assert set(left) == {leaf.address for leaf in rubric.leaves} | {claimed}


# ------------------------------------------------------------------------------------------------ who


@pytest.mark.parametrize(
    ("who", "unit", "role"),
    [
        (CHAIR, OTHER, Role.BLOC_CHAIR), (CHAIR, CHAIR_UNIT, None), (CHAIR, VICE_UNIT, Role.BLOC_CHAIR),
        (VICE, OTHER, Role.BLOC_VICE_CHAIR), (VICE, CHAIR_UNIT, Role.BLOC_VICE_CHAIR), (VICE, VICE_UNIT, None),
        (OFFICE, CHAIR_UNIT, Role.PROVINCE_OFFICE), (OFFICE, OTHER, None), (SECRETARY, OTHER, None),
        (person(Role.UNIT_LEADER, OTHER), VICE_UNIT, None), (person(Role.EXTERNAL_APPRAISER), OTHER, None),
    ],
)  # fmt: skip
def test_who_decides_on_whom(who: Person, unit: int, role: Role | None) -> None:
    assert deciding_role(who, "b", unit, SEATED) == role


def test_the_secretariat_proposes_but_not_for_a_unit_its_person_belongs_to() -> None:
    both = replace(SECRETARY, seats=(*SECRETARY.seats, Seat("b", "B", "", Role.UNIT_FOCAL_POINT, OTHER)))

    assert proposing_role(SECRETARY, "b", OTHER, SEATED) is Role.SECRETARIAT and proposing_role(both, "b", OTHER, SEATED) is None


@pytest.mark.parametrize(
    ("who", "units", "role"),
    [
        (CHAIR, {OTHER}, Role.BLOC_CHAIR), (CHAIR, {VICE_UNIT, OTHER}, Role.BLOC_CHAIR), (CHAIR, {CHAIR_UNIT}, None), (CHAIR, {CHAIR_UNIT, OTHER}, None),
        (VICE, {OTHER}, None), (VICE, {CHAIR_UNIT, OTHER}, Role.BLOC_VICE_CHAIR), (VICE, {CHAIR_UNIT, VICE_UNIT}, None),
        (OFFICE, {CHAIR_UNIT, VICE_UNIT}, Role.PROVINCE_OFFICE), (OFFICE, {OTHER}, None), (SECRETARY, {OTHER}, None),
    ],
)  # fmt: skip
def test_who_decides_where_the_rules_leave_it_to_people(who: Person, units: set[int], role: Role | None) -> None:
    assert ruling_role(who, "b", units, SEATED) == role


@pytest.mark.parametrize("unit", [CHAIR_UNIT, VICE_UNIT, OTHER])
def test_nobody_appraises_the_unit_they_belong_to(unit: int) -> None:
    with pytest.raises(OwnUnit):
        require_no_conflict(person(Role.UNIT_FOCAL_POINT, unit), unit, SEATED)


# ------------------------------------------------------------------------------------------------ points, equals


@pytest.mark.parametrize("leaf", MAU_1000.leaves, ids=lambda leaf: leaf.address)
def test_points_above_what_a_rule_can_give_are_refused(leaf: Leaf) -> None:
    allowed = points_range(MAU_1000, leaf)
    if allowed.high is not None:
        with pytest.raises(OutOfRange):
            read_number(f"{allowed.high + 1}", allowed)


def tied(*units: str) -> Ranking:
    return Ranking(tuple(Ranked(1, unit, Decimal(90), tied=True) for unit in units), (), ())


def test_a_decision_between_two_equals_gives_each_a_rank_of_its_own() -> None:
    ranking = by_decision(tied("A", "B"), ordered_before({}, ("A", "B"), "B"))

    assert [(place.unit, place.rank, place.tied) for place in ranking.places] == [("B", 1, False), ("A", 2, False)]


def test_equals_nobody_decided_on_go_on_sharing_their_rank() -> None:
    assert by_decision(tied("A", "B", "C"), {"A": 1}).places == tied("A", "B", "C").places


@given(st.permutations(["A", "B", "C", "D"]))
def test_deciding_one_by_one_reaches_any_order(wanted: list[str]) -> None:
    places: dict[str, int] = {}
    for at, unit in enumerate(wanted):
        places = ordered_before(places, tuple(wanted[at:]), unit)
    ranking = by_decision(tied("A", "B", "C", "D"), places)

    assert [(place.unit, place.rank) for place in ranking.places] == [(unit, at) for at, unit in enumerate(wanted, 1)]
