"""What a table says its sums are, against what they are."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.tables.cells import LOST, Cells
from domain.tables.mixed import leaves
from domain.tables.nesting import Node
from domain.tables.rows import DASHES, THOUSANDS, RowFault, Table
from domain.tables.words import NUMBER, decimal, plain
from domain.tables.writing import points_of
from domain.texts import fold

UNREAD = {"no_points", "points_unclear", "points_percent", "points_became_date", "formula_without_result", "error_cell"}
LOST_PLACE = {"code_became_date", *LOST}

IN_TITLE = re.compile(rf"\((?:tong |toi da )?({NUMBER}) diem\)\s*[:.]?")


def in_title(title: str) -> Decimal | None:
    """The points that a title ends with in brackets: "Công tác thi đua (150 điểm)"."""
    said = fold(title)
    found = next((one for one in IN_TITLE.finditer(said) if one.end() == len(said)), None)
    return decimal(found[1].replace(".", "") if THOUSANDS.fullmatch(found[1]) else found[1]) if found else None


class Stated:
    """Compares. Differences go to the `faults` of the table's `cells`; no sum is complained about over points that could not be read."""

    def __init__(self, cells: Cells, faults: Sequence[RowFault]) -> None:
        self._cells, self._faults = cells, faults

    def check_sum(self, node: Node, total: Decimal) -> None:
        """What a row with children says of its points, beside its title or in it, must be their sum."""
        row = node.row
        stated = self._cells.number(row, row.points) if row.points is not None else in_title(row.title)
        if stated is not None and stated != total and not self._is_unread({leaf.row.number for leaf in leaves(node)}):
            are_levels = stated < total and all(child.row.code in DASHES for child in node.children)
            self._cells.fault(row.number, "sum_of_levels" if are_levels else "sum_differs", stated=plain(stated), total=plain(total))

    def check_total(self, table: Table, data: Mapping[str, Any]) -> None:
        """The printed total is that of the sections, or with the highest bonus."""
        row, total = table.total, data["total"]
        if row is None or row.points is None or (stated := self._cells.number(row, row.points)) is None:
            return
        bonus = data.get("bonus", {})
        with_bonus = total + bonus.get("cap", sum((points_of(item) for item in bonus.get("items", ())), Decimal(0)))
        if stated not in {total, with_bonus} and not self._is_unread({one.number for one in table.rows}):
            self._cells.fault(row.number, "total_differs", stated=plain(stated), total=plain(total))

    def _is_unread(self, rows: set[int]) -> bool:
        """Whether the points of any of these rows could not be read, or a row of the table has lost its place."""
        return any(fault.problem in LOST_PLACE or (fault.row in rows and fault.problem in UNREAD) for fault in self._faults)
