"""With a bloc of one's own beside the sample the half-year plays in the sample, or says why it cannot; the page names the bloc whose people and group it shows."""

from pathlib import Path

from bot.app import playing
from bot.playground.half_year import HalfYear
from bot.playground.stage import GROUP
from tests.bot.playground.own_bloc import OWN, OWN_GROUP, OWN_NAME, own_bloc, periods_of
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import LAN, OPENING, acts

TITLE = "Sơ kết 6 tháng đầu năm 2026"
SAME_TITLE = tuple(TITLE if act == "Sơ kết" else act for act in OPENING)


async def test_a_half_year_begins_in_the_sample_though_its_chair_and_a_leader_sit_in_an_own_bloc_with_a_period_of_the_same_title(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await own_bloc(stage, tmp_path)
        await acts(stage, LAN, "/nhom", chat=OWN_GROUP)
        await acts(stage, LAN, *SAME_TITLE)
        play = HalfYear(stage, pause=0.0)
        play.begin()
        await stage.playground.until(lambda: not play.progress()["running"] or "tự chấm" in str(play.progress()["line"]), 120)
        await play.stop()

        assert not play.progress()["failed"]
        assert [one.title for one in await periods_of(tmp_path, OWN)] == [TITLE]
        assert [(one.title, one.state) for one in await periods_of(tmp_path, stage.sample)] == [("Sơ kết 6 tháng, lần 2", "open")]


async def test_a_half_year_takes_no_group_from_an_own_bloc_and_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await own_bloc(stage, tmp_path)
        await acts(stage, LAN, "/nhom", chat=GROUP)
        play = HalfYear(stage, pause=0.0)
        play.begin()

        assert (await play.finished()).failed.startswith(f"nhóm Khối thi đua kinh tế ngành đang gắn với {OWN_NAME}.")


async def test_a_half_year_says_whose_invite_to_the_sample_is_spent(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await acts(stage, stage.cast[1].id, f"/start {stage.cast[0].code}", "[Đồng ý]", "Phạm Văn Bình")
        play = HalfYear(stage, pause=0.0)
        play.begin()

        assert (await play.finished()).failed.startswith(
            "Nguyễn Thị Lan chưa tham gia Khối thi đua kinh tế ngành tỉnh Hà Nam (Mã mời này đã được dùng."
        )
