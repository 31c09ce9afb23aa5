"""A file that arrives: evidence for the criterion that is asked, or a sheet filled in outside the chat.

Our own workbook is known by its name at once, and then asked about; under another name it is kept as evidence, looked into, and asked about afterwards.
"""

from datetime import datetime

from domain.people import UNIT_ROLES
from domain.rubrics import Item, Leaf
from domain.texts import fold
from handlers import documents
from handlers.assessment.captions import says_something
from handlers.assessment.evidence import stray_file, take_file
from handlers.assessment.filled import EVIDENCE, PURPOSE
from handlers.assessment.filled_comparing import SHEET
from handlers.assessment.work import Work, load_to_fill, require_own
from handlers.criteria import named_said
from handlers.dialogue import Sent
from handlers.flow import Ask, FileUse, Outdated, Said, Shown, Turn, ask, choice, end, say
from storage.sheets import Task


class ChoosingUse(documents.HeldFile):
    """What a file is for is asked: to be compared with the sheet, or to prove a criterion."""

    sheet_id: int
    address: str


async def take_sent(turn: Turn, work: Work, target: Leaf | Item, sent: Sent, seen_at: datetime | None) -> Shown:
    """A file while a criterion is asked: evidence, unless it bears the name of a sheet of ours."""
    file = sent.file
    if not sent.album and _is_named_as_ours(turn, file.name):
        return _ask_use(work, target, ChoosingUse(
            sheet_id=work.sheet.id, address=target.address, ref=file.ref, unique=file.unique, name=file.name, mime=file.mime, size=file.size,
            caption=sent.caption,
        ))  # fmt: skip
    require_own(work, target)
    known = {one.id for one in work.sheet.evidence}
    shown = await take_file(turn, work, target, sent, seen_at)
    if documents.is_workbook(file.name) and (file.size or 0) <= documents.LARGEST:
        await _look_inside(turn, work, known, sent)
    return shown


async def _look_inside(turn: Turn, work: Work, known: set[int], sent: Sent) -> None:
    """Has a workbook that was noted as evidence looked into: it may be a sheet of ours under another name."""
    after = await load_to_fill(turn, work.sheet.id)
    noted = next((one.id for one in after.sheet.evidence if one.id not in known and one.unique == sent.file.unique), None)
    if noted is not None:
        await documents.note(turn, work.sheet.period.bloc_id, PURPOSE, f"{EVIDENCE}:{noted}", sent)


def _is_named_as_ours(turn: Turn, name: str) -> bool:
    plain = fold(name.replace("_", " ").replace("-", " "))
    return documents.is_workbook(name) and plain.startswith(fold(turn.written(say("filling.file_prefix")).replace("-", " ")))


def _ask_use(work: Work, target: Leaf | Item, state: ChoosingUse) -> Ask:
    rows = (
        (choice("filling.compare_label", "assessment.use", work.sheet.id, "sheet", weight="main"),),
        (choice("filling.as_evidence_label", "assessment.use", work.sheet.id, "evidence"),),
        (choice("assessment.back_label", "assessment.ask", work.sheet.id, target.address),),
    )
    return ask(say("filling.is_a_sheet", name=state.name, named=named_said(target)), *rows, waits=state)


async def use(turn: Turn, sheet_id: str, which: str) -> Shown:
    """What the file is for was chosen."""
    state = turn.open
    if not isinstance(state, ChoosingUse) or str(state.sheet_id) != sheet_id or which not in {"sheet", "evidence"}:
        raise Outdated
    work = await load_to_fill(turn, sheet_id)
    if which == "evidence":
        target = work.target(state.address)
        require_own(work, target)
        return await take_file(turn, work, target, state.sent, None)
    return await _to_compare(turn, work.sheet.id, work.sheet.period.bloc_id, state.sent)


async def use_again(turn: Turn, state: ChoosingUse) -> Shown:
    """Something was typed instead: an address, or nothing that fits."""
    work = await load_to_fill(turn, state.sheet_id)
    return _ask_use(work, work.target(state.address), state)


async def on_board(turn: Turn, sheet_id: int, answered: str = "") -> Shown:
    """A file on the board: a spreadsheet is taken as the sheet filled in; any other proves the criterion `answered` just now, unless its caption says
    something else of that; what else it may be is asked about."""
    sent = turn.sent
    if sent is None:
        raise Outdated
    work = await load_to_fill(turn, sheet_id)
    if documents.is_spreadsheet(sent) and turn.me.seat_in(work.sheet.unit_id, UNIT_ROLES) is not None:
        return await _to_compare(turn, work.sheet.id, work.sheet.period.bloc_id, sent)
    if (target := work.rubric.at(answered)) is not None and answered in work.answers and not says_something(turn, work, target, sent.caption):
        require_own(work, target)
        return await take_file(turn, work, target, sent, None)
    return await stray_file(turn) or end(say("assessment.file_for_which"), (choice("assessment.back_label", "assessment.board", sheet_id),))


async def sheet_use(turn: Turn) -> tuple[FileUse, ...]:
    """A spreadsheet may be the filled sheet of the person's unit while there is one to fill; under the name of ours it surely is."""
    if not await _tasks(turn):
        return ()
    named_so = turn.sent is not None and _is_named_as_ours(turn, turn.sent.file.name)
    return (FileUse(choice("filling.as_sheet_label", "assessment.take_sheet"), is_certain=named_so, marked=(PURPOSE, f"{SHEET}:0")),)


async def take_sheet(turn: Turn, document_id: str = "") -> Shown:
    """The file that came is the unit's sheet, filled in: it is read and compared."""
    tasks = await _tasks(turn)
    if not tasks:
        raise Outdated
    sheet_id = tasks[0].sheet_id if len(tasks) == 1 else 0
    return _compared_soon(sheet_id, await documents.note_arrived(turn, tasks[0].period.bloc_id, PURPOSE, f"{SHEET}:{sheet_id}", document_id))


async def _tasks(turn: Turn) -> tuple[Task, ...]:
    """What the person's units have to fill now."""
    units = [seat.unit_id for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None]
    return await turn.store.sheets.of_units(units) if units else ()


async def _to_compare(turn: Turn, sheet_id: int, bloc_id: str, sent: Sent) -> Shown:
    """Has the file read; the comparison follows as a message of its own. Sheet 0: only the file says which."""
    return _compared_soon(sheet_id, await documents.note(turn, bloc_id, PURPOSE, f"{SHEET}:{sheet_id}", sent))


def _compared_soon(sheet_id: int, said: Said) -> Shown:
    back = choice("assessment.back_label", "assessment.board", sheet_id) if sheet_id else choice("engine.home", "home.open")
    return end(said, (back,))
