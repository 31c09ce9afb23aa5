"""How much time is left, as people reckon it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.remaining import Left, time_left

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNTIL = datetime(2026, 6, 15, 14, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-06-12 07:30:00", Left("days", 3)), ("2026-06-14 20:00:00", Left("days", 1)), ("2026-06-15 07:30:02", Left("hours", 7)),
        ("2026-06-15 12:30:00", Left("hours", 2)), ("2026-06-15 12:30:05", Left("hours", 2)), ("2026-06-15 12:45:00", Left("hours_minutes", 1, 45)),
        ("2026-06-15 14:00:30", Left("minutes", 30)), ("2026-06-15 14:29:59", Left("minutes", 1)), ("2026-06-15 14:30:01", Left("over_today")),
        ("2026-06-18 07:30:00", Left("over_days", 3)),
    ],
)  # fmt: skip
def test_time_left_is_said_in_the_unit_it_is_reckoned_in(now: str, left: Left) -> None:
    assert time_left(UNTIL, datetime.fromisoformat(now).replace(tzinfo=ZONE), ZONE) == left


def test_a_few_hours_across_midnight_are_hours() -> None:
    at = datetime(2026, 6, 15, 1, 0, tzinfo=ZONE)

    assert time_left(at, at - timedelta(hours=2), ZONE) == Left("hours", 2)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_before_the_time_nothing_is_over_and_something_is_left(before: timedelta) -> None:
    left = time_left(UNTIL, UNTIL - before, ZONE)

    assert left.n >= 1 and not left.unit.startswith("over")
