"""`ktd audit`: verify."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ends import Json, end, print_json, settings, told_plainly, written
from bot.cli.receipts import whole
from domain.texts import counted

if TYPE_CHECKING:
    from domain.audit import Break, Witness
    from storage.store import Store

app = typer.Typer(no_args_is_help=True, help="The log of decisive acts.")
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
    """Find any entry of the log that was changed, removed or moved; says how many there are and the hash of the last."""
    given = settings()
    database = given.database
    with told_plainly(given):
        is_there = database.exists()
    if not is_there:
        end(1, f"{database}: there is no database, and so no log. KTD_DATA_DIR names the folder it is looked for in.")
    witnesses = [*(_of_receipt(file) for file in receipt or ()), *(_of_head(text) for text in head or ())]

    async def verify(store: "Store", now: datetime) -> Verified:
        return await verified(store, witnesses)

    (seq, sha256), broken = written(verify)
    if as_json:
        print_json({"entries": seq, "hash": sha256, "faults": [{"entry": one.seq or None, "problem": one.problem} for one in broken]})
    elif not broken:
        print(
            f"The audit log is whole: {counted(seq, 'entry', 'entries')}; the last has the hash {sha256}"
            if seq
            else f"{database}: the audit log is empty, there is nothing to verify."
        )
    if broken:
        end(1, *([] if as_json else [one.line for one in broken]))


async def verified(store: "Store", witnesses: Sequence["Witness"]) -> Verified:
    """The log's end, and everything that contradicts it: the chain itself, what the database knows beside it, what was brought from outside."""
    from domain.audit import breaks, contradictions

    head, entries = await store.audit.head(), [entry async for entry in store.audit.everything()]
    told = contradictions(entries, [*await store.audit.witnesses(), *witnesses])
    return head, [*breaks(entries, head, await store.audit.numbered()), *told, *await store.audit.unrecorded()]


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
