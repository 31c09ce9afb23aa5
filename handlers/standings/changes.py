"""What has changed since the leaders' last summary, and which dates come next."""

import json
from collections.abc import Mapping
from datetime import timedelta

from handlers.flow import Said, Turn, say
from storage.periods import Period
from storage.sheets import Place

AHEAD = timedelta(days=14)
DATES_AT_MOST = 5


async def last_summary(turn: Turn, period: Period, person: int | None = None) -> Mapping[str, str]:
    """The units' states when the last summary was sent, by unit code; to that `person`, where they were told at another time than the others. Empty
    before the first."""
    own = await turn.store.notes.read(_note(period.id, person)) if person is not None else ""
    kept: dict[str, str] = json.loads(own or await turn.store.notes.read(_note(period.id)) or "{}")
    return kept


async def keep_summary(turn: Turn, period: Period, places: tuple[Place, ...], person: int | None = None) -> None:
    """Notes the states that a summary has just told, to one `person` or to those who read the bloc at its own hour."""
    states = {place.code: place.state for place in places}
    bloc_id = period.bloc_id if person is not None else None
    await turn.store.notes.leave(_note(period.id, person), json.dumps(states), turn.now, person_id=person, bloc_id=bloc_id)


async def keep_summaries(turn: Turn, bloc_id: str) -> None:
    """Notes the states of all open periods of a bloc that has just told its summary."""
    for period in await turn.store.periods.of_bloc(bloc_id):
        if period.state == "open":
            await keep_summary(turn, period, await turn.store.sheets.board(period.id))


async def standing_summaries(turn: Turn, bloc_id: str) -> Mapping[int, str]:
    """What was last noted of each open period of a bloc, by period; those of which nothing was are left out."""
    periods = [period.id for period in await turn.store.periods.of_bloc(bloc_id) if period.state == "open"]
    return {period_id: kept for period_id in periods if (kept := await turn.store.notes.read(_note(period_id)))}


async def keep_unless_own(turn: Turn, person: int, bloc_id: str, earlier: Mapping[int, str]) -> None:
    """Somebody is not told of a bloc now: what was noted `earlier` for all stays theirs, unless they have a note of their own."""
    for period_id, kept in earlier.items():
        if not await turn.store.notes.read(_note(period_id, person)):
            await turn.store.notes.leave(_note(period_id, person), kept, turn.now, person_id=person, bloc_id=bloc_id)


def changes_said(places: tuple[Place, ...], before: Mapping[str, str]) -> tuple[Said, ...]:
    """Who has submitted, and who has taken back, since the states `before`; nothing where no summary came before."""
    if not before:
        return ()
    new = [place.unit_name for place in places if place.state == "submitted" and before.get(place.code) != "submitted"]
    back = [place.unit_name for place in places if place.state != "submitted" and before.get(place.code) == "submitted"]
    said = [say("digests.new", names=", ".join(new))] if new else []
    said += [say("digests.taken_back", names=", ".join(back))] if back else []
    return tuple(said) or (say("digests.nothing_new"),)


async def next_dates(turn: Turn, bloc_id: str) -> tuple[Said, ...]:
    """The deadlines and meetings of the next two weeks, the nearest first; nothing where there are none."""
    until = turn.now + AHEAD
    dates = [
        (period.closes_at, say("digests.deadline_line", at=period.closes_at, title=period.title))
        for period in await turn.store.periods.of_bloc(bloc_id)
        if period.state == "open" and turn.now < period.closes_at <= until
    ]
    dates += [
        (meeting.starts_at, say("digests.meeting_line", at=meeting.starts_at, title=meeting.title))
        for meeting in await turn.store.meetings.coming(bloc_id, turn.now)
        if meeting.starts_at <= until
    ]
    lines = tuple(said for _, said in sorted(dates, key=lambda one: one[0])[:DATES_AT_MOST])
    return (say("digests.next_dates", lines=lines),) if lines else ()


def _note(period_id: int, person: int | None = None) -> str:
    return f"digest:{period_id}" if person is None else f"digest:{period_id}:{person}"
