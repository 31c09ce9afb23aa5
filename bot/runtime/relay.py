"""The outbox empties: rows leave in order within a chat, concurrently across chats, paced for the platform.

Theory of operation. A row is committed as `sending` before the call that sends it: either by the relay, which takes waiting rows in small lots and marks
them in one commit, or by the engine, in the turn's own transaction, where the chat has nothing else under way or waiting (then it is handed over in memory and
leaves at once). After the call it is settled, many rows in one small commit. So after a crash a row in `sending` may or may not have arrived: it is
`unknown`. What that means depends on the row's kind: a redraw is safe to repeat; a reply, a notice, a reminder or an announcement is sent once more,
because a lost one is worse than a double one; a new post to the group is not repeated, the chair is asked.

What a platform answers is an Outcome (handlers/dialogue.py); a refusal for a while parks that chat and is no attempt.
"""

import asyncio
import heapq
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.runtime.files import Files
from bot.runtime.pacing import Pacer
from bot.runtime.writing import outgoing_of
from handlers.dialogue import (
    ChatMoved,
    Delivered,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Outgoing,
    Parked,
    Platform,
    Refused,
    ScreenGone,
    TokenRefused,
    Unreachable,
)
from handlers.flow import Kind
from storage.database import Database
from storage.outbox import Draft, OutboxRow, Settled
from storage.store import Store

log = logging.getLogger("ktd.relay")

IN_HAND_AT_MOST = 200
LOOK_EVERY = 15.0
SETTLE_AFTER = 0.003
MOST_ATTEMPTS = 60
LONGEST_BACKOFF = timedelta(seconds=60)


@dataclass(order=True)
class Waiting:
    """A row in a chat's line: replies before reminders before announcements, then in order."""

    priority: int
    id: int
    row: OutboxRow = field(compare=False)


class Relay:
    """Sends one platform's outbox. `settled` is called after rows were struck off; `token_refused` when the platform no longer knows the bot."""

    def __init__(
        self, database: Database, platform: Platform, files: Files, now: Callable[[], datetime], token_refused: Callable[[str], None]
    ) -> None:
        self._database = database
        self._platform = platform
        self._files = files
        self._now = now
        self._token_refused = token_refused
        self._store = Store(database.writer)
        self._reads = Store(database.reader)
        self._pacer = Pacer(platform.pace)
        self._lines: dict[str, list[Waiting]] = {}
        self._senders: dict[str, asyncio.Task[None]] = {}
        self._settled: list[Settled] = []
        self._unreachable: list[tuple[OutboxRow, str]] = []
        self._look = asyncio.Event()
        self._strike = asyncio.Event()
        self._stopping = False
        self.last_alive = time.monotonic()

    # ------------------------------------------------------------------------------------------------ the engine's side

    @property
    def in_hand(self) -> int:
        """Rows under way in memory."""
        return sum(len(line) for line in self._lines.values()) + len(self._senders)

    def may_leave(self, draft: Draft) -> bool:
        """Whether a new row may be born on its way: its chat has nothing under way and there is room."""
        return (
            draft.platform == self._platform.name
            and draft.chat not in self._senders
            and not self._stopping
            and len(self._senders) < IN_HAND_AT_MOST
            and self._pacer.wait(draft.chat, time.monotonic(), group=False) == 0
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
        """Runs until cancelled; call `recover` before anything is received, and `stop` first for a clean end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._take_waiting())
            group.create_task(self._strike_off())

    async def stop(self, within: float) -> None:
        """Lets calls under way finish, puts back what has not left, and strikes the rest off."""
        self._stopping = True
        waiting = [one.row for line in self._lines.values() for one in line]
        self._lines.clear()
        if self._senders:
            await asyncio.wait(self._senders.values(), timeout=within)
        async with self._database.writing():
            for row in waiting:
                await self._store.outbox.put_back(row.id, self._now(), attempt_counts=False)
        await self._strike_now()

    async def recover(self) -> None:
        """Decides on what the last run left under way: a reply that is sent once more stands in line before all new ones."""
        async with self._database.writing():
            left = await self._store.outbox.left_by_a_crash(self._platform.name)
            for row in left:
                await self._settle_unknown(row, "the bot stopped while it was being sent")
        if left:
            log.warning("%d messages were under way when the bot last stopped", len(left))

    async def _take_waiting(self) -> None:
        while True:
            self.last_alive = time.monotonic()
            self._look.clear()
            took = await self._take_lot()
            if not took:
                await self._pause()

    async def _pause(self) -> None:
        next_at = await self._reads.outbox.next_at(self._now())
        wait = LOOK_EVERY if next_at is None else min(LOOK_EVERY, max(0.05, (next_at - self._now()).total_seconds()))
        try:
            await asyncio.wait_for(self._look.wait(), wait)
        except TimeoutError:
            return

    async def _take_lot(self) -> bool:
        room = IN_HAND_AT_MOST - self.in_hand
        if room <= 0 or self._stopping:
            return False
        rows = await self._reads.outbox.leaving(self._platform.name, self._now(), room)
        ready = [row for row in rows if row.chat not in self._lines or len(self._lines[row.chat]) < 20]
        if not ready:
            return False
        async with self._database.writing():
            ready = list(await self._store.outbox.mark_sending(row.id for row in ready))
        self.leave(ready)
        return bool(ready)

    # ------------------------------------------------------------------------------------------------ one chat's line

    def _start(self, chat: str) -> None:
        if chat not in self._senders and not self._stopping:
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
        while line := self._lines.get(chat):
            row = line[0].row
            out = outgoing_of(row.payload)
            if (wait := self._wait(out)) > 0:
                await asyncio.sleep(wait)
                continue
            heapq.heappop(line)
            await self._send(row, out)

    def _wait(self, out: Outgoing) -> float:
        if out.text is None and not out.files:
            return 0.0
        return self._pacer.wait(out.chat, time.monotonic(), group=out.group)

    async def _send(self, row: OutboxRow, out: Outgoing) -> None:
        try:
            if row.redraws and not out.edits:
                out = replace(out, edits=await self._reads.outbox.message_of(row.platform, row.chat, row.key))
            files = await self._files.ready(out.files)
            if out.text is not None or out.files:
                self._pacer.take(out.chat, time.monotonic(), group=out.group)
            outcome = await self._platform.send(out, files)
            if isinstance(outcome, ScreenGone):
                outcome = await self._platform.send(replace(out, edits="", tap=""), files)
            self._files.done_with(files)
            await self._settle(row, out, outcome)
        except Exception as fault:  # the relay's attempt: one message must not stop the others
            log.exception("outbox row %d (%s) failed", row.id, row.kind)
            self._done(Settled(row.id, "undeliverable", reason=type(fault).__name__))

    # ------------------------------------------------------------------------------------------------ what became of it

    async def _settle(self, row: OutboxRow, out: Outgoing, outcome: Outcome) -> None:
        match outcome:
            case Delivered(message):
                self._done(Settled(row.id, "sent", message))
            case Parked(after, everyone):
                self._pacer.park(row.chat, time.monotonic() + after.total_seconds(), everyone=everyone)
                await self._put_back(row, after, attempt_counts=False)
            case Unreachable(reason):
                self._unreachable.append((row, reason))
                self._done(Settled(row.id, "undeliverable", reason=reason))
            case ChatMoved(new_chat):
                await self._move(row, new_chat)
            case NotSent(reason):
                await self._try_again(row, reason)
            case OutcomeUnknown(reason):
                async with self._database.writing():
                    await self._settle_unknown(row, reason, redraw=bool(out.edits))
                self._look.set()
            case Refused(reason) | TokenRefused(reason):
                log.error("outbox row %d (%s) was refused: %s", row.id, row.kind, reason)
                self._done(Settled(row.id, "undeliverable", reason=reason))
                if isinstance(outcome, TokenRefused):
                    self._token_refused(reason)
            case ScreenGone():
                self._done(Settled(row.id, "undeliverable", reason="the message to redraw is gone"))

    async def _try_again(self, row: OutboxRow, reason: str) -> None:
        if row.attempts >= MOST_ATTEMPTS:
            self._done(Settled(row.id, "undeliverable", reason=reason))
            return
        await self._put_back(row, min(LONGEST_BACKOFF, timedelta(seconds=2 ** min(row.attempts, 6) / 2)), attempt_counts=True)

    async def _put_back(self, row: OutboxRow, after: timedelta, *, attempt_counts: bool) -> None:
        """Lets the row, and what stands behind it in its chat, wait."""
        behind = [one.row for one in self._lines.pop(row.chat, [])]
        at = self._now() + after
        async with self._database.writing():
            await self._store.outbox.put_back(row.id, at, attempt_counts=attempt_counts)
            for other in behind:
                await self._store.outbox.put_back(other.id, at, attempt_counts=False)
        self._look.set()

    async def _settle_unknown(self, row: OutboxRow, reason: str, *, redraw: bool = False) -> None:
        """What to do with a row nobody knows the fate of; runs inside a transaction."""
        if row.kind == Kind.POST.value and not (redraw or row.redraws):
            await self._store.outbox.settle([Settled(row.id, "unknown", reason=reason)], self._now())
            await self._ask_about(row)
        elif row.attempts > 1:
            await self._store.outbox.settle([Settled(row.id, "undeliverable", reason=f"unknown twice: {reason}")], self._now())
        else:
            await self._store.outbox.put_back(row.id, self._now(), attempt_counts=True)

    async def _ask_about(self, row: OutboxRow) -> None:
        group = await self._store.groups.of_chat(row.platform, row.chat)
        if group is not None:
            await self._store.due.schedule("posts.unknown", f"outbox:{row.id}", str(row.attempts), self._now(), group.bloc_id)

    async def _move(self, row: OutboxRow, new_chat: str) -> None:
        async with self._database.writing():
            await self._store.groups.move(row.platform, row.chat, new_chat)
            await self._store.outbox.move_chat(row.platform, row.chat, new_chat)
            await self._store.outbox.move_payloads(row.platform, new_chat)
            await self._store.outbox.put_back(row.id, self._now(), attempt_counts=False)
            for one in self._lines.pop(row.chat, []):
                await self._store.outbox.put_back(one.row.id, self._now(), attempt_counts=False)
        self._look.set()

    def _done(self, settled: Settled) -> None:
        self._settled.append(settled)
        self._strike.set()

    async def _strike_off(self) -> None:
        while True:
            await self._strike.wait()
            await asyncio.sleep(SETTLE_AFTER)
            self._strike.clear()
            await self._strike_now()

    async def _strike_now(self) -> None:
        settled, self._settled = self._settled, []
        gone, self._unreachable = self._unreachable, []
        if not settled:
            return
        async with self._database.writing():
            await self._store.outbox.settle(settled, self._now())
            for row, reason in gone:
                await self._store.people.reach(row.platform, row.chat, reachable=False, why=reason)
                await self._store.groups.reach(row.platform, row.chat, reachable=False)
