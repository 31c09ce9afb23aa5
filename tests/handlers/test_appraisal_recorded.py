"""The audit log has the old and the new points of every criterion, also where many are accepted by one tap."""

import json

from tests.stage import Stage, says

REST = ("/thamdinh", "[Sở Xây dựng]", "[Chấp nhận phần còn lại]", "[Xác nhận]")


async def newest(stage: Stage) -> tuple[dict[str, dict[str, str | None]], dict[str, dict[str, str | None]]]:
    """Old and new values of the newest appraisal in the log."""
    rows = await stage.database.reader.rows("SELECT old, new FROM audit WHERE act = 'appraisal' ORDER BY seq DESC LIMIT 1", {})
    return json.loads(rows[0]["old"]), json.loads(rows[0]["new"])


async def newest_points(stage: Stage) -> tuple[object, object]:
    """The old and new points of the newest appraisal in the log, where it is of one criterion."""
    old, new = await newest(stage)
    return old["points"], new["points"]


async def test_accepting_the_rest_records_the_points_of_each_criterion(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *REST)
    old, new = await newest(stage)

    assert len(new["points"]) == 10 and set(new["points"].values()) == {"9.50"} and old["points"] == new["points"]


async def test_agreeing_to_all_proposals_records_what_counted_before_and_what_counts_now(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")
    await says(stage, "Lan", "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]")
    old, new = await newest(stage)

    assert (old["points"]["I.2"], new["points"]["I.2"]) == ("9.50", "8")


async def test_the_first_change_of_a_criterion_records_what_the_unit_had_given_itself(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")

    assert await newest_points(stage) == ("9.50", "8")


async def test_changing_what_was_accepted_records_the_points_that_were_accepted(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *REST, "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")

    assert await newest_points(stage) == ("9.50", "8")


async def test_going_back_to_the_unit_s_own_points_records_them(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "[Tính theo tự chấm]", "đã có đủ báo cáo")

    assert await newest_points(stage) == ("8.00", "9.50")
