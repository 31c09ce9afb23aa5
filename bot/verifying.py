"""Whether the audit log is whole, and everything that it vouches for still what it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path

from bot.runtime.files import path_in
from domain.audit import Break, Chain, Entry, Witness, contradictions, valued
from domain.vouched_seats import seats_unvouched, units_unvouched
from domain.vouched_tables import tables_unvouched
from domain.vouching import VOUCHED, KeptFile, publications_unvouched, seals_of, submissions_unvouched
from storage.store import Store

WITHHELD = "(withheld until the period is closed)"
"""What stands for a total in the list as long as nobody outside the unit may see it."""
NEVER = "9999"
"""An instant after all there are: where entries were touched, what has no entry is no second fault."""
Verified = tuple[tuple[int, str], list[Break], list[Witness]]
"""The log's last number and hash, what is broken, and which of the witnesses brought from outside it bears out."""


async def verified(store: Store, witnesses: Sequence[Witness]) -> Verified:
    """The log's end; everything that contradicts it: the chain itself, what was brought from outside, what the database keeps beside it; and what of the
    outside it bears out. An entry that was touched is told once, and vouches for nothing."""
    inner, head = await store.audit.witnesses(), await store.audit.head()
    chain, broken, asked, entries = Chain(), list[Break](), {one.seq for one in (*inner, *witnesses)}, []
    since, begun = list[tuple[int, str]](), ""
    async for entry in store.audit.everything():
        begun = begun or entry.at
        faults = [*chain.take(entry)]
        broken += faults
        if entry.seq not in {one.seq for one in faults}:
            _set_back(since, entry)
        if entry.act in VOUCHED or entry.seq in asked:
            entries.append(entry)
    broken += chain.end(head, await store.audit.numbered())
    touched = {one.seq for one in broken}
    broken += contradictions(entries, [*(one for one in inner if one.seq not in touched), *witnesses])
    broken += await _unvouched(store, [entry for entry in entries if entry.seq not in touched], dict(since), NEVER if touched else begun)
    found = [one for one in witnesses if one.seq not in touched and not any(contradictions(entries, [one]))]
    return head or (0, ""), [*broken, *await store.audit.unrecorded()], found


def _set_back(since: list[tuple[int, str]], entry: Entry) -> None:
    """Keeps, for each entry that seals rows, the earliest instant that it or an entry after it bears: earlier than its own only where the clock was set back."""
    for place in reversed(range(len(since))):
        if since[place][1] <= entry.at:
            break
        since[place] = (since[place][0], entry.at)
    if any(seals_of(entry)):
        since.append((entry.seq, entry.at))


async def _unvouched(store: Store, entries: list[Entry], since: Mapping[int, str], begun: str) -> list[Break]:
    found = [*submissions_unvouched(entries, [one async for one in store.audit.submissions()])]
    found += publications_unvouched(entries, await store.audit.publications())
    found += tables_unvouched(entries, await store.audit.rubrics(), await store.audit.periods())
    found += seats_unvouched(entries, await store.audit.seats(), begun)
    found += units_unvouched(entries, await store.audit.units())
    for entry in entries:
        for table, seal in seals_of(entry):
            if entry.period_id is None or await store.audit.sealed_again(table, entry.period_id, seal, since[entry.seq]) != seal:
                found.append(Break(entry.seq, f"contradicts the {table} of period {entry.period_id} as they are kept: one of them was changed"))
    return found


async def listed(store: Store, period_id: int | None) -> tuple[tuple[Entry, str], ...]:
    """The entries of a period, or all, each with the name of who acted; without the totals of units whose period is not closed."""
    entries = await store.audit.named(period_id)
    periods = [await store.periods.of(number) for number in {one.period_id for one, _ in entries} if number is not None]
    is_open = {one.id for one in periods if one is not None and one.state == "open"}
    return tuple((_withheld(one) if one.period_id in is_open else one, name) for one, name in entries)


def _withheld(entry: Entry) -> Entry:
    return replace(entry, new=valued({**entry.values, "total": WITHHELD})) if "total" in entry.values else entry


def files_broken(files: Iterable[KeptFile], kept: Path) -> Iterator[Break]:
    """Every kept file of evidence that is gone, or whose bytes are others than those that came."""
    for one in files:
        told = f"the file {one.name} of {one.unit} ({one.address})"
        try:
            with path_in(kept, one.sha256).open("rb") as lying:
                if file_digest(lying, "sha256").hexdigest() != one.sha256:
                    yield Break(0, f"{told} was changed: its bytes are not those that were sent")
        except OSError as fault:
            yield Break(0, f"{told} cannot be read in the evidence folder: {fault.strerror or fault}")
