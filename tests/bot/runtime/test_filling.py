"""The sheet filled in Excel, over the wire: drawn in a child, sent as a document, sent back, read in a child, compared and taken over."""

import asyncio
import time
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from bot.playground.persons import Person
from bot.playground.server import Playground
from tests.bot.runtime.test_whole import answered, live
from tests.workbooks import saved


async def document_of(playground: Playground, person: Person, within: float = 20.0) -> tuple[str, bytes]:
    """Waits for a document from the bot; gives its name and bytes."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        for message in person.sees():
            if message.by_bot and "document" in message.raw:
                shown = message.raw["document"]
                return shown["file_name"], playground.world.files.bytes_of(shown["file_id"]) or b""
        await asyncio.sleep(0.05)
    raise AssertionError("no document came")


async def test_the_sheet_goes_out_and_comes_back_filled(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        for words, sign in (("/chamdiem", "0/10 tiêu chí"), ("Điền bằng Excel", "ở tệp kèm theo")):
            hoa.types(words)
            await answered(hoa, sign)
        name, content = await document_of(playground, hoa)
        hoa.sends(name, _filled(content), mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        await answered(hoa, "I.1: 7,5 (mới)", within=30)
        hoa.types("Xác nhận")

        assert "1/10 tiêu chí" in await answered(hoa, "Đã ghi thay đổi ở 1 tiêu chí")


def _filled(content: bytes) -> bytes:
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "I.1")
    sheet.cell(row, 6).value = "7,5"
    return saved(book)
