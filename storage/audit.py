"""The log of decisive acts, as a chain of hashes (domain/audit.py)."""

import json
import sqlite3
from collections.abc import AsyncIterator, Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, ClassVar

from domain.audit import Act, Break, Entry, Witness, valued
from domain.vouched_seats import KeptSeat, KeptUnit
from domain.vouched_tables import KeptPeriod, KeptRubric
from domain.vouching import KeptFile, KeptPublication, KeptSubmission, Seal, SealedTable, of_rows
from storage.database import Table, instant, utc_text

A_PAGE = 1000
ENDLESS = "9"
"""Later than any instant, as text."""
SEALING: Mapping[SealedTable, str] = {
    "judgements": "sealed_judgements", "decisions": "sealed_decisions", "explanations": "sealed_explanations", "evidence": "sealed_evidence",
}  # fmt: skip


class Audit(Table):
    name: ClassVar[str] = "audit"

    async def record(
        self, act: Act, bloc_id: str, subject: str, *, by: int | None, now: datetime,
        period_id: int | None = None, old: Mapping[str, object] | None = None, new: Mapping[str, object] | None = None,
    ) -> Entry:  # fmt: skip
        """Appends an act to the chain, in the present transaction; gives its entry."""
        head = await self.head()
        assert head is not None  # the migration puts the row there
        seq, previous = head
        entry = Entry(seq + 1, utc_text(now), bloc_id, period_id, by, act, subject, valued(old), valued(new), previous).sealed()
        await self._run("append", **entry.facts(), sha256=entry.sha256)
        return entry

    async def head(self) -> tuple[int, str] | None:
        """Number and hash of the last entry, (0, "") where there is none yet; None where somebody took the note of it off."""
        row = await self._one("head")
        return (int(row["seq"]), str(row["sha256"])) if row else None

    async def numbered(self) -> int:
        """The highest number ever given to an entry: the database keeps it apart from the log and its head."""
        row = await self._one("numbered")
        return int(row["seq"]) if row else 0

    async def witnesses(self) -> tuple[Witness, ...]:
        """What the other tables know of entries: every submission names its own."""
        rows = await self._all("witnesses")
        return tuple(Witness(f"receipt {row['receipt']}", row["audit_seq"], new={"receipt": row["receipt"], "sha256": row["sha256"]}) for row in rows)

    async def submissions(self) -> AsyncIterator[KeptSubmission]:
        """Every submission, read page by page."""
        last = 0
        while rows := await self._all("submissions", last=last, most=A_PAGE):
            for row in rows:
                yield _submission(row)
            last = rows[-1]["id"]

    async def publications(self) -> tuple[KeptPublication, ...]:
        rows = await self._all("publications")
        return tuple(
            KeptPublication(row["period_id"], row["version"], row["at"], row["by"], row["reason"], row["post"], row["ranking"]) for row in rows
        )

    async def rubrics(self) -> tuple[KeptRubric, ...]:
        """Every version of a table, and whether its text is still the one its hash is of."""
        return tuple([_rubric(row) for row in await self._all("rubrics")])

    async def periods(self) -> tuple[KeptPeriod, ...]:
        return tuple(
            KeptPeriod(row["id"], row["rubric_id"], _as_named(row["closes_at"]), bool(row["takes_late"]), row["late_days"])
            for row in await self._all("periods")
        )

    async def sealed(self, table: SealedTable, period_id: int, at: datetime) -> Seal:
        """The seal over a period's rows as they stand at this instant."""
        without = await self._on_its_way(period_id) if table == "evidence" else ()
        rows = await self._sealing(table, period_id, None, without)
        ended = _ended_before(rows, utc_text(at))
        return Seal(rows[-1]["id"] if rows else 0, of_rows(_sealed(rows, ended)), without, ended)

    async def sealed_again(self, table: SealedTable, period_id: int, was: Seal, since: str) -> Seal:
        """The seal over the same rows: as far as they had ended by then, or say they had before `since`, the earliest instant at which anything was done
        after it was made."""
        rows = await self._sealing(table, period_id, was.last, was.without)
        ended = {*was.ended, *_ended_before(rows, since)}
        return Seal(rows[-1]["id"] if rows else 0, of_rows(_sealed(rows, ended)), was.without, was.ended)

    async def _sealing(self, table: SealedTable, period_id: int, last: int | None, without: tuple[int, ...]) -> list[dict[str, Any]]:
        return [dict(row) for row in await self._all(SEALING[table], period_id=period_id, last=last, without=json.dumps(without))]

    async def _on_its_way(self, period_id: int) -> tuple[int, ...]:
        return tuple(row["id"] for row in await self._all("on_its_way", period_id=period_id))

    async def files(self) -> tuple[KeptFile, ...]:
        """Every file that is kept, once, with one of the places it stands at."""
        return tuple(KeptFile(row["sha256"], row["code"], row["address"], row["name"]) for row in await self._all("files"))

    async def seats(self) -> tuple[KeptSeat, ...]:
        """Every seat that was ever given."""
        return tuple(
            KeptSeat(row["id"], row["person_id"], row["role"], row["code"], row["since"], row["until"] is not None)
            for row in await self._all("seats")
        )

    async def units(self) -> tuple[KeptUnit, ...]:
        """Every unit that has not left its bloc."""
        return tuple(KeptUnit(row["bloc_id"], row["code"], row["name"], row["post"]) for row in await self._all("units"))

    async def unrecorded(self) -> tuple[Break, ...]:
        """Publications without an entry, since there is a log."""
        rows = await self._all("unrecorded")
        return tuple(Break(0, f"the log has no entry of publication {row['version']} of period {row['period_id']}") for row in rows)

    async def of(self, seq: int) -> Entry | None:
        row = await self._one("of", seq=seq)
        return _entry(row) if row else None

    async def named(self, period_id: int | None = None) -> tuple[tuple[Entry, str], ...]:
        """The entries of a period, or all, each with the name that who acted bore then; "" for the clock and for commands."""
        return tuple((_entry(row), str(row["by_name"])) for row in await self._all("named", period_id=period_id))

    async def everything(self) -> AsyncIterator[Entry]:
        """Every entry in order, read page by page."""
        seq = 0
        while rows := await self._all("after", seq=seq, most=A_PAGE):
            for row in rows:
                yield _entry(row)
            seq = rows[-1]["seq"]


def _submission(row: sqlite3.Row) -> KeptSubmission:
    answers = {address: (answer, explanation) for address, answer, explanation in json.loads(row["answers"])} if row["answers"] is not None else None
    return KeptSubmission(
        row["receipt"], row["sheet_id"], row["by"], _as_named(row["at"]), _as_named(row["deadline"]), row["withdrawn_at"] is not None, bool(row["is_submitted"]),
        row["version"], row["total"], row["authority"], row["sha256"], row["sheet"], answers, frozenset(json.loads(row["files"])),
        tuple((address, named, sha) for address, named, sha in json.loads(row["proof"])) if row["proof"] is not None else None,
    )  # fmt: skip


def _ended_before(rows: Iterable[Mapping[str, Any]], at: str) -> tuple[int, ...]:
    """The numbers of the rows that were withdrawn, removed or decided before this instant (UTC text)."""
    return tuple(row["id"] for row in rows if (row.get("ended_at") or ENDLESS) < at)


def _sealed(rows: Iterable[Mapping[str, object]], ended: Container[object]) -> Iterator[list[object]]:
    """The rows as a seal covers them: how one ended only where it had."""
    for row in rows:
        has_ended = row["id"] in ended
        yield [value if has_ended or name != "ending" else None for name, value in row.items() if name != "ended_at"]


def _rubric(row: sqlite3.Row) -> KeptRubric:
    is_itself = sha256(row["text"].encode()).hexdigest() == row["sha256"]
    return KeptRubric(row["id"], row["bloc_id"], row["rubric"], row["version"], row["sha256"], is_itself)


def _as_named(at: str) -> str:
    """An instant as entries name it (domain.audit.valued); what is none, as it is."""
    try:
        return instant(at).astimezone(UTC).isoformat()
    except ValueError:
        return at


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        row["seq"], row["at"], row["bloc_id"], row["period_id"], row["by"], row["act"], row["subject"], row["old"], row["new"], row["previous"],
        row["sha256"],
    )  # fmt: skip
