"""What is due becomes turns. APScheduler only wakes the clock: at the next due instant, and at least once a minute, so that rows written by another
process and a jump of the system clock are noticed. When it wakes it asks the due table; nothing is remembered here.

APScheduler reckons its delays by the system's clock: where that is set back an hour, it would sleep an hour longer. So a heartbeat by the monotonic clock
stands beside it, which a jump does not reach; the next wake is then reckoned anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.runtime.engine import Engine
from storage.database import Database, StorageFault, TransactionLost, in_words
from storage.store import Store

log = logging.getLogger("ktd.clock")

AT_LEAST_EVERY = 60.0
AT_MOST_EVERY = 0.05
AFTER_A_FAULT = 2.0


class Clock:
    """Runs due rows. `look` may be called at any time: after a commit that scheduled something, or when time was moved."""

    def __init__(self, database: Database, engine: Engine, now: Callable[[], datetime], at_least_every: float = AT_LEAST_EVERY) -> None:
        self._at_least_every = at_least_every
        self._heartbeat: asyncio.TimerHandle | None = None
        self._reads = Store(database.reader)
        self._engine = engine
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._awake = False
        self._look_again = False
        self._stopping = False
        self.after_run: Callable[[], None] = lambda: None
        self.last_alive = time.monotonic()

    def start(self) -> None:
        self._scheduler.start()
        self._scheduler.add_job(self._wake, IntervalTrigger(seconds=AT_MOST_EVERY), id="wake", max_instances=1)
        self._beat()

    def stop(self) -> None:
        self._stopping = True
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        self._scheduler.shutdown(wait=False)

    def _beat(self) -> None:
        """Wakes the clock where APScheduler has not for too long."""
        self._heartbeat = asyncio.get_running_loop().call_later(self._at_least_every / 2, self._beat)
        if time.monotonic() - self.last_alive >= self._at_least_every / 2:
            self.look()

    def look(self) -> None:
        """Wakes soon; while awake already, looks once more before it sleeps."""
        if self._awake:
            self._look_again = True
        else:
            self._sleep(AT_MOST_EVERY)

    def look_if_due(self) -> None:
        """Wakes soon if the last commit changed the due table."""
        if self._engine.due_changed():
            self.look()

    async def next_due(self) -> datetime | None:
        """The instant of the next due row."""
        return await self._reads.due.next_at()

    async def _wake(self) -> None:
        self._awake = True
        self._sleep(self._at_least_every)
        wait = AFTER_A_FAULT
        try:
            next_at = await self._run_what_is_due()
            wait = self._at_least_every if next_at is None else (next_at - self._now()).total_seconds()
        except (StorageFault, TransactionLost) as fault:
            log.error("what is due cannot be run now (%s); it is tried again", in_words(fault))
        except asyncio.CancelledError:
            if not self._stopping:  # the scheduler's end cuts its last job off, and would log that as a fault
                raise
        finally:
            self._awake = False
        self._sleep(min(self._at_least_every, max(AT_MOST_EVERY, wait)))

    def _sleep(self, seconds: float) -> None:
        if self._scheduler.running:
            self._scheduler.reschedule_job("wake", trigger=IntervalTrigger(seconds=seconds))

    async def _run_what_is_due(self) -> datetime | None:
        """Runs until nothing is due; gives the next instant."""
        while True:
            self.last_alive = time.monotonic()
            self._look_again = False
            next_at = await self.next_due()
            if next_at is not None and next_at <= self._now():
                await self._engine.run_due()
                self.after_run()
            elif not self._look_again:
                return next_at
