"""Meetings of a bloc, and who comes."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from storage.database import Table, instant, maybe_instant

Audience = Literal["everyone", "leaders", "focal_points"]


@dataclass(frozen=True)
class Meeting:
    """A meeting; `place` is a place or a link."""

    id: int
    bloc_id: str
    title: str
    starts_at: datetime
    place: str
    audience: Audience
    revision: int
    cancelled_at: datetime | None
    cancelled_why: str


@dataclass(frozen=True)
class Rsvp:
    """Somebody's answer: whether they come, and if not why, and who comes instead; `unit_name` names every unit they answer for."""

    person_id: int
    comes: bool
    reason: str
    substitute: str
    full_name: str
    unit_name: str


class Meetings(Table):
    name: ClassVar[str] = "meetings"

    async def add(self, bloc_id: str, title: str, starts_at: datetime, place: str, audience: Audience, by: int, now: datetime) -> Meeting:
        row = await self._one("add", bloc_id=bloc_id, title=title, starts_at=starts_at, place=place, audience=audience, by=by, now=now)
        assert row is not None  # RETURNING gives the row
        return _meeting(row)

    async def of(self, id: int) -> Meeting | None:
        row = await self._one("of", id=id)
        return _meeting(row) if row else None

    async def coming(self, bloc_id: str, now: datetime) -> tuple[Meeting, ...]:
        """The bloc's meetings still ahead, the nearest first."""
        return tuple(_meeting(row) for row in await self._all("coming", bloc_id=bloc_id, now=now))

    async def change(self, meeting: Meeting, title: str, starts_at: datetime, place: str) -> Meeting | None:
        """Changes the meeting as it was read; None where it has been changed or cancelled meanwhile."""
        row = await self._one("change", id=meeting.id, revision=meeting.revision, title=title, starts_at=starts_at, place=place)
        return _meeting(row) if row else None

    async def cancel(self, id: int, why: str, now: datetime) -> Meeting | None:
        row = await self._one("cancel", id=id, why=why, now=now)
        return _meeting(row) if row else None

    async def answer(
        self, meeting_id: int, person_id: int, unit_id: int | None, now: datetime, *, comes: bool, reason: str = "", substitute: str = ""
    ) -> None:
        await self._run(
            "answer", meeting_id=meeting_id, person_id=person_id, unit_id=unit_id, comes=comes, reason=reason, substitute=substitute, now=now
        )  # fmt: skip

    async def answers(self, meeting_id: int) -> tuple[Rsvp, ...]:
        rows = await self._all("answers", meeting_id=meeting_id)
        return tuple(Rsvp(row["person_id"], row["comes"] == 1, row["reason"], row["substitute"], row["full_name"], row["unit_name"]) for row in rows)


def _meeting(row: sqlite3.Row) -> Meeting:
    return Meeting(
        row["id"], row["bloc_id"], row["title"], instant(row["starts_at"]), row["place"], row["audience"], row["revision"],
        maybe_instant(row["cancelled_at"]), row["cancelled_why"],
    )  # fmt: skip
