"""`ktd audit`: verify."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.ends import Json, end, print_json, written

if TYPE_CHECKING:
    from domain.audit import Break
    from storage.store import Store

app = typer.Typer(no_args_is_help=True, help="The log of decisive acts.")


@app.callback()
def audit() -> None:
    """Keeps `verify` a command of its own while it is the only one."""


@app.command("verify")
def audit_verify(as_json: Json = False) -> None:
    """Find any entry of the log that was changed, removed or moved; says how many there are and the hash of the last."""
    (seq, sha256), broken = written(_verified)
    if as_json:
        print_json({"entries": seq, "hash": sha256, "faults": [{"entry": one.seq, "problem": one.problem} for one in broken]})
    elif not broken:
        print(f"The audit log is whole: {seq} entries; the last has the hash {sha256 or 'none'}")
    if broken:
        end(1, *([] if as_json else [f"entry {one.seq} {one.problem}" for one in broken]))


async def _verified(store: "Store", now: datetime) -> "tuple[tuple[int, str], list[Break]]":
    from domain.audit import breaks

    head = await store.audit.head()
    return head, list(breaks([entry async for entry in store.audit.everything()], head))
