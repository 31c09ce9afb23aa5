"""Text as people type it: made comparable, and cleaned of what cannot be seen."""

import re
import unicodedata
from datetime import timedelta

CONTROLS = frozenset(code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace())
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *CONTROLS])
"""Zero-width characters, direction marks and control characters, which paste themselves into messages; no office file can hold the last."""

FOLLOWS_WITHIN = timedelta(seconds=3)
"""Messengers cut a text over their limit into several messages, which come within a moment; nobody writes anew so fast."""
SHORTEST_CUT = 1900
"""UTF-16 units: they look for a good place to cut in the second half of a message, so that nothing shorter is followed by the rest of it."""
LETTERS_AT_LEAST = 2
MINUS = "\N{MINUS SIGN}"
SHOWN_MINUS = re.compile(rf"{MINUS}(?=\d)")


def clean(text: str) -> str:
    """The text in NFC with blanks collapsed and invisible marks gone; full-width forms become plain ones, and so does a minus sign before a figure, as
    numbers are shown, so that what is copied from the bot is read as it is typed."""
    plain = unicodedata.normalize("NFC", text.translate(INVISIBLE))
    return SHOWN_MINUS.sub("-", " ".join("".join(_narrow(letter) for letter in plain).split()))


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as messengers count it: a letter is one, an emoji two or more."""
    return len(text.encode("utf-16-le")) // 2


def is_in_words(text: str, least: int) -> bool:
    """Whether a cleaned text says something: at least so many characters, two letters among them. Dots or an emoji alone give no reason."""
    return len(text) >= least and sum(letter.isalpha() for letter in text) >= LETTERS_AT_LEAST


def is_control(letter: str) -> bool:
    """Whether it is no letter but a command to a terminal or a printer; line ends and tabs are none here."""
    return ord(letter) in CONTROLS


def clean_lines(text: str) -> str:
    """The text cleaned line by line, where several lines are meant; of empty lines one is kept."""
    lines = [clean(line) for line in text.strip().splitlines()]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])


def one_line(text: str, longest: int = 120) -> str:
    """Any text fit to be printed within a line: what cannot be seen or breaks the line is escaped, what is too long is cut."""
    short = text if len(text) <= longest else f"{text[:longest]}…"
    if short.isprintable():
        return short
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in short)


def counted(count: object, one: str, many: str = "") -> str:
    """A number with its English word, for the command line: "1 entry", "2 entries"; `many` is `one` with an s where left out."""
    return f"{count} {one if str(count) == '1' else many or one + 's'}"


def fold(text: str) -> str:
    """The text for comparing: without capitals, diacritics and needless blanks, đ as d."""
    marked = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def _narrow(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter) if "\uff01" <= letter <= "\uff5e" else letter
