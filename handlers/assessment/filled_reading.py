"""The child's side of a workbook that came back: our own sheet found in it, its rows as they are, whatever was moved. Nothing is judged here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.catalogue import Catalogue
from config.xlsx_files import MOST_COLUMNS, WorkbookRefused, load
from domain.filled_rows import INPUTS
from domain.grids import Cell, Grid, letter_of
from domain.texts import fold

NEEDED = ("code", "criterion", "result")
"""The columns without which it is no sheet of ours."""
HEAD_WITHIN = 60
SHORTEST_HEADING = 6
"""Letters of a heading by which it is known though the rest is another."""
MOST_LINES = 1000
WORDS = frozenset({"reason", "proof", "explanation"})
Columns = Mapping[str, int]


def read(path: Path) -> dict[str, object]:
    """{"is_ours", "lacks": the headings that are gone from a sheet of ours, "made": what the file says it was made from or None, "rows": [{"row", "key",
    "code", "title", "cells": {column: [kind, text]}}], "sheet": the first visible worksheet of ours, "unread": the names of others, such as a copy of it,
    "columns": those that hold something beside ours, "has_notes": whether there are notes on cells}"""
    names = {fold(text): name for name, text in _headings().items()}
    grids = load(path)
    ours = [(grid, *found) for grid in grids if (found := _head(grid, names)) is not None]
    if not ours:
        return _not_ours(grids, names)
    (grid, row, columns), *others = sorted(ours, key=lambda one: one[0].is_hidden)
    unread = [other.title for other, *_ in others if not other.is_hidden]
    rows = _rows(grid, row, columns)
    beside = _beside(grid, row, columns, rows)
    passed = {"unread": unread, "columns": beside, "has_notes": grid.has_notes}
    return {"is_ours": True, "made": _made(grid, row), "rows": rows, "sheet": grid.title, **passed}


def _headings() -> dict[str, str]:
    words = Catalogue.load().sentences
    return {name: words[f"filling.{name}"] for name in ("code", "criterion", *INPUTS, "key")}


def _not_ours(grids: Sequence[Grid], names: Mapping[str, str]) -> dict[str, object]:
    """Of a sheet that bears our mark, which columns cannot be found any more, as they are headed in it."""
    shown = _headings()
    for grid in grids:
        if (found := _head_row(grid, names)) is not None:
            return {"is_ours": False, "made": _made(grid, found[0]), "lacks": [shown[name] for name in _lacking(found[1])]}
    return {"is_ours": False}


def _head(grid: Grid, names: Mapping[str, str]) -> tuple[int, Columns] | None:
    """The row of column names, and where each column is now."""
    found = _head_row(grid, names)
    return found if found is not None and not _lacking(found[1]) else None


def _head_row(grid: Grid, names: Mapping[str, str]) -> tuple[int, Columns] | None:
    """The first row that names the columns needed; in a sheet that bears our mark, the one that names the codes' column, whatever the others are called."""
    for row, cells in grid:
        if row > HEAD_WITHIN:
            return None
        folded = {column: fold(cell.text) for column, cell in sorted(cells.items())}
        columns = {names[text]: column for column, text in reversed(folded.items()) if text in names}
        if "code" in columns and _made(grid, row) is not None:
            return row, columns | _written_on(folded, names, columns)
        if not _lacking(columns):
            return row, columns
    return None


def _lacking(columns: Columns) -> list[str]:
    return [name for name in NEEDED if name not in columns]


def _written_on(folded: Mapping[int, str], names: Mapping[str, str], columns: Columns) -> dict[str, int]:
    """The columns of headings that people wrote on into ("Kết quả thực hiện") or left half of ("Minh chứng"): one begins with the other."""
    found: dict[str, int] = {}
    for column, text in folded.items():
        if column not in columns.values():
            name = next((name for heading, name in names.items() if name not in {*columns, *found} and _are_alike(text, heading)), None)
            if name is not None:
                found[name] = column
    return found


def _are_alike(text: str, heading: str) -> bool:
    return min(len(text), len(heading)) >= SHORTEST_HEADING and (text.startswith(heading) or heading.startswith(text))


def _made(grid: Grid, head: int) -> object:
    """What the file says it was made from; None where that is gone or is not ours."""
    for row, cells in grid:
        for cell in cells.values():
            if row < head and cell.text.startswith("{"):
                try:
                    return json.loads(cell.text)
                except ValueError:
                    return None
    return None


def _beside(grid: Grid, head: int, columns: Columns, rows: Sequence[Mapping[str, object]]) -> list[str]:
    """The columns that hold something beside a criterion and are not ours, as they are headed, or by their letters."""
    words = Catalogue.load().sentences
    shown = {fold(words[f"filling.{name}"]) for name in ("max", "how")}
    held = {column for row in rows if row["code"] for column, cell in grid.rows.get(int(str(row["row"])), {}).items() if cell.text}
    names = {column: grid.text(head, column) or letter_of(column) for column in sorted(held - {*columns.values()})}
    return [name for name in names.values() if fold(name) not in shown]


def _rows(grid: Grid, head: int, columns: Columns) -> list[dict[str, object]]:
    """The rows below the head that hold anything of ours. Raises WorkbookRefused for more than any sheet has."""
    found = []
    merged = _merged(grid, head, columns)
    for row in sorted({row for row, _ in grid if row > head} | {row for row, _ in merged.spread}):
        cells = {name: read for name in INPUTS if name in columns and (read := _cell(grid, row, columns[name], merged)) is not None}
        named = {
            name: grid.text(row, columns[of]) if of in columns else "" for name, of in (("key", "key"), ("code", "code"), ("title", "criterion"))
        }
        if cells or named["code"] or named["key"]:
            found.append({"row": row, **named, "cells": cells})
    if len(found) > MOST_LINES:
        raise WorkbookRefused("too_many_rows")
    return found


@dataclass(frozen=True)
class _Merged:
    """What merging did below the head: words merged down one column stand for every row of it; whose the rest is cannot be told."""

    spread: Mapping[tuple[int, int], Cell | None]
    unclear: frozenset[tuple[int, int]]


def _merged(grid: Grid, head: int, columns: Columns) -> _Merged:
    words = {columns[name] for name in WORDS if name in columns}
    spread: dict[tuple[int, int], Cell | None] = {}
    unclear: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merged:
        if top <= head or bottom - top > MOST_LINES or right > MOST_COLUMNS:
            continue
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        if left == right and left in words:
            spread |= dict.fromkeys(places, grid.rows.get(top, {}).get(left))
        else:
            unclear.update(places)
    return _Merged(spread, frozenset(unclear))


def _cell(grid: Grid, row: int, column: int, merged: _Merged) -> list[str] | None:
    """A cell as [kind, text]; None where it is empty."""
    if (row, column) in merged.unclear:
        return ["merged", ""]
    cell = merged.spread.get((row, column), grid.rows.get(row, {}).get(column))
    return None if cell is None else cell.kind_and_text
