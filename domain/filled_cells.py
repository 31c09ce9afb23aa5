"""The cells of one criterion in a filled workbook, read as an answer by its rule.

Numbers are taken as numbers; texts like "7,5", "7.5" or "1.000" are read as in the chat (domain/reading.py), with the same refusals. What a spreadsheet can
hold besides (a formula without a result, an error, a date, a percentage where points are asked, merged cells) is named, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from domain.criteria.answers import Answer
from domain.criteria.counts import Deduct
from domain.criteria.rule import Rule
from domain.errors import RuleError
from domain.numbers import NotANumber, Range, places_of, read_number
from domain.reading import read_answer
from domain.reading.two_numbers import planned
from domain.rubrics import Item, Leaf
from domain.sheets import require_reason
from domain.texts import clean, fold

CellKind = Literal["text", "number", "percent", "bool", "date", "error", "uncomputed", "merged"]
MOST_PLACES = 9
"""Decimals an answer may have: what a formula computes beyond them is rounded, and shown so before it is taken over."""
WITHOUT = frozenset({"khong", "khong co", "khong giao", "-", "–"})
DATE_LENGTH = len("2026-06-12")


class Uncomputed(RuleError):
    """A formula without a kept result."""

    key = "filling.uncomputed"


class BrokenCell(RuleError):
    """#REF!, #DIV/0! and the like."""

    key = "filling.broken"


class DateInCell(RuleError):
    """A date where a number is asked: Excel makes one of "7/5"."""

    key = "filling.date"


class PercentInCell(RuleError):
    """A percentage where none is asked."""

    key = "filling.percent"


class MergedCell(RuleError):
    """A merged cell: whose number it is cannot be told."""

    key = "filling.merged"


class BothGiven(RuleError):
    """An answer, and a reason why there is none."""

    key = "filling.both"


class HalfGiven(RuleError):
    """Plan without actual, or actual without plan."""

    key = "filling.half"


class CountedBelow(RuleError):
    """A result in the row of a criterion whose counts stand in rows of their own."""

    key = "filling.counted_below"


class NotUsed(RuleError):
    """Something in a cell that this criterion does not use."""

    key = "filling.not_used"


@dataclass(frozen=True)
class Filled:
    """What a cell holds: numbers in plain notation, dates as ISO text, "1" and "0" for true and false."""

    kind: CellKind
    text: str = ""


Cells = Mapping[str, Filled]


@dataclass(frozen=True)
class Given:
    """What the rows of one criterion say; or why they cannot be read, and in which part."""

    answer: Answer | None = None
    documents: tuple[str, ...] = ()
    explanation: str = ""
    refusal: RuleError | None = None
    part: str = ""


def read_given(target: Leaf | Item, parts: Mapping[str, Cells], standing: Answer | None = None) -> Given:
    """What the rows say, by part: "" for the criterion's own row, else the count's. A count that has no cell, or an empty one, is as it is `standing`."""
    part = next(iter(parts))
    try:
        for part, cells in parts.items():
            _require_used(target.rule, part, cells)
        part = "" if "" in parts else next(iter(parts))
        own = parts.get("", {})
        answer, evidence = _read(target, parts, standing)
        reason = clean(text_of(own.get("reason")))
        if reason:
            answer = _not_applicable(answer, reason)
        return Given(answer, (*evidence, *documents_in(text_of(own.get("proof")))), text_of(own.get("explanation")))
    except _AtPart as at:
        return Given(refusal=at.refusal, part=at.part)
    except RuleError as refusal:  # every fault of the file is told, each at its row
        return Given(refusal=refusal, part=part)


def _read(target: Leaf | Item, parts: Mapping[str, Cells], standing: Answer | None) -> tuple[Answer | None, tuple[str, ...]]:
    if target.rule.kind in COUNTED:
        return _counted(target.rule, _counts(parts), counts_of(standing)), ()
    return (_pair if target.rule.kind in PAIRS else _one)(target, parts)


def _not_applicable(answer: Answer | None, reason: str) -> Answer:
    if answer is not None:
        raise BothGiven
    require_reason(reason)
    return {"not_applicable": True, "reason": reason}


def _require_used(rule: Rule, part: str, cells: Cells) -> None:
    """Raises NotUsed or CountedBelow for what stands in a cell that is not asked: it would be lost in silence."""
    uses_plan = rule.kind in PAIRS and not part
    uses_result = rule.kind not in COUNTED or bool(part)
    if "result" in cells and not uses_result:
        raise CountedBelow
    if "plan" in cells and not uses_plan:
        raise NotUsed


def documents_in(text: str) -> tuple[str, ...]:
    """Documents, one a line."""
    return tuple(line for part in text.split("\n") if (line := clean(part)))


def text_of(cell: Filled | None) -> str:
    """A cell of words; a date in it reads as people write dates."""
    if cell is None:
        return ""
    if cell.kind in REFUSED:
        raise REFUSED[cell.kind]()
    if cell.kind == "date":
        year, month, day = cell.text[:DATE_LENGTH].split("-")
        return f"{day}/{month}/{year}"
    return cell.text


# ---------------------------------------------------------------------------------------------------------------- by rule


def _one(target: Leaf | Item, parts: Mapping[str, Cells]) -> tuple[Answer | None, tuple[str, ...]]:
    """A rule that is answered in one cell; a document may follow the answer in it, as in the chat."""
    cell = parts.get("", {}).get("result")
    if cell is None:
        return None, ()
    reading = read_answer(target, as_typed(cell, percent=target.rule.fields[0] in {"rate", "value"}, yes=target.rule.fields[0] in {"yes", "held"}))
    return reading.answer, (reading.evidence,) if reading.evidence else ()


def _pair(target: Leaf | Item, parts: Mapping[str, Cells]) -> tuple[Answer | None, tuple[str, ...]]:
    """Plan and actual; where units without a plan are compared among themselves, "không" in the plan's cell."""
    own = parts.get("", {})
    plan, actual = own.get("plan"), own.get("result")
    if plan is None and actual is None:
        return None, ()
    if plan is None or actual is None:
        raise HalfGiven
    without = target.rule.kind == "relative_to_leader" and plan.kind == "text" and fold(plan.text) in WITHOUT
    due = None if without else read_number(as_typed(plan), Range())
    return planned(due, read_number(as_typed(actual), Range())), ()


def _counts(parts: Mapping[str, Cells]) -> dict[str, Decimal]:
    """The counts that are given, by part. Raises _AtPart."""
    found = {}
    for part, cells in parts.items():
        if part and "result" in cells:
            try:
                found[part] = read_number(as_typed(cells["result"]), Range(whole=True))
            except RuleError as refusal:
                raise _AtPart(part, refusal) from refusal
    return found


def counts_of(answer: Answer | None) -> Mapping[str, Decimal]:
    """The counts in an answer, by part: violations by their codes, "+" and "-"."""
    if answer is None:
        return {}
    if isinstance(violations := answer.get("violations"), Mapping):
        return violations
    return {part: value for part, name in SIGNS.items() if isinstance(value := answer.get(name), Decimal)}


def _counted(rule: Rule, given: Mapping[str, Decimal], standing: Mapping[str, Decimal]) -> Answer | None:
    """An answer of several counts, where at least one is given."""
    if not given:
        return None
    counts = {**standing, **given}
    if isinstance(rule, Deduct):
        return {"violations": {one.code: counts.get(one.code, Decimal(0)) for one in rule.violations}}
    return {name: counts.get(part, Decimal(0)) for part, name in SIGNS.items()}


class _AtPart(Exception):
    """A refusal, and the part it belongs to."""

    def __init__(self, part: str, refusal: RuleError) -> None:
        super().__init__(part)
        self.part, self.refusal = part, refusal


PAIRS = frozenset({"percent_of_plan", "relative_to_leader"})
COUNTED = frozenset({"deduct", "plus_minus"})
SIGNS = {"+": "plus", "-": "minus"}
REFUSED: Mapping[str, type[RuleError]] = {"uncomputed": Uncomputed, "error": BrokenCell, "merged": MergedCell}


# ---------------------------------------------------------------------------------------------------------------- one cell


def as_typed(cell: Filled, *, percent: bool = False, yes: bool = False) -> str:
    """The cell as somebody would have typed it, so that it can be read in one way only. Raises what the kind of cell forbids."""
    match cell.kind:
        case "text":
            return cell.text
        case "number":
            return plainly(Decimal(cell.text))
        case "percent":
            value = Decimal(cell.text) * 100
            if not percent:
                raise PercentInCell(value=value)
            return plainly(value) + "%"
        case "bool" if yes:
            return cell.text
        case "bool":
            raise NotANumber(text=cell.text, example=Range().example)
        case "date":
            raise DateInCell
        case _:
            raise REFUSED[cell.kind]


def plainly(value: Decimal) -> str:
    """A number that reads in one way: with three decimals "1,234" could be a thousand, so a fourth is written."""
    if places_of(value) > MOST_PLACES:
        value = value.quantize(Decimal(1).scaleb(-MOST_PLACES), ROUND_HALF_UP)
    text = format(value.normalize() + 0, "f")
    return text.replace(".", ",") + ("0" if len(text.partition(".")[2]) == 3 else "")
