"""The bloc's score table as a workbook: a line for each criterion, a column for each unit; printable on A4 landscape."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.catalogue import Catalogue

HEAD, SECTION = "DDE7EE", "F3EFE6"


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from ranking.table_facts; sums stand as formulas where people may go on working."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    words = Catalogue.load().sentences
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = words["score_table.sheet"]
    units = facts["units"]
    sheet.append([facts["title"]])
    sheet.append([facts["subtitle"]])
    sheet.append([])
    sheet.append([words["score_table.code"], words["score_table.criterion"], words["score_table.max"], *(unit["name"] for unit in units)])
    sections = []
    for section in facts["sections"]:
        first = sheet.max_row + 2
        last = first + len(section["leaves"]) - 1
        columns = [get_column_letter(4 + at) for at in range(len(units))]
        sheet.append([section["code"], section["title"], Decimal(section["max"]), *(f"=SUM({letter}{first}:{letter}{last})" for letter in columns)])
        sections.append(sheet.max_row)
        for leaf in section["leaves"]:
            sheet.append([leaf["code"], leaf["title"], Decimal(leaf["max"]), *(_points(one) for one in leaf["points"])])
    for name in ("base", "bonus", "penalty", "late", "total"):
        sheet.append([None, words[f"score_table.{name}"], None, *(Decimal(unit[name]) for unit in units)])
    sheet.append([None, words["score_table.rank"], None, *(unit["rank"] for unit in units)])
    if facts["missing"]:
        sheet.append([])
        sheet.append([None, words["score_table.missing"], None, ", ".join(facts["missing"])])
    thin = Side(style="thin", color="999999")
    last_column = 3 + len(units)
    for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row, max_col=last_column):
        for place, cell in enumerate(row, 1):
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="right" if place > 2 else "left")
            cell.font = Font(name="Times New Roman", size=11)
            if place > 2:
                cell.number_format = "#,##0.##"
    for row_number in (4, *sections):
        for cell in sheet[row_number][:last_column]:
            cell.font = Font(name="Times New Roman", size=11, bold=True)
            cell.fill = PatternFill("solid", fgColor=HEAD if row_number == 4 else SECTION)
            if row_number == 4:
                cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for row_number, size in ((1, 14), (2, 12)):
        sheet.merge_cells(start_row=row_number, start_column=1, end_row=row_number, end_column=last_column)
        sheet.cell(row_number, 1).font = Font(name="Times New Roman", size=size, bold=row_number == 1, italic=row_number == 2)
        sheet.cell(row_number, 1).alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 46
    sheet.column_dimensions["C"].width = 9
    for at in range(len(units)):
        sheet.column_dimensions[get_column_letter(4 + at)].width = 13
    sheet.freeze_panes = "D5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "4:4"
    book.save(path)


def _points(points: str | None) -> Decimal | str:
    return "–" if points is None else Decimal(points)
