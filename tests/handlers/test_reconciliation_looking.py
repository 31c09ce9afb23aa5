"""What is looked at before scores are frozen: whose points were changed, and where nobody loses any."""

import json
from pathlib import Path

import pytest

from bot.runtime.writing import outgoing_of
from config.rubric_files import text_of
from domain.people import Role
from tests.appraisals import TITLE, closed_with_external, seated
from tests.stage import Stage, beginning, heard, says

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
    assert "I.1 Thực hiện chương trình công tác" in await says(looked_at, "Lan", *DESK, "[Tiêu chí không ai mất điểm]")


@pytest.fixture
@beginning
async def externally_scored(joined: Stage, tmp_path: Path) -> Stage:
    """I.1 is entered by an external appraiser, who gave both units 8; Hoa's I.2 was changed from 9 to 7."""
    await closed_with_external(joined, tmp_path)
    await seated(joined, "Bình", Role.EXTERNAL_APPRAISER)
    await says(joined, "Bình", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]", "[Sở Xây dựng]", "8", "8")
    await says(joined, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "7 – thiếu báo cáo", "/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]")
    await says(joined, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    return joined


async def test_board_desk_and_sheet_say_what_an_external_appraiser_entered_beside_the_self_score(externally_scored: Stage) -> None:
    assert "tự chấm 81, cơ quan thẩm định chấm 8 · hiện tại 87" in await says(externally_scored, "Lan", "/thamdinh")
    await says(externally_scored, "Lan", "[Kết thúc giải trình]", "[Xác nhận]")

    assert "– 87 điểm (tự chấm 81, cơ quan thẩm định chấm 8)" in await says(externally_scored, "Lan", *DESK)
    assert "Tự chấm 81, cơ quan thẩm định chấm 8 · hiện tại 87 điểm" in await says(externally_scored, "Lan", "/thamdinh SXD")


async def test_side_by_side_an_external_criterion_shows_what_was_entered_alone(externally_scored: Stage) -> None:
    text = await says(externally_scored, "Lan", "/thamdinh", "[Theo tiêu chí]", "I.1")

    assert "• Sở Xây dựng: cơ quan thẩm định chấm 8" in text and "tự chấm" not in text.partition("•")[2]


async def test_what_only_an_external_appraiser_enters_is_no_change_of_a_unit_s_points(externally_scored: Stage) -> None:
    await says(externally_scored, "Lan", "[Kết thúc giải trình]", "[Xác nhận]")
    text = await says(externally_scored, "Lan", *DESK, "[Điểm điều chỉnh]")

    assert "Sở Xây dựng, I.2: 9 → 7" in text and "I.1" not in text


async def test_what_only_an_external_appraiser_enters_is_no_gap_to_the_self_score(externally_scored: Stage) -> None:
    await says(externally_scored, "Lan", "[Kết thúc giải trình]", "[Xác nhận]")
    text = await says(externally_scored, "Lan", *DESK, "[Chênh lệch lớn]")

    assert "Sở Xây dựng: 89 → 87 (−2)" in text and "I.1" not in text and "Sở Tài nguyên và Môi trường" not in text


async def test_a_unit_hears_of_its_self_score_and_what_was_entered_apart(externally_scored: Stage) -> None:
    said = "tự chấm 81, cơ quan thẩm định chấm 8 điểm, thẩm định 87 điểm"

    assert heard(externally_scored, "Hoa", said) == 1 and said in await says(externally_scored, "Hoa", "[Xem kết quả thẩm định]")


async def test_a_unit_reads_of_an_external_criterion_what_its_appraiser_gave(externally_scored: Stage) -> None:
    text = await says(externally_scored, "Hoa", "[Xem kết quả thẩm định]")

    assert "I.1 Thực hiện chương trình công tác của đơn vị: cơ quan thẩm định chấm 8 điểm" in text and "chưa chấm" not in text


async def test_a_sheet_under_appraisal_shows_no_self_score_where_the_unit_gives_none(externally_scored: Stage) -> None:
    text = await says(externally_scored, "Lan", "/thamdinh", "[Sở Xây dựng]")

    assert "I.1 Thực hiện chương trình công tác của đơn vị: cơ quan thẩm định chấm 8 ✓" in text and "tự chấm 0" not in text


async def test_score_tables_have_no_self_score_where_the_unit_gives_none(externally_scored: Stage) -> None:
    await says(externally_scored, "Lan", "/thamdinh", "[Bảng điểm .xlsx]")
    rows = await externally_scored.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%'", {})
    unit = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)["units"][0]
    line = next(line for lines in unit["cases"] for line in lines if line["code"] == "I.1")

    assert (line["own"], line["appraised"]) == (None, "8.00")


async def test_an_external_criterion_changed_on_appeal_is_a_change(externally_scored: Stage) -> None:
    await says(externally_scored, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.1]", "Đã có xác nhận của kho bạc", "[Xong]")
    await says(externally_scored, "Lan", "/thamdinh", "[Giải trình]", "[I.1: Sở Xây dựng]", "9 – đã có xác nhận")
    await says(externally_scored, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")

    assert "Sở Xây dựng, I.1: 8 → 9. Lý do: đã có xác nhận" in await says(externally_scored, "Lan", *DESK, "[Điểm điều chỉnh]")
