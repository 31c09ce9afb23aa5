"""What became of a message that was to leave."""

from dataclasses import dataclass
from datetime import timedelta


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
class FilesRefused:
    """The chat takes words and no files: nothing but files stays away until whoever runs it allows them."""

    reason: str


@dataclass(frozen=True)
class TokenRefused:
    """The platform no longer knows this bot."""

    reason: str


Outcome = Delivered | Begun | Parked | Unreachable | ChatMoved | ScreenGone | NotSent | OutcomeUnknown | Refused | FilesRefused | TokenRefused
