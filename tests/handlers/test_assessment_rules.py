"""Every rule in conversation: how it is asked, what may be typed or tapped, and how its answer is said back."""

import pytest

from tests.sheets import answers, at, evidence
from tests.stage import Stage


@pytest.mark.parametrize(
    ("address", "words", "kept"),
    [
        ("I.1a", "100 96,5", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %"),
        ("I.1a", "96,5/100", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %"),
        ("I.1a", "thực hiện 96,5 kế hoạch 100", "Kế hoạch 100 · Thực hiện 96,5"),
        ("I.1d", "100 120", "Kế hoạch 100 · Thực hiện 120 · 120 %"),
        ("I.1d", "không có kế hoạch 12", "Không có kế hoạch · Thực hiện 12"),
        ("I.1c", "10 25", "Kế hoạch 10 · Thực hiện 25 · càng ít càng tốt, tính 40 % → 16 điểm"),
        ("I.1c", "10 4", "Kế hoạch 10 · Thực hiện 4 · càng ít càng tốt, tính 100 % → 40 điểm"),
        ("I.1c", "10 0", "Kế hoạch 10 · Thực hiện 0 · càng ít càng tốt, tính 100 % → 40 điểm"),
        ("I.2a", "95%", "95 %"),
        ("I.2b", "1", "thiếu hoặc chậm 1 lần"),
        ("I.2c", "95", "95"),
        ("I.3a", "90", "90"),
        ("I.3c", "có", "Có"),
        ("II.4", "V1 2, V3 1", "V1: 2 lần; V3: 1 lần"),
        ("II.4", "không", "không có lỗi"),
        ("II.5", "2 1", "cộng 2 lần · trừ 1 lần"),
        ("III.3", "đúng hạn", "đúng hạn"),
        ("III.3", "2", "chậm 2 ngày"),
        ("III.7", "3", "3 trường hợp"),
        ("T1", "có", "Có"),
        ("P1", "2", "2 trường hợp"),
        ("I.1c", "không áp dụng – không phát sinh hồ sơ", "không áp dụng (không phát sinh hồ sơ)"),
    ],
)
async def test_every_rule_is_asked_and_its_answer_said_back(of_1000: Stage, address: str, words: str, kept: str) -> None:
    shown = await at(of_1000, address, words)

    assert shown.text.startswith(f"Đã ghi {address} ")
    assert kept in shown.text


@pytest.mark.parametrize("address", ["I.3c", "II.2a", "T1"])
async def test_yes_and_no_are_buttons_too(of_1000: Stage, address: str) -> None:
    shown = await at(of_1000, address, "[Có]")

    assert f"Đã ghi {address} " in shown.text


async def test_a_paper_in_brackets_behind_yes_is_not_lost_to_the_button(of_1000: Stage) -> None:
    await at(of_1000, "I.3c", "Có (QĐ 12/QĐ-SXD)")

    assert [one.text for one in await evidence(of_1000)] == ["(QĐ 12/QĐ-SXD)"]


async def test_a_double_tap_on_yes_answers_once(of_1000: Stage) -> None:
    await at(of_1000, "I.3c", "[Có]")
    await of_1000.taps("Hoa", "Có")

    assert (await answers(of_1000))["I.3c"] == '{"yes":true}'


async def test_plan_and_actual_can_change_places_from_the_reply(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1a", "96,5 100")
    assert "Đổi chỗ" in " ".join(shown.labels)

    await of_1000.does("Hoa", "[Đổi chỗ]")

    assert "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %" in of_1000.last("Hoa").text


@pytest.mark.parametrize("words", ["96,5", "96.5", "100", "1 000 950", "100 000", "chín"])
async def test_where_two_numbers_are_asked_and_not_plainly_given_that_is_said(of_1000: Stage, words: str) -> None:
    shown = await at(of_1000, "I.1a", words)

    assert "cần hai số" in shown.text
    assert "I.1a Chỉ tiêu chủ yếu" in shown.text


async def test_what_compares_with_others_gives_no_points_before_closing(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1d", "100 150", "[Quay lại]")

    assert "tạm tính 0/1.000" in shown.text
    assert "điểm tính sau khi đóng đợt" in (await at(of_1000, "I.1d")).text


async def test_not_applicable_asks_why(of_1000: Stage) -> None:
    await at(of_1000, "I.1c", "không áp dụng")
    assert "Vì sao không áp dụng" in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "ko")
    assert "Cần ghi rõ lý do" in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "không phát sinh trong kỳ")
    assert "không áp dụng (không phát sinh trong kỳ)" in of_1000.last("Hoa").text


async def test_an_address_typed_where_a_reason_is_asked_asks_that_criterion(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1c", "không áp dụng", "II.1")

    assert "II.1 Quán triệt" in shown.text


async def test_bonus_and_penalties_stand_on_the_board_and_block_nothing(of_1000: Stage) -> None:
    await at(of_1000, "/chamdiem", "[Điểm thưởng, điểm trừ]")

    assert {"T1", "P2"} <= set(of_1000.last("Hoa").labels)


async def test_an_answer_that_is_computed_with_says_the_points_it_gives(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.1a")
    await of_1000.does("Hoa", "100 96,5")

    assert "Kế hoạch 100 · Thực hiện 96,5 · 96,5 % → 96,5 điểm" in of_1000.last("Hoa").text
