"""A bloc of one's own beside the sample, as `ktd bloc load` and `ktd invite new` put it into the playground's data while it runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.playground.places import group_id
from bot.playground.stage import Stage
from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import issue_invite, load_bloc
from storage.database import Database
from storage.periods import Period
from storage.store import Store
from tests.bot.playground.times import SetTime
from tests.bot.playground.visitor import LAN, acts

OWN = "van-hoa"
OWN_NAME = "Khối thi đua văn hóa xã hội tỉnh Hà Nam"
OWN_GROUP = group_id(OWN)
FILE = f"""
format: ktd-bloc/1
id: {OWN}
name: {OWN_NAME}
timezone: Asia/Ho_Chi_Minh
year: 2026
units:
  - {{code: SYT, name: Sở Y tế, role: chair}}
  - {{code: SGD, name: Sở Giáo dục và Đào tạo, role: vice_chair}}
  - {{code: SVH, name: Sở Văn hóa}}
"""
VIET = 1007
WEEK = timedelta(days=7)
T = TypeVar("T")


async def own_bloc(stage: Stage, folder: Path) -> None:
    """Lan leads its chair, Việt a unit of it; neither has joined the sample by this."""
    codes = await beside(folder, _loaded)
    for who, code in zip((LAN, VIET), codes, strict=True):
        await sits_down(stage, who, code)
    await stage.look_around()


async def _loaded(database: Database) -> list[str]:
    now = SetTime().now()
    async with database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(FILE.encode()), now)
        return [(await issue_invite(store, OWN, unit, Role.UNIT_LEADER, 1, WEEK, now)).code for unit in ("SYT", "SVH")]


async def sits_down(stage: Stage, who: int, code: str) -> None:
    """Takes the seat of a code: as one's first, with consent and name, or as one more."""
    await acts(stage, who, f"/start {code}")
    last = stage.playground.person(who).last()
    assert last is not None
    name = next(actor.name for actor in stage.cast if actor.id == who)
    await acts(stage, who, *(["[Nhận vai trò]"] if "Nhận vai trò" in last.labels else ["[Đồng ý]", name]))


async def periods_of(folder: Path, bloc: str) -> tuple[Period, ...]:
    """What periods a bloc has by now."""
    return await beside(folder, lambda database: Store(database.reader).periods.of_bloc(bloc))


async def beside(folder: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    """Works on the data of a playground that runs, as a command does: with a loop of its own, so that neither waits for the other within one."""

    async def opened() -> T:
        database = await Database.open(folder / "ktd.db")
        try:
            return await work(database)
        finally:
            await database.close()

    return await asyncio.to_thread(lambda: asyncio.run(opened()))
