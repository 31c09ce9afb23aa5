"""Sections that a table heads without a code: rows that have points and no code, each above rows that have both, are numbered I, II, III."""

from collections.abc import Sequence
from dataclasses import replace

from domain.tables.nesting import kind_of
from domain.tables.rows import Row

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def with_sections_numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows, such sections with codes; as they are where the table begins otherwise, where it has Roman numbers or capitals of its own, or where such a
    row heads nothing."""
    heads = [at for at, row in enumerate(rows) if _is_head(row)]
    ends = [*heads[1:], len(rows)]
    if not heads or heads[0] != 0 or len(heads) > len(NUMERALS) or any(kind_of(row.code) in {"roman", "letter"} for row in rows):
        return list(rows)
    if not all(any(row.code and row.has_points for row in rows[at + 1 : end]) for at, end in zip(heads, ends, strict=True)):
        return list(rows)
    numbered = dict(zip(heads, NUMERALS, strict=False))
    return [replace(row, code=numbered[at]) if at in numbered else row for at, row in enumerate(rows)]


def _is_head(row: Row) -> bool:
    return not row.code and bool(row.title) and row.has_points and not row.code_is_date
