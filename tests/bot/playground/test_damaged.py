"""Files of the playground that a kill tore or a hand damaged: it starts, says in one line what it put aside, and keeps that."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import playing
from bot.playground.half_year import HalfYear
from bot.playground.progress import Progress, kept_progress
from bot.playground.stage import kept_ahead
from tests.bot.playground.times import SetTime

SPOILED = pytest.mark.parametrize("spoiled", ["", "{", "[]", "null", '{"line": 1}', '{"lines": ""}', '{"share": NaN}', '{"share": 7}', "\x00\x00"])


@SPOILED
def test_a_damaged_progress_counts_as_none_and_is_kept_aside(tmp_path: Path, spoiled: str) -> None:
    (tmp_path / "half-year.json").write_text(spoiled)

    assert kept_progress(tmp_path / "half-year.json") == Progress()
    assert (tmp_path / "half-year.json.damaged-1").read_text() == spoiled


@pytest.mark.parametrize("spoiled", ["", '{"ahead": "x"}', '{"ahead": 1e400}', '{"ahead": 1e12}', '{"ahead": -5}', "7"])
def test_a_damaged_note_of_the_clock_moves_it_nowhere_and_is_kept_aside(tmp_path: Path, spoiled: str) -> None:
    (tmp_path / "clock.json").write_text(spoiled)

    assert kept_ahead(tmp_path) == timedelta(0)
    assert (tmp_path / "clock.json.damaged-1").read_text() == spoiled


def test_what_was_put_aside_before_stays(tmp_path: Path) -> None:
    for spoiled in ("first", "second"):
        (tmp_path / "half-year.json").write_text(spoiled)
        kept_progress(tmp_path / "half-year.json")

    assert [(tmp_path / f"half-year.json.damaged-{number}").read_text() for number in (1, 2)] == ["first", "second"]


async def test_the_playground_starts_over_damaged_files_and_says_each_in_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with playing(tmp_path, SetTime()) as stage:
        stage.playground.person(1001).starts()
        stage.advance(timedelta(hours=1))
    (tmp_path / "half-year.json").write_text("{")
    (tmp_path / "clock.json").write_text("")
    with (tmp_path / "world" / "world.jsonl").open("ab") as journal:
        journal.write(b'["Message",{"chat":100')

    async with playing(tmp_path, SetTime()) as stage:
        assert HalfYear(stage).progress()["line"] == ""
        assert stage.playground.person(1001).sees()
    told = sorted(line for line in caplog.messages if "damaged" in line)
    assert [line.split(" is damaged")[0] for line in told] == ["clock.json", "half-year.json", "world.jsonl"]
