"""When, as officials type it: "14h30 17/7", "thứ năm tuần sau 8h", "ngày mai 2 giờ chiều".

Our own grammar, for general date parsers read one in seven of such phrases. The text is folded (no capitals, no diacritics); a day and an hour are each
found by one of a few shapes, taken out, and what is left over must be words that mean nothing. Whatever has two readings or is left over is refused: the
person is asked again rather than guessed at. Without a year the nearest future day is meant, but not where that day has only just passed.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar.days import day_of, iso_day
from domain.calendar.hours import Phrase, WhenUnclear, hour_of, part_of
from domain.errors import RuleError
from domain.texts import clean, fold

DAY_AFTER = re.compile(r"\bm\u1ed1t\b")
"""The day after tomorrow, as the South says it. Its tone mark alone tells it from the word for one, which would be the first of a month."""
NOW_WORDS = frozenset({"bay gio", "ngay", "ngay bay gio", "ngay lap tuc", "luon", "mo ngay", "mo luon", "lap tuc"})
NO_DAY = re.compile(r"\b(?:tuan|thang)\s*(?:sau|toi|nay)\b")
NOISE = re.compile(r"\b(?:luc|vao|vao luc|ngay|buoi|gio|hop|khoang|tu|dung|cham nhat|muon nhat|han nop|han|nha|nhe|a)\b|[,;.\-–()'’′]")
LONGEST = 80


class DayMissing(WhenUnclear):
    """A week or a month is named, and no day of it."""

    key = "calendar.no_day"


class HourMissing(RuleError):
    """The day is clear, the hour is not given."""

    key = "calendar.no_time"


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
    iso = iso_day(phrase)
    hour = hour_of(phrase)
    part = part_of(phrase) if hour is None else None
    day = iso or day_of(phrase, here, hour or default_hour or time.max)
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
