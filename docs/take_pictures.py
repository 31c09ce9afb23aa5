"""Takes the pictures of README.md and huong-dan.md: plays the story in the playground and photographs its page.

    .venv/bin/python docs/take_pictures.py

Needs Chromium (Debian's package `chromium`). The pictures land in docs/pictures/; look at them before committing.
"""

import asyncio
import tempfile
from functools import partial
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.app import Time, playing
from bot.playground.persons import Person
from bot.playground.records import Message
from bot.playground.stage import GROUP, Stage

PICTURES = Path(__file__).with_name("pictures")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 800}
ANSWERS = ("9,5 – BC số 45/BC-SXD ngày 12/6/2026", "8,5", "9", "8", "9", "10", "9", "9,5", "10", "8")


class Story:
    """The cast acts in the world itself; the page only looks on."""

    def __init__(self, stage: Stage, page: Page) -> None:
        self.stage, self.page = stage, page

    def person(self, name: str) -> Person:
        actor = next(one for one in self.stage.cast if one.name.endswith(name))
        return Person(self.stage.playground.world, actor.id)

    async def acts(self, name: str, *words: str) -> Message:
        """Types each of the words, or taps a [Label], waiting for the bot each time."""
        person = self.person(name)
        answer = person.last()
        for one in words:
            if one.startswith("["):
                shown = next(message for message in reversed(person.sees()) if any(one[1:-1] in label for label in message.labels))
                label = next(label for label in shown.labels if one[1:-1] in label)
                answer = await self.stage.playground.after(partial(person.taps, shown, label), person, timeout=15)
            else:
                answer = await self.stage.playground.after(partial(person.types, one), person, timeout=15)
        assert answer is not None
        return answer

    async def joins(self, *names: str) -> None:
        for name in names:
            actor = next(one for one in self.stage.cast if one.name.endswith(name))
            person = self.person(name)
            await self.stage.playground.after(partial(person.starts, actor.code), person, timeout=15)
            await self.acts(name, "[Đồng ý]", f"{actor.name}, {actor.title}")

    async def photographs(self, file: str, name: str, *, pane: str = "private") -> None:
        """The page as this person sees it."""
        kept = {"me": self.person(name).id, "pane": pane, "welcomed": True}
        await self.page.evaluate(
            "kept => Object.entries(kept).forEach(([name, value]) => localStorage.setItem(`ktd.${name}`, JSON.stringify(value)))", kept
        )
        await self.page.reload()
        await self.page.wait_for_selector(f"#{pane} .message")
        await self.page.wait_for_timeout(900)
        for jump in await self.page.get_by_role("button", name="Tin mới nhất").all():
            if await jump.is_visible():
                await jump.click()
        await self.page.wait_for_timeout(900)
        await self.page.screenshot(path=PICTURES / f"{file}.png")


async def phone_story(stage: Stage, page: Page) -> None:
    """What the guide shows."""
    story = Story(stage, page)
    hoa = next(one for one in stage.cast if one.name.endswith("Hoa"))
    person = story.person("Hoa")
    await stage.playground.after(lambda: person.starts(hoa.code), person, timeout=15)
    await story.photographs("tham-gia", "Hoa")
    await story.acts("Hoa", "[Đồng ý]", f"{hoa.name}, {hoa.title}")
    await story.joins("Lan", "Bình", "Minh", "Nam", "Thu")
    story.person("Lan").types("/nhom", GROUP)
    await story.acts("Lan", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", "[Sơ kết 6 tháng đầu năm", "[ngan-10]", "thứ sáu tuần sau 17h")
    await story.photographs("mo-dot", "Lan")
    await story.acts("Lan", "[Xác nhận]")
    await story.acts("Hoa", "/chamdiem")
    await story.photographs("phieu", "Hoa")
    await story.acts("Hoa", "[Chấm tiếp]", *ANSWERS[:2])
    await story.photographs("cham-diem", "Hoa")
    await story.acts("Hoa", *ANSWERS[2:], "[Xem lại và nộp]")
    await story.photographs("xem-lai", "Hoa")
    await story.acts("Hoa", "[Nộp]")
    await story.photographs("bien-nhan", "Hoa")
    await story.acts("Lan", "/tinhhinh")
    await story.photographs("tinh-hinh", "Lan")
    await story.acts(
        "Lan", "/hop", "Hội nghị sơ kết 6 tháng đầu năm", "thứ năm tuần sau 8h", "Phòng họp tầng 2, Sở Công Thương", "[Tất cả]", "[Xác nhận]"
    )
    await story.photographs("moi-hop", "Hoa")
    for name in ("Lan", "Minh"):
        await story.acts(name, "/chamdiem", "[Chấm tiếp]", *("9" if name == "Lan" else "8,5" for _ in ANSWERS), "[Xem lại và nộp]", "[Nộp]")
    await story.acts("Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm", "[Đóng đợt]", "[Xác nhận]")
    await story.acts("Minh", "/thamdinh", "[Sở Xây dựng]", "[Thẩm định tiếp", "[Chấp nhận", "8 – thiếu hai báo cáo chuyên đề")
    await story.photographs("tham-dinh", "Minh")
    for name in ("Minh", "Lan"):
        await story.acts(name, "/thamdinh", "[Chấp nhận phần còn lại", "[Xác nhận]")
    await story.acts("Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    await story.acts("Hoa", "[Xem kết quả thẩm định]")
    await story.photographs("ket-qua", "Hoa")
    await story.acts("Lan", "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]")
    await story.photographs("ra-soat", "Lan")
    await story.acts("Lan", "[Chốt điểm]", "[Xác nhận]", "[Công bố]")
    await story.photographs("xem-truoc", "Lan")
    await story.acts("Lan", "[Xác nhận]", "công bố")
    await stage.playground.until(lambda: any("photo" in message.raw for message in person.sees(GROUP)), timeout=30)
    await story.photographs("xep-hang", "Hoa", pane="group")


async def desk_story(stage: Stage, page: Page) -> None:
    """What README shows: the same world, on a wide page."""
    await Story(stage, page).photographs("playground", "Hoa")


async def take(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder), Time()) as stage, stage.serving_page("127.0.0.1", 0) as address:
            for viewport, story in ((PHONE, phone_story), (DESK, desk_story)):
                page = await browser.new_page(viewport=viewport)  # type: ignore[arg-type]  # a plain mapping is what it takes
                await page.goto(address)
                await story(stage, page)
                await page.close()


async def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        await take(browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
