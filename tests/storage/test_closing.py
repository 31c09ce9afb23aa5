"""A database is closed whatever others do to the file."""

import sqlite3
from pathlib import Path

import pytest

from storage.database import Database


async def test_a_database_is_closed_also_while_somebody_else_writes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    database = await Database.open(tmp_path / "ktd.db")
    async with database.writing() as connection:
        await connection.rows("CREATE TABLE chosen (a INT, b INT)", {})
        await connection.rows("CREATE INDEX chosen_by_a ON chosen (a)", {})
        await connection.rows("CREATE INDEX chosen_by_b ON chosen (b)", {})
        await connection.rows(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO chosen SELECT i % 9, i FROM n", {}
        )
    await database.writer.rows("SELECT * FROM chosen WHERE a = 3 AND b = 5", {})  # which index is better is noted at the end
    with sqlite3.connect(tmp_path / "ktd.db", isolation_level=None) as writing:
        writing.execute("BEGIN IMMEDIATE")
        await database.close()

    assert "left as they are: database is locked" in caplog.text
