"""Criteria are assigned to offices and people of the unit: each fills its own, the leader sees how far each is, one sheet is submitted."""

import pytest

from handlers.dialogue import Tapped, Typed
from storage.store import Store
from tests.owners import assigned, manned, office
from tests.stage import ACCOUNTS, Stage, beginning, says


async def person(stage: Stage, name: str) -> int:
    found = await stage.store.dialogues.visit("telegram", ACCOUNTS[name], ACCOUNTS[name], stage.now)
    assert found.person is not None
    return found.person.id


async def into_office(stage: Stage, name: str = "Văn phòng") -> None:
    await says(stage, "Hoa", "/chamdiem", "[Phân công]", f"[{name}]", "[Thêm Lê Văn Nam vào phòng]")


@pytest.fixture
@beginning
async def shared(open_period: Stage) -> Stage:
    """Nam answers for section II by name, an office where nobody has joined for I.1 and I.2; three criteria are nobody's."""
    await assigned(open_period)
    return open_period


async def test_a_section_is_assigned_in_four_taps(open_period: Stage) -> None:
    said = await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")

    assert said.startswith("Lê Văn Nam 0/5\nII.1, II.2, II.3, II.4, II.5")


async def test_an_office_is_typed_once_and_then_offered(shared: Stage) -> None:
    await says(shared, "Hoa", "/chamdiem", "[Phân công]")

    assert shared.last("Hoa").labels[:2] == ["Văn phòng", "Lê Văn Nam"]


@pytest.mark.parametrize("again", ["van phong", "  VĂN  PHÒNG "])
async def test_the_same_office_typed_otherwise_is_the_same_office(shared: Stage, again: str) -> None:
    await office(shared, again)
    await says(shared, "Hoa", "/chamdiem", "[Phân công]")

    assert shared.last("Hoa").labels[:3] == ["Văn phòng", "Lê Văn Nam", "Thêm phòng, ban"]


@pytest.mark.parametrize("name", ["7", "-", "x", "Phòng " * 20, "Phòng " * 100])
async def test_what_is_no_name_of_an_office_is_asked_again(open_period: Stage, name: str) -> None:
    await office(open_period, name)

    assert open_period.last("Hoa").text.startswith("Chưa đọc được tên phòng, ban") and "Tên phòng, ban của đơn vị?" in open_period.last("Hoa").text


async def test_single_criteria_are_given_and_taken_back_by_a_tap_each(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Chọn trong mục I]", "[I.3 Cải cách hành chính]")
    assert "✓ I.3 Cải cách hành chính" in open_period.last("Hoa").labels

    await says(open_period, "Hoa", "[✓ I.3 Cải cách hành chính]")
    assert "I.3 Cải cách hành chính" in open_period.last("Hoa").labels


async def test_a_group_is_assigned_whole(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    said = await says(
        joined,
        "Hoa",
        "/chamdiem",
        "[Phân công]",
        "[Lê Văn Nam]",
        "[Chọn trong mục I]",
        "[Nhóm: Cải cách hành chính, chuyển đổi số (4)]",
        "[Quay lại]",
    )

    assert "Lê Văn Nam 0/4\nI.3a, I.3b, I.3c, I.3d" in said


async def test_sections_groups_and_criteria_can_be_typed(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    said = await says(joined, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "iv, i.2 III.4")

    assert said.startswith("Đã giao 7 tiêu chí cho Lê Văn Nam.") and "I.2a, I.2b, I.2c, III.4, IV.1" in said


async def test_typed_words_that_are_no_criteria_assign_nothing(open_period: Stage) -> None:
    said = await says(open_period, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "I.1 IX.9")

    assert "“IX.9”" in said and "chưa được phân công tiêu chí nào" in said


async def test_what_is_assigned_anew_leaves_its_owner_before(shared: Stage) -> None:
    await says(shared, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "[Chọn trong mục II]")
    assert any(label.startswith("II.1 (Lê Văn Nam) ") for label in shared.last("Hoa").labels)

    said = await says(shared, "Hoa", "[Quay lại]", "[Cả mục II]", "[Quay lại]")
    assert "Văn phòng 0/7" in said and "Lê Văn Nam" not in said


async def test_all_of_an_owner_is_taken_back_at_once(shared: Stage) -> None:
    said = await says(shared, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Thu lại tất cả]")

    assert said.startswith("Đã thu lại 5 tiêu chí của Lê Văn Nam.")


async def test_an_office_without_criteria_can_be_dropped_from_the_list(open_period: Stage) -> None:
    await office(open_period, "Phòng Nhầm", "[Xóa tên phòng]")

    assert "Phòng Nhầm" not in open_period.last("Hoa").labels and "Đã xóa Phòng Nhầm" in open_period.last("Hoa").text


async def test_the_leader_sees_how_far_each_owner_is(shared: Stage) -> None:
    await says(shared, "Nam", "/chamdiem", "[Chấm tiếp]", "9")

    assert "Phân công: Văn phòng 0/2 · Lê Văn Nam 1/5 · chưa phân công 3" in await says(shared, "Hoa", "/chamdiem")


async def test_an_owner_sees_its_own_part_first(shared: Stage) -> None:
    said = await says(shared, "Nam", "/chamdiem")

    assert said.startswith("Phần được phân công: 0/5") and "0/10 tiêu chí" in said and "\nI. " not in said


async def test_an_owner_is_asked_its_own_criteria_only(shared: Stage) -> None:
    said = await says(shared, "Nam", "/chamdiem", "[Chấm tiếp]", "9", "9", "9", "9", "9")

    assert "Phần được phân công đã chấm đủ. Cả phiếu còn 5 tiêu chí" in said and "Xem lại và nộp" in shared.last("Nam").labels


async def test_an_owner_reads_at_each_question_how_much_of_the_own_part_is_done(shared: Stage) -> None:
    assert "Đã chấm 1/5 tiêu chí." in await says(shared, "Nam", "/chamdiem", "[Chấm tiếp]", "9")


async def test_a_choice_shows_the_whole_sheet(shared: Stage) -> None:
    said = await says(shared, "Nam", "/chamdiem", "[Cả phiếu]")

    assert "\nI. " in said and "Mục I" in shared.last("Nam").labels


async def test_who_is_put_into_an_office_answers_for_what_it_has(shared: Stage) -> None:
    await into_office(shared)

    assert (await says(shared, "Nam", "/chamdiem")).startswith("Phần được phân công: 0/7")


@pytest.fixture
@beginning
async def split(shared: Stage) -> Stage:
    """As before, and Bảo, a colleague of Nam's, is in the office."""
    await manned(shared)
    return shared


async def given(stage: Stage) -> set[str]:
    opened = await stage.store.answers.open_sheet(3)
    assert opened is not None
    return set(opened.answers) | {one.address for one in opened.evidence}


async def kept(stage: Stage) -> object:
    opened = await stage.store.answers.open_sheet(3)
    assert opened is not None
    return opened.answers, opened.evidence


async def test_a_colleagues_criterion_can_be_looked_at_and_is_not_asked(split: Stage) -> None:
    said = await says(split, "Nam", "/chamdiem", "I.1")

    assert said.startswith("Chỉ xem: Thực hiện chương trình công tác của đơn vị (I.1) – Văn phòng phụ trách.") and "Nhập điểm" not in said


@pytest.mark.parametrize("words", ["9", "9 – BC số 45/BC-SXD", "không áp dụng - không phát sinh nhiệm vụ"])
async def test_an_answer_to_a_colleagues_criterion_is_refused_in_words(split: Stage, words: str) -> None:
    said = await says(split, "Nam", "/chamdiem", "I.1", words)

    assert said.startswith("Tiêu chí I.1 do Văn phòng phụ trách, chưa ghi gì.") and not await given(split)


async def test_a_file_for_a_colleagues_criterion_is_refused_too(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "I.1")
    await split.sends("Nam", caption="9")

    assert "do Văn phòng phụ trách" in split.last("Nam").text and not await given(split)


@pytest.mark.parametrize("act", ["yes:3:I.1:1", "na:3:I.1", "swap:3:I.1", "unprove:3:I.1:1", "unproved:3:I.1:1"])
async def test_no_forged_button_reaches_a_colleagues_criterion(split: Stage, act: str) -> None:
    await says(split, "Khách", "/chamdiem", "[Chấm tiếp]", "8 – BC số 1/BC-VP")
    before = await kept(split)
    await split.happens("Nam", Tapped(f"assessment.{act}", "b0", "tap"))

    assert await kept(split) == before


async def test_an_edit_does_not_correct_what_has_passed_to_a_colleague(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "II.1")
    await split.happens("Nam", Typed("7"), message="mine")
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "II.1")
    await split.happens("Nam", Typed("8", edited=True), message="mine")

    opened = await split.store.answers.open_sheet(3)
    assert opened is not None and opened.answers["II.1"].answer == '{"points":"7"}'


async def test_what_is_nobodys_anybody_of_the_unit_fills(split: Stage) -> None:
    assert (await says(split, "Nam", "/chamdiem", "I.4", "9")).startswith("Đã ghi I.4")


async def test_an_office_where_nobody_has_joined_binds_nobody(shared: Stage) -> None:
    said = await says(shared, "Nam", "/chamdiem", "I.1")
    assert "Phụ trách: Văn phòng" in said

    assert (await says(shared, "Nam", "9")).startswith("Đã ghi I.1")


async def test_where_nobody_answers_for_what_was_assigned_a_focal_point_fills_the_whole_sheet(open_period: Stage) -> None:
    await office(open_period, "Văn phòng", "I, II")

    assert (await says(open_period, "Nam", "/chamdiem", "[Chấm tiếp]", "9")).startswith("Đã ghi I.1")


async def test_a_focal_point_without_a_part_leaves_to_colleagues_what_is_theirs(split: Stage) -> None:
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Thu lại tất cả]")

    assert "do Văn phòng phụ trách" in await says(split, "Nam", "/chamdiem", "I.1", "9")
    assert "II.1" in (await says(split, "Nam", "/chamdiem", "I.5", "9")) and set(await given(split)) == {"I.5"}


async def test_a_question_open_when_the_last_own_criterion_is_given_to_a_colleague_records_nothing(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "II.1")
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "II")

    assert "do Văn phòng phụ trách" in await says(split, "Nam", "9") and not await given(split)


async def test_a_focal_point_without_a_part_reads_when_nothing_is_left_that_is_nobodys(split: Stage) -> None:
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "I, II.1, II.2, II.3, II.4")
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Thu lại tất cả]")
    said = await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", "9")

    assert "Không còn tiêu chí nào chưa phân công. Cả phiếu còn 9 tiêu chí của người khác" in said


async def test_the_leader_fills_everything(split: Stage) -> None:
    assert (await says(split, "Hoa", "/chamdiem", "[Chấm tiếp]", "9")).startswith("Đã ghi I.1")


async def test_whoever_was_authorised_to_submit_fills_everything(split: Stage) -> None:
    await says(split, "Hoa", "/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]")

    assert (await says(split, "Nam", "/chamdiem", "I.1", "9")).startswith("Đã ghi I.1")


async def test_who_has_left_the_unit_binds_nobody_any_more(split: Stage) -> None:
    async with split.database.writing() as connection:
        store = Store(connection)
        bao = await person(split, "Khách")
        for seat in await store.seats.of_person(bao):
            await store.seats.end(seat.id, bao, split.now)

    assert (await says(split, "Nam", "/chamdiem", "I.1", "9")).startswith("Đã ghi I.1")


async def test_whoever_answers_for_something_is_told_when_the_leader_says_so(split: Stage) -> None:
    await says(split, "Hoa", "/chamdiem", "[Phân công]", "[Báo người phụ trách]")

    assert "Trần Thị Hoa phân công 2 tiêu chí" in split.last("Khách").text and "I.1, I.2" in split.last("Khách").text


async def test_a_reminder_names_ones_own_part_and_stays_one(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", "9")
    split.clear()
    await split.to("2026-06-08 07:30")

    news = [shown.text for shown in split.chats[ACCOUNTS["Nam"]] if not shown.taken]
    assert len(news) == 1 and "Phần được phân công: 1/5." in news[0]


async def test_who_has_done_its_part_is_still_reminded_and_reads_so(split: Stage) -> None:
    await says(split, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 5)
    await split.to("2026-06-08 07:30")

    assert "Phần được phân công đã chấm đủ (5/5)" in split.last("Nam").text


async def test_a_leaders_reminder_is_as_ever(split: Stage) -> None:
    await split.to("2026-06-08 07:30")

    assert "Phần được phân công" not in split.last("Hoa").text


async def test_the_next_period_offers_what_was_assigned_before(shared: Stage) -> None:
    await shared.open_period("ngan-10", "2026-06-25 17:00")
    sheet = next(place.sheet_id for place in await shared.store.sheets.board(2) if place.code == "SXD")
    await shared.happens("Hoa", Tapped(f"assessment.owners:{sheet}", "b0", "tap"))
    await says(shared, "Hoa", "[Như đợt trước]")

    assert "Đã phân công 7 tiêu chí." in shared.last("Hoa").text and "Lê Văn Nam 0/5" in shared.last("Hoa").text


async def test_the_offices_that_the_table_names_are_taken_over_in_one_tap(joined: Stage, tmp_path: object) -> None:
    from config.rubric_files import SHIPPED

    text = (SHIPPED / "ngan-10.yaml").read_text("utf-8").replace("max: 10,", "max: 10, owner: Văn phòng,")
    path = joined.database.path.with_name("owned.yaml")
    path.write_text(text, "utf-8")
    await joined.open_period(str(path))
    said = await says(joined, "Hoa", "/chamdiem", "[Phân công]", "[Theo bảng chấm điểm]")

    assert "Đã phân công 10 tiêu chí." in said and "Văn phòng 0/10" in said


async def test_nothing_is_assigned_once_the_sheet_is_submitted(shared: Stage) -> None:
    await shared.fill("Hoa", ["9"] * 10)
    await shared.happens("Hoa", Tapped("assessment.assign:3:p5:section:I", "b0", "tap"))

    assert "Phiếu đã nộp" in shared.last("Hoa").text


@pytest.mark.parametrize(
    "act", ["owners:3", "owner:3:p5", "assign:3:p5:section:I", "unassign:3:p5:all", "office:3", "place:3:o1:5", "suggested:3:table"]
)
@pytest.mark.parametrize("name", ["Nam", "Lan", "Quý"])
async def test_only_the_units_leader_assigns(shared: Stage, act: str, name: str) -> None:
    await shared.happens(name, Tapped(f"assessment.{act}", "b0", "tap"))

    assert "không thuộc quyền" in shared.last(name).text


async def test_who_gave_which_criteria_to_whom_stands_in_the_audit_log(shared: Stage) -> None:
    await says(shared, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "I.3", "[Thu lại tất cả]")

    acts = [entry for entry, _ in await shared.store.audit.named(1) if entry.act == "assignment"]
    assert [(entry.old, entry.new) for entry in acts][-2:] == [
        ('{"I.3":null}', '{"I.3":"Văn phòng"}'),
        ('{"I.1":"Văn phòng","I.2":"Văn phòng","I.3":"Văn phòng"}', '{"I.1":null,"I.2":null,"I.3":null}'),
    ]


async def test_the_receipt_says_nothing_of_owners(shared: Stage) -> None:
    await shared.fill("Hoa", ["9"] * 10)
    submitted = await shared.store.submissions.in_force(3)

    rows = await shared.database.reader.rows("SELECT sheet FROM submissions", {})
    assert submitted is not None and '"owner' not in rows[0]["sheet"] and "Văn phòng" not in rows[0]["sheet"]


async def test_who_has_a_part_is_led_to_the_missing_evidence_of_it_alone(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await says(joined, "Hoa", "/chamdiem", "I.2a", "90")
    await says(joined, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "III.1, III.2")
    await says(joined, "Nam", "/chamdiem", "III.1", "có", "bỏ qua", "có", "bỏ qua")

    assert "Bổ sung minh chứng (2)" in joined.last("Nam").labels
