"""A platform's events reach the engine; nothing is acknowledged before it is committed. Too much under way: the platform is not asked for more."""

import asyncio
import logging
import time

from bot.runtime.engine import Engine
from bot.runtime.relay import Relay
from handlers.dialogue import Batch, Platform
from storage.database import StorageFault, TransactionLost, in_words

log = logging.getLogger("ktd.receiving")

UNDER_WAY_AT_MOST = 500
CATCH_BREATH = 0.05
AFTER_A_FAULT = 2.0


class Receiving:
    """Receives one platform's events until cancelled. `last_good` is the monotonic time of the last batch the platform gave, empty or not;
    `last_moved` that of the last sign of life, which waiting for room or for the disk is too."""

    def __init__(self, platform: Platform, engine: Engine, relay: Relay) -> None:
        self._platform = platform
        self._engine = engine
        self._relay = relay
        self.last_good = self.last_moved = time.monotonic()

    async def run(self) -> None:
        while True:
            self.last_moved = time.monotonic()
            if self._relay.in_hand > UNDER_WAY_AT_MOST:
                await asyncio.sleep(CATCH_BREATH)
                continue
            batch = await self._platform.receive()
            self.last_good = time.monotonic()
            if batch.events:
                await self._taken(batch)

    async def _taken(self, batch: Batch) -> None:
        while True:
            self.last_moved = time.monotonic()
            try:
                await self._engine.take(batch.events)
            except (StorageFault, TransactionLost) as fault:
                log.error("nothing can be kept now (%s); the events stay unacknowledged and are tried again", in_words(fault))
                await asyncio.sleep(AFTER_A_FAULT)
            else:
                await self._platform.acknowledge(batch)
                return
