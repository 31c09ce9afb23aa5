"""What the audit log vouches for, held against what is kept: submitted sheets with their answers, judgements, publications, what they rest on.

An entry names the hash, version, total and right of a submission, and the words of a publication. Where scores are frozen it names the hash of all that was
judged, where they are published that of all decisions, explanations and evidence of the period until then. Rows that say otherwise were changed behind the
bot's back, or the log was.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

from domain.audit import Break, Entry
from domain.sheets import digest

VOUCHED = frozenset(
    {"submission", "withdrawal", "sheet_returned", "publication", "final_scores", "rubric", "period", "deadline", "bloc", "seat", "seat_ended"}
)
"""The acts whose entries name what is kept elsewhere, or say what became of it."""
SealedTable = Literal["judgements", "decisions", "explanations", "evidence"]
SEALED: tuple[SealedTable, ...] = get_args(SealedTable)
NAMED = ("version", "total", "authority", "asked_at", "deadline")
"""What an entry names of a submission beside its hash, which its own witness compares; earlier versions of ktd named less."""


@dataclass(frozen=True)
class KeptSubmission:
    """A submission as it is kept. `answers` are its sheet's present answers with their explanations, as JSON by address, while it is in force; else None.
    `files` are the hashes of all files that were ever kept for its sheet; `proof` what stands as its evidence while it is in force (address, name or text,
    hash or ""), else None; `asked_at` and `deadline` are instants as an entry holds them;
    `is_submitted` whether its sheet still stands as submitted."""

    receipt: str
    sheet_id: int
    by: int
    asked_at: str
    deadline: str
    is_withdrawn: bool
    is_submitted: bool
    version: int
    total: str
    authority: str
    sha256: str
    sheet: str
    answers: Mapping[str, tuple[str, str]] | None = None
    files: frozenset[str] = frozenset()
    proof: tuple[tuple[str, str, str], ...] | None = None


@dataclass(frozen=True)
class Seal:
    """Rows of a period that are never changed again, as an entry names them: the last one's number (0 for none) and the hash of all until there; `without`
    are the numbers of those that were no part of it yet, `ended` of those that were withdrawn, removed or decided by then: how the others ended came later."""

    last: int
    sha256: str
    without: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()

    @property
    def named(self) -> Mapping[str, object]:
        """As the entry holds it."""
        numbers = {"without": list(self.without), "ended": list(self.ended)}
        return {"last": self.last, "sha256": self.sha256, **{name: found for name, found in numbers.items() if found}}


@dataclass(frozen=True)
class KeptPublication:
    """A publication as it is kept."""

    period_id: int
    version: int
    at: str
    by: int
    reason: str
    post: str
    ranking: str


@dataclass(frozen=True)
class KeptFile:
    """A file of evidence: the hash of its bytes, under which it lies, and whose it is."""

    sha256: str
    unit: str
    address: str
    name: str


def of_ranking(facts: str) -> str:
    """The hash by which an entry names the facts of a publication."""
    return sha256(facts.encode()).hexdigest()


def of_rows(rows: Iterable[Sequence[object]]) -> str:
    """The hash by which an entry names rows that are only appended to."""
    found = sha256()
    for row in rows:
        found.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()


def seals_of(entry: Entry) -> Iterator[tuple[SealedTable, Seal]]:
    """The seals that an entry names."""
    for table in SEALED if entry.act in {"final_scores", "publication"} else ():
        named = entry.values.get(table)
        if not isinstance(named, dict):
            continue
        last, sha, without, ended = named.get("last"), named.get("sha256"), named.get("without", []), named.get("ended", [])
        if isinstance(last, int) and isinstance(sha, str) and isinstance(without, list) and isinstance(ended, list):
            yield table, Seal(last, sha, tuple(without), tuple(ended))


def submissions_unvouched(entries: Iterable[Entry], kept: Iterable[KeptSubmission]) -> Iterator[Break]:
    """Every submission that is not as it was submitted, or that the log names and nobody keeps."""
    entries = tuple(entries)
    named = {str(entry.values.get("receipt")): entry for entry in entries if entry.act == "submission"}
    withdrawn = _withdrawn(entries)
    for one in kept:
        if one.receipt in named and one.is_withdrawn != (one.receipt in withdrawn):
            yield Break(named[one.receipt].seq, f"contradicts what is kept of receipt {one.receipt}: whether it was taken back")
        yield from _submission(one, named.pop(one.receipt, None))
    for receipt, entry in named.items():
        yield Break(entry.seq, f"names receipt {receipt}, which is not kept any more")


def _withdrawn(entries: Iterable[Entry]) -> frozenset[str]:
    """The receipts that are in force no more, by what the log says of their sheets after them."""
    in_force, withdrawn = dict[str, str](), set[str]()
    for entry in entries:
        if entry.act == "submission":
            in_force[entry.subject] = str(entry.values.get("receipt"))
        elif entry.act in {"withdrawal", "sheet_returned"} and entry.subject in in_force:
            withdrawn.add(in_force.pop(entry.subject))
    return frozenset(withdrawn)


def _submission(one: KeptSubmission, entry: Entry | None) -> Iterator[Break]:
    if digest(one.sheet) != one.sha256:
        yield Break(0, f"receipt {one.receipt}: the sheet kept with it is not the one that was submitted")
    elif not (one.is_withdrawn or one.is_submitted):
        yield Break(0, f"receipt {one.receipt}: it is in force, but its sheet does not stand as submitted")
    elif one.answers is not None and (other := _others(one.sheet, one.answers)):
        yield Break(0, f"receipt {one.receipt}: the sheet's present answer to {', '.join(other)} is not what was submitted")
    elif gone := _gone(one):
        yield Break(0, f"receipt {one.receipt}: the evidence to {', '.join(gone)} is not kept as it was submitted")
    if entry is None:
        return
    other = [name for name in NAMED if entry.values.get(name, getattr(one, name)) != getattr(one, name)]
    other += ["by"] * (entry.by != one.by) + ["sheet"] * (entry.subject != f"sheet:{one.sheet_id}")
    if other:
        yield Break(entry.seq, f"contradicts what is kept of receipt {one.receipt}: its {', '.join(other)}")


def _others(sheet: str, answers: Mapping[str, tuple[str, str]]) -> list[str]:
    """The addresses at which the present answers are not those of the submitted sheet. What was withdrawn from the table may stand beside them."""
    submitted = _parsed(sheet)
    given = submitted.get("answers") if isinstance(submitted, dict) else None
    return [address for address, one in given.items() if one != _given(answers.get(address))] if isinstance(given, dict) else []


def _gone(one: KeptSubmission) -> list[str]:
    """The addresses of the evidence that was submitted and is not kept so: of files by their hash, and while the submission is in force that very evidence
    and none besides."""
    submitted = _parsed(one.sheet)
    proof = submitted.get("evidence") if isinstance(submitted, dict) else None
    if not isinstance(proof, list):
        return []
    given = Counter((address, named, sha) for address, named, sha in proof)
    other = {address for address, _, sha in given if sha and sha not in one.files}
    if one.proof is not None:
        standing = Counter(one.proof)
        other |= {address for address, *_ in (*(given - standing), *(standing - given))}
    return sorted(other)


def _given(answer: tuple[str, str] | None) -> object:
    """An answer as a submitted sheet holds it; None for none."""
    return {"answer": _parsed(answer[0]), "explanation": answer[1]} if answer else None


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def publications_unvouched(entries: Iterable[Entry], kept: Iterable[KeptPublication]) -> Iterator[Break]:
    """Every publication that is not as it was published, or that the log names and nobody keeps."""
    posts = {(one.period_id, one.version): one for one in kept}
    for entry in entries:
        if entry.act != "publication":
            continue
        version, names = entry.values.get("version"), f"publication {entry.values.get('version')} of period {entry.period_id}"
        found = next((one for place, one in posts.items() if place == (entry.period_id, version)), None)
        if found is None:
            yield Break(entry.seq, f"names {names}, which is not kept any more")
        elif not _is_as_published(entry, found):
            yield Break(entry.seq, f"contradicts {names} as it is kept: one of them was changed")


def _is_as_published(entry: Entry, kept: KeptPublication) -> bool:
    """Entries of earlier versions of ktd name the post alone."""
    is_by_them_then = (entry.at, entry.by, entry.values.get("reason", kept.reason)) == (kept.at, kept.by, kept.reason)
    return is_by_them_then and entry.values.get("post") == kept.post and entry.values.get("ranking") in (None, of_ranking(kept.ranking))
