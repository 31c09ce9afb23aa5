"""Bonus and penalty points in a plain table: told by their heads, and never added to what they are taken off."""

import pytest

from domain.tables.blocks import block_of
from tests.domain.grids import HEAD, addresses, faults, read, rubric

TASKS = (HEAD, ("I", "Nhiệm vụ", 10), ("1", "Kế hoạch", 10))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("CÁC ĐIỂM TRỪ", "penalties"),
        ("Các trường hợp bị trừ điểm", "penalties"),
        ("Phần C: Điểm thưởng", "bonus"),
        ("Những nội dung được cộng điểm", "bonus"),
        ("Thưởng", "bonus"),
        ("DIEM THUONG (toi da 5 diem)", "bonus"),
        ("Điểm cộng/trừ", "both"),
        ("Thưởng, phạt điểm", "both"),
        ("Điểm công tác Đảng", ""),
        ("Thường xuyên trừ điểm đơn vị chậm", ""),
        ("Cộng đồng dân cư", ""),
    ],
)
def test_a_head_says_which_points_stand_below_it(title: str, kind: str) -> None:
    assert block_of(title) == kind


def test_a_title_of_single_letters_is_read_at_once() -> None:
    assert block_of("i " * 250) == ""


def test_penalties_below_any_head_of_theirs_are_in_no_sum() -> None:
    found = rubric(read(*TASKS, ("II", "Các trường hợp bị trừ điểm", 5), ("1", "Nộp muộn", 5)))

    assert found.total == 10 and [item.code for item in found.penalties] == ["P1"]


def test_a_head_of_both_is_parted_by_the_heads_below_it() -> None:
    both = (("II", "Điểm thưởng, điểm trừ"), ("1", "Điểm thưởng", 5), ("a)", "Mô hình mới", 5), ("2", "Điểm trừ", 5), ("a)", "Nộp muộn", 5))

    assert addresses(read(*TASKS, *both))[1:] == ["bonus.T1a", "penalties.P2a"]


def test_a_head_of_both_is_parted_by_the_signs_of_its_points() -> None:
    assert addresses(read(*TASKS, ("II", "Điểm cộng/trừ"), ("1", "Mô hình mới", 5), ("2", "Nộp muộn", -5)))[1:] == ["bonus.T1", "penalties.P2"]


def test_a_head_of_both_that_cannot_be_parted_is_a_fault() -> None:
    assert faults(read(*TASKS, ("II", "Điểm cộng, trừ"), ("1", "Mô hình mới", 5), ("2", "Nộp muộn", 5))) == [(4, "bonus_and_penalty")]


def test_a_penalty_among_criteria_would_be_added_and_is_a_fault() -> None:
    assert faults(read(HEAD, ("I", "Nhiệm vụ"), ("1", "Kế hoạch", 10), ("2", "Điểm trừ do nộp muộn", 5))) == [(4, "penalty_within")]


def test_bonus_points_below_zero_are_a_fault() -> None:
    assert faults(read(*TASKS, ("II", "Điểm thưởng"), ("1", "Nộp muộn", -5))) == [(5, "bonus_below_zero")]


def test_an_explanation_of_how_points_are_taken_off_heads_nothing() -> None:
    assert addresses(read(HEAD, ("I", "Nhiệm vụ"), ("1", "Kế hoạch", 5), ("-", "Trừ điểm nếu gửi chậm"), ("2", "Báo cáo", 5))) == ["I.1", "I.2"]
