"""A second bloc beside the one on the stage, and people of the first who sit in it too."""

from collections.abc import Iterable

from bot.runtime.writing import outgoing_of
from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import load_bloc
from storage.store import Store
from tests.stage import BLOC, BLOC_ID, CAST, Stage

SECOND = "khoi-hai"
NAME = "Khối thi đua kinh tế ngành tỉnh Hà Nam"
SECOND_NAME = "Khối thi đua số hai"


async def second_bloc(stage: Stage, at: str = "07:30") -> None:
    """Loads a second bloc with the units of the first, that reminds at this hour."""
    text = BLOC.read_text("utf-8").replace(f"id: {BLOC_ID}", f"id: {SECOND}").replace(NAME, SECOND_NAME)
    reminders, rest = text.split("reminders:", 1)
    rest = rest.replace('at: "07:30"', f'at: "{at}"', 1)
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(f"{reminders}reminders:{rest}".encode()), stage.now)


async def leads_there_too(stage: Stage, name: str) -> None:
    """Somebody leads their unit in the second bloc as well."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        unit = next(one.id for one in await store.units.of_bloc(SECOND) if one.code == CAST[name][2])
        await store.seats.grant(await _person(store, name), SECOND, unit, Role.UNIT_LEADER, stage.now)


async def chairs_there(stage: Stage, name: str) -> None:
    """Somebody leads the unit that chairs the second bloc."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        unit = next(one.id for one in await store.units.of_bloc(SECOND) if one.code == CAST["Lan"][2])
        await store.seats.grant(await _person(store, name), SECOND, unit, Role.UNIT_LEADER, stage.now)


async def sit_elsewhere(stage: Stage) -> list[int]:
    """Everybody who has joined also appraises for the second bloc, where nothing happens; gives who."""
    await second_bloc(stage)
    async with stage.database.writing() as connection:
        store = Store(connection)
        people = sorted({seat.person_id for seat in await store.seats.of_bloc(BLOC_ID)})
        for person in people:
            await store.seats.grant(person, SECOND, None, Role.EXTERNAL_APPRAISER, stage.now)
    return people


async def notices(stage: Stage, people: Iterable[int]) -> list[str]:
    """The words of all that these people were told without having asked, as it leaves."""
    sql = "SELECT person_id, payload FROM outbox WHERE kind IN ('notice', 'reminder', 'announcement')"
    rows = [row for row in await stage.database.reader.rows(sql, {}) if row["person_id"] in frozenset(people)]
    return [out.text.plain for out in (outgoing_of(row["payload"]) for row in rows) if out.text]


async def _person(store: Store, name: str) -> int:
    return next(seat.person_id for seat in await store.seats.of_bloc(BLOC_ID) if seat.full_name == CAST[name][0])
