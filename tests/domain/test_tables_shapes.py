"""Tables in the shapes offices give them: headers in two rows, titles merged across, signatures below, columns and rows beside what is read."""

from dataclasses import replace

import pytest

from config.table_words import table_words
from domain.tables.reading import understood
from tests.domain.grids import HEAD, addresses, faults, grid, read, rubric

ROWS = (("I", "Nhiệm vụ", 10), ("1", "Kế hoạch", 10))


def test_a_header_of_points_over_several_columns_is_read_by_the_names_below_it() -> None:
    head = (("STT", "Nội dung", "Điểm"), ("", "", "Điểm chuẩn", "Tự chấm", "Thẩm định"))

    assert rubric(read(*head, *ROWS, merged=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5)))).total == 10


def test_a_title_that_begins_as_a_column_does_is_no_part_of_the_header() -> None:
    found = read(("BỘ TIÊU CHÍ CHẤM ĐIỂM",), HEAD, *ROWS)

    assert found.data["title"] == "BỘ TIÊU CHÍ CHẤM ĐIỂM" and addresses(found) == ["I.1"]


@pytest.mark.parametrize("name", ["Khung điểm", "Biểu điểm", "Tổng điểm", "Số điểm tối đa", "Điểm thi đua"])
def test_points_are_found_by_the_names_offices_give_them(name: str) -> None:
    assert rubric(read(("TT", "Các nội dung thi đua", "Điểm tự chấm", name), ("1", "Kế hoạch", 9, 10))).total == 10


@pytest.mark.parametrize("title", table_words()["header_titles"].split(", "))
def test_the_columns_are_found_by_each_name_that_people_are_told(title: str) -> None:
    names = table_words()["header_points"].split(", ")

    assert [addresses(read(("STT", title, points), *ROWS)) for points in names] == [["I.1"]] * len(names)


def test_a_sheet_without_a_header_says_how_far_it_was_looked_for_and_by_which_words() -> None:
    (fault,) = read(*[("Điều khoản",)] * 31, HEAD, *ROWS).faults

    assert fault.problem == "no_header" and fault.facts["within"] == 30 and "Thang điểm" in str(fault.facts["points"])


def test_the_surest_name_is_taken_and_the_other_column_named_as_not_read() -> None:
    found = read(("STT", "Tiêu chí", "Điểm tối đa", "Điểm chuẩn", "Ghi chú"), ("1", "Kế hoạch", 1, 10, "theo quý"))

    assert rubric(found).total == 10 and found.columns == ("Điểm tối đa", "Ghi chú")


def test_a_second_table_beside_the_first_is_named_as_not_read() -> None:
    assert read((*HEAD, "", *HEAD), ("1", "Kế hoạch", 10, "", "2", "Báo cáo", 5)).columns == HEAD


def test_a_column_without_a_name_is_called_by_its_letter() -> None:
    assert read(HEAD, ("1", "Kế hoạch", 10, "", "theo quý")).columns == ("E",)


def test_sections_merged_across_the_table_are_sections() -> None:
    found = read(HEAD, ("PHẦN I: NHIỆM VỤ",), ("1", "Kế hoạch", 4), ("PHẦN II - THI ĐUA (5 điểm)",), ("1", "Phong trào", 5))

    assert addresses(found) == ["I.1", "II.1"] and [section.max for section in rubric(found).sections] == [4, 5]


@pytest.mark.parametrize("codes", [("Phần thứ nhất", "Phần thứ hai"), ("PHẦN THỨ NHẤT: NHIỆM VỤ", "PHẦN THỨ HAI: THI ĐUA")], ids=["codes", "merged"])
def test_parts_numbered_in_words_have_numbers(codes: tuple[str, str]) -> None:
    title = "" if ":" in codes[0] else "Mục"

    assert addresses(read(HEAD, (codes[0], title, 4), ("1", "Kế hoạch", 4), (codes[1], title, 5), ("1", "Phong trào", 5))) == ["I.1", "II.1"]


def test_a_table_without_any_codes_is_numbered() -> None:
    found = read(("Tiêu chí", "Điểm"), ("Kế hoạch", 4), ("Báo cáo", 6), ("Tổng cộng", 10))

    assert addresses(found) == ["A.1", "A.2"] and not found.faults


SIGNED = (
    ((), ("Hà Nam, ngày 12 tháng 6 năm 2026",), ("NGƯỜI LẬP BIỂU", "", "TRƯỞNG KHỐI"), ("Nguyễn Văn A", "", "Trần Văn B")),
    (("", "", "Hà Nam, ngày 12 tháng 6 năm 2026"), ("", "NGƯỜI LẬP BIỂU", "TRƯỞNG KHỐI"), ("", "Nguyễn Văn A", "Trần Văn B")),
    (("", "Ghi chú:"), ("", "1. Điểm thưởng không quá 10 điểm"), ("", "2. Nộp muộn trừ 5 điểm")),
    (("", "1. Mỗi tiêu chí tính đến 0,5 điểm"),),
)


@pytest.mark.parametrize("below", SIGNED, ids=["across", "in columns", "notes", "numbered"])
def test_what_stands_below_the_table_is_passed_over_and_said_so(below: tuple[tuple[str, ...], ...]) -> None:
    found = read(HEAD, *ROWS, ("", "Tổng cộng", 10), *below)
    numbers = [number for number, row in enumerate(below, 5) if row]

    assert addresses(found) == ["I.1"] and not found.faults and found.ignored == numbers


def test_a_last_criterion_without_points_is_no_note() -> None:
    assert faults(read(HEAD, *ROWS, ("2", "Báo cáo"))) == [(4, "no_points")]


def test_bonus_points_below_the_total_that_lack_their_points_are_no_note() -> None:
    assert (6, "no_points") in faults(read(HEAD, *ROWS, ("", "Tổng cộng", 10), ("II", "Điểm thưởng"), ("1", "Mô hình mới")))


def test_a_second_table_below_the_first_is_named_and_not_added_to_it() -> None:
    found = read(HEAD, *ROWS, ("", "Tổng cộng", 10), (), ("BẢNG 2: ĐIỂM THƯỞNG",), HEAD, ("1", "Cờ thi đua", 5))

    assert faults(found) == [(6, "next_table")] and addresses(found) == ["I.1"] and found.ignored == [6, 7, 8]


def test_a_header_repeated_on_each_page_begins_no_other_table() -> None:
    assert addresses(read(HEAD, *ROWS, ("II", "Bảng biểu, phong trào"), HEAD, ("1", "Phong trào", 5))) == ["I.1", "II.1"]


def test_sections_without_codes_above_numbered_criteria_are_numbered() -> None:
    found = read(HEAD, ("", "NHIỆM VỤ CHÍNH TRỊ", 20), (1, "Thu", 10), (2, "Chi", 10), ("", "PHONG TRÀO", 5), (1, "Kế hoạch", 5))

    assert addresses(found) == ["I.1", "I.2", "II.1"] and not found.faults


def test_of_two_columns_called_so_the_one_that_names_every_criterion_is_taken() -> None:
    found = read(("STT", "Nội dung", "Tiêu chí chấm", "Điểm chuẩn"), ("I", "Nhiệm vụ", "", 10), (1, "Thu", "Đạt kế hoạch", 10))

    assert [line.title for line in found.lines] == ["Nhiệm vụ", "Thu"] and found.columns == ("Tiêu chí chấm",) and not found.faults


def test_sections_may_stand_in_a_column_of_their_own() -> None:
    assert addresses(read(("Mục", "Tiêu chí", "Điểm"), ("I. Nhiệm vụ", "", 20), ("", "1. Thu", 10), ("", "2. Chi", 10))) == ["I.1", "I.2"]


def test_a_hidden_column_is_read_only_where_no_other_is_there_and_then_named() -> None:
    sheet = grid((*HEAD, "Điểm tối đa"), ("I", "Mục", 10, 99), ("1", "Việc", 10, 99))
    hidden = [understood([replace(sheet, hidden_columns=frozenset(columns))], table_words(), "bang") for columns in ({3}, {3, 4})]

    assert [rubric(found).total for found in hidden] == [99, 10]
    assert [(found.columns, found.hidden_columns) for found in hidden] == [(("Điểm chuẩn",), ()), (("Điểm tối đa",), ("Điểm chuẩn",))]


def test_rows_that_excel_does_not_show_count_and_are_named() -> None:
    sheet = replace(grid(HEAD, *ROWS), hidden_rows=frozenset({3}))

    assert understood([sheet], table_words(), "bang").hidden == (3,)
