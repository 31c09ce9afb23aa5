"""What people and programs do to the rows and columns of a sheet filled in Excel."""

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tests.filling import KEY, PROOF, RESULT, TITLE, Edit, begin, compared, put, row_of, without_hidden_column
from tests.stage import Stage, beginning


@pytest.fixture
@beginning
async def begun(open_period: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    return await begin(open_period)


def reversed_rows(sheet: Worksheet) -> None:
    first, last = row_of(sheet, "I.1"), row_of(sheet, "I.5")
    rows = [[sheet.cell(row, column).value for column in range(1, 11)] for row in range(first, last + 1)]
    for row, values in zip(range(first, last + 1), reversed(rows), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def sorted_without_the_hidden_column(sheet: Worksheet) -> None:
    keys = [sheet.cell(row_of(sheet, f"I.{number}"), KEY).value for number in range(1, 6)]
    first = row_of(sheet, "I.1")
    reversed_rows(sheet)
    for at, key in enumerate(keys):
        sheet.cell(first + at, KEY).value = key


@pytest.mark.parametrize("edit", [reversed_rows, sorted_without_the_hidden_column, without_hidden_column])
async def test_moved_rows_and_lost_columns_change_nothing(open_period: Stage, edit: Edit) -> None:
    said = await compared(open_period, put("I.2", 6), put("I.5", 8), edit)

    assert "I.2: 6 (mới)" in said and "I.5: 8 (mới)" in said and "Chưa nhận được" not in said


async def test_a_file_without_its_trace_treats_colleagues_answers_as_conflicts(begun: Stage) -> None:
    said = await compared(begun, put("I.1", 8), put("I.2", 6), without_hidden_column)

    assert "Tệp không còn cột ẩn" in said and "I.1: 7,5 → 8" in said and "I.2: đang ghi 9 (Lê Văn Nam" in said


async def test_missing_rows_are_named_and_stay(begun: Stage) -> None:
    said = await compared(begun, lambda sheet: sheet.delete_rows(row_of(sheet, "I.1"), 2), put("I.3", 8))

    assert "Không có dòng trong tệp, phiếu giữ nguyên: I.1, I.2." in said and "I.3: 8 (mới)" in said


def added(sheet: Worksheet) -> None:
    sheet.append(["IX.1", "Tiêu chí tự thêm", 10, "", None, 10])


def doubled(sheet: Worksheet) -> None:
    row = [sheet.cell(row_of(sheet, "I.1"), column).value for column in range(1, 11)]
    sheet.append([*row[:5], 3, *row[6:]])


def retitled(sheet: Worksheet) -> None:
    row = row_of(sheet, "I.2")
    sheet.cell(row, TITLE).value, sheet.cell(row, KEY).value, sheet.cell(row, RESULT).value = "Việc khác", None, 9


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (added, "(IX.1): không có tiêu chí “IX.1”"),
        (doubled, "(I.1): trùng tiêu chí với dòng"),
        (retitled, "(I.2): tên tiêu chí không khớp"),
        (lambda sheet: sheet.merge_cells(start_row=row_of(sheet, "I.1"), end_row=row_of(sheet, "I.2"), start_column=RESULT, end_column=RESULT), "(I.2): ô bị gộp"),
    ],
)  # fmt: skip
async def test_rows_that_cannot_be_placed_are_named(open_period: Stage, edit: Edit, why: str) -> None:
    said = await compared(open_period, put("I.1", 7), put("I.3", 8), edit)

    assert why in said and "I.3: 8 (mới)" in said


def heading_beside_a_key_that_stayed(sheet: Worksheet) -> None:
    row = row_of(sheet, "II")
    sheet.cell(row, 1).value, sheet.cell(row, KEY).value = None, sheet.cell(row_of(sheet, "I.1"), KEY).value


async def test_a_heading_that_sorting_brought_beside_a_key_is_no_answer(open_period: Stage) -> None:
    said = await compared(open_period, put("I.1", 7), heading_beside_a_key_that_stayed)

    assert "I.1: 7 (mới)" in said and "Chưa nhận được" not in said


def copied(sheet: Worksheet) -> None:
    assert isinstance(sheet.parent, Workbook)
    sheet.parent.copy_worksheet(sheet).title = "Bản nháp"


async def test_a_copy_of_the_sheet_in_the_same_file_is_named_as_not_read(open_period: Stage) -> None:
    assert "Chỉ đọc trang “Phiếu điền”; không đọc: Bản nháp." in await compared(open_period, put("I.1", 7), copied)


async def test_a_hidden_copy_is_not_read_before_the_sheet_that_is_seen(open_period: Stage) -> None:
    def hidden_first(sheet: Worksheet) -> None:
        copied(sheet)
        sheet.sheet_state = "hidden"
        assert isinstance(sheet.parent, Workbook)
        sheet.parent["Bản nháp"].cell(row_of(sheet, "I.1"), RESULT).value = 9

    said = await compared(open_period, put("I.1", 7), hidden_first)
    assert "I.1: 9 (mới)" in said and "nhiều trang" not in said


async def test_of_two_rows_that_differ_neither_is_taken(open_period: Stage) -> None:
    assert "I.1: 7" not in await compared(open_period, put("I.1", 7), put("I.3", 8), doubled)


async def test_evidence_merged_down_several_criteria_stands_for_each(open_period: Stage) -> None:
    def merge(sheet: Worksheet) -> None:
        first = row_of(sheet, "I.1")
        sheet.merge_cells(start_row=first, end_row=first + 2, start_column=PROOF, end_column=PROOF)

    said = await compared(open_period, put("I.1", "BC số 45/BC-SXD", PROOF), merge)

    assert all(f"I.{number} thêm minh chứng: BC số 45/BC-SXD" in said for number in (1, 2, 3))


async def test_columns_that_were_moved_are_found_by_their_names(open_period: Stage) -> None:
    said = await compared(open_period, put("I.1", 7), lambda sheet: sheet.insert_cols(2))

    assert "I.1: 7 (mới)" in said


def own_column(sheet: Worksheet) -> None:
    sheet.cell(row_of(sheet, "I.1") - 2, KEY + 1).value = "Ghi chú"
    sheet.cell(row_of(sheet, "I.1"), KEY + 1).value = "hỏi lại phòng Kế hoạch"


def renamed_proof(sheet: Worksheet) -> None:
    sheet.cell(row_of(sheet, "I.1") - 2, PROOF).value = "Tài liệu"
    sheet.cell(row_of(sheet, "I.1"), PROOF).value = "BC số 45/BC-SXD ngày 12/6/2026"


@pytest.mark.parametrize(("edit", "name"), [(own_column, "Ghi chú"), (renamed_proof, "Tài liệu")])
async def test_a_column_that_is_not_ours_is_named_as_not_read(open_period: Stage, edit: Edit, name: str) -> None:
    assert f"Cột không có trong mẫu nên không đọc: {name}." in await compared(open_period, put("I.2", 6), edit)


def headed(column: int, heading: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "I.1") - 2, column).value = heading

    return edit


async def test_headings_that_people_wrote_on_into_or_cut_are_known(open_period: Stage) -> None:
    said = await compared(
        open_period, put("I.1", 7), put("I.1", "BC số 45/BC-SXD", PROOF), headed(RESULT, "KẾT QUẢ thực hiện 6 tháng"), headed(PROOF, "Minh chứng")
    )

    assert "I.1: 7 (mới)" in said and "I.1 thêm minh chứng: BC số 45/BC-SXD" in said and "Cột không có trong mẫu" not in said


async def test_a_sheet_of_ours_without_a_column_it_needs_is_named_with_that_column(open_period: Stage) -> None:
    assert "là phiếu điền nhưng không còn cột: Kết quả." in await compared(open_period, put("I.1", 7), headed(RESULT, "Số liệu"))


async def test_the_ends_of_lines_that_other_programs_write_are_no_text(open_period: Stage) -> None:
    said = await compared(open_period, put("I.1", 7), put("I.1", "BC số 4/BC-SXD_x000D_\nBC số 5/BC-SXD", PROOF))

    assert "I.1 thêm minh chứng: BC số 4/BC-SXD\n" in said


async def test_the_columns_of_an_untouched_file_are_all_ours(begun: Stage) -> None:
    assert "Cột không có trong mẫu" not in await compared(begun)


async def test_notes_on_cells_are_said_not_to_be_read(open_period: Stage) -> None:
    def noted(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "I.1"), RESULT).comment = Comment("chờ số của Sở Tài chính", "Hoa")

    assert "Nhận xét gắn vào ô không được đọc" in await compared(open_period, put("I.2", 6), noted)
