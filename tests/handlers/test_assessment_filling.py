"""The sheet filled in Excel: what comes back is compared before anything is taken over, whatever people and programs did to the file."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.people import Role
from handlers.dialogue import Tapped
from handlers.reports import filling_sheet
from storage.store import Store
from tests.handlers.test_tables_amending import amend, amended, raise_first, withdraw_last
from tests.stage import BLOC_ID, Stage
from tests.workbooks import OLE, bomb, saved, workbook

NAME = "Phiếu điền - SXD - Sơ kết 6 tháng đầu năm 2026.xlsx"
CODE, TITLE, PLAN, RESULT, REASON, PROOF, EXPLANATION, KEY = 1, 2, 5, 6, 7, 8, 9, 10
Edit = Callable[[Worksheet], object]


async def do(stage: Stage, name: str, *words: str) -> str:
    """Says the words one after another; gives the last answer's text."""
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


async def made(stage: Stage, name: str = "Hoa", sheet: int = 0) -> bytes:
    """The workbook as it leaves for somebody."""
    await do(stage, name, "/chamdiem", *(["[Điền bằng Excel]"] if not sheet else []))
    if sheet:
        await stage.happens(name, Tapped(f"assessment.fill_in:{sheet}", "b0", "tap"))
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%filling_sheet%' ORDER BY id DESC LIMIT 1", {})
    path = stage.database.path.with_name("made.xlsx")
    filling_sheet.draw(json.loads(json.loads(rows[0]["payload"])["files"][0]["facts"]), path)
    return path.read_bytes()


def row_of(sheet: Worksheet, code: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, CODE).value == code)


def edited(content: bytes, *edits: Edit) -> bytes:
    """The workbook after somebody has worked on it."""
    from io import BytesIO

    book = load_workbook(BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for edit in edits:
        edit(sheet)
    return saved(book)


def put(code: str, value: object, column: int = RESULT) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, code), column).value = value  # type: ignore[assignment]

    return edit


def formatted(code: str, value: object, style: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, code), RESULT)
        cell.value, cell.number_format = value, style  # type: ignore[assignment]

    return edit


async def returned(stage: Stage, content: bytes, name: str = "Hoa", file: str = NAME) -> str:
    """The file is sent from where the person stands, and read; gives what they hear."""
    await stage.sends(name, file)
    await stage.document_arrives(content)
    return stage.last(name).text


async def compared(stage: Stage, *edits: Edit, name: str = "Hoa") -> str:
    return await returned(stage, edited(await made(stage, name), *edits), name)


async def answers(stage: Stage, sheet: int = 3) -> dict[str, str]:
    opened = await stage.store.answers.open_sheet(sheet)
    assert opened is not None
    return {address: given.answer for address, given in opened.answers.items()}


@pytest.fixture
async def large(joined: Stage) -> Stage:
    """A period with the table of 1,000 points, which has rules of every kind but bands of days."""
    await joined.open_period("mau-1000")
    return joined


@pytest.fixture
async def begun(open_period: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    await do(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", "7,5")
    await do(open_period, "Nam", "/chamdiem", "I.2", "9")
    return open_period


# ---------------------------------------------------------------------------------------------------------------- the way there and back


async def test_changes_are_shown_first_and_nothing_is_kept(begun: Stage) -> None:
    said = await compared(begun, put("I.1", 8), put("I.3", 9.5))

    assert "Thay đổi (2):\nI.1: 7,5 → 8\nI.3: 9,5 (mới)" in said
    assert await answers(begun) == {"I.1": '{"points":"7.5"}', "I.2": '{"points":"9"}'}


async def test_confirming_keeps_all_changes_each_with_who_and_when(begun: Stage) -> None:
    await compared(begun, put("I.2", 8), put("I.3", 9.5))
    begun.now = datetime.fromisoformat("2026-06-02T09:00:00+07:00")
    said = await do(begun, "Hoa", "[Xác nhận]")

    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and said.startswith("Đã ghi 2 thay đổi từ tệp Phiếu điền")
    assert [(opened.answers[one].by_name, opened.answers[one].at) for one in ("I.2", "I.3")] == [("Trần Thị Hoa", begun.now)] * 2


async def test_an_untouched_file_says_so(begun: Stage) -> None:
    assert "Tệp không có gì khác với phiếu hiện tại." in await compared(begun)


async def test_emptied_cells_remove_nothing(begun: Stage) -> None:
    said = await compared(begun, put("I.1", None))

    assert "để trống trong tệp, giữ nguyên: I.1." in said and "Xác nhận" not in " ".join(begun.last("Hoa").labels)


async def test_all_ten_criteria_come_back_at_once(open_period: Stage) -> None:
    codes = [f"{section}.{number}" for section in ("I", "II") for number in range(1, 6)]
    await compared(open_period, *(put(code, 9) for code in codes))

    assert "10/10 tiêu chí" in await do(open_period, "Hoa", "[Xác nhận]") and "Xem lại và nộp" in open_period.last("Hoa").labels


async def test_documents_and_explanations_are_taken_over(begun: Stage) -> None:
    said = await compared(begun, put("I.1", "BC số 45/BC-SXD\nKH số 2/KH-SXD", PROOF), put("I.1", "Hoàn thành trước hạn hai nhiệm vụ.", EXPLANATION))
    assert "I.1 minh chứng: BC số 45/BC-SXD\nI.1 minh chứng: KH số 2/KH-SXD" in said and "I.1 giải trình: Hoàn thành trước hạn" in said

    await do(begun, "Hoa", "[Xác nhận]")
    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and [one.text for one in opened.evidence_for("I.1")] == ["BC số 45/BC-SXD", "KH số 2/KH-SXD"]
    assert opened.answers["I.1"].explanation.startswith("Hoàn thành") and opened.answers["I.1"].answer == '{"points":"7.5"}'


async def test_a_new_answer_with_its_explanation_is_logged_once(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 9), put("I.1", "Hoàn thành trước hạn hai nhiệm vụ.", EXPLANATION))
    await do(open_period, "Hoa", "[Xác nhận]")

    rows = await open_period.database.reader.rows("SELECT answer, explanation FROM answer_log", {})
    assert [tuple(row) for row in rows] == [('{"points":"9"}', "Hoàn thành trước hạn hai nhiệm vụ.")]


async def test_documents_that_are_there_already_are_not_added_again(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem", "I.1", "7,5 – BC số 45/BC-SXD")
    said = await compared(begun, put("I.1", "bc số 45/bc-sxd\nBC số 46", PROOF))

    assert "minh chứng: BC số 46" in said and "45" not in said.split("Thay đổi")[1]


@pytest.mark.parametrize("where", [("/chamdiem",), ("/start",), ("/chamdiem", "[Xem lại và nộp]"), ()])
async def test_the_file_may_be_sent_from_anywhere(begun: Stage, where: tuple[str, ...]) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await do(begun, "Hoa", "/start", *where)

    assert "I.1: 7,5 → 8" in await returned(begun, content, file="tra lai.xlsx")


async def test_it_may_come_from_another_person_of_the_unit(begun: Stage) -> None:
    content = edited(await made(begun, "Nam"), put("I.1", 8))
    await do(begun, "Hoa", "/chamdiem")

    assert "I.1: 7,5 → 8" in await returned(begun, content)


async def test_a_tap_on_an_outdated_comparison_shows_what_is_true_now(begun: Stage) -> None:
    await compared(begun, put("I.3", 8))
    await do(begun, "Nam", "/chamdiem", "I.4", "9")
    said = await do(begun, "Hoa", "[Xác nhận]")

    assert "đã được cập nhật" in said and "I.3: 8 (mới)" in said and "I.3" not in await answers(begun)


async def test_taking_over_twice_is_as_once(begun: Stage) -> None:
    await compared(begun, put("I.3", 8))
    await do(begun, "Hoa", "[Xác nhận]")
    log = await begun.database.reader.rows("SELECT count(*) AS n FROM answer_log", {})
    await begun.taps("Hoa", "Xác nhận")

    assert (await begun.database.reader.rows("SELECT count(*) AS n FROM answer_log", {}))[0]["n"] == log[0]["n"]


# ---------------------------------------------------------------------------------------------------------------- colleagues


async def test_a_colleagues_later_answer_is_a_conflict_with_both_values(begun: Stage) -> None:
    content = edited(await made(begun), put("I.2", 6), put("I.3", 8))
    await do(begun, "Nam", "/chamdiem", "I.2", "5")
    said = await returned(begun, content)

    assert "Thay đổi (1):\nI.3: 8 (mới)" in said and "I.2: đang ghi 5 (Lê Văn Nam" in said and "trong tệp 6" in said


async def test_a_conflict_is_taken_only_by_its_own_tap(begun: Stage) -> None:
    content = edited(await made(begun), put("I.2", 6), put("I.3", 8))
    await do(begun, "Nam", "/chamdiem", "I.2", "5")
    await returned(begun, content)
    said = await do(begun, "Hoa", "[Xác nhận]")
    assert (await answers(begun))["I.2"] == '{"points":"5"}' and "Còn lại trong Phiếu điền" in said and "chưa ghi gì" not in said

    await do(begun, "Hoa", "[Lấy số trong tệp: I.2]")
    assert (await answers(begun))["I.2"] == '{"points":"6"}'


async def test_a_cell_nobody_touched_never_contradicts_a_colleague(begun: Stage) -> None:
    content = edited(await made(begun), put("I.3", 8))
    await do(begun, "Nam", "/chamdiem", "I.2", "5")

    assert "I.2" not in await returned(begun, content)


# ---------------------------------------------------------------------------------------------------------------- what people type into cells


@pytest.mark.parametrize(
    ("value", "kept"), [("7,5", "7,5"), ("7.5", "7,5"), (" 7,50 ", "7,5"), ("9/10", "9"), (6, "6"), ("6 điểm", "6"), ("4 – BC số 3", "4")]
)
async def test_texts_are_read_as_in_the_chat(open_period: Stage, value: object, kept: str) -> None:
    assert f"I.1: {kept} (mới)" in await compared(open_period, put("I.1", value))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (11, "Số phải từ 0 đến 10"), (-1, "Số phải từ 0 đến 10"), (7.3, "Điểm ở đây chấm theo bước 0,25: nhập 7,25 hoặc 7,5"), ("tốt", "Chưa đọc được số"), ("=1+1", "ô công thức chưa có kết quả"),
        (datetime(2026, 5, 7), "ô đang là ngày tháng"), (True, "Chưa đọc được số"), ("#REF!", "ô báo lỗi công thức"),
    ],
)  # fmt: skip
async def test_what_is_no_answer_is_named_with_its_row(open_period: Stage, value: object, why: str) -> None:
    content = await made(open_period)
    row = row_of(_sheet(content), "I.1")
    said = await returned(open_period, edited(content, put("I.1", value), put("I.2", 9)))

    assert f"Dòng {row} (I.1): {why}" in said and "I.2: 9 (mới)" in said


def _sheet(content: bytes) -> Worksheet:
    from io import BytesIO

    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


async def test_a_percentage_is_taken_where_a_rate_is_asked(large: Stage) -> None:
    assert "I.2a: 96,5 % (mới)" in await compared(large, formatted("I.2a", 0.965, "0.0%"))


async def test_a_percentage_is_named_where_points_are_asked(open_period: Stage) -> None:
    assert "(I.1): ô đang là phần trăm (75 %)" in await compared(open_period, formatted("I.1", 0.75, "0%"))


@pytest.mark.parametrize(("value", "shown"), [("1 000", "1.000"), (1000, "1.000"), ("1.234,5", "1.234,5"), (1234.567, "1.234,567")])
async def test_thousands_are_read_as_people_write_them(large: Stage, value: object, shown: str) -> None:
    said = await compared(large, put("I.1a", 2000, PLAN), put("I.1a", value))

    assert f"Thực hiện {shown} " in said


async def test_a_text_with_two_readings_is_asked_back(large: Stage) -> None:
    assert "(I.1a): “1.000” có hai cách hiểu" in await compared(large, put("I.1a", 2000, PLAN), put("I.1a", "1.000"))


async def test_every_kind_of_rule_is_filled_and_read_back(large: Stage) -> None:
    said = await compared(
        large, put("I.1a", 100, PLAN), put("I.1a", 96.5), put("I.1d", "Không", PLAN), put("I.1d", 55), put("I.2b", 1), put("I.3a", 92), put("I.3c", "Có"),
        put("II.1", "Không phát sinh nhiệm vụ", REASON), put("II.2a", "x"), put("II.4 V1", 1), put("II.5 +", 2), put("II.5 -", 1), put("III.3", 2), put("III.7", 3),
        put("T1", "Có"), put("P1", 1),
    )  # fmt: skip

    for line in (
        "I.1a: Kế hoạch 100 · Thực hiện 96,5", "I.1d: Không có kế hoạch · Thực hiện 55", "I.2b: thiếu hoặc chậm 1 lần", "I.3a: 92", "I.3c: Có", "II.2a: Có",
        "II.1: không áp dụng (Không phát sinh nhiệm vụ)", "II.4: V1: 1 lần", "II.5: cộng 2 lần · trừ 1 lần", "III.3: chậm 2 ngày", "III.7: 3 trường hợp", "T1: Có", "P1: 1 trường hợp",
    ):  # fmt: skip
        assert f"\n{line}" in said


async def test_what_was_filled_comes_out_filled_and_unchanged(large: Stage) -> None:
    await compared(
        large, put("I.1a", 100, PLAN), put("I.1a", 96.5), put("I.1d", "Không", PLAN), put("I.1d", 55), put("I.3c", "Có"), put("II.4 V2", 1), put("II.5 +", 2),
        put("II.1", "Không phát sinh nhiệm vụ", REASON), put("III.3", 0), put("T1", "Không"), put("I.3c", "QĐ số 9/QĐ-SXD", PROOF),
    )  # fmt: skip
    await do(large, "Hoa", "[Xác nhận]")

    assert "Tệp không có gì khác với phiếu hiện tại." in await compared(large)


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ((put("I.1a", 100, PLAN),), "(I.1a): cần cả kế hoạch và kết quả"),
        ((put("I.1a", 0, PLAN), put("I.1a", 5)), "(I.1a): Số kế hoạch phải lớn hơn 0"),
        ((put("I.3c", "Có"), put("I.3c", "Không phát sinh", REASON)), "(I.3c): vừa có kết quả vừa ghi không áp dụng"),
        ((put("I.3c", "gần đủ"),), "(I.3c): Mời trả lời Có hoặc Không"),
        ((put("I.3a", "abc"),), "(I.3a): Chưa đọc được số"),
        ((put("I.3a", 120),), "(I.3a): Số phải từ 0 đến 100"),
        ((put("II.4 V1", 1.5),), "(II.4 V1): Ở đây cần số nguyên"),
        ((put("II.4", 30),), "(II.4): nhập số lần ở các dòng bên dưới"),
        ((put("III.7", 3, PLAN),), "(III.7): có nội dung ở ô màu xám"),
        ((put("I.3c", "Có"), put("I.3c", "ngắn", EXPLANATION)), "(I.3c): Giải trình cần rõ hơn"),
        ((put("I.3c", "-", REASON),), "(I.3c): Cần ghi rõ lý do"),
        ((put("T1", "Có"), put("T1", "không phát sinh", REASON)), "(T1): "),
    ],
)
async def test_faults_of_every_rule_are_told(large: Stage, edits: tuple[Edit, ...], why: str) -> None:
    said = await compared(large, *edits)

    assert why in said


# ---------------------------------------------------------------------------------------------------------------- what people do to files


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


def without_hidden_column(sheet: Worksheet) -> None:
    sheet.delete_cols(KEY)


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


async def test_a_count_that_is_emptied_or_whose_row_is_gone_stays_as_it_was(large: Stage) -> None:
    await compared(large, put("II.4 V1", 2), put("II.4 V2", 1), put("II.4 V3", 0))
    await do(large, "Hoa", "[Xác nhận]")
    said = await compared(large, put("II.4 V1", None), put("II.4 V3", 1), lambda sheet: sheet.delete_rows(row_of(sheet, "II.4 V2")))

    assert "để trống trong tệp, giữ nguyên: II.4 V1." in said and "Không có dòng trong tệp, phiếu giữ nguyên: II.4 V2." in said
    await do(large, "Hoa", "[Xác nhận]")
    assert (await answers(large))["II.4"] == '{"violations":{"V1":"2","V2":"1","V3":"1"}}'


async def test_a_criterion_of_counts_says_where_they_are_filled_in(large: Stage, tmp_path: Path) -> None:
    (tmp_path / "phieu.xlsx").write_bytes(await made(large))
    sheet = load_workbook(tmp_path / "phieu.xlsx").active
    assert isinstance(sheet, Worksheet)

    assert "Nhập số lần ở các dòng lỗi bên dưới" in str(sheet.cell(row_of(sheet, "II.4"), 4).value)
    assert [sheet.cell(row_of(sheet, code), TITLE).value for code in ("I.1", "II.3")] == [
        "Chỉ tiêu kế hoạch được giao",
        "Khắc phục hạn chế sau tự phê bình và phê bình",
    ]


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


async def test_of_two_rows_that_differ_neither_is_taken(open_period: Stage) -> None:
    assert "I.1: 7" not in await compared(open_period, put("I.1", 7), put("I.3", 8), doubled)


async def test_evidence_merged_down_several_criteria_stands_for_each(open_period: Stage) -> None:
    def merge(sheet: Worksheet) -> None:
        first = row_of(sheet, "I.1")
        sheet.merge_cells(start_row=first, end_row=first + 2, start_column=PROOF, end_column=PROOF)

    said = await compared(open_period, put("I.1", "BC số 45/BC-SXD", PROOF), merge)

    assert all(f"I.{number} minh chứng: BC số 45/BC-SXD" in said for number in (1, 2, 3))


async def test_columns_that_were_moved_are_found_by_their_names(open_period: Stage) -> None:
    said = await compared(open_period, put("I.1", 7), lambda sheet: sheet.insert_cols(2))

    assert "I.1: 7 (mới)" in said


# ---------------------------------------------------------------------------------------------------------------- other files


async def test_a_file_of_another_unit_is_named_and_not_compared(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await do(begun, "Minh", "/chamdiem")
    said = await returned(begun, content, "Minh")

    assert "là phiếu của đơn vị khác" in said and "7,5" not in said


async def test_a_file_of_a_closed_period_is_named(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await do(begun, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")
    await begun.open_period("ngan-10", "2026-06-25 17:00")
    await do(begun, "Hoa", "/chamdiem")

    assert "là phiếu của đợt Sơ kết 6 tháng đầu năm 2026, đợt này không còn nhận phiếu" in await returned(begun, content)


async def test_a_file_is_compared_with_the_sheet_it_is_of(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await begun.open_period("mau-1000", "2026-06-25 17:00")
    await do(begun, "Hoa", "/start")

    assert "I.1: 7,5 → 8" in await returned(begun, content)


async def test_without_its_trace_and_with_two_open_sheets_it_is_asked_about(begun: Stage) -> None:
    content = edited(await made(begun), without_hidden_column)
    await begun.open_period("mau-1000", "2026-06-25 17:00")
    await do(begun, "Hoa", "/start")

    assert "nhiều phiếu đang mở" in await returned(begun, content)


async def test_a_submitted_sheet_takes_nothing_over(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await begun.fill("Hoa", ["9"] * 8)
    await do(begun, "Hoa", "/start")

    assert "Phiếu đã nộp" in await returned(begun, content)


async def test_a_submission_meanwhile_stops_the_taking_over(begun: Stage) -> None:
    await compared(begun, put("I.1", 8))
    sheet = await begun.store.answers.open_sheet(3)
    assert sheet is not None
    await begun.fill("Hoa", ["9"] * 8)
    await begun.happens("Hoa", Tapped(f"assessment.take:1:{sheet.revision}", "b0", "tap"))

    assert "Phiếu đã nộp" in begun.last("Hoa").text and (await answers(begun))["I.1"] == '{"points":"7.5"}'


async def test_an_older_table_is_named_and_compared_by_code_and_title(open_period: Stage) -> None:
    content = await made(open_period)
    older = edited(content, _remade({"rubric": 99}), put("I.1", 8))

    said = await returned(open_period, older)
    assert "bảng chấm điểm cũ" in said and "I.1: 8 (mới)" in said


async def test_a_file_made_before_the_table_changed_is_compared_with_the_table_as_it_is(begun: Stage, tmp_path: Path) -> None:
    content = edited(await made(begun), put("I.1", 11), put("I.3", 8))
    await amend(begun, amended(raise_first, tmp_path))
    await do(begun, "Hoa", "/chamdiem")

    said = await returned(begun, content)
    assert "bảng chấm điểm cũ" in said and "I.1: 11 (mới)" in said and "I.3: 8 (mới)" in said


async def test_an_answer_that_is_asked_again_may_be_given_again_in_the_file(begun: Stage, tmp_path: Path) -> None:
    await amend(begun, amended(raise_first, tmp_path))

    assert "I.1: 7,5 (mới)" in await compared(begun, put("I.1", 7.5))


async def test_a_criterion_that_was_withdrawn_is_named(begun: Stage, tmp_path: Path) -> None:
    content = edited(await made(begun), put("II.5", 8))
    await amend(begun, amended(withdraw_last, tmp_path))
    await do(begun, "Hoa", "/chamdiem")

    assert "(II.5): không có tiêu chí “II.5”" in await returned(begun, content)


@pytest.mark.parametrize(
    "facts",
    [
        {"sheet": 1},
        {"sheet": "x"},
        {"sheet": -1},
        {"period": 9},
        {"sheet": 10**30},
        {"format": "ktd-fill/9", "sheet": 1},
        {"last": "x"},
        {"last": 10**30},
    ],
)
async def test_a_forged_trace_reaches_no_other_sheet(begun: Stage, facts: dict[str, object], caplog: pytest.LogCaptureFixture) -> None:
    await do(begun, "Lan", "/chamdiem", "[Chấm tiếp]", "6,25")
    said = await compared(begun, _remade(facts), put("I.1", 8))

    assert "6,25" not in said and not [record for record in caplog.records if record.exc_info]


def _remade(facts: dict[str, object]) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(1, KEY).value = json.dumps(json.loads(str(sheet.cell(1, KEY).value)) | facts)

    return edit


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (workbook([["Tên", "Điểm"], ["a", 1]]), "không phải phiếu điền của hệ thống"), (b"not a workbook", "không phải là tệp Excel"), (OLE + b"old", ".xls cũ"),
        (bomb(30 * 1024 * 1024), "quá lớn"),
    ],
)  # fmt: skip
async def test_any_other_workbook_is_named_and_nothing_is_taken(begun: Stage, content: bytes, why: str) -> None:
    await do(begun, "Hoa", "/chamdiem")

    assert why in await returned(begun, content, file="gi do.xlsx")


@pytest.mark.parametrize(
    ("file", "why"),
    [("phieu.xls", ".xls cũ"), ("phieu.csv", "không phải là tệp Excel"), ("phieu.xlsm", "có macro"), ("phieu.ods", "không phải là tệp Excel")],
)
async def test_other_formats_are_refused_by_their_name(begun: Stage, file: str, why: str) -> None:
    await do(begun, "Hoa", "/chamdiem")
    await begun.sends("Hoa", file)

    assert why in begun.last("Hoa").text


async def test_a_file_that_is_lost_is_asked_for_again(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem")
    await begun.sends("Hoa", NAME)
    await begun.document_arrives(b"", lost=True)

    assert "Không tải được tệp" in begun.last("Hoa").text


# ---------------------------------------------------------------------------------------------------------------- evidence or sheet


async def test_our_own_file_while_a_criterion_is_asked_is_asked_about(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME)

    assert "đây là phiếu điền sẵn" in begun.last("Hoa").text and begun.last("Hoa").labels[:2] == ["Đối chiếu", "Lưu làm minh chứng"]


async def test_it_can_be_compared_from_there(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await do(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME.replace(" ", "_"))
    await do(begun, "Hoa", "[Đối chiếu]")
    await begun.document_arrives(content)

    assert "I.1: 7,5 → 8" in begun.last("Hoa").text


async def test_it_can_be_kept_as_evidence_from_there(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME)

    assert (await do(begun, "Hoa", "[Lưu làm minh chứng]")).startswith("Đã nhận Phiếu điền")


async def test_any_other_workbook_is_evidence_as_ever(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", "so lieu.xlsx", caption="8")
    await begun.document_arrives(workbook([["Số liệu", 1]]))

    assert "Đã nhận so lieu.xlsx" in begun.last("Hoa").text and (await answers(begun))["I.3"] == '{"points":"8"}'


async def test_our_file_under_another_name_is_asked_about_once_it_is_read(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await do(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", "ban moi.xlsx")
    await begun.document_arrives(content)
    assert "vừa lưu làm minh chứng là một phiếu điền sẵn" in begun.last("Hoa").text

    assert "I.1: 7,5 → 8" in await do(begun, "Hoa", "[Đối chiếu]")
    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and not opened.evidence


async def test_a_filled_sheet_sent_among_the_tables_is_told_from_a_table(begun: Stage) -> None:
    content = await made(begun, "Lan")
    await do(begun, "Lan", "/dotcham", "[Bảng chấm điểm]")

    assert "là phiếu tự chấm của một đơn vị" in await returned(begun, content, "Lan", "phieu.xlsx")


# ---------------------------------------------------------------------------------------------------------------- who may


@pytest.mark.parametrize("act", ["take:1:2", "take_one:1:2:I.1", "compare:1"])
@pytest.mark.parametrize("name", ["Nam", "Minh", "Lan"])
async def test_nobody_takes_over_what_somebody_else_sent(begun: Stage, act: str, name: str) -> None:
    await compared(begun, put("I.1", 8))
    await begun.happens(name, Tapped(f"assessment.{act}", "b0", "tap"))

    assert "không thuộc quyền" in begun.last(name).text and (await answers(begun))["I.1"] == '{"points":"7.5"}'


async def test_an_owner_changes_only_its_own_part(open_period: Stage) -> None:
    content = edited(await made(open_period), put("I.1", 9), put("II.1", 9))
    await do(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    await do(open_period, "Nam", "/chamdiem")
    said = await returned(open_period, content, "Nam")

    assert "Thay đổi (1):\nII.1: 9 (mới)" in said and "(I.1): tiêu chí do người khác phụ trách." in said


async def seated_in_office(stage: Stage) -> None:
    """Section I belongs to an office where a colleague of Nam's has joined."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        colleague = await store.people.add("Đỗ Quốc Bảo", "", stage.now)
        await store.seats.grant(colleague, BLOC_ID, 3, Role.UNIT_FOCAL_POINT, stage.now)
    await do(stage, "Hoa", "/chamdiem", "[Phân công]", "[Thêm phòng, ban]", "Văn phòng", "I", "[Thêm Đỗ Quốc Bảo vào phòng]")


async def test_an_owners_workbook_locks_what_is_a_colleagues(open_period: Stage) -> None:
    await do(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    sheet = _sheet(await made(open_period, "Nam"))

    assert sheet.cell(row_of(sheet, "I.1"), RESULT).protection.locked and not sheet.cell(row_of(sheet, "II.1"), RESULT).protection.locked
    assert sheet.cell(row_of(sheet, "I.1"), 4).value == "Phụ trách: Văn phòng"


async def test_the_file_is_taken_also_while_a_colleagues_criterion_is_looked_at(open_period: Stage) -> None:
    content = edited(await made(open_period), put("II.1", 9))
    await do(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    await do(open_period, "Nam", "/chamdiem", "I.1")
    await open_period.sends("Nam", NAME)
    await do(open_period, "Nam", "[Đối chiếu]")
    await open_period.document_arrives(content)

    assert "II.1: 9 (mới)" in open_period.last("Nam").text


async def test_nobody_of_another_role_gets_the_workbook(begun: Stage) -> None:
    await begun.happens("Quý", Tapped("assessment.fill_in:3", "b0", "tap"))

    assert "không thuộc quyền" in begun.last("Quý").text


# ---------------------------------------------------------------------------------------------------------------- the workbook itself


async def test_only_what_is_filled_is_unlocked(large: Stage) -> None:
    sheet = _sheet(await made(large))
    row, counted = row_of(sheet, "I.1a"), row_of(sheet, "II.4")

    unlocked = {(cell.row, cell.column) for cells in sheet.iter_rows() for cell in cells if not cell.protection.locked}
    assert sheet.protection.sheet and not sheet.protection.password
    assert {(row, PLAN), (row, RESULT), (row, PROOF), (counted + 1, RESULT)} <= unlocked and not {
        (row, CODE),
        (row, KEY),
        (counted, RESULT),
    } & unlocked


async def test_the_hidden_column_says_what_the_file_was_made_from(begun: Stage) -> None:
    sheet = _sheet(await made(begun))

    trace = json.loads(str(sheet.cell(1, KEY).value))
    assert (trace["format"], trace["sheet"], trace["period"], trace["revision"]) == ("ktd-fill/1", 3, 1, 2)
    assert sheet.column_dimensions["J"].hidden and sheet.cell(row_of(sheet, "I.1"), KEY).value == "I.1"


async def test_what_people_typed_never_becomes_a_formula(begun: Stage) -> None:
    await do(begun, "Hoa", "/chamdiem", "I.1", "7 – =HYPERLINK(1)")
    sheet = _sheet(await made(begun))

    assert sheet.cell(row_of(sheet, "I.1"), PROOF).data_type == "s"


@pytest.mark.parametrize(("code", "kind"), [("I.3d", "decimal"), ("I.3c", "list"), ("I.2b", "whole"), ("II.4 V1", "whole"), ("I.1a", "decimal")])
async def test_cells_are_checked_by_their_rule(large: Stage, code: str, kind: str) -> None:
    sheet = _sheet(await made(large))
    place = f"F{row_of(sheet, code)}"

    assert [check.type for check in sheet.data_validations.dataValidation if place in check.sqref] == [kind]


def test_where_nothing_may_be_left_out_there_is_no_column_for_it(tmp_path: Path) -> None:
    facts = {"unit": "u", "title": "t", "rubric": "r", "made": "{}", "deadline": "d", "may_not_apply": False, "sections": [], "rows": []}
    filling_sheet.draw(facts, tmp_path / "book.xlsx")

    assert _sheet((tmp_path / "book.xlsx").read_bytes()).column_dimensions["G"].hidden


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
async def test_libreoffice_leaves_the_file_readable_and_computes_its_formulas(large: Stage, tmp_path: Path) -> None:
    content = edited(
        await made(large), put("I.2a", "=289/300*100"), put("I.3c", "Có"), put("I.1a", 100, PLAN), put("I.1a", "=48*2"), put("III.6", "=1/0")
    )
    said = await returned(large, through_libreoffice(content, tmp_path))

    assert all(line in said for line in ("I.2a: 96,333333333 %", "I.3c: Có", "I.1a: Kế hoạch 100 · Thực hiện 96", "(III.6): ô báo lỗi công thức"))


def through_libreoffice(content: bytes, folder: Path) -> bytes:
    """The workbook opened, saved as .ods, opened again and saved as .xlsx by LibreOffice."""
    (folder / "phieu.xlsx").write_bytes(content)
    for source, kind in (("phieu.xlsx", "ods"), ("phieu.ods", "xlsx")):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "phieu.xlsx").read_bytes()
