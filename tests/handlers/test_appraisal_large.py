"""An appraisal as large as a bloc's: eight units with 32 criteria each."""

import json
from pathlib import Path

import pytest

from bot.runtime.writing import outgoing_of
from domain.people import Role
from handlers.appraisal import across
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, TITLE, history, seated
from tests.stage import Stage, forge, heard, says

CRITERIA = 32
HEAD = f"""format: ktd-rubric/1
id: bang-32
title: Bảng 32 tiêu chí
total: {CRITERIA * 10}
rounding: {{places: 2, mode: half_up}}
evidence: optional
sections:
  - code: I
    title: Thực hiện nhiệm vụ
    max: {CRITERIA * 10}
    criteria:
"""
ROW = '      - {{code: "{n}", title: "Nhiệm vụ thứ {n} được Ủy ban nhân dân tỉnh giao", max: 10, rule: {{type: manual, step: 0.25}}}}\n'


@pytest.fixture
async def large(joined: Stage, tmp_path: Path) -> Stage:
    """Eight units have given themselves 9 for each of 32 criteria; the period is closed."""
    (tmp_path / "bang-32.yaml").write_text(HEAD + "".join(ROW.format(n=n + 1) for n in range(CRITERIA)), "utf-8")
    await joined.open_period(str(tmp_path / "bang-32.yaml"))
    async with joined.database.writing() as connection:
        store = Store(connection)
        for place in await store.sheets.board(1):
            for number in range(CRITERIA):
                await store.answers.give(place.sheet_id, f"I.{number + 1}", json.dumps({"points": "9"}), "", 1, "", joined.now)
        await connection.rows("UPDATE sheets SET state = 'submitted'", {})
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return joined


async def test_all_that_is_unchanged_of_eight_units_and_32_criteria_is_accepted_in_three_taps(large: Stage) -> None:
    await says(large, "Lan", "/thamdinh SXD", "I.2", "8 – thiếu hai báo cáo")

    assert "Đã chấp nhận 223 tiêu chí" in await says(large, "Lan", *ACCEPT_ALL)
    assert "Đã chấp nhận 32 tiêu chí" in await says(large, "Minh", *ACCEPT_ALL) and "256/256 tiêu chí" in large.last("Minh").text
    assert [basis for _, basis, _ in await history(large, 3)] == ["changed", *["accepted"] * 31]


async def test_more_proposals_than_are_read_at_once_are_agreed_to_unit_by_unit(large: Stage) -> None:
    for unit, count in (("SXD", 12), ("SKHCN", 9)):
        await says(large, "Quý", f"/thamdinh {unit}")
        for number in range(count):
            await says(large, "Quý", f"I.{number + 1}", "8 – thiếu hai báo cáo")
    assert "Có 21 đề xuất" in await says(large, "Lan", "/thamdinh", "[Duyệt các đề xuất]")

    text = await says(large, "Lan", "[Sở Xây dựng]")
    assert text.count("tự chấm 9 → 8 điểm. Lý do: thiếu hai báo cáo") == 12 and "Khoa học" not in text
    assert "Đã duyệt 12 đề xuất.\n\nCó 9 đề xuất" in await says(large, "Lan", "[Xác nhận]")
    assert "Đã duyệt 9 đề xuất" in await says(large, "Lan", "[Sở Khoa học và Công nghệ]", "[Xác nhận]")


async def test_who_returns_a_criterion_or_sends_results_hears_of_units_that_nobody_has_joined_from(large: Stage) -> None:
    back = ("/thamdinh SKHCN", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")

    assert "chưa báo được: Sở Khoa học và Công nghệ." in await says(large, "Lan", *back)
    assert "chưa báo được" not in await says(large, "Lan", "/thamdinh SXD", *back[1:])
    await says(large, "Minh", *ACCEPT_ALL)
    await says(large, "Lan", *ACCEPT_ALL, *SEND)
    assert heard(large, "Lan", "chưa báo được: Sở Thông tin và Truyền thông, Sở Khoa học và Công nghệ, Sở Giao thông") == 1


async def test_one_criterion_of_eight_units_is_read_side_by_side_and_accepted_by_unit(large: Stage) -> None:
    text = await says(large, "Lan", "/thamdinh", "[Theo tiêu chí]", "[I.1]")

    assert text.count("tự chấm 9") == 8 and sum(label.startswith("Chấp nhận ") for label in large.last("Lan").labels) == 8
    assert "Đã chấp nhận I.1: Ban Quản lý các khu công nghiệp." in await says(large, "Lan", "[Chấp nhận BQLKCN: 9]")


async def test_more_appeals_than_a_screen_holds_are_turned_page_by_page(large: Stage) -> None:
    async with large.database.writing() as connection:
        store = Store(connection)
        for number in range(21):
            await store.explanations.appeal(3, f"I.{number + 1}", "Hai báo cáo đã gửi", 1, large.now)

    assert "Giải trình 1–20 trong 21" in await says(large, "Minh", "/thamdinh", "[Giải trình]")
    assert "Giải trình 21–21 trong 21" in await says(large, "Minh", "[Trang sau]") and "Trang trước" in large.last("Minh").labels


async def test_a_refused_acceptance_shows_its_own_page_anew(large: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across, "UNITS_A_PAGE", 6)

    text = await forge(large, "Lan", "appraisal.accept_across:1:I.1:1:x")
    assert "đã được cập nhật" in text and "Trang trước" in large.last("Lan").labels and "Trang sau" not in large.last("Lan").labels


async def test_a_table_of_one_section_lists_its_criteria_at_once_and_long_names_stand_alone(large: Stage) -> None:
    await says(large, "Lan", "/thamdinh")
    rows = outgoing_of(
        (await large.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%appraisal.sections%'", {}))[-1]["payload"]
    ).buttons

    assert [len(row) for row in rows if any(button.action.endswith(("case:1", "case:2", "case:7")) for button in row)] == [1, 1, 1]
    assert "I.32" in await says(large, "Lan", "[Theo tiêu chí]") and "I.32" in large.last("Lan").labels


async def test_a_missing_sheet_and_two_conflicts_cost_the_appraisers_no_further_taps(large: Stage) -> None:
    async with large.database.writing() as connection:
        await connection.rows("UPDATE sheets SET state = 'filling' WHERE id = 8", {})
    await seated(large, "Lan", Role.UNIT_FOCAL_POINT, "SGTVT")

    assert "Đã chấp nhận 160 tiêu chí" in await says(large, "Lan", *ACCEPT_ALL)
    assert "Đã chấp nhận 64 tiêu chí" in await says(large, "Minh", *ACCEPT_ALL)
    assert "224/224 tiêu chí" in large.last("Minh").text and len(ACCEPT_ALL) * 2 <= 8
