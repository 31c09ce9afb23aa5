"""The sheet filled in Excel comes back: changes are shown before anything is taken over, with colleagues and rights in view."""

from datetime import datetime

import pytest

from domain.people import Role
from handlers.dialogue import Tapped
from storage.store import Store
from tests.filling import EXPLANATION, NAME, PROOF, RESULT, begin, compared, edited, first_sheet, made, put, returned, row_of
from tests.sheets import answers
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, heard, says
from tests.workbooks import workbook


@pytest.fixture
@beginning
async def begun(open_period: Stage) -> Stage:
    """I.1 holds Hoa's 7,5, I.2 holds Nam's 9."""
    return await begin(open_period)


# ---------------------------------------------------------------------------------------------------------------- the way there and back


async def test_changes_are_shown_first_and_nothing_is_kept(begun: Stage) -> None:
    said = await compared(begun, put("I.1", 8), put("I.3", 9.5))

    assert "Thay đổi ở 2 tiêu chí:\nI.1: 7,5 → 8\nI.3: 9,5 (mới)" in said
    assert await answers(begun) == {"I.1": '{"points":"7.5"}', "I.2": '{"points":"9"}'}


async def test_confirming_keeps_all_changes_each_with_who_and_when(begun: Stage) -> None:
    await compared(begun, put("I.2", 8), put("I.3", 9.5))
    begun.now = datetime.fromisoformat("2026-06-02T09:00:00+07:00")
    said = await says(begun, "Hoa", "[Xác nhận]")

    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and said.startswith("Đã ghi thay đổi ở 2 tiêu chí từ tệp Phiếu điền")
    assert [(opened.answers[one].by_name, opened.answers[one].at) for one in ("I.2", "I.3")] == [("Trần Thị Hoa", begun.now)] * 2


async def test_an_untouched_file_says_so(begun: Stage) -> None:
    assert "Tệp không có gì khác với phiếu hiện tại." in await compared(begun)


async def test_emptied_cells_remove_nothing(begun: Stage) -> None:
    said = await compared(begun, put("I.1", None))

    assert "để trống trong tệp, giữ nguyên: I.1." in said and "Xác nhận" not in " ".join(begun.last("Hoa").labels)


async def test_the_name_of_a_file_that_is_there_is_no_further_document(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.1")
    await begun.sends("Hoa", "bc45.pdf")
    await begun.files_arrive()

    assert "không có gì khác" in await compared(begun, put("I.1", "BC45.pdf", PROOF))


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        ("x", "“x” chưa phải là văn bản"), ("đầy đủ", "chưa phải là văn bản"), ("45", "chưa phải là văn bản"), ("Đính kèm", "chưa phải là văn bản"),
        ("đang tổng hợp, gửi sau", "chưa phải là văn bản"), ("BC số 45/BC-SXD ngày 31/02/2026", "31/02/2026"),
    ],
)  # fmt: skip
async def test_what_proves_nothing_is_named_and_the_rest_of_its_row_taken(begun: Stage, proof: str, why: str) -> None:
    said = await compared(begun, put("I.1", 8), put("I.1", f"KH số 2/KH-SXD\n{proof}", PROOF))

    assert "I.1: 7,5 → 8" in said and "I.1 thêm minh chứng: KH số 2/KH-SXD" in said and why in said.split("Chưa nhận được (1)")[1]


async def test_an_explanation_without_an_answer_is_named(begun: Stage) -> None:
    assert "(I.3): có giải trình nhưng chưa có kết quả" in await compared(begun, put("I.3", "Chờ số liệu của Sở Tài chính.", EXPLANATION))


async def test_a_long_explanation_is_shown_by_its_opening_and_kept_whole(begun: Stage) -> None:
    text = " ".join(f"Đã rà soát nhiệm vụ {number}." for number in range(60))
    said = await compared(begun, put("I.1", text, EXPLANATION))
    assert "I.1 giải trình: Đã rà soát nhiệm vụ 0." in said and " …" in said and "nhiệm vụ 59" not in said

    await says(begun, "Hoa", "[Xác nhận]")
    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and opened.answers["I.1"].explanation == text


async def test_a_text_too_long_for_a_cell_is_named_and_not_cut(begun: Stage) -> None:
    assert "(I.1): ô dài quá 2000 ký tự" in await compared(begun, put("I.1", "Đã rà soát. " * 200, EXPLANATION))


async def test_a_comparison_keeps_its_choices_while_a_criterion_is_asked(begun: Stage) -> None:
    await compared(begun, put("I.1", 8), put("I.3", 6))
    await says(begun, "Hoa", "/chamdiem", "I.4")
    await says(begun, "Nam", "I.1", "9")
    await says(begun, "Hoa", "[Xác nhận (2)]")

    anew = begun.chats[ACCOUNTS["Hoa"]][-1]
    assert anew.labels[:2] == ["Xác nhận (1)", "Lấy số trong tệp: I.1"] and heard(begun, "Hoa", "I.4")

    await says(begun, "Hoa", "[Xác nhận (1)]")
    assert heard(begun, "Hoa", "Đã ghi thay đổi ở 1 tiêu chí") and (await answers(begun))["I.3"] == '{"points":"6"}'


async def test_cells_that_were_empty_when_the_file_was_made_are_not_said_to_be_emptied(begun: Stage) -> None:
    content = await made(begun)
    await says(begun, "Nam", "/chamdiem", "I.3", "9")

    assert "để trống trong tệp" not in await returned(begun, edited(content, put("I.4", 8)))


async def test_all_ten_criteria_come_back_at_once(open_period: Stage) -> None:
    codes = [f"{section}.{number}" for section in ("I", "II") for number in range(1, 6)]
    await compared(open_period, *(put(code, 9) for code in codes))

    assert "10/10 tiêu chí" in await says(open_period, "Hoa", "[Xác nhận]") and "Xem lại và nộp" in open_period.last("Hoa").labels


async def test_documents_and_explanations_are_taken_over(begun: Stage) -> None:
    said = await compared(begun, put("I.1", "BC số 45/BC-SXD\nKH số 2/KH-SXD", PROOF), put("I.1", "Hoàn thành trước hạn hai nhiệm vụ.", EXPLANATION))
    assert "I.1 thêm minh chứng: BC số 45/BC-SXD\nI.1 thêm minh chứng: KH số 2/KH-SXD" in said and "I.1 giải trình: Hoàn thành trước hạn" in said

    await says(begun, "Hoa", "[Xác nhận]")
    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and [one.text for one in opened.evidence_for("I.1")] == ["BC số 45/BC-SXD", "KH số 2/KH-SXD"]
    assert opened.answers["I.1"].explanation.startswith("Hoàn thành") and opened.answers["I.1"].answer == '{"points":"7.5"}'


async def test_a_new_answer_with_its_explanation_is_logged_once(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 9), put("I.1", "Hoàn thành trước hạn hai nhiệm vụ.", EXPLANATION))
    await says(open_period, "Hoa", "[Xác nhận]")

    rows = await open_period.database.reader.rows("SELECT answer, explanation FROM answer_log", {})
    assert [tuple(row) for row in rows] == [('{"points":"9"}', "Hoàn thành trước hạn hai nhiệm vụ.")]


async def test_documents_that_are_there_already_are_not_added_again(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.1", "7,5 – BC số 45/BC-SXD")
    said = await compared(begun, put("I.1", "bc số 45/bc-sxd\nBC số 46", PROOF))

    assert "minh chứng: BC số 46" in said and "45" not in said.split("Thay đổi")[1]


@pytest.mark.parametrize("where", [("/chamdiem",), ("/start",), ("/chamdiem", "[Xem lại và nộp]"), ()])
async def test_the_file_may_be_sent_from_anywhere(begun: Stage, where: tuple[str, ...]) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Hoa", "/start", *where)

    assert "I.1: 7,5 → 8" in await returned(begun, content, file="tra lai.xlsx")


async def test_it_may_come_from_another_person_of_the_unit(begun: Stage) -> None:
    content = edited(await made(begun, "Nam"), put("I.1", 8))
    await says(begun, "Hoa", "/chamdiem")

    assert "I.1: 7,5 → 8" in await returned(begun, content)


async def test_a_tap_on_an_outdated_comparison_shows_what_is_true_now(begun: Stage) -> None:
    await compared(begun, put("I.3", 8))
    await says(begun, "Nam", "/chamdiem", "I.4", "9")
    said = await says(begun, "Hoa", "[Xác nhận]")

    assert "đã được cập nhật" in said and "I.3: 8 (mới)" in said and "I.3" not in await answers(begun)


async def test_taking_over_twice_is_as_once(begun: Stage) -> None:
    await compared(begun, put("I.3", 8))
    await says(begun, "Hoa", "[Xác nhận]")
    log = await begun.database.reader.rows("SELECT count(*) AS n FROM answer_log", {})
    await begun.taps("Hoa", "Xác nhận")

    assert (await begun.database.reader.rows("SELECT count(*) AS n FROM answer_log", {}))[0]["n"] == log[0]["n"]


# ---------------------------------------------------------------------------------------------------------------- colleagues


async def test_a_colleagues_later_answer_is_a_conflict_with_both_values(begun: Stage) -> None:
    content = edited(await made(begun), put("I.2", 6), put("I.3", 8))
    await says(begun, "Nam", "/chamdiem", "I.2", "5")
    said = await returned(begun, content)

    assert "Thay đổi ở 1 tiêu chí:\nI.3: 8 (mới)" in said and "I.2: đang ghi 5 (Lê Văn Nam" in said and "trong tệp 6" in said


async def test_a_conflict_is_taken_only_by_its_own_tap(begun: Stage) -> None:
    content = edited(await made(begun), put("I.2", 6), put("I.3", 8))
    await says(begun, "Nam", "/chamdiem", "I.2", "5")
    await returned(begun, content)
    said = await says(begun, "Hoa", "[Xác nhận]")
    assert (await answers(begun))["I.2"] == '{"points":"5"}' and "Còn lại trong Phiếu điền" in said and "chưa ghi gì" not in said

    await says(begun, "Hoa", "[Lấy số trong tệp: I.2]")
    assert (await answers(begun))["I.2"] == '{"points":"6"}'


async def test_a_cell_nobody_touched_never_contradicts_a_colleague(begun: Stage) -> None:
    content = edited(await made(begun), put("I.3", 8))
    await says(begun, "Nam", "/chamdiem", "I.2", "5")

    assert "I.2" not in await returned(begun, content)


# ---------------------------------------------------------------------------------------------------------------- evidence or sheet


async def test_our_own_file_while_a_criterion_is_asked_is_asked_about(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME)

    assert "là phiếu điền sẵn" in begun.last("Hoa").text and begun.last("Hoa").labels[:2] == ["Đối chiếu", "Lưu làm minh chứng"]


async def test_it_can_be_compared_from_there(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME.replace(" ", "_"))
    await says(begun, "Hoa", "[Đối chiếu]")
    await begun.document_arrives(content)

    assert "I.1: 7,5 → 8" in begun.last("Hoa").text


async def test_it_can_be_kept_as_evidence_from_there(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", NAME)

    assert (await says(begun, "Hoa", "[Lưu làm minh chứng]")).startswith("Đã nhận Phiếu điền")


async def test_any_other_workbook_is_evidence_as_ever(begun: Stage) -> None:
    await says(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", "so lieu.xlsx", caption="8")
    await begun.document_arrives(workbook([["Số liệu", 1]]))

    assert "Đã nhận so lieu.xlsx" in begun.last("Hoa").text and (await answers(begun))["I.3"] == '{"points":"8"}'


async def test_our_file_under_another_name_is_asked_about_once_it_is_read(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Hoa", "/chamdiem", "I.3")
    await begun.sends("Hoa", "ban moi.xlsx")
    await begun.document_arrives(content)
    assert "vừa lưu làm minh chứng là một phiếu điền sẵn" in begun.last("Hoa").text

    assert "I.1: 7,5 → 8" in await says(begun, "Hoa", "[Đối chiếu]")
    opened = await begun.store.answers.open_sheet(3)
    assert opened is not None and not opened.evidence


async def test_our_file_that_was_moved_as_evidence_is_taken_off_where_it_lies(begun: Stage) -> None:
    content = edited(await made(begun), put("I.1", 8))
    await says(begun, "Hoa", "/chamdiem", "I.3", "9")
    await begun.sends("Hoa", "ban moi.xlsx")
    await says(begun, "Hoa", "[Là minh chứng của I.3]")
    await begun.document_arrives(content)
    await says(begun, "Hoa", "[Đối chiếu]")
    opened = await begun.store.answers.open_sheet(3)

    assert opened is not None and not opened.evidence


async def test_a_filled_sheet_sent_among_the_tables_is_told_from_a_table(begun: Stage) -> None:
    content = await made(begun, "Lan")
    await says(begun, "Lan", "/dotcham", "[Bảng chấm điểm]")

    assert "là phiếu tự chấm của một đơn vị" in await returned(begun, content, "Lan", "phieu.xlsx")


# ---------------------------------------------------------------------------------------------------------------- who may


@pytest.mark.parametrize("act", ["take:1:2", "take_one:1:2:I.1", "compare:1"])
@pytest.mark.parametrize("name", ["Nam", "Minh", "Lan"])
async def test_nobody_takes_over_what_somebody_else_sent(begun: Stage, act: str, name: str) -> None:
    await compared(begun, put("I.1", 8))
    await begun.happens(name, Tapped(f"assessment.{act}", "b0", "tap"))

    assert "không thuộc quyền" in begun.last(name).text and (await answers(begun))["I.1"] == '{"points":"7.5"}'


async def test_an_owner_changes_only_its_own_part(open_period: Stage) -> None:
    content = edited(await made(open_period), put("I.1", 9), put("II.1", 9))
    await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    await says(open_period, "Nam", "/chamdiem")
    said = await returned(open_period, content, "Nam")

    assert "Thay đổi ở 1 tiêu chí:\nII.1: 9 (mới)" in said and "(I.1): tiêu chí do Văn phòng phụ trách, không nhận từ tệp này." in said


async def seated_in_office(stage: Stage) -> None:
    """Section I belongs to an office where a colleague of Nam's has joined."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        colleague = await store.people.add("Đỗ Quốc Bảo", "", stage.now)
        await store.seats.grant(colleague, BLOC_ID, 3, Role.UNIT_FOCAL_POINT, stage.now)
    await says(stage, "Hoa", "/chamdiem", "[Phân công]", "[Thêm phòng, ban]", "Văn phòng", "I", "[Thêm Đỗ Quốc Bảo vào phòng]")


async def test_an_owners_workbook_locks_what_is_a_colleagues(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    sheet = first_sheet(await made(open_period, "Nam"))

    assert sheet.cell(row_of(sheet, "I.1"), RESULT).protection.locked and not sheet.cell(row_of(sheet, "II.1"), RESULT).protection.locked
    assert sheet.cell(row_of(sheet, "I.1"), 4).value == "Phụ trách: Văn phòng"


async def test_the_file_is_taken_also_while_a_colleagues_criterion_is_looked_at(open_period: Stage) -> None:
    content = edited(await made(open_period), put("II.1", 9))
    await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await seated_in_office(open_period)
    await says(open_period, "Nam", "/chamdiem", "I.1")
    await open_period.sends("Nam", NAME)
    await says(open_period, "Nam", "[Đối chiếu]")
    await open_period.document_arrives(content)

    assert "II.1: 9 (mới)" in open_period.last("Nam").text


async def test_nobody_of_another_role_gets_the_workbook(begun: Stage) -> None:
    await begun.happens("Quý", Tapped("assessment.fill_in:3", "b0", "tap"))

    assert "không thuộc quyền" in begun.last("Quý").text
