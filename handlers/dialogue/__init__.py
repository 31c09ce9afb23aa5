"""The neutral words between the bloc's conversations and the messengers that carry them.

A platform turns bytes into `Incoming` and `Outgoing` into wire calls; a flow never sees a platform and a platform never sees a flow. What a platform
cannot do (buttons, edits, files, groups) it says in its `Capabilities`, and its plan draws the same `Outgoing` in a poorer way.

Refs (`chat`, `account`, `message`, `tap`, `file`) are the platform's own identifiers as text, opaque to everyone else.
"""

from handlers.dialogue.incoming import Batch, Chat, File, Incoming, Moved, Reached, Sender, Sent, Started, Tapped, Typed, Unfit, Unreadable, What
from handlers.dialogue.outcomes import (
    Begun,
    ChatMoved,
    Delivered,
    FilesRefused,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Parked,
    Refused,
    ScreenGone,
    TokenRefused,
    Unreachable,
)
from handlers.dialogue.outgoing import Button, DrawnFile, OutFile, Outgoing
from handlers.dialogue.platform import Capabilities, CommandWord, FileLost, FileTooLarge, Pace, Platform, PlatformRefused

__all__ = [
    "Batch",
    "Begun",
    "Button",
    "Capabilities",
    "Chat",
    "ChatMoved",
    "CommandWord",
    "Delivered",
    "DrawnFile",
    "File",
    "FileLost",
    "FileTooLarge",
    "FilesRefused",
    "Incoming",
    "Moved",
    "NotSent",
    "OutFile",
    "Outcome",
    "OutcomeUnknown",
    "Outgoing",
    "Pace",
    "Parked",
    "Platform",
    "PlatformRefused",
    "Reached",
    "Refused",
    "ScreenGone",
    "Sender",
    "Sent",
    "Started",
    "Tapped",
    "TokenRefused",
    "Typed",
    "Unfit",
    "Unreachable",
    "Unreadable",
    "What",
]
