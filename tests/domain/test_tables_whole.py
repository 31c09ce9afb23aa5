"""What only the whole of a table shows is named together with all else, at its sheet and row, in the words of the workbook."""

from collections.abc import Sequence

from config.catalogue import Catalogue
from config.table_words import table_words
from domain.grids import Grid
from domain.tables.reading import understood
from handlers.tables.understanding import fault_said
from tests.domain.grids import TEMPLATE, cell, faults, grid, read
from tests.stage import ZONE

BANDS = "Theo khoảng giá trị"
HEADED = ("1", "I", "Mục")


def sheet(title: str, *rows: Sequence[object]) -> Grid:
    return Grid(title, {number: {column: cell(value) for column, value in enumerate(row, 1)} for number, row in enumerate(rows, 1)})


def said(*grids: Grid) -> list[str]:
    lines = [fault_said(fault) for fault in understood(grids, table_words(), "bang").faults]
    return [Catalogue.load().text(line.key, ZONE, line.facts).plain for line in lines]


def test_faults_of_the_whole_come_together_with_those_of_the_rows_each_with_its_sheet_and_row() -> None:
    general = sheet("Quy định chung", ("Quy định", "Giá trị"), ("Mã bảng", "Bảng 2026!"), ("Thứ tự phân định đồng điểm", "mục X"))
    levels = sheet("Xếp loại", ("Mã", "Tên mức", "Từ"), ("kha", "Khá", 50), ("tot", "Tốt", 90))
    rows = (("2", "1", "Thu"), ("2", "2", "Chi", 10, BANDS, "từ 90: 60; dưới 90: 0"))

    assert said(grid(TEMPLATE, HEADED, *rows), general, levels) == [
        "Trang Bảng, dòng 3: thiếu điểm chuẩn (Thu).",
        "Trang Bảng, dòng 4: cột Tham số, “từ 90: 60”: điểm không được lớn hơn 10.",
        "Trang Quy định chung, dòng 2: Mã bảng: cần từ 3 đến 40 ký tự a-z, 0-9 và dấu gạch nối, ví dụ: khoi-kinh-te-2026.",
        "Trang Quy định chung, dòng 3: Thứ tự phân định đồng điểm: bảng không có mục X.",
        "Trang Xếp loại, dòng 3: cột Từ: các mức xếp loại phải ghi từ cao xuống thấp.",
    ]


def test_a_hole_between_bands_is_named_beside_points_that_are_too_high() -> None:
    holes = [line for line in said(grid(TEMPLATE, HEADED, ("2", "1", "Thu", 10, BANDS, "0-49: 20; 60-100: 10"))) if "không khoảng nào" in line]

    assert holes == ["Dòng 3: cột Tham số: không khoảng nào có giá trị giữa 49 và 60; mời ghi “dưới 60” hoặc thêm khoảng còn thiếu."]


def test_every_part_of_a_cell_that_is_not_understood_is_named() -> None:
    found = read(TEMPLATE, HEADED, ("2", "1", "Thu", 10, "Theo số lần", "5 mỗi lần; nhiều nhất 9"))

    assert [fault.facts["text"] for fault in found.faults] == ["5 mỗi lần", "nhiều nhất 9"]


def test_what_follows_from_a_fault_is_no_second_one() -> None:
    rows = (
        ("2", "1", "Thu", "mười", BANDS, "từ 90: 60; dưới 80 thì 0"),
        ("2", "", "Chi", 10),
        ("2", "2", "", 10),
        ("2", "3", "Họp", 10, "", "", "Tùy"),
    )
    found = faults(read(TEMPLATE, HEADED, *rows))

    assert found == [(3, "points_unclear"), (3, "params_unclear"), (4, "no_code"), (5, "no_title"), (6, "not_in_list")]


def test_a_row_whose_level_is_wrong_is_looked_at_all_the_same() -> None:
    found = faults(read(TEMPLATE, HEADED, ("4", "1", "Thu", "mười"), ("hai", "2", "Chi", 10, BANDS, "từ 90: 60; dưới 90: 0")))

    assert found == [(3, "level_skipped"), (3, "points_unclear"), (4, "level_unclear"), (4, "of_part")]


def test_a_rule_that_a_row_cannot_have_says_which_ones_it_can() -> None:
    (line,) = said(grid(TEMPLATE, HEADED, ("2", "1", "Thu", 10), ("Trừ", "P1", "Chậm", 5, "So với kế hoạch")))

    assert "không dùng được cho dòng này; mời chọn: Theo số lần; Tự cho điểm; Có hay không" in line


def test_a_number_with_more_digits_than_a_rubric_file_holds_is_named_at_its_row() -> None:
    levels = sheet("Xếp loại", ("Mã", "Tên mức", "Từ"), ("tot", "Tốt", 33.3333333333333), ("kha", "Khá", 5))

    assert said(grid(TEMPLATE, HEADED, ("2", "1", "Thu", 10)), levels) == [
        "Trang Xếp loại, dòng 2: cột Từ: mức thấp nhất có quá nhiều chữ số: 33,3333333333333; mời làm tròn."
    ]


def test_a_level_that_stands_twice_is_named_at_its_row() -> None:
    levels = sheet("Xếp loại", ("Mã", "Tên mức", "Từ"), ("tot", "Tốt", 90), ("tot", "Khá", 50))

    assert said(grid(TEMPLATE, HEADED, ("2", "1", "Thu", 10)), levels) == ["Trang Xếp loại, dòng 3: cột Mã: mã tot ghi 2 lần."]
