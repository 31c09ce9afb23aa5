"""A scoring table as a workbook in the form that is read back: the table with its lists, the general rules, the levels, instructions and an example."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import yaml_files
from config.rubric_files import text_of
from config.table_words import table_words
from domain.criteria import RULES
from domain.tables.general import CHOICES, written_general, written_levels
from domain.tables.writing import COLUMNS, WrittenRow, written_rows

if TYPE_CHECKING:
    from handlers.reports.tables import PrintedTable

WIDTHS = (8, 8, 46, 10, 20, 30, 15, 8, 16)
GENERAL_WIDTHS = (30, 56, 44)
LEVEL_WIDTHS = (14, 40, 12, 18, 20)
HELP_WIDTHS = (24, 72)
EMPTY_ROWS, EMPTY_LEVELS = 80, 4
LEVELS = ("1", "2", "3", "4", "5")
EXAMPLE = "mau-1000"
TYPED = ("code", "params")
"""The columns in which Excel would make a date of "1.1" and a time of "0: 25"."""
LISTS = ("level", "kind", "evidence")


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook of the table in `text`; an empty template to fill where that is empty."""
    from handlers.reports.tables import PrintedTable

    words = table_words()
    data: dict[str, Any] = yaml_files.load(facts["text"].encode()) if facts["text"] else {}  # type: ignore[assignment]  # a frozen table is a mapping
    table = PrintedTable(words["sheet_table"], WIDTHS, landscape=True)
    _rubric(table, list(written_rows(data, words)) if data else [], data.get("title", ""), spare=EMPTY_ROWS if not data else 10)
    _general(table.another(words["sheet_general"], GENERAL_WIDTHS, landscape=True), data)
    _levels(table.another(words["sheet_levels"], LEVEL_WIDTHS, landscape=True), data)
    if not data:
        _help(table.another(words["sheet_help"], HELP_WIDTHS, landscape=False))
        example: Any = yaml_files.load(text_of(EXAMPLE).encode())
        _rubric(table.another(words["sheet_example"], WIDTHS, landscape=True), list(written_rows(example, words)), example["title"], spare=0)
    _lists(table.another(words["sheet_lists"], (20,) * len(LISTS), landscape=False))
    table.save(path)


def _rubric(table: "PrintedTable", rows: Sequence[WrittenRow], title: str, *, spare: int) -> None:
    """The table itself; `spare` empty rows below it, with the same lists."""
    from handlers.reports.tables import SECTION

    words = table_words()
    if title:
        table.heading(title, 13, bold=True)
    table.head([words[f"column_{name}"] for name in COLUMNS])
    first = table.next_row
    for row in rows:
        table.line(row.cells, bold=row.is_head, fill=SECTION if row.cells[0] == "1" else "")
    for _ in range(spare):
        table.line([None] * len(COLUMNS))
    for typed in TYPED:
        table.as_text(COLUMNS.index(typed) + 1, first, table.next_row - 1)
    for place, name in ((1, "level"), (5, "kind"), (7, "evidence")):
        table.choose(place, first, table.next_row - 1, _list_range(name))


def _general(table: "PrintedTable", data: Mapping[str, Any]) -> None:
    words = table_words()
    table.head([words[f"general_{name}"] for name in ("head", "value", "note")])
    for name, value in written_general(data, words):
        row = table.next_row
        table.line([words[f"general_{name}"], value, words[f"note_{name}"]])
        options = words.options("flag") if name == "sample" else words.options(name) if name in CHOICES else ()
        if options:
            table.choose_among(2, row, options)


def _levels(table: "PrintedTable", data: Mapping[str, Any]) -> None:
    words = table_words()
    table.head([words[f"levels_{name}"] for name in ("code", "name", "min", "floor", "share")])
    levels = written_levels(data)
    for level in [*levels, *([None] * len(LEVEL_WIDTHS) for _ in range(EMPTY_LEVELS))]:
        table.line(level)


def _help(table: "PrintedTable") -> None:
    words = table_words()
    table.heading(words["help_title"], 14, bold=True)
    for text in words.options("help_line"):
        table.note(1, text)
    for rule in RULES:
        table.line([words[f"kind_{rule.kind}"], words[f"help_kind_{rule.kind}"]])


def _lists(table: "PrintedTable") -> None:
    """What the lists of the table offer, on a sheet that is not shown."""
    words = table_words()
    table.hide()
    columns = {"level": (*LEVELS, *words.options("level")), "kind": words.options("kind"), "evidence": words.options("evidence")}
    for place in range(max(len(column) for column in columns.values())):
        table.line([columns[name][place] if place < len(columns[name]) else None for name in LISTS])


def _list_range(name: str) -> str:
    words = table_words()
    letter = "ABC"[LISTS.index(name)]
    count = len(words.options(name)) + (len(LEVELS) if name == "level" else 0)
    return f"'{words['sheet_lists']}'!${letter}$1:${letter}${count}"
