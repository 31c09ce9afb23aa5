"""The blocs this process serves, each as its file said when it was last loaded."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from storage.database import Table


@dataclass(frozen=True)
class Bloc:
    """A bloc; `file` is the JSON of its whole file (config.bloc_files.BlocFile reads it)."""

    id: str
    name: str
    zone: ZoneInfo
    year: int
    file: str


class Blocs(Table):
    name: ClassVar[str] = "blocs"

    async def load(self, id: str, name: str, zone: str, year: int, file: str, now: datetime) -> None:
        await self._run("load", id=id, name=name, zone=zone, year=year, file=file, now=now)

    async def of(self, id: str) -> Bloc | None:
        row = await self._one("of", id=id)
        return _bloc(row) if row else None

    async def everything(self) -> tuple[Bloc, ...]:
        return tuple(_bloc(row) for row in await self._all("everything"))


def _bloc(row: sqlite3.Row) -> Bloc:
    return Bloc(row["id"], row["name"], ZoneInfo(row["zone"]), row["year"], row["file"])
