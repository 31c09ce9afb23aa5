"""A table that is a sample is called one wherever it is shown: no bloc has agreed to it yet."""

import json
from typing import Any

from bot.runtime.writing import outgoing_of
from config.rubric_files import read_rubric_file, rubric_of, text_of
from handlers.criteria import table_title
from tests.appraisals import TITLE
from tests.filling import first_sheet, made
from tests.stage import Stage, says

CALLED = "(bảng mẫu)"


async def drawn(stage: Stage, report: str) -> dict[str, Any]:
    """What the newest workbook of this kind is drawn from."""
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE :kind", {"kind": f"%{report}%"})
    facts: dict[str, Any] = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)
    return facts


async def test_the_workbook_to_fill_says_so(open_period: Stage) -> None:
    sheet = first_sheet(await made(open_period))

    assert any(CALLED in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)


async def test_the_printed_sheet_and_the_score_tables_say_so(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Hoa", "/chamdiem", f"[{TITLE}]", "[Tải phiếu .xlsx]")
    await says(stage, "Quý", "/thamdinh", "[Bảng điểm .xlsx]")

    assert CALLED in (await drawn(stage, "unit_sheet"))["rubric"]
    assert (await drawn(stage, "score_table"))["notes"][0] == "Bảng chấm điểm là bảng mẫu."


async def test_the_bloc_s_tables_and_their_trees_say_so(open_period: Stage) -> None:
    assert CALLED in await says(open_period, "Lan", "/dotcham", "[Bảng chấm điểm]")
    assert CALLED in await says(open_period, "Lan", "[ngan-10]")
    assert "Đây là bảng mẫu." in await says(open_period, "Lan", "[Xem phiên bản 1]")


def test_a_title_that_says_so_itself_says_it_once() -> None:
    assert table_title(rubric_of(text_of("mau-1000"))) == "Bảng chấm điểm thi đua khối các cơ quan kinh tế ngành (bảng mẫu 1.000 điểm)"


def test_a_table_that_a_bloc_has_agreed_to_keeps_its_title() -> None:
    assert table_title(read_rubric_file(text_of("ngan-10").replace(", sample: true", "").encode())) == "Bảng chấm điểm rút gọn 10 tiêu chí (dùng thử)"
