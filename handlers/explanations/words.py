"""What a unit writes about a criterion: long enough to say something, short enough for a page; and in time."""

from datetime import datetime

from domain.errors import RuleError
from domain.texts import clean, is_in_words, units
from handlers.dialogue import Sent, Typed
from handlers.flow import Turn
from storage.periods import Period

SHORTEST = 10
LONGEST = 2000
"""Of what is said at once, in UTF-16 units."""


class TooShort(RuleError):
    """An explanation says something."""

    key = "explanations.too_short"


class TooLong(RuleError):
    """An explanation fits on a page."""

    key = "explanations.too_long"


class WindowOver(RuleError):
    """The time for explanations is over."""

    key = "explanations.window_over"


def words_of(turn: Turn) -> str:
    """What was typed. Raises TooShort or TooLong."""
    text = clean(turn.text)
    if not is_in_words(text, SHORTEST):
        raise TooShort
    if units(text) > LONGEST:
        raise TooLong(most=LONGEST)
    return text


def is_in_time(turn: Turn, period: Period) -> bool:
    """Whether the unit may say something to its results now. What was sent before the window's end counts, also where it is read only after."""
    if period.state != "closed" or period.stage not in {"explanation", "reconciliation"} or period.explains_until is None:
        return False
    return said_at(turn) <= period.explains_until


def said_at(turn: Turn) -> datetime:
    """When a message was sent; for a tap, of which nobody says when it was, now."""
    if turn.incoming is not None and isinstance(turn.incoming.what, Typed | Sent):
        return min(turn.incoming.at, turn.now)
    return turn.now
