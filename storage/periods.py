"""The review periods of a bloc: preparing → open → closed → published. `closes_at` is the deadline, not the state `closed`."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from domain.appraisal import Stage
from domain.periods import PreparedAct
from storage.database import Table, instant, maybe_instant

PeriodKind = Literal["midyear", "yearend", "thematic"]
PeriodState = Literal["preparing", "open", "closed", "published"]
LateDays = Literal["calendar", "working"]
DEADLINE, REOPENING = "proposal", "proposed_reopening"
KEPT_AS: dict[PreparedAct, str] = {"extend": DEADLINE, "reopen": REOPENING, "amend": "table_proposal"}


@dataclass(frozen=True)
class Period:
    """A review period. `takes_late` false closes it at the deadline; `late_days` says how lateness is counted; `revision` counts its changes.

    `stage` is where a closed period stands (domain/appraisal.py), `explains_until` the end of the units' window, `correction` why a published result is
    being corrected."""

    id: int
    bloc_id: str
    kind: PeriodKind
    title: str
    rubric_id: int
    state: PeriodState
    opens_at: datetime
    closes_at: datetime
    takes_late: bool
    late_days: LateDays
    revision: int
    closed_at: datetime | None
    published_at: datetime | None
    stage: Stage = "appraisal"
    explains_until: datetime | None = None
    correction: str = ""

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline of a period that takes nothing late has passed: it takes no answers, though its closing may still be due."""
        return not self.takes_late and now > self.closes_at


@dataclass(frozen=True)
class PeriodChange:
    """A deadline moved or a state taken back: old and new as text, why, when, by whom."""

    act: str
    old: str
    new: str
    reason: str
    at: datetime
    by: str

    @property
    def reopens(self) -> bool:
        """Whether it proposes to take the period up again."""
        return self.act == REOPENING


@dataclass(frozen=True)
class PreparedMove:
    """What the secretariat has put before the chair and nobody has answered: which act (domain/periods.py, `PreparedAct`), when, by whom."""

    act: PreparedAct
    at: datetime
    by: int
    by_name: str


@dataclass(frozen=True)
class Closing:
    """Who closed a period last; None where it closed by itself at its deadline."""

    by_name: str | None


class Periods(Table):
    name: ClassVar[str] = "periods"

    async def add(
        self, bloc_id: str, kind: PeriodKind, title: str, rubric_id: int, opens_at: datetime, closes_at: datetime,
        *, takes_late: bool, late_days: LateDays, by: int | None, now: datetime,
    ) -> Period:  # fmt: skip
        """A new period, `preparing`, with an empty sheet for every unit of the bloc."""
        row = await self._one(
            "add", bloc_id=bloc_id, kind=kind, title=title, rubric_id=rubric_id, opens_at=opens_at, closes_at=closes_at,
            takes_late=takes_late, late_days=late_days, by=by, now=now,
        )  # fmt: skip
        assert row is not None  # RETURNING gives the row
        await self._run("add_sheets", id=row["id"], bloc_id=bloc_id)
        return period_of(row)

    async def of(self, id: int) -> Period | None:
        row = await self._one("of", id=id)
        return period_of(row) if row else None

    async def of_bloc(self, bloc_id: str) -> tuple[Period, ...]:
        """All periods of the bloc, the latest deadline first."""
        return tuple(period_of(row) for row in await self._all("of_bloc", bloc_id=bloc_id))

    async def move_state(self, period: Period, to: PeriodState, now: datetime) -> Period | None:
        """Moves the period from the state it was read in; None where it has been moved meanwhile. Opening completes its sheets."""
        row = await self._one("move_state", **{"id": period.id, "from": period.state, "to": to, "now": now})
        if row is not None and to == "open":
            await self._run("add_sheets", id=period.id, bloc_id=period.bloc_id)
        return period_of(row) if row else None

    async def move_stage(self, period: Period, to: Stage, *, until: datetime | None = None) -> Period | None:
        """Moves a closed period to another stage; None where it has been moved meanwhile. `until`: when the units' window ends."""
        row = await self._one("move_stage", id=period.id, revision=period.revision, to=to, until=until)
        return period_of(row) if row else None

    async def correct(self, period: Period, reason: str) -> Period | None:
        """Takes a published period back into reconciliation, to be corrected; None where it has been moved meanwhile."""
        row = await self._one("correct", id=period.id, revision=period.revision, reason=reason)
        return period_of(row) if row else None

    async def move_deadline(self, period: Period, closes_at: datetime, reason: str, by: int | None, now: datetime) -> Period:
        """Moves the deadline and notes why."""
        await self.note_change(period, "deadline", period.closes_at.isoformat(), closes_at.isoformat(), reason, by, now)
        row = await self._one("move_deadline", id=period.id, closes_at=closes_at)
        assert row is not None  # the period was read in this transaction
        return period_of(row)

    async def note_change(self, period: Period, act: str, old: str, new: str, reason: str, by: int | None, now: datetime) -> None:
        await self._run("note_change", id=period.id, act=act, old=old, new=new, reason=reason, by=by, now=now)

    async def closing(self, id: int) -> Closing | None:
        """Who closed the period last, as the audit log has it; None where the log does not know."""
        row = await self._one("closing", id=id)
        return Closing(row["by_name"]) if row else None

    async def drop(self, period: Period, by: int, now: datetime) -> None:
        """Drops a period that has not opened: it is found no more, and what was recorded of it stays."""
        await self.note_change(period, "dropped", period.state, "", "", by, now)

    async def propose(self, period: Period, closes_at: datetime, reason: str, by: int, now: datetime, *, reopens: bool = False) -> int:
        """Keeps a new deadline, or a reopening until then, as a proposal; gives its number."""
        row = await self._one(
            "propose", id=period.id, act=REOPENING if reopens else DEADLINE,
            old=period.closes_at.isoformat(), new=closes_at.isoformat(), reason=reason, now=now, by=by,
        )  # fmt: skip
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def proposal(self, number: int, period_id: int) -> PeriodChange | None:
        row = await self._one("proposal", number=number, id=period_id)
        return PeriodChange(row["act"], row["old"], row["new"], row["reason"], instant(row["at"]), "") if row else None

    async def newest_proposal(self, period_id: int, act: PreparedAct) -> int:
        """The number of the newest proposal of a new deadline, a reopening or another table; 0 where there is none."""
        row = await self._one("newest_proposal", id=period_id, act=KEPT_AS[act])
        return int(row["number"] or 0) if row else 0

    async def prepare(self, period: Period, act: PreparedAct, by: int, now: datetime) -> None:
        """Keeps that the act waits for the chair, for the period as it stands now."""
        await self.note_change(period, "prepared", str(period.revision), act, "", by, now)

    async def decline(self, period: Period, act: PreparedAct, by: int, now: datetime) -> None:
        """What was prepared waits no longer: the chair refused it."""
        await self.note_change(period, "declined", str(period.revision), act, "", by, now)

    async def prepared(self, period: Period) -> tuple[PreparedMove, ...]:
        """What waits for the chair, the oldest first, of each act the newest; not what was prepared before the period changed."""
        rows = await self._all("prepared", id=period.id, revision=str(period.revision))
        return tuple(PreparedMove(row["act"], instant(row["at"]), row["by"], row["by_name"]) for row in rows)

    async def move_table(self, period: Period, rubric_id: int, withdrawn: Iterable[str], added: Iterable[str]) -> Period | None:
        """The period uses this version from now on; the withdrawn criteria become void, those that are back stand again. None where its table has been
        changed meanwhile."""
        row = await self._one("move_table", id=period.id, old=period.rubric_id, rubric_id=rubric_id)
        if row is None:
            return None
        await self._run("withdraw_criteria", id=period.id, rubric_id=period.rubric_id, addresses=json.dumps(list(withdrawn)))
        await self._run("restore_criteria", id=period.id, addresses=json.dumps(list(added)))
        return period_of(row)

    async def propose_table(self, period: Period, source: str, reason: str, by: int, now: datetime) -> int:
        """Keeps another version of the table (`source` names it) as a proposal; gives its number."""
        row = await self._one("propose_table", id=period.id, old=str(period.rubric_id), new=source, reason=reason, now=now, by=by)
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def table_proposal(self, number: int, period_id: int) -> PeriodChange | None:
        row = await self._one("table_proposal", number=number, id=period_id)
        return PeriodChange("table_proposal", row["old"], row["new"], row["reason"], instant(row["at"]), row["full_name"] or "") if row else None

    async def changes(self, period_id: int) -> tuple[PeriodChange, ...]:
        rows = await self._all("changes", id=period_id)
        return tuple(PeriodChange(row["act"], row["old"], row["new"], row["reason"], instant(row["at"]), row["full_name"] or "") for row in rows)


def period_of(row: sqlite3.Row) -> Period:
    return Period(
        row["id"], row["bloc_id"], row["kind"], row["title"], row["rubric_id"], row["state"],
        instant(row["opens_at"]), instant(row["closes_at"]), row["takes_late"] == 1, row["late_days"], row["revision"],
        maybe_instant(row["closed_at"]), maybe_instant(row["published_at"]),
        row["stage"], maybe_instant(row["explains_until"]), row["correction"],
    )  # fmt: skip
