"""Where a printed sheet's pages end, so that what belongs together is not torn apart. Spreadsheets have no "keep with next": a page break is put in.

Pages are reckoned, not asked for, and each program prints them a little differently. So they are reckoned in several ways, and a break is put in where any of
them tears the rows apart; where it was not needed, a page ends a little early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
READABLE = 8 / 11
"""A sheet may be made so small to be printed on one page: letters of 11 points become such of 8."""
LITTLE = 0.85
"""One that its columns make smaller than that already may still be made a little smaller."""
WELL_FILLED, BARE = 0.7, 0.4
"""The part of a page that is filled before a break, where there is a choice; and that below which another break is looked for."""


@dataclass(frozen=True)
class Ending:
    """How a sheet ends on paper: made smaller until it is one page, or with a break before a row (counted from 0); neither where its pages end well."""

    is_one_page: bool = False
    breaks_before: int | None = None


def ending_of(heights: Sequence[float], wanted: Sequence[Sequence[int]], pages: Sequence[float], repeated: float, full: float) -> Ending:
    """How rows of these heights are printed so that their end is not torn. `wanted` are the rows (counted from 0) from which on the end may go over
    together: groups of them, and the rows of each, those that are wanted most first. `pages` are the heights `rooms` gives, `repeated` is as in `are_torn`,
    `full` is what a page takes of a sheet that is not made smaller.

    One page is preferred where little is too much for it. Otherwise the end goes over from the first row of a group before which the page is well filled,
    or from that before which it is fullest; where even that page is bare, the next group is tried.
    """
    if not any(are_torn(heights, 0, page, repeated) for page in pages):
        return Ending()
    if sum(heights) * READABLE <= full or sum(heights) * LITTLE <= min(pages):
        return Ending(is_one_page=True)
    found: dict[int, float] = {}
    for starts in wanted:
        filled = {start: _filled(heights[:start], pages, repeated) for start in starts if start > 0 and repeated + sum(heights[start:]) <= min(pages)}
        if any(not any(are_torn(heights, start, page, repeated) for page in pages) for start in filled):
            return Ending()
        best = next((start for start, part in filled.items() if part >= WELL_FILLED), max(filled, key=filled.__getitem__, default=0))
        if filled.get(best, 0.0) >= BARE:
            return Ending(breaks_before=best)
        found |= filled
    return Ending(breaks_before=max(found, key=found.__getitem__, default=None))


def _filled(heights: Sequence[float], pages: Sequence[float], repeated: float) -> float:
    """The part that is filled of the last page of these rows, as the program prints it that fills it least."""
    return min(_pages(heights, page, repeated)[1] / page for page in pages)


def rooms(widths: Sequence[float], *, landscape: bool, sides: float, ends: float) -> tuple[float, ...]:
    """How many points of rows a page takes, reckoned in each way, of a sheet that is made smaller until its columns fit. `sides` and `ends` are its margins
    together, in inches."""
    across, _ = (PAGE[1], PAGE[0]) if landscape else PAGE
    columns = [sum(width * digit + PADDING for width in widths) for digit in DIGITS]
    scales = [min(1.0, (across - sides * INCH) / whole) for whole in columns]
    return tuple(full_height(landscape=landscape, ends=ends) / scale * part for scale in scales for part in PARTS)


def full_height(*, landscape: bool, ends: float) -> float:
    """How many points of rows a page takes of a sheet that is not made smaller; `ends` are its margins together, in inches."""
    return PAGE[0 if landscape else 1] - ends * INCH


def are_torn(heights: Sequence[float], first: int, page: float, repeated: float) -> bool:
    """Whether the rows from `first` on (counted from 0) would not stand on one page of this height together. `repeated` is the height of what stands again at
    the head of each page but the first."""
    pages, _ = _pages(heights, page, repeated)
    return any(earlier != later for earlier, later in pairwise(pages[first:]))


def _pages(heights: Sequence[float], page: float, repeated: float) -> tuple[list[int], float]:
    """The page on which each row is printed, and how much of the last one is used."""
    pages, at, used = [], 0, 0.0
    for height in heights:
        if used and used + height > page:
            at, used = at + 1, repeated
        used += height
        pages.append(at)
    return pages, used
