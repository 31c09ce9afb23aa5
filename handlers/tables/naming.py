"""Which of a bloc's tables a workbook is that does not say: the plain form has no id of its own."""

from dataclasses import replace

from config import yaml_files, yaml_writing
from domain.texts import fold
from handlers.blocs import unknown_table
from handlers.flow import Turn
from handlers.tables.understanding import ReadTable, table_of
from storage.documents import Document
from storage.store import Store


async def table_in(turn: Turn, document: Document) -> ReadTable:
    """The table in a workbook that was read, under the id it would be kept by in the bloc now."""
    return await under_its_id(turn.store, document.bloc_id, table_of(document.found))


async def under_its_id(store: Store, bloc_id: str, table: ReadTable) -> ReadTable:
    """The table under its own id. One without takes that of the bloc's table of the same title, which it follows; else that of the bloc's usual table
    where this is not adopted yet (`is_usual`); else it keeps what was made of its title."""
    if table.faults or table.has_own_id:
        return table
    versions = await store.rubrics.of_bloc(bloc_id)
    same = next((one.rubric for one in versions if fold(title_of(one.text)) == fold(table.title)), "")
    if same:
        return renamed(table, same)
    if any(one.rubric == table.id for one in versions):
        return table
    usual = await unknown_table(store, bloc_id)
    return replace(renamed(table, usual), is_usual=True) if usual else table


def renamed(table: ReadTable, id: str) -> ReadTable:
    """The table under another id: 3 to 40 of a-z, 0-9 and hyphens. One with faults has no text that would bear it."""
    return replace(table, id=id, text=text_named(table.text, id) if table.text else "", has_own_id=True)


def text_named(text: str, id: str) -> str:
    """A rubric file's text under another id."""
    data = yaml_files.load(text.encode())
    if not isinstance(data, dict) or data["id"] == id:
        return text
    return yaml_writing.dump({**data, "id": id})


def title_of(text: str) -> str:
    """The title of a rubric file's text."""
    data = yaml_files.load(text.encode())
    return str(data["title"]) if isinstance(data, dict) else ""
