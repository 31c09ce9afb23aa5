"""What was told waits for its answer whatever is shown meanwhile: on a messenger without buttons its choices can still be typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import ACCOUNTS, BLOC_ID, GROUP, Stage, says

FIRST, SECOND = "Đề nghị gửi báo cáo trước ngày 10/6.", "Đề nghị cử người dự tập huấn."


@pytest.fixture
async def poorest(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everybody has joined, on a messenger without buttons."""
    stage = await Stage.open(tmp_path / "ktd.db", "poorest")
    await stage.scene("joined")
    yield stage
    await stage.close()


async def announced(stage: Stage, *texts: str) -> None:
    for text in texts:
        await says(stage, "Lan", "/thongbao", text, "[Từng thành viên]", "[Xác nhận]")


async def received(stage: Stage) -> list[int]:
    units = [await stage.store.announcements.units(number, BLOC_ID) for number in (1, 2)]
    return [sum(unit.acknowledged for unit in found) for found in units]


async def test_a_told_choice_can_be_typed_after_other_screens(poorest: Stage) -> None:
    await announced(poorest, FIRST)

    assert "Đã ghi nhận" in await says(poorest, "Hoa", "/toi", "/lichhop", "đã nhận")


async def test_of_two_the_one_told_since_the_last_screen_is_meant(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    await says(poorest, "Hoa", "/toi")
    await announced(poorest, SECOND)
    await says(poorest, "Hoa", "Đã nhận")

    assert await received(poorest) == [0, 1]


async def test_of_two_told_before_the_last_screen_the_bot_asks_which(poorest: Stage) -> None:
    await announced(poorest, FIRST, SECOND)
    text = await says(poorest, "Hoa", "/toi", "Đã nhận")
    await says(poorest, "Hoa", "Đã nhận B")

    assert FIRST in text and SECOND in text and await received(poorest) == [1, 0]


async def test_what_waits_is_listed_with_what_it_belongs_to_and_each_is_answered(poorest: Stage) -> None:
    await announced(poorest, FIRST, SECOND)
    text = await says(poorest, "Hoa", "/start", "[Việc đang chờ]")
    await says(poorest, "Hoa", "[Đã nhận B]", "/tieptuc")
    left = poorest.last("Hoa").text
    await says(poorest, "Hoa", "[Đã nhận A]", "/start")

    assert FIRST in text and SECOND in text and FIRST not in left and SECOND in left
    assert await received(poorest) == [1, 1] and "Việc đang chờ" not in poorest.last("Hoa").text


async def test_an_answered_question_is_offered_no_more(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    await says(poorest, "Hoa", "Đã nhận", "/toi")

    assert "Chưa hiểu" in await says(poorest, "Hoa", "Đã nhận")


async def test_an_open_question_takes_what_is_no_label_though_notices_wait(poorest: Stage) -> None:
    await poorest.open_period()
    await announced(poorest, FIRST)

    assert "Đã ghi I.1" in await says(poorest, "Hoa", "/chamdiem", "[Chấm tiếp]", "9")
    assert "Đã ghi nhận" in await says(poorest, "Hoa", "Đã nhận")


async def test_one_word_for_the_screen_and_for_what_came_since_is_asked_about(poorest: Stage) -> None:
    """The chair is about to confirm one thing when the secretariat puts another before them."""
    await poorest.open_period()
    await says(poorest, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]")
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await poorest.does("Quý", words)

    assert "Có nhiều việc cùng tên" in await says(poorest, "Lan", "Xác nhận")


async def test_what_asks_to_fill_a_sheet_waits_no_more_once_it_is_submitted(poorest: Stage) -> None:
    await poorest.open_period()
    before = await says(poorest, "Nam", "/start")
    await poorest.fill("Hoa", ["9"] * 10)

    assert "Việc đang chờ (1)" in before and "Việc đang chờ" not in await says(poorest, "Nam", "/start")


async def test_a_meeting_that_has_begun_is_offered_no_more(poorest: Stage) -> None:
    await says(poorest, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    await poorest.to("2026-06-11 09:00")
    refused = await says(poorest, "Hoa", "Tham dự")

    assert "đã bắt đầu" in refused and "Việc đang chờ" not in await says(poorest, "Hoa", "/start")


async def test_a_number_keeps_its_meaning_after_a_refusal(poorest: Stage) -> None:
    await says(poorest, "Hoa", "/toi", "xyz abc")

    assert "Họ và tên" in await says(poorest, "Hoa", "1")


async def test_what_was_answered_in_the_group_waits_in_private_no_more(joined: Stage) -> None:
    await says(joined, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    before = await says(joined, "Hoa", "/start")
    await joined.taps("Hoa", "Tham dự", GROUP)

    assert "Việc đang chờ (1)" in str(joined.last("Hoa").labels) + before
    await says(joined, "Hoa", "/start")
    assert "Việc đang chờ" not in str(joined.last("Hoa").labels)


async def test_who_holds_no_seat_has_nothing_waiting(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    for words in ("/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]"):
        await poorest.does("Lan", words)
    found = await poorest.store.dialogues.visit("telegram", ACCOUNTS["Nam"], ACCOUNTS["Nam"], poorest.now)

    assert "không giữ vai trò nào" in await says(poorest, "Nam", "/start") and found.notices
    assert "Đã ghi nhận" not in await says(poorest, "Nam", "Đã nhận")
