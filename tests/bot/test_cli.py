"""The commands of `ktd`: what they print, how they end, and one plain line for each fault."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from config.bloc_files import BlocFaults, UnitLine, bloc_file_of, read_bloc_file
from storage.leases import lease
from storage.outbox import UNREACHED
from tests.stage import BLOC, BLOC_ID

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")  # noqa: TID251  # the commands live in real time


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


# ------------------------------------------------------------------------------------------------ blocs


def test_a_bloc_is_loaded_and_twice_is_as_once(loaded: Ktd) -> None:
    before = loaded.json("bloc", "show", BLOC_ID)
    loaded("bloc", "load", str(BLOC))

    assert loaded.json("bloc", "show", BLOC_ID) == before and len(before["units"]) == 8


def test_a_bloc_whose_usual_table_nobody_knows_is_told_by_check(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(BLOC.read_bytes().replace(b"rubric: mau-1000", b"rubric: mau-999"))
    ktd("bloc", "load", "b.yaml")

    assert any("`rubric` names mau-999" in line for line in ktd("check", code=1).stdout.splitlines() if line.startswith("FAIL"))


def test_all_blocs_are_shown_as_a_list(ktd: Ktd) -> None:
    assert ktd.json("bloc", "show") == []


def test_a_bloc_is_shown_with_all_that_its_file_says(ktd: Ktd) -> None:
    assert ktd("bloc", "show").stdout.startswith("No bloc is loaded. Type: KTD_DATA_DIR=")
    ktd("bloc", "load", str(BLOC))
    said = ktd("bloc", "show").stdout

    assert "observer: Ban Thi đua - Khen thưởng tỉnh" in said and "secretary: Tổ thư ký\n" in said and "rubric: mau-1000" in said
    assert "reminders: 07:30, days before a deadline: 7, 3, 1, 0; before a meeting: 3d, 1d, 2h; quiet 21:00-06:30; workdays only" in said


def test_a_bloc_is_shown_with_the_other_names_of_its_units(loaded: Ktd) -> None:
    assert "Sở Công Thương (also: Công Thương, Sở CT)" in loaded("bloc", "show").stdout


def test_a_bloc_that_is_not_there_is_told(ktd: Ktd) -> None:
    assert ktd.fault("bloc", "show", "khac") == ["There is no bloc khac. `ktd bloc show` lists those that are loaded."]


def test_a_file_that_is_not_there_is_told(ktd: Ktd) -> None:
    assert ktd.fault("bloc", "load", "khong-co.yaml") == ["khong-co.yaml: No such file or directory"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 10_000_000, b"a: &a [*a]", b"format: ktd-bloc/1", b"[1, 2]", b"a: .nan"])
def test_a_file_that_is_no_bloc_is_told_in_plain_lines(ktd: Ktd, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bloc.yaml").write_bytes(content)

    assert all(line.startswith("bloc.yaml: ") and len(line) < 200 for line in ktd.fault("bloc", "load", "bloc.yaml"))


FAULTY = [
    ("code: SXD,", "code: S-D,", ["units.#3.code: must be 2 to 16 letters without diacritics and digits, like SXD"]),
    ("name: Sở Xây dựng,", "name: S,", ["units.SXD.name: must have at least 2 characters"]),
    ("year: 2026", "year: soon", ["year: must be a whole number"]),
    ("overdue: daily", "overdue: hourly", ["reminders.overdue: must be daily"]),
    ("secretary: {", "secretary: {phone: 226, ", ["secretary.phone: must be text; put it between quotation marks"]),
    (
        "code: SXD, name: Sở Xây dựng,",
        "code: SCT, name: Sở Xây dựng, role: chair,",
        ["units: the code SCT stands 2 times", "units: exactly one unit must have role: chair; here it is SCT, SCT"],
    ),
    ("[Xây dựng]", "[công  THƯƠNG]", ["units: Công Thương is a code, name or alias of both SCT and SXD"]),
    ("[Xây dựng]", "[sct]", ["units: SCT is a code, name or alias of both SCT and SXD"]),
    ("name: Sở Xây dựng,", "name: Sở Công thương,", ["units: Sở Công Thương is a code, name or alias of both SCT and SXD"]),
    ("code: SXD,", "code: sct,", ["units: SCT is a code, name or alias of both SCT and sct"]),
]


@pytest.mark.parametrize(("right", "wrong", "told"), FAULTY)
def test_faults_of_a_bloc_file_are_told_in_plain_words_and_all_at_once(ktd: Ktd, tmp_path: Path, right: str, wrong: str, told: list[str]) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace(right, wrong, 1), "utf-8")

    assert ktd.fault("bloc", "load", "b.yaml") == [f"b.yaml: {line}" for line in told]


def test_a_unit_may_have_its_own_code_and_name_among_its_aliases(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace("[Xây dựng]", "[SXD, sở xây dựng, Xây dựng, xây dựng]", 1), "utf-8")

    assert ktd("bloc", "load", "b.yaml").stdout == f"{BLOC_ID}: 8 units\n"


def test_a_bloc_kept_before_names_had_to_differ_is_still_read() -> None:
    file = read_bloc_file(BLOC.read_bytes())
    units = (*file.units, UnitLine(code="SLD", name="Sở Lao động", aliases=("Xây dựng",)))
    kept = file.model_copy(update={"units": units}).model_dump_json(by_alias=True)

    assert bloc_file_of(kept).units == units


def test_a_list_of_which_the_only_entry_is_faulty_is_not_called_empty() -> None:
    with pytest.raises(BlocFaults) as faults:
        read_bloc_file(b"{format: ktd-bloc/1, id: abc, name: abc, year: 2026, units: [{code: S-D, name: abc}]}")

    assert [line.partition(":")[0] for line in faults.value.lines] == ["units.#1.code"]


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


def test_a_check_without_a_bloc_names_the_command_that_loads_one_here(ktd: Ktd) -> None:
    ktd("period", "list")

    assert found(ktd, "blocs")["detail"].startswith(f"none loaded: KTD_DATA_DIR={ktd.data} ")


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


# ------------------------------------------------------------------------------------------------ check


def found(ktd: Ktd, what: str, code: int = 0) -> dict[str, Any]:
    findings = {one["what"]: one for one in json.loads(ktd("check", "--json", code=code).stdout)}
    return dict(findings[what])


def damage(ktd: Ktd, sql: str) -> None:
    connection = sqlite3.connect(ktd.data / "ktd.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_check_before_anything_finds_nothing_wrong(ktd: Ktd) -> None:
    assert found(ktd, "database")["detail"] == "none yet" and not ktd.data.exists()


def test_a_check_finds_a_data_directory_that_cannot_be(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    ktd.settings["KTD_DATA_DIR"] = str(tmp_path / "data" / "deeper")

    assert found(ktd, "data directory", code=1)["detail"] == f"{tmp_path}/data/deeper: {tmp_path}/data is no directory"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the folder in which not even root can write is Linux's")
def test_a_check_finds_a_data_directory_that_cannot_be_written(ktd: Ktd) -> None:
    ktd.settings["KTD_DATA_DIR"] = "/proc/ktd"

    assert "nothing can be written in /proc" in found(ktd, "data directory", code=1)["detail"]


def test_a_check_of_a_bloc_that_no_token_serves_says_what_is_missing_until_it_runs(loaded: Ktd) -> None:
    lines = [line for line in loaded("check").stdout.splitlines() if line.startswith("todo ")]

    assert lines[0] == "todo serving: no token is set: `ktd run` opens the playground, which does not know the blocs here; set KTD_TELEGRAM_TOKEN"
    assert lines[1].startswith(f"todo people of {BLOC_ID}: nobody has joined as chair (SCT); 8 of 8 units have nobody: SCT, STNMT, ")
    assert lines[1].endswith(f"python -m bot invite new --bloc {BLOC_ID} --all-units --role unit_leader") and len(lines) == 2


def test_a_check_finds_that_what_has_run_live_would_not_start_without_its_token(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO notes (name, value, at) VALUES ('live', 'telegram', '2026-01-01T00:00:00.000000Z')")

    assert "`ktd run` does not start" in found(loaded, "serving", code=1)["detail"]


def test_a_check_in_a_playground_s_data_misses_no_token(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO notes (name, value, at) VALUES ('playground', '[]', '2026-01-01T00:00:00.000000Z')")

    assert not found(loaded, "serving")["todo"]


def test_a_check_names_the_tables_that_are_samples(ktd: Ktd) -> None:
    assert found(ktd, "rubric ngan-10")["detail"] == "10 criteria, 100 points; a sample"


def test_once_the_chair_has_joined_a_check_names_the_units_that_nobody_is_of(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO people (id, full_name, job_title, consented_at) VALUES (1, 'Nguyễn Thị Lan', '', '2026')")
    seats = f"SELECT 1, bloc_id, id, 'unit_leader', '{NOW}' FROM units WHERE code <> 'SXD'"
    damage(loaded, f"INSERT INTO seats (person_id, bloc_id, unit_id, role, since) {seats}")
    loaded("invite", "new", "--bloc", BLOC_ID, "--unit", "SXD", "--role", "unit_leader")

    assert found(loaded, f"people of {BLOC_ID}")["detail"] == "1 of 8 units has nobody: SXD; 1 invitation is open"


def test_a_check_finds_names_that_units_of_a_bloc_kept_from_before_share(loaded: Ktd) -> None:
    damage(loaded, """UPDATE units SET aliases = '["Sở Xây dựng"]' WHERE code = 'SGTVT'""")

    assert found(loaded, f"units of {BLOC_ID}", code=1)["detail"] == (
        "Sở Xây dựng is a code, name or alias of both SXD and SGTVT: what is sent for one may be taken for neither. Change it in the bloc's file and load that"
    )


def test_a_check_says_which_schema_the_database_has(loaded: Ktd) -> None:
    assert found(loaded, "database")["ok"] and " of " in found(loaded, "migrations")["detail"]


WRONG = [
    ("unreadable updates", f"INSERT INTO unreadable (platform, event, raw, reason, at) VALUES ('telegram', 'update:1', 'x', 'KeyError', '{NOW}')"),
    (
        "undeliverable messages",
        f"""INSERT INTO outbox (platform, chat, priority, kind, payload, not_before, state, created_at, settled_at)
           VALUES ('telegram', '1', 0, 'reply', 'x', '{NOW}', 'undeliverable', '{NOW}', '{NOW}')""",
    ),
    (
        "failed jobs",
        f"INSERT INTO due (kind, subject, occurrence, at, bloc_id, state) VALUES ('x', 'y:1', 'z', '{NOW}', '{BLOC_ID}', 'failed')",
    ),
    ("database", "UPDATE units SET bloc_id = 'gone'"),
]


@pytest.mark.parametrize(("what", "sql"), WRONG)
def test_a_check_finds_what_is_wrong_and_ends_with_1(loaded: Ktd, what: str, sql: str) -> None:
    damage(loaded, sql)

    assert not found(loaded, what, code=1)["ok"]


HAPPENED = [case for case in WRONG if case[0] != "database"]


@pytest.mark.parametrize(("what", "sql"), HAPPENED)
def test_what_happened_counts_as_wrong_until_it_has_been_seen(loaded: Ktd, what: str, sql: str) -> None:
    damage(loaded, sql)
    assert loaded("check", "--seen", code=1).stdout.count("FAIL") == 1

    assert found(loaded, what) == {"what": what, "ok": True, "todo": False, "detail": "0 (1 older, or seen before)"}


@pytest.mark.parametrize(("what", "sql"), HAPPENED)
def test_what_happened_more_than_a_week_ago_is_information(loaded: Ktd, what: str, sql: str) -> None:
    damage(loaded, sql.replace(NOW, (datetime.fromisoformat(NOW) - timedelta(days=8)).isoformat().replace("+00:00", "Z")))

    assert found(loaded, what)["detail"] == "0 (1 older, or seen before)"


def test_what_somebody_who_blocked_the_bot_does_not_get_is_no_fault(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO people (id, full_name, job_title, consented_at) VALUES (1, 'Trần Thị Hoa', '', '2026')")
    damage(loaded, "INSERT INTO accounts (platform, account, chat, person_id, reachable) VALUES ('telegram', '1', '1', 1, 0)")
    damage(loaded, dict(WRONG)["undeliverable messages"])

    assert found(loaded, "undeliverable messages")["detail"] == "0"


def test_what_a_chat_that_could_not_be_reached_did_not_get_is_no_fault_afterwards_either(loaded: Ktd) -> None:
    damage(loaded, dict(WRONG)["undeliverable messages"])
    damage(loaded, f"UPDATE outbox SET reason = '{UNREACHED}the bot is not in the group'")

    assert found(loaded, "undeliverable messages")["detail"] == "0"


def test_a_check_finds_backups_that_are_old(ktd: Ktd) -> None:
    (ktd.data / "backups").mkdir(parents=True)
    (ktd.data / "backups" / "ktd.db").touch()
    assert found(ktd, "backups")["ok"]
    os.utime(ktd.data / "backups" / "ktd.db", (0, 0))

    assert not found(ktd, "backups", code=1)["ok"]


def test_a_check_without_a_network_says_that_the_token_is_not_known(ktd: Ktd) -> None:
    ktd.settings |= {"KTD_TELEGRAM_TOKEN": "12:abc", "KTD_TELEGRAM_API": "http://127.0.0.1:1"}

    assert "cannot be reached" in found(ktd, "telegram token")["detail"]


@pytest.mark.parametrize("content", [b"no database" * 500, b"\x00" * 5000])
def test_a_check_and_a_command_tell_a_file_that_is_no_database(ktd: Ktd, content: bytes) -> None:
    ktd.data.mkdir()
    (ktd.data / "ktd.db").write_bytes(content)

    assert not found(ktd, "database", code=1)["ok"] and len(ktd.fault("bloc", "show")) == 1


def test_a_database_of_a_newer_ktd_is_refused_and_left_alone(loaded: Ktd) -> None:
    damage(loaded, "PRAGMA user_version = 999")

    assert not found(loaded, "database", code=1)["ok"] and len(loaded.fault("bloc", "show")) == 1


def test_a_data_directory_that_cannot_be_made_is_told(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    assert len(ktd.fault("invite", "list")) == 1


# ------------------------------------------------------------------------------------------------ run


def test_bad_settings_end_every_command_with_2_and_a_line_each(ktd: Ktd) -> None:
    ktd.settings |= {"KTD_PORT": "x", "KTD_NONSENSE": "y"}

    assert [len(ktd.fault(*words, code=2)) for words in (("run",), ("playground",), ("check",), ("bloc", "show"))] == [2, 2, 2, 2]


@pytest.mark.parametrize("words", [("fly",), ("bloc", "fly"), ("run", "--fast"), ("playground", "--port", "99999")])
def test_what_is_no_command_is_wrong_usage(ktd: Ktd, words: tuple[str, ...]) -> None:
    ktd.fault(*words, code=2)


def test_data_that_has_run_live_is_not_played_with(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO notes (name, value, at) VALUES ('live', 'telegram', '2026')")

    assert len(loaded.fault("run", code=2)) == 1


def test_the_playground_refuses_to_be_seen_from_outside(ktd: Ktd) -> None:
    ktd.settings["KTD_HOST"] = "0.0.0.0"

    assert len(ktd.fault("playground", code=2)) == 1


@pytest.mark.parametrize(("settings", "held"), [({"KTD_TELEGRAM_TOKEN": "12:abc"}, "ktd.lease"), ({}, "playground.lease")])
def test_a_second_ktd_on_the_same_data_refuses_to_start(ktd: Ktd, settings: dict[str, str], held: str) -> None:
    ktd.settings |= settings
    with lease(ktd.data / held):
        done = ktd("run", code=1)

    assert "another ktd is running" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("settings", "held"), [({"KTD_TELEGRAM_TOKEN": "12:abc"}, "ktd.lease"), ({}, "playground.lease")])
def test_a_run_says_at_once_which_data_it_uses(ktd: Ktd, settings: dict[str, str], held: str) -> None:
    ktd.settings |= settings | {"KTD_DATA_DIR": "data"}
    with lease(ktd.data / held):
        said = ktd("run", code=1).stdout.splitlines()[:2]

    assert f"Data: {ktd.data / held.removesuffix('.lease').replace('ktd', '')}".rstrip("/") in said


def test_without_a_bloc_the_two_commands_are_shown_as_they_can_be_typed(ktd: Ktd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/ktd", "run"])
    with lease(ktd.data / "playground.lease"):
        said = ktd("run", code=1).stdout

    assert f"KTD_DATA_DIR={ktd.data}/playground .venv/bin/ktd bloc load FILE" in said
    assert f"KTD_DATA_DIR={ktd.data}/playground .venv/bin/ktd invite new" in said


def test_with_a_bloc_loaded_into_the_playground_nothing_more_is_asked_for(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace(f"id: {BLOC_ID}", "id: khoi-khac"), "utf-8")
    with lease(ktd.data / "playground.lease"):
        for file, is_asked in ((str(BLOC), True), ("b.yaml", False)):
            ktd.settings["KTD_DATA_DIR"] = str(ktd.data / "playground")
            ktd("bloc", "load", file)
            ktd.settings["KTD_DATA_DIR"] = str(ktd.data)
            assert ("bloc load" in ktd("run", code=1).stdout) is is_asked


def test_a_usual_table_that_is_not_known_is_noted_and_the_bloc_loaded(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace("rubric: mau-1000", "rubric: mau-100O"), "utf-8")

    assert "`rubric` names mau-100O" in ktd("bloc", "load", "b.yaml").stdout and "rubric" not in ktd("bloc", "load", str(BLOC)).stdout


@pytest.mark.parametrize(("written", "meant"), [("07:30", "07:30"), ("7:30", "07:30"), ("21:00", "21:00")])
def test_a_time_without_quotation_marks_is_read_as_with_them(ktd: Ktd, tmp_path: Path, written: str, meant: str) -> None:
    for name, at in (("a.yaml", f'"{meant}"'), ("b.yaml", written)):
        (tmp_path / name).write_text(BLOC.read_text("utf-8").replace('at: "07:30"', f"at: {at}", 1), "utf-8")
    ktd("bloc", "load", "b.yaml")

    assert read_bloc_file((tmp_path / "b.yaml").read_bytes()) == read_bloc_file((tmp_path / "a.yaml").read_bytes())


@pytest.mark.parametrize("written", ["7h30", "25:00", "730", "soon"])
def test_a_time_that_is_none_is_told_with_an_example(ktd: Ktd, tmp_path: Path, written: str) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace('at: "07:30"', f"at: {written}", 1), "utf-8")

    assert 'reminders.at: is no time of the day; write it like "07:30"' in ktd.fault("bloc", "load", "b.yaml")[0]


def test_what_a_command_starts_after_a_run_still_hears_its_stop(ktd: Ktd) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with lease(ktd.data / "playground.lease"):
        ktd("run", code=1)

    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_port_that_is_taken_is_told_in_a_line(ktd: Ktd) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "bot", "playground", "--port", port],
            env={"PATH": "", "KTD_DATA_DIR": str(ktd.data)}, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert done.returncode == 1 and [line for line in done.stderr.splitlines() if "WARNING" not in line] == [
        f"127.0.0.1:{port} cannot be served: {done.stderr.strip().rpartition('served: ')[2]}"
    ]


def began(ktd: Ktd) -> subprocess.Popen[bytes]:
    """A run that hears SIGTERM already, though it has imported next to nothing."""
    words = [sys.executable, "-m", "bot", "playground", "--port", "0"]
    run = subprocess.Popen(words, env={"PATH": "", "KTD_DATA_DIR": str(ktd.data)}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    caught = Path(f"/proc/{run.pid}/status")
    while not int(caught.read_text().partition("SigCgt:")[2].split()[0], 16) >> signal.SIGTERM - 1 & 1:
        time.sleep(0.002)
    return run


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="which signals a process hears is read from /proc")
def test_a_stop_at_any_moment_of_the_start_ends_with_0(ktd: Ktd, tmp_path: Path) -> None:
    runs = []
    for delay in (0.0, 0.15, 0.6):
        ktd.data = tmp_path / str(delay)
        runs.append(began(ktd))
        threading.Timer(delay, runs[-1].terminate).start()

    assert [run.wait(30) for run in runs] == [0, 0, 0]


def test_the_start_hears_a_stop_before_it_imports_the_commands() -> None:
    loaded = "import sys; import bot.cli; print(sorted({'typer', 'pydantic', 'bot.app'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "[]\n"
