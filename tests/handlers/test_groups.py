"""A group that the bot is taken out of, and comes back to."""

import pytest

from handlers.dialogue import Reached
from tests.stage import ACCOUNTS, GROUP, Stage


async def left(stage: Stage) -> None:
    await stage.happens("Lan", Reached(False), GROUP)


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý"])
async def test_who_runs_the_bloc_hears_that_the_group_is_lost(open_period: Stage, name: str) -> None:
    await left(open_period)

    assert "không đăng được vào nhóm Khối" in open_period.last(name).text


async def test_a_unit_does_not_hear_that_the_group_is_lost(open_period: Stage) -> None:
    before = open_period.last("Hoa")
    await left(open_period)

    assert open_period.last("Hoa") == before


async def test_a_group_lost_twice_is_told_once(open_period: Stage) -> None:
    await left(open_period)
    await left(open_period)

    assert len([shown for shown in open_period.chats[ACCOUNTS["Lan"]] if "không đăng được vào nhóm" in shown.text]) == 1


async def test_who_runs_the_bloc_hears_that_the_group_is_back(open_period: Stage) -> None:
    await left(open_period)
    await open_period.happens("Lan", Reached(True), GROUP)

    assert "đã đăng lại được vào nhóm Khối" in open_period.last("Lan").text


async def test_a_group_that_is_back_gets_the_status_post_anew(open_period: Stage) -> None:
    await left(open_period)
    before = open_period.chats[GROUP][-1].ref
    await open_period.happens("Lan", Reached(True), GROUP)

    assert "đơn vị đã nộp" in open_period.chats[GROUP][-1].text and open_period.chats[GROUP][-1].ref != before


async def test_a_group_thought_lost_is_tied_again_by_the_chair(open_period: Stage) -> None:
    await left(open_period)
    await open_period.does("Lan", "/nhom", group=True)
    group = await open_period.store.groups.of_chat("telegram", GROUP)

    assert group is not None and group.reachable


async def test_a_period_closed_while_the_group_was_lost_is_shown_as_closed_once_it_is_back(open_period: Stage) -> None:
    before = open_period.chats[GROUP][-1].ref
    await left(open_period)
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await open_period.does("Lan", words)
    assert open_period.chats[GROUP][-1].ref == before and "Đã đóng" not in open_period.chats[GROUP][-1].text

    await open_period.happens("Lan", Reached(True), GROUP)
    assert open_period.chats[GROUP][-1].ref == before and "Đã đóng" in open_period.chats[GROUP][-1].text
