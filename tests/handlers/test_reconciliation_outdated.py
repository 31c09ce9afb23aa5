"""Decisions on points that have changed since: they are shown as what no longer applies, apply no more, and the chair hears so."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from tests.appraisals import ACCEPT_ALL, TITLE
from tests.stage import Stage, beginning, says

DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
GROUNDS = ("Điểm mục I cao hơn năm trước", "Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL")
ORDER = (*DESK, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)
LEVELS = """
classification:
  on: capped_total
  unit: percent
  levels:
    - {code: good, name: Tốt, min: 90}
    - {code: fair, name: Khá, min: 70}
"""
CHANGE = ("/thamdinh", "[Sở Tài nguyên và Môi trường]", "I.1", "10 – cộng bổ sung sáng kiến")


async def reconciling(stage: Stage, rubric: str, **points: str) -> Stage:
    """A period whose appraisal is over: each of these people's units gave itself these points ten times, and all of it was accepted."""
    await stage.open_period(rubric)
    for name, given in points.items():
        await stage.fill(name, [given] * 10)
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL)
    await says(stage, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")
    return stage


@pytest.fixture
@beginning
async def ordered(joined: Stage) -> Stage:
    """Two units of 90 points, one of which was put first."""
    await reconciling(joined, "ngan-10", Minh="9", Hoa="9")
    await says(joined, "Lan", *ORDER)
    return joined


async def test_an_order_among_equals_ends_with_the_tie(ordered: Stage) -> None:
    assert "thứ tự khi bằng điểm của Sở Tài nguyên và Môi trường" in await says(ordered, "Lan", *CHANGE)
    text = await says(ordered, "Lan", *DESK)

    assert "1. Sở Tài nguyên và Môi trường – 91 điểm" in text and "Không còn áp dụng" in text and "khi quyết định 90 điểm, nay 91 điểm" in text


async def test_an_order_is_not_applied_to_a_later_tie_at_other_points(ordered: Stage) -> None:
    await says(ordered, "Lan", *CHANGE, "/thamdinh", "[Sở Xây dựng]", "I.1", "10 – cộng bổ sung sáng kiến")
    text = await says(ordered, "Lan", *DESK)

    assert "1. Sở Tài nguyên và Môi trường – 91" in text and "1. Sở Xây dựng – 91" in text and "Đã quyết định" not in text


async def test_an_order_whose_other_units_have_other_points_now_says_that_nobody_is_equal(ordered: Stage) -> None:
    text = await says(ordered, "Lan", *CHANGE, *DESK)

    assert "Thứ tự khi bằng điểm của Sở Xây dựng: không còn đơn vị nào bằng điểm" in text and "khi quyết định 90 điểm, nay 90 điểm" not in text


async def test_an_order_stays_while_the_points_do(ordered: Stage) -> None:
    text = await says(ordered, "Lan", *DESK)

    assert "2. Sở Tài nguyên và Môi trường – 90" in text and "Không còn áp dụng" not in text


async def test_a_grade_is_outdated_with_the_points_it_rested_on(joined: Stage, tmp_path: Path) -> None:
    path = tmp_path / "bang.yaml"
    path.write_text(text_of("ngan-10") + LEVELS, "utf-8")
    await reconciling(joined, str(path), Hoa="8")
    assert "Sở Xây dựng – 80 điểm (tự chấm 80) · Tốt" in await says(joined, "Lan", *DESK, "[Xếp loại]", "[Sở Xây dựng]", "[Tốt]", *GROUNDS)
    await says(joined, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1", "7 – thiếu hai báo cáo")

    assert "Vũ Đức Minh đổi điểm" in joined.last("Lan").text and "xếp loại Sở Xây dựng" in joined.last("Lan").text
    assert "79 điểm (tự chấm 80) · Khá" in await says(joined, "Lan", *DESK)


async def test_freezing_names_what_no_longer_applies(ordered: Stage) -> None:
    await says(ordered, "Lan", *CHANGE)

    assert "Không còn áp dụng" in await says(ordered, "Lan", *DESK, "[Chốt điểm]")


@pytest.mark.parametrize("table", ["decisions", "proposed_decisions"])
async def test_a_grade_that_the_table_has_no_more_applies_no_more_and_holds_nobody_up(table: str, joined: Stage, tmp_path: Path) -> None:
    path = tmp_path / "bang.yaml"
    path.write_text(text_of("ngan-10") + LEVELS, "utf-8")
    await reconciling(joined, str(path), Hoa="8")
    await says(joined, "Quý" if table == "proposed_decisions" else "Lan", *DESK, "[Xếp loại]", "[Sở Xây dựng]", "[Tốt]", *GROUNDS)
    async with joined.database.writing() as connection:
        await connection.rows(f"UPDATE {table} SET value = 'gone'", {})

    text = await says(joined, "Lan", *DESK)
    assert "80 điểm (tự chấm 80) · Khá" in text and ("bảng điểm không còn mức đã quyết định" in text) == (table == "decisions")
    assert "Đã chốt điểm" in await says(joined, "Lan", "[Chốt điểm]", "[Xác nhận]")
