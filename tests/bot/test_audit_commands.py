"""`ktd audit verify` and `ktd receipt verify`: what is whole is said to be, what is not is named in a line."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_cli import Ktd, ktd, loaded
from tests.domain.test_receipts import document
from tests.stage import Stage

__all__ = ["ktd", "loaded"]


def tamper(ktd: Ktd, sql: str) -> None:
    with sqlite3.connect(ktd.data / "ktd.db") as connection:
        connection.executescript(f"DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_cut; {sql}")


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
    ],
)
def test_a_log_that_was_touched_is_told_and_ends_with_1(sql: str, told: str, loaded: Ktd) -> None:
    loaded.period()
    tamper(loaded, sql)

    assert told in loaded.fault("audit", "verify")


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


def test_a_receipt_is_checked_without_any_database(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(document()), "utf-8")

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
