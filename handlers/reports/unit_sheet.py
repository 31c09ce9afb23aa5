"""One unit's sheet as a workbook, A4 portrait, with a place to sign."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.catalogue import Catalogue

if TYPE_CHECKING:
    from handlers.reports.tables import PrintedTable

WIDTHS = (7, 40, 9, 26, 9, 30)
NO_POINTS = "–"
COLUMNS = ("code", "criterion", "max", "answer", "points", "proof")


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from what handlers/assessment/printing.py gathered."""
    from handlers.reports.tables import SECTION, PrintedTable

    words = Catalogue.load().sentences
    table = PrintedTable(words["unit_sheet.sheet"], WIDTHS, landscape=False)
    table.heading(facts["bloc"], 11)
    table.heading(facts["unit"], 13, bold=True)
    table.heading(facts["title"], 13, bold=True)
    table.heading(facts["rubric"], 11)
    table.heading(facts["mark"], 11, bold=True, italic=True)
    table.head([words[f"unit_sheet.{name}"] for name in COLUMNS])
    for section in facts["sections"]:
        table.line([section["code"], section["title"], Decimal(section["max"]), None, Decimal(section["points"]), None], bold=True, fill=SECTION)
        _rows(table, section["rows"], section.get("groups", ()))
    if facts["items"]:
        table.line([None, words["unit_sheet.items"], None, None, None, None], bold=True, fill=SECTION)
        _rows(table, facts["items"])
    _rows(table, facts["void"])
    for note in (facts["scaled"], facts["late"]):
        if note:
            table.line([None, note, None, None, None, None])
    sum_row = table.next_row
    total = words["unit_sheet.total_closed" if facts["is_closed"] else "unit_sheet.total"]
    table.line([None, total, Decimal(facts["total"]), None, Decimal(facts["points"]), None], bold=True, fill=SECTION)
    table.note(4, f"{facts['day']}\n{words['unit_sheet.sign']}")
    table.keep_together((sum_row,))
    table.save(path)


def _rows(table: "PrintedTable", rows: Sequence[Sequence[str]], groups: Sequence[int] = ()) -> None:
    """Criteria, and at these places groups of them."""
    for at, (code, title, most, given, points, proof) in enumerate(rows):
        table.long_line([code, title, _number(most), given, points if points == NO_POINTS else _number(points), proof], bold=at in groups)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
