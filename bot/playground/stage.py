"""The playground as one works with it: the first bloc loaded, a cast of people with their invites, the clock to move, the page to look at."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from aiohttp.web import RouteDef

from bot.playground.kept import keep, kept
from bot.playground.places import Seating, group_id, grow_group, seating, titles_of
from bot.playground.records import Group
from bot.playground.routes import serving
from bot.playground.server import Playground
from config.bloc_files import read_bloc_file
from storage.database import Database
from storage.store import Store

BLOC = Path(__file__).parents[2] / "config" / "blocs" / "ha-nam-kinh-te.yaml"
CAST = Path(__file__).with_name("people.json")
PLAY = Path(__file__).with_name("half_year.json")
FIRST_PERSON = 1001
GROUP = -4001
MARK = "playground"
LOOK_EVERY = 0.02
QUIET_AFTER = 0.15
QUIET_AT_MOST = 10.0
STOPS_AT_MOST = 40
SILENT_AT_MOST = timedelta(days=30)
CLOCK = "clock.json"
AHEAD_AT_MOST = timedelta(days=36_500)


class MovableTime(Protocol):
    """A source of time that may be moved ahead."""

    ahead: timedelta

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Actor:
    """One of the cast: their account, name and place, and the code they join with. `duty` is the unit's in the bloc: chair, vice_chair or none."""

    id: int
    name: str
    title: str
    unit: str
    unit_name: str
    duty: str
    role: str
    role_name: str
    code: str


def kept_ahead(data_dir: Path) -> timedelta:
    """How far the clock of the playground in this data directory was moved ahead; nothing where there is no playground, or its note is damaged."""
    return kept(data_dir / CLOCK, _ahead_of, timedelta(0))


def _ahead_of(value: Any) -> timedelta:
    ahead = timedelta(seconds=value["ahead"])
    if not timedelta(0) <= ahead <= AHEAD_AT_MOST:
        raise ValueError("no clock is moved so far")
    return ahead


class Stage:
    """The world with its cast, and the controls the page offers."""

    def __init__(self, data_dir: Path, time: MovableTime) -> None:
        self.time = time
        self._data_dir = data_dir
        self.playground = Playground(time.now, f"{secrets.randbelow(10**10)}:{secrets.token_urlsafe(24)}", data_dir / "world")
        self.cast: tuple[Actor, ...] = ()
        self.sample = ""
        self.role_names: dict[str, str] = {}
        self.seating = Seating({}, {}, {})
        self._database: Database | None = None
        self._next_due: Callable[[], Awaitable[datetime | None]] | None = None
        self._look: Callable[[], None] = lambda: None

    async def take_in(self, database: Database, next_due: Callable[[], Awaitable[datetime | None]], look: Callable[[], None]) -> None:
        """Meets the bot: the cast's codes, its due table, its clock."""
        self._database, self._next_due, self._look = database, next_due, look
        codes = json.loads(await Store(database.reader).notes.read(MARK))
        data, file = json.loads(CAST.read_text("utf-8")), read_bloc_file(BLOC.read_bytes())
        self.sample, self.role_names = file.id, data["roles"]
        names = {unit.code: unit.name for unit in file.units}
        duties = {unit.code: unit.role or "" for unit in file.units}
        self.cast = tuple(
            Actor(FIRST_PERSON + at, name, title, unit, names.get(unit, ""), duties.get(unit, ""), role, data["roles"][role], code)
            for at, ((unit, role, name, title), code) in enumerate(zip(data["people"], codes, strict=True))
        )
        for actor in self.cast:
            self.playground.person(actor.id, actor.name)
        group = self.playground.world.add_group(GROUP, data["group"], [actor.id for actor in self.cast], [self.cast[0].id])
        group.bot_admin = True
        await self.look_around()

    async def look_around(self) -> None:
        """Sees where everybody sits by now. An own bloc in which one of the cast sits has a group of its own, with those who sit there."""
        if self._database is None:
            return
        self.seating = await seating(Store(self._database.reader))
        for bloc, name in self.seating.blocs.items():
            if bloc != self.sample and (members := self.seating.members(bloc)):
                grow_group(self.playground.world, self._group_of(bloc) or Group(group_id(bloc), name, bot="administrator"), name, members)

    @property
    def group(self) -> Group:
        """The sample's group, which is there from the start."""
        return self.groups[self.sample]

    @property
    def groups(self) -> dict[str, Group]:
        """The group chats by their blocs, the sample's first."""
        blocs = (self.sample, *(bloc for bloc in self.seating.blocs if bloc != self.sample))
        return {bloc: group for bloc in blocs if (group := self._group_of(bloc))}

    async def titles_elsewhere(self) -> frozenset[str]:
        """What the periods of the own blocs are called."""
        return await titles_of(Store(self._database.reader), self.seating.blocs.keys() - {self.sample}) if self._database else frozenset()

    def _group_of(self, bloc: str) -> Group | None:
        """The group chat of a bloc, under the id it has now."""
        world, id = self.playground.world, GROUP if bloc == self.sample else group_id(bloc)
        return world.groups.get(world.moved.get(id, id))

    @property
    def progress_file(self) -> Path:
        """Where the half-year notes how far it has come."""
        return self._data_dir / "half-year.json"

    @property
    def world_id(self) -> str:
        """Names this world, as long as its data are kept."""
        return sha256(" ".join(actor.code for actor in self.cast).encode()).hexdigest()[:12]

    def half_year_words(self) -> dict[str, str]:
        """What the cast says and taps when it plays a half-year."""
        words: dict[str, str] = json.loads(PLAY.read_text("utf-8"))["words"]
        return words | {"title": words["title"].replace("{year}", str(self.time.now().year))}

    def half_year_marks(self) -> list[list[int]]:
        """What share of the points, in percent, each unit gives itself, criterion by criterion: two of them come out equal under `ngan-10`."""
        marks: list[list[int]] = json.loads(PLAY.read_text("utf-8"))["marks"]
        return marks

    def half_year_answers(self) -> list[tuple[str, str]]:
        """Patterns of questions, and the answers to them, in the order they are tried."""
        return [(mark, answer) for mark, answer in json.loads(PLAY.read_text("utf-8"))["answers"]]

    # ------------------------------------------------------------------------------------------------ the clock

    def advance(self, by: timedelta) -> None:
        """Moves time ahead."""
        if by < timedelta(0):
            raise ValueError("time goes forward")
        self.time.ahead += by
        keep(self._data_dir / CLOCK, {"ahead": self.time.ahead.total_seconds()})
        self._look()
        self.playground.world.touch()

    async def move(self, by: timedelta) -> tuple[bool, bool]:
        """Moves time ahead, stopping at what is due on the way as time itself would; True, and whether the bot spoke."""
        said, until = self._said(), self.time.now() + by
        for _ in range(STOPS_AT_MOST):
            at = await self._due_at()
            if at is None or at > until:
                break
            self._advance_to(at)
            await self.quiet()
        self._advance_to(until)
        await self.quiet()
        return True, self._said() != said

    async def to_next_due(self) -> tuple[bool, bool]:
        """Moves from due instant to due instant until the bot says something to somebody; whether anything was due, and whether it spoke. Where nothing is
        said for long, it stops at the first."""
        moved, last = False, self.time.now() + SILENT_AT_MOST
        for _ in range(STOPS_AT_MOST):
            at = await self._due_at()
            if at is None or (moved and at > last):
                break
            moved, spoke = await self.move(max(timedelta(0), at - self.time.now()) + timedelta(seconds=1))
            if spoke:
                return True, True
        return moved, False

    async def quiet(self) -> None:
        """Waits until nothing is due and nothing has changed for a moment."""
        seen, still = -1, 0.0
        for _ in range(int(QUIET_AT_MOST / LOOK_EVERY)):
            at = await self._due_at()
            done = at is None or at > self.time.now()
            still = still + LOOK_EVERY if done and seen == self.playground.world.changes else 0.0
            seen = self.playground.world.changes
            if still >= QUIET_AFTER:
                return
            await asyncio.sleep(LOOK_EVERY)

    def _advance_to(self, at: datetime) -> None:
        self.advance(max(timedelta(0), at - self.time.now()))

    async def _due_at(self) -> datetime | None:
        return await self._next_due() if self._next_due else None

    def _said(self) -> int:
        """Grows with everything the bot says or redraws."""
        return sum(1 + message.edits for chat in self.playground.world.messages.values() for message in chat.values() if message.by_bot)

    @asynccontextmanager
    async def serving_page(self, host: str, port: int, others: Sequence[RouteDef] = ()) -> AsyncIterator[str]:
        """Serves the page, its routes, the Bot API beside them, and the other routes it is handed; gives the address."""
        async with serving(self, host, port, others) as address:
            yield address
