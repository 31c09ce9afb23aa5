"""One running bot for a data directory: the first holds a lease, and the system takes it back with the process, however that ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process holds this lease."""


@contextmanager
def lease(path: Path) -> Iterator[None]:
    """Holds the lease while the block runs. Raises AlreadyRunning, or OSError where the folder cannot be made.

    The file itself says nothing: an exclusive lock on it does, which even `kill -9` gives back.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise AlreadyRunning(str(path.parent)) from fault
        yield
