"""The two seams at which the engine room is tried: a messenger that answers as it is told, and a clock that stands where it is put."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from bot.runtime.writing import Address, draft
from config.catalogue import Text
from handlers.dialogue import Batch, Capabilities, CommandWord, Delivered, DrawnFile, Outcome, Outgoing, Pace
from handlers.flow import Kind
from storage.outbox import Draft

BEGINS = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


class Moment:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = BEGINS

    def __call__(self) -> datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Messenger:
    """A platform: `answers` are given to what is sent, in order, then everything is delivered; `hold` keeps calls under way until it is set."""

    name = "telegram"
    link = "https://t.me/ktd?start={code}"
    capabilities = Capabilities(buttons=True, edits=True, files=True, groups=True, text_limit=4096, file_limit=1000)

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace
        self.answers: deque[Outcome | Exception] = deque()
        self.downloads: deque[bytes | Exception] = deque()
        self.batches: asyncio.Queue[Batch] = asyncio.Queue()
        self.acknowledged: list[Batch] = []
        self.sent: list[Outgoing] = []
        self.begun = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.menus: list[dict[str, tuple[CommandWord, ...]]] = []
        self.menus_fail: set[str] = set()
        self.trouble = ""
        self.last_tried = monotonic()

    @property
    def texts(self) -> list[str]:
        return [out.text.plain for out in self.sent if out.text]

    async def open(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        """There is nothing to close."""

    async def receive(self) -> Batch:
        return await self.batches.get()

    async def acknowledge(self, batch: Batch) -> None:
        self.acknowledged.append(batch)

    async def send(self, out: Outgoing, files: tuple[DrawnFile, ...]) -> Outcome:
        self.begun += 1
        await self.hold.wait()
        answer = self.answers.popleft() if self.answers else Delivered(str(100 + self.begun))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Delivered):
            self.sent.append(out)
        return answer

    async def download(self, file: str, to: Path) -> int:
        self.begun += 1
        await self.hold.wait()
        content = self.downloads.popleft() if self.downloads else file.encode()
        if isinstance(content, Exception):
            raise content
        return to.write_bytes(content)

    async def offer_commands(
        self, private: Mapping[str, tuple[CommandWord, ...]], everyone: tuple[CommandWord, ...] = (), group: tuple[CommandWord, ...] = ()
    ) -> frozenset[str]:
        """Menus show nowhere; those of the chats in `menus_fail` cannot be set, once."""
        self.menus.append(dict(private))
        failed, self.menus_fail = frozenset(self.menus_fail), set()
        return failed & {*private, *(("everyone",) if everyone else ())}


def message(
    text: str, chat: str = "1", kind: Kind = Kind.REPLY, *, edits: str = "", key: str = "", redraws: bool = False, pin: bool = False, else_nothing: bool = False,
) -> Draft:  # fmt: skip
    """A row of the outbox; a chat with a minus sign is a group."""
    group = chat.startswith("-")
    out = Outgoing(chat, Text(text), edits=edits, else_nothing=else_nothing, group=group, pin=pin)
    return draft(out, Address("telegram", chat, group), kind, key=key, redraws=redraws)


async def until(true: Callable[[], bool], within: float = 5.0) -> None:
    """Lets everything go on until the condition (a function) is true. Raises AssertionError where it does not become true."""
    end = monotonic() + within
    while not true():
        assert monotonic() < end, "it did not come to that"
        await asyncio.sleep(0.002)
