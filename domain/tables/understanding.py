"""What is understood of a spreadsheet: the data of a rubric file, the tree to look at, the faults, and what was passed over."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.tables.rows import RowFault


@dataclass(frozen=True)
class Line:
    """A line of the tree: its row, how deep it stands, its code, title, points and the kind of its rule.

    A line with lines below it has their sum and no rule; an item without a maximum has no points; the head of bonus or penalty points has no code.
    """

    row: int
    depth: int
    code: str
    title: str
    points: Decimal | None
    rule: str


@dataclass
class Understood:
    """What was understood. `data` is a rubric's data, usable where there are no faults; `ignored` are the rows that are neither part of the table nor its
    header, title or total, `choices` those of points a criterion may be given; `unread` the sheets beside it that were not looked at, `columns` the columns;
    `hidden` are its rows and `hidden_columns` its columns that Excel does not show; `without_general`: our template without its sheet of general rules, whose
    defaults count; `has_own_id`: the id in the data is the workbook's, not made of its title."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    without_general: bool = False
    is_template: bool = False
    has_own_id: bool = False
