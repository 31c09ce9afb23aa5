"""Scoring tables that the secretariat has put before the chair and nobody has answered. They wait on the screen of the bloc's tables, for whoever holds the
chair's seat then; the list of periods says so."""

from domain.people import CHAIR
from handlers.flow import Said, Turn, say
from storage.documents import Document


async def waiting_tables(turn: Turn, bloc_id: str) -> tuple[Document, ...]:
    """The workbooks that wait for the chair, the oldest first."""
    numbers = (await turn.store.notes.read(_note(bloc_id))).split()
    documents = [await turn.store.documents.of(int(number)) for number in numbers]
    return tuple(one for one in documents if one is not None)


async def let_wait(turn: Turn, document: Document) -> None:
    """The workbook waits for the chair."""
    await _keep(turn, document.bloc_id, [*(one.id for one in await waiting_tables(turn, document.bloc_id) if one.id != document.id), document.id])


async def answered(turn: Turn, document: Document) -> None:
    """The chair has answered: the workbook waits no longer."""
    await turn.store.notices.outdate(await turn.store.seats.holders(document.bloc_id, CHAIR), (f"tables.adopt:{document.id}",))
    waiting = await waiting_tables(turn, document.bloc_id)
    if any(one.id == document.id for one in waiting):
        await _keep(turn, document.bloc_id, [one.id for one in waiting if one.id != document.id])


async def waiting_said(turn: Turn, bloc_id: str) -> tuple[Said, ...]:
    """That tables wait for the chair, and where; nothing where none do."""
    count = len(await waiting_tables(turn, bloc_id))
    return (say("tables.waiting_elsewhere", count=count),) if count else ()


async def _keep(turn: Turn, bloc_id: str, numbers: list[int]) -> None:
    await turn.store.notes.leave(_note(bloc_id), " ".join(map(str, numbers)), turn.now)


def _note(bloc_id: str) -> str:
    return f"tables_waiting:{bloc_id}"
