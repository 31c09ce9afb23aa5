"""How `ktd` begins. Nothing is imported here but what the interpreter has loaded already: the commands take half a second, and SIGINT and SIGTERM are
heard before that."""

import os
import signal
import sys
from io import TextIOWrapper

STOPPING = (signal.SIGINT, signal.SIGTERM)
RUNNING = ("run", "playground")
"""The commands that run until they are stopped; a signal ends the others as it ends any program."""


def main() -> None:
    """The entry point."""
    if sys.argv[1:2] and sys.argv[1] in RUNNING:
        end_with_0()
    speak_vietnamese()
    from bot.cli.commands import app

    app()


def speak_vietnamese() -> None:
    """Whatever the machine's locale is, a name does not end a command: to files and other programs words go in UTF-8, and a terminal that has no such
    letters is shown their numbers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # there may be none, or another in its place
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def end_with_0() -> None:
    """Until the loop listens for SIGINT and SIGTERM itself (bot/stopping.py), they end the process at once with 0: nothing has begun that must be undone.

    No exception is raised for it: one in the middle of an import may be swallowed there.
    """
    for name in STOPPING:
        signal.signal(name, lambda *_: os._exit(0))
