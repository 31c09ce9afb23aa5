"""Points that tables list below a criterion to say how it is scored: to choose among ("- Đúng hạn: 10", "- Chậm 1-2 ngày: 5"), or to take off ("- Mỗi lần
chậm: -2"). They are no criteria."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from domain.tables.nesting import kind_of
from domain.tables.rows import Row, read_points

DEPTHS = {"small": 1, "dash": 2, "": 3}
"""Of the rows that may be such: "a)", a dash, no code at all. All others are above them."""


def choices_in(rows: Sequence[Row]) -> frozenset[int]:
    """The numbers of the rows that say which points a criterion may be given, or what is taken off: the highest is what the criterion says, their sum is not,
    and they stand in order."""
    return frozenset(number for at, row in enumerate(rows) for number in _below(row, rows[at + 1 :]))


def _below(row: Row, following: Sequence[Row]) -> list[int]:
    depth, most = _depth(row), _points(row)
    if most is None or not row.code:
        return []
    own: list[Row] = []
    for one in following:
        if _depth(one) <= depth:
            break
        own += [one] if one.has_points else []
    values = [points for one in own if (points := _points(one)) is not None]
    if len({_depth(one) for one in own}) != 1 or len(values) < len(own):
        return []
    return [one.number for one in own] if _are_choices(values, most) else []


def _are_choices(values: Sequence[Decimal], most: Decimal) -> bool:
    given = [one for one in values if one >= 0]
    falls = all(one > other for one, other in pairwise(given))
    rises = all(one < other for one, other in pairwise(given))
    return (falls or rises) and max(given, default=most) == most != sum(values)


def _depth(row: Row) -> int:
    return DEPTHS.get(kind_of(row.code), 0)


def _points(row: Row) -> Decimal | None:
    found = read_points(row.points, row.number) if row.points is not None else None
    return found if isinstance(found, Decimal) else None
