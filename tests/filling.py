"""The sheet filled in Excel, for tests: how it leaves, what people do to it, and how it comes back."""

import json
from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.dialogue import Tapped
from handlers.reports import filling_sheet
from tests.stage import Stage, says
from tests.workbooks import saved

NAME = "Phiếu điền - SXD - Sơ kết 6 tháng đầu năm 2026.xlsx"
CODE, TITLE, PLAN, RESULT, REASON, PROOF, EXPLANATION, KEY = 1, 2, 5, 6, 7, 8, 9, 10
Edit = Callable[[Worksheet], object]


async def made(stage: Stage, name: str = "Hoa", sheet: int = 0) -> bytes:
    """The workbook as it leaves for somebody."""
    await says(stage, name, "/chamdiem", *(["[Điền bằng Excel]"] if not sheet else []))
    if sheet:
        await stage.happens(name, Tapped(f"assessment.fill_in:{sheet}", "b0", "tap"))
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%filling_sheet%' ORDER BY id DESC LIMIT 1", {})
    path = stage.database.path.with_name("made.xlsx")
    filling_sheet.draw(json.loads(json.loads(rows[0]["payload"])["files"][0]["facts"]), path)
    return path.read_bytes()


def row_of(sheet: Worksheet, code: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, CODE).value == code)


def edited(content: bytes, *edits: Edit) -> bytes:
    """The workbook after somebody has worked on it."""
    book = load_workbook(BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for edit in edits:
        edit(sheet)
    return saved(book)


def put(code: str, value: object, column: int = RESULT) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, code), column).value = value  # type: ignore[assignment]

    return edit


def formatted(code: str, value: object, style: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, code), RESULT)
        cell.value, cell.number_format = value, style  # type: ignore[assignment]

    return edit


async def returned(stage: Stage, content: bytes, name: str = "Hoa", file: str = NAME) -> str:
    """The file is sent from where the person stands, and read; gives what they hear."""
    await stage.sends(name, file)
    await stage.document_arrives(content)
    return stage.last(name).text


async def compared(stage: Stage, *edits: Edit, name: str = "Hoa") -> str:
    return await returned(stage, edited(await made(stage, name), *edits), name)


async def begin(stage: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    await says(stage, "Hoa", "/chamdiem", "[Chấm tiếp]", "7,5")
    await says(stage, "Nam", "/chamdiem", "I.2", "9")
    return stage


def first_sheet(content: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def without_hidden_column(sheet: Worksheet) -> None:
    sheet.delete_cols(KEY)
