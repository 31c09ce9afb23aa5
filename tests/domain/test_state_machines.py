"""Every (state, act, role) there is: what is possible is listed here, everything else is refused with a sentence."""

from itertools import product
from typing import get_args

import pytest

from config.catalogue import Catalogue
from domain.appraisal import STAGES, STEPS, StageAct, require_stage_act
from domain.errors import RuleError
from domain.people import Role
from domain.periods import MOVES, PeriodAct, PeriodState, require_period_act
from domain.sheets import MOVES as SHEET_MOVES
from domain.sheets import PeriodNotOpenYet, SheetAct, SheetState, require_sheet_act

PERIOD_STATES: tuple[PeriodState, ...] = get_args(PeriodState)
PERIOD_ACTS: tuple[PeriodAct, ...] = get_args(PeriodAct)
SHEET_STATES: tuple[SheetState, ...] = get_args(SheetState)
SHEET_ACTS: tuple[SheetAct, ...] = get_args(SheetAct)
STAGE_ACTS: tuple[StageAct, ...] = get_args(StageAct)
SENTENCES = Catalogue.load().sentences

CHAIR = "bloc_chair"
DECIDERS = "bloc_chair bloc_vice_chair province_office"
PERIOD_MAY = """
open      preparing           bloc_chair
drop      preparing           bloc_chair bloc_vice_chair secretariat
close     open                bloc_chair
extend    preparing           bloc_chair
extend    open                bloc_chair
amend     preparing           bloc_chair
amend     open                bloc_chair
reopen    closed              bloc_chair
reopen    published           bloc_chair
publish   closed              bloc_chair
"""
SHEET_MAY = """
fill        empty            unit_leader unit_focal_point secretariat
fill        filling          unit_leader unit_focal_point secretariat
fill        awaiting_leader  unit_leader unit_focal_point secretariat
fill        returned         unit_leader unit_focal_point secretariat
ask_leader  filling          unit_leader unit_focal_point
ask_leader  returned         unit_leader unit_focal_point
return      awaiting_leader  unit_leader
submit      filling          unit_leader secretariat
submit      awaiting_leader  unit_leader secretariat
submit      returned         unit_leader secretariat
withdraw    submitted        unit_leader secretariat
"""
"""The roles are those towards this very sheet: a seat in its unit; the secretariat only where it enters the sheet from paper."""
STAGE_MAY = f"""
appraise          closed     appraisal       {DECIDERS}
propose           closed     appraisal       secretariat
enter_external    closed     appraisal       external_appraiser
question_unit     closed     appraisal       {DECIDERS} secretariat
answer_question   closed     appraisal       unit_leader unit_focal_point
send_results      closed     appraisal       bloc_chair
appeal            closed     explanation     unit_leader
appeal            closed     reconciliation  unit_leader
decide_appeal     closed     explanation     {DECIDERS}
decide_appeal     closed     reconciliation  {DECIDERS}
end_explanation   closed     explanation     bloc_chair
reconcile         closed     reconciliation  {DECIDERS}
exclude           closed     reconciliation  {DECIDERS}
break_tie         closed     reconciliation  {DECIDERS}
decide_grade      closed     reconciliation  {DECIDERS}
prepare           closed     reconciliation  secretariat
freeze            closed     reconciliation  bloc_chair
unfreeze          closed     final           bloc_chair
correct           published  final           bloc_chair
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


PERIOD_POSSIBLE = {(act, state, role) for act, state, *roles in rows(PERIOD_MAY) for role in roles}
SHEET_POSSIBLE = {(act, state, role) for act, state, *roles in rows(SHEET_MAY) for role in roles}
BY_AUTHORITY = {(act, state, "unit_focal_point") for act, state, _ in SHEET_POSSIBLE if act in {"submit", "withdraw"}}
STAGE_POSSIBLE = {(act, state, stage, role) for act, state, stage, *roles in rows(STAGE_MAY) for role in roles}


def refusal(act: object) -> str:
    """The sentence of what was raised; empty where nothing was."""
    try:
        act()  # type: ignore[operator]
    except RuleError as refused:
        return SENTENCES[refused.key]
    return ""


@pytest.mark.parametrize(("act", "state", "role"), list(product(PERIOD_ACTS, PERIOD_STATES, Role)), ids=str)
def test_a_period_moves_as_listed_and_is_refused_otherwise(act: PeriodAct, state: PeriodState, role: Role) -> None:
    refused = refusal(lambda: require_period_act(act, state, {role}))

    assert (refused == "") == ((act, state, role.value) in PERIOD_POSSIBLE)


def test_a_period_comes_to_stand_where_each_act_leads() -> None:
    assert {act: move.to for act, move in MOVES.items() if move.to} == {"open": "open", "close": "closed", "reopen": "open", "publish": "published"}


@pytest.mark.parametrize(("act", "role"), list(product(SHEET_ACTS, Role)), ids=str)
def test_a_sheet_moves_as_listed_while_its_period_is_open_and_is_refused_otherwise(act: SheetAct, role: Role) -> None:
    for state, period in product(SHEET_STATES, PERIOD_STATES):
        refused = refusal(lambda state=state, period=period: require_sheet_act(act, state, period, {role}, is_over=False))

        assert (refused == "") == (period == "open" and (act, state, role.value) in SHEET_POSSIBLE), (state, period)


def test_a_sheet_of_a_period_in_preparation_is_refused_as_not_open_yet() -> None:
    with pytest.raises(PeriodNotOpenYet):
        require_sheet_act("fill", "empty", "preparing", {Role.UNIT_LEADER}, is_over=False)


@pytest.mark.parametrize(("act", "role"), list(product(SHEET_ACTS, Role)), ids=str)
def test_a_focal_point_with_the_leaders_authority_submits_and_withdraws_too(act: SheetAct, role: Role) -> None:
    for state in SHEET_STATES:
        refused = refusal(lambda state=state: require_sheet_act(act, state, "open", {role}, is_over=False, is_authorised=True))

        assert (refused == "") == ((act, state, role.value) in SHEET_POSSIBLE | BY_AUTHORITY), state


@pytest.mark.parametrize(("act", "role"), list(product(SHEET_ACTS, Role)), ids=str)
def test_after_a_deadline_that_takes_nothing_late_a_sheet_is_neither_filled_nor_handed_in(act: SheetAct, role: Role) -> None:
    for state in SHEET_STATES:
        refused = refusal(lambda state=state: require_sheet_act(act, state, "open", {role}, is_over=True))

        assert (refused == "") == (act in {"return", "withdraw"} and (act, state, role.value) in SHEET_POSSIBLE), state


@pytest.mark.parametrize(("act", "role"), list(product(STAGE_ACTS, Role)), ids=str)
def test_a_closed_period_moves_as_listed_and_is_refused_otherwise(act: StageAct, role: Role) -> None:
    for state, stage in product(PERIOD_STATES, STAGES):
        refused = refusal(lambda state=state, stage=stage: require_stage_act(act, state, stage, {role}))

        assert (refused == "") == ((act, state, stage, role.value) in STAGE_POSSIBLE), (state, stage)


def test_the_tables_name_every_act_there_is() -> None:
    assert {act for act, *_ in PERIOD_POSSIBLE} == set(MOVES) and {act for act, *_ in SHEET_POSSIBLE} == set(SHEET_MOVES)
    assert {act for act, *_ in STAGE_POSSIBLE} == set(STEPS)
