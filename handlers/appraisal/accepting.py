"""Accepting what a unit gave itself: one criterion in one tap, a whole sheet, or everything that is left; and agreeing to what was proposed."""

from collections.abc import Sequence
from decimal import Decimal

from domain.appraisal import NOTHING, Basis, StageAct, Value, deciding_role, proposing_role, require_anothers, require_stage_act
from domain.people import Role
from domain.rubrics import Leaf
from domain.scoring import SheetScore
from handlers.appraisal.board import board_of
from handlers.appraisal.case import Case, load, period_of, require_part
from handlers.appraisal.criterion import ask_next, said_of, shown_anew, stopped
from handlers.appraisal.progress import note_proposals, tell_when_complete
from handlers.appraisal.sheet import sheet_screen
from handlers.appraisal.unseen import Unseen, unseen_of
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.judgements import Judgement

Pile = list[tuple[UnitResult, tuple[str, ...]]]


def mine_to_accept(turn: Turn, result: Result) -> Pile:
    """What the person may accept as it is: criteria without a decision, or for who proposes without a proposal. Those that others enter, and those on
    which a proposal waits, are not among them."""
    pile: Pile = []
    for unit in result.units:
        decides = deciding_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
        proposes = proposing_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
        if decides or proposes:
            pile.append((unit, tuple(address for address in unit.undecided(result.rubric) if _acceptable(result, unit, address))))
    return [(unit, addresses) for unit, addresses in pile if addresses]


def _acceptable(result: Result, unit: UnitResult, address: str) -> bool:
    target = result.rubric.at(address)
    is_external = isinstance(target, Leaf) and target.is_external
    return not is_external and address in unit.answers and unit.standing.get(address, NOTHING).proposed is None


def proposals(turn: Turn, result: Result) -> Pile:
    """The proposals that wait for the person's decision: those of others."""
    pile: Pile = [
        (unit, tuple(address for address, standing in unit.standing.items() if standing.proposed is not None and standing.proposed.by != turn.me.id))
        for unit in result.units
        if deciding_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
    ]
    return [(unit, addresses) for unit, addresses in pile if addresses]


# ---------------------------------------------------------------------------------------------------------------- one criterion


async def accept(turn: Turn, sheet_id: str, address: str, seen: str = "0") -> Shown:
    """Accepts one criterion as the unit gave it; where somebody judged it or the unit said more since it was shown (`seen`), that is shown instead."""
    case = await load(turn, sheet_id)
    target = case.target(address)
    act: StageAct = "appraise" if case.decides else "propose"
    role = require_part(turn, case, act)
    if address not in case.unit.answers:
        raise Outdated
    if (anew := await stopped(turn, case, target, seen)) is not None:
        return anew
    await _judge(turn, case.result, [(case.unit, (address,))], role, "accepted")
    after = await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    key = "appraisal.accepted" if case.decides else "appraisal.accepted_as_proposal"
    return await ask_next(turn, after, address, say(key, address=target.address, title=target.title))


async def agree(turn: Turn, sheet_id: str, address: str, number: str, said: str = "") -> Shown:
    """Takes the proposal that was shown; where the unit said more since (`said`: `said_of` it then), that is shown instead."""
    case = await load(turn, sheet_id)
    role = require_part(turn, case, "appraise")
    proposed = case.standing(address).proposed
    if proposed is None or proposed.id != id_of(number):
        raise Outdated
    require_anothers(turn.me, proposed.by)
    if await said_of(turn, case, address) != said:
        return await shown_anew(turn, case, case.target(address))
    await _agree(turn, [(case.unit, (address,))], role, case.result)
    target, after = case.target(address), await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    return await ask_next(turn, after, address, say("appraisal.agreed", address=target.address, title=target.title))


# ---------------------------------------------------------------------------------------------------------------- many at once


async def ask_rest(turn: Turn, sheet_id: str) -> Shown:
    """Whether the rest of one sheet is accepted as it is."""
    case = await load(turn, sheet_id)
    addresses = next((addresses for unit, addresses in mine_to_accept(turn, case.result) if unit is case.unit), ())
    if not addresses:
        return await sheet_screen(turn, case, 0, say("appraisal.nothing_left"))
    unseen = await unseen_of(turn, case.result)
    rows = (
        choice("appraisal.confirm_label", "appraisal.rest", sheet_id, len(addresses), unseen.unanswered([(case.unit, addresses)]), weight="main"),
        choice("appraisal.back_label", "appraisal.case", sheet_id),
    )
    notes = unseen.notes(case.unit, addresses)
    question = say("appraisal.rest_question", unit=case.sheet.unit_name, count=len(addresses))
    return end((question, say("appraisal.rest_noted", notes=notes)) if notes else question, rows)


async def accept_rest(turn: Turn, sheet_id: str, count: str, unanswered: str = "0") -> Shown:
    """Accepts the rest of one sheet, where it is as many criteria as were shown, and the unit has answered nothing of it since."""
    case = await load(turn, sheet_id)
    pile = [(unit, addresses) for unit, addresses in mine_to_accept(turn, case.result) if unit is case.unit]
    role = require_part(turn, case, "appraise" if case.decides else "propose")
    await _require_as_shown(turn, case.result, pile, count, unanswered)
    await _judge(turn, case.result, pile, role, "accepted")
    after = await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    return await sheet_screen(turn, after, 0, say("appraisal.rest_accepted" if case.decides else "appraisal.rest_proposed", count=id_of(count)))


async def ask_all(turn: Turn, period_id: str) -> Shown:
    """Whether everything left is accepted as it is."""
    result = await result_of(turn, await period_of(turn, period_id))
    pile = mine_to_accept(turn, result)
    if not pile:
        return await board_of(turn, result, say("appraisal.nothing_left"))
    count = sum(len(addresses) for _, addresses in pile)
    unseen = await unseen_of(turn, result)
    rows = (
        choice("appraisal.confirm_label", "appraisal.all", period_id, count, unseen.unanswered(pile), weight="main"),
        choice("appraisal.back_label", "appraisal.period", period_id),
    )
    return end(say("appraisal.all_question", count=count, lines=tuple(_rest_line(unseen, unit, addresses) for unit, addresses in pile)), rows)


def _rest_line(unseen: Unseen, unit: UnitResult, addresses: tuple[str, ...]) -> Said:
    line, notes = say("appraisal.all_line", unit=unit.place.unit_name, count=len(addresses)), unseen.notes(unit, addresses)
    return say("appraisal.all_noted", line=line, notes=notes) if notes else line


async def accept_all(turn: Turn, period_id: str, count: str, unanswered: str = "0") -> Shown:
    result = await result_of(turn, await period_of(turn, period_id))
    pile = mine_to_accept(turn, result)
    await _require_as_shown(turn, result, pile, count, unanswered)
    decides = await accept_pile(turn, result, pile)
    return await _board_after(turn, result, say("appraisal.rest_accepted" if decides else "appraisal.rest_proposed", count=id_of(count)))


async def _require_as_shown(turn: Turn, result: Result, pile: Pile, count: str, unanswered: str) -> None:
    """Raises Outdated where it is not as many criteria as were shown, or a unit has answered since what it was asked of one."""
    unseen = await unseen_of(turn, result)
    if (sum(len(addresses) for _, addresses in pile), unseen.unanswered(pile)) != (id_of(count), id_of(unanswered)):
        raise Outdated


async def accept_pile(turn: Turn, result: Result, pile: Pile) -> bool:
    """Accepts these as they are, each unit's as what the person judges it; gives whether that decided, for the secretariat only proposes."""
    roles = [_part(turn, result, unit) for unit, _ in pile]
    for (unit, addresses), role in zip(pile, roles, strict=True):
        await _judge(turn, result, [(unit, addresses)], role, "accepted")
    return Role.SECRETARIAT not in roles


async def ask_agreeing(turn: Turn, period_id: str) -> Shown:
    """Whether every proposal is agreed to; each is listed."""
    result = await result_of(turn, await period_of(turn, period_id))
    pile = proposals(turn, result)
    if not pile:
        return await board_of(turn, result, say("appraisal.nothing_proposed"))
    lines = tuple(line for unit, addresses in pile for line in _proposal_lines(unit, addresses))
    count = sum(len(addresses) for _, addresses in pile)
    newest = max(proposed.id for unit, addresses in pile for address in addresses if (proposed := unit.standing[address].proposed))
    rows = (
        choice("appraisal.confirm_label", "appraisal.agreed_all", period_id, newest, weight="main"),
        choice("appraisal.back_label", "appraisal.period", period_id),
    )
    return end(say("appraisal.agree_question", count=count, lines=lines), rows)


def _proposal_lines(unit: UnitResult, addresses: tuple[str, ...]) -> list[Said]:
    """A unit's proposals: each that changes something with its reason, those that leave the unit's own score in one line."""
    proposed = [one for address in addresses if (one := unit.standing[address].proposed)]
    lines = [
        say("appraisal.proposal_line", unit=unit.place.unit_name, address=one.address, points=one.points, reason=one.reason)
        for one in proposed
        if one.points is not None
    ]
    as_they_are = len(proposed) - len(lines)
    return lines + ([say("appraisal.as_they_are_line", unit=unit.place.unit_name, count=as_they_are)] if as_they_are else [])


async def agree_all(turn: Turn, period_id: str, newest: str) -> Shown:
    """Agrees to every proposal up to the newest that was shown."""
    result = await result_of(turn, await period_of(turn, period_id))
    shown = id_of(newest)
    agreed = 0
    for unit, addresses in proposals(turn, result):
        seen = tuple(address for address in addresses if (proposed := unit.standing[address].proposed) and proposed.id <= shown)
        await _agree(turn, [(unit, seen)], _part(turn, result, unit), result)
        agreed += len(seen)
    return await _board_after(turn, result, say("appraisal.all_agreed", count=agreed))


async def _board_after(turn: Turn, result: Result, said: Said) -> Shown:
    after = await result_of(turn, result.period)
    await tell_when_complete(turn, after)
    return await board_of(turn, after, said)


# ---------------------------------------------------------------------------------------------------------------- keeping


def _part(turn: Turn, result: Result, unit: UnitResult) -> Role:
    """As what the person judges this unit now. Raises NotInThisStage or Outdated."""
    period = result.period
    decides = deciding_role(turn.me, period.bloc_id, unit.place.unit_id, result.deciders)
    role = decides or proposing_role(turn.me, period.bloc_id, unit.place.unit_id, result.deciders)
    if role is None:
        raise Outdated
    require_stage_act("appraise" if decides else "propose", period.state, period.stage, turn.me.roles(period.bloc_id))
    return role


async def _judge(turn: Turn, result: Result, pile: Pile, role: Role, basis: Basis, value: Value = "appraised") -> None:
    """Keeps what the unit gave itself as the person's judgement."""
    for unit, addresses in pile:
        kept = [
            Judgement(unit.place.sheet_id, address, value, basis, None, "", unit.answers.get(address, ""), is_decided=role is not Role.SECRETARIAT)
            for address in addresses
        ]
        await turn.store.judgements.judge(kept, turn.me.id, role.value, turn.now)
        await _record(turn, result, unit, kept, role)


async def _agree(turn: Turn, pile: Pile, role: Role, result: Result) -> None:
    for unit, addresses in pile:
        kept = [
            Judgement(unit.place.sheet_id, address, "appraised", one.basis, one.points, one.reason, one.answer)
            for address in addresses
            if (one := unit.standing[address].proposed)
        ]
        await turn.store.judgements.judge(kept, turn.me.id, role.value, turn.now)
        await _record(turn, result, unit, kept, role)


async def _record(turn: Turn, result: Result, unit: UnitResult, kept: Sequence[Judgement], role: Role) -> None:
    """One entry for all that was judged of a sheet at once: by address the points that counted before, and those that were given or proposed (null: left out
    of the sum)."""
    period = result.period
    if kept:
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


__all__ = ["Case", "accept", "agree"]
