"""The score tables' facts: which judgement stands beside which score."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.writing import outgoing_of
from config.rubric_files import text_of
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import Stage, heard

FREEZE = ("/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")


async def does(stage: Stage, name: str, *words: str) -> None:
    for one in words:
        await stage.does(name, one)


async def facts_of(stage: Stage) -> dict[str, Any]:
    """What the newest score tables are drawn from."""
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%'", {})
    facts: dict[str, Any] = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)
    return facts


async def asked(stage: Stage) -> dict[str, Any]:
    """The same, after they were asked for."""
    await does(stage, "Quý", "/thamdinh", "[Bảng điểm .xlsx]")
    return await facts_of(stage)


async def row(stage: Stage, address: str) -> dict[str, Any]:
    """The line of a criterion in the only unit's sheet, as the newest score tables have it."""
    unit = (await asked(stage))["units"][0]
    return next(line for lines in unit["cases"] for line in lines if line["code"] == address)


async def test_tables_of_an_appraisal_underway_say_so_and_add_up_no_half_of_it(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await does(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")
    facts = await asked(stage)

    assert facts["subtitle"] == "Đang thẩm định, chưa chốt điểm"
    assert facts["units"][0]["appraised_sums"] is None and facts["units"][0]["final_sums"] is None


async def test_appraised_and_final_points_each_stand_beside_who_gave_them_and_why(stage: Stage) -> None:
    await stage.scene("results sent")
    await does(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
    await does(stage, "Lan", "[Xem giải trình]", "9 – đã đủ báo cáo", *FREEZE)
    line = await row(stage, "I.2")

    assert (line["appraised"], line["final"]) == ("8.00", "9.00")
    assert line["appraised_why"].startswith("thiếu hai báo cáo chuyên đề\nVũ Đức Minh (Phó Trưởng khối), ")
    assert line["final_why"].startswith("đã đủ báo cáo\nNguyễn Thị Lan (Trưởng khối), ")


async def test_who_only_freezes_is_not_named_as_who_gave_the_points(stage: Stage) -> None:
    await stage.scene("results sent")
    await does(stage, "Lan", *FREEZE)
    line = await row(stage, "I.2")

    assert line["final"] == "8.00" and line["final_why"] == "" and line["by"].startswith("Vũ Đức Minh")


@pytest.mark.parametrize(
    ("scene", "stage_said"),
    [
        ("closed with scores", "Tổng hợp điểm tự chấm (chưa thẩm định)"),
        ("appraised", "Đang thẩm định, chưa chốt điểm"),
        ("results sent", "Đã thẩm định, đơn vị đang giải trình, chưa chốt điểm"),
        ("window over", "Đang rà soát, chưa chốt điểm"),
    ],
)
async def test_tables_asked_for_before_scores_are_frozen_say_how_far_they_are_and_when_that_was(scene: str, stage_said: str, stage: Stage) -> None:
    await stage.scene(scene)
    await does(stage, "Quý", "/thamdinh", "[Bảng điểm .xlsx]")
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%'", {})
    facts = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)

    assert (facts["subtitle"], facts["mark"]) == (stage_said, "Lập lúc 08:00 thứ Hai 01/06/2026")
    assert heard(stage, "Quý", f"{stage_said}. Lập lúc 08:00 thứ Hai 01/06/2026.") == 1


async def test_what_was_asked_and_said_since_closing_stands_in_the_table_with_its_files(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await does(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Gửi lại báo cáo quý II", "[2 ngày làm việc]")
    await does(stage, "Hoa", "[Trả lời]", "Báo cáo số 12/BC-SXD")
    await stage.sends("Hoa", "bao-cao-12.pdf")
    await does(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await stage.sends("Minh", "bien-ban.pdf")
    await stage.files_arrive()

    assert (await row(stage, "I.2"))["proof"].splitlines() == [
        "Trả lại đơn vị: Gửi lại báo cáo quý II", "Đơn vị trả lời: Báo cáo số 12/BC-SXD", "Tệp đơn vị gửi kèm: bao-cao-12.pdf",
        "Tệp của người thẩm định: bien-ban.pdf",
    ]  # fmt: skip


async def test_a_file_whose_caption_was_the_answer_stands_in_the_table_by_its_name(open_period: Stage) -> None:
    await does(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]")
    await open_period.sends("Hoa", "mc.pdf", caption="9")
    await open_period.files_arrive()
    await does(open_period, "Hoa", *["9"] * 9, "[Xem lại và nộp]", "[Nộp]")
    await does(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")

    assert (await row(open_period, "I.1"))["proof"] == "mc.pdf"


async def test_an_explanation_stands_in_the_table_with_the_file_that_came_with_it(stage: Stage) -> None:
    await stage.scene("results sent")
    await does(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await stage.sends("Hoa", "cong-van-15.pdf")
    await stage.files_arrive()

    assert (await row(stage, "I.2"))["proof"].splitlines() == [
        "Đơn vị giải trình sau thẩm định: Hai báo cáo đã gửi ngày 12/6", "Tệp đơn vị gửi kèm: cong-van-15.pdf",
    ]  # fmt: skip


async def test_the_tables_say_by_which_version_they_score_and_under_which_receipt_a_unit_submitted(stage: Stage) -> None:
    await stage.scene("closed with scores")
    facts = await asked(stage)
    submission = await stage.store.submissions.in_force(3)
    assert submission is not None

    assert facts["notes"][-1] == "Chấm theo “Bảng chấm điểm rút gọn 10 tiêu chí (dùng thử) (bảng mẫu)”, phiên bản 1."
    assert f"Đơn vị nộp lúc 08:00 ngày 01/06/2026. Người nộp: Trần Thị Hoa. Mã biên nhận: {submission.receipt}." in facts["units"][0]["notes"]


async def test_no_grade_is_proposed_for_a_unit_that_is_left_out_as_in_the_post(joined: Stage, tmp_path: Path) -> None:
    levels = "classification:\n  levels:\n    - {code: good, name: Hoàn thành tốt nhiệm vụ, min: 50}\n    - {code: fail, name: Không hoàn thành}\n"
    (tmp_path / "bang.yaml").write_text(text_of("ngan-10") + levels, "utf-8")
    await joined.open_period(str(tmp_path / "bang.yaml"))
    await joined.fill("Hoa", ["9"] * 10)
    await does(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL, *SEND, *FREEZE[:4])
    graded = (await asked(joined))["units"][0]["grade"]
    await does(joined, "Lan", "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", "Hội đồng, kết luận số 12/KL")
    unit = (await asked(joined))["units"][0]

    assert (graded, unit["rank"], unit["grade"]) == ("Hoàn thành tốt nhiệm vụ", None, "")
