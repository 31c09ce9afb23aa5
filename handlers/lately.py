"""What reminds or invites many is not done twice by a double tap: when it was last done stands in the database."""

from datetime import datetime, timedelta

from handlers.flow import Turn


async def done_lately(turn: Turn, what: str, within: timedelta, *, person_id: int | None = None, bloc_id: str | None = None) -> datetime | None:
    """When this was last done, if that was `within`; else None, and now counts as the last time. What somebody does for themselves names them
    (`Notes.leave`)."""
    last = await turn.store.notes.read(what)
    if last and turn.now - datetime.fromisoformat(last) < within:
        return datetime.fromisoformat(last)
    await turn.store.notes.leave(what, turn.now.isoformat(), turn.now, person_id=person_id, bloc_id=bloc_id)
    return None
