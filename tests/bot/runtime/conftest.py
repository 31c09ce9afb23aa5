"""What the tests of the engine room share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from config.bloc_files import read_bloc_file
from handlers.blocs import load_bloc
from storage.database import Database
from storage.store import Store
from tests.bot.runtime.room import Room
from tests.bot.runtime.seam import Messenger, Moment
from tests.stage import BLOC, BLOC_ID


@pytest.fixture
def moment() -> Moment:
    """The clock, at the beginning of June."""
    return Moment()


@pytest.fixture
def messenger() -> Messenger:
    """A messenger without a pace that delivers everything."""
    return Messenger()


@pytest.fixture
async def database(tmp_path: Path, moment: Moment) -> AsyncIterator[Database]:
    """A database with the bloc loaded."""
    database = await Database.open(tmp_path / "ktd.db")
    async with database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(BLOC.read_bytes()), moment())
    yield database
    await database.close()


@pytest.fixture
def room(database: Database, messenger: Messenger, moment: Moment, tmp_path: Path) -> Iterator[Room]:
    """A relay with its database and messenger."""
    room = Room(database, messenger, moment, tmp_path / "evidence")
    yield room
    room.files.close()


@pytest.fixture
async def group(database: Database, moment: Moment) -> str:
    """The ref of the bloc's group, which is tied."""
    async with database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Nguyễn Thị Lan", "", moment())
        await store.groups.tie("telegram", "-5", BLOC_ID, "Khối", person, moment())
    return "-5"
