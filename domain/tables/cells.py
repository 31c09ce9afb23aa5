"""The cells of one row of a scoring table: its title, points, rule, choices and code, each read or named as a fault at its row."""

import re
from decimal import Decimal
from typing import Any

from domain.grids import Cell
from domain.rubric_reading import LONGEST_CODE
from domain.tables.params import read_params
from domain.tables.rows import LONGEST_TITLE, Row, RowFault, read_points
from domain.tables.words import Words, decimal
from domain.texts import fold

ZERO = Decimal(0)
COLUMNS_OF = {"kind": "rule", "evidence": "evidence"}
"""In which column each list is offered."""
LOST = {"level_skipped", "level_unclear"}
SHOWN = 60
"""Characters of a title or text that a fault repeats."""
CAP = re.compile(r"(?:toi da|khong qua) (\d{1,5}(?:[.,]\d{1,2})?) diem")
TENTH = re.compile(r"(?:\w+\.)*\d+\.[1-9]")
"""A code that stands for its tenth where Excel took 1.10 for a number."""


class Cells:
    """Reads rows one by one. Every fault goes to `faults`, and what cannot be read is stood in for, so that the reading goes on."""

    def __init__(self, words: Words, faults: list[RowFault], *, is_template: bool) -> None:
        self._words, self._faults, self._is_template = words, faults, is_template
        self._rows: dict[str, int] = {}

    def fault(self, row: int, problem: str, **facts: str | int) -> None:
        """Notes what is wrong in a row, as a key of config/vi/rubric_table.toml and its facts."""
        self._faults.append(RowFault(row, problem, facts))

    def is_lost(self, row: Row) -> bool:
        """Whether the row's level is a fault, so that it stands where it does for want of a better place."""
        return any(fault.row == row.number and fault.problem in LOST for fault in self._faults)

    def row_of(self, address: str) -> int:
        """The row that holds an address; 0 where none does."""
        return self._rows.get(address, 0)

    def title(self, row: Row) -> str:
        """The row's title, cut at the longest there may be; a fault where it has none."""
        if row.title_error:
            self.fault(row.number, "error_cell", text=row.title_error)
        elif not row.title:
            self.fault(row.number, "no_title")
        if len(row.title) > LONGEST_TITLE:
            self.fault(row.number, "title_too_long", most=LONGEST_TITLE)
        return row.title[:LONGEST_TITLE]

    def look_at(self, row: Row) -> None:
        """Names what else is wrong in a row that has no place in the table."""
        self.title(row)
        if row.points is not None:
            self.number(row, row.points)

    def points(self, row: Row) -> Decimal | None:
        """The row's points; None and a fault where there are none to read."""
        if row.points is None:
            self.fault(row.number, "no_points", title=row.title[:SHOWN])
            return None
        return self.number(row, row.points)

    def cap(self, row: Row) -> Decimal | None:
        """The most that bonus or penalty points come to, as their head says: in its points, or in its title ("tối đa 10 điểm")."""
        if row.has_points:
            return abs(self.points(row) or ZERO)
        found = CAP.search(fold(row.title))
        return decimal(found[1]) if found else None

    def number(self, row: Row, cell: Cell) -> Decimal | None:
        """The number in a cell of points; None where it is a fault."""
        match read_points(cell, row.number):
            case RowFault() as fault:
                self._faults.append(fault)
                return None
            case value:
                return value

    def rule(self, row: Row, default: str) -> dict[str, Any]:
        """The rule with its parameters, as our template says them; `default` in a plain table and where nothing is said."""
        if self._is_template and row.params_are_date:
            self.fault(row.number, "params_became_date", column=self._words["column_params"])
        if not self._is_template or not (row.rule or row.params):
            return {"type": default}
        kind = self.chosen(row, "kind", row.rule) if row.rule else default
        if not kind:
            return {"type": default}
        rule, unclear = read_params(kind, row.params, self._words)
        for part in unclear:
            facts = {"kind": self._words[f"kind_{kind}"], "how": self._words[f"help_kind_{kind}"]}
            self.fault(row.number, "params_unclear", text=part[:SHOWN], **facts)
        return rule

    def chosen(self, row: Row, prefix: str, text: str) -> str:
        """What a text of a list stands for; empty where it is not in the list."""
        chosen = self._words.chosen(prefix, text)
        if chosen is None:
            self.fault(row.number, "not_in_list", text=text[:SHOWN], column=self._words[f"column_{COLUMNS_OF[prefix]}"])
        return chosen or ""

    def required_code(self, row: Row, code: str, before: str = "", *, banned: str) -> str:
        """The code, legal and not met before below `before`; where it is not, one that stands in for it, so that what the row holds is looked at too."""
        known = len(self._faults)
        if not self.is_lost(row):
            self._require_code(row, code, before, banned)
        key = code if len(self._faults) == known and not self.is_lost(row) else f"?{row.number}"
        self._rows.setdefault(f"{before}{key}", row.number)
        return key

    def _require_code(self, row: Row, code: str, before: str, banned: str) -> None:
        if not code:
            self.fault(row.number, "no_code", title=row.title[:SHOWN])
        elif len(code.encode()) > LONGEST_CODE or set(code) & set(banned):
            self.fault(row.number, "code_illegal", code=code[: 2 * LONGEST_CODE])
        elif (first := self._rows.get(f"{before}{code}")) is not None and first != row.number:
            problem = "code_twice_tenth" if TENTH.fullmatch(code) else "code_twice"
            facts = {"tenth": f"{code}0"} if TENTH.fullmatch(code) else {}
            self.fault(row.number, problem, code=code, first=first, **facts)
