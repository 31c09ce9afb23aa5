"""The units of a bloc. A unit is known by its code; renames keep the old name with the date it ended."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.units import Unit
from storage.database import Table


class Units(Table):
    name: ClassVar[str] = "units"

    async def load(self, bloc_id: str, units: Iterable[tuple[str, str, tuple[str, ...], str | None]], now: datetime) -> None:
        """Makes the bloc's units those given as (code, name, aliases, post), in this order; others leave, none is deleted."""
        listed = tuple(units)
        await self._run("clear_posts", bloc_id=bloc_id)
        for position, (code, name, aliases, post) in enumerate(listed):
            await self._run("keep_name", bloc_id=bloc_id, code=code, name=name, now=now)
            also = json.dumps(aliases, ensure_ascii=False)
            await self._run("load", bloc_id=bloc_id, code=code, name=name, aliases=also, position=position, post=post)
        await self._run("leave", bloc_id=bloc_id, codes=json.dumps([code for code, *_ in listed]), now=now)

    async def of_bloc(self, bloc_id: str) -> tuple[Unit, ...]:
        """The units that belong to the bloc now, in the bloc file's order."""
        return tuple(unit_of(row) for row in await self._all("of_bloc", bloc_id=bloc_id))

    async def of(self, id: int) -> Unit | None:
        row = await self._one("of", id=id)
        return unit_of(row) if row else None


def unit_of(row: sqlite3.Row) -> Unit:
    """The unit in a row that carries unit_id, unit_name, bloc_id, code, aliases, post and former (JSON of all names it bore before)."""
    former = tuple(one for one in dict.fromkeys(json.loads(row["former"])) if one != row["unit_name"])
    return Unit(row["unit_id"], row["bloc_id"], row["code"], row["unit_name"], tuple(json.loads(row["aliases"])), row["post"], former)
