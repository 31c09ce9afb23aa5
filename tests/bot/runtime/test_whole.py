"""The whole bot over HTTP: faults on the wire, restarts, kills. What was accepted is kept once, and everything is answered."""

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import running
from bot.platforms.telegram.platform import Telegram
from bot.playground.faults import Fault
from bot.playground.persons import Person
from bot.playground.server import Playground
from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import issue_invite, load_bloc
from storage.database import Database
from storage.store import Store
from tests.stage import BLOC, BLOC_ID

TOKEN = "123:abc"
HOA = 1005


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # a test over real processes lives in real time


async def prepared(path: Path) -> str:
    """A database with the bloc and one open period; gives a code for the leader of SXD."""
    database = await Database.open(path)
    async with database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(BLOC.read_bytes()), now())
        code = (await issue_invite(store, BLOC_ID, "SXD", Role.UNIT_LEADER, 1, timedelta(days=9), now())).code
        from bot.periods import new_period

        closes = (now() + timedelta(days=14)).isoformat()
        await new_period(
            store, now(), BLOC_ID, "ngan-10", "Sơ kết", "2026-01-01T00:00:00+07:00", closes, kind="midyear", takes_late=True, late_days="calendar"
        )
    await database.close()
    return code


@asynccontextmanager
async def live(tmp_path: Path) -> AsyncIterator[tuple[Playground, Person]]:
    """The server and a bot on it in this process; Hoa has joined."""
    playground = Playground(now, TOKEN)
    code = await prepared(tmp_path / "ktd.db")
    async with playground.serving() as address:
        platform = Telegram(TOKEN, address, paced=False, poll=1)
        await platform.open()
        database = await Database.open(tmp_path / "ktd.db")
        try:
            async with running(database, platform, tmp_path / "evidence", now):
                hoa = playground.person(HOA, "Hoa")
                await join(hoa, code)
                yield playground, hoa
        finally:
            await platform.close()
            await database.close()


async def join(hoa: Person, code: str) -> None:
    hoa.starts(code)
    await answered(hoa, "dữ liệu cá nhân")
    hoa.taps(hoa.sees()[-1], "Đồng ý")
    await answered(hoa, "Họ và tên")
    hoa.types("Trần Thị Hoa")
    await answered(hoa, "Đã ghi nhận")


async def answered(person: Person, words: str, within: float = 10.0) -> str:
    """Waits until the person's newest words from the bot contain these; gives them."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        texts = [message.raw.get("text", "") for message in person.sees() if message.by_bot]
        if texts and words in texts[-1]:
            return str(texts[-1])
        await asyncio.sleep(0.02)
    raise AssertionError(f"no answer with {words}; last: {texts[-2:]}")


async def test_a_cut_connection_after_sending_is_made_good_by_sending_once_more(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        playground.faults.append(Fault("cut_after", "sendMessage"))
        hoa.types("/trogiup")
        await answered(hoa, "/chamdiem")
        await asyncio.sleep(0.5)

        assert sum("/chamdiem" in message.raw.get("text", "") for message in hoa.sees() if message.by_bot) == 2


async def test_a_flood_answer_is_waited_out_and_nothing_is_lost(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        playground.faults.append(Fault("error", "sendMessage", code=429, seconds=1))
        hoa.types("/trogiup")

        await answered(hoa, "/chamdiem")


async def test_a_tap_on_a_screen_that_was_deleted_meanwhile_is_answered_by_a_new_one(tmp_path: Path) -> None:
    async with live(tmp_path) as (_, hoa):
        hoa.types("/toi")
        while not hoa.sees()[-1].by_bot:
            await asyncio.sleep(0.02)
        screen = hoa.sees()[-1]
        hoa.deletes(screen)
        hoa.taps_data(screen, screen.rows[0][0]["callback_data"])

        assert await answered(hoa, "Họ và tên, chức vụ mới")


async def test_server_errors_are_tried_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        playground.faults.append(Fault("error", "sendMessage", times=2, code=500))
        hoa.types("/trogiup")

        await answered(hoa, "/chamdiem")


async def test_evidence_is_kept_on_disk_under_its_hash_and_only_then_said_to_be(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        playground.faults.append(Fault("error", "file", code=500))
        for words, sign in (("/chamdiem", "tiêu chí"), ("Chấm tiếp", "I.1")):
            hoa.types(words)
            await answered(hoa, sign)
        hoa.sends("báo cáo.pdf", b"%PDF" * 1000)
        await answered(hoa, "Đã lưu 1 tệp minh chứng cho I.1", within=15)
        kept = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]

        assert [path.read_bytes() for path in kept] == [b"%PDF" * 1000]


async def test_nothing_anybody_sends_brings_an_exception_into_the_log(tmp_path: Path, caplog) -> None:  # type: ignore[no-untyped-def]
    async with live(tmp_path) as (_, hoa):
        for words in ("/chamdiem", "Chấm tiếp"):
            hoa.types(words)
            await asyncio.sleep(0.1)
        for text in ("😀" * 500, "<b>9</b>", "\u202e9", "x" * 4096, "/start rac", "/xyz", "🇻🇳", "9\u0301", "' OR 1=1 --", "{x}", "**9**", "NaN"):
            hoa.types(text)
        for kind in ("sticker", "voice", "location", "contact", "poll", "dice", "video_note"):
            hoa.sends_unfit(kind)
        hoa.types("chuyển tiếp", forwarded=True)
        hoa.taps_data(hoa.sees()[-1], "assessment.submit:1:999")
        hoa.taps_data(hoa.sees()[-1], "không:có")
        hoa.types("/thoat")
        await answered(hoa, "Mọi điểm đã nhập vẫn được lưu", within=20)

        assert not [record for record in caplog.records if record.exc_info]


def start(tmp_path: Path, address: str) -> subprocess.Popen[bytes]:
    environment = {
        "KTD_TELEGRAM_TOKEN": TOKEN,
        "KTD_TELEGRAM_API": address,
        "KTD_TELEGRAM_PACE": "off",
        "KTD_DATA_DIR": str(tmp_path),
        "KTD_PORT": "0",
        "PATH": "",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[3]
    )


async def test_kills_at_any_moment_lose_no_answer_and_apply_none_twice(tmp_path: Path) -> None:
    """One person answers criteria in turn while the bot is killed twenty times at random moments."""
    chance = random.Random(7)
    playground = Playground(now, TOKEN)
    code = await prepared(tmp_path / "ktd.db")
    async with playground.serving() as address:
        bot = start(tmp_path, address)
        hoa = playground.person(HOA, "Hoa")
        try:
            await join(hoa, code)
            hoa.types("/chamdiem")
            await answered(hoa, "tiêu chí")
            typed = await _answer_under_kills(bot, tmp_path, address, hoa, chance)
            bot = typed[1]
            await answered(hoa, "Sở Xây dựng\n10/10 tiêu chí", within=40)
        finally:
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(bot.wait, 20) == 0

    kept = sqlite3.connect(tmp_path / "ktd.db").execute("SELECT address, answer FROM answer_log ORDER BY id").fetchall()
    assert Counter(kept) == Counter((address, f'{{"points":"{points}"}}') for address, points in typed[0])


async def _answer_under_kills(
    bot: "subprocess.Popen[bytes]", tmp_path: Path, address: str, hoa: Person, chance: random.Random
) -> tuple[list[tuple[str, str]], "subprocess.Popen[bytes]"]:
    """Answers address by address; each address and each answer is typed once. Gives what was typed, and the bot that lives at the end."""
    addresses = [f"{section}.{number}" for section in ("I", "II") for number in range(1, 6)]
    typed = []
    hoa.types("Chấm tiếp")
    for turn in range(40):
        place, points = addresses[turn % 10], str(turn % 10)
        hoa.types(place)
        if turn % 2 == 0:
            await asyncio.sleep(chance.random() * 0.4)
            bot.kill()
            bot.wait()
            bot = start(tmp_path, address)
        hoa.types(points)
        typed.append((place, points))
        if turn % 4 == 3:
            await asyncio.sleep(chance.random() * 0.5)
    hoa.types("/chamdiem")
    return typed, bot


async def test_a_stop_is_clean(tmp_path: Path) -> None:
    playground = Playground(now, TOKEN)
    await prepared(tmp_path / "ktd.db")
    async with playground.serving() as address:
        bot = start(tmp_path, address)
        while not playground.polling.polls:
            await asyncio.sleep(0.05)
        bot.send_signal(signal.SIGTERM)
        bot.send_signal(signal.SIGTERM)

        assert await asyncio.to_thread(bot.wait, 20) == 0
