"""Evidence on its way to this disk: downloaded in the background, kept under its SHA-256, and only then said to be kept.

The bytes are written beside their place, flushed, moved to their name, and the row is committed after that: a row that says `kept` always has its file. A
crash in between leaves the row `fetching`, and the file is fetched again to the same name.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from bot.runtime.files import Files
from bot.runtime.waiting import waited
from handlers.dialogue import FileLost, FileTooLarge, Platform
from storage.database import Database, StorageFault
from storage.evidence import ToFetch
from storage.store import Store

log = logging.getLogger("ktd.fetching")

AT_ONCE = 4
LOOK_EVERY = 15.0
TAKES_AT_MOST = 300.0
MOST_ATTEMPTS = 20
LONGEST_REST = timedelta(minutes=5)
AFTER_A_FAULT = 2.0


@dataclass(frozen=True)
class Kept:
    """A file on disk: its hash and its size in bytes."""

    sha256: str
    size: int


class Fetching:
    """Fetches one platform's evidence. `changed` is called after each commit, so that the clock tells those who wait."""

    def __init__(self, database: Database, platform: Platform, files: Files, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._database = database
        self._platform = platform
        self._files = files
        self._now = now
        self._changed = changed
        self._store = Store(database.writer)
        self._reads = Store(database.reader)
        self._under_way: set[int] = set()
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
                    log.error("the files to fetch cannot be read now (%s); it is tried again", type(fault).__name__)
                    pause = AFTER_A_FAULT
                await waited(self._look, pause)

    async def _begin(self, group: asyncio.TaskGroup) -> None:
        """Begins to fetch what is due, as much as there is room for."""
        for row in await self._reads.evidence.to_fetch(self._platform.name, self._now(), AT_ONCE + len(self._under_way)):
            if row.id not in self._under_way and len(self._under_way) < AT_ONCE:
                self._under_way.add(row.id)
                group.create_task(self._under_way_with(row))

    async def _under_way_with(self, row: ToFetch) -> None:
        try:
            await self._fetch(row)
        finally:
            self._under_way.discard(row.id)
            self._look.set()

    async def _pause(self) -> float:
        """Seconds until the next file is due to be fetched, at most LOOK_EVERY; what is under way says itself when it ends."""
        at = None if self._under_way else await self._reads.evidence.next_try(self._platform.name)
        return LOOK_EVERY if at is None else min(LOOK_EVERY, max(0.05, (at - self._now()).total_seconds()))

    async def _fetch(self, row: ToFetch) -> None:
        try:
            async with asyncio.timeout(TAKES_AT_MOST):
                kept = await self._keep(row)
        except (FileLost, FileTooLarge) as fault:
            await self._lost(row, type(fault).__name__)
        except (TimeoutError, OSError) as fault:  # a connection's error is an OSError
            await self._later(row, type(fault).__name__)
        else:
            await self._written(row, "assessment.kept", lambda: self._store.evidence.keep(row.id, kept.sha256, kept.size))

    async def _keep(self, row: ToFetch) -> Kept:
        unfinished = self._unfinished(row)
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        await self._platform.download(row.remote, unfinished)
        return await asyncio.to_thread(_move_to_its_name, unfinished, self._files)

    def _unfinished(self, row: ToFetch) -> Path:
        return self._files.kept / "unfinished" / str(row.id)

    async def _lost(self, row: ToFetch, reason: str) -> None:
        log.warning("evidence %d cannot be fetched: %s", row.id, reason)
        self._unfinished(row).unlink(missing_ok=True)
        await self._written(row, "assessment.lost", lambda: self._store.evidence.lose(row.id))

    async def _later(self, row: ToFetch, reason: str) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._lost(row, reason)
            return
        at = self._now() + min(LONGEST_REST, timedelta(seconds=2 ** min(row.attempts, 10)))
        await self._written(row, "", lambda: self._store.evidence.try_later(row.id, at))

    async def _written(self, row: ToFetch, job: str, act: Callable[[], Awaitable[None]]) -> None:
        """Keeps what became of the file, and has it told; where the disk refuses, the file stays to be fetched and comes again."""
        try:
            async with self._database.writing():
                await act()
                if job:
                    await self._schedule(job, row)
        except StorageFault as fault:
            log.error("what became of evidence %d cannot be kept now (%s)", row.id, type(fault).__name__)
            await asyncio.sleep(AFTER_A_FAULT)
        else:
            self._changed()

    async def _schedule(self, kind: str, row: ToFetch) -> None:
        await self._store.due.schedule(kind, f"evidence:{row.id}", "once", self._now(), row.bloc_id)


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
