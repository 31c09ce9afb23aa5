"""Which day a phrase names: a date, a weekday, "ngày mai", "3 ngày nữa", "cuối tháng".

The words are folded (no capitals, no diacritics); what is understood is taken out of the phrase.
"""

import re
from datetime import date, datetime, time, timedelta

from domain.calendar.hours import Phrase, WhenUnclear
from domain.errors import RuleError

WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5,
}  # fmt: skip
WEEKDAY = re.compile(r"\b(?:thu\s*(?P<name>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<short>[2-7])|(?P<sunday>chu nhat|cn))\b")
WEEK = re.compile(r"\b(?:tuan\s*(?P<next>sau nua|sau|toi)|tuan\s*(?P<this>nay)|(?P<near>nay)|(?P<coming>toi day|sap toi|toi))\b")
NUMERIC_DAY = re.compile(r"\b(?:ngay\s*|m[uo]ng\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}|\d{2}))?\b")
SEVERAL_DAYS = re.compile(r"\b\d{1,2}\s*(?:-|–|,|den|va)\s*\d{1,2}\s*/\s*\d{1,2}\b")
WORDED_DAY = re.compile(
    r"\b(?:ngay|m[uo]ng)\s*(?P<day>\d{1,2})(?:\s*thang\s*(?:(?P<month>\d{1,2})|(?P<this>nay)|(?P<next>sau|toi)))?(?:\s*nam\s*(?P<year>\d{4}))?\b"
    r"|\b(?P<day2>\d{1,2})\s*thang\s*(?P<month2>\d{1,2})(?:\s*nam\s*(?P<year2>\d{4}))?\b"
)
ISO_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
NEAR_DAY = re.compile(r"\b(?:(?P<after>ngay kia)|(?P<tomorrow>ngay mai|mai)|(?P<today>hom nay|nay|bua nay))\b")
PAST_DAY = re.compile(
    r"\b(?:(?P<yesterday>(?:ngay )?hom qua)|(?P<before>hom kia|hom truoc)"
    r"|(?<!thu )(?P<count>\d{1,2}|mot|hai|ba)\s*(?P<unit>ngay|tuan)\s*truoc|(?P<week>tuan (?:truoc|qua)))\b"
)
AHEAD = re.compile(r"(?<!thu )\b(?:sau\s*)?(?P<count>\d{1,2}|mot|hai|ba)\s*(?P<unit>ngay|tuan)\s*(?:nua|toi)\b")
MONTH_END = re.compile(r"\bcuoi thang(?:\s*(?P<month>\d{1,2})|\s*(?P<this>nay)|\s*(?P<next>sau|toi))?\b")
COUNTS = {"mot": 1, "hai": 2, "ba": 3}
JUST_PASSED = timedelta(days=60)
"""A day that passed so lately may have been meant itself: of the next year only where that is typed."""


class WeekdayDiffers(WhenUnclear):
    """The weekday and the date that are named do not go together."""

    key = "calendar.weekday_differs"


class YearMissing(RuleError):
    """The day passed a short while ago: whether that of the next year is meant must be said."""

    key = "calendar.no_year"


class NoSuchDay(RuleError):
    """The calendar has no such day."""

    key = "calendar.no_such_day"


def day_of(phrase: Phrase, here: datetime, hour: time) -> date | None:
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


def iso_day(phrase: Phrase) -> date | None:
    """A day written as 2026-07-17. Raises NoSuchDay."""
    found = phrase.take(ISO_DAY)
    return _on(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


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
