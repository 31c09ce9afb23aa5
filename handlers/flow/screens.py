"""What is shown: sentences, choices, and the question that stays open; and how a choice that does not go is refused."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from config.catalogue import Said
from domain.errors import RuleError
from handlers.dialogue import OutFile


class Outdated(RuleError):
    """What the button was drawn for has changed since."""

    key = "engine.outdated"
    is_for_good = True


class State(BaseModel):
    """What a waiting point needs to go on; raise `version` when the meaning of stored fields changes.

    `asks` is false where nothing is asked but typed text still has a meaning (an address on the board): then menu numbers and bare commands come first, but
    not the numbers where `reads_numbers`: there they may be an address. `takes_files` where a file may answer. `drafts` where the state itself holds what was
    entered, which leaving loses.

    A typed answer of more than `longest` UTF-16 units is refused before the step runs: a reason, beside what it is shown with, stays within one message
    (4,096 units); None where the step itself says so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: ClassVar[int] = 1
    asks: ClassVar[bool] = True
    reads_numbers: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False
    drafts: ClassVar[bool] = False
    longest: ClassVar[int | None] = 500

    @classmethod
    def takes_digits(cls) -> bool:
        """Whether digits are the question's here, and no choice is drawn with a number."""
        return cls.asks or cls.reads_numbers

    def too_long(self) -> Said | None:
        """What is said of a typed answer of more than `longest` units, where the step takes even less: its own limits. None: `longest`."""
        return None


def id_of(text: str) -> int:
    """A number a button carries. Raises Outdated for anything else: buttons can be forged."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise Outdated
    return int(text)


LETTERS = "ABCDEFGHIKLMNOPQRSTU"
"""What things listed together are called by, where numbers are the menu's."""


@dataclass(frozen=True)
class Choice:
    """A button: its label, and the tap it leads to (`"<stem>.<tap>"`) with its arguments; or a page, or a link into the private chat.

    `also` are other names of what the label names: typed, they choose it where no label fits.
    """

    label: Said
    act: str = ""
    args: tuple[str, ...] = ()
    url: str = ""
    start: str = ""
    weight: Literal["plain", "main", "grave"] = "plain"
    looks: bool = False  # only shows: what it was told with still waits for its answer
    leaves: bool = False  # only leads elsewhere: no list of what waits offers it
    also: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        return ":".join((self.act, *self.args))


Rows = tuple[tuple[Choice, ...], ...]


def say(key: str, /, **facts: object) -> Said:
    """A sentence of the catalogue with its facts."""
    return Said(key, facts)


def choice(
    label: str | Said,
    act: str,
    *args: object,
    weight: Literal["plain", "main", "grave"] = "plain",
    looks: bool = False,
    leaves: bool = False,
    also: tuple[str, ...] = (),
    **facts: object,
) -> Choice:
    """A button that leads to the tap `act`; the arguments come back as texts. `looks` says that it only shows what others ask to be decided, `leaves`
    that it only leads away from them, `also` what else may be typed for it."""
    said = label if isinstance(label, Said) else Said(label, facts)
    return Choice(said, act, tuple(str(arg) for arg in args), weight=weight, looks=looks, leaves=leaves, also=also)


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
    """A screen that waits: its text, its rows of choices, and the state in which the next words are read."""
    return Ask(paragraphs(text), rows, files, waits=waits, fresh=fresh, lasting=lasting, toast=toast)


def end(
    text: Said | tuple[Said, ...],
    *rows: tuple[Choice, ...],
    fresh: bool = False,
    lasting: bool = False,
    toast: Said | None = None,
    files: tuple[OutFile, ...] = (),
    forgets: bool = False,
) -> End:
    """A screen that leaves no question open: its text and its rows of choices."""
    return End(paragraphs(text), rows, files, fresh=fresh, lasting=lasting, toast=toast, forgets=forgets)


def paragraphs(text: Said | tuple[Said, ...]) -> tuple[Said, ...]:
    """One sentence or several, as paragraphs."""
    return (text,) if isinstance(text, Said) else text
