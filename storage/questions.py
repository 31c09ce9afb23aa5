"""Questions about criteria, and the secretariat's answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.database import Table


@dataclass(frozen=True)
class Question:
    """What somebody asked about a criterion; `answer` None while it waits."""

    id: int
    period_id: int
    unit_id: int
    unit_name: str
    bloc_id: str
    address: str
    question: str
    asked_by: int
    answer: str | None
    answered_by_name: str


class Questions(Table):
    name: ClassVar[str] = "questions"

    async def put(self, period_id: int, unit_id: int, address: str, question: str, by: int, now: datetime) -> int:
        row = await self._one("put", period_id=period_id, unit_id=unit_id, address=address, question=question, by=by, now=now)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def of(self, id: int) -> Question | None:
        row = await self._one("of", id=id)
        if row is None:
            return None
        return Question(
            row["id"], row["period_id"], row["unit_id"], row["unit_name"], row["bloc_id"], row["address"], row["question"], row["asked_by"], row["answer"],
            row["answered_by_name"],
        )  # fmt: skip

    async def reply(self, id: int, answer: str, by: int, now: datetime) -> bool:
        """Answers the question; False where it was answered before, which stays."""
        return await self._one("reply", id=id, answer=answer, by=by, now=now) is not None
