"""A closed period says when it was closed and by whom, wherever it is shown."""

import pytest

from bot.periods import listed
from domain.people import Role
from tests.appraisals import ACCEPT_ALL, TITLE, unseated
from tests.stage import BLOC_ID, GROUP, Stage, beginning, heard, says

BOARD = ("/dotcham", f"[{TITLE}]")
CLOSE = (*BOARD, "[Đóng đợt]", "[Xác nhận]")
EARLY = "Đã đóng trước hạn, lúc 08:00 thứ Hai 01/06/2026 (Nguyễn Thị Lan)"


@pytest.fixture
@beginning
async def early(open_period: Stage) -> Stage:
    """Lan has closed the period two weeks before its deadline."""
    await says(open_period, "Lan", *CLOSE)
    return open_period


@pytest.mark.parametrize(("name", "way"), [("Lan", BOARD), ("Quý", BOARD), ("Minh", ("/tinhhinh",)), ("Hoa", ("/tinhhinh",))])
async def test_its_screens_say_when_by_whom_and_that_it_was_before_the_deadline(name: str, way: tuple[str, ...], early: Stage) -> None:
    text = await says(early, name, *way)

    assert EARLY in text and "17:00 thứ Hai 15/06/2026" in text


async def test_the_group_s_post_and_the_units_are_told_the_same(early: Stage) -> None:
    assert f"{EARLY}. Hạn nộp 17:00 thứ Hai 15/06/2026." in early.chats[GROUP][-1].text
    assert early.last("Hoa").text == f"{TITLE}\n{EARLY}. Không sửa, không nộp được nữa."


async def test_the_list_of_periods_says_the_day(early: Stage) -> None:
    assert f"• {TITLE}: đã đóng ngày 01/06/2026, hạn nộp 17:00 thứ Hai 15/06/2026" in await says(early, "Lan", "/dotcham")


async def test_a_closed_period_says_no_more_that_it_takes_anything_late(early: Stage) -> None:
    assert "nộp muộn" not in await says(early, "Lan", *BOARD) and "số ngày chậm" not in early.last("Lan").text


async def test_closed_after_its_deadline_it_says_how_lateness_was_counted(open_period: Stage) -> None:
    await open_period.to("2026-06-16 09:00")
    text = await says(open_period, "Lan", *CLOSE)

    assert "Đã đóng lúc 09:00 thứ Ba 16/06/2026 (Nguyễn Thị Lan)" in text and "được ghi số ngày chậm theo ngày lịch" in text
    assert "Nhận nộp muộn" not in text


async def test_one_that_takes_nothing_late_says_that_it_closed_by_itself(joined: Stage) -> None:
    await joined.open_period(takes_late=False)
    await joined.to("2026-06-15 17:00")

    assert "Đã tự đóng khi hết hạn, lúc 17:00 thứ Hai 15/06/2026" in await says(joined, "Lan", *BOARD)
    assert "Đã tự đóng khi hết hạn" in joined.chats[GROUP][-1].text


async def test_taken_up_again_it_says_nothing_of_it_and_closed_again_who_closed_it_last(early: Stage) -> None:
    assert "Đã đóng" not in await says(early, "Lan", *BOARD, "[Mở lại]", "Sót hai báo cáo", "[Xác nhận]", *BOARD)
    await early.to("2026-06-02 08:00")
    text = await says(early, "Lan", *CLOSE)

    assert "08:00 thứ Ba 02/06/2026" in text and EARLY not in text


async def test_closed_before_there_was_a_log_it_names_nobody(early: Stage) -> None:
    async with early.database.writing() as connection:
        await connection.rows("DROP TRIGGER audit_is_never_cut", {})
        await connection.rows("DELETE FROM audit", {})

    assert "Đã đóng lúc 08:00 thứ Hai 01/06/2026\n" in await says(early, "Lan", *BOARD)


async def test_who_closed_it_is_named_though_their_data_were_erased(early: Stage) -> None:
    await says(early, "Lan", "/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]")

    assert EARLY in await says(early, "Minh", *BOARD)


async def test_the_command_lists_when_and_by_whom_for_people_and_for_scripts(early: Stage) -> None:
    (one,) = await listed(early.store, BLOC_ID)

    assert one.line.endswith("deadline Monday 2026-06-15 17:00; closed Monday 2026-06-01 08:00 by Nguyễn Thị Lan")
    assert (one.data["closed_at"], one.data["closed_by"]) == ("2026-06-01T08:00:00+07:00", "Nguyễn Thị Lan")


async def test_a_closed_period_s_screen_says_once_that_it_is_closed(early: Stage) -> None:
    assert "Trạng thái" not in await says(early, "Lan", *BOARD)


# ------------------------------------------------------------------------------------------------ the chair's own unit

OWN = "Chờ thẩm định: phiếu của Sở Công Thương. Trưởng khối không thẩm định đơn vị của mình."


async def test_the_vice_chair_hears_with_the_closing_that_the_chair_s_unit_waits_and_opens_its_sheet_from_there(closed: Stage) -> None:
    told = closed.last("Minh").text

    assert "Không sửa, không nộp được nữa." in told and OWN in told
    assert f"Sở Công Thương – {TITLE}" in await says(closed, "Minh", "[Thẩm định Sở Công Thương]")
    assert [heard(closed, name, OWN) for name in ("Hoa", "Quý", "Thu")] == [0, 0, 0]


async def test_without_a_vice_chair_the_province_s_office_hears_it(open_period: Stage) -> None:
    await open_period.fill("Lan", ["9"] * 10)
    await unseated(open_period, "Minh", Role.UNIT_LEADER)
    await says(open_period, "Lan", *CLOSE)

    assert OWN in open_period.last("Thu").text and "Thẩm định Sở Công Thương" in open_period.last("Thu").labels


async def test_nothing_waits_where_the_chair_s_unit_has_not_submitted(early: Stage) -> None:
    assert heard(early, "Minh", "Chờ thẩm định") == 0


async def test_it_waits_for_the_vice_chair_until_the_unit_is_appraised(closed: Stage) -> None:
    before = await says(closed, "Minh", "/tieptuc")
    await says(closed, "Minh", *ACCEPT_ALL)

    assert f"{TITLE} · Chờ thẩm định: phiếu của Sở Công Thương." in before and "Việc đang chờ" not in await says(closed, "Minh", "/tieptuc")
