"""What a messenger can do, and what it is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from handlers.dialogue.incoming import Batch
from handlers.dialogue.outcomes import Outcome
from handlers.dialogue.outgoing import DrawnFile, Outgoing


class FileTooLarge(Exception):
    """The platform will not hand out a file of this size."""


class FileLost(Exception):
    """The platform no longer has this file; asking again is no use."""


@dataclass(frozen=True)
class Capabilities:
    """What a platform can do. `text_limit` in UTF-16 units; `file_limit` in bytes for files that come in."""

    buttons: bool
    edits: bool
    files: bool
    groups: bool
    text_limit: int
    file_limit: int


@dataclass(frozen=True)
class Pace:
    """How fast messages may leave: per second overall, per second in a private chat (after a short burst), per minute in a group."""

    overall: float
    private: float
    burst: int
    group_minute: int


@dataclass(frozen=True)
class CommandWord:
    """A command as a platform's menu lists it."""

    word: str
    description: str


class Platform(Protocol):
    """A messenger. `receive` may wait long; nothing is acknowledged before `acknowledge`. `send` never raises for what the other side answers."""

    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...
    @property
    def pace(self) -> Pace | None: ...
    @property
    def trouble(self) -> str:
        """What keeps updates from coming, in one plain line; empty while they come."""
        ...

    @property
    def last_tried(self) -> float:
        """The monotonic time at which the last asking for updates ended, well or not: a platform that still tries does not hang."""
        ...

    @property
    def link(self) -> str:
        """The address that opens a private chat with a start code, with `{code}` in it; empty while the bot's name is unknown."""
        ...

    async def open(self) -> None:
        """Makes ready and finds out the bot's own name; raises `PlatformRefused` for a token that is not accepted."""
        ...

    async def close(self) -> None: ...
    async def receive(self) -> Batch: ...
    async def acknowledge(self, batch: Batch) -> None: ...
    async def send(self, out: Outgoing, files: tuple[DrawnFile, ...]) -> Outcome: ...
    async def download(self, file: str, to: Path) -> int:
        """Writes the file's bytes to `to` and gives their number; raises FileTooLarge, FileLost, or ConnectionError for a passing fault."""
        ...

    async def offer_commands(
        self, private: Mapping[str, tuple[CommandWord, ...]], everyone: tuple[CommandWord, ...] = (), group: tuple[CommandWord, ...] = ()
    ) -> frozenset[str]:
        """Sets command menus: `private` by chat ref, `everyone` for all other private chats, `group` for groups; an empty one stays as it is. Gives
        those that could not be set: chat refs, "everyone", "group"."""
        ...


class PlatformRefused(Exception):
    """The platform does not accept this bot's token."""
