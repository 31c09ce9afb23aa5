"""The hour in a phrase, and the part of the day beside it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.errors import RuleError

HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})\s*(?:h\s*:?|g|gio|:)\s*"
    r"(?:(?P<minute>\d{1,2})(?!\d|[/.-]\d|\s*/\s*\d|\s*thang)\s*(?P<minutes>phut|p)?|(?P<half>ruoi))?\b(?:\s*kem\s*(?P<less>\d{1,2})(?:\s*phut)?)?"
)
RANGE = re.compile(r"(?<![\d/.-])\d{1,2}\s*(?:-|–|den)\s*\d{1,2}\s*(?:h|g|gio|:)")
HALF = re.compile(r"\b(?P<hour>\d{1,2})\s*ruoi\b")
PART = re.compile(r"\b(?P<part>sang|trua|chieu|toi|dem)\b")
BESIDE_HOUR = re.compile(r"\s*(?P<part>sang|trua|chieu|toi|dem)\b")
AFTERNOON_TOO = frozenset("12345")
"""Hours that offices mean after noon, unless a part of the day or a leading zero ("02:00") says otherwise."""
PART_HOURS = {"sang": (0, 12), "trua": (10, 14), "chieu": (12, 19), "toi": (17, 24), "dem": (18, 24)}


class WhenUnclear(RuleError):
    """No day and hour could be read, or more than one."""

    key = "calendar.unclear"


class TwoHours(WhenUnclear):
    """Two hours are named, from one to the other or one for each day: one is needed."""

    key = "calendar.two_hours"


class WhichHalf(WhenUnclear):
    """An hour before six is named without its part of the day: of the night, or of the afternoon."""

    key = "calendar.which_half"


@dataclass
class Phrase:
    """A phrase of which parts are taken out as they are understood."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, taken out of the text; None where there is none."""
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found


def hour_of(phrase: Phrase) -> time | None:
    """The hour that is named, taken out of the phrase; None where none is. Raises TwoHours, or WhenUnclear for one that no clock has."""
    if RANGE.search(phrase.text):
        raise TwoHours
    half = phrase.take(HALF) if not HOUR.search(phrase.text) else None
    found = half or phrase.take(HOUR)
    if found is None:
        return None
    if HOUR.search(phrase.text):
        raise TwoHours
    part = part_of(phrase, found.start())
    if part is None and found["hour"] in AFTERNOON_TOO:
        raise WhichHalf(hour=found["hour"], later=int(found["hour"]) + 12)
    hour, minute = int(found["hour"]), 30 if half else _minute(found)
    hour, less = _by_part(hour, part), 0 if half else int(found["less"] or 0)
    if not (hour < 24 and minute < 60 and less < 60) or (less and not hour):
        raise WhenUnclear
    at = datetime.combine(date(2000, 1, 2), time(hour, minute)) - timedelta(minutes=less)
    return at.time()


def _minute(found: re.Match[str]) -> int:
    """Raises WhenUnclear for one digit alone: "8h3" may have lost its second."""
    if found["half"]:
        return 30
    if found["minute"] and len(found["minute"]) == 1 and not found["minutes"]:
        raise WhenUnclear
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
    raise WhenUnclear
