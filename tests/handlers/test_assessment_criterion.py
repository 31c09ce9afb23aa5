"""One criterion: asked, read, kept at once, and the next one asked in the same message."""

import pytest

from handlers.dialogue import Typed, Unfit
from tests.stage import ACCOUNTS, Shown, Stage

SECOND = "I.2 Chất lượng tham mưu, đề xuất"


@pytest.fixture
async def asked(open_period: Stage) -> Stage:
    """Hoa stands at I.1."""
    await open_period.does("Hoa", "/chamdiem")
    await open_period.does("Hoa", "[Chấm tiếp]")
    return open_period


@pytest.fixture
async def of_1000(joined: Stage) -> Stage:
    """Hoa stands at I.1a of the table with every rule; evidence or an explanation is asked for."""
    await joined.open_period("mau-1000")
    await joined.does("Hoa", "/chamdiem")
    await joined.does("Hoa", "[Chấm tiếp]")
    return joined


async def at(stage: Stage, address: str, *words: str, name: str = "Hoa") -> Shown:
    """Asks a criterion and answers it."""
    for one in (address, *words):
        await stage.does(name, one)
    return stage.last(name)


async def test_the_question_names_the_criterion_its_maximum_and_what_to_type(asked: Stage) -> None:
    text = asked.last("Hoa").text

    assert "I.1 Thực hiện chương trình công tác của đơn vị" in text
    assert "Tối đa 10 điểm" in text
    assert "ví dụ: 7,5" in text


async def test_one_answer_is_one_message_that_records_it_and_asks_the_next(asked: Stage) -> None:
    shown = await asked.does("Hoa", "9,50")

    assert len(shown) == 1
    assert shown[0].text.startswith("Đã ghi I.1 Thực hiện chương trình công tác của đơn vị: 9,5\n")
    assert shown[0].text.index(SECOND) > shown[0].text.index("I.1 ")


async def test_an_ordinary_answer_takes_at_most_eight_statements(asked: Stage) -> None:
    await asked.does("Hoa", "9")
    before = asked.database.writer.count
    await asked.engine.take([typed(asked, "Hoa", "8")])

    assert asked.database.writer.count - before <= 8 + 1  # a clock of the stage looks at nothing; one is the outbox's last number


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("7,5", "7,5"), ("7.5", "7,5"), ("7 5", "7,5"), ("\uff17\uff0c\uff15", "7,5"), ("9/10", "9"), ("10", "10"), ("0", "0"), ("9,5 điểm", "9,5"),
        ("  9  ", "9"), ("\u200f9", "9"),
    ],
)  # fmt: skip
async def test_points_are_read_as_people_write_them(asked: Stage, words: str, kept: str) -> None:
    await asked.does("Hoa", words)

    assert f"Đã ghi I.1 Thực hiện chương trình công tác của đơn vị: {kept}\n" in asked.last("Hoa").text


@pytest.mark.parametrize("words", ["11", "-1", "95%", "9/100", "chín", "👍", "<b>9</b>", "9,333", "x" * 5000, "không áp dụng – không phát sinh"])
async def test_what_cannot_be_taken_repeats_the_question_and_changes_nothing(asked: Stage, words: str, caplog: pytest.LogCaptureFixture) -> None:
    await asked.does("Hoa", words)

    assert "I.1 Thực hiện chương trình công tác của đơn vị" in asked.last("Hoa").text
    assert not await answers(asked)
    assert not caplog.records


async def test_out_of_range_names_the_range(asked: Stage) -> None:
    await asked.does("Hoa", "11")

    assert asked.last("Hoa").text.startswith("Số phải từ 0 đến 10")


@pytest.mark.parametrize("kind", ["sticker", "voice", "location"])
async def test_a_sticker_or_a_voice_leaves_the_question_open(asked: Stage, kind: str) -> None:
    await asked.happens("Hoa", Unfit(kind))
    await asked.does("Hoa", "9")

    assert SECOND in asked.last("Hoa").text


async def test_a_forwarded_message_is_no_answer(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), forwarded=True)

    assert not await answers(asked)


async def test_text_after_the_number_is_kept_as_evidence(asked: Stage) -> None:
    await asked.does("Hoa", "9 – BC số 45/BC-SXD ngày 12/6/2026")

    assert "Minh chứng: BC số 45/BC-SXD ngày 12/6/2026" in asked.last("Hoa").text
    assert (await asked.store.answers.open_sheet(await sheet_id(asked))).evidence[0].text == "BC số 45/BC-SXD ngày 12/6/2026"  # type: ignore[union-attr]


async def test_the_present_answer_is_shown_with_who_and_when(asked: Stage) -> None:
    await at(asked, "9", "I.1")

    assert "Đang ghi: 9 (Trần Thị Hoa, " in asked.last("Hoa").text


async def test_passing_over_asks_the_next_and_comes_back_at_the_end(asked: Stage) -> None:
    for words in ("bo qua", *["9"] * 9):
        await asked.does("Hoa", words)

    assert "I.1 Thực hiện chương trình" in asked.last("Hoa").text


async def test_passing_over_the_last_open_criterion_leads_back_to_the_board(asked: Stage) -> None:
    for words in ("bỏ qua", *["9"] * 9, "bỏ qua"):
        await asked.does("Hoa", words)

    assert "9/10 tiêu chí" in asked.last("Hoa").text


async def test_where_none_is_left_the_reply_offers_the_review(asked: Stage) -> None:
    for _ in range(10):
        await asked.does("Hoa", "9")

    assert "Đã ghi II.5 Sáng kiến, cách làm mới: 9" in asked.last("Hoa").text
    assert "Xem lại và nộp" in asked.last("Hoa").labels


async def test_not_applicable_is_refused_and_not_offered_where_the_table_forbids_it(asked: Stage) -> None:
    assert "Không áp dụng" not in asked.last("Hoa").labels

    await asked.does("Hoa", "không áp dụng")

    assert "không cho phép" in asked.last("Hoa").text


# ---------------------------------------------------------------------------------------------------------------- corrections


async def test_an_edited_message_corrects_the_answer_it_gave_and_the_open_question_stays(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await asked.does("Hoa", "8")
    await asked.happens("Hoa", Typed("9,5", edited=True), message="m-one")

    assert "Đã sửa I.1 Thực hiện chương trình công tác của đơn vị: 9,5" in asked.last("Hoa").text
    assert (await answers(asked))["I.1"] == '{"points":"9.5"}'
    await asked.does("Hoa", "7")
    assert (await answers(asked))["I.3"] == '{"points":"7"}'


async def test_a_correction_out_of_range_changes_nothing(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await asked.happens("Hoa", Typed("95", edited=True), message="m-one")

    assert "Số phải từ 0 đến 10" in asked.last("Hoa").text
    assert (await answers(asked))["I.1"] == '{"points":"9"}'


async def test_a_correction_may_add_the_evidence(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await asked.happens("Hoa", Typed("9 – BC số 45/BC-SXD", edited=True), message="m-one")

    assert [one.text for one in await evidence(asked)] == ["BC số 45/BC-SXD"]


async def test_an_edited_message_that_no_longer_holds_the_answer_changes_nothing(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await at(asked, "I.1", "8")
    await asked.happens("Hoa", Typed("5", edited=True), message="m-one")

    assert "không được ghi nhận" in asked.last("Hoa").text
    assert (await answers(asked))["I.1"] == '{"points":"8"}'


async def test_an_answer_that_was_explained_is_still_corrected_by_its_message(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await of_1000.happens("Hoa", Typed("20"), message="m-one")
    await of_1000.does("Hoa", "Số liệu do Văn phòng tổng hợp, chưa có văn bản")
    await of_1000.happens("Hoa", Typed("25", edited=True), message="m-one")

    assert (await answers(of_1000))["I.3d"] == '{"points":"25"}'


async def test_correcting_when_all_is_answered_still_offers_the_review(asked: Stage) -> None:
    for _ in range(9):
        await asked.does("Hoa", "9")
    await asked.happens("Hoa", Typed("9"), message="m-ten")
    await asked.happens("Hoa", Typed("8", edited=True), message="m-ten")

    assert "Xem lại và nộp" in asked.last("Hoa").labels


async def test_correcting_while_evidence_is_asked_leaves_that_question_open(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await of_1000.happens("Hoa", Typed("20"), message="m-one")
    await of_1000.happens("Hoa", Typed("21", edited=True), message="m-one")

    assert "Gửi minh chứng cho I.3d" in of_1000.last("Hoa").text
    assert "Bỏ qua" in of_1000.last("Hoa").labels


# ---------------------------------------------------------------------------------------------------------------- two people at once


async def test_a_colleagues_later_answer_is_not_overwritten_unasked(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await asked.does("Hoa", "9")

    text = asked.last("Hoa").text
    assert "Lê Văn Nam" in text
    assert "6" in text
    assert "9" in text
    assert (await answers(asked))["I.1"] == '{"points":"6"}'


async def test_confirming_a_collision_keeps_ones_own_value(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await at(asked, "9", "[Xác nhận]")

    assert (await answers(asked))["I.1"] == '{"points":"9"}'
    assert SECOND in asked.last("Hoa").text


async def test_keeping_the_colleagues_value_goes_on(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await at(asked, "9", "[Giữ số đã có]")

    assert (await answers(asked))["I.1"] == '{"points":"6"}'
    assert SECOND in asked.last("Hoa").text


async def test_a_third_value_meanwhile_is_shown_before_anything_is_confirmed(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await asked.does("Hoa", "9")
    await at(asked, "I.1", "5", name="Nam")
    await asked.does("Hoa", "[Xác nhận]")

    assert (await answers(asked))["I.1"] == '{"points":"5"}'
    assert "5" in asked.last("Hoa").text


async def test_the_same_value_twice_is_no_collision(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "9", name="Nam")
    await asked.does("Hoa", "9,0")

    assert SECOND in asked.last("Hoa").text


async def test_a_correction_does_not_touch_what_a_colleague_gave_since(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await at(asked, "/chamdiem", "I.1", "6", name="Nam")
    await asked.happens("Hoa", Typed("8", edited=True), message="m-one")

    assert (await answers(asked))["I.1"] == '{"points":"6"}'


# ---------------------------------------------------------------------------------------------------------------- every rule


@pytest.mark.parametrize(
    ("address", "words", "kept"),
    [
        ("I.1a", "100 96,5", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %"),
        ("I.1a", "96,5/100", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %"),
        ("I.1a", "thực hiện 96,5 kế hoạch 100", "Kế hoạch 100 · Thực hiện 96,5"),
        ("I.1d", "100 120", "Kế hoạch 100 · Thực hiện 120 · 120 %"),
        ("I.1d", "không có kế hoạch 12", "Không có kế hoạch · Thực hiện 12"),
        ("I.1c", "10 25", "Kế hoạch 10 · Thực hiện 25 · càng ít càng tốt, tính 40 % → 16 điểm"),
        ("I.1c", "10 4", "Kế hoạch 10 · Thực hiện 4 · càng ít càng tốt, tính 100 % → 40 điểm"),
        ("I.1c", "10 0", "Kế hoạch 10 · Thực hiện 0 · càng ít càng tốt, tính 100 % → 40 điểm"),
        ("I.2a", "95%", "95 %"),
        ("I.2b", "1", "thiếu hoặc chậm 1 lần"),
        ("I.2c", "95", "95"),
        ("I.3a", "90", "90"),
        ("I.3c", "có", "Có"),
        ("II.4", "V1 2, V3 1", "V1: 2 lần; V3: 1 lần"),
        ("II.4", "không", "không có lỗi"),
        ("II.5", "2 1", "cộng 2 lần · trừ 1 lần"),
        ("III.3", "đúng hạn", "đúng hạn"),
        ("III.3", "2", "chậm 2 ngày"),
        ("III.7", "3", "3 trường hợp"),
        ("T1", "có", "Có"),
        ("P1", "2", "2 trường hợp"),
        ("I.1c", "không áp dụng – không phát sinh hồ sơ", "không áp dụng (không phát sinh hồ sơ)"),
    ],
)
async def test_every_rule_is_asked_and_its_answer_said_back(of_1000: Stage, address: str, words: str, kept: str) -> None:
    shown = await at(of_1000, address, words)

    assert shown.text.startswith(f"Đã ghi {address} ")
    assert kept in shown.text


@pytest.mark.parametrize("address", ["I.3c", "II.2a", "T1"])
async def test_yes_and_no_are_buttons_too(of_1000: Stage, address: str) -> None:
    shown = await at(of_1000, address, "[Có]")

    assert f"Đã ghi {address} " in shown.text


async def test_a_paper_in_brackets_behind_yes_is_not_lost_to_the_button(of_1000: Stage) -> None:
    await at(of_1000, "I.3c", "Có (QĐ 12/QĐ-SXD)")

    assert [one.text for one in await evidence(of_1000)] == ["(QĐ 12/QĐ-SXD)"]


async def test_a_double_tap_on_yes_answers_once(of_1000: Stage) -> None:
    await at(of_1000, "I.3c", "[Có]")
    await of_1000.taps("Hoa", "Có")

    assert (await answers(of_1000))["I.3c"] == '{"yes":true}'


async def test_plan_and_actual_can_change_places_from_the_reply(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1a", "96,5 100")
    assert "Đổi chỗ" in " ".join(shown.labels)

    await of_1000.does("Hoa", "[Đổi chỗ]")

    assert "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %" in of_1000.last("Hoa").text


@pytest.mark.parametrize("words", ["96,5", "96.5", "100", "1 000 950", "100 000", "chín", ""])
async def test_where_two_numbers_are_asked_and_not_plainly_given_that_is_said(of_1000: Stage, words: str) -> None:
    shown = await at(of_1000, "I.1a", words)

    assert "cần hai số" in shown.text
    assert "I.1a Chỉ tiêu chủ yếu" in shown.text


async def test_what_compares_with_others_gives_no_points_before_closing(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1d", "100 150", "[Quay lại]")

    assert "tạm tính 0/1.000" in shown.text
    assert "điểm tính sau khi đóng đợt" in (await at(of_1000, "I.1d")).text


async def test_not_applicable_asks_why(of_1000: Stage) -> None:
    await at(of_1000, "I.1c", "không áp dụng")
    assert "Vì sao không áp dụng" in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "ko")
    assert "Cần ghi rõ lý do" in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "không phát sinh trong kỳ")
    assert "không áp dụng (không phát sinh trong kỳ)" in of_1000.last("Hoa").text


async def test_an_address_typed_where_a_reason_is_asked_asks_that_criterion(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1c", "không áp dụng", "II.1")

    assert "II.1 Quán triệt" in shown.text


async def test_bonus_and_penalties_stand_on_the_board_and_block_nothing(of_1000: Stage) -> None:
    await at(of_1000, "/chamdiem", "[Điểm thưởng, điểm trừ]")

    assert {"T1", "P2"} <= set(of_1000.last("Hoa").labels)


# ---------------------------------------------------------------------------------------------------------------- evidence by policy


async def test_an_answer_that_needs_proof_asks_for_it_in_the_same_reply(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.3d", "20")

    assert "Đã ghi I.3d" in shown.text
    assert "Gửi minh chứng cho I.3d" in shown.text
    assert "Không gửi tài liệu mật" in shown.text


async def test_passing_over_the_proof_goes_on_and_it_stays_listed_as_missing(of_1000: Stage) -> None:
    await at(of_1000, "I.3d", "20", "bỏ qua")
    assert "Gửi minh chứng" not in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "[Quay lại]")
    assert "Thiếu minh chứng (1)" in of_1000.last("Hoa").labels


async def test_an_explanation_serves_where_the_policy_takes_one(of_1000: Stage) -> None:
    await at(of_1000, "I.3d", "20", "Số liệu do Văn phòng tổng hợp", "[Quay lại]")

    assert not any("Thiếu minh chứng" in label for label in of_1000.last("Hoa").labels)


async def test_an_explanation_does_not_serve_where_evidence_is_required(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1a", "100 96,5", "Số liệu do Văn phòng tổng hợp")

    assert "bắt buộc có minh chứng" in shown.text


async def test_a_document_named_by_number_is_evidence(of_1000: Stage) -> None:
    await at(of_1000, "I.1a", "100 96,5", "Báo cáo số 45/BC-SXD ngày 12/6/2026")

    assert [one.kind for one in await evidence(of_1000)] == ["document"]


async def test_an_answer_without_points_needs_no_proof(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.3d", "0")

    assert "Gửi minh chứng" not in shown.text


async def test_where_evidence_is_optional_the_reply_goes_straight_on(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.2b", "1")

    assert "I.2c Tỷ lệ giải ngân" in shown.text


# ---------------------------------------------------------------------------------------------------------------- looking


def typed(stage: Stage, name: str, words: str):  # type: ignore[no-untyped-def]  # an event as the stage makes it
    from handlers.dialogue import Chat, Incoming, Sender

    stage.events += 1
    chat = Chat(ACCOUNTS[name], "private")
    return Incoming("telegram", f"e{stage.events}", chat, Sender(ACCOUNTS[name], name), Typed(words), stage.now, f"m-{stage.events}")


async def sheet_id(stage: Stage) -> int:
    return next(place.sheet_id for place in await stage.store.sheets.board(1) if place.code == "SXD")


async def answers(stage: Stage) -> dict[str, str]:
    sheet = await stage.store.answers.open_sheet(await sheet_id(stage))
    assert sheet is not None
    return {address: given.answer for address, given in sheet.answers.items()}


async def evidence(stage: Stage):  # type: ignore[no-untyped-def]  # what the sheet holds
    sheet = await stage.store.answers.open_sheet(await sheet_id(stage))
    assert sheet is not None
    return sheet.evidence


async def test_going_on_does_not_draw_over_what_was_recorded(asked: Stage) -> None:
    await asked.does("Hoa", "9")
    recorded = asked.last("Hoa").ref
    await asked.does("Hoa", "[Bỏ qua]")

    assert asked.last("Hoa").ref != recorded


async def test_a_screen_that_records_nothing_is_drawn_over(asked: Stage) -> None:
    await asked.does("Hoa", "[Quay lại]")
    board = asked.last("Hoa").ref
    await asked.does("Hoa", "[Mục I]")

    assert asked.last("Hoa").ref == board


async def test_an_answer_that_is_computed_with_says_the_points_it_gives(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.1a")
    await of_1000.does("Hoa", "100 96,5")

    assert "Kế hoạch 100 · Thực hiện 96,5 · 96,5 % → 96,5 điểm" in of_1000.last("Hoa").text
