"""Owners after their part was filled: the sheet returned or taken back, a question of the appraiser, somebody who has left; and what a workbook says of
colleagues' rows."""

from pathlib import Path

import pytest

from domain.people import Role
from tests.appraisals import TITLE, unseated
from tests.filling import edited, made, put, returned
from tests.owners import assigned, manned
from tests.sheets import answers
from tests.stage import ACCOUNTS, Stage, forge, heard, says
from tests.tables import amend, amended, put_in_first, rename_first, withdraw_last


@pytest.fixture
async def split(open_period: Stage) -> Stage:
    """Nam answers for section II, Bảo ("Khách") with the office for I.1 and I.2; three criteria are nobody's."""
    await assigned(open_period)
    await manned(open_period)
    return open_period


@pytest.fixture
async def asked_for(split: Stage) -> Stage:
    """Each has filled their part, and Nam has put the sheet before the leader, who filled the rest."""
    await says(split, "Khách", "/chamdiem", "[Chấm tiếp]", "8", "8")
    await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 5)
    await says(split, "Hoa", "/chamdiem", "[Chấm tiếp]", "7", "7", "7")
    await says(split, "Nam", "[Xem lại và nộp]", "[Trình lãnh đạo]")
    return split


async def test_the_owner_of_a_criterion_that_the_reason_names_hears_so_and_is_one_tap_from_it(asked_for: Stage) -> None:
    await says(asked_for, "Hoa", "[Trả lại]", "Tiêu chí I.1 ghi cao, xem lại cả I.3.")

    told = asked_for.last("Khách")
    assert told.text.endswith("Thuộc phần được phân công:\nI.1 Thực hiện chương trình công tác của đơn vị") and told.labels == ["I.1", "Mở phiếu"]
    assert asked_for.last("Nam").text.endswith("Lý do: Tiêu chí I.1 ghi cao, xem lại cả I.3.") and asked_for.last("Nam").labels == ["Mở phiếu"]


async def test_an_owner_whose_part_the_leader_filled_hears_of_the_return_too(split: Stage) -> None:
    await says(split, "Hoa", "/chamdiem", "[Chấm tiếp]", *["7"] * 10)
    await says(split, "Nam", "/chamdiem", "[Xem lại và nộp]", "[Trình lãnh đạo]")
    await says(split, "Hoa", "[Trả lại]", "Tiêu chí I.1 ghi cao")

    assert "trả lại phiếu" in split.last("Khách").text


async def test_who_has_left_the_unit_does_not_hear_why_its_sheet_was_returned(asked_for: Stage) -> None:
    await unseated(asked_for, "Khách", Role.UNIT_FOCAL_POINT)
    await says(asked_for, "Hoa", "[Trả lại]", "Tiêu chí I.1 ghi cao")

    assert heard(asked_for, "Khách", "Lý do") == 0 and heard(asked_for, "Nam", "Lý do") == 1


async def test_who_hears_that_a_sheet_was_taken_back_has_the_way_to_it(split: Stage) -> None:
    await split.fill("Hoa", ["9"] * 10)
    await says(split, "Hoa", "[Rút lại]", "[Xác nhận]")
    assert "rút lại phiếu" in split.last("Khách").text

    assert (await says(split, "Khách", "[Mở phiếu]")).startswith("Phần được phân công: 2/2")


async def test_an_owner_reads_who_takes_a_submitted_sheet_back_once_the_period_is_reopened(split: Stage) -> None:
    await split.fill("Hoa", ["9"] * 10)
    await says(split, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "[Mở lại]", "Sửa số liệu I.1", "[Xác nhận]")

    assert (await says(split, "Khách", "[Xem phiếu]")).endswith("Muốn sửa thì lãnh đạo đơn vị hoặc người được ủy quyền nộp chọn Rút lại.")
    assert "Muốn sửa" not in await says(split, "Hoa", "/chamdiem") and "Rút lại" in split.last("Hoa").labels


async def test_the_leader_reads_that_an_owner_has_left(split: Stage) -> None:
    await unseated(split, "Nam", Role.UNIT_FOCAL_POINT)

    assert "Chưa có người phụ trách: Lê Văn Nam." in await says(split, "Hoa", "/chamdiem")


async def test_a_sheet_that_is_not_complete_says_whose_part_is_missing(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 5)
    assert "Cả phiếu còn 5 tiêu chí (Văn phòng 2 · chưa phân công 3)" in split.last("Nam").text

    assert "Trong đó: Văn phòng 2 · chưa phân công 3." in await says(split, "Nam", "[Xem lại và nộp]", "Nộp")


@pytest.fixture
async def questioned(split: Stage) -> Stage:
    """The appraiser sends I.1, the office's, back to the unit."""
    await split.fill("Hoa", ["9"] * 10)
    await says(split, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(split, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Gửi báo cáo quý II", "[2 ngày làm việc]")
    return split


async def test_who_answers_for_a_criterion_is_named_beside_the_appraisers_question(questioned: Stage) -> None:
    for name in ("Hoa", "Nam", "Khách"):
        assert "Gửi báo cáo quý II" in questioned.last(name).text and "Phụ trách: Văn phòng" in questioned.last(name).text


@pytest.mark.parametrize(("name", "answers_it"), [("Hoa", True), ("Khách", True), ("Nam", False)])
async def test_the_appraisers_question_is_answered_by_the_owner_or_the_leader(questioned: Stage, name: str, answers_it: bool) -> None:
    assert ("Trả lời" in questioned.last(name).labels) is answers_it
    said = await forge(questioned, name, "explanations.answer:1")

    assert said.startswith("Đề nghị bổ sung" if answers_it else "Tiêu chí I.1 do Văn phòng phụ trách")


async def test_a_question_about_what_nobody_is_there_for_is_answered_by_anybody_of_the_unit(questioned: Stage) -> None:
    await unseated(questioned, "Khách", Role.UNIT_FOCAL_POINT)

    assert (await forge(questioned, "Nam", "explanations.answer:1")).startswith("Đề nghị bổ sung")


async def test_a_colleagues_rows_are_told_as_theirs_whatever_is_in_them_and_ones_own_are_taken(split: Stage) -> None:
    await says(split, "Khách", "/chamdiem", "[Chấm tiếp]", "8")
    before = await made(split, "Nam")
    said = await returned(split, edited(before, put("I.1", 9), put("I.2", "chín rưỡi"), put("II.1", 9)), "Nam")
    assert [line[line.index("(") :] for line in said.splitlines() if line.startswith("Dòng")] == [
        "(I.1): tiêu chí do Văn phòng phụ trách, không nhận từ tệp này.",
        "(I.2): tiêu chí do Văn phòng phụ trách, không nhận từ tệp này.",
    ]

    await says(split, "Nam", "[Xác nhận]")
    assert await answers(split) == {"I.1": '{"points":"8"}', "II.1": '{"points":"9"}'}


async def test_an_empty_row_of_a_colleagues_answer_is_not_told(split: Stage) -> None:
    empty = await made(split, "Nam")
    await says(split, "Khách", "/chamdiem", "[Chấm tiếp]", "8")

    assert "để trống" not in await returned(split, edited(empty, put("II.1", 9)), "Nam")


async def test_a_file_whose_last_row_has_passed_to_a_colleague_is_compared_anew(split: Stage) -> None:
    await returned(split, edited(await made(split, "Nam"), put("II.1", 9)), "Nam")
    split.clear()
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "II.1")
    said = await says(split, "Nam", "[Xác nhận]")

    assert said.startswith("Nội dung đã được cập nhật") and "(II.1): tiêu chí do Văn phòng phụ trách" in said and not await answers(split)
    assert split.chats[ACCOUNTS["Nam"]][-1].labels == ["Tải lại phiếu điền", "Quay lại"]


async def test_evidence_is_asked_no_more_once_the_criterion_has_passed_to_a_colleague(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "II.1", "9", "II.1", "[Thêm minh chứng]")
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "II.1")
    said = await says(split, "Nam", "BC số 45/BC-SXD")

    assert said.startswith("Tiêu chí II.1 do Văn phòng phụ trách") and "Chỉ xem" in said and "Gửi minh chứng" not in said


# ---------------------------------------------------------------------------------------------------------------- the table changes


async def test_a_withdrawn_criterion_is_out_of_its_owners_part_in_the_reminder_too(split: Stage, tmp_path: Path) -> None:
    await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 4)
    await amend(split, amended(withdraw_last, tmp_path))
    assert (await says(split, "Nam", "/chamdiem")).startswith("Phần được phân công: 4/4")

    await split.to("2026-06-08 07:30")
    assert "Phần được phân công đã chấm đủ (4/4)" in split.last("Nam").text


async def test_criteria_keep_their_owners_where_a_row_is_put_in_above_them(split: Stage, tmp_path: Path) -> None:
    await amend(split, amended(put_in_first, tmp_path))
    said = await says(split, "Hoa", "/chamdiem", "[Phân công]")

    assert "• Văn phòng 0/2: I.2, I.3\n" in said and said.endswith("chưa phân công 4: I.1, I.4, I.5, I.6")
    (entry,) = [one for one, _ in await split.store.audit.named(1) if one.act == "assignment"][-1:]
    assert (entry.old, entry.new) == ('{"I.1":"Văn phòng","I.3":null}', '{"I.1":null,"I.3":"Văn phòng"}')


async def test_a_criterion_that_is_only_renamed_keeps_its_owner(split: Stage, tmp_path: Path) -> None:
    await amend(split, amended(rename_first, tmp_path))

    assert "• Văn phòng 0/2: I.1, I.2\n" in await says(split, "Hoa", "/chamdiem", "[Phân công]")
