"""Who is found unreachable only when a reminder leaves is named afterwards to whoever reminded."""

import pytest

from storage.store import Store
from tests.stage import ACCOUNTS, Stage, heard, says

NAMED = "không tới được một số người"


ANNOUNCED = ("/thongbao", "Nộp báo cáo quý.", "[Từng thành viên]", "[Xác nhận]", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")
CALLED = ("/hop", "Họp sơ kết", "11/6 8h", "Tầng 2", "[Tất cả]", "[Xác nhận]", "/lichhop", "[Họp sơ kết]", "[Nhắc người chưa trả lời]")


async def reminded(stage: Stage, *blocked: str, by: tuple[str, ...] = ("/nhacnho",)) -> None:
    await says(stage, "Lan", *by)
    async with stage.database.writing() as connection:
        for name in blocked:
            await Store(connection).people.reach("telegram", ACCOUNTS[name], reachable=False, why="bot was blocked by the user")
    await stage.to("2026-06-01 08:10")


async def test_somebody_found_to_have_blocked_the_bot_is_named_once_to_who_reminded(open_period: Stage) -> None:
    await reminded(open_period, "Hoa")

    assert heard(open_period, "Lan", NAMED) == 1 and "Trần Thị Hoa: đã chặn trợ lý" in open_period.last("Lan").text
    assert heard(open_period, "Minh", NAMED) == 0


async def test_where_all_were_reached_nothing_more_is_said(open_period: Stage) -> None:
    await reminded(open_period)

    assert heard(open_period, "Lan", NAMED) == 0


@pytest.mark.parametrize("by", [ANNOUNCED, CALLED], ids=["announcement", "meeting"])
async def test_who_reminds_of_an_announcement_or_a_meeting_hears_whom_it_did_not_reach(stage: Stage, by: tuple[str, ...]) -> None:
    await stage.join()
    await reminded(stage, "Hoa", by=by)

    assert heard(stage, "Lan", NAMED) == 1 and "Trần Thị Hoa: đã chặn trợ lý" in stage.last("Lan").text
    assert heard(stage, "Minh", NAMED) == 0


async def test_who_has_left_since_hears_no_names(open_period: Stage) -> None:
    await says(open_period, "Minh", "/nhacnho", "/toi", "[Rời khối]", "[Xác nhận]")
    async with open_period.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Hoa"], reachable=False, why="bot was blocked by the user")
    await open_period.to("2026-06-01 08:10")

    assert heard(open_period, "Minh", NAMED) == 0
