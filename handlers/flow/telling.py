"""What is told to others: a screen for people or for a bloc's group."""

from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

from config.catalogue import Said
from handlers.flow.screens import Screen


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

    `of`: the bloc it is about, named first to whoever of the people sits in another one too; empty where its words name every bloc themselves.

    A redraw with `else_nothing` is left out where the earlier message no longer stands.

    A post that is to `pin` stands instead of the earlier one of its key, which is taken off or says `retired`.

    `asks`: its choices wait for an answer, whatever is shown meanwhile; else they are a short cut, gone with the next screen.
    """

    screen: Screen
    kind: Kind
    people: tuple[int, ...] = ()
    of: str = ""
    group_of: str = ""
    key: str = ""
    redraws: bool = False
    else_nothing: bool = False
    pin: bool = False
    retired: Said | None = None
    about: str = ""
    zone: ZoneInfo | None = None
    asks: bool = True
