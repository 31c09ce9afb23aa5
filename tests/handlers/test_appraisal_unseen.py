"""Accepting the rest: what deserves a look is named before it is accepted, and the next step is the main one only when it can be taken."""

from pathlib import Path

import pytest

from config.rubric_files import text_of
from tests.stage import Stage, beginning, says

CLOSE = ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")
BONUS = """bonus: {items: [{code: T1, title: Được khen thưởng, rule: {type: award_bonus, points: 2}}, {code: T2, title: Được tặng cờ, rule: {type: award_bonus, points: 3}}]}
"""
REST = ("/thamdinh", "[Chấp nhận phần còn lại]")


@pytest.fixture
@beginning
async def proven(joined: Stage, tmp_path: Path) -> Stage:
    """A table that asks for evidence: Hoa's unit gave some for all but two criteria, which it explained, and the bonus T1; T2 it claims not to have."""
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10").replace("evidence: optional", "evidence: required_or_explained") + BONUS, "utf-8")
    await joined.open_period(str(rubric))
    answers = ["9 – BC số 45/BC-SXD"] * 8
    explained = ("9", "Giải trình: số liệu có ở sở Tài chính", "9", "Giải trình: chờ quyết định của tỉnh")
    await joined.fill("Hoa", [*explained, *answers, "T1", "có", "T2", "không", "/chamdiem"])
    await says(joined, "Lan", *CLOSE)
    return joined


async def test_a_bonus_is_named_no_more_than_a_criterion_where_the_table_asks_for_no_evidence(joined: Stage, tmp_path: Path) -> None:
    (tmp_path / "bang.yaml").write_text(text_of("ngan-10") + BONUS, "utf-8")
    await joined.open_period(str(tmp_path / "bang.yaml"))
    await joined.fill("Hoa", [*["9"] * 10, "T1", "có", "/chamdiem"])
    await says(joined, "Lan", *CLOSE)

    assert (await says(joined, "Lan", *REST)).endswith("Sở Xây dựng: 11 tiêu chí")


async def test_accepting_the_rest_names_what_has_no_evidence(proven: Stage) -> None:
    assert "Sở Xây dựng: 12 tiêu chí · thiếu minh chứng: I.1, I.2, T1" in await says(proven, "Lan", *REST)
    assert "Lưu ý: thiếu minh chứng: I.1, I.2, T1." in await says(proven, "Lan", "/thamdinh", "[Sở Xây dựng]", "[Chấp nhận phần còn lại]")


async def test_accepting_the_rest_names_what_the_unit_still_owes_an_answer_to(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.3", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")

    assert "Sở Xây dựng: 10 tiêu chí · đơn vị chưa trả lời: I.3" in await says(stage, "Lan", *REST)


async def test_sending_the_results_is_the_main_thing_and_first_once_everything_is_decided(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/thamdinh")
    early = stage.last("Lan").labels
    await says(stage, "Lan", *REST, "[Xác nhận]")

    assert "Gửi kết quả cho đơn vị" not in early
    assert (stage.last("Lan").buttons[0].label, stage.last("Lan").buttons[0].weight) == ("Gửi kết quả cho đơn vị", "main")


async def test_publishing_comes_first_once_the_scores_are_frozen(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")

    assert stage.last("Lan").labels[0] == "Công bố"


async def test_what_is_left_names_bonus_items_as_people_write_them(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(text_of("ngan-10") + BONUS, "utf-8")
    await joined.open_period(str(rubric))
    await says(joined, "Hoa", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "T1", "có", "/chamdiem", "[Xem lại và nộp]", "[Nộp]")
    await says(joined, "Lan", *CLOSE, "/thamdinh")

    assert "II.5, T1" in await says(joined, "Lan", "[Tiêu chí chưa thẩm định]")
