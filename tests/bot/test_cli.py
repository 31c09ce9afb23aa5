"""The commands of `ktd` about invites and periods: what they print, how they end, and one plain line for each fault. What types them is here too."""

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from storage.schema import migrate
from tests.stage import BLOC, BLOC_ID

ROOT = Path(__file__).parents[2]


class Ktd:
    """Types commands in a folder of its own, and keeps the settings between them."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.settings = {"KTD_DATA_DIR": str(self.data)}

    def __call__(self, *words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(app, list(words), env={**dict.fromkeys(_set_now(), None), **self.settings})
        assert done.exit_code == code, (done.output, done.exception)
        return done

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json").stdout)

    def fault(self, *words: str, code: int = 1) -> list[str]:
        """The lines of a command that fails; there is nothing on standard output."""
        done = self(*words, code=code)
        assert done.stdout == ""
        return done.stderr.splitlines()

    def period(self, *more: str, opens: str = "2026-01-01", code: int = 0) -> Result:
        closes = (datetime.now(UTC) + timedelta(days=9)).isoformat()  # noqa: TID251  # the commands live in real time
        words = ("period", "new", "--bloc", BLOC_ID, "--rubric", "ngan-10", "--title", "Sơ kết", "--opens", opens, "--closes", closes)
        return self(*words, *more, code=code)


def _set_now() -> list[str]:
    return [name for name in os.environ if name.startswith("KTD_")]


@pytest.fixture
def ktd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ktd]:
    monkeypatch.chdir(tmp_path)
    before = {
        name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)
    }  # the commands end a process of their own, and this one goes on
    yield Ktd(tmp_path)
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.fixture
def loaded(ktd: Ktd) -> Ktd:
    ktd("bloc", "load", str(BLOC))
    return ktd


def made(ktd: Ktd) -> None:
    """An empty database is there."""
    ktd.data.mkdir()
    migrate(ktd.data / "ktd.db")


def damage(ktd: Ktd, sql: str) -> None:
    connection = sqlite3.connect(ktd.data / "ktd.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


# ------------------------------------------------------------------------------------------------ invites


def test_an_invite_is_one_document_with_a_link_once_the_name_is_known(loaded: Ktd) -> None:
    invite = loaded.json("invite", "new", "--bloc", BLOC_ID, "--unit", "SXD", "--role", "unit_leader")

    assert set(invite) == {"code", "links", "expires_at"} and invite["links"] == {"telegram": None}


def test_invites_for_all_units_are_a_list_with_their_units(loaded: Ktd) -> None:
    invites = loaded.json("invite", "new", "--bloc", BLOC_ID, "--all-units", "--role", "unit_focal_point")

    assert len({one["code"] for one in invites}) == 8 and invites[0]["unit"] == "SCT"


def test_invites_are_listed_with_their_uses_and_their_end(loaded: Ktd) -> None:
    expires = loaded.json("invite", "new", "--bloc", BLOC_ID, "--role", "secretariat", "--uses", "3")["expires_at"]
    day = datetime.fromisoformat(expires).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()

    assert loaded("invite", "list").stdout.rstrip().endswith(f"open     3 uses left    until {day}")


def test_the_line_of_a_new_invite_says_its_unit_and_its_role(loaded: Ktd) -> None:
    of_unit = loaded("invite", "new", "--bloc", BLOC_ID, "--unit", "SXD", "--role", "unit_leader").stdout.split()
    of_bloc = loaded("invite", "new", "--bloc", BLOC_ID, "--role", "secretariat").stdout.split()

    assert (of_unit[:2], of_bloc[:2]) == (["SXD", "unit_leader"], ["-", "secretariat"])


def test_an_invite_is_listed_and_revoked_once(loaded: Ktd) -> None:
    code = loaded.json("invite", "new", "--bloc", BLOC_ID, "--role", "secretariat")["code"]
    loaded("invite", "revoke", code)

    assert [one["state"] for one in loaded.json("invite", "list")] == ["revoked"]
    assert len(loaded.fault("invite", "revoke", code)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "unit_leader"),
        ("--role", "secretariat", "--unit", "SXD"),
        ("--role", "unit_leader", "--unit", "SXD", "--all-units"),
        ("--role", "bloc_chair"),
        ("--role", "king"),
        ("--role", "unit_leader", "--unit", "SXD", "--days", "0"),
        ("--role", "unit_leader", "--unit", "SXD", "--uses", "many"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(loaded: Ktd, words: tuple[str, ...]) -> None:
    loaded.fault("invite", "new", "--bloc", BLOC_ID, *words, code=2)


@pytest.mark.parametrize("words", [("--bloc", "khac", "--all-units"), ("--bloc", "khac", "--unit", "SXD"), ("--bloc", BLOC_ID, "--unit", "XXX")])
def test_a_bloc_or_unit_that_is_not_there_is_told(loaded: Ktd, words: tuple[str, ...]) -> None:
    assert len(loaded.fault("invite", "new", "--role", "unit_leader", *words)) == 1


@pytest.mark.parametrize("words", ["stnmt", "TN&MT", "so tai nguyen va moi truong", "tài  nguyên Môi trường"])
def test_an_invite_is_for_the_unit_of_that_code_name_or_alias(loaded: Ktd, words: str) -> None:
    loaded("invite", "new", "--bloc", BLOC_ID, "--unit", words, "--role", "unit_leader")

    assert [one["unit"] for one in loaded.json("invite", "list")] == ["STNMT"]


def test_a_name_that_several_units_of_a_bloc_kept_from_before_bear_is_asked_back(loaded: Ktd) -> None:
    with closing(sqlite3.connect(loaded.data / "ktd.db")) as database, database:
        database.execute("""UPDATE units SET aliases = '["Sở Xây dựng"]' WHERE code = 'SGTVT'""")

    assert loaded.fault("invite", "new", "--bloc", BLOC_ID, "--unit", "Sở Xây dựng", "--role", "unit_leader") == [
        "--unit Sở Xây dựng: names several units of the bloc: SXD, SGTVT. Give the code of one."
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "new", "--bloc", "khac", "--role", "secretariat"),
        ("period", "new", "--bloc", "khac", "--rubric", "ngan-10", "--title", "Sơ kết", "--opens", "2026-01-01", "--closes", "2099-02-01"),
    ],
)
def test_a_bloc_that_is_not_there_is_told_with_the_command_that_loads_it_here(loaded: Ktd, words: tuple[str, ...]) -> None:
    (told,) = loaded.fault(*words)

    assert told.startswith("There is no bloc khac. Load it first: KTD_DATA_DIR=") and told.endswith(" bloc load FILE")


# ------------------------------------------------------------------------------------------------ periods


def test_a_period_is_one_document(loaded: Ktd) -> None:
    assert json.loads(loaded.period("--json", "--no-late", "--late-days", "working", "--kind", "yearend").stdout) == {"id": 1}


@pytest.mark.parametrize("words", [("--kind", "monthly"), ("--late-days", "lunar"), ("--opens", "soon"), ("--opens", "2999-01-01"), ("--title", " ")])
def test_a_period_that_cannot_be_meant_is_wrong_usage(loaded: Ktd, words: tuple[str, ...]) -> None:
    done = loaded.period(*words, code=2)

    assert len(done.stderr.splitlines()) == 1 and not done.stdout


def test_everything_wrong_with_a_period_is_told_at_once_one_a_line(loaded: Ktd) -> None:
    wrong = (
        "--bloc",
        "khac",
        "--rubric",
        "khong-co",
        "--title",
        " ",
        "--opens",
        "soon",
        "--closes",
        "2026-13-01",
        "--kind",
        "monthly",
        "--late-days",
        "lunar",
    )
    lines = loaded.period(*wrong, code=2).stderr.splitlines()

    assert [line.split()[0] for line in lines] == ["--kind", "--late-days", "--title", "--opens", "--closes", "There", "--rubric"]


def test_a_table_that_is_not_there_is_told_beside_the_bloc_that_is_not(loaded: Ktd) -> None:
    lines = loaded.period("--bloc", "khac", "--rubric", "khong-co", code=1).stderr.splitlines()

    assert len(lines) == 2 and lines[0].startswith("There is no bloc khac. Load it first: ") and lines[1].startswith("--rubric khong-co: ")


def test_a_date_alone_opens_at_midnight_and_closes_at_17(loaded: Ktd) -> None:
    said = loaded.period("--opens", "2098-12-15", "--closes", "2098-12-16").stdout.splitlines()

    assert said[0] == "period 1" and "opens Monday 2098-12-15 00:00, closes Tuesday 2098-12-16 17:00" in said[1]
    assert said[2] == "  table ngan-10: 10 criteria, 100 points; a sample"


def test_a_deadline_that_has_passed_is_said_to_have(loaded: Ktd) -> None:
    assert "closes Monday 2026-01-05 17:00 (that has passed)" in loaded.period("--past-deadline", "--closes", "2026-01-05").stdout
    assert "(that has passed)" in loaded.period("--past-deadline", "--json", "--closes", "2026-01-06").stderr


@pytest.mark.parametrize("more", [(), ("--past-deadline", "--no-late")])
def test_a_period_whose_deadline_has_passed_is_made_only_where_that_is_meant_and_late_sheets_are_taken(loaded: Ktd, more: tuple[str, ...]) -> None:
    done = loaded.period("--closes", "2026-01-05", *more, code=2)

    assert "2026-01-05: that has passed" in done.stderr and len(done.stderr.splitlines()) == 1 and loaded.json("period", "list") == []


def test_a_period_that_opens_at_once_is_said_and_listed_as_opened_at_the_same_time(loaded: Ktd) -> None:
    said = loaded.period().stdout.splitlines()[1].partition(";")[0].strip()

    assert said.startswith("Sơ kết: opened ") and "2026-01-01" not in said and said in loaded("period", "list").stdout


@pytest.mark.parametrize("words", [("--opens", "0001-01-01T00:00"), ("--closes", "9999-12-31"), ("--title", "x" * 121), ("--kind", "")])
def test_times_of_no_century_of_ours_and_titles_of_many_lines_are_refused(loaded: Ktd, words: tuple[str, ...]) -> None:
    assert len(loaded.period(*words, code=2).stderr.splitlines()) == 1


def test_in_a_playground_s_data_commands_go_by_its_clock(loaded: Ktd) -> None:
    (loaded.data / "clock.json").write_text(json.dumps({"ahead": 80 * 86400}), "utf-8")

    assert datetime.fromisoformat(
        loaded.json("invite", "new", "--bloc", BLOC_ID, "--unit", "SXD", "--role", "unit_leader")["expires_at"]
    ) > datetime.now(UTC) + timedelta(days=90)  # noqa: TID251  # commands live in real time


def test_the_same_period_is_not_made_twice_until_the_first_is_published(loaded: Ktd) -> None:
    closes = ("--closes", "2099-01-05")
    loaded.period(*closes)
    assert "period 1 of this bloc has this title and deadline and is open" in loaded.period(*closes, "--title", "sơ kết ", code=1).stderr
    damage(loaded, "UPDATE periods SET state = 'published'")

    loaded.period(*closes)


def test_periods_are_listed_with_their_numbers(loaded: Ktd) -> None:
    assert loaded.json("period", "list") == []
    loaded.period()

    assert [(one["id"], one["title"], one["state"]) for one in loaded.json("period", "list", "--bloc", BLOC_ID)] == [(1, "Sơ kết", "open")]
    assert "   1  ha-nam-kinh-te  open       Sơ kết: opened " in loaded("period", "list").stdout
    assert loaded.fault("period", "list", "--bloc", "khac") == ["There is no bloc khac. `ktd bloc show` lists those that are loaded."]


@pytest.mark.parametrize("words", [("--rubric", "khong-co"), ("--bloc", "khac"), ("--rubric", "hong.yaml")])
def test_a_period_of_what_is_not_there_is_told(loaded: Ktd, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "hong.yaml").write_bytes(b"\xff")
    done = loaded.period(*words, code=1)

    assert len(done.stderr.splitlines()) == 1 and not done.stdout
