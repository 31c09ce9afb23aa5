"""What reminds or invites many is not done twice by a double tap: when it was last done stands in the database."""

from datetime import datetime, timedelta

from handlers.flow import Turn


async def done_lately(turn: Turn, what: str, within: timedelta) -> datetime | None:
    """When this was last done, if that was `within`; else None, and now counts as the last time."""
    last = await turn.store.notes.read(what)
    if last and turn.now - datetime.fromisoformat(last) < within:
        return datetime.fromisoformat(last)
    await turn.store.notes.leave(what, turn.now.isoformat(), turn.now)
    return None
