"""A playground that keeps nothing, a clock that tests move, and a bot that is nothing but HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.playground.persons import Person
from bot.playground.server import Playground

TOKEN = "7000000000:playing"
GROUP = -4001


@dataclass
class Clock:
    """Tells the time it was set to."""

    at: datetime = datetime(2026, 6, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def passes(self, by: timedelta) -> None:
        self.at += by


@dataclass
class Answer:
    """What the server answered."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"], self.body
        return str(self.body["description"])


@dataclass
class Wire:
    """A bot without a library: what it says goes over HTTP as it stands."""

    address: str
    session: aiohttp.ClientSession
    token: str = TOKEN
    headers: dict[str, str] = field(default_factory=dict)

    async def __call__(self, method: str, **params: Any) -> Answer:
        return await self.posts(method, json=params)

    async def posts(self, method: str, **how: Any) -> Answer:
        async with self.session.post(f"{self.address}/bot{self.token}/{method}", headers=self.headers, **how) as answer:
            return Answer(answer.status, await answer.json())

    async def fetches(self, path: str) -> tuple[int, bytes]:
        async with self.session.get(f"{self.address}/file/bot{self.token}/{path}") as answer:
            return answer.status, await answer.read()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def playground(clock: Clock) -> Playground:
    return Playground(clock.now, TOKEN)


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Wire]:
    async with playground.serving() as address, aiohttp.ClientSession() as session:
        yield Wire(address, session)


@pytest.fixture
def lan(playground: Playground) -> Person:
    """Somebody who has started the bot; what that told the bot is confirmed."""
    lan = playground.person(1001, "Lan")
    lan.starts()
    forget(playground)
    return lan


@pytest.fixture
def group(playground: Playground, lan: Person) -> int:
    """A group with the bot, Lan its administrator and Hoa a member."""
    hoa = playground.person(1002, "Hoa")
    playground.world.add_group(GROUP, "Khối thi đua", [lan.id, hoa.id], [lan.id])
    return GROUP


def forget(playground: Playground) -> None:
    """All updates so far are confirmed."""
    for update in playground.world.updates.waiting(1000):
        playground.world.confirm(update.id + 1)
