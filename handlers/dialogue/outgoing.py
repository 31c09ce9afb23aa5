"""What goes out to a messenger."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from config.catalogue import Text


@dataclass(frozen=True)
class Button:
    """A choice as drawn: `action` comes back in `Tapped`; `url` opens a page; `start` opens the private chat with this start code. Where choices are lines,
    one that is not `by_number` is drawn without a number, for it is typed by its label."""

    label: str
    action: str = ""
    url: str = ""
    start: str = ""
    weight: Literal["plain", "main", "grave"] = "plain"
    by_number: bool = False


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

    `edits` is the ref of a message to redraw (a platform without edits sends anew), `tap` the tap this answers and `toast` the word shown for it; an Outgoing
    without text and files only answers the tap. With `else_nothing` it is left out where nothing can be redrawn. `group` says that the chat is a group.
    `asking` is true while a question is open: then choices are drawn without numbers. `pin` pins what is sent; `pins`, without text, only pins that message.
    `instead_of` is the ref of the earlier post it stands for from now on: that is taken off, or says `retired` where the platform lets it stand. `begun` says
    how many of its messages were accepted before: they are not sent again.
    """

    chat: str
    text: Text | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    edits: str = ""
    else_nothing: bool = False
    tap: str = ""
    toast: str = ""
    asking: bool = False
    group: bool = False
    pin: bool = False
    pins: str = ""
    instead_of: str = ""
    retired: Text | None = None
    begun: int = 0


@dataclass(frozen=True)
class DrawnFile:
    """A file ready to leave: its name for people, and where its bytes lie, or the ref under which the platform holds it."""

    name: str
    path: Path
    picture: bool
    remote: str = ""
