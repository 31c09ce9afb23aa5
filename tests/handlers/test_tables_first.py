"""The bloc's first own table: sent in chat, mended, adopted, taken for a period and filled by; and one that waits for a chair."""

from pathlib import Path

import pytest

from tests.stage import Stage, beginning, forge, heard, says
from tests.tables import AMEND, PERIOD, REASON, add_one, amend, amended, raise_first, send, versions
from tests.transcripts import SENT, TABLE
from tests.workbooks import workbook

TABLE_ID = "bang-cham-diem-khoi-kinh-te-2026"
TITLE = "BẢNG CHẤM ĐIỂM KHỐI KINH TẾ 2026"
TABLES = ("/dotcham", "[Bảng chấm điểm]")
PERIODS = ("/dotcham", f"[{PERIOD}]")
OTHER = workbook((("BẢNG CHẤM ĐIỂM CHUYÊN ĐỀ",), *TABLE[1:]))


@pytest.fixture
@beginning
async def proposed(stage: Stage) -> Stage:
    """The secretariat has sent a table; nobody holds the chair's seat yet."""
    await stage.join("Minh", "Hoa", "Quý")
    await says(stage, "Quý", *TABLES)
    await send(stage, "Quý", SENT["bang-khoi.xlsx"])
    await says(stage, "Quý", "[Xác nhận]")
    return stage


async def test_a_bloc_takes_its_first_table_from_a_workbook_to_a_unit_s_submitted_sheet(joined: Stage) -> None:
    await says(joined, "Lan", *TABLES)
    assert "Dòng 3: ghi 12 điểm nhưng các dòng bên trong cộng lại 10" in await send(joined, "Lan", SENT["bang-loi.xlsx"], "bang-loi.xlsx")
    assert "I.2 Cải cách hành chính: 6" in await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    assert "phiên bản 1" in await says(joined, "Lan", "[Xác nhận]")

    assert f"• {TITLE} (phiên bản 1) – 2 tiêu chí" in await says(joined, "Lan", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{PERIOD}]")
    await says(joined, "Lan", f"[{TITLE}]", "15/6 17h", "[Xác nhận]")

    assert "I.1 Kế hoạch công tác" in await says(joined, "Hoa", "/chamdiem", "[Chấm tiếp]")
    assert "I.2 Cải cách hành chính" in await says(joined, "Hoa", "3,5")
    assert "Mã biên nhận" in await says(joined, "Hoa", "6", "[Xem lại và nộp]", "[Nộp]") and "9,5" in joined.last("Hoa").text


async def test_two_tables_sent_at_once_are_adopted_each_by_its_own_message(joined: Stage) -> None:
    await says(joined, "Lan", *TABLES)
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    first = joined.last("Lan")
    await send(joined, "Lan", OTHER)
    await says(joined, "Lan", "[Xác nhận]")
    await forge(joined, "Lan", next(button.action for button in first.buttons if button.label == "Xác nhận"))

    assert [one.rubric for one in await versions(joined)] == ["bang-cham-diem-chuyen-de", TABLE_ID]


async def test_a_table_that_was_read_is_adopted_after_a_restart(joined: Stage) -> None:
    await says(joined, "Lan", *TABLES)
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    action = next(button.action for button in joined.last("Lan").buttons if button.label == "Xác nhận")
    await joined.database.close()
    again = await Stage.open(joined.database.path)
    joined.database, again.events = again.database, joined.events

    assert "phiên bản 1" in await forge(again, "Lan", action)


# ---------------------------------------------------------------------------------------------------------------- prepared for a chair


async def test_a_chair_seated_later_finds_the_table_that_waits_and_adopts_it(proposed: Stage) -> None:
    assert "Trưởng khối thấy ngay ở màn hình này" in proposed.last("Quý").text
    await proposed.join("Lan", group=False)
    assert "Có 1 bảng chấm điểm chờ Trưởng khối" in await says(proposed, "Lan", "/dotcham")
    assert f"– Mai Văn Quý đề nghị “{TITLE}”, tệp bang.xlsx" in await says(proposed, "Lan", "[Bảng chấm điểm]")
    assert "I.2 Cải cách hành chính: 6" in await says(proposed, "Lan", "[Xem đề nghị: bang.xlsx]")
    await says(proposed, "Lan", "[Xác nhận]")

    assert [one.version for one in await versions(proposed)] == [1] and f"Đã lưu {TITLE}, phiên bản 1" in proposed.last("Quý").text
    assert "đề nghị" not in await says(proposed, "Lan", *TABLES)


async def test_a_chair_seated_later_may_refuse_it_and_its_proposer_hears_so(proposed: Stage) -> None:
    await proposed.join("Lan", group=False)
    await says(proposed, "Lan", *TABLES, "[Xem đề nghị: bang.xlsx]", "[Không đồng ý]")

    assert f"không đồng ý dùng “{TITLE}”" in proposed.last("Quý").text and not await versions(proposed)
    assert "đề nghị" not in await says(proposed, "Lan", *TABLES)


async def test_the_same_table_proposed_twice_waits_once_and_other_tables_beside_it(proposed: Stage) -> None:
    await send(proposed, "Quý", SENT["bang-khoi.xlsx"])
    await says(proposed, "Quý", "[Xác nhận]")
    await send(proposed, "Quý", OTHER, "chuyen-de.xlsx")
    text = await says(proposed, "Quý", "[Xác nhận]")

    assert text.count("– Mai Văn Quý đề nghị") == 2 and "tệp chuyen-de.xlsx" in text


async def test_a_table_that_became_a_version_meanwhile_is_not_refused(proposed: Stage) -> None:
    await proposed.join("Lan", group=False)
    await says(proposed, "Lan", *TABLES)
    await send(proposed, "Lan", SENT["bang-khoi.xlsx"])
    await says(proposed, "Lan", "[Xác nhận]")

    assert "Giống hệt phiên bản 1" in await forge(proposed, "Lan", "tables.refuse:1")
    assert heard(proposed, "Quý", "không đồng ý") == 0


@pytest.fixture
@beginning
async def without_chair(stage: Stage) -> Stage:
    """An open period of a bloc in which nobody holds the chair's seat yet."""
    await stage.join("Minh", "Hoa", "Quý")
    await stage.open_period()
    return stage


async def test_a_chair_seated_later_finds_the_other_table_of_a_period_with_reason_and_differences(without_chair: Stage, tmp_path: Path) -> None:
    await amend(without_chair, amended(raise_first, tmp_path), "Quý")
    await without_chair.join("Lan", group=False)
    text = await says(without_chair, "Lan", *PERIODS, "[Xem đề nghị: đổi bảng chấm điểm]")
    assert REASON in text and "I.1: từ 10 điểm thành 12 điểm" in text

    assert "Bảng chấm điểm rút gọn 10 tiêu chí (dùng thử) (bảng mẫu)”, phiên bản 2" in await says(without_chair, "Lan", "[Xác nhận]")
    assert heard(without_chair, "Hoa", "đã thay đổi") == 1 and "đề nghị" not in await says(without_chair, "Lan", *PERIODS)


async def test_of_two_proposals_for_a_period_s_table_the_newest_waits(without_chair: Stage, tmp_path: Path) -> None:
    await amend(without_chair, amended(raise_first, tmp_path), "Quý")
    await amend(without_chair, amended(add_one, tmp_path), "Quý", "Bổ sung tiêu chí theo kết luận")
    await without_chair.join("Lan", group=False)
    text = await says(without_chair, "Lan", *PERIODS, "[Xem đề nghị: đổi bảng chấm điểm]")

    assert "Bổ sung tiêu chí" in text and "Thêm I.6" in text and "I.1" not in text


async def test_a_period_s_table_that_was_changed_since_leaves_no_proposal_to_look_at(joined: Stage, tmp_path: Path) -> None:
    await joined.open_period()
    await amend(joined, amended(raise_first, tmp_path), "Quý")
    await says(joined, "Lan", *AMEND)
    await send(joined, "Lan", amended(add_one, tmp_path))
    await says(joined, "Lan", "[Tiếp tục]", REASON, "[Xác nhận]")

    assert "cập nhật" in await forge(joined, "Lan", "tables.prepared:1") and "Thêm I.6" not in joined.last("Lan").text


async def test_only_the_chair_looks_at_a_prepared_table_to_answer_it(without_chair: Stage, tmp_path: Path) -> None:
    await amend(without_chair, amended(raise_first, tmp_path), "Quý")

    assert "không thuộc quyền" in await forge(without_chair, "Quý", "tables.prepared:1")
