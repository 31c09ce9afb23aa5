"""The dates that a text gives its papers: one that the calendar does not have is a slip, and asked back. Where days are counted, a day's date is no count."""

import re
from calendar import monthrange

from domain.errors import RuleError
from domain.texts import clean, fold

DATE = re.compile(r"(?<![\d/.])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(19|20)\d\d)(?![\d/])")
"""A day's date; with letters behind a further stroke it is a paper's number."""

DAY_ALONE = re.compile(
    r"((bao cao|hoan thanh|da|don vi|nop|gui|xong|cham|tre|muon|som|truoc|dung|qua|han|vao|luc|tu|den|la|trong)\b[\s,:=]*)*"
    r"(ngay\s*)?(?P<day>\d{1,2})\s*(/\s*(?P<month>\d{1,2})(\s*/\s*\d{2,4})?|[.-](?P<dotted>\d{1,2})[.-]\d{4}|thang\s*(?P<named>\d{1,2})(\s*(nam|/)\s*\d{2,4})?)"
    r"\s*($|[-–—;,.(]|(nop|gui|han)\b)"
)
"""A day's date with nothing before it but what was done on it, in folded text."""


class NoSuchDate(RuleError):
    """The calendar has no such day."""

    key = "criteria.no_such_date"


def is_day(text: str) -> bool:
    """Whether a text opens with a day's date that names no paper ("nộp ngày 15/6", "hạn 15/6, nộp 18/6", "15 tháng 6 năm 2026")."""
    found = DAY_ALONE.match(fold(clean(text)))
    if found is None:
        return False
    month = int(found["month"] or found["dotted"] or found["named"])
    return 1 <= month <= 12 and 1 <= int(found["day"]) <= 31


def require_dates(text: str) -> None:
    """Raises NoSuchDate for "31/2/2026"."""
    for found in DATE.finditer(text):
        day, month = int(found["day"]), int(found["month"])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(int(found["year"]), month)[1]:
            raise NoSuchDate(date=found[0])
