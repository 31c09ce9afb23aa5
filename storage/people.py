"""People and their accounts on the platforms."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.database import Table
from storage.dialogues import MenuLine, menu_lines


@dataclass(frozen=True)
class Named:
    """A person as records name them."""

    id: int
    full_name: str
    job_title: str


@dataclass(frozen=True)
class Addressee:
    """A person, and whether anything reaches them now; if not, why (empty: they have no chat)."""

    person_id: int
    full_name: str
    reachable: bool
    why: str


@dataclass(frozen=True)
class Recipient:
    """Where a person is written to, and what stands open there: `flow` and `step` of an open question, the newest menu."""

    person_id: int
    platform: str
    chat: str
    reachable: bool
    unreachable_why: str
    flow: str | None
    step: str | None
    menu: tuple[MenuLine, ...]
    blocs: frozenset[str]
    """The ids of the blocs they hold a seat in now."""


class People(Table):
    name: ClassVar[str] = "people"

    async def add(self, full_name: str, job_title: str, now: datetime) -> int:
        """Keeps a person who has agreed to the personal-data notice at `now`; gives their id."""
        row = await self._one("add", full_name=full_name, job_title=job_title, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def rename(self, id: int, full_name: str, job_title: str, now: datetime) -> None:
        """Gives somebody another name or job title; the old ones stay on record."""
        await self._run("keep_name", id=id, now=now)
        await self._run("rename", id=id, full_name=full_name, job_title=job_title)

    async def unreachable(self) -> int:
        """How many people who hold a seat the bot may not write to."""
        row = await self._one("unreachable")
        return int(row["people"]) if row else 0

    async def erase(self, id: int, now: datetime) -> None:
        """Forgets the person's accounts, chats, job titles and office, and all notes about them; the name stays where a unit's records bear it."""
        await self._run("forget_unreadable", id=id)
        await self._run("forget_dialogues", id=id)
        await self._run("forget_notices", id=id)
        await self._run("forget_evidence_chats", id=id)
        await self._run("forget_accounts", id=id)
        await self._run("forget_titles", id=id)
        await self._run("forget_office", id=id)
        await self._run("forget_notes", id=id)
        await self._run("forget_due", id=id)
        await self._run("forget_reminded", id=id)
        await self._run("erase", id=id, now=now)

    async def of(self, id: int) -> Named | None:
        row = await self._one("of", id=id)
        return Named(row["id"], row["full_name"], row["job_title"]) if row else None

    async def tie(self, platform: str, account: str, chat: str, person_id: int) -> None:
        """Ties an account and its private chat to the person."""
        await self._run("tie", platform=platform, account=account, chat=chat, person_id=person_id)

    async def reach(self, platform: str, chat: str, *, reachable: bool, why: str = "") -> None:
        """Marks a private chat as reachable, or not and why."""
        await self._run("reach", platform=platform, chat=chat, reachable=reachable, why=why)

    async def addressees(self, ids: Iterable[int]) -> tuple[Addressee, ...]:
        """These people, each once, with whether they can be written to."""
        rows = await self._all("addressees", ids=json.dumps(list(ids)))
        return tuple(Addressee(row["id"], row["full_name"], row["reachable"] == 1, row["why"]) for row in rows)

    async def recipients(self, ids: Iterable[int]) -> tuple[Recipient, ...]:
        rows = await self._all("recipients", ids=json.dumps(list(ids)))
        return tuple(
            Recipient(
                row["person_id"],
                row["platform"],
                row["chat"],
                row["reachable"] == 1,
                row["unreachable_why"],
                row["flow"],
                row["step"],
                menu_lines(row["menu"]),
                frozenset(json.loads(row["blocs"])),
            )
            for row in rows
        )
