"""The chain of decisive acts: each entry's hash covers the one before it, so that none can be changed, taken out or moved without being seen.

The chain proves order and content, not that nobody rewrote all of it, or cut it, from one entry on. That is shown by what names entries elsewhere: the numbers
the database once gave, the rows that name their entry, and outside of it every receipt (domain/receipts.py) and every note of the log's end. What nobody
outside has seen yet, somebody who holds the file can still take back together with all that names it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal, get_args

Act = Literal[
    "bloc", "seat", "seat_ended", "renamed", "rubric", "period", "period_dropped", "period_opened", "period_closed", "period_reopened", "deadline",
    "assignment", "delegation", "sheet_returned", "submission", "withdrawal", "paper_agreed", "paper_confirmed",
    "appraisal", "question", "answer", "appeal", "appeal_decided", "stage", "exclusion", "tie", "grade", "final_scores", "publication", "export",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)
"""What is recorded: whatever gives or takes a right, a point or a place, and who the people are that it names by their numbers."""

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

    @property
    def values(self) -> Mapping[str, object]:
        """The new values; none where somebody left there what is no JSON object."""
        try:
            found = json.loads(self.new)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def digest(self) -> str:
        """The SHA-256 of everything in the entry but the hash itself, in hexadecimal."""
        return sha256(json.dumps(self.facts(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the entry's number (0: the whole log), and a plain English phrase."""

    seq: int
    problem: str

    @property
    def line(self) -> str:
        """As `ktd audit verify` prints it."""
        return f"entry {self.seq} {self.problem}" if self.seq else self.problem


@dataclass(frozen=True)
class Witness:
    """What names an entry elsewhere: who (in English), the entry's number, and as far as it is known there the entry's hash, or its beginning, and some of
    its new values."""

    who: str
    seq: int
    sha256: str = ""
    new: Mapping[str, object] = field(default_factory=dict)


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


class Chain:
    """The chain read from its first entry on, one entry at a time: what does not hold is told as it comes."""

    def __init__(self) -> None:
        self._seq, self._previous, self._is_broken = 0, FIRST, False

    def take(self, entry: Entry) -> Iterator[Break]:
        """The next entry, and where the chain does not hold at it: once, where the entry itself was touched."""
        is_next, follows, is_whole = entry.seq == self._seq + 1, entry.previous == self._previous, entry.digest() == entry.sha256
        if not is_next:
            yield Break(self._seq + 1, "is missing" if entry.seq == self._seq + 2 else f"to {entry.seq - 1} are missing")
        if not is_whole:
            yield Break(entry.seq, "was changed" if follows or not is_next else "was changed or moved")
        elif is_next and not follows and not self._is_broken:
            yield Break(entry.seq, "does not follow the entry before it")
        self._seq, self._previous, self._is_broken = entry.seq, entry.sha256, not is_whole and not follows

    def end(self, head: tuple[int, str] | None, given: int = 0) -> Iterator[Break]:
        """No entry is left; `head` is the number and hash the last one had (None: not kept any more), `given` the highest number ever given."""
        if head is None:
            yield Break(0, "the note of the log's last entry is gone")
        last = max(head[0] if head else 0, given)
        if self._seq < last:
            yield Break(self._seq + 1, "is missing" if last == self._seq + 1 else f"to {last} are missing")
        elif head is not None and (self._seq, self._previous) != head:
            yield Break(self._seq, "is not the entry the log ended with")


def breaks(entries: Iterable[Entry], head: tuple[int, str] | None, given: int = 0) -> Iterator[Break]:
    """Every break of the chain, whose entries come in order of their numbers; `head` and `given` as in `Chain.end`."""
    chain = Chain()
    for entry in entries:
        yield from chain.take(entry)
    yield from chain.end(head, given)


def contradictions(entries: Iterable[Entry], witnesses: Iterable[Witness]) -> Iterator[Break]:
    """Every witness whose entry is not there, or is another."""
    known = {entry.seq: entry for entry in entries}
    for one in witnesses:
        entry = known.get(one.seq)
        if entry is None:
            yield Break(one.seq, f"is missing, though {one.who} names it")
        elif not entry.sha256.startswith(one.sha256) or not one.new.items() <= entry.values.items():
            yield Break(one.seq, f"contradicts {one.who}: the log was changed, or the other names another entry")
