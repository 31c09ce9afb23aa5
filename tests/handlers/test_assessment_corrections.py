"""An edited message corrects what it gave, wherever it gave it."""

from handlers.dialogue import File, Sent, Typed
from tests.sheets import answer, answers, at, documents, evidence
from tests.stage import Stage


async def writes(stage: Stage, message: str, text: str, name: str = "Hoa") -> str:
    await stage.happens(name, Typed(text), message=message)
    return stage.last(name).text


async def edits(stage: Stage, message: str, text: str, name: str = "Hoa") -> str:
    await stage.happens(name, Typed(text, edited=True), message=message)
    return stage.last(name).text


async def test_the_edit_replaces_the_document_that_the_message_gave(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await writes(of_1000, "one", "9 – BC số 45/BC-SXD")
    text = await edits(of_1000, "one", "8 – BC số 54/BC-SXD")

    assert await documents(of_1000, "I.3d") == ["BC số 54/BC-SXD"] and await answer(of_1000, "I.3d") == '{"points":"8"}'
    assert "Minh chứng: BC số 54/BC-SXD" in text


async def test_an_edit_that_drops_the_document_takes_it_off_and_says_so(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await writes(of_1000, "one", "9 – BC số 45/BC-SXD")
    text = await edits(of_1000, "one", "8")

    assert not await documents(of_1000, "I.3d") and "Đã gỡ minh chứng: BC số 45/BC-SXD" in text


async def test_documents_of_other_messages_stay(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await writes(of_1000, "one", "9")
    await writes(of_1000, "two", "BC số 45/BC-SXD")
    await edits(of_1000, "one", "8 – BC số 54/BC-SXD")

    assert await documents(of_1000, "I.3d") == ["BC số 45/BC-SXD", "BC số 54/BC-SXD"]


async def test_a_document_typed_where_evidence_is_asked_is_corrected_by_its_edit(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await writes(of_1000, "one", "9")
    await writes(of_1000, "two", "BC số 45/BC-SXD")
    text = await edits(of_1000, "two", "BC số 54/BC-SXD")

    assert await documents(of_1000, "I.3d") == ["BC số 54/BC-SXD"] and "Đã sửa minh chứng của I.3d: BC số 54/BC-SXD" in text


async def test_an_explanation_is_corrected_by_its_edit(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.3d")
    await writes(of_1000, "one", "9")
    await writes(of_1000, "two", "Số liệu do Văn phòng tổng hợp")
    await edits(of_1000, "two", "Số liệu do Phòng Kế hoạch tổng hợp")
    opened = await of_1000.store.answers.open_sheet(3)

    assert opened is not None and opened.answers["I.3d"].explanation == "Số liệu do Phòng Kế hoạch tổng hợp"


async def test_an_edit_after_the_figures_changed_places_still_counts_and_they_can_change_again(of_1000: Stage) -> None:
    await writes(of_1000, "one", "96,5 100")
    await of_1000.does("Hoa", "[Đổi chỗ (I.1a)]")
    text = await edits(of_1000, "one", "97 100")

    assert "Kế hoạch 97 · Thực hiện 100" in text and "Đổi chỗ (I.1a)" in of_1000.last("Hoa").labels
    await of_1000.does("Hoa", "[Đổi chỗ (I.1a)]")
    assert await answer(of_1000, "I.1a") == '{"actual":"97","plan":"100"}'


async def test_an_answer_confirmed_against_a_colleagues_is_still_that_of_its_message(of_1000: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "100 70"):
        await of_1000.does("Nam", words)
    await writes(of_1000, "one", "100 90")
    await of_1000.does("Hoa", "[Xác nhận]")
    await edits(of_1000, "one", "100 91")

    assert await answer(of_1000, "I.1a") == '{"actual":"91","plan":"100"}'


async def test_an_answer_chosen_among_readings_is_still_that_of_its_message(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.2c")
    await writes(of_1000, "one", "1.000")
    await of_1000.does("Hoa", "[Hiểu là 1]")
    await edits(of_1000, "one", "95")

    assert await answer(of_1000, "I.2c") == '{"value":"95"}'


async def test_what_said_that_a_criterion_does_not_apply_is_corrected_too(of_1000: Stage) -> None:
    await writes(of_1000, "one", "không áp dụng – không được giao")
    await edits(of_1000, "one", "không áp dụng – không được giao chỉ tiêu này")

    assert "không được giao chỉ tiêu này" in await answer(of_1000, "I.1a")


async def test_whoever_enters_a_sheet_from_paper_corrects_by_editing_too(joined: Stage) -> None:
    await joined.open_period()
    for words in ("/start", "[Nhập thay từ bản giấy]", "[Sở Thông tin và Truyền thông]"):
        await joined.does("Quý", words)
    await joined.sends("Quý", "phieu.pdf")
    await joined.does("Quý", "I.1")
    await writes(joined, "one", "9", "Quý")
    text = await edits(joined, "one", "8", "Quý")

    assert await answer(joined, "I.1", 4) == '{"points":"8"}' and "Đã sửa I.1" in text


async def test_an_edit_after_the_deadline_of_a_period_that_takes_nothing_late_is_refused(joined: Stage) -> None:
    await joined.open_period(takes_late=False)
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await joined.does("Hoa", words)
    await writes(joined, "one", "9")
    await joined.to("2026-06-15 17:01")
    text = await edits(joined, "one", "8")

    assert await answer(joined, "I.1") == '{"points":"9"}' and "không còn mở" in text


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


async def test_a_refused_correction_names_its_own_criterion_beside_the_question_that_is_open(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await asked.happens("Hoa", Typed("95", edited=True), message="m-one")

    assert asked.last("Hoa").text.startswith("Số phải từ 0 đến 10. Mời nhập lại. Tin đã gửi cho I.1 giữ như trước: sửa lại tin đó, hoặc gõ I.1.")
    assert "I.2 Chất lượng" in asked.last("Hoa").text


async def test_a_refused_correction_of_a_document_names_the_criterion_too(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9 – BC số 45/BC-SXD ngày 12/6/2026"), message="m-one")
    await asked.happens("Hoa", Typed("9 – BC số 45/BC-SXD ngày 31/6/2026", edited=True), message="m-one")

    assert "Lịch không có ngày 31/6/2026" in asked.last("Hoa").text and "Tin đã gửi cho I.1 giữ như trước" in asked.last("Hoa").text


async def test_an_edited_caption_corrects_the_answer_that_its_file_gave(asked: Stage) -> None:
    file = File("ref", "unique", "bao-cao.pdf", "application/pdf", 1000)
    await asked.happens("Hoa", Sent(file, "9"), message="m-one")
    text = await edits(asked, "m-one", "8,5")

    assert "Đã sửa I.1" in text and (await answers(asked))["I.1"] == '{"points":"8.5"}'
    assert [one.name for one in await evidence(asked)] == ["bao-cao.pdf"]


async def test_an_edit_that_leaves_no_words_is_said_to_be_unread(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")

    assert "không được ghi nhận" in await edits(asked, "m-one", "")


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


async def test_a_correction_does_not_touch_what_a_colleague_gave_since(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), message="m-one")
    await at(asked, "/chamdiem", "I.1", "6", name="Nam")
    await asked.happens("Hoa", Typed("8", edited=True), message="m-one")

    assert (await answers(asked))["I.1"] == '{"points":"6"}'
