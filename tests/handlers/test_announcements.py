"""Announcements: seen before they leave, acknowledged by unit, followed up."""

from datetime import timedelta

import pytest

from handlers.dialogue import Tapped
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, GROUP, Stage, forge, says

TEXT = "Đề nghị các đơn vị gửi báo cáo trước ngày 10/6."


async def sent(stage: Stage, to: str = "[Cả hai]") -> str:
    return await says(stage, "Lan", "/thongbao", TEXT, to, "[Xác nhận]")


def heard(stage: Stage, chat: str) -> int:
    return sum(TEXT in shown.text for shown in stage.chats[chat])


async def test_nothing_leaves_before_it_was_seen(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", TEXT)

    assert heard(joined, GROUP) == heard(joined, ACCOUNTS["Hoa"]) == 0
    assert TEXT in joined.last("Lan").text


@pytest.mark.parametrize(("to", "group", "person"), [("[Nhóm]", 1, 0), ("[Từng thành viên]", 0, 1), ("[Cả hai]", 1, 1)])
async def test_it_goes_where_it_was_meant_to(joined: Stage, to: str, group: int, person: int) -> None:
    await sent(joined, to)

    assert (heard(joined, GROUP), heard(joined, ACCOUNTS["Hoa"])) == (group, person)


async def test_a_cancelled_one_goes_nowhere(joined: Stage) -> None:
    assert "chưa gửi gì" in await says(joined, "Lan", "/thongbao", TEXT, "[Hủy]")
    assert heard(joined, GROUP) == heard(joined, ACCOUNTS["Hoa"]) == 0


async def test_a_unit_counts_once_however_many_of_it_acknowledge(joined: Stage) -> None:
    await sent(joined)
    for name in ("Hoa", "Nam"):
        await joined.does(name, "[Đã nhận]")

    assert "1/8 đơn vị đã nhận" in await says(joined, "Lan", "[Xem ai đã nhận]")


async def test_an_acknowledgement_in_the_group_counts_too(joined: Stage) -> None:
    await sent(joined)
    await joined.taps("Hoa", "Đã nhận", GROUP)

    assert "Sở Xây dựng: đã nhận" in await says(joined, "Lan", "[Xem ai đã nhận]")


async def test_reminding_reaches_the_units_that_have_not_acknowledged(joined: Stage) -> None:
    await sent(joined)
    await joined.does("Hoa", "[Đã nhận]")
    await says(joined, "Lan", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")

    assert heard(joined, ACCOUNTS["Minh"]) == 2 and heard(joined, ACCOUNTS["Nam"]) == 1


async def test_the_report_names_who_could_not_be_reached(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")
    await sent(joined)

    assert "Lê Văn Nam: đã chặn trợ lý" in await says(joined, "Lan", "[Xem ai đã nhận]")


async def test_a_file_goes_with_it(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao")
    await joined.sends("Lan", "cong-van.pdf", caption=TEXT)
    assert "Tệp kèm theo: cong-van.pdf" in joined.last("Lan").text
    await says(joined, "Lan", "[Cả hai]", "[Xác nhận]")

    assert sum(shown.files for shown in joined.chats[GROUP]) == 1 and sum(shown.files for shown in joined.chats[ACCOUNTS["Hoa"]]) == 1


@pytest.mark.parametrize(("text", "why"), [("x", "từ 3 đến 3.500 ký tự"), ("x" * 3501, "dài quá 3.500 ký tự")])
async def test_a_text_too_short_or_too_long_is_asked_again(joined: Stage, text: str, why: str) -> None:
    assert why in await says(joined, "Lan", "/thongbao", text)


@pytest.mark.parametrize("before", [(), ("Họp giao ban",)])
async def test_the_rest_of_a_text_that_the_messenger_cut_is_no_announcement(joined: Stage, before: tuple[str, ...]) -> None:
    text = await says(joined, "Lan", "/thongbao", *before, "x" * 4096, "phần còn lại")
    joined.now += timedelta(seconds=10)

    assert "chưa ghi phần nào" in text and "phần còn lại" not in text and TEXT in await says(joined, "Lan", TEXT)


PARTS = ("Phần đầu. " * 300, "Phần sau, dưới một dòng trống. " * 40)
"""A text of more than 4,096 that the messenger cut at a line's end: each part alone would fit."""


async def test_neither_part_of_a_text_that_the_messenger_cut_early_is_an_announcement(joined: Stage) -> None:
    text = await says(joined, "Lan", "/thongbao", *PARTS, "Phần ba")
    assert "chưa ghi phần nào" in text and "Phần" not in text.replace("phần", "")
    assert not any("chưa gửi" in label for label in (await joined.does("Lan", "/start"))[-1].labels)

    joined.now += timedelta(seconds=10)
    assert TEXT in await says(joined, "Lan", "/thongbao", TEXT)


async def test_a_draft_stays_as_it_was_before_a_text_that_the_messenger_cut(joined: Stage) -> None:
    text = await says(joined, "Lan", "/thongbao", TEXT, *PARTS)
    assert "chưa ghi phần nào" in text and TEXT in text and "Phần đầu" not in text

    await says(joined, "Lan", "[Từng thành viên]", "[Xác nhận]")
    assert TEXT in joined.last("Hoa").text


async def test_a_long_text_alone_is_an_announcement_and_a_later_one_takes_its_place(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", PARTS[0])
    joined.now += timedelta(seconds=4)
    text = await says(joined, "Lan", PARTS[1])

    assert "chưa ghi phần nào" not in text and "Phần sau" in text


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Thu"])
async def test_members_and_the_observer_announce_nothing(joined: Stage, name: str) -> None:
    assert "không thuộc quyền" in await says(joined, name, "/thongbao")
    for act in ("send:both", "confirmed"):
        await joined.happens(name, Tapped(f"announcements.{act}", "x", f"t{act}"))

    assert heard(joined, GROUP) == 0


async def test_nothing_leaves_before_its_readers_were_seen_by_name(joined: Stage) -> None:
    text = await says(joined, "Lan", "/thongbao", TEXT, "[Cả hai]")

    assert "Trần Thị Hoa" in text and "Đăng vào nhóm Khối" in text and "Chưa có ai tham gia" in text
    assert heard(joined, GROUP) == heard(joined, ACCOUNTS["Hoa"]) == 0


async def test_the_secretariat_is_among_the_members(joined: Stage) -> None:
    text = await says(joined, "Lan", "/thongbao", TEXT, "[Từng thành viên]")
    await says(joined, "Lan", "[Xác nhận]")

    assert "Mai Văn Quý" in text and heard(joined, ACCOUNTS["Quý"]) == 1


@pytest.mark.parametrize("way", ["/thoat", "/lichhop", "/thongbao"])
async def test_a_draft_is_kept_until_it_is_sent(joined: Stage, way: str) -> None:
    await says(joined, "Lan", "/thongbao", TEXT, way)
    text = await says(joined, "Lan", "/tieptuc", "[Thông báo chưa gửi]")
    await says(joined, "Lan", "[Nhóm]", "[Xác nhận]", "/tieptuc")

    assert "chưa gửi" in text and TEXT in text and heard(joined, GROUP) == 1 and "Không có việc" in joined.last("Lan").text


async def test_a_dropped_draft_is_gone(joined: Stage) -> None:
    assert "Không có việc" in await says(joined, "Lan", "/thongbao", TEXT, "[Hủy]", "/tieptuc")


async def test_a_file_without_its_text_is_kept_as_a_draft(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao")
    await joined.sends("Lan", "cong-van.pdf")

    assert "Đã nhận tệp cong-van.pdf" in await says(joined, "Lan", "/thoat", "/thongbao")


async def test_erasing_ones_data_forgets_the_draft(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", TEXT, "/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]")

    assert not await joined.database.reader.rows("SELECT 1 FROM notes WHERE name LIKE 'unsent:%'", {})


async def test_the_readers_can_be_chosen_again(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", TEXT, "[Cả hai]", "[Quay lại]", "[Nhóm]", "[Xác nhận]")

    assert (heard(joined, GROUP), heard(joined, ACCOUNTS["Hoa"])) == (1, 0)


async def test_a_file_may_come_after_the_text(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", TEXT)
    await joined.sends("Lan", "cong-van.pdf")
    shown = joined.last("Lan").text
    await says(joined, "Lan", "[Nhóm]", "[Xác nhận]")

    assert TEXT in shown and "Tệp kèm theo: cong-van.pdf" in shown and sum(one.files for one in joined.chats[GROUP]) == 1


async def test_a_file_may_come_before_the_text(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao")
    await joined.sends("Lan", "cong-van.pdf")
    asked = joined.last("Lan").text

    assert "Đã nhận tệp cong-van.pdf" in asked and "Tệp kèm theo: cong-van.pdf" in await says(joined, "Lan", TEXT)


async def test_a_text_typed_at_the_preview_takes_the_place_of_the_first(joined: Stage) -> None:
    text = await says(joined, "Lan", "/thongbao", "Nội dung viết nhầm.", "[Cả hai]", TEXT)

    assert TEXT in text and "viết nhầm" not in text


async def test_a_confirmation_tapped_twice_sends_once(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao", TEXT, "[Cả hai]", "[Xác nhận]")
    await joined.happens("Lan", Tapped("announcements.confirmed", "x", "again"))

    assert heard(joined, GROUP) == 1


async def test_without_a_group_the_sender_is_told_so(stage: Stage) -> None:
    await stage.scene("joined without group")
    text = await sent(stage)

    assert "chưa gắn nhóm nào" in text and "chưa gắn nhóm nào" in await says(stage, "Lan", "[Xem ai đã nhận]")


async def test_a_group_the_bot_has_left_is_reported(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await Store(connection).groups.reach("telegram", GROUP, reachable=False)
    text = await sent(joined)

    assert "không còn trong nhóm" in text and "Đã gửi" in text and "Nhóm của khối: chưa đăng được" in await says(joined, "Lan", "[Xem ai đã nhận]")


async def test_what_reaches_nobody_is_not_said_to_be_sent(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await Store(connection).groups.reach("telegram", GROUP, reachable=False)
    text = await sent(joined, "[Nhóm]")

    assert "chưa tới được ai" in text and "Đã gửi" not in text


async def test_where_nobody_is_reached_no_number_of_people_is_named(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        for account in ACCOUNTS.values():
            await Store(connection).people.reach("telegram", account, reachable=False, why="blocked")
    before = await says(joined, "Lan", "/thongbao", TEXT, "[Từng thành viên]")
    after = await says(joined, "Lan", "[Xác nhận]")

    assert "0 người" not in before + after and "chưa tới được ai" in after


async def test_a_post_that_arrived_is_reported(joined: Stage) -> None:
    await sent(joined)

    assert "Nhóm của khối: đã đăng" in await says(joined, "Lan", "[Xem ai đã nhận]")


async def test_who_has_blocked_the_bot_is_not_counted_as_sent_to(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")
    text = await sent(joined, "[Từng thành viên]")

    assert "Gửi riêng tới 5 người" in text and "Lê Văn Nam: đã chặn trợ lý" in text


async def test_reminding_says_of_whom_nobody_could_be_reminded(stage: Stage) -> None:
    await stage.join("Lan")
    await sent(stage)
    text = await says(stage, "Lan", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")

    assert "Đã nhắc" not in text and "không có ai khác nhận được tin: Sở Công Thương" in text


async def test_whom_a_reminder_of_an_announcement_does_not_reach_is_named(joined: Stage) -> None:
    await sent(joined)
    async with joined.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")
    text = await says(joined, "Lan", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")

    assert "Đã nhắc" in text and "Lê Văn Nam: đã chặn trợ lý" in text


async def test_a_reminder_tapped_twice_leaves_once(joined: Stage) -> None:
    await sent(joined)
    for number in range(2):
        await joined.happens("Lan", Tapped("announcements.remind:1", "x", f"t{number}"))

    assert heard(joined, ACCOUNTS["Hoa"]) == 2 and "Vừa nhắc lúc" in joined.last("Lan").text


async def test_who_holds_seats_in_two_units_acknowledges_for_both(joined: Stage) -> None:
    await says(joined, "Hoa", "/start [SKHCN unit_focal_point]", "[Nhận vai trò]")
    await sent(joined)
    await joined.does("Hoa", "[Đã nhận]")
    text = await says(joined, "Lan", "[Xem ai đã nhận]")

    assert "2/8 đơn vị" in text and "Sở Xây dựng: đã nhận" in text and "Sở Khoa học và Công nghệ: đã nhận" in text


@pytest.mark.parametrize("caption", ["", "x", "x" * 3501])
async def test_a_file_whose_caption_is_no_text_is_not_lost(joined: Stage, caption: str) -> None:
    await says(joined, "Lan", "/thongbao")
    await joined.sends("Lan", "cong-van.pdf", caption=caption)

    assert "Tệp kèm theo: cong-van.pdf" in await says(joined, "Lan", TEXT)


async def test_it_names_who_sent_it(joined: Stage) -> None:
    await sent(joined)

    assert "Nguyễn Thị Lan gửi" in joined.last("Hoa").text and "Nguyễn Thị Lan gửi" in joined.chats[GROUP][-1].text


async def test_a_reminder_waits_under_its_first_words(joined: Stage) -> None:
    await sent(joined)
    await says(joined, "Lan", "[Xem ai đã nhận]", "[Nhắc đơn vị chưa nhận]")

    assert "Nhắc lại thông báo của Nguyễn Thị Lan · Đề nghị các đơn vị" in await says(joined, "Hoa", "/start", "[Việc đang chờ]")


async def test_who_comes_back_finds_what_was_sent_and_who_has_received_it(joined: Stage) -> None:
    await sent(joined)
    await joined.does("Hoa", "[Đã nhận]")
    listed = await says(joined, "Quý", "/thongbao", "[Thông báo đã gửi]")
    shown = await says(joined, "Quý", "[Xem 1]")

    assert f"Nguyễn Thị Lan: {TEXT}" in listed and f"Thông báo: {TEXT}" in shown and "1/8 đơn vị đã nhận" in shown


async def test_the_newest_announcements_are_listed_first_and_by_their_first_words(joined: Stage) -> None:
    for text in ("Thông báo thứ nhất", "Thông báo thứ hai " + "rất dài " * 30):
        await says(joined, "Lan", "/thongbao", text, "[Nhóm]", "[Xác nhận]")
        joined.now += timedelta(minutes=5)
    lines = (await says(joined, "Lan", "/thongbao", "[Thông báo đã gửi]")).splitlines()

    assert "thứ hai rất dài" in lines[1] and lines[1].endswith("…") and "thứ nhất" in lines[2]


async def test_nothing_is_offered_where_nothing_was_sent(joined: Stage) -> None:
    await says(joined, "Lan", "/thongbao")

    assert joined.last("Lan").labels == ["Hủy"] and "Chưa gửi thông báo nào" in await forge(joined, "Lan", f"announcements.sent:{BLOC_ID}")
