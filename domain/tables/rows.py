"""Where a scoring table stands in a spreadsheet: its header found by words among the first rows, its columns, its rows, its title and its total."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from domain.grids import Cell, Grid
from domain.texts import clean, fold

HEADER_WITHIN = 30
LONGEST_TITLE = 500
"""Of a table or a criterion, in characters: a longer one would fill a message by itself."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("stt", "so tt", "tt", "so thu tu", "muc so", "ma so"),
    "title": ("tieu chi", "noi dung", "ten tieu chi", "chi tieu", "cac tieu chi", "bo tieu chi"),
    "points": ("diem chuan", "diem toi da", "thang diem", "so diem", "diem quy dinh", "muc diem"),
    "level": ("cap",),
    "rule": ("cach cham",),
    "params": ("tham so",),
    "evidence": ("minh chung",),
    "floor": ("diem liet",),
    "owner": ("phu trach", "don vi phu trach", "bo phan phu trach", "tham muu, thuc hien"),
}
"""How a column's name begins, folded. The last five are our template's; a province's table has the first three."""

BEGINNINGS = frozenset({"title", "points", "owner"})
DASHES = frozenset("-–—+*•")
TITLES = ("bang", "bo tieu chi", "tieu chi", "thang diem", "phieu", "bieu")
TOTALS = ("tong cong", "tong diem", "tong so", "cong")
TOTAL = "tong"
"""A total where it stands alone: "tổng kết phong trào" is none."""
NUMBERED = re.compile(r"\(?\d{1,2}\)?|\([a-z]\)")
WORDED = r"(?i:phần|mục|nhóm|chương|tiêu chí)\s+(?:[IVX]{1,5}|[A-ZĐ]|\d{1,3})\s*[.:)]"
PREFIXED = re.compile(
    rf"(?P<code>{WORDED}|[IVX]{{1,5}}[.)/]|[A-ZĐ][.)/]|\d{{1,3}}(?:\.\d{{1,3}})*[.)/]?|[a-zđ][)/]|[-–+*•])\s+(?P<title>\S.*)", re.DOTALL
)
POINTS = re.compile(r"(?:toi da|khong qua|diem|diem chuan)?\s*:?\s*\+?(?P<number>-?[\d.,]+)\s*(?:diem|d)?\.?")
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d{1,9})?")
FRACTION = re.compile(r"-?\d{1,15}([.,]\d{1,9})?")

Facts: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row; `problem` is the last part of its sentence's key (`tables.fault_<problem>`). Row 0: the whole file."""

    row: int
    problem: str
    facts: Facts


@dataclass(frozen=True)
class Row:
    """A row below the header, as it stands there."""

    number: int
    code: str
    title: str
    points: Cell | None = None
    level: str = ""
    rule: str = ""
    params: str = ""
    evidence: str = ""
    floor: Cell | None = None
    owner: str = ""
    code_is_date: bool = False
    title_error: str = ""

    @property
    def has_points(self) -> bool:
        return self.points is not None


@dataclass(frozen=True)
class Table:
    """The rows of the table, and what stands around it: its title, its printed total. `passed` are the rows that hold words and are none of these."""

    grid: str
    title: str
    header: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    total: Row | None
    passed: tuple[int, ...]


def find_table(grids: Sequence[Grid]) -> Table | None:
    """The first visible sheet's table; None where no sheet has a header with a column of criteria and one of points."""
    for grid in grids:
        if not grid.is_hidden and (found := _header(grid)) is not None:
            return _table(grid, *found)
    return None


def _table(grid: Grid, header: int, columns: Mapping[str, int], first: int) -> Table:
    title, titled = _title(grid, header)
    rows = tuple(_rows(grid, columns, header, first))
    kept = tuple(row for row in rows if not _is_total(row))
    total = _whole_total([row for row in rows if _is_total(row)])
    taken = {*titled, *range(header, first), *(row.number for row in kept), *((total.number,) if total else ())}
    passed = tuple(number for number, cells in grid if number not in taken and any(cell.text for cell in cells.values()))
    return Table(grid.title, title, header, columns, kept, total, passed)


def _whole_total(rows: Sequence[Row]) -> Row | None:
    """The total of the whole table: the last row called "tổng …", for sections may have sums of their own."""
    return next(iter([row for row in reversed(rows) if fold(row.title or row.code).startswith("tong")] or rows[-1:]), None)


# ---------------------------------------------------------------------------------------------------------------- the header


def _header(grid: Grid) -> tuple[int, dict[str, int], int] | None:
    """The header's row, its columns, and the first row below it."""
    for number, cells in grid:
        if number > HEADER_WITHIN:
            return None
        names = {column: fold(cell.text) for column, cell in cells.items()}
        columns = _columns(names)
        if "title" not in columns:
            continue
        if "points" in columns and not _stands_above_others(grid, number, columns["points"]):
            return number, columns, number + 1
        if "points" in (columns := _columns(_names_below(grid, number, names))):
            return number, columns, number + 2
    return None


def _stands_above_others(grid: Grid, row: int, column: int) -> bool:
    """Whether a name is written across several columns, whose own names stand below it."""
    return any(top == row and left == column and right > left for top, left, _, right in grid.merged)


def _names_below(grid: Grid, number: int, names: Mapping[int, str]) -> dict[int, str]:
    """The names of a header of two lines: what stands above a merged range stands above each of its columns."""
    joined = dict(names)
    for top, left, _, right in grid.merged:
        if top == number and left in names:
            joined |= dict.fromkeys(range(left, right + 1), names[left])
    for column, cell in grid.rows.get(number + 1, {}).items():
        joined[column] = f"{joined.get(column, '')} {fold(cell.text)}".strip()
    return joined


def _columns(names: Mapping[int, str]) -> dict[str, int]:
    """Which column is which, as far as the names tell."""
    found: dict[str, int] = {}
    for key, beginnings in COLUMNS.items():
        for column, name in sorted(names.items()):
            if column not in found.values() and key not in found and _is_called(name, key, beginnings):
                found[key] = column
    bare = [column for column, name in sorted(names.items()) if name == "diem" and column not in found.values()]
    if "points" not in found and len(bare) == 1:
        found["points"] = bare[0]
    return found


def _is_called(name: str, key: str, beginnings: Sequence[str]) -> bool:
    return name in beginnings or (key in BEGINNINGS and any(re.match(rf"{re.escape(one)}\b", name) for one in beginnings))


def _title(grid: Grid, header: int) -> tuple[str, tuple[int, ...]]:
    """What the table is called, and in which rows: the row above the header that says so, and the line below it where it goes on; else the longest."""
    above = [(number, " ".join(cell.text for _, cell in sorted(cells.items()) if cell.text)) for number, cells in grid if number < header]
    for place, (number, text) in enumerate(above):
        if fold(text).startswith(TITLES):
            below, more = above[place + 1] if place + 1 < len(above) else (0, "")
            if more and not more.startswith("("):
                return clean(f"{text} {more}")[:LONGEST_TITLE], (number, below)
            return clean(text)[:LONGEST_TITLE], (number,)
    number, text = max(above, key=lambda one: len(one[1]), default=(0, ""))
    return clean(text)[:LONGEST_TITLE], (number,)


# ---------------------------------------------------------------------------------------------------------------- the rows


def _rows(grid: Grid, columns: Mapping[str, int], header: int, first: int) -> Iterator[Row]:
    names = {_names(grid, row, columns) for row in range(header, first)}
    for number, cells in grid:
        if number < first or _names(grid, number, columns) in names:  # a table of several pages says its header again
            continue
        row = _row(number, cells, columns)
        if row is not None and not NUMBERED.fullmatch(fold(row.title)):  # a line of column numbers below the header
            yield row


def _names(grid: Grid, row: int, columns: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(fold(grid.text(row, columns[key])) for key in ("title", "points"))


def _row(number: int, cells: Mapping[int, Cell], columns: Mapping[str, int]) -> Row | None:
    """The row; None where nothing of it stands in the table's columns."""
    at = {key: cells.get(column) for key, column in columns.items()}
    text = {key: clean(cell.text) if cell else "" for key, cell in at.items()}
    code, title = text.get("code", ""), text["title"]
    if not code and (found := PREFIXED.fullmatch(title)) and (at["points"] or found["code"] not in DASHES):
        code, title = found["code"], found["title"]
    if code in DASHES and not at["points"]:
        code = ""  # a line that explains the criterion above it
    is_date = isinstance(cell.value, datetime) if (cell := at.get("code")) else False
    if not (code or title or at["points"] or is_date):
        return None
    params = at.get("params")
    lines = params.value if params is not None and isinstance(params.value, str) else text.get("params", "")
    return Row(
        number, code, title, at["points"], text.get("level", ""), text.get("rule", ""), lines, text.get("evidence", ""),
        at.get("floor"), text.get("owner", ""), code_is_date=is_date, title_error=title if (named := at["title"]) and named.is_error else "",
    )  # fmt: skip


def _is_total(row: Row) -> bool:
    said = fold(row.title or row.code)
    is_called_so = said.rstrip(":") == TOTAL or any(said == word or said.startswith((f"{word} ", f"{word}:", f"{word}(")) for word in TOTALS)
    return is_called_so and (not row.title or not row.code)


# ---------------------------------------------------------------------------------------------------------------- points


def read_points(cell: Cell, row: int) -> Decimal | RowFault:
    """The points in a cell: a number, "10 điểm", "7,5" or "1.000". What cannot be read is a fault of the row."""
    if cell.is_error:
        return RowFault(row, "error_cell", {"text": cell.text})
    if cell.value is None:
        return RowFault(row, "formula_without_result", {})
    if isinstance(cell.value, datetime):
        return RowFault(row, "points_became_date", {})
    if isinstance(cell.value, Decimal) and not cell.is_percent:
        return cell.value
    if isinstance(cell.value, Decimal):
        return RowFault(row, "points_percent", {"text": f"{cell.value * 100:f}".rstrip("0").rstrip(".")})
    found = POINTS.fullmatch(fold(cell.text))
    number = _number(found["number"]) if found else None
    return RowFault(row, "points_unclear", {"text": cell.text[:40]}) if number is None else number


def _number(text: str) -> Decimal | None:
    """A dot before three digits groups thousands here; a comma before three digits may mean either, so it means nothing."""
    if THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if not FRACTION.fullmatch(text) or re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return None
    return Decimal(text.replace(",", "."))
