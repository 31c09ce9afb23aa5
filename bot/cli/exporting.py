"""`ktd export`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.ends import Force, end, settings, told_plainly, written
from bot.cli.usage import place, whole

if TYPE_CHECKING:
    from storage.store import Store


def export(
    period: Annotated[int, typer.Option(parser=whole(1), metavar="N", help="The period's number, as `ktd period list` shows it.")],
    to: Annotated[
        Path,
        typer.Option(parser=place, metavar="DIR", help="The folder the files are written to; an earlier export of the same period is written over."),
    ],
    force: Force = False,
) -> None:
    """Write a closed period's score tables as .xlsx and .json."""
    from bot.exports import NotExported, export_facts, require_own, write

    async def gather(store: "Store", now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
        facts, document = await export_facts(store, now, period)
        if not force:
            require_own(document, to)
        return facts, document

    with told_plainly(settings()):
        if to.exists() and not to.is_dir():
            end(1, f"--to {to}: is a file; name a folder, which is made where it is missing")
    try:
        facts, document = written(gather)
    except NotExported as refusal:
        end(1, str(refusal))
    with told_plainly(settings()):
        for path in write(facts, document, period, to):
            print(path)
