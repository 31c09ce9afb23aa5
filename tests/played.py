"""What was played once and is taken over from there: where a stage stood, kept for the whole process."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from handlers.dialogue import Button
from storage.database import Database

PLAYED: dict[tuple[str, ...], "Played"] = {}


@dataclass
class Shown:
    """A message as it appeared in a chat (a redraw appears anew): its words as drawn on the platform, its buttons, and its ref."""

    text: str
    buttons: tuple[Button, ...]
    ref: str
    toast: str = ""
    files: int = 0
    taken: bool = False

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]


@dataclass(frozen=True)
class Played:
    """Where a stage stood after a beginning: a copy of its database in memory, what had appeared, and when it was."""

    database: sqlite3.Connection
    chats: Mapping[str, Sequence[Shown]]
    events: int
    messages: int
    now: datetime

    @classmethod
    async def of(cls, database: Database, chats: Mapping[str, Sequence[Shown]], events: int, messages: int, now: datetime) -> "Played":
        """A copy of everything as it stands."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        await database.writer.raw.backup(copy)
        return cls(copy, copied(chats), events, messages, now)

    def restore(self, path: Path) -> None:
        """Writes the database as it stood over the one at this path, which may be open."""
        with closing(sqlite3.connect(path)) as target:
            self.database.backup(target)


def copied(chats: Mapping[str, Sequence[Shown]]) -> defaultdict[str, list[Shown]]:
    """What appeared, apart from what appears later."""
    return defaultdict(list, {chat: [replace(one) for one in shown] for chat, shown in chats.items()})
