"""Which days are worked: Vietnam's public holidays with Tết come from the package `holidays`; the bloc file adds days off and days worked instead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import count

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Vietnam's public holidays of a year."""
    return frozenset(holidays.country_holidays("VN", years=year))


@dataclass(frozen=True)
class Workdays:
    """The bloc's workdays. `days_off` are free though worked elsewhere, `workdays` are worked though a weekend or a holiday."""

    days_off: Collection[date] = field(default_factory=frozenset)
    workdays: Collection[date] = field(default_factory=frozenset)

    def is_workday(self, day: date) -> bool:
        """Whether the bloc works on this day: its own lists first, then weekends and Vietnam's public holidays."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off and day not in public_holidays(day.year)

    def on_or_after(self, day: date) -> date:
        """The first workday from this day on."""
        return next(one for one in (day + timedelta(days=n) for n in count()) if self.is_workday(one))

    def on_or_before(self, day: date) -> date:
        """The last workday up to this day."""
        return next(one for one in (day - timedelta(days=n) for n in count()) if self.is_workday(one))

    def between(self, after: date, until: date) -> int:
        """How many workdays lie after the one date, up to and with the other."""
        days = (until - after).days
        return sum(self.is_workday(after + timedelta(days=n)) for n in range(1, days + 1))
