"""Is everything alive? Health is read from monotonic marks the parts leave and from the reader; the watchdog ends a process that hangs."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.runtime.clock import Clock
from bot.runtime.receiving import Receiving
from bot.runtime.relay import Relay
from storage.database import Database, StorageFault
from storage.store import Store

POLL_AGE_AT_MOST = 90.0
PART_AGE_AT_MOST = 130.0
GIVE_UP_AFTER = 300.0


@dataclass(frozen=True)
class State:
    """What `GET /health` tells. Ages in seconds."""

    alive: bool
    last_poll_age: float
    waiting: int
    undeliverable: int
    next_due: datetime | None

    def body(self) -> dict[str, object]:
        return {
            "alive": self.alive, "last_poll_age_seconds": round(self.last_poll_age, 1), "outbox_waiting": self.waiting,
            "outbox_undeliverable": self.undeliverable, "next_due": self.next_due.isoformat() if self.next_due else None, "last_backup": None,
        }  # fmt: skip


class Health:
    """Looks at the parts of one running bot."""

    def __init__(self, database: Database, receiving: Receiving, relay: Relay, clock: Clock, now: Callable[[], datetime]) -> None:
        self._reads = Store(database.reader)
        self._receiving = receiving
        self._relay = relay
        self._clock = clock
        self._now = now

    async def look(self) -> State:
        moment = time.monotonic()
        poll_age = moment - self._receiving.last_good
        parts_age = max(moment - self._relay.last_alive, moment - self._clock.last_alive)
        try:
            counts = await self._reads.outbox.counts()
            next_due = await self._reads.due.next_at()
        except StorageFault:
            return State(alive=False, last_poll_age=poll_age, waiting=0, undeliverable=0, next_due=None)
        alive = poll_age < POLL_AGE_AT_MOST and parts_age < PART_AGE_AT_MOST
        return State(alive, poll_age, counts.waiting, counts.undeliverable, next_due)


class Watchdog:
    """Returns, with the reason, once health has been bad for so long that only a new start helps."""

    def __init__(self, health: Health) -> None:
        self._health = health

    async def run(self) -> str:
        bad_since: float | None = None
        while True:
            state = await self._health.look()
            moment = time.monotonic()
            bad_since = None if state.alive else bad_since or moment
            if bad_since is not None and moment - bad_since > GIVE_UP_AFTER:
                return f"nothing has moved for {GIVE_UP_AFTER:.0f} s (last poll {state.last_poll_age:.0f} s ago)"
            await asyncio.sleep(10)
