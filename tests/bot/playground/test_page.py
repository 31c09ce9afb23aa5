"""The page as people meet it: in a real browser, on a desk and on a phone, with the real bot behind it."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground.stage import GROUP
from tests.bot.playground.visitor import DESK, ENLARGED, HOA, LAN, PHONE, acts, joined, period_open, visiting

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
PDF = ("Báo cáo số 45.pdf", "application/pdf", b"%PDF-1.4 report")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
TEN = 10
STEPS_AT_MOST = 40


@SIZES
async def test_a_unit_joins_assesses_itself_submits_and_the_group_sees_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, size) as visitor:
        await period_open(visitor.stage)
        await visitor.joins("Vũ Đức Minh", "Vũ Đức Minh, Giám đốc")
        await visitor.writes("/chamdiem")
        await visitor.taps("Chấm tiếp (I.1)")
        for number in range(TEN):
            await visitor.sees("Nhập điểm")
            await visitor.writes("9,5")
            await expect(visitor.page.locator("#private .bot .text", has_text="Đã ghi ")).to_have_count(number + 2)
        await visitor.taps("Xem lại và nộp")
        await visitor.taps("Nộp")
        post = await visitor.sees("1/8 đơn vị đã nộp", "group")
        await expect(post).to_contain_text("đã sửa")


@SIZES
async def test_time_moved_to_what_is_due_brings_a_reminder(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, size) as visitor:
        await period_open(visitor.stage)
        await visitor.becomes("Trần Thị Hoa")
        reminder = visitor.page.locator("#private .bot", has_text="Còn 7 ngày").or_(visitor.page.locator("#private .bot", has_text="còn 7 ngày"))
        for _ in range(TEN):
            if await reminder.count():
                break
            if await visitor.page.locator("#more").is_visible():
                await visitor.page.locator("#more").click()
            await visitor.page.locator("#next").click()
            await expect(visitor.page.locator("#next")).not_to_have_attribute("aria-busy", "true")
        await expect(reminder.last).to_contain_text("Sơ kết")


async def test_files_are_sent_kept_and_shown(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await period_open(visitor.stage)
        await visitor.becomes("Trần Thị Hoa")
        await visitor.writes("/chamdiem")
        await visitor.taps("Chấm tiếp (I.1)")
        await visitor.sees("Nhập điểm")
        await visitor.attaches(PDF, words="9,5")
        await visitor.sees("Báo cáo số 45.pdf")
        await visitor.sees("Đã lưu 1 tệp minh chứng")


async def test_pictures_sent_together_are_one_message_and_enlarge(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.becomes("Nguyễn Thị Lan")
        await visitor.attaches(("a.png", "image/png", PNG), ("b.png", "image/png", PNG))
        album = visitor.page.locator("#private .pictures.many")
        await expect(album.locator("img")).to_have_count(2)
        await album.locator("button").first.click()
        await expect(visitor.page.locator("#picture img")).to_be_visible()


async def test_a_document_can_be_downloaded_under_its_name(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.attaches(PDF)
        async with visitor.page.expect_download() as downloading:
            await (await visitor.sees(PDF[0])).locator("a.document").click()
        download = await downloading.value
        assert download.suggested_filename == PDF[0]


async def test_a_message_of_ones_own_is_edited_from_its_menu(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.writes("xin chào cả khối", "group")
        await (await visitor.sees("xin chào cả khối", "group")).click(button="right")
        await visitor.page.get_by_role("menuitem", name="Sửa").click()
        await visitor.writes("xin chào các đơn vị", "group")
        await expect(await visitor.sees("xin chào các đơn vị", "group")).to_contain_text("đã sửa")


async def test_the_caption_of_a_file_is_edited_and_taken_off(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.attaches(PDF, words="9", pane="group")
        for item, words, shown in (("Sửa chú thích", "9,5", "9,5"), ("Sửa chú thích", "", PDF[0])):
            await (await visitor.sees(PDF[0], "group")).click(button="right", position={"x": 5, "y": 5})
            await visitor.page.get_by_role("menuitem", name=item).click()
            await visitor.writes(words, "group")
            await expect(visitor.page.locator("#group .message.mine .text")).to_have_text([words] if words else [])
            await expect(await visitor.sees(shown, "group")).to_contain_text("đã sửa")


async def test_a_reply_quotes_what_it_answers(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        visitor.stage.playground.person(HOA).types("Họp ở đâu?", GROUP)
        await (await visitor.sees("Họp ở đâu?", "group")).click(button="right")
        await visitor.page.get_by_role("menuitem", name="Trả lời").click()
        await visitor.writes("Tầng 2", "group")
        await expect((await visitor.sees("Tầng 2", "group")).locator(".quote")).to_contain_text("Họp ở đâu?")


async def test_a_link_in_the_group_opens_the_private_chat_where_start_is_pressed(tmp_path: Path) -> None:
    async with visiting(tmp_path, PHONE) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.writes("/toi", "group")
        await visitor.taps("", "group")
        await visitor.page.locator("#private .start .go", has_text="Bắt đầu").click()
        await visitor.sees("Nguyễn Thị Lan")


async def test_the_slash_lists_the_commands_and_a_tap_sends_one(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.page.locator("#private .slash").click()
        await visitor.page.locator("#private .suggest li", has_text="/trogiup").click()
        await visitor.sees("Việc ai cũng làm được")


async def test_who_one_is_and_the_guide_survive_a_reload(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.page.locator("#help").click()
        await visitor.becomes("Trần Thị Hoa")
        await visitor.page.reload()
        await expect(visitor.page.locator("#private .under")).to_contain_text("Trần Thị Hoa")
        await expect(visitor.page.locator("#guide-text")).to_contain_text("Chọn Nguyễn Thị Lan")


async def test_what_the_browser_kept_of_another_world_is_forgotten(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.page.locator("#help").click()
        await visitor.page.evaluate("localStorage.setItem('ktd.world', JSON.stringify('another'))")
        await visitor.page.reload()
        await expect(visitor.page.locator("#welcome")).to_be_visible()
        await expect(visitor.page.locator("#guide")).to_be_hidden()


@SIZES
async def test_the_guide_leads_a_first_visitor_from_joining_to_a_reminder(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, size, welcomed=False) as visitor:
        await visitor.page.locator("#welcome-guide").click()
        steps = set()
        for _ in range(STEPS_AT_MOST):
            await visitor.settles()
            steps.add(await visitor.page.locator("#guide-step").inner_text())
            told = await visitor.page.locator("#guide-text").inner_text()
            if "Chạy thử nửa năm" in told:
                break
            await visitor.does_as_guided(PDF)
            await expect(visitor.page.locator("#guide-text")).not_to_have_text(told)
        assert steps == {f"{number}/8" for number in range(1, 9)}
        await visitor.sees("Đã ghi I.2 Chất lượng tham mưu, đề xuất: 9")


async def test_unread_messages_are_counted_by_person(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, HOA)
        await visitor.stage.quiet()
        badge = visitor.page.locator("#cast button", has_text="Trần Thị Hoa").locator(".badge")
        await expect(badge).to_have_text(str(visitor.stage.playground.person(HOA).unread()))
        await visitor.becomes("Trần Thị Hoa")
        await visitor.becomes("Nguyễn Thị Lan")
        await expect(badge).to_have_count(0)


async def test_somebody_who_blocks_the_bot_may_let_it_write_again(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.page.locator("#private .attach").click()
        await visitor.page.get_by_role("menuitem", name="Chặn trợ lý").click()
        await visitor.page.locator("#private .go", has_text="Bỏ chặn").click()
        await expect(visitor.page.locator("#private-text")).to_be_visible()


async def test_what_the_server_refuses_is_told_in_a_sentence(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.sees("Đã ghi nhận")
        await visitor.settles()
        await asyncio.sleep(1)  # the marks of reading are drawn too: the page asks for nothing more
        last = visitor.stage.playground.person(LAN).last()
        assert last is not None
        last.raw.pop("reply_markup")
        await visitor.taps("Màn hình chính")
        await visitor.reads_toast("không còn nữa")
        visitor.faults.clear()  # the browser notes the refusal itself


async def test_a_lost_server_is_told_and_found_again(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.page.context.set_offline(offline=True)
        visitor.stage.playground.world.touch()
        await visitor.page.locator("#offline").wait_for()
        await visitor.page.context.set_offline(offline=False)
        await visitor.reads_toast("Đã kết nối lại")
        await expect(visitor.page.locator("#offline")).to_be_hidden()
        visitor.faults.clear()  # the browser notes the lost connection itself


async def test_on_a_phone_the_menu_holds_the_clock_the_half_year_the_guide_and_the_look(tmp_path: Path) -> None:
    async with visiting(tmp_path, PHONE) as visitor:
        await visitor.page.get_by_role("button", name="Menu").click()
        for name in ("Việc kế tiếp", "Chạy thử nửa năm", "Hướng dẫn", "Giao diện"):
            await expect(visitor.page.get_by_role("button", name=name)).to_be_visible()


async def test_a_clock_that_somebody_else_is_moving_says_so_over_the_chat(tmp_path: Path) -> None:
    async with visiting(tmp_path, PHONE) as visitor:
        await visitor.page.route("**/play/clock", lambda route: route.fulfill(status=409, json={"reason": "moving"}))
        await visitor.page.locator("#more").click()
        await visitor.page.locator('[data-step="hour"]').click()
        await visitor.reads_toast("Đồng hồ đang tua")
        await expect(visitor.page.locator("#controls")).to_be_hidden()
        visitor.faults.clear()  # the browser notes the refusal itself


async def test_files_dropped_on_a_chat_wait_to_be_sent(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.settles()
        carried = await visitor.page.evaluate_handle(
            "() => { const all = new DataTransfer(); all.items.add(new File(['x'], 'Biên bản.pdf', {type: 'application/pdf'})); return all; }"
        )
        await visitor.page.dispatch_event("#private", "drop", {"dataTransfer": carried})
        await expect(visitor.page.locator("#private .tray")).to_contain_text("Biên bản.pdf")
        await visitor.page.locator("#private .send").click()
        await visitor.sees("Biên bản.pdf")


async def test_the_keyboard_alone_sends_and_mends_a_message(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.page.focus("#group-text")
        await visitor.page.keyboard.type("Kính gửi các đơn vi")
        await visitor.page.keyboard.press("Enter")
        await visitor.sees("Kính gửi các đơn vi", "group")
        await visitor.page.keyboard.press("ArrowUp")
        await visitor.page.keyboard.press("Backspace")
        await visitor.page.keyboard.type("ị")
        await visitor.page.keyboard.press("Enter")
        await expect(await visitor.sees("Kính gửi các đơn vị", "group")).to_contain_text("đã sửa")


async def test_who_scrolls_up_reads_older_messages_and_stays_there(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        for number in range(120):
            visitor.stage.playground.person(HOA).types(f"tin số {number}.", GROUP)
        await visitor.sees("tin số 119.", "group")
        await visitor.page.evaluate("document.querySelector('#group-messages').scrollTop = 0")
        await visitor.sees("tin số 0.", "group")
        visitor.stage.playground.person(HOA).types("tin mới", GROUP)
        await visitor.page.locator("#group .jump", has_text="1 tin mới").click()
        await expect(await visitor.sees("tin mới", "group")).to_be_in_viewport()


async def test_who_declined_opens_the_invite_again(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await acts(visitor.stage, LAN, f"/start {visitor.stage.cast[0].code}", "[Không đồng ý]")
        await visitor.sees("mã mời vẫn còn dùng được")
        await visitor.page.locator("#private .attach").click()
        await visitor.page.get_by_role("menuitem", name="Mở liên kết mời").click()
        await visitor.page.locator("#private .start .go").click()
        await visitor.taps("Đồng ý")
        await visitor.sees("Có thể chỉ nhập họ và tên")


async def test_a_half_year_is_begun_with_one_tap_and_its_progress_shown(tmp_path: Path) -> None:
    async with visiting(tmp_path, PHONE, welcomed=False) as visitor:
        await visitor.page.locator("#welcome-play").click()
        await expect(visitor.page.locator("#progress-line")).to_contain_text("tham gia")
        await visitor.sees("Nhóm này đã được gắn", "group")


async def test_a_button_with_a_long_label_is_cut_within_the_window(tmp_path: Path) -> None:
    async with visiting(tmp_path, PHONE) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.settles()
        button = visitor.page.locator("#private .keys button").last
        await button.evaluate("one => { one.textContent = 'Sở Xây dựng: Sơ kết 6 tháng đầu năm '.repeat(3); }")

        box = await button.bounding_box()
        assert box is not None and box["x"] + box["width"] <= PHONE[0]


async def test_a_phone_read_at_150_percent_shows_date_and_tabs_whole(tmp_path: Path) -> None:
    async with visiting(tmp_path, ENLARGED) as visitor:
        await period_open(visitor.stage)
        await visitor.settles()
        cut = "[...document.querySelectorAll('.bar time, .tabs .label')].filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"

        assert await visitor.page.evaluate(cut) == []


async def test_a_button_with_a_long_name_is_no_wider_than_the_phone(tmp_path: Path) -> None:
    async with visiting(tmp_path, ENLARGED) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.writes("/donvi")
        await visitor.sees("Các đơn vị trong khối")
        beyond = (
            "[...document.querySelectorAll('.keys button')].filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.textContent)"
        )

        assert await visitor.page.evaluate(beyond) == []


async def test_what_is_written_at_150_percent_has_a_line_of_its_own_and_a_way_to_be_sent(tmp_path: Path) -> None:
    async with visiting(tmp_path, ENLARGED) as visitor:
        await joined(visitor.stage, LAN)
        await visitor.settles()
        await expect(visitor.page.locator("#private .send")).to_be_hidden()
        await visitor.attaches(PDF)
        await visitor.sees(PDF[0])
        await visitor.page.fill("#private-text", "/toi")
        assert await visitor.page.evaluate("document.querySelector('#private-text').offsetWidth") > ENLARGED[0] * 0.9
        await visitor.page.locator("#private .send").click()
        await visitor.sees("Nguyễn Thị Lan")
