"""What became of a message, kept: struck off, put back with all that stands behind it, sent once more, asked about.

The disk may refuse for a while. What became of a message that has left must not be forgotten, so every write here is tried until it goes; the rows stay
`sending` meanwhile, which is what a crash would have to assume of them.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.runtime.coming import note_files_refused, note_group
from bot.runtime.pacing import Pacer
from bot.runtime.writing import Address, draft, outgoing_of
from handlers.dialogue import (
    Begun,
    ChatMoved,
    Delivered,
    FilesRefused,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Outgoing,
    Parked,
    Refused,
    ScreenGone,
    TokenRefused,
    Unreachable,
)
from handlers.flow import Kind
from storage.database import Database, StorageFault, TransactionLost, disk_failed, in_words
from storage.outbox import FILES_REFUSED, UNREACHED, OutboxRow, Settled
from storage.store import Store

log = logging.getLogger("ktd.relay")

SETTLE_AFTER = 0.003
AFTER_A_FAULT = 2.0
MOST_ATTEMPTS = 60
LONGEST_BACKOFF = timedelta(seconds=60)
UNREACHED_REST = timedelta(seconds=5)


class Settling:
    """Settles one platform's rows. `behind` takes out of memory what stands behind a row in its chat; `look` says that rows wait again."""

    def __init__(
        self, database: Database, platform: str, now: Callable[[], datetime], pacer: Pacer,
        behind: Callable[[str], list[OutboxRow]], look: Callable[[], None],
    ) -> None:  # fmt: skip
        self._database = database
        self._platform = platform
        self._now = now
        self._pacer = pacer
        self._behind = behind
        self._look = look
        self._store = Store(database.writer)
        self._settled: list[Settled] = []
        self._unreachable: list[tuple[OutboxRow, str]] = []
        self._strike = asyncio.Event()
        self._striking = asyncio.Lock()

    async def run(self) -> None:
        """Strikes off what has been settled, soon and in small batches, until cancelled."""
        while True:
            await self._strike.wait()
            await asyncio.sleep(SETTLE_AFTER)
            self._strike.clear()
            await self.strike_off()

    async def recover(self) -> int:
        """Decides on what the last run left under way; gives how many rows that were."""
        async with self._database.writing():
            left = await self._store.outbox.left_by_a_crash(self._platform)
            for row in left:
                await self._unknown(row, "the bot stopped while it was being sent", redraw=_redraws(row))
        return len(left)

    async def hasten(self, beyond: timedelta) -> None:
        """Lets go now what would have to wait longer than that."""
        await self._written(lambda: self._store.outbox.hasten(self._now(), self._now() + beyond))

    async def settle(self, row: OutboxRow, out: Outgoing, outcome: Outcome) -> None:
        """Keeps what became of the row; `out` is what was sent for it."""
        match outcome:
            case Delivered(message, unpinned):
                self._done(Settled(row.id, "sent", message))
                if unpinned is not None:
                    await self._pin_later(row, replace(out, pins=message), unpinned)
            case Begun(sent, then):
                await self._written(lambda: self._store.outbox.begin(row.id, sent))
                await self.settle(row, out, then)
            case Parked(after, everyone):
                self._pacer.park(row.chat, time.monotonic(), after.total_seconds(), everyone=everyone)
                await self._put_back(row, after, attempt_counts=False)
            case (
                NotSent(reached=False) | TokenRefused()
            ):  # the platform's trouble, not this message's; whether the token has ended is the polling's to say
                self._pacer.rest(time.monotonic(), UNREACHED_REST.total_seconds())
                await self._put_back(row, UNREACHED_REST, attempt_counts=False)
            case NotSent(reason):
                await self._written(lambda: self._try_again(row, reason))
            case OutcomeUnknown(reason):
                await self._written(lambda: self._unknown(row, reason, redraw=row.redraws or bool(out.edits)))
            case ChatMoved(new_chat):
                await self._move(row, new_chat)
            case Unreachable(reason):
                self._unreachable.append((row, reason))
                self._done(Settled(row.id, "undeliverable", reason=UNREACHED + reason))
            case FilesRefused(reason):
                log.warning("the files of outbox row %d (%s) were refused: %s", row.id, row.kind, reason)
                self._done(Settled(row.id, "undeliverable", reason=FILES_REFUSED + reason))
                await self._written(lambda: note_files_refused(self._store, row.platform, row.chat, self._now()))
            case Refused(reason):
                log.error("outbox row %d (%s) was refused: %s", row.id, row.kind, reason)
                self._done(Settled(row.id, "undeliverable", reason=reason))
            case ScreenGone():
                self._done(Settled(row.id, "undeliverable", reason="the message to redraw is gone"))

    async def put_back_unsent(self, rows: Callable[[], Iterable[OutboxRow]]) -> None:
        """Lets rows that were not tried wait again, those that `rows` gives once nothing else is being written."""
        found: list[OutboxRow] = []

        async def put_back() -> None:
            found.extend(rows())
            for row in found:
                await self._store.outbox.put_back(row.id, self._now(), attempt_counts=False)

        await self._written(put_back)

    async def strike_off(self) -> None:
        """Strikes off all that has been settled by now."""
        async with self._striking:
            settled, gone = tuple(self._settled), tuple(self._unreachable)
            if not settled:
                return

            async def strike() -> None:
                await self._store.outbox.settle(settled, self._now())
                for row, reason in gone:
                    await self._store.people.reach(row.platform, row.chat, reachable=False, why=reason)
                    await note_group(self._store, row.platform, row.chat, self._now(), reachable=False)

            await self._written(strike)
            del self._settled[: len(settled)], self._unreachable[: len(gone)]

    # ------------------------------------------------------------------------------------------------ one row

    def _done(self, settled: Settled) -> None:
        self._settled.append(settled)
        self._strike.set()

    async def _pin_later(self, row: OutboxRow, out: Outgoing, after: timedelta) -> None:
        """The message has arrived; that it is pinned becomes a row of its own, for when the chat has rested."""
        self._pacer.park(row.chat, time.monotonic(), after.total_seconds(), everyone=False)
        pin = Outgoing(row.chat, group=out.group, pins=out.pins, instead_of=out.instead_of, retired=out.retired)
        later = draft(pin, Address(row.platform, row.chat, out.group), Kind.NOTICE)
        await self._written(lambda: self._store.outbox.put_all([later], self._now() + after))

    async def _put_back(self, row: OutboxRow, after: timedelta, *, attempt_counts: bool) -> None:
        await self._written(lambda: self._put_back_line(row, after, attempt_counts=attempt_counts))

    async def _put_back_line(self, row: OutboxRow, after: timedelta, *, attempt_counts: bool) -> None:
        """Lets the row wait, and what stands behind it. The line is taken inside the transaction: nothing joins it in between and overtakes."""
        at = self._now() + after
        await self._store.outbox.put_back(row.id, at, attempt_counts=attempt_counts)
        for other in self._behind(row.chat):
            await self._store.outbox.put_back(other.id, at, attempt_counts=False)

    async def _try_again(self, row: OutboxRow, reason: str) -> None:
        if row.attempts >= MOST_ATTEMPTS:
            await self._store.outbox.settle([Settled(row.id, "undeliverable", reason=reason)], self._now())
            return
        await self._put_back_line(row, min(LONGEST_BACKOFF, timedelta(seconds=2 ** min(row.attempts, 7) / 2)), attempt_counts=True)

    async def _unknown(self, row: OutboxRow, reason: str, *, redraw: bool) -> None:
        """Nobody knows whether it arrived. A redraw is safe to repeat; a post is asked about; anything else leaves once more, and only once."""
        if redraw:
            await self._try_again(row, reason)
        elif row.kind == Kind.POST.value:
            await self._store.outbox.settle([Settled(row.id, "unknown", reason=reason)], self._now())
            await self._ask_about(row)
        elif row.resent:
            await self._store.outbox.settle([Settled(row.id, "undeliverable", reason=f"unknown twice: {reason}")], self._now())
        else:
            await self._store.outbox.send_again(row.id, self._now(), reason)
            for other in self._behind(row.chat):
                await self._store.outbox.put_back(other.id, self._now(), attempt_counts=False)

    async def _ask_about(self, row: OutboxRow) -> None:
        group = await self._store.groups.of_chat(row.platform, row.chat)
        if group is not None:
            await self._store.due.schedule("posts.unknown", f"outbox:{row.id}", str(row.attempts), self._now(), group.bloc_id)

    async def _move(self, row: OutboxRow, new_chat: str) -> None:
        async def move() -> None:
            await self._put_back_line(row, timedelta(0), attempt_counts=False)
            await self._store.groups.move(row.platform, row.chat, new_chat)
            await self._store.outbox.move_chat(row.platform, row.chat, new_chat)
            await self._store.outbox.move_payloads(row.platform, new_chat)

        await self._written(move)

    async def _written(self, act: Callable[[], Awaitable[None]]) -> None:
        """One transaction, tried until the disk takes it; then the relay looks again. `act` may run several times."""
        while True:
            try:
                async with self._database.writing():
                    await act()
            except (StorageFault, TransactionLost) as fault:
                if not (isinstance(fault, TransactionLost) or disk_failed(fault)):
                    raise
                log.error("what became of messages cannot be kept now (%s); it is tried again", in_words(fault))
                await asyncio.sleep(AFTER_A_FAULT)
            else:
                self._look()
                return


def _redraws(row: OutboxRow) -> bool:
    try:
        return row.redraws or bool(outgoing_of(row.payload).edits)
    except ValidationError:
        return False
