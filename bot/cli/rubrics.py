"""`ktd rubric`: check, score, template, import."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ends import Json, end, looped, print_json, written
from domain.rubrics import Rubric
from domain.scoring import Sheet

if TYPE_CHECKING:
    from bot.tables import Adopted
    from handlers.tables.understanding import ReadTable

app = typer.Typer(no_args_is_help=True, help="Scoring tables: check one, score sheets with it, to and from Excel.")


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


@app.command("template")
def rubric_template(
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).")],
    rubric: Annotated[str, typer.Option("--from", help="Fill it with a rubric file, or the id of a table that comes with ktd.")] = "",
) -> None:
    """Write a workbook in which a scoring table is filled in Excel."""
    from bot.runtime.drawing import DrawingFailed
    from bot.tables import write_table
    from config.rubric_files import NoSuchRubric
    from domain.rubric_reading import RubricFaults

    try:
        looped(write_table(file.absolute(), rubric))
    except NoSuchRubric:
        end(1, f"--from {rubric}: no such file, and no such table comes with ktd")
    except RubricFaults as faults:
        end(1, *(f"{rubric}: {fault.address}: {fault.problem}" for fault in faults.faults))
    except (OSError, UnicodeDecodeError, DrawingFailed) as fault:
        end(1, f"{file}: cannot be written: {fault}")
    print(file)


@app.command("import")
def rubric_import(
    file: Annotated[Path, typer.Argument(help="A workbook (.xlsx): our template, or a table with columns for codes, criteria and points.")],
    to: Annotated[Path | None, typer.Option("--to", help="Write the rubric file (ktd-rubric/1) here.")] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Keep it as a version of the bloc's table.")] = False,
    bloc: Annotated[str, typer.Option(help="With --adopt: the bloc's id.")] = "",
    as_json: Json = False,
) -> None:
    """Show how a workbook is understood as a scoring table; keep it only where --to or --adopt says so."""
    from bot import tables

    if adopt != bool(bloc):
        end(2, "--adopt and --bloc ID go together")
    try:
        table = looped(tables.read_table(file))
    except tables.TableRefused as refusal:
        end(1, f"{file}: {refusal}")
    except OSError as fault:
        end(1, f"{file}: file: {fault.strerror or fault}")
    if table.faults:
        _show(table, None, as_json=as_json)
        raise typer.Exit(1)
    if to is not None:
        _write(to, table.text)
    adopted = None
    if adopt:
        try:
            adopted = written(lambda store, now: tables.adopt(store, now, bloc, table))
        except tables.NoSuchBloc:
            end(1, f"There is no bloc {bloc}. Load it first: ktd bloc load FILE")
    _show(table, adopted, as_json=as_json)


def _show(table: "ReadTable", adopted: "Adopted | None", *, as_json: bool) -> None:
    """The tree on standard output, the faults on standard error."""
    from bot import tables

    if as_json:
        print_json(tables.as_document(table, adopted))
        return
    print("\n".join(tables.tree_lines(table)))
    for line in tables.fault_lines(table):
        print(line, file=sys.stderr)
    if not table.faults:
        print(f"{table.id}: {table.count} criteria, {table.total} points")
    if adopted:
        print(f"adopted: {adopted.rubric} version {adopted.version}")


def _write(to: Path, text: str) -> None:
    try:
        to.write_text(text, "utf-8")
    except OSError as fault:
        end(1, f"{to}: cannot be written: {fault.strerror or fault}")


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
