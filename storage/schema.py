"""The schema a database file stands at: numbered migrations, forward only, and what can be asked of a file that is not opened otherwise."""

import shutil
import sqlite3
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
BUSY_AFTER_MS = 5000
OWNER_ALONE, OWNERS_FILE = 0o700, 0o600
"""Folder and files hold people's data: nobody else on the machine reads them."""


class DatabaseFromTheFuture(Exception):
    """The file was written by a newer ktd than this one."""


class NotADatabase(Exception):
    """The file is no database of ktd's."""


@cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """(number, name, SQL) of every migration, in order."""
    files = sorted((HERE / "migrations").glob("*.sql"))
    return tuple((int(file.name[:4]), file.stem, file.read_text("utf-8")) for file in files)


def newest_version() -> int:
    """The number of the last migration: the version a file stands at once it is open."""
    return migrations()[-1][0]


def version_of(path: Path) -> int:
    """The schema version a file stands at; 0 for a new one. Raises NotADatabase."""
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError as fault:
        raise NotADatabase(path.name) from fault
    finally:
        connection.close()


def migrate(path: Path) -> int:
    """Brings the file to the newest version, each step in one transaction with its number; gives the version it stood at before."""
    before = version_of(path)
    if before > newest_version():
        raise DatabaseFromTheFuture(path.name)
    if 0 < before < newest_version():
        _keep_copy(path, before)
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_AFTER_MS / 1000)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        for number, _, sql in migrations():
            if number > before:
                _apply(connection, number, sql)
    finally:
        connection.close()
    return before


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    """One migration in one transaction with its number, unless another process was first."""
    connection.execute("BEGIN IMMEDIATE")
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) >= number:
        connection.execute("ROLLBACK")
        return
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("COMMIT")


def _keep_copy(path: Path, version: int) -> None:
    """A consistent copy beside the file, made through SQLite so that what still stands in the write-ahead file is in it."""
    copy = path.with_name(f"{path.stem}-before-migration-{version:04d}.db")
    unfinished = copy.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        connection.close()
    unfinished.chmod(OWNERS_FILE)
    shutil.move(unfinished, copy)


def has_note(path: Path, name: str) -> bool:
    """Whether a database file, not opened otherwise, holds this note. Raises NotADatabase."""
    return _holds(path, "SELECT 1 FROM notes WHERE name = ?", (name,))


def has_bloc(path: Path, beside: str = "") -> bool:
    """Whether a database file, not opened otherwise, holds a bloc, `beside` the one of this id. Raises NotADatabase."""
    return _holds(path, "SELECT 1 FROM blocs WHERE id <> ? LIMIT 1", (beside,))


def _holds(path: Path, sql: str, values: tuple[str, ...]) -> bool:
    if version_of(path) == 0:
        return False
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchone() is not None
    except sqlite3.DatabaseError as fault:
        raise NotADatabase(path.name) from fault
    finally:
        connection.close()
