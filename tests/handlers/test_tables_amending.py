"""A period's table changed while it runs: what differs is shown, and only what it touches is asked again."""

import json
from pathlib import Path

import pytest

from handlers.dialogue import Tapped
from storage.answers import OpenSheet
from tests.stage import ACCOUNTS, Stage, beginning, forge, says
from tests.tables import (
    AMEND,
    PERIOD,
    REASON,
    add_one,
    amend,
    amended,
    every_kind,
    lower_first,
    put_in_first,
    raise_first,
    rename_first,
    send,
    versions,
    withdraw_and_raise,
    withdraw_last,
)
from tests.transcripts import SENT


async def sheet_of(stage: Stage, code: str = "SXD") -> OpenSheet:
    place = next(place for place in await stage.store.sheets.board(1) if place.code == code)
    sheet = await stage.store.answers.open_sheet(place.sheet_id)
    assert sheet is not None
    return sheet


def texts(stage: Stage, name: str) -> str:
    return "\n".join(shown.text for shown in stage.chats[ACCOUNTS[name]])


@pytest.fixture
@beginning
async def submitted(open_period: Stage) -> Stage:
    """Hoa's unit has submitted 7 for each criterion; Minh's has answered one."""
    await open_period.fill("Hoa", ["7"] * 10)
    await says(open_period, "Minh", "/chamdiem", "[Chấm tiếp]", "9")
    return open_period


async def test_the_chair_sees_what_changes_before_anything_does(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", *AMEND)
    text = await send(submitted, "Lan", amended(every_kind, tmp_path))

    for line in (
        "Thêm I.6 Chuyển đổi xanh: 5 điểm",
        "Bỏ II.5",
        "I.1: từ 10 điểm thành 8 điểm",
        "tên đổi từ “Thực hiện",
        "Tổng điểm: từ 100 thành 93",
    ):
        assert line in text
    period = await submitted.store.periods.of(1)
    assert period is not None and period.rubric_id == 1


async def test_a_touched_sheet_goes_back_with_the_reason_and_its_receipt_stays(submitted: Stage, tmp_path: Path) -> None:
    assert "1 phiếu đã nộp được trả lại" in await amend(submitted, amended(raise_first, tmp_path))

    sheet = await sheet_of(submitted)
    assert (sheet.state, sheet.returned_reason) == ("returned", f"Bảng chấm điểm thay đổi: {REASON}")
    assert await submitted.store.submissions.next_version(sheet.id) == 2
    assert "I.1: từ 10 điểm thành 12 điểm" in submitted.last("Hoa").text and "Cần xác nhận hoặc chấm lại: I.1." in submitted.last("Hoa").text


async def test_the_chair_hears_which_units_an_amendment_could_not_be_told(submitted: Stage, tmp_path: Path) -> None:
    text = await amend(submitted, amended(raise_first, tmp_path))

    assert "Chưa có ai tham gia, nên chưa báo được: Sở Thông tin và Truyền thông" in text and "Các đơn vị đã được báo" not in text


async def test_who_oversees_hears_what_changed_and_nothing_of_a_sheet(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))

    assert "I.1: từ 10 điểm thành 12 điểm" in submitted.last("Thu").text and "Phiếu" not in submitted.last("Thu").text


async def test_only_the_touched_answer_is_asked_again_and_one_tap_keeps_it(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))
    text = await says(submitted, "Hoa", "/chamdiem", "[Chấm tiếp]")
    assert "Trước đây ghi: 7 (Trần Thị Hoa" in text and "I.1" in text

    assert "Đã giữ I.1" in await says(submitted, "Hoa", "[Giữ câu trả lời]")
    assert "10/10 tiêu chí" in submitted.last("Hoa").text
    assert "Lần nộp: 2" in await says(submitted, "Hoa", "[Xem lại và nộp]", "[Nộp]")


async def test_an_answer_that_does_not_fit_any_more_cannot_be_kept(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Minh", "[Quay lại]")
    await amend(submitted, amended(lower_first, tmp_path))
    text = await says(submitted, "Minh", "/chamdiem", "[Chấm tiếp]")

    assert "Trước đây ghi: 9" in text and "cần nhập lại" in text and "Giữ câu trả lời" not in submitted.last("Minh").labels
    assert "Đã ghi I.1" in await says(submitted, "Minh", "8")


async def test_what_must_be_looked_at_again_is_out_of_the_sum_until_it_is(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))

    assert "9/10 tiêu chí · tạm tính 63/102" in await says(submitted, "Hoa", "/chamdiem")
    assert "I.1" in await says(submitted, "Hoa", "[Cần xem lại (1)]") or "I.1" in str(submitted.last("Hoa").labels)


async def test_a_sheet_cannot_be_submitted_before_all_is_looked_at_again(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))

    assert "cần giữ hoặc chấm lại 1: I.1." in await says(submitted, "Hoa", "/chamdiem", "[Xem lại và nộp]", "Nộp")
    assert "Nộp" not in submitted.last("Hoa").labels


async def test_a_new_criterion_is_asked_of_everybody(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(add_one, tmp_path))

    assert (await sheet_of(submitted)).state == "returned"
    assert "Cần chấm tiêu chí mới: I.6." in submitted.last("Hoa").text
    assert "I.6 Chuyển đổi xanh" in await says(submitted, "Hoa", "/chamdiem", "[Chấm tiếp]")


async def test_a_sheet_that_is_not_touched_stays_submitted(submitted: Stage, tmp_path: Path) -> None:
    assert "Không có phiếu đã nộp nào phải trả lại" in await amend(submitted, amended(rename_first, tmp_path))

    assert (await sheet_of(submitted)).state == "submitted"
    assert "Phiếu của đơn vị không phải sửa gì" in submitted.last("Hoa").text


async def test_a_withdrawn_criterion_is_void_with_its_answer_and_out_of_every_sum(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(withdraw_last, tmp_path))
    assert (await sheet_of(submitted)).state == "submitted"

    await says(submitted, "Hoa", "/chamdiem", "[Rút lại]")
    assert "9/9 tiêu chí · tạm tính 63/90" in await says(submitted, "Hoa", "[Xác nhận]")
    assert "II.5 Sáng kiến, cách làm mới: Vô hiệu (đã ghi: 7)" in await says(submitted, "Hoa", "[Xem lại và nộp]")


async def test_a_withdrawn_criterion_stands_in_the_printed_sheet(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(withdraw_last, tmp_path))
    await says(submitted, "Hoa", "/chamdiem", "[Tải phiếu .xlsx]")
    rows = await submitted.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%unit_sheet%' ORDER BY id DESC", {})

    assert "Vô hiệu (đã ghi: 7)" in rows[0]["payload"]


async def test_a_withdrawn_criterion_is_listed_in_the_score_tables_with_what_was_answered(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(withdraw_last, tmp_path))
    await says(submitted, "Lan", "/dotcham", f"[{PERIOD}]", "[Đóng đợt]", "[Xác nhận]", "/thamdinh", "[Bảng điểm .xlsx]")
    rows = await submitted.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%'", {})
    facts = json.loads(json.loads(rows[-1]["payload"])["files"][0]["facts"])

    assert [one["code"] for one in facts["void"]] == ["II.5"] and "Đã rút; đã ghi: 7" in facts["units"][0]["void"][0]["values"]


async def test_a_criterion_that_comes_back_is_asked_again(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(withdraw_last, tmp_path))
    await amend(submitted, amended(lambda data: None, tmp_path))

    sheet = await sheet_of(submitted)
    assert sheet.state == "returned" and not sheet.void and sheet.answers["II.5"].earlier == 2


async def test_a_file_on_its_way_for_a_withdrawn_criterion_still_arrives(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Minh", "II.5")
    await submitted.sends("Minh", "bao-cao.pdf")
    await amend(submitted, amended(withdraw_last, tmp_path))
    await submitted.files_arrive()

    assert "Đã lưu 1 tệp minh chứng cho II.5" in submitted.last("Minh").text


async def test_what_the_secretariat_prepares_is_changed_by_the_chairs_confirmation(submitted: Stage, tmp_path: Path) -> None:
    assert "Đã chuyển Trưởng khối" in await amend(submitted, amended(raise_first, tmp_path), "Quý")
    assert (await sheet_of(submitted)).state == "submitted"

    assert REASON in submitted.last("Lan").text and "I.1: từ 10 điểm thành 12 điểm" in submitted.last("Lan").text
    assert "Đã đổi bảng" in await says(submitted, "Lan", "[Xác nhận]")


async def test_a_proposal_for_a_table_that_has_changed_since_is_refused(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path), "Quý")
    proposed = next(button for button in submitted.last("Lan").buttons if button.label == "Xác nhận")
    await amend(submitted, amended(add_one, tmp_path))
    await submitted.happens("Lan", Tapped(proposed.action, "x", "t"))

    assert "Thêm I.6" not in submitted.last("Lan").text and [one.version for one in await versions(submitted)] == [2, 1]


async def test_a_version_that_is_there_may_be_chosen_and_goes_back_the_same_way(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(rename_first, tmp_path))
    text = await says(submitted, "Lan", *AMEND, "[Phiên bản 1: ngan-10]")
    assert "tên đổi từ “Chương trình công tác”" in text

    await says(submitted, "Lan", "[Tiếp tục]", "Hướng dẫn mới bị thu hồi", "[Xác nhận]")
    period = await submitted.store.periods.of(1)
    assert period is not None and period.rubric_id == 1


async def test_the_periods_screen_tells_its_versions_with_who_and_why(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(rename_first, tmp_path))
    text = await says(submitted, "Lan", "/dotcham", f"[{PERIOD}]")

    assert "phiên bản 2" in text and f"Nguyễn Thị Lan: bảng chấm điểm phiên bản 1 → 2. {REASON}" in text


async def test_the_same_table_changes_nothing(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", *AMEND)

    assert "không có gì thay đổi" in await send(submitted, "Lan", amended(lambda data: None, tmp_path))


async def test_from_the_faults_of_a_period_s_new_table_the_way_back_is_to_where_it_is_sent_again(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", *AMEND)
    await send(submitted, "Lan", SENT["bang-loi.xlsx"])
    assert "Để đổi bảng giữa kỳ" in await says(submitted, "Lan", "[Quay lại]")

    assert "Nếu đổi bảng của" in await send(submitted, "Lan", amended(raise_first, tmp_path))


async def test_a_reason_is_needed(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", *AMEND)
    await send(submitted, "Lan", amended(raise_first, tmp_path))

    assert "Cần ghi rõ lý do" in await says(submitted, "Lan", "[Tiếp tục]", "x")


async def test_a_closed_period_keeps_its_table(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", "/dotcham", f"[{PERIOD}]", "[Đóng đợt]", "[Xác nhận]")
    await submitted.happens("Lan", Tapped("tables.amend:1", "x", "t"))

    assert "Trưởng khối chọn Mở lại trong /dotcham" in submitted.last("Lan").text


async def test_a_prepared_period_is_changed_without_a_word_to_the_units(joined: Stage, tmp_path: Path) -> None:
    await says(
        joined, "Lan", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{PERIOD}]", "[ngan-10]", "15/6 17h", "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]"
    )
    await amend(joined, amended(rename_first, tmp_path))
    assert "đã thay đổi" not in texts(joined, "Hoa")

    await joined.to("2026-06-03 08:00")
    assert "I.1 Chương trình công tác" in await says(joined, "Hoa", "/chamdiem", "[Chấm tiếp]")


async def test_a_plain_table_sent_for_a_period_keeps_the_name_of_its_table(submitted: Stage) -> None:
    await amend(submitted, SENT["bang-khoi.xlsx"])
    newest = (await versions(submitted))[0]

    assert (newest.rubric, newest.version) == ("ngan-10", 2)


async def test_the_receipt_of_a_changed_table_does_not_vouch_for_void_answers(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(withdraw_and_raise, tmp_path))
    await says(submitted, "Hoa", "/chamdiem", "[Chấm tiếp]", "[Giữ câu trả lời]", "[Xem lại và nộp]", "[Nộp]")
    rows = await submitted.database.reader.rows("SELECT sheet FROM submissions ORDER BY id", {})

    assert ['"II.5"' in row["sheet"] for row in rows] == [True, False]


async def test_versions_and_amendments_stand_in_the_audit_log(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))
    entries = [entry for entry, _ in await submitted.store.audit.named(1) if entry.act in {"rubric", "sheet_returned"}]

    assert [(entry.act, entry.subject) for entry in entries] == [
        ("rubric", "period:1"),
        ("sheet_returned", f"sheet:{(await sheet_of(submitted)).id}"),
    ]
    assert REASON in entries[0].new


async def test_an_answer_whose_code_stands_for_another_criterion_now_says_for_which_it_was_given(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(put_in_first, tmp_path))
    text = await says(submitted, "Hoa", "/chamdiem", "[Chấm tiếp]")

    assert "I.1 Chuyển đổi xanh" in text and "Trước đây ghi: 7, chấm cho I.1 Thực hiện chương trình công tác của đơn vị, nay là I.2" in text


async def test_a_changed_table_says_which_code_a_criterion_has_now_that_moved_on(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(put_in_first, tmp_path))

    assert "• I.1: nay là “Chuyển đổi xanh”; “Thực hiện chương trình công tác của đơn vị” chuyển sang I.2" in submitted.last("Hoa").text


async def test_an_answer_of_the_same_criterion_does_not_repeat_its_title(submitted: Stage, tmp_path: Path) -> None:
    await amend(submitted, amended(raise_first, tmp_path))

    assert "chấm cho" not in await says(submitted, "Hoa", "/chamdiem", "[Chấm tiếp]")


async def test_a_table_changed_while_units_explain_is_refused_with_the_way_on(stage: Stage) -> None:
    await stage.scene("results sent")

    assert "Trưởng khối chọn Mở lại trong /dotcham" in await forge(stage, "Lan", "tables.amend:1")


async def test_a_workbook_read_after_the_period_was_closed_says_that_nothing_changed(submitted: Stage, tmp_path: Path) -> None:
    await says(submitted, "Lan", *AMEND)
    await submitted.sends("Lan", "bang.xlsx")
    await says(submitted, "Lan", "/dotcham", f"[{PERIOD}]", "[Đóng đợt]", "[Xác nhận]")
    await submitted.document_arrives(amended(raise_first, tmp_path))

    said = submitted.last("Lan").text
    assert said.startswith(f"Đã đọc xong tệp bang.xlsx, nhưng đợt {PERIOD} đã đóng trong lúc chờ đọc.") and "chưa thay đổi" in said
    assert "Mở lại" in await says(submitted, "Lan", "[Quay lại]") + str(submitted.last("Lan").labels) and len(await versions(submitted)) == 1


async def test_a_workbook_read_after_the_prepared_period_was_dropped_says_so(joined: Stage, tmp_path: Path) -> None:
    await says(
        joined, "Lan", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{PERIOD}]", "[ngan-10]", "15/6 17h", "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]"
    )
    await says(joined, "Lan", *AMEND)
    await joined.sends("Lan", "bang.xlsx")
    await says(joined, "Lan", "/dotcham", f"[{PERIOD}]", "[Bỏ đợt]", "[Xác nhận]")
    await joined.document_arrives(amended(raise_first, tmp_path))

    assert joined.last("Lan").text == "Đã đọc xong tệp bang.xlsx, nhưng đợt cần đổi bảng không còn. Chưa thay đổi gì."
