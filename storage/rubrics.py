"""Frozen versions of scoring tables: the text as it was read, so that an old period opens with its own table for ever."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from storage.database import Table, instant


@dataclass(frozen=True)
class RubricVersion:
    """A frozen version; `rubric` is the id in its text, `periods` how many periods use it."""

    id: int
    bloc_id: str
    rubric: str
    version: int
    added_at: datetime
    periods: int
    text: str

    @property
    def described(self) -> dict[str, object]:
        """What the audit log keeps of it."""
        return {"rubric": self.rubric, "version": self.version, "sha256": sha256(self.text.encode()).hexdigest()}


class Rubrics(Table):
    name: ClassVar[str] = "rubrics"

    async def freeze(self, bloc_id: str, rubric: str, text: str, now: datetime) -> int:
        """Keeps this text as a version of the rubric, or finds the version that has it; gives the version's id."""
        digest = sha256(text.encode()).hexdigest()
        row = await self._one("freeze", bloc_id=bloc_id, rubric=rubric, sha256=digest, text=text, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def text_of(self, id: int) -> str:
        """The frozen text. Raises KeyError for an id that was never given."""
        row = await self._one("text_of", id=id)
        if row is None:
            raise KeyError(id)
        return str(row["text"])

    async def version(self, id: int) -> RubricVersion:
        """A frozen version. Raises KeyError for an id that was never given."""
        row = await self._one("version", id=id)
        if row is None:
            raise KeyError(id)
        return _version(row)

    async def of_bloc(self, bloc_id: str) -> tuple[RubricVersion, ...]:
        """Every version of every table of the bloc: tables by id, the newest version first."""
        return tuple(_version(row) for row in await self._all("of_bloc", bloc_id=bloc_id))

    async def newest(self, bloc_id: str, rubric: str) -> RubricVersion | None:
        """The newest version of a table of the bloc; None where the bloc has none of that id."""
        row = await self._one("newest", bloc_id=bloc_id, rubric=rubric)
        return _version(row) if row else None


def _version(row: sqlite3.Row) -> RubricVersion:
    return RubricVersion(row["id"], row["bloc_id"], row["rubric"], row["version"], instant(row["added_at"]), row["periods"], row["text"])
