"""Criteria that an appraiser from outside scores: in the chat, and by workbook."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.runtime.writing import outgoing_of
from domain.people import Role
from storage.judgements import Judgements
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, closed_with_external, history, seated, unseated
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, forge, heard, says
from tests.tables import send
from tests.workbooks import saved, workbook

HEADING = "I.1 Thực hiện chương trình công tác của đơn vị (tối đa 10)"
FORM: list[list[object]] = [["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "Sở Xây dựng", 8.5]]


@pytest.fixture
@beginning
async def external(joined: Stage, tmp_path: Path) -> Stage:
    """A table with one criterion that the Department of Finance scores; two units have submitted, the period is closed."""
    await closed_with_external(joined, tmp_path)
    return joined


async def seat(stage: Stage, scope: str) -> None:
    """The stranger becomes an external appraiser of this name."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Ngô Thị Mai", "", stage.now)
        await store.people.tie("telegram", ACCOUNTS["Khách"], ACCOUNTS["Khách"], person)
        await store.seats.grant(person, BLOC_ID, None, Role.EXTERNAL_APPRAISER, stage.now, scope)


async def sent_back(stage: Stage, rows: list[list[object]]) -> str:
    """The appraiser takes the workbook and sends it back with these rows; gives what is said once it is read."""
    await says(stage, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await stage.sends("Khách", "cham-diem.xlsx")
    await stage.document_arrives(workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], *rows]))
    return stage.last("Khách").text


@pytest.mark.parametrize("scope", ["Sở Tài chính", "sở tài chính", ""])
async def test_external_criteria_are_entered_by_their_appraiser_unit_after_unit(scope: str, external: Stage) -> None:
    await seat(external, scope)
    text = await says(external, "Khách", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]", "[Sở Xây dựng]", "8,5", "9")

    assert "Sở Xây dựng: 8,5" in text and "Sở Tài nguyên và Môi trường: 9" in text


@pytest.mark.parametrize("words", ["sxd", "xây dựng"])
async def test_a_listed_unit_is_chosen_by_its_code_or_alias(words: str, external: Stage) -> None:
    await seat(external, "")

    assert "Sở Xây dựng: nhập điểm cho" in await says(external, "Khách", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]", words)
    assert (await says(external, "Lan", "/thamdinh", words)).startswith("Sở Xây dựng")


async def test_an_appraiser_of_another_name_sees_and_enters_none_of_them(external: Stage) -> None:
    await seat(external, "Sở Nội vụ")

    assert "không có tiêu chí nào" in await says(external, "Khách", "/thamdinh")
    assert "không thuộc quyền" in await forge(external, "Khách", "appraisal.rate:3:I.1")


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý", "Hoa"])
async def test_nobody_else_enters_an_external_criterion(name: str, external: Stage) -> None:
    await forge(external, name, "appraisal.rate:3:I.1")
    await forge(external, name, "appraisal.accept:3:I.1")

    assert await history(external, 3) == []


async def test_results_wait_for_the_external_criteria(external: Stage) -> None:
    await says(external, "Lan", *ACCEPT_ALL)

    assert "Sở Xây dựng: I.1" in await says(external, "Lan", "/thamdinh", "[Tiêu chí chưa thẩm định]")


async def test_where_only_criteria_of_others_are_left_a_sheet_says_what_it_waits_for(external: Stage) -> None:
    await says(external, "Minh", "/thamdinh", "[Sở Xây dựng]", "[Chấp nhận phần còn lại]", "[Xác nhận]")
    said = await says(external, "Minh", "I.2", "8 – thiếu hai báo cáo")

    assert "Còn chờ cơ quan thẩm định chấm: I.1." in said and "không còn tiêu chí nào" not in said


async def test_external_criteria_that_nobody_may_enter_name_whom_they_wait_for(external: Stage) -> None:
    said = "Tiêu chí I.1 do Sở Tài chính chấm: chưa có ai tham gia chấm được cho Sở Tài nguyên và Môi trường, Sở Xây dựng"
    for words in (("/thamdinh",), ("/thamdinh", "[Tiêu chí chưa thẩm định]")):
        assert said in await says(external, "Lan", *words)
    await seat(external, "Sở Tài chính")
    await seated(external, "Khách", Role.UNIT_FOCAL_POINT, "SXD")

    assert "chấm được cho Sở Xây dựng." in await says(external, "Lan", "/thamdinh")


async def test_an_external_appraiser_sees_no_unit_s_sheet(external: Stage) -> None:
    await seat(external, "")
    for action in ("appraisal.case:3", "appraisal.leaf:3:I.2", "appraisal.across:1:I.2", "ranking.table:1"):
        assert "không thuộc quyền" in await forge(external, "Khách", action)


async def test_of_the_appraiser_s_own_unit_nothing_is_offered_and_an_open_question_is_refused(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]", "[Sở Xây dựng]")
    await seated(external, "Khách", Role.UNIT_FOCAL_POINT, "SXD")
    assert "Không tự thẩm định" in await says(external, "Khách", "8") and not await history(external, 3)
    text = await says(external, "Khách", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]")

    assert "• Sở Xây dựng: – · đơn vị của mình" in text and "Sở Xây dựng" not in external.last("Khách").labels


async def test_the_workbook_holds_every_unit_that_submitted(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    rows = await external.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%rating_sheet%'", {})
    facts = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)

    assert facts["criteria"] == [HEADING] and [unit[0] for unit in facts["units"]] == ["STNMT", "SXD"]


async def test_what_a_workbook_would_change_is_shown_before_it_is_kept(external: Stage) -> None:
    await seat(external, "")
    assert "Đã đọc tệp" in await sent_back(external, [["SXD", "Sở Xây dựng", 8.5], ["STNMT", "", "9,25"]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "Sở Xây dựng, I.1: – → 8,5" in text and "Sở Tài nguyên và Môi trường, I.1: – → 9,25" in text and await history(external, 3) == []
    assert "Đã ghi 2 điểm" in await says(external, "Khách", "[Xác nhận]") and await history(external, 3) == [
        ("I.1", "external", "external_appraiser")
    ]


@pytest.mark.parametrize(("typed", "fault"), [
        (12, "Dòng 3 (I.1): Số phải từ 0 đến 10"), ("chín", "Dòng 3 (I.1): Chưa đọc được số trong “chín”"), (True, "(I.1): Chưa đọc được số trong “TRUE”"),
        ("=5+3", "Dòng 3 (I.1): ô công thức chưa có kết quả."), ("=", "Dòng 3 (I.1): Chưa đọc được số trong “=”"), (date(2026, 5, 7), "(I.1): ô đang là ngày tháng"),
    ],
)  # fmt: skip
async def test_faults_of_a_workbook_are_named_by_row_and_the_rest_can_be_kept(typed: object, fault: str, external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", typed], ["XXX", "Sở lạ", 5], ["Sở Tài nguyên và Môi trường", "", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert fault in text and "Dòng 4: không có đơn vị “XXX”" in text and "1 điểm sẽ ghi" in text


@pytest.mark.parametrize("words", ["sxd", "Xây dựng", "xay dung", "SỞ XÂY DỰNG", unicodedata.normalize("NFD", "Xây dựng")])
async def test_a_row_of_a_workbook_is_the_unit_s_of_that_code_name_or_alias(words: str, external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [[words, "", 8]])

    assert "Sở Xây dựng, I.1: – → 8" in await says(external, "Khách", "[Đối chiếu]")


async def test_a_merged_cell_below_a_criterion_is_named_for_each_of_its_rows(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "cham-diem.xlsx")
    await external.document_arrives(workbook([*FORM, ["STNMT", "", None]], merged=["C2:C3"]))
    text = await says(external, "Khách", "[Đối chiếu]")

    assert text.count("ô bị gộp") == 2 and "điểm sẽ ghi" not in text


async def test_a_row_of_a_workbook_that_fits_two_units_names_both_and_is_not_taken(external: Stage) -> None:
    await seat(external, "")
    async with external.database.writing() as connection:
        await connection.rows("UPDATE units SET aliases = '[\"Sở Xây dựng\"]' WHERE code = 'STNMT'", {})
    await sent_back(external, [["Sở Xây dựng", "", 8], ["SXD", "", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "Dòng 3: “Sở Xây dựng” có thể là Sở Tài nguyên và Môi trường, Sở Xây dựng" in text and "Sở Xây dựng, I.1: – → 9" in text


async def test_of_a_unit_that_stands_twice_in_a_workbook_nothing_is_taken(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", 8], ["STNMT", "", 9], ["Sở Xây dựng", "", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "1 điểm sẽ ghi" in text and "Dòng 3: Sở Xây dựng có nhiều dòng" in text and "Dòng 5: Sở Xây dựng có nhiều dòng" in text


async def test_of_a_row_whose_code_and_name_are_two_units_nothing_is_taken(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Tài nguyên và Môi trường", 5], ["STNMT", "Sở TN-MT", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "Dòng 3: mã SXD là Sở Xây dựng, tên ghi cạnh là Sở Tài nguyên và Môi trường" in text and "Sở Tài nguyên và Môi trường, I.1: – → 9" in text
    assert "1 điểm sẽ ghi" in text


async def test_a_workbook_of_another_period_is_named_and_not_taken(external: Stage) -> None:
    await says(external, "Lan", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", "Kiểm tra chéo quý III", "[ngan-10]", "15/7 17h", "[Xác nhận]")
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "cham-diem.xlsx")
    await external.document_arrives(workbook([["Kiểm tra chéo quý III"], ["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "Sở Xây dựng", 8]]))

    assert "ghi tên đợt khác: Kiểm tra chéo quý III" in external.last("Khách").text and "Đối chiếu" not in external.last("Khách").labels


async def test_a_column_that_is_not_the_appraiser_s_to_enter_is_named(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "cham-diem.xlsx")
    await external.document_arrives(workbook([["Mã đơn vị", "Đơn vị", HEADING, "I.2 Chất lượng tham mưu"], ["SXD", "Sở Xây dựng", 8, 9]]))

    assert "Cột “I.2 Chất lượng tham mưu” không phải tiêu chí được giao" in await says(external, "Khách", "[Đối chiếu]")


async def test_a_reason_typed_beside_the_points_of_a_workbook_is_kept(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "", "8 – giải ngân đạt 80 %"]])
    await says(external, "Khách", "[Đối chiếu]", "[Xác nhận]")

    assert [one.reason for one in await Judgements(external.database.reader).of_sheet(3)] == ["giải ngân đạt 80 %"]


async def test_a_workbook_that_is_no_form_of_ours_is_told(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "khac.xlsx")
    await external.document_arrives(workbook([["STT", "Tiêu chí"], [1, "x"]]))

    assert "không phải mẫu chấm điểm" in external.last("Khách").text


@pytest.mark.parametrize("name", ["Lan", "Quý"])
async def test_an_appraiser_s_workbook_sent_by_who_enters_no_points_is_told_from_a_table(name: str, external: Stage) -> None:
    await says(external, name, "/dotcham", "[Bảng chấm điểm]")
    text = await send(external, name, workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "", 8.5]]))

    assert "là tệp chấm điểm của cơ quan thẩm định, không phải bảng chấm điểm" in text and "Không thấy dòng tiêu đề" not in text


async def test_worksheets_beside_the_one_that_was_read_are_named(external: Stage) -> None:
    await seat(external, "")
    book = Workbook()
    for title in ("Ghi chú", "Chấm điểm", "Chấm điểm (2)", "Sheet4"):
        sheet = book.create_sheet(title)
        for row in FORM if title.startswith("Chấm") else [[title]] if title == "Ghi chú" else []:
            sheet.append(row)
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await send(external, "Khách", saved(book))
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "1 điểm sẽ ghi" in text and "Chỉ đọc trang “Chấm điểm”; không đọc: Ghi chú, Chấm điểm (2)." in text


async def test_a_workbook_sent_from_anywhere_is_taken_for_the_period_it_can_only_be_of(external: Stage) -> None:
    await seat(external, "")
    await external.sends("Khách", "cham-diem.xlsx")
    await external.document_arrives(workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "Sở Xây dựng", 8.5]]))

    assert "Đã đọc tệp cham-diem.xlsx" in external.last("Khách").text


async def test_once_results_are_out_an_appraiser_is_told_so_and_offered_nothing_to_enter(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "", 8.5], ["STNMT", "", 9]])
    await says(external, "Khách", "[Đối chiếu]", "[Xác nhận]")
    await says(external, "Lan", *ACCEPT_ALL, *SEND)

    assert "không nhập hay sửa điểm I.1 được nữa" in await says(external, "Khách", "/thamdinh")
    assert external.last("Khách").labels == ["Màn hình chính"]


async def test_a_workbook_read_after_results_are_out_is_refused_and_none_is_awaited(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "", 8.5], ["STNMT", "", 9]])
    await says(external, "Khách", "[Đối chiếu]", "[Xác nhận]", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "lai.xlsx")
    await says(external, "Lan", *ACCEPT_ALL, *SEND)
    await external.document_arrives(workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "", 1]]))
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "Ở giai đoạn này không làm được việc đó" in text and "gửi lại tệp" not in text


async def test_points_that_another_appraiser_entered_meanwhile_are_shown_before_a_workbook_is_taken(external: Stage) -> None:
    await seat(external, "")
    await seated(external, "Bình", Role.EXTERNAL_APPRAISER)
    await sent_back(external, [["SXD", "Sở Xây dựng", 8.5]])
    await says(external, "Khách", "[Đối chiếu]")
    await says(external, "Bình", "/thamdinh SXD", "7")

    assert "I.1: 7 → 8,5" in await says(external, "Khách", "[Xác nhận]") and len(await history(external, 3)) == 1
    assert "Đã ghi 1 điểm" in await says(external, "Khách", "[Xác nhận]")


async def test_points_that_another_appraiser_entered_meanwhile_are_shown_before_typed_ones_are_kept(external: Stage) -> None:
    await seat(external, "")
    await seated(external, "Bình", Role.EXTERNAL_APPRAISER)
    await says(external, "Khách", "/thamdinh SXD")
    await says(external, "Bình", "/thamdinh SXD", "7")
    text = await says(external, "Khách", "8")

    assert text.startswith("Tiêu chí này vừa có người khác ghi điểm") and "(đã ghi: 7)" in text
    assert "Đã ghi Sở Xây dựng, I.1" in await says(external, "Khách", "8")


async def test_whose_seat_ended_hears_nothing_of_the_workbook_they_sent(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "cham-diem.xlsx")
    await unseated(external, "Khách", Role.EXTERNAL_APPRAISER)
    await external.document_arrives(workbook(FORM))

    assert not heard(external, "Khách", "Đã đọc tệp")


async def test_nobody_takes_over_somebody_elses_workbook(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", 8.5]])
    await says(external, "Khách", "[Đối chiếu]")
    taken = next(button.action for button in external.last("Khách").buttons if "ratings_taken" in button.action)
    await seated(external, "Bình", Role.EXTERNAL_APPRAISER)
    for name in ("Lan", "Quý", "Hoa", "Bình"):
        await forge(external, name, taken)

    assert await history(external, 3) == []
