"""How a unit's answers are appraised: accepted, changed with a reason, proposed, sent back; and what is kept of it."""

import pytest

from tests.appraisals import ACCEPT_ALL, SEND, appraised, history
from tests.stage import ACCOUNTS, Stage, heard, says


async def test_the_appraiser_of_all_units_accepts_what_is_unchanged_in_three_taps(closed: Stage) -> None:
    assert "Đã chấp nhận 20 tiêu chí" in await says(closed, "Lan", *ACCEPT_ALL)


async def test_a_changed_score_says_why(closed: Stage) -> None:
    assert "Lý do chấm 8 điểm" in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8")
    assert "Cần nêu lý do" in await says(closed, "Lan", "ừ")
    assert "Đã ghi điểm thẩm định I.1" in await says(closed, "Lan", "thiếu hai báo cáo")


@pytest.mark.parametrize("reason", [".....", "👍👍👍👍👍", "- - - -", "\u200b\u200b\u200b\u200b\u200b\u200b", "a" * 501])
async def test_a_reason_is_words_neither_too_few_nor_too_many(reason: str, closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8", reason)

    assert "Lý do chấm 8 điểm" in await says(closed, "Lan", f"8 – {reason}") and not await history(closed, 3)


async def test_a_criterion_named_where_the_reason_is_asked_is_asked_instead(closed: Stage) -> None:
    text = await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8", "II.3")

    assert "Nhập điểm thẩm định và lý do cho II.3" in text and not await history(closed, 3)


async def test_points_typed_where_the_reason_is_asked_correct_the_points(closed: Stage) -> None:
    assert "Lý do chấm 7 điểm" in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8", "7")
    await says(closed, "Lan", "thiếu hai báo cáo")

    assert "Thẩm định 7 điểm" in await says(closed, "Lan", "I.1")


@pytest.mark.parametrize(
    ("typed", "words"), [("8 hoặc 9", "Chưa rõ “8 hoặc 9”"), ("8/20", "“8/20” chưa rõ: tiêu chí này tối đa 10 điểm"), ("8 - 9", "Chưa rõ “8 - 9”")]
)
async def test_an_appraisers_points_are_asked_back_like_a_unit_s(typed: str, words: str, closed: Stage) -> None:
    assert words in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", typed)
    assert not await history(closed, 3)


async def test_the_same_points_need_no_reason(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "9,5")

    assert await history(closed, 3) == [("I.1", "accepted", "bloc_chair")] and "Đã chấp nhận I.1" in closed.last("Lan").text


async def test_points_that_stand_as_the_unit_gave_them_are_written_once(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh SXD", "I.1", "9,5", "I.2", "8 – thiếu hai báo cáo")
    text = await says(closed, "Lan", "/thamdinh SXD")

    assert "I.1 Thực hiện chương trình công tác của đơn vị: tự chấm 9,5 ✓" in text and "I.2 Chất lượng tham mưu, đề xuất: tự chấm 9,5 → 8 ✓" in text
    assert "• Sở Xây dựng: tự chấm 9,5 · thẩm định 8" in await says(closed, "Lan", "/thamdinh", "[Theo tiêu chí]", "I.2")


async def test_nothing_that_was_judged_is_lost_when_it_is_judged_again(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo", "I.1", "8,5 – một báo cáo đã có")

    assert "Thẩm định 8 điểm" in await says(closed, "Lan", "I.1") and "Thẩm định 8,5 điểm" in closed.last("Lan").text


async def test_the_unit_s_own_answer_is_never_overwritten(closed: Stage) -> None:
    before = await closed.store.sheets.answers_of_period(1)
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")

    assert await closed.store.sheets.answers_of_period(1) == before


async def test_two_who_judge_at_once_see_each_other(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1")
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")

    assert "vừa có người khác ghi điểm" in await says(closed, "Lan", "7 – thiếu ba báo cáo")
    assert len(await history(closed, 3)) == 1


async def test_the_secretariat_proposes_and_the_chair_decides(closed: Stage) -> None:
    assert "Đã ghi đề xuất" in await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    assert "0/10" in await says(closed, "Lan", "/thamdinh") and "1 đề xuất" in closed.last("Lan").text
    assert "I.1: tự chấm 9,5 → 8 điểm. Lý do: thiếu hai báo cáo" in await says(closed, "Lan", "[Duyệt các đề xuất]")
    assert "1/10" in await says(closed, "Lan", "[Xác nhận]")


async def test_a_proposal_is_not_swept_away_by_accepting_the_rest(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    await says(closed, "Lan", *ACCEPT_ALL)

    assert "9/10" in await says(closed, "Lan", "/thamdinh") and "1 đề xuất" in closed.last("Lan").text


async def test_one_criterion_is_seen_across_all_units(closed: Stage) -> None:
    text = await says(
        closed, "Quý", "/thamdinh", "[Theo tiêu chí]", "[Mục I]", "[I.1]"
    )  # fmt: skip

    assert all(
        f"{unit}: tự chấm {points}" in text
        for unit, points in (("Sở Công Thương", "9"), ("Sở Tài nguyên và Môi trường", "8,5"), ("Sở Xây dựng", "9,5"))
    )


async def test_a_criterion_goes_back_to_its_unit_with_a_reason_and_a_deadline_and_its_answer_comes_back(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    assert "Chưa có quyết định giao" in closed.last("Nam").text and "17:00 thứ Tư 03/06/2026" in closed.last("Hoa").text

    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    assert "12/QĐ-UBND" in closed.last("Lan").text


async def test_files_behind_an_answer_are_asked_for_by_the_criterions_name_until_results_go_out(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    files = "Có tệp kèm theo hoặc nội dung bổ sung cho I.1 Thực hiện chương trình công tác của đơn vị thì gửi tại đây"
    assert files in await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    text = await says(closed, "Nam", "[Xem kết quả thẩm định]")

    assert "Kết quả thẩm định" in text and files not in text


async def test_a_file_behind_an_answer_is_noted_for_its_criterion(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await closed.sends("Nam")

    assert "Đang lưu tệp bao-cao.pdf cho I.1 Thực hiện" in closed.last("Nam").text


async def test_who_asked_hears_that_the_time_is_over(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await closed.to("2026-06-03 17:30")

    assert "chưa trả lời về I.1" in closed.last("Lan").text
    assert "Đã hết thời hạn" in await says(closed, "Nam", "[Trả lời]")


async def test_a_deadline_on_a_day_off_is_said_to_who_sets_it(closed: Stage) -> None:
    back = ("/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao")

    assert "ngày nghỉ (Chủ nhật 07/06/2026)" in await says(closed, "Lan", *back, "7/6 10h")
    assert "ngày nghỉ" not in await says(closed, "Lan", *back, "8/6 10h")
    await says(closed, "Lan", *ACCEPT_ALL)
    await says(closed, "Minh", *ACCEPT_ALL)
    assert "ngày nghỉ (thứ Tư 02/09/2026)" in await says(closed, "Lan", *SEND[:2], "2/9 17h")


async def test_what_a_judgement_rests_on_is_kept_beside_it_and_the_unit_sees_it(closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await closed.sends("Minh", "ket-luan-kiem-tra.pdf")
    await closed.files_arrive()
    await says(closed, "Minh", "8 – theo kết luận kiểm tra", *ACCEPT_ALL)
    await says(closed, "Lan", *ACCEPT_ALL, *SEND)
    await says(closed, "Nam", "[Xem kết quả thẩm định]", "[Tệp của người thẩm định]")

    assert sum(shown.files for shown in closed.chats[ACCOUNTS["Nam"]]) == 1


async def test_a_file_whose_caption_is_the_points_and_the_reason_gives_both(closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh SXD", "I.2")
    await closed.sends("Minh", "ket-luan.pdf", caption="8 – theo kết luận kiểm tra")

    assert closed.last("Minh").text.startswith("Đang lưu tệp ket-luan.pdf") and "Đã ghi điểm thẩm định I.2" in closed.last("Minh").text
    assert await history(closed, 3) == [("I.2", "changed", "bloc_vice_chair")]


async def test_a_file_whose_caption_gives_no_points_is_kept_and_the_points_are_asked(closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh SXD", "I.2")
    await closed.sends("Minh", "ket-luan.pdf", caption="12 – theo kết luận kiểm tra")
    sheet = await closed.store.answers.open_sheet(3)

    assert "Số phải từ 0 đến 10" in closed.last("Minh").text and sheet is not None and len(sheet.evidence_for("judged:I.2")) == 1


async def test_the_files_of_an_album_stay_with_one_criterion_and_are_acknowledged_once(closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh SXD", "I.2")
    for number in range(3):
        await closed.sends("Minh", f"anh-{number}.jpg", caption="" if number else "8 – theo kết luận kiểm tra", album="a1")
    sheet = await closed.store.answers.open_sheet(3)

    assert heard(closed, "Minh", "Đang lưu tệp") == 1 and "Nhập điểm và lý do để ghi" in closed.last("Minh").text
    assert sheet is not None and len(sheet.evidence_for("judged:I.2")) == 3


async def test_a_file_of_who_only_looks_is_not_kept(closed: Stage) -> None:
    await says(closed, "Thu", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await closed.sends("Thu", "x.pdf")
    sheet = await closed.store.answers.open_sheet(3)

    assert sheet is not None and sheet.evidence == ()


async def test_a_judgement_without_a_reason_ends_with_its_time(closed: Stage) -> None:
    said = await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "[Chấp nhận phần còn lại]", "[Xác nhận]", "I.2")

    assert "(Phó Trưởng khối), 08:00 01/06.\n" in said
