"""The unit's result says why its self score is not what the receipt says."""

from pathlib import Path

from config.rubric_files import text_of
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import Stage, heard, says

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
RESULT = "[Xem kết quả thẩm định]"


async def test_a_self_score_that_grew_by_comparison_is_explained_beside_the_receipt_s(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: relative_to_leader}", 1), "utf-8")
    await joined.open_period(str(rubric))
    await joined.fill("Hoa", ["100 110", *["9"] * 9])
    await says(joined, "Lan", *CLOSE, *ACCEPT_ALL, *SEND)
    told = heard(joined, "Hoa", "tự chấm 91 điểm, thẩm định 91 điểm, các tiêu chí giữ nguyên điểm tự chấm.\n\nBiên nhận ghi 81 điểm; lý do khác")
    text = await says(joined, "Hoa", RESULT)

    assert told == 1
    assert "Biên nhận ghi 81 điểm; tự chấm tính đến nay 91 điểm, do: I.1 so sánh với đơn vị khác, tính sau khi đóng đợt." in text


async def test_a_self_score_that_lost_points_for_lateness_is_explained(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10") + "\nlate_submission: {bands: [{days_min: 1, days_max: null, points: 2}]}\n", "utf-8")
    await joined.open_period(str(rubric))
    await joined.to("2026-06-17 09:00")
    await joined.fill("Hoa", ["9"] * 10)
    await says(joined, "Lan", *CLOSE, *ACCEPT_ALL, *SEND)
    text = await says(joined, "Hoa", RESULT)

    assert "Biên nhận ghi 90 điểm" in text and "nộp muộn (chậm 2 ngày, trừ 2 điểm)" in text


async def test_a_self_score_that_is_the_receipt_s_is_not_explained(stage: Stage) -> None:
    await stage.scene("results sent")

    assert heard(stage, "Hoa", "kết quả thẩm định") and not heard(stage, "Hoa", "Biên nhận ghi")
    assert "Biên nhận" not in await says(stage, "Hoa", RESULT)
