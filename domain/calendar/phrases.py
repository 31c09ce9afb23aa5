"""When, as officials type it: "14h30 17/7", "thứ năm tuần sau 8h", "ngày mai 2 giờ chiều".

Our own grammar, for general date parsers read one in seven of such phrases. The text is folded (no capitals, no diacritics); a day and an hour are each
found by one of a few shapes, taken out, and what is left over must be words that mean nothing. Whatever has two readings or is left over is refused: the
person is asked again rather than guessed at. Without a year the nearest future day is meant, but not where that day has only just passed.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar.hours import Phrase, WhenUnclear, hour_of, part_of
from domain.errors import RuleError
from domain.texts import clean, fold

WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5,
}  # fmt: skip
WEEKDAY = re.compile(r"\b(?:thu\s*(?P<name>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<short>[2-7])|(?P<sunday>chu nhat|cn))\b")
WEEK = re.compile(r"\b(?:tuan\s*(?P<next>sau nua|sau|toi)|tuan\s*(?P<this>nay)|(?P<near>nay)|(?P<coming>toi day|sap toi|toi))\b")
NUMERIC_DAY = re.compile(r"\b(?:ngay\s*|m[uo]ng\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}|\d{2}))?\b")
SEVERAL_DAYS = re.compile(r"\b\d{1,2}\s*(?:-|–|,|den|va)\s*\d{1,2}\s*/\s*\d{1,2}\b")
WORDED_DAY = re.compile(
    r"\b(?:ngay|m[uo]ng)\s*(?P<day>\d{1,2})(?:\s*thang\s*(?:(?P<month>\d{1,2})|(?P<this>nay)|(?P<next>sau|toi)))?(?:\s*nam\s*(?P<year>\d{4}))?\b|\b(?P<day2>\d{1,2})\s*thang\s*(?P<month2>\d{1,2})(?:\s*nam\s*(?P<year2>\d{4}))?\b"
)
ISO_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
NEAR_DAY = re.compile(r"\b(?:(?P<after>ngay kia)|(?P<tomorrow>ngay mai|mai)|(?P<today>hom nay|nay|bua nay))\b")
DAY_AFTER = re.compile(r"\bm\u1ed1t\b")
"""The day after tomorrow, as the South says it. Its tone mark alone tells it from the word for one, which would be the first of a month."""
PAST_DAY = re.compile(
    r"\b(?:(?P<yesterday>(?:ngay )?hom qua)|(?P<before>hom kia|hom truoc)|(?<!thu )(?P<count>\d{1,2}|mot|hai|ba)\s*(?P<unit>ngay|tuan)\s*truoc|(?P<week>tuan (?:truoc|qua)))\b"
)
NOW_WORDS = frozenset({"bay gio", "ngay", "ngay bay gio", "ngay lap tuc", "luon", "mo ngay", "mo luon", "lap tuc"})
AHEAD = re.compile(r"(?<!thu )\b(?:sau\s*)?(?P<count>\d{1,2}|mot|hai|ba)\s*(?P<unit>ngay|tuan)\s*(?:nua|toi)\b")
NO_DAY = re.compile(r"\b(?:tuan|thang)\s*(?:sau|toi|nay)\b")
MONTH_END = re.compile(r"\bcuoi thang(?:\s*(?P<month>\d{1,2})|\s*(?P<this>nay)|\s*(?P<next>sau|toi))?\b")
NOISE = re.compile(r"\b(?:luc|vao|vao luc|ngay|buoi|gio|hop|khoang|tu|dung|cham nhat|muon nhat|han nop|han|nha|nhe|a)\b|[,;.\-–()'’′]")
COUNTS = {"mot": 1, "hai": 2, "ba": 3}
LONGEST = 80
JUST_PASSED = timedelta(days=60)
"""A day that passed so lately may have been meant itself: of the next year only where that is typed."""


class WeekdayDiffers(WhenUnclear):
    """The weekday and the date that are named do not go together."""

    key = "calendar.weekday_differs"


class DayMissing(WhenUnclear):
    """A week or a month is named, and no day of it."""

    key = "calendar.no_day"


class YearMissing(RuleError):
    """The day passed a short while ago: whether that of the next year is meant must be said."""

    key = "calendar.no_year"


class HourMissing(RuleError):
    """The day is clear, the hour is not given."""

    key = "calendar.no_time"


class NoSuchDay(RuleError):
    """The calendar has no such day."""

    key = "calendar.no_such_day"


class AlreadyPast(RuleError):
    """The moment lies in the past."""

    key = "calendar.past"


def read_when(text: str, now: datetime, zone: ZoneInfo, default_hour: time | None = None, *, instead_of: datetime | None = None) -> datetime:
    """The moment the text means, in the zone; without an hour `default_hour`, or HourMissing; a part of the day ("chiều nay") is no hour. An hour alone is
    the nearest one; where another moment is replaced (`instead_of`), that of the same day, unless that day is over.

    Raises WhenUnclear, NoSuchDay, AlreadyPast, YearMissing.
    """
    if len(text) > LONGEST:
        raise WhenUnclear
    phrase, here = Phrase(fold(DAY_AFTER.sub("ngay kia", clean(text).casefold()))), now.astimezone(zone)
    iso = phrase.take(ISO_DAY)
    hour = hour_of(phrase)
    part = part_of(phrase) if hour is None else None
    day = _on(int(iso["year"]), int(iso["month"]), int(iso["day"])) if iso else _day(phrase, here, hour or default_hour or time.max)
    if day is None and NO_DAY.search(phrase.text):
        raise DayMissing
    if NOISE.sub(" ", phrase.text).strip():
        raise WhenUnclear
    if hour is None:
        if day is None:
            raise WhenUnclear
        if day < here.date():
            raise AlreadyPast(at=datetime.combine(day, default_hour or time(), zone))
        if default_hour is None or part:
            raise HourMissing(day=day)
        hour = default_hour
    if day is None and instead_of is not None and (same := instead_of.astimezone(zone).date()) >= here.date():
        day = same
    return _future(day, hour, here, zone)


def means_now(text: str) -> bool:
    """Whether the text says "at once"."""
    return fold(text).strip(" .!") in NOW_WORDS


def _future(day: date | None, hour: time, here: datetime, zone: ZoneInfo) -> datetime:
    if day is None:
        today = datetime.combine(here.date(), hour, zone)
        return today if today > here else today + timedelta(days=1)
    at = datetime.combine(day, hour, zone)
    if at <= here:
        raise AlreadyPast(at=at)
    return at


# ---------------------------------------------------------------------------------------------------------------- the day


def _day(phrase: Phrase, here: datetime, hour: time) -> date | None:
    """The day, if one is named; a weekday beside a date must agree with it. `hour` tells whether today still counts."""
    day = _past(phrase, here) or _numeric(phrase, here) or _ahead(phrase, here) or _month_end(phrase, here)
    weekday = phrase.take(WEEKDAY)
    week = phrase.take(WEEK) if weekday else None
    near = phrase.take(NEAR_DAY)
    if near:
        nearby = here.date() + timedelta(days=2 if near["after"] else 1 if near["tomorrow"] else 0)
        if day not in {None, nearby}:
            raise WhenUnclear
        day = nearby
    if weekday is None:
        return day
    if day is None:
        return _of_week(week, _weekday(weekday), here, hour)
    if _weekday(weekday) != day.weekday():
        raise WeekdayDiffers(day=day)
    if week and _of_week(week, day.weekday(), here, hour) != day:
        raise WhenUnclear
    return day


def _weekday(found: re.Match[str]) -> int:
    return 6 if found["sunday"] else WEEKDAYS[found["name"] or found["short"]]


def _of_week(week: re.Match[str] | None, weekday: int, here: datetime, hour: time) -> date:
    """The weekday of the week that is named; with "này" alone today's too; without either the nearest that is to come, which is today's while its hour is."""
    monday = here.date() - timedelta(days=here.weekday())
    if week and week["next"]:
        return monday + timedelta(weeks=2 if week["next"] == "sau nua" else 1, days=weekday)
    this_week = monday + timedelta(days=weekday)
    if week and (week["this"] or (week["near"] and this_week == here.date())):
        return this_week
    if week is None and this_week == here.date() and hour > here.time():
        return this_week
    return this_week if this_week > here.date() else this_week + timedelta(weeks=1)


def _numeric(phrase: Phrase, here: datetime) -> date | None:
    if SEVERAL_DAYS.search(phrase.text):
        raise WhenUnclear
    found = phrase.take(NUMERIC_DAY)
    if found:
        day, month, year = found["day"], found["month"], found["year"]
    else:
        found = phrase.take(WORDED_DAY)
        if found is None:
            return None
        day, month, year = found["day"] or found["day2"], found["month"] or found["month2"], found["year"] or found["year2"]
        if found["this"] or found["next"]:
            return _in_month(int(day), here, ahead=1 if found["next"] else 0)
    if NUMERIC_DAY.search(phrase.text):
        raise WhenUnclear
    if year:
        return _on(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    if month:
        return _nearest(int(month), int(day), here)
    return _nearest_in_month(int(day), here)


def _on(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NoSuchDay(text=f"{day}/{month}/{year}") from fault


def _in_month(day: int, here: datetime, *, ahead: int) -> date:
    """The day of this month, or of the one so many ahead."""
    month = here.month - 1 + ahead
    return _on(here.year + month // 12, month % 12 + 1, day)


def _nearest(month: int, day: int, here: datetime) -> date:
    """The nearest such day from today on; 29/2 waits for its year."""
    for year in range(here.year, here.year + 9):
        found = _maybe(year, month, day)
        if found and found >= here.date():
            _require_year(month, day, here, found)
            return found
    raise NoSuchDay(text=f"{day}/{month}")


def _require_year(month: int, day: int, here: datetime, found: date) -> None:
    for year in (here.year, here.year - 1):
        passed = _maybe(year, month, day)
        if passed and timedelta(0) < here.date() - passed <= JUST_PASSED:
            raise YearMissing(day=passed, next=found)


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_in_month(day: int, here: datetime) -> date:
    """The nearest day with this number from today on."""
    for ahead in range(62):
        found = here.date() + timedelta(days=ahead)
        if found.day == day:
            return found
    raise NoSuchDay(text=str(day))


def _past(phrase: Phrase, here: datetime) -> date | None:
    """A day that is named as past: it is understood, so that it can be refused for what it is."""
    found = phrase.take(PAST_DAY)
    if found is None:
        return None
    if found["week"]:
        weekday = phrase.take(WEEKDAY)
        monday = here.date() - timedelta(days=here.weekday() + 7)
        return monday + timedelta(days=_weekday(weekday) if weekday else here.weekday())
    if found["yesterday"] or found["before"]:
        return here.date() - timedelta(days=1 if found["yesterday"] else 2)
    count = COUNTS.get(found["count"]) or int(found["count"])
    return here.date() - timedelta(days=count * (7 if found["unit"] == "tuan" else 1))


def _ahead(phrase: Phrase, here: datetime) -> date | None:
    found = phrase.take(AHEAD)
    if found is None:
        return None
    count = COUNTS.get(found["count"]) or int(found["count"])
    return here.date() + timedelta(days=count * (7 if found["unit"] == "tuan" else 1))


def _month_end(phrase: Phrase, here: datetime) -> date | None:
    found = phrase.take(MONTH_END)
    if found is None:
        return None
    month = int(found["month"]) if found["month"] else here.month % 12 + 1 if found["next"] else here.month
    if not 1 <= month <= 12:
        raise NoSuchDay(text=f"31/{month}")
    year = here.year + (month < here.month)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
