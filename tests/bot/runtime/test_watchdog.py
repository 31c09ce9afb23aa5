"""Health: whether polling, database, relay and clock are alive, from the first moment on."""

import asyncio
import json
import re
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bot.platforms.telegram.platform import Telegram
from bot.runtime.watchdog import Health, Parts
from tests.stage import Stage

ROOT = Path(__file__).parents[3]


def looked_at(stage: Stage, poll_age: float, trouble: str = "") -> Health:
    """The health of a bot whose last good poll was so many seconds ago, and whose other parts move."""
    now = time.monotonic()
    alive, receiving = SimpleNamespace(last_alive=now), SimpleNamespace(last_good=now - poll_age, last_moved=now)
    platform: Any = SimpleNamespace(trouble=trouble, last_tried=now)
    health, parts = Health(stage.database, platform, Path("none")), (receiving, alive, alive)
    health.parts = Parts(*parts)  # type: ignore[arg-type]  # what leaves marks, without what it does
    return health


@pytest.mark.parametrize(("age", "alive"), [(62, True), (74, True), (76, False)])
async def test_polling_is_dead_after_75_seconds_without_a_good_poll(stage: Stage, age: float, alive: bool) -> None:
    state = await looked_at(stage, age, "no updates").look()

    assert (state.alive, state.trouble, state.hangs) == (alive, "no updates", False)


async def test_health_answers_503_while_the_platform_cannot_be_reached_at_the_start(tmp_path: Path) -> None:
    settings = {"KTD_DATA_DIR": str(tmp_path), "KTD_PORT": "0", "KTD_TELEGRAM_TOKEN": "12:abc", "KTD_TELEGRAM_API": "http://127.0.0.1:1"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env={"PATH": "", **settings}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    status, body = await asyncio.wait_for(_health_of(child), 30)
    child.terminate()

    assert (status, body["alive"], body["last_poll_age_seconds"]) == (503, False, None) and body["trouble"]
    assert await child.wait() == 0


async def _health_of(child: asyncio.subprocess.Process) -> tuple[int, dict[str, Any]]:
    assert child.stdout is not None
    async for line in child.stdout:
        if address := re.search(r"http://\S+/health", line.decode()):
            async with aiohttp.ClientSession() as session, session.get(address[0]) as answer:
                return answer.status, json.loads(await answer.text())
    raise AssertionError("no address was told")


async def test_the_trouble_of_a_failed_poll_is_told_in_words() -> None:
    platform = Telegram("12:abc", "http://127.0.0.1:1")
    receiving = asyncio.ensure_future(platform.receive())
    while not platform.trouble:
        await asyncio.sleep(0.01)
    receiving.cancel()
    await platform.close()

    assert platform.trouble == "no updates from Telegram: no connection could be made"
