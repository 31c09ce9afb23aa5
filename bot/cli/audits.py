"""`ktd audit`: list, verify."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ends import Json, end, looked, print_json, settings
from bot.cli.receipts import whole
from domain.texts import counted, one_line

if TYPE_CHECKING:
    from bot.verifying import Verified
    from domain.audit import Break, Entry, Witness
    from domain.vouching import KeptFile
    from storage.store import Store

app = typer.Typer(no_args_is_help=True, help="The log of decisive acts.")
LINES_AT_MOST = 40
VALUES_SHOWN = 2000
"""Characters of an entry's old and new values that a line of the list shows."""
HEAD = re.compile(r"(\d{1,15}):([0-9a-f]{8,64})")


@app.command("list")
def audit_list(
    period: Annotated[int | None, typer.Option(help="Only that of this period, as `ktd period list` numbers them.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """List the log's entries: number, when (UTC), who, act, what it is about, and its old and new values. What a unit submitted is its own until its period
    is closed: totals are left out until then."""
    from bot.verifying import listed

    async def read(store: "Store") -> tuple[tuple["Entry", str], ...]:
        return await listed(store, period)

    entries = looked(read)
    if as_json:
        print_json({"entries": [{**one.facts(), "by_name": name, "hash": one.sha256} for one, name in entries]})
        return
    for one, name in entries:
        what = f"{one.act}  {one_line(one.subject, 80)}  {one_line(one.old, VALUES_SHOWN)} -> {one_line(one.new, VALUES_SHOWN)}"
        print(f"{one.seq:>6}  {one.at[:19]}Z  {one_line(name, 60) or '-'}  {what}")


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
    from bot.verifying import files_broken, verified

    witnesses = [*(_of_receipt(file) for file in receipt or ()), *(_of_head(text) for text in head or ())]

    async def verify(store: "Store") -> tuple["Verified", tuple["KeptFile", ...]]:
        return await verified(store, witnesses), await store.audit.files()

    ((seq, sha256), broken, found), files = looked(verify)
    broken = [*broken, *files_broken(files, settings().data_dir / "evidence")]
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
