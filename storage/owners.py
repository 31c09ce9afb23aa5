"""Offices of a unit, the people in them, and which criteria of a sheet are assigned to whom."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.owners import Owner
from storage.database import Table


@dataclass(frozen=True)
class OwnPart:
    """How far somebody is with what is assigned to them in one sheet."""

    person_id: int
    sheet_id: int
    answered: int
    asked: int


@dataclass(frozen=True)
class Earlier:
    """The assignments of the unit's sheet before this one, with the table they were made for; each owner by its address there."""

    rubric_text: str
    owners: Mapping[str, Owner]


class Owners(Table):
    name: ClassVar[str] = "owners"

    async def offices(self, unit_id: int) -> tuple[Owner, ...]:
        """The unit's offices, by name, with who of them has joined."""
        rows = await self._all("offices", unit_id=unit_id)
        return tuple(Owner(f"o{row['id']}", row["name"], frozenset(json.loads(row["people"]))) for row in rows)

    async def add_office(self, unit_id: int, name: str, folded: str) -> int:
        """The unit's office of this name, new or known already; `folded` is the name for comparing."""
        row = await self._one("add_office", unit_id=unit_id, name=name, folded=folded)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def drop_office(self, id: int, now: datetime) -> None:
        """Offers the office no more, and takes its people out of it."""
        await self._run("empty_office", id=id)
        await self._run("drop_office", id=id, now=now)

    async def place(self, unit_id: int, person_id: int, office_id: int, by: int, now: datetime) -> None:
        """Puts somebody into an office of the unit, and out of any other."""
        await self._run("place", unit_id=unit_id, person_id=person_id, office_id=office_id, by=by, now=now)

    async def displace(self, unit_id: int, person_id: int) -> None:
        await self._run("displace", unit_id=unit_id, person_id=person_id)

    async def assign(self, sheet_id: int, owners: Mapping[str, Owner], by: int, now: datetime) -> None:
        """Gives each address to its owner, whoever had it before."""
        rows = [
            {"sheet_id": sheet_id, "address": address, **_keys(owner), "by": by, "now": now} for address, owner in owners.items()
        ]  # fmt: skip
        await self._many("assign", rows)

    async def unassign(self, sheet_id: int, addresses: Iterable[str]) -> None:
        """Leaves these addresses to nobody in particular."""
        await self._run("unassign", sheet_id=sheet_id, addresses=json.dumps(list(addresses)))

    async def earlier(self, sheet_id: int) -> Earlier | None:
        """What was assigned in the newest earlier sheet of the same unit that has assignments to anybody still there."""
        row = await self._one("earlier", sheet_id=sheet_id)
        return None if row is None else Earlier(row["rubric_text"], owners_of(row["assignments"], row["seated"]))

    async def parts(self, period_id: int) -> tuple[OwnPart, ...]:
        """Everybody's own part of the sheets of a period."""
        rows = await self._all("parts", period_id=period_id)
        return tuple(OwnPart(row["person_id"], row["sheet_id"], row["answered"], row["asked"]) for row in rows)


def owners_of(assignments: str, seated: str) -> Mapping[str, Owner]:
    """Owners by address, from JSON: assignments, and the unit's seated people with their offices."""
    people = json.loads(seated)
    return {row["address"]: _owner(row, people) for row in json.loads(assignments)}


def _owner(row: Mapping[str, object], seated: Collection[Mapping[str, int | None]]) -> Owner:
    key = "office" if row["office"] is not None else "person"
    people = frozenset(one["person"] for one in seated if one[key] == row[key] and one["person"] is not None)
    return Owner(f"{key[0]}{row[key]}", str(row["name"]), people)


def _keys(owner: Owner) -> dict[str, int | None]:
    number = int(owner.ref[1:])
    return {"office_id": number, "person_id": None} if owner.is_office else {"office_id": None, "person_id": number}
