"""Announcements, and which units have said that they received them."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from storage.database import Table, instant

Readers = Literal["group", "members", "both"]


@dataclass(frozen=True)
class Announcement:
    """What was announced; `file` is empty here or names a file that still lies with the platform, as JSON; `by` is the name of who sent it."""

    id: int
    bloc_id: str
    text: str
    file: str
    audience: Readers
    at: datetime
    by: str


@dataclass(frozen=True)
class UnitReceipt:
    """A unit's acknowledgement: by how many of its people; a unit with nobody joined has no people."""

    unit_id: int
    name: str
    acknowledged: int
    people: int


class Announcements(Table):
    name: ClassVar[str] = "announcements"

    async def add(self, bloc_id: str, text: str, file: str, audience: Readers, by: int, now: datetime) -> int:
        row = await self._one("add", bloc_id=bloc_id, text=text, file=file, audience=audience, by=by, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def of(self, id: int) -> Announcement | None:
        row = await self._one("of", id=id)
        return _announcement(row) if row else None

    async def latest(self, bloc_id: str, most: int) -> tuple[Announcement, ...]:
        """So many announcements of the bloc at most, the newest first."""
        return tuple(_announcement(row) for row in await self._all("latest", bloc_id=bloc_id, most=most))

    async def acknowledge(self, id: int, person_id: int, unit_id: int | None, now: datetime) -> None:
        await self._run("acknowledge", id=id, person_id=person_id, unit_id=unit_id, now=now)

    async def units(self, id: int, bloc_id: str) -> tuple[UnitReceipt, ...]:
        """Every unit of the bloc with its acknowledgements."""
        rows = await self._all("units", id=id, bloc_id=bloc_id)
        return tuple(UnitReceipt(row["id"], row["name"], row["acknowledged"], row["people"]) for row in rows)


def _announcement(row: sqlite3.Row) -> Announcement:
    return Announcement(row["id"], row["bloc_id"], row["text"], row["file"], row["audience"], instant(row["at"]), row["by"])
