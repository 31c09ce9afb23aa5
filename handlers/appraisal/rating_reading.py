"""The child's side of an external appraiser's workbook: its cells as text, by unit and criterion. Nothing is judged here."""

from collections.abc import Mapping
from pathlib import Path

from config.catalogue import Catalogue
from config.xlsx_files import load
from domain.grids import Cell, Grid
from domain.texts import fold

HEAD_WITHIN = 30
MOST_ROWS = 500
Rows = list[dict[str, object]]


def read(path: Path) -> dict[str, object]:
    """{"is_ours", "titles": [text], "rows": [{"row", "unit", "name", "cells": {heading: [kind, text]}}], "sheet", "unread": [name]} of the first visible
    sheet with a column for the units' codes; `titles` are what stands above that column's head, `unread` the other visible sheets that hold something."""
    grids = sorted(load(path), key=lambda grid: grid.is_hidden)
    ours = next(((grid, *head) for grid in grids if (head := _head(grid)) is not None), None)
    if ours is None:
        return {"is_ours": False, "rows": []}
    grid, row, column = ours
    titles = [cell.text for above, line in grid if above < row for cell in line.values() if cell.text]
    unread = [other.title for other in grids if other is not grid and other.rows and not other.is_hidden]
    return {"is_ours": True, "titles": titles, "rows": _rows(grid, row, column), "sheet": grid.title, "unread": unread}


def _head(grid: Grid) -> tuple[int, int] | None:
    """The row and the column of the cell that heads the units' codes."""
    heading = fold(Catalogue.load().sentences["ratings.code"])
    places = ((row, column) for row, cells in grid if row <= HEAD_WITHIN for column, cell in sorted(cells.items()) if fold(cell.text) == heading)
    return next(places, None)


def _rows(grid: Grid, head: int, code: int) -> Rows:
    headings = {column: cell.text for column, cell in grid.rows[head].items() if column > code + 1 and cell.text}
    found: Rows = []
    for row, cells in grid:
        unit = cells.get(code)
        if row > head and unit is not None and unit.text and len(found) < MOST_ROWS:
            found.append({"row": row, "unit": unit.text, "name": grid.text(row, code + 1), "cells": _cells(grid, row, headings)})
    return found


def _cells(grid: Grid, row: int, headings: Mapping[int, str]) -> dict[str, list[str]]:
    """What stands below each heading, as [kind, text]: what is no points at all (a formula without a kept result, a date) is named, not guessed."""
    merged = [column for top, left, bottom, right in grid.merged if top <= row <= bottom for column in range(left, right + 1)]
    kept = {heading: _kept(grid.rows[row][column]) for column, heading in headings.items() if column in grid.rows[row]}
    return kept | {heading: ["merged", ""] for column, heading in headings.items() if column in merged}


def _kept(cell: Cell) -> list[str]:
    """TRUE and FALSE are words here, which are no points."""
    return ["text", str(cell.value).upper()] if isinstance(cell.value, bool) else cell.kind_and_text
