"""What is to be drawn is drawn before its row counts as under way: a kill meanwhile leaves the row waiting, and it is simply sent at the next start.

While something is drawn for a chat, none of the rows that wait for this chat are taken, so that their order stays.
"""

import asyncio
from collections.abc import Callable

from bot.runtime.files import Files
from bot.runtime.writing import is_drawn
from handlers.dialogue import DrawnFile, Outgoing
from storage.outbox import OutboxRow

AT_ONCE = 4
"""Each drawing is a process that takes tens of megabytes."""
Ready = tuple[tuple[DrawnFile, ...], tuple[str, ...]]


class Drawn:
    """Draws what waiting rows carry; `look` says that a row may be taken now."""

    def __init__(self, files: Files, look: Callable[[], None]) -> None:
        self._files = files
        self._look = look
        self._ready: dict[int, Ready] = {}
        self._chats: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def chats(self) -> frozenset[str]:
        """The chats for which something is being drawn."""
        return frozenset(self._chats)

    def is_ready(self, row: OutboxRow, read: Callable[[OutboxRow], Outgoing | None]) -> bool:
        """Whether nothing of the row is still to be drawn; else its drawing begins."""
        if not is_drawn(row.payload) or row.id in self._ready:
            return True
        if row.chat not in self._chats:
            out = read(row)
            if out is None:
                return True
            task = asyncio.create_task(self._draw(row.id, out))
            self._chats[row.chat] = task
            task.add_done_callback(lambda _: self._ended(row.chat))
        return False

    async def files_of(self, row: OutboxRow, out: Outgoing) -> Ready:
        """The row's files, and the names of those that could not be made."""
        return self._ready.pop(row.id, None) or await self._files.ready(out.files)

    async def stop(self) -> None:
        """Ends what is being drawn: its rows wait."""
        tasks = tuple(self._chats.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _draw(self, id: int, out: Outgoing) -> None:
        async with self._room:
            self._ready[id] = await self._files.ready(out.files)

    def _ended(self, chat: str) -> None:
        self._chats.pop(chat, None)
        self._look()
