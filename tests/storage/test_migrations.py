"""Older files arrive at the newest schema with everything in them, and a copy of what they were stands beside them."""

import sqlite3
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import DatabaseFromTheFuture, NotADatabase, migrate, migrations, newest_version, version_of

OLDER = [number for number, _, _ in migrations()[:-1]]


def at_version(path: Path, version: int) -> Path:
    """A file as it was at an older version, with a bloc in it."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # nothing is killed here
        for number, _, sql in migrations():
            if number <= version:
                connection.executescript(sql)
        connection.execute("INSERT INTO blocs (id, name, zone, year, file, loaded_at) VALUES ('b', 'Khối', 'Asia/Ho_Chi_Minh', 2026, '{}', '2026')")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    return path


@pytest.mark.parametrize("version", OLDER)
async def test_an_older_file_arrives_whole(version: int, tmp_path: Path) -> None:
    database = await Database.open(at_version(tmp_path / "ktd.db", version))

    assert await database.is_intact() and [row["name"] for row in await database.reader.rows("SELECT name FROM blocs", {})] == ["Khối"]
    await database.close()


@pytest.mark.parametrize("version", OLDER)
def test_a_copy_of_the_older_file_is_kept(version: int, tmp_path: Path) -> None:
    migrate(at_version(tmp_path / "ktd.db", version))

    assert version_of(tmp_path / f"ktd-before-migration-{version:04d}.db") == version


@pytest.mark.parametrize("version", OLDER)
def test_an_older_file_arrives_at_the_schema_of_a_new_one(version: int, tmp_path: Path) -> None:
    migrate(at_version(tmp_path / "old.db", version))
    migrate(tmp_path / "new.db")

    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")


def test_earlier_posts_know_the_bloc_of_their_group_and_nothing_else_does(tmp_path: Path) -> None:
    path = at_version(tmp_path / "ktd.db", 10)
    row = "INSERT INTO outbox (platform, chat, priority, kind, payload, not_before, state, created_at) VALUES ('telegram', ?, 1, ?, '{}', '2026', 'sent', '2026')"
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO groups (platform, chat, bloc_id, title, tied_at) VALUES ('telegram', '-100', 'b', 'Nhóm', '2026')")
        connection.executemany(row, [("-100", "post"), ("-100", "reply"), ("-200", "post"), ("7", "notice")])
    migrate(path)

    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT bloc_id FROM outbox ORDER BY id").fetchall() == [("b",), (None,), (None,), (None,)]


def test_earlier_notes_about_people_name_them_and_those_who_left_lose_theirs(tmp_path: Path) -> None:
    path = at_version(tmp_path / "ktd.db", 11)
    names = [
        "unsent:1:b",
        "unsent:11:b",
        "links:b:1",
        "digest_told:1",
        "digest_told:11",
        "digest:1:1",
        "digest:1:11",
        "digest:1",
        "digest_on:b",
        "live",
    ]
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO people (id, full_name, consented_at) VALUES (1, 'Lan', '2026'), (11, 'Nam', '2026')")
        connection.execute("INSERT INTO seats (person_id, bloc_id, role, since) VALUES (1, 'b', 'secretariat', '2026')")
        connection.execute("INSERT INTO rubrics (id, bloc_id, rubric, version, sha256, text, added_at) VALUES (1, 'b', 'r', 1, 'x', '', '2026')")
        connection.execute(
            "INSERT INTO periods (id, bloc_id, kind, title, rubric_id, state, opens_at, closes_at, takes_late, late_days, created_at) "
            "VALUES (1, 'b', 'midyear', 'Đợt', 1, 'open', '2026', '2027', 1, 'calendar', '2026')"
        )
        connection.executemany("INSERT INTO notes (name, value, at) VALUES (?, '', '2026')", [(name,) for name in names])
    migrate(path)

    with sqlite3.connect(path) as connection:
        kept = {name: (person, bloc) for name, person, bloc in connection.execute("SELECT name, person_id, bloc_id FROM notes")}
    of_people = {"unsent:1:b": (1, "b"), "links:b:1": (1, "b"), "digest_told:1": (1, None), "digest:1:1": (1, "b")}
    assert kept == {**of_people, **dict.fromkeys(("digest:1", "digest_on:b", "live"), (None, None))}


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def test_a_file_of_a_newer_ktd_is_left_alone(tmp_path: Path) -> None:
    path = at_version(tmp_path / "ktd.db", newest_version())
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")

    with pytest.raises(DatabaseFromTheFuture):
        migrate(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ktd.db").write_bytes(b"no database" * 100)

    with pytest.raises(NotADatabase):
        migrate(tmp_path / "ktd.db")


def test_a_file_at_the_newest_version_is_opened_while_somebody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(tmp_path / "ktd.db")
    monkeypatch.setattr("storage.schema.BUSY_AFTER_MS", 10)
    with sqlite3.connect(tmp_path / "ktd.db", isolation_level=None) as writing:
        writing.execute("BEGIN IMMEDIATE")

        assert migrate(tmp_path / "ktd.db") == newest_version()
