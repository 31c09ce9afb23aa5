"""A spreadsheet understood as a scoring table: the data of a rubric file (docs/formats.md, "Rubric"), a tree to look at, and every fault by its row.

Two forms are read. A province's plain table has codes, criteria and points; its rows nest by their codes and every rule begins as `manual`. Our template
says the level of each row, its rule and its parameters, and has its general rules on sheets of their own, so that nothing is guessed.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.grids import Grid
from domain.tables.blocks import PENALTIES, block_of
from domain.tables.cells import Cells
from domain.tables.choices import choices_in
from domain.tables.general import General, read_general
from domain.tables.header import HEADER_WITHIN
from domain.tables.headings import with_sections_numbered
from domain.tables.levels import item_block, nest_by_levels
from domain.tables.mixed import leaves, parted
from domain.tables.nesting import Node, bare, is_beside, nest
from domain.tables.rows import Row, RowFault, Table, find_table
from domain.tables.stated import Stated
from domain.tables.understanding import Line, Understood
from domain.tables.whole import Places, in_order, whole_faults
from domain.tables.words import Words
from domain.tables.writing import points_of
from domain.texts import fold

ZERO = Decimal(0)
ONLY_SECTION = "A"
LONGEST_ID = 40
CAP_NAMES = {"bonus": "bonus_cap", "penalties": "penalty_cap"}
ITEM_LETTERS = {"bonus": "T", "penalties": "P"}


def understood(grids: Sequence[Grid], words: Words, default_title: str) -> Understood:
    """What the spreadsheet says; `default_title` where the table has none."""
    table = find_table(grids)
    if table is None:
        facts: dict[str, str | int] = {"within": HEADER_WITHIN, "titles": words["header_titles"], "points": words["header_points"]}
        return Understood(faults=[RowFault(0, "no_header", facts)])
    found = _Reader(table, words, read_general(grids, words)).read(grids, default_title)
    found.without_general = found.is_template and fold(words["sheet_general"]) not in {fold(grid.title) for grid in grids}
    found.columns, found.hidden, found.hidden_columns = table.unread, table.hidden, table.hidden_columns
    found.unread = _unread(grids, table, words, is_template=found.is_template)
    return found


def _unread(grids: Sequence[Grid], table: Table, words: Words, *, is_template: bool) -> list[str]:
    """The visible sheets that hold something and are neither the table's nor, in our template, its general rules, help and example."""
    ours = {fold(text) for text in words.options("sheet")} if is_template else set()
    return [grid.title for grid in grids if grid.rows and not grid.is_hidden and grid.title != table.grid and fold(grid.title) not in ours]


class _Reader:
    """Reads one table, collecting faults."""

    def __init__(self, table: Table, words: Words, general: General) -> None:
        self._table = table
        self._words = words
        self._general = general
        self._out = Understood(is_template="level" in table.columns and (not table.rows or any(row.level for row in table.rows)))
        self._cells = Cells(words, self._out.faults, is_template=self._out.is_template)
        self._stated = Stated(self._cells, self._out.faults)

    def read(self, grids: Sequence[Grid], default_title: str) -> Understood:
        out = self._out
        roots = self._by_levels() if out.is_template else self._by_codes()
        general = self._general
        out.faults += [fault for fault in general.faults if out.is_template]
        out.data = {"format": "ktd-rubric/1", "id": "", "title": self._table.title or default_title, "total": ZERO, **general.data}
        out.has_own_id = bool(out.data["id"])
        out.data["id"] = out.data["id"] or slug(out.data["title"])
        out.data["sections"] = [self._section(root) for root in self._sections(roots)]
        self._items(roots)
        out.data["total"] = sum((section["max"] for section in out.data["sections"]), ZERO)
        self._stated.check_total(self._table, self._out.data)
        if self._table.next_table:
            self._cells.fault(self._table.next_table, "next_table")
        if not out.data["sections"]:
            self._cells.fault(0, "no_criteria", sheet=self._table.grid, header=self._table.header)
        out.faults += whole_faults(out.data, out.faults, Places(self._words, self._cells.row_of, general))
        out.faults[:] = in_order(out.faults, self._table.grid, grids)
        out.ignored = sorted({*out.ignored, *self._table.passed})
        return out

    # ------------------------------------------------------------------------------------------------ how rows stand

    def _by_levels(self) -> list[Node]:
        """The template's rows, each at the level it says."""
        nested = nest_by_levels(self._table.rows, self._words)
        self._out.faults += nested.faults
        self._out.ignored += nested.ignored
        return nested.roots

    def _by_codes(self) -> list[Node]:
        """A plain table's rows, as their codes say; what has points and no code is a fault, what has neither is a note. Points to choose among are left out."""
        choices = choices_in(self._table.rows)
        self._out.choices = sorted(choices)
        rows = with_sections_numbered([row for row in self._table.rows if row.number not in choices])
        for row in rows:
            if row.code_is_date:
                self._cells.fault(row.number, "code_became_date")
                self._cells.look_at(row)
            elif is_beside(row) or (not bare(row.code) and not block_of(row.title, bare=True)):
                if row.has_points:
                    self._cells.fault(row.number, "points_without_code", title=row.title[:60])
                    self._cells.look_at(row)
                else:
                    self._out.ignored.append(row.number)
        return [part for root in nest(rows) for part in self._parted(root)]

    def _parted(self, root: Node) -> list[Node]:
        """The root, or what it stands for where it heads bonus and penalty points together."""
        found = parted(root, {which: self._words[f"tree_{which}"] for which in ITEM_LETTERS})
        if found is None:
            self._cells.fault(root.row.number, "bonus_and_penalty")
        elif root not in found and root.row.number not in {one.row.number for one in found}:
            self._out.ignored.append(root.row.number)
        return [root] if found is None else found

    # ------------------------------------------------------------------------------------------------ sections

    def _which(self, root: Node) -> str:
        """`bonus` or `penalties` where the root holds such points; else empty."""
        if self._out.is_template:
            return item_block(root.row.level, self._words)
        return block_of(root.row.title)

    def _sections(self, roots: list[Node]) -> list[Node]:
        """The roots that are sections. A table without sections becomes one; a section that is scored as a whole holds itself."""
        own = [root for root in roots if not self._which(root)]
        if self._out.is_template:
            return own
        if own and not any(root.children for root in own):
            head = Row(self._table.header, ONLY_SECTION, self._out.data["title"])
            return [Node(head, ONLY_SECTION, own)]
        return [root if root.children else Node(root.row, root.code, [Node(root.row, "1")]) for root in own]

    def _section(self, node: Node) -> dict[str, Any]:
        row = node.row
        key = self._cells.required_code(row, node.code, banned=".:")
        place = len(self._out.lines)
        criteria = [self._criterion(child, node.code, key, 1) for child in node.children]
        total = sum((points_of(one) for one in criteria), ZERO)
        self._out.lines.insert(place, Line(row.number, 0, node.code, row.title, total, ""))
        if row.number != self._table.header:
            self._stated.check_sum(node, total)
        if not criteria and not self._cells.is_lost(row):
            self._cells.fault(row.number, "section_empty", code=node.code)
        return {"code": key, "title": self._cells.title(row), "max": total, "criteria": criteria}

    def _criterion(self, node: Node, section: str, within: str, depth: int) -> dict[str, Any]:
        """`section` is the section's code as it is shown, `within` as the data have it."""
        key = self._cells.required_code(node.row, node.code, f"{within}.", banned=":")
        if not self._out.is_template and block_of(node.row.title) == PENALTIES:
            self._cells.fault(node.row.number, "penalty_within", section=section)
        if not node.children:
            return self._leaf(node, section, key, depth)
        place = len(self._out.lines)
        criteria = [self._criterion(child, section, within, depth + 1) for child in node.children]
        total = sum((points_of(one) for one in criteria), ZERO)
        self._out.lines.insert(place, Line(node.row.number, depth, f"{section}.{node.code}", node.row.title, total, ""))
        self._stated.check_sum(node, total)
        return {"code": key, "title": self._cells.title(node.row), "criteria": criteria}

    def _leaf(self, node: Node, section: str, key: str, depth: int) -> dict[str, Any]:
        row = node.row
        points = self._cells.points(row)
        rule = self._cells.rule(row, "manual")
        leaf: dict[str, Any] = {"code": key, "title": self._cells.title(row), "max": points, "rule": rule}
        if row.evidence and self._out.is_template:
            leaf["evidence"] = self._cells.chosen(row, "evidence", row.evidence)
        if row.owner:
            leaf["owner"] = row.owner
        if row.floor is not None and self._out.is_template and (floor := self._cells.number(row, row.floor)) is not None:
            leaf["floor"] = floor
        self._out.lines.append(Line(row.number, depth, f"{section}.{node.code}", row.title, points or ZERO, rule["type"]))
        return leaf

    # ------------------------------------------------------------------------------------------------ bonus and penalties

    def _items(self, roots: list[Node]) -> None:
        for which, letter in ITEM_LETTERS.items():
            mine = [root for root in roots if self._which(root) == which]
            block: dict[str, Any] = self._out.data.pop(which, {})
            if not mine:
                if "cap" in block:
                    name, general = CAP_NAMES[which], self._general
                    facts = {"name": self._words[f"general_{name}"]}
                    self._out.faults.append(RowFault(general.rows.get(name, 0), "cap_without_items", facts, general.sheet))
                continue
            rows = mine if self._out.is_template else [leaf for root in mine for leaf in leaves(root)]
            place = len(self._out.lines)
            items = [self._item(which, letter, node) for node in rows]
            caps = [self._cells.cap(root.row) for root in mine if not self._out.is_template]
            if any(root.children for root in mine) and caps and None not in caps:
                block["cap"] = sum((cap for cap in caps if cap is not None), ZERO)
            self._out.data[which] = {**block, "items": items}
            self._out.lines.insert(place, Line(mine[0].row.number, 0, "", self._words[f"tree_{which}"], block.get("cap"), ""))

    def _item(self, which: str, letter: str, node: Node) -> dict[str, Any]:
        row = node.row
        code = node.code if self._out.is_template else _item_code(letter, node)
        key = self._cells.required_code(row, code, f"{which}.", banned=".:")
        rule = self._cells.rule(row, "manual")
        item: dict[str, Any] = {"code": key, "title": self._cells.title(row), "rule": rule}
        points = None
        if row.points is not None or not self._out.is_template or rule["type"] in {"manual", "yes_no"}:
            stated = self._cells.points(row)
            item["max"] = points = None if stated is None else abs(stated)
            if which == "bonus" and stated is not None and stated < 0:
                self._cells.fault(row.number, "bonus_below_zero")
        self._out.lines.append(Line(row.number, 1, f"{which}.{code}", row.title, points, rule["type"]))
        return item


def slug(title: str) -> str:
    """An id made of a title: a-z, 0-9 and hyphens, 3 to 40; it ends where a word does, but for a first word that is longer."""
    whole = "-".join(re.findall(r"[a-z0-9]+", fold(title)))
    made = whole[:LONGEST_ID]
    if len(whole) > LONGEST_ID and whole[LONGEST_ID] != "-":
        made = made.rpartition("-")[0] or made
    return made if len(made) >= 3 else f"bang-{made or 'diem'}"


def _item_code(letter: str, node: Node) -> str:
    """A bonus or penalty item's code: as printed where it begins with a letter, else with one put before."""
    code = node.code.replace(".", "-") or "1"
    return code if code[0].isalpha() and len(code) > 1 else f"{letter}{code}"
