"""Files that come in place of the sheet filled in Excel: of another unit, period or table, forged, or no sheet at all."""

import json
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from handlers.dialogue import Tapped
from tests.filling import KEY, NAME, Edit, begin, compared, edited, made, put, returned, without_hidden_column
from tests.sheets import answers
from tests.stage import Stage, beginning, says
from tests.tables import amend, amended, put_in_first, raise_first, withdraw_last
from tests.workbooks import OLE, bomb, workbook


@pytest.fixture
@beginning
async def begun(open_period: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    return await begin(open_period)


async def test_a_file_of_another_unit_is_named_and_not_compared(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Minh", "/chamdiem")
    said = await returned(begun, content, "Minh")

    assert "là phiếu của đơn vị khác" in said and "7,5" not in said


async def test_a_file_of_a_closed_period_is_named(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")
    await begun.open_period("ngan-10", "2026-06-25 17:00")
    await says(begun, "Hoa", "/chamdiem")

    assert "là phiếu của đợt Sơ kết 6 tháng đầu năm 2026, đợt này không còn nhận phiếu" in await returned(begun, content)


async def test_a_file_is_compared_with_the_sheet_it_is_of(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await begun.open_period("mau-1000", "2026-06-25 17:00")
    await says(begun, "Hoa", "/start")

    assert "I.1: 7,5 → 8" in await returned(begun, content)


async def test_without_its_trace_and_with_two_open_sheets_it_is_asked_about(begun: Stage) -> None:
    content = edited(await made(begun), without_hidden_column)
    await begun.open_period("mau-1000", "2026-06-25 17:00")
    await says(begun, "Hoa", "/start")

    assert "nhiều phiếu đang mở" in await returned(begun, content)


async def test_a_submitted_sheet_takes_nothing_over(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await begun.fill("Hoa", ["9"] * 8)
    await says(begun, "Hoa", "/start")

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


async def test_after_a_row_was_put_in_an_older_file_answers_no_criterion_that_only_bears_its_code(begun: Stage, tmp_path: Path) -> None:
    content = edited(await made(begun), put("I.4", 8), put("II.5", 9))
    await amend(begun, amended(put_in_first, tmp_path))
    await says(begun, "Hoa", "/chamdiem")

    said = await returned(begun, content)
    assert "II.5: 9 (mới)" in said and "I.4: 8" not in said and "(I.4): tiêu chí này nay có mã I.5" in said


async def test_a_file_made_before_the_table_changed_is_compared_with_the_table_as_it_is(begun: Stage, tmp_path: Path) -> None:
    content = edited(await made(begun), put("I.1", 11), put("I.3", 8))
    await amend(begun, amended(raise_first, tmp_path))
    await says(begun, "Hoa", "/chamdiem")

    said = await returned(begun, content)
    assert "bảng chấm điểm cũ" in said and "I.1: 11 (mới)" in said and "I.3: 8 (mới)" in said


async def test_an_answer_that_is_asked_again_may_be_given_again_in_the_file(begun: Stage, tmp_path: Path) -> None:
    await amend(begun, amended(raise_first, tmp_path))

    assert "I.1: 7,5 (mới)" in await compared(begun, put("I.1", 7.5))


async def test_a_criterion_that_was_withdrawn_is_named(begun: Stage, tmp_path: Path) -> None:
    content = edited(await made(begun), put("II.5", 8))
    await amend(begun, amended(withdraw_last, tmp_path))
    await says(begun, "Hoa", "/chamdiem")

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
    await says(begun, "Lan", "/chamdiem", "[Chấm tiếp]", "6,25")
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
    await says(begun, "Hoa", "/chamdiem")

    assert why in await returned(begun, content, file="gi do.xlsx")


@pytest.mark.parametrize(
    ("file", "why"),
    [("phieu.xls", ".xls cũ"), ("phieu.csv", "không phải là tệp Excel"), ("phieu.xlsm", "có macro"), ("phieu.ods", "không phải là tệp Excel")],
)
async def test_other_formats_are_refused_by_their_name(begun: Stage, file: str, why: str) -> None:
    await says(begun, "Hoa", "/chamdiem")
    await begun.sends("Hoa", file)

    assert why in begun.last("Hoa").text


async def test_a_file_that_is_lost_is_asked_for_again(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem")
    await begun.sends("Hoa", NAME)
    await begun.document_arrives(b"", lost=True)

    assert "Không tải được tệp" in begun.last("Hoa").text
