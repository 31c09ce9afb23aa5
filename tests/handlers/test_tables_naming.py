"""Which table a workbook is that does not say its id, and as which version it is kept."""

import pytest

from config.bloc_files import read_bloc_file
from handlers.blocs import load_bloc
from storage.store import Store
from tests.stage import BLOC, BLOC_ID, Stage, beginning, forge, says
from tests.tables import send, versions
from tests.transcripts import SENT, TABLE
from tests.workbooks import workbook

TABLES = ("/dotcham", "[Bảng chấm điểm]")
USUAL = "vhxh-2026"
OTHER = workbook((("BẢNG CHẤM ĐIỂM CHUYÊN ĐỀ",), *TABLE[1:]))
CORRECTED = workbook((*TABLE[:4], (2, "Cải cách hành chính, chuyển đổi số", 6)))


@pytest.fixture
@beginning
async def awaited(stage: Stage) -> Stage:
    """The bloc's file names a usual table that the bloc has not adopted yet."""
    await stage.join("Lan")
    text = BLOC.read_bytes().replace(b"rubric: mau-1000", f"rubric: {USUAL}".encode())
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(text), stage.now)
    await says(stage, "Lan", *TABLES)
    return stage


async def test_a_table_without_an_id_becomes_the_usual_table_that_the_bloc_s_file_names_and_says_so(awaited: Stage) -> None:
    assert f"Tệp không ghi mã bảng nên lấy mã bảng thường dùng của khối: {USUAL}." in await send(awaited, "Lan", SENT["bang-khoi.xlsx"])
    await says(awaited, "Lan", "[Xác nhận]")

    assert [(one.rubric, one.version) for one in await versions(awaited)] == [(USUAL, 1)]


async def test_a_first_table_is_kept_as_version_1_and_a_corrected_one_of_the_same_title_as_the_next(awaited: Stage) -> None:
    assert "chọn Xác nhận để lưu làm phiên bản 1." in await send(awaited, "Lan", SENT["bang-khoi.xlsx"])
    await says(awaited, "Lan", "[Xác nhận]")

    assert "chọn Xác nhận để lưu làm phiên bản 2." in await send(awaited, "Lan", CORRECTED)
    await says(awaited, "Lan", "[Xác nhận]")
    assert [(one.rubric, one.version) for one in await versions(awaited)] == [(USUAL, 2), (USUAL, 1)]


async def test_of_two_tables_sent_at_once_the_second_is_shown_anew_where_the_first_has_taken_the_id(awaited: Stage) -> None:
    await send(awaited, "Lan", OTHER)
    later = next(button.action for button in awaited.last("Lan").buttons if button.label == "Xác nhận")
    await send(awaited, "Lan", SENT["bang-khoi.xlsx"])
    await says(awaited, "Lan", "[Xác nhận]")
    await forge(awaited, "Lan", later)
    assert [one.rubric for one in await versions(awaited)] == [USUAL]

    await says(awaited, "Lan", "[Xác nhận]")
    assert [one.rubric for one in await versions(awaited)] == ["bang-cham-diem-chuyen-de", USUAL]


# ---------------------------------------------------------------------------------------------------------------- how tables are called

LONG = "Bảng chấm điểm thi đua khối văn hóa - xã hội năm 2026"
BUTTON = "Thi đua khối văn hóa - xã hội năm 2026"


async def test_a_long_title_fits_a_button_and_the_typed_id_chooses_the_table_too(awaited: Stage) -> None:
    await send(awaited, "Lan", workbook(((LONG,), *TABLE[1:])))
    await says(awaited, "Lan", "[Xác nhận]")

    assert BUTTON in awaited.last("Lan").labels and USUAL not in awaited.last("Lan").text
    assert f"Mã bảng: {USUAL}" in await says(awaited, "Lan", USUAL)


async def test_two_tables_of_the_same_title_are_told_apart_by_their_ids(awaited: Stage) -> None:
    for id in ("khoi-2026", "khoi-2027"):
        text = "\n".join(
            (f"format: ktd-rubric/1\nid: {id}\ntitle: Bảng của khối\ntotal: 5\nsections:", "  - code: I", "    title: Một", "    max: 5",
             "    criteria: [{code: '1', title: Việc, max: 5, rule: {type: manual}}]", ""),
        )  # fmt: skip
        async with awaited.database.writing() as connection:
            await Store(connection).rubrics.freeze(BLOC_ID, id, text, awaited.now)

    await says(awaited, "Lan", *TABLES)
    assert {"Bảng của khối (khoi-2026)", "Bảng của khối (khoi-2027)"} <= set(awaited.last("Lan").labels)
