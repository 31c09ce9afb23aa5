"""A period's deadline is moved, the period is closed and reopened; what its screens and its news say."""

import pytest

from handlers.dialogue import Tapped
from tests.handlers.test_periods import DRAFT, TITLE, period
from tests.stage import ACCOUNTS, BLOC_ID, Stage, says


async def test_a_new_deadline_must_be_later(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "10/6 17h")

    assert "Hạn mới phải sau hạn hiện nay" in text and "Nhập hạn mới" in text


async def test_an_extension_needs_its_reason_and_tells_everybody(open_period: Stage) -> None:
    assert "Cần ghi rõ lý do" in await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "x")
    await says(open_period, "Lan", "Các đơn vị bận phòng chống bão", "[Xác nhận]")

    assert all("phòng chống bão" in open_period.last(name).text for name in ("Hoa", "Nam", "Minh", "Thu"))


async def test_closing_twice_closes_once(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]")
    revision = (await period(open_period)).revision
    for number in range(2):
        await open_period.happens("Lan", Tapped(f"periods.closed:1:{revision}:8", "x", f"t{number}"))

    assert sum("Không sửa, không nộp được nữa" in shown.text for shown in open_period.chats[ACCOUNTS["Hoa"]]) == 1


async def test_a_unit_that_took_its_sheet_back_since_closing_was_asked_is_named_first(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]")
    await says(open_period, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]")
    asked = await says(open_period, "Lan", "[Xác nhận]")

    assert (await period(open_period)).state == "open" and "Sở Xây dựng" in asked
    await says(open_period, "Lan", "[Xác nhận]")
    assert (await period(open_period)).state == "closed"


async def test_a_button_drawn_before_a_change_closes_nothing(open_period: Stage) -> None:
    revision = (await period(open_period)).revision
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")
    await open_period.happens("Lan", Tapped(f"periods.closed:1:{revision}", "x", "t"))

    assert (await period(open_period)).state == "open"


async def test_a_reopened_period_takes_submissions_again(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "[Mở lại]", "Sở Xây dựng chưa kịp nộp", "[Xác nhận]")
    await open_period.fill("Hoa", ["9"] * 10)

    assert "Mã biên nhận" in open_period.last("Hoa").text


async def test_a_period_reopened_after_its_deadline_gets_another_one(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Không nhận nộp muộn]", "[Xác nhận]")
    await joined.to("2026-06-16 08:00")
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]")
    assert "Nhập hạn mới" in joined.last("Lan").text
    assert "18/06/2026" in await says(joined, "Lan", "18/6 17h", "Sở Xây dựng chưa kịp nộp", "[Xác nhận]")
    assert "Mở lại" in joined.last("Hoa").text and joined.last("Hoa").labels == ["Chấm tiếp"]


async def test_words_typed_where_a_new_deadline_waits_for_its_confirmation_draw_it_again(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Chờ số liệu thống kê", "Gia hạn nhé")
    assert "17:00 thứ Bảy 20/06/2026 (còn 19 ngày). Lý do: Chờ số liệu thống kê" in text

    assert "Đợt đã gia hạn" in await says(open_period, "Lan", "[Xác nhận]")


async def test_the_history_of_a_period_says_what_changed_each_time(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Không nhận nộp muộn]", "[Xác nhận]")
    await joined.to("2026-06-16 08:00")
    text = await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "18/6 17h", "Sở Xây dựng chưa kịp nộp", "[Xác nhận]")

    assert "Nguyễn Thị Lan: mở lại đợt. Sở Xây dựng chưa kịp nộp" in text
    assert "Nguyễn Thị Lan: hạn nộp 17:00 15/06 → 17:00 18/06. Sở Xây dựng chưa kịp nộp" in text

    await joined.to("2026-06-18 17:00")
    assert (await period(joined)).state == "closed"


async def test_an_extension_recomputes_lateness(open_period: Stage) -> None:
    await open_period.to("2026-06-16 08:00")
    await open_period.fill("Hoa", ["9"] * 10)
    assert "chậm 1 ngày" in open_period.last("Hoa").text

    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]", "/tinhhinh")
    assert "chậm" not in open_period.last("Lan").text


async def test_what_an_act_did_stays_in_the_chat(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    done = open_period.last("Lan").ref
    await open_period.does("Lan", "[Quay lại]")

    assert open_period.last("Lan").ref != done


async def test_a_bloc_id_of_another_bloc_opens_nothing(joined: Stage) -> None:
    await joined.happens("Lan", Tapped("periods.new:khoi-khac", "x", "t"))

    assert "không thuộc quyền" in joined.chats[ACCOUNTS["Lan"]][-1].text and BLOC_ID != "khoi-khac"


async def test_the_whole_says_how_many_days_are_left(joined: Stage) -> None:
    assert "17:00 thứ Sáu 15/01/2027 (còn 228 ngày)" in await says(joined, "Lan", *DRAFT[:-1], "15/1")


@pytest.mark.parametrize(("words", "answer"), [("thu sau tuan sau", "17:00 thứ Sáu 12/06/2026"), ("xem lại", "Chưa hiểu nội dung này")])
async def test_words_typed_below_the_whole_are_the_new_deadline_or_said_to_be_none(joined: Stage, words: str, answer: str) -> None:
    text = await says(joined, "Lan", *DRAFT, words)

    assert answer in text and "Mở ngay sau khi xác nhận" in text


async def test_a_title_that_begins_with_the_word_is_not_said_twice(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT[:3], "Đợt thi đua B", *DRAFT[4:], "[Xác nhận]")

    assert "Đợt thi đua B đã mở" in joined.chats[ACCOUNTS["Lan"]][-2].text and "Đã mở đợt thi đua B" in joined.last("Hoa").text


async def test_a_deadline_just_past_asks_for_the_year(joined: Stage) -> None:
    assert "28/05/2026 vừa qua" in await says(joined, "Lan", *DRAFT[:-1], "28/5 9h")


@pytest.mark.parametrize("name", ["Quý", "Thu"])
async def test_the_secretariat_and_the_observer_hear_that_a_period_is_open(joined: Stage, name: str) -> None:
    await says(joined, "Lan", *DRAFT, "[Xác nhận]")

    assert "Đã mở đợt" in joined.last(name).text and joined.last(name).labels == ["Tình hình"]


async def test_no_tap_draws_over_the_news_of_an_opening_or_a_new_deadline(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận chống bão", "[Xác nhận]")
    told = open_period.last("Hoa")
    await open_period.does("Hoa", "[Chấm tiếp]")

    assert "chống bão" in told.text and open_period.last("Hoa").ref != told.ref


async def test_an_open_periods_screen_offers_its_standings_first(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]")

    assert open_period.last("Lan").labels == ["Tình hình", "Gia hạn", "Đổi bảng chấm điểm", "Đóng đợt", "Quay lại"]


@pytest.mark.parametrize(("closes", "free"), [("15/6 17h", False), ("13/6 17h", True), ("2/9 17h", True)])
async def test_a_deadline_on_a_day_off_is_said_to_be_on_one(joined: Stage, closes: str, free: bool) -> None:
    text = await says(joined, "Lan", *DRAFT[:-1], closes)

    assert ("hạn nộp rơi vào ngày nghỉ" in text) is free


async def test_a_deadline_moved_to_a_day_off_is_said_to_be_on_one(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Chờ số liệu thống kê")

    assert "hạn nộp rơi vào ngày nghỉ (thứ Bảy 20/06/2026)" in text
