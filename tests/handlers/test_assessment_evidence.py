"""Evidence on its way: noted at once, said to be kept only when it lies on the disk."""

from datetime import timedelta

import pytest

from storage.store import Store
from tests.sheets import answers, documents, evidence
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, heard, says

FIRST = "I.1 Thực hiện chương trình công tác của đơn vị"
TOO_LARGE = 20 * 1024 * 1024 + 1


@pytest.fixture
@beginning
async def of_1000(joined: Stage) -> Stage:
    """Hoa stands at I.3d, where evidence or an explanation is asked for."""
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "I.3d"):
        await joined.does("Hoa", words)
    return joined


def texts(stage: Stage, name: str = "Hoa") -> list[str]:
    return [shown.text for shown in stage.chats[ACCOUNTS[name]]]


async def test_a_file_is_acknowledged_as_on_its_way_and_later_as_kept(asked: Stage) -> None:
    await asked.sends("Hoa")
    assert "Đã nhận bao-cao.pdf cho I.1, đang lưu" in asked.last("Hoa").text

    await asked.files_arrive()
    assert asked.last("Hoa").text == "Đã lưu 1 tệp minh chứng cho I.1."


async def test_the_first_file_repeats_what_must_not_be_sent_here(asked: Stage) -> None:
    await asked.sends("Hoa")
    assert "Không gửi tài liệu mật" in asked.last("Hoa").text

    await asked.sends("Hoa", "phu-luc.pdf")
    assert "Không gửi tài liệu mật" not in asked.last("Hoa").text


async def test_after_a_file_the_assessment_goes_on(asked: Stage) -> None:
    await asked.sends("Hoa")
    await asked.does("Hoa", "I.1")
    await asked.does("Hoa", "9")

    assert f"Đã ghi {FIRST}: 9" in asked.last("Hoa").text


async def test_a_number_typed_after_a_file_answers_its_criterion(asked: Stage) -> None:
    await asked.sends("Hoa")
    await asked.does("Hoa", "9")

    assert f"Đã ghi {FIRST}: 9" in asked.last("Hoa").text
    assert "I.2 Chất lượng" in asked.last("Hoa").text


async def test_a_caption_that_is_the_number_answers_and_the_file_proves(asked: Stage) -> None:
    await asked.sends("Hoa", caption="9,5")

    text = asked.last("Hoa").text
    assert f"Đã ghi {FIRST}: 9,5" in text
    assert "đang lưu" in text
    assert "I.2 Chất lượng" in text
    assert [one.address for one in await evidence(asked)] == ["I.1"]


async def test_a_caption_out_of_range_is_refused_and_its_file_stays(asked: Stage) -> None:
    await asked.sends("Hoa", caption="11")

    text = asked.last("Hoa").text
    assert "Đã nhận bao-cao.pdf cho I.1, đang lưu…" in text and "Số phải từ 0 đến 10" in text and FIRST in text
    assert [one.address for one in await evidence(asked)] == ["I.1"] and not await answers(asked)


async def test_an_album_whose_caption_does_not_fit_is_kept_whole(asked: Stage) -> None:
    for number, caption in enumerate(("11", "", "")):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert [one.name for one in await evidence(asked)] == ["anh-0.jpg", "anh-1.jpg", "anh-2.jpg"]


async def test_a_caption_in_words_stays_with_the_file(asked: Stage) -> None:
    await asked.sends("Hoa", caption="Báo cáo quý 2")

    assert [one.text for one in await evidence(asked)] == ["Báo cáo quý 2"]


@pytest.mark.parametrize(
    ("caption", "points", "papers"), [("7 điểm", "7", []), ("9 BC số 45/BC-SXD", "9", ["BC số 45/BC-SXD"]), ("Tự chấm 8,5 điểm", "8.5", [])]
)
async def test_a_caption_is_read_as_it_would_be_if_it_were_typed(asked: Stage, caption: str, points: str, papers: list[str]) -> None:
    await asked.sends("Hoa", caption=caption)

    assert await answers(asked) == {"I.1": f'{{"points":"{points}"}}'} and "I.2 Chất lượng" in asked.last("Hoa").text
    assert [one.name for one in await evidence(asked) if one.kind == "file"] == ["bao-cao.pdf"] and await documents(asked, "I.1") == papers


async def test_a_caption_with_two_readings_is_asked_back_and_its_file_stays(asked: Stage) -> None:
    await asked.sends("Hoa", caption="2 điển hình")
    assert not await answers(asked) and [one.address for one in await evidence(asked)] == ["I.1"]

    assert "Đã ghi I.1" in await says(asked, "Hoa", "[Hiểu là 2 điểm]")


async def test_a_caption_where_evidence_is_asked_changes_no_answer(of_1000: Stage) -> None:
    await says(of_1000, "Hoa", "20")
    before = await answers(of_1000)
    await of_1000.sends("Hoa", caption="9 BC số 45/BC-SXD")

    assert await answers(of_1000) == before and [one.kind for one in await evidence(of_1000)] == ["file"]


@pytest.mark.parametrize("caption", ["12/6/2026 Báo cáo", "2 trang đầu"])
async def test_a_caption_that_only_begins_with_a_digit_does_not_lose_the_file(asked: Stage, caption: str) -> None:
    await asked.sends("Hoa", caption=caption)

    assert "I.1" in asked.last("Hoa").text and not await answers(asked) and await evidence(asked)


async def test_a_file_with_its_number_needs_no_further_proof(of_1000: Stage) -> None:
    await of_1000.sends("Hoa", caption="20")

    assert "Đã ghi I.3d" in of_1000.last("Hoa").text
    assert "Gửi minh chứng" not in of_1000.last("Hoa").text


async def test_a_file_serves_as_the_proof_that_was_asked_for(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "20")
    await of_1000.sends("Hoa")
    await of_1000.does("Hoa", "[Quay lại]")

    assert not any("Thiếu minh chứng" in label for label in of_1000.last("Hoa").labels)


async def test_an_album_is_acknowledged_once_and_kept_whole(asked: Stage) -> None:
    before = len(texts(asked))
    for number in range(4):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1")
    assert len(texts(asked)) == before + 1
    await asked.files_arrive()

    assert len(await evidence(asked)) == 4
    assert texts(asked)[before + 1 :] == ["Đã lưu 4 tệp minh chứng cho I.1."]


async def test_the_rest_of_an_album_follows_its_first_picture_when_the_caption_answered(asked: Stage) -> None:
    before = len(texts(asked))
    await asked.sends("Hoa", "anh-0.jpg", album="a1", caption="9")
    for number in range(1, 4):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1")

    assert {one.address for one in await evidence(asked)} == {"I.1"}
    assert len(await evidence(asked)) == 4
    assert len(texts(asked)) == before + 1
    await asked.does("Hoa", "8")
    assert "Đã ghi I.2" in asked.last("Hoa").text


@pytest.mark.parametrize("captions", [("", "9", ""), ("Ảnh hội nghị", "", "9 điểm"), ("", "9", "9")])
async def test_a_caption_on_any_file_of_an_album_is_read(asked: Stage, captions: tuple[str, ...]) -> None:
    for number, caption in enumerate(captions):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert await answers(asked) == {"I.1": '{"points":"9"}'} and {one.address for one in await evidence(asked)} == {"I.1"}
    assert "I.2 Chất lượng" in asked.last("Hoa").text and len(await evidence(asked)) == 3


async def test_a_reason_on_a_later_file_of_an_album_is_read(of_1000: Stage) -> None:
    for number, caption in enumerate(("", "Không áp dụng: không có nhiệm vụ được giao")):
        await of_1000.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert "Đã ghi I.3d" in of_1000.last("Hoa").text and "không áp dụng (không có nhiệm vụ được giao)" in of_1000.last("Hoa").text


async def test_a_caption_of_an_album_that_does_not_fit_is_refused_and_its_file_stays(asked: Stage) -> None:
    for number, caption in enumerate(("", "11")):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert "Số phải từ 0 đến 10" in asked.last("Hoa").text and len(await evidence(asked)) == 2 and not await answers(asked)


async def test_a_second_answer_in_an_album_is_named_and_not_taken(asked: Stage) -> None:
    for number, caption in enumerate(("9", "8", "Ảnh khai mạc")):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert await answers(asked) == {"I.1": '{"points":"9"}'} and len(await evidence(asked)) == 3
    assert "Lời kèm “8” chưa được ghi" in asked.last("Hoa").text and "gõ I.1" in asked.last("Hoa").text
    assert "Đã ghi I.2" in await says(asked, "Hoa", "7")


async def test_a_second_answer_in_an_album_is_named_also_where_no_criterion_is_left(asked: Stage) -> None:
    await says(asked, "Hoa", *["9"] * 9)
    for number, caption in enumerate(("9", "8")):
        await asked.sends("Hoa", f"anh-{number}.jpg", album="a1", caption=caption)

    assert "Lời kèm “8” chưa được ghi" in asked.last("Hoa").text and (await answers(asked))["II.5"] == '{"points":"9"}'


async def test_the_caption_of_a_file_sent_again_is_read(asked: Stage) -> None:
    await asked.sends("Hoa")
    await asked.sends("Hoa", caption="9")

    text = asked.last("Hoa").text
    assert "không lưu thêm" in text and f"Đã ghi {FIRST}: 9" in text and len(await evidence(asked)) == 1


async def test_words_with_a_file_sent_again_are_named(asked: Stage) -> None:
    await asked.sends("Hoa", caption="Báo cáo quý 2")
    await asked.sends("Hoa", caption="Báo cáo quý 2")
    assert "Lời kèm" not in asked.last("Hoa").text
    await asked.sends("Hoa", caption="BC số 45/BC-SXD\nngày 12/6/2026")

    assert "Lời kèm “BC số 45/BC-SXD ngày 12/6/2026” chưa được lưu" in asked.last("Hoa").text and FIRST in asked.last("Hoa").text


async def test_the_rest_of_an_album_is_kept_also_where_no_criterion_is_left(asked: Stage) -> None:
    for _ in range(9):
        await asked.does("Hoa", "9")
    await asked.sends("Hoa", "anh-0.jpg", album="a1", caption="9")
    await asked.sends("Hoa", "anh-1.jpg", album="a1")

    assert [one.address for one in await evidence(asked)] == ["II.5", "II.5"]
    assert "Chưa rõ tệp này" not in asked.last("Hoa").text


async def test_the_same_file_twice_is_recognised(asked: Stage) -> None:
    await asked.sends("Hoa")
    await asked.sends("Hoa")

    assert "đã có ở I.1" in asked.last("Hoa").text
    assert len(await evidence(asked)) == 1


async def test_the_same_bytes_under_another_name_are_recognised_when_they_arrive(asked: Stage) -> None:
    await asked.sends("Hoa", "mot.pdf")
    await asked.sends("Hoa", "hai.pdf")
    async with asked.database.writing() as connection:
        store = Store(connection)
        for row in await store.evidence.to_fetch("telegram", asked.now, 100):
            await store.evidence.keep(row.id, "a" * 64, 10)
            await store.due.schedule("assessment.kept", f"evidence:{row.id}", "once", asked.now, row.bloc_id)
    await asked.settle()

    assert len(await evidence(asked)) == 1


async def test_a_clock_set_back_a_day_does_not_keep_a_file_waiting(asked: Stage) -> None:
    await asked.sends("Hoa")
    asked.now -= timedelta(days=1)

    assert len(await asked.store.evidence.to_fetch("telegram", asked.now, 100)) == 1


async def test_a_file_that_was_lost_may_be_sent_again(asked: Stage) -> None:
    await asked.sends("Hoa")
    await asked.files_arrive(lost=True)
    await asked.does("Hoa", "[Gửi lại]")
    await asked.sends("Hoa")

    assert "đang lưu" in asked.last("Hoa").text


async def test_a_lost_file_names_its_criterion_and_asks_again(asked: Stage) -> None:
    await asked.sends("Hoa", caption="9")
    await asked.files_arrive(lost=True)

    assert "Không tải được tệp bao-cao.pdf" in asked.last("Hoa").text
    assert "tiêu chí “Thực hiện chương trình công tác của đơn vị” (I.1)" in asked.last("Hoa").text
    assert "Gửi lại" in asked.last("Hoa").labels


async def test_a_lost_file_names_its_criterion_otherwise_than_a_question_does(asked: Stage) -> None:
    await asked.sends("Hoa", caption="9")
    await asked.files_arrive(lost=True)

    assert FIRST not in asked.last("Hoa").text


LOST = "Không tải được 1 tệp, cần gửi lại hoặc ghi số và ngày văn bản:\n• I.1: bao-cao.pdf"


@pytest.fixture
@beginning
async def lost(open_period: Stage) -> Stage:
    """Nam sent a file for I.1 that never arrived, and answered everything."""
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await open_period.does("Nam", words)
    await open_period.sends("Nam", caption="9")
    await open_period.files_arrive(lost=True)
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 9):
        await open_period.does("Nam", words)
    return open_period


@pytest.mark.parametrize("words", [("/chamdiem",), ("/chamdiem", "[Xem lại và nộp]")])
async def test_a_file_that_never_arrived_is_named_to_the_leader_too(lost: Stage, words: tuple[str, ...]) -> None:
    for one in words:
        await lost.does("Hoa", one)

    assert LOST in lost.last("Hoa").text


async def test_the_leader_who_is_asked_to_approve_hears_of_it(lost: Stage) -> None:
    for words in ("[Xem lại và nộp]", "[Trình lãnh đạo]"):
        await lost.does("Nam", words)

    assert LOST in lost.last("Hoa").text


async def test_what_was_sent_there_since_replaces_it(lost: Stage) -> None:
    for words in ("I.1", "[Thêm minh chứng]", "BC số 45/BC-SXD", "/chamdiem"):
        await lost.does("Nam", words)

    assert "Không tải được" not in lost.last("Nam").text


async def test_a_file_that_is_long_on_its_way_is_told_of_with_the_submission_that_waits_for_it(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    async with asked.database.writing() as connection:
        await Store(connection).due.schedule("assessment.slow", "evidence:1", "once", asked.now, BLOC_ID)
    await asked.settle()

    assert "chưa tải được, bot vẫn đang thử lại" in asked.last("Hoa").text and "tự nộp ngay khi lưu xong" in asked.last("Hoa").text


async def test_a_file_over_20_mb_is_refused_at_once_with_the_alternative(asked: Stage) -> None:
    await asked.sends("Hoa", size=TOO_LARGE)

    assert "lớn hơn 20 MB" in asked.last("Hoa").text
    assert "số và ngày văn bản" in asked.last("Hoa").text
    assert not await evidence(asked)


async def test_a_file_where_no_criterion_is_asked_says_where_to_send_it(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await open_period.sends("Hoa")

    assert "Chưa rõ tệp này cho tiêu chí nào" in open_period.last("Hoa").text
    assert not await evidence(open_period)


async def test_a_submitted_sheet_takes_no_file(asked: Stage) -> None:
    for words in (*["9"] * 10, "[Xem lại và nộp]"):
        await asked.does("Hoa", words)
    await asked.does("Nam", "/chamdiem")
    await asked.does("Nam", "I.1")
    await asked.does("Hoa", "[Nộp]")
    await asked.sends("Nam")

    assert "đã nộp" in asked.last("Nam").text
    assert not await evidence(asked)


async def test_evidence_is_replaced_by_taking_off_what_stands(asked: Stage) -> None:
    await asked.sends("Hoa", caption="9")
    await asked.files_arrive()
    for words in ("I.1", "[Gỡ minh chứng]", "[Xác nhận]"):
        await asked.does("Hoa", words)

    assert not await evidence(asked)
    assert FIRST in asked.last("Hoa").text


# ---------------------------------------------------------------------------------------------------------------- submitting waits


async def filled(stage: Stage) -> None:
    await stage.sends("Hoa", caption="9")
    for words in (*["9"] * 9, "[Xem lại và nộp]"):
        await stage.does("Hoa", words)


async def test_submitting_waits_for_files_on_their_way_and_completes_by_itself(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    assert "Còn tệp minh chứng đang lưu" in asked.last("Hoa").text

    await asked.files_arrive()

    assert "Mã biên nhận" in asked.last("Hoa").text
    assert any("đã nộp phiếu" in text for text in texts(asked, "Nam"))


async def test_the_receipts_hash_covers_the_hashes_of_the_files(asked: Stage) -> None:
    await filled(asked)
    await asked.files_arrive()
    await asked.does("Hoa", "[Nộp]")

    rows = await asked.database.reader.rows("SELECT sheet FROM submissions", {})
    assert f"{1:064x}" in rows[0]["sheet"]


async def test_a_file_lost_while_submitting_waits_calls_it_off_and_says_so(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    await asked.files_arrive(lost=True)

    assert "Không tải được tệp" in asked.last("Hoa").text
    assert "chưa nộp" in asked.last("Hoa").text
    assert not await asked.database.reader.rows("SELECT 1 FROM submissions", {})


async def test_an_answer_changed_while_submitting_waits_is_not_submitted_unseen(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    for words in ("/chamdiem", "I.2", "1", "[Xác nhận]"):
        if words != "[Xác nhận]" or "Xác nhận" in asked.last("Nam").labels:
            await asked.does("Nam", words)
    await asked.files_arrive()

    assert not await asked.database.reader.rows("SELECT 1 FROM submissions", {})
    assert any("Phiếu đã thay đổi" in text for text in texts(asked))


async def test_a_leader_who_left_the_unit_meanwhile_submits_nothing(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    async with asked.database.writing() as connection:
        store = Store(connection)
        seat = next(seat for seat in await store.seats.of_bloc(BLOC_ID) if seat.full_name == "Trần Thị Hoa")
        await store.seats.end(seat.id, seat.person_id, asked.now)
    await asked.files_arrive()

    assert not await asked.database.reader.rows("SELECT 1 FROM submissions", {})


async def test_a_file_that_arrives_after_closing_completes_what_was_asked_for_before_and_the_chair_hears(asked: Stage) -> None:
    await filled(asked)
    await asked.does("Hoa", "[Nộp]")
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await asked.does("Lan", words)
    asked.now += timedelta(minutes=1)
    await asked.files_arrive()

    assert "Mã biên nhận" in asked.last("Hoa").text and "trước khi đóng đợt" in asked.last("Lan").text


@pytest.mark.parametrize("words", ["xong", "Ok", "đủ rồi", "tiếp"])
async def test_done_typed_after_a_file_goes_on_to_the_next_criterion(of_1000: Stage, words: str) -> None:
    await of_1000.does("Hoa", "I.1a")
    await of_1000.does("Hoa", "100 90")
    await of_1000.sends("Hoa", "bao-cao.pdf")
    await of_1000.does("Hoa", words)

    assert "I.1b Chỉ tiêu phát triển" in of_1000.last("Hoa").text


async def test_what_is_no_evidence_after_a_file_asks_for_more_and_offers_to_go_on(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.1a")
    await of_1000.does("Hoa", "100 90")
    await of_1000.sends("Hoa", "bao-cao.pdf")
    await of_1000.does("Hoa", "xin lỗi")

    assert "Gửi thêm tệp cho I.1a" in of_1000.last("Hoa").text and of_1000.last("Hoa").labels == ["Chấm tiếp", "Quay lại"]


async def test_done_is_no_evidence_where_nothing_was_sent(of_1000: Stage) -> None:
    await of_1000.does("Hoa", "I.1a")
    await of_1000.does("Hoa", "100 90")
    await of_1000.does("Hoa", "xong")

    assert "Gửi minh chứng cho I.1a" in of_1000.last("Hoa").text


async def test_a_caption_that_says_the_criterion_does_not_apply_is_read_as_typed(of_1000: Stage) -> None:
    await of_1000.sends("Hoa", "bao-cao.pdf", caption="không áp dụng – đơn vị không được giao nhiệm vụ")
    sheet = await of_1000.store.answers.open_sheet(3)

    assert sheet is not None and "không được giao" in sheet.answers["I.3d"].answer and len(sheet.evidence_for("I.3d")) == 1


async def test_who_takes_off_the_last_file_a_submission_waited_for_hears_that_it_is_not_submitted(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "/chamdiem", "I.1")
    await open_period.sends("Hoa")
    await says(open_period, "Hoa", "/chamdiem", "[Xem lại và nộp]", "[Nộp]", "/chamdiem", "I.1", "[Gỡ minh chứng]", "[Xác nhận]")

    assert heard(open_period, "Hoa", "Phiếu đã thay đổi trong lúc chờ tệp nên chưa nộp") == 1
