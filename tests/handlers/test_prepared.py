"""What the secretariat prepared while nobody held the chair's seat, or before it changed hands, waits where whoever decides comes to."""

import pytest

from domain.people import Role
from tests.appraisals import ACCEPT_ALL, TITLE, seated
from tests.stage import Stage, beginning, forge, heard, says

DRAFT = ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{TITLE}]", "[ngan-10]", "15/6 17h")
BOARD = ("/dotcham", f"[{TITLE}]")
DESK = ("/thamdinh", "[Rà soát, chốt điểm]")


async def state(stage: Stage) -> str:
    period = await stage.store.periods.of(1)
    assert period is not None
    return period.state


@pytest.fixture
@beginning
async def without_chair(stage: Stage) -> Stage:
    """An open period of a bloc in which nobody holds the chair's seat yet."""
    await stage.join("Minh", "Hoa", "Quý")
    await stage.open_period()
    return stage


@pytest.fixture
@beginning
async def to_freeze(joined: Stage) -> Stage:
    """One unit's scores are appraised; the secretariat has put the freezing before the chair."""
    await joined.open_period()
    await joined.fill("Hoa", ["9"] * 10)
    await says(joined, "Lan", *BOARD, "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL)
    await says(joined, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")
    await says(joined, "Quý", *DESK, "[Chốt điểm]", "[Xác nhận]")
    return joined


async def test_a_chair_seated_later_finds_the_closing_that_waits(without_chair: Stage) -> None:
    assert "Đề nghị được lưu" in await says(without_chair, "Quý", *BOARD, "[Đóng đợt]", "[Xác nhận]")
    await without_chair.join("Lan", group=False)
    assert "– Mai Văn Quý đề nghị đóng đợt (" in await says(without_chair, "Lan", *BOARD)
    await says(without_chair, "Lan", "[Xem đề nghị: đóng đợt]", "[Xác nhận]")

    assert await state(without_chair) == "closed"


async def test_a_chair_seated_later_finds_the_opening_that_waits(stage: Stage) -> None:
    await stage.join("Quý")
    await says(stage, "Quý", *DRAFT, "[Xác nhận]")
    await stage.join("Lan", group=False)

    assert "Mai Văn Quý đã chuẩn bị đợt" in await says(stage, "Lan", *BOARD, "[Xem đề nghị: mở đợt]")
    await says(stage, "Lan", "[Xác nhận]")
    assert await state(stage) == "open"


async def test_a_chair_seated_later_finds_the_new_deadline_with_its_reason(without_chair: Stage) -> None:
    await says(without_chair, "Quý", *BOARD, "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")
    await without_chair.join("Lan", group=False)
    text = await says(without_chair, "Lan", *BOARD, "[Xem đề nghị: gia hạn]")

    assert "17:00 thứ Bảy 20/06/2026" in text and "phòng chống bão" in text
    assert "đã gia hạn" in (await says(without_chair, "Lan", "[Xác nhận]")).lower()


async def test_what_was_prepared_waits_no_longer_once_it_is_refused(without_chair: Stage) -> None:
    await says(without_chair, "Quý", *BOARD, "[Đóng đợt]", "[Xác nhận]")
    await without_chair.join("Lan", group=False)
    await says(without_chair, "Lan", *BOARD, "[Không đồng ý: đóng đợt]")

    assert "Nguyễn Thị Lan không đồng ý đóng đợt" in without_chair.last("Quý").text
    assert "đề nghị" not in await says(without_chair, "Lan", *BOARD)


async def test_what_was_prepared_waits_no_longer_once_the_period_has_moved(joined: Stage) -> None:
    await joined.open_period()
    await says(joined, "Quý", *BOARD, "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")
    await says(joined, "Lan", *BOARD, "[Đóng đợt]", "[Xác nhận]")

    assert "đề nghị gia hạn" not in await says(joined, "Lan", *BOARD)


async def test_who_prepared_it_sees_that_it_waits_and_cannot_answer_it(without_chair: Stage) -> None:
    text = await says(without_chair, "Quý", *BOARD, "[Đóng đợt]", "[Xác nhận]")

    assert "Chờ Trưởng khối quyết định" in text and "không thuộc quyền" in await forge(without_chair, "Quý", "periods.prepared:1:extend")


async def test_a_prepared_act_that_nobody_prepared_opens_nothing(joined: Stage) -> None:
    await joined.open_period()

    assert "đã được cập nhật" in await forge(joined, "Lan", "periods.prepared:1:extend")


async def test_the_freezing_that_waits_stands_on_the_desk_and_its_proposer_hears_the_outcome(to_freeze: Stage) -> None:
    assert "Mai Văn Quý đề nghị chốt điểm" in await says(to_freeze, "Lan", *DESK)
    assert "Đã chốt điểm" in await says(to_freeze, "Lan", "[Xem đề nghị: chốt điểm]", "[Xác nhận]")

    assert heard(to_freeze, "Quý", "đã chốt điểm theo đề nghị") == 1
    assert "đề nghị chốt điểm" not in await says(to_freeze, "Lan", *DESK)


async def test_the_freezing_that_waits_is_refused_at_the_desk(to_freeze: Stage) -> None:
    await says(to_freeze, "Lan", *DESK, "[Không đồng ý: chốt điểm]")

    assert "không đồng ý chốt điểm" in to_freeze.last("Quý").text
    assert "đề nghị chốt điểm" not in await says(to_freeze, "Lan", *DESK)


async def test_the_publication_that_waits_stands_on_the_desk_and_the_board(to_freeze: Stage) -> None:
    await says(to_freeze, "Lan", *DESK, "[Xem đề nghị: chốt điểm]", "[Xác nhận]")
    await says(to_freeze, "Quý", *BOARD, "[Công bố]", "[Xác nhận]")

    assert "Mai Văn Quý đề nghị công bố kết quả" in await says(to_freeze, "Lan", *DESK)
    assert "Kết quả chấm điểm" in await says(to_freeze, "Lan", *BOARD, "[Xem đề nghị: công bố kết quả]")


@pytest.mark.parametrize("act", ["freeze", "publish"])
async def test_once_one_of_two_at_the_chair_s_unit_has_answered_the_other_is_asked_no_more(act: str, to_freeze: Stage) -> None:
    await seated(to_freeze, "Bình", Role.UNIT_LEADER, "SCT")
    await says(to_freeze, "Quý", *DESK, "[Chốt điểm]", "[Xác nhận]")
    assert "đề nghị chốt điểm" in await says(to_freeze, "Bình", "/start", "[Việc đang chờ]")
    await says(to_freeze, "Lan", *DESK, "[Xem đề nghị: chốt điểm]", "[Xác nhận]")
    if act == "publish":
        await says(to_freeze, "Quý", *BOARD, "[Công bố]", "[Xác nhận]")
        assert "Kết quả chấm điểm" in await says(to_freeze, "Bình", "/start", "[Việc đang chờ]")
        await says(to_freeze, "Lan", *DESK, "[Xem đề nghị: công bố kết quả]", "[Xác nhận]", "công bố")

    assert "đề nghị" not in await says(to_freeze, "Bình", "/start", "[Việc đang chờ]") and "Kết quả chấm" not in to_freeze.last("Bình").text
