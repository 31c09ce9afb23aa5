"""What appraisers decided and proposed, criterion by criterion: appended to, never changed (domain/appraisal.py)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.judgements import Basis, Judged, Value
from storage.database import Table, instant


@dataclass(frozen=True)
class Judgement:
    """A judgement to be kept; `points` None: what the rule computes from `answer`, the answer's JSON that was judged."""

    sheet_id: int
    address: str
    value: Value
    basis: Basis
    points: Decimal | None
    reason: str
    answer: str
    is_decided: bool = True


class Judgements(Table):
    name: ClassVar[str] = "judgements"

    async def judge(self, judgements: Iterable[Judgement], by: int | None, as_role: str, now: datetime) -> None:
        """Appends judgements of one person in one role."""
        rows: list[Mapping[str, object]] = [{**vars(one), "by": by, "as_role": as_role, "at": now} for one in judgements]
        if rows:
            await self._many("judge", rows)

    async def of_sheet(self, sheet_id: int) -> tuple[Judged, ...]:
        """The history of a sheet's criteria, in order."""
        return tuple(_judged(row) for row in await self._all("of_sheet", sheet_id=sheet_id))

    async def of_period(self, period_id: int) -> Mapping[int, tuple[Judged, ...]]:
        """The history of every sheet of the period, by sheet id."""
        found: dict[int, list[Judged]] = defaultdict(list)
        for row in await self._all("of_period", period_id=period_id):
            found[row["sheet_id"]].append(_judged(row))
        return {sheet_id: tuple(judged) for sheet_id, judged in found.items()}


def _judged(row: sqlite3.Row) -> Judged:
    return Judged(
        row["id"], row["address"], row["value"], row["is_decided"] == 1, row["basis"], None if row["points"] is None else Decimal(row["points"]),
        row["reason"], row["answer"], row["by"], row["by_name"], row["as_role"], instant(row["at"]),
        row["rubric_id"], row["proven_since"] == 1,
    )  # fmt: skip
