"""The workbooks people print: what stands where, and that nothing is cut."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.reports import score_table, unit_sheet
from handlers.reports.tables import sum_of

LONG = "Quán triệt và tổ chức thực hiện chủ trương của Đảng; chính sách, pháp luật của Nhà nước"
SHEET = {
    "bloc": "Khối thi đua", "title": "Sơ kết 6 tháng đầu năm 2026", "unit": "Sở Xây dựng", "rubric": "Bảng mẫu", "mark": "DỰ THẢO", "points": "96.5",
    "total": "1000", "items": [["T1", "Cờ thi đua", "", "Có", "30", ""]], "void": [], "scaled": "Quy đổi", "late": "", "is_closed": False, "day": "Ngày 1",
    "sections": [
        {"code": "I", "title": "Mục một", "max": "100", "points": "96.5", "rows": [
            ["I.1a", "Chỉ tiêu", "100", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %", "96.5", "BC số 45\ngiải trình"]], "groups": []},
        {"code": "II", "title": "Mục hai", "max": "50", "points": "0", "rows": [["II.1", LONG, "50", "", "–", ""]], "groups": []},
    ],
}  # fmt: skip
SUMS = {"base": "96.5", "bonus": "2", "penalty": "0", "late": "0", "total": "98.5"}
SETTLED = SUMS | {"adds_up": True, "is_clamped": False}
CASE = {
    "depth": 1, "is_group": False,
    "code": "1a", "title": LONG, "max": "100", "own": "90", "appraised": "85", "final": "88.5", "appraised_why": "thiếu biểu tổng hợp\nVũ Đức Minh (Phó Trưởng khối), 2/6",
    "final_why": "đã bổ sung hồ sơ\nNguyễn Thị Lan (Trưởng khối), 5/6", "proof": "BC số 45/BC-SXD ngày 12/6/2026\nGiải trình: =1+1",
}  # fmt: skip
SECOND = CASE | {
    "code": "1b",
    "title": "Ngắn",
    "max": "80",
    "own": "8",
    "appraised": None,
    "final": None,
    "appraised_why": "Chưa thẩm định",
    "final_why": "",
}
GROUP = {"code": "I.1", "title": "Nhóm", "max": "180", "depth": 0, "is_group": True}
VOID = {"code": "I.9", "title": "Đã bỏ", "values": ["", "", "", "Đã rút; đã ghi: 7", "", "", ""]}
UNIT = {
    "code": "SCT", "name": "Sở Công Thương", "rank": 1, "grade": "Hoàn thành tốt nhiệm vụ", **SUMS, "own_sums": SETTLED, "appraised_sums": SETTLED,
    "final_sums": SETTLED,
    "adds_up": True, "is_clamped": False, "cases": [[GROUP, CASE, SECOND]], "void": [VOID], "items": [], "notes": [],
}  # fmt: skip
OTHER = UNIT | {
    "code": "SNN", "name": "Sở Nông nghiệp và Phát triển nông thôn", "rank": None, "grade": "", "base": "8.5", "total": "8", "adds_up": False, "is_clamped": True,
}  # fmt: skip
TABLE = {
    "bloc": "Khối thi đua kinh tế", "mark": "Lập lúc 08:00 thứ Hai 20/07/2026", "day": "Ngày 21/07/2026",
    "title": "Sơ kết 6 tháng đầu năm 2026", "subtitle": "Kết quả chấm điểm thi đua (đã thẩm định)", "notes": ["Chưa nộp: Sở Giao thông Vận tải."],
    "units": [UNIT, OTHER],
    "void": [{"code": "I.9", "title": "Đã bỏ", "values": ["", "", ""]}],
    "sections": [{"code": "I", "title": LONG, "max": "180", "rows": [
        {"code": "1", "title": "Nhóm", "depth": 0, "max": "180", "points": None},
        {"code": "1a", "title": LONG, "depth": 1, "max": "100", "points": ["88.5", None]},
        {"code": "1b", "title": "Ngắn", "depth": 1, "max": "80", "points": ["8", "8"]},
    ]}],
}  # fmt: skip


MANY = "\n".join(f"BC số {number}/BC-SXD ngày {number}/6/2026 về kết quả thực hiện chỉ tiêu" for number in range(1, 31))
CROWDED = TABLE | {"units": [UNIT | {"cases": [[GROUP, CASE | {"proof": MANY, "reason": "dài " * 500}, SECOND]]}, OTHER]}


@pytest.fixture
def printed(tmp_path: Path) -> Worksheet:
    return drawn(unit_sheet.draw, SHEET, tmp_path)


@pytest.fixture
def table(tmp_path: Path) -> Worksheet:
    return drawn(score_table.draw, TABLE, tmp_path)


@pytest.fixture
def case(tmp_path: Path) -> Worksheet:
    """The sheet of one unit, in the bloc's score tables."""
    return drawn(score_table.draw, TABLE, tmp_path, "SCT")


def drawn(draw: Any, facts: Mapping[str, Any], tmp_path: Path, name: str = "") -> Worksheet:
    draw(facts, tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    sheet = book[name] if name else book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter]]


def height(sheet: Worksheet, row: int) -> float:
    found = sheet.row_dimensions[row].height
    assert found is not None
    return float(found)


def test_a_draft_says_that_it_is_one(printed: Worksheet) -> None:
    assert column(printed, "A")[:5] == ["Khối thi đua", "Sở Xây dựng", "Sơ kết 6 tháng đầu năm 2026", "Bảng mẫu", "DỰ THẢO"]


def test_answer_points_and_evidence_stand_beside_the_criterion(printed: Worksheet) -> None:
    assert [cell.value for cell in printed[8]] == ["I.1a", "Chỉ tiêu", 100, "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %", 96.5, "BC số 45\ngiải trình"]


def test_a_long_title_has_the_lines_it_needs(printed: Worksheet, table: Worksheet) -> None:
    assert height(printed, 10) > 2 * 14 and height(table, 8) >= 2 * 14


def test_what_people_typed_never_becomes_a_formula(tmp_path: Path) -> None:
    typed = ["=1+1", '=HYPERLINK("http://x")', "+1", "@SUM(A1)"]
    sheet = drawn(unit_sheet.draw, SHEET | {"unit": typed[0], "items": [["T1", typed[1], "", typed[2], "", typed[3]]]}, tmp_path)

    assert {sheet[place].data_type for place in ("A2", "B12", "D12", "F12")} == {"s"}


def test_a_unit_sheet_is_divided_by_its_sections_with_their_sums(printed: Worksheet) -> None:
    assert [[cell.value for cell in printed[row]] for row in (7, 9)] == [
        ["I", "Mục một", 100, None, 96.5, None],
        ["II", "Mục hai", 50, None, 0, None],
    ]


def test_a_unit_sheet_says_how_its_total_was_rescaled(printed: Worksheet) -> None:
    assert printed["B13"].value == "Quy đổi" and printed["E10"].value == "–"


def test_a_control_character_of_an_older_answer_does_not_keep_the_sheet_from_being_drawn(tmp_path: Path) -> None:
    sheet = drawn(unit_sheet.draw, SHEET | {"items": [["T1", "Cờ\x07 thi đua", "", "Có", "30", ""]]}, tmp_path)

    assert sheet["B12"].value == "Cờ thi đua"


def test_a_units_long_name_has_the_lines_it_needs(table: Worksheet) -> None:
    assert height(table, 5) > 3 * 14


@pytest.mark.parametrize(("name", "lines"), [("Sở Thông tin và Truyền thông", 3), ("Sở Nông nghiệp và Phát triển nông thôn", 4)])
def test_a_units_name_at_the_head_of_a_narrow_column_is_not_cut(name: str, lines: int, tmp_path: Path) -> None:
    sheet = drawn(score_table.draw, TABLE | {"units": [UNIT | {"name": name}]}, tmp_path)

    assert height(sheet, 5) >= lines * 14


def test_a_sections_and_a_groups_sum_are_formulas_over_what_stands_below_them(table: Worksheet) -> None:
    assert (table["D6"].value, table["D7"].value) == ('=IF(COUNT(D7)=0,"–",SUM(D7))', '=IF(COUNT(D8:D9)=0,"–",SUM(D8:D9))')


@pytest.mark.parametrize(
    ("depths", "named"), [([0, 1, 1], "D5:D6"), ([0, 1, 2, 2, 1, 1, 2], "D5,D8:D9"), ([0, 1, 2, 1], "D5,D7"), ([0, 1, 2, 3, 0, 1], "D5")]
)
def test_a_sum_is_of_the_rows_directly_below_alone(depths: list[int], named: str) -> None:
    assert f"SUM({named})" in sum_of(depths, 0, 4, "D").text


def test_a_group_stands_above_its_criteria_with_its_code(table: Worksheet, case: Worksheet) -> None:
    assert [table[place].value for place in ("A7", "B7", "C7")] == ["1", "Nhóm", 180] and [case["A8"].value, case["C8"].value] == ["I.1", 180]


def test_what_was_withdrawn_is_listed_and_in_no_sum(table: Worksheet, case: Worksheet) -> None:
    assert [table["B10"].value, table["A11"].value, table["B12"].value] == [
        "Tiêu chí đã rút khỏi bảng (không tính điểm)",
        "I.9",
        "Cộng điểm tiêu chí",
    ]
    assert [case["A12"].value, case["F12"].value] == ["I.9", "Đã rút; đã ghi: 7"]


def test_the_tables_say_whose_they_are_and_when_they_were_made(table: Worksheet, case: Worksheet) -> None:
    assert [column(sheet, "A")[at] for sheet, at in ((table, 0), (table, 3), (case, 0), (case, 4))] == [TABLE["bloc"], TABLE["mark"]] * 2


def test_the_summary_has_a_place_to_sign_beside_who_made_it(table: Worksheet) -> None:
    assert [[table.cell(row, at).value for at in (1, 3)] for row in (table.max_row - 1, table.max_row)] == [
        [None, "Ngày 21/07/2026"],
        ["NGƯỜI LẬP BẢNG\n(ký, ghi rõ họ tên)", "TRƯỞNG KHỐI\n(ký, ghi rõ họ tên)"],
    ]


def test_a_units_totals_are_formulas_where_they_are_additions(tmp_path: Path) -> None:
    sums = {"final_sums": SETTLED | {"adds_up": False, "is_clamped": True}, "appraised_sums": None}
    sheet = drawn(score_table.draw, TABLE | {"units": [UNIT | sums, OTHER]}, tmp_path, "SCT")
    totals = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == "Tổng điểm")

    assert [sheet[f"{letter}{totals - 4}"].value for letter in "DEG"] == ["=SUM(D7)", "–", 96.5]
    assert [sheet[f"{letter}{totals}"].value for letter in "DEG"] == [f"=D{totals - 4}+D{totals - 3}-D{totals - 2}-D{totals - 1}", "–", 98.5]


def test_what_does_not_apply_has_no_points(table: Worksheet) -> None:
    assert table["E8"].value == "–"


def test_a_unit_without_a_rank_has_none(table: Worksheet) -> None:
    assert (table["D17"].value, table["E17"].value) == (1, None)


def test_who_has_not_submitted_is_named(table: Worksheet) -> None:
    assert any("Sở Giao thông Vận tải" in str(value) for value in column(table, "B"))


def test_a_sum_that_is_an_addition_is_a_formula_and_any_other_is_the_number(table: Worksheet) -> None:
    assert [table[place].value for place in ("D12", "D16", "E12", "E16")] == ["=SUM(D6)", "=D12+D13-D14-D15", 8.5, 8]


def test_appraised_and_final_score_stand_beside_their_own_reason_and_name(case: Worksheet) -> None:
    assert [cell.value for cell in case[9]][3:8] == [90, 85, CASE["appraised_why"], 88.5, CASE["final_why"]]


def test_what_is_not_appraised_is_never_shown_as_if_it_were(case: Worksheet) -> None:
    assert [cell.value for cell in case[10]][3:8] == [8, "–", "Chưa thẩm định", "–", None]


def test_a_units_sums_are_formulas_over_its_criteria(case: Worksheet) -> None:
    assert [case[f"{letter}8"].value for letter in "DEG"] == [f'=IF(COUNT({letter}9:{letter}10)=0,"–",SUM({letter}9:{letter}10))' for letter in "DEG"]


@pytest.mark.parametrize("name", ["printed", "table", "case"])
def test_pages_are_a4_and_the_head_is_repeated(name: str, request: pytest.FixtureRequest) -> None:
    sheet = request.getfixturevalue(name)

    assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows


def test_words_too_long_for_any_row_go_on_below_it_whole(tmp_path: Path) -> None:
    sheet = drawn(score_table.draw, CROWDED, tmp_path, "SCT")
    proofs = [str(row[0].value) for row in sheet["I8:I30"] if row[0].value]

    assert "\n".join(proofs).startswith(MANY) and len(proofs) > 2
    assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())


def test_sums_hold_where_words_go_on_below(tmp_path: Path) -> None:
    sheet = drawn(score_table.draw, CROWDED, tmp_path, "SCT")
    second = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 2).value == "Ngắn")

    assert second > 10 and f"D{second}" in str(sheet.cell(8, 4).value)


def test_a_unit_s_evidence_is_printed_whole_however_long(tmp_path: Path) -> None:
    row = ["I.1a", "Chỉ tiêu", "100", "Có", "96.5", MANY]
    sheet = drawn(
        unit_sheet.draw, SHEET | {"sections": [{"code": "I", "title": "Một", "max": "100", "points": "96.5", "rows": [row], "groups": []}]}, tmp_path
    )

    assert "\n".join(str(cell.value) for (cell,) in sheet["F8:F30"] if cell.value).startswith(MANY)
