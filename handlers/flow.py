"""What a conversation is made of.

A flow is a literal table: commands, taps (buttons), links (start codes), steps (what typed text means while a question is open) and jobs (what happens
at a time). Each entry names the roles that may use it; the engine refuses everyone else from the database, before the function runs. An entry's
function takes the `Turn` and says what to show; it never sends, never commits, never catches broadly.

    async def open_board(turn, rest) -> Shown            a command; `rest` is what was typed after the word
    async def review(turn, *args) -> Shown               a tap; args are the texts the button carries
    async def give_points(turn, state) -> Shown          a step; the input is `turn.text` or `turn.sent`
    async def remind(turn, due) -> None                  a job: it has nobody to answer, it tells

`Shown` is one of: `Ask` (a screen that waits for typed text or a file), `End` (a screen with no question open), `Toast` (a word for a tap, nothing else
changes), `Passed` (done, and there is nothing to say here).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from config.catalogue import Catalogue, Said
from domain.audit import Act, Entry
from domain.calendar.remaining import time_left
from domain.errors import RuleError
from domain.people import EVERYONE, Person, Role, Seat
from handlers.dialogue import Incoming, OutFile, Sent, Typed
from storage.due import Due
from storage.notices import Notice
from storage.store import Store

__all__ = ["Choice", "Due", "Notice", "Person", "Role", "Said", "Seat"]


LETTERS = "ABCDEFGHIKLMNOPQRSTU"
"""What things listed together are called by, where numbers are the menu's."""


class NotAllowed(RuleError):
    """The person holds no role that allows this."""

    key = "engine.not_allowed"


class Outdated(RuleError):
    """What the button was drawn for has changed since."""

    key = "engine.outdated"


class State(BaseModel):
    """What a waiting point needs to go on; raise `version` when the meaning of stored fields changes.

    `asks` is false where nothing is asked but typed text still has a meaning (an address on the board): then menu numbers and bare commands come
    first. `takes_files` where a file may answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: ClassVar[int] = 1
    asks: ClassVar[bool] = True
    takes_files: ClassVar[bool] = False


def id_of(text: str) -> int:
    """A number a button carries. Raises Outdated for anything else: buttons can be forged."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise Outdated
    return int(text)


# ---------------------------------------------------------------------------------------------------------------- what is shown


@dataclass(frozen=True)
class Choice:
    """A button: its label, and the tap it leads to (`"<stem>.<tap>"`) with its arguments; or a page, or a link into the private chat."""

    label: Said
    act: str = ""
    args: tuple[str, ...] = ()
    url: str = ""
    start: str = ""
    weight: Literal["plain", "main", "grave"] = "plain"
    looks: bool = False  # only shows: what it was told with still waits for its answer

    @property
    def action(self) -> str:
        return ":".join((self.act, *self.args))


Rows = tuple[tuple[Choice, ...], ...]


def say(key: str, /, **facts: object) -> Said:
    """A sentence of the catalogue with its facts."""
    return Said(key, facts)


def choice(
    label: str | Said, act: str, *args: object, weight: Literal["plain", "main", "grave"] = "plain", looks: bool = False, **facts: object
) -> Choice:
    """A button that leads to the tap `act`; the arguments come back as texts. `looks` says that it only shows what others ask to be decided."""
    said = label if isinstance(label, Said) else Said(label, facts)
    return Choice(said, act, tuple(str(arg) for arg in args), weight=weight, looks=looks)


def into_private(label: str, word: str, *args: object, **facts: object) -> Choice:
    """A button in the group that opens the private chat at the link `word`."""
    return Choice(Said(label, facts), start="_".join((word, *map(str, args))))


@dataclass(frozen=True)
class Screen:
    """What one message shows: paragraphs, choices, files. A `lasting` one records something: no tap on it draws over it."""

    text: tuple[Said, ...]
    choices: Rows = ()
    files: tuple[OutFile, ...] = ()
    lasting: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Ask(Screen):
    """A screen that waits: what is typed next belongs to the step of `waits`. `fresh` sends a new message even for a tap."""

    waits: State | None = None
    fresh: bool = False
    toast: Said | None = None


@dataclass(frozen=True)
class End(Screen):
    """A screen that leaves no question open. After one that `forgets`, nothing of the chat is kept: it is the last word to somebody who is no user."""

    fresh: bool = False
    toast: Said | None = None
    forgets: bool = False


@dataclass(frozen=True)
class Toast:
    """Only a word for the tap; the dialogue stays as it is."""

    text: Said


@dataclass(frozen=True)
class Passed:
    """Nothing to say here: what there is to say was told."""


Shown = Ask | End | Toast | Passed


def ask(
    text: Said | tuple[Said, ...],
    *rows: tuple[Choice, ...],
    waits: State,
    fresh: bool = False,
    lasting: bool = False,
    toast: Said | None = None,
    files: tuple[OutFile, ...] = (),
) -> Ask:
    return Ask(_paragraphs(text), rows, files, waits=waits, fresh=fresh, lasting=lasting, toast=toast)


def end(
    text: Said | tuple[Said, ...],
    *rows: tuple[Choice, ...],
    fresh: bool = False,
    lasting: bool = False,
    toast: Said | None = None,
    files: tuple[OutFile, ...] = (),
    forgets: bool = False,
) -> End:
    return End(_paragraphs(text), rows, files, fresh=fresh, lasting=lasting, toast=toast, forgets=forgets)


def _paragraphs(text: Said | tuple[Said, ...]) -> tuple[Said, ...]:
    return (text,) if isinstance(text, Said) else text


# ---------------------------------------------------------------------------------------------------------------- what is told to others


class Kind(Enum):
    """What a message is: how soon it leaves, and what to do when nobody knows whether it arrived (bot/runtime/relay.py)."""

    REPLY = "reply"
    REMINDER = "reminder"
    NOTICE = "notice"
    ANNOUNCEMENT = "announcement"
    POST = "post"
    FAREWELL = "farewell"  # the last word to a chat of which nothing is kept: once it has left, all rows of the chat are forgotten


@dataclass(frozen=True)
class Told:
    """A message to people, or to a bloc's group. With `key`, a later one of the same key may redraw it in place.

    `asks`: its choices wait for an answer, whatever is shown meanwhile; else they are a short cut, gone with the next screen.
    """

    screen: Screen
    kind: Kind
    people: tuple[int, ...] = ()
    group_of: str = ""
    key: str = ""
    redraws: bool = False
    pin: bool = False
    about: str = ""
    zone: ZoneInfo | None = None
    asks: bool = True


LEFT = {
    "days": "calendar.left_days", "hours": "calendar.left_hours", "hours_minutes": "calendar.left_hours_minutes",
    "minutes": "calendar.left_minutes", "over_days": "calendar.over_days", "over_today": "calendar.over_today",
}  # fmt: skip


@dataclass
class Turn:
    """One event's turn: who, what, when, the memory, and what is to be told. Everything in it happens in one transaction."""

    now: datetime
    store: Store
    zone: ZoneInfo
    incoming: Incoming | None = None
    person: Person | None = None
    bot_link: str = ""
    catalogue: Catalogue | None = None
    open: State | None = None  # the question that was open when the event came
    notices: tuple[Notice, ...] = ()  # what was told in this chat and waits for an answer, the newest first
    told: list[Told] = field(default_factory=list)

    @property
    def me(self) -> Person:
        """Who speaks; entries open to strangers look at `person` instead."""
        if self.person is None:
            raise NotAllowed
        return self.person

    @property
    def text(self) -> str:
        """What was typed, or the caption of what was sent; empty where neither."""
        match self.incoming.what if self.incoming else None:
            case Typed(text):
                return text
            case Sent(_, caption):
                return caption
            case _:
                return ""

    @property
    def sent(self) -> Sent | None:
        """The file that was sent, if it was one."""
        what = self.incoming.what if self.incoming else None
        return what if isinstance(what, Sent) else None

    def written(self, said: Said) -> str:
        """A sentence as plain text, where it becomes a value (a suggested title, a post that is kept)."""
        if self.catalogue is None:
            raise TypeError("this turn has no catalogue")
        return self.catalogue.text(said.key, self.zone, said.facts).plain

    def left(self, until: datetime) -> Said:
        """How much time is left until an instant, or how long it is past."""
        left = time_left(until, self.now, self.zone)
        return Said(LEFT[left.unit], {"n": left.n, "more": left.more})

    def require(self, bloc_id: str, roles: Iterable[Role]) -> None:
        """Raises NotAllowed unless the person holds one of the roles in that bloc."""
        if not self.me.roles(bloc_id) & frozenset(roles):
            raise NotAllowed

    def require_seat(self, unit_id: int, roles: Iterable[Role]) -> Seat:
        """The person's seat in that unit; raises NotAllowed where there is none with one of the roles."""
        seat = self.me.seat_in(unit_id, frozenset(roles))
        if seat is None:
            raise NotAllowed
        return seat

    async def record(
        self, act: Act, bloc_id: str, subject: str, *, period_id: int | None = None,
        old: Mapping[str, object] | None = None, new: Mapping[str, object] | None = None,
    ) -> Entry:  # fmt: skip
        """Puts a decisive act of whoever speaks into the audit log; of the clock or a command where nobody does."""
        by = self.person.id if self.person else None
        return await self.store.audit.record(act, bloc_id, subject, by=by, now=self.now, period_id=period_id, old=old, new=new)

    def tell(
        self,
        people: Iterable[int],
        text: Said | tuple[Said, ...],
        *rows: tuple[Choice, ...],
        kind: Kind = Kind.NOTICE,
        key: str = "",
        redraws: bool = False,
        about: str = "",
        files: tuple[OutFile, ...] = (),
        asks: bool = True,
        lasting: bool = False,
    ) -> None:
        """Tells people in private. Who speaks is told too if listed; each person once. `key` + `redraws` replaces the earlier message of that key; no
        tap draws over a `lasting` one.

        The choices can be typed until one of them is taken or outdated; those of a message that does not `ask`, until the next screen.
        """
        once = tuple(dict.fromkeys(people))
        screen = Screen(_paragraphs(text), rows, files, lasting=lasting)
        if once:
            self.told.append(Told(screen, kind, people=once, key=key, redraws=redraws, about=about, zone=self.zone, asks=asks))

    def post(
        self,
        bloc_id: str,
        text: Said | tuple[Said, ...],
        *rows: tuple[Choice, ...],
        kind: Kind = Kind.POST,
        key: str = "",
        redraws: bool = False,
        pin: bool = False,
        about: str = "",
        files: tuple[OutFile, ...] = (),
    ) -> None:
        """Posts to the bloc's group, if one is tied. `key` + `redraws` edits the earlier post of that key; `key` alone posts anew under it."""
        screen = Screen(_paragraphs(text), rows, files)
        self.told.append(Told(screen, kind, group_of=bloc_id, key=key, redraws=redraws, pin=pin, about=about, zone=self.zone))


# ---------------------------------------------------------------------------------------------------------------- the table


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
    roles: frozenset[Role] | None = EVERYONE
    where: Where = Where.PRIVATE
    aliases: tuple[str, ...] = ()
    menu: str = ""
    seatless: bool = False


@dataclass(frozen=True)
class Tap:
    """A button's act; called with the texts the button carries. Where a rule refuses it, the tap `again` is drawn below the refusal, called with as many of
    these texts as it needs: what an old button stands for, as it is now."""

    name: str
    run: Callable[..., Awaitable[Shown]]
    roles: frozenset[Role] | None = EVERYONE
    where: Where = Where.PRIVATE
    seatless: bool = False
    again: str = ""


@dataclass(frozen=True)
class Link:
    """A start code `<word>_<arg>_…` that opens the private chat at a place."""

    word: str
    run: Callable[..., Awaitable[Shown]]
    roles: frozenset[Role] | None = EVERYONE
    seatless: bool = False


@dataclass(frozen=True)
class Step:
    """What typed text means while `state` waits. `again` redraws the question after a refusal."""

    state: type[State]
    run: Callable[[Turn, Any], Awaitable[Shown]]
    roles: frozenset[Role] | None = EVERYONE
    again: Callable[[Turn, Any], Awaitable[Shown]] | None = None
    seatless: bool = False


@dataclass(frozen=True)
class Job:
    """What happens when a row of the due table of this kind comes round."""

    kind: str
    run: Callable[[Turn, Due], Awaitable[None]]


@dataclass(frozen=True)
class FileUse:
    """What a file that nothing waits for may be: the tap that takes it, of `turn.sent` or of what the chat holds (handlers/documents.py)."""

    choice: Choice
    is_certain: bool = False


FindsUses = Callable[[Turn], Awaitable[tuple[FileUse, ...]]]


@dataclass(frozen=True)
class Flow:
    """One conversation. Exactly one flow in FLOWS has each of `strangers` (a first word from someone unknown), `home` (/start without a code), `codes`
    (a start code that is no link: an invite), `corrections` (an edited message), `sorts_files` (a spreadsheet that nothing waits for, with what the flows'
    `file_uses` say it may be) and `stray_files` (any other file that nothing waits for)."""

    stem: str
    commands: tuple[Command, ...] = ()
    taps: tuple[Tap, ...] = ()
    links: tuple[Link, ...] = ()
    steps: tuple[Step, ...] = ()
    jobs: tuple[Job, ...] = ()
    strangers: Callable[[Turn], Awaitable[Shown]] | None = None
    home: Callable[[Turn], Awaitable[Shown]] | None = None
    codes: Callable[[Turn, str], Awaitable[Shown]] | None = None
    corrections: Callable[[Turn], Awaitable[Shown | None]] | None = None
    file_uses: FindsUses | None = None
    sorts_files: Callable[[Turn, tuple[FileUse, ...]], Awaitable[Shown | None]] | None = None
    stray_files: Callable[[Turn], Awaitable[Shown | None]] | None = None
