"""How late something is, and when who owes it is reminded (issue-wide rules of the bloc file's `reminders`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from domain.calendar.workdays import Workdays

ONE_DAY = timedelta(days=1)
WARNING = timedelta(minutes=30)
MISSED_AFTER = timedelta(hours=1)
LONG_RUN = timedelta(days=3)
"""From the workday before a weekend to the one after it; a longer way leads across a run of days off that people leave for."""


def days_late(deadline: datetime, at: datetime, zone: ZoneInfo, mode: Literal["calendar", "working"], workdays: Workdays) -> int:
    """Days late: 0 up to the deadline's instant; after it the bloc-zone dates after the deadline's date (workdays in that mode), at least 1."""
    if at <= deadline:
        return 0
    due_on, done_on = deadline.astimezone(zone).date(), at.astimezone(zone).date()
    days = workdays.between(due_on, done_on) if mode == "working" else (done_on - due_on).days
    return max(1, days)


@dataclass(frozen=True)
class Rung:
    """One reminder of a deadline: `name` says which ("7d"; of several that met, the last), `at` when it is sent."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Reminders:
    """When a bloc reminds: the morning hour, the days before a deadline, hours before a meeting, quiet hours, and which days are worked."""

    at: time
    deadline_days: tuple[int, ...]
    meeting: tuple[timedelta, ...]
    quiet_from: time
    quiet_to: time
    zone: ZoneInfo
    workdays: Workdays = field(default_factory=Workdays)
    workdays_only: bool = True

    def morning(self, day: date) -> datetime:
        """The instant of the reminder hour on a day."""
        return datetime.combine(day, self.at, self.zone)

    def allowed(self, day: date) -> bool:
        """Whether a reminder may be sent on this day."""
        return not self.workdays_only or self.workdays.is_workday(day)

    def next_allowed(self, day: date) -> date:
        """The day itself where it is allowed, else the first after it that is."""
        return day if not self.workdays_only else self.workdays.on_or_after(day)

    def last_allowed(self, day: date) -> date:
        """The day itself where it is allowed, else the last before it that is."""
        return day if not self.workdays_only else self.workdays.on_or_before(day)


def is_missed(due: datetime, now: datetime) -> bool:
    """Whether a reminder comes too late to be the morning's own."""
    return now - due > MISSED_AFTER


def next_morning(after: datetime, reminders: Reminders) -> datetime:
    """The first allowed morning after an instant."""
    day = reminders.next_allowed(after.astimezone(reminders.zone).date())
    while reminders.morning(day) <= after:
        day = reminders.next_allowed(day + ONE_DAY)
    return reminders.morning(day)


def made_up(now: datetime, deadline: datetime, reminders: Reminders) -> datetime | None:
    """When a reminder that was missed goes: on the next allowed morning; where that is after the deadline, at once, if today is allowed and no quiet hour;
    else never, for the overdue ones follow."""
    morning = next_morning(now, reminders)
    if morning <= deadline:
        return morning
    local = now.astimezone(reminders.zone)
    return now if reminders.allowed(local.date()) and not is_quiet(local.time(), reminders) else None


def deadline_rungs(deadline: datetime, reminders: Reminders) -> tuple[Rung, ...]:
    """The rungs before a deadline, each on an allowed morning not after it; rungs that meet become the later one's.

    A rung on a day off moves to the next allowed morning. Where the first one moves so past a long run of days off, as over Tết, the whole ladder stands
    behind it, and one rung more stands on the last allowed morning before it.
    """
    rungs = {_rung_at(deadline, days, reminders): f"{days}d" for days in sorted(reminders.deadline_days, reverse=True)}
    ahead = _ahead_of_long_run(deadline, reminders)
    if ahead is not None:
        rungs.setdefault(ahead, "ahead")
    return tuple(Rung(name, at) for at, name in sorted(rungs.items()))


def _ahead_of_long_run(deadline: datetime, reminders: Reminders) -> datetime | None:
    """The last allowed morning before the long run of days off that the first rung falls into; None where it falls into none."""
    if not reminders.deadline_days:
        return None
    first = deadline.astimezone(reminders.zone).date() - timedelta(days=max(reminders.deadline_days))
    before, after = reminders.last_allowed(first), reminders.next_allowed(first)
    return reminders.morning(before) if after - before > LONG_RUN else None


def _rung_at(deadline: datetime, days: int, reminders: Reminders) -> datetime:
    due_on = deadline.astimezone(reminders.zone).date()
    day = reminders.next_allowed(due_on - timedelta(days=days))
    if reminders.morning(day) > deadline:
        day = reminders.last_allowed(due_on)
        if reminders.morning(day) > deadline:
            day = reminders.last_allowed(day - ONE_DAY)
    return reminders.morning(day)


def next_overdue(deadline: datetime, after: datetime, reminders: Reminders) -> Rung:
    """The first overdue reminder after an instant: daily on allowed mornings, from the day after the deadline's date."""
    last = datetime.combine(deadline.astimezone(reminders.zone).date() + ONE_DAY, time(), reminders.zone) - timedelta(microseconds=1)
    at = next_morning(max(last, after), reminders)
    return Rung(f"over-{at.astimezone(reminders.zone).date().isoformat()}", at)


def meeting_rungs(start: datetime, reminders: Reminders) -> tuple[Rung, ...]:
    """The reminders of a meeting: so long before it, moved out of the quiet hours, never at or after the start."""
    rungs: dict[datetime, str] = {}
    for before in sorted(reminders.meeting, reverse=True):
        at = _out_of_quiet(start - before, start, reminders)
        if at < start:
            rungs[at] = _name(before)
    return tuple(Rung(name, at) for at, name in sorted(rungs.items()))


def _name(before: timedelta) -> str:
    return f"{before.days}d" if before.days else f"{int(before.total_seconds() // 3600)}h"


def _out_of_quiet(at: datetime, start: datetime, reminders: Reminders) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into; where that leaves less than WARNING before the start, the moment before them."""
    end = after_quiet(at, reminders)
    if end == at or start - end >= WARNING:
        return end
    return datetime.combine(_began(at, reminders), reminders.quiet_from, reminders.zone) - timedelta(minutes=1)


def after_quiet(at: datetime, reminders: Reminders) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into."""
    if not is_quiet(at.astimezone(reminders.zone).time(), reminders):
        return at
    began = _began(at, reminders)
    ended = began + ONE_DAY if reminders.quiet_to <= reminders.quiet_from else began
    return datetime.combine(ended, reminders.quiet_to, reminders.zone)


def _began(at: datetime, reminders: Reminders) -> date:
    """On which day the quiet hours began that hold the instant."""
    local = at.astimezone(reminders.zone)
    return local.date() if local.time() >= reminders.quiet_from else local.date() - ONE_DAY


def is_quiet(hour: time, reminders: Reminders) -> bool:
    """Whether the hour lies in the quiet hours, which may span midnight."""
    begin, end = reminders.quiet_from, reminders.quiet_to
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def latest_missed(rungs: Iterable[Rung], now: datetime) -> Rung | None:
    """Of the rungs that have come, the latest."""
    return max((rung for rung in rungs if rung.at <= now), key=lambda rung: rung.at, default=None)


def digest_mornings(days: Sequence[str], last_week: bool, deadline: datetime | None, after: datetime, reminders: Reminders) -> datetime:
    """The next morning on which leaders get a summary: on the named weekdays, and daily in the week before a deadline."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    day = after.astimezone(reminders.zone).date()
    for ahead in range(15):
        one = day + timedelta(days=ahead)
        near = last_week and deadline is not None and timedelta(0) <= deadline.astimezone(reminders.zone).date() - one <= timedelta(days=7)
        if (names[one.weekday()] in days or near) and reminders.allowed(one) and reminders.morning(one) > after:
            return reminders.morning(one)
    return reminders.morning(reminders.next_allowed(day + timedelta(days=15)))
