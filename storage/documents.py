"""Files that people send to be read: noted in the turn, fetched and read afterwards, then handed to the job that goes on with what was found."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from storage.database import Table, instant, maybe_instant
from storage.evidence import LONGEST_REST, ToFetch

DocumentState = Literal["fetching", "read", "refused", "lost"]


@dataclass(frozen=True)
class Document:
    """A file that was sent to be read. `found` is the reader's JSON where it is `read`, the reason in one word where it was `refused`."""

    id: int
    bloc_id: str
    purpose: str
    subject: str
    name: str
    state: DocumentState
    sha256: str | None
    found: str
    by: int
    at: datetime

    @property
    def number(self) -> int:
        """The number in the subject: 3 of "period:3"."""
        return int(self.subject.partition(":")[2])


class Documents(Table):
    name: ClassVar[str] = "documents"

    async def add(
        self, bloc_id: str, purpose: str, subject: str, name: str, size: int | None, platform: str, remote: str, by: int, now: datetime
    ) -> int:
        """Notes a file that is to be fetched and read; gives its number. `purpose` names the reader and the job."""
        row = await self._one(
            "add", bloc_id=bloc_id, purpose=purpose, subject=subject, name=name, size=size, platform=platform, remote=remote, by=by, now=now
        )
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def of(self, id: int) -> Document | None:
        row = await self._one("of", id=id)
        if row is None:
            return None
        return Document(
            row["id"], row["bloc_id"], row["purpose"], row["subject"], row["name"], row["state"], row["sha256"], row["found"], row["by"],
            instant(row["at"]),
        )  # fmt: skip

    async def to_fetch(self, platform: str, now: datetime, most: int) -> tuple[ToFetch, ...]:
        """What is due to be fetched; so is what would rest longer than anything rests, for then the clock was set back."""
        rows = await self._all("to_fetch", platform=platform, now=now, longest=now + LONGEST_REST, most=most)
        return tuple(ToFetch(row["id"], row["remote"], row["size"], row["name"], row["attempts"], row["bloc_id"], row["purpose"]) for row in rows)

    async def next_try(self, platform: str) -> datetime | None:
        """When the next file is to be fetched; None where none is."""
        row = await self._one("next_try", platform=platform)
        return maybe_instant(row["at"]) if row else None

    async def take_in(self, id: int, sha256: str, size: int, found: str, *, is_read: bool) -> None:
        """Keeps what the reader made of the file: its JSON, or in one word why it was refused."""
        await self._run("take_in", id=id, sha256=sha256, size=size, found=found, is_read=is_read)

    async def read_as(self, id: int, bloc_id: str, purpose: str, subject: str, now: datetime) -> None:
        """Has a file that was read fetched and read once more, for another purpose."""
        await self._run("read_as", id=id, bloc_id=bloc_id, purpose=purpose, subject=subject, now=now)

    async def turn_over(self, id: int, purpose: str, subject: str) -> None:
        """Gives a file to another purpose with what its reader found: both read alike."""
        await self._run("turn_over", id=id, purpose=purpose, subject=subject)

    async def lose(self, id: int) -> None:
        await self._run("lose", id=id)

    async def try_later(self, id: int, at: datetime) -> None:
        await self._run("try_later", id=id, at=at)
