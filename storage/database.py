"""The database: one writing connection behind one lock, one reading connection beside it.

A turn's statements, reads too, go through the writer inside one `BEGIN IMMEDIATE`; readers serve health, reports and the relay and see what is
committed. `synchronous=FULL` because acknowledging to a platform makes this disk the only copy. Other processes (`ktd` commands) write to the same file:
`busy_timeout` lets them take turns.

SQL stands in `sql/<table>.sql`, each statement under `-- name` of the method that runs it. Statements take named blanks only; `written` turns our
values into what SQLite keeps.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import ClassVar

import aiosqlite

from storage.schema import BUSY_AFTER_MS, OWNER_ALONE, OWNERS_FILE, migrate

log = logging.getLogger("ktd.storage")

HERE = Path(__file__).parent

StorageFault = sqlite3.Error
"""What storage raises where the disk or the file fails it."""


THE_DISK_FAILED = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class TransactionLost(Exception):
    """The present transaction cannot stand: the disk failed it, or SQLite has rolled it back already."""


def in_words(fault: BaseException) -> str:
    """What failed, in plain words for the log: a full disk and a locked file are told apart."""
    if isinstance(fault, TransactionLost) and fault.__cause__ is not None:
        return in_words(fault.__cause__)
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: "the disk is full", sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
        sqlite3.SQLITE_BUSY: "another process holds the database", sqlite3.SQLITE_LOCKED: "the database is locked",
        sqlite3.SQLITE_NOMEM: "there is no memory left", sqlite3.SQLITE_READONLY: "the database may not be written",
        sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    }.get(code, type(fault).__name__)  # fmt: skip


def disk_failed(fault: BaseException) -> bool:
    """Whether it was the disk or the file that failed, and not what was asked of it: the same may go well later."""
    return isinstance(fault, sqlite3.Error) and getattr(fault, "sqlite_errorcode", 0) & 0xFF in THE_DISK_FAILED


def utc_text(at: datetime) -> str:
    """An instant as it is stored: UTC ISO text, fit for comparing as text. Naive instants are refused."""
    if at.tzinfo is None:
        raise ValueError("a stored instant must know its zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """A stored instant as an aware datetime in UTC."""
    return datetime.fromisoformat(text)


def maybe_instant(text: str | None) -> datetime | None:
    """A stored instant where there is one."""
    return None if text is None else instant(text)


def written(value: object) -> object:
    """A value as SQLite keeps it: instants as UTC text, points as decimal text, booleans as 0 and 1."""
    match value:
        case datetime():
            return utc_text(value)
        case Decimal():
            return format(value, "f")
        case bool():
            return int(value)
        case _:
            return value


@cache
def statements(table: str) -> Mapping[str, str]:
    """The statements of `sql/<table>.sql` by name."""
    found: dict[str, str] = {}
    for block in (HERE / "sql" / f"{table}.sql").read_text("utf-8").split("-- ")[1:]:
        name, _, body = block.partition("\n")
        found[name.strip()] = body.strip()
    return found


class Connection:
    """A connection that counts its statements, so that a test can hold a turn to its budget."""

    def __init__(self, raw: aiosqlite.Connection) -> None:
        self.raw = raw
        self.count = 0

    async def rows(self, sql: str, facts: Mapping[str, object]) -> list[sqlite3.Row]:
        self.count += 1
        return list(await self.raw.execute_fetchall(sql, {name: written(value) for name, value in facts.items()}))

    async def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self.count += 1
        cursor = await self.raw.executemany(sql, [{name: written(value) for name, value in row.items()} for row in rows])
        await cursor.close()


class Table:
    """What the table classes share: running a statement of their own .sql file by its name."""

    name: ClassVar[str]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def _all(self, statement: str, /, **facts: object) -> list[sqlite3.Row]:
        return await self._connection.rows(statements(self.name)[statement], facts)

    async def _one(self, statement: str, /, **facts: object) -> sqlite3.Row | None:
        rows = await self._all(statement, **facts)
        return rows[0] if rows else None

    async def _run(self, statement: str, /, **facts: object) -> None:
        await self._all(statement, **facts)

    async def _many(self, statement: str, rows: Iterable[Mapping[str, object]], /) -> None:
        await self._connection.many(statements(self.name)[statement], rows)


class Database:
    """An open database. `writing` is a transaction, `reading` is the reader; close it, its threads do not end by themselves."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self.writer = writer
        self.reader = reader
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Opens the file, bringing it to the newest schema first (a copy of the old one is kept beside it).

        Raises DatabaseFromTheFuture or NotADatabase, and leaves such a file as it was.
        """
        path.parent.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
        path.touch(mode=OWNERS_FILE)
        path.chmod(OWNERS_FILE)  # one that was made before; SQLite's files beside it take after it
        migrate(path)
        return cls(path, await _connect(path), await _connect(path))

    async def is_intact(self) -> bool:
        """Whether SQLite finds the file whole, references included."""
        found = await self.reader.rows("PRAGMA integrity_check", {})
        broken = await self.reader.rows("PRAGMA foreign_key_check", {})
        return found[0][0] == "ok" and not broken

    async def close(self) -> None:
        """Closes both connections. What SQLite notes for its plans then is left to the next close where somebody else is writing."""
        async with self._writing:
            try:
                await self.writer.raw.execute("PRAGMA busy_timeout=0")
                await self.writer.raw.execute("PRAGMA optimize")
            except sqlite3.OperationalError as fault:
                log.info("the notes for plans are left as they are: %s", fault)
            finally:
                await self.writer.raw.close()
                await self.reader.raw.close()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """One transaction: committed at the end, rolled back if anything is raised."""
        async with self._writing:
            raw = self.writer.raw
            try:
                await raw.execute_fetchall("BEGIN IMMEDIATE")
                yield self.writer
                await raw.execute_fetchall("COMMIT")
            except BaseException:
                await raw.rollback()  # nothing where nothing is open; it stands in the thread's line behind what a cancellation left there
                raise

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Connection]:
        """One state of the database for everything that is read in it; others write meanwhile. For a process that reads nothing else beside it."""
        await self.reader.raw.execute_fetchall("BEGIN")
        try:
            yield self.reader
        finally:
            await self.reader.raw.rollback()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the present transaction that is undone by itself if anything is raised in it. Raises TransactionLost where there is none."""
        if not self.writer.raw.in_transaction:
            raise TransactionLost
        await self.writer.rows("SAVEPOINT turn", {})
        try:
            yield
        except BaseException:
            if self.writer.raw.in_transaction:
                await self.writer.rows("ROLLBACK TO turn", {})
                await self.writer.rows("RELEASE turn", {})
            raise
        await self.writer.rows("RELEASE turn", {})


async def _connect(path: Path) -> Connection:
    raw = await aiosqlite.connect(path, isolation_level=None)
    raw.row_factory = sqlite3.Row
    for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_AFTER_MS}"):
        await raw.execute_fetchall(f"PRAGMA {pragma}")
    return Connection(raw)
