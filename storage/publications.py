"""What was published, word for word, version by version."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.database import Table, instant


@dataclass(frozen=True)
class Publication:
    """A published ranking: the post as it stood, the facts it was drawn from (JSON), who published it, and why it corrects the one before ("" for the first)."""

    period_id: int
    version: int
    at: datetime
    post: str
    ranking: str
    by_name: str
    reason: str


class Publications(Table):
    name: ClassVar[str] = "publications"

    async def publish(self, period_id: int, by: int, post: str, ranking: str, reason: str, now: datetime) -> int:
        """Keeps the next version, with why it corrects the one before ("" for the first); gives its number."""
        row = await self._one("publish", period_id=period_id, by=by, post=post, ranking=ranking, reason=reason, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["version"])

    async def newest(self, period_id: int) -> Publication | None:
        row = await self._one("newest", period_id=period_id)
        return _publication(row) if row else None

    async def of(self, period_id: int, version: int) -> Publication | None:
        """The version of this number; None where there is none."""
        row = await self._one("of", period_id=period_id, version=version)
        return _publication(row) if row else None


def _publication(row: sqlite3.Row) -> Publication:
    return Publication(row["period_id"], row["version"], instant(row["at"]), row["post"], row["ranking"], row["by_name"], row["reason"])
