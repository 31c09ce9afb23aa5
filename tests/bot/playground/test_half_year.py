"""A whole half-year is played to its end through the chat alone, and goes on after a restart from what stands."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import playing
from bot.playground.half_year import HalfYear
from bot.playground.records import Message
from bot.playground.stage import GROUP, Stage
from tests.bot.playground.own_bloc import OWN, OWN_NAME, own_bloc, periods_of
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import HOA, LAN, OPENING, acts, joined, period_open


@dataclass(frozen=True)
class Seen:
    """What stood in the chats of a half-year that was begun by a visitor and cut off twice: while units assessed themselves, and during appraisal. After
    the first time two of the cast sit in an own bloc too, with a period of its own."""

    hoa_before: list[tuple[int, str]]
    hoa_after_restart: list[tuple[int, str]]
    hoa: list[Message]
    group: list[Message]
    share: object
    own: Sequence[str]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return asyncio.run(cut_off_twice(tmp_path_factory.mktemp("half-year")))


async def cut_off_twice(folder: Path) -> Seen:
    async with playing(folder, SetTime()) as stage:
        await period_open(stage)
        await play_until(stage, lambda _: any("Đã nộp." in one.text for one in stage.playground.person(HOA).sees()))
        before = texts(stage.playground.person(HOA).sees())
    async with playing(folder, SetTime()) as stage:
        after_restart = texts(stage.playground.person(HOA).sees())
        await own_bloc(stage, folder)
        await acts(stage, LAN, "/dotcham", f"[{OWN_NAME}]", *OPENING[1:])
        await play_until(stage, lambda play: "Thẩm định" in str(play.progress()["line"]))
    async with playing(folder, SetTime()) as stage:
        play = HalfYear(stage, pause=0.0)
        play.begin()
        assert not (await play.finished()).failed
        people, own = stage.playground.person, [one.state for one in await periods_of(folder, OWN)]
        return Seen(before, after_restart, people(HOA).sees(), people(LAN).sees(GROUP), play.progress()["share"], own)


async def play_until(stage: Stage, is_so_far: Callable[[HalfYear], bool]) -> None:
    play = HalfYear(stage, pause=0.0)
    play.begin()
    await stage.playground.until(lambda: is_so_far(play), 120)
    await play.stop()


def texts(messages: list[Message]) -> list[tuple[int, str]]:
    return [(one.id, one.text) for one in messages]


def test_a_half_year_ends_with_the_ranking_of_all_eight_units_in_the_group(seen: Seen) -> None:
    post, picture = seen.group[-2:]
    assert all(f"{rank}. " in post.text for rank in range(1, 9)) and "đã thẩm định" in post.text
    assert "photo" in picture.raw
    assert seen.share == 1.0


def test_what_was_said_before_a_restart_stands_after_it(seen: Seen) -> None:
    assert seen.hoa_after_restart == seen.hoa_before


def test_a_half_year_goes_on_from_what_a_visitor_began(seen: Seen) -> None:
    assert sum("Đã nộp." in one.text for one in seen.hoa) == 1


def test_a_half_year_that_goes_on_joins_nobody_and_ties_no_group_again(seen: Seen) -> None:
    assert sum(one.text.startswith("/start") for one in seen.hoa) == 1
    assert sum(one.text == "/nhom" for one in seen.group) == 1


def test_a_half_year_cut_off_while_it_is_appraised_is_published_once(seen: Seen) -> None:
    assert sum("Kết quả chấm điểm thi đua (đã thẩm định)" in one.text for one in seen.group) == 1


def test_a_half_year_leaves_an_own_bloc_alone_to_its_end(seen: Seen) -> None:
    assert list(seen.own) == ["open"]


async def test_the_next_thing_says_something_to_somebody(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await period_open(stage)

        assert [await stage.to_next_due() for _ in range(4)] == [(True, True)] * 4


async def test_time_that_was_moved_stays_moved_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await stage.to_next_due()
        before = stage.time.now()
    time = SetTime()
    async with playing(tmp_path, time):
        assert time.now() >= before


async def test_a_question_left_open_is_answered_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await acts(stage, LAN, f"/start {stage.cast[0].code}", "[Đồng ý]")
    async with playing(tmp_path, SetTime()) as stage:
        await acts(stage, LAN, "Nguyễn Thị Lan, Giám đốc")
        last = stage.playground.person(LAN).last()
        assert last is not None and "Đã ghi nhận" in last.text


async def test_a_play_that_finds_no_way_on_says_where_it_stuck(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await joined(stage, LAN)
        play = HalfYear(stage, pause=0.0)
        play.begin()
        stage.playground.person(LAN).leaves(stage.playground.world.groups[GROUP])
        assert (await play.finished()).failed
