"""With a bloc of one's own beside the sample the half-year plays in the sample, or says why it cannot; the page names the bloc whose people and group it shows."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect
from typer.testing import CliRunner

from bot.app import playing
from bot.cli.commands import app
from bot.playground.half_year import HalfYear
from bot.playground.preparing import LiveDatabase, begin_anew
from bot.playground.stage import BLOC, GROUP
from storage.database import Database
from storage.store import Store
from tests.bot.playground.own_bloc import OWN, OWN_GROUP, OWN_NAME, own_bloc, periods_of
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import DESK, LAN, OPENING, PHONE, acts, visiting

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])

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
        await acts(stage, LAN, "/nhom", "[Khối thi đua kinh tế ngành tỉnh Hà Nam]", chat=GROUP)
        play.begin()
        await stage.playground.until(lambda: "mở đợt chấm" in str(play.progress()["line"]), 60)
        await play.stop()


async def test_a_half_year_says_whose_invite_to_the_sample_is_spent(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        await acts(stage, stage.cast[1].id, f"/start {stage.cast[0].code}", "[Đồng ý]", "Phạm Văn Bình")
        play = HalfYear(stage, pause=0.0)
        play.begin()

        assert (await play.finished()).failed.startswith(
            "Nguyễn Thị Lan chưa tham gia Khối thi đua kinh tế ngành tỉnh Hà Nam (Mã mời này đã được dùng."
        )


@SIZES
async def test_the_page_shows_an_own_bloc_with_its_group_and_its_people_and_the_sample_by_choice(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, size) as visitor:
        await own_bloc(visitor.stage, tmp_path)
        await acts(visitor.stage, LAN, "/nhom", chat=OWN_GROUP)
        await visitor.settles()
        page = visitor.page

        await expect(page.locator("#private .under")).to_have_text(f"Riêng với Nguyễn Thị Lan · Lãnh đạo Sở Y tế ({OWN_NAME})")
        await expect(page.locator("#cast .bloc")).to_have_text(["Khối thi đua kinh tế ngành tỉnh Hà Nam", OWN_NAME])
        await visitor.sees("Nhóm này đã được gắn với Khối thi đua văn hóa xã hội", "group")
        await visitor.looks_at("group")
        await page.locator("#group .which").select_option("Khối thi đua kinh tế ngành")
        await expect(page.locator("#group .empty")).to_be_visible()
        await visitor.becomes("Trần Thị Hoa")
        await expect(page.locator("#private .under")).to_have_text("Riêng với Trần Thị Hoa · Lãnh đạo Sở Xây dựng")
        await expect(page.locator("#group .title")).to_have_text("Khối thi đua kinh tế ngành")


async def test_a_playground_with_an_own_bloc_is_put_aside_when_one_begins_anew_and_opens_again(tmp_path: Path) -> None:
    here = tmp_path / "playground"
    async with playing(here, SetTime()) as stage:
        await own_bloc(stage, here)

    aside = begin_anew(here, SetTime().now())

    assert aside is not None and aside.name == "playground" and not here.exists()
    async with playing(aside, SetTime()) as stage:
        assert OWN in stage.seating.blocs


async def test_a_playground_with_the_sample_alone_is_forgotten_when_one_begins_anew(tmp_path: Path) -> None:
    here = tmp_path / "playground"
    async with playing(here, SetTime()):
        pass

    assert begin_anew(here, SetTime().now()) is None and list(tmp_path.iterdir()) == []


async def test_beginning_anew_deletes_no_database_that_has_run_live(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "playground" / "ktd.db")
    async with database.writing() as connection:
        await Store(connection).notes.leave("live", "telegram", SetTime().now())
    await database.close()

    with pytest.raises(LiveDatabase):
        begin_anew(tmp_path / "playground", SetTime().now())
    assert database.path.is_file()


def test_beginning_anew_puts_aside_a_database_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "playground").mkdir()
    (tmp_path / "playground" / "ktd.db").write_bytes(b"no database" * 100)

    aside = begin_anew(tmp_path / "playground", SetTime().now())

    assert aside is not None and (aside / "ktd.db").is_file()


async def test_a_file_of_one_s_own_under_the_sample_s_id_does_not_replace_the_sample(tmp_path: Path) -> None:
    async with playing(tmp_path, SetTime()):
        pass
    (tmp_path / "mine.yaml").write_text(BLOC.read_text("utf-8").replace("Sở Xây dựng", "Sở Y tế"), "utf-8")
    words = ["bloc", "load", str(tmp_path / "mine.yaml")]

    done = await asyncio.to_thread(CliRunner().invoke, app, words, env={"KTD_DATA_DIR": str(tmp_path)})

    assert (done.exit_code, done.stdout) == (1, "") and "give your own bloc an `id` of its own" in done.stderr
