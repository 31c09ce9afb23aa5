"""`ktd receipt`: verify."""

import json
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.ends import command, end
from bot.cli.usage import place
from config.yaml_files import LARGEST, is_workbook
from domain.texts import counted

app = typer.Typer(no_args_is_help=True, help="Receipts of submitted sheets.")


@app.callback()
def receipt() -> None:
    """Keeps `verify` a command of its own while it is the only one."""


@app.command("verify")
def receipt_verify(
    file: Annotated[Path, typer.Argument(parser=place, metavar="FILE", help="A receipt's file, as the bot gave it to the unit.")],
) -> None:
    """Check a receipt against its sheet and its link of the audit chain; needs no database. Whether the log holds that very entry says `audit verify`."""
    document = whole(file)
    entry = document["entry"]
    print(
        f"{document['receipt']} is whole: {document['unit_name']}, {document['title']}, version {document['version']}, {counted(document['total'], 'point')}"
    )
    print(f"Entry {entry['seq']} of the audit log, {entry['at']}, hash {entry['hash']}")
    print(
        "Shown: the sheet, the code and the entry in this file agree. Not shown: that the log holds this entry; "
        "a forgery sealed alike in every part agrees too."
    )
    print(f"Compare it with the log, where its database is: {command()} audit verify --receipt {shlex.quote(str(file))}")


def whole(file: Path) -> dict[str, Any]:
    """A receipt's document; where it is not whole, the end with 1 and a line for each fault."""
    from domain.receipts import receipt_faults

    document = _read(file)
    faults = receipt_faults(document)
    if faults or not isinstance(document, dict):
        end(1, *(f"{file}: {fault}" for fault in faults))
    return document


def _read(file: Path) -> object:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as fault:
        end(1, f"{file}: {fault.strerror or fault}")
    if len(content) > LARGEST:
        end(1, f"{file}: is larger than a receipt can be")
    if is_workbook(content):
        end(1, f"{file}: is a workbook; a receipt is the .json file that the bot gives beside the printed sheet")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        end(1, f"{file}: is no receipt of ktd's; a receipt is the .json file that the bot gives")
