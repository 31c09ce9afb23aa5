"""A head of bonus and penalty points together ("Điểm thưởng, điểm trừ"), parted into what is added and what is taken off."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from domain.tables.blocks import BONUS, BOTH, PENALTIES, block_of
from domain.tables.nesting import Node
from domain.tables.rows import read_points


def parted(root: Node, names: dict[str, str]) -> list[Node] | None:
    """The roots that such a head stands for: its rows where they are headed by kind, else two of these `names`, by the sign of their points. None where
    neither tells them apart; a head with nothing below it stands for nothing."""
    if block_of(root.row.title) != BOTH:
        return [root]
    if not root.children:
        return None if root.row.has_points else []
    if all(block_of(child.row.title) in {BONUS, PENALTIES} for child in root.children):
        return root.children
    lost = [child for child in root.children if _is_below_zero(child)]
    gained = [child for child in root.children if child not in lost]
    if not lost or root.row.has_points:
        return None
    return [_headed(root, names[kind], some) for kind, some in ((BONUS, gained), (PENALTIES, lost)) if some]


def leaves(node: Node) -> Iterator[Node]:
    """The rows below it that hold no others; itself where it holds none."""
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def _is_below_zero(node: Node) -> bool:
    """Whether all its points are taken off."""
    found = [read_points(leaf.row.points, leaf.row.number) for leaf in leaves(node) if leaf.row.points is not None]
    return bool(found) and all(isinstance(points, Decimal) and points < 0 for points in found)


def _headed(root: Node, name: str, children: list[Node]) -> Node:
    return Node(replace(root.row, title=name), root.code, children)
