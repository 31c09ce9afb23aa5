"""What comes in from a messenger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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
