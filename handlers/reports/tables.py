"""A printable table in a workbook: one font, thin lines, rows as high as their words need, A4. Imports openpyxl: import it only where it is drawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.reports.paging import PLAIN_HEIGHT, ending_of, full_height, rooms

FONT, SIZE = "Times New Roman", 11
HEAD, SECTION = "DDE7EE", "F3EFE6"
LINE = Side(style="thin", color="999999")
NO_POINTS = "–"
PAGE_OF_PAGES = "&P/&N"
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
NARROW_MARGIN = 0.4  # inches: a wide table is not printed smaller than it must be
LINE_HEIGHT, PADDING = 14.5, 3.0
TALLEST = 409.0  # points: no row of a workbook can be higher, what does not fit is cut off
MOST_LINES = int((TALLEST - PADDING) / LINE_HEIGHT)
NOTES_APART = 6.0  # points
SIGNING_HEIGHT = 75.0  # points: room for a signature, a stamp and a name
SHORT = 20  # a text as short as a code stays one where it is edited: "1.10" becomes no number
NARROWNESS = 0.95  # of this font's letters, against the digit that widths are counted in
BOLDNESS = 1.12  # of bold letters, against plain ones


@dataclass(frozen=True)
class Formula:
    """What the workbook computes. Only this becomes a formula: a text that begins with "=" stays a text, whoever typed it."""

    text: str


Value = str | int | Decimal | Formula | None


class PrintedTable:
    """A sheet that is written from top to bottom. `widths` are the columns' widths, in characters."""

    def __init__(self, title: str, widths: Sequence[float], *, landscape: bool, book: Workbook | None = None) -> None:
        self._book = book or Workbook()
        sheet = self._book.active if book is None else self._book.create_sheet()
        if not isinstance(sheet, Worksheet):
            raise TypeError("a new workbook has a sheet")
        self._sheet, self._widths, self._row, self._head_row = sheet, tuple(widths), 0, 0
        sheet.title = title
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        if landscape:
            margins = sheet.page_margins
            margins.left = margins.right = margins.top = NARROW_MARGIN
            margins.bottom, margins.footer = 1.5 * NARROW_MARGIN, 0.75 * NARROW_MARGIN
        number_pages(sheet)
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def another(self, title: str, widths: Sequence[float], *, landscape: bool) -> "PrintedTable":
        """One more sheet of the same workbook. The title is cut to what a sheet may be called."""
        return PrintedTable(NOT_IN_A_TITLE.sub(" ", title)[:LONGEST_TITLE], widths, landscape=landscape, book=self._book)

    def hide(self) -> None:
        """Keeps this sheet out of sight."""
        self._sheet.sheet_state = "hidden"

    @property
    def next_row(self) -> int:
        """The number of the row that is written next."""
        return self._row + 1

    def heading(self, text: str, size: int, *, bold: bool = False, italic: bool = False) -> None:
        """A centred line across all columns."""
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=len(self._widths))
        cell = self._sheet.cell(self._row, 1, _printable(text))
        cell.data_type = "s"
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._sheet.row_dimensions[self._row].height = lines_taken(text, sum(self._widths) * SIZE / size, bold=bold) * size * 1.35 + PADDING

    def head(self, texts: Sequence[str]) -> None:
        """The row of column names: repeated on every printed page, and kept in sight."""
        self._write(texts, bold=True, fill=HEAD, centred=True)
        self._head_row = self._row
        self._sheet.print_title_rows = f"{self._row}:{self._row}"
        self._sheet.freeze_panes = f"A{self._row + 1}"

    def line(self, values: Sequence[Value], *, bold: bool = False, fill: str = "") -> None:
        """One row."""
        self._write(values, bold=bold, fill=fill, centred=False)

    def long_line(self, values: Sequence[Value], *, bold: bool = False) -> None:
        """One row; words too long for any row go on in rows below it."""
        for row in self._rows(values, bold=bold):
            self._write(row, bold=bold, fill="", centred=False)

    def rows_taken(self, values: Sequence[Value], *, bold: bool = False) -> int:
        """How many rows a long line takes."""
        return len(self._rows(values, bold=bold))

    def _rows(self, values: Sequence[Value], *, bold: bool) -> list[list[Value]]:
        parts = [parts_of(value, width, bold=bold) if isinstance(value, str) else [value] for value, width in zip(values, self._widths, strict=False)]
        return [list(row) for row in zip_longest(*parts)]

    def note(self, column: int, text: str) -> None:
        """Words without a frame, from a column on to the last."""
        self._row += 2
        self._sheet.row_dimensions[self._row - 1].height = NOTES_APART
        self._sheet.merge_cells(start_row=self._row, start_column=column, end_row=self._row, end_column=len(self._widths))
        cell = self._sheet.cell(self._row, column, _printable(text))
        cell.data_type = "s"
        cell.font = Font(name=FONT, size=SIZE)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        self._sheet.row_dimensions[self._row].height = min(TALLEST, lines_taken(text, sum(self._widths[column - 1 :])) * LINE_HEIGHT + PADDING)

    def signatures(self, day: str, left: int, signers: tuple[str, str]) -> None:
        """Who signs, side by side below the table, the right one below the day; the left one has so many columns."""
        self._row += 1
        for texts, height in ((("", day), LINE_HEIGHT + PADDING), (signers, SIGNING_HEIGHT)):
            self._row += 1
            for text, first, last in ((texts[0], 1, left), (texts[1], left + 1, len(self._widths))):
                self._sheet.merge_cells(start_row=self._row, start_column=first, end_row=self._row, end_column=last)
                cell = self._sheet.cell(self._row, first, text or None)
                cell.font = Font(name=FONT, size=SIZE, bold=texts is signers, italic=texts is not signers)
                cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center")
            self._sheet.row_dimensions[self._row].height = height

    def keep_together(self, *starts: Sequence[int]) -> None:
        """Has the end of what is written printed on one page, from one of the rows `starts` on, in groups: the first is wanted most, the last is the
        least that stands with the end. All is one page where little is too much for it; nothing is done where even the least takes more than a page."""
        margins, sheet = self._sheet.page_margins, self._sheet
        is_wide = sheet.page_setup.orientation == "landscape"
        ends = margins.top + margins.bottom
        pages = rooms(self._widths, landscape=is_wide, sides=margins.left + margins.right, ends=ends)
        heights = [sheet.row_dimensions[row].height or PLAIN_HEIGHT for row in range(1, self._row + 1)]
        repeated, wanted = heights[self._head_row - 1] if self._head_row else 0.0, [[row - 1 for row in group] for group in starts]
        ending = ending_of(heights, wanted, pages, repeated, full_height(landscape=is_wide, ends=ends))
        if ending.is_one_page:
            sheet.page_setup.fitToHeight = 1
        if ending.breaks_before is not None:
            sheet.row_breaks.append(Break(id=ending.breaks_before))

    def as_text(self, column: int, first: int, last: int) -> None:
        """What is typed into these rows of a column stays as it is typed: no date, no time, no number without its last zero."""
        for row in range(first, last + 1):
            self._sheet.cell(row, column).number_format = "@"

    def choose(self, column: int, first: int, last: int, among: str) -> None:
        """Offers a list, kept in a range of cells, in the rows of a column; anything else is asked about, not refused."""
        self._offer(f"{get_column_letter(column)}{first}:{get_column_letter(column)}{last}", f"={among}")

    def choose_among(self, column: int, row: int, options: Sequence[str]) -> None:
        """Offers these options in one cell."""
        self._offer(f"{get_column_letter(column)}{row}", '"' + ",".join(option.replace(",", ";") for option in options) + '"')

    def _offer(self, cells: str, formula: str) -> None:
        offered = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning", showErrorMessage=True)
        offered.add(cells)
        self._sheet.add_data_validation(offered)

    def save(self, path: Path) -> None:
        self._book.save(path)

    def _write(self, values: Sequence[Value], *, bold: bool, fill: str, centred: bool) -> None:
        self._row += 1
        for column, value in enumerate(values, 1):
            cell = self._sheet.cell(self._row, column, _in_cell(value))
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@" if len(value) < SHORT else "General"
            cell.font = Font(name=FONT, size=SIZE, bold=bold)
            cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
            is_number = isinstance(value, int | Decimal | Formula) or value == NO_POINTS
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if centred or is_number else "left")
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)
        tallest = max(
            (lines_taken(value, width, bold=bold) for value, width in zip(values, self._widths, strict=False) if isinstance(value, str)), default=1
        )
        self._sheet.row_dimensions[self._row].height = min(TALLEST, tallest * LINE_HEIGHT + PADDING)


def number_pages(sheet: Worksheet) -> None:
    """Every printed page says which it is, and of how many."""
    footer = sheet.oddFooter
    assert footer is not None  # openpyxl makes a footer and all its parts with the sheet
    assert footer.right is not None
    footer.right.text = PAGE_OF_PAGES


def sum_of(depths: Sequence[int], at: int, first: int, letter: str) -> Formula:
    """What a row that holds others comes to: the sum of those directly below it, one deeper; NO_POINTS while none of them has any.

    `depths` says how deep each row of the block stands, whose first is written in row `first`; `letter` names the column.
    """
    cells: list[list[int]] = []
    for row, depth in enumerate(depths[at + 1 :], at + 1):
        if depth <= depths[at]:
            break
        if depth == depths[at] + 1:
            if cells and cells[-1][1] == first + row - 1:
                cells[-1][1] = first + row
            else:
                cells.append([first + row, first + row])
    named = ",".join(f"{letter}{top}:{letter}{bottom}" if top < bottom else f"{letter}{top}" for top, bottom in cells)
    return Formula(f'=IF(COUNT({named})=0,"{NO_POINTS}",SUM({named}))' if named else "=0")


def lines_taken(text: str, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column so many characters wide: lines break between words, so that some stay short."""
    letters = _letters(width, bold=bold)
    return sum(max(1, len(wrap(part, letters))) for part in text.split("\n"))


def parts_of(text: str, width: float, *, bold: bool = False) -> list[str]:
    """The text in parts that each fit into a row, broken between its lines, and between words where one line is too long by itself."""
    if lines_taken(text, width, bold=bold) <= MOST_LINES:
        return [text]
    parts, room = [""], 0
    for line in text.split("\n"):
        pieces = wrap(line, _letters(width, bold=bold)) or [""]
        for at in range(0, len(pieces), MOST_LINES):
            some = pieces[at : at + MOST_LINES]
            if len(some) <= room:
                parts[-1] += f"\n{' '.join(some)}"
                room -= len(some)
            else:
                parts.append(" ".join(some))
                room = MOST_LINES - len(some)
    return parts[1:]


def _letters(width: float, *, bold: bool) -> int:
    return max(1, int(width / (NARROWNESS * (BOLDNESS if bold else 1))))


def _in_cell(value: Value) -> str | int | Decimal | None:
    """What is written into a cell."""
    if isinstance(value, Formula):
        return value.text
    return _printable(value) if isinstance(value, str) else value


def _printable(text: str) -> str:
    """The text without control characters, which no workbook can hold and older answers may."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))
