"""Frozen versions of scoring tables: the text as it was read, so that an old period opens with its own table for ever."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from storage.database import Table


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
