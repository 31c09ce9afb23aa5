"""A whole half-year is played to its end through the chat alone, and goes on after a restart from what stands."""

from pathlib import Path

from bot.app import Time, playing
from bot.playground.half_year import HalfYear
from bot.playground.records import Message
from bot.playground.stage import GROUP, Stage
from tests.bot.playground.visitor import HOA, LAN, acts, joined, period_open


def in_group(stage: Stage) -> list[Message]:
    return stage.playground.person(LAN).sees(GROUP)


async def played(stage: Stage) -> HalfYear:
    """A half-year played as fast as the bot answers."""
    play = HalfYear(stage, pause=0.0)
    play.begin()
    await play.finished()
    assert not (await play.finished()).failed
    return play


async def test_a_half_year_ends_with_the_ranking_of_all_eight_units_in_the_group(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        play = await played(stage)

        post, picture = in_group(stage)[-2:]
        assert all(f"{rank}. " in post.text for rank in range(1, 9)) and "đã thẩm định" in post.text
        assert "photo" in picture.raw
        assert play.progress()["share"] == 1.0


async def test_a_half_year_goes_on_from_what_a_visitor_began_and_survives_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        await period_open(stage)
        play = HalfYear(stage, pause=0.0)
        play.begin()
        await stage.playground.until(lambda: any("Đã nộp." in one.text for one in stage.playground.person(HOA).sees()), 60)
        await play.stop()
        before = [(one.id, one.text) for one in stage.playground.person(HOA).sees()]
    time = Time()
    async with playing(tmp_path, time) as stage:
        assert [(one.id, one.text) for one in stage.playground.person(HOA).sees()] == before
        await played(stage)
        assert sum("Đã nộp." in one.text for one in stage.playground.person(HOA).sees()) == 1


async def test_a_half_year_cut_off_while_it_is_appraised_is_played_to_its_end(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        play = HalfYear(stage, pause=0.0)
        play.begin()
        await stage.playground.until(lambda: "Thẩm định" in play.progress()["line"], 120)  # type: ignore[operator]  # it is text
        await play.stop()
    async with playing(tmp_path, Time()) as stage:
        await played(stage)

        assert sum("Kết quả chấm điểm thi đua (đã thẩm định)" in one.text for one in in_group(stage)) == 1


async def test_the_next_thing_says_something_to_somebody(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        await period_open(stage)

        assert [await stage.to_next_due() for _ in range(4)] == [(True, True)] * 4


async def test_time_that_was_moved_stays_moved_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        await stage.to_next_due()
        before = stage.time.now()
    time = Time()
    async with playing(tmp_path, time):
        assert time.now() >= before


async def test_a_question_left_open_is_answered_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        await acts(stage, LAN, f"/start {stage.cast[0].code}", "[Đồng ý]")
    async with playing(tmp_path, Time()) as stage:
        await acts(stage, LAN, "Nguyễn Thị Lan, Giám đốc")
        last = stage.playground.person(LAN).last()
        assert last is not None and "Đã ghi nhận" in last.text


async def test_a_play_that_finds_no_way_on_says_where_it_stuck(tmp_path: Path) -> None:
    async with playing(tmp_path, Time()) as stage:
        await joined(stage, LAN)
        play = HalfYear(stage, pause=0.0)
        play.begin()
        stage.playground.person(LAN).leaves(stage.playground.world.groups[GROUP])
        assert (await play.finished()).failed
