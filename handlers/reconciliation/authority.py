"""Who has which part in what the rules leave to people, unit by unit: the chair decides, others on the chair's own unit, the secretariat prepares."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.appraisal import RECONCILERS, RULERS, NotInThisStage, OwnUnitRuled, StageAct, belongs, proposing_role, require_stage_act, ruling_role
from domain.people import NotAllowed, Role
from handlers.flow import Choice, Outdated, Turn, choice, id_of
from handlers.results import Result, result_of
from storage.decisions import DecisionKind
from storage.periods import Period

STAGES = {"reconciliation", "final"}
ACTS: dict[DecisionKind, StageAct] = {"exclusion": "exclude", "tie": "break_tie", "grade": "decide_grade"}


@dataclass(frozen=True)
class Part:
    """As what somebody acts on certain units, and whether they decide or only prepare."""

    role: Role
    decides: bool


async def period_of(turn: Turn, period_id: int | str, roles: Collection[Role] = RECONCILERS) -> Period:
    """The period, if it is being reconciled and the person has a part in it. Raises Outdated or NotAllowed."""
    period = await turn.store.periods.of(id_of(str(period_id)))
    if period is None or period.state != "closed" or period.stage not in STAGES:
        raise Outdated
    turn.require(period.bloc_id, roles)
    return period


async def ruled(turn: Turn, period_id: int | str) -> Result:
    """The result, while something may be decided on it by somebody like this person. Raises Outdated, NotAllowed or NotInThisStage."""
    period = await period_of(turn, period_id, RULERS)
    if period.stage != "reconciliation":
        raise NotInThisStage
    return await result_of(turn, period)


def part_in(turn: Turn, result: Result, unit_ids: Collection[int]) -> Part | None:
    """The person's part in what concerns all of these units together; None for none."""
    bloc_id = result.period.bloc_id
    role = ruling_role(turn.me, bloc_id, unit_ids, result.deciders)
    if role is not None:
        return Part(role, decides=True)
    prepares = all(proposing_role(turn.me, bloc_id, unit_id, result.deciders) for unit_id in unit_ids)
    return Part(Role.SECRETARIAT, decides=False) if prepares and unit_ids else None


def require_part(turn: Turn, result: Result, kind: DecisionKind, unit_ids: Collection[int]) -> Part:
    """The person's part. Raises OwnUnitRuled, NotAllowed or NotInThisStage."""
    if belongs(turn.me, unit_ids, result.deciders):
        raise OwnUnitRuled
    part, period = part_in(turn, result, unit_ids), result.period
    if part is None:
        raise NotAllowed
    require_stage_act(ACTS[kind] if part.decides else "prepare", period.state, period.stage, {part.role})
    return part


def sits_at_the_table(turn: Turn, period: Period) -> bool:
    """Whether the person sees the desk; who only stands in for the chair does not."""
    return bool(turn.me.roles(period.bloc_id) & RECONCILERS)


def back_to(turn: Turn, period: Period) -> Choice:
    return choice("reconciliation.back_label", "reconciliation.open" if sits_at_the_table(turn, period) else "appraisal.period", period.id)
