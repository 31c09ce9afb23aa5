"""A half-year that was cut off says so on the page and is gone on with, or begun anew; whoever acts beside it is told what goes on."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from bot.app import playing
from bot.playground.half_year import HalfYear
from bot.playground.progress import Progress, kept_progress
from bot.playground.stage import PLAY
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import ENLARGED, LAN, NARROW, PHONE, Visitor, browsing, period_open, visiting

CUT_OFF = Progress(line="Các đơn vị tự chấm và nộp…", share=0.5, title="Sơ kết 6 tháng đầu năm 2026")
SHARE = "document.querySelector('#{} .scroll').clientHeight / innerHeight"


def cut_off(folder: Path) -> None:
    """As if the bot had been killed in the middle of a half-year."""
    CUT_OFF.keep(folder / "half-year.json")


def test_what_is_kept_of_a_half_year_stands_still_and_unfinished(tmp_path: Path) -> None:
    Progress(line="…", share=0.5, running=True).keep(tmp_path / "half-year.json")

    assert kept_progress(tmp_path / "half-year.json").is_unfinished


@pytest.mark.parametrize("kept", [Progress(), Progress(line="Xong.", share=1.0), Progress(line="…", share=0.5, running=True)])
def test_a_half_year_not_begun_or_done_or_playing_is_not_unfinished(kept: Progress) -> None:
    assert not kept.is_unfinished


def test_a_step_that_was_reached_before_does_not_take_the_progress_back() -> None:
    progress = Progress(line="later", share=0.5)
    progress.reaches("earlier", 0.1)

    assert (progress.line, progress.share) == ("later", 0.5)


def test_two_units_of_the_cast_give_themselves_equal_points_and_no_others() -> None:
    marks = json.loads(PLAY.read_text("utf-8"))["marks"]

    assert sorted(Counter(map(sum, marks)).values()) == [1, 1, 1, 1, 1, 1, 2]


async def test_a_half_year_begun_twice_plays_once_and_goes_on_where_it_was(tmp_path: Path) -> None:
    cut_off(tmp_path)
    async with playing(tmp_path, SetTime()) as stage:
        play = HalfYear(stage, pause=0.0)

        assert (play.begin(), play.begin()) == (True, False)
        assert play.progress()["share"] == CUT_OFF.share
        await play.stop()


async def test_a_half_year_begun_anew_starts_from_nothing(tmp_path: Path) -> None:
    cut_off(tmp_path)
    async with playing(tmp_path, SetTime()) as stage:
        play = HalfYear(stage, pause=0.0)
        play.begin(anew=True)
        assert play.progress()["share"] == 0.0
        await play.stop()


async def test_nobody_moves_the_clock_of_a_half_year_that_plays(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage, stage.serving_page("127.0.0.1", 0) as address, aiohttp.ClientSession(address) as page:
        assert (await asks(page, "half-year"))["begun"]
        assert (await asks(page, "clock", step="day"))["reason"] == "playing"


async def test_of_two_moves_of_the_clock_at_once_the_second_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage, stage.serving_page("127.0.0.1", 0) as address, aiohttp.ClientSession(address) as page:
        answers = await asyncio.gather(asks(page, "clock", step="hour"), asks(page, "clock", step="hour"))
        assert sorted(one.get("reason", "") for one in answers) == ["", "moving"]


async def asks(page: aiohttp.ClientSession, what: str, **wish: str) -> dict[str, Any]:
    async with page.post(f"/play/{what}", json=wish) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_a_page_opened_after_a_kill_says_where_the_half_year_stands_and_goes_on_by_one_tap(tmp_path: Path) -> None:
    cut_off(tmp_path)
    async with visiting(tmp_path, PHONE) as visitor:
        await expect(visitor.page.locator("#progress-line")).to_have_text("Lượt chạy nửa năm đang dừng ở 50%: Các đơn vị tự chấm và nộp.")
        await expect(visitor.page.locator("#progress-anew")).to_be_visible()
        await visitor.page.locator("#progress-on").click()
        await expect(visitor.page.locator("#progress-on")).to_be_hidden()
        await expect(visitor.page.locator("#progress-share")).to_have_js_property("value", CUT_OFF.share)
        await expect(visitor.page.locator("#progress-line")).to_contain_text("50% · ")


async def test_a_page_left_open_over_a_restart_finds_back_and_sends_what_is_in_its_box_once(tmp_path: Path) -> None:
    async with browsing(PHONE) as page:
        async with playing(tmp_path, SetTime()) as stage, stage.serving_page("127.0.0.1", 0) as address:
            await page.goto(address)
            await Visitor(page, stage).joins("Nguyễn Thị Lan", "Nguyễn Thị Lan, Giám đốc")
        await page.locator("#offline").wait_for()
        await page.fill("#private-text", "/trogiup")
        await page.locator("#private .send").click()
        await page.locator("#toast", has_text="Chưa gửi được").wait_for()

        async with playing(tmp_path, SetTime()) as stage, stage.serving_page("127.0.0.1", int(address.rpartition(":")[2])):
            visitor = Visitor(page, stage)
            await visitor.reads_toast("Đã kết nối lại")
            await page.locator("#private .send").click()
            await visitor.sees("Việc ai cũng làm được")
            assert [one.text for one in stage.playground.person(LAN).sees() if not one.by_bot].count("/trogiup") == 1


async def test_the_guide_may_be_asked_for_while_a_half_year_stands_still(tmp_path: Path) -> None:
    cut_off(tmp_path)
    async with visiting(tmp_path) as visitor:
        await visitor.page.locator("#progress-on").wait_for()
        await visitor.page.locator("#help").click()
        await expect(visitor.page.locator("#guide")).to_be_visible()
        await expect(visitor.page.locator("#progress")).to_be_hidden()


async def test_on_a_phone_the_chat_has_two_thirds_of_the_height_once_a_half_year_is_done(tmp_path: Path) -> None:
    Progress(line="Xong.", share=1.0).keep(tmp_path / "half-year.json")
    async with visiting(tmp_path, PHONE) as visitor:
        await period_open(visitor.stage)
        await visitor.looks_at("group")
        await visitor.sees("đơn vị đã nộp", "group")

        assert await visitor.page.evaluate(SHARE.format("group")) >= 2 / 3


@pytest.mark.parametrize("size", [ENLARGED, NARROW], ids=["150 percent", "320 pixels"])
async def test_in_little_room_the_chat_has_half_of_the_height_under_the_bars(tmp_path: Path, size: tuple[int, int]) -> None:
    cut_off(tmp_path)
    async with visiting(tmp_path, size) as visitor:
        await period_open(visitor.stage)
        await visitor.settles()
        await visitor.looks_at("group")
        await visitor.page.locator("#progress-on").wait_for()
        under_progress = await visitor.page.evaluate(SHARE.format("group"))
        await visitor.page.evaluate("document.querySelector('#help').click()")
        await visitor.page.locator("#guide").wait_for()

        assert min(under_progress, await visitor.page.evaluate(SHARE.format("group"))) >= 1 / 2


async def test_on_a_phone_nothing_to_tap_is_lower_than_44_pixels(tmp_path: Path) -> None:
    cut_off(tmp_path)
    async with visiting(tmp_path, PHONE) as visitor:
        await period_open(visitor.stage)
        await visitor.settles()
        low = "[...document.querySelectorAll('button:not(.command):not(.quote)')].filter(one => one.offsetHeight && one.offsetHeight < 44)"

        assert await visitor.page.evaluate(f"{low}.map(one => one.outerHTML)") == []
