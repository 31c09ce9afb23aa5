"""A deadline that is moved, a period that is opened again, a bot that was down over several rungs: each person hears each reminder that still holds, once."""

import pytest

from tests.stage import ACCOUNTS, Stage, down_until, heard, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"


async def moved(stage: Stage, *words: str) -> None:
    """The chair moves the deadline, with a reason."""
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", *words, "Các đơn vị bận phòng chống bão", "[Xác nhận]")


def told(stage: Stage, name: str) -> list[str]:
    """How near the deadline was each time that somebody was reminded of it, in order."""
    texts = [shown.text for shown in stage.chats[ACCOUNTS[name]] if "hạn nộp" in shown.text and "chưa nộp phiếu" in shown.text]
    signs = ("hôm nay là hạn nộp", *(f"{word} {days} ngày" for word in ("còn", "quá hạn") for days in range(1, 20)))
    return [next(sign for sign in signs if sign in text) for text in texts]


async def test_what_was_told_of_the_old_deadline_is_told_again_of_the_new_one_at_its_own_days(open_period: Stage) -> None:
    await open_period.to("2026-06-12 10:00")
    await moved(open_period, "[Gia hạn]", "18/6 17h")
    await open_period.to("2026-06-18 18:00")

    assert told(open_period, "Nam") == ["còn 7 ngày", "còn 3 ngày", "còn 3 ngày", "còn 1 ngày", "hôm nay là hạn nộp"]


async def test_a_deadline_moved_into_the_same_day_is_not_reminded_of_twice_that_morning(open_period: Stage) -> None:
    await open_period.to("2026-06-15 07:31")
    await moved(open_period, "[Gia hạn]", "15/6 22h")
    await open_period.to("2026-06-15 21:00")

    assert told(open_period, "Nam") == ["còn 7 ngày", "còn 3 ngày", "hôm nay là hạn nộp"]


async def test_a_deadline_moved_over_a_holiday_is_reminded_of_on_workday_mornings_alone(joined: Stage) -> None:
    await joined.to("2026-08-21 10:00")
    await joined.open_period(closes="2026-08-31 17:00")
    await joined.to("2026-08-28 10:00")
    await moved(joined, "[Gia hạn]", "4/9 17h")  # free: Saturday 29 August to Wednesday 2 September, but for Monday
    await joined.to("2026-09-04 16:00")

    assert told(joined, "Nam") == ["còn 7 ngày", "còn 3 ngày", "còn 1 ngày", "hôm nay là hạn nộp"]


async def test_a_deadline_moved_while_it_is_overdue_ends_the_overdue_reminders_until_the_new_one(open_period: Stage) -> None:
    await open_period.to("2026-06-17 10:00")
    await moved(open_period, "[Gia hạn]", "22/6 17h")
    await open_period.to("2026-06-23 08:00")

    assert told(open_period, "Nam")[2:] == [
        "hôm nay là hạn nộp",
        "quá hạn 1 ngày",
        "quá hạn 2 ngày",
        "còn 3 ngày",
        "hôm nay là hạn nộp",
        "quá hạn 1 ngày",
    ]


async def test_a_period_opened_again_reminds_those_alone_who_still_owe(open_period: Stage) -> None:
    await open_period.fill("Minh", ["9"] * 10)
    await open_period.to("2026-06-16 10:00")
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    before = len(told(open_period, "Nam"))
    await open_period.to("2026-06-17 10:00")
    assert len(told(open_period, "Nam")) == before

    await moved(open_period, "[Mở lại]", "22/6 17h")
    await open_period.to("2026-06-22 16:00")
    assert told(open_period, "Nam")[before:] == ["còn 3 ngày", "hôm nay là hạn nộp"] and told(open_period, "Minh") == []


@pytest.mark.parametrize("up", ["2026-06-15 07:30", "2026-06-15 12:00", "2026-06-15 16:59"])
async def test_down_from_four_days_before_until_the_day_itself_the_latest_rung_alone_is_told(open_period: Stage, up: str) -> None:
    await open_period.to("2026-06-11 06:00")
    await down_until(open_period, up)
    await open_period.to("2026-06-15 16:59")

    assert told(open_period, "Nam") == ["còn 7 ngày", "hôm nay là hạn nộp"]


async def test_down_over_the_deadline_the_day_itself_is_not_made_up(open_period: Stage) -> None:
    await open_period.to("2026-06-11 06:00")
    await down_until(open_period, "2026-06-15 17:30")
    await open_period.to("2026-06-16 08:00")

    assert told(open_period, "Nam") == ["còn 7 ngày", "quá hạn 1 ngày"]


async def test_down_over_a_move_that_waits_to_be_read_only_the_new_deadline_is_told(open_period: Stage) -> None:
    await open_period.to("2026-06-11 10:00")
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "18/6 17h", "Các đơn vị bận phòng chống bão")
    open_period.now = open_period.now.replace(day=15, hour=12)
    await says(open_period, "Lan", "[Xác nhận]")
    await open_period.to("2026-06-18 16:00")

    assert told(open_period, "Nam") == ["còn 7 ngày", "còn 1 ngày", "hôm nay là hạn nộp"]


async def test_who_submits_between_two_rungs_hears_no_more_and_who_takes_back_hears_again(open_period: Stage) -> None:
    await open_period.to("2026-06-09 10:00")
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.to("2026-06-12 10:00")
    assert told(open_period, "Nam") == ["còn 7 ngày"]

    await says(open_period, "Hoa", "/chamdiem", "[Rút lại]")
    if "Xác nhận" in open_period.last("Hoa").labels:
        await says(open_period, "Hoa", "[Xác nhận]")
    await open_period.to("2026-06-15 10:00")
    assert told(open_period, "Nam") == ["còn 7 ngày", "hôm nay là hạn nộp"]
    assert heard(open_period, "Hoa", "hôm nay là hạn nộp") == 1


async def test_an_hour_alone_extends_the_deadline_on_its_day(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20h")

    assert "20:00 thứ Hai 15/06/2026" in await says(open_period, "Lan", "Nhiều đơn vị đề nghị")
