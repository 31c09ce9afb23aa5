"""The deadline's reminders: to whom, when, and what they say; missed ones; several debts of one person."""

from datetime import datetime

from domain.people import Role
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, ZONE, Shown, Stage, down_until, heard

TITLE = "Sơ kết 6 tháng đầu năm 2026"


async def test_each_rung_reaches_each_person_of_an_owing_unit_once(open_period: Stage) -> None:
    await open_period.to("2026-06-15 16:00")

    assert [heard(open_period, "Nam", sign) for sign in ("còn 7 ngày", "còn 3 ngày", "hôm nay là hạn nộp")] == [1, 1, 1]


async def test_who_owes_nothing_hears_nothing(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    before = len(open_period.chats[ACCOUNTS["Nam"]])
    await open_period.to("2026-06-20 16:00")

    assert len(open_period.chats[ACCOUNTS["Nam"]]) == before


async def test_what_was_missed_waits_for_the_next_allowed_morning_and_meets_what_comes_then(open_period: Stage) -> None:
    await down_until(open_period, "2026-06-14 09:00")
    assert heard(open_period, "Nam", "hạn nộp") == 0 and heard(open_period, "Thu", "Tổng hợp") == 0

    await open_period.to("2026-06-15 16:00")
    assert heard(open_period, "Nam", "hôm nay là hạn nộp") == 1 and heard(open_period, "Thu", "Tổng hợp") == 1


async def test_a_reminder_missed_by_hours_comes_the_next_morning_and_says_that_it_is_late(open_period: Stage) -> None:
    await down_until(open_period, "2026-06-08 10:00")
    assert heard(open_period, "Nam", "hạn nộp") == 0

    await open_period.to("2026-06-09 07:30")
    assert "còn 6 ngày" in open_period.last("Nam").text and "gửi muộn do hệ thống tạm dừng" in open_period.last("Nam").text


async def test_a_reminder_missed_twice_still_comes(open_period: Stage) -> None:
    await down_until(open_period, "2026-06-08 10:00")
    await down_until(open_period, "2026-06-09 10:00")
    await open_period.to("2026-06-10 07:30")

    assert heard(open_period, "Nam", "còn 5 ngày") == 1


async def test_words_that_a_stop_kept_back_wait_for_the_next_allowed_morning(open_period: Stage) -> None:
    async with open_period.database.writing() as connection:
        at = datetime.fromisoformat("2026-06-08 07:30").replace(tzinfo=ZONE)
        await Store(connection).due.schedule("deadlines.speak", "period:1", "x", at, BLOC_ID)
        await Store(connection).due.withdraw("deadlines.rung", "period:1", at)
    await down_until(open_period, "2026-06-08 21:30")
    assert heard(open_period, "Nam", "hạn nộp") == 0

    await open_period.to("2026-06-09 07:30")
    assert "còn 6 ngày" in open_period.last("Nam").text and "gửi muộn" in open_period.last("Nam").text


async def test_a_reminder_missed_on_the_last_morning_is_sent_at_once(open_period: Stage) -> None:
    await down_until(open_period, "2026-06-15 09:00")

    assert heard(open_period, "Nam", "hôm nay là hạn nộp") == 1


async def test_on_a_day_off_before_the_deadline_nothing_is_made_up(joined: Stage) -> None:
    await joined.open_period(closes="2026-06-14 17:00")
    await down_until(joined, "2026-06-14 09:00")

    assert heard(joined, "Nam", "hạn nộp") == 0


async def test_an_overdue_reminder_missed_until_a_sunday_waits_for_monday(open_period: Stage) -> None:
    await open_period.to("2026-06-18 08:00")
    await down_until(open_period, "2026-06-21 09:00")
    before = heard(open_period, "Nam", "quá hạn")
    await open_period.to("2026-06-22 08:00")

    assert (before, heard(open_period, "Nam", "quá hạn 7 ngày")) == (3, 1)


async def test_who_waits_for_the_leader_is_not_told_to_go_on_scoring(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]"):
        await open_period.does("Nam", words)
    await open_period.does("Lan", "/nhacnho")

    assert "đang chờ lãnh đạo duyệt" in open_period.last("Hoa").text and open_period.last("Hoa").labels == ["Mở phiếu"]


async def test_the_deadlines_day_says_what_lateness_costs_and_the_days_after_when_it_costs_more(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    told = []
    for day in ("12", "15", "16", "18"):
        await joined.to(f"2026-06-{day} 07:30")
        told.append(joined.last("Nam").text)

    assert "trừ" not in told[0] and "Nộp sau hạn: chậm 1 ngày, trừ 5 điểm." in told[1] and "Từ ngày chậm thứ 3: trừ 10 điểm." in told[1]
    assert "Nộp lúc này: chậm 1 ngày, trừ 5 điểm." in told[2] and "ngày chậm thứ 3" in told[2] and "ngày chậm thứ" not in told[3]


async def test_the_deadlines_day_says_where_nothing_late_is_taken(joined: Stage) -> None:
    await joined.open_period(takes_late=False)
    await joined.to("2026-06-15 07:30")

    assert "không nhận nộp muộn" in joined.last("Nam").text


async def test_a_rung_on_a_sunday_moves_to_monday_and_rungs_that_meet_are_one_message(joined: Stage) -> None:
    await joined.open_period(closes="2026-06-21 17:00")
    await joined.to("2026-06-21 16:00")

    assert heard(joined, "Nam", "còn 7 ngày") == 0 and heard(joined, "Nam", "còn 6 ngày") == 1
    assert heard(joined, "Nam", "còn 2 ngày") == 1


async def test_overdue_reminders_come_daily_on_workdays(open_period: Stage) -> None:
    await open_period.to("2026-06-22 08:00")

    assert [heard(open_period, "Nam", f"quá hạn {days} ngày") for days in range(1, 8)] == [1, 1, 1, 1, 0, 0, 1]


async def test_an_extension_lays_the_reminders_anew(open_period: Stage) -> None:
    for words in ("/dotcham", f"[{TITLE}]", "[Gia hạn]", "30/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]"):
        await open_period.does("Lan", words)
    await open_period.to("2026-06-22 08:00")

    assert heard(open_period, "Nam", "quá hạn") == 0 and heard(open_period, "Nam", "còn 8 ngày") == 0
    await open_period.to("2026-06-23 08:00")
    assert heard(open_period, "Nam", "còn 7 ngày") == 1


def reminders(stage: Stage, name: str) -> list[Shown]:
    return [shown for shown in stage.chats[ACCOUNTS[name]] if "chưa nộp phiếu, hạn nộp" in shown.text]


async def test_two_periods_that_meet_are_one_message_with_a_button_for_each(open_period: Stage) -> None:
    await open_period.open_period("mau-1000", closes="2026-06-11 17:00")
    await open_period.to("2026-06-08 07:30")
    _, told = reminders(open_period, "Nam")  # on 4 June the nearer period spoke alone

    assert told.text.index("còn 3 ngày") < told.text.index("còn 7 ngày") and told.text.count("Sở Xây dựng chưa nộp") == 2
    assert told.labels == [f"Chấm tiếp: {TITLE} (hạn 11/06/2026)", f"Chấm tiếp: {TITLE} (hạn 15/06/2026)"]


async def test_one_period_overdue_and_one_to_come_are_one_message_each_in_its_state(open_period: Stage) -> None:
    await open_period.open_period("mau-1000", closes="2026-06-19 17:00")
    for words in ("/chamdiem", f"[{TITLE} (hạn 15/06/2026)]", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]"):
        await open_period.does("Nam", words)
    await open_period.to("2026-06-16 07:30")
    told = reminders(open_period, "Nam")[-1]

    assert "quá hạn 1 ngày. Phiếu của Sở Xây dựng đang chờ lãnh đạo duyệt" in told.text and "còn 3 ngày. Sở Xây dựng chưa nộp phiếu" in told.text
    assert [label.partition(":")[0] for label in told.labels] == ["Mở phiếu", "Chấm tiếp"]


async def test_who_owes_for_two_units_gets_one_message_with_a_button_for_each(open_period: Stage) -> None:
    async with open_period.database.writing() as connection:
        store = Store(connection)
        units = {unit.code: unit.id for unit in await store.units.of_bloc(BLOC_ID)}
        (nam,) = [seat.person_id for seat in await store.seats.of_bloc(BLOC_ID) if seat.full_name == "Lê Văn Nam"]
        await store.seats.grant(nam, BLOC_ID, units["SKHCN"], Role.UNIT_FOCAL_POINT, open_period.now)
    await open_period.to("2026-06-08 07:30")

    assert reminders(open_period, "Nam")[-1].labels == ["Chấm tiếp: Sở Xây dựng", "Chấm tiếp: Sở Khoa học và Công nghệ"]
    assert len(reminders(open_period, "Nam")) == 1
