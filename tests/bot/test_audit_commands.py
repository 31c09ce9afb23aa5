"""`ktd audit verify` and `ktd receipt verify`: what is whole is said to be, what is not is named in a line."""

import asyncio
import json
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_cli import Ktd, ktd, loaded, made
from tests.domain.test_receipts import document
from tests.stage import Stage
from tests.workbooks import workbook

__all__ = ["ktd", "loaded"]


CUT = "DELETE FROM audit WHERE seq = 3; UPDATE audit_head SET (seq, sha256) = (SELECT seq, sha256 FROM audit WHERE seq = 2);"
SHUFFLED = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO audit (at, bloc_id, act, subject, old, new, previous, sha256) SELECT '', 'ha-nam-kinh-te', 'seat', '', '{}', '{}', 'x', i FROM n;
DELETE FROM sqlite_sequence WHERE name = 'audit';"""
HIDDEN = CUT + " UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit';"


def tamper(ktd: Ktd, sql: str) -> None:
    with sqlite3.connect(ktd.data / "ktd.db") as connection:
        connection.executescript(f"DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_cut; {sql}")


def test_one_entry_is_said_as_one(loaded: Ktd) -> None:
    assert "whole: 1 entry; " in loaded("audit", "verify").stdout


def test_no_log_is_called_whole_where_there_is_no_database_and_none_is_made(ktd: Ktd) -> None:
    (line,) = ktd.fault("audit", "verify", "--head", f"3:{'a' * 16}")

    assert "is not there" in line and "KTD_DATA_DIR" in line and not ktd.data.exists()


def test_an_empty_log_is_said_to_be_empty(ktd: Ktd) -> None:
    made(ktd)

    assert "The audit log is empty" in ktd("audit", "verify").stdout


def test_the_log_is_listed_with_who_when_and_old_and_new_values(loaded: Ktd) -> None:
    loaded.period()
    lines = loaded("audit", "list").stdout.splitlines()

    assert len(lines) == 3 and lines[0].split()[0] == "1" and "  bloc  bloc:ha-nam-kinh-te  {} -> {" in lines[0]
    assert lines[2].endswith('  period_opened  period:1  {"state":"preparing"} -> {"state":"open"}')
    listed = loaded.json("audit", "list", "--period", "1")["entries"]
    assert [(one["act"], one["by_name"]) for one in listed] == [("period", ""), ("period_opened", "")] and len(listed[0]["hash"]) == 64


def test_a_log_nobody_touched_is_whole(loaded: Ktd) -> None:
    loaded.period()

    assert "whole: 3 entries" in loaded("audit", "verify").stdout and loaded.json("audit", "verify")["faults"] == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE audit SET new = '{}' WHERE seq = 2", "entry 2 was changed"),
        ("DELETE FROM audit WHERE seq = 2", "entry 2 is missing"),
        ("DELETE FROM audit WHERE seq = 3", "entry 3 is missing"),
        ("UPDATE audit SET seq = 9 WHERE seq = 1", "entry 1 is missing"),
        (CUT, "entry 3 is missing"),
    ],
)
def test_a_log_that_was_touched_is_told_and_ends_with_1(sql: str, told: str, loaded: Ktd) -> None:
    loaded.period()
    tamper(loaded, sql)

    assert told in loaded.fault("audit", "verify")


def test_a_cut_that_the_whole_database_hides_is_shown_by_what_was_noted_outside(loaded: Ktd) -> None:
    loaded.period()
    noted = loaded.json("audit", "verify")
    assert loaded("audit", "verify", "--head", f"3:{noted['hash'][:16]}").stdout.splitlines()[1:] == [
        "Found: entry 3 is the one that what was noted names"
    ]
    tamper(loaded, HIDDEN)

    assert "whole" in loaded("audit", "verify").stdout
    assert loaded.fault("audit", "verify", "--head", f"3:{noted['hash']}") == ["entry 3 is missing, though what was noted names it"]


PIECE = b"minh chung"
LIES = sha256(PIECE).hexdigest()


@pytest.fixture
def proven(loaded: Ktd) -> Ktd:
    """Somebody's file of evidence lies where it is kept."""
    loaded.period()
    with sqlite3.connect(loaded.data / "ktd.db") as connection:
        connection.execute("INSERT INTO people (full_name, consented_at) VALUES ('Trần Thị Hoa', '2026')")
        connection.execute(
            "INSERT INTO evidence (sheet_id, address, kind, name, state, sha256, by, at) VALUES (3, 'I.1', 'file', 'bc.pdf', 'kept', ?, 1, '2026')",
            (LIES,),
        )
    place = loaded.data / "evidence" / LIES[:2] / LIES
    place.parent.mkdir(parents=True)
    place.write_bytes(PIECE)
    return loaded


def test_evidence_as_it_came_is_whole(proven: Ktd) -> None:
    assert "whole" in proven("audit", "verify").stdout


def test_evidence_with_other_bytes_is_told(proven: Ktd) -> None:
    (proven.data / "evidence" / LIES[:2] / LIES).write_bytes(PIECE + b".")

    assert proven.fault("audit", "verify") == ["the file bc.pdf of SXD (I.1) was changed: its bytes are not those that were sent"]


def test_evidence_that_is_gone_is_told(proven: Ktd) -> None:
    (proven.data / "evidence" / LIES[:2] / LIES).unlink()

    assert proven.fault("audit", "verify") == ["the file bc.pdf of SXD (I.1) cannot be read in the evidence folder: No such file or directory"]


def test_where_there_is_no_database_none_is_made_and_no_log_called_whole(ktd: Ktd) -> None:
    assert "is not there" in ktd.fault("audit", "verify")[0] and not ktd.data.exists()


def test_of_thousands_of_faults_forty_are_listed(loaded: Ktd) -> None:
    tamper(loaded, "DELETE FROM audit; UPDATE audit_head SET seq = 0, sha256 = ''; " + SHUFFLED)

    assert (
        loaded.fault("audit", "verify")[40:] == ["and 11 more faults: --json names all"]
        and len(loaded("audit", "verify", "--json", code=1).stdout) > 1000
    )


def test_a_receipt_that_the_log_does_not_know_is_told(loaded: Ktd, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(document()), "utf-8")

    assert loaded.fault("audit", "verify", "--receipt", "receipt.json") == ["entry 12 is missing, though receipt file receipt.json names it"]


@pytest.mark.parametrize("head", ["3", "x:y", "3:abc"])
def test_a_head_that_is_none_is_wrong_usage(head: str, loaded: Ktd) -> None:
    assert loaded.fault("audit", "verify", "--head", head, code=2)


async def test_the_file_the_bot_gives_is_a_whole_receipt(open_period: Stage, tmp_path: Path) -> None:
    from bot.runtime.writing import outgoing_of
    from handlers.contents import REPORTS

    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.does("Hoa", "[Tệp đối chiếu biên nhận]")
    sent = [outgoing_of(row["payload"]) for row in await open_period.database.reader.rows("SELECT payload FROM outbox ORDER BY id DESC LIMIT 1", {})]
    assert sent[0].files[0].name.startswith("Tệp đối chiếu biên nhận - SXD-1-1-") and "chỉ để máy kiểm tra" in open_period.last("Hoa").text
    REPORTS["receipt_file"](json.loads(sent[0].files[0].facts), tmp_path / "receipt.json")

    assert (
        "is whole: Sở Xây dựng, Sơ kết 6 tháng đầu năm 2026, version 1, 90.00 points"
        in Ktd(tmp_path)("receipt", "verify", str(tmp_path / "receipt.json")).stdout
    )


async def test_a_log_that_holds_a_receipt_s_entry_says_at_which_number(open_period: Stage, tmp_path: Path) -> None:
    from bot.runtime.writing import outgoing_of
    from handlers.contents import REPORTS

    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.does("Hoa", "[Tệp đối chiếu biên nhận]")
    (row,) = await open_period.database.reader.rows("SELECT payload FROM outbox ORDER BY id DESC LIMIT 1", {})
    file = tmp_path / "receipt.json"
    REPORTS["receipt_file"](json.loads(outgoing_of(row["payload"]).files[0].facts), file)
    ktd = Ktd(tmp_path)
    ktd.settings["KTD_DATA_DIR"] = str(open_period.database.path.parent)
    number = json.loads(file.read_text("utf-8"))["entry"]["seq"]

    said = (await asyncio.to_thread(ktd, "audit", "verify", "--receipt", str(file))).stdout
    assert f"Found: entry {number} is the one that receipt file {file} names" in said


def test_a_receipt_forged_alike_in_every_part_is_whole_and_the_command_that_shows_it_is_named(loaded: Ktd, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(document()), "utf-8")

    said = loaded("receipt", "verify", "receipt.json").stdout

    assert "Not shown: that the log holds this entry" in said and "audit verify --receipt receipt.json" in said
    assert loaded.fault("audit", "verify", "--receipt", "receipt.json")


@pytest.mark.parametrize("words", [("receipt", "verify"), ("audit", "verify", "--receipt")])
def test_the_printed_sheet_in_place_of_its_receipt_is_told_with_what_is_meant(words: tuple[str, ...], ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "phieu.xlsx").write_bytes(workbook([["Phiếu"]]))

    (line,) = ktd.fault(*words, "phieu.xlsx")
    assert line.startswith("phieu.xlsx: is a workbook") and "a receipt is the .json file" in line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_receipt_is_checked_without_any_database(encoding: str, ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(document()), encoding)

    assert "Entry 12 of the audit log" in ktd("receipt", "verify", "receipt.json").stdout and not ktd.data.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"x" * 2_000_000,
        json.dumps(document() | {"total": "99"}).encode(),
        b'{"format": "ktd-receipt-file/1"}',
    ],
)
def test_what_is_no_whole_receipt_is_told_and_ends_with_1(content: Any, ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(content)

    assert ktd.fault("receipt", "verify", "receipt.json")


def test_a_receipt_that_is_not_there_is_told(ktd: Ktd) -> None:
    assert ktd.fault("receipt", "verify", "none.json") == ["none.json: No such file or directory"]
