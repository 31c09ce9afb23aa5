"""Submissions: every one is a version of its own and stays, also when it is withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from storage.database import Table, instant

Authority = Literal["leader", "delegate", "paper"]


@dataclass(frozen=True)
class Submission:
    """The submission in force; `total` in points as far as they are known before closing, `sheet` the canonical JSON its hash covers, `audit_seq` its entry
    in the audit log (None for one older than the log)."""

    sheet_id: int
    version: int
    receipt: str
    at: datetime
    authority: Authority
    total: Decimal
    sha256: str
    by_name: str
    sheet: str
    audit_seq: int | None


class Submissions(Table):
    name: ClassVar[str] = "submissions"

    async def next_version(self, sheet_id: int) -> int:
        row = await self._one("next_version", sheet_id=sheet_id)
        assert row is not None  # an aggregate always gives one row
        return int(row["version"])

    async def submit(
        self, sheet_id: int, version: int, receipt: str, by: int, authority: Authority, total: Decimal, deadline: datetime, sha256: str, sheet: str,
        audit_seq: int, now: datetime,
    ) -> None:  # fmt: skip
        await self._run(
            "submit", sheet_id=sheet_id, version=version, receipt=receipt, by=by, authority=authority, total=total, deadline=deadline,
            sha256=sha256, sheet=sheet, audit_seq=audit_seq, now=now,
        )  # fmt: skip

    async def in_force(self, sheet_id: int) -> Submission | None:
        row = await self._one("in_force", sheet_id=sheet_id)
        if row is None:
            return None
        return Submission(
            row["sheet_id"], row["version"], row["receipt"], instant(row["at"]), row["authority"], Decimal(row["total"]), row["sha256"], row["by_name"],
            row["sheet"], row["audit_seq"],
        )  # fmt: skip

    async def withdraw(self, sheet_id: int, by: int, now: datetime) -> None:
        await self._run("withdraw", sheet_id=sheet_id, by=by, now=now)
