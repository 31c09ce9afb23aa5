"""Who judges a criterion judges what they saw: where its unit answered or sent a file meanwhile, nothing is kept and that is shown."""

import pytest

from tests.appraisals import TITLE, history
from tests.stage import Stage, beginning, says

ASK = ("/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
ANSWER = "Quyết định số 12/QĐ-SXD ngày 5/3"
SHEET = 3
I_2 = ("/thamdinh", "[Theo tiêu chí]", "[Mục I]", "[I.2]")


@pytest.fixture
@beginning
async def asked_back(stage: Stage) -> Stage:
    """Minh asked Hoa's unit about I.2."""
    await stage.scene("closed with scores")
    await says(stage, "Minh", *ASK)
    return stage


async def judged(stage: Stage) -> set[str]:
    return {address for address, _, _ in await history(stage, SHEET)}


async def roles(stage: Stage) -> set[str]:
    return {role for _, _, role in await history(stage, SHEET)}


@pytest.mark.parametrize("words", ["[Chấp nhận 9,5]", "8 – thiếu quyết định giao"])
async def test_an_answer_that_came_meanwhile_is_shown_before_points_are_kept(asked_back: Stage, words: str) -> None:
    await says(asked_back, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)
    text = await says(asked_back, "Minh", words)

    assert text.startswith("Tiêu chí này vừa có thêm hỏi đáp") and ANSWER in text and not await judged(asked_back)
    assert "Đã" in await says(asked_back, "Minh", words) and await judged(asked_back) == {"I.2"}


async def test_an_answer_that_comes_while_the_reason_is_asked_is_shown_too(asked_back: Stage) -> None:
    await says(asked_back, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8")
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)

    assert ANSWER in await says(asked_back, "Minh", "thiếu quyết định giao") and not await judged(asked_back)


async def test_a_file_that_came_meanwhile_is_shown_before_points_are_kept(asked_back: Stage) -> None:
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)
    await says(asked_back, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await asked_back.sends("Hoa", "quyet-dinh.pdf")

    assert "vừa có thêm hỏi đáp, bổ sung của đơn vị" in await says(asked_back, "Minh", "[Chấp nhận 9,5]")


async def test_a_proposal_is_not_agreed_to_on_an_answer_that_was_not_seen(asked_back: Stage) -> None:
    await says(asked_back, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu quyết định giao")
    await says(asked_back, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)

    assert ANSWER in await says(asked_back, "Minh", "[Đồng ý đề xuất]")
    assert "Đã duyệt đề xuất" in await says(asked_back, "Minh", "[Đồng ý đề xuất]")


@pytest.mark.parametrize("way", [("[Sở Xây dựng]", "[Chấp nhận phần còn lại]"), ("[Chấp nhận phần còn lại]",)])
async def test_the_rest_is_not_accepted_on_an_answer_that_was_not_seen(asked_back: Stage, way: tuple[str, ...]) -> None:
    assert "chưa trả lời: I.2" in await says(asked_back, "Minh", "/thamdinh", *way)
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)

    assert "Nội dung đã được cập nhật" in await says(asked_back, "Minh", "[Xác nhận]") and not await judged(asked_back)


@pytest.mark.parametrize("way", [("[Sở Xây dựng]", "[Chấp nhận phần còn lại]"), ("[Chấp nhận phần còn lại]",)])
async def test_the_rest_is_not_accepted_on_a_file_that_was_not_seen(asked_back: Stage, way: tuple[str, ...]) -> None:
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)
    assert "đơn vị đã trả lời: I.2" in await says(asked_back, "Minh", "/thamdinh", *way)
    await asked_back.sends("Hoa", "quyet-dinh.pdf")

    assert "tiêu chí còn lại?" in await says(asked_back, "Minh", "[Xác nhận]") and not await judged(asked_back)
    assert "Đã chấp nhận 10 tiêu chí" in await says(asked_back, "Minh", "[Xác nhận]")


async def test_the_rest_is_not_accepted_where_a_colleague_has_asked_the_unit_since(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh SXD", "[Chấp nhận phần còn lại]")
    await says(closed, "Minh", *ASK)

    assert "đơn vị chưa trả lời: I.2" in await says(closed, "Lan", "[Xác nhận]") and not await judged(closed)


@pytest.mark.parametrize("label", ["[Chấp nhận SXD: 9,5]", "[Chấp nhận cả (2)]"])
async def test_side_by_side_nothing_is_accepted_on_an_answer_that_was_not_seen(label: str, closed: Stage) -> None:
    await says(closed, "Lan", *ASK)
    assert "đơn vị chưa trả lời" in await says(closed, "Lan", *I_2)
    await says(closed, "Hoa", "[Trả lời]", ANSWER)
    await says(closed, "Lan", label)

    assert not await judged(closed)
    assert "đơn vị đã trả lời" in await says(closed, "Lan", *I_2) and "Đã chấp nhận" in await says(closed, "Lan", label)


async def test_no_proposals_are_agreed_to_together_on_an_answer_that_was_not_seen(asked_back: Stage) -> None:
    await says(asked_back, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu quyết định giao")
    await says(asked_back, "Minh", "/thamdinh", "[Duyệt các đề xuất]")
    await says(asked_back, "Hoa", "[Trả lời]", ANSWER)

    assert "đơn vị đã trả lời: I.2" in await says(asked_back, "Minh", "[Xác nhận]") and "bloc_vice_chair" not in await roles(asked_back)
    assert "Đã duyệt 1 đề xuất" in await says(asked_back, "Minh", "[Xác nhận]")


async def test_an_answer_given_anew_after_a_reopening_is_not_accepted_by_an_earlier_button(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await says(closed, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "đơn vị nhập nhầm số liệu", "[Xác nhận]")
    await says(closed, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "[Chấm tiếp]", "I.2", "5", "[Xem lại và nộp]", "[Nộp]")
    await says(closed, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await closed.taps("Lan", "Chấp nhận 9,5")

    assert "tự chấm đã đổi" in closed.last("Lan").text and "Chấp nhận 5" in closed.last("Lan").labels and not await judged(closed)


async def test_what_a_unit_explained_stands_beside_the_criterion_while_scores_are_reconciled(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
    await stage.to("2026-06-04 17:05")

    assert "Đơn vị giải trình: “Hai báo cáo đã gửi ngày 12/6”" in await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2")
