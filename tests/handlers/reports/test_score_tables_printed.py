"""The score tables as they are printed: the place to sign stands with the sums it is for; and tables gathered before an upgrade are drawn all the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.reports import score_table, unit_sheet
from handlers.reports.paging import Ending, are_torn, ending_of, rooms
from tests.handlers.reports.test_workbooks import CASE, GROUP, SECOND, SHEET, TABLE, UNIT


def of(units: int, criteria: int, notes: int = 1) -> dict[str, Any]:
    """The facts of a bloc with so many units and criteria."""
    rows = [{"code": str(at), "title": "Tiêu chí", "depth": 0, "max": "10", "points": ["8.5"] * units} for at in range(1, criteria + 1)]
    section = {"code": "I", "title": "Nhiệm vụ", "max": "100", "rows": rows}
    unit = UNIT | {"cases": [[]], "void": []}
    return TABLE | {"units": [unit] * units, "sections": [section], "void": [], "notes": [f"Ghi chú {at}" for at in range(notes)]}


def drawn(facts: Mapping[str, Any], path: Path, name: str = "Tổng hợp") -> Worksheet:
    score_table.draw(facts, path / "bang.xlsx")
    sheet = load_workbook(path / "bang.xlsx")[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def breaks(sheet: Worksheet) -> list[int]:
    return [one.id for one in sheet.row_breaks.brk]


def row_of(sheet: Worksheet, text: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == text)


def test_a_small_table_and_its_signatures_stand_on_one_page_without_a_break(tmp_path: Path) -> None:
    assert breaks(drawn(of(3, 4), tmp_path)) == []


def test_a_table_a_little_too_long_for_a_page_is_made_smaller_and_not_broken(tmp_path: Path) -> None:
    sheet = drawn(of(3, 12), tmp_path)

    assert (breaks(sheet), sheet.page_setup.fitToHeight) == ([], 1)


@pytest.mark.parametrize(("units", "criteria"), [(3, 20), (8, 30), (15, 52)])
def test_where_the_end_is_torn_the_last_criteria_go_over_with_the_sums_and_the_signatures(units: int, criteria: int, tmp_path: Path) -> None:
    sheet = drawn(of(units, criteria), tmp_path)
    sums = row_of(sheet, "Cộng điểm tiêu chí")
    (broken,) = breaks(sheet)

    assert sheet.page_setup.fitToHeight == 0 and broken + score_table.KEPT_ROWS < sums
    assert broken >= sheet.max_row // 3


def test_a_sheet_that_its_columns_make_small_is_made_but_a_little_smaller() -> None:
    small, too_small = (ending_of([10.0] * many, [], [100.0], 10.0, 60.0).is_one_page for many in (11, 13))

    assert small and not too_small


def test_no_head_is_the_last_row_of_a_page(tmp_path: Path) -> None:
    facts = of(3, 16)
    first, last = facts["sections"][0], of(3, 4)["sections"][0]
    last["rows"][1] |= {"points": None}
    unit = facts["units"][0] | {"cases": [[], []]}
    facts |= {"units": [unit] * 3, "sections": [first, last]}
    cut = breaks(drawn(facts, tmp_path))

    sheet = load_workbook(tmp_path / "bang.xlsx").worksheets[0]
    heads = {row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).font.bold}
    assert cut and not heads & set(cut)


def test_with_a_few_notes_more_the_last_criteria_still_go_over_with_the_sums(tmp_path: Path) -> None:
    sheet = drawn(of(3, 13, 6), tmp_path)

    assert [row for row in breaks(sheet) if row + score_table.KEPT_ROWS < row_of(sheet, "Cộng điểm tiêu chí")]


def test_with_many_notes_the_last_rows_alone_go_over_with_the_signatures(tmp_path: Path) -> None:
    drawn_ones = (drawn(of(3, 6, notes), tmp_path) for notes in range(15, 22))
    cut = [sheet.max_row - row for sheet in drawn_ones for row in breaks(sheet)]

    assert set(cut) == {2 + 1 + score_table.KEPT_ROWS}


@pytest.mark.parametrize(("heights", "ending"), [
    ([10.0] * 9, Ending()),
    ([10.0] * 13, Ending(is_one_page=True)),
    ([10.0] * 14, Ending(breaks_before=8)),
    ([10.0] * 19, Ending()),
])  # fmt: skip
def test_a_sheet_s_end_is_left_alone_made_smaller_or_sent_over(heights: list[float], ending: Ending) -> None:
    count = len(heights)

    assert ending_of(heights, [[count - 6, count - 5], [count - 2]], [100.0], 10.0, 100.0) == ending


def test_a_unit_s_sheet_is_signed_on_the_page_of_its_total(tmp_path: Path) -> None:
    rows = [["I.1", "Tiêu chí", "10", "9", "9", ""]] * 90
    section = {"code": "I", "title": "Mục một", "max": "100", "points": "96.5", "rows": rows, "groups": []}
    broken = set()
    for more in range(0, 40, 6):
        unit_sheet.draw(SHEET | {"items": [], "sections": [section | {"rows": rows[: 50 + more]}]}, tmp_path / "phieu.xlsx")
        sheet = load_workbook(tmp_path / "phieu.xlsx").active
        assert isinstance(sheet, Worksheet)
        broken |= {sheet.cell(row + 1, 2).value for row in breaks(sheet)}

    assert broken == {"Tổng điểm tạm tính"}


def test_rows_that_no_page_holds_are_not_kept_together(tmp_path: Path) -> None:
    assert breaks(drawn(of(3, 4) | {"notes": ["dài " * 4000] * 3}, tmp_path)) == []


def test_a_page_takes_more_rows_of_a_sheet_that_is_made_smaller() -> None:
    narrow, wide = (min(rooms([50.0, *[14.0] * units], landscape=True, sides=0.8, ends=1.0)) for units in (3, 15))

    assert narrow < 523 < wide


@pytest.mark.parametrize(("first", "torn"), [(0, True), (2, True), (3, False), (4, False)])
def test_rows_are_torn_where_a_page_ends_between_them(first: int, torn: bool) -> None:
    assert are_torn([10.0] * 5, first, 30.0, 10.0) is torn


# ---------------------------------------------------------------------------------------------------------------- before an upgrade


def without(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def before_heads_and_sums() -> dict[str, Any]:
    """As tables were gathered before they said whose they are, and before a unit's final sums stood apart."""
    old = {"base": "90", "bonus": "0", "penalty": "0", "late": "0", "total": "90"}
    unit = without(UNIT, "final_sums") | {"own_sums": old, "appraised_sums": dict.fromkeys(old)}
    return without(TABLE, "bloc", "mark", "day") | {"units": [unit, unit | {"code": "SNN"}]}


def before_groups() -> dict[str, Any]:
    """As they were gathered first: criteria alone, one reason for all of a criterion's points."""
    facts = before_heads_and_sums()
    old = without(CASE, "depth", "is_group", "appraised_why", "final_why") | {"reason": "thiếu biểu", "by": "Vũ Đức Minh"}
    units = [without(unit, "void") | {"cases": [[old]]} for unit in facts["units"]]
    section = {"code": "I", "title": "Mục một", "max": "180", "leaves": [{"code": "1a", "title": "Ngắn", "max": "180", "points": ["88.5", "8"]}]}
    return without(facts, "void") | {"units": units, "sections": [section]}


@pytest.mark.parametrize("facts", [before_heads_and_sums(), before_groups()], ids=["before heads and sums", "before groups"])
def test_tables_that_waited_through_an_upgrade_are_drawn_with_what_they_have(facts: dict[str, Any], tmp_path: Path) -> None:
    summary = drawn(facts, tmp_path)
    case = load_workbook(tmp_path / "bang.xlsx")["SCT"]

    assert summary["A1"].value == TABLE["title"] and summary.cell(summary.max_row, 1).value == "NGƯỜI LẬP BẢNG\n(ký, ghi rõ họ tên)"
    assert [case.cell(row_of(case, "Tổng điểm"), at).value for at in (4, 5, 7)] == [90, "–", 98.5]


def test_the_one_reason_of_an_older_table_stands_beside_the_points_it_was_given_for(tmp_path: Path) -> None:
    summary = drawn(before_groups(), tmp_path)
    case = load_workbook(tmp_path / "bang.xlsx")["SCT"]
    row = next(row for row in range(1, case.max_row) if case.cell(row, 1).value == "1a")

    assert (case.cell(row, 6).value or "", case.cell(row, 8).value) == ("", "thiếu biểu\nVũ Đức Minh") and summary[
        "D4"
    ].value == '=IF(COUNT(D5)=0,"–",SUM(D5))'


def test_what_is_gathered_today_is_drawn_as_it_was_gathered(tmp_path: Path) -> None:
    assert [one["code"] for one in (GROUP, CASE, SECOND)] == [drawn(TABLE, tmp_path, "SCT").cell(row, 1).value for row in (8, 9, 10)]
