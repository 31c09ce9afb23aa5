"""One unit's sheet as a workbook to fill in: cells to fill are tinted, unlocked and checked; everything else is locked, without a password."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.catalogue import Catalogue, number

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("code", "criterion", "max", "how", "plan", "result", "reason", "proof", "explanation", "key")
WIDTHS = (9, 44, 9, 34, 13, 15, 24, 32, 32, 4)
INPUTS = {"plan": 5, "result": 6, "reason": 7, "proof": 8, "explanation": 9}
TINTS = {"number": "FFF7D6", "yes_no": "DDF3DF", "plan": "DCEBFA", "plan_or_none": "DCEBFA", "count": "FCE7D3", "days": "FCE7D3", "text": "F1ECF7"}
LONGEST_WORDS = 2000
MARGIN = 0.4  # inches


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from handlers/assessment/workbook.py's facts."""
    from openpyxl import Workbook

    words = Catalogue.load().sentences
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = words["filling.sheet"]
    _Drawing(sheet, words, facts).draw()
    book.save(path)


class _Drawing:
    """One sheet, drawn from top to bottom. One rule of checking is kept for all cells that are checked alike."""

    def __init__(self, sheet: "Worksheet", words: Mapping[str, str], facts: Mapping[str, Any]) -> None:
        self._sheet, self._words, self._facts = sheet, words, facts
        self._row = 0
        self._checks: dict[tuple[str, ...], DataValidation] = {}

    def draw(self) -> None:
        self._page()
        for text, bold in (
            (self._facts["unit"], True),
            (self._facts["title"], True),
            (self._facts["rubric"], False),
            (self._facts["deadline"], False),
        ):
            self._heading(text, bold=bold)
        self._heading(self._words["filling.how_to_fill"], bold=False, italic=True)
        self._sheet.cell(1, len(COLUMNS), self._facts["made"])
        self._head()
        for code, title, most in self._facts["sections"]:
            self._section(code, title, Decimal(most), [row for row in self._facts["rows"] if row["section"] == code])
        if items := [row for row in self._facts["rows"] if not row["section"]]:
            self._section("", self._words["filling.items"], None, items)

    def _page(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        from handlers.reports.tables import number_pages

        sheet = self._sheet
        for column, width in enumerate(WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
        if not self._facts["may_not_apply"]:
            sheet.column_dimensions[get_column_letter(INPUTS["reason"])].hidden = True
        sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = MARGIN
        margins.bottom, margins.footer = 2 * MARGIN, MARGIN
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        number_pages(sheet)
        protection = sheet.protection
        protection.enable()
        protection.formatColumns = protection.formatRows = False  # these name what is forbidden

    def _heading(self, text: str, *, bold: bool, italic: bool = False) -> None:
        from openpyxl.styles import Alignment, Font

        from handlers.reports.tables import FONT, LINE_HEIGHT, PADDING, SIZE, lines_taken

        self._row += 1
        shown = WIDTHS[:-1] if self._facts["may_not_apply"] else (*WIDTHS[:6], *WIDTHS[7:-1])
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=len(COLUMNS) - 1)
        cell = self._sheet.cell(self._row, 1, text)
        cell.data_type = "s"
        cell.font = Font(name=FONT, size=SIZE + 2 * bold, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        self._sheet.row_dimensions[self._row].height = lines_taken(text, sum(shown)) * (LINE_HEIGHT + 2 * bold) + PADDING

    def _head(self) -> None:
        from handlers.reports.tables import HEAD

        self._row += 1
        for column, name in enumerate(COLUMNS, 1):
            self._cell(column, self._words[f"filling.{name}"], bold=True, fill=HEAD, centred=True)
        self._sheet.print_title_rows = f"{self._row}:{self._row}"
        self._sheet.freeze_panes = f"C{self._row + 1}"
        self._fit_height([self._words[f"filling.{name}"] for name in COLUMNS])

    def _section(self, code: str, title: str, most: Decimal | None, rows: list[Mapping[str, Any]]) -> None:
        from handlers.reports.tables import SECTION

        self._row += 1
        for column, value in enumerate((code, title, most, *(None for _ in COLUMNS[3:])), 1):
            self._cell(column, value, bold=True, fill=SECTION)
        self._fit_height([code, title])
        for row in rows:
            for head in self._facts["groups"].get(row["key"], ()):
                self._group(*head)
            self._line(row)

    def _group(self, code: str, title: str, most: str) -> None:
        """A row that holds criteria: nothing is filled in it."""
        self._row += 1
        for column, value in enumerate((code, title, Decimal(most), *(None for _ in COLUMNS[3:])), 1):
            self._cell(column, value, bold=True)
        self._fit_height([code, title])

    def _line(self, row: Mapping[str, Any]) -> None:
        self._row += 1
        most = Decimal(row["max"]) if row["max"] else None
        shown = [row["code"], row["title"], most, row["how"]]
        for column, value in enumerate(shown, 1):
            self._cell(column, value, indent=2 * bool(row["part"]) if column == 2 else 0)
        for name, column in INPUTS.items():
            self._input(column, name, row)
        self._cell(len(COLUMNS), row["key"])
        values = [str(row["values"].get(name, "")) for name in INPUTS]
        self._fit_height([row["code"], row["title"], "", row["how"], *values])

    def _input(self, column: int, name: str, row: Mapping[str, Any]) -> None:
        """A cell to fill, or what stands there and cannot be filled."""
        from openpyxl.styles import Protection

        asked = row["inputs"].get(name)
        value = row["values"].get(name)
        if isinstance(value, bool):
            value = self._words["filling.yes" if value else "filling.no"]
        elif value is not None and asked is not None and asked["kind"] != "text":
            value = Decimal(value)
        if name == "plan" and asked is not None and asked["kind"] == "plan_or_none" and value is None and "result" in row["values"]:
            value = self._words["filling.no"]
        if asked is None or row["is_locked"]:
            self._cell(column, value, fill="E4E4E4" if asked is None else "")
            return
        cell = self._cell(column, value, fill=TINTS[asked["kind"]])
        cell.protection = Protection(locked=False)
        self._check(asked).add(cell)

    def _check(self, asked: Mapping[str, str]) -> "DataValidation":
        key = tuple(f"{name}={asked[name]}" for name in sorted(asked))
        if key not in self._checks:
            self._checks[key] = _validation(asked, self._words)
            self._sheet.add_data_validation(self._checks[key])
        return self._checks[key]

    def _cell(self, column: int, value: Any, *, bold: bool = False, fill: str = "", centred: bool = False, indent: int = 0) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill

        from handlers.reports.tables import FONT, LINE, SIZE

        cell = self._sheet.cell(self._row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # what people typed never becomes a formula
        is_number = isinstance(value, Decimal)
        cell.font = Font(name=FONT, size=SIZE, bold=bold)
        cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
        horizontal = "center" if centred or is_number else "left"
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=horizontal, indent=indent)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        return cell

    def _fit_height(self, texts: list[str]) -> None:
        from handlers.reports.tables import LINE_HEIGHT, PADDING, TALLEST, lines_taken

        tallest = max(lines_taken(text, width) for text, width in zip(texts, WIDTHS, strict=False))
        self._sheet.row_dimensions[self._row].height = min(TALLEST, tallest * LINE_HEIGHT + PADDING)


def _validation(asked: Mapping[str, str], words: Mapping[str, str]) -> "DataValidation":
    """How a cell is checked while it is filled. Excel warns and lets go on: what is wrong is named when the file comes back."""
    from openpyxl.worksheet.datavalidation import DataValidation

    kind = asked["kind"]
    if kind == "text":
        found = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_WORDS), allow_blank=True)
    elif kind == "yes_no":
        found = DataValidation(type="list", formula1=f'"{words["filling.yes"]},{words["filling.no"]}"', allow_blank=True)
    else:
        found = _number_validation(kind, asked)
    found.showErrorMessage, found.errorStyle = kind not in {"plan_or_none", "text"}, "warning"
    found.prompt = found.error = _prompt(asked, words)
    found.errorTitle, found.showInputMessage = words["filling.sheet"], kind != "text"
    return found


def _prompt(asked: Mapping[str, str], words: Mapping[str, str]) -> str:
    """What a cell takes, in words."""
    said = words[f"filling.prompt_{asked['kind']}"]
    if "low" in asked and "high" in asked:
        said = words["filling.prompt_between"].format(low=number(Decimal(asked["low"])), high=number(Decimal(asked["high"])))
    return f"{said} {words['filling.prompt_step'].format(step=number(Decimal(asked['step'])))}" if "step" in asked else said


def _number_validation(kind: str, asked: Mapping[str, str]) -> "DataValidation":
    from openpyxl.worksheet.datavalidation import DataValidation

    if kind == "days":
        return DataValidation(type="whole", operator="between", formula1="-999", formula2="9999", allow_blank=True)
    if kind == "count":
        return DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    if kind in {"plan", "plan_or_none"}:
        return DataValidation(type="decimal", operator="greaterThan", formula1="0", allow_blank=True)
    if "low" in asked and "high" in asked:
        return DataValidation(type="decimal", operator="between", formula1=asked["low"], formula2=asked["high"], allow_blank=True)
    low = asked.get("low", "-999999999999")
    return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=low, allow_blank=True)
