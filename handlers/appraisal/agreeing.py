"""Agreeing to what the secretariat proposed: one criterion in one tap, or every proposal that waits."""

from domain.appraisal import require_anothers
from domain.judgements import Judged
from handlers.appraisal.board import board_after, board_of
from handlers.appraisal.case import load, period_of, points_said, require_part
from handlers.appraisal.criterion import ask_next, mark_of, shown_anew
from handlers.appraisal.given import Given, given_now
from handlers.appraisal.keeping import agree_as, agree_to_pile
from handlers.appraisal.piles import Pile, count_of, proposals
from handlers.appraisal.progress import tell_when_complete
from handlers.appraisal.sheet import score_said
from handlers.appraisal.unseen import noted
from handlers.criteria import shown_address
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.results import UnitResult

LISTED_AT_MOST = 20
"""So many proposals with their reasons are read on a phone before they are agreed to."""


async def agree(turn: Turn, sheet_id: str, address: str, number: str, mark: str = "") -> Shown:
    """Takes the proposal that was shown; where the criterion is no longer what was shown (`mark`), it is shown instead."""
    case = await load(turn, sheet_id)
    role, address = require_part(turn, case, "appraise"), case.address(address)
    proposed = case.standing(address).proposed
    if proposed is None or proposed.id != id_of(number):
        raise Outdated
    require_anothers(turn.me, proposed.by)
    if await mark_of(turn, case, address) != mark:
        return await shown_anew(turn, case, case.target(address))
    await agree_as(turn, case.result, case.unit, (address,), role)
    target, after = case.target(address), await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    return await ask_next(
        turn, after, address, say("appraisal.agreed", address=shown_address(target), title=target.title, points=points_said(after, target))
    )


async def ask_agreeing(turn: Turn, period_id: str, sheet_id: str = "") -> Shown:
    """Whether every proposal, or every one on one sheet, is agreed to; each is listed. Of more than are read at once the units come first."""
    given = await given_now(turn, await period_of(turn, period_id))
    pile = proposals(turn, given.result)
    if not pile:
        return await board_of(turn, given.result, say("appraisal.nothing_proposed"))
    theirs = _of_sheet(pile, sheet_id)
    if len(theirs) > 1 and sum(len(_changing(unit, addresses)) for unit, addresses in theirs) > LISTED_AT_MOST:
        return _by_unit(given, pile)
    return _question(given, theirs, sheet_id)


def _by_unit(given: Given, pile: Pile, *said: Said) -> Shown:
    period_id = given.result.period.id
    rows = [
        (
            choice(
                "appraisal.proposals_of_label", "appraisal.agree_all", period_id, unit.place.sheet_id, unit=unit.place.unit_name, count=len(addresses),
                also=unit.place.unit.other_names,
            ),
        )
        for unit, addresses in pile
    ]  # fmt: skip
    back = (choice("appraisal.back_label", "appraisal.period", period_id),)
    return end((*said, say("appraisal.agree_by_unit", count=count_of(pile))), *rows, back, lasting=bool(said))


def _question(given: Given, pile: Pile, sheet_id: str) -> Shown:
    period_id = given.result.period.id
    lines = tuple(line for unit, addresses in pile for line in _lines(given, unit, addresses))
    newest = max(proposed.id for unit, addresses in pile for address in addresses if (proposed := unit.standing[address].proposed))
    rows = (
        choice(
            "appraisal.confirm_label", "appraisal.agreed_all", period_id, newest, given.marks(pile), *((sheet_id,) if sheet_id else ()), weight="main"
        ),
        choice("appraisal.back_label", "appraisal.period", period_id),
    )
    return end(say("appraisal.agree_question", count=count_of(pile), lines=lines), rows)


def _of_sheet(pile: Pile, sheet_id: str) -> Pile:
    """What of it is this sheet's; all of it where none is meant, or nothing is left there."""
    return [(unit, addresses) for unit, addresses in pile if str(unit.place.sheet_id) == sheet_id] or pile


def _changing(unit: UnitResult, addresses: tuple[str, ...]) -> list[Judged]:
    """The proposals that give other points than the unit gave itself."""
    return [one for address in addresses if (one := unit.standing[address].proposed) and one.points is not None]


def _lines(given: Given, unit: UnitResult, addresses: tuple[str, ...]) -> list[Said]:
    """A unit's proposals: each that changes something with its reason, those that leave the unit's own score in one line; and what deserves a look."""
    lines = [
        say(
            "appraisal.proposal_line", unit=unit.place.unit_name, address=shown_address(one.address), own=_own(given, unit, one.address), points=one.points,
            reason=one.reason,
        )
        for one in _changing(unit, addresses)
    ]  # fmt: skip
    as_they_are = len(addresses) - len(lines)
    lines += [say("appraisal.as_they_are_line", unit=unit.place.unit_name, count=as_they_are)] if as_they_are else []
    notes = noted(given, unit, addresses)
    return lines + ([say("appraisal.proposals_noted", unit=unit.place.unit_name, notes=notes)] if notes else [])


def _own(given: Given, unit: UnitResult, address: str) -> Said:
    target = given.result.rubric.at(address)
    return score_said(unit.own.points_of(target) if target else None)


async def agree_all(turn: Turn, period_id: str, newest: str, marks: str = "", sheet_id: str = "") -> Shown:
    """Agrees to every proposal (on one sheet) up to the newest that was shown, where they and what their units gave are what was shown; of one sheet goes
    on to the other units'."""
    given = await given_now(turn, await period_of(turn, period_id))
    pile = _until(_of_sheet(proposals(turn, given.result), sheet_id), id_of(newest))
    if given.marks(pile) != marks:
        raise Outdated
    await agree_to_pile(turn, given.result, pile)
    said, after = say("appraisal.all_agreed", count=count_of(pile)), await given_now(turn, given.result.period)
    left = proposals(turn, after.result)
    return _by_unit(after, left, said) if sheet_id and left else await board_after(turn, given.result, said)


def _until(pile: Pile, newest: int) -> Pile:
    """The proposals up to this one."""
    shown = (
        (unit, tuple(one for one in addresses if (proposed := unit.standing[one].proposed) and proposed.id <= newest)) for unit, addresses in pile
    )
    return [(unit, addresses) for unit, addresses in shown if addresses]
