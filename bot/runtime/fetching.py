"""Files on their way to this disk: downloaded in the background, kept under their SHA-256, and only then said to be kept (evidence) or read (documents).

The bytes are written beside their place, flushed, moved to their name, and the row is committed after that: a row that says `kept` always has its file. A
crash in between leaves the row `fetching`, and the file is fetched again to the same name.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from bot.runtime.awaited import Awaited, AwaitedDocuments, AwaitedEvidence, Kept
from bot.runtime.files import Files
from bot.runtime.waiting import waited
from handlers.dialogue import FileLost, FileTooLarge, Platform
from storage.database import Database, StorageFault, in_words
from storage.evidence import LONGEST_REST, ToFetch
from storage.store import Store

log = logging.getLogger("ktd.fetching")

AT_ONCE = 4
LOOK_EVERY = 15.0
TAKES_AT_MOST = 300.0
MOST_ATTEMPTS = 20
TOLD_AFTER = 5
"""The failed attempt (about half a minute after the first) after which the sender hears that a file is long on its way."""
AFTER_A_FAULT = 2.0


class Fetching:
    """Fetches one platform's files. `changed` is called after each commit, so that the clock tells those who wait."""

    def __init__(self, database: Database, platform: Platform, files: Files, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._database = database
        self._platform = platform
        self._files = files
        self._now = now
        self._changed = changed
        self._store = Store(database.writer)
        reads = Store(database.reader)
        self._tables: tuple[Awaited, ...] = (AwaitedEvidence(reads, self._store), AwaitedDocuments(reads, self._store, files))
        self._under_way: set[tuple[str, int]] = set()
        self._look = asyncio.Event()
        self.last_alive = time.monotonic()

    def look(self) -> None:
        """Says that there may be something to fetch."""
        self._look.set()

    async def run(self) -> None:
        """Runs until cancelled. A slow file holds up none of the others while there is room."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.last_alive = time.monotonic()
                self._look.clear()
                try:
                    await self._begin(group)
                    pause = await self._pause()
                except StorageFault as fault:
                    log.error("the files to fetch cannot be read now (%s); it is tried again", in_words(fault))
                    pause = AFTER_A_FAULT
                await waited(self._look, pause)

    async def _begin(self, group: asyncio.TaskGroup) -> None:
        """Begins to fetch what is due, as much as there is room for."""
        for table in self._tables:
            for row in await table.reads.to_fetch(self._platform.name, self._now(), AT_ONCE + len(self._under_way)):
                if (table.name, row.id) not in self._under_way and len(self._under_way) < AT_ONCE:
                    self._under_way.add((table.name, row.id))
                    group.create_task(self._under_way_with(table, row))

    async def _under_way_with(self, table: Awaited, row: ToFetch) -> None:
        try:
            await self._fetch(table, row)
        finally:
            self._under_way.discard((table.name, row.id))
            self._look.set()

    async def _pause(self) -> float:
        """Seconds until the next file is due to be fetched, at most LOOK_EVERY; what is under way says itself when it ends."""
        if self._under_way:
            return LOOK_EVERY
        times = [at for table in self._tables if (at := await table.reads.next_try(self._platform.name)) is not None]
        return min([LOOK_EVERY, *(max(0.05, (at - self._now()).total_seconds()) for at in times)])

    async def _fetch(self, table: Awaited, row: ToFetch) -> None:
        try:
            async with asyncio.timeout(TAKES_AT_MOST):
                kept = await self._keep(table, row)
                read = await table.look_into(row, kept)
        except (FileLost, FileTooLarge) as fault:
            await self._lost(table, row, type(fault).__name__)
        except (TimeoutError, OSError) as fault:  # a connection's error is an OSError
            await self._later(table, row, type(fault).__name__)
        else:
            await self._written(table, row, lambda: table.keep(row, kept, read))

    async def _keep(self, table: Awaited, row: ToFetch) -> Kept:
        unfinished = self._unfinished(table, row)
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        await self._platform.download(row.remote, unfinished)
        return await asyncio.to_thread(_move_to_its_name, unfinished, self._files)

    def _unfinished(self, table: Awaited, row: ToFetch) -> Path:
        return self._files.kept / "unfinished" / f"{table.name}-{row.id}"

    async def _lost(self, table: Awaited, row: ToFetch, reason: str) -> None:
        log.warning("%s %d cannot be fetched: %s", table.name, row.id, reason)
        self._unfinished(table, row).unlink(missing_ok=True)
        await self._written(table, row, lambda: table.lose(row))

    async def _later(self, table: Awaited, row: ToFetch, reason: str) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._lost(table, row, reason)
            return
        at = self._now() + min(LONGEST_REST, timedelta(seconds=2 ** min(row.attempts, 10)))

        async def put_off() -> str:
            await table.writes.try_later(row.id, at)
            return table.slow if row.attempts + 1 == TOLD_AFTER else ""

        await self._written(table, row, put_off)

    async def _written(self, table: Awaited, row: ToFetch, act: Callable[[], Awaitable[str]]) -> None:
        """Keeps what became of the file, and has the job go on that the act names; where the disk refuses, the file stays to be fetched."""
        try:
            async with self._database.writing():
                if job := await act():
                    await self._store.due.schedule(job, f"{table.name}:{row.id}", "once", self._now(), row.bloc_id)
        except StorageFault as fault:
            log.error("what became of %s %d cannot be kept now (%s)", table.name, row.id, in_words(fault))
            await asyncio.sleep(AFTER_A_FAULT)
        else:
            self._changed()


def _move_to_its_name(unfinished: Path, files: Files) -> Kept:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
        sha256 = file_digest(file, "sha256").hexdigest()
    size = unfinished.stat().st_size
    place = files.path_of(sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(place)
    _make_sure_of(place.parent)
    return Kept(sha256, size)


def _make_sure_of(folder: Path) -> None:
    """Has the folder itself written, so that a power cut after the commit cannot take the file's name back."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
