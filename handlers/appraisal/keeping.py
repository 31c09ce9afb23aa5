"""Keeping what was accepted or agreed to: each criterion's judgement, and one entry in the log for all that was judged of a sheet at once."""

from collections.abc import Sequence
from decimal import Decimal

from domain.appraisal import deciding_role, proposing_role, require_stage_act
from domain.people import Role
from domain.scoring import SheetScore
from handlers.appraisal.piles import Pile
from handlers.appraisal.progress import note_proposals
from handlers.flow import Outdated, Turn
from handlers.results import Result, UnitResult
from storage.judgements import Judgement


async def accept_pile(turn: Turn, result: Result, pile: Pile) -> bool:
    """Accepts these as they are, each unit's as what the person judges it; gives whether that decided, for the secretariat only proposes."""
    roles = [_part(turn, result, unit) for unit, _ in pile]
    for (unit, addresses), role in zip(pile, roles, strict=True):
        await accept_as(turn, result, unit, addresses, role)
    return Role.SECRETARIAT not in roles


async def accept_as(turn: Turn, result: Result, unit: UnitResult, addresses: Sequence[str], role: Role) -> None:
    """Keeps what the unit gave itself as the person's judgement, in this role."""
    kept = [
        Judgement(
            unit.place.sheet_id, address, "appraised", "accepted", None, "", unit.answers.get(address, ""), is_decided=role is not Role.SECRETARIAT
        )
        for address in addresses
    ]  # fmt: skip
    await _keep(turn, result, unit, kept, role)


async def agree_to_pile(turn: Turn, result: Result, pile: Pile) -> None:
    """Takes the proposals on these, each unit's as what the person judges it."""
    for unit, addresses in pile:
        await agree_as(turn, result, unit, addresses, _part(turn, result, unit))


async def agree_as(turn: Turn, result: Result, unit: UnitResult, addresses: Sequence[str], role: Role) -> None:
    """Takes the proposals on these criteria as the person's judgement, in this role."""
    kept = [
        Judgement(unit.place.sheet_id, address, "appraised", one.basis, one.points, one.reason, one.answer)
        for address in addresses
        if (one := unit.standing[address].proposed)
    ]
    await _keep(turn, result, unit, kept, role)


def _part(turn: Turn, result: Result, unit: UnitResult) -> Role:
    """As what the person judges this unit now. Raises NotInThisStage or Outdated."""
    period = result.period
    decides = deciding_role(turn.me, period.bloc_id, unit.place.unit_id, result.deciders)
    role = decides or proposing_role(turn.me, period.bloc_id, unit.place.unit_id, result.deciders)
    if role is None:
        raise Outdated
    require_stage_act("appraise" if decides else "propose", period.state, period.stage, turn.me.roles(period.bloc_id))
    return role


async def _keep(turn: Turn, result: Result, unit: UnitResult, kept: Sequence[Judgement], role: Role) -> None:
    """The judgements, and one entry for all of them: by address the points that counted before, and those that were given or proposed (null: left out of
    the sum)."""
    if not kept:
        return
    await turn.store.judgements.judge(kept, turn.me.id, role.value, turn.now)
    period = result.period
    if role is Role.SECRETARIAT:
        await note_proposals(turn, period)
    old = {"points": {one.address: _points(result, unit.score, one.address) for one in kept}}
    given = {one.address: one.points if one.points is not None else _points(result, unit.own, one.address) for one in kept}
    judged = {one.address: one.basis for one in kept}
    new = {"as": role.value, "judged": judged, "points": given, "decided": role is not Role.SECRETARIAT}
    await turn.record("appraisal", period.bloc_id, f"sheet:{unit.place.sheet_id}", period_id=period.id, old=old, new=new)


def _points(result: Result, score: SheetScore, address: str) -> Decimal | None:
    """The points of a criterion in a score."""
    target = result.rubric.at(address)
    return None if target is None else score.points_of(target)
