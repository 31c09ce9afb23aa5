"""What units say about a criterion after closing: asked for by an appraiser (a question), or of their own, once (an appeal)."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from storage.database import Table, maybe_instant

Outcome = Literal["accepted", "kept", "changed"]
"""How an appeal ends: the unit's own answer holds, the appraised points stay, or other points are given."""


@dataclass(frozen=True)
class Explanation:
    """A question with its answer, or an appeal with its outcome; `text` is empty while a question waits for its answer."""

    id: int
    sheet_id: int
    address: str
    kind: Literal["question", "appeal"]
    asked: str
    asked_by: int | None
    asked_name: str
    asked_at: datetime | None
    until: datetime | None
    text: str
    by: int | None
    by_name: str
    at: datetime | None
    outcome: Outcome | None
    outcome_reason: str
    decided_name: str
    decided_as: str
    decided_at: datetime | None


class Explanations(Table):
    name: ClassVar[str] = "explanations"

    async def ask(self, sheet_id: int, address: str, asked: str, until: datetime, by: int, now: datetime) -> int:
        """Keeps an appraiser's question; gives its number."""
        row = await self._one("ask", sheet_id=sheet_id, address=address, asked=asked, until=until, by=by, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def appeal(self, sheet_id: int, address: str, text: str, by: int, now: datetime) -> int | None:
        """Keeps the unit's appeal; its number, or None where there is one already since the period was last closed."""
        row = await self._one("appeal", sheet_id=sheet_id, address=address, text=text, by=by, now=now)
        return int(row["id"]) if row else None

    async def answer(self, id: int, text: str, by: int, now: datetime) -> None:
        await self._run("answer", id=id, text=text, by=by, now=now)

    async def add(self, id: int, text: str) -> bool:
        """Puts more words behind what was said, which stays; False where it has been decided."""
        return await self._one("add", id=id, text=text) is not None

    async def decide(self, id: int, outcome: Outcome, reason: str, by: int, as_role: str, now: datetime) -> bool:
        """Keeps the outcome of an appeal; False where it has one."""
        return await self._one("decide", id=id, outcome=outcome, reason=reason, by=by, as_role=as_role, now=now) is not None

    async def of(self, id: int) -> Explanation | None:
        row = await self._one("of", id=id)
        return _explanation(row) if row else None

    async def of_period(self, period_id: int) -> tuple[Explanation, ...]:
        """All since the period was last closed: what was said before a reopening was about answers that could be changed since."""
        return tuple(_explanation(row) for row in await self._all("of_period", period_id=period_id))

    async def unanswered(self, unit_ids: Iterable[int], now: datetime) -> tuple[Explanation, ...]:
        """The appraisers' questions to these units that can still be answered and were not, the one that is due first first."""
        return tuple(_explanation(row) for row in await self._all("unanswered", units=json.dumps(list(unit_ids)), now=now))

    async def appeals_waiting(self, period_id: int) -> int:
        """How many appeals of the period nobody has decided."""
        row = await self._one("appeals_waiting", period_id=period_id)
        assert row is not None  # a count is always a row
        return int(row["waiting"])


def _explanation(row: sqlite3.Row) -> Explanation:
    return Explanation(
        row["id"], row["sheet_id"], row["address"], row["kind"], row["asked"], row["asked_by"], row["asked_name"],
        maybe_instant(row["asked_at"]), maybe_instant(row["until"]),
        row["text"], row["by"], row["by_name"], maybe_instant(row["at"]), row["outcome"], row["outcome_reason"], row["decided_name"],
        row["decided_as"], maybe_instant(row["decided_at"]),
    )  # fmt: skip
