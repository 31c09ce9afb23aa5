"""One unit's self-assessment in one period, as the bloc sees it: who stands where. What is inside is in answers, evidence and submissions."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal

from domain.units import Unit
from storage.database import Table, maybe_instant
from storage.periods import Period, period_of
from storage.units import unit_of

SheetState = Literal["empty", "filling", "awaiting_leader", "returned", "submitted"]


@dataclass(frozen=True)
class Place:
    """Where a unit's sheet stands; the `unit` bears its names of now. `answered` counts leaves with an answer, `people` those who have joined from the unit;
    the submission's fields are those of the one in force, if any. `has_left`: the unit has left the bloc since the period was closed."""

    sheet_id: int
    period_id: int
    unit: Unit
    state: SheetState
    on_paper: bool
    answered: int
    submitted_at: datetime | None
    total: str | None
    receipt: str | None
    version: int | None
    people: int
    has_left: bool = False

    @property
    def unit_id(self) -> int:
        return self.unit.id

    @property
    def code(self) -> str:
        return self.unit.code

    @property
    def unit_name(self) -> str:
        return self.unit.name


@dataclass(frozen=True)
class Owing:
    """A person whose unit has not submitted."""

    person_id: int
    sheet_id: int
    unit_id: int
    state: SheetState


@dataclass(frozen=True)
class Task:
    """A unit's sheet in a period. `asks_consent`: somebody of the unit can use the chat, so that it is entered from paper only
    where a leader of the unit agrees. `unit_names`: all that the unit may be called, where sheets of several units are listed."""

    period: Period
    sheet_id: int
    unit_id: int
    unit_name: str
    state: SheetState
    asks_consent: bool = False
    unit_names: tuple[str, ...] = ()


class Sheets(Table):
    name: ClassVar[str] = "sheets"

    async def board(self, period_id: int) -> tuple[Place, ...]:
        """Every unit's place in the period, in the bloc's order; a unit that left the bloc before the period was closed is out of it, its sheet kept."""
        rows = await self._all("board", period_id=period_id)
        return tuple(
            Place(
                row["id"], row["period_id"], unit_of(row), row["state"],
                row["on_paper"] == 1, row["answered"], maybe_instant(row["submitted_at"]), row["total"], row["receipt"], row["version"], row["people"],
                row["has_left"] == 1,
            )
            for row in rows
        )  # fmt: skip

    async def answers_of_period(self, period_id: int) -> tuple[tuple[int, str, str], ...]:
        """(sheet id, address, answer JSON) of every answer in the period: for scoring all sheets together after closing."""
        return tuple((row["sheet_id"], row["address"], row["answer"]) for row in await self._all("answers_of_period", period_id=period_id))

    async def explained(self, period_id: int) -> dict[tuple[int, str], str]:
        """The explanations that stand beside answers of the period, by sheet and address."""
        return {(row["sheet_id"], row["address"]): row["explanation"] for row in await self._all("explained", period_id=period_id)}

    async def owing(self, period_id: int) -> tuple[Owing, ...]:
        """The people of the units that have not submitted."""
        rows = await self._all("owing", period_id=period_id)
        return tuple(Owing(row["person_id"], row["sheet_id"], row["unit_id"], row["state"]) for row in rows)

    async def of_units(self, unit_ids: Iterable[int]) -> tuple[Task, ...]:
        """The sheets of these units in periods that are open, the nearest deadline first."""
        return tuple(_task(row) for row in await self._all("of_units", units=json.dumps(list(unit_ids))))

    async def closed_of_units(self, unit_ids: Iterable[int], most: int) -> tuple[Task, ...]:
        """The sheets of these units in periods that were closed, the latest deadline first, so many at most."""
        return tuple(_task(row) for row in await self._all("closed_of_units", units=json.dumps(list(unit_ids)), most=most))

    async def explainable(self, unit_ids: Iterable[int], now: datetime) -> tuple[Task, ...]:
        """The submitted sheets of these units to which the unit may say something now, the window that ends first first."""
        return tuple(_task(row) for row in await self._all("explainable", units=json.dumps(list(unit_ids)), now=now))

    async def for_paper(self, bloc_id: str) -> tuple[Task, ...]:
        """The open sheets that may be entered from paper: begun by nobody, or begun so."""
        return tuple(
            replace(_task(row), asks_consent=row["asks_consent"] == 1, unit_names=(row["unit_name"], *unit_of(row).other_names))
            for row in await self._all("for_paper", bloc_id=bloc_id)
        )

    async def agree_to_paper(self, sheet_id: int, by: int) -> bool:
        """A leader of the unit agrees that the secretariat enters the sheet; False where somebody has begun it meanwhile."""
        return await self._one("agree_to_paper", sheet_id=sheet_id, by=by) is not None

    async def unconfirmed(self, unit_id: int) -> tuple[Task, ...]:
        """The unit's sheets that were submitted from paper and not confirmed yet."""
        return tuple(_task(row) for row in await self._all("unconfirmed", unit_id=unit_id))


def _task(row: sqlite3.Row) -> Task:
    return Task(period_of(row), row["sheet_id"], row["unit_id"], row["unit_name"], row["sheet_state"])
