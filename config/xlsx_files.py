"""Strict .xlsx: the cells of a workbook as plain grids, from a file nobody vouches for.

What could hurt is refused before anything is parsed: a file that is no zip, is encrypted or holds macros, unpacks to more than it should, or declares XML
entities (no workbook needs any, so none is ever expanded). openpyxl then reads row by row, without pictures, charts and external links. Run it in a child
process (bot/runtime/reading.py), which bounds what is left: time and memory.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from domain.grids import Cell, Grid, Value

LARGEST = 5 * 1024 * 1024
UNPACKED_LARGEST = 24 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 3000, 60, 20
LONGEST_TEXT = 2000
"""Of a longer text one letter more is kept, so that it shows."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
"""What names a workbook of Excel's "Strict Open XML", whose sheets openpyxl finds empty."""
DECLARATIONS = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')

ESCAPED = re.compile(r"_x000([09ABCD])_", re.IGNORECASE)
FIRST_DAY = datetime.combine(date(1900, 1, 1), time())
"""What stands for an hour of the day, which has no date."""
ROW = re.compile(rb'<(?:\w+:)?row\b(?:[^>]*?\br="(\d{1,9})")?')
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"[^>]*>')
ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
COLUMN_ENDS = tuple(re.compile(rb"\b" + end + rb'="(\d{1,5})"') for end in (b"min", b"max"))
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")


class WorkbookRefused(Exception):
    """The file cannot be read as a workbook at all; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = ("too_large", "not_xlsx", "old_xls", "encrypted", "macros", "strict", "too_many_rows", "unreadable", "too_heavy")
"""Why a workbook is refused, in one word each: what people are told stands in config/vi/documents.toml."""


def load(path: Path) -> tuple[Grid, ...]:
    """The worksheets of a workbook, in its order. Raises WorkbookRefused, or whatever openpyxl makes of a broken part."""
    if path.stat().st_size > LARGEST:
        raise WorkbookRefused("too_large")
    _require_workbook(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep when writing does not matter to a reader
        return tuple(_grids(path))


# ---------------------------------------------------------------------------------------------------------------- before it is opened


def _require_workbook(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
        if head == OLE:
            raise WorkbookRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in file.read() else "old_xls")
    try:
        with ZipFile(path) as parts:
            _require_parts(parts)
    except (BadZipFile, NotImplementedError, EOFError, OSError) as fault:
        raise WorkbookRefused("unreadable" if head.startswith(ZIP) else "not_xlsx") from fault  # one that broke off on its way was a workbook
    except RuntimeError as fault:  # a zip with a password
        raise WorkbookRefused("encrypted") from fault


def _require_parts(parts: ZipFile) -> None:
    infos = parts.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > UNPACKED_LARGEST:
        raise WorkbookRefused("too_large")
    names = {info.filename.casefold() for info in infos}
    if "[content_types].xml" not in names:
        raise WorkbookRefused("not_xlsx")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise WorkbookRefused("macros")
    for info in infos:
        content = parts.read(info)
        if any(word in content for word in DECLARATIONS):
            raise WorkbookRefused("unreadable")
        if info.filename.casefold() == "[content_types].xml" and b"spreadsheetml" not in content:
            raise WorkbookRefused("not_xlsx")
        if info.filename.casefold() == "xl/workbook.xml" and STRICT in content:
            raise WorkbookRefused("strict")


# ---------------------------------------------------------------------------------------------------------------- its cells


def _grids(path: Path) -> Iterator[Grid]:
    from openpyxl import load_workbook

    with path.open("rb") as values, path.open("rb") as formulas:  # opened here: openpyxl goes by the names of files, and a kept one has none
        shown = load_workbook(values, read_only=True, data_only=True, keep_links=False)
        written = load_workbook(formulas, read_only=True, data_only=False, keep_links=False)
        with ZipFile(path) as parts:
            has_notes = any("comments" in name.casefold() for name in parts.namelist())
        for sheet, source in zip(shown.worksheets[:MOST_SHEETS], written.worksheets, strict=False):
            sheet.reset_dimensions()
            source.reset_dimensions()
            part = _part(shown, sheet)
            _require_few_rows(part)
            rows = {row: cells for row, cells in enumerate(_rows(sheet, source), 1) if cells}
            yield Grid(sheet.title, rows, _merged(part), sheet.sheet_state != "visible", _hidden_rows(part), has_notes, _hidden_columns(part))


def _part(workbook: Any, sheet: Any) -> bytes:
    """A sheet's own XML: what openpyxl passes over stands there."""
    content: bytes = workbook._archive.read(sheet._worksheet_path)
    return content


def _require_few_rows(part: bytes) -> None:
    """Raises WorkbookRefused where something stands too far below: openpyxl would count up to it, row by row."""
    number = 0
    for row in ROW.finditer(part):
        number = int(row[1]) if row[1] else number + 1
        if number > MOST_ROWS:
            if VALUE.search(part, row.end()):
                raise WorkbookRefused("too_many_rows")
            return


def _rows(sheet: Any, source: Any) -> Iterator[dict[int, Cell]]:
    for values, formulas in zip(sheet.iter_rows(max_row=MOST_ROWS), source.iter_rows(max_row=MOST_ROWS), strict=False):
        yield _cells(values, formulas)


def _cells(values: Iterable[Any], formulas: Iterable[Any]) -> dict[int, Cell]:
    found = {}
    for column, (shown, written) in enumerate(zip(values, formulas, strict=False), 1):
        if column > MOST_COLUMNS:
            break
        is_formula = written.data_type == "f"
        value = _value(shown.value)
        if value is not None or is_formula:
            is_percent = isinstance(value, Decimal) and "%" in str(shown.number_format)
            found[column] = Cell(value, is_formula, is_percent, is_error=shown.data_type == "e")
    return found


def _value(value: object) -> Value:
    """A value as openpyxl gives it, without the traces of binary fractions; blank text is nothing."""
    match value:
        case bool() | datetime():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(format(value, ".15g"))
        case str():
            plain = ESCAPED.sub(_unescaped, value)
            return plain[: LONGEST_TEXT + 1] if plain.strip() else None
        case date():
            return datetime.combine(value, time())
        case time() | timedelta():
            return FIRST_DAY  # an hour is no number either, and which one does not matter
        case None:
            return None
        case _:
            return str(value)


def _unescaped(found: re.Match[str]) -> str:
    """A control character as the format spells it in texts: the end of a line, a tab, else nothing that could be seen."""
    return {"A": "\n", "9": "\t"}.get(found[1].upper(), "")


def _hidden_rows(part: bytes) -> frozenset[int]:
    """The rows that are not shown: hidden by hand or by a filter."""
    return frozenset(int(number[1]) for tag in HIDDEN_ROW.findall(part) if (number := ROW_NUMBER.search(tag)))


def _hidden_columns(part: bytes) -> frozenset[int]:
    """The columns that are not shown, as far as any is read."""
    found: set[int] = set()
    for tag in COLUMNS.findall(part):
        first, last = (end.search(tag) for end in COLUMN_ENDS)
        if HIDDEN.search(tag) and first and last:
            found |= set(range(int(first[1]), min(int(last[1]), MOST_COLUMNS) + 1))
    return frozenset(found)


def _merged(part: bytes) -> tuple[tuple[int, int, int, int], ...]:
    """The merged ranges, which openpyxl leaves out where it reads row by row."""
    from openpyxl.utils import range_boundaries

    found = []
    for name in MERGED.findall(part):
        left, top, right, bottom = range_boundaries(name.decode())
        found.append((int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)))
    return tuple(found)
