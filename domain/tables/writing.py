"""A rubric's data as the rows of our template, each with its level, so that reading them gives the same rubric."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.tables.params import written_params
from domain.tables.words import Words

COLUMNS = ("level", "code", "title", "points", "rule", "params", "evidence", "floor", "owner")
"""The template's columns in their order; `column_<name>` names each."""


@dataclass(frozen=True)
class WrittenRow:
    """One row of the table, its cells in the order of COLUMNS; `is_head` where rows stand below it."""

    cells: tuple[str | Decimal | None, ...]
    is_head: bool


def written_rows(data: Mapping[str, Any], words: Words) -> Iterator[WrittenRow]:
    """The rows of a rubric's data (docs/formats.md, "Rubric"), sections first, then bonus and penalty items."""
    for section in data["sections"]:
        yield _head("1", section, words)
        yield from _criteria(section["criteria"], 2, words)
    for key, level in (("bonus", "level_bonus"), ("penalties", "level_penalty")):
        for item in data.get(key, {}).get("items", []):
            yield _scored(words[level], item, words)


def _criteria(rows: list[Mapping[str, Any]], level: int, words: Words) -> Iterator[WrittenRow]:
    for row in rows:
        if "criteria" in row:
            yield _head(str(level), row, words)
            yield from _criteria(row["criteria"], level + 1, words)
        else:
            yield _scored(str(level), row, words)


def _head(level: str, row: Mapping[str, Any], words: Words) -> WrittenRow:
    return WrittenRow((level, row["code"], row["title"], row.get("max"), None, None, None, None, None), is_head=True)


def _scored(level: str, row: Mapping[str, Any], words: Words) -> WrittenRow:
    rule, evidence = row["rule"], row.get("evidence")
    cells = (
        level, row["code"], row["title"], row.get("max"), words[f"kind_{rule['type']}"], written_params(rule, words) or None,
        words[f"evidence_{evidence}"] if evidence else None, row.get("floor"), row.get("owner") or None,
    )  # fmt: skip
    return WrittenRow(cells, is_head=False)


def tree(data: Mapping[str, Any]) -> Iterator[tuple[int, str, str, Decimal | None, str]]:
    """A rubric's data as lines: depth, address, title, points (sums where others stand below), kind of rule (empty for heads)."""
    for section in data["sections"]:
        yield 0, section["code"], section["title"], section["max"], ""
        yield from _branches(section["code"], section["criteria"], 1)
    for key in ("bonus", "penalties"):
        for item in data.get(key, {}).get("items", []):
            yield 1, f"{key}.{item['code']}", item["title"], item.get("max"), item["rule"]["type"]


def _branches(section: str, rows: list[Mapping[str, Any]], depth: int) -> Iterator[tuple[int, str, str, Decimal | None, str]]:
    for row in rows:
        if "criteria" in row:
            yield depth, f"{section}.{row['code']}", row["title"], points_of(row), ""
            yield from _branches(section, row["criteria"], depth + 1)
        else:
            yield depth, f"{section}.{row['code']}", row["title"], row["max"], row["rule"]["type"]


def points_of(row: Mapping[str, Any]) -> Decimal:
    """The points of a criterion: its own, or its children's sum."""
    if "criteria" in row:
        return sum((points_of(child) for child in row["criteria"]), Decimal(0))
    return Decimal(row.get("max") or 0)
