"""Who sees what of the standings; reminding; the group's one post; the leaders' summaries."""

from datetime import datetime, timedelta

import pytest

from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import load_bloc
from storage.outbox import Draft
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC, BLOC_ID, GROUP, ZONE, Shown, Stage

TITLE = "Sơ kết 6 tháng đầu năm 2026"


async def said(stage: Stage, name: str, *words: str) -> str:
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


def heard(stage: Stage, name: str, words: str) -> int:
    return sum(words in shown.text for shown in stage.chats[ACCOUNTS[name]])


# ---------------------------------------------------------------------------------------------------------------- who sees what


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý", "Thu"])
async def test_those_who_oversee_the_bloc_see_every_units_state(open_period: Stage, name: str) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9,5"):
        await open_period.does("Hoa", words)
    text = await said(open_period, name, "/tinhhinh")

    assert "Sở Xây dựng: đang chấm 1/10" in text and "Sở Giao thông Vận tải: chưa bắt đầu" in text


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý", "Thu", "Nam"])
async def test_nobody_sees_a_units_points_before_the_period_closes(open_period: Stage, name: str) -> None:
    await open_period.fill("Hoa", ["9,5"] * 10)
    if name != "Nam":
        assert "95" not in await said(open_period, name, "/tinhhinh")
    assert not any("95/100" in shown.text or "9,5" in shown.text for shown in open_period.chats[ACCOUNTS[name]])
    assert not any("9,5" in shown.text for shown in open_period.chats[GROUP])


async def test_members_see_the_count_and_who_has_submitted_alone(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.does("Bình", "/chamdiem")
    text = await said(open_period, "Nam", "/tinhhinh")

    assert "1/8 đơn vị đã nộp" in text and "Đã nộp: Sở Xây dựng." in text and "chưa bắt đầu" not in text


async def test_lateness_is_shown_with_its_days(open_period: Stage) -> None:
    await open_period.to("2026-06-17 08:00")
    await open_period.fill("Hoa", ["9"] * 10)

    assert "chậm 2 ngày" in await said(open_period, "Thu", "/tinhhinh")


async def test_standings_take_few_statements_however_many_units_there_are(open_period: Stage) -> None:
    connection = open_period.database.writer
    before = connection.count
    await open_period.does("Lan", "/tinhhinh")

    assert connection.count - before <= 18


async def test_the_groups_post_is_redrawn_as_units_submit(open_period: Stage) -> None:
    posts = [shown for shown in open_period.chats[GROUP] if "đơn vị đã nộp" in shown.text]
    await open_period.fill("Hoa", ["9"] * 10)
    newest = open_period.chats[GROUP][-1]

    assert "1/8 đơn vị đã nộp" in newest.text and newest.ref == posts[-1].ref


async def test_the_groups_post_names_dates_alone_and_says_when_the_deadline_is_past(open_period: Stage) -> None:
    assert "còn" not in open_period.chats[GROUP][-1].text

    await open_period.to("2026-06-15 17:02")
    assert "Đã quá hạn nộp (17:00 thứ Hai 15/06/2026)" in open_period.chats[GROUP][-1].text


async def test_an_overdue_reminder_renews_the_groups_post(open_period: Stage) -> None:
    await open_period.to("2026-06-15 18:00")
    before = open_period.chats[GROUP][-1].ref
    await open_period.to("2026-06-16 07:30")

    assert open_period.chats[GROUP][-1].ref != before and "Đã quá hạn nộp" in open_period.chats[GROUP][-1].text


async def test_the_groups_post_is_renewed_with_a_reminder(open_period: Stage) -> None:
    before = open_period.chats[GROUP][-1].ref
    await open_period.to("2026-06-08 07:30")

    assert open_period.chats[GROUP][-1].ref != before


async def test_a_closed_period_can_be_looked_at_beside_an_open_one(joined: Stage) -> None:
    await joined.open_period()
    await joined.open_period("mau-1000", closes="2026-07-15 17:00")
    text = await said(joined, "Lan", "/dotcham", f"[{TITLE} (hạn 15/06/2026)]", "[Đóng đợt]", "[Xác nhận]", "[Tình hình]")
    assert "0/8 đơn vị đã nộp. Hạn nộp 17:00 thứ Hai 15/06/2026 (đã đóng)" in text

    await said(joined, "Thu", "/tinhhinh")
    assert joined.last("Thu").labels == [f"{TITLE} (hạn 15/07/2026)", f"{TITLE} (hạn 15/06/2026)", "Màn hình chính"]


async def test_what_comes_next_is_in_order_of_time(joined: Stage) -> None:
    await joined.open_period(closes="2026-06-10 17:00")
    await joined.open_period("mau-1000", closes="2026-06-12 17:00")
    text = await said(joined, "Thu", "/tinhhinh", f"[{TITLE} (hạn 12/06/2026)]")

    assert text.index("17:00 thứ Tư 10/06/2026: hạn nộp") < text.index("17:00 thứ Sáu 12/06/2026: hạn nộp")


# ---------------------------------------------------------------------------------------------------------------- reminding


async def test_a_reminder_names_who_reminds_and_reaches_those_who_owe(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await said(open_period, "Lan", "/nhacnho")

    assert "Nguyễn Thị Lan nhắc: Sở Tài nguyên và Môi trường chưa nộp" in open_period.last("Minh").text
    assert heard(open_period, "Nam", "nhắc:") == 0


async def test_reminding_again_at_once_sends_nothing_more(open_period: Stage) -> None:
    assert "Đã nhắc" in await said(open_period, "Lan", "/nhacnho")
    assert "Vừa nhắc lúc 08:00" in await said(open_period, "Minh", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")
    assert heard(open_period, "Hoa", "nhắc:") == 1

    open_period.now += timedelta(hours=1)
    assert "Đã nhắc" in await said(open_period, "Minh", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")


async def test_units_nobody_of_which_has_joined_are_named(open_period: Stage) -> None:
    assert "Chưa có ai tham gia từ: Sở Thông tin và Truyền thông" in await said(open_period, "Lan", "/nhacnho")


async def test_who_may_not_invite_is_not_told_to(open_period: Stage) -> None:
    text = await said(open_period, "Thu", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")

    assert "Chưa có ai tham gia từ: Sở Thông tin và Truyền thông" in text and "/donvi" not in text


async def test_who_owes_for_two_units_is_reminded_in_one_message(open_period: Stage) -> None:
    await said(open_period, "Nam", "/start [SKHCN unit_focal_point]", "[Nhận vai trò]")
    await said(open_period, "Lan", "/nhacnho")

    assert heard(open_period, "Nam", "nhắc:") == 1 and "Sở Khoa học và Công nghệ chưa nộp" in open_period.last("Nam").text
    assert open_period.last("Nam").labels == ["Chấm tiếp: Sở Xây dựng", "Chấm tiếp: Sở Khoa học và Công nghệ"]


@pytest.mark.parametrize("name", ["Hoa", "Nam"])
async def test_members_remind_nobody(open_period: Stage, name: str) -> None:
    assert "không thuộc quyền" in await said(open_period, name, "/nhacnho")
    assert heard(open_period, "Bình", "nhắc:") == 0


# ---------------------------------------------------------------------------------------------------------------- the deadline's reminders


async def test_each_rung_reaches_each_person_of_an_owing_unit_once(open_period: Stage) -> None:
    await open_period.to("2026-06-15 16:00")

    assert [heard(open_period, "Nam", sign) for sign in ("còn 7 ngày", "còn 3 ngày", "hôm nay là hạn nộp")] == [1, 1, 1]


async def test_who_owes_nothing_hears_nothing(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    before = len(open_period.chats[ACCOUNTS["Nam"]])
    await open_period.to("2026-06-20 16:00")

    assert len(open_period.chats[ACCOUNTS["Nam"]]) == before


async def down_until(stage: Stage, when: str) -> None:
    """Time passes and nothing runs meanwhile."""
    stage.now = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    await stage.settle()


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


# ---------------------------------------------------------------------------------------------------------------- several debts of one person


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


# ---------------------------------------------------------------------------------------------------------------- summaries


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


async def observed_twice(open_period: Stage) -> None:
    """Thu also observes a second bloc, in which a period of the same name is open."""
    second = BLOC.read_text().replace(BLOC_ID, "khoi-hai").replace("Khối thi đua kinh tế", "Khối thứ hai")
    async with open_period.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(second.encode()), open_period.now)
        (thu,) = await store.seats.holders(BLOC_ID, {Role.PROVINCE_OFFICE})
        await store.seats.grant(thu, "khoi-hai", None, Role.PROVINCE_OFFICE, open_period.now)
    await open_period.open_period("mau-1000", bloc="khoi-hai")


async def test_who_observes_two_blocs_gets_one_summary_a_morning_that_names_both(open_period: Stage) -> None:
    await observed_twice(open_period)
    await open_period.to("2026-06-08 08:00")

    assert heard(open_period, "Thu", "Tổng hợp") == 1 and "Khối thứ hai" in open_period.last("Thu").text


async def test_periods_of_one_name_in_two_blocs_are_listed_with_their_bloc(open_period: Stage) -> None:
    await observed_twice(open_period)
    await said(open_period, "Thu", "/tinhhinh")

    assert [one.split(" ngành")[0] for one in open_period.last("Thu").labels[:2]] == ["Khối thi đua kinh tế", "Khối thứ hai"]


async def test_no_summary_comes_while_no_period_is_open(joined: Stage) -> None:
    await joined.to("2026-06-20 08:00")

    assert heard(joined, "Thu", "Tổng hợp") == 0


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Quý"])
async def test_summaries_go_to_chairs_and_the_observer_alone(open_period: Stage, name: str) -> None:
    await open_period.to("2026-06-12 08:00")

    assert heard(open_period, name, "Tổng hợp") == 0


# ---------------------------------------------------------------------------------------------------------------- what is said is so


async def leaves(stage: Stage, code: str) -> None:
    """The bloc file is loaded again without a unit."""
    from config.bloc_files import read_bloc_file
    from handlers.blocs import load_bloc
    from storage.store import Store
    from tests.stage import BLOC

    text = "\n".join(line for line in BLOC.read_text("utf-8").splitlines() if f"code: {code}," not in line)
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(text.encode()), stage.now)
    await stage.settle()


async def test_a_unit_that_left_is_out_of_the_count_and_its_sheet_is_kept(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await leaves(open_period, "SXD")
    rows = await open_period.database.reader.rows("SELECT count(*) AS n FROM sheets", {})

    assert "0/7 đơn vị đã nộp" in await said(open_period, "Lan", "/tinhhinh") and rows[0]["n"] == 8
    assert "0/7 đơn vị đã nộp" in open_period.chats[GROUP][-1].text


async def test_a_unit_that_left_is_not_reminded_and_fills_nothing(open_period: Stage) -> None:
    await leaves(open_period, "SXD")
    before = len(open_period.chats[ACCOUNTS["Hoa"]])
    await said(open_period, "Lan", "/nhacnho")
    await open_period.to("2026-06-16 09:00")

    assert len(open_period.chats[ACCOUNTS["Hoa"]]) == before
    assert "không thuộc quyền" in await said(open_period, "Hoa", "/chamdiem")


async def test_a_unit_nobody_has_joined_from_is_marked(open_period: Stage) -> None:
    text = await said(open_period, "Lan", "/tinhhinh")

    assert "Sở Giao thông Vận tải: chưa bắt đầu, chưa có người tham gia" in text and "Sở Xây dựng: chưa bắt đầu\n" in text


async def test_reminding_says_that_the_speaker_is_alone_in_their_unit_not_that_nobody_has_joined(stage: Stage) -> None:
    await stage.join("Lan")
    await stage.open_period()
    text = await said(stage, "Lan", "/nhacnho")

    assert "Đã nhắc" not in text and "không có ai khác nhận được tin: Sở Công Thương." in text
    assert "Sở Công Thương" not in text.partition("Chưa có ai tham gia từ")[2]


async def test_opening_a_period_names_the_units_that_could_not_be_told(open_period: Stage) -> None:
    text = await said(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Bão số 3", "[Xác nhận]")

    assert "Chưa có ai tham gia, nên chưa báo được: Sở Thông tin và Truyền thông" in text and "Các đơn vị đã được báo" not in text


@pytest.mark.parametrize(("payload", "named"), [('{"text": {"plain": "Sơ kết\\n2/8 đã nộp\\nx"}}', "“Sơ kết – 2/8 đã nộp”"), ("{}", "khi đăng hình")])
async def test_the_chair_is_told_which_post_may_not_have_arrived(joined: Stage, payload: str, named: str) -> None:
    async with joined.database.writing() as connection:
        store = Store(connection)
        await store.outbox.put([Draft("telegram", GROUP, 1, "post", payload, state="unknown", id=9000)], joined.now)
        await store.due.schedule("posts.unknown", "outbox:9000", "once", joined.now, BLOC_ID)
    await joined.settle()

    assert named in joined.last("Lan").text
