"""Workbooks for tests: written by openpyxl as people's are, and the hostile kinds, made by hand."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'


def workbook(rows: Iterable[Sequence[object]], *, merged: Sequence[str] = (), title: str = "Bảng") -> bytes:
    """One sheet with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def saved(book: Workbook) -> bytes:
    place = BytesIO()
    book.save(place)
    return place.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    place = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(place, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return place.getvalue()


def bomb(size: int) -> bytes:
    """A workbook with a part that unpacks to so many bytes."""
    return with_part(workbook([["a"]]), "xl/media/picture.png", bytes(size))


def entities() -> bytes:
    """A workbook whose sheet declares entities that explode."""
    lines = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]><worksheet>&e9;</worksheet>'
    return with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())


def many_rows(count: int) -> bytes:
    """A sheet with so many short rows."""
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, count + 1))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())


def far_row(number: int) -> bytes:
    """A sheet with one cell far below."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{number}"><c r="A{number}"><v>1</v></c></row></sheetData></worksheet>'
    )
    return with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())
