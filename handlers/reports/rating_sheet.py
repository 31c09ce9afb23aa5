"""A workbook in which an external appraiser enters its criteria for all units at once: a line for each unit, a column for each criterion."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.catalogue import Catalogue

FIRST_WIDTHS, CRITERION_WIDTH = (12, 40), 24


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes {"title", "criteria": [heading], "units": [[code, name, [points or None]]]}."""
    from handlers.reports.tables import PrintedTable

    words = Catalogue.load().sentences
    widths = (*FIRST_WIDTHS, *(CRITERION_WIDTH for _ in facts["criteria"]))
    table = PrintedTable(words["ratings.sheet"], widths, landscape=True)
    table.heading(facts["title"], 14, bold=True)
    table.heading(words["ratings.how"], 11, italic=True)
    table.head([words["ratings.code"], words["ratings.unit"], *facts["criteria"]])
    for code, name, points in facts["units"]:
        table.line([code, name, *(None if one is None else Decimal(one) for one in points)])
    table.save(path)
