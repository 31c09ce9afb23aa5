"""Where a scoring table stands in a spreadsheet: its header found by words among the first rows, which column is which, and what the table is called."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from domain.grids import Grid, letter_of
from domain.texts import fold

HEADER_WITHIN = 30
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("stt", "so tt", "tt", "so thu tu", "muc so", "ma so", "muc"),
    "title": ("tieu chi", "ten tieu chi", "cac tieu chi", "bo tieu chi", "danh muc tieu chi", "noi dung", "cac noi dung", "chi tieu", "cac chi tieu", "nhiem vu"),
    "points": (
        "diem chuan", "diem toi da", "so diem chuan", "so diem toi da", "muc diem toi da", "thang diem", "khung diem", "bieu diem", "diem quy dinh",
        "muc diem", "so diem", "diem thi dua",
    ),
    "level": ("cap",),
    "rule": ("cach cham",),
    "params": ("tham so",),
    "evidence": ("minh chung",),
    "floor": ("diem liet",),
    "owner": ("phu trach", "don vi phu trach", "bo phan phu trach", "tham muu, thuc hien"),
}  # fmt: skip
"""How a column's name begins, folded, the surest first. The last six are our template's; a province's table has the first three."""
BEGINNINGS = frozenset({"title", "points", "owner"})
LAST_RESORTS = ("diem", "tong diem")
"""What the column of points may be called where it is the only one called so."""
GIVEN = re.compile(r"tu cham|tu cho|tu danh gia|tham dinh|dat duoc|duoc cham")
"""In the name of a column of points that were given."""
TITLES = ("bang", "bo tieu chi", "tieu chi", "thang diem", "phieu", "bieu")
NEXT = re.compile(r"(?:bang|phieu|bieu|phu luc)\b")
"""How the title of another table on the same sheet begins."""


@dataclass(frozen=True)
class Header:
    """The header's row, the first row below it, and the table's columns by what they hold; `names` is what stands above each column."""

    row: int
    first: int
    columns: Mapping[str, int]
    names: Mapping[int, str]


def find_header(grid: Grid) -> Header | None:
    """The header of a sheet's table, in one row or in two; None where it has no column of criteria and one of points. Columns that Excel does not show are
    looked at only where the others alone have none."""
    rows = {row: {column: cell for column, cell in cells.items() if column not in grid.hidden_columns} for row, cells in grid.rows.items()}
    found = _found_in(replace(grid, rows=rows)) or _found_in(grid)
    return None if found is None else _fuller(grid, found)


def _fuller(grid: Grid, header: Header) -> Header:
    """The header whose column of criteria is the one that says something beside most points, where several columns are called so."""
    points = [cells for number, cells in grid if number >= header.first and header.columns["points"] in cells]
    others = {*header.columns.values()} - {header.columns["title"]}
    called = [header.columns["title"], *(column for column, name in sorted(header.names.items()) if _is_title(fold(name)) and column not in others)]
    best = max(called, key=lambda column: sum(column in cells for cells in points))
    return replace(header, columns={**header.columns, "title": best})


def _is_title(name: str) -> bool:
    return any(_is_called(name, "title", beginning) for beginning in COLUMNS["title"])


def _found_in(grid: Grid) -> Header | None:
    for number, cells in grid:
        if number > HEADER_WITHIN:
            return None
        names = {column: fold(cell.text) for column, cell in cells.items()}
        columns = _columns(names)
        if "title" not in columns:
            continue
        if "points" in columns and not _stands_above_others(grid, number, columns["points"]):
            return Header(number, number + 1, columns, {column: cell.text for column, cell in cells.items()})
        below = {column: cell.text for column, cell in grid.rows.get(number + 1, {}).items()}
        lower = {column: fold(text) for column, text in below.items()}
        if {"title", "points"} <= _columns(lower).keys():
            continue  # this row is the title above the header
        for said in ({**names, **lower}, _names_below(grid, number, names)):
            if "points" in (columns := _columns(said)) and "title" in columns:
                return Header(number, number + 2, columns, {**{column: cell.text for column, cell in cells.items()}, **below})
    return None


def unread_columns(grid: Grid, header: Header, rows: Collection[int]) -> tuple[str, ...]:
    """The columns that hold something in these rows and are not the table's, as they are headed, or by their letters."""
    held = {column for row in rows for column, cell in grid.rows.get(row, {}).items() if cell.text}
    return tuple(
        header.names.get(column) or grid.text(header.row, column) or letter_of(column) for column in sorted(held - {*header.columns.values()})
    )


def hidden_columns(grid: Grid, header: Header) -> tuple[str, ...]:
    """The table's columns that Excel does not show, as they are headed."""
    return tuple(header.names.get(column) or letter_of(column) for column in sorted({*header.columns.values()} & grid.hidden_columns))


def next_table(grid: Grid, header: Header) -> int:
    """The row in which another table begins below: its title, above the same header once more; 0 where none does."""
    columns = [header.columns[key] for key in ("title", "points")]
    names = [fold(grid.text(header.row, column)) for column in columns]
    above = 0
    for number, cells in grid:
        if number >= header.first and above and [fold(grid.text(number, column)) for column in columns] == names:
            return above
        text = fold(" ".join(cell.text for _, cell in sorted(cells.items()) if cell.text))
        above = number if number >= header.first and columns[1] not in cells and NEXT.match(text) else 0
    return 0


def title_above(grid: Grid, header: int) -> tuple[str, tuple[int, ...]]:
    """What the table is called, and in which rows: the row above the header that says so, and the line below it where it goes on; else the longest."""
    above = [(number, " ".join(cell.text for _, cell in sorted(cells.items()) if cell.text)) for number, cells in grid if number < header]
    for place, (number, text) in enumerate(above):
        if fold(text).startswith(TITLES):
            below, more = above[place + 1] if place + 1 < len(above) else (0, "")
            if more and not more.startswith("("):
                return f"{text} {more}", (number, below)
            return text, (number,)
    number, text = max(above, key=lambda one: len(one[1]), default=(0, ""))
    return text, (number,)


# ---------------------------------------------------------------------------------------------------------------- its columns


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
        free = {
            column: name for column, name in sorted(names.items()) if column not in found.values() and not (key == "points" and GIVEN.search(name))
        }
        called = [column for one in beginnings for column, name in free.items() if _is_called(name, key, one)]
        if called:
            found[key] = called[0]
    for name in LAST_RESORTS:
        alone = [column for column, said in sorted(names.items()) if said == name and column not in found.values()]
        if "points" not in found and len(alone) == 1:
            found["points"] = alone[0]
    return found


def _is_called(name: str, key: str, beginning: str) -> bool:
    return name == beginning or (key in BEGINNINGS and re.match(rf"{re.escape(beginning)}\b", name) is not None)
