"""Where a printed sheet's pages end, so that what belongs together is not torn apart. Spreadsheets have no "keep with next": a page break is put in.

Pages are reckoned, not asked for, and each program prints them a little differently. So they are reckoned in several ways, and a break is put in where any of
them tears the rows apart; where it was not needed, a page ends a little early.
"""

from collections.abc import Sequence
from itertools import pairwise

PAGE = (595.3, 841.9)
"""A4, upright, in points."""
INCH = 72.0
DIGITS = (5.25, 7.0)
"""A column's width is counted in digits; one is so many points wide: in the font a new workbook has, and in what stands in where that is not installed."""
PADDING = 3.75
"""Of a column, in points."""
PLAIN_HEIGHT = 15.0
"""Of a row for which none is set, in points."""
PARTS = (1.04, 1.0, 0.96)
"""How much of a page's height is filled, by programs that differ in their rows' heights and in how far they make a sheet smaller."""


def rooms(widths: Sequence[float], *, landscape: bool, sides: float, ends: float) -> tuple[float, ...]:
    """How many points of rows a page takes, reckoned in each way, of a sheet that is made smaller until its columns fit. `sides` and `ends` are its margins
    together, in inches."""
    across, down = (PAGE[1], PAGE[0]) if landscape else PAGE
    columns = [sum(width * digit + PADDING for width in widths) for digit in DIGITS]
    scales = [min(1.0, (across - sides * INCH) / whole) for whole in columns]
    return tuple((down - ends * INCH) / scale * part for scale in scales for part in PARTS)


def are_torn(heights: Sequence[float], first: int, page: float, repeated: float) -> bool:
    """Whether the rows from `first` on (counted from 0) would not stand on one page of this height together. `repeated` is the height of what stands again at
    the head of each page but the first."""
    pages = _pages(heights, page, repeated)
    return any(earlier != later for earlier, later in pairwise(pages[first:]))


def _pages(heights: Sequence[float], page: float, repeated: float) -> list[int]:
    """The page on which each row is printed."""
    pages, at, used = [], 0, 0.0
    for height in heights:
        if used and used + height > page:
            at, used = at + 1, repeated
        used += height
        pages.append(at)
    return pages
