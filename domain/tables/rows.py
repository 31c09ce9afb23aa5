"""The rows of a scoring table in a spreadsheet, from below its header to where it ends: codes, titles, points, and the printed total."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import TypeAlias

from domain.grids import Cell, Grid
from domain.tables.blocks import block_of
from domain.tables.header import Header, find_header, hidden_columns, next_table, title_above, unread_columns
from domain.texts import clean, fold

LONGEST_TITLE = 500
"""Of a table or a criterion, in characters: a longer one would fill a message by itself."""
DASHES = frozenset("-–—+*•")
NOTES = ("ghi chu", "luu y", "noi nhan", "chu thich")
TOTALS = ("tong cong", "tong diem", "tong so", "cong")
TOTAL = "tong"
"""A total where it stands alone: "tổng kết phong trào" is none."""
NUMBERED = re.compile(r"\(?\d{1,2}\)?|\([a-z]\)")
WORDED = r"(?i:phần|mục|nhóm|chương|tiêu chí)\s+(?:[IVX]{1,5}|[A-ZĐ]|\d{1,3})\s*[.:)–-]"
PREFIXED = re.compile(
    rf"(?P<code>{WORDED}|[IVX]{{1,5}}(?:\s?[.)/:–-])|[A-ZĐ](?:\s?[.)/:–-])|\d{{1,3}}(?:\.\d{{1,3}})*[.)/]?|[a-zđ][)/]|[-–+*•])\s+(?P<title>\S.*)",
    re.DOTALL,
)
ORDINALS = dict(
    zip(
        ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"),
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
        strict=True,
    )
)
IN_WORDS = re.compile(r"(?i:(?P<word>phần|mục|chương|nhóm)\s+thứ\s+(?P<ordinal>nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\b")
UP_TO = r"(?:toi da|khong qua|den|diem|diem chuan|cong|thuong|≤|<=|(?:tu )?0(?: ?diem)? ?(?:-|–|—|den))"
POINTS = re.compile(rf"(?:{UP_TO}|(?P<lost>tru))?\s*:?\s*\+?(?P<number>-?[\d.,]+)\s*(?:diem|d)?\.?(?:\s*\([^()\d]*\))?")
"""Points in words; "0-10" and "≤ 10" say the most that there may be, "trừ 3 điểm" what is taken off."""
MOST = Decimal(10**9)
"""No table gives so many points, and a rubric file could not hold many more."""
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d{1,9})?")
FRACTION = re.compile(r"-?\d{1,15}([.,]\d{1,9})?")

Facts: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row; `problem` is the last part of its sentence's key (`tables.fault_<problem>`). Row 0: the whole file. `sheet` is the row's, where
    the workbook has several."""

    row: int
    problem: str
    facts: Facts
    sheet: str = ""


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
    params_are_date: bool = False

    @property
    def has_points(self) -> bool:
        return self.points is not None


@dataclass(frozen=True)
class Table:
    """The rows of the table, and what stands around it: its title, its printed total. `passed` are the rows that hold words and are none of these, `unread`
    the columns beside its own that hold something, `hidden` and `hidden_columns` what of it Excel does not show; `next_table` is the row in which another
    table begins on the same sheet, 0 where none does."""

    grid: str
    title: str
    header: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    total: Row | None
    passed: tuple[int, ...]
    unread: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    next_table: int = 0
    hidden_columns: tuple[str, ...] = ()


def find_table(grids: Sequence[Grid]) -> Table | None:
    """The first visible sheet's table; None where no sheet has a header with a column of criteria and one of points."""
    for grid in grids:
        if not grid.is_hidden and (found := find_header(grid)) is not None:
            return _table(grid, found)
    return None


def _table(grid: Grid, header: Header) -> Table:
    title, titled = title_above(grid, header.row)
    end = next_table(grid, header)
    rows = _numbered(_until_the_end([row for row in _rows(grid, header) if not end or row.number < end]), header)
    kept = tuple(row for row in rows if not _is_total(row))
    total = _whole_total([row for row in rows if _is_total(row)])
    taken = {*titled, *range(header.row, header.first), *(row.number for row in kept), *((total.number,) if total else ())}
    passed = tuple(number for number, cells in grid if number not in taken and any(cell.text for cell in cells.values()))
    unread = unread_columns(grid, header, {row.number for row in kept})
    hidden = tuple(row.number for row in kept if row.number in grid.hidden_rows)
    return Table(
        grid.title, clean(title)[:LONGEST_TITLE], header.row, header.columns, kept, total, passed, unread, hidden, end, hidden_columns(grid, header)
    )


def _whole_total(rows: Sequence[Row]) -> Row | None:
    """The total of the whole table: the last row called "tổng …", for sections may have sums of their own."""
    return next(iter([row for row in reversed(rows) if fold(row.title or row.code).startswith("tong")] or rows[-1:]), None)


# ---------------------------------------------------------------------------------------------------------------- the rows


def _rows(grid: Grid, header: Header) -> Iterator[Row]:
    columns = header.columns
    names = {_names(grid, row, columns) for row in range(header.row, header.first)}
    for number, cells in grid:
        if number < header.first or _names(grid, number, columns) in names:  # a table of several pages says its header again
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
    code, title = _parted(text.get("code", ""), text["title"], has_points=at["points"] is not None)
    is_date = isinstance(cell.value, datetime) if (cell := at.get("code")) else False
    if not (code or title or at["points"] or is_date):
        return None
    params = at.get("params")
    lines = params.value if params is not None and isinstance(params.value, str) else text.get("params", "")
    return Row(
        number, code, title, at["points"], text.get("level", ""), text.get("rule", ""), lines, text.get("evidence", ""),
        at.get("floor"), text.get("owner", ""), code_is_date=is_date, title_error=title if (named := at["title"]) and named.is_error else "",
        params_are_date=params is not None and isinstance(params.value, datetime),
    )  # fmt: skip


def _parted(code: str, title: str, *, has_points: bool) -> tuple[str, str]:
    """Code and title, also where one cell holds both: that of the titles, or one merged across the row."""
    code, title = (code, _in_figures(title)) if not code else (_in_figures(code), title)
    if not code and (found := PREFIXED.fullmatch(title)) and (has_points or found["code"] not in DASHES):
        return found["code"], found["title"]
    if not title and (found := PREFIXED.fullmatch(code)) and found["code"] not in DASHES:
        return found["code"], found["title"]
    is_explanation = code in DASHES and not has_points  # of the criterion above it
    return "" if is_explanation else code, title


def _in_figures(text: str) -> str:
    """ "Phần thứ hai: …" with its number: "Phần II: …"."""
    found = IN_WORDS.match(text)
    return f"{found['word']} {ORDINALS[fold(found['ordinal'])]}{text[found.end() :]}" if found else text


def _numbered(rows: list[Row], header: Header) -> list[Row]:
    """The rows; where the table has no codes at all, those with points are numbered in their order."""
    if {"code", "level"} & header.columns.keys() or any(row.code for row in rows):
        return rows
    numbers = count(1)
    return [replace(row, code=str(next(numbers))) if row.has_points and not _is_total(row) else row for row in rows]


# ---------------------------------------------------------------------------------------------------------------- the end


def _until_the_end(rows: list[Row]) -> list[Row]:
    """The rows without those below the table: who signs it and when, notes, to whom it goes. Nothing is cut before the last row that has points."""
    counted = [at for at, row in enumerate(rows) if _has_number(row)]
    last = counted[-1] if counted else -1
    below = rows[last + 1 :]
    is_closed = bool(counted) and _is_total(rows[last])
    noted = next((at for at, row in enumerate(below) if fold(row.title or row.code).startswith(NOTES)), len(below))
    heads_more = any(block_of(row.title) for row in below[:noted])
    ends = (at for at, row in enumerate(below) if not row.level and (at >= noted or _is_signature(row) or (is_closed and not heads_more)))
    return rows[: last + 1 + next(ends, len(below))]


def _has_number(row: Row) -> bool:
    """Whether points stand in the row, be they wrong."""
    if row.points is None:
        return False
    found = read_points(row.points, row.number)
    return not isinstance(found, RowFault) or found.problem != "points_unclear"


def _is_signature(row: Row) -> bool:
    """Whether words stand where points are, in a row without a code: who signs, or place and date."""
    return row.points is not None and (not row.code or not row.title)


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
    if isinstance(cell.value, bool) or (isinstance(cell.value, Decimal) and abs(cell.value) >= MOST):
        return RowFault(row, "points_unclear", {"text": cell.text or str(cell.value).upper()})
    if isinstance(cell.value, Decimal) and not cell.is_percent:
        return cell.value
    if isinstance(cell.value, Decimal):
        return RowFault(row, "points_percent", {"text": f"{cell.value * 100:f}".rstrip("0").rstrip(".")})
    found = POINTS.fullmatch(fold(cell.text))
    number = _number(found["number"]) if found else None
    if found is None or number is None or number >= MOST:
        return RowFault(row, "points_unclear", {"text": cell.text[:40]})
    return -abs(number) if found["lost"] else number


def _number(text: str) -> Decimal | None:
    """A dot before three digits groups thousands here; a comma before three digits may mean either, so it means nothing."""
    if THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if not FRACTION.fullmatch(text) or re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return None
    return Decimal(text.replace(",", "."))
