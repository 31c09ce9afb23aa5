"""A document on its way: fetched, read in a child process, handed to the job of its purpose; whatever it holds, it comes to an end."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.runtime.fetching import Fetching
from bot.runtime.files import Files
from bot.runtime.reading import Read, read
from config.bloc_files import read_bloc_file
from handlers.blocs import load_bloc
from handlers.dialogue import FileLost
from storage.database import Database
from storage.documents import Document
from storage.store import Store
from tests.bot.runtime.seam import BEGINS, Messenger, Moment
from tests.stage import BLOC, BLOC_ID
from tests.transcripts import SENT
from tests.workbooks import bomb, far_row


class Room:
    """A database with one document to fetch, and what fetches it."""

    def __init__(self, database: Database, tmp_path: Path) -> None:
        self.database, self.messenger, self.files = database, Messenger(), Files(tmp_path / "evidence")
        self.reads = Store(database.reader)
        self.fetching = Fetching(database, self.messenger, self.files, Moment(), lambda: None)

    async def after(self, content: bytes | Exception) -> Document:
        """The document once it was fetched with this content."""
        self.messenger.downloads.append(content)
        for table in self.fetching._tables:
            for row in await table.reads.to_fetch("telegram", BEGINS, 10):
                await self.fetching._fetch(table, row)
        document = await self.reads.documents.of(1)
        assert document is not None
        return document

    async def due(self) -> list[str]:
        """What is due about documents."""
        return [f"{due.kind} {due.subject}" for due in await self.reads.due.ripe(BEGINS, 10) if due.subject.startswith("document")]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    database = await Database.open(tmp_path / "ktd.db")
    async with database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(BLOC.read_bytes()), BEGINS)
        person = await store.people.add("Nguyễn Thị Lan", "", BEGINS)
        await store.documents.add(BLOC_ID, "tables.read", "period:3", "bang.xlsx", None, "telegram", "ref", person, BEGINS)
    room = Room(database, tmp_path)
    yield room
    room.files.close()
    await database.close()


async def test_a_workbook_is_read_and_its_job_is_due(room: Room) -> None:
    document = await room.after(SENT["bang-khoi.xlsx"])

    assert (document.state, document.number, json.loads(document.found)["total"]) == ("read", 3, "10")
    assert await room.due() == ["tables.read document:1"]


async def test_a_fault_of_our_own_is_logged_by_kind_and_place_and_the_file_is_one_that_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bang.xlsx").write_bytes(SENT["bang-khoi.xlsx"])

    assert await read("no such reader", tmp_path / "bang.xlsx") == Read("unreadable", is_read=False)
    assert "the reader no such reader failed [KeyError at runtime/reading.py" in caplog.text


async def test_a_read_workbook_is_kept_under_its_hash(room: Room) -> None:
    document = await room.after(SENT["bang-khoi.xlsx"])

    assert document.sha256 is not None and room.files.path_of(document.sha256).read_bytes() == SENT["bang-khoi.xlsx"]


@pytest.mark.parametrize(("content", "reason"), [(b"x", "not_xlsx"), (bomb(30_000_000), "too_large"), (far_row(1_048_576), "too_many_rows")])
async def test_a_refused_workbook_is_handed_on_with_its_reason(room: Room, content: bytes, reason: str) -> None:
    document = await room.after(content)

    assert (document.state, document.found) == ("refused", reason)


async def test_a_lost_document_is_handed_on_as_lost(room: Room) -> None:
    assert (await room.after(FileLost())).state == "lost"
    assert await room.due() == ["tables.read document:1"]


async def test_a_connection_that_breaks_is_tried_again(room: Room) -> None:
    assert (await room.after(ConnectionError())).state == "fetching"
    assert not await room.due()


async def test_a_reader_that_fails_refuses_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")

    assert await read("no.such.reader", tmp_path / "x.xlsx") == Read("unreadable", is_read=False)


async def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.reading.READING_TAKES_AT_MOST", 0.01)
    (tmp_path / "x.xlsx").write_bytes(SENT["bang-khoi.xlsx"])

    assert await read("tables.read", tmp_path / "x.xlsx") == Read("too_heavy", is_read=False)
