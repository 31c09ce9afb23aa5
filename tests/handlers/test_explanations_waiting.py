"""What a unit may still say after closing stands on its first screen and beside its sheet, until it is said or its time is over."""

from pathlib import Path

import pytest

from domain.people import Role
from tests.appraisals import TITLE, seated
from tests.stage import Stage, beginning, forge, says

LINE = f"{TITLE}: lãnh đạo Sở Xây dựng có thể giải trình 1 tiêu chí, đến 17:00 thứ Năm 04/06/2026."


@pytest.fixture
@beginning
async def sent(stage: Stage) -> Stage:
    """Hoa's unit was given other points for I.2; she and Nam have looked at the result once."""
    await stage.scene("results sent")
    for name in ("Hoa", "Nam"):
        await says(stage, name, "[Xem kết quả thẩm định]", "[Màn hình chính]")
    return stage


@pytest.mark.parametrize("screen", ["/start", "/chamdiem"])
async def test_the_right_to_explain_stands_on_both_screens_with_the_way_to_it(screen: str, sent: Stage) -> None:
    assert LINE in await says(sent, "Hoa", screen)
    assert "[Giải trình I.2]" not in sent.last("Hoa").text

    assert "thiếu hai báo cáo" in await says(sent, "Hoa", "[Giải trình]")


@pytest.mark.parametrize("way", [("/start", "[Việc đang chờ]"), ("/tieptuc",)])
async def test_it_is_listed_once_among_what_waits(way: tuple[str, ...], sent: Stage) -> None:
    text = await says(sent, "Hoa", *way)

    assert text.count("có thể giải trình") == 1 and "kết quả thẩm định của" not in text
    assert "thiếu hai báo cáo" in await says(sent, "Hoa", "[Giải trình A]")


async def test_before_it_was_looked_at_it_is_not_listed_beside_the_message_that_told_of_it(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", "/start")

    assert "Việc đang chờ (1)" in stage.last("Hoa").labels


async def test_the_first_screen_takes_few_statements_also_while_the_right_is_worked_out(sent: Stage) -> None:
    before = sent.database.writer.count
    await sent.does("Hoa", "/start")

    assert sent.database.writer.count - before <= 26


async def test_who_may_not_explain_reads_of_it_and_is_not_asked_to(sent: Stage) -> None:
    assert LINE in await says(sent, "Nam", "/start")
    assert not [one for one in sent.last("Nam").labels if "Giải trình" in one or "đang chờ" in one]
    assert LINE in await says(sent, "Nam", "/chamdiem")

    assert "thiếu hai báo cáo" in await says(sent, "Nam", "[Xem kết quả thẩm định]")


async def test_another_unit_reads_nothing_of_it(sent: Stage) -> None:
    assert "giải trình" not in await says(sent, "Minh", "/chamdiem") + await says(sent, "Minh", "/start")


async def gone(stage: Stage) -> bool:
    """Whether neither screen of the unit's leader and focal point says anything of it."""
    screens = [f"{await says(stage, name, screen)} {stage.last(name).labels}" for name in ("Hoa", "Nam") for screen in ("/start", "/chamdiem")]
    return not any("giải trình" in one.lower() or "đang chờ" in one for one in screens)


async def test_it_is_gone_once_everything_is_explained(sent: Stage) -> None:
    await says(sent, "Hoa", "/start", "[Giải trình]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")

    assert await gone(sent)


async def test_it_is_gone_once_the_window_has_ended_though_nobody_looked_at_it(stage: Stage) -> None:
    await stage.scene("results sent")
    await stage.to("2026-06-04 17:05")

    assert await gone(stage)


async def test_it_is_gone_for_whoever_looks_after_the_end_and_before_the_clock_ran(sent: Stage) -> None:
    sent.now = sent.now.replace(day=4, hour=17, minute=0, second=1)
    async with sent.database.writing() as connection:
        await connection.rows("DELETE FROM due", {})

    assert await gone(sent)


async def test_it_is_gone_once_the_chair_ends_the_window_early(stage: Stage) -> None:
    await stage.scene("window over")

    assert await gone(stage)


async def test_it_is_gone_once_the_period_is_taken_up_again(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sót hai báo cáo", "[Xác nhận]")

    assert await gone(stage)


async def test_beside_an_open_sheet_the_closed_one_is_named_first(sent: Stage) -> None:
    await sent.open_period("ngan-10", "2026-12-15 17:00")
    text = await says(sent, "Hoa", "/chamdiem")

    assert text.startswith(TITLE) and "0/10 tiêu chí" in text and sent.last("Hoa").labels[0] == "Giải trình"
    assert "Đã ghi I.1" in await says(sent, "Hoa", "[Chấm tiếp]", "9")


async def test_with_two_windows_open_each_button_names_its_period(sent: Stage) -> None:
    await sent.open_period("ngan-10", "2026-06-20 17:00")
    async with sent.database.writing() as connection:
        await connection.rows("UPDATE periods SET title = 'Chuyên đề chuyển đổi số' WHERE id = 2", {})
    await sent.fill("Hoa", ["9"] * 10)
    await says(sent, "Lan", "/dotcham", "[Chuyên đề chuyển đổi số]", "[Đóng đợt]", "[Xác nhận]")
    await says(sent, "Minh", "/thamdinh", "[Chuyên đề chuyển đổi số]", "[Sở Xây dựng]", "I.1", "8 – thiếu văn bản")
    await says(sent, "Minh", "/thamdinh", "[Chuyên đề chuyển đổi số]", "[Chấp nhận phần còn lại]", "[Xác nhận]")
    await says(sent, "Lan", "/thamdinh", "[Chuyên đề chuyển đổi số]", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    text = await says(sent, "Hoa", "/chamdiem")

    assert text.count("có thể giải trình 1 tiêu chí") == 2
    assert {"Giải trình: Sơ kết 6 tháng đầu năm 2026", "Giải trình: Chuyên đề chuyển đổi số"} <= set(sent.last("Hoa").labels)
    assert "thiếu văn bản" in await says(sent, "Hoa", "[Giải trình: Chuyên đề chuyển đổi số]")


async def test_on_a_messenger_without_buttons_it_is_opened_by_its_name(tmp_path: Path) -> None:
    stage = await Stage.open(tmp_path / "ktd.db", "poorest")
    await stage.scene("results sent")

    assert "thiếu hai báo cáo" in await says(stage, "Hoa", "/chamdiem", "giải trình")
    assert "thiếu hai báo cáo" in await says(stage, "Hoa", "/start", "việc đang chờ", "giải trình a")
    await stage.close()


@pytest.fixture
@beginning
async def asked(stage: Stage) -> Stage:
    """Minh asks Hoa's unit for more to I.2; Hoa has looked at the question and left."""
    await stage.scene("closed with scores")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Thiếu quyết định phê duyệt", "[3 ngày làm việc]")
    await says(stage, "Hoa", "[Trả lời]", "[Màn hình chính]")
    return stage


@pytest.mark.parametrize("screen", ["/start", "/chamdiem"])
async def test_a_question_stands_there_too_until_it_is_answered(screen: str, asked: Stage) -> None:
    assert "được đề nghị bổ sung tiêu chí I.2, trả lời đến 17:00 thứ Năm 04/06/2026" in await says(asked, "Hoa", screen)
    assert "Đã gửi trả lời" in await says(asked, "Hoa", "[Trả lời I.2]", "Quyết định số 12/QĐ-SXD")
    await says(asked, "Hoa", "[Xong]")

    assert "bổ sung" not in await says(asked, "Hoa", screen)


async def test_a_question_stands_there_no_more_once_its_time_is_over(asked: Stage) -> None:
    await asked.to("2026-06-04 17:05")

    assert "bổ sung" not in await says(asked, "Hoa", "/start") + await says(asked, "Hoa", "/chamdiem")


async def test_it_goes_for_both_leaders_of_a_unit_when_one_has_explained(sent: Stage) -> None:
    await seated(sent, "Nam", Role.UNIT_LEADER, "SXD")
    assert "Giải trình" in [await says(sent, "Nam", "/start"), *sent.last("Nam").labels]
    await says(sent, "Hoa", "/chamdiem", "[Giải trình]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")

    assert await gone(sent) and "đã được giải trình" in await forge(sent, "Nam", "explanations.appeal:3:I.2")
