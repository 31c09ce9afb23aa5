"""What a workbook was understood to be, as JSON and back: the reader that runs in the child process, and the words for its tree and its faults."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from config import yaml_writing
from config.catalogue import Catalogue
from config.rubric_files import rubric_of
from config.table_words import problem_said, table_words
from config.xlsx_files import load
from config.yaml_files import LARGEST
from domain.filled_rows import FORMAT
from domain.grids import Grid
from domain.rubric_reading import RubricFaults
from domain.tables.reading import understood
from domain.tables.rows import RowFault
from domain.tables.understanding import Understood
from domain.texts import fold
from handlers.criteria import shown_address
from handlers.flow import Said, say

MOST_LEAVES = 500
TITLE_SHOWN = 70
COLUMNS_NAMED = 10
FAULTS_SHOWN = 80


@dataclass(frozen=True)
class TreeLine:
    """A line of the tree; `rule` is empty where other lines stand below it."""

    row: int
    depth: int
    code: str
    title: str
    points: Decimal | None
    rule: str


@dataclass(frozen=True)
class ReadTable:
    """A workbook that was read. `text` is the rubric file's text, empty where there are faults; `ignored` are the rows, `unread` the sheets and `columns` the
    columns that were passed over; `hidden` and `hidden_columns` the rows and columns that count though Excel does not show them, `choices` those of points
    that a criterion may be given. `has_own_id`: the workbook says its id, or it was given one; `is_usual`: it takes that of the bloc's usual table."""

    is_template: bool
    id: str
    title: str
    total: Decimal
    lines: tuple[TreeLine, ...]
    faults: tuple[RowFault, ...]
    ignored: tuple[int, ...]
    unread: tuple[str, ...]
    without_general: bool
    text: str
    columns: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    choices: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    has_own_id: bool = False
    is_usual: bool = False

    @property
    def count(self) -> int:
        """How many criteria are scored."""
        return sum(line.rule != "" and not line.code.startswith(("bonus.", "penalties.")) for line in self.lines)


def read(path: Path) -> object:
    """The table in a workbook, fit for JSON. Raises WorkbookRefused."""
    words, grids = table_words(), load(path)
    if any(FORMAT in cell.text for grid in grids for _, cells in grid for cell in cells.values()):
        return as_json(Understood(faults=[RowFault(0, "is_a_sheet", {})]))
    found = understood(grids, words, words["sheet_table"])
    return as_json(Understood(faults=[RowFault(0, "is_ratings", {})]) if not found.lines and _is_ratings(grids) else found)


def _is_ratings(grids: tuple[Grid, ...]) -> bool:
    """Whether a cell heads the units' codes, as in an external appraiser's workbook (handlers/reports/rating_sheet.py)."""
    heading = fold(Catalogue.load().sentences["ratings.code"])
    return any(fold(cell.text) == heading for grid in grids for _, cells in grid for cell in cells.values())


def as_json(found: Understood) -> dict[str, Any]:
    """What was understood, fit for JSON; a rubric too large for a rubric file is a fault."""
    text = "" if found.faults else yaml_writing.dump(found.data)
    faults = [*found.faults, *(_as_file(text) if text else ())]
    text = "" if faults else text
    if len(text.encode()) > LARGEST or sum(line.rule != "" for line in found.lines) > MOST_LEAVES:
        faults, text = [RowFault(0, "too_many", {"most": MOST_LEAVES})], ""
    return {
        "is_template": found.is_template, "id": found.data.get("id", ""), "title": found.data.get("title", ""),
        "total": str(found.data.get("total", "0")), "text": text, "ignored": found.ignored, "unread": found.unread,
        "columns": found.columns, "hidden": found.hidden, "hidden_columns": found.hidden_columns, "choices": found.choices,
        "without_general": found.without_general, "has_own_id": found.has_own_id,
        "lines": [[line.row, line.depth, line.code, line.title, None if line.points is None else str(line.points), line.rule] for line in found.lines],
        "faults": [{"row": fault.row, "problem": fault.problem, "facts": dict(fault.facts), "sheet": fault.sheet} for fault in faults],
    }  # fmt: skip


def _as_file(text: str) -> list[RowFault]:
    """What is wrong with the table as a rubric file: numbers that a file cannot hold."""
    try:
        rubric_of(text)
    except RubricFaults as faults:
        return [RowFault(0, "of_rubric", {"problem": fault.problem}) for fault in faults.faults]
    return []


def table_of(found: str) -> ReadTable:
    """The table in a document's JSON."""
    data = json.loads(found)
    lines = tuple(
        TreeLine(row, depth, code, title, None if points is None else Decimal(points), rule)
        for row, depth, code, title, points, rule in data["lines"]
    )
    faults = tuple(RowFault(one["row"], one["problem"], one["facts"], one.get("sheet", "")) for one in data["faults"])
    return ReadTable(
        data["is_template"],
        data["id"],
        data["title"],
        Decimal(data["total"]),
        lines,
        faults,
        tuple(data["ignored"]),
        tuple(data.get("unread", ())),
        bool(data.get("without_general")),
        data["text"],
        tuple(data.get("columns", ())),
        tuple(data.get("hidden", ())),
        tuple(data.get("choices", ())),
        tuple(data.get("hidden_columns", ())),
        bool(data.get("has_own_id", data["is_template"])),
    )


# ---------------------------------------------------------------------------------------------------------------- words


def line_said(line: TreeLine, how: Said | None = None) -> Said:
    """One line of the tree: as deep as it stands, its code, title and points; below it `how` it is scored, or else the kind of its rule."""
    code = shown_address(line.code)
    key = "tables.line" if line.rule else "tables.line_head"
    points = say("tables.line_points", points=line.points) if line.points is not None else ""
    rule = say("tables.line_rule", rule=table_words()[f"kind_{line.rule}"]) if line.rule not in {"", "manual"} and how is None else ""
    below = say("tables.line_how", indent="\u2003" * (line.depth + 1), how=how) if how is not None else ""
    return say(key, indent="\u2003" * line.depth, code=f"{code} " if code else "", title=_short(line.title), points=points, rule=rule, how=below)


def passed_over(table: ReadTable) -> tuple[Said, ...]:
    """The rows, columns and sheets that were passed over, none of them in silence; and what was read though it is not seen."""
    said: tuple[Said, ...] = (say("tables.ignored", rows=ranges(table.ignored)),) if table.ignored else ()
    said += (say("tables.choices", rows=ranges(table.choices)),) if table.choices else ()
    said += (say("tables.columns", names=", ".join(_short(name) for name in table.columns[:COLUMNS_NAMED])),) if table.columns else ()
    said += (say("tables.hidden", rows=ranges(table.hidden)),) if table.hidden else ()
    said += (say("tables.hidden_columns", names=", ".join(_short(name) for name in table.hidden_columns)),) if table.hidden_columns else ()
    said += (say("tables.unread", names=", ".join(table.unread)),) if table.unread else ()
    return (*said, say("tables.without_general")) if table.without_general else said


def ranges(rows: Iterable[int]) -> str:
    """Row numbers in order, those that follow one another as one: "1, 3-5"."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in found)


def faults_said(faults: Iterable[RowFault]) -> tuple[Said, ...]:
    """The faults, one a line; rows that say the same stand together, and what is more than people mend in one go is counted."""
    same: dict[tuple[str, str, str], list[RowFault]] = {}
    for fault in faults:
        same.setdefault((fault.sheet, fault.problem, json.dumps(dict(fault.facts))), []).append(fault)
    lines = tuple(fault_said(alike[0], ranges(one.row for one in alike)) for alike in same.values())
    more = (say("tables.more_faults", count=len(lines) - FAULTS_SHOWN),) if len(lines) > FAULTS_SHOWN else ()
    return (*lines[:FAULTS_SHOWN], *more)


def fault_said(fault: RowFault, rows: str = "") -> Said:
    """A fault with its row (or these rows, which share it), and its sheet where there are several; row 0 is the whole file."""
    facts: Mapping[str, object] = fault.facts
    if "problem" in facts:
        facts = {**facts, "problem": problem_said(str(facts["problem"]))}
    what = say(f"tables.fault_{fault.problem}", **facts)
    if fault.sheet:
        return say("tables.fault_in_sheet", sheet=fault.sheet, row=rows or fault.row, what=what)
    return say("tables.fault_at", row=rows or fault.row, what=what) if fault.row else what


def _short(title: str) -> str:
    return title if len(title) <= TITLE_SHOWN else f"{title[: TITLE_SHOWN - 1].rstrip()}…"
