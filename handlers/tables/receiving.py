"""A workbook sent to the bot: noted, read in the background, then shown to who sent it (handlers/tables/adopting.py, or amending.py for a period)."""

from domain.people import STAFF
from handlers import documents
from handlers.flow import Due, FileUse, Said, Shown, Turn, choice
from handlers.tables.adopting import read_screen
from handlers.tables.amending import amend_screen, tell_amendment
from handlers.tables.authority import PURPOSE, to_tables
from handlers.tables.listing import AwaitingTable, tables_screen
from handlers.tables.naming import table_in


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


async def take(turn: Turn, bloc_id: str, document_id: str = "") -> Shown:
    """The file that came is a table: it is read, and the bloc's tables are shown meanwhile."""
    turn.require(bloc_id, STAFF)
    return await tables_screen(turn, bloc_id, await documents.note_arrived(turn, bloc_id, PURPOSE, "period:0", document_id))


async def receive_again(turn: Turn, state: AwaitingTable) -> Shown:
    return await amend_screen(turn, str(state.period_id)) if state.period_id else await tables_screen(turn, state.bloc_id)


async def tell_read(turn: Turn, due: Due) -> None:
    """The workbook was read: its sender sees what was understood, or why there is nothing."""
    document = await turn.store.documents.of(due.number)
    if document is None or document.by not in await turn.store.seats.holders(document.bloc_id, STAFF):
        return
    back = to_tables(document.bloc_id)
    if (why := documents.refusal(document)) is not None:
        turn.tell([document.by], why, (back,), of=document.bloc_id)
        return
    table = await table_in(turn, document)
    if document.number and not table.faults:
        await tell_amendment(turn, document, table)
        return
    text, rows = await read_screen(turn, document, table)
    turn.tell([document.by], text, *rows, of=document.bloc_id)
