"""What grows with the years is searched by an index. An index over some rows alone serves only a query that says the same condition."""

import re
import sqlite3
from pathlib import Path

import pytest

from storage.database import statements
from storage.schema import migrate

SEARCHED = [
    ("outbox", "message_of"),
    ("outbox", "supersede"),
    ("outbox", "delivery"),
    ("outbox", "unsent"),
    ("outbox", "newest_post"),
    ("evidence", "of_album"),
    ("evidence", "was_moved"),
    ("evidence", "count_pictures"),
    ("evidence", "of_period"),
    ("sheets", "explained"),
    ("judgements", "of_sheet"),
    ("judgements", "of_period"),
    ("answers", "of_message"),
    ("due", "waiting_of"),
    ("people", "recipients"),
    ("sheets", "explainable"),
    ("explanations", "unanswered"),
    ("explanations", "of_period"),
    ("periods", "closing"),
    ("periods", "changes"),
    ("publications", "newest"),
    ("seats", "of_accounts"),
    ("decisions", "in_force"),
]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of today's schema."""
    path = tmp_path_factory.mktemp("plans") / "ktd.db"
    migrate(path)
    return path


@pytest.mark.parametrize(("table", "statement"), SEARCHED)
def test_a_statement_of_every_day_reads_no_table_from_end_to_end(table: str, statement: str, migrated: Path) -> None:
    sql = statements(table)[statement]
    with sqlite3.connect(migrated) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(re.findall(r":(\w+)", sql))).fetchall()
    connection.close()

    assert not [step[3] for step in plan if step[3].startswith("SCAN ") and "INDEX" not in step[3]]
