"""The leaders' summaries: what changed, what comes next, at most one a morning."""

from datetime import datetime

import pytest

from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import load_bloc
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC, BLOC_ID, ZONE, Stage, down_until, heard, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"


async def test_a_summary_says_what_changed_since_the_last(open_period: Stage) -> None:
    await open_period.to("2026-06-08 07:30")
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.to("2026-06-09 07:30")
    assert "Mới nộp từ lần tổng hợp trước: Sở Xây dựng." in open_period.last("Thu").text

    for words in ("/chamdiem", "[Rút lại]", "[Xác nhận]"):
        await open_period.does("Hoa", words)
    await open_period.to("2026-06-10 07:30")
    assert "Rút lại từ lần tổng hợp trước: Sở Xây dựng." in open_period.last("Thu").text


async def test_a_summary_names_the_next_deadline_and_meeting(open_period: Stage) -> None:
    for words in ("/hop", "Hội nghị sơ kết", "thứ năm tuần sau 8h", "Phòng họp tầng 2", "[Tất cả]", "[Xác nhận]"):
        await open_period.does("Lan", words)
    await open_period.to("2026-06-08 07:30")
    text = open_period.last("Thu").text

    assert "• 08:00 thứ Năm 11/06/2026: họp Hội nghị sơ kết" in text and f"• 17:00 thứ Hai 15/06/2026: hạn nộp {TITLE}" in text


async def test_a_summary_names_who_submitted_late(open_period: Stage) -> None:
    await open_period.to("2026-06-17 08:00")
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.to("2026-06-22 07:30")

    assert "• Sở Xây dựng: chậm 2 ngày" in open_period.last("Thu").text


@pytest.mark.parametrize("name", ["Lan", "Minh"])
async def test_the_chairs_get_one_unprompted_summary_a_morning(joined: Stage, name: str) -> None:
    await joined.open_period(closes="2026-06-14 17:00")
    await joined.to("2026-06-15 07:40")
    mornings = [
        shown for shown in joined.chats[ACCOUNTS[name]] if "Tổng hợp thứ Hai 15/06/2026" in shown.text or "quá hạn 1 ngày. Đơn vị" in shown.text
    ]

    assert len(mornings) == 1


async def test_the_chair_hears_once_that_a_period_is_overdue_though_the_summary_named_it_before(joined: Stage) -> None:
    await joined.open_period(closes="2026-06-14 17:00")
    await joined.to("2026-06-18 08:00")

    assert heard(joined, "Lan", "Tổng hợp thứ Hai 15/06/2026") == 1 and heard(joined, "Lan", "Đơn vị chưa nộp:") == 0


async def test_two_periods_overdue_on_one_morning_are_one_message_to_the_chair(open_period: Stage) -> None:
    await open_period.open_period("mau-1000")
    await open_period.to("2026-06-17 08:00")
    told = [shown.text for shown in open_period.chats[ACCOUNTS["Minh"]] if "Đơn vị chưa nộp:" in shown.text]

    assert len(told) == 1 and told[0].count("quá hạn 1 ngày") == 2


async def test_the_first_summary_speaks_of_no_summary_before_it(open_period: Stage) -> None:
    await open_period.to("2026-06-08 07:30")

    assert heard(open_period, "Thu", "Tổng hợp") == 1 and heard(open_period, "Thu", "lần tổng hợp trước") == 0


async def test_a_closed_periods_last_week_brings_no_summary(joined: Stage) -> None:
    await joined.open_period()
    await joined.open_period("mau-1000", closes="2026-07-15 17:00")
    for words in ("/dotcham", f"[{TITLE} (hạn 15/06/2026)]", "[Đóng đợt]", "[Xác nhận]"):
        await joined.does("Lan", words)
    await joined.to("2026-06-09 08:00")

    assert heard(joined, "Thu", "Tổng hợp") == 1


async def test_a_summary_that_a_stop_kept_back_comes_the_next_morning(open_period: Stage) -> None:
    async with open_period.database.writing() as connection:
        at = datetime.fromisoformat("2026-06-08 07:30").replace(tzinfo=ZONE)
        await Store(connection).due.schedule("digests.speak", f"bloc:{BLOC_ID}", "2026-06-08", at, BLOC_ID)
        await Store(connection).due.withdraw("digests.send", f"bloc:{BLOC_ID}", at)
    await down_until(open_period, "2026-06-08 21:30")
    assert heard(open_period, "Thu", "Tổng hợp") == 0

    await open_period.to("2026-06-09 08:00")
    assert heard(open_period, "Thu", "Tổng hợp") == 1


async def observed_twice(open_period: Stage, at: str = "07:30") -> None:
    """Thu also observes a second bloc, whose summaries come at this hour, and in which a period of the same name is open."""
    second = BLOC.read_text().replace(BLOC_ID, "khoi-hai").replace("Khối thi đua kinh tế", "Khối thứ hai")
    head, digest = second.split("digest:", 1)
    second = f"{head}digest:{digest.replace('07:30', at, 1)}"
    async with open_period.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(second.encode()), open_period.now)
        (thu,) = await store.seats.holders(BLOC_ID, {Role.PROVINCE_OFFICE})
        (quy,) = await store.seats.holders(BLOC_ID, {Role.SECRETARIAT})
        await store.seats.grant(thu, "khoi-hai", None, Role.PROVINCE_OFFICE, open_period.now)
        await store.seats.grant(quy, "khoi-hai", None, Role.PROVINCE_OFFICE, open_period.now)
    await open_period.open_period("mau-1000", bloc="khoi-hai")


async def test_who_observes_blocs_that_speak_at_different_hours_gets_one_summary_of_both_at_the_first(open_period: Stage) -> None:
    await observed_twice(open_period, at="07:50")
    await open_period.to("2026-06-08 07:40")
    assert heard(open_period, "Thu", "Tổng hợp") == 1 and "Khối thứ hai" in open_period.last("Thu").text
    assert heard(open_period, "Quý", "Tổng hợp") == 0

    await open_period.to("2026-06-08 08:00")
    assert heard(open_period, "Thu", "Tổng hợp") == 1 and heard(open_period, "Quý", "Tổng hợp") == 1


async def submitted_there(stage: Stage) -> None:
    """A unit of the second bloc has submitted."""
    async with stage.database.writing() as connection:
        await connection.rows("UPDATE sheets SET state = 'submitted' WHERE id = (SELECT max(id) FROM sheets)", {})


async def test_what_changed_between_the_two_hours_is_told_to_the_early_reader_the_next_morning(open_period: Stage) -> None:
    await observed_twice(open_period, at="07:50")
    await open_period.to("2026-06-08 07:40")
    await submitted_there(open_period)
    await open_period.to("2026-06-09 09:00")

    assert heard(open_period, "Thu", "Mới nộp từ lần tổng hợp trước") == 1 and heard(open_period, "Quý", "Mới nộp từ lần tổng hợp trước") == 0


async def test_what_changed_before_the_first_hour_is_told_to_both_readers_once(open_period: Stage) -> None:
    await observed_twice(open_period, at="07:50")
    await open_period.to("2026-06-08 09:00")
    await submitted_there(open_period)
    await open_period.to("2026-06-10 09:00")

    assert [heard(open_period, name, "Mới nộp từ lần tổng hợp trước") for name in ("Thu", "Quý")] == [1, 1]


@pytest.mark.parametrize("at", ["07:30", "07:50"])
async def test_a_bloc_that_cannot_be_read_keeps_no_summary_of_another_back(open_period: Stage, at: str) -> None:
    await observed_twice(open_period, at=at)
    async with open_period.database.writing() as connection:
        await Store(connection).notes.leave("digest:2", "spoilt", open_period.now)
    await open_period.to("2026-06-08 08:10")

    assert heard(open_period, "Minh", "Tổng hợp") == 1


async def test_who_observes_two_blocs_gets_one_summary_a_morning_that_names_both(open_period: Stage) -> None:
    await observed_twice(open_period)
    await open_period.to("2026-06-08 08:00")

    assert heard(open_period, "Thu", "Tổng hợp") == 1 and "Khối thứ hai" in open_period.last("Thu").text


async def test_periods_of_one_name_in_two_blocs_are_listed_with_their_bloc(open_period: Stage) -> None:
    await observed_twice(open_period)
    await says(open_period, "Thu", "/tinhhinh")

    assert [one.split(":")[0] for one in open_period.last("Thu").labels[:2]] == ["Kinh tế ngành", "Thứ hai ngành"]


async def test_no_summary_comes_while_no_period_is_open(joined: Stage) -> None:
    await joined.to("2026-06-20 08:00")

    assert heard(joined, "Thu", "Tổng hợp") == 0


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Quý"])
async def test_summaries_go_to_chairs_and_the_observer_alone(open_period: Stage, name: str) -> None:
    await open_period.to("2026-06-12 08:00")

    assert heard(open_period, name, "Tổng hợp") == 0
