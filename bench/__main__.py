"""`make bench`: what ktd takes, measured in one run. Machines are noisy: compare figures of the same run, never of two.

- start: from launching the process to its first poll
- scoring: units × criteria of a mix of rules scored and ranked, 1,000 × 60 and others for the growth
- half-year: the playground's whole half-year, its time and the process's memory at the end
- answers: answers a second through engine and storage, one by one and forty at a time
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from bot.app import Time, playing
from bot.playground.half_year import HalfYear
from bot.playground.server import Playground
from config.bloc_files import read_bloc_file
from config.rubric_files import read_rubric_file
from domain.criteria.answers import Answer
from domain.people import Role
from domain.ranking import rank, with_quota
from domain.rubrics import Rubric
from domain.scoring import Sheet, score_all
from handlers.blocs import load_bloc
from handlers.dialogue import Chat, Incoming, Sender, Typed
from storage.store import Store
from tests.stage import BLOC_ID, Stage

TOKEN = "1:bench"
UNITS = 40
FORTY = "{format: ktd-bloc/1, id: %s, name: Khối bốn mươi, year: 2026, units: [%s]}" % (  # noqa: UP031  # braces are YAML's here
    BLOC_ID, ", ".join(f"{{code: U{n}, name: Đơn vị {n}{', role: chair' * (n == 0)}{', role: vice_chair' * (n == 1)}}}" for n in range(UNITS)),
)  # fmt: skip
NOT_APPLICABLE: Answer = {"not_applicable": True, "reason": "none"}


def main(asked: Sequence[str]) -> None:
    """Runs the parts asked for, by name; without any, each in a process of its own, so that none shows the memory another took."""
    parts: dict[str, Callable[[], None]] = {
        "scoring": scoring,
        "answers": lambda: asyncio.run(answers()),
        "start": lambda: asyncio.run(start()),
        "half-year": lambda: asyncio.run(half_year()),
    }
    for part in asked:
        parts[part]()
    if not asked:
        for part in parts:
            subprocess.run([sys.executable, "-m", "bench", part], check=True)


def scoring() -> None:
    """One core's time for units × criteria, the best of three; what each pair takes stays the same where the growth is linear."""
    for units, leaves in ((250, 60), (500, 60), (1000, 60), (2000, 60), (1000, 30), (1000, 120)):
        rubric = table_of(leaves)
        sheets = [filled(rubric, unit) for unit in range(units)]
        seconds = timed(partial(ranked, rubric, sheets))
        print(f"scoring     {units:5,} units x {leaves:3} criteria: {seconds:.2f} s, {seconds / units / leaves * 1e6:.1f} µs each")


MIXED = """
      - {code: "N1", title: T, max: 10, rule: {type: percent_of_plan}}
      - {code: "N2", title: T, max: 10, rule: {type: relative_to_leader}}
      - {code: "N3", title: T, max: 10, rule: {type: bands, bands: [{max: 50, points: 0}, {min: 50, max: 90, points: 6}, {min: 90, points: 10}]}, floor: 1}
      - {code: "N4", title: T, max: 10, rule: {type: deduct, violations: [{code: A, title: T, points: 3}, {code: B, title: T, points: 0.5}]}}
      - {code: "N5", title: T, max: 10, rule: {type: yes_no}}
      - {code: "N6", title: T, max: 10, rule: {type: plus_minus, base: 5, plus_points: 1, minus_points: 1}}
"""
HEAD = """
format: ktd-rubric/1
id: bench
title: Bench
total: {total}
not_applicable: {policy: average}
bonus: {cap: 20, items: [{code: T, title: T, rule: {type: award_bonus, points: 5}}]}
penalties: {items: [{code: P, title: T, rule: {type: count_times, per_unit: 2}}]}
late_submission: {bands: [{days_min: 1, days_max: null, points: 5}]}
classification: {levels: [{code: a, name: A, min: 60, criterion_floor_percent: 5, max_share: 0.2}, {code: b, name: B}]}
ranking: {tie_break: ["section:I", fewer_penalties, base]}
sections:
  - code: I
    title: S
    max: {total}
    criteria:"""


def table_of(leaves: int) -> Rubric:
    """So many criteria, a multiple of six, of six rules; one in six compares all units with each other."""
    head = HEAD.replace("{total}", str(10 * leaves))
    return read_rubric_file((head + "".join(MIXED.replace("N", f"{n}.") for n in range(leaves // 6))).encode())


def ranked(rubric: Rubric, sheets: Sequence[Sheet]) -> None:
    rank(rubric, with_quota(rubric, score_all(rubric, sheets)))


def filled(rubric: Rubric, unit: int) -> Sheet:
    """A sheet that ties with every 37th other, and says of a few criteria that they do not apply."""
    step = unit % 37
    answers = {
        leaf.address: NOT_APPLICABLE if (step + n) % 31 == 0 else answer(leaf.rule.kind, (step * 7 + n) % 101) for n, leaf in enumerate(rubric.leaves)
    }
    return Sheet(str(unit), answers, {"T": {"held": unit % 3 == 0}}, {"P": {"count": Decimal(unit % 2)}}, days_late=unit % 2)


def answer(kind: str, n: int) -> Answer:
    number = Decimal(n)
    answers: dict[str, Answer] = {
        "percent_of_plan": {"plan": Decimal(97), "actual": number}, "relative_to_leader": {"plan": None if n % 5 == 0 else Decimal(60), "actual": number},
        "bands": {"value": number}, "deduct": {"violations": {"A": Decimal(n % 3), "B": Decimal(n % 2)}}, "yes_no": {"yes": n % 4 > 0},
        "plus_minus": {"plus": Decimal(n % 4), "minus": Decimal(n % 3)},
    }  # fmt: skip
    return answers[kind]


def timed(act: Callable[[], None]) -> float:
    """The processor's seconds, of the quickest of three runs: what else the machine does counts least so."""
    return min(_once(act) for _ in range(3))


def _once(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


async def answers() -> None:
    """Forty units fill in ten criteria each, a turn an answer: committed one by one, and the answers of all forty at a time."""
    for size in (1, UNITS):
        with tempfile.TemporaryDirectory() as folder:
            stage = await Stage.open(Path(folder) / "ktd.db")
            await stage.database.writer.rows("PRAGMA synchronous=FULL", {})  # as the bot runs; the tests' stage need not outlive a kill
            await filling(stage)
            given = [typed(stage, unit, f"{n}", str(n)) for n in range(10) for unit in range(UNITS)]
            begun = time.perf_counter()
            for first in range(0, len(given), size):
                await stage.engine.take(given[first : first + size])
            took = time.perf_counter() - begun
            left = await stage.store.sheets.board(1)
            print(
                f"answers     batches of {size:2}: {len(given) / took:.0f} a second{'' if all(place.answered == 10 for place in left) else ' (some got lost)'}"
            )
            await stage.close()


async def filling(stage: Stage) -> None:
    """Everybody stands before the first criterion of ten."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(FORTY.encode()), stage.now)
        for unit in await store.units.of_bloc(BLOC_ID):
            person = await store.people.add(f"Lãnh đạo {unit.code}", "", stage.now)
            await store.people.tie("telegram", account(int(unit.code[1:])), "", person)
            await store.seats.grant(person, BLOC_ID, unit.id, Role.UNIT_LEADER, stage.now)
    await stage.open_period()
    for words in ("/chamdiem", "Chấm tiếp"):
        await stage.engine.take([typed(stage, unit, words, words) for unit in range(UNITS)])


def account(unit: int) -> str:
    return f"9{unit:03}"


def typed(stage: Stage, unit: int, event: str, text: str) -> Incoming:
    return Incoming("telegram", f"{unit} {event}", Chat(account(unit), "private"), Sender(account(unit)), Typed(text), stage.now)


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


if __name__ == "__main__":
    main(sys.argv[1:])
