"""How much time is left, in the words people reckon in: days by the calendar, hours on the last of them, minutes in the last hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

HOURS_ACROSS_MIDNIGHT = timedelta(hours=12)
MINUTES_BELOW = 3  # hours: nearer than that, the minutes beyond the full hour are named too
MINUTE = 60


@dataclass(frozen=True)
class Left:
    """So many `n` of a unit; `more` minutes beyond the hours. `over_days`: so many dates past; `over_today`: past since today."""

    unit: Literal["days", "hours", "hours_minutes", "minutes", "over_days", "over_today"]
    n: int = 0
    more: int = 0


def time_left(until: datetime, now: datetime, zone: ZoneInfo) -> Left:
    """What is left at `now` until an instant, or how long it is past, on the calendar of `zone`. A minute that has begun counts whole: what runs a moment
    after its time still says the time it was planned for."""
    days = (until.astimezone(zone).date() - now.astimezone(zone).date()).days
    if now > until:
        return Left("over_days", -days) if days else Left("over_today")
    if days > 1 or (days and until - now >= HOURS_ACROSS_MIDNIGHT):
        return Left("days", days)
    minutes = -int(-(until - now).total_seconds() // MINUTE)
    hours, more = divmod(minutes, MINUTE)
    if not hours:
        return Left("minutes", max(1, minutes))
    return Left("hours_minutes", hours, more) if more and hours < MINUTES_BELOW else Left("hours", hours)
