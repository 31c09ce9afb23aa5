"""The command menus follow the seats people hold."""

import asyncio
from pathlib import Path

from bot.playground.methods.profile import commands_for
from bot.playground.world import World
from bot.runtime.menus import Menus
from bot.runtime.table import FlowTable
from config.catalogue import Catalogue
from handlers.contents import FLOWS
from storage.database import Database
from storage.store import Store
from tests.bot.runtime.seam import Messenger, Moment, until
from tests.bot.runtime.test_whole import HOA, answered, live


def words(world: World, person: int) -> set[str]:
    return {command["command"] for command in commands_for(world, person, person)}


async def test_a_menu_that_could_not_be_set_is_set_the_next_time(database: Database, messenger: Messenger, moment: Moment) -> None:
    async with database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Trần Thị Hoa", "", moment())
        await store.people.tie("telegram", "1", "1", person)
    menus = Menus(messenger, database, FlowTable(FLOWS), Catalogue.load(), lambda: True)
    messenger.menus_fail = {"1"}
    running = asyncio.create_task(menus.run())
    await until(lambda: len(messenger.menus) == 1)
    menus.look_if_changed()
    await until(lambda: len(messenger.menus) == 2)
    running.cancel()

    assert ["1" in one for one in messenger.menus] == [True, True]


async def test_a_menu_follows_its_persons_seats(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        await playground.until(lambda: "chamdiem" in words(playground.world, HOA), timeout=10)
        for text in ("/toi", "Rời khối", "Xác nhận"):
            hoa.types(text)
        await answered(hoa, "đã rời khối")

        await playground.until(lambda: "chamdiem" not in words(playground.world, HOA), timeout=10)
