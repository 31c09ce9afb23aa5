"""How the template's rows nest: each says its level, 1 for a section; bonus and penalty items say so and stand at the top."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.tables.blocks import block_of
from domain.tables.nesting import Node, kind_of
from domain.tables.rows import Row, RowFault
from domain.tables.words import Words
from domain.texts import fold

BLOCKS = {"bonus": "bonus", "penalty": "penalties"}
BEFORE_LEVEL = "cap "
ITEM = 0
"""The level of bonus and penalty items."""


@dataclass
class Nested:
    """The trees, what is wrong with levels, and the rows taken for notes."""

    roots: list[Node] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)


def nest_by_levels(rows: Sequence[Row], words: Words) -> Nested:
    """The rows as trees, by the levels they say."""
    nested = Nested()
    opened: list[Node] = []
    for row in rows:
        level = _level(row, words)
        if level is None:
            level = _stand_in(nested, row, len(opened))
        elif level > len(opened) + 1:
            nested.faults.append(RowFault(row.number, "level_skipped", {"level": level}))
            level = len(opened) + 1
        if level is not None:
            del opened[max(0, level - 1) :]
            node = Node(row, row.code)
            (opened[-1].children if opened else nested.roots).append(node)
            opened += [node] if level != ITEM else []
    return nested


def _level(row: Row, words: Words) -> int | None:
    """The level a row says; None where it says none."""
    if item_block(row.level, words):
        return ITEM
    said = fold(row.level).removeprefix(BEFORE_LEVEL)
    return int(said) if said in set("123456789") else None


def item_block(level: str, words: Words) -> str:
    """`bonus` or `penalties` where the level says such points, as our list does or as a table's own heading would; else empty."""
    return BLOCKS.get(words.chosen("level", level) or "", "") or block_of(level)


def _stand_in(nested: Nested, row: Row, depth: int) -> int | None:
    """Where a row stands for now whose level cannot be read, so that what else it holds is looked at too; None for a note."""
    if not (row.code or row.has_points or row.level):
        nested.ignored.append(row.number)
        return None
    nested.faults.append(RowFault(row.number, "level_unclear", {"text": row.level}))
    return 1 if not depth or kind_of(row.code) in {"roman", "letter"} else max(2, depth)
