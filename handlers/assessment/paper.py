"""A sheet entered for a unit that cannot use the chat: by the secretariat, from the signed paper, whose scan comes first.

Whoever enters it sees this one sheet's points, like the unit. The chair is told; the unit confirms what was entered, when somebody of it joins.
"""

from domain.errors import RuleError
from domain.people import CHAIRS, LEADERS, Role
from domain.sheets import require_sheet_act
from handlers.assessment.board import board, board_of
from handlers.assessment.evidence import note, require_size
from handlers.assessment.work import SCAN, enters_for, load
from handlers.flow import NotAllowed, Outdated, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.titles import label_of
from storage.answers import OpenSheet

SECRETARIAT = frozenset({Role.SECRETARIAT})


class ScanAsked(RuleError):
    """A sheet is entered from a scan of the signed paper."""

    key = "assessment.scan_asked"


class GivingScan(State):
    """The scan of the signed paper is asked."""

    takes_files = True
    sheet_id: int


async def list_papers(turn: Turn) -> Shown:
    """The sheets that may be entered for a unit: those nobody of the unit has begun."""
    tasks = [task for seat in turn.me.seats_as(SECRETARIAT) for task in await turn.store.sheets.for_paper(seat.bloc_id)]
    home = (choice("engine.home", "home.open"),)
    if not tasks:
        return end(say("assessment.no_paper"), home)
    periods = [one.period for one in tasks]
    rows = [
        (choice("assessment.sheet_label", "assessment.paper", one.sheet_id, unit=one.unit_name, title=label_of(one.period, periods)),)
        for one in tasks
    ]
    return end(say("assessment.which_paper"), *rows, home)


async def ask_scan(turn: Turn, sheet_id: str, *_: str) -> Shown:
    """Begins, or goes on with, a sheet from paper."""
    sheet = await _sheet(turn, id_of(sheet_id))
    if enters_for(turn, sheet) and any(one.address == SCAN and one.state != "lost" for one in sheet.evidence):
        return await board(turn, sheet_id)
    text = say("assessment.ask_scan", unit=sheet.unit_name, title=sheet.period.title)
    return ask((text, say("assessment.no_secrets")), (choice("assessment.papers_label", "assessment.papers"),), waits=GivingScan(sheet_id=sheet.id))


async def give_scan(turn: Turn, state: GivingScan) -> Shown:
    sheet = await _sheet(turn, state.sheet_id)
    if turn.sent is None:
        raise ScanAsked
    require_size(turn.sent)
    if not enters_for(turn, sheet):
        await turn.store.answers.enter_on_paper(sheet.id, turn.me.id)
        chairs = await turn.store.seats.holders(sheet.period.bloc_id, CHAIRS)
        told = say("assessment.told_paper", by=turn.me.full_name, unit=sheet.unit_name, title=sheet.period.title)
        turn.tell([one for one in chairs if one != turn.me.id], told)
    await note(turn, sheet.id, SCAN, turn.sent)
    noted = say("assessment.file_noted", name=turn.sent.file.name, place=say("assessment.scan_place"))
    return await board_of(turn, await load(turn, sheet.id), noted)


async def scan_again(turn: Turn, state: GivingScan) -> Shown:
    return await ask_scan(turn, str(state.sheet_id))


async def confirm(turn: Turn, sheet_id: str) -> Shown:
    """A leader of the unit confirms what was entered for it."""
    work = await load(turn, sheet_id)
    turn.require_seat(work.sheet.unit_id, LEADERS)
    if not work.sheet.on_paper or work.sheet.is_confirmed or work.sheet.state != "submitted":
        raise Outdated
    await turn.store.answers.confirm_paper(work.sheet.id, turn.me.id, turn.now)
    await turn.record("paper_confirmed", work.sheet.period.bloc_id, f"sheet:{work.sheet.id}", period_id=work.sheet.period.id)
    concerned = {*await turn.store.seats.holders(work.sheet.period.bloc_id, CHAIRS), *((work.sheet.paper_by,) if work.sheet.paper_by else ())}
    told = say("assessment.told_paper_confirmed", by=turn.me.full_name, unit=work.sheet.unit_name, title=work.sheet.period.title)
    turn.tell(sorted(concerned - {turn.me.id}), told)
    return await board_of(turn, await load(turn, sheet_id), say("assessment.paper_confirmed"))


async def _sheet(turn: Turn, number: int) -> OpenSheet:
    """The sheet, if this person may enter it now. Raises Outdated, NotAllowed, or what the sheet's state forbids."""
    sheet = await turn.store.answers.open_sheet(number)
    if sheet is None:
        raise Outdated
    turn.require(sheet.period.bloc_id, SECRETARIAT)
    require_sheet_act("fill", sheet.state, sheet.period.state)
    if sheet.state != "empty" and not sheet.on_paper:
        raise NotAllowed
    return sheet
