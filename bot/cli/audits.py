"""`ktd audit`: verify."""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ends import Json, end, looked, print_json, settings
from bot.cli.receipts import whole
from domain.texts import counted

if TYPE_CHECKING:
    from domain.audit import Break, Entry, Witness
    from domain.vouching import KeptFile
    from storage.store import Store

app = typer.Typer(no_args_is_help=True, help="The log of decisive acts.")
LINES_AT_MOST = 40
HEAD = re.compile(r"(\d{1,15}):([0-9a-f]{8,64})")
Verified = tuple[tuple[int, str], list["Break"]]


@app.callback()
def audit() -> None:
    """Keeps `verify` a command of its own while it is the only one."""


@app.command("verify")
def audit_verify(
    receipt: Annotated[
        list[Path] | None, typer.Option(help="A receipt's file that somebody holds: the log must have its entry. May be repeated.")
    ] = None,
    head: Annotated[list[str] | None, typer.Option(help="NUMBER:HASH of an entry as it was noted before. May be repeated.")] = None,
    as_json: Json = False,
) -> None:
    """Find any entry of the log that was changed, removed or moved, any submission, score or publication that is not what its entry says, and any file of
    evidence that is not the one that came; says how many entries there are and the hash of the last."""
    witnesses = [*(_of_receipt(file) for file in receipt or ()), *(_of_head(text) for text in head or ())]

    async def verify(store: "Store") -> tuple[Verified, tuple["KeptFile", ...]]:
        return await verified(store, witnesses), await store.audit.files()

    ((seq, sha256), broken), files = looked(verify)
    broken = [*broken, *files_broken(files, settings().data_dir / "evidence")]
    if as_json:
        print_json({"entries": seq, "hash": sha256, "faults": [{"entry": one.seq or None, "problem": one.problem} for one in broken]})
    elif not broken:
        print(
            f"The audit log is whole: {counted(seq, 'entry', 'entries')}; the last has the hash {sha256}"
            if seq
            else "The audit log is empty: there is nothing to verify."
        )
    if broken:
        end(1, *([] if as_json else _lines(broken)))


def _lines(broken: list["Break"]) -> list[str]:
    """A line for each, but not for thousands: who rewrites a log breaks all that follows."""
    more = len(broken) - LINES_AT_MOST
    return [one.line for one in broken[:LINES_AT_MOST]] + ([f"and {counted(more, 'more fault')}: --json names all"] if more > 0 else [])


async def verified(store: "Store", witnesses: Sequence["Witness"]) -> Verified:
    """The log's end, and everything that contradicts it: the chain itself, what was brought from outside, what the database keeps beside it. An entry that
    was touched is told once, and vouches for nothing."""
    from domain.audit import Break, Chain, contradictions
    from domain.vouching import VOUCHED

    inner, head = await store.audit.witnesses(), await store.audit.head()
    chain, broken, asked, entries = Chain(), list[Break](), {one.seq for one in (*inner, *witnesses)}, []
    async for entry in store.audit.everything():
        broken += chain.take(entry)
        if entry.act in VOUCHED or entry.seq in asked:
            entries.append(entry)
    broken += chain.end(head, await store.audit.numbered())
    touched = {one.seq for one in broken}
    broken += contradictions(entries, [*(one for one in inner if one.seq not in touched), *witnesses])
    broken += await _unvouched(store, [entry for entry in entries if entry.seq not in touched])
    return head or (0, ""), [*broken, *await store.audit.unrecorded()]


async def _unvouched(store: "Store", entries: list["Entry"]) -> list["Break"]:
    from domain.audit import Break
    from domain.vouching import publications_unvouched, seals_of, submissions_unvouched
    from storage.database import instant

    found = [*submissions_unvouched(entries, [one async for one in store.audit.submissions()])]
    found += publications_unvouched(entries, await store.audit.publications())
    for entry in entries:
        for table, seal in seals_of(entry):
            if entry.period_id is None or await store.audit.sealed(table, entry.period_id, instant(entry.at), seal) != seal:
                found.append(Break(entry.seq, f"contradicts the {table} of period {entry.period_id} as they are kept: one of them was changed"))
    return found


def files_broken(files: Iterable["KeptFile"], kept: Path) -> Iterator["Break"]:
    """Every kept file of evidence that is gone, or whose bytes are others than those that came."""
    from bot.runtime.files import path_in
    from domain.audit import Break

    for one in files:
        told = f"the file {one.name} of {one.unit} ({one.address})"
        try:
            with path_in(kept, one.sha256).open("rb") as lying:
                if file_digest(lying, "sha256").hexdigest() != one.sha256:
                    yield Break(0, f"{told} was changed: its bytes are not those that were sent")
        except OSError as fault:
            yield Break(0, f"{told} cannot be read in the evidence folder: {fault.strerror or fault}")


def _of_receipt(file: Path) -> "Witness":
    from domain.audit import Witness

    entry = whole(file)["entry"]
    return Witness(f"receipt file {file}", entry["seq"], entry["hash"])


def _of_head(text: str) -> "Witness":
    from domain.audit import Witness

    found = HEAD.fullmatch(text.strip().lower())
    if found is None:
        end(2, f"--head {text}: must be NUMBER:HASH, as `ktd audit verify` or a receipt says them; of the hash at least 8 characters")
    return Witness("what was noted", int(found[1]), found[2])
