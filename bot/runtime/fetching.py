"""Evidence on its way to this disk: downloaded in the background, kept under its SHA-256, and only then said to be kept.

The bytes are written beside their place, flushed, moved to their name, and the row is committed after that: a row that says `kept` always has its file. A
crash in between leaves the row `fetching`, and the file is fetched again to the same name.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from bot.runtime.files import Files
from handlers.dialogue import FileLost, FileTooLarge, Platform
from storage.database import Database
from storage.evidence import ToFetch
from storage.store import Store

log = logging.getLogger("ktd.fetching")

AT_ONCE = 4
LOOK_EVERY = 15.0
MOST_ATTEMPTS = 8


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
        self._look = asyncio.Event()
        self.last_alive = time.monotonic()

    def look(self) -> None:
        """Says that there may be something to fetch."""
        self._look.set()

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            self.last_alive = time.monotonic()
            self._look.clear()
            rows = await self._reads.evidence.to_fetch(self._platform.name, self._now(), AT_ONCE)
            if rows:
                await asyncio.gather(*(self._fetch(row) for row in rows))
                continue
            pause = await self._pause()
            try:
                await asyncio.wait_for(self._look.wait(), pause)
            except TimeoutError:
                continue

    async def _pause(self) -> float:
        """Seconds until the next file is due to be fetched, at most LOOK_EVERY."""
        at = await self._reads.evidence.next_try(self._platform.name)
        return LOOK_EVERY if at is None else min(LOOK_EVERY, max(0.05, (at - self._now()).total_seconds()))

    async def _fetch(self, row: ToFetch) -> None:
        try:
            kept = await self._keep(row)
        except (FileLost, FileTooLarge) as fault:
            await self._lost(row, type(fault).__name__)
        except (ConnectionError, TimeoutError, OSError) as fault:
            await self._later(row, type(fault).__name__)
        else:
            async with self._database.writing():
                await self._store.evidence.keep(row.id, kept.sha256, kept.size)
                await self._schedule("assessment.kept", row)
            self._changed()

    async def _keep(self, row: ToFetch) -> Kept:
        unfinished = self._files.kept / "unfinished" / str(row.id)
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        await self._platform.download(row.remote, unfinished)
        return await asyncio.to_thread(_move_to_its_name, unfinished, self._files)

    async def _lost(self, row: ToFetch, reason: str) -> None:
        log.warning("evidence %d cannot be fetched: %s", row.id, reason)
        async with self._database.writing():
            await self._store.evidence.lose(row.id)
            await self._schedule("assessment.lost", row)
        self._changed()

    async def _later(self, row: ToFetch, reason: str) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._lost(row, reason)
            return
        async with self._database.writing():
            await self._store.evidence.try_later(row.id, self._now() + timedelta(seconds=2**row.attempts))

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
    return Kept(sha256, size)
