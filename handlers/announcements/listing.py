"""What was announced lately, for whoever comes back to see who has received it."""

from domain.people import STAFF
from handlers.flow import Shown, Turn, choice, end, say

LATEST = 5
OPENING = 60
"""Characters by which an announcement is known again."""


async def list_sent(turn: Turn, bloc_id: str) -> Shown:
    """The newest announcements of the bloc; each opens who has received it."""
    turn.require(bloc_id, STAFF)
    sent = await turn.store.announcements.latest(bloc_id, LATEST)
    lines = tuple(say("announcements.sent_line", number=at, at=one.at, by=one.by, text=opening_of(one.text)) for at, one in enumerate(sent, start=1))
    buttons = tuple(choice("announcements.sent_one_label", "announcements.who", one.id, number=at) for at, one in enumerate(sent, start=1))
    back = choice("announcements.back_label", "announcements.new", bloc_id)
    return end(say("announcements.sent_list", lines=lines) if sent else say("announcements.sent_none"), buttons, (back,))


def opening_of(text: str) -> str:
    """The first words of an announcement, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= OPENING else f"{words[:OPENING].rstrip()}…"
