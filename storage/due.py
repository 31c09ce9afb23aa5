"""What is due and when: one row for each (kind, subject, occurrence), filled in the transaction of the thing it belongs to."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.database import Table, instant, maybe_instant


@dataclass(frozen=True)
class Due:
    """A due row. `kind` names a Job, `subject` what it is about ("period:3"), `occurrence` which time of it ("7d")."""

    id: int
    kind: str
    subject: str
    occurrence: str
    at: datetime
    bloc_id: str
    attempts: int

    @property
    def number(self) -> int:
        """The number in the subject: 3 of "period:3"."""
        return int(self.subject.partition(":")[2])


class DueTable(Table):
    name: ClassVar[str] = "due"
    changed = False  # set by every schedule; the engine asks and clears it after its commits

    async def schedule(self, kind: str, subject: str, occurrence: str, at: datetime, bloc_id: str) -> None:
        """Adds an occurrence, or moves it if it still waits; one that has been done stays done."""
        self.changed = True
        await self._run("schedule", kind=kind, subject=subject, occurrence=occurrence, at=at, bloc_id=bloc_id)

    async def withdraw(self, kind: str, subject: str, now: datetime) -> None:
        """Skips every occurrence of this kind and subject that still waits."""
        await self._run("withdraw", kind=kind, subject=subject, now=now)

    async def ripe(self, now: datetime, most: int) -> tuple[Due, ...]:
        return tuple(_due(row) for row in await self._all("ripe", now=now, most=most))

    async def next_at(self) -> datetime | None:
        row = await self._one("next_at")
        return maybe_instant(row["at"]) if row else None

    async def settle(self, due: Due, now: datetime) -> None:
        await self._run("settle", id=due.id, state="done", now=now)

    async def retry(self, due: Due, at: datetime) -> None:
        """Counts a failed run and tries again at `at`; the fifth failure is the last."""
        await self._run("retry", id=due.id, at=at)

    async def waiting_for(self, subject: str) -> tuple[Due, ...]:
        return tuple(_due(row) for row in await self._all("waiting_for", subject=subject))

    async def waiting_of(self, kind: str, now: datetime) -> tuple[Due, ...]:
        """What of one kind is due by `now` and still waits, of all blocs."""
        return tuple(_due(row) for row in await self._all("waiting_of", kind=kind, now=now))

    async def failed(self) -> tuple[Due, ...]:
        """The newest hundred that failed for the last time."""
        return tuple(_due(row) for row in await self._all("failed"))


def _due(row: sqlite3.Row) -> Due:
    return Due(row["id"], row["kind"], row["subject"], row["occurrence"], instant(row["at"]), row["bloc_id"], row["attempts"])
