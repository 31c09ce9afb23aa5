"""What is due becomes turns. APScheduler only wakes the clock: at the next due instant, and at least once a minute, so that rows written by another
process and a jump of the system clock are noticed. When it wakes it asks the due table; nothing is remembered here."""

import time
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.runtime.engine import Engine
from storage.database import Database
from storage.store import Store

AT_LEAST_EVERY = 60.0
AT_MOST_EVERY = 0.05


class Clock:
    """Runs due rows. `look` may be called at any time: after a commit that scheduled something, or when time was moved."""

    def __init__(self, database: Database, engine: Engine, now: Callable[[], datetime]) -> None:
        self._reads = Store(database.reader)
        self._engine = engine
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._awake = False
        self._look_again = False
        self.after_run: Callable[[], None] = lambda: None
        self.last_alive = time.monotonic()

    def start(self) -> None:
        self._scheduler.start()
        self._scheduler.add_job(self._wake, IntervalTrigger(seconds=AT_MOST_EVERY), id="wake", max_instances=1)

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

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
        self._sleep(AT_LEAST_EVERY)
        try:
            next_at = await self._run_what_is_due()
        finally:
            self._awake = False
        wait = AT_LEAST_EVERY if next_at is None else (next_at - self._now()).total_seconds()
        self._sleep(min(AT_LEAST_EVERY, max(AT_MOST_EVERY, wait)))

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
