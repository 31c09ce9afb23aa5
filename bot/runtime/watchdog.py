"""Is everything alive? Health is read from monotonic marks the parts leave and from the reader; the watchdog ends a process that hangs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.runtime.clock import Clock
from bot.runtime.receiving import Receiving
from bot.runtime.relay import Relay
from handlers.dialogue import Platform
from storage.backups import newest_backup
from storage.database import Database, StorageFault
from storage.store import Store

POLL_AGE_AT_MOST = 75.0
"""Polls come at most 25 s apart; one that is lost on the way is given up after 35 s, and the next may take 25 s again."""
PART_AGE_AT_MOST = 130.0
LOOK_TAKES_AT_MOST = 10.0
GIVE_UP_AFTER = 300.0
LOOK_EVERY = 10.0


@dataclass(frozen=True)
class State:
    """What `GET /health` tells. Ages in seconds, none before the first poll; `hangs` where a part does not even try any more, which only a new start
    mends."""

    alive: bool
    hangs: bool
    trouble: str
    last_poll_age: float | None
    waiting: int
    undeliverable: int
    next_due: datetime | None
    last_backup: datetime | None

    def body(self) -> dict[str, object]:
        return {
            "alive": self.alive, "trouble": self.trouble or None,
            "last_poll_age_seconds": None if self.last_poll_age is None else round(self.last_poll_age, 1), "outbox_waiting": self.waiting,
            "outbox_undeliverable": self.undeliverable, "next_due": self.next_due.isoformat() if self.next_due else None,
            "last_backup": self.last_backup.isoformat() if self.last_backup else None,
        }  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """The parts of a running bot that leave marks of life."""

    receiving: Receiving
    relay: Relay
    clock: Clock


class Health:
    """Looks at one bot, which is not alive until its parts run: `parts` is set then. `backups` is the folder of the copies."""

    def __init__(self, database: Database, platform: Platform, backups: Path) -> None:
        self.parts: Parts | None = None
        self._reads = Store(database.reader)
        self._platform = platform
        self._backups = backups

    async def look(self) -> State:
        """How the bot is. A database that does not answer is a database that is not alive."""
        moment = time.monotonic()
        poll_age = moment - self.parts.receiving.last_good if self.parts else None
        try:
            async with asyncio.timeout(LOOK_TAKES_AT_MOST):
                counts, next_due = await self._reads.outbox.counts(), await self._reads.due.next_at()
        except (StorageFault, TimeoutError):
            return State(False, True, "the database does not answer", poll_age, 0, 0, None, None)
        alive, hangs, trouble = self._marks(self.parts, moment) if self.parts else (False, False, self._platform.trouble or "starting")
        return State(alive, hangs, trouble, poll_age, counts.waiting, counts.undeliverable, next_due, newest_backup(self._backups))

    def _marks(self, parts: Parts, moment: float) -> tuple[bool, bool, str]:
        """Whether the parts are alive, whether one hangs, and what the trouble is."""
        still = [name for name, alive in (("relay", parts.relay.last_alive), ("clock", parts.clock.last_alive)) if moment - alive >= PART_AGE_AT_MOST]
        if still:
            return False, True, f"does not move: {', '.join(still)}"
        hangs = moment - max(self._platform.last_tried, parts.receiving.last_moved) >= PART_AGE_AT_MOST
        if moment - parts.receiving.last_good < POLL_AGE_AT_MOST:
            return True, hangs, self._platform.trouble
        return False, hangs, self._platform.trouble or "no poll has succeeded lately"


class Watchdog:
    """Returns, with the reason, once a part has hung for so long that only a new start helps. A network that is away is waited for, however long."""

    def __init__(self, look: Callable[[], Awaitable[State]], give_up_after: float = GIVE_UP_AFTER, look_every: float = LOOK_EVERY) -> None:
        self._look = look
        self._give_up_after = give_up_after
        self._look_every = look_every

    async def run(self) -> str:
        hangs_since: float | None = None
        while True:
            state = await self._look()
            moment = time.monotonic()
            hangs_since = None if not state.hangs else hangs_since or moment
            if hangs_since is not None and moment - hangs_since >= self._give_up_after:
                return f"nothing has moved for {self._give_up_after:.0f} s: {state.trouble}"
            await asyncio.sleep(self._look_every)
