"""Bonus and penalty items in conversation, what does not apply, what the table has no points for: the sentences that say so."""

from pathlib import Path

import pytest

from tests.sheets import at
from tests.stage import Stage, says

TABLE = """format: ktd-rubric/1
id: thuong-tru
title: Bảng có điểm thưởng, điểm trừ
total: 30
not_applicable: {policy: full_marks}
sections:
  - code: I
    title: Thực hiện nhiệm vụ
    max: 30
    criteria:
      - {code: "1", title: Chế độ báo cáo, max: 10, rule: {type: lateness_bands, bands: [{days_min: 0, days_max: 0, points: 10}, {days_min: 1, days_max: 3, points: 5}]}}
      - {code: "2", title: Thu ngân sách, max: 20, rule: {type: relative_to_leader}}
bonus: {stacking: highest, cap: 8, items: [{code: T1, title: Sáng kiến, max: 6, rule: {type: manual}}, {code: T2, title: Cờ, rule: {type: award_bonus, points: 10}}]}
penalties: {cap: 5, items: [{code: P1, title: Thiếu tài liệu, max: 4, rule: {type: manual, step: 0.5}}, {code: P2, title: Vắng, rule: {type: count_times, per_unit: 3}}]}
"""
LIMITS = "Nhiều mục thưởng thì chỉ tính mục cao nhất.\n\nTổng điểm thưởng nhiều nhất 8 điểm.\n\nTổng điểm trừ nhiều nhất 5 điểm."


@pytest.fixture
async def with_items(joined: Stage, tmp_path: Path) -> Stage:
    """Hoa's unit fills a table with bonus and penalty items that are given as points."""
    (tmp_path / "bang.yaml").write_text(TABLE, "utf-8")
    await joined.open_period(str(tmp_path / "bang.yaml"))
    await says(joined, "Hoa", "/chamdiem")
    return joined


async def test_points_of_a_penalty_are_asked_and_recorded_as_taken_off(with_items: Stage) -> None:
    assert "Điểm trừ. Bị trừ từ 0 đến 4 điểm, theo bước 0,5." in (await at(with_items, "P1")).text

    assert (await at(with_items, "P1", "1,5")).text.startswith("Đã ghi P1 Thiếu tài liệu: trừ 1,5 điểm")


async def test_points_of_a_bonus_are_asked_and_recorded_as_added(with_items: Stage) -> None:
    assert "Điểm thưởng. Được cộng từ 0 đến 6 điểm." in (await at(with_items, "T1")).text

    assert (await at(with_items, "T1", "6")).text.startswith("Đã ghi T1 Sáng kiến: cộng 6 điểm")


async def test_the_limits_of_bonus_and_penalty_stand_where_items_are_chosen_and_below_what_they_came_to(with_items: Stage) -> None:
    assert LIMITS in await says(with_items, "Hoa", "[Điểm thưởng, điểm trừ]")
    await at(with_items, "T2", "có")
    await at(with_items, "P2", "3")

    assert f"Điểm thưởng: 8 · Điểm trừ: 5\n\n{LIMITS}" in await says(with_items, "Hoa", "/chamdiem", "[Xem lại và nộp]")


async def test_below_what_items_came_to_stand_only_the_limits_of_what_was_claimed(with_items: Stage) -> None:
    await at(with_items, "P2", "1")
    said = await says(with_items, "Hoa", "/chamdiem", "[Xem lại và nộp]")

    assert "Tổng điểm trừ nhiều nhất 5 điểm." in said and "thưởng nhiều nhất" not in said and "mục cao nhất" not in said


async def test_that_it_does_not_apply_said_once_more_before_the_reason_is_no_part_of_it(with_items: Stage) -> None:
    await at(with_items, "I.2", "không áp dụng")
    said = await says(with_items, "Hoa", "Không áp dụng – đơn vị không thu ngân sách")

    assert said.startswith("Đã ghi I.2 Thu ngân sách: không áp dụng (đơn vị không thu ngân sách) → 20 điểm")


async def test_what_does_not_apply_says_the_points_the_table_gives_it(with_items: Stage) -> None:
    said = (await at(with_items, "I.2", "không áp dụng – đơn vị không thu ngân sách")).text
    assert said.startswith("Đã ghi I.2 Thu ngân sách: không áp dụng (đơn vị không thu ngân sách) → 20 điểm")

    assert "không áp dụng (đơn vị không thu ngân sách) → 20 điểm" in await says(with_items, "Hoa", "/chamdiem", "[Xem lại và nộp]")


async def test_days_for_which_the_table_has_no_points_are_refused_by_their_number(with_items: Stage) -> None:
    assert "không có mức cho 5 ngày chậm" in (await at(with_items, "I.1", "5")).text
