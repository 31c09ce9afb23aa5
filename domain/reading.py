"""An answer as somebody typed it in the chat, read by the criterion's rule.

What follows the answer after a dash, a comma or a word is evidence ("9 – BC số 45/BC-SCT ngày 12/6/2026"). Where a text has two meanings it is asked back,
never guessed; out of range, the range is named.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.answers import Answer
from domain.criteria.bands import Bands
from domain.criteria.counts import Deduct
from domain.criteria.manual import Manual
from domain.errors import RuleError
from domain.numbers import NotAMultiple, NotANumber, NotRead, Range, read_number
from domain.rubrics import Item, Leaf
from domain.texts import clean, fold

NUMBER = r"-?\d[\d.,]*\d|-?\d"
HEAD = re.compile(rf"(?P<number>(?:{NUMBER})(?: \d+(?![\d/.,%]))*)\s*(?P<sign>%|/\s*(?:{NUMBER}))?\s*(?P<rest>.*)", re.DOTALL)
BETWEEN = r"\s*/\s*|\s*;\s*|\s*,\s+|\s*–\s*|\s+-\s+|-|\s*(?:và|va|so với|trên)\s*|\s+"
PAIR = re.compile(rf"(?P<first>{NUMBER})(?P<between>{BETWEEN})(?P<second>{NUMBER})\s*%?\s*(?P<rest>.*)", re.DOTALL)
ANOTHER_CODE = re.compile(r"[\s,;–-]*[a-z]{1,2}\d{1,2}\s*[:=x]?\s*\d{1,3}(\s*lan)?\s*([,;].*)?$")
"""A code with a count that the criterion does not know ("V9 1"): it is said to be unknown, never taken for evidence."""
THOUSANDS = re.compile(r"0\d")
NAMED = re.compile(rf"(?:(?P<plan>ke hoach|kh|giao)|(?P<actual>thuc hien|th|dat|ket qua))\s*[:=]?\s*(?P<number>{NUMBER})")
NO_PLAN = re.compile(r"khong (co )?ke hoach\W*((thuc hien|th|dat|ket qua)\W+)?")
PLUS_MINUS = re.compile(rf"cong\s+(?P<plus>{NUMBER})( lan)?\W+tru\s+(?P<minus>{NUMBER})( lan)?")
DAYS = re.compile(r"((nop|gui) )?(cham|tre)\s+(?=\d)")
TIMES = re.compile(r"(thieu|cham|tre)( hoac cham)?\s+(?=\d)")
SHARE = re.compile(rf"\s*·\s*(?:{NUMBER})\s*%")  # what the bot itself shows behind plan and actual
SEPARATOR = re.compile(r"^\s*[-–—;:,.·]+\s*")
UNITS = {
    "%": re.compile(r"(%|(phần trăm|phan tram)\b)\.?\s*", re.IGNORECASE),
    "điểm": re.compile(r"(điểm|diem|đ|d)\b\.?\s*", re.IGNORECASE),
    "ngày": re.compile(r"(ngày|ngay)\b\.?\s*", re.IGNORECASE),
    "lần": re.compile(
        r"(lần|lan|lượt|luot|việc|hồ sơ|sáng kiến|điển hình|mô hình|trường hợp|nhiệm vụ|tập thể|cá nhân|người|đơn vị|cuộc|vụ)\b\.?\s*",
        re.IGNORECASE,
    ),
}
"""The words that say what a number counts, by what they count."""
DOCUMENT = re.compile(r"\d+\s*/\s*[A-ZĐ0-9]|\b(số|so)\s*[:.]?\s*\d+|\b(BC|KH|QĐ|CV|TB|TTr|NQ|CT|HD|BB)\b", re.IGNORECASE)
DOCUMENT_FIRST = re.compile(r"\d+\s*/\s*[A-ZĐ]", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}/\d{1,2}(/\d{2,4})?\b(?!\s*$)|\d{1,2}/\d{1,2}/\d{2,4}")
BARE = re.compile(r"[-+]?\d[\d.,/%\s]*(\s[-–—]\s.*|[;:].*)?", re.DOTALL)
YES = ("dung", "dat", "da co", "co", "roi", "x", "1", "yes", "y", "ok")
NO = ("khong co", "khong dat", "khong", "chua co", "chua dat", "chua", "ko", "k", "0", "no", "n", "hong")
NOT_APPLICABLE = ("khong ap dung", "khong phat sinh")
NO_VIOLATION = ("khong co loi nao", "khong co loi", "khong vi pham", "khong loi", "khong co", "khong", "0")
SKIP = ("bo qua", "de sau")


class UnitDoubted(RuleError):
    """The number bears a word that counts something else than is asked: `text` is both, `plain` the same with the word that fits."""

    key = "criteria.unit_doubted"


class TwoNumbersAsked(NotRead):
    """Plan and actual are asked, and only one number could be read."""

    key = "criteria.two_numbers_asked"


class YesOrNoAsked(NotRead):
    """Yes or no is asked."""

    key = "criteria.yes_or_no_asked"


class PlanNotAboveZero(RuleError):
    """A plan of nothing cannot be compared with."""

    key = "criteria.plan_not_above_zero"


class OutsideBands(RuleError):
    """No band of the rule holds this value."""

    key = "criteria.outside_bands"


class UnknownViolation(NotRead):
    """No violation of the rule bears this code."""

    key = "criteria.unknown_violation"


@dataclass(frozen=True)
class Reading:
    """An answer that was read, and the evidence that followed it (empty for none)."""

    answer: Answer
    evidence: str = ""


def is_bare_answer(text: str) -> bool:
    """Whether a text is a number, or two, alone or before a dash: other words, dates and documents' numbers are none."""
    plain = clean(text)
    return BARE.fullmatch(plain) is not None and DATE.match(plain) is None


def is_document(text: str) -> bool:
    """Whether a text names a document, by its number or its kind."""
    return DOCUMENT.search(clean(text)) is not None


def is_skip(text: str) -> bool:
    """Whether the text asks to go on without an answer."""
    return fold(text) in SKIP


def not_applicable_reason(text: str) -> str | None:
    """The reason after "không áp dụng", empty where none was given; None where the text says no such thing."""
    plain = clean(text)
    words = fold(plain)
    for phrase in NOT_APPLICABLE:
        if words.startswith(phrase):
            rest = " ".join(plain.split()[len(phrase.split()) :])
            reason = SEPARATOR.sub("", rest).strip()
            return reason[1:-1] if reason.startswith("(") and reason.endswith(")") else reason
    return None


def read_answer(target: Leaf | Item, text: str) -> Reading:
    """The answer a text gives to this criterion. Raises a RuleError that says what is asked."""
    return READERS[target.rule.kind](target.rule, clean(text))


# ---------------------------------------------------------------------------------------------------------------- one number


def _one(text: str, allowed: Range, *, percent: bool = False, of: Decimal | None = None, unit: str = "") -> tuple[Decimal, str]:
    """One number and what follows it. `percent`: a % sign may stand behind; `of`: "/10" may stand behind where the maximum is 10; `unit` is what is
    counted, empty where anything may be."""
    found = HEAD.match(text)
    if found is None or DOCUMENT_FIRST.match(text):
        raise NotANumber(text=text[:60], example=allowed.example)
    number, sign, rest = found["number"], found["sign"], found["rest"]
    if sign and not _sign_fits(sign, percent=percent, of=of):
        raise NotANumber(text=text[:60], example=allowed.example)
    value, evidence = _read_head(number, rest, allowed)
    if unit and not sign:
        _require_unit(number, rest, unit)
    return value, evidence


def _require_unit(number: str, rest: str, unit: str) -> None:
    """Raises UnitDoubted where the word after a number counts something else than the unit."""
    other = next((found for name, words in UNITS.items() if name != unit and (found := words.match(rest))), None)
    if other is not None:
        raise UnitDoubted(text=f"{number} {other[0].strip()}", plain=f"{number} {unit}")


def _read_head(number: str, rest: str, allowed: Range) -> tuple[Decimal, str]:
    """ "7 5" is one number; "9 15 …" where the first alone fits and both together do not is a number and what follows."""
    try:
        return read_number(number, allowed), _evidence(rest)
    except RuleError:
        first, _, more = number.partition(" ")
        if not more:
            raise
        return read_number(first, allowed), _evidence(f"{more} {rest}")


def _sign_fits(sign: str, *, percent: bool, of: Decimal | None) -> bool:
    if sign == "%":
        return percent
    return of is not None and read_number(sign.lstrip("/ "), Range()) == of


def _evidence(rest: str) -> str:
    """What follows an answer, without the word that says what was counted and without what divides them."""
    said = SEPARATOR.sub("", rest.strip(), count=1)
    unit = next((found for words in UNITS.values() if (found := words.match(said))), None)
    return SEPARATOR.sub("", said[unit.end() :] if unit else said).strip()


def _points(rule: Rule, text: str) -> Reading:
    value, evidence = _one(text, Range(high=rule.ceiling), of=rule.max, unit="điểm")
    step = rule.step if isinstance(rule, Manual) else None
    if step is not None and value % step:
        raise NotAMultiple.of(value, step)
    return Reading({"points": value}, evidence)


def read_points(text: str, allowed: Range, of: Decimal | None) -> tuple[Decimal, str]:
    """Points as an appraiser types them, and the reason that follows ("8 – thiếu báo cáo quý II"); `of`: "/10" may stand behind where the maximum is 10.
    Raises a RuleError that says what is asked."""
    return _one(clean(text), allowed, of=of)


def _value(rule: Rule, text: str) -> Reading:
    low, high = (rule.low, rule.high) if isinstance(rule, Bands) else (None, None)
    value, evidence = _one(text, Range(low, high), percent=True)
    if isinstance(rule, Bands) and not any(band.holds(value) for band in rule.bands):
        raise OutsideBands(value=value)
    return Reading({"value": value}, evidence)


def _rate(rule: Rule, text: str) -> Reading:
    value, evidence = _one(text, Range(high=Decimal(100)), percent=True, unit="%")
    return Reading({"rate": value}, evidence)


def _days(rule: Rule, text: str) -> Reading:
    if (none := _none(text, "dung han", "khong cham", "khong", "som")) is not None:
        return Reading({"days_late": Decimal(0)}, none)
    value, evidence = _one(_without(DAYS, text), Range(low=None, whole=True), unit="ngày")
    return Reading({"days_late": value}, evidence)


def _counted(field: str) -> Callable[[Rule, str], Reading]:
    def read(rule: Rule, text: str) -> Reading:
        if (none := _none(text, "khong co", "khong")) is not None:
            return Reading({field: Decimal(0)}, none)
        value, evidence = _one(_without(TIMES, text), Range(whole=True), unit="lần")
        return Reading({field: value}, evidence)

    return read


def _none(text: str, *phrases: str) -> str | None:
    """The evidence after a phrase that says there is nothing to count ("không – BC 115/BC-SXD"), empty for none; None where the text says no such thing."""
    words = fold(text)
    for phrase in phrases:
        if words == phrase or re.match(rf"{phrase}\s*[-–—;:,.]", words):
            return _evidence(" ".join(text.split()[len(phrase.split()) :]) if words != phrase else "")
    return None


def _without(opening: re.Pattern[str], text: str) -> str:
    """The text without the words it opens with, if it does."""
    found, words = opening.match(fold(text)), fold(text)
    return text if found is None else (text if len(words) == len(text) else words)[found.end() :]


# ---------------------------------------------------------------------------------------------------------------- two numbers


def _plan_and_actual(rule: Rule, text: str) -> Reading:
    plan, actual, rest = _named_pair(text) or _bare_pair(rule, text)
    if plan is not None and plan <= 0:
        raise PlanNotAboveZero
    return Reading({"plan": plan, "actual": actual}, _evidence(rest))


def _named_pair(text: str) -> tuple[Decimal | None, Decimal, str] | None:
    """ "kế hoạch 100 thực hiện 96,5" in either order."""
    words = fold(text)
    found = {("plan" if match["plan"] else "actual"): match for match in NAMED.finditer(words)}
    if set(found) != {"plan", "actual"}:
        return None
    end = max(match.end() for match in found.values())
    rest = text[end:] if len(words) == len(text) else ""
    return read_number(found["plan"]["number"], Range()), read_number(found["actual"]["number"], Range()), SHARE.sub("", rest, count=1)


def _bare_pair(rule: Rule, text: str) -> tuple[Decimal | None, Decimal, str]:
    """ "100 96,5" is plan and actual; "96,5/100" is actual of plan."""
    if rule.kind == "relative_to_leader" and NO_PLAN.match(fold(text)):
        value, rest = _one(_without(NO_PLAN, text), Range())
        return None, value, rest
    found = _pair(text)
    first, second = read_number(found["first"], Range()), read_number(found["second"], Range())
    if found["between"].strip() == "/":
        first, second = second, first
    return first, second, found["rest"]


def _pair(text: str) -> re.Match[str]:
    """Two numbers, where it is plain which two: in "1 000 950" and "100 000" the blank may stand inside one number, so it is asked back."""
    found = PAIR.match(text)
    if found is None or found["rest"][:1].isdigit() or THOUSANDS.match(found["second"]):
        raise TwoNumbersAsked
    return found


def _plus_and_minus(rule: Rule, text: str) -> Reading:
    if (none := _none(text, "khong co", "khong")) is not None:
        return Reading({"plus": Decimal(0), "minus": Decimal(0)}, none)
    counts = Range(whole=True)
    if named := PLUS_MINUS.match(fold(text)):
        return Reading(
            {"plus": read_number(named["plus"], counts), "minus": read_number(named["minus"], counts)}, _evidence(_without(PLUS_MINUS, text))
        )
    found = _pair(text)
    return Reading({"plus": read_number(found["first"], counts), "minus": read_number(found["second"], counts)}, _evidence(found["rest"]))


# ---------------------------------------------------------------------------------------------------------------- yes or no, violations


def _yes_or_no(field: str) -> Callable[[Rule, str], Reading]:
    def read(rule: Rule, text: str) -> Reading:
        words = fold(text)
        for phrases, value in ((NO, False), (YES, True)):
            for phrase in phrases:
                if words == phrase or re.match(rf"{re.escape(phrase)}\s*[-–—;:,.]", words) or words.startswith(f"{phrase} "):
                    rest = " ".join(text.split()[len(phrase.split()) :])
                    return Reading({field: value}, _evidence(rest))
        raise YesOrNoAsked

    return read


def _violations(rule: Rule, text: str) -> Reading:
    if not isinstance(rule, Deduct):
        raise TypeError(rule.kind)
    counts = {one.code: Decimal(0) for one in rule.violations}
    if (none := _none(text, *NO_VIOLATION)) is not None:
        return Reading({"violations": counts}, none)
    if len(counts) == 1 and HEAD.match(text):
        counts[rule.violations[0].code], evidence = _one(text, Range(whole=True), unit="lần")
        return Reading({"violations": counts}, evidence)
    return _counts_by_code({fold(code): code for code in counts}, counts, text)


def _counts_by_code(codes: Mapping[str, str], counts: dict[str, Decimal], text: str) -> Reading:
    """ "V1 1, V2 2 – BC 115/BC-SXD": codes with counts, as far as they go; what follows is evidence."""
    one = re.compile(
        rf"[\s,;]*(?P<code>{'|'.join(re.escape(code) for code in sorted(codes, key=len, reverse=True))})\s*[:=x]?\s*(?P<count>{NUMBER})\b(?: lan\b)?"
    )
    words, at = fold(text), 0
    while found := one.match(words, at):
        counts[codes[found["code"]]], at = read_number(found["count"], Range(whole=True)), found.end()
    rest = text[at:] if len(words) == len(text) else ""
    if not at or ANOTHER_CODE.match(words, at) or (rest.strip() and not (SEPARATOR.match(rest) or UNITS["lần"].match(rest.strip()))):
        raise UnknownViolation(known=", ".join(codes.values()))
    return Reading({"violations": counts}, _evidence(rest))


READERS: dict[str, Callable[[Rule, str], Reading]] = {
    "manual": _points,
    "external": _points,
    "yes_no": _yes_or_no("yes"),
    "award_bonus": _yes_or_no("held"),
    "bands": _value,
    "threshold": _value,
    "lateness_bands": _days,
    "percent_of_max": _rate,
    "percent_of_plan": _plan_and_actual,
    "relative_to_leader": _plan_and_actual,
    "count_times": _counted("count"),
    "per_miss_percent": _counted("misses"),
    "plus_minus": _plus_and_minus,
    "deduct": _violations,
}
