"""One unit's sheet as a workbook, A4 portrait, with a place to sign."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.catalogue import Catalogue

WIDTHS = (7, 40, 9, 26, 9, 30)
COLUMNS = ("code", "criterion", "max", "answer", "points", "proof")


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from what handlers/assessment/printing.py gathered."""
    from handlers.reports.tables import SECTION, PrintedTable

    words = Catalogue.load().sentences
    table = PrintedTable(words["unit_sheet.sheet"], WIDTHS, landscape=False)
    table.heading(facts["unit"], 13, bold=True)
    table.heading(facts["title"], 13, bold=True)
    table.heading(facts["rubric"], 11)
    table.heading(facts["mark"], 11, bold=True, italic=True)
    table.head([words[f"unit_sheet.{name}"] for name in COLUMNS])
    for code, title, most, given, points, proof in facts["rows"]:
        table.line([code, title, _number(most), given, _number(points), proof])
    table.line([None, words["unit_sheet.total"], Decimal(facts["total"]), None, Decimal(facts["points"]), None], bold=True, fill=SECTION)
    table.note(4, words["unit_sheet.sign"])
    table.save(path)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
