"""Events in, turns, one commit.

Theory of operation. A platform hands over a batch of events and does not acknowledge them before `take` returns. All of a batch runs in one
transaction, each event in a savepoint of its own: the event's key is written first, so that the same event delivered again finds it and does nothing;
then the flow's step runs; then its screens, the new dialogue state and every message for others are written. One commit keeps all of it, so whatever
happens between receiving and committing (kill -9 included), the event either took effect once, answers with it, or was never taken and comes again.

A rule that refuses undoes its savepoint and answers with its own sentence, the open question repeated. A fault undoes its savepoint, is logged with its
event's key and never its text, and the person is told in plain words. A fault that ended the transaction itself (disk full, I/O) acknowledges nothing:
the batch is tried again one event at a time. Cancellation does not interrupt a batch: the batch runs in a task of its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.turns import Turns
from domain.errors import RuleError
from handlers.dialogue import Incoming, Unreadable
from handlers.flow import Turn
from storage.database import Database, StorageFault, TransactionLost, disk_failed
from storage.due import Due
from storage.outbox import Draft, OutboxRow
from storage.store import Store

log = logging.getLogger("ktd.engine")

DUE_AT_ONCE = 50
TRY_AGAIN_AFTER = timedelta(minutes=1)
T = TypeVar("T")
Way = Callable[[Incoming], Awaitable[list[Draft]]]


class Engine:
    """Runs turns. `leave` is handed the rows that were born on their way; `may_leave` says whether a chat's row may be."""

    def __init__(self, database: Database, store: Store, table: FlowTable, turns: Turns, telling: Telling, now: Callable[[], datetime]) -> None:
        self._database = database
        self._store = store
        self._table = table
        self._turns = turns
        self._telling = telling
        self._now = now
        self.may_leave: Callable[[Draft], bool] = lambda draft: False
        self.leave: Callable[[tuple[OutboxRow, ...]], None] = lambda rows: None
        self.after_commit: list[Callable[[], None]] = []
        self._under_way: set[asyncio.Task[Any]] = set()

    async def take(self, events: Iterable[Incoming | Unreadable]) -> None:
        """Takes the events, in order, in one transaction; returns once it is committed. Raises what kept it from committing."""
        await self._whole(self._take(tuple(events)))

    async def finish(self) -> None:
        """Waits until the batches under way have committed or failed, whoever stopped waiting for them."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _whole(self, batch: Coroutine[Any, Any, T]) -> T:
        """Runs a batch in a task of its own, which its caller's cancellation does not reach."""
        task = asyncio.ensure_future(batch)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _take(self, events: tuple[Incoming | Unreadable, ...]) -> None:
        try:
            await self._transaction(events)
        except (TransactionLost, StorageFault):
            if len(events) == 1:
                raise
            log.warning("the transaction was lost; its %d events are taken one by one", len(events))
            for event in events:
                await self._transaction((event,))

    async def _transaction(self, events: tuple[Incoming | Unreadable, ...]) -> None:
        async with self._database.writing() as connection:
            drafts: list[Draft] = []
            for event in events:
                drafts += await self._event(event)
                if not connection.raw.in_transaction:
                    raise TransactionLost
            born = await self._put(drafts)
        self._committed(born)

    async def _event(self, event: Incoming | Unreadable) -> list[Draft]:
        if isinstance(event, Unreadable):
            log.error("unreadable update %s of %s: %s", event.event, event.platform, event.reason)
            await self._store.events.set_aside(event.platform, event.event, event.raw, event.reason, self._now())
            return []
        apologies: tuple[Way, ...] = (self._turns.apologise, self._turns.apologise_barely)
        try:
            async with self._database.savepoint():
                return await self._turns.answer(event)
        except RuleError as refusal:
            refuse = partial(self._turns.refuse, refusal=refusal)
            return await self._first_that_goes(event, (refuse, partial(refuse, bare=True), *apologies))
        except Exception as fault:  # the engine's last resort: one event must not stop the others
            self._note(event, fault)
            return await self._first_that_goes(event, apologies)

    async def _first_that_goes(self, event: Incoming, ways: tuple[Way, ...]) -> list[Draft]:
        """What is answered where the turn itself did not go: each way is tried only where the one before it failed."""
        for way in ways:
            try:
                async with self._database.savepoint():
                    return await way(event)
            except RuleError as refusal:
                log.info("event %s of %s was refused again (%s)", event.event, event.platform, refusal.key)
            except Exception as fault:  # the same last resort
                self._note(event, fault)
        await self._store.events.take(event.platform, event.event, self._now())
        return []

    def _note(self, event: Incoming, fault: Exception) -> None:
        """Notes a fault by its event's key. Raises TransactionLost where it left nothing to go on with."""
        self._require_transaction(fault)
        log.error("event %s of %s failed", event.event, event.platform, exc_info=fault)

    def _require_transaction(self, fault: Exception) -> None:
        if disk_failed(fault) or not self._database.writer.raw.in_transaction:
            raise TransactionLost from fault

    def seats_changed(self) -> bool:
        """Whether somebody's seats have changed since this was last asked."""
        changed, self._store.seats.changed = self._store.seats.changed, False
        return changed

    # ------------------------------------------------------------------------------------------------ what is due

    def due_changed(self) -> bool:
        """Whether the due table has been written since this was last asked."""
        changed, self._store.due.changed = self._store.due.changed, False
        return changed

    async def run_due(self) -> int:
        """Runs what is due now, in one transaction at a time; gives how many rows that were."""
        done = 0
        while count := await self._whole(self._some_due()):
            done += count
        return done

    async def _some_due(self) -> int:
        async with self._database.writing():
            now = self._now()
            ripe = await self._store.due.ripe(now, DUE_AT_ONCE)
            drafts: list[Draft] = []
            for due in ripe:
                drafts += await self._job(due, now)
            born = await self._put(drafts)
        if ripe:
            self._committed(born)
        return len(ripe)

    async def _job(self, due: Due, now: datetime) -> list[Draft]:
        try:
            async with self._database.savepoint():
                turn = await self._turns.for_job(due, now)
                await self._table.jobs[due.kind].run(turn, due)
                await self._store.due.settle(due, now)
                return await self._telling.drafts(turn)
        except Exception as fault:  # the clock's last resort: one row must not stop the others; it is tried again and counted
            self._require_transaction(fault)
            log.exception("due row %s %s %s failed", due.kind, due.subject, due.occurrence)
            await self._store.due.retry(due, now + TRY_AGAIN_AFTER)
            return []

    # ------------------------------------------------------------------------------------------------ for commands of ktd

    async def act(self, run: Callable[[Turn], Awaitable[None]]) -> None:
        """Runs something that tells people, outside any event."""
        async with self._database.writing():
            turn = self._turns.plain(self._now())
            await run(turn)
            born = await self._put(await self._telling.drafts(turn))
        self._committed(born)

    async def _put(self, drafts: list[Draft]) -> tuple[OutboxRow, ...]:
        if not drafts:
            return ()
        last, lines = await self._store.outbox.standing(one.chat for one in drafts)
        numbered = [replace(one, id=last + 1 + place, state=self._birth(one, lines)) for place, one in enumerate(drafts)]
        await self._store.outbox.put(numbered, self._now())
        return tuple(one.on_its_way() for one in numbered if one.state == "sending")

    def _birth(self, one: Draft, lines: dict[tuple[str, str], int]) -> str:
        """A row is born on its way unless something at least as urgent waits in its chat: it would overtake that. `lines` learns of rows that wait."""
        if one.state != "waiting":
            return one.state
        ahead = lines.get((one.platform, one.chat))
        if (ahead is None or ahead > one.priority) and self.may_leave(one):
            return "sending"
        lines[one.platform, one.chat] = one.priority if ahead is None else min(ahead, one.priority)
        return "waiting"

    def _committed(self, born: tuple[OutboxRow, ...]) -> None:
        self.leave(born)
        for call in self.after_commit:
            call()
