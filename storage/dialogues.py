"""Where each private chat stands: the question that is open, and the newest menu. Read together with the person in one statement."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.people import Person, Role, Seat
from storage.database import Table
from storage.notices import Notice, notices_of


@dataclass(frozen=True)
class MenuLine:
    """A choice that can be typed: its full label, what it does, its number where one was drawn, and other names of what the label names."""

    label: str
    action: str
    number: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A stored waiting point; `state` is its model's JSON."""

    flow: str
    step: str
    version: int
    state: str


@dataclass(frozen=True)
class Visit:
    """Everything an event's turn begins with: who, the open question, the menu, the ref of our newest message there, and the notices that wait."""

    person: Person | None
    reachable: bool
    waiting: Waiting | None
    menu: tuple[MenuLine, ...]
    newest: str
    notices: tuple[Notice, ...] = ()


class Dialogues(Table):
    name: ClassVar[str] = "dialogues"

    async def visit(self, platform: str, account: str, chat: str, now: datetime) -> Visit:
        row = await self._one("visit", platform=platform, account=account, chat=chat)
        assert row is not None  # the statement always gives one row
        waiting = None if row["flow"] is None else Waiting(row["flow"], row["step"], row["version"], row["state"])
        return Visit(_person(row), row["reachable"] != 0, waiting, menu_lines(row["menu"]), row["newest"] or "", notices_of(row["notices"], now))

    async def people_by_chat(self, platform: str) -> tuple[tuple[str, Person], ...]:
        """Everybody who can be reached on the platform, with their private chat."""
        rows = await self._all("people_by_chat", platform=platform)
        return tuple((row["chat"], person) for row in rows if (person := _person(row)) is not None)

    async def keep(self, platform: str, chat: str, waiting: Waiting | None, menu: Iterable[MenuLine], now: datetime) -> None:
        point = (waiting.flow, waiting.step, waiting.version, waiting.state) if waiting else (None, None, None, None)
        flow, step, version, state = point
        await self._run("keep", platform=platform, chat=chat, flow=flow, step=step, version=version, state=state, menu=menu_text(menu), now=now)

    async def forget(self, platform: str, chat: str) -> None:
        """Forgets where the chat stood, and what was told there."""
        await self._run("forget", platform=platform, chat=chat)

    async def add_menus(self, menus: Iterable[tuple[str, str, Iterable[MenuLine]]], now: datetime) -> None:
        """Sets the menus of (platform, chat, lines), leaving their open questions as they are."""
        rows = [{"platform": platform, "chat": chat, "menu": menu_text(lines), "now": now} for platform, chat, lines in menus]
        if rows:
            await self._many("add_menu", rows)


def menu_lines(text: str | None) -> tuple[MenuLine, ...]:
    return tuple(MenuLine(label, action, number, tuple(also)) for label, action, number, *also in json.loads(text or "[]"))


def menu_text(menu: Iterable[MenuLine]) -> str:
    return json.dumps([[line.label, line.action, line.number, *line.also] for line in menu], ensure_ascii=False)


def _person(row: sqlite3.Row) -> Person | None:
    if row["person_id"] is None:
        return None
    seats = tuple(
        Seat(bloc, name, zone, Role(role), unit, code, unit_name, post, scope)
        for bloc, name, zone, role, unit, code, unit_name, post, scope in json.loads(row["seats"])
    )
    return Person(row["person_id"], row["full_name"], row["job_title"], seats)
