"""The bloc's score table as a workbook: a line for each criterion, a column for each unit; printable on A4 landscape."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.catalogue import Catalogue

FIRST_WIDTHS, UNIT_WIDTH = (6, 46, 9), 14
SUMS = ("base", "bonus", "penalty", "late", "total")


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from ranking.table_facts; a section's sum stands as a formula where people may go on working."""
    from openpyxl.utils import get_column_letter

    from handlers.reports.tables import SECTION, Formula, PrintedTable

    words, units = Catalogue.load().sentences, facts["units"]
    letters = [get_column_letter(len(FIRST_WIDTHS) + 1 + at) for at in range(len(units))]
    table = PrintedTable(words["score_table.sheet"], (*FIRST_WIDTHS, *(UNIT_WIDTH for _ in units)), landscape=True)
    table.heading(facts["title"], 14, bold=True)
    table.heading(facts["subtitle"], 12, italic=True)
    table.head([*(words[f"score_table.{name}"] for name in ("code", "criterion", "max")), *(unit["name"] for unit in units)])
    for section in facts["sections"]:
        first = table.next_row + 1
        last = first + len(section["leaves"]) - 1
        sums = [Formula(f"=SUM({letter}{first}:{letter}{last})") for letter in letters]
        table.line([section["code"], section["title"], Decimal(section["max"]), *sums], bold=True, fill=SECTION)
        for leaf in section["leaves"]:
            table.line([leaf["code"], leaf["title"], Decimal(leaf["max"]), *(_points(one) for one in leaf["points"])])
    for name in SUMS:
        table.line([None, words[f"score_table.{name}"], None, *(Decimal(unit[name]) for unit in units)], bold=name == "total")
    table.line([None, words["score_table.rank"], None, *(unit["rank"] for unit in units)], bold=True, fill=SECTION)
    if facts["missing"]:
        table.note(2, f"{words['score_table.missing']}: {', '.join(facts['missing'])}")
    table.save(path)


def _points(points: str | None) -> Decimal | str:
    from handlers.reports.tables import NO_POINTS

    return NO_POINTS if points is None else Decimal(points)
