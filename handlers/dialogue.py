"""The neutral words between the bloc's conversations and the messengers that carry them.

A platform turns bytes into `Incoming` and `Outgoing` into wire calls; a flow never sees a platform and a platform never sees a flow. What a platform
cannot do (buttons, edits, files, groups) it says in its `Capabilities`, and its plan draws the same `Outgoing` in a poorer way.

Refs (`chat`, `account`, `message`, `tap`, `file`) are the platform's own identifiers as text, opaque to everyone else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from config.catalogue import Text

# ---------------------------------------------------------------------------------------------------------------- what comes in


@dataclass(frozen=True)
class Chat:
    """Where something was said. `title` is what a group calls itself, empty in private."""

    ref: str
    kind: Literal["private", "group"]
    title: str = ""


@dataclass(frozen=True)
class Sender:
    """Who said it, as far as the platform knows; `anonymous` where a group hides its administrator or a channel speaks."""

    account: str
    name: str = ""
    anonymous: bool = False


@dataclass(frozen=True)
class File:
    """A file that lies with the platform: `ref` fetches it, `unique` recognises it again, `size` in bytes where told."""

    ref: str
    unique: str
    name: str
    mime: str
    size: int | None
    picture: bool = False


@dataclass(frozen=True)
class Typed:
    """A text; `edited` where it replaces one typed before."""

    text: str
    edited: bool = False


@dataclass(frozen=True)
class Tapped:
    """A choice tapped on a message of ours: what the button carries, the message it stands on, and the ref that answers the tap.

    Without `action` where the platform does not say what was tapped: nothing but the tap itself can be answered.
    """

    action: str
    screen: str
    tap: str


@dataclass(frozen=True)
class Sent:
    """A file, with its caption; files of one album share `album`."""

    file: File
    caption: str = ""
    album: str = ""


@dataclass(frozen=True)
class Started:
    """The first press of Start, or a link with a code."""

    code: str = ""


@dataclass(frozen=True)
class Unfit:
    """A message of a kind no flow takes (sticker, voice, location …); `kind` is the last part of its catalogue key."""

    kind: str


@dataclass(frozen=True)
class Reached:
    """The bot may write to this chat again, or no more (blocked, removed)."""

    reachable: bool


@dataclass(frozen=True)
class Moved:
    """A group got another ref; everything kept for the old one must follow."""

    new_chat: str


What = Typed | Tapped | Sent | Started | Unfit | Reached | Moved


@dataclass(frozen=True)
class Incoming:
    """One event. `event` is the platform's key for it: the same key is taken once, ever. `message` is the ref of the message itself."""

    platform: str
    event: str
    chat: Chat
    sender: Sender | None
    what: What
    at: datetime
    message: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class Unreadable:
    """An event that could not be read: kept with its bytes and the reason, never in the way of the others."""

    platform: str
    event: str
    raw: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """What one look at the platform brought; `mark` is what the platform needs back to acknowledge it."""

    events: tuple[Incoming | Unreadable, ...]
    mark: str = ""


# ---------------------------------------------------------------------------------------------------------------- what goes out


@dataclass(frozen=True)
class Button:
    """A choice as drawn: `action` comes back in `Tapped`; `url` opens a page; `start` opens the private chat with this start code."""

    label: str
    action: str = ""
    url: str = ""
    start: str = ""
    weight: Literal["plain", "main", "grave"] = "plain"


@dataclass(frozen=True)
class OutFile:
    """A file to send: a drawn report (`report` names it in REPORTS, `facts` is its JSON), one already kept (`sha256`), or one the platform holds (`remote`)."""

    name: str
    report: str = ""
    facts: str = ""
    sha256: str = ""
    remote: str = ""
    picture: bool = False


@dataclass(frozen=True)
class Outgoing:
    """One message to one chat.

    `edits` is the ref of a message to redraw (a platform without edits sends anew), `tap` the tap this answers and `toast` the word shown for it;
    an Outgoing without text and files only answers the tap. `group` says that the chat is a group. `asking` is true while a question is open: then choices are drawn without numbers.
    `pin` pins what is sent, `unpins` is the ref of what it is pinned instead of; `pins`, without text, only pins that message. `begun` says how many of
    its messages were accepted before: they are not sent again.
    """

    chat: str
    text: Text | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    edits: str = ""
    tap: str = ""
    toast: str = ""
    asking: bool = False
    group: bool = False
    pin: bool = False
    pins: str = ""
    unpins: str = ""
    begun: int = 0


@dataclass(frozen=True)
class DrawnFile:
    """A file ready to leave: its name for people, and where its bytes lie, or the ref under which the platform holds it."""

    name: str
    path: Path
    picture: bool
    remote: str = ""


# ---------------------------------------------------------------------------------------------------------------- what became of it


@dataclass(frozen=True)
class Delivered:
    """Accepted; `message` is its ref (empty where only a tap was answered). It could not be pinned before the chat has rested so long: `unpinned`."""

    message: str = ""
    unpinned: timedelta | None = None


@dataclass(frozen=True)
class Begun:
    """The first `sent` of its messages were accepted, the next met `then`: what follows leaves later, without them."""

    sent: int
    then: "Outcome"


@dataclass(frozen=True)
class Parked:
    """Refused for a while: try again `after`; `everyone` where the limit is the bot's, not the chat's. Not counted as an attempt."""

    after: timedelta
    everyone: bool = False


@dataclass(frozen=True)
class Unreachable:
    """Blocked, removed, never started: nothing reaches this chat until it comes back."""

    reason: str


@dataclass(frozen=True)
class ChatMoved:
    """The group has a new ref: rewrite it and send again at once."""

    new_chat: str


@dataclass(frozen=True)
class ScreenGone:
    """The message to redraw no longer exists or cannot be changed: send a new one."""


@dataclass(frozen=True)
class NotSent:
    """Surely not executed: try again later. Where the platform was not even `reached`, nothing else can be sent now either, and it is no attempt."""

    reason: str
    reached: bool = True


@dataclass(frozen=True)
class OutcomeUnknown:
    """The connection broke after the request may have been executed."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Refused for good: a fault of ours, or a missing right; sending the same again is no use."""

    reason: str


@dataclass(frozen=True)
class TokenRefused:
    """The platform no longer knows this bot."""

    reason: str


Outcome = Delivered | Begun | Parked | Unreachable | ChatMoved | ScreenGone | NotSent | OutcomeUnknown | Refused | TokenRefused


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
