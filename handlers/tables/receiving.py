"""A workbook sent to the bot: noted, read in the background, shown as a tree with its faults by row, adopted only when confirmed."""

from domain.people import CHAIR, STAFF
from handlers import documents
from handlers.flow import Choice, Due, FileUse, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.tables.amending import amend_screen, tell_amendment
from handlers.tables.authority import PURPOSE, decides, document_of, to_tables
from handlers.tables.listing import AwaitingTable, tables_screen, tree_page
from handlers.tables.understanding import ReadTable, fault_said, table_of
from storage.documents import Document

FAULTS_SHOWN = 25


async def receive(turn: Turn, state: AwaitingTable) -> Shown:
    """A file is taken to be read; anything typed shows the screen again."""
    turn.require(state.bloc_id, STAFF)
    said: tuple[Said, ...] = ()
    if turn.sent is not None:
        said = (await documents.note(turn, state.bloc_id, PURPOSE, f"period:{state.period_id}", turn.sent),)
    if state.period_id:
        return await amend_screen(turn, str(state.period_id), *said)
    return await tables_screen(turn, state.bloc_id, *said)


async def table_use(turn: Turn) -> tuple[FileUse, ...]:
    """A spreadsheet may be a table of each bloc whose staff the person is."""
    blocs = turn.me.blocs_as(STAFF)
    label = "tables.as_table_label" if len(blocs) == 1 else "tables.as_table_of_label"
    return tuple(FileUse(choice(label, "tables.take", seat.bloc_id, bloc=seat.bloc_name)) for seat in blocs)


async def take(turn: Turn, bloc_id: str) -> Shown:
    """The file that came is a table: it is read, and the bloc's tables are shown meanwhile."""
    turn.require(bloc_id, STAFF)
    return await tables_screen(turn, bloc_id, await documents.note(turn, bloc_id, PURPOSE, "period:0", documents.sent_or_held(turn)))


async def receive_again(turn: Turn, state: AwaitingTable) -> Shown:
    return await amend_screen(turn, str(state.period_id)) if state.period_id else await tables_screen(turn, state.bloc_id)


async def tell_read(turn: Turn, due: Due) -> None:
    """The workbook was read: its sender sees what was understood, or why there is nothing."""
    document = await turn.store.documents.of(due.number)
    if document is None or document.by not in await turn.store.seats.holders(document.bloc_id, STAFF):
        return
    back = to_tables(document.bloc_id)
    if (why := documents.refusal(document)) is not None:
        turn.tell([document.by], why, (back,))
        return
    table = table_of(document.found)
    if document.number and not table.faults:
        await tell_amendment(turn, document, table)
        return
    text, rows = _read_screen(document, table, 0)
    turn.tell([document.by], text, *rows)


async def turn_page(turn: Turn, number: str, page: str) -> Shown:
    """Another page of what was understood."""
    document = await document_of(turn, number)
    text, rows = _read_screen(document, table_of(document.found), id_of(page))
    return end(text, *rows)


def _read_screen(document: Document, table: ReadTable, page: int) -> tuple[tuple[Said, ...], tuple[tuple[Choice, ...], ...]]:
    """The tree with its sums, what was passed over, and either the faults or the way to adopt it."""
    lines, turning = tree_page(list(table.lines), page, "tables.page", document.id)
    form = say("tables.form_template" if table.is_template else "tables.form_plain")
    head = say("tables.read", name=document.name, title=table.title, count=table.count, total=table.total, form=form)
    text = [head, lines] if table.lines else [head]
    if table.ignored:
        text.append(say("tables.ignored", rows=", ".join(str(row) for row in table.ignored[:FAULTS_SHOWN])))
    if table.faults:
        text.append(say("tables.faults", count=len(table.faults), lines=tuple(fault_said(fault) for fault in table.faults[:FAULTS_SHOWN])))
        return tuple(text), (turning, (to_tables(document.bloc_id),))
    text.append(say("tables.confirm_question", id=table.id))
    confirm = choice("tables.confirm_label", "tables.adopt", document.id, weight="main")
    return tuple(text), (turning, (confirm, choice("tables.cancel_label", "tables.open", document.bloc_id)))


async def adopt(turn: Turn, number: str) -> Shown:
    """The chair keeps the table as a version of the bloc's; the secretariat puts it before the chair."""
    document = await document_of(turn, number)
    table = table_of(document.found)
    if table.faults:
        raise Outdated
    if not decides(turn, document.bloc_id):
        chairs = await turn.store.seats.holders(document.bloc_id, CHAIR)
        text, rows = _read_screen(document, table, 0)
        turn.tell(chairs, (say("tables.proposed", by=turn.me.full_name), *text), *rows)
        return await tables_screen(turn, document.bloc_id, say("tables.sent_to_chair") if chairs else say("periods.no_chair_yet"))
    return await _adopted(turn, document, table)


async def _adopted(turn: Turn, document: Document, table: ReadTable) -> Shown:
    """The decisive act: the table is a version of the bloc's."""
    version = await turn.store.rubrics.version(await turn.store.rubrics.freeze(document.bloc_id, table.id, table.text, turn.now))
    await turn.record("rubric", document.bloc_id, f"rubric:{version.id}", new=version.described)
    said = say("tables.adopted", id=version.rubric, version=version.version)
    turn.tell([one for one in (document.by,) if one != turn.me.id], said)
    return await tables_screen(turn, document.bloc_id, said)
