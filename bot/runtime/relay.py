"""The outbox empties: rows leave in order within a chat, concurrently across chats, paced for the platform.

Theory of operation. A row is committed as `sending` before the call that sends it: either by the relay, which takes waiting rows in small lots and marks
them in one commit, or by the engine, in the turn's own transaction, where the chat has nothing else under way or waiting (then it is handed over in memory and
leaves at once). After the call it is settled (settling.py), many rows in one small commit. So after a crash a row in `sending` may or may not have arrived:
it is `unknown`. What that means depends on the row's kind: a redraw is safe to repeat; a reply, a notice, a reminder or an announcement is sent once more,
because a lost one is worse than a double one; a new post to the group is not repeated, the chair is asked. What is to be drawn is drawn before its row is
marked (drawn.py). Rows that must wait long for the platform's pace
are not taken at all: what stands `sending` leaves within about a second, so that a crash leaves little unknown.

What a platform answers is an Outcome (handlers/dialogue/outcomes.py); a refusal for a while parks that chat and is no attempt.
"""

import asyncio
import heapq
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.runtime.drawn import Drawn
from bot.runtime.files import Files
from bot.runtime.pacing import Pacer
from bot.runtime.sending import Sending
from bot.runtime.settling import AFTER_A_FAULT, Settling
from bot.runtime.waiting import waited
from bot.runtime.writing import is_drawn, outgoing_of
from config.catalogue import Text
from handlers.dialogue import NotSent, Outgoing, Platform, Refused
from storage.database import Database, StorageFault, in_words
from storage.outbox import Draft, OutboxRow
from storage.store import Store

log = logging.getLogger("ktd.relay")

IN_HAND_AT_MOST = 200
IN_LINE_AT_MOST = 5
SOON = 1.0
LOOK_EVERY = 15.0
LOOK_AT_MOST_EVERY = 0.05
LONGEST_WAIT = timedelta(hours=1)


@dataclass(order=True)
class Waiting:
    """A row in a chat's line: replies before reminders before announcements, then in order."""

    priority: int
    id: int
    row: OutboxRow = field(compare=False)


class Relay:
    """Sends one platform's outbox; `sorry` words that a file of this name could not be made. `recover` before anything is received, then `run`; `stop` first
    for a clean end."""

    def __init__(self, database: Database, platform: Platform, files: Files, now: Callable[[], datetime], sorry: Callable[[str], Text]) -> None:
        self._database = database
        self._platform = platform
        self._now = now
        self._store = Store(database.writer)
        self._reads = Store(database.reader)
        self._pacer = Pacer(platform.pace)
        self._settling = Settling(database, platform.name, now, self._pacer, self._behind, self.look)
        self._lines: dict[str, list[Waiting]] = {}
        self._senders: dict[str, asyncio.Task[None]] = {}
        self._seen_at = now()
        self._look = asyncio.Event()
        self._drawn = Drawn(files, self.look)
        self._sending = Sending(platform, files, self._drawn, self._pacer, sorry)
        self._stopping = asyncio.Event()
        self.last_alive = time.monotonic()

    # ------------------------------------------------------------------------------------------------ the engine's side

    @property
    def in_hand(self) -> int:
        """Rows under way in memory."""
        return sum(len(line) for line in self._lines.values()) + len(self._senders)

    def may_leave(self, draft: Draft) -> bool:
        """Whether a new row may be born on its way: its chat has nothing under way, there is room, and nothing is to be drawn first."""
        return (
            draft.platform == self._platform.name
            and draft.chat not in self._senders
            and not self._stopping.is_set()
            and not is_drawn(draft.payload)
            and len(self._senders) < IN_HAND_AT_MOST
            and self._pacer.wait(draft.chat, time.monotonic(), group=draft.group) == 0
        )

    def leave(self, rows: Iterable[OutboxRow]) -> None:
        """Takes rows that were committed as `sending`."""
        for row in rows:
            if row.platform == self._platform.name:
                heapq.heappush(self._lines.setdefault(row.chat, []), Waiting(row.priority, row.id, row))
                self._start(row.chat)

    def look(self) -> None:
        """Says that waiting rows may have appeared."""
        self._look.set()

    # ------------------------------------------------------------------------------------------------ running

    async def run(self) -> None:
        """Runs until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._take_waiting())
            group.create_task(self._settling.run())

    async def recover(self) -> None:
        """Decides on what the last run left under way: a reply that is sent once more stands in line before all new ones. What it left waiting for longer
        than anything waits was put off before the clock was set back."""
        await self._settling.hasten(LONGEST_WAIT)
        if left := await self._settling.recover():
            log.warning("%d messages were under way when the bot last stopped", left)

    async def stop(self, within: float) -> None:
        """Lets calls under way finish, puts back what has not left, and strikes the rest off; what that takes too long for stays unknown."""
        self._stopping.set()
        await self._drawn.stop()
        try:
            async with asyncio.timeout(within):
                await asyncio.gather(*self._senders.values(), return_exceptions=True)
        except TimeoutError:
            log.warning("%d calls were cut off by the stop", len(self._senders))
        try:
            async with asyncio.timeout(within):
                await self._settling.put_back_unsent(lambda: [row for chat in tuple(self._lines) for row in self._behind(chat)])
                await self._settling.strike_off()
        except TimeoutError:
            log.error("the outbox could not be put in order at the stop; what was under way is unknown at the next start")

    async def _take_waiting(self) -> None:
        while True:
            self.last_alive = time.monotonic()
            self._look.clear()
            try:
                await self._follow_the_clock()
                if not await self._take_lot():
                    await self._pause()
            except StorageFault as fault:
                log.error("the outbox cannot be read now (%s); it is tried again", in_words(fault))
                await asyncio.sleep(AFTER_A_FAULT)

    async def _follow_the_clock(self) -> None:
        """Where the clock was set back, what waits would wait so much longer; the pace itself is kept by the monotonic clock."""
        before, self._seen_at = self._seen_at, self._now()
        if self._seen_at < before:
            await self._settling.hasten(timedelta(0))

    async def _take_lot(self) -> bool:
        """Marks a lot of waiting rows as `sending` and takes them in hand; False where none may leave now."""
        room, full = IN_HAND_AT_MOST - self.in_hand, self._full()
        if room <= 0 or self._stopping.is_set() or self._pacer.wait_of_all(time.monotonic()) > SOON:
            return False
        if not await self._reads.outbox.leaving(self._platform.name, self._now(), room, but=full):
            return False
        async with self._database.writing():  # looked at once more, for what was put back meanwhile must not be overtaken
            rows = await self._store.outbox.leaving(self._platform.name, self._now(), room, but=full | self._full())
            chosen = [] if self._stopping.is_set() else self._fitting(rows)
            taken = await self._store.outbox.mark_sending(chosen) if chosen else ()
        self.leave(taken)
        return bool(taken)

    def _full(self) -> set[str]:
        """The chats that take no more rows now: their line is long, something is drawn for them, or the platform's pace makes them wait."""
        long = {chat for chat, line in self._lines.items() if len(line) >= IN_LINE_AT_MOST}
        return long | self._drawn.chats | self._pacer.busy(time.monotonic(), SOON).keys()

    def _fitting(self, rows: Iterable[OutboxRow]) -> list[int]:
        """The first of each chat's rows, as many as its line has room for and up to one that is still to be drawn."""
        count = Counter({chat: len(line) for chat, line in self._lines.items()})
        chosen = []
        for row in rows:
            count[row.chat] += 1
            if count[row.chat] <= IN_LINE_AT_MOST and row.chat not in self._drawn.chats and self._drawn.is_ready(row, self._read):
                chosen.append(row.id)
        return chosen

    async def _pause(self) -> None:
        moment, now = time.monotonic(), self._now()
        next_at = await self._reads.outbox.next_at(now)
        waits = [LOOK_EVERY, *(wait - SOON for wait in self._pacer.busy(moment, SOON).values())]
        waits += [(next_at - now).total_seconds()] if next_at else []
        waits += [wait - SOON for wait in [self._pacer.wait_of_all(moment)] if wait > SOON]
        await waited(self._look, max(LOOK_AT_MOST_EVERY, min(waits)))

    # ------------------------------------------------------------------------------------------------ one chat's line

    def _behind(self, chat: str) -> list[OutboxRow]:
        """Takes out of memory what stands in a chat's line."""
        return [one.row for one in sorted(self._lines.pop(chat, []))]

    def _start(self, chat: str) -> None:
        if chat not in self._senders and not self._stopping.is_set():
            task = asyncio.create_task(self._send_line(chat))
            self._senders[chat] = task
            task.add_done_callback(lambda _: self._ended(chat))

    def _ended(self, chat: str) -> None:
        self._senders.pop(chat, None)
        if self._lines.get(chat):
            self._start(chat)
        else:
            self._lines.pop(chat, None)
        self._look.set()

    async def _send_line(self, chat: str) -> None:
        while not self._stopping.is_set() and (line := self._lines.get(chat)):
            row = line[0].row
            out = self._read(row)
            if (wait := self._wait(out)) > 0:
                await waited(self._stopping, wait)
                continue
            heapq.heappop(line)
            await self._send(row, out)

    def _read(self, row: OutboxRow) -> Outgoing | None:
        """The row's message; None for one that an older ktd wrote and this one cannot read."""
        try:
            return outgoing_of(row.payload)
        except ValueError as fault:
            log.error("outbox row %d (%s) cannot be read", row.id, row.kind, exc_info=fault)
            return None

    def _wait(self, out: Outgoing | None) -> float:
        if out is None or (out.text is None and not out.files):
            return 0.0
        return self._pacer.wait(out.chat, time.monotonic(), group=out.group)

    async def _send(self, row: OutboxRow, out: Outgoing | None) -> None:
        if out is None:
            await self._settling.settle(row, Outgoing(row.chat), Refused("it cannot be read"))
            return
        try:
            out = await self._after_its_forerunner(row, out)
            outcome = await self._sending.leave(row, out)
        except StorageFault as fault:
            outcome = NotSent(in_words(fault))
        except Exception as fault:  # the relay's attempt: one message must not stop the others
            log.error("outbox row %d (%s) failed", row.id, row.kind, exc_info=fault)
            outcome = Refused(type(fault).__name__)
        await self._settling.settle(row, out, outcome)

    async def _after_its_forerunner(self, row: OutboxRow, out: Outgoing) -> Outgoing:
        """A redraw draws over the newest message of its key; a new post stands instead of it."""
        if not row.key or out.edits or not (row.redraws or out.pin):
            return out
        await self._settling.strike_off()
        before = await self._reads.outbox.message_of(row.platform, row.chat, row.key)
        return replace(out, edits=before) if row.redraws else replace(out, instead_of=before)
