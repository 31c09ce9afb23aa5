"""What a typed text means, in the order of docs/architecture.md: a slash command, a label of the newest menu, a label of what was told earlier and still
waits, the answer to the open question, and only where no question is open a menu number or a command without its slash.

A number stands only for a choice that shows or asks something (`Tap.by_number`): one that acts is typed by its label.

The newest menu is the newest screen's choices and those of what was told since. Where one label stands for several things there, or in several notices told
before, nothing is guessed: the bot asks which.
"""

import re
from dataclasses import dataclass

from bot.runtime.table import FlowTable
from config.catalogue import fold
from handlers.flow import Command, State, Step
from storage.dialogues import MenuLine
from storage.notices import Notice

LEADING_SIGN = re.compile(r"^[^\w/]+")
TRAILING_COUNT = re.compile(r"\s*\([^()]*\)$")
LONGEST_WORD = 40


@dataclass(frozen=True)
class Open:
    """The question that is open: its step, and its state as it was kept."""

    step: Step
    state: State


@dataclass(frozen=True)
class ToCommand:
    command: Command
    rest: str


@dataclass(frozen=True)
class ToTap:
    action: str


@dataclass(frozen=True)
class ByLabelOnly:
    """The number of a choice that acts: it is not taken by that."""

    line: MenuLine


@dataclass(frozen=True)
class ToOneOf:
    """A label that stands for several things."""

    lines: tuple[MenuLine, ...]


@dataclass(frozen=True)
class ToStep:
    open: Open


@dataclass(frozen=True)
class UnknownCommand:
    word: str


@dataclass(frozen=True)
class NoMeaning:
    """Words where nothing is asked and nothing fits."""


Meaning = ToCommand | ToTap | ByLabelOnly | ToOneOf | ToStep | UnknownCommand | NoMeaning


def meaning(text: str, open_question: Open | None, menu: tuple[MenuLine, ...], table: FlowTable, notices: tuple[Notice, ...] = ()) -> Meaning:
    """Reads a text against what stands open. `text` is as typed."""
    stripped = text.strip()
    if stripped.startswith("/"):
        return _slash_command(stripped, table)
    told = tuple(MenuLine(line.label, line.action) for one in notices for line in one.menu)
    if found := _labelled(stripped, menu) or _labelled(stripped, told):
        return ToTap(found[0].action) if len(found) == 1 else ToOneOf(found)
    if open_question and open_question.state.asks:
        return ToStep(open_question)
    return _unasked(stripped, open_question, menu, table)


def _unasked(text: str, open_question: Open | None, menu: tuple[MenuLine, ...], table: FlowTable) -> Meaning:
    reads_numbers = open_question is not None and open_question.state.reads_numbers
    if not reads_numbers and (line := _numbered(text, menu)):
        return ToTap(line.action) if table.takes_number(line.action) else ByLabelOnly(line)
    if len(text) <= LONGEST_WORD and (command := table.command(text)):
        return ToCommand(command, "")
    return ToStep(open_question) if open_question else NoMeaning()


def _slash_command(text: str, table: FlowTable) -> Meaning:
    word, _, rest = text[1:].partition(" ")
    word = word.partition("@")[0]
    if command := table.command(word):
        return ToCommand(command, rest.strip())
    whole = table.command(text[1:]) if len(text) <= LONGEST_WORD else None
    return ToCommand(whole, "") if whole else UnknownCommand(word)


def _labelled(text: str, menu: tuple[MenuLine, ...]) -> tuple[MenuLine, ...]:
    """The choices with this label, one for each thing it does; those that bear it to the letter alone where there are such, and those of which it is another
    name where no label fits."""
    if not _bare(text):
        return ()
    found = {line.action: line for line in reversed(menu) if _means(text, line.label)}
    found = found or {line.action: line for line in reversed(menu) if fold(text) in {fold(name) for name in line.also}}
    exact = {action: line for action, line in found.items() if fold(line.label) == fold(text)}
    return tuple(reversed((exact or found).values()))


def _means(text: str, label: str) -> bool:
    """Whether a text is this label; its count may be left out, or be another by now. What stands in brackets behind a label without a count is more than
    the label ("Có (QĐ 12)")."""
    if TRAILING_COUNT.search(label):
        return _bare(text) == _bare(label)
    return fold(LEADING_SIGN.sub("", text)) == _bare(label)


def _bare(label: str) -> str:
    """A label without its leading sign and its trailing count, folded."""
    return fold(TRAILING_COUNT.sub("", LEADING_SIGN.sub("", label)))


def _numbered(text: str, menu: tuple[MenuLine, ...]) -> MenuLine | None:
    number = text.rstrip(".")
    if not (number.isascii() and number.isdigit()) or len(number) > 3:
        return None
    return next((line for line in menu if line.number == int(number)), None)
