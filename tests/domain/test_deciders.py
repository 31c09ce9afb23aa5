"""Who decides on which units, as people are seated."""

import pytest

from domain.deciders import Deciders, Holder, rates
from domain.people import Role

CHAIR_UNIT, VICE_UNIT, OTHER = 1, 2, 3
CHAIR, SECOND_CHAIR, VICE, OFFICE = 1, 2, 3, 4


def seated(chair: set[int], vice: set[int], second_chair: set[int] | None = None) -> Deciders:
    """A bloc whose chair and vice chair hold seats in these units."""
    second = [Holder(SECOND_CHAIR, frozenset({Role.BLOC_CHAIR}), frozenset(second_chair))] if second_chair else []
    return Deciders(
        CHAIR_UNIT,
        (
            Holder(CHAIR, frozenset({Role.BLOC_CHAIR}), frozenset(chair)),
            *second,
            Holder(VICE, frozenset({Role.BLOC_VICE_CHAIR}), frozenset(vice)),
            Holder(OFFICE, frozenset({Role.PROVINCE_OFFICE})),
        ),
    )


USUAL = seated({CHAIR_UNIT}, {VICE_UNIT})


@pytest.mark.parametrize(
    ("deciders", "unit", "appraise", "rule"),
    [
        (USUAL, OTHER, [CHAIR, VICE], [CHAIR]),
        (USUAL, VICE_UNIT, [CHAIR], [CHAIR]),
        (USUAL, CHAIR_UNIT, [VICE, OFFICE], [VICE, OFFICE]),
        (seated({CHAIR_UNIT, OTHER}, {VICE_UNIT}), OTHER, [VICE, OFFICE], [VICE, OFFICE]),
        (seated({CHAIR_UNIT, VICE_UNIT}, {VICE_UNIT}), VICE_UNIT, [OFFICE], [OFFICE]),
        (seated({CHAIR_UNIT, OTHER}, {VICE_UNIT}, {CHAIR_UNIT}), OTHER, [SECOND_CHAIR, VICE], [SECOND_CHAIR]),
        (Deciders(CHAIR_UNIT), OTHER, [], []),
    ],
)
def test_where_whoever_is_chair_belongs_to_the_unit_others_stand_in(deciders: Deciders, unit: int, appraise: list[int], rule: list[int]) -> None:
    assert (deciders.appraise(unit), deciders.rule({unit})) == (appraise, rule)


def test_two_chairs_who_each_belong_to_one_of_two_equals_leave_their_order_to_others() -> None:
    assert seated({CHAIR_UNIT, OTHER}, {VICE_UNIT}, {CHAIR_UNIT, 4}).rule({OTHER, 4}) == [VICE, OFFICE]


@pytest.mark.parametrize(
    ("deciders", "proposed_by", "people"),
    [
        (USUAL, 9, [CHAIR]),
        (USUAL, CHAIR, [VICE]),
        (seated({CHAIR_UNIT, OTHER}, {VICE_UNIT}), OFFICE, [VICE]),
        (Deciders(CHAIR_UNIT, (Holder(VICE, frozenset({Role.BLOC_VICE_CHAIR}), frozenset({VICE_UNIT})),)), 9, [VICE]),
        (Deciders(CHAIR_UNIT, (Holder(VICE, frozenset({Role.BLOC_VICE_CHAIR}), frozenset({VICE_UNIT})),)), VICE, []),
    ],
)
def test_points_are_answered_by_who_rules_else_by_who_appraises_and_never_by_who_proposed_them(
    deciders: Deciders, proposed_by: int, people: list[int]
) -> None:
    assert deciders.answer(OTHER, proposed_by) == people


def test_nobody_confirms_what_they_prepared_themselves() -> None:
    assert (USUAL.confirm({OTHER}, CHAIR), USUAL.confirm({CHAIR_UNIT}, VICE)) == ([], [OFFICE])


def test_an_external_appraiser_enters_no_points_of_the_unit_they_belong_to() -> None:
    deciders = Deciders(CHAIR_UNIT, (Holder(7, frozenset({Role.EXTERNAL_APPRAISER}), frozenset({OTHER}), frozenset({"Sở Tài chính"})),))

    assert (
        deciders.enter("Sở Tài chính", OTHER) == []
        and deciders.enter("Sở Tài chính", VICE_UNIT) == [7]
        and deciders.enter("Sở Nội vụ", VICE_UNIT) == []
    )


@pytest.mark.parametrize(
    ("scope", "appraiser", "enters"), [("sở tài chính", "Sở Tài chính", True), ("", "Sở Nội vụ", True), ("Sở Y tế", "", True), ("A", "B", False)]
)
def test_an_appraiser_enters_what_the_table_names_them_for(scope: str, appraiser: str, enters: bool) -> None:
    assert rates(scope, appraiser) is enters


@pytest.mark.parametrize(
    ("deciders", "unit", "people"),
    [
        (USUAL, OTHER, []),
        (USUAL, CHAIR_UNIT, [VICE]),
        (seated({CHAIR_UNIT}, {CHAIR_UNIT}), CHAIR_UNIT, [OFFICE]),
        (Deciders(CHAIR_UNIT), CHAIR_UNIT, []),
    ],
)
def test_the_vice_chair_is_asked_for_the_chair_s_unit_and_without_one_the_province_s_office(deciders: Deciders, unit: int, people: list[int]) -> None:
    assert deciders.stands_in(unit) == people
