"""Answers of two numbers: plan and actual, plan first unless it is said otherwise; times gained and times lost."""

import re
from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.answers import Answer
from domain.errors import RuleError
from domain.numbers import NotRead, Range, read_number
from domain.reading.following import after_phrase, evidence_in, without, without_unit
from domain.reading.kinds import DOCUMENT_FIRST, NAMED, NUMBER, Reading
from domain.reading.one_number import OPENING, read_one
from domain.texts import fold

BETWEEN = r"\s*/\s*|\s*;\s*|\s*,\s+|\s*–\s*|\s+-\s+|-|\s*(?:và|va|so với|so voi|trên|tren)\s*|\s+"
PAIR = re.compile(rf"(?P<first>{NUMBER})(?P<between>{BETWEEN})(?P<second>{NUMBER})\s*%?\s*(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
ACTUAL_FIRST = frozenset({"/", "tren", "so voi"})
""" "96,5/100", "96,5 trên 100" and "96,5 so với 100" name the actual first."""
THOUSANDS = re.compile(r"0\d")
NO_PLAN = re.compile(r"khong (co )?ke hoach\W*((thuc hien|th|dat|ket qua)\W+)?")
PLUS_MINUS = re.compile(rf"cong\s+(?P<plus>{NUMBER})( lan)?\W+tru\s+(?P<minus>{NUMBER})( lan)?")
SHARE = re.compile(rf"\s*[·=(;,]+\s*(?:càng ít càng tốt, tính |đạt |tỷ lệ |bằng )?(?:{NUMBER})\s*%\)?", re.IGNORECASE)
"""The share that the bot itself shows behind plan and actual, and that people write there too; it is computed anew."""


PLAN_WORD = re.compile(r"^\s*(kh|kế hoạch|ke hoach)\s*$", re.IGNORECASE)


class TwoNumbersAsked(NotRead):
    """Two numbers are asked, and only one could be read."""

    key = "criteria.two_numbers_asked"


class PlanNotAboveZero(RuleError):
    """A plan of nothing cannot be compared with."""

    key = "criteria.plan_not_above_zero"


def planned(plan: Decimal | None, actual: Decimal) -> Answer:
    """The answer that plan and actual make; plan None where the unit has none. Raises PlanNotAboveZero."""
    if plan is not None and plan <= 0:
        raise PlanNotAboveZero
    return {"plan": plan, "actual": actual}


def read_plan_and_actual(rule: Rule, text: str) -> Reading:
    """Plan and actual in one text, plan first unless a stroke or words say otherwise. Raises TwoNumbersAsked, PlanNotAboveZero."""
    if rule.kind == "relative_to_leader" and NO_PLAN.match(fold(text)):
        value, evidence = read_one(without(NO_PLAN, text), Range())
        return Reading(planned(None, value), evidence)
    plan, actual, rest = _by_name(text) or _in_order(without(OPENING, text))
    behind = without_unit(rest)
    share = SHARE.match(behind)
    return Reading(planned(plan, actual), evidence_in(PLAN_WORD.sub("", behind[share.end() :] if share else behind)))


def _by_name(text: str) -> tuple[Decimal, Decimal, str] | None:
    """ "kế hoạch 100 thực hiện 96,5" in either order."""
    words = fold(text)
    found = {("plan" if match["plan"] else "actual"): match for match in NAMED.finditer(words)}
    if set(found) != {"plan", "actual"}:
        return None
    end = max(match.end() for match in found.values())
    if len({match["unit"] for match in found.values() if match["unit"]}) > 1:
        raise TwoNumbersAsked
    rest = text[end:] if len(words) == len(text) else ""
    return read_number(found["plan"]["number"], Range()), read_number(found["actual"]["number"], Range()), rest


def _in_order(text: str) -> tuple[Decimal, Decimal, str]:
    """ "100 96,5" is plan and actual; "96,5/100" is actual of plan."""
    found = _pair(text)
    first, second = read_number(found["first"], Range()), read_number(found["second"], Range())
    if fold(found["between"]) in ACTUAL_FIRST:
        first, second = second, first
    return first, second, found["rest"]


def _pair(text: str) -> re.Match[str]:
    """Two numbers, where it is plain which two: in "1 000 950" and "100 000" the blank may stand inside one number, so it is asked back; a date is none."""
    found = PAIR.match(text)
    if (
        found is None
        or found["rest"][:1].isdigit()
        or found["rest"].startswith("/")
        or THOUSANDS.match(found["second"])
        or DOCUMENT_FIRST.match(text)
    ):
        raise TwoNumbersAsked
    return found


def read_plus_and_minus(rule: Rule, text: str) -> Reading:
    """How often something was done well and how often it failed, in this order unless named. Raises TwoNumbersAsked."""
    if (none := after_phrase(text, "khong co", "khong")) is not None:
        return Reading({"plus": Decimal(0), "minus": Decimal(0)}, none)
    counts = Range(whole=True)
    if named := PLUS_MINUS.match(fold(text)):
        answer = {"plus": read_number(named["plus"], counts), "minus": read_number(named["minus"], counts)}
        return Reading(answer, evidence_in(without(PLUS_MINUS, text)))
    found = _pair(text)
    if fold(found["between"]) in ACTUAL_FIRST:
        raise TwoNumbersAsked
    return Reading({"plus": read_number(found["first"], counts), "minus": read_number(found["second"], counts)}, evidence_in(found["rest"]))
