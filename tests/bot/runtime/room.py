"""A relay in a room of its own: its database, its messenger, and what is put into its outbox."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.runtime.files import Files
from bot.runtime.relay import Relay
from config.catalogue import Text
from handlers.dialogue import (
    Outcome,
    Pace,
)
from storage.database import Database
from storage.outbox import Draft
from storage.store import Store
from tests.bot.runtime.seam import Messenger, Moment, message, until

FAST = Pace(overall=1000, private=1000, burst=1, group_minute=60_000)


def sorry(name: str) -> Text:
    """What is said of a file that could not be made."""
    return Text(f"no {name}")


class Room:
    """A relay with its database and messenger."""

    def __init__(self, database: Database, messenger: Messenger, moment: Moment, folder: Path) -> None:
        self.database, self.messenger, self.moment = database, messenger, moment
        self.files = Files(folder)
        self.relay = Relay(database, messenger, self.files, moment, sorry)

    def paced(self, pace: Pace) -> None:
        """From now on the platform has a pace."""
        self.messenger.pace = pace
        self.relay = Relay(self.database, self.messenger, self.files, self.moment, sorry)

    async def puts(self, *drafts: Draft) -> None:
        async with self.database.writing() as connection:
            await Store(connection).outbox.put_all(drafts, self.moment())

    async def leaves(self, *drafts: Draft) -> None:
        """Puts rows as the engine does: born on their way."""
        async with self.database.writing() as connection:
            outbox = Store(connection).outbox
            first = await outbox.last_id() + 1
            born = [_born(one, first + at) for at, one in enumerate(drafts)]
            await outbox.put(born, self.moment())
        self.relay.leave(one.on_its_way() for one in born)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.relay.recover()
        task = asyncio.create_task(self.relay.run())
        try:
            yield
        finally:
            await self.relay.stop(1.0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def runs_until(self, true: Callable[[], bool]) -> None:
        async with self.running():
            await until(true)

    async def empties(self, *answers: Outcome | Exception, moving: float = 0) -> list[str]:
        """Lets the relay go, with these answers first, until nothing waits; time passes so many seconds at each look. Gives the texts that arrived."""
        self.messenger.answers.extend(answers)
        async with self.running():
            while await self.states() & {"waiting", "sending"}:
                self.moment.passes(moving)
                self.relay.look()
                await asyncio.sleep(0.01)
        return self.messenger.texts

    async def states(self) -> set[str]:
        return {state for state, _ in await self.rows()}

    async def rows(self) -> list[tuple[str, int]]:
        rows = await self.database.reader.rows("SELECT state, attempts FROM outbox ORDER BY id", {})
        return [(row["state"], row["attempts"]) for row in rows]

    async def due(self) -> list[str]:
        return [row["kind"] for row in await self.database.reader.rows("SELECT kind FROM due WHERE kind LIKE 'posts%'", {})]


def _born(one: Draft, id: int) -> Draft:
    return replace(one, id=id, state="sending")


def texts(*words: str, chat: str = "1") -> list[Draft]:
    return [message(word, chat) for word in words]
