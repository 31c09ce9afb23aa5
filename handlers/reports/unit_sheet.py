"""One unit's sheet as a workbook, A4 portrait, with a place to sign."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.catalogue import Catalogue

WIDTHS = {"A": 8, "B": 42, "C": 9, "D": 24, "E": 30}


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from printing._facts."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    words = Catalogue.load().sentences
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = words["unit_sheet.sheet"]
    for line in (facts["unit"], facts["title"], facts["rubric"], facts["mark"]):
        sheet.append([line])
    sheet.append([words[f"unit_sheet.{name}"] for name in ("code", "criterion", "max", "answer", "proof")])
    for code, title, most, given, proof in facts["rows"]:
        sheet.append([code, title, Decimal(most) if most else None, given, proof])
    sheet.append([None, words["unit_sheet.total"], Decimal(facts["total"]), Decimal(facts["points"])])
    last = sheet.max_row
    sheet.append([])
    sheet.append([None, None, None, words["unit_sheet.sign"]])
    thin = Side(style="thin", color="999999")
    for row in sheet.iter_rows(min_row=5, max_row=last, max_col=5):
        for place, cell in enumerate(row, 1):
            head = cell.row in {5, last}
            cell.font = Font(name="Times New Roman", size=11, bold=head)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="right" if place == 3 else "left")
            if cell.row == 5:
                cell.fill = PatternFill("solid", fgColor="DDE7EE")
            if place == 3:
                cell.number_format = "#,##0.##"
    for number, (size, bold) in enumerate(((13, True), (13, True), (11, False), (11, True)), 1):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=5)
        sheet.cell(number, 1).font = Font(name="Times New Roman", size=size, bold=bold, italic=number == 4)
        sheet.cell(number, 1).alignment = Alignment(horizontal="center", wrap_text=True)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A6"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "5:5"
    book.save(path)
