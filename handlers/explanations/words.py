"""What a unit writes about a criterion: long enough to say something, short enough for a page; and in time."""

from domain.errors import RuleError
from domain.texts import clean
from handlers.flow import Turn

SHORTEST = 10
LONGEST = 2000


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
    if len(text) < SHORTEST:
        raise TooShort
    if len(text) > LONGEST:
        raise TooLong(most=LONGEST)
    return text
