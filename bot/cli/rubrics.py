"""`ktd rubric`: check, score."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ends import Json, end, print_json
from domain.rubrics import Rubric
from domain.scoring import Sheet

app = typer.Typer(no_args_is_help=True, help="Scoring tables: check one, score sheets with it.")


class Unreadable(Exception):
    """A file that cannot be opened; the message is its fault's line."""


@app.command("check")
def rubric_check(file: Annotated[Path, typer.Argument(help="A rubric file (ktd-rubric/1).")]) -> None:
    """Print every fault of a rubric file; nothing where there is none."""
    from config.rubric_files import read_rubric_file
    from domain.rubric_reading import RubricFaults

    try:
        read_rubric_file(_content(file))
    except Unreadable as unreadable:
        print(unreadable)
        raise typer.Exit(1) from None
    except RubricFaults as faults:
        for fault in faults.faults:
            print(f"{file}: {fault.address}: {fault.problem}")
        raise typer.Exit(1) from None


@app.command("score")
def rubric_score(
    rubric: Annotated[Path, typer.Argument(help="A rubric file.")],
    sheets: Annotated[list[Path], typer.Argument(help="Sheet files (ktd-sheet/1).")],
    as_json: Json = False,
) -> None:
    """Score sheets and rank them."""
    from bot.scored import as_table, scored

    table, filled = _read(rubric, sheets)
    document = scored(table, filled)
    if as_json:
        print_json(document)
    else:
        print(as_table(document))


def _read(rubric: Path, files: list[Path]) -> tuple[Rubric, list[Sheet]]:
    """The rubric and its sheets; every fault of every file ends the command."""
    from config.rubric_files import read_rubric_file
    from config.sheet_files import SheetFaults, read_sheet_file
    from domain.rubric_reading import RubricFaults

    try:
        table = read_rubric_file(_content(rubric))
    except Unreadable as fault:
        end(1, str(fault))
    except RubricFaults as faults:
        end(1, *(f"{rubric}: {fault.address}: {fault.problem}" for fault in faults.faults))
    sheets, lines, units = [], [], set()
    for file in files:
        try:
            sheet = read_sheet_file(_content(file), table)
        except Unreadable as fault:
            lines.append(str(fault))
            continue
        except SheetFaults as faults:
            lines += [f"{file}: {fault.address}: {fault.problem}" for fault in faults.faults]
            continue
        if sheet.unit in units:
            lines.append(f"{file}: unit: {sheet.unit} has another sheet here")
        units.add(sheet.unit)
        sheets.append(sheet)
    if lines:
        end(1, *lines)
    return table, sheets


def _content(file: Path) -> bytes:
    """A file's bytes, no more than it takes to see that it is too large. Raises Unreadable."""
    from config.yaml_files import LARGEST

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as fault:
        raise Unreadable(f"{file}: file: {fault.strerror or fault}") from fault
