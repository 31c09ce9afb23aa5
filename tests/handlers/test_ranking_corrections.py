"""Corrections of a publication find each unit by its code: two units of one bloc may bear the same name."""

import json

import pytest

from bot.runtime.writing import outgoing_of
from handlers.dialogue import Reached
from storage.publications import Publications
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import GROUP, Stage, beginning, heard, says

FREEZE = ("/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
PUBLISH = ("[Công bố]", "[Xác nhận]", "công bố")
CORRECT = ("/dotcham", f"[{TITLE}]", "[Đính chính]", "nhầm số liệu", "[Màn hình thẩm định]")


async def named_alike(stage: Stage) -> None:
    """The unit STNMT bears the name of SXD from now on."""
    async with stage.database.writing() as connection:
        await connection.rows("UPDATE units SET name = 'Sở Xây dựng' WHERE code = 'STNMT'", {})


@pytest.fixture
@beginning
async def published(open_period: Stage) -> Stage:
    """Two units of one name are ranked: STNMT with 95, SXD with 90 points."""
    await named_alike(open_period)
    await open_period.fill("Minh", ["9,5"] * 10)
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(open_period, "Lan", *ACCEPT_ALL, *SEND, "[Kết thúc giải trình]", "[Xác nhận]", *FREEZE, *PUBLISH)
    return open_period


async def test_a_publication_keeps_the_units_codes_in_the_order_of_its_rows(published: Stage) -> None:
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and json.loads(newest.ranking)["codes"] == ["STNMT", "SXD"]


async def test_of_two_units_with_one_name_each_hears_its_own_place(published: Stage) -> None:
    assert "hạng 1/2, 95 điểm" in published.last("Minh").text and "hạng 2/2, 90 điểm" in published.last("Nam").text


async def test_a_correction_says_what_changed_of_the_unit_it_changed_alone(published: Stage) -> None:
    await says(published, "Lan", *CORRECT)
    await says(published, "Lan", "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and newest.post.count("→") == 1


async def test_a_unit_s_result_calls_what_a_correction_gave_it_final_and_what_it_was_appraised_with_appraised(published: Stage) -> None:
    await says(published, "Lan", *CORRECT, "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)
    text = await says(published, "Minh", "[Xem kết quả thẩm định]")

    assert "tự chấm 95 điểm, thẩm định 95 điểm, điểm chốt 93,5." in text
    assert "thẩm định giữ nguyên. Điểm chốt: 8 điểm, lý do: thiếu báo cáo" in text and "iện tại" not in text


async def test_a_correction_that_leaves_total_and_rank_is_said_and_told_to_its_unit(published: Stage) -> None:
    await says(published, "Lan", *CORRECT)
    for address, points in (("I.1", "10 – cộng sáng kiến"), ("I.2", "9 – thiếu báo cáo")):
        await says(published, "Lan", "/thamdinh", "[Sở Xây dựng]", address, points)
    await says(published, "Lan", *FREEZE, *PUBLISH)
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and newest.post.count("điểm một số tiêu chí thay đổi, tổng 95 điểm và hạng 1 giữ nguyên") == 1
    assert "Điểm và thứ hạng không thay đổi" not in newest.post
    assert "điểm một số tiêu chí thay đổi" in published.last("Minh").text


async def test_a_correction_of_what_was_published_before_grades_and_criteria_were_kept_says_what_can_be_compared(published: Stage) -> None:
    async with published.database.writing() as connection:
        await connection.rows("UPDATE publications SET ranking = json_remove(ranking, '$.grades', '$.criteria')", {})
    await says(published, "Lan", *CORRECT, *FREEZE, *PUBLISH)
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and newest.version == 2 and "Điểm và thứ hạng không thay đổi" in newest.post


async def test_the_tables_that_go_out_with_a_correction_say_which_one_it_is(published: Stage) -> None:
    await says(published, "Lan", *CORRECT, *FREEZE, *PUBLISH)

    assert heard(published, "Minh", "Đính chính lần 1: Kết quả chấm điểm thi đua (đã thẩm định). Lập lúc 08:00") == 1


async def tables(stage: Stage) -> list[tuple[str, list[str]]]:
    """The name and the notes of every score table that was sent, the newest last."""
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%' ORDER BY id", {})
    files = [outgoing_of(row["payload"]).files[0] for row in rows]
    return [(one.name, json.loads(one.facts)["notes"]) for one in files]


async def test_the_tables_of_a_correction_have_their_own_name_and_say_why_and_what_changed(published: Stage) -> None:
    first, _ = (await tables(published))[-1]
    await says(published, "Lan", *CORRECT, "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)
    name, notes = (await tables(published))[-1]

    assert (first, name) == (f"Bảng tổng hợp điểm - {TITLE}.xlsx", f"Bảng tổng hợp điểm - {TITLE} (đính chính lần 1).xlsx")
    assert notes[0] == "Lý do đính chính: nhầm số liệu"
    assert notes[1].splitlines() == ["Thay đổi so với lần công bố trước:", "• Sở Xây dựng: 95 → 93,5 điểm, vẫn hạng 1"]


async def test_the_tables_of_a_correction_say_the_same_where_they_are_asked_for_later(published: Stage) -> None:
    await says(published, "Lan", *CORRECT, "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)
    sent = await tables(published)
    await says(published, "Quý", "/thamdinh", "[Bảng điểm .xlsx]")

    assert await tables(published) == [*sent, sent[-1]]


@pytest.mark.parametrize("words", ["CÔNG BỐ.", "“Công bố”", " cong  bo!"])
async def test_what_a_phone_puts_around_the_words_does_not_keep_them_from_publishing(words: str, stage: Stage) -> None:
    await stage.scene("closed with scores")

    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", *PUBLISH[:2], words)

    assert heard(stage, "Lan", "Đã công bố") == 1


async def test_where_the_bot_is_not_in_the_group_nobody_is_told_that_it_was_published_there(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await stage.happens("Lan", Reached(False), GROUP)

    assert "hiện không đăng được vào nhóm Khối" in await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Công bố]")
    await says(stage, "Lan", *PUBLISH[1:])
    assert heard(stage, "Lan", "chưa báo được: Sở Thông tin và Truyền thông") == 2
    assert (
        heard(stage, "Lan", "chưa đăng được vào nhóm Khối") == 1
        and heard(stage, "Lan", "Đã công bố kết quả Sơ kết 6 tháng đầu năm 2026 vào nhóm") == 0
    )


async def test_the_words_sent_twice_are_told_to_have_published_already(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", *PUBLISH)

    assert "đã công bố, không công bố lần nữa" in await says(stage, "Lan", "công bố")


async def test_a_unit_without_a_rank_for_another_reason_than_before_is_among_the_changes(published: Stage) -> None:
    await says(published, "Lan", *CORRECT)
    newest = await Publications(published.database.reader).newest(1)
    assert newest is not None
    facts = json.loads(newest.ranking)
    async with published.database.writing() as connection:
        facts["apart"]["SCT"] = "excluded"
        await connection.rows("UPDATE publications SET ranking = :facts", {"facts": json.dumps(facts)})
    text = await says(published, "Lan", *FREEZE, "[Công bố]")

    assert "Sở Công Thương: nay không xếp hạng do chưa nộp" in text


async def test_every_version_of_a_publication_is_read_again_with_when_and_by_whom(published: Stage) -> None:
    assert "Công bố lúc 08:00 ngày 01/06/2026. Người công bố: Nguyễn Thị Lan." in await says(published, "Hoa", "/xephang")
    assert published.last("Hoa").labels == ["Quay lại"]
    await says(published, "Lan", *CORRECT)
    await says(published, "Lan", "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)

    assert "Đính chính lần 1" in await says(published, "Hoa", "/xephang")
    earlier = await says(published, "Hoa", "[Bản công bố lần 1]")
    assert "90 điểm" in earlier and "Đây là bản công bố lần 1, đã được thay bằng bản lần 2." in earlier
    assert "Đính chính lần 1" in await says(published, "Hoa", "[Bản công bố lần 2]")


async def test_before_a_published_period_is_reopened_it_is_said_what_becomes_of_its_result(published: Stage) -> None:
    await says(published, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Có đơn vị nộp nhầm phiếu.")
    said = published.last("Lan").text
    await says(published, "Lan", "[Xác nhận]")

    assert "Kết quả đã công bố vẫn xem được cho đến khi công bố lại" in said
    assert "Lý do: Có đơn vị nộp nhầm phiếu. Phiếu đã nộp giữ nguyên" in published.last("Hoa").text
    assert "1. Sở Xây dựng" in await says(published, "Hoa", "/xephang")


async def test_the_reason_of_a_decision_stands_once_beside_a_criterion_that_was_frozen(published: Stage) -> None:
    await says(published, "Lan", *CORRECT, "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo chuyên đề", *FREEZE, *PUBLISH, *CORRECT)
    said = await says(published, "Lan", "[Sở Xây dựng]", "I.2")

    assert "Khi chốt điểm: 8 điểm. Nguyễn Thị Lan" in said and said.count("thiếu hai báo cáo chuyên đề") == 1
