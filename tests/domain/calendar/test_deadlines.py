"""Lateness and reminders, on the calendar of Vietnam."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.deadlines import Reminders, days_late, deadline_rungs, is_quiet, meeting_rungs, next_overdue
from domain.calendar.workdays import Workdays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
REMINDERS = Reminders(time(7, 30), (7, 3, 1, 0), (timedelta(days=3), timedelta(days=1), timedelta(hours=2)), time(21), time(6, 30), ZONE)
MONDAY = datetime(2026, 6, 15, 17, 0, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_weekends_and_public_holidays_are_no_workdays() -> None:
    calendar = Workdays()

    assert not any(calendar.is_workday(day) for day in (date(2026, 6, 13), date(2026, 9, 2), date(2026, 2, 17), date(2026, 4, 30)))


def test_the_blocs_own_days_win() -> None:
    calendar = Workdays(days_off=frozenset({date(2026, 6, 16)}), workdays=frozenset({date(2026, 6, 13)}))

    assert calendar.is_workday(date(2026, 6, 13)) and not calendar.is_workday(date(2026, 6, 16))


@pytest.mark.parametrize(
    ("when", "days"), [("2026-06-15 17:00", 0), ("2026-06-15 17:01", 1), ("2026-06-16 08:00", 1), ("2026-06-17 00:01", 2), ("2026-06-22 09:00", 7)]
)
def test_lateness_counts_dates_after_the_deadlines_and_at_least_one(when: str, days: int) -> None:
    assert days_late(MONDAY, at(when), ZONE, "calendar", Workdays()) == days


@pytest.mark.parametrize(("when", "days"), [("2026-06-15 18:00", 1), ("2026-06-22 09:00", 5), ("2026-06-20 09:00", 4)])
def test_lateness_in_working_days_skips_the_weekend(when: str, days: int) -> None:
    assert days_late(MONDAY, at(when), ZONE, "working", Workdays()) == days


def test_the_ladder_stands_on_workday_mornings_and_rungs_that_meet_become_one() -> None:
    assert [(rung.name, rung.at) for rung in deadline_rungs(MONDAY, REMINDERS)] == [
        ("7d", at("2026-06-08 07:30")), ("3d", at("2026-06-12 07:30")), ("0d", at("2026-06-15 07:30")),
    ]  # fmt: skip


def test_a_deadline_on_a_free_day_is_last_reminded_of_on_the_workday_before() -> None:
    rungs = deadline_rungs(at("2026-06-14 17:00"), REMINDERS)

    assert rungs[-1].at == at("2026-06-12 07:30")


def test_over_tet_nothing_is_sent() -> None:
    rungs = deadline_rungs(at("2026-02-20 17:00"), REMINDERS)

    assert all(REMINDERS.workdays.is_workday(rung.at.date()) for rung in rungs)


def test_a_deadline_right_after_tet_is_reminded_of_before_it_too() -> None:
    rungs = deadline_rungs(at("2026-02-24 17:00"), REMINDERS)  # free from Saturday 14 to Sunday 22 February

    assert [rung.at for rung in rungs] == [at("2026-02-13 07:30"), at("2026-02-23 07:30"), at("2026-02-24 07:30")]


def test_before_tet_nothing_is_added_where_the_ladder_begins_there() -> None:
    rungs = deadline_rungs(at("2026-02-20 17:00"), REMINDERS)

    assert [rung.at for rung in rungs] == [at("2026-02-13 07:30")]


def test_a_weekend_alone_is_no_long_run() -> None:
    rungs = deadline_rungs(at("2026-06-15 17:00"), replace(REMINDERS, deadline_days=(2, 0)))

    assert [rung.at for rung in rungs] == [at("2026-06-15 07:30")]


def test_overdue_is_reminded_of_every_workday_morning() -> None:
    first = next_overdue(MONDAY, MONDAY, REMINDERS)
    after_friday = next_overdue(MONDAY, at("2026-06-19 07:30"), REMINDERS)

    assert (first.at, after_friday.at) == (at("2026-06-16 07:30"), at("2026-06-22 07:30"))


def test_a_meeting_right_after_the_quiet_hours_is_reminded_of_before_them() -> None:
    rungs = meeting_rungs(at("2026-06-11 06:45"), REMINDERS)

    assert rungs[-1].at == at("2026-06-10 20:59")


def test_a_meeting_is_reminded_of_out_of_the_quiet_hours() -> None:
    rungs = meeting_rungs(at("2026-06-11 08:00"), REMINDERS)

    assert [rung.at for rung in rungs] == [at("2026-06-08 08:00"), at("2026-06-10 08:00"), at("2026-06-11 06:30")]


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)))
def test_every_rung_is_on_an_allowed_morning_and_never_after_its_deadline(naive: datetime) -> None:
    deadline = naive.replace(tzinfo=ZONE)
    rungs = deadline_rungs(deadline, REMINDERS)

    assert rungs and all(rung.at <= deadline and REMINDERS.allowed(rung.at.date()) for rung in rungs)
    assert len({rung.at for rung in rungs}) == len(rungs)


DEADLINES = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 12, 31)).map(lambda naive: naive.replace(tzinfo=ZONE))
LADDERS = st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True).map(tuple)
RUNS = st.lists(st.dates(date(2026, 1, 1), date(2030, 12, 31)), max_size=4)


def bloc_of(ladder: tuple[int, ...], runs: Iterable[date]) -> Reminders:
    """A bloc with this ladder that is free for a fortnight from each of the dates on."""
    off = frozenset(begun + timedelta(days=day) for begun in runs for day in range(14))
    return replace(REMINDERS, deadline_days=ladder, workdays=Workdays(days_off=off))


@given(DEADLINES, LADDERS, RUNS)
def test_across_any_holiday_each_rung_is_on_an_allowed_morning_up_to_the_deadline(
    deadline: datetime, ladder: tuple[int, ...], runs: list[date]
) -> None:
    reminders = bloc_of(ladder, runs)
    rungs = deadline_rungs(deadline, reminders)

    assert rungs and all(rung.at <= deadline and reminders.allowed(rung.at.date()) and rung.at.time() == time(7, 30) for rung in rungs)
    assert len({rung.at for rung in rungs}) == len({rung.name for rung in rungs}) == len(rungs)


@given(DEADLINES, LADDERS, RUNS)
def test_no_ladder_begins_behind_a_long_holiday(deadline: datetime, ladder: tuple[int, ...], runs: list[date]) -> None:
    reminders = bloc_of(ladder, runs)
    first = deadline_rungs(deadline, reminders)[0].at.date()
    planned = deadline.date() - timedelta(days=max(ladder))
    skipped = (planned + timedelta(days=day) for day in range((first - planned).days))

    assert sum(not reminders.allowed(day) for day in skipped) <= 2


@given(DEADLINES, LADDERS, RUNS)
def test_what_is_added_ahead_of_a_holiday_is_one_rung_before_all_others(deadline: datetime, ladder: tuple[int, ...], runs: list[date]) -> None:
    rungs = deadline_rungs(deadline, bloc_of(ladder, runs))

    assert not any(rung.name == "ahead" for rung in rungs[1:]) and len(rungs) <= len(ladder) + 1


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)))
def test_no_meeting_is_reminded_of_at_night_or_after_it_began(naive: datetime) -> None:
    start = naive.replace(tzinfo=ZONE)

    assert all(rung.at < start and not is_quiet(rung.at.astimezone(ZONE).time(), REMINDERS) for rung in meeting_rungs(start, REMINDERS))
