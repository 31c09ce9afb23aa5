"""A period that was appraised, reopened and closed again: what changed is judged anew, all else stands, and the units may explain anew."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from storage.judgements import Judgements
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import Stage, beginning, says
from tests.tables import amend, amended, raise_first, withdraw_last

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
REOPEN = ("/dotcham", f"[{TITLE}]", "[Mở lại]", "Cho bổ sung minh chứng", "[Xác nhận]")
APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
SUBMIT = ("/chamdiem", "[Xem lại và nộp]", "[Nộp]")


async def later(stage: Stage, hour: str) -> None:
    await stage.to(f"2026-06-01 {hour}")


@pytest.fixture
@beginning
async def reopened(open_period: Stage) -> Stage:
    """Hoa's I.1 and I.2 were judged lower, all else was accepted, results were sent and I.2 appealed; then the period was reopened."""
    await open_period.fill("Hoa", ["7"] * 10)
    await later(open_period, "08:10")
    await says(open_period, "Lan", *CLOSE, "/thamdinh", "[Sở Xây dựng]", "I.1", "6 – thiếu báo cáo", "I.2", "5 – thiếu báo cáo", *ACCEPT_ALL, *SEND)
    await says(open_period, "Hoa", *APPEAL)
    await later(open_period, "08:20")
    await says(open_period, "Lan", *REOPEN)
    return open_period


async def test_an_answer_to_an_amended_criterion_is_judged_anew_also_where_it_was_kept(reopened: Stage, tmp_path: Path) -> None:
    await amend(reopened, amended(raise_first, tmp_path))
    await says(reopened, "Hoa", "/chamdiem", "[Chấm tiếp]", "[Giữ câu trả lời]", *SUBMIT)
    text = await says(reopened, "Lan", *CLOSE, "/thamdinh")

    assert "9/10" in text and "1 tiêu chí thẩm định lại" in text
    assert "Trước khi mở lại đợt, không còn hiệu lực" in await says(reopened, "Lan", "[Sở Xây dựng]", "[Thẩm định tiếp]")


async def test_new_evidence_is_looked_at_before_results_are_sent_again(reopened: Stage) -> None:
    await says(reopened, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "[Chấm tiếp]", "I.2")
    await reopened.sends("Hoa", "bao-cao.pdf")
    await reopened.files_arrive()
    await says(reopened, "Hoa", *SUBMIT)

    assert "Sở Xây dựng: I.2" in await says(reopened, "Lan", *CLOSE, "/thamdinh", "[Tiêu chí chưa thẩm định]")


async def test_evidence_that_was_taken_off_is_looked_at_like_evidence_that_was_added(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["7", "7 – BC số 45/BC-SXD", *["7"] * 8])
    await later(open_period, "08:10")
    await says(open_period, "Lan", *CLOSE, *ACCEPT_ALL)
    await later(open_period, "08:20")
    await says(open_period, "Lan", *REOPEN)
    await says(open_period, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "[Chấm tiếp]", "I.2", "[Gỡ minh chứng]", "[Xác nhận]", *SUBMIT)

    assert "Sở Xây dựng: I.2" in await says(open_period, "Lan", *CLOSE, "/thamdinh", "[Tiêu chí chưa thẩm định]")


async def test_what_nothing_changed_of_stands_and_is_sent_again(reopened: Stage) -> None:
    await later(reopened, "08:30")
    await says(reopened, "Lan", *CLOSE, *SEND)

    assert "thẩm định 67 điểm" in reopened.last("Hoa").text


async def test_what_was_appealed_before_waits_no_more_and_can_be_appealed_again(reopened: Stage) -> None:
    await later(reopened, "08:30")
    await says(reopened, "Lan", *CLOSE, *SEND)
    assert await reopened.store.explanations.appeals_waiting(1) == 0
    await says(reopened, "Hoa", *APPEAL)

    assert await reopened.store.explanations.appeals_waiting(1) == 1


async def test_reopening_says_that_appeals_which_wait_fall(reopened: Stage) -> None:
    await later(reopened, "08:30")
    await says(reopened, "Lan", *CLOSE, *SEND)
    await says(reopened, "Hoa", *APPEAL)

    assert "Còn 1 giải trình chưa quyết định" in await says(reopened, "Lan", *REOPEN[:-1])


async def test_an_appeal_of_before_is_not_decided_any_more(reopened: Stage) -> None:
    await later(reopened, "08:30")
    await says(reopened, "Lan", *CLOSE, *SEND)
    await says(reopened, "Minh", "[Xem giải trình]")

    assert reopened.last("Minh").text == "Nút này không còn dùng được."


async def test_a_withdrawn_criterion_is_no_part_of_the_appraisal_any_more(reopened: Stage, tmp_path: Path) -> None:
    await amend(reopened, amended(withdraw_last, tmp_path))

    assert "Đã thẩm định 9/9 tiêu chí" in await says(reopened, "Lan", *CLOSE, "/thamdinh")


async def test_scores_that_were_frozen_before_are_computed_anew(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: relative_to_leader}", 1), "utf-8")
    await joined.open_period(str(rubric))
    for name, first in (("Minh", "100 120"), ("Hoa", "100 110")):
        await joined.fill(name, [first, *["9"] * 9])
    await later(joined, "08:10")
    await says(joined, "Lan", *CLOSE, *ACCEPT_ALL, *SEND, "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
    await later(joined, "08:20")
    await says(joined, "Lan", *REOPEN)
    await says(joined, "Minh", "/chamdiem", "[Rút lại]", "[Xác nhận]", "[Chấm tiếp]", "I.1", "100 110", *SUBMIT)
    await later(joined, "08:30")

    assert "Sở Xây dựng: 10/10 · tự chấm 91 · hiện tại 91" in await says(joined, "Lan", *CLOSE, "/thamdinh")
    assert len(await Judgements(joined.database.reader).of_sheet(3)) == 20


async def test_a_unit_hears_its_appraised_points_and_what_counts_where_points_given_later_stand_since_before_a_reopening(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "5 – rà soát lại hồ sơ", *REOPEN, *CLOSE, *SEND)

    assert "tự chấm 95 điểm, thẩm định 93,5 điểm, hiện tại 90,5 điểm, 1 tiêu chí điều chỉnh." in stage.last("Hoa").text
