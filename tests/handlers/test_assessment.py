"""The self-assessment: kept at once, never silently overwritten, seen by nobody else."""

import pytest

from handlers.dialogue import Started, Tapped, Typed, Unfit
from storage.submissions import Submission
from tests.sheets import answers
from tests.stage import ACCOUNTS, Stage


async def begun(stage: Stage, name: str = "Hoa") -> None:
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await stage.does(name, words)


async def submission(stage: Stage) -> Submission | None:
    return await stage.store.submissions.in_force(3)


async def test_an_answer_is_stored_the_moment_it_is_given(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "7,5")

    assert await answers(open_period) == {"I.1": '{"points":"7.5"}'}


CALL = ("/hop", "Hội nghị sơ kết", "thứ năm tuần sau 8h", "Phòng họp tầng 2", "[Tất cả]", "[Xác nhận]")
ANNOUNCE = ("/thongbao", "Đề nghị gửi báo cáo trước ngày 10/6.", "[Từng thành viên]", "[Xác nhận]")


@pytest.mark.parametrize(("words", "answer"), [(CALL, "Tham dự"), (ANNOUNCE, "Đã nhận")])
async def test_the_assessment_goes_on_after_a_notice_was_answered_in_between(words: tuple[str, ...], answer: str, open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "7")
    for one in words:
        await open_period.does("Lan", one)
    await open_period.taps("Hoa", answer)
    assert "I.2" in open_period.last("Hoa").text
    await open_period.does("Hoa", "8")

    assert await answers(open_period) == {"I.1": '{"points":"7"}', "I.2": '{"points":"8"}'}


async def test_a_refused_answer_changes_nothing_and_repeats_the_question(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "11")

    assert not await answers(open_period)
    assert open_period.last("Hoa").text.startswith("Số phải từ 0 đến 10") and "I.1 Thực hiện chương trình" in open_period.last("Hoa").text


async def test_an_answer_takes_at_most_eight_statements(open_period: Stage) -> None:
    await begun(open_period)
    connection = open_period.database.writer
    await open_period.happens("Hoa", Typed("7,5"))
    before = connection.count
    await open_period.engine.take([_typed(open_period, "8")])
    batch_alone = 1  # the number of the outbox's last row, asked once for a whole batch

    assert connection.count - before - batch_alone <= 8


def _typed(stage: Stage, text: str):  # type: ignore[no-untyped-def]
    from handlers.dialogue import Chat, Incoming, Sender

    return Incoming("telegram", "counted", Chat(ACCOUNTS["Hoa"], "private"), Sender(ACCOUNTS["Hoa"]), Typed(text), stage.now)


async def test_the_same_event_delivered_again_has_no_effect(open_period: Stage) -> None:
    await begun(open_period)
    for _ in range(3):
        await open_period.happens("Hoa", Typed("7"), event="the same")

    assert await answers(open_period) == {"I.1": '{"points":"7"}'}


async def test_a_colleagues_answer_given_meanwhile_is_not_overwritten_before_it_is_confirmed(open_period: Stage) -> None:
    await begun(open_period, "Hoa")
    await begun(open_period, "Nam")
    await open_period.does("Nam", "9")
    await open_period.does("Hoa", "5")

    assert (await answers(open_period))["I.1"] == '{"points":"9"}'
    assert "Lê Văn Nam" in open_period.last("Hoa").text and "9" in open_period.last("Hoa").text
    await open_period.does("Hoa", "[Xác nhận]")
    assert (await answers(open_period))["I.1"] == '{"points":"5"}'


async def test_keeping_a_colleagues_answer_goes_on_with_the_next_criterion(open_period: Stage) -> None:
    await begun(open_period, "Hoa")
    await begun(open_period, "Nam")
    await open_period.does("Nam", "9")
    await open_period.does("Hoa", "5")
    await open_period.does("Hoa", "[Giữ số đã có]")

    assert (await answers(open_period))["I.1"] == '{"points":"9"}' and "I.2 " in open_period.last("Hoa").text


async def test_an_edited_message_corrects_the_answer_it_gave(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.happens("Hoa", Typed("7"), message="first")
    await open_period.does("Hoa", "8")
    await open_period.happens("Hoa", Typed("7,5", edited=True), message="first")

    assert (await answers(open_period))["I.1"] == '{"points":"7.5"}'
    assert "Đã sửa I.1" in open_period.last("Hoa").text and "I.3 " in open_period.last("Hoa").text


async def test_an_edit_of_any_other_message_is_said_to_be_unread(open_period: Stage) -> None:
    await open_period.happens("Hoa", Typed("xin chào", edited=True), message="whatever")

    assert "không được ghi nhận" in open_period.last("Hoa").text


@pytest.mark.parametrize(("words", "said"), [("/thoat", "Mọi điểm đã nhập vẫn được lưu"), ("/huy", "Mọi điểm đã nhập vẫn được lưu")])
async def test_leaving_loses_nothing_and_says_so_first(open_period: Stage, words: str, said: str) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "7")
    await open_period.does("Hoa", words)

    assert open_period.last("Hoa").text.startswith(said) and await answers(open_period)


async def test_an_address_asks_that_criterion_from_anywhere_in_the_assessment(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "ii.3")

    assert "II.3 Tổ chức phong trào thi đua" in open_period.last("Hoa").text


async def test_changing_an_earlier_criterion_takes_two_messages(open_period: Stage) -> None:
    await begun(open_period)
    for points in ("7", "8", "9"):
        await open_period.does("Hoa", points)
    await open_period.does("Hoa", "I.1")
    await open_period.does("Hoa", "10")

    assert (await answers(open_period))["I.1"] == '{"points":"10"}' and "I.4 " in open_period.last("Hoa").text


async def test_an_incomplete_sheet_is_not_submitted(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "7")
    await open_period.does("Hoa", "[Quay lại]")
    await open_period.does("Hoa", "[Xem lại và nộp]")
    await open_period.does("Hoa", "Nộp")

    assert await submission(open_period) is None and "Chưa chấm 9: I.2" in open_period.last("Hoa").text


async def test_a_double_tap_on_submit_makes_one_submission(open_period: Stage) -> None:
    await begun(open_period)
    for _ in range(10):
        await open_period.does("Hoa", "9")
    await open_period.does("Hoa", "[Xem lại và nộp]")
    review = open_period.last("Hoa")
    button = next(button for button in review.buttons if button.label == "Nộp")
    for tap in ("one", "two"):
        await open_period.happens("Hoa", Tapped(button.action, review.ref, tap))
    found = await submission(open_period)

    assert found is not None and found.version == 1


async def test_a_sheet_changed_after_its_review_was_drawn_is_shown_again_instead_of_submitted(open_period: Stage) -> None:
    await begun(open_period)
    for _ in range(10):
        await open_period.does("Hoa", "9")
    await open_period.does("Hoa", "[Xem lại và nộp]")
    await open_period.does("Nam", "/chamdiem")
    await open_period.does("Nam", "I.1")
    await open_period.does("Nam", "1")
    await open_period.does("Hoa", "[Nộp]")

    assert await submission(open_period) is None and "I.1 Thực hiện chương trình công tác của đơn vị: 1" in open_period.last("Hoa").text


async def test_withdrawing_keeps_the_first_version_and_submits_a_second(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    for words in ("/chamdiem", "[Rút lại]", "[Xác nhận]", "[Xem lại và nộp]", "[Nộp]"):
        await open_period.does("Hoa", words)
    found = await submission(open_period)

    assert found is not None and found.version == 2


async def test_after_the_deadline_a_submission_is_late_by_days_and_stays(open_period: Stage) -> None:
    await open_period.to("2026-06-17 09:00")
    await open_period.fill("Hoa", ["9"] * 10)

    assert "chậm 2 ngày" in open_period.last("Hoa").text
    await open_period.does("Hoa", "/chamdiem")
    assert "Rút lại" not in open_period.last("Hoa").labels


async def test_a_closed_period_takes_nothing_more(open_period: Stage) -> None:
    await begun(open_period)
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await open_period.does("Lan", words)
    await open_period.does("Hoa", "9")

    assert not await answers(open_period) and "không còn mở" in open_period.last("Hoa").text


async def test_nobody_outside_the_unit_sees_or_changes_a_sheet(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "7")
    for name in ("Lan", "Minh", "Thu", "Quý", "Bình"):
        for action in (
            "assessment.board:3",
            "assessment.review:3",
            "assessment.ask:3:I.1",
            "assessment.submit:3:1",
            "assessment.download:3",
            "assessment.yes:3:I.1:1",
            "assessment.swap:3:I.1:20260601T010000000000",
        ):
            await open_period.happens(name, Tapped(action, "x", "t"))
            assert "không thuộc quyền" in open_period.last(name).text


async def test_a_focal_point_puts_the_sheet_before_the_leader_who_returns_it_with_a_reason(open_period: Stage) -> None:
    await begun(open_period, "Nam")
    for _ in range(10):
        await open_period.does("Nam", "9")
    await open_period.does("Nam", "[Xem lại và nộp]")
    assert "Nộp" not in open_period.last("Nam").labels
    await open_period.does("Nam", "[Trình lãnh đạo]")
    await open_period.does("Hoa", "[Trả lại]")
    await open_period.does("Hoa", "Điểm I.1 cao quá, xem lại")

    assert "Điểm I.1 cao quá" in open_period.last("Nam").text


async def test_an_address_typed_after_the_sheet_went_to_the_leader_asks_that_criterion(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]", "II.3"):
        await open_period.does("Nam", words)

    assert "II.3 Tổ chức phong trào thi đua" in open_period.last("Nam").text


async def test_the_leader_approves_and_submits_in_one_tap(open_period: Stage) -> None:
    await begun(open_period, "Nam")
    for _ in range(10):
        await open_period.does("Nam", "9")
    for words in ("[Xem lại và nộp]", "[Trình lãnh đạo]"):
        await open_period.does("Nam", words)
    await open_period.does("Hoa", "[Duyệt và nộp]")

    assert "Mã biên nhận" in open_period.last("Hoa").text


async def test_an_authorised_focal_point_submits_and_the_receipt_says_so(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]"):
        await open_period.does("Hoa", words)
    await open_period.fill("Nam", ["9"] * 10)

    assert "(được ủy quyền)" in open_period.last("Nam").text


async def test_a_question_goes_to_the_secretariat_and_its_answer_comes_back(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "[Hỏi về tiêu chí này]")
    await open_period.does("Hoa", "Tính cả báo cáo quý không?")
    assert "I.1 Thực hiện" in open_period.last("Quý").text
    await open_period.does("Quý", "[Trả lời]")
    await open_period.does("Quý", "Có tính.")

    assert "Có tính." in open_period.last("Hoa").text


@pytest.mark.parametrize("typed", ["ok", "Có.", "12", "....."])
async def test_a_reply_says_what_it_means(open_period: Stage, typed: str) -> None:
    for who, words in (("Hoa", "/chamdiem"), ("Hoa", "I.2"), ("Hoa", "[Hỏi về tiêu chí này]"), ("Hoa", "Tính từ ngày nào?"), ("Quý", "[Trả lời]")):
        await open_period.does(who, words)
    await open_period.does("Quý", typed)

    assert "cần ghi đủ ý" in open_period.last("Quý").text and "Tính từ ngày nào?" in open_period.last("Quý").text
    assert "trả lời câu hỏi" not in open_period.last("Hoa").text


async def test_a_question_keeps_its_criterion_and_its_answer_who_gave_it(open_period: Stage) -> None:
    for who, words in (("Hoa", "/chamdiem"), ("Hoa", "I.2"), ("Hoa", "[Hỏi về tiêu chí này]"), ("Hoa", "Tính từ ngày nào?"), ("Quý", "[Trả lời]")):
        await open_period.does(who, words)
    assert "Sở Xây dựng hỏi về I.2: Tính từ ngày nào?" in open_period.last("Quý").text

    await open_period.does("Quý", "Từ ngày 1/1.")
    assert "Đã gửi câu trả lời về I.2 tới Sở Xây dựng." in open_period.last("Quý").text
    assert "Mai Văn Quý trả lời câu hỏi về I.2: Tính từ ngày nào?" in open_period.last("Hoa").text


async def test_a_file_with_the_points_as_caption_gives_both(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.sends("Hoa", caption="9 – BC số 45/BC-SXD")
    opened = await open_period.store.answers.open_sheet(3)

    assert (
        opened is not None
        and (await answers(open_period))["I.1"] == '{"points":"9"}'
        and {one.kind for one in opened.evidence} == {"file", "document"}
    )


async def test_an_album_is_acknowledged_once(open_period: Stage) -> None:
    await begun(open_period)
    before = len(open_period.chats[ACCOUNTS["Hoa"]])
    for number in range(3):
        await open_period.sends("Hoa", f"{number}.jpg", album="a")

    assert len(open_period.chats[ACCOUNTS["Hoa"]]) == before + 1


async def test_the_same_file_again_is_recognised(open_period: Stage) -> None:
    await begun(open_period)
    for _ in range(2):
        await open_period.sends("Hoa", "a.pdf")
    opened = await open_period.store.answers.open_sheet(3)

    assert opened is not None and len(opened.evidence) == 1 and "đã có" in open_period.last("Hoa").text


async def test_a_file_that_is_too_large_is_refused_before_anything_is_waited_for(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.sends("Hoa", size=21 << 20)

    assert "20 MB" in open_period.last("Hoa").text


async def test_submitting_waits_for_files_and_completes_by_itself(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.sends("Hoa", "a.pdf")
    for words in ("I.1", *["9"] * 10, "[Xem lại và nộp]", "[Nộp]"):
        await open_period.does("Hoa", words)
    assert await submission(open_period) is None and "đang lưu" in open_period.last("Hoa").text
    async with open_period.database.writing():
        await open_period.engine._store.evidence.keep(1, "ab" * 32, 10)
        await open_period.engine._store.due.schedule("assessment.kept", "evidence:1", "once", open_period.now, "ha-nam-kinh-te")
    await open_period.settle()

    assert "Mã biên nhận" in open_period.last("Hoa").text and await submission(open_period) is not None


async def test_where_evidence_is_required_or_explained_it_is_asked_for_after_the_answer(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await begun(joined)
    await joined.does("Hoa", "100 96,5")
    assert "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %" in joined.last("Hoa").text and "Gửi minh chứng cho I.1a" in joined.last("Hoa").text
    await joined.does("Hoa", "BC số 45/BC-SXD ngày 12/6/2026")
    assert "Đã lưu minh chứng cho I.1a" in joined.last("Hoa").text and "I.1b " in joined.last("Hoa").text


async def test_plan_and_actual_the_wrong_way_round_are_swapped_by_one_button(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await begun(joined)
    for words in ("96,5 100", "bỏ qua", "I.1a", "[Đổi chỗ]"):
        await joined.does("Hoa", words)

    assert (await answers(joined))["I.1a"] == '{"actual":"96.5","plan":"100"}'


async def test_what_compares_with_other_units_shows_no_points_before_closing(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await begun(joined)
    await joined.does("Hoa", "I.1d")
    assert "tính sau khi đóng đợt" in joined.last("Hoa").text
    for words in ("10 30", "/chamdiem"):
        await joined.does("Hoa", words)

    assert "tạm tính 0/1.000" in joined.last("Hoa").text


async def test_not_applicable_asks_for_a_reason_and_is_refused_where_forbidden(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await begun(joined)
    await joined.does("Hoa", "không áp dụng")
    await joined.does("Hoa", "Đơn vị không được giao chỉ tiêu")
    assert '"not_applicable":true' in (await answers(joined))["I.1a"]


async def test_not_applicable_is_refused_where_the_table_forbids_it(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.does("Hoa", "không áp dụng – không có")

    assert not await answers(open_period)


@pytest.mark.parametrize(
    "what", [Unfit("sticker"), Unfit("voice"), Unfit("location"), Started("rac"), Typed("😀"), Typed("x" * 4000), Typed("\u202e\u202e")]
)
async def test_anything_else_gets_a_sentence_and_the_assessment_goes_on(open_period: Stage, what: Unfit | Started | Typed) -> None:
    await begun(open_period)
    before = len(open_period.chats[ACCOUNTS["Hoa"]])
    await open_period.happens("Hoa", what)
    assert len(open_period.chats[ACCOUNTS["Hoa"]]) > before and not await answers(open_period)
    await begun(open_period)
    await open_period.does("Hoa", "9")
    assert (await answers(open_period))["I.1"] == '{"points":"9"}'


async def test_the_next_day_and_after_a_restart_the_question_is_still_open(open_period: Stage) -> None:
    await begun(open_period)
    await open_period.to("2026-06-03 10:00")
    again = await Stage.open(open_period.database.path)
    again.now = open_period.now
    await again.happens("Hoa", Typed("9"), event="after the restart")

    assert (await answers(again))["I.1"] == '{"points":"9"}'
    await again.close()
