"""Announcements: seen before they leave, acknowledged by unit, followed up."""

import pytest

from handlers.dialogue import Tapped
from storage.store import Store
from tests.stage import ACCOUNTS, GROUP, Stage

TEXT = "Đề nghị các đơn vị gửi báo cáo trước ngày 10/6."


async def said(stage: Stage, name: str, *words: str) -> str:
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


async def sent(stage: Stage, to: str = "[Cả hai]") -> str:
    return await said(stage, "Lan", "/thongbao", TEXT, to)


def heard(stage: Stage, chat: str) -> int:
    return sum(TEXT in shown.text for shown in stage.chats[chat])


async def test_nothing_leaves_before_it_was_seen(joined: Stage) -> None:
    await said(joined, "Lan", "/thongbao", TEXT)

    assert heard(joined, GROUP) == heard(joined, ACCOUNTS["Hoa"]) == 0
    assert TEXT in joined.last("Lan").text


@pytest.mark.parametrize(("to", "group", "person"), [("[Nhóm]", 1, 0), ("[Từng thành viên]", 0, 1), ("[Cả hai]", 1, 1)])
async def test_it_goes_where_it_was_meant_to(joined: Stage, to: str, group: int, person: int) -> None:
    await sent(joined, to)

    assert (heard(joined, GROUP), heard(joined, ACCOUNTS["Hoa"])) == (group, person)


async def test_a_cancelled_one_goes_nowhere(joined: Stage) -> None:
    assert "chưa gửi gì" in await said(joined, "Lan", "/thongbao", TEXT, "[Hủy]")
    assert heard(joined, GROUP) == heard(joined, ACCOUNTS["Hoa"]) == 0


async def test_a_unit_counts_once_however_many_of_it_acknowledge(joined: Stage) -> None:
    await sent(joined)
    for name in ("Hoa", "Nam"):
        await joined.does(name, "[Đã nhận]")

    assert "1/8 đơn vị đã nhận" in await said(joined, "Lan", "[Xem ai đã nhận]")


async def test_an_acknowledgement_in_the_group_counts_too(joined: Stage) -> None:
    await sent(joined)
    await joined.taps("Hoa", "Đã nhận", GROUP)

    assert "Sở Xây dựng: đã nhận" in await said(joined, "Lan", "[Xem ai đã nhận]")


async def test_reminding_reaches_the_units_that_have_not_acknowledged(joined: Stage) -> None:
    await sent(joined)
    await joined.does("Hoa", "[Đã nhận]")
    await said(joined, "Lan", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")

    assert heard(joined, ACCOUNTS["Minh"]) == 2 and heard(joined, ACCOUNTS["Nam"]) == 1


async def test_the_report_names_who_could_not_be_reached(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")
    await sent(joined)

    assert "Không gửi được tới: Lê Văn Nam" in await said(joined, "Lan", "[Xem ai đã nhận]")


async def test_a_file_goes_with_it(joined: Stage) -> None:
    await said(joined, "Lan", "/thongbao")
    await joined.sends("Lan", "cong-van.pdf", caption=TEXT)
    assert "Tệp kèm theo: cong-van.pdf" in joined.last("Lan").text
    await joined.does("Lan", "[Cả hai]")

    assert sum(shown.files for shown in joined.chats[GROUP]) == 1 and sum(shown.files for shown in joined.chats[ACCOUNTS["Hoa"]]) == 1


@pytest.mark.parametrize("text", ["x", "x" * 3501])
async def test_a_text_too_short_or_too_long_is_asked_again(joined: Stage, text: str) -> None:
    assert "từ 3 đến 3.500 ký tự" in await said(joined, "Lan", "/thongbao", text)


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Thu"])
async def test_members_and_the_observer_announce_nothing(joined: Stage, name: str) -> None:
    assert "không thuộc quyền" in await said(joined, name, "/thongbao")
    await joined.happens(name, Tapped("announcements.send:both", "x", "t"))

    assert heard(joined, GROUP) == 0
