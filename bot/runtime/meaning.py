"""What a typed text means, in the order of docs/architecture.md: a slash command, a label of the newest menu, the answer to the open question, and only
where no question is open a menu number or a command without its slash."""

import re
from dataclasses import dataclass

from bot.runtime.table import FlowTable
from config.catalogue import fold
from handlers.flow import Command, State, Step
from storage.dialogues import MenuLine

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
class ToStep:
    open: Open


@dataclass(frozen=True)
class UnknownCommand:
    word: str


@dataclass(frozen=True)
class NoMeaning:
    """Words where nothing is asked and nothing fits."""


Meaning = ToCommand | ToTap | ToStep | UnknownCommand | NoMeaning


def meaning(text: str, open_question: Open | None, menu: tuple[MenuLine, ...], table: FlowTable) -> Meaning:
    """Reads a text against what stands open. `text` is as typed."""
    stripped = text.strip()
    if stripped.startswith("/"):
        return _slash_command(stripped, table)
    if line := _labelled(stripped, menu):
        return ToTap(line.action)
    if open_question and open_question.state.asks:
        return ToStep(open_question)
    return _unasked(stripped, open_question, menu, table)


def _unasked(text: str, open_question: Open | None, menu: tuple[MenuLine, ...], table: FlowTable) -> Meaning:
    if line := _numbered(text, menu):
        return ToTap(line.action)
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


def _labelled(text: str, menu: tuple[MenuLine, ...]) -> MenuLine | None:
    typed = _bare(text)
    return next((line for line in menu if typed and typed == _bare(line.label)), None)


def _bare(label: str) -> str:
    """A label without its leading sign and its trailing count, folded."""
    return fold(TRAILING_COUNT.sub("", LEADING_SIGN.sub("", label)))


def _numbered(text: str, menu: tuple[MenuLine, ...]) -> MenuLine | None:
    number = text.rstrip(".")
    if not (number.isascii() and number.isdigit()) or len(number) > 3:
        return None
    return next((line for line in menu if line.number == int(number)), None)
