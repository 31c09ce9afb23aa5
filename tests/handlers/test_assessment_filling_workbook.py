"""The workbook itself that is filled in Excel: locked cells, checks, the hidden column."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from handlers.reports import filling_sheet
from tests.filling import CODE, KEY, PLAN, PROOF, RESULT, TITLE, begin, edited, first_sheet, made, put, returned, row_of
from tests.stage import Stage, beginning, says


@pytest.fixture
@beginning
async def large(joined: Stage) -> Stage:
    """A period with the table of 1,000 points, which has rules of every kind but bands of days."""
    await joined.open_period("mau-1000")
    return joined


@pytest.fixture
@beginning
async def begun(open_period: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    return await begin(open_period)


async def test_only_what_is_filled_is_unlocked(large: Stage) -> None:
    sheet = first_sheet(await made(large))
    row, counted = row_of(sheet, "I.1a"), row_of(sheet, "II.4")

    unlocked = {(cell.row, cell.column) for cells in sheet.iter_rows() for cell in cells if not cell.protection.locked}
    assert sheet.protection.sheet and not sheet.protection.password
    assert {(row, PLAN), (row, RESULT), (row, PROOF), (counted + 1, RESULT)} <= unlocked and not {
        (row, CODE),
        (row, KEY),
        (counted, RESULT),
    } & unlocked


async def test_the_hidden_column_says_what_the_file_was_made_from(begun: Stage) -> None:
    sheet = first_sheet(await made(begun))

    trace = json.loads(str(sheet.cell(1, KEY).value))
    assert (trace["format"], trace["sheet"], trace["period"], trace["revision"]) == ("ktd-fill/1", 3, 1, 2)
    assert sheet.column_dimensions["J"].hidden and sheet.cell(row_of(sheet, "I.1"), KEY).value == "I.1"


async def test_what_people_typed_never_becomes_a_formula(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.1", "7 – =HYPERLINK(1)")
    sheet = first_sheet(await made(begun))

    assert sheet.cell(row_of(sheet, "I.1"), PROOF).data_type == "s"


@pytest.mark.parametrize(("code", "kind"), [("I.3d", "decimal"), ("I.3c", "list"), ("I.2b", "whole"), ("II.4 V1", "whole"), ("I.1a", "decimal")])
async def test_cells_are_checked_by_their_rule(large: Stage, code: str, kind: str) -> None:
    sheet = first_sheet(await made(large))
    place = f"F{row_of(sheet, code)}"

    assert [check.type for check in sheet.data_validations.dataValidation if place in check.sqref] == [kind]


def test_where_nothing_may_be_left_out_there_is_no_column_for_it(tmp_path: Path) -> None:
    facts = {"unit": "u", "title": "t", "rubric": "r", "made": "{}", "deadline": "d", "may_not_apply": False, "sections": [], "rows": []}
    filling_sheet.draw(facts, tmp_path / "book.xlsx")

    assert first_sheet((tmp_path / "book.xlsx").read_bytes()).column_dimensions["G"].hidden


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
async def test_libreoffice_leaves_the_file_readable_and_computes_its_formulas(large: Stage, tmp_path: Path) -> None:
    content = edited(
        await made(large), put("I.2a", "=289/300*100"), put("I.3c", "Có"), put("I.1a", 100, PLAN), put("I.1a", "=48*2"), put("III.6", "=1/0")
    )
    said = await returned(large, through_libreoffice(content, tmp_path))

    assert all(line in said for line in ("I.2a: 96,333333333 %", "I.3c: Có", "I.1a: Kế hoạch 100 · Thực hiện 96", "(III.6): ô báo lỗi công thức"))


def through_libreoffice(content: bytes, folder: Path) -> bytes:
    """The workbook opened, saved as .ods, opened again and saved as .xlsx by LibreOffice."""
    (folder / "phieu.xlsx").write_bytes(content)
    for source, kind in (("phieu.xlsx", "ods"), ("phieu.ods", "xlsx")):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "phieu.xlsx").read_bytes()


async def test_a_criterion_of_counts_says_where_they_are_filled_in(large: Stage) -> None:
    sheet = first_sheet(await made(large))

    assert "Nhập số lần ở các dòng lỗi bên dưới" in str(sheet.cell(row_of(sheet, "II.4"), 4).value)
    assert [sheet.cell(row_of(sheet, code), TITLE).value for code in ("I.1", "II.3")] == [
        "Chỉ tiêu kế hoạch được giao",
        "Khắc phục hạn chế sau tự phê bình và phê bình",
    ]
