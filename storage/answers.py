"""A sheet with everything in it, loaded by one statement, and the answers given to it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from domain.owners import Owner
from storage.database import Table, instant, maybe_instant
from storage.owners import owners_of
from storage.periods import Period, period_of
from storage.sheets import SheetState


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it stands: its JSON, the explanation beside it, who gave it, when, and by which message.

    `earlier` is the version of the table under which it was given where that has changed since, so that it must be given or kept again.
    """

    answer: str
    explanation: str
    by: int
    by_name: str
    at: datetime
    message: str = ""
    earlier: int | None = None


@dataclass(frozen=True)
class Gave:
    """What a message gave to a sheet's criterion, by which an edit of it is read."""

    sheet_id: int
    address: str
    what: Literal["answer", "document", "explanation"]


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence that stands: a file (fetching, kept or lost) or a document's number and date as text."""

    id: int
    address: str
    kind: str
    text: str
    name: str
    state: str
    sha256: str | None
    unique: str
    album: str
    by: int


@dataclass(frozen=True)
class OpenSheet:
    """One unit's sheet, whole. `void` are the criteria withdrawn from its table, each with the last version it stood in; `earlier_rubrics` the texts of
    the versions that void criteria and answers to be given again belong to."""

    id: int
    period: Period
    unit_id: int
    unit_code: str
    unit_name: str
    state: SheetState
    revision: int
    delegate_id: int | None
    asked_by: int | None
    returned_reason: str
    on_paper: bool
    wanted_by: int | None
    wanted_revision: int | None
    wanted_at: datetime | None
    paper_by: int | None
    is_confirmed: bool
    rubric_text: str
    answers: Mapping[str, GivenAnswer]
    evidence: tuple[Evidence, ...]
    owners: Mapping[str, Owner]
    void: Mapping[str, int]
    earlier_rubrics: Mapping[int, str]

    def holds(self, number: int) -> bool:
        """Whether the piece of evidence with this number stands: it was not taken off."""
        return any(one.id == number for one in self.evidence)

    def evidence_for(self, address: str) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.address == address and one.state != "lost")


class Answers(Table):
    name: ClassVar[str] = "answers"

    async def open_sheet(self, sheet_id: int) -> OpenSheet | None:
        row = await self._one("open_sheet", sheet_id=sheet_id)
        return _sheet(row) if row else None

    async def give(self, sheet_id: int, address: str, answer: str, explanation: str, by: int, message: str, now: datetime) -> None:
        """Keeps the answer (JSON), which `message` gave, as the present one; every answer ever given stays in the log."""
        await self._run("give", sheet_id=sheet_id, address=address, answer=answer, explanation=explanation, by=by, message=message, now=now)

    async def explain(self, sheet_id: int, address: str, explanation: str, by: int, message: str, now: datetime) -> None:
        """Puts an explanation, which `message` gave, beside the present answer, which stays that of the message that gave it."""
        await self._run("explain", sheet_id=sheet_id, address=address, explanation=explanation, by=by, message=message, now=now)

    async def last_logged(self, sheet_id: int) -> int:
        """The number of the newest answer ever given to the sheet; 0 before the first."""
        row = await self._one("last_logged", sheet_id=sheet_id)
        assert row is not None  # an aggregate always gives one row
        return int(row["last"])

    async def as_of(self, sheet_id: int, last: int) -> Mapping[str, tuple[str, str]]:
        """Answer (JSON) and explanation of each address as they stood when the answer numbered `last` was the newest."""
        rows = await self._all("as_of", sheet_id=sheet_id, last=last)
        return {row["address"]: (row["answer"], row["explanation"]) for row in rows}

    async def keep_earlier(self, sheet_id: int, address: str, by: int, now: datetime) -> None:
        """An answer that was asked again stands as it was given."""
        await self._run("keep_earlier", sheet_id=sheet_id, address=address, by=by, now=now)

    async def ask_again(self, sheet_id: int, addresses: Iterable[str], rubric_id: int, reason: str) -> None:
        """These answers must be given or kept again; they were given under this version. A sheet that was submitted goes back with the reason."""
        await self._run("ask_again", sheet_id=sheet_id, addresses=json.dumps(list(addresses)), rubric_id=rubric_id)
        await self._run("reclaim", sheet_id=sheet_id, reason=reason)

    async def of_message(self, message: str, by: int) -> Gave | None:
        """What this message of a person gave, if it still is what stands."""
        row = await self._one("of_message", message=message, by=by)
        return Gave(row["sheet_id"], row["address"], row["gave"]) if row else None

    async def given_at(self, sheet_id: int, address: str, at: datetime) -> str | None:
        """The answer (JSON) that was given to a criterion at that instant; None where there was none."""
        row = await self._one("given_at", sheet_id=sheet_id, address=address, at=at)
        return str(row["answer"]) if row else None

    async def fillers(self, sheet_id: int) -> tuple[int, ...]:
        """Everybody who ever gave an answer to this sheet."""
        return tuple(row["by"] for row in await self._all("fillers", sheet_id=sheet_id))

    async def move_state(self, sheet: OpenSheet, to: SheetState, *, reason: str = "", asked_by: int | None = None) -> bool:
        """Moves the sheet from the revision it was read in; False where it has changed meanwhile."""
        moved = await self._one("move_state", sheet_id=sheet.id, revision=sheet.revision, to=to, reason=reason, asked_by=asked_by)
        return moved is not None

    async def delegate(self, sheet_id: int, delegate_id: int | None, by: int, now: datetime) -> None:
        """Authorises a focal point to submit, or takes it back with None."""
        await self._run("delegate", sheet_id=sheet_id, delegate_id=delegate_id, by=by, now=now)

    async def end_delegations(self, unit_id: int, person_id: int) -> tuple[tuple[int, int], ...]:
        """Takes back the right to submit this unit's open sheets that this person was given; gives (sheet, period) of each."""
        return tuple((row["id"], row["period_id"]) for row in await self._all("end_delegations", unit_id=unit_id, person_id=person_id))

    async def drop_wishes(self, unit_id: int, person_id: int) -> None:
        """Forgets that this person asked to submit the unit's sheets once their files are kept."""
        await self._run("drop_wishes", unit_id=unit_id, person_id=person_id)

    async def want(self, sheet_id: int, by: int | None, now: datetime) -> None:
        """Notes that somebody asks now to submit the sheet as it is while files are still being fetched; None takes it back."""
        await self._run("want", sheet_id=sheet_id, by=by, now=now)

    async def enter_on_paper(self, sheet_id: int, by: int) -> None:
        """The secretariat's person `by` enters this sheet from the signed paper."""
        await self._run("enter_on_paper", sheet_id=sheet_id, by=by)

    async def confirm_paper(self, sheet_id: int, by: int, now: datetime) -> None:
        """The unit confirms what was entered for it."""
        await self._run("confirm_paper", sheet_id=sheet_id, by=by, now=now)

    async def take_over(self, sheet_id: int) -> None:
        """The unit fills its sheet itself from now on."""
        await self._run("take_over", sheet_id=sheet_id)


def _sheet(row: sqlite3.Row) -> OpenSheet:
    answers = {
        one["address"]: GivenAnswer(one["answer"], one["explanation"], one["by"], one["name"], instant(one["at"]), one["message"], one["earlier"])
        for one in json.loads(row["answers"])
    }
    evidence = tuple(Evidence(**one) for one in json.loads(row["evidence"]))
    return OpenSheet(
        row["sheet_id"], period_of(row), row["unit_id"], row["unit_code"], row["unit_name"], row["sheet_state"], row["sheet_revision"],
        row["delegate_id"], row["asked_by"], row["returned_reason"], row["on_paper"] == 1, row["wanted_by"],
        row["wanted_revision"], maybe_instant(row["wanted_at"]), row["paper_by"], row["confirmed_at"] is not None, row["rubric_text"], answers, evidence,
        owners_of(row["assignments"], row["seated"]),
        {one["address"]: one["rubric"] for one in json.loads(row["void"])}, {one["id"]: one["text"] for one in json.loads(row["earlier_rubrics"])},
    )  # fmt: skip
