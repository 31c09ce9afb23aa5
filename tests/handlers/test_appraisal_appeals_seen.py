"""Who decides on an appeal decides on what they saw: where the unit added to it meanwhile, nothing is decided and the addition is shown."""

import pytest

from tests.stage import Stage, beginning, forge, says

APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
MORE = "Số văn bản là 45/BC-SXD"
DECISIONS = {
    "accepted": ("[Chấp nhận giải trình]",),
    "points": ("9 – đã đủ báo cáo",),
    "kept, once asked why": ("đã xem xét hồ sơ",),
    "kept": ("[Giữ nguyên điểm]",),
    "points out of range": ("12 – đã đủ báo cáo",),
}


@pytest.fixture
@beginning
async def looking(stage: Stage) -> Stage:
    """Hoa has explained I.2 and may go on; Minh looks at it."""
    await stage.scene("results sent")
    await says(stage, "Hoa", *APPEAL)
    await says(stage, "Minh", "[Xem giải trình]")
    return stage


async def _is_undecided(stage: Stage) -> bool:
    return await stage.store.explanations.appeals_waiting(1) == 1


@pytest.mark.parametrize("way", DECISIONS)
async def test_words_that_came_meanwhile_are_shown_and_nothing_is_decided(way: str, looking: Stage) -> None:
    if way == "kept, once asked why":
        await says(looking, "Minh", "[Giữ nguyên điểm]")
    await says(looking, "Hoa", MORE)
    text = await says(looking, "Minh", *DECISIONS[way])

    assert text.startswith("Đơn vị vừa bổ sung giải trình") and MORE in text and "Quyết định về I.2" in text
    assert await _is_undecided(looking)


@pytest.mark.parametrize("way", DECISIONS)
async def test_a_file_that_came_meanwhile_is_shown_and_nothing_is_decided(way: str, looking: Stage) -> None:
    if way == "kept, once asked why":
        await says(looking, "Minh", "[Giữ nguyên điểm]")
    await looking.sends("Hoa", "quyet-dinh.pdf")
    await looking.files_arrive()
    text = await says(looking, "Minh", *DECISIONS[way])

    assert text.startswith("Đơn vị vừa bổ sung giải trình") and "Tệp kèm theo: 1." in text
    assert await _is_undecided(looking)


async def test_a_file_on_its_way_is_told_of_and_what_was_shown_so_can_be_decided(looking: Stage) -> None:
    await looking.sends("Hoa", "quyet-dinh.pdf")
    assert "Đang lưu 1 tệp." in await says(looking, "Minh", "[Chấp nhận giải trình]")
    await looking.files_arrive()

    assert "Đã ghi quyết định" in await says(looking, "Minh", "[Chấp nhận giải trình]")


async def test_a_file_that_was_lost_on_its_way_is_no_addition(looking: Stage) -> None:
    await looking.sends("Hoa", "quyet-dinh.pdf")
    await says(looking, "Minh", "[Xem giải trình]")
    await looking.files_arrive(lost=True)

    assert "Đã ghi quyết định" in await says(looking, "Minh", "[Chấp nhận giải trình]")


async def test_once_the_addition_was_shown_it_is_decided_at_the_second_time(looking: Stage) -> None:
    await says(looking, "Hoa", MORE)

    assert "Đã ghi quyết định" in await says(looking, "Minh", "9 – đã đủ báo cáo", "9 – đã đủ báo cáo")


async def test_an_earlier_screen_s_button_decides_on_nothing_that_came_after_it(looking: Stage) -> None:
    before = next(button.action for button in looking.last("Minh").buttons if button.label == "Chấp nhận giải trình")
    await says(looking, "Hoa", MORE)
    await says(looking, "Minh", "/thamdinh")

    assert "vừa bổ sung" in await forge(looking, "Minh", before) and await _is_undecided(looking)


@pytest.mark.parametrize("way", DECISIONS)
async def test_points_that_somebody_gave_meanwhile_are_shown_and_nothing_is_decided(way: str, looking: Stage) -> None:
    await says(looking, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
    if way == "kept, once asked why":
        await says(looking, "Minh", "[Giữ nguyên điểm]")
    await says(looking, "Lan", "/thamdinh SXD", "I.2", "9,25 – đối chiếu lại hồ sơ")
    text = await says(looking, "Minh", *DECISIONS[way])

    assert text.startswith("Tiêu chí này vừa có người khác ghi điểm") and "9,25" in text and await _is_undecided(looking)


async def test_an_appeal_that_was_decided_waits_for_nobody_any_more(looking: Stage) -> None:
    assert "Xem giải trình A" in (await looking.does("Lan", "/tieptuc"))[-1].labels
    await says(looking, "Minh", "[Chấp nhận giải trình]")

    assert "giải trình I.2" not in await says(looking, "Lan", "/tieptuc")


async def test_keeping_the_points_keeps_those_that_count_now(looking: Stage) -> None:
    await says(looking, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "/thamdinh SXD", "I.2", "9,25 – đối chiếu lại hồ sơ")
    await says(looking, "Minh", "[Xem giải trình]", "[Giữ nguyên điểm]", "đã xem xét hồ sơ")

    assert "hiện tại 94,75 điểm" in await says(looking, "Minh", "/thamdinh SXD")


async def test_two_judges_see_the_addition_each_before_one_of_them_decides(looking: Stage) -> None:
    await says(looking, "Lan", "[Xem giải trình]")
    await says(looking, "Hoa", MORE)
    for name in ("Minh", "Lan"):
        assert MORE in await says(looking, name, "[Chấp nhận giải trình]")
    await says(looking, "Lan", "[Chấp nhận giải trình]")

    assert "chấp nhận giải trình" in await says(looking, "Minh", "[Giữ nguyên điểm]") and not await _is_undecided(looking)
