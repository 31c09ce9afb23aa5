"""An explanation may be added to until its window ends or it is decided; what was said stays, and its judges hear once of it."""

from datetime import timedelta

import pytest

from bot.platforms.lines import utf16
from tests.stage import Stage, beginning, forge, heard, says

APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
MORE = "Số văn bản là 45/BC-SXD"


@pytest.fixture
@beginning
async def appealed(stage: Stage) -> Stage:
    """Hoa has explained I.2 and chosen Xong."""
    await stage.scene("results sent")
    await says(stage, "Hoa", *APPEAL)
    return stage


async def test_words_are_added_after_done_and_the_judge_sees_both_with_who_and_when(appealed: Stage) -> None:
    assert "Đã bổ sung giải trình I.2" in await says(appealed, "Hoa", "[Bổ sung I.2]", MORE)
    text = await says(appealed, "Minh", "[Xem giải trình]")

    assert "Hai báo cáo đã gửi ngày 12/6" in text and f"Bổ sung (Trần Thị Hoa, 08:00 01/06): {MORE}" in text


async def test_files_are_added_after_done(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]")
    await appealed.sends("Hoa", "quyet-dinh.pdf")
    await appealed.files_arrive()

    assert "Tệp kèm theo: 1" in await says(appealed, "Minh", "[Xem giải trình]")


async def test_the_name_and_caption_of_a_file_of_an_explanation_are_kept_without_what_cannot_be_seen(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]")
    await appealed.sends("Hoa", "quyet\u202edinh\n.pdf", caption="Bản \u200bsao")
    rows = await appealed.database.reader.rows("SELECT name, text FROM evidence WHERE address = 'appeal:I.2'", {})

    assert [(row["name"], row["text"]) for row in rows] == [("quyetdinh .pdf", "Bản sao")]


async def _rested(stage: Stage, minutes: int = 6) -> None:
    stage.now += timedelta(minutes=minutes)
    await stage.settle()


@pytest.mark.parametrize("name", ["Minh", "Lan", "Quý"])
async def test_all_that_was_added_reaches_a_judge_as_one_message_once_it_rests(name: str, appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]", MORE)
    for number in range(3):
        await appealed.sends("Hoa", f"anh-{number}.pdf")
        await _rested(appealed, 1)
    await says(appealed, "Hoa", "Và công văn số 46/SXD-VP", "[Xong]")
    assert heard(appealed, name, "bổ sung giải trình I.2") == 0
    await _rested(appealed)
    told = appealed.last(name)

    assert heard(appealed, name, "bổ sung giải trình I.2") == 1 and "Tệp bổ sung: 3." in told.text
    assert MORE in told.text and "46/SXD-VP" in told.text and "Hai báo cáo đã gửi" not in told.text
    assert told.labels == ["Xem giải trình"]


async def test_a_file_sent_before_done_reaches_who_decides(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", *APPEAL[:3])
    await stage.sends("Hoa", "quyet-dinh.pdf")
    await says(stage, "Hoa", "[Xong]")
    await _rested(stage)

    assert stage.last("Minh").text == "Sở Xây dựng bổ sung giải trình I.2 Chất lượng tham mưu, đề xuất.\n\nTệp bổ sung: 1."


async def test_what_is_added_later_is_told_anew_and_alone(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]", MORE)
    await _rested(appealed)
    await says(appealed, "Hoa", "Và công văn số 46/SXD-VP")
    await _rested(appealed)

    assert heard(appealed, "Minh", "bổ sung giải trình I.2") == 2 and MORE not in appealed.last("Minh").text


async def test_who_decided_meanwhile_hears_nothing_more_of_it(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]", MORE)
    await says(appealed, "Minh", "[Xem giải trình]", "[Chấp nhận giải trình]")
    await _rested(appealed)

    assert heard(appealed, "Lan", "bổ sung giải trình I.2") == 0


async def test_an_album_is_acknowledged_once(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]")
    for number in range(4):
        await appealed.sends("Hoa", f"anh-{number}.jpg", album="a1")

    assert heard(appealed, "Hoa", "Đang lưu tệp") == 1
    sheet = await appealed.store.answers.open_sheet(3)
    assert sheet is not None and len(sheet.evidence_for("appeal:I.2")) == 4


async def test_all_that_is_said_fits_a_message_on_the_judge_s_screen(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]", "Đã gửi " + "☘️" * 896)
    assert "chỉ còn nhận thêm" in await says(appealed, "Hoa", "x" * 1000)
    room = int(appealed.last("Hoa").text.split("chỉ còn nhận thêm ")[1].split(" ")[0])
    assert "Đã bổ sung" in await says(appealed, "Hoa", "x" * room)
    assert "đã đủ dài" in await says(appealed, "Hoa", "thêm một ý nữa")

    assert utf16(await says(appealed, "Minh", "[Xem giải trình]")) <= 4096


async def test_files_beside_an_appeal_are_limited_and_the_one_too_many_is_said_not_to_be_kept(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]")
    for number in range(21):
        await appealed.sends("Hoa", f"anh-{number}.pdf")

    assert "nhiều nhất 20 tệp" in appealed.last("Hoa").text


async def test_nothing_is_added_once_it_is_decided(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]")
    await says(appealed, "Minh", "[Xem giải trình]", "[Giữ nguyên điểm]", "đã xem xét hồ sơ")

    assert "đã được quyết định" in await says(appealed, "Hoa", MORE)


async def test_nothing_is_added_once_the_window_is_over(appealed: Stage) -> None:
    await appealed.to("2026-06-04 17:05")

    assert "hết thời hạn" in await forge(appealed, "Hoa", "explanations.add:3:I.2")


@pytest.mark.parametrize("name", ["Nam", "Minh", "Quý"])
async def test_nobody_but_the_unit_s_leader_adds_words(name: str, appealed: Stage) -> None:
    await forge(appealed, name, "explanations.add:3:I.2")
    await says(appealed, name, MORE)

    assert MORE not in (await appealed.store.explanations.of_period(1))[0].text
