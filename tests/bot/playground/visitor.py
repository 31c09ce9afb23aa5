"""A visitor of the playground's page: a real browser, driven as people would, in which nothing may go wrong unnoticed."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import ConsoleMessage, Locator, Page, async_playwright

from bot.app import playing
from bot.playground.stage import Stage
from tests.bot.playground.times import SetTime

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
DESK, PHONE, NARROW = (1280, 800), (360, 740), (320, 568)
ENLARGED = (240, 493)
"""What 360 x 740 comes to at 150 %."""
PATIENCE = 20_000
LAN, HOA = 1001, 1005
OPENING = ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", "Sơ kết", "[ngan-10]", "2 tuần nữa 17h", "[Xác nhận]")


@dataclass
class Visitor:
    """What a person at the page does and sees; `faults` are the errors the browser met."""

    page: Page
    stage: Stage
    faults: list[str] = field(default_factory=list)

    async def becomes(self, name: str) -> None:
        await self.looks_at("people")
        await self.page.locator("#cast button", has_text=name).click()
        await self.page.locator("#private .under", has_text=name).wait_for(state="attached")

    async def looks_at(self, pane: str) -> None:
        """On a phone one pane is seen at a time."""
        tab = self.page.locator(f'.tabs [data-pane="{pane}"]')
        if await tab.is_visible():
            await tab.click()

    async def writes(self, text: str, pane: str = "private") -> None:
        await self.looks_at(pane)
        await self.page.fill(f"#{pane}-text", text)
        await self.page.locator(f"#{pane} .send").click()

    async def taps(self, label: str, pane: str = "private") -> None:
        """The newest button whose label has these very words."""
        await self.looks_at(pane)
        await self.page.locator(f"#{pane} .keys button", has_text=re.compile(re.escape(label))).last.click()

    async def attaches(self, *files: tuple[str, str, bytes], pane: str = "private", words: str = "") -> None:
        chosen = [{"name": name, "mimeType": mime, "buffer": content} for name, mime, content in files]
        await self.page.locator(f"#{pane} .files").set_input_files(chosen)  # type: ignore[arg-type]
        await self.writes(words, pane)

    async def sees(self, words: str, pane: str = "private") -> Locator:
        """Waits for a message with these words."""
        message = self.page.locator(f"#{pane} .message", has_text=words).last
        await message.wait_for(state="attached")
        return message

    async def reads_toast(self, words: str) -> None:
        await self.page.locator("#toast", has_text=words).wait_for()

    async def joins(self, name: str, named: str) -> None:
        await self.becomes(name)
        await self.page.locator("#private .start .go").click()
        await self.taps("Đồng ý")
        await self.sees("Có thể chỉ nhập họ và tên")
        await self.writes(named)
        await self.sees("Đã ghi nhận")

    async def does_as_guided(self, file: tuple[str, str, bytes]) -> None:
        """Fills in what the guide offers and sends it, or taps whatever it marks; sends the file, with its score, where a file is wanted."""
        if await self.page.locator("#guide-fill").is_visible():
            await self.page.locator("#guide-fill").click()
            await self.page.locator(".pane:has(textarea:focus) .send").click()
        elif await self.page.locator(".attach.hint").count():
            await self.attaches(file, words="9")
        else:
            for marked in (".tabs .hint", ".more.hint", "main .hint, .controls .hint"):
                if await self.page.locator(marked).first.is_visible():
                    await self.page.locator(marked).first.click()

    async def settles(self) -> None:
        """Waits until the bot has said all, and the page shows it."""
        await self.stage.quiet()
        await self.page.wait_for_function("seen => Number(document.body.dataset.seen) >= seen", arg=self.stage.playground.world.changes)

    async def has_room(self) -> bool:
        """Nothing is wider than the window."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@asynccontextmanager
async def visiting(data_dir: Path, size: tuple[int, int] = DESK, *, welcomed: bool = True) -> AsyncIterator[Visitor]:
    """The real playground, and a visitor at its page. Skips where no browser is installed; fails on errors in the browser, and on what does not fit."""
    async with AsyncExitStack() as opened:
        page = await opened.enter_async_context(browsing(size, welcomed=welcomed))
        stage = await opened.enter_async_context(playing(data_dir, SetTime()))
        address = await opened.enter_async_context(stage.serving_page("127.0.0.1", 0))
        visitor = Visitor(page, stage)
        visitor.page.on("console", lambda told: _note(visitor, told))
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        await visitor.page.goto(address)
        await visitor.page.locator("#cast button").first.wait_for(state="attached")
        yield visitor
        assert not visitor.faults, visitor.faults
        assert await visitor.has_room()


@asynccontextmanager
async def browsing(size: tuple[int, int] = DESK, *, welcomed: bool = True) -> AsyncIterator[Page]:
    """A browser with an empty page, on a desk or a phone. Skips where none is installed."""
    path = browser_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE, is_mobile=size == PHONE)
        context.set_default_timeout(PATIENCE)
        if welcomed:
            await context.add_init_script("localStorage.setItem('ktd.welcomed', 'true')")
        yield await context.new_page()
        await browser.close()


def _note(visitor: Visitor, told: ConsoleMessage) -> None:
    if told.type == "error":
        visitor.faults.append(f"{told.text} {told.location}")


def browser_path() -> str:
    """Where a browser is; skips the test where none is installed."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is installed: none of {', '.join(BROWSERS)} is on the path")
    return found


async def acts(stage: Stage, who: int, *acts: str, chat: int | None = None) -> None:
    """One of the cast writes, or taps what stands in brackets, and waits for each answer."""
    person = stage.playground.person(who)
    for act in acts:
        if act.startswith("["):
            message = next(one for one in reversed(person.sees(chat)) if one.by_bot and any(act[1:-1] in label for label in one.labels))
            label = next(label for label in message.labels if act[1:-1] in label)
            await stage.playground.after(lambda message=message, label=label: person.taps(message, label), person, chat, 15)  # type: ignore[misc]
        else:
            await stage.playground.after(lambda act=act: person.types(act, chat), person, chat, 15)  # type: ignore[misc]


async def joined(stage: Stage, *people: int) -> None:
    """These of the cast join with their own invites."""
    for actor in stage.cast:
        if actor.id in people:
            await acts(stage, actor.id, f"/start {actor.code}", "[Đồng ý]", f"{actor.name}, {actor.title}")


async def period_open(stage: Stage) -> None:
    """The chair and the leader of SXD have joined, the group is tied, a short period is open."""
    await joined(stage, LAN, HOA)
    await acts(stage, LAN, "/nhom", chat=next(iter(stage.playground.world.groups)))
    await acts(stage, LAN, *OPENING)
    await stage.quiet()
