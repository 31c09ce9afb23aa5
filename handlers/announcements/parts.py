"""What an announcement is made of: a text that fits one message, and perhaps a file, kept as JSON."""

import json

from domain.errors import RuleError
from domain.texts import clean_lines, units
from handlers.dialogue import OutFile
from handlers.flow import Said, Turn, say

SHORTEST, LONGEST = 3, 3500
"""The longest in UTF-16 units, as messengers count: with the name of who sends it an announcement stays within one message of 4,096."""


class TextLength(RuleError):
    """An announcement says something, and fits one message."""

    key = "announcements.text_length"


def text_said(text: str, by: str) -> Said:
    """An announcement as it is read, with the name of who sends it."""
    return say("announcements.text", text=text, by=by)


def fits(text: str) -> bool:
    """Whether a text says something, and fits one message."""
    return len(clean_lines(text)) >= SHORTEST and units(text.strip()) <= LONGEST


def fitting_text(turn: Turn) -> str:
    """The text that came. Raises TextLength for one that is none, or too long."""
    if not fits(turn.text):
        raise TextLength(most=LONGEST)
    return clean_lines(turn.text)


def file_sent(turn: Turn) -> str:
    """The file that was sent now, as it is kept; empty for none."""
    if turn.sent is None:
        return ""
    sent = turn.sent.file
    return json.dumps({"name": sent.name, "remote": sent.ref, "picture": sent.picture}, ensure_ascii=False)


def files_of(file: str) -> tuple[OutFile, ...]:
    """The attachment, sent on by the ref it came with."""
    if not file:
        return ()
    kept = json.loads(file)
    return (OutFile(kept["name"], remote=kept["remote"], picture=kept["picture"]),)
