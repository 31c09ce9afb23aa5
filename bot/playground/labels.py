"""Finding a button by what people call it: its label, or the label without its leading sign and trailing count (`▶ Chấm tiếp (II.3)`)."""

import re
from collections.abc import Iterable

from bot.playground.records import Raw

SIGNS = re.compile(r"^[^\w]+")
COUNT = re.compile(r"\s*\([^()]*\)$")


def plain(label: str) -> str:
    """The label without its sign and count."""
    return COUNT.sub("", SIGNS.sub("", label)).strip()


def find_label(rows: Iterable[Iterable[Raw]], wanted: str) -> Raw | None:
    """The button with this very label, else the first whose plain label it is; None where there is none."""
    buttons = [button for row in rows for button in row]
    exact = (button for button in buttons if button["text"] == wanted)
    loosely = (button for button in buttons if plain(button["text"]) == plain(wanted))
    return next(exact, None) or next(loosely, None)
