"""What is typed wrongly is told in one plain line, whatever the option library would say of it, and ends with 2."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from bot.cli.ends import command
from domain.texts import one_line

MOST_DIGITS = 18
"""No whole number that is meant is longer, and SQLite holds every one that is not."""

SAID = (
    (r"No such command '(.*?)'.*", "there is no command {0}"),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?.*", "there is no option {0}"),
    (r"Missing (?:option|argument) '(.*?)'\..*", "{0} is missing"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "{0} is more than it takes"),
    (r"Option '(.*)' requires an argument\.", "{0} needs a value behind it"),
    (r"Option '(.*)' does not take a value\.", "{0} takes no value"),
    (r"Invalid value for '(.*?)': (.*)", "{0} {1}"),
)
"""The option library's sentences, and what is said in their place; what has no words here keeps the library's."""


class PlainGroup(TyperGroup):
    """The commands; what cannot be understood of the line that was typed is told by `told` and ends with 2."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **more: Any) -> Any:
        try:
            code = super().main(args, command(), **{**more, "standalone_mode": False})
        except typer.TyperException as fault:
            if fault.format_message():  # where nothing was typed behind a command its help has been shown
                print(told(fault), file=sys.stderr)
            sys.exit(2)
        except typer.Abort:
            sys.exit(1)
        except OSError as fault:  # what a command meets in its own files it tells itself: this is where its words go
            print(f"{fault.filename or 'standard output'}: {fault.strerror or fault}", file=sys.stderr)
            sys.exit(1)
        sys.exit(code or 0)


def told(fault: typer.TyperException) -> str:
    """One plain line: the command, what is wrong with what was typed, and where to read more."""
    context = getattr(fault, "ctx", None)
    path = context.command_path if context else command()
    what = _all_missing(fault) or _in_words(fault.format_message())
    known = ", ".join(getattr(context.command, "commands", ())) if context else ""
    if known and what.startswith("there is no command"):
        what += f"; there are {known}"
    return one_line(f"{path}: {what}", 2000) + (f". To see all: {path} --help" if context else "")


def _all_missing(fault: typer.TyperException) -> str:
    """Everything that must be given and was not; empty where the fault is another. What was given has been read before the first that is missing."""
    context = getattr(fault, "ctx", None)
    if context is None or not fault.format_message().startswith(("Missing option", "Missing argument")):
        return ""
    asked = [one for one in context.command.get_params(context) if one.required and one.name not in context.params]
    names = [one.get_error_hint().strip("'") for one in asked]
    return f"{', '.join(names[:-1])} and {names[-1]} are missing" if len(names) > 1 else ""


def _in_words(message: str) -> str:
    for pattern, words in SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*found.groups()).rstrip(".")
    return message.rstrip(".")


# ---------------------------------------------------------------------------------------------------------------- what an option can be


def whole(least: int, most: int | None = None) -> Callable[[str | int], int]:
    """A reader of whole numbers from `least` to `most`, or of any length that is meant."""
    limits = f"from {least} to {most}" if most is not None else f"from {least} on"

    def read(text: str | int) -> int:
        typed = str(text).strip()
        is_number = re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}", typed) is not None
        if not is_number or int(typed) < least or (most is not None and int(typed) > most):
            raise typer.BadParameter(f"{typed}: must be a whole number {limits}" if typed else f"is empty; it must be a whole number {limits}")
        return int(typed)

    return read


def said(text: str) -> str:
    """A text that says something. Raises BadParameter for an empty one."""
    if not text.strip():
        raise typer.BadParameter("is empty")
    return text


def place(text: str | Path) -> Path:
    """A path; an empty one would be the folder one stands in. Raises BadParameter."""
    return Path(said(str(text)))
