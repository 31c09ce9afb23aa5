"""Accepting what a unit gave itself: one criterion in one tap, a whole sheet, or everything that is left."""

from domain.appraisal import StageAct
from handlers.appraisal.board import board_after, board_of
from handlers.appraisal.case import load, period_of, require_part
from handlers.appraisal.criterion import ask_next, stopped
from handlers.appraisal.given import Given, given_now, given_of
from handlers.appraisal.keeping import accept_as, accept_pile
from handlers.appraisal.piles import Pile, count_of, mine_to_accept, of_unit
from handlers.appraisal.progress import tell_when_complete
from handlers.appraisal.sheet import sheet_screen
from handlers.appraisal.unseen import noted
from handlers.criteria import shown_address
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, say
from handlers.results import UnitResult


async def accept(turn: Turn, sheet_id: str, address: str, seen: str = "0") -> Shown:
    """Accepts one criterion as the unit gave it; where somebody judged it or it is no longer what was shown (`seen`), it is shown instead."""
    case = await load(turn, sheet_id)
    target = case.target(address)
    address = target.address
    act: StageAct = "appraise" if case.decides else "propose"
    role = require_part(turn, case, act)
    if address not in case.unit.answers:
        raise Outdated
    if (anew := await stopped(turn, case, target, seen)) is not None:
        return anew
    await accept_as(turn, case.result, case.unit, (address,), role)
    after = await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    key = "appraisal.accepted" if case.decides else "appraisal.accepted_as_proposal"
    return await ask_next(turn, after, address, say(key, address=shown_address(target), title=target.title))


# ---------------------------------------------------------------------------------------------------------------- many at once


async def ask_rest(turn: Turn, sheet_id: str) -> Shown:
    """Whether the rest of one sheet is accepted as it is."""
    case = await load(turn, sheet_id)
    pile = of_unit(mine_to_accept(turn, case.result), case.unit)
    if not pile:
        return await sheet_screen(turn, case, 0, say("appraisal.nothing_left"))
    given, count = await given_of(turn, case.result), count_of(pile)
    rows = (
        choice("appraisal.confirm_label", "appraisal.rest", sheet_id, given.marks(pile), weight="main"),
        choice("appraisal.back_label", "appraisal.case", sheet_id),
    )
    notes = noted(given, case.unit, pile[0][1])
    question = say("appraisal.rest_question", unit=case.sheet.unit_name, count=count)
    return end((question, say("appraisal.rest_noted", notes=notes)) if notes else question, rows)


async def accept_rest(turn: Turn, sheet_id: str, marks: str) -> Shown:
    """Accepts the rest of one sheet, where it is what was shown."""
    case = await load(turn, sheet_id)
    pile = of_unit(mine_to_accept(turn, case.result), case.unit)
    role = require_part(turn, case, "appraise" if case.decides else "propose")
    _require_as_shown(await given_of(turn, case.result), pile, marks)
    await accept_as(turn, case.result, case.unit, pile[0][1], role)
    after = await load(turn, sheet_id)
    await tell_when_complete(turn, after.result)
    return await sheet_screen(turn, after, 0, say("appraisal.rest_accepted" if case.decides else "appraisal.rest_proposed", count=count_of(pile)))


async def ask_all(turn: Turn, period_id: str) -> Shown:
    """Whether everything left is accepted as it is."""
    given = await given_now(turn, await period_of(turn, period_id))
    pile = mine_to_accept(turn, given.result)
    if not pile:
        return await board_of(turn, given.result, say("appraisal.nothing_left"))
    rows = (
        choice("appraisal.confirm_label", "appraisal.all", period_id, given.marks(pile), weight="main"),
        choice("appraisal.back_label", "appraisal.period", period_id),
    )
    lines = tuple(_rest_line(given, unit, addresses) for unit, addresses in pile)
    return end(say("appraisal.all_question", count=count_of(pile), lines=lines), rows)


def _rest_line(given: Given, unit: UnitResult, addresses: tuple[str, ...]) -> Said:
    line, notes = say("appraisal.all_line", unit=unit.place.unit_name, count=len(addresses)), noted(given, unit, addresses)
    return say("appraisal.all_noted", line=line, notes=notes) if notes else line


async def accept_all(turn: Turn, period_id: str, marks: str) -> Shown:
    """Accepts everything left, where it is what was shown."""
    given = await given_now(turn, await period_of(turn, period_id))
    pile = mine_to_accept(turn, given.result)
    _require_as_shown(given, pile, marks)
    decides = await accept_pile(turn, given.result, pile)
    return await board_after(turn, given.result, say("appraisal.rest_accepted" if decides else "appraisal.rest_proposed", count=count_of(pile)))


def _require_as_shown(given: Given, pile: Pile, marks: str) -> None:
    """Raises Outdated where nothing is left, or it is not what was shown: somebody judged, or a unit answered or gave something since."""
    if not pile or given.marks(pile) != marks:
        raise Outdated
