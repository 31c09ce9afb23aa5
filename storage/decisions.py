"""What people decided where the rules leave it to them: who is left out of the ranking, who stands before whom among equals, which grade."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from storage.database import Table, instant

DecisionKind = Literal["exclusion", "tie", "grade"]


@dataclass(frozen=True)
class Decision:
    """A decision in force. `value`: the exclusion's code, the place among the tied ("1" first), or the grade's code; `decided_by` as it was typed."""

    kind: DecisionKind
    unit_id: int
    unit_code: str
    unit_name: str
    value: str
    reason: str
    decided_by: str
    at: datetime
    by_name: str


class Decisions(Table):
    name: ClassVar[str] = "decisions"

    async def decide(
        self, period_id: int, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str, by: int, now: datetime
    ) -> None:
        """Keeps a decision in place of an earlier one of its kind for the unit."""
        await self.withdraw(period_id, kind, unit_id, by, now)
        await self._run(
            "decide", period_id=period_id, kind=kind, unit_id=unit_id, value=value, reason=reason, decided_by=decided_by, by=by, now=now
        )  # fmt: skip

    async def withdraw(self, period_id: int, kind: DecisionKind, unit_id: int, by: int, now: datetime) -> None:
        await self._run("withdraw", period_id=period_id, kind=kind, unit_id=unit_id, by=by, now=now)

    async def in_force(self, period_id: int) -> tuple[Decision, ...]:
        rows = await self._all("in_force", period_id=period_id)
        return tuple(
            Decision(
                row["kind"], row["unit_id"], row["code"], row["unit_name"], row["value"], row["reason"], row["decided_by"], instant(row["at"]),
                row["by_name"],
            )
            for row in rows
        )  # fmt: skip
