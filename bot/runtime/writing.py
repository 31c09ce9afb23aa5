"""From what a flow shows to rows of the outbox: sentences become text in the reader's zone, choices become buttons and a menu that can be typed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.runtime.table import FlowTable
from config.catalogue import Catalogue, Said, Text, joined
from handlers.dialogue import Button, Outgoing
from handlers.flow import Choice, Kind, Rows, Screen
from storage.dialogues import MenuLine
from storage.notices import Notice, NoticeLine
from storage.outbox import UNREACHED, Draft

PAYLOAD = TypeAdapter(Outgoing)
ACTION_BYTES = 64
MENU_LINES = 60
TITLE_LENGTH = 120
HOME = "home.open"
LASTING = "+"
"""Stands before the action of a button whose message must not be drawn over."""
PRIORITIES = {Kind.REPLY: 0, Kind.POST: 1, Kind.NOTICE: 1, Kind.REMINDER: 1, Kind.ANNOUNCEMENT: 2, Kind.FAREWELL: 0}
NEWEST = "reply"
"""The outbox key of messages that count as the newest of a private chat."""


class ActionTooLong(ValueError):
    """A choice carries more than a button can: a fault of the flow."""


@dataclass(frozen=True)
class Address:
    """Where a message goes."""

    platform: str
    chat: str
    group: bool = False
    person_id: int | None = None


class Writing:
    """Writes screens as outgoing messages."""

    def __init__(self, catalogue: Catalogue, table: FlowTable) -> None:
        self.catalogue = catalogue
        self._table = table

    def text(self, paragraphs: Iterable[Said], zone: ZoneInfo) -> Text:
        return joined([self.catalogue.text(said.key, zone, said.facts) for said in paragraphs], "\n\n")

    def plain(self, said: Said, zone: ZoneInfo) -> str:
        return self.catalogue.text(said.key, zone, said.facts).plain

    def outgoing(self, screen: Screen, to: Address, zone: ZoneInfo, *, asking: bool) -> Outgoing:
        text, buttons = self.text(screen.text, zone), self._buttons(screen.choices, zone, LASTING if screen.lasting else "")
        return Outgoing(to.chat, text, buttons, screen.files, asking=asking, group=to.group)

    def menu(self, rows: Rows, zone: ZoneInfo, *, asking: bool) -> tuple[MenuLine, ...]:
        """The choices as lines that can be typed; each with its place as its number, unless digits belong to an open question."""
        choices = [one for row in rows for one in row if one.act]
        return tuple(MenuLine(self.plain(one.label, zone), one.action, None if asking else number, one.also) for number, one in enumerate(choices, 1))

    def notice(self, screen: Screen, zone: ZoneInfo, now: datetime) -> Notice | None:
        """What is told, as it waits for its answer: its first words and its choices but those that lead elsewhere; None where it asks nothing."""
        choices = [one for row in screen.choices for one in row if one.act and one.act != HOME and not one.leaves]
        if all(one.looks for one in choices):
            return None
        words = [line.strip() for line in self.text(screen.text, zone).plain.splitlines() if line.strip()]
        title = " · ".join(words[:2])
        return Notice(_opening(title), tuple(NoticeLine(self.plain(one.label, zone), one.action, one.looks) for one in choices), now)

    def _buttons(self, rows: Rows, zone: ZoneInfo, mark: str) -> tuple[tuple[Button, ...], ...]:
        return tuple(tuple(self._button(one, zone, mark) for one in row) for row in rows if row)

    def _button(self, one: Choice, zone: ZoneInfo, mark: str) -> Button:
        action = mark + one.action if one.act else ""
        if len(action.encode()) > ACTION_BYTES:
            raise ActionTooLong(action)
        return Button(self.plain(one.label, zone), action, one.url, one.start, one.weight, self._table.takes_number(one.action))


def _opening(title: str) -> str:
    """As much of a title as a line of the list takes, cut behind a word."""
    if len(title) <= TITLE_LENGTH:
        return title
    kept = title[:TITLE_LENGTH].rpartition(" ")[0] or title[: TITLE_LENGTH - 1]
    return kept.rstrip(" ,;:·–") + "…"


def draft(out: Outgoing, to: Address, kind: Kind, *, key: str = "", redraws: bool = False, about: str = "") -> Draft:
    """The outbox row of a message."""
    payload = PAYLOAD.dump_json(out, exclude_defaults=True).decode()
    return Draft(to.platform, to.chat, PRIORITIES[kind], kind.value, payload, key, redraws, about=about, person_id=to.person_id, group=to.group)


def drafts_of(out: Outgoing, to: Address, kind: Kind, *, key: str = "", redraws: bool = False, about: str = "") -> list[Draft]:
    """The rows of a message: its words leave at once, its files follow when they are drawn."""
    words = draft(replace(out, files=()), to, kind, key=key, redraws=redraws, about=about)
    if not out.files:
        return [words]
    files = Outgoing(out.chat, files=out.files, group=out.group)
    return [words, draft(files, to, kind, about=about)]


def is_drawn(payload: str) -> bool:
    """Whether a message carries a file that is to be drawn. Within JSON's texts every quotation mark has a backslash before it: only a name is found."""
    return '"report":"' in payload


def outgoing_of(payload: str) -> Outgoing:
    """The message an outbox row holds."""
    return PAYLOAD.validate_json(payload)


def unreachable(one: Draft, why: str) -> Draft:
    """A row that is not even tried: its chat cannot be reached. It stays for the delivery report."""
    return replace(one, state="undeliverable", reason=UNREACHED + why)


def merged(newer: tuple[MenuLine, ...], older: tuple[MenuLine, ...]) -> tuple[MenuLine, ...]:
    """A menu told on top of the one that stands: labels of both can be typed, the newer first; numbers belong to whichever was drawn last."""
    kept = tuple(replace(line, number=None) for line in older) if any(line.number for line in newer) else older
    return (newer + kept)[:MENU_LINES]
