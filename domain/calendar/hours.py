"""The hour in a phrase, and the part of the day beside it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.errors import RuleError

HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})\s*(?:h|g|gio|:)\s*(?:(?P<minute>\d{1,2})(?!\d|[/.-]\d|\s*/\s*\d|\s*thang)\s*(?:phut|p)?|(?P<half>ruoi))?\b(?:\s*kem\s*(?P<less>\d{1,2}))?"
)
HALF = re.compile(r"\b(?P<hour>\d{1,2})\s*ruoi\b")
PART = re.compile(r"\b(?P<part>sang|trua|chieu|toi|dem)\b")
BESIDE_HOUR = re.compile(r"\s*(?P<part>sang|trua|chieu|toi|dem)\b")
PART_HOURS = {"sang": (0, 12), "trua": (10, 14), "chieu": (12, 19), "toi": (17, 24), "dem": (18, 24)}


class WhenUnclear(RuleError):
    """No day and hour could be read, or more than one."""

    key = "calendar.unclear"


class TwoHours(WhenUnclear):
    """Two hours are named, from one to the other or one for each day: one is needed."""

    key = "calendar.two_hours"


@dataclass
class Phrase:
    """A phrase of which parts are taken out as they are understood."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found


def hour_of(phrase: Phrase) -> time | None:
    """The hour that is named, taken out of the phrase; None where none is. Raises TwoHours, or WhenUnclear for one that no clock has."""
    half = phrase.take(HALF) if not HOUR.search(phrase.text) else None
    found = half or phrase.take(HOUR)
    if found is None:
        return None
    if HOUR.search(phrase.text):
        raise TwoHours
    part = part_of(phrase, found.start())
    hour, minute = int(found["hour"]), 30 if half else _minute(found)
    hour = _by_part(hour, part)
    if not (hour < 24 and minute < 60):
        raise WhenUnclear
    at = datetime.combine(date(2000, 1, 2), time(hour, minute)) - timedelta(minutes=0 if half else int(found["less"] or 0))
    return at.time()


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    return int(found["minute"] or 0)


def part_of(phrase: Phrase, hour_at: int = 0) -> str | None:
    """The part of the day, that right after the hour first; elsewhere "tới" after a weekday or "tuần" means the coming one, not the evening, and is left."""
    if beside := BESIDE_HOUR.match(phrase.text, hour_at):
        phrase.text = f"{phrase.text[:hour_at]} {phrase.text[beside.end() :]}"
        return beside["part"]
    if re.search(r"\b(?:thu\s*\w+|t[2-7]|cn|chu nhat|tuan|thang|ngay|sap)\s+toi\b", phrase.text) and not re.search(r"\btoi\b.*\btoi\b", phrase.text):
        rest = re.sub(r"\btoi\b", "", phrase.text)
        found = PART.search(rest)
        if found:
            phrase.text = re.sub(rf"\b{found['part']}\b", " ", phrase.text, count=1)
            return found["part"]
        return None
    taken = phrase.take(PART)
    return taken["part"] if taken else None


def _by_part(hour: int, part: str | None) -> int:
    if part is None:
        return hour
    first, last = PART_HOURS[part]
    if first <= hour < last:
        return hour
    if hour < 12 and first <= hour + 12 < last:
        return hour + 12
    if part == "dem" and hour in {0, 12}:
        return 0
    raise WhenUnclear
