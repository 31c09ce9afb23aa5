"""An explanation may be added to until its window ends or it is decided; what was said stays, and its judges have one message of it."""

import pytest

from tests.stage import ACCOUNTS, Stage, forge, heard, says

APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
MORE = "Số văn bản là 45/BC-SXD"


@pytest.fixture
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


async def test_additions_reach_each_judge_as_one_message_that_is_drawn_anew(appealed: Stage) -> None:
    await says(appealed, "Hoa", "[Bổ sung I.2]", MORE, "Và công văn số 46/SXD-VP", "[Xong]")
    told = {shown.ref for shown in appealed.chats[ACCOUNTS["Minh"]] if "bổ sung giải trình I.2" in shown.text}

    assert len(told) == 1 and heard(appealed, "Quý", "bổ sung giải trình I.2") >= 1


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
