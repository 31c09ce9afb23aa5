"""The playground's own data before it is played: the sample bloc and the cast's invites the first time, and how one begins anew."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bot.playground.stage import BLOC, CAST, MARK, MovableTime, kept_ahead
from config.bloc_files import BlocFile, read_bloc_file
from domain.people import Role
from handlers.blocs import issue_invite, load_bloc
from storage.database import Database
from storage.schema import OWNER_ALONE, NotADatabase, has_bloc, has_note
from storage.store import Store

INVITES_LAST = timedelta(days=3650)


class LiveDatabase(Exception):
    """The database here has run live: the playground never opens it."""


def begin_anew(data_dir: Path, now: datetime) -> Path | None:
    """Forgets what was played, so that a new playground stands here next. One that holds a bloc beside the sample, or a database that cannot be read, is
    not deleted: it is put aside, and the place given. Raises LiveDatabase."""
    if not data_dir.exists():
        return None
    if _holds_only_the_sample(data_dir / "ktd.db"):
        shutil.rmtree(data_dir)
        return None
    aside = data_dir.with_name(f"{data_dir.name}-{now:%Y%m%d-%H%M%S}") / data_dir.name
    aside.parent.mkdir(mode=OWNER_ALONE)
    return data_dir.rename(aside)


def _holds_only_the_sample(database: Path) -> bool:
    if not database.is_file():
        return True
    try:
        is_live, has_own = has_note(database, "live"), has_bloc(database, BLOC.stem)
    except NotADatabase:
        return False
    if is_live:
        raise LiveDatabase(str(database))
    return not has_own


async def prepared(data_dir: Path, time: MovableTime) -> Database:
    """The playground's own database, with its bloc loaded. Raises LiveDatabase."""
    time.ahead = kept_ahead(data_dir)
    database = await Database.open(data_dir / "ktd.db")
    async with database.writing() as connection:
        store = Store(connection)
        if await store.notes.read("live"):
            raise LiveDatabase(str(data_dir))
        if not await store.notes.read(MARK):
            await _first_time(store, time.now())
    return database


async def _first_time(store: Store, now: datetime) -> None:
    file = read_bloc_file(BLOC.read_bytes())
    await load_bloc(store, file, now)
    codes = []
    for unit, role, *_ in json.loads(CAST.read_text("utf-8"))["people"]:
        issued = await issue_invite(store, file.id, unit or None, Role(role), 1, INVITES_LAST, now)
        codes.append(issued.code)
    await store.notes.leave(MARK, json.dumps(codes), now)


async def takes_the_sample(store: Store, file: BlocFile) -> bool:
    """Whether loading this file into a playground's data would make another bloc of the sample, without whose units the cast has no places."""
    return file.id == BLOC.stem and file != read_bloc_file(BLOC.read_bytes()) and bool(await store.notes.read(MARK))
