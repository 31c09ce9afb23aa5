"""What the page asks for over HTTP: answered to this machine alone, and refused with a status, a reason and a sentence, never with a traceback."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import playing
from bot.playground.routes import PAGE, PAGE_FILES
from bot.playground.stage import GROUP, Stage
from bot.playground.wishes import REFUSALS
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import HOA, LAN, acts, joined

JSON = {"Content-Type": "application/json"}


@dataclass
class Page:
    """The page's routes, without a page."""

    stage: Stage
    session: aiohttp.ClientSession

    async def asks(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"/play/{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def status(self, method: str, path: str, **how: Any) -> int:
        async with self.session.request(method, path, **how) as answer:
            return answer.status

    async def state(self, me: int = LAN, **query: int) -> dict[str, Any]:
        async with self.session.get("/play/state", params={"me": me, **query}) as answer:
            found: dict[str, Any] = await answer.json()
            return found


@asynccontextmanager
async def served(tmp_path: Path) -> AsyncIterator[Page]:
    async with (
        playing(tmp_path, SetTime()) as stage,
        stage.serving_page("127.0.0.1", 0) as address,
        aiohttp.ClientSession(address) as session,
    ):
        yield Page(stage, session)


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)  # fmt: skip
async def test_another_site_is_turned_away(tmp_path: Path, headers: dict[str, str]) -> None:
    async with served(tmp_path) as page:
        assert await page.status("GET", "/play/state", headers=headers) == 403
        assert await page.status("POST", "/play/half-year", json={}, headers=headers) == 403


async def test_a_form_is_no_wish(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        assert await page.status("POST", "/play/half-year", data={"play": "1"}) == 400
        assert await page.status("POST", "/play/half-year", data="{}", headers={"Content-Type": "text/plain"}) == 400


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("write", {}, "unreadable"),
    ("write", {"me": "Lan", "text": "a"}, "unreadable"),
    ("write", {"me": LAN, "text": 7}, "unreadable"),
    ("write", {"me": LAN, "text": "a", "more": 1}, "unreadable"),
    ("write", {"me": 1, "text": "a"}, "stranger"),
    ("write", {"me": LAN, "text": "a", "chat": -1}, "not_possible"),
    ("write", {"me": LAN, "text": "a", "chat": HOA}, "not_possible"),
    ("start", {"me": 0}, "stranger"),
    ("tap", {"me": LAN, "chat": HOA, "message": 1, "label": "Đồng ý"}, "not_possible"),
    ("tap", {"me": LAN, "chat": -1, "message": 1, "label": "a"}, "not_possible"),
    ("tap", {"me": LAN, "chat": LAN, "message": 1, "label": "a"}, "gone"),
    ("edit", {"me": LAN, "chat": GROUP, "message": 99, "text": "a"}, "gone"),
    ("unfit", {"me": LAN, "kind": "bomb"}, "unreadable"),
    ("block", {"me": LAN, "blocked": "perhaps"}, "unreadable"),
    ("clock", {"step": "back"}, "unreadable"),
    ("look", {"me": LAN, "chat": -1}, "not_possible"),
]


async def test_what_makes_no_sense_is_refused_with_a_reason_and_a_sentence(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        answers = [await page.asks(path, **body) for path, body, _ in WRONG]

        assert [answer.get("reason") for _, answer in answers] == [reason for *_, reason in WRONG]
        assert all(400 <= status < 500 and answer["sentence"].endswith(".") for status, answer in answers)


@pytest.mark.parametrize("query", ["me=x", "seen=x", "count=x"])
async def test_a_state_asked_for_without_numbers_is_refused(tmp_path: Path, query: str) -> None:
    async with served(tmp_path) as page:
        assert await page.status("GET", f"/play/state?{query}") == 400


async def test_files_without_a_person_or_not_there_are_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        assert await page.status("POST", "/play/upload", data={"caption": "a"}) == 400
        assert await page.status("GET", "/play/file/file_999999") == 404
        assert await page.status("GET", "/play/file/..%2F..%2Fktd.db") == 404


async def test_pictures_and_files_sent_together_are_two_albums_with_one_caption(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        form = aiohttp.FormData({"me": str(LAN), "chat": str(GROUP), "caption": "Minh chứng"})
        for name, mime in [("a.pdf", "application/pdf"), ("b.png", "image/png"), ("c.png", "image/png"), ("d.pdf", "application/pdf")]:
            form.add_field("files", b"x", filename=name, content_type=mime)
        assert await page.status("POST", "/play/upload", data=form) == 200
        sent = (await page.state())["group"]["messages"]
        assert len({message["album"] for message in sent}) == 2
        assert [message["text"] for message in sent] == ["Minh chứng", "", "", ""]


async def test_the_page_has_words_for_every_refusal() -> None:
    words = (PAGE / "server.js").read_text("utf-8")

    assert [reason for reason in REFUSALS if not re.search(rf"^  {reason}: \"", words, re.MULTILINE)] == []


@pytest.mark.parametrize("name", ["index.html", *PAGE_FILES])
async def test_the_page_fetches_nothing_from_elsewhere(name: str) -> None:
    text = (PAGE / name).read_text("utf-8")

    assert not re.findall(r"(?:src|href|url|import|from|fetch)[\s=(\"'`]+(?:https?:)?//", text)


@pytest.mark.parametrize("name", ["", *PAGE_FILES])
async def test_the_page_is_served_fenced_in(tmp_path: Path, name: str) -> None:
    async with served(tmp_path) as page, page.session.get(f"/{name}") as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_file_from_a_chat_never_runs_as_a_page(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        page.stage.playground.person(LAN).sends("trang.html", b"<script>alert(1)</script>", mime="text/html")
        async with page.session.get("/play/file/file_000001") as answer:
            assert answer.content_type == "application/octet-stream"
            assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_text_longer_than_telegram_takes_goes_as_several(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await page.asks("write", me=LAN, text="a" * 5000, chat=GROUP)
        assert [len(message["text"]) for message in (await page.state())["group"]["messages"]] == [4096, 904]


async def test_one_sees_ones_own_private_chat_and_the_group_alone(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await joined(page.stage, LAN)
        assert (await page.state(LAN))["private"]["messages"]
        assert (await page.state(HOA))["private"]["messages"] == []
        assert (await page.state(1))["private"] is None


async def test_the_code_of_a_pressed_start_is_not_shown(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await page.asks("start", me=LAN)
        assert (await page.state())["private"]["messages"][0]["text"] == "/start"


async def test_only_as_many_messages_as_wanted_are_given(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await joined(page.stage, LAN)
        everything = (await page.state())["private"]["messages"]
        newest = (await page.state(LAN, count=1))["private"]
        assert (newest["messages"], newest["older"]) == (everything[-1:], len(everything) - 1)


async def test_who_looks_again_waits_until_something_changes(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await page.stage.quiet()
        seen = (await page.state())["seen"]
        looking = asyncio.create_task(page.state(LAN, seen=seen))
        await page.asks("write", me=LAN, text="xin chào", chat=GROUP)
        assert (await looking)["seen"] > seen


async def test_a_message_edited_to_nothing_stays(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await page.asks("write", me=LAN, text="xin chào", chat=GROUP)
        assert (await page.asks("edit", me=LAN, chat=GROUP, message=1, text=" "))[1]["reason"] == "not_possible"
        assert (await page.asks("edit", me=HOA, chat=GROUP, message=1, text="tôi"))[1]["reason"] == "not_possible"
        assert (await page.state())["group"]["messages"][0]["text"] == "xin chào"


async def test_one_who_blocks_the_bot_cannot_write_to_it_but_may_start_again(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await page.asks("block", me=LAN, blocked=True)
        assert (await page.asks("write", me=LAN, text="a"))[1]["reason"] == "not_possible"
        assert (await page.asks("start", me=LAN))[0] == 200


async def test_a_tap_brings_the_word_the_bot_answers_it_with(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        await acts(page.stage, LAN, f"/start {page.stage.cast[0].code}")
        asked = next(one for one in (await page.state())["private"]["messages"] if one["buttons"])
        status, answer = await page.asks("tap", me=LAN, chat=LAN, message=asked["id"], label="Đồng ý")
        assert (status, answer["answered"]) == (200, True)


async def test_an_hour_moved_on_is_an_hour_later(tmp_path: Path) -> None:
    async with served(tmp_path) as page:
        before = page.stage.time.now()
        assert await page.asks("clock", step="hour") == (200, {"ok": True, "moved": True, "spoke": False})
        assert 3600 <= (page.stage.time.now() - before).total_seconds() < 3660


async def test_health_is_served_beside_the_page(tmp_path: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "playground", "--port", "0", cwd=Path(__file__).parents[3],
        env={"PATH": "", "KTD_DATA_DIR": str(tmp_path)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        address = re.search(r"http://\S+/", (await asyncio.wait_for(child.stdout.readline(), 30)).decode())
        assert address is not None
        async with aiohttp.ClientSession() as session, session.get(f"{address[0]}health") as answer:
            assert answer.status in {200, 503} and "alive" in await answer.text()
    finally:
        child.terminate()
        await child.wait()
