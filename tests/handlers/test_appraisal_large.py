"""An appraisal as large as a bloc's: eight units with 32 criteria each."""

import json
from pathlib import Path

import pytest

from storage.store import Store
from tests.appraisals import ACCEPT_ALL, TITLE, history
from tests.stage import Stage, says

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


async def test_one_criterion_of_eight_units_is_read_side_by_side_and_accepted_by_unit(large: Stage) -> None:
    text = await says(large, "Lan", "/thamdinh", "[Theo tiêu chí]", "[Mục I]", "[I.1]")

    assert text.count("tự chấm 9") == 8 and sum(label.startswith("Chấp nhận ") for label in large.last("Lan").labels) == 8
    assert "Đã chấp nhận I.1: Ban Quản lý các khu công nghiệp." in await says(large, "Lan", "[Chấp nhận BQLKCN: 9]")
