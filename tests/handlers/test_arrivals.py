"""A spreadsheet that came where none was asked for: by role and by what is open, what it may be; taken there without sending it again."""

import pytest

from handlers.dialogue import Tapped
from tests.blocs import SECOND, SECOND_NAME, leads_there_too, second_bloc
from tests.filling import edited, made, put, without_hidden_column
from tests.sheets import answers
from tests.stage import Stage, heard, says
from tests.transcripts import SENT

LEAVE = "Không dùng tệp"


async def arrives(stage: Stage, name: str, content: bytes = b"", file: str = "bang.xlsx") -> str:
    await stage.sends(name, file)
    if content:
        await stage.document_arrives(content)
    return stage.last(name).text


async def test_what_the_secretariat_sends_is_read_as_the_blocs_table_at_once(joined: Stage) -> None:
    assert "I.2 Cải cách hành chính: 6" in await arrives(joined, "Quý", SENT["bang-khoi.xlsx"])
    assert "Xác nhận" in joined.last("Quý").labels


async def test_a_chair_whose_unit_has_a_sheet_says_what_the_file_is_by_one_tap(open_period: Stage) -> None:
    assert "Tệp bang.xlsx là gì?" in await arrives(open_period, "Lan", SENT["bang-khoi.xlsx"])
    assert open_period.last("Lan").labels == ["Phiếu tự chấm của đơn vị", "Bảng chấm điểm của khối", LEAVE]

    await open_period.does("Lan", "[Bảng chấm điểm của khối]")
    await open_period.document_arrives(SENT["bang-khoi.xlsx"])
    assert "I.2 Cải cách hành chính: 6" in open_period.last("Lan").text


async def test_the_same_file_may_be_taken_as_the_units_sheet(open_period: Stage) -> None:
    await arrives(open_period, "Lan", SENT["bang-khoi.xlsx"])
    await open_period.does("Lan", "[Phiếu tự chấm của đơn vị]")
    await open_period.document_arrives(SENT["bang-khoi.xlsx"])

    assert "không phải phiếu điền" in open_period.last("Lan").text


async def test_a_sheet_of_ours_under_another_name_is_compared_without_a_question(open_period: Stage) -> None:
    content = edited(await made(open_period, "Lan"), put("I.1", 8))
    await says(open_period, "Lan", "/lichhop")

    assert "I.1: 8 (mới)" in await arrives(open_period, "Lan", content, "scan0001.xlsx")
    assert not heard(open_period, "Lan", "là gì?") and not await answers(open_period, 1)

    await open_period.does("Lan", "[Xác nhận (1)]")
    assert await answers(open_period, 1) == {"I.1": '{"points":"8"}'}


@pytest.mark.parametrize("file", ["scan0001.xlsx", "Phiếu điền - SCT - Sơ kết.xlsx"])
async def test_a_question_that_is_open_goes_on_beside_the_file(open_period: Stage, file: str) -> None:
    content = edited(await made(open_period, "Lan"), put("I.1", 8))
    await says(open_period, "Lan", "/hop", "Họp giao ban quý III")
    await open_period.sends("Lan", file)
    assert "đang đọc" in open_period.last("Lan").text and "Thời gian họp?" in open_period.last("Lan").text

    await open_period.document_arrives(content)
    assert "10/06/2026" in await says(open_period, "Lan", "14h 10/6") and heard(open_period, "Lan", "I.1: 8 (mới)")


async def test_a_sheet_without_its_mark_is_asked_about(open_period: Stage) -> None:
    content = edited(await made(open_period, "Lan"), put("I.1", 8), without_hidden_column)
    await says(open_period, "Lan", "/lichhop")

    assert "Tệp bang.xlsx là gì?" in await arrives(open_period, "Lan", content)


async def test_a_file_that_cannot_be_read_is_refused_instead_of_asked_about(open_period: Stage) -> None:
    assert "không phải là tệp Excel" in await arrives(open_period, "Lan", b"khong phai xlsx")


async def test_a_file_named_as_our_sheet_is_compared_without_a_question(open_period: Stage) -> None:
    assert "đang đọc" in await arrives(open_period, "Lan", file="Phiếu điền - SCT - Sơ kết.xlsx")


async def test_a_unit_without_an_open_sheet_hears_that_none_is_open(joined: Stage) -> None:
    assert "đơn vị chưa có phiếu nào đang mở" in await arrives(joined, "Hoa")


async def test_who_only_looks_on_hears_that_no_file_is_awaited(joined: Stage) -> None:
    text = await arrives(joined, "Thu")

    assert "hiện chưa chờ tệp nào" in text and "minh chứng" not in text


async def test_the_file_can_be_left(open_period: Stage) -> None:
    await arrives(open_period, "Lan", SENT["bang-khoi.xlsx"])
    await open_period.does("Lan", f"[{LEAVE}]")

    assert "không được lưu" in open_period.last("Lan").text


async def test_what_the_file_is_may_be_said_after_something_else(open_period: Stage) -> None:
    await arrives(open_period, "Lan", SENT["bang-khoi.xlsx"])
    await says(open_period, "Lan", "/lichhop", "Bảng chấm điểm của khối")

    assert "đang đọc" in open_period.last("Lan").text


@pytest.mark.parametrize(("file", "why"), [("bang.xls", ".xls cũ"), ("bảng 📊.csv", "không phải là tệp Excel"), ("bang.xlsm", "có macro")])
async def test_another_kind_of_spreadsheet_is_refused_before_anything_is_asked(file: str, why: str, open_period: Stage) -> None:
    assert why in await arrives(open_period, "Lan", file=file)


async def test_an_old_button_takes_no_file(open_period: Stage) -> None:
    await arrives(open_period, "Lan", SENT["bang-khoi.xlsx"])
    button = next(one for one in open_period.last("Lan").buttons if one.label == "Bảng chấm điểm của khối")
    await open_period.does("Lan", f"[{LEAVE}]")
    await open_period.happens("Lan", Tapped(button.action, "x", "t"))

    assert "Nút này không còn dùng được" in open_period.last("Lan").text


async def test_a_sheet_of_another_bloc_is_compared_under_that_blocs_name(open_period: Stage) -> None:
    await second_bloc(open_period)
    await leads_there_too(open_period, "Hoa")
    await open_period.open_period("ngan-10", bloc=SECOND)
    of_hers = "SELECT id FROM sheets WHERE unit_id IN (SELECT id FROM units WHERE bloc_id = :bloc AND code = 'SXD')"
    (there,) = await open_period.database.reader.rows(of_hers, {"bloc": SECOND})
    content = edited(await made(open_period, "Hoa", there["id"]), put("I.1", 8))
    await says(open_period, "Hoa", "/lichhop")

    said = await arrives(open_period, "Hoa", content, "scan.xlsx")
    assert said.startswith(SECOND_NAME) and "I.1: 8 (mới)" in said
