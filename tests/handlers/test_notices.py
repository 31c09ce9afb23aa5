"""What was told waits for its answer whatever is shown meanwhile: on a messenger without buttons its choices can still be typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import ACCOUNTS, BLOC_ID, Stage

FIRST, SECOND = "Đề nghị gửi báo cáo trước ngày 10/6.", "Đề nghị cử người dự tập huấn."


@pytest.fixture
async def poorest(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everybody has joined, on a messenger without buttons."""
    stage = await Stage.open(tmp_path / "ktd.db", "poorest")
    await stage.scene("joined")
    yield stage
    await stage.close()


async def does(stage: Stage, name: str, *words: str) -> str:
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


async def announced(stage: Stage, *texts: str) -> None:
    for text in texts:
        await does(stage, "Lan", "/thongbao", text, "[Từng thành viên]", "[Xác nhận]")


async def received(stage: Stage) -> list[int]:
    units = [await stage.store.announcements.units(number, BLOC_ID) for number in (1, 2)]
    return [sum(unit.acknowledged for unit in found) for found in units]


async def test_a_told_choice_can_be_typed_after_other_screens(poorest: Stage) -> None:
    await announced(poorest, FIRST)

    assert "Đã ghi nhận" in await does(poorest, "Hoa", "/toi", "/lichhop", "đã nhận")


async def test_of_two_the_one_told_since_the_last_screen_is_meant(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    await does(poorest, "Hoa", "/toi")
    await announced(poorest, SECOND)
    await does(poorest, "Hoa", "Đã nhận")

    assert await received(poorest) == [0, 1]


async def test_of_two_told_before_the_last_screen_the_bot_asks_which(poorest: Stage) -> None:
    await announced(poorest, FIRST, SECOND)
    text = await does(poorest, "Hoa", "/toi", "Đã nhận")
    await does(poorest, "Hoa", "Đã nhận B")

    assert FIRST in text and SECOND in text and await received(poorest) == [1, 0]


async def test_what_waits_is_listed_with_what_it_belongs_to_and_each_is_answered(poorest: Stage) -> None:
    await announced(poorest, FIRST, SECOND)
    text = await does(poorest, "Hoa", "/start", "[Việc đang chờ]")
    await does(poorest, "Hoa", "[Đã nhận B]", "/tieptuc")
    left = poorest.last("Hoa").text
    await does(poorest, "Hoa", "[Đã nhận A]", "/start")

    assert FIRST in text and SECOND in text and FIRST not in left and SECOND in left
    assert await received(poorest) == [1, 1] and "Việc đang chờ" not in poorest.last("Hoa").text


async def test_an_answered_question_is_offered_no_more(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    await does(poorest, "Hoa", "Đã nhận", "/toi")

    assert "Chưa hiểu" in await does(poorest, "Hoa", "Đã nhận")


async def test_an_open_question_takes_what_is_no_label_though_notices_wait(poorest: Stage) -> None:
    await poorest.open_period()
    await announced(poorest, FIRST)

    assert "Đã ghi I.1" in await does(poorest, "Hoa", "/chamdiem", "[Chấm tiếp]", "9")
    assert "Đã ghi nhận" in await does(poorest, "Hoa", "Đã nhận")


async def test_one_word_for_the_screen_and_for_what_came_since_is_asked_about(poorest: Stage) -> None:
    """The chair is about to confirm one thing when the secretariat puts another before them."""
    await poorest.open_period()
    await does(poorest, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]")
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await poorest.does("Quý", words)

    assert "Có nhiều việc cùng tên" in await does(poorest, "Lan", "Xác nhận")


async def test_what_asks_to_fill_a_sheet_waits_no_more_once_it_is_submitted(poorest: Stage) -> None:
    await poorest.open_period()
    before = await does(poorest, "Nam", "/start")
    await poorest.fill("Hoa", ["9"] * 10)

    assert "Việc đang chờ (1)" in before and "Việc đang chờ" not in await does(poorest, "Nam", "/start")


async def test_a_meeting_that_has_begun_is_offered_no_more(poorest: Stage) -> None:
    await does(poorest, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    await poorest.to("2026-06-11 09:00")
    refused = await does(poorest, "Hoa", "Tham dự")

    assert "đã bắt đầu" in refused and "Việc đang chờ" not in await does(poorest, "Hoa", "/start")


async def test_a_number_keeps_its_meaning_after_a_refusal(poorest: Stage) -> None:
    await does(poorest, "Hoa", "/toi", "xyz abc")

    assert "Họ và tên" in await does(poorest, "Hoa", "1")


async def test_who_holds_no_seat_has_nothing_waiting(poorest: Stage) -> None:
    await announced(poorest, FIRST)
    for words in ("/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]"):
        await poorest.does("Lan", words)
    found = await poorest.store.dialogues.visit("telegram", ACCOUNTS["Nam"], ACCOUNTS["Nam"], poorest.now)

    assert "không giữ vai trò nào" in await does(poorest, "Nam", "/start") and found.notices
    assert "Đã ghi nhận" not in await does(poorest, "Nam", "Đã nhận")
