"""The chain of decisive acts: each entry's hash covers the one before it, so that none can be changed, taken out or moved without being seen.

The chain proves order and content, not that nobody rewrote all of it from one entry on: whoever holds a receipt holds a link of it (domain/receipts.py),
and no rewriting brings that back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal, get_args

Act = Literal[
    "bloc", "seat", "seat_ended", "rubric", "period", "period_dropped", "period_opened", "period_closed", "period_reopened", "deadline",
    "assignment", "delegation", "sheet_returned", "submission", "withdrawal", "paper_agreed", "paper_confirmed",
    "appraisal", "question", "answer", "appeal", "appeal_decided", "stage", "exclusion", "tie", "grade", "final_scores", "publication", "export",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)
"""What is recorded: whatever gives or takes a right, a point or a place."""

FIRST = ""
"""What stands as the hash before the first entry."""


@dataclass(frozen=True)
class Entry:
    """One act. `at` is UTC text, `by` a person's number (None: the clock or a command), `subject` what it is about ("sheet:7", "sheet:7 I.2a"), `old` and
    `new` JSON objects as text."""

    seq: int
    at: str
    bloc_id: str
    period_id: int | None
    by: int | None
    act: str
    subject: str
    old: str
    new: str
    previous: str
    sha256: str = ""

    def sealed(self) -> "Entry":
        """The entry with its hash."""
        return replace(self, sha256=self.digest())

    def facts(self) -> dict[str, object]:
        """What the hash covers, by name."""
        return {
            "seq": self.seq, "at": self.at, "bloc_id": self.bloc_id, "period_id": self.period_id, "by": self.by, "act": self.act,
            "subject": self.subject, "old": self.old, "new": self.new, "previous": self.previous,
        }  # fmt: skip

    def digest(self) -> str:
        """The SHA-256 of everything in the entry but the hash itself, in hexadecimal."""
        return sha256(json.dumps(self.facts(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the entry's number, and a plain English phrase."""

    seq: int
    problem: str


def valued(values: Mapping[str, object] | None) -> str:
    """Old or new values as an entry keeps them; points as decimal text, instants as UTC text."""
    return json.dumps(values or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} is no value of an entry")


def breaks(entries: Iterable[Entry], head: tuple[int, str]) -> Iterator[Break]:
    """Every break of the chain, whose entries come in order of their numbers; `head` is the number and hash the last one had."""
    seq, previous = 0, FIRST
    for entry in entries:
        if entry.seq != seq + 1:
            yield Break(seq + 1, "is missing" if entry.seq == seq + 2 else f"to {entry.seq - 1} are missing")
        elif entry.previous != previous:
            yield Break(entry.seq, "does not follow the entry before it")
        if entry.digest() != entry.sha256:
            yield Break(entry.seq, "was changed")
        seq, previous = entry.seq, entry.sha256
    if seq < head[0]:
        yield Break(seq + 1, "is missing" if head[0] == seq + 1 else f"to {head[0]} are missing")
    elif (seq, previous) != head:
        yield Break(seq, "is not the entry the log ended with")
