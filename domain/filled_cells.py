"""One cell of a filled workbook: what it holds, and the text that somebody would have typed for it in the chat.

What a spreadsheet can hold besides (a formula without a result, an error, a date, a percentage where points are asked, merged cells) is named, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from domain.errors import RuleError
from domain.numbers import NotANumber, Range, places_of

CellKind = Literal["text", "number", "percent", "bool", "date", "error", "uncomputed", "merged"]
MOST_PLACES = 9
"""Decimals an answer may have: what a formula computes beyond them is rounded, and shown so before it is taken over."""
LONGEST_WORDS = 2000
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


class TextTooLong(RuleError):
    """More words than a cell takes: a reader cuts them, and half a text is kept nowhere."""

    key = "filling.too_long"


class PercentTooLarge(RuleError):
    """A percentage above 100: 92 that was formatted as one after it was typed reads 9.200 %."""

    key = "filling.percent_too_large"


class MergedCell(RuleError):
    """A merged cell: whose number it is cannot be told."""

    key = "filling.merged"


@dataclass(frozen=True)
class Filled:
    """What a cell holds: numbers in plain notation, dates as ISO text, "1" and "0" for true and false."""

    kind: CellKind
    text: str = ""


Cells = Mapping[str, Filled]
REFUSED: Mapping[str, type[RuleError]] = {"uncomputed": Uncomputed, "error": BrokenCell, "merged": MergedCell}


def text_of(cell: Filled | None) -> str:
    """A cell of words; a date in it reads as people write dates."""
    if cell is None:
        return ""
    if cell.kind in REFUSED:
        raise REFUSED[cell.kind]()
    if cell.kind == "date":
        year, month, day = cell.text[:DATE_LENGTH].split("-")
        return f"{day}/{month}/{year}"
    if len(cell.text) > LONGEST_WORDS:
        raise TextTooLong
    return cell.text


def as_typed(cell: Filled, *, percent: bool = False, yes: bool = False) -> str:
    """The cell as somebody would have typed it, so that it can be read in one way only. Raises what the kind of cell forbids."""
    match cell.kind:
        case "text":
            return cell.text.removeprefix("'")  # Excel's sign for "as text", which other programs write out
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
