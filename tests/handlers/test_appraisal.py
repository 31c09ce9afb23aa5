"""Appraisal: who judges whom, what is kept, and what the units hear."""

import json
from pathlib import Path

import pytest

from bot.runtime.writing import outgoing_of
from config.rubric_files import text_of
from domain.people import Role
from storage.judgements import Judgements
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, Stage, forge, says
from tests.workbooks import workbook

TITLE = "Sơ kết 6 tháng đầu năm 2026"
ACCEPT_ALL = ("/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]")
SEND = ("/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")


@pytest.fixture
async def closed(open_period: Stage) -> Stage:
    """Chair's, vice chair's and a third unit have submitted; the period is closed. Sheets 1, 2 and 3."""
    for name, points in (("Lan", "9"), ("Minh", "8,5"), ("Hoa", "9,5")):
        await open_period.fill(name, [points] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return open_period


async def history(stage: Stage, sheet_id: int) -> list[tuple[str, str, str]]:
    """(address, basis, role) of every judgement of a sheet."""
    return [(one.address, one.basis, one.as_role) for one in await Judgements(stage.database.reader).of_sheet(sheet_id)]


# ------------------------------------------------------------------------------------------------ who judges whom


@pytest.mark.parametrize(("name", "sheet"), [("Lan", 1), ("Minh", 2)])
@pytest.mark.parametrize("action", ["appraisal.accept:{}:I.1", "appraisal.question:{}:I.1", "appraisal.rest:{}:10"])
async def test_nobody_judges_the_unit_they_belong_to_not_by_a_forged_button_either(name: str, sheet: int, action: str, closed: Stage) -> None:
    assert "Không tự thẩm định đơn vị của mình" in await forge(closed, name, action.format(sheet))
    assert await history(closed, sheet) == []


async def test_typing_points_for_ones_own_unit_is_no_judgement(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Công Thương]", "I.1", "5 – vì")

    assert await history(closed, 1) == []


async def test_accepting_everything_leaves_ones_own_unit_out(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL)

    assert [len(await history(closed, sheet)) for sheet in (1, 2, 3)] == [0, 10, 10]


@pytest.mark.parametrize(("name", "role"), [("Minh", "bloc_vice_chair"), ("Thu", "province_office")])
async def test_the_chairs_unit_is_judged_by_the_vice_chair_or_the_office_and_the_record_says_so(name: str, role: str, closed: Stage) -> None:
    await says(closed, name, "/thamdinh", "[Sở Công Thương]", "I.1", "8 – thiếu báo cáo quý II")

    assert await history(closed, 1) == [("I.1", "changed", role)]


async def test_the_office_looks_at_other_units_and_judges_none_of_them(closed: Stage) -> None:
    assert "Chỉ xem, không thẩm định" in await says(closed, "Thu", "/thamdinh", "[Sở Xây dựng]")
    await forge(closed, "Thu", "appraisal.accept:3:I.1")
    assert await history(closed, 3) == []


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Bình"])
async def test_units_see_nothing_of_the_appraisal(name: str, closed: Stage) -> None:
    for action in (
        "appraisal.period:1",
        "appraisal.case:3",
        "appraisal.leaf:3:I.1",
        "appraisal.across:1:I.1",
        "ranking.table:1",
        "explanations.result:3",
    ):
        assert "tự chấm" not in (await forge(closed, name, action)).casefold()


@pytest.mark.parametrize("action", ["appraisal.case:3", "appraisal.leaf:3:I.1", "appraisal.across:1:I.1", "ranking.table:1", "appraisal.files:3:I.1"])
async def test_nobody_sees_a_sheet_before_the_period_is_closed(action: str, open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9,5"] * 10)
    for name in ("Lan", "Minh", "Quý", "Thu"):
        assert "9,5" not in await forge(open_period, name, action) and not open_period.last(name).files


# ------------------------------------------------------------------------------------------------ how it is judged


async def test_the_appraiser_of_all_units_accepts_what_is_unchanged_in_three_taps(closed: Stage) -> None:
    assert "Đã chấp nhận 20 tiêu chí" in await says(closed, "Lan", *ACCEPT_ALL)


async def test_a_changed_score_says_why(closed: Stage) -> None:
    assert "Lý do chấm 8 điểm" in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8")
    assert "Cần nêu lý do" in await says(closed, "Lan", "ừ")
    assert "Đã ghi điểm thẩm định I.1" in await says(closed, "Lan", "thiếu hai báo cáo")


async def test_points_typed_where_the_reason_is_asked_correct_the_points(closed: Stage) -> None:
    assert "Lý do chấm 7 điểm" in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8", "7")
    await says(closed, "Lan", "thiếu hai báo cáo")

    assert "Thẩm định 7 điểm" in await says(closed, "Lan", "I.1")


@pytest.mark.parametrize(
    ("typed", "words"), [("8 hoặc 9", "Chưa rõ “8 hoặc 9”"), ("8/20", "“8/20” chưa rõ: tiêu chí này tối đa 10 điểm"), ("8 - 9", "Chưa rõ “8 - 9”")]
)
async def test_an_appraisers_points_are_asked_back_like_a_unit_s(typed: str, words: str, closed: Stage) -> None:
    assert words in await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", typed)
    assert not await history(closed, 3)


async def test_the_same_points_need_no_reason(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "9,5")

    assert await history(closed, 3) == [("I.1", "accepted", "bloc_chair")]


async def test_nothing_that_was_judged_is_lost_when_it_is_judged_again(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo", "I.1", "8,5 – một báo cáo đã có")

    assert "Thẩm định 8 điểm" in await says(closed, "Lan", "I.1") and "Thẩm định 8,5 điểm" in closed.last("Lan").text


async def test_the_unit_s_own_answer_is_never_overwritten(closed: Stage) -> None:
    before = await closed.store.sheets.answers_of_period(1)
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")

    assert await closed.store.sheets.answers_of_period(1) == before


async def test_two_who_judge_at_once_see_each_other(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1")
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")

    assert "vừa có người khác ghi điểm" in await says(closed, "Lan", "7 – thiếu ba báo cáo")
    assert len(await history(closed, 3)) == 1


async def test_the_secretariat_proposes_and_the_chair_decides(closed: Stage) -> None:
    assert "Đã ghi đề xuất" in await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    assert "0/10" in await says(closed, "Lan", "/thamdinh") and "1 đề xuất" in closed.last("Lan").text
    assert "I.1: 8 điểm. Lý do: thiếu hai báo cáo" in await says(closed, "Lan", "[Duyệt các đề xuất]")
    assert "1/10" in await says(closed, "Lan", "[Xác nhận]")


async def test_a_proposal_is_not_swept_away_by_accepting_the_rest(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    await says(closed, "Lan", *ACCEPT_ALL)

    assert "9/10" in await says(closed, "Lan", "/thamdinh") and "1 đề xuất" in closed.last("Lan").text


async def test_one_criterion_is_seen_across_all_units(closed: Stage) -> None:
    text = await says(
        closed, "Quý", "/thamdinh", "[Theo tiêu chí]", "[I Kết quả thực hiện nhiệm vụ]", "[I.1 Thực hiện chương trình công tác của đơn vị]"
    )  # fmt: skip

    assert all(
        f"{unit}: {points}" in text for unit, points in (("Sở Công Thương", "9"), ("Sở Tài nguyên và Môi trường", "8,5"), ("Sở Xây dựng", "9,5"))
    )


# ------------------------------------------------------------------------------------------------ back to the unit


async def test_a_criterion_goes_back_to_its_unit_with_a_reason_and_a_deadline_and_its_answer_comes_back(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    assert "Chưa có quyết định giao" in closed.last("Nam").text and "17:00 thứ Tư 03/06/2026" in closed.last("Hoa").text

    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    assert "12/QĐ-UBND" in closed.last("Lan").text


async def test_files_behind_an_answer_are_asked_for_by_the_criterions_name_also_below_another_screen(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    text = await says(closed, "Nam", "[Xem kết quả thẩm định]")

    assert "Kết quả thẩm định" in text and "Có tệp kèm theo I.1 Thực hiện chương trình công tác của đơn vị thì gửi tại đây" in text


async def test_a_file_behind_an_answer_is_noted_for_its_criterion(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await closed.sends("Nam")

    assert "Đang lưu tệp bao-cao.pdf cho I.1 Thực hiện" in closed.last("Nam").text


async def test_who_asked_hears_that_the_time_is_over(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await closed.to("2026-06-03 17:30")

    assert "chưa trả lời về I.1" in closed.last("Lan").text
    assert "Đã hết thời hạn" in await says(closed, "Nam", "[Trả lời]")


# ------------------------------------------------------------------------------------------------ results, appeals


async def appraised(stage: Stage) -> None:
    """Hoa's I.2 is changed; everything else is accepted."""
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(stage, "Lan", *ACCEPT_ALL)


async def test_results_are_not_sent_while_criteria_are_left(closed: Stage) -> None:
    assert "Sở Công Thương: I.1, I.2" in await says(closed, "Lan", *ACCEPT_ALL, "/thamdinh", "[Gửi kết quả cho đơn vị]")


@pytest.mark.parametrize("name", ["Minh", "Quý", "Thu"])
async def test_nobody_but_the_chair_sends_results(name: str, closed: Stage) -> None:
    await appraised(closed)
    await forge(closed, name, "appraisal.send:1")

    assert (await closed.store.periods.of(1)).stage == "appraisal"  # type: ignore[union-attr]


async def test_each_unit_hears_its_own_result_and_no_other(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)

    assert "Sở Xây dựng: tự chấm 95 điểm, thẩm định 93,5 điểm" in closed.last("Hoa").text and "Công Thương" not in closed.last("Hoa").text


async def test_a_criterion_is_appealed_once(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")

    assert "Mỗi tiêu chí giải trình một lần" in await forge(closed, "Hoa", "explanations.appeal:3:I.2")


async def test_nothing_is_appealed_after_the_window(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]")
    await closed.to("2026-06-04 17:30")

    assert "Đã hết thời hạn giải trình" in await says(closed, "Hoa", "Hai báo cáo đã gửi ngày 12/6")
    assert "đã hết thời hạn giải trình" in closed.last("Quý").text


@pytest.mark.parametrize("name", ["Nam", "Minh", "Bình"])
async def test_nobody_but_the_unit_s_leader_appeals(name: str, closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)

    assert "giải trình" not in (await forge(closed, name, "explanations.appeal:3:I.2")).casefold()


@pytest.mark.parametrize(
    ("words", "told", "points"),
    [(("9 – đã đủ báo cáo",), "điều chỉnh thành 9 điểm", "94,5"), (("[Giữ nguyên điểm]", "báo cáo gửi sau hạn"), "giữ nguyên điểm", "93,5")],
)
async def test_both_sides_see_how_an_appeal_was_decided_and_why(words: tuple[str, ...], told: str, points: str, closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
    await says(closed, "Minh", "[Xem giải trình]", *words)

    assert told in closed.last("Nam").text and f"thẩm định {points} điểm" in await says(closed, "Hoa", "[Xem kết quả thẩm định]")


async def test_files_that_come_with_an_appeal_are_kept_beside_the_evidence_and_seen_by_who_decides(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await closed.sends("Hoa", "quyet-dinh.pdf")
    await closed.files_arrive()

    assert "Đã lưu 1 tệp minh chứng cho giải trình về I.2" in closed.last("Hoa").text
    assert "Tệp kèm theo: 1" in await says(closed, "Minh", "[Xem giải trình]")


async def test_an_appeal_file_never_becomes_evidence_of_the_sheet_s_criterion(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await closed.sends("Hoa", "quyet-dinh.pdf")
    sheet = await closed.store.answers.open_sheet(3)

    assert sheet is not None and sheet.evidence_for("I.2") == ()


# ------------------------------------------------------------------------------------------------ external criteria


@pytest.fixture
async def external(joined: Stage, tmp_path: Path) -> Stage:
    """A table with one criterion that the Department of Finance scores; two units have submitted, the period is closed."""
    rubric = tmp_path / "ngoai.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: external, appraiser: Sở Tài chính}", 1), "utf-8")
    await joined.open_period(str(rubric))
    for name in ("Hoa", "Minh"):
        await joined.fill(name, ["9"] * 9)
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return joined


async def seat(stage: Stage, scope: str) -> None:
    """The stranger becomes an external appraiser of this name."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Ngô Thị Mai", "", stage.now)
        await store.people.tie("telegram", ACCOUNTS["Khách"], ACCOUNTS["Khách"], person)
        await store.seats.grant(person, BLOC_ID, None, Role.EXTERNAL_APPRAISER, stage.now, scope)


@pytest.mark.parametrize("scope", ["Sở Tài chính", "sở tài chính", ""])
async def test_external_criteria_are_entered_by_their_appraiser_unit_after_unit(scope: str, external: Stage) -> None:
    await seat(external, scope)
    text = await says(external, "Khách", "/thamdinh", "[I.1 Thực hiện chương trình công tác của đơn vị]", "[Sở Xây dựng]", "8,5", "9")

    assert "Sở Xây dựng: 8,5" in text and "Sở Tài nguyên và Môi trường: 9" in text


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

    assert "Sở Xây dựng: I.1" in await says(external, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]")


async def test_an_external_appraiser_sees_no_unit_s_sheet(external: Stage) -> None:
    await seat(external, "")
    for action in ("appraisal.case:3", "appraisal.leaf:3:I.2", "appraisal.across:1:I.2", "ranking.table:1"):
        assert "không thuộc quyền" in await forge(external, "Khách", action)


# ------------------------------------------------------------------------------------------------ external criteria by workbook

HEADING = "I.1 Thực hiện chương trình công tác của đơn vị (tối đa 10)"


async def sent_back(stage: Stage, rows: list[list[object]]) -> str:
    """The appraiser takes the workbook and sends it back with these rows; gives what is said once it is read."""
    await says(stage, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await stage.sends("Khách", "cham-diem.xlsx")
    await stage.document_arrives(workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], *rows]))
    return stage.last("Khách").text


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


@pytest.mark.parametrize(("typed", "fault"), [(12, "Dòng 3 (I.1): Số phải từ 0 đến 10"), ("chín", "Dòng 3 (I.1)")])
async def test_faults_of_a_workbook_are_named_by_row_and_the_rest_can_be_kept(typed: object, fault: str, external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", typed], ["XXX", "Sở lạ", 5], ["Sở Tài nguyên và Môi trường", "", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert fault in text and "Dòng 4: không có đơn vị “XXX”" in text and "1 điểm sẽ ghi" in text


async def test_of_a_unit_that_stands_twice_in_a_workbook_nothing_is_taken(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", 8], ["STNMT", "", 9], ["Sở Xây dựng", "", 9]])
    text = await says(external, "Khách", "[Đối chiếu]")

    assert "1 điểm sẽ ghi" in text and "Dòng 3: Sở Xây dựng có nhiều dòng" in text and "Dòng 5: Sở Xây dựng có nhiều dòng" in text


async def test_a_workbook_that_is_no_form_of_ours_is_told(external: Stage) -> None:
    await seat(external, "")
    await says(external, "Khách", "/thamdinh", "[Chấm bằng .xlsx]")
    await external.sends("Khách", "khac.xlsx")
    await external.document_arrives(workbook([["STT", "Tiêu chí"], [1, "x"]]))

    assert "không phải mẫu chấm điểm" in external.last("Khách").text


async def test_a_workbook_sent_from_anywhere_is_taken_for_the_period_it_can_only_be_of(external: Stage) -> None:
    await seat(external, "")
    await external.sends("Khách", "cham-diem.xlsx")
    await external.document_arrives(workbook([["Chấm điểm"], ["Mã đơn vị", "Đơn vị", HEADING], ["SXD", "Sở Xây dựng", 8.5]]))

    assert "Đã đọc tệp cham-diem.xlsx" in external.last("Khách").text


async def test_nobody_takes_over_somebody_elses_workbook(external: Stage) -> None:
    await seat(external, "")
    await sent_back(external, [["SXD", "Sở Xây dựng", 8.5]])
    for name in ("Lan", "Quý", "Hoa"):
        await forge(external, name, "appraisal.ratings_taken:1:1")

    assert await history(external, 3) == []


async def test_what_a_judgement_rests_on_is_kept_beside_it_and_the_unit_sees_it(closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await closed.sends("Minh", "ket-luan-kiem-tra.pdf")
    await closed.files_arrive()
    await says(closed, "Minh", "8 – theo kết luận kiểm tra", *ACCEPT_ALL)
    await says(closed, "Lan", *ACCEPT_ALL, *SEND)
    await says(closed, "Nam", "[Xem kết quả thẩm định]", "[Tệp của người thẩm định]")

    assert sum(shown.files for shown in closed.chats[ACCOUNTS["Nam"]]) == 1


async def test_a_file_of_who_only_looks_is_not_kept(closed: Stage) -> None:
    await says(closed, "Thu", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await closed.sends("Thu", "x.pdf")
    sheet = await closed.store.answers.open_sheet(3)

    assert sheet is not None and sheet.evidence == ()
