"""The group chats that blocs are tied to."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.database import Table


@dataclass(frozen=True)
class Group:
    """A group chat that a bloc's posts go to."""

    platform: str
    chat: str
    bloc_id: str
    title: str
    reachable: bool


class Groups(Table):
    name: ClassVar[str] = "groups"

    async def tie(self, platform: str, chat: str, bloc_id: str, title: str, by: int, now: datetime) -> None:
        """Ties this chat to the bloc, in place of any other."""
        await self._run("tie", platform=platform, chat=chat, bloc_id=bloc_id, title=title, by=by, now=now)
        await self._run("untie_others", platform=platform, chat=chat, bloc_id=bloc_id)

    async def of_bloc(self, bloc_id: str) -> tuple[Group, ...]:
        return tuple(_group(row) for row in await self._all("of_bloc", bloc_id=bloc_id))

    async def of_chat(self, platform: str, chat: str) -> Group | None:
        row = await self._one("of_chat", platform=platform, chat=chat)
        return _group(row) if row else None

    async def move(self, platform: str, old: str, new: str) -> None:
        await self._run("move", platform=platform, old=old, new=new)

    async def reach(self, platform: str, chat: str, *, reachable: bool) -> str:
        """Notes whether posts reach the group; gives its bloc where that has changed, else an empty string."""
        row = await self._one("reach", platform=platform, chat=chat, reachable=reachable)
        return str(row["bloc_id"]) if row else ""


def _group(row: sqlite3.Row) -> Group:
    return Group(row["platform"], row["chat"], row["bloc_id"], row["title"], row["reachable"] == 1)
