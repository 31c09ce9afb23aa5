"""Who holds which role where. A seat that ends keeps its row: past acts stay explained."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.people import Post, Role
from storage.database import Table, instant


@dataclass(frozen=True)
class HeldSeat:
    """A seat with its holder's name, as the list of a bloc's people shows it; `scope` is an external appraiser's own name in the rubric."""

    id: int
    bloc_id: str
    person_id: int
    role: Role
    unit_id: int | None
    since: datetime
    full_name: str
    job_title: str
    unit_code: str | None
    unit_name: str
    post: Post | None
    reachable: bool
    scope: str


@dataclass(frozen=True)
class AccountSeat:
    """A seat held now, by the account of its holder on a platform. `unit_code` and `unit_name` are empty where the role is the bloc's own."""

    account: str
    bloc_id: str
    role: Role
    unit_code: str
    unit_name: str
    post: Post | None


class Seats(Table):
    name: ClassVar[str] = "seats"
    changed = False  # set by every grant and end; the menus ask and clear it after the engine's commits

    async def grant(self, person_id: int, bloc_id: str, unit_id: int | None, role: Role, now: datetime, scope: str = "") -> int | None:
        """Gives the seat; its id, or None where the person holds it already. `scope`: an external appraiser's own name in the rubric."""
        self.changed = True
        row = await self._one("grant", person_id=person_id, bloc_id=bloc_id, unit_id=unit_id, role=role.value, now=now, scope=scope)
        return None if row is None else int(row["id"])

    async def end(self, id: int, by: int, now: datetime) -> None:
        """Ends a seat; its row stays."""
        self.changed = True
        await self._run("end", id=id, by=by, now=now)

    async def of(self, id: int) -> HeldSeat | None:
        row = await self._one("of", id=id)
        return _seat(row) if row else None

    async def of_person(self, person_id: int) -> tuple[HeldSeat, ...]:
        """All seats a person holds now."""
        return tuple(_seat(row) for row in await self._all("of_person", person_id=person_id))

    async def of_bloc(self, bloc_id: str) -> tuple[HeldSeat, ...]:
        """All seats held now, by unit in the bloc's order."""
        return tuple(_seat(row) for row in await self._all("of_bloc", bloc_id=bloc_id))

    async def of_accounts(self, platform: str) -> tuple[AccountSeat, ...]:
        """All seats that people with an account on this platform hold now, in the order they were given."""
        rows = await self._all("of_accounts", platform=platform)
        return tuple(
            AccountSeat(row["account"], row["bloc_id"], Role(row["role"]), row["code"] or "", row["unit_name"] or "", row["post"]) for row in rows
        )

    async def elsewhere(self, bloc_id: str) -> Mapping[int, frozenset[int]]:
        """The bloc's units of whose name people hold a seat in another bloc, by person: there it is the same department."""
        found: dict[int, set[int]] = defaultdict(set)
        for row in await self._all("elsewhere", bloc_id=bloc_id):
            found[row["person_id"]].add(row["unit_id"])
        return {person: frozenset(units) for person, units in found.items()}

    async def holders(self, bloc_id: str, roles: Iterable[Role]) -> tuple[int, ...]:
        """The people who hold one of the roles in the bloc; chair and vice chair are derived from their units' posts."""
        rows = await self._all("holders", bloc_id=bloc_id, roles=_json(roles))
        return tuple(row["person_id"] for row in rows)

    async def of_unit(self, unit_id: int, roles: Iterable[Role]) -> tuple[int, ...]:
        """The people who hold one of the unit roles in the unit."""
        rows = await self._all("of_unit", unit_id=unit_id, roles=_json(roles))
        return tuple(row["person_id"] for row in rows)


def _json(roles: Iterable[Role]) -> str:
    return json.dumps([role.value for role in roles])


def _seat(row: sqlite3.Row) -> HeldSeat:
    return HeldSeat(
        row["id"], row["bloc_id"], row["person_id"], Role(row["role"]), row["unit_id"], instant(row["since"]),
        row["full_name"], row["job_title"], row["unit_code"], row["unit_name"] or "", row["post"], row["reachable"] == 1, row["scope"],
    )  # fmt: skip
