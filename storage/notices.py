"""What was told to a private chat and waits for an answer: its choices stay good until one of them is taken, or they are outdated."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from storage.database import Table, instant

KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class NoticeLine:
    """A choice of a notice: its full label, what it does, and whether it only shows something."""

    label: str
    action: str
    looks: bool = False


@dataclass(frozen=True)
class Notice:
    """Something told: its first words, and its choices."""

    title: str
    menu: tuple[NoticeLine, ...]
    told_at: datetime

    def holds(self, action: str) -> bool:
        """Whether this act answers the notice."""
        return any(line.action == action and not line.looks for line in self.menu)


class Notices(Table):
    name: ClassVar[str] = "notices"

    async def put(self, notices: Iterable[tuple[str, str, Notice]], now: datetime) -> None:
        """Keeps notices for (platform, chat): each takes the place of one with the same choices, and of all that are old; the newest twenty stay."""
        rows = [
            {"platform": platform, "chat": chat, "title": one.title, "menu": notice_text(one.menu), "now": now, "before": now - KEPT_FOR}
            for platform, chat, one in notices
        ]
        if rows:
            await self._many("make_room", rows)
            await self._many("put", rows)

    async def strike(self, platform: str, chat: str, action: str) -> None:
        """Takes off what this act has answered, or what it can no longer answer."""
        await self._run("strike", platform=platform, chat=chat, action=action)

    async def outdate(self, people: Iterable[int], actions: Iterable[str]) -> None:
        """Takes off, in these people's chats, what these acts, whatever more their buttons carry, can no longer answer."""
        await self._run("outdate", people=json.dumps(list(people)), actions=json.dumps(list(actions)))

    async def forget_name(self, name: str) -> None:
        """Takes a name out of what is told of the notices that wait."""
        await self._run("forget_name", name=name)


def notice_text(menu: Iterable[NoticeLine]) -> str:
    return json.dumps([[line.label, line.action, int(line.looks)] for line in menu], ensure_ascii=False)


def notices_of(text: str | None, now: datetime) -> tuple[Notice, ...]:
    """The notices that a visit brings as JSON, the newest first; old ones are left out."""
    found = (
        Notice(title, tuple(NoticeLine(a, b, bool(c)) for a, b, c in menu), instant(at))
        for _, title, menu, at in sorted(json.loads(text or "[]"), reverse=True)
    )
    return tuple(one for one in found if now - one.told_at < KEPT_FOR)
