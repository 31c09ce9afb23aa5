"""A focal point whose unit has no leader yet reads so last, and loses nothing."""

import pytest

from tests.stage import ACCOUNTS, Stage, beginning, says

REFUSAL = "Chưa có lãnh đạo nào của đơn vị tham gia, chưa trình được. Hãy xin Trưởng khối liên kết mời cho lãnh đạo."


@pytest.fixture
@beginning
async def refused(stage: Stage) -> Stage:
    """Nam has filled the whole sheet and put it before a leader who has not joined."""
    await stage.join("Lan", "Nam")
    await stage.open_period()
    await says(stage, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]")
    return stage


async def test_the_refusal_is_the_whole_of_the_last_message(refused: Stage) -> None:
    shown = refused.last("Nam")

    assert shown.text == REFUSAL and shown.labels == ["Xem phiếu", "Quay lại"]
    assert all(shown.ref != earlier.ref for earlier in refused.chats[ACCOUNTS["Nam"]][:-1])


async def test_typed_it_is_answered_the_same(refused: Stage) -> None:
    assert await says(refused, "Nam", "[Xem phiếu]", "Trình lãnh đạo") == REFUSAL


async def test_once_a_leader_has_joined_it_goes_to_them(refused: Stage) -> None:
    await refused.join("Hoa", group=False)
    await says(refused, "Nam", "[Xem phiếu]", "[Trình lãnh đạo]")

    assert "Lê Văn Nam" in refused.last("Hoa").text and "Duyệt và nộp" in refused.last("Hoa").labels
