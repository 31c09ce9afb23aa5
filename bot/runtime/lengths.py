"""Texts that are longer than what is asked takes. A messenger cuts what is over its own limit into several messages: the rest of a text that was refused
answers nothing either, else half of it would be kept.

What was refused is remembered here for a moment only; after a restart nothing follows it any more.
"""

from datetime import datetime

from domain.texts import FOLLOWS_WITHIN, SHORTEST_CUT, units
from handlers.dialogue import Incoming
from handlers.flow import Said, State, say

LONGEST_CORRECTION = 2000
"""UTF-16 units of a message that is edited: as long as the longest answer."""


class Lengths:
    """Which texts are refused for their length, by chat."""

    def __init__(self) -> None:
        self._refused: dict[tuple[str, str], datetime] = {}

    def refusal(self, event: Incoming, text: str, state: State) -> Said | None:
        """What is said of an answer that is too long, or the rest of one; None for one that fits."""
        if state.longest is None:
            return None
        chat, length = (event.platform, event.chat.ref), units(text)
        before = self._refused.pop(chat, None)
        follows = before is not None and event.at - before <= FOLLOWS_WITHIN
        if length <= state.longest and not follows:
            return None
        if follows or length >= SHORTEST_CUT:
            self._refused[chat] = event.at
        return state.too_long() or too_long(state.longest, or_file=state.takes_files)

    def forget(self, event: Incoming) -> None:
        """Something else was done in the chat: what comes next is the rest of nothing."""
        self._refused.pop((event.platform, event.chat.ref), None)


def too_long(most: int, *, or_file: bool = False) -> Said:
    """That a text is longer than so many UTF-16 units, and nothing of it was kept."""
    return say("engine.text_too_long_or_file" if or_file else "engine.text_too_long", most=most)
