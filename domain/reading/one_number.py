"""Answers of one number: points, a figure, a rate, days, a count; for an appraiser the points and the reason behind them."""

import re
from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.answers import normal
from domain.criteria.bands import Bands
from domain.criteria.manual import Manual
from domain.errors import RuleError
from domain.numbers import NotAMultiple, NotANumber, Range, quotient, read_number, readings, rounded, unmistakable
from domain.reading.dates import is_day
from domain.reading.examples import example_of
from domain.reading.following import UNITS, UnclearAnswer, after_phrase, evidence_in, without, without_courtesy
from domain.reading.kinds import DOCUMENT_FIRST, NUMBER, Reading
from domain.texts import clean, fold

HEAD = re.compile(
    rf"(?P<number>(?:{NUMBER})(?: \d+(?![\d/.,%]))*)\s*(?P<sign>%|(?:/|tr[êe]n(?: thang(?: điểm)?)?)\s*(?P<of>{NUMBER})(?!\d|\s*/))?\s*(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
"""A number, perhaps a rate or a fraction ("9/10", "9 trên 10"; never a date), and what follows."""
OPENING = re.compile(r"((da )?(dat|duoc|ty le|ket qua|hoan thanh|thuc hien) ?[:=]? ?)+(?=-?\d)")
"""The words with which people lead up to a number, in folded text."""
TO_POINTS = re.compile(r"(((don vi )?tu (cham|danh gia)( duoc)?|diem( so)?( tu cham)?|dat|duoc) ?[:=]? ?)+(?=-?\d)")
TO_COUNT = re.compile(r"(co|so luong|so lan)( la)? ?[:=]? ?(?=\d)")
DAYS = re.compile(r"((nop|gui) )?(cham( tre)?|tre|muon|qua han)\s+(?=\d)")
EARLY = re.compile(r"((nop|gui) )?(som|truoc han)( \d{1,3}( ngay)?)?")
NONE_OF = re.compile(r"(khong|ko|chua) (co )?[a-z ]{2,30} nao")
TIMES = re.compile(r"(thieu|cham|tre)( hoac cham)?\s+(?=\d)")


class UnitDoubted(RuleError):
    """The number bears a word that counts something else than is asked: `text` is both, `plain` the same with the word that fits."""

    key = "criteria.unit_doubted"


class FractionOfAnother(RuleError):
    """Points as a fraction of something else than the criterion's maximum ("9/10" of 20): not guessed, and no document either."""

    key = "criteria.fraction_of_another"


class DayGiven(RuleError):
    """A day's date where days of delay are counted: from which day they count is not in the table."""

    key = "criteria.day_given"


class OutsideBands(RuleError):
    """No band of the rule holds this value."""

    key = "criteria.outside_bands"


def read_one(text: str, allowed: Range, *, percent: bool = False, of: Decimal | None = None, unit: str = "") -> tuple[Decimal, str]:
    """One number and what follows it. `percent`: a % sign may stand behind; `of`: the maximum, by which "9/10" is read; `unit` is what is counted, empty
    where anything may be."""
    text = without(OPENING, text)
    found = HEAD.match(text)
    if found is None or DOCUMENT_FIRST.match(text) or _is_glued(found):
        raise NotANumber(text=text[:60], example=allowed.example)
    number, sign, rest = found["number"], found["sign"], found["rest"]
    if found["of"]:
        _require_whole(text[: found.end("of")], number, found["of"], of, allowed, unit)
    elif sign == "%" and not percent:
        raise NotANumber(text=text[:60], example=allowed.example)
    value, evidence = _read_head(number, rest, allowed)
    if unit and not sign:
        _require_unit(number, rest, unit)
    return value, evidence


def _is_glued(found: re.Match[str]) -> bool:
    """Whether letters stick to the number that are no unit: "9h", "1e3", "9đ5"."""
    rest = found["rest"]
    return (
        not found["sign"]
        and found.end("number") == found.start("rest")
        and rest[:1].isalpha()
        and not any(words.match(rest) for words in UNITS.values())
    )


def _require_whole(text: str, number: str, whole: str, of: Decimal | None, allowed: Range, unit: str) -> None:
    """Raises what a fraction of something else is answered with: the maximum where points are asked, the rate it makes where a rate is."""
    if of is not None:
        if of not in readings(whole):
            raise FractionOfAnother(text=text, max=of, example=allowed.example)
        return
    part, part_of = read_number(number, Range(low=None)), read_number(whole, Range(low=None))
    if unit == "%" and 0 <= part <= part_of and part_of:
        raise UnitDoubted(text=text, plain=f"{unmistakable(rounded(quotient(part, part_of) * 100, 2, 'half_up'))} %")
    raise NotANumber(text=text[:60], example=allowed.example)


def _require_unit(number: str, rest: str, unit: str) -> None:
    """Raises UnitDoubted where the word after a number counts something else than the unit."""
    other = next((found for name, words in UNITS.items() if name != unit and (found := words.match(rest))), None)
    if other is not None:
        raise UnitDoubted(text=f"{number} {other[0].strip()}", plain=f"{number} {unit}")


def _read_head(number: str, rest: str, allowed: Range) -> tuple[Decimal, str]:
    """ "7 5" is one number; "9 15/BC …" where the first alone fits and both together do not is a number and what follows."""
    try:
        value = read_number(number, allowed)
    except RuleError:
        first, _, more = number.partition(" ")
        if not more:
            raise
        return read_number(first, allowed), evidence_in(f"{more} {rest}")
    return value, evidence_in(rest)


# ---------------------------------------------------------------------------------------------------------------- by rule


def read_rule_points(rule: Rule, text: str) -> Reading:
    """Points from 0 to the rule's highest, "/10" behind them where the maximum is 10. Raises NotAMultiple where the rule has a step."""
    value, evidence = read_one(without(TO_POINTS, text), Range(high=rule.ceiling), of=rule.max, unit="điểm")
    step = rule.step if isinstance(rule, Manual) else None
    if step is not None and value % step:
        raise NotAMultiple.of(value, step)
    return Reading({"points": value}, evidence)


def read_points(text: str, allowed: Range, of: Decimal | None) -> tuple[Decimal, str]:
    """Points as an appraiser types them, and the reason that follows ("8 – thiếu báo cáo quý II"); `of`: "/10" may stand behind where the maximum is 10.
    Raises a RuleError that says what is asked."""
    plain = without_courtesy(clean(text))
    try:
        return read_one(without(TO_POINTS, plain), allowed, of=of)
    except UnclearAnswer as refusal:
        refusal.facts = {"text": plain[:60], "example": allowed.example}
        raise


def read_value(rule: Rule, text: str) -> Reading:
    """A number of the rule's own unit, within its ends. Raises OutsideBands where no band holds it."""
    low, high = (rule.low, rule.high) if isinstance(rule, Bands) else (None, None)
    value, evidence = read_one(without(TO_POINTS, text), Range(low, high), percent=True)
    if isinstance(rule, Bands) and not any(band.holds(value) for band in rule.bands):
        raise OutsideBands(value=value)
    return Reading({"value": value}, evidence)


def read_rate(rule: Rule, text: str) -> Reading:
    """A rate from 0 to 100, with or without "%"."""
    value, evidence = read_one(text, Range(high=Decimal(100)), percent=True, unit="%")
    return Reading({"rate": value}, evidence)


def read_days(rule: Rule, text: str) -> Reading:
    """Whole days of delay; "đúng hạn" is 0, and so is what came early ("-1"): it is worth the same, and read back as the same. Raises DayGiven for a date."""
    if EARLY.fullmatch(fold(text)):
        return Reading({"days_late": Decimal(0)})
    if (none := after_phrase(text, "dung han", "khong cham", "khong", "som", "truoc han")) is not None:
        return Reading({"days_late": Decimal(0)}, none)
    if is_day(text):
        raise DayGiven(text=text[:60], example=example_of(rule))
    value, evidence = read_one(without(DAYS, text), Range(low=None, whole=True), unit="ngày")
    return Reading(normal({"days_late": value}), evidence)


def read_count(rule: Rule, text: str) -> Reading:
    """How often something happened, or was missed."""
    field = rule.fields[0]
    if NONE_OF.fullmatch(fold(text)):
        return Reading({field: Decimal(0)})
    if (none := after_phrase(text, "khong co", "khong")) is not None:
        return Reading({field: Decimal(0)}, none)
    value, evidence = read_times(text)
    return Reading({field: value}, evidence)


def read_times(text: str) -> tuple[Decimal, str]:
    """How often, as a number, and what follows it."""
    return read_one(without(TO_COUNT, without(TIMES, text)), Range(whole=True), unit="lần")
