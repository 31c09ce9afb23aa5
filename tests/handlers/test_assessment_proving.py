"""What is missing: evidence alone is asked for, one criterion after another, and nothing is offered to submit before all is there."""

import re

import pytest

from config.rubric_files import rubric_of
from handlers.dialogue import File, Sent
from storage.store import Store
from tests.sheets import documents
from tests.stage import ACCOUNTS, Stage, beginning


@pytest.fixture
@beginning
async def unproven(joined: Stage) -> Stage:
    """The long table with three answers that lack evidence."""
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "I.2a", "90", "bỏ qua", "I.3b", "80", "bỏ qua", "I.3d", "20", "bỏ qua", "/chamdiem"):
        await joined.does("Hoa", words)
    return joined


async def says(stage: Stage, *said: str, name: str = "Hoa") -> str:
    for words in said:
        await stage.does(name, words)
    return stage.last(name).text


async def test_from_what_lacks_evidence_only_evidence_is_asked_one_after_another(unproven: Stage) -> None:
    text = await says(unproven, "[Thiếu minh chứng (3)]", "[Bổ sung I.2a]")
    assert "Gửi minh chứng cho I.2a" in text and "Đang ghi: 90 %" in text
    text = await says(unproven, "BC 100/BC-SXD ngày 1/6/2026")

    assert "Đã lưu minh chứng cho I.2a: BC 100/BC-SXD" in text and "Gửi minh chứng cho I.3b" in text


@pytest.mark.parametrize("before", [("/chamdiem",), ("/chamdiem", "[Chấm tiếp]"), ("I.2c",)])
async def test_a_word_of_a_groups_title_finds_its_criteria_from_anywhere(before: tuple[str, ...], unproven: Stage) -> None:
    await says(unproven, "/chamdiem", *before, "chuyển đổi số")

    assert "Tiêu chí khớp với “chuyển đổi số”" in unproven.last("Hoa").text and "I.3d" in unproven.last("Hoa").labels


async def test_words_of_a_title_are_not_kept_as_an_explanation_unless_that_is_chosen(unproven: Stage) -> None:
    text = await says(unproven, "I.3d", "[Thêm minh chứng]", "chuyển đổi số")
    assert "Tiêu chí khớp với “chuyển đổi số”" in text and "Đã lưu" not in text

    assert "Đã lưu giải trình cho I.3d" in await says(unproven, "[Lưu làm giải trình cho I.3d]")


async def test_an_explanation_and_a_file_go_on_to_the_next_one_too(unproven: Stage) -> None:
    await says(unproven, "[Xem lại và nộp]", "[Bổ sung minh chứng (3)]", "Số liệu do Văn phòng tổng hợp")
    assert "Gửi minh chứng cho I.3b" in unproven.last("Hoa").text
    await unproven.sends("Hoa", "a.pdf")
    await says(unproven, "[Chấm tiếp]")

    assert "Gửi minh chứng cho I.3d" in unproven.last("Hoa").text


async def test_passing_over_asks_for_the_next_evidence_and_ends_at_the_board(unproven: Stage) -> None:
    text = await says(unproven, "[Xem lại và nộp]", "[Bổ sung minh chứng (3)]", "bỏ qua", "[Bỏ qua]", "bỏ qua")

    assert "3/29 tiêu chí" in text


async def test_an_answered_criterion_offers_to_add_evidence(unproven: Stage) -> None:
    text = await says(unproven, "I.3d", "[Thêm minh chứng]")

    assert "Gửi minh chứng cho I.3d" in text and "Đang ghi: 20" in text


async def test_where_an_answer_stands_a_documents_number_is_evidence(unproven: Stage) -> None:
    text = await says(unproven, "I.2a", "BC 100/BC-SXD ngày 1/6/2026")

    assert "Đã lưu minh chứng cho I.2a" in text and await documents(unproven, "I.2a") == ["BC 100/BC-SXD ngày 1/6/2026"]


async def test_where_an_answer_stands_words_without_a_figure_explain_it(unproven: Stage) -> None:
    assert "Đã lưu giải trình cho I.2a" in await says(unproven, "I.2a", "Theo báo cáo tổng hợp của Văn phòng")


async def test_a_document_before_the_score_is_kept_and_the_score_asked(unproven: Stage) -> None:
    text = await says(unproven, "II.1", "45/BC-SXD ngày 12/6/2026")

    assert "Đã lưu minh chứng cho II.1" in text and "Nhập điểm" in text and await documents(unproven, "II.1") == ["45/BC-SXD ngày 12/6/2026"]


async def test_a_word_that_is_no_answer_lists_the_criteria_it_names(unproven: Stage) -> None:
    await says(unproven, "II.1", "giải ngân")

    assert "I.2c" in unproven.last("Hoa").labels


async def test_a_part_of_a_word_lists_nothing(unproven: Stage) -> None:
    assert "Chưa đọc được số" in await says(unproven, "II.1", "ành chín")


# ---------------------------------------------------------------------------------------------------------------- what stands against submitting


async def test_while_something_is_missing_no_submission_is_offered_and_it_is_said_last(unproven: Stage) -> None:
    text = await says(unproven, "[Xem lại và nộp]")

    assert text.rstrip().endswith("Thiếu minh chứng hoặc giải trình 3: I.2a, I.3b, I.3d.") and "Chưa nộp được" in text
    assert not {"Nộp", "Trình lãnh đạo"} & set(unproven.last("Hoa").labels)
    assert {"▶ Chấm tiếp (I.1a)", "Bổ sung minh chứng (3)"} <= set(unproven.last("Hoa").labels)


@pytest.mark.parametrize("name", ["Hoa", "Nam"])
async def test_submitting_an_empty_sheet_says_what_is_missing(open_period: Stage, name: str) -> None:
    await says(open_period, "/chamdiem", "[Xem lại và nộp]", "Nộp", name=name)

    text = open_period.last(name).text
    assert text.startswith("Chưa nộp được") and "Chưa chấm 10" in text and len(text) < 200


async def test_none_is_no_number_of_criteria_to_be_named(open_period: Stage) -> None:
    texts = [await says(open_period, words) for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]")]

    assert not any(re.search(r"(?<!\d)0 tiêu chí|chấm 0\b", text) for text in texts[2:])


async def test_all_answered_says_that_evidence_is_missing(unproven: Stage) -> None:
    for address in [leaf for leaf in await _open(unproven) if leaf != "II.4"]:
        await says(unproven, address, "không áp dụng – không phát sinh")
    text = await says(unproven, "II.4", "không có lỗi")

    assert "Còn 3 tiêu chí thiếu minh chứng" in text
    assert {"Xem lại và nộp", "Bổ sung minh chứng (3)"} <= set(unproven.last("Hoa").labels)


async def _open(stage: Stage) -> list[str]:
    """What has no answer."""
    opened = await stage.store.answers.open_sheet(3)
    assert opened is not None
    return [leaf.address for leaf in rubric_of(opened.rubric_text).own_leaves if leaf.address not in opened.answers]


async def test_after_the_last_criterion_bonus_and_penalty_are_offered(unproven: Stage) -> None:
    for address in await _open(unproven):
        await says(unproven, address, "không áp dụng – không phát sinh")

    assert "Điểm thưởng, điểm trừ (0)" in unproven.last("Hoa").labels


async def test_the_review_says_that_neither_bonus_nor_penalty_is_claimed(unproven: Stage) -> None:
    assert "Chưa kê khai điểm thưởng, điểm trừ." in await says(unproven, "[Xem lại và nộp]")


# ---------------------------------------------------------------------------------------------------------------- leader and focal point


@pytest.fixture
@beginning
async def asked(open_period: Stage) -> Stage:
    """A complete sheet that waits for its leader."""
    await says(open_period, "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]", name="Nam")
    return open_period


async def test_looking_at_the_sheet_leaves_the_request_for_approval_where_it_is(asked: Stage) -> None:
    request = asked.last("Hoa")
    await says(asked, "[Xem phiếu]")

    assert asked.last("Hoa").ref != request.ref and "Duyệt và nộp" in asked.last("Hoa").labels


async def test_the_board_of_a_sheet_that_waits_for_the_leader_lets_the_leader_decide(asked: Stage) -> None:
    await says(asked, "[Xem phiếu]", "[Quay lại]")

    assert {"Duyệt và nộp", "Trả lại"} <= set(asked.last("Hoa").labels)
    assert "Mã biên nhận" in await says(asked, "[Duyệt và nộp]")


async def test_the_focal_point_is_not_offered_the_leaders_decision(asked: Stage) -> None:
    await says(asked, "/chamdiem", name="Nam")

    assert not {"Duyệt và nộp", "Trả lại"} & set(asked.last("Nam").labels)


async def test_who_is_authorised_submits_but_is_not_offered_to_return_the_sheet(asked: Stage) -> None:
    await says(asked, "/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]")
    await says(asked, "/chamdiem", "[Xem lại và nộp]", name="Nam")

    assert "Nộp" in asked.last("Nam").labels and not {"Duyệt và nộp", "Trả lại"} & set(asked.last("Nam").labels)
    assert "(được ủy quyền)" in await says(asked, "[Nộp]", name="Nam")


async def test_who_loses_the_right_to_submit_to_a_colleague_is_told(asked: Stage) -> None:
    await says(asked, "/start [SXD unit_focal_point]", "[Đồng ý]", "Đặng Văn Sơn", name="Khách")
    text = await says(asked, "/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]", "[Ủy quyền nộp]")
    assert "Đang ủy quyền cho Lê Văn Nam." in text and "Ủy quyền cho Lê Văn Nam" not in asked.last("Hoa").labels
    await says(asked, "[Ủy quyền cho Đặng Văn Sơn]")

    assert "đã được thu hồi" in asked.last("Nam").text and "ủy quyền nộp" in asked.last("Khách").text


async def test_an_incomplete_sheet_is_not_put_before_the_leader(open_period: Stage) -> None:
    await says(open_period, "/chamdiem", "[Chấm tiếp]", "9", "[Quay lại]", "[Xem lại và nộp]", name="Nam")

    assert "Trình lãnh đạo" not in open_period.last("Nam").labels


# ---------------------------------------------------------------------------------------------------------------- one label, one act


async def test_the_notice_of_a_new_period_leads_straight_to_the_first_criterion(open_period: Stage) -> None:
    assert "I.1 Thực hiện chương trình" in await says(open_period, "[Chấm tiếp]", name="Nam")


async def test_the_reminders_button_leads_straight_to_the_next_criterion(open_period: Stage) -> None:
    await open_period.to("2026-06-12 08:00")

    assert "I.1 Thực hiện chương trình" in await says(open_period, "[Chấm tiếp]")


async def test_the_receipt_offers_to_take_the_sheet_back(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    assert "Rút lại" in open_period.last("Hoa").labels
    await says(open_period, "[Rút lại]", "[Xác nhận]")

    assert {"Chấm tiếp", "Xem lại và nộp"} <= set(open_period.last("Hoa").labels)


async def test_a_photo_gets_a_name_people_can_read(unproven: Stage) -> None:
    await says(unproven, "I.2a")
    for number in ("1", "2"):
        await unproven.happens("Hoa", Sent(File(f"r{number}", f"u{number}", f"anh-{number}.jpg", "image/jpeg", 10, picture=True), "", ""))

    assert "Đã nhận Ảnh 2 – I.2a.jpg" in unproven.last("Hoa").text and "• Ảnh 1 – I.2a.jpg" in unproven.last("Hoa").text


async def test_a_button_of_a_sheet_names_no_unit_where_the_person_has_one(open_period: Stage) -> None:
    await says(open_period, "/tieptuc")

    assert "Sơ kết 6 tháng đầu năm 2026" in open_period.last("Hoa").labels


async def test_control_characters_are_dropped_and_the_file_is_drawn(open_period: Stage) -> None:
    await says(open_period, "/chamdiem", "I.1", "9 – BC\x07 số 45/BC\x00-SXD")
    opened = await open_period.store.answers.open_sheet(3)

    assert opened is not None and opened.evidence[0].text == "BC số 45/BC-SXD"


async def test_a_question_of_several_lines_keeps_its_lines(open_period: Stage) -> None:
    await says(open_period, "/chamdiem", "I.1", "[Hỏi về tiêu chí này]", "Có hai ý:\n1. Báo cáo quý\n2. Báo cáo năm")

    assert "Có hai ý:\n1. Báo cáo quý\n2. Báo cáo năm" in next(one.text for one in open_period.chats[ACCOUNTS["Quý"]] if "hai ý" in one.text)


async def test_a_number_in_words_explains_nothing(unproven: Stage) -> None:
    assert "Giải trình cần rõ hơn" in await says(unproven, "I.3d", "25", "hai mươi lăm")
    assert "Chưa đọc được số trong “hai mươi lăm”" in await says(unproven, "I.3d", "hai mươi lăm")


async def test_where_evidence_is_asked_a_criterion_can_still_be_said_not_to_apply(unproven: Stage) -> None:
    assert "Vì sao không áp dụng: I.3d" in await says(unproven, "I.3d", "25", "ko áp dụng")
    assert "không áp dụng (đơn vị không được giao)" in await says(unproven, "đơn vị không được giao")


# ---------------------------------------------------------------------------------------------------------------- what the deciding leader sees


@pytest.fixture
@beginning
async def put_before(open_period: Stage) -> Stage:
    """Nam proved I.1 twice, explained I.2, and put the sheet before the leader."""
    typed = [
        "9 – BC số 45/BC-SXD",
        "9",
        *["9"] * 8,
        "I.1",
        "[Thêm minh chứng]",
        "QĐ số 7/QĐ-SXD",
        "I.2",
        "[Thêm minh chứng]",
        "Số liệu do phòng tổng hợp",
    ]
    await says(open_period, "/chamdiem", "[Chấm tiếp]", *typed, "/chamdiem", "[Xem lại và nộp]", "[Trình lãnh đạo]", name="Nam")
    return open_period


async def test_who_was_asked_to_approve_is_named(put_before: Stage) -> None:
    assert put_before.last("Nam").text == "Đã trình lãnh đạo đơn vị: Trần Thị Hoa."


async def test_a_leader_whom_nothing_reaches_is_said_to_be_missed(open_period: Stage) -> None:
    async with open_period.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Hoa"], reachable=False, why="blocked")
    text = await says(open_period, "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]", name="Nam")

    assert "đang chờ lãnh đạo duyệt" in text and "Trần Thị Hoa" in text


async def test_the_deciding_leader_sees_what_proves_each_answer(put_before: Stage) -> None:
    text = await says(put_before, "[Xem phiếu]")

    assert "I.1 Thực hiện chương trình công tác của đơn vị: 9\n   – Minh chứng: BC số 45/BC-SXD và 1 mục khác\nI.2 " in text
    assert ": 9\n   – Giải trình: Số liệu do phòng tổng hợp\nI.3 " in text


async def test_who_decides_nothing_sees_the_answers_alone(put_before: Stage) -> None:
    assert "– Minh chứng" not in await says(put_before, "/chamdiem", "[Xem lại và nộp]", name="Nam")
