"""What a workbook from outside may hold, and what is refused before it can hurt."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic

import pytest
from openpyxl import Workbook

from config.xlsx_files import LARGEST, UNPACKED_LARGEST, WorkbookRefused, load
from domain.grids import Cell
from tests.workbooks import OLE, bomb, entities, far_row, many_rows, saved, with_part, workbook


def kept(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "0a1b2c"  # as a kept file is called
    path.write_bytes(content)
    return path


def refused(tmp_path: Path, content: bytes) -> str:
    path = kept(tmp_path, content)
    begun = monotonic()
    with pytest.raises(WorkbookRefused) as refusal:
        load(path)
    assert monotonic() - begun < 3
    return refusal.value.reason


def test_cells_come_by_row_and_column_and_blank_ones_do_not(tmp_path: Path) -> None:
    (grid,) = load(kept(tmp_path, workbook([["a", None, 7.5], [], ["  ", "b"]])))

    assert grid.rows == {1: {1: Cell("a"), 3: Cell(Decimal("7.5"))}, 3: {2: Cell("b")}}


def test_a_file_is_read_under_whatever_name_it_is_kept(tmp_path: Path) -> None:
    (tmp_path / "3f8a").write_bytes(workbook([["a"]]))

    assert load(tmp_path / "3f8a")[0].text(1, 1) == "a"


def test_a_number_keeps_no_trace_of_binary_fractions(tmp_path: Path) -> None:
    (grid,) = load(kept(tmp_path, workbook([[0.1 + 0.2]])))

    assert grid.rows[1][1].value == Decimal("0.3")


def test_a_formula_without_a_kept_result_is_known_as_one(tmp_path: Path) -> None:
    (grid,) = load(kept(tmp_path, workbook([["=SUM(B1:B9)"]])))

    assert grid.rows[1][1] == Cell(None, is_formula=True)


def test_merged_ranges_and_dates_and_percents_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["B2"] = "Bảng", datetime(2026, 1, 2), 0.965
    sheet["B2"].number_format = "0.0%"
    sheet.merge_cells("A1:C1")

    (grid,) = load(kept(tmp_path, saved(book)))

    assert grid.merged == ((1, 1, 1, 3),)
    assert grid.rows[2] == {1: Cell(datetime(2026, 1, 2)), 2: Cell(Decimal("0.965"), is_percent=True)}


def test_a_hidden_sheet_is_known_as_one(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Ẩn").sheet_state = "hidden"

    assert [grid.is_hidden for grid in load(kept(tmp_path, saved(book)))] == [False, True]


def test_hidden_rows_are_known_as_such(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "một", "hai"
    sheet.row_dimensions[2].hidden = True

    assert load(kept(tmp_path, saved(book)))[0].hidden_rows == {2}


def test_hidden_columns_are_known_as_such(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([1, 2, 3])
    sheet.column_dimensions["C"].hidden = True

    assert load(kept(tmp_path, saved(book)))[0].hidden_columns == {3}


HOSTILE = {
    "no zip": (b"not a zip at all", "not_xlsx"),
    "nothing": (b"", "not_xlsx"),
    "an old workbook": (OLE + bytes(3000), "old_xls"),
    "an encrypted one": (OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a zip of something else": (with_part(workbook([["a"]]), "[Content_Types].xml", b"<Types/>"), "not_xlsx"),
    "macros": (with_part(workbook([["a"]]), "xl/vbaProject.bin", b"x"), "macros"),
    "strict Open XML": (
        with_part(workbook([["a"]]), "xl/workbook.xml", b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'),
        "strict",
    ),
    "a zip bomb": (bomb(UNPACKED_LARGEST + 1), "too_large"),
    "a large file": (bytes(LARGEST + 1), "too_large"),
    "entities that explode": (entities(), "unreadable"),
    "entities in another encoding": (
        with_part(workbook([["a"]]), "xl/workbook.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x []><x/>'.encode("utf-16")),
        "unreadable",
    ),
    "a million rows": (many_rows(1_000_000), "too_large"),
    "too many rows": (many_rows(3001), "too_many_rows"),
    "a row far below": (far_row(1_048_576), "too_many_rows"),
    "a cut file": (workbook([["a"]])[:-200], "unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_for_its_reason_and_fast(name: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[name]

    assert refused(tmp_path, content) == reason
