"""What people decided where the rules leave it to them: who is left out of the ranking, who stands before whom among equals, which grade."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from storage.database import Table, instant

DecisionKind = Literal["exclusion", "tie", "grade"]


@dataclass(frozen=True)
class Decision:
    """A decision in force. `value`: the exclusion's code, the place among the tied ("1" first), or the grade's code; `decided_by` as it was typed;
    `points` the unit's total when it was decided, None where that was not kept."""

    kind: DecisionKind
    unit_id: int
    unit_code: str
    unit_name: str
    value: str
    reason: str
    decided_by: str
    at: datetime
    by_name: str
    as_role: str
    points: Decimal | None


@dataclass(frozen=True)
class ProposedDecision:
    """What was prepared and waits for who decides. `value` as in a decision; for the order among equals the group that was shown, the unit before the
    others; empty where the decision in force is to be taken back."""

    id: int
    period_id: int
    kind: DecisionKind
    unit_id: int
    value: str
    reason: str
    decided_by: str
    by: int
    by_name: str
    at: datetime


class Decisions(Table):
    name: ClassVar[str] = "decisions"

    async def decide(
        self, period_id: int, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str, by: int, as_role: str, now: datetime, points: Decimal,
    ) -> None:  # fmt: skip
        """Keeps a decision in place of an earlier one of its kind for the unit."""
        await self.withdraw(period_id, kind, unit_id, by, now)
        await self._run(
            "decide", period_id=period_id, kind=kind, unit_id=unit_id, value=value, reason=reason, decided_by=decided_by, by=by,
            as_role=as_role, now=now, points=points,
        )  # fmt: skip

    async def withdraw(self, period_id: int, kind: DecisionKind, unit_id: int, by: int, now: datetime) -> None:
        await self._run("withdraw", period_id=period_id, kind=kind, unit_id=unit_id, by=by, now=now)

    async def in_force(self, period_id: int) -> tuple[Decision, ...]:
        rows = await self._all("in_force", period_id=period_id)
        return tuple(
            Decision(
                row["kind"], row["unit_id"], row["code"], row["unit_name"], row["value"], row["reason"], row["decided_by"], instant(row["at"]),
                row["by_name"], row["as_role"], Decimal(row["points"]) if row["points"] else None,
            )
            for row in rows
        )  # fmt: skip

    async def propose(
        self, period_id: int, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str, by: int, now: datetime
    ) -> int:
        """Keeps a decision that somebody prepared, in place of an earlier one of its kind for the unit; gives its number."""
        await self._run("settle_others", period_id=period_id, kind=kind, unit_id=unit_id, now=now)
        row = await self._one(
            "propose", period_id=period_id, kind=kind, unit_id=unit_id, value=value, reason=reason, decided_by=decided_by, by=by, now=now
        )  # fmt: skip
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def proposal(self, id: int) -> ProposedDecision | None:
        """A prepared decision that waits; None once it is settled."""
        row = await self._one("proposal", id=id)
        return _proposal(row) if row else None

    async def proposals(self, period_id: int) -> tuple[ProposedDecision, ...]:
        """All that wait, the oldest first."""
        return tuple(_proposal(row) for row in await self._all("proposals", period_id=period_id))

    async def settle(self, id: int, now: datetime) -> bool:
        """The prepared decision waits no longer; False where it did not."""
        return await self._one("settle", id=id, now=now) is not None


def _proposal(row: sqlite3.Row) -> ProposedDecision:
    return ProposedDecision(
        row["id"], row["period_id"], row["kind"], row["unit_id"], row["value"], row["reason"], row["decided_by"], row["by"], row["by_name"],
        instant(row["at"]),
    )  # fmt: skip
