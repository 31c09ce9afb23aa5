"""Which points an appraiser may give a criterion whose rule knows only some, and what is shown as an example of them."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from tests.appraisals import TITLE, history
from tests.stage import Stage, beginning, says

YES_OR_NO = "rule: {type: yes_no, points_if_yes: 7.5}"
ON_I_1 = ("/thamdinh SXD", "I.1")


@pytest.fixture
@beginning
async def yes_or_no(joined: Stage, tmp_path: Path) -> Stage:
    """Of Hoa's sheet, closed, I.1 is a yes or no: 7,5 points or 0."""
    (tmp_path / "bang.yaml").write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", YES_OR_NO, 1), "utf-8")
    await joined.open_period(str(tmp_path / "bang.yaml"))
    await joined.fill("Hoa", ["có", *["9"] * 9])
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return joined


async def test_points_that_the_rule_cannot_give_are_refused_with_those_that_it_can(yes_or_no: Stage) -> None:
    assert "không có mức 6 điểm: nhập 0 hoặc 7,5." in await says(yes_or_no, "Lan", *ON_I_1, "6 – thiếu báo cáo quý II")
    assert not await history(yes_or_no, 3)


async def test_the_example_of_a_yes_or_no_is_what_a_no_gives_also_where_no_number_was_typed(yes_or_no: Stage) -> None:
    assert "ví dụ: 0 – thiếu báo cáo quý II." in await says(yes_or_no, "Lan", *ON_I_1)
    assert "ví dụ: 0" in await says(yes_or_no, "Lan", "chưa có báo cáo nào")


async def test_the_example_shown_can_be_typed(yes_or_no: Stage) -> None:
    assert "Đã ghi điểm thẩm định I.1" in await says(yes_or_no, "Lan", *ON_I_1, "0 – thiếu báo cáo quý II")
