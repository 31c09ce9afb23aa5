"""Invitation codes: random, bound to a unit and a role, spent by use, ended by time or by hand."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from domain.people import Role
from storage.database import Table, instant, maybe_instant

InviteState = Literal["open", "used", "expired", "revoked"]


@dataclass(frozen=True)
class Invite:
    """A code and what it opens."""

    code: str
    bloc_id: str
    bloc_name: str
    zone: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    role: Role
    uses_left: int
    expires_at: datetime
    revoked_at: datetime | None
    created_by: int | None = None
    by_name: str = ""
    scope: str = ""

    def state(self, now: datetime) -> InviteState:
        """Whether the code still opens anything, and if not, why."""
        if self.revoked_at is not None:
            return "revoked"
        if self.uses_left == 0:
            return "used"
        return "open" if now < self.expires_at else "expired"


class Invites(Table):
    name: ClassVar[str] = "invites"

    async def issue(
        self, code: str, bloc_id: str, unit_id: int | None, role: Role, uses: int, expires_at: datetime, by: int | None, now: datetime,
        scope: str = "",
    ) -> None:  # fmt: skip
        await self._run(
            "issue", code=code, bloc_id=bloc_id, unit_id=unit_id, role=role.value, uses=uses, expires_at=expires_at, by=by, now=now,
            scope=scope,
        )  # fmt: skip

    async def of(self, code: str) -> Invite | None:
        row = await self._one("of", code=code)
        return _invite(row) if row else None

    async def spend(self, code: str, now: datetime) -> bool:
        """Spends one use; False where there is none left to spend."""
        return await self._one("spend", code=code, now=now) is not None

    async def revoke(self, code: str, now: datetime) -> bool:
        """Ends the code; False where there is no such code to end."""
        return await self._one("revoke", code=code, now=now) is not None

    async def open_of(self, bloc_id: str, unit_id: int | None, now: datetime) -> tuple[Invite, ...]:
        """The codes that still open a seat of this unit, or of the bloc itself; the oldest first."""
        return tuple(_invite(row) for row in await self._all("open_of", bloc_id=bloc_id, unit_id=unit_id, now=now))

    async def end_with_seat(self, bloc_id: str, unit_id: int | None, role: Role, person_id: int, now: datetime) -> int:
        """Ends what somebody whose seat ends may still hold: the open codes they issued in the bloc, and those for their unit (a unit's links are
        forwarded in one message), or for their role of the bloc itself. Gives how many those were."""
        return len(await self._all("end_with_seat", bloc_id=bloc_id, unit_id=unit_id, role=role.value, person_id=person_id, now=now))

    async def everything(self) -> tuple[Invite, ...]:
        return tuple(_invite(row) for row in await self._all("everything"))


def _invite(row: sqlite3.Row) -> Invite:
    return Invite(
        row["code"], row["bloc_id"], row["bloc_name"], row["zone"], row["unit_id"], row["unit_code"] or "", row["unit_name"] or "",
        Role(row["role"]), row["uses_left"], instant(row["expires_at"]), maybe_instant(row["revoked_at"]),
        row["created_by"], row["by_name"] or "", row["scope"],
    )  # fmt: skip
