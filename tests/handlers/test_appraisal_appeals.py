"""Appeals: three ways to decide one, each said to both sides in fitting words; and appeals at the edges of their window."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import Stage, beginning, forge, says

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Đơn vị không được giao nhiệm vụ này", "[Xong]")


@pytest.fixture
@beginning
async def appealed(joined: Stage, tmp_path: Path) -> Stage:
    """Hoa's unit said that I.2 does not apply, was given 4 points for it, and appeals."""
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10").replace("evidence: optional", "evidence: optional\nnot_applicable: {policy: full_marks}"), "utf-8")
    await joined.open_period(str(rubric))
    await joined.fill("Hoa", ["9", "không áp dụng – không được giao", *["9"] * 8])
    await says(joined, "Lan", *CLOSE, "/thamdinh", "[Sở Xây dựng]", "I.2", "4 – có nhiệm vụ được giao", *ACCEPT_ALL, *SEND)
    await says(joined, "Hoa", *APPEAL)
    return joined


@pytest.fixture
@beginning
async def sent(joined: Stage) -> Stage:
    """Hoa's unit was given 4 points for I.2 and is about to say why that is wrong."""
    await joined.open_period()
    await joined.fill("Hoa", ["9"] * 10)
    await says(joined, "Lan", *CLOSE, "/thamdinh", "[Sở Xây dựng]", "I.2", "4 – thiếu báo cáo", *ACCEPT_ALL, *SEND)
    await says(joined, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]")
    return joined


@pytest.mark.parametrize("caption", ["", "gửi"])
async def test_a_file_sent_before_the_words_is_kept_and_the_words_are_still_asked(caption: str, sent: Stage) -> None:
    await sent.sends("Hoa", "quyet-dinh.pdf", caption=caption)
    assert "Nhập nội dung giải trình cho I.2" in sent.last("Hoa").text
    assert "Đã gửi giải trình I.2" in await says(sent, "Hoa", "Hai báo cáo đã gửi ngày 12/6")
    await sent.files_arrive()

    assert "Tệp kèm theo: 1" in await says(sent, "Minh", "[Xem giải trình]")


async def test_a_file_with_the_words_as_its_caption_is_the_appeal(sent: Stage) -> None:
    await sent.sends("Hoa", "quyet-dinh.pdf", caption="Hai báo cáo đã gửi ngày 12/6")
    assert "Đã gửi giải trình I.2" in sent.last("Hoa").text
    await sent.files_arrive()
    text = await says(sent, "Minh", "[Xem giải trình]")

    assert "Hai báo cáo đã gửi ngày 12/6" in text and "Tệp kèm theo: 1" in text


async def test_the_unit_s_own_answer_is_restored_in_one_tap(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "[Chấp nhận giải trình]")

    assert "thẩm định 85 điểm, hiện tại 91" in await says(appealed, "Hoa", "[Xem kết quả thẩm định]")


async def test_both_sides_are_told_that_the_explanation_was_accepted(appealed: Stage) -> None:
    text = await says(appealed, "Minh", "[Xem giải trình]", "[Chấp nhận giải trình]")

    assert "chấp nhận giải trình, tính theo tự chấm" in text
    assert "chấp nhận giải trình I.2" in appealed.last("Nam").text and "không áp dụng" in appealed.last("Nam").text
    assert "được chấp nhận, tính theo tự chấm" in await says(appealed, "Hoa", "[Xem kết quả thẩm định]")


async def test_points_that_are_the_unit_s_own_accept_what_it_said(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "10 – không được giao thật")

    assert "chấp nhận giải trình I.2" in appealed.last("Hoa").text


async def test_an_appeal_that_was_decided_is_not_decided_again_by_an_old_button(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "[Giữ nguyên điểm]", "đã giao từ đầu năm")

    assert "giữ nguyên điểm" in await forge(appealed, "Lan", "appraisal.accept_appeal:1")


@pytest.mark.parametrize("name", ["Quý", "Thu", "Hoa", "Nam"])
async def test_nobody_accepts_an_appeal_but_who_decides_on_it(name: str, appealed: Stage) -> None:
    await forge(appealed, name, f"appraisal.accept_appeal:1:{len(APPEAL[2])}:0")

    assert await appealed.store.explanations.appeals_waiting(1) == 1


async def test_points_given_on_an_appeal_are_named_to_who_decides_also_when_others_count_later(appealed: Stage) -> None:
    decided = await says(appealed, "Minh", "[Xem giải trình]", "7 – một phần")
    await says(appealed, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "[Sở Xây dựng]", "I.2", "5 – rà soát lại hồ sơ")
    later = await forge(appealed, "Minh", "appraisal.appeal:1")

    assert "Quyết định: điều chỉnh thành 7 điểm. Lý do: một phần" in decided and "Quyết định: điều chỉnh thành 7 điểm" in later


async def test_a_unit_sees_only_what_was_changed_also_once_scores_are_frozen(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "6 – một phần")
    await says(appealed, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
    text = await says(appealed, "Hoa", "[Xem kết quả thẩm định]")

    assert "thẩm định 4 điểm" in text and "I.3" not in text


async def test_three_totals_and_points_are_each_called_what_they_are_once_scores_are_frozen(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "6 – một phần")
    await says(appealed, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
    text = await says(appealed, "Hoa", "[Xem kết quả thẩm định]")

    assert "tự chấm 91 điểm, thẩm định 85 điểm, điểm chốt 87" in text and "Điểm chốt: 6 điểm" in text and "iện tại" not in text


async def test_points_given_to_an_accepted_score_later_stand_beside_its_acceptance_without_a_reason_for_that(appealed: Stage) -> None:
    await says(appealed, "Minh", "[Xem giải trình]", "[Chấp nhận giải trình]")
    await says(appealed, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "[Sở Xây dựng]", "I.1", "8 – rà soát lại hồ sơ")
    text = await says(appealed, "Hoa", "[Xem kết quả thẩm định]")

    assert "Tự chấm 9 điểm, thẩm định giữ nguyên. Hiện tại: 8 điểm, lý do: rà soát lại hồ sơ" in text and "không nêu" not in text


async def test_an_appeal_without_files_says_nothing_of_files(appealed: Stage) -> None:
    text = await says(appealed, "Minh", "/thamdinh", "[Giải trình]", "[I.2: Sở Xây dựng]")

    assert "Người gửi: " in text and "Tệp kèm theo" not in text


async def test_the_way_to_appeals_says_in_words_that_none_waits(appealed: Stage) -> None:
    await says(appealed, "Minh", "/thamdinh", "[Giải trình]", "[I.2: Sở Xây dựng]", "[Chấp nhận giải trình]", "/thamdinh")

    assert "Giải trình đã quyết định" in appealed.last("Minh").labels and "Giải trình (0)" not in appealed.last("Minh").labels
