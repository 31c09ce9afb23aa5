"""A reopening that the secretariat prepares comes about only as the chair confirms it, while it waits, for the period as it stands."""

import pytest

from domain.people import Role
from tests.appraisals import TITLE, seated
from tests.stage import ACCOUNTS, Stage, beginning, forge, heard, says

BOARD = ("/dotcham", f"[{TITLE}]")
REASON = "Sở Xây dựng nộp thiếu hai báo cáo"
REOPEN = (*BOARD, "[Mở lại]", REASON, "[Xác nhận]")
CLOSE = (*BOARD, "[Đóng đợt]", "[Xác nhận]")


@pytest.fixture
@beginning
async def prepared(stage: Stage) -> Stage:
    """A period closed before its deadline; Quý has put its reopening before the chair."""
    await stage.scene("closed with scores")
    await says(stage, "Quý", *REOPEN)
    return stage


async def state(stage: Stage) -> str:
    period = await stage.store.periods.of(1)
    assert period is not None
    return period.state


async def old_confirmation(stage: Stage) -> str:
    """What the newest confirmation drawn for Lan does."""
    return next(button.action for shown in reversed(stage.chats[ACCOUNTS["Lan"]]) for button in shown.buttons if button.label == "Xác nhận")


async def test_the_chair_s_one_tap_takes_the_period_up_and_everybody_hears_why(prepared: Stage) -> None:
    assert f"Mai Văn Quý đề nghị mở lại đợt {TITLE}, hạn nộp 17:00 thứ Hai 15/06/2026. Lý do: {REASON}." in prepared.last("Lan").text
    await says(prepared, "Lan", "[Xác nhận]")

    assert await state(prepared) == "open" and all(REASON in prepared.last(name).text for name in ("Hoa", "Minh", "Quý"))
    assert "Nguyễn Thị Lan: mở lại đợt" in await says(prepared, "Quý", *BOARD)


async def test_with_its_deadline_passed_the_new_one_is_part_of_what_is_confirmed(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await stage.to("2026-06-16 08:00")
    await says(stage, "Quý", *BOARD, "[Mở lại]", "20/6 17h", REASON, "[Xác nhận]")
    await says(stage, "Lan", "[Xác nhận]")
    period = await stage.store.periods.of(1)

    assert period is not None and period.state == "open" and period.closes_at.day == 20


async def test_confirmed_after_its_new_deadline_it_is_refused_with_what_stands_against_it(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await stage.to("2026-06-16 08:00")
    await says(stage, "Quý", *BOARD, "[Mở lại]", "20/6 17h", REASON, "[Xác nhận]")
    await stage.to("2026-06-20 17:30")

    assert "đã qua" in await says(stage, "Lan", "[Xác nhận]") and await state(stage) == "closed"


async def test_it_waits_among_what_waits_also_after_the_chair_has_looked_at_the_period(prepared: Stage) -> None:
    await says(prepared, "Lan", "[Xem đợt]")

    assert "đề nghị mở lại đợt" in await says(prepared, "Lan", "/start", "[Việc đang chờ]")


async def test_a_chair_seated_later_finds_it_and_confirms(stage: Stage) -> None:
    await stage.join("Minh", "Hoa", "Quý")
    await stage.open_period(takes_late=False)
    await stage.to("2026-06-15 17:00")
    await says(stage, "Quý", *BOARD, "[Mở lại]", "20/6 17h", REASON, "[Xác nhận]")
    await stage.join("Lan", group=False)
    text = await says(stage, "Lan", *BOARD, "[Xem đề nghị: mở lại đợt]")
    await says(stage, "Lan", "[Xác nhận]")

    assert REASON in text and "17:00 thứ Bảy 20/06/2026" in text and await state(stage) == "open"


async def test_withdrawn_it_waits_no_longer_and_its_button_takes_nothing_up(prepared: Stage) -> None:
    confirm = await old_confirmation(prepared)
    assert "Đã rút đề nghị mở lại đợt" in await says(prepared, "Quý", *BOARD, "[Rút đề nghị: mở lại đợt]")
    assert f"Mai Văn Quý đã rút đề nghị mở lại đợt: {TITLE}." == prepared.last("Lan").text
    text = await forge(prepared, "Lan", confirm)

    assert await state(prepared) == "closed" and "đã được cập nhật" in text and "Đã đóng" in text
    assert "đề nghị" not in text and "Không có việc nào" in await says(prepared, "Lan", "/tieptuc")


async def test_refused_its_confirmation_takes_nothing_up_any_more(prepared: Stage) -> None:
    confirm = await old_confirmation(prepared)
    await says(prepared, "Lan", "[Không đồng ý]")
    await forge(prepared, "Lan", confirm)

    assert await state(prepared) == "closed" and heard(prepared, "Quý", "không đồng ý mở lại đợt") == 1


async def test_closed_again_since_it_is_neither_listed_nor_confirmed(prepared: Stage) -> None:
    confirm = await old_confirmation(prepared)
    await says(prepared, "Lan", *REOPEN, *CLOSE)
    assert "Mai Văn Quý" not in await says(prepared, "Lan", *BOARD)
    await forge(prepared, "Lan", confirm)

    assert await state(prepared) == "closed"


async def test_of_two_prepared_one_after_the_other_only_the_newer_is_confirmed(prepared: Stage) -> None:
    older = await old_confirmation(prepared)
    await says(prepared, "Quý", *BOARD, "[Mở lại]", "Có văn bản của tỉnh gửi sau", "[Xác nhận]")
    text = await forge(prepared, "Lan", older)

    assert await state(prepared) == "closed" and "đã được cập nhật" in text
    await says(prepared, "Lan", "[Xem đề nghị: mở lại đợt]", "[Xác nhận]")
    assert await state(prepared) == "open" and "Có văn bản của tỉnh gửi sau" in prepared.last("Hoa").text


async def test_of_two_who_lead_the_chair_s_unit_the_second_sees_that_it_is_open_already(prepared: Stage) -> None:
    await seated(prepared, "Bình", Role.UNIT_LEADER, "SCT")
    confirm = await old_confirmation(prepared)
    await says(prepared, "Lan", "[Xác nhận]")
    text = await forge(prepared, "Bình", confirm)

    assert "đã được cập nhật" in text and "Trạng thái: đang mở" in text and heard(prepared, "Hoa", f"Mở lại đợt {TITLE}") == 1


@pytest.mark.parametrize("name", ["Quý", "Minh", "Thu", "Hoa"])
async def test_nobody_but_the_chair_confirms_it_and_only_its_proposer_takes_it_back(name: str, prepared: Stage) -> None:
    await forge(prepared, name, await old_confirmation(prepared))
    if name != "Quý":
        await forge(prepared, name, "periods.withdraw:1:reopen:2")

    assert await state(prepared) == "closed" and "Mai Văn Quý đề nghị mở lại đợt" in await says(prepared, "Lan", *BOARD)


async def test_who_prepared_it_is_named_though_their_data_were_erased(prepared: Stage) -> None:
    await says(prepared, "Quý", "/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]")
    text = await says(prepared, "Lan", *BOARD)

    assert "– Mai Văn Quý đề nghị mở lại đợt (" in text
    assert "Mai Văn Quý đề nghị mở lại đợt" in await says(prepared, "Lan", "[Xem đề nghị: mở lại đợt]")
    await says(prepared, "Lan", "[Xác nhận]")
    assert await state(prepared) == "open"


async def test_a_closing_that_was_withdrawn_is_not_confirmed_by_its_button(open_period: Stage) -> None:
    await says(open_period, "Quý", *CLOSE)
    confirm = await old_confirmation(open_period)
    await says(open_period, "Quý", "[Rút đề nghị: đóng đợt]")
    await forge(open_period, "Lan", confirm)
    assert await state(open_period) == "open"

    await says(open_period, "Lan", *CLOSE)
    assert await state(open_period) == "closed"
