"""When, as officials type it. The stage is Wednesday, 1 July 2026, 9:00."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import moment
from domain.calendar.days import NoSuchDay, WeekdayDiffers, YearMissing
from domain.calendar.hours import TwoHours, WhenUnclear, WhichHalf
from domain.calendar.phrases import (
    AlreadyPast,
    DayMissing,
    HourMissing,
    means_now,
    read_when,
)
from domain.errors import RuleError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14h30 17/7", "17/7 14:30"), ("17/7 lúc 14h30", "17/7 14:30"), ("14:30 ngày 17/7/2026", "17/7 14:30"), ("17h 15/7/26", "15/7 17:00"),
        ("thứ năm tuần sau 8h", "9/7 8:00"), ("thu nam tuan sau 8h", "9/7 8:00"), ("8h thứ 5 tuần sau", "9/7 8:00"), ("T5 tuần sau 8g", "9/7 8:00"),
        ("T5 8h", "2/7 8:00"), ("thứ hai tới 7h30", "6/7 7:30"), ("8h thứ hai tới", "6/7 8:00"), ("sáng thứ 2 8h", "6/7 8:00"),
        ("chủ nhật 9h", "5/7 9:00"), ("CN 9h", "5/7 9:00"), ("thứ tư tuần này 15h", "1/7 15:00"), ("thứ bảy 8h", "4/7 8:00"),
        ("ngày mai 2 giờ chiều", "2/7 14:00"), ("8h sáng mai", "2/7 8:00"), ("chiều mai 14h", "2/7 14:00"), ("mai 7h30", "2/7 7:30"),
        ("tối mai 7h", "2/7 19:00"), ("ngày kia 8h", "3/7 8:00"), ("8 giờ sáng ngày kia", "3/7 8:00"), ("hôm nay 16g", "1/7 16:00"),
        ("15h", "1/7 15:00"), ("8h", "2/7 8:00"), ("mùng 5/8 15 giờ 30 phút", "5/8 15:30"), ("ngày 20 tháng 7 lúc 8 giờ", "20/7 8:00"),
        ("20 tháng 7 năm 2026 8h", "20/7 8:00"), ("ngày 20 8h", "20/7 8:00"), ("8 rưỡi tối", "1/7 20:30"), ("8h rưỡi sáng mai", "2/7 8:30"),
        ("7 giờ tối thứ sáu", "3/7 19:00"), ("9h kém 15 mai", "2/7 8:45"), ("2 tuần nữa 8h", "15/7 8:00"), ("3 ngày nữa 8h", "4/7 8:00"),
        ("cuối tháng 17h", "31/7 17:00"), ("cuối tháng 8 17h", "31/8 17:00"), ("cuối tháng sau 17h", "31/8 17:00"), ("thứ 6 ngày 17/7 8h", "17/7 8:00"),
        ("13 giờ 30 thứ 3 tuần sau", "7/7 13:30"), ("14g30 chiều thứ sáu", "3/7 14:30"), ("họp lúc 8h ngày 10/7", "10/7 8:00"), ("8h30 - 16/7", "16/7 8:30"),
        ("8H SÁNG MAI", "2/7 8:00"), ("2026-07-17 08:00", "17/7 8:00"), ("17.7 8h", "17/7 8:00"), ("17-7 8h", "17/7 8:00"),
        ("trưa mai 11h", "2/7 11:00"), ("1 giờ chiều mai", "2/7 13:00"), ("5h chiều 3/7", "3/7 17:00"), ("8h ngày 1/8", "1/8 8:00"),
        ("thứ ba 9 giờ 15", "7/7 9:15"), ("t7 8h", "4/7 8:00"), ("8h00 thứ sáu", "3/7 8:00"), ("một tuần nữa 8h", "8/7 8:00"),
        ("８ｈ　mai", "2/7 8:00"), ("8h mai nhé", "2/7 8:00"), ("đúng 8h mai", "2/7 8:00"), ("thứ năm tuần sau nữa 8h", "16/7 8:00"),
        ("mùng 5 tháng sau 8h", "5/8 8:00"), ("8h sáng ngày 10 tháng này", "10/7 8:00"), ("8h mồng 5 tháng tới", "5/8 8:00"),
        ("sáng thứ hai tuần tới lúc 8 giờ", "6/7 8:00"), ("8h thứ 3 tuần tới", "7/7 8:00"), ("thứ sáu 7h tối", "3/7 19:00"),
        ("sau 2 ngày nữa 9h", "3/7 9:00"), ("9h sau 1 tuần nữa", "8/7 9:00"),
        ("thứ hai tới 2 giờ chiều", "6/7 14:00"), ("8h30' 17/7", "17/7 8:30"), ("cuối tháng tới 17h", "31/8 17:00"),
        ("8h sáng thứ 2 tuần tới", "6/7 8:00"), ("chiều mai 2h", "2/7 14:00"), ("ngày 5 tháng 12 8h", "5/12 8:00"), ("30/11 lúc 14:00", "30/11 14:00"),
        ("thứ 6 này 8h", "3/7 8:00"), ("thứ tư này 10h", "1/7 10:00"), ("thứ 3 này 8h", "7/7 8:00"), ("sáng nay thứ tư 10h", "1/7 10:00"),
        ("sáng thứ tư, 9 giờ rưỡi", "1/7 9:30"), ("thứ tư 10h", "1/7 10:00"), ("T4 10h", "1/7 10:00"), ("thứ tư 9h", "8/7 9:00"),
        ("thứ tư 8h", "8/7 8:00"), ("chiều thứ 4, 2h", "1/7 14:00"), ("thứ tư tới 10h", "8/7 10:00"), ("thứ tư tới đây 10h", "8/7 10:00"),
        ("thứ tư tuần sau 10h", "8/7 10:00"), ("8 giờ kém 15", "2/7 7:45"), ("8h kém 5 phút mai", "2/7 7:55"), ("14h:30 mai", "2/7 14:30"),
        ("8h sáng mai, thứ năm", "2/7 8:00"), ("sáng mai (thứ Năm, 02/7) 8h", "2/7 8:00"), ("8h thứ năm tuần sau 9/7", "9/7 8:00"),
        ("thứ năm tới đây 8h", "2/7 8:00"), ("8h mốt", "3/7 8:00"), ("ngày mốt 8h", "3/7 8:00"), ("chậm nhất 17h 15/7", "15/7 17:00"),
        ("hạn nộp 15/7 17h", "15/7 17:00"), ("2 giờ sáng mai", "2/7 2:00"), ("02:00 mai", "2/7 2:00"), ("0h mai", "2/7 0:00"), ("6h mai", "2/7 6:00"),
        ("14 giờ 5 phút mai", "2/7 14:05"), ("14h-17/7", "17/7 14:00"), ("17-7/2026 8h", "17/7 8:00"),
    ],
)  # fmt: skip
def test_a_phrase_means_the_nearest_future(text: str, expected: str) -> None:
    day, hour = expected.split()
    local = read_when(text, NOW, ZONE).astimezone(ZONE)

    assert f"{local.day}/{local.month} {local.hour}:{local.minute:02}" == f"{day} {hour}"


@pytest.mark.parametrize(
    "text",
    ["họp", "", "8h 9h mai", "thứ 5 ngày 17/7 8h", "17/7 18/7 8h", "25h mai", "8h75 mai", "sáng mai 20h", "lorem ipsum 8h mai", "x" * 200,
     "mùng 6 tết 8h", "giữa tháng 8h", "8h cuối tuần", "rằm tháng 7 8h", "10/8 âm lịch 8h", "8h thứ 2 và thứ 3", "8h mai hoặc ngày kia", "12h đêm mai",
     "0h đêm mai", "8h3 17/7", "0h kém 15 mai", "8h kém 75 mai", "8h 17-18/7", "8h 9-10/12", "8h ngày 17 và 18/7", "hôm nay 15/7 8h", "8h mai 3/7",
     "ngày một 8h", "ngay mot 8h", "thứ năm sau 8h", "2 giờ nữa", "mai mốt 8h", "8h sáng mai không họp", "hết ngày 15/7"]
)  # fmt: skip
def test_what_is_unclear_is_asked_again(text: str) -> None:
    with pytest.raises(WhenUnclear):
        read_when(text, NOW, ZONE)


@pytest.mark.parametrize("text", ["31/2 8h", "32/1 8h", "29/2/2027 8h", "5/13 8h"])
def test_a_day_that_is_in_no_calendar_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_when(text, NOW, ZONE)


@pytest.mark.parametrize(
    ("text", "missing"),
    [("8h-11h 17/7", TwoHours), ("từ 8h đến 11h mai", TwoHours), ("từ 14 đến 16h 17/7", TwoHours), ("14-16h 17/7", TwoHours),
     ("8-11h 10/12", TwoHours), ("2h mai", WhichHalf), ("2h30 thứ sáu", WhichHalf), ("17/7 5 giờ", WhichHalf), ("3 rưỡi mai", WhichHalf), ("tuần sau", DayMissing), ("8h tuần tới", DayMissing), ("tháng sau", DayMissing)],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_named(text: str, missing: type[WhenUnclear]) -> None:
    with pytest.raises(missing):
        read_when(text, NOW, ZONE, time(17))


@pytest.mark.parametrize(("text", "now"), [("30/6 9h", NOW), ("2/5", NOW), ("ngày 30 tháng 6", NOW), ("20/12 8h", NOW.replace(month=1))])
def test_a_day_that_has_just_passed_is_not_taken_for_next_years(text: str, now: datetime) -> None:
    with pytest.raises(YearMissing):
        read_when(text, now, ZONE, time(17))


@pytest.mark.parametrize(("text", "year"), [("30/6/2027 9h", 2027), ("1/5 9h", 2027), ("1/7 17h", 2026)])
def test_a_day_long_past_or_with_its_year_is_taken(text: str, year: int) -> None:
    assert read_when(text, NOW, ZONE).year == year


def test_a_weekday_that_the_date_does_not_have_is_named() -> None:
    with pytest.raises(WeekdayDiffers) as refusal:
        read_when("14h30 thứ Năm 17/7", NOW, ZONE)

    assert refusal.value.facts == {"day": date(2026, 7, 17)}


def test_a_part_of_the_day_is_no_hour_for_a_deadline_either() -> None:
    with pytest.raises(HourMissing):
        read_when("sáng thứ sáu", NOW, ZONE, time(17))


@pytest.mark.parametrize("text", ["17/7", "thứ năm", "ngày mai", "chiều nay", "trưa mai", "mùng 5 tháng sau", "tối thứ hai"])
def test_a_day_alone_asks_for_the_hour(text: str) -> None:
    with pytest.raises(HourMissing):
        read_when(text, NOW, ZONE)


@pytest.mark.parametrize(("hour", "day"), [(17, 1), (9, 8), (8, 8)])
def test_todays_weekday_alone_means_today_while_the_hour_meant_for_deadlines_is_to_come(hour: int, day: int) -> None:
    assert read_when("thứ tư", NOW, ZONE, time(hour)) == datetime(2026, 7, day, hour, tzinfo=ZONE)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)), st.integers(0, 6), st.integers(6, 23))
def test_a_weekday_with_its_hour_is_within_the_week_to_come(now: datetime, weekday: int, hour: int) -> None:
    here, name = now.replace(tzinfo=ZONE), ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[weekday]
    at = read_when(f"{name} {hour}h", here, ZONE)

    assert (at.weekday(), at.hour) == (weekday, hour) and timedelta(0) < at - here <= timedelta(weeks=1)


def test_a_day_alone_takes_the_hour_that_is_meant_for_deadlines() -> None:
    assert read_when("17/7", NOW, ZONE, time(17)) == datetime(2026, 7, 17, 17, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text", ["hôm nay 8h", "8h 17/7/2025", "17/7/2025", "hôm qua", "hôm kia 8h", "2 ngày trước", "thứ hai tuần trước 8h", "tuần trước"]
)
def test_a_moment_that_has_passed_is_refused(text: str) -> None:
    with pytest.raises(AlreadyPast):
        read_when(text, NOW, ZONE)


@pytest.mark.parametrize(("text", "now"), [("bây giờ", True), ("ngay", True), ("Mở luôn!", True), ("ngày mai", False), ("ngày 20", False)])
def test_at_once_is_understood(text: str, now: bool) -> None:
    assert means_now(text) is now


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=900)))
def test_what_the_bot_writes_it_reads_back(ahead: timedelta) -> None:
    at = (NOW + ahead).replace(second=0, microsecond=0)

    assert read_when(moment(at, ZONE), NOW - timedelta(minutes=1), ZONE) == at


@given(st.text(max_size=100))
def test_no_text_brings_the_grammar_down(text: str) -> None:
    try:
        assert read_when(text, NOW, ZONE) > NOW
    except RuleError:
        return


@pytest.mark.parametrize(
    ("before", "day"), [(datetime(2026, 7, 20, 17, tzinfo=ZONE), 20), (datetime(2026, 6, 20, 17, tzinfo=ZONE), NOW.astimezone(ZONE).day)]
)
def test_an_hour_alone_in_place_of_another_moment_keeps_its_day_unless_that_is_over(before: datetime, day: int) -> None:
    assert read_when("23h30", NOW, ZONE, instead_of=before) == datetime(2026, 7, day, 23, 30, tzinfo=ZONE)
