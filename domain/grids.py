"""A spreadsheet as its reader hands it on: cells by row and column, whatever drew them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | Decimal | bool | datetime | None


@dataclass(frozen=True)
class Cell:
    """One cell that is not empty. `value` is None where a formula has no kept result; `is_percent` where 0.965 is shown as 96,5 %."""

    value: Value
    is_formula: bool = False
    is_percent: bool = False
    is_error: bool = False

    @property
    def text(self) -> str:
        """The cell as text on one line; numbers without needless zeros, dates empty."""
        match self.value:
            case str():
                return " ".join(self.value.split())
            case Decimal():
                return format(self.value.normalize(), "f")
            case _:
                return ""

    @property
    def kind_and_text(self) -> list[str]:
        """What the cell holds, as the child's side of a reading hands it on (`domain.filled_cells.Filled`)."""
        match self.value:
            case _ if self.is_error:
                return ["error", self.text]
            case None:
                return ["uncomputed", ""]
            case bool():
                return ["bool", "1" if self.value else "0"]
            case Decimal():
                return ["percent" if self.is_percent else "number", format(self.value, "f")]
            case datetime():
                return ["date", self.value.isoformat()]
            case text:
                return ["text", text.strip()]


@dataclass(frozen=True)
class Grid:
    """One worksheet: `rows` by row number, each by column number, both from 1; `merged` as (top, left, bottom, right); `hidden_rows` and `hidden_columns` are
    not shown; `has_notes` where its workbook has notes on cells, which are not read."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    has_notes: bool = False
    hidden_columns: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """(row number, its cells), from top to bottom."""
        return iter(sorted(self.rows.items()))

    def text(self, row: int, column: int) -> str:
        """The text of a cell; empty where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell else ""


def letter_of(column: int) -> str:
    """A column, numbered from 1, as Excel letters it."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
