"""`ktd check`: what it finds wrong, what is only told, and for how long."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.outbox import UNREACHED
from tests.bot.test_cli import Ktd, damage, ktd, loaded, made
from tests.stage import BLOC_ID

__all__ = ["ktd", "loaded"]


NOW = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")  # noqa: TID251  # the commands live in real time


def found(ktd: Ktd, what: str, code: int = 0) -> dict[str, Any]:
    findings = {one["what"]: one for one in json.loads(ktd("check", "--json", code=code).stdout)}
    return dict(findings[what])


def test_a_check_without_a_bloc_names_the_command_that_loads_one_here(ktd: Ktd) -> None:
    made(ktd)

    assert found(ktd, "blocs")["detail"].startswith(f"none loaded: KTD_DATA_DIR={ktd.data} ")


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
