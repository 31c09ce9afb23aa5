"""Units, their people, and the links by which people join."""

import re

import pytest

from domain.people import Role
from handlers.dialogue import Started, Tapped
from tests.stage import ACCOUNTS, BLOC_ID, Shown, Stage, says

CODE = re.compile(r"start=([0-9a-f]{32})")


async def shown(stage: Stage, name: str, *words: str) -> Shown:
    await says(stage, name, *words)
    return stage.last(name)


async def seat_of(stage: Stage, full_name: str) -> int:
    return next(seat.id for seat in await stage.store.seats.of_bloc(BLOC_ID) if seat.full_name == full_name)


async def test_every_units_links_come_as_messages_to_forward(joined: Stage) -> None:
    before = len(joined.chats[ACCOUNTS["Lan"]])
    await says(joined, "Lan", "/donvi", "[Liên kết mời cả khối]")
    links = [shown.text for shown in joined.chats[ACCOUNTS["Lan"]][before:] if CODE.search(shown.text)]

    assert len(links) == 8 and len({code for text in links for code in CODE.findall(text)}) == 16


async def test_the_secretariats_links_leave_out_the_leaders_of_the_chair_and_vice_chair(joined: Stage) -> None:
    before = len(joined.chats[ACCOUNTS["Quý"]])
    await says(joined, "Quý", "/donvi", "[Liên kết mời cả khối]")
    codes = CODE.findall("".join(shown.text for shown in joined.chats[ACCOUNTS["Quý"]][before:]))

    assert len(codes) == 14


@pytest.mark.parametrize("name", ["Quý", "Minh"])
async def test_nobody_but_the_chair_invites_a_leader_of_the_chairs_unit(joined: Stage, name: str) -> None:
    assert "Mời lãnh đạo" not in (await shown(joined, name, "/donvi", "[Sở Công Thương]")).labels
    unit = next(unit.id for unit in await joined.store.units.of_bloc(BLOC_ID) if unit.code == "SCT")
    await joined.happens(name, Tapped(f"units.invite:{unit}:unit_leader", "x", "t"))

    assert "chỉ Trưởng khối mời" in joined.last(name).text


@pytest.mark.parametrize("name", ["Quý", "Minh"])
async def test_neither_secretariat_nor_vice_chair_removes_the_chair(joined: Stage, name: str) -> None:
    seat = await seat_of(joined, "Nguyễn Thị Lan")
    for number, act in enumerate(("remove", "removed", "replaced")):
        await joined.happens(name, Tapped(f"units.{act}:{seat}", "x", f"t{number}"))

        assert "chỉ lãnh đạo cùng đơn vị gỡ" in joined.last(name).text
    assert await seat_of(joined, "Nguyễn Thị Lan") == seat


async def test_the_chairs_unit_replaces_its_leader_itself(joined: Stage) -> None:
    await says(joined, "Khách", "/start [SCT unit_leader]", "[Đồng ý]", "Đặng Văn Sơn")
    text = await says(joined, "Khách", "/toi", "[Người của Sở Công Thương]", "[Gỡ Nguyễn Thị Lan]", "[Xác nhận]")

    assert "Đã gỡ Nguyễn Thị Lan" in text


async def test_whoever_was_removed_does_not_come_back_by_a_link_they_kept(joined: Stage) -> None:
    (kept,) = CODE.findall(await says(joined, "Hoa", "/toi", "[Người của Sở Xây dựng]", "[Mời lãnh đạo]"))
    (other,) = CODE.findall(await says(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Mời chuyên viên đầu mối]"))
    removed = await says(joined, "Lan", "[Quay lại]", "[Gỡ Trần Thị Hoa]", "[Xác nhận]")
    for code in (kept, other):
        await joined.happens("Hoa", Started(code))

        assert "đã bị thu hồi" in joined.last("Hoa").text
    assert "Đã thu hồi 2 liên kết mời" in removed


async def test_leaving_by_oneself_ends_ones_links_too(joined: Stage) -> None:
    (kept,) = CODE.findall(await says(joined, "Hoa", "/toi", "[Người của Sở Xây dựng]", "[Mời lãnh đạo]"))
    await says(joined, "Hoa", "/toi", "[Rời khối]", "[Xác nhận]")
    await joined.happens("Hoa", Started(kept))

    assert "đã bị thu hồi" in joined.last("Hoa").text


async def test_the_unit_screen_revokes_an_open_link(joined: Stage) -> None:
    (code,) = CODE.findall(await says(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Mời lãnh đạo]"))
    text = await says(joined, "Lan", "[Quay lại]", "[Thu hồi A]")
    await joined.happens("Khách", Started(code))

    assert "Đã thu hồi" in text and "đã bị thu hồi" in joined.last("Khách").text


async def test_a_leader_revokes_no_link_of_another_unit(joined: Stage) -> None:
    (code,) = CODE.findall(await says(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Mời lãnh đạo]"))
    await says(joined, "Khách", "/start [SKHCN unit_leader]", "[Đồng ý]", "Đặng Văn Sơn")
    await joined.happens("Khách", Tapped(f"units.revoke:{code}", "x", "t"))
    link = await joined.store.invites.of(code)

    assert link is not None and link.revoked_at is None and "không thuộc quyền" in joined.last("Khách").text


@pytest.mark.parametrize("name", ["Quý", "Lan"])
async def test_nobody_takes_a_units_seat_by_a_link_of_their_own(joined: Stage, name: str) -> None:
    (code,) = CODE.findall(await says(joined, name, "/donvi", "[Sở Xây dựng]", "[Mời lãnh đạo]"))
    await joined.happens(name, Started(code))
    await joined.happens(name, Tapped(f"joining.take:{code}", "x", "t"))
    held = [seat.full_name for seat in await joined.store.seats.of_bloc(BLOC_ID) if seat.unit_name == "Sở Xây dựng"]

    assert "chỉ dành cho người khác" in joined.last(name).text and held == ["Trần Thị Hoa", "Lê Văn Nam"]


async def test_the_right_to_submit_ends_with_the_seat_and_stands_in_the_log(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]")
    await says(open_period, "Lan", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")
    sheet = await open_period.store.answers.open_sheet(3)
    acts = [entry.act for entry, _ in await open_period.store.audit.named(1)]

    assert sheet is not None and sheet.delegate_id is None and acts.count("delegation") == 2


async def test_who_may_not_remove_is_shown_no_button_for_it(joined: Stage) -> None:
    await says(joined, "Khách", "/start [SXD unit_focal_point]", "[Đồng ý]", "Đặng Văn Sơn")

    assert [joined.last(name).labels for name in ("Nam", "Hoa", "Lan")] == [[], ["Gỡ"], ["Gỡ"]]


async def test_a_link_from_the_chat_seats_whom_it_invites(joined: Stage) -> None:
    found = CODE.search(await says(joined, "Lan", "/donvi", "[Sở Khoa học và Công nghệ]", "[Mời lãnh đạo]"))
    assert found is not None
    await joined.happens("Khách", Started(found[1]))
    await says(joined, "Khách", "[Đồng ý]", "Đặng Văn Sơn")

    seat = next(seat for seat in await joined.store.seats.of_bloc(BLOC_ID) if seat.full_name == "Đặng Văn Sơn")
    assert (seat.unit_name, seat.role) == ("Sở Khoa học và Công nghệ", Role.UNIT_LEADER)


@pytest.mark.parametrize(("label", "role"), [("[Mời Tổ thư ký]", Role.SECRETARIAT), ("[Mời cơ quan theo dõi]", Role.PROVINCE_OFFICE)])
async def test_the_chair_invites_the_secretariat_and_the_observer_from_the_chat(joined: Stage, label: str, role: Role) -> None:
    found = CODE.search(await says(joined, "Lan", "/donvi", label))
    assert found is not None
    await joined.happens("Khách", Started(found[1]))
    await says(joined, "Khách", "[Đồng ý]", "Đặng Văn Sơn")

    assert any(seat.full_name == "Đặng Văn Sơn" and seat.role is role for seat in await joined.store.seats.of_bloc(BLOC_ID))


async def test_a_removal_takes_effect_at_once_and_is_told(open_period: Stage) -> None:
    await says(open_period, "Quý", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")

    assert "không thuộc quyền" in await says(open_period, "Nam", "/chamdiem")
    assert all("Mai Văn Quý đã gỡ Lê Văn Nam" in open_period.last(name).text for name in ("Lan", "Minh", "Hoa"))


async def test_whoever_is_replaced_leaves_a_link_for_the_next(joined: Stage) -> None:
    text = await says(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Gỡ và mời người thay]")

    assert "Đã gỡ Lê Văn Nam" in text and "mời Chuyên viên đầu mối" in text and CODE.search(text)


async def test_a_units_leader_removes_its_own_people_alone(joined: Stage) -> None:
    await joined.happens("Hoa", Tapped(f"units.removed:{await seat_of(joined, 'Phạm Văn Bình')}", "x", "t"))
    assert await seat_of(joined, "Phạm Văn Bình")

    await says(joined, "Hoa", "/toi", "[Người của Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")
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

    assert "Lê Văn Nam – Chuyên viên đầu mối (không nhận được tin)" in await says(joined, "Lan", "/donvi", "[Sở Xây dựng]")


async def test_a_double_tap_makes_the_units_links_once(joined: Stage) -> None:
    for number in range(2):
        await joined.happens("Lan", Tapped(f"units.links:{BLOC_ID}", "x", f"t{number}"))
    links = [one for one in await joined.store.invites.everything() if one.state(joined.now) == "open"]

    assert len(links) == 16 and "vừa được gửi lúc" in joined.last("Lan").text


@pytest.mark.parametrize("words", ["SXD", "sxd", "xay dung", "Sở Xây dựng"])
async def test_a_unit_is_opened_from_the_list_by_its_code_name_or_alias(joined: Stage, words: str) -> None:
    assert (await says(joined, "Lan", "/donvi", words)).startswith("Sở Xây dựng\n")


@pytest.mark.parametrize("words", ["SXD", "xây dựng", "so xay dung"])
async def test_a_unit_named_behind_the_command_is_opened_at_once(joined: Stage, words: str) -> None:
    assert (await says(joined, "Lan", f"/donvi {words}")).startswith("Sở Xây dựng\n")


async def test_a_unit_that_is_not_there_is_told_with_the_way_back_to_the_list(joined: Stage) -> None:
    assert await says(joined, "Lan", "/donvi Sở lạ") == "Không có đơn vị “Sở lạ” trong khối." and "Quay lại" in joined.last("Lan").labels
    assert "Các đơn vị trong khối" in await says(joined, "Lan", "[Quay lại]")


async def test_a_name_of_two_units_is_asked_back(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await connection.rows("UPDATE units SET aliases = '[\"Sở Xây dựng\"]' WHERE code = 'SGTVT'", {})
    assert "nhiều đơn vị" in await says(joined, "Lan", "/donvi Sở Xây dựng")

    assert (await says(joined, "Lan", "[Sở Giao thông Vận tải]")).startswith("Sở Giao thông Vận tải\n")


async def test_a_label_comes_before_another_units_alias(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await connection.rows("UPDATE units SET aliases = '[\"Sở Xây dựng\", \"Màn hình chính\"]' WHERE code = 'SGTVT'", {})

    assert (await says(joined, "Lan", "/donvi", "sở xây dựng")).startswith("Sở Xây dựng\n")
    assert not (await says(joined, "Lan", "/donvi", "màn hình chính")).startswith("Sở Giao thông")


async def test_an_alias_that_two_units_of_a_list_bear_is_asked_back(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await connection.rows("UPDATE units SET aliases = '[\"Giao thông Xây dựng\"]' WHERE code IN ('SGTVT', 'SXD')", {})
    text = await says(joined, "Lan", "/donvi", "giao thong xay dung")

    assert "A. Sở Xây dựng" in text and "B. Sở Giao thông Vận tải" in text


async def test_an_old_removal_is_a_button_that_is_gone_for_there_is_nothing_to_look_at_again(joined: Stage) -> None:
    await says(joined, "Lan", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]")
    asked = joined.last("Lan")
    await says(joined, "Lan", "[Gỡ và mời người thay]")
    await joined.happens("Lan", Tapped(asked.buttons[0].action, asked.ref, "t"))

    assert joined.last("Lan").text == "Nút này không còn dùng được."
