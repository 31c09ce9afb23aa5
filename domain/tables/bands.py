"""Bands as one part of a cell, written and read: of values by their ends ("từ 90 đến dưới 95: 8"), of days by a span ("1-2: 1,5"), each with its points."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.tables.words import NUMBER, Words, decimal, plain
from domain.texts import fold

Data = dict[str, Any]
ZERO = Decimal(0)
DAYS = re.compile(r"(?:cham )?(?:tu )?(?P<first>\d{1,4})(?:(?:\s*[-–]\s*| den )(?P<last>\d{1,4})| (?P<open>tro len))?")
"""A span of days, folded and without the word for days: "1-2", "tu 1 den 2", "3 tro len"; "tu 3" alone has no end either."""
SPAN = re.compile(rf"({NUMBER})\s*[-–—]\s*({NUMBER})")
"""A band of values by its ends, both of which count: "0-49"."""
BEYOND = re.compile(r"(?:cham )?tren (?P<last>\d{1,4})")
IN_TIME = "dung han"


class DaysUnclear(Exception):
    """A span of days cannot be read; the message is that span."""


def written_band(band: Mapping[str, Any], words: Words) -> str:
    """A band of values by its ends, and its points: "từ 90 đến dưới 95: 8"."""
    low, high = band.get("min"), band.get("max")
    ends = []
    if low is not None:
        ends.append(words.written("band_from" if band.get("min_incl", True) else "band_above", low))
    if high is not None:
        ends.append(words.written("band_to" if band.get("max_incl", False) else "band_below", high))
    return f"{' '.join(ends) or words['band_any']}: {plain(band['points'])}"


def read_band(part: str, words: Words) -> Data | None:
    """A band of values: "từ 90 đến dưới 95: 8", "≥95: 10 điểm", "0-49: 10"; None where it is none."""
    ends, _, written = part.rpartition(":")
    points = fold(written).removesuffix("diem").strip()
    if not re.fullmatch(NUMBER, points):
        return None
    band: Data = {"points": decimal(points)}
    if words.says("band_any", ends.strip()):
        return band
    said = _in_words(fold(ends).replace("%", "").strip(), words)
    if span := SPAN.fullmatch(said):
        return band | {"min": decimal(span[1]), "min_incl": True, "max": decimal(span[2]), "max_incl": True}
    found = re.fullmatch(_ends_of_bands(words), said)
    if found is None or not (found["low"] or found["high"]):
        return None
    if found["low"]:
        band |= {"min": decimal(found["low"]), "min_incl": found["from"] is not None}
    if found["high"]:
        band |= {"max": decimal(found["high"]), "max_incl": found["below"] is None}
    return band


def _in_words(ends: str, words: Words) -> str:
    """The folded ends of a band as our sentences write them: "≥ 95" and "95 trở lên" are "từ 95", "50 trở xuống" is "đến 50"."""
    lower, above, upper, below = (fold(words[f"band_{name}"].partition("{")[0]).strip() for name in ("from", "above", "to", "below"))
    for signs, word in ((r"≥|>=", lower), (r"≤|<=", upper), (r">", above), (r"<", below)):
        ends = re.sub(signs, f" {word} ", ends)
    ends = re.sub(rf"^(?:{lower} )?({NUMBER}) tro len$", rf"{lower} \1", " ".join(ends.split()))
    return re.sub(rf"^(?:{lower} |{upper} )?({NUMBER}) tro xuong$", rf"{upper} \1", ends)


def _ends_of_bands(words: Words) -> str:
    """ "từ 90", "trên 90", then "đến 100", "dưới 100" or "đến dưới 100"."""
    lower, above, upper, below = (fold(words[f"band_{name}"].partition("{")[0]).strip() for name in ("from", "above", "to", "below"))
    low = rf"(?:(?:(?P<from>{lower})|{above})\s*(?P<low>{NUMBER}))?"
    return rf"{low}\s*(?:(?:(?P<below>(?:{upper}\s+)?{below})|{upper})\s*(?P<high>{NUMBER}))?"


# ---------------------------------------------------------------------------------------------------------------- days


def written_days(bands: list[Mapping[str, Any]], words: Words) -> str:
    """Bands of days: "0: 2; 1-2: 1,5; từ 3: 0"."""
    return "; ".join(f"{_written_span(band, words)}: {plain(band['points'])}" for band in bands)


def _written_span(band: Mapping[str, Any], words: Words) -> str:
    first, last = band["days_min"], band.get("days_max")
    if last is None:
        return words.written("band_from", first)
    return plain(first) if first == last else f"{plain(first)}-{plain(last)}"


def read_days(text: str, words: Words) -> list[Data]:
    """Bands of days from a cell. Raises DaysUnclear."""
    return [_read_span(part.strip(), words) for part in text.replace("\n", ";").split(";") if part.strip()]


def _read_span(part: str, words: Words) -> Data:
    span, _, points = part.rpartition(":")
    written = fold(points).removesuffix("diem").strip()
    days = _days(" ".join(re.sub(r"\bngay\b", "", fold(span)).split()), words)
    if days is None or not re.fullmatch(NUMBER, written):
        raise DaysUnclear(part)
    return {"days_min": days[0], "days_max": days[1], "points": decimal(written)}


def _days(span: str, words: Words) -> tuple[Decimal, Decimal | None] | None:
    """The first and last day of a span, as offices write it; None where it is none."""
    if span == IN_TIME:
        return ZERO, ZERO
    if (first := words.number("band_from", span)) is not None:
        return first, None
    if found := BEYOND.fullmatch(span):
        return Decimal(found["last"]) + 1, None
    if (found := DAYS.fullmatch(span)) is None:
        return None
    return Decimal(found["first"]), None if found["open"] else Decimal(found["last"] or found["first"])
