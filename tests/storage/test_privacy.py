"""What is kept lies in folders and files that nobody else on the machine reads."""

import sqlite3
from pathlib import Path
from stat import S_IMODE

from storage.database import Database


def mode(path: Path) -> int:
    return S_IMODE(path.stat().st_mode)


async def test_the_folder_and_the_database_are_the_owners_alone(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "data" / "ktd.db")
    async with database.writing() as connection:
        await connection.rows("INSERT INTO notes (name, value, at) VALUES ('a', 'b', '2026')", {})
    files = [mode(file) for file in (tmp_path / "data").iterdir()]
    await database.close()

    assert mode(tmp_path / "data") == 0o700 and len(files) >= 2 and set(files) == {0o600}


async def test_a_database_made_open_before_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "ktd.db"
    sqlite3.connect(path).close()
    path.touch(mode=0o644)
    path.chmod(0o644)
    await (await Database.open(path)).close()

    assert mode(path) == 0o600
