"""What is looked at before scores are frozen: whose points were changed, and where nobody loses any."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from tests.appraisals import TITLE
from tests.stage import Stage, beginning, says

DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
BONUS = "not_applicable: {policy: rescale}\nbonus: {items: [{code: T1, title: Thưởng khác, max: 5, rule: {type: manual}}, {code: T2, title: Sáng kiến, max: 5, rule: {type: manual}}]}\n"


@pytest.fixture
@beginning
async def looked_at(joined: Stage, tmp_path: Path) -> Stage:
    """I.1 does not apply to Hoa's unit, which claimed 5 points twice as a bonus and was given 3 and 5; Minh's has everything at its maximum."""
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10") + BONUS, "utf-8")
    await joined.open_period(str(rubric))
    await says(joined, "Hoa", "/chamdiem", "[Chấm tiếp]", "không áp dụng – không được giao", *["10"] * 9, "T1", "5", "T2", "5")
    await says(joined, "Hoa", "[Xem lại và nộp]", "[Nộp]")
    await joined.fill("Minh", ["10"] * 10)
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "/thamdinh", "[Sở Xây dựng]", "T1", "3 – thiếu minh chứng")
    await says(joined, "Lan", "/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    await says(joined, "Lan", "[Kết thúc giải trình]", "[Xác nhận]")
    return joined


@pytest.mark.parametrize("label", ["[Điểm điều chỉnh]", "[Chênh lệch lớn]"])
async def test_a_bonus_that_was_changed_stands_beside_what_the_unit_claimed(label: str, looked_at: Stage) -> None:
    text = await says(looked_at, "Lan", *DESK, label)

    assert "Sở Xây dựng, T1: 5 → 3" in text and "T2" not in text


async def test_a_criterion_that_does_not_apply_to_a_unit_costs_it_no_points(looked_at: Stage) -> None:
    assert "I.1 Thực hiện chương trình công tác" in await says(looked_at, "Lan", *DESK, "[Không ai mất điểm]")
