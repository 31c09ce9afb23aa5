"""`ktd export`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from bot.exports import Exporting, NotExported, export_facts, exporting, require_own

    async def record(store: "Store", now: datetime, files: Exporting) -> None:
        """The files are written within the transaction that records them: what the disk refuses is not recorded."""
        facts, document = await export_facts(store, now, period)
        if not force:
            require_own(document, to)
        files.write(facts, document)

    with told_plainly(settings()):
        if to.exists() and not to.is_dir():
            end(1, f"--to {to}: is a file; name a folder, which is made where it is missing")
        with exporting(period, to) as files:
            try:
                written(lambda store, now: record(store, now, files))
            except NotExported as refusal:
                end(1, str(refusal))
            for path in files.move():
                print(path)
