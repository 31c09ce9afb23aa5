"""The table of a conversation: its commands, taps, links, steps and jobs, each with who may use it.

Whose an entry is has no default: one that forgets to say so is no entry.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from domain.people import Role
from handlers.flow.screens import Choice, Shown, State
from handlers.flow.turn import Turn
from storage.due import Due


class Where(Enum):
    """Where an entry may be used."""

    PRIVATE = "private"
    GROUP = "group"
    BOTH = "both"


STRANGERS: frozenset[Role] | None = None
"""As an entry's roles: also those who have not joined."""


@dataclass(frozen=True)
class Command:
    """A word with a slash. `menu` is the catalogue key of its line in the platform's command menu.

    A `seatless` entry is open to everybody who has joined, also to those who hold no seat any more.
    """

    word: str
    run: Callable[[Turn, str], Awaitable[Shown]]
    roles: frozenset[Role] | None
    where: Where = Where.PRIVATE
    aliases: tuple[str, ...] = ()
    menu: str = ""
    seatless: bool = False


@dataclass(frozen=True)
class Tap:
    """A button's act; called with the texts the button carries. Where a rule refuses it, the tap `again` is drawn below the refusal, called with as many of
    these texts as it needs: what an old button stands for, as it is now.

    A typed number takes it only where it is `by_number`: where it opens, lists or asks something, and keeps and tells nothing. A number may be points that
    were meant for a criterion, so whatever acts is typed by its label."""

    name: str
    run: Callable[..., Awaitable[Shown]]
    roles: frozenset[Role] | None
    where: Where = Where.PRIVATE
    seatless: bool = False
    again: str = ""
    by_number: bool = False


@dataclass(frozen=True)
class Link:
    """A start code `<word>_<arg>_…` that opens the private chat at a place."""

    word: str
    run: Callable[..., Awaitable[Shown]]
    roles: frozenset[Role] | None
    seatless: bool = False


@dataclass(frozen=True)
class Step:
    """What typed text means while `state` waits. `again` redraws the question after a refusal."""

    state: type[State]
    run: Callable[[Turn, Any], Awaitable[Shown]]
    roles: frozenset[Role] | None
    again: Callable[[Turn, Any], Awaitable[Shown]] | None = None
    seatless: bool = False


@dataclass(frozen=True)
class Job:
    """What happens when a row of the due table of this kind comes round."""

    kind: str
    run: Callable[[Turn, Due], Awaitable[None]]


@dataclass(frozen=True)
class FileUse:
    """What a file that nothing waits for may be: the tap that takes it, of `turn.sent` or of the document whose number follows (handlers/documents.py).
    `marked`: the purpose and subject it is noted for where the file itself bears the mark of being this."""

    choice: Choice
    is_certain: bool = False
    marked: tuple[str, str] | None = None


FindsUses = Callable[[Turn], Awaitable[tuple[FileUse, ...]]]


@dataclass(frozen=True)
class Flow:
    """One conversation. Exactly one flow in FLOWS has each of `strangers` (a first word from someone unknown), `home` (/start without a code), `codes`
    (a start code that is no link: an invite, also where it is pasted; `code_shape` finds it in a small-lettered text), `corrections` (an edited
    message), `sorts_files` (a spreadsheet that nothing waits for, with what the flows' `file_uses` say it may be) and `stray_files` (any other
    file that nothing waits for)."""

    stem: str
    commands: tuple[Command, ...] = ()
    taps: tuple[Tap, ...] = ()
    links: tuple[Link, ...] = ()
    steps: tuple[Step, ...] = ()
    jobs: tuple[Job, ...] = ()
    strangers: Callable[[Turn], Awaitable[Shown]] | None = None
    home: Callable[[Turn], Awaitable[Shown]] | None = None
    codes: Callable[[Turn, str], Awaitable[Shown]] | None = None
    code_shape: re.Pattern[str] | None = None
    corrections: Callable[[Turn], Awaitable[Shown | None]] | None = None
    file_uses: FindsUses | None = None
    sorts_files: Callable[[Turn, tuple[FileUse, ...]], Awaitable[Shown | None]] | None = None
    stray_files: Callable[[Turn], Awaitable[Shown | None]] | None = None
