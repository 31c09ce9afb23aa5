"""The dates that a text gives its papers: one that the calendar does not have is a slip, and asked back."""

import re
from calendar import monthrange

from domain.errors import RuleError

DATE = re.compile(r"(?<![\d/.])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(19|20)\d\d)(?![\d/])")
"""A day's date; with letters behind a further stroke it is a paper's number."""


class NoSuchDate(RuleError):
    """The calendar has no such day."""

    key = "criteria.no_such_date"


def require_dates(text: str) -> None:
    """Raises NoSuchDate for "31/2/2026"."""
    for found in DATE.finditer(text):
        day, month = int(found["day"]), int(found["month"])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(int(found["year"]), month)[1]:
            raise NoSuchDate(date=found[0])
