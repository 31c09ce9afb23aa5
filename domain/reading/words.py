"""Answers in words: yes or no, and violations by their codes."""

import re
from collections.abc import Mapping
from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.counts import Deduct
from domain.numbers import NotRead, Range, read_number
from domain.reading.following import UNITS, after_phrase, evidence_in, rest_of
from domain.reading.kinds import NUMBER, SEPARATOR, Reading
from domain.reading.one_number import HEAD, read_one
from domain.texts import fold

YES = ("dung han", "dung thoi han", "dung", "dat", "da co", "co", "roi", "x", "1", "yes", "y", "ok", "vang", "da vang")
NO = ("khong co", "khong dat", "khong", "chua co", "chua dat", "chua", "ko co", "ko", "k", "0", "no", "n", "hong")
NO_VIOLATION = ("khong co loi nao", "khong co loi", "khong vi pham", "khong loi", "khong co", "khong", "0")
ANOTHER_CODE = re.compile(r"[\s,;–-]*[a-z]{1,2}\d{1,2}\s*[:=x]?\s*\d{1,3}(\s*lan)?\s*([,;].*)?$")
"""A code with a count that the criterion does not know ("V9 1"): it is said to be unknown, never taken for evidence."""


class YesOrNoAsked(NotRead):
    """Yes or no is asked."""

    key = "criteria.yes_or_no_asked"


class UnknownViolation(NotRead):
    """No violation of the rule bears this code."""

    key = "criteria.unknown_violation"


def read_yes(rule: Rule, text: str) -> Reading:
    """Yes or no; words behind it are evidence where a dash or a comma divides them or a document is named ("có nhưng chưa đủ" is neither)."""
    words = fold(text)
    for phrases, value in ((NO, False), (YES, True)):
        for phrase in phrases:
            if re.match(rf"{phrase}(?!\w|[-–—;:,.]\d)", words):
                return Reading({rule.fields[0]: value}, evidence_in(rest_of(text, phrase), words_apart=True, papers_apart=not value))
    raise YesOrNoAsked


def read_violations(rule: Rule, text: str) -> Reading:
    """How often each violation happened: by code, one number where there is one kind alone, or "không vi phạm". Raises UnknownViolation and what a
    number raises."""
    if not isinstance(rule, Deduct):
        raise TypeError(rule.kind)
    counts = {one.code: Decimal(0) for one in rule.violations}
    if (none := after_phrase(text, *NO_VIOLATION)) is not None:
        return Reading({"violations": counts}, none)
    if len(counts) == 1 and HEAD.match(text):
        counts[rule.violations[0].code], evidence = read_one(text, Range(whole=True), unit="lần")
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
    return Reading({"violations": counts}, evidence_in(rest))
