"""The template's sheets beside the table: the general rules by their names, and the levels of classification. Written and read back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.grids import Cell, Grid
from domain.tables.bands import DaysUnclear, read_days, written_days
from domain.tables.rows import RowFault, read_points
from domain.tables.words import NUMBER, Words, decimal
from domain.texts import clean, fold

PERCENT = re.compile(rf"({NUMBER})\s*%")
TEXTS = {"id": ("id",), "title": ("title",), "number": ("source", "number"), "issuer": ("source", "issuer"), "date": ("source", "date")}
NUMBERS = {
    "places": ("rounding", "places"),
    "bonus_cap": ("bonus", "cap"),
    "penalty_cap": ("penalties", "cap"),
    "least": ("sheet", "min"),
    "most": ("sheet", "max"),
}
CHOICES = {
    "mode": ("rounding", "mode"),
    "evidence": ("evidence",),
    "policy": ("not_applicable", "policy"),
    "stacking": ("bonus", "stacking"),
    "on": ("classification", "on"),
    "unit": ("classification", "unit"),
}
ORDER = (
    "id", "title", "number", "issuer", "date", "sample", "places", "mode", "evidence", "policy", "stacking", "bonus_cap", "penalty_cap", "late",
    "least", "most", "on", "unit", "tie_break", "exclusions",
)  # fmt: skip
"""The general rules in the order of their sheet: `general_<name>` names each."""

Written = str | Decimal | None


# ---------------------------------------------------------------------------------------------------------------- writing


def written_general(data: Mapping[str, Any], words: Words) -> list[tuple[str, Written]]:
    """(name, value) of every general rule of a rubric's data."""
    return [(name, _value(name, data, words)) for name in ORDER]


def _value(name: str, data: Mapping[str, Any], words: Words) -> Written:
    match name:
        case "sample":
            return words["flag_yes" if data.get("source", {}).get("sample") else "flag_no"]
        case "late":
            bands = data.get("late_submission", {}).get("bands", [])
            return written_days(bands, words) or None
        case "tie_break":
            return "; ".join(written_tie(rule, words) for rule in data.get("ranking", {}).get("tie_break", [])) or None
        case "exclusions":
            return "\n".join(f"{one['code']}: {one['title']}" for one in data.get("exclusions", [])) or None
    found = _at(data, (TEXTS | NUMBERS | CHOICES)[name])
    return words[f"{name}_{found}"] if name in CHOICES and found is not None else found


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for key in path:
        data = data.get(key, {}) if isinstance(data, dict) else {}
    return None if data == {} else data


def written_tie(rule: str, words: Words) -> str:
    """One rule of `tie_break` as it is written in the sheet: "mục I", "ít điểm trừ"."""
    kind, _, section = rule.partition(":")
    return f"{words['tie_section']} {section}" if kind == "section" else words[f"tie_{rule}"]


def written_levels(data: Mapping[str, Any]) -> list[tuple[Written, ...]]:
    """The rows of the sheet of levels: code, name, from, floor of each criterion, share."""
    levels = data.get("classification", {}).get("levels", [])
    return [(one["code"], one["name"], one.get("min"), one.get("criterion_floor_percent"), one.get("max_share")) for one in levels]


# ---------------------------------------------------------------------------------------------------------------- reading


@dataclass
class General:
    """The data of the general sheets, as far as they are there, and what could not be read in them; `rows` says where each rule stands in its sheet,
    `levels` where each level does."""

    data: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    sheet: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    levels_sheet: str = ""
    levels: list[int] = field(default_factory=list)


def read_general(grids: Sequence[Grid], words: Words) -> General:
    """What the general sheets say."""
    found = General()
    names = {fold(words[f"general_{name}"]): name for name in ORDER}
    for grid in grids:
        if fold(grid.title) == fold(words["sheet_general"]):
            found.sheet = grid.title
            for row, cells in grid:
                name = names.get(fold(cells[1].text)) if 1 in cells else None
                if name and 2 in cells:
                    found.rows[name] = row
                    if not _take(found.data, name, cells[2], words):
                        found.faults.append(RowFault(row, "general_unclear", _unclear(name, cells[2], words), grid.title))
        elif fold(grid.title) == fold(words["sheet_levels"]) and (levels := _levels(grid, words)):
            found.levels_sheet, found.levels = grid.title, list(levels)
            found.data.setdefault("classification", {})["levels"] = list(levels.values())
    if "levels" not in found.data.get("classification", {}):
        found.data.pop("classification", None)
    return found


def _unclear(name: str, cell: Cell, words: Words) -> dict[str, str]:
    """What is said of a general rule that cannot be read: what stands there, and what may."""
    how = "; ".join(words.options("flag" if name == "sample" else name)) if name in {*CHOICES, "sample"} else words[f"note_{name}"]
    return {"name": words[f"general_{name}"], "text": cell.text[:60], "how": how.rstrip(".")}


def _take(data: dict[str, Any], name: str, cell: Cell, words: Words) -> bool:
    """Puts a general rule where it belongs; whether it could be read."""
    value = _read(name, cell, words)
    if value is None:
        return False
    if name == "late":
        data["late_submission"] = {"bands": value}
    elif name == "tie_break":
        data["ranking"] = {"tie_break": value}
    elif name == "exclusions":
        data["exclusions"] = value
    elif name == "sample":
        data.setdefault("source", {})["sample"] = value
    else:
        *outer, last = (TEXTS | NUMBERS | CHOICES)[name]
        place = data
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    return True


def _read(name: str, cell: Cell, words: Words) -> Any:
    raw = cell.value if isinstance(cell.value, str) else cell.text
    match name:
        case "sample":
            chosen = words.chosen("flag", raw)
            return None if chosen is None else chosen == "yes"
        case "late":
            try:
                return read_days(raw, words)
            except DaysUnclear:
                return None
        case "tie_break":
            rules = [_read_tie(part, words) for part in re.split(r"[\n;,]", raw) if part.strip()]
            return rules if all(rules) else None
        case "exclusions":
            rows = [[clean(part) for part in line.split(":", 1)] for line in raw.splitlines() if line.strip()]
            return [{"code": row[0], "title": row[1]} for row in rows] if all(len(row) == 2 for row in rows) else None
    if name in CHOICES:
        return words.chosen(name, raw)
    if name in NUMBERS:
        number = read_points(cell, 0)
        return number if isinstance(number, Decimal) else None
    return f"{cell.value:%d/%m/%Y}" if isinstance(cell.value, datetime) else clean(raw) or None


def _read_tie(text: str, words: Words) -> str | None:
    typed, section = clean(text), f"{words['tie_section']} "
    if fold(typed).startswith(f"{fold(section)} "):
        return f"section:{typed[len(section) :].strip()}"
    return words.chosen("tie", typed)


def _levels(grid: Grid, words: Words) -> dict[int, dict[str, Any]]:
    """The levels below their header, each at its row; a cell that is no number is left as it is, for the rubric's reading to name."""
    keys = ("code", "name", "min", "criterion_floor_percent", "max_share")
    found = {}
    begun = False
    for number, cells in grid:
        if begun:
            row = {key: _of_level(key, cells[column]) for column, key in enumerate(keys, 1) if column in cells}
            found[number] = row | {key: cells[column].text for column, key in enumerate(keys[:2], 1) if column in cells}
        begun = begun or (1 in cells and fold(cells[1].text) == fold(words["levels_code"]))
    return found


def _of_level(key: str, cell: Cell) -> Any:
    """A number of a level, also where it was typed as text; "90 %" is 90 where percents are meant, a share of one where a share is."""
    if typed := PERCENT.fullmatch(cell.text):
        cell = Cell(decimal(typed[1]) / 100, is_percent=True)
    if cell.is_percent and isinstance(cell.value, Decimal):
        return cell.value if key == "max_share" else cell.value * 100
    number = read_points(cell, 0)
    return number if isinstance(number, Decimal) else cell.value
