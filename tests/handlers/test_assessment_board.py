"""The board: how far the sheet is, and the way to every criterion."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from domain.people import Role
from tests.appraisals import TITLE
from tests.blocs import SECOND, leads_there_too, second_bloc
from tests.stage import ACCOUNTS, BLOC_ID, Stage, says


async def test_the_board_tells_progress_points_and_the_days_left(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")

    assert "0/10 tiêu chí · tạm tính 0/100 · còn 14 ngày" in open_period.last("Hoa").text


async def test_the_way_on_names_the_first_criterion_without_an_answer(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9", "bỏ qua", "[Quay lại]"):
        await open_period.does("Hoa", words)

    assert "▶ Chấm tiếp (I.2)" in open_period.last("Hoa").labels


async def test_the_command_is_read_without_its_slash_and_without_diacritics(open_period: Stage) -> None:
    await open_period.does("Hoa", "cham diem")

    assert "0/10 tiêu chí" in open_period.last("Hoa").text


async def test_an_address_typed_on_the_board_asks_that_criterion(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "ii.3")

    assert "II.3 Tổ chức phong trào thi đua" in open_period.last("Hoa").text


@pytest.mark.parametrize("typed", ["I3b", "i 3b", "I,3b", "I-3b"])
async def test_an_address_typed_without_its_point_asks_that_criterion(of_1000: Stage, typed: str) -> None:
    assert "I.3b Tỷ lệ hồ sơ" in await says(of_1000, "Hoa", typed)


async def test_the_code_of_a_violation_is_no_address(of_1000: Stage) -> None:
    text = await says(of_1000, "Hoa", "II4", "V1")

    assert "Nhập mã lỗi và số lần" in text


@pytest.mark.parametrize("typed", ["I.3 9", "i.3: 9"])
async def test_an_answer_typed_behind_its_address_is_asked_for_apart(typed: str, open_period: Stage) -> None:
    said = await says(open_period, "Hoa", "/chamdiem", typed)

    assert said.startswith("Chưa ghi “9”: câu trả lời cho I.3 gõ riêng") and "I.3 Cải cách hành chính" in said
    assert (await says(open_period, "Hoa", "9")).startswith("Đã ghi I.3 Cải cách hành chính: 9")


async def test_words_without_a_meaning_keep_the_board(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "xin chào")

    assert "Chưa hiểu" in open_period.last("Hoa").text
    assert "0/10 tiêu chí" in open_period.last("Hoa").text


async def test_a_section_lists_its_criteria_with_their_answers(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "7,5", "[Quay lại]", "[Mục I]"):
        await open_period.does("Hoa", words)

    assert "• I.1: 7,5 – Thực hiện chương trình công tác của đơn vị\n• I.2: chưa chấm – Chất lượng tham mưu, đề xuất" in open_period.last("Hoa").text
    assert open_period.last("Hoa").labels[:5] == ["I.1", "I.2", "I.3", "I.4", "I.5"]


async def test_no_button_of_a_list_is_too_long_for_a_phone(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "I.1a", "120 118", "/chamdiem", "[Mục I]"):
        await joined.does("Hoa", words)

    assert max(map(len, joined.last("Hoa").labels)) <= 12


async def test_an_address_typed_at_the_list_of_missing_evidence_asks_that_criterion(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "I.2a", "90", "[Quay lại]", "[Thiếu minh chứng]", "I.2a"):
        await joined.does("Hoa", words)

    assert "Nhập tỷ lệ %" in joined.last("Hoa").text


async def test_what_is_not_answered_stands_on_a_list_of_its_own(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "7,5", "[Quay lại]", "[Chưa chấm]"):
        await open_period.does("Hoa", words)

    assert "I.1" not in open_period.last("Hoa").labels
    assert "II.5" in open_period.last("Hoa").labels


async def test_changing_an_earlier_criterion_takes_three_actions(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "[Chấm tiếp]")
    for _ in range(8):
        await open_period.does("Hoa", "9")

    await open_period.does("Hoa", "I.2")
    await open_period.does("Hoa", "6,5")

    assert "Đã ghi I.2 Chất lượng tham mưu, đề xuất: 6,5" in open_period.last("Hoa").text
    assert "II.4 Chế độ báo cáo" in open_period.last("Hoa").text


async def test_two_open_periods_are_told_apart(open_period: Stage) -> None:
    await open_period.open_period("mau-1000", "2026-06-20 17:00")
    await open_period.does("Hoa", "/chamdiem")

    labels = [label for label in open_period.last("Hoa").labels if label.startswith("Sơ kết 6 tháng đầu năm 2026 (hạn ")]
    assert len(set(labels)) == 2


async def test_seats_in_two_units_are_told_apart(open_period: Stage) -> None:
    async with open_period.database.writing():
        store = open_period.engine._store
        hoa = await person(open_period, "Hoa")
        unit = next(unit for unit in await store.units.of_bloc(BLOC_ID) if unit.code == "STTTT")
        await store.seats.grant(hoa, BLOC_ID, unit.id, Role.UNIT_LEADER, open_period.now)

    await open_period.does("Hoa", "/chamdiem")

    assert len([label for label in open_period.last("Hoa").labels if "Sơ kết 6 tháng" in label]) == 2


async def test_without_an_open_period_that_is_said(joined: Stage) -> None:
    await joined.does("Hoa", "/chamdiem")

    assert "không có đợt chấm điểm nào đang mở" in joined.last("Hoa").text


@pytest.mark.parametrize("name", ["Lan", "Minh", "Thu", "Quý"])
@pytest.mark.parametrize("act", ["board", "review", "go", "download", "ask", "submit", "to_leader", "withdraw", "return", "delegate", "question"])
async def test_nobody_outside_the_unit_opens_its_sheet_by_a_forged_button(open_period: Stage, name: str, act: str) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "7,5"):
        await open_period.does("Hoa", words)
    from handlers.dialogue import Tapped

    sheet = await sheet_of(open_period, "SXD")
    args = {"ask": ":I.1", "question": ":I.1", "submit": ":1", "to_leader": ":1", "withdraw": ":1"}.get(act, "")
    await open_period.happens(name, Tapped(f"assessment.{act}:{sheet}{args}", "b0", "tap"))

    assert "không thuộc quyền" in open_period.last(name).text
    assert not any("7,5" in shown.text for shown in open_period.chats[ACCOUNTS[name]])


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999999", "²", "x", "-1", ""])
async def test_a_forged_number_of_a_sheet_is_refused_in_words(open_period: Stage, number: str, caplog: pytest.LogCaptureFixture) -> None:
    from handlers.dialogue import Tapped

    await open_period.does("Hoa", "/chamdiem")
    await open_period.happens("Hoa", Tapped(f"assessment.review:{number}", "b0", "tap"))
    await open_period.happens("Hoa", Tapped(f"assessment.review:1:{number}", "b0", "tap"))

    assert not [record for record in caplog.records if record.exc_info]


async def test_after_the_deadline_the_board_says_how_late_it_is(open_period: Stage) -> None:
    await open_period.to("2026-06-17 09:00")
    await open_period.does("Hoa", "/chamdiem")

    assert "2 ngày" in open_period.last("Hoa").text


async def test_a_closed_period_takes_no_answer_and_says_so(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "[Chấm tiếp]")
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await open_period.does("Lan", words)

    await open_period.does("Hoa", "9")

    assert "không còn mở" in open_period.last("Hoa").text
    assert "Nhập điểm" not in open_period.last("Hoa").text


async def test_the_assessment_is_on_across_a_restart(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9"):
        await open_period.does("Hoa", words)
    await open_period.database.close()
    again = await Stage.open(open_period.database.path)
    again.now, again.events, again.messages = open_period.now, open_period.events, open_period.messages
    try:
        await again.does("Hoa", "8")
        assert "Đã ghi I.2 Chất lượng tham mưu, đề xuất: 8" in again.last("Hoa").text
    finally:
        open_period.database = again.database


async def test_leaving_ends_the_assessment_and_keeps_what_was_given(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9", "/thoat"):
        await open_period.does("Hoa", words)
    assert open_period.last("Hoa").text.startswith("Mọi điểm đã nhập vẫn được lưu")

    await open_period.does("Hoa", "8")
    await open_period.does("Hoa", "/chamdiem")

    assert "1/10 tiêu chí" in open_period.last("Hoa").text


async def test_an_old_button_draws_what_is_true_now(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "[Chấm tiếp]")
    await open_period.does("Hoa", "9")
    await open_period.taps("Hoa", "▶ Chấm tiếp (I.1)")

    assert "I.2 Chất lượng tham mưu, đề xuất" in open_period.last("Hoa").text


async def person(stage: Stage, name: str) -> int:
    found = await stage.store.dialogues.visit("telegram", ACCOUNTS[name], ACCOUNTS[name], stage.now)
    assert found.person is not None
    return found.person.id


async def sheet_of(stage: Stage, unit: str) -> int:
    return next(place.sheet_id for place in await stage.store.sheets.board(1) if place.code == unit)


async def test_the_address_of_a_group_lists_the_criteria_under_it(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "i.2"):
        await joined.does("Hoa", words)

    assert [label.split()[0] for label in joined.last("Hoa").labels[:-1]] == ["I.2a", "I.2b", "I.2c"]


async def test_words_of_a_title_find_its_criterion(open_period: Stage) -> None:
    for words in ("/chamdiem", "chuyen doi so"):
        await open_period.does("Hoa", words)

    assert "Chuyển đổi số" in open_period.last("Hoa").text


async def test_words_that_fit_nothing_show_the_board_again(open_period: Stage) -> None:
    for words in ("/chamdiem", "xyz xyz"):
        await open_period.does("Hoa", words)

    assert "Chưa hiểu nội dung này" in open_period.last("Hoa").text and "0/10 tiêu chí" in open_period.last("Hoa").text


async def test_where_everything_is_answered_only_the_review_is_left(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "/chamdiem"):
        await open_period.does("Hoa", words)

    assert open_period.last("Hoa").labels[0] == "Xem lại và nộp" and "Chấm tiếp" not in open_period.last("Hoa").labels


async def test_a_sheet_that_was_taken_back_offers_both(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    for words in ("[Rút lại]", "[Xác nhận]"):
        await open_period.does("Hoa", words)

    assert open_period.last("Hoa").labels[:2] == ["Xem lại và nộp", "Chấm tiếp"]


async def test_missing_evidence_comes_before_the_review(tmp_path: Path, joined: Stage) -> None:
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10").replace("evidence: optional", "evidence: required"), "utf-8")
    await joined.open_period(str(rubric))
    for words in ("/chamdiem", "[Chấm tiếp]", *["9", "bỏ qua"] * 10):
        await joined.does("Hoa", words)
    assert joined.last("Hoa").labels[:2] == ["Bổ sung minh chứng (10)", "Xem lại và nộp"]

    await joined.does("Hoa", "/chamdiem")
    assert joined.last("Hoa").labels[:2] == ["Bổ sung minh chứng (10)", "Xem lại và nộp"]


async def test_at_a_criterion_too_the_review_follows_where_everything_is_answered(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "I.2"):
        await open_period.does("Hoa", words)

    assert "Xem lại và nộp" in open_period.last("Hoa").labels and "Chấm tiếp" not in open_period.last("Hoa").labels


async def test_sheets_of_one_unit_in_two_blocs_are_told_apart_by_the_bloc_alone(open_period: Stage) -> None:
    await second_bloc(open_period)
    await leads_there_too(open_period, "Hoa")
    await open_period.open_period(bloc=SECOND)
    await says(open_period, "Hoa", "/chamdiem")

    assert open_period.last("Hoa").labels[:2] == [f"Kinh tế ngành: {TITLE}", f"Số hai: {TITLE}"]


async def test_the_example_of_an_address_is_one_of_the_unit_s_own_table(open_period: Stage) -> None:
    assert "Gõ số tiêu chí (ví dụ I.1)" in await says(open_period, "Hoa", "/chamdiem", "xyz")
