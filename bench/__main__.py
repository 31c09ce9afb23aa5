"""`make bench`: what ktd takes, measured in one run. Machines are noisy: compare figures of the same run, never of two.

- start: from launching the process to its first poll
- scoring: 1,000 units × 60 criteria scored and ranked, and half of them, for the growth
- half-year: the playground's whole half-year, its time and the process's memory at the end
- answers: answers a second through engine and storage, in batches of 1 and of 100
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from bot.app import Time, playing
from bot.playground.half_year import HalfYear
from bot.playground.server import Playground
from config.rubric_files import read_rubric_file
from domain.ranking import rank
from domain.rubrics import Rubric
from domain.scoring import Sheet, score_all
from handlers.dialogue import Chat, Incoming, Sender, Typed
from tests.stage import ACCOUNTS, Stage

TOKEN = "1:bench"


def main() -> None:
    scoring()
    asyncio.run(answers())
    asyncio.run(start())
    asyncio.run(half_year())


def scoring() -> None:
    rubric = sixty_leaves()
    whole, half = timed(lambda: ranked(rubric, 1000)), timed(lambda: ranked(rubric, 500))
    print(f"scoring     1,000 units x 60 criteria: {whole:.2f} s; 500 units: {half:.2f} s (ratio {whole / half:.1f})")


def sixty_leaves() -> Rubric:
    lines = "".join(f'      - {{code: "{n}", title: T{n}, max: 10, rule: {{type: percent_of_plan}}}}\n' for n in range(60))
    head = "format: ktd-rubric/1\nid: bench\ntitle: Bench\ntotal: 600\nsections:\n  - code: I\n    title: S\n    max: 600\n    criteria:\n"
    return read_rubric_file((head + lines).encode())


def ranked(rubric: Rubric, units: int) -> None:
    sheets = [
        Sheet(str(unit), {leaf.address: {"plan": Decimal(100), "actual": Decimal((unit * 7 + n) % 101)} for n, leaf in enumerate(rubric.leaves)})
        for unit in range(units)
    ]
    rank(rubric, score_all(rubric, sheets))


def timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


async def answers() -> None:
    """One person's answers through a turn each, committed one by one and a hundred at a time."""
    with tempfile.TemporaryDirectory() as folder:
        stage = await Stage.open(Path(folder) / "ktd.db")
        await stage.scene("period open")
        for words in ("/chamdiem", "[Chấm tiếp]"):
            await stage.does("Hoa", words)
        for size in (1, 100):
            begun = time.perf_counter()
            for batch in range(300 // size):
                await stage.engine.take([typed(stage, f"{size}-{batch}-{n}", str(n % 10)) for n in range(size)])
            print(f"answers     batches of {size:3}: {300 / (time.perf_counter() - begun):.0f} a second")
        await stage.close()


def typed(stage: Stage, event: str, text: str) -> Incoming:
    return Incoming("telegram", event, Chat(ACCOUNTS["Hoa"], "private"), Sender(ACCOUNTS["Hoa"]), Typed(text), stage.now)


async def start() -> None:
    with tempfile.TemporaryDirectory() as folder:
        playground = Playground(lambda: datetime.now(UTC), TOKEN)  # noqa: TID251  # the bench lives in real time
        async with playground.serving() as address:
            environment = {**os.environ, "KTD_TELEGRAM_TOKEN": TOKEN, "KTD_TELEGRAM_API": address, "KTD_DATA_DIR": folder, "KTD_PORT": "0"}
            begun = time.perf_counter()
            bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.DEVNULL)  # the child is what is measured
            while not playground.polling.polls:
                await asyncio.sleep(0.01)
            print(f"start       to the first poll: {time.perf_counter() - begun:.2f} s")
            bot.terminate()
            bot.wait()


async def half_year() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder), Time()) as stage:
            play = HalfYear(stage)
            begun = time.perf_counter()
            play.begin()
            progress = await play.finished()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"half-year   {time.perf_counter() - begun:.0f} s, {len(stage.playground.calls)} calls; memory at most {memory:.0f} MB {progress.failed}"
            )


main()
