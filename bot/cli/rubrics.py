"""`ktd rubric`: check, score, template, import."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.ends import Force, Json, end, end_without, looped, print_json, require_free, written
from bot.cli.named_tables import Unusable, lines_of, named_table
from bot.cli.usage import place, said
from domain.faults import Fault
from domain.rubrics import Rubric
from domain.scoring import Sheet
from domain.texts import one_line

if TYPE_CHECKING:
    from bot.tables import Adopted
    from handlers.tables.understanding import ReadTable

app = typer.Typer(no_args_is_help=True, help="Scoring tables: check one, score sheets with it, to and from Excel.")
T = TypeVar("T")
RUBRIC = "A rubric file (ktd-rubric/1), a workbook as `import` reads it, or the id of a table that comes with ktd or that a bloc has adopted."
Of = Annotated[str, typer.Option("--bloc", metavar="ID", help="Whose table the id names: the bloc's newest version.")]


@app.command("check")
def rubric_check(rubric: Annotated[str, typer.Argument(parser=said, metavar="RUBRIC", help=RUBRIC)], bloc: Of = "") -> None:
    """Print every fault of a scoring table; nothing where there is none."""
    try:
        named_table(rubric, bloc)
    except Unusable as unusable:
        print("\n".join(unusable.lines))
        raise typer.Exit(1) from None


@app.command("score")
def rubric_score(
    rubric: Annotated[str, typer.Argument(parser=said, metavar="RUBRIC", help=RUBRIC)],
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET", help="Sheet files (ktd-sheet/1), see docs/formats.md.")],
    bloc: Of = "",
    as_json: Json = False,
) -> None:
    """Score sheets and rank them."""
    from bot.scored import as_table, scored

    try:
        table = named_table(rubric, bloc)
    except Unusable as unusable:
        end(1, *unusable.lines, *_unreadable(sheets))
    try:
        document = scored(table, _sheets(table, sheets))
    except Unusable as unusable:
        end(1, *unusable.lines)
    if as_json:
        print_json(document)
    else:
        print(as_table(document))


@app.command("template")
def rubric_template(
    file: Annotated[Path, typer.Argument(parser=place, metavar="FILE", help="The workbook to write (.xlsx).")],
    rubric: Annotated[str, typer.Option("--from", help="Fill it with a rubric file, or the id of a table that comes with ktd.")] = "",
    force: Force = False,
) -> None:
    """Write a workbook in which a scoring table is filled in Excel."""
    from bot.runtime.drawing import DrawingFailed
    from bot.tables import write_table
    from config.rubric_files import NoSuchRubric
    from config.yaml_files import FileRefused
    from domain.rubric_reading import RubricFaults

    if file.suffix.lower() != ".xlsx":
        end(2, f"{file}: the workbook's name must end in .xlsx")
    require_free(file, force=force)
    try:
        looped(write_table(file.absolute(), rubric))
    except NoSuchRubric:
        end(1, f"--from {rubric}: no such file, and no such table comes with ktd")
    except RubricFaults as faults:
        end(1, *lines_of(Path(rubric), faults.faults))
    except FileRefused as refusal:
        end(1, *lines_of(Path(rubric), [Fault("file", str(refusal))]))
    except OSError as fault:
        end(1, f"{file}: {fault.strerror or fault}")
    except DrawingFailed as fault:
        end(1, f"{file}: cannot be made: {fault}")
    print(file)


@app.command("import")
def rubric_import(
    file: Annotated[
        Path,
        typer.Argument(
            parser=place, metavar="FILE", help="A workbook (.xlsx): our template, or a table with columns for codes, criteria and points."
        ),
    ],
    to: Annotated[Path | None, typer.Option("--to", parser=place, metavar="FILE", help="Write the rubric file (ktd-rubric/1) here.")] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Keep it as a version of the bloc's table.")] = False,
    bloc: Annotated[str, typer.Option(help="With --adopt: the bloc's id.")] = "",
    id: Annotated[str, typer.Option("--id", metavar="ID", help="The table's id, in place of the workbook's or of the one made of its title.")] = "",
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Show how a workbook is understood as a scoring table; keep it only where --to or --adopt says so."""
    from bot import tables
    from domain.rubric_reading import is_rubric_id
    from handlers.blocs import NoSuchBloc

    if adopt != bool(bloc):
        end(2, "--adopt and --bloc ID go together")
    if id and not is_rubric_id(id):
        end(2, f"--id {one_line(id, 60)}: must be 3 to 40 of a-z, 0-9 and -")
    if to is not None:
        require_free(to, force=force)
    try:
        table = looped(tables.read_table(file, id))
    except tables.TableRefused as refusal:
        end(1, f"{file}: {refusal}")
    except OSError as fault:
        end(1, f"{file}: file: {fault.strerror or fault}")
    if table.faults:
        _show(file, table, None, as_json=as_json)
        raise typer.Exit(1)
    adopted = None
    if adopt:
        try:
            adopted = written(lambda store, now: tables.adopt(store, now, bloc, table))
        except NoSuchBloc:
            end_without(bloc)
    if to is not None:
        _write(to, table.text)
    _show(file, table, adopted, as_json=as_json)


def _show(file: Path, table: "ReadTable", adopted: "Adopted | None", *, as_json: bool) -> None:
    """The tree on standard output, the faults on standard error."""
    from bot import tables
    from bot.table_lines import adopted_line, fault_line, passed_lines, size_of
    from config.rubric_files import rubric_of

    if as_json:
        print_json(tables.as_document(table, adopted))
        return
    for line in (*tables.tree_lines(table), *passed_lines(table)):
        print(line)
    for fault in table.faults:
        print(fault_line(fault) if fault.row else f"{file}: {fault_line(fault)}", file=sys.stderr)
    if not table.faults:
        print(f"{table.id}: {size_of(rubric_of(table.text))}")
    if adopted:
        print(adopted_line(adopted))


def _write(to: Path, text: str) -> None:
    try:
        to.write_text(text, "utf-8")
    except OSError as fault:
        end(1, f"{to}: cannot be written: {fault.strerror or fault}")


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
            lines += lines_of(file, [Fault("unit", f"{one_line(unit)} has another sheet here")])
        units |= {unit} if unit is not None else set()
    if lines:
        raise Unusable(lines)
    return sheets


def _unreadable(files: Iterable[Path]) -> list[str]:
    """The lines of the files that are no sheet files at all, which is seen without a rubric too."""
    from config.sheet_files import read_sheet_data

    lines: list[str] = []
    for file in files:
        try:
            _read(file, read_sheet_data)
        except Unusable as unusable:
            lines += unusable.lines
    return lines


def _sheet(rubric: Rubric, file: Path) -> Sheet:
    from config.sheet_files import read_sheet_file

    return _read(file, lambda content: read_sheet_file(content, rubric))


def _read(file: Path, read: Callable[[bytes], T]) -> T:
    """What is read of a sheet file. Raises Unusable."""
    from config.sheet_files import SheetFaults
    from config.yaml_files import FileRefused, content_of

    try:
        return read(content_of(file))
    except FileRefused as refusal:
        raise Unusable(lines_of(file, [Fault("file", str(refusal))])) from None
    except SheetFaults as faults:
        raise Unusable(lines_of(file, faults.faults), faults.unit) from None
