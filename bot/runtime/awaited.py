"""The tables whose files are on their way here, and what is done with a file once its bytes lie on this disk (bot/runtime/fetching.py fetches them).

Evidence is kept and its sender told. A document is read first, in a child process, and the job of its purpose goes on with what was found.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.runtime.files import Files
from bot.runtime.reading import Read, read
from storage.evidence import ToFetch
from storage.store import Store


@dataclass(frozen=True)
class Kept:
    """A file on disk: its hash and its size in bytes."""

    sha256: str
    size: int


class Queue(Protocol):
    """What both tables tell and are told about a file on its way."""

    async def to_fetch(self, platform: str, now: datetime, most: int) -> tuple[ToFetch, ...]: ...
    async def next_try(self, platform: str) -> datetime | None: ...
    async def lose(self, id: int) -> None: ...
    async def try_later(self, id: int, at: datetime) -> None: ...


class Awaited(Protocol):
    """One table. `look_into` runs outside any transaction, `keep` and `lose` inside one; they give the kind of the job that goes on."""

    @property
    def name(self) -> str:
        """What a due row calls the file: `<name>:<id>`."""
        ...

    @property
    def slow(self) -> str:
        """The kind of the job that tells of a file which is long on its way; empty for none."""
        ...

    @property
    def reads(self) -> Queue: ...
    @property
    def writes(self) -> Queue: ...
    async def look_into(self, row: ToFetch, kept: Kept) -> Read: ...
    async def keep(self, row: ToFetch, kept: Kept, read: Read) -> str: ...
    async def lose(self, row: ToFetch) -> str: ...


class AwaitedEvidence:
    """Evidence: nothing is read, the sender is told."""

    name = "evidence"
    slow = "assessment.slow"

    def __init__(self, reads: Store, writes: Store) -> None:
        self.reads = reads.evidence
        self.writes = writes.evidence

    async def look_into(self, row: ToFetch, kept: Kept) -> Read:
        return Read("", is_read=True)

    async def keep(self, row: ToFetch, kept: Kept, read: Read) -> str:
        await self.writes.keep(row.id, kept.sha256, kept.size)
        return "assessment.kept"

    async def lose(self, row: ToFetch) -> str:
        await self.writes.lose(row.id)
        return "assessment.lost"


class AwaitedDocuments:
    """Documents: read by the reader of their purpose; the job of the same name goes on, also with a file that was lost or refused."""

    name = "document"
    slow = ""

    def __init__(self, reads: Store, writes: Store, files: Files) -> None:
        self.reads = reads.documents
        self.writes = writes.documents
        self._files = files

    async def look_into(self, row: ToFetch, kept: Kept) -> Read:
        return await read(row.purpose, self._files.path_of(kept.sha256))

    async def keep(self, row: ToFetch, kept: Kept, read: Read) -> str:
        await self.writes.take_in(row.id, kept.sha256, kept.size, read.found, is_read=read.is_read)
        return row.purpose

    async def lose(self, row: ToFetch) -> str:
        await self.writes.lose(row.id)
        return row.purpose
