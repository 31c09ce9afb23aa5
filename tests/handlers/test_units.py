"""Units, their people, and the links by which people join."""

import re

import pytest

from domain.people import Role
from handlers.dialogue import Started, Tapped
from tests.stage import ACCOUNTS, BLOC_ID, Stage

CODE = re.compile(r"start=([0-9a-f]{32})")


async def said(stage: Stage, name: str, *words: str) -> str:
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


async def seat_of(stage: Stage, full_name: str) -> int:
    return next(seat.id for seat in await stage.store.seats.of_bloc(BLOC_ID) if seat.full_name == full_name)


async def test_every_units_links_come_as_messages_to_forward(joined: Stage) -> None:
    before = len(joined.chats[ACCOUNTS["Lan"]])
    await said(joined, "Lan", "/donvi", "[Liên kết mời cả khối]")
    links = [shown.text for shown in joined.chats[ACCOUNTS["Lan"]][before:] if CODE.search(shown.text)]

    assert len(links) == 8 and len({code for text in links for code in CODE.findall(text)}) == 16


async def test_a_link_from_the_chat_seats_whom_it_invites(joined: Stage) -> None:
    found = CODE.search(await said(joined, "Lan", "/donvi", "[Sở Khoa học và Công nghệ]", "[Mời lãnh đạo]"))
    assert found is not None
    await joined.happens("Khách", Started(found[1]))
    await said(joined, "Khách", "[Đồng ý]", "Đặng Văn Sơn")

    seat = next(seat for seat in await joined.store.seats.of_bloc(BLOC_ID) if seat.full_name == "Đặng Văn Sơn")
    assert (seat.unit_name, seat.role) == ("Sở Khoa học và Công nghệ", Role.UNIT_LEADER)


@pytest.mark.parametrize(("label", "role"), [("[Mời Tổ thư ký]", Role.SECRETARIAT), ("[Mời cơ quan theo dõi]", Role.PROVINCE_OFFICE)])
async def test_the_chair_invites_the_secretariat_and_the_observer_from_the_chat(joined: Stage, label: str, role: Role) -> None:
    found = CODE.search(await said(joined, "Lan", "/donvi", label))
    assert found is not None
    await joined.happens("Khách", Started(found[1]))
    await said(joined, "Khách", "[Đồng ý]", "Đặng Văn Sơn")

    assert any(seat.full_name == "Đặng Văn Sơn" and seat.role is role for seat in await joined.store.seats.of_bloc(BLOC_ID))


async def test_a_removal_takes_effect_at_once_and_is_told(open_period: Stage) -> None:
    await said(open_period, "Quý", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")

    assert "không thuộc quyền" in await said(open_period, "Nam", "/chamdiem")
    assert all("Mai Văn Quý đã gỡ Lê Văn Nam" in open_period.last(name).text for name in ("Lan", "Minh", "Hoa"))


async def test_whoever_is_replaced_leaves_a_link_for_the_next(joined: Stage) -> None:
    text = await said(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Gỡ và mời người thay]")

    assert "Đã gỡ Lê Văn Nam" in text and "mời Chuyên viên đầu mối" in text and CODE.search(text)


async def test_a_units_leader_removes_its_own_people_alone(joined: Stage) -> None:
    await joined.happens("Hoa", Tapped(f"units.removed:{await seat_of(joined, 'Phạm Văn Bình')}", "x", "t"))
    assert await seat_of(joined, "Phạm Văn Bình")

    await said(joined, "Hoa", "/toi", "[Người của Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")
    assert "Lê Văn Nam" not in [seat.full_name for seat in await joined.store.seats.of_bloc(BLOC_ID)]


async def test_removing_twice_removes_once(joined: Stage) -> None:
    seat = await seat_of(joined, "Lê Văn Nam")
    for number in range(2):
        await joined.happens("Lan", Tapped(f"units.removed:{seat}", "x", f"t{number}"))

    assert sum("không còn giữ vai trò" in shown.text for shown in joined.chats[ACCOUNTS["Nam"]]) == 1


async def test_who_has_blocked_the_bot_is_marked(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        from storage.store import Store

        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")

    assert "Lê Văn Nam – Chuyên viên đầu mối (không nhận được tin)" in await said(joined, "Lan", "/donvi", "[Sở Xây dựng]")
