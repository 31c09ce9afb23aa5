"""`ktd audit`: verify."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ends import Json, end, looked, print_json
from bot.cli.receipts import whole
from domain.texts import counted

if TYPE_CHECKING:
    from domain.audit import Break, Entry, Witness
    from storage.store import Store

app = typer.Typer(no_args_is_help=True, help="The log of decisive acts.")
LINES_AT_MOST = 40
HEAD = re.compile(r"(\d{1,15}):([0-9a-f]{8,64})")
Verified = tuple[tuple[int, str], list["Break"], list["Witness"]]


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
    """Find any entry of the log that was changed, removed or moved, and any submission or publication that is not what its entry says; says how many entries
    there are and the hash of the last."""
    witnesses = [*(_of_receipt(file) for file in receipt or ()), *(_of_head(text) for text in head or ())]

    async def verify(store: "Store") -> Verified:
        return await verified(store, witnesses)

    (seq, sha256), broken, found = looked(verify)
    if as_json:
        faults = [{"entry": one.seq or None, "problem": one.problem} for one in broken]
        named = [{"entry": one.seq, "by": one.who} for one in found]
        print_json({"entries": seq, "hash": sha256, "faults": faults, "found": named})
        raise typer.Exit(1 if broken else 0)
    if not broken:
        print(
            f"The audit log is whole: {counted(seq, 'entry', 'entries')}; the last has the hash {sha256}"
            if seq
            else "The audit log is empty: there is nothing to verify."
        )
    for one in found:
        print(f"Found: entry {one.seq} is the one that {one.who} names")
    if broken:
        end(1, *_lines(broken))


def _lines(broken: list["Break"]) -> list[str]:
    """A line for each, but not for thousands: who rewrites a log breaks all that follows."""
    more = len(broken) - LINES_AT_MOST
    return [one.line for one in broken[:LINES_AT_MOST]] + ([f"and {counted(more, 'more fault')}: --json names all"] if more > 0 else [])


async def verified(store: "Store", witnesses: Sequence["Witness"]) -> Verified:
    """The log's end; everything that contradicts it: the chain itself, what was brought from outside, what the database keeps beside it; and what of the
    outside it bears out. An entry that was touched is told once, and vouches for nothing."""
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
    found = [one for one in witnesses if one.seq not in touched and not any(contradictions(entries, [one]))]
    return head or (0, ""), [*broken, *await store.audit.unrecorded()], found


async def _unvouched(store: "Store", entries: list["Entry"]) -> list["Break"]:
    from domain.audit import Break
    from domain.vouching import judged_until, publications_unvouched, submissions_unvouched

    found = [*submissions_unvouched(entries, [one async for one in store.audit.submissions()])]
    found += publications_unvouched(entries, await store.audit.publications())
    for entry in entries:
        if entry.period_id is not None and (named := judged_until(entry)) and await store.judgements.sealed(entry.period_id, named[0]) != named:
            found.append(Break(entry.seq, f"contradicts the judgements of period {entry.period_id} as they are kept: one of them was changed"))
    return found


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
