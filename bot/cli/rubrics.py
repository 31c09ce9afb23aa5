"""`ktd rubric`: check, score."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ends import Json, end, print_json
from domain.faults import Fault
from domain.rubrics import Rubric
from domain.scoring import Sheet
from domain.texts import one_line

app = typer.Typer(no_args_is_help=True, help="Scoring tables: check one, score sheets with it.")
LONGEST_PATH = 4096


class Unusable(Exception):
    """A file that cannot be used; its faults as lines."""

    def __init__(self, lines: list[str], unit: str | None = None) -> None:
        super().__init__()
        self.lines = lines
        self.unit = unit


@app.command("check")
def rubric_check(file: Annotated[Path, typer.Argument(help="A rubric file (ktd-rubric/1).")]) -> None:
    """Print every fault of a rubric file; nothing where there is none."""
    try:
        _rubric(file)
    except Unusable as unusable:
        print("\n".join(unusable.lines))
        raise typer.Exit(1) from None


@app.command("score")
def rubric_score(
    rubric: Annotated[Path, typer.Argument(help="A rubric file.")],
    sheets: Annotated[list[Path], typer.Argument(help="Sheet files (ktd-sheet/1).")],
    as_json: Json = False,
) -> None:
    """Score sheets and rank them."""
    from bot.scored import as_table, scored

    try:
        table = _rubric(rubric)
        document = scored(table, _sheets(table, sheets))
    except Unusable as unusable:
        end(1, *unusable.lines)
    if as_json:
        print_json(document)
    else:
        print(as_table(document))


def _rubric(file: Path) -> Rubric:
    """The rubric in a file. Raises Unusable."""
    from config.rubric_files import read_rubric_file
    from config.yaml_files import FileRefused, content_of
    from domain.rubric_reading import RubricFaults

    try:
        return read_rubric_file(content_of(file))
    except FileRefused as refusal:
        raise Unusable(_lines(file, [Fault("file", str(refusal))])) from None
    except RubricFaults as faults:
        raise Unusable(_lines(file, faults.faults)) from None


def _sheets(rubric: Rubric, files: Iterable[Path]) -> list[Sheet]:
    """Every file's sheet. Raises Unusable with every fault of every file; a unit's second sheet is one."""
    sheets: list[Sheet] = []
    lines: list[str] = []
    units: set[str] = set()
    for file in files:
        try:
            sheets.append(_sheet(rubric, file))
            unit: str | None = sheets[-1].unit
        except Unusable as unusable:
            lines += unusable.lines
            unit = unusable.unit
        if unit is not None and unit in units:
            lines += _lines(file, [Fault("unit", f"{one_line(unit)} has another sheet here")])
        units |= {unit} if unit is not None else set()
    if lines:
        raise Unusable(lines)
    return sheets


def _sheet(rubric: Rubric, file: Path) -> Sheet:
    from config.sheet_files import SheetFaults, read_sheet_file
    from config.yaml_files import FileRefused, content_of

    try:
        return read_sheet_file(content_of(file), rubric)
    except FileRefused as refusal:
        raise Unusable(_lines(file, [Fault("file", str(refusal))])) from None
    except SheetFaults as faults:
        raise Unusable(_lines(file, faults.faults), faults.unit) from None


def _lines(file: Path, faults: Iterable[Fault]) -> list[str]:
    name = one_line(str(file), LONGEST_PATH)
    return [f"{name}: {fault.address}: {fault.problem}" for fault in faults]
