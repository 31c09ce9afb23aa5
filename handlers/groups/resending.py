"""Posts that did not reach the bloc's group: what can still be sent there, what not and why, and sending it by one tap.

All is looked at anew when the tap comes, so that a second tap, or a ranking corrected meanwhile, sends nothing twice and nothing outdated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.people import STAFF
from handlers.flow import Choice, Said, Shown, Turn, choice, end, say
from handlers.groups.renewing import MEETING, stands
from storage.outbox import Unsent

HOME = (choice("engine.home", "home.open"),)
TEXT_SHOWN = 60


@dataclass(frozen=True)
class Thing:
    """One thing that was posted: its name, the rows that can leave again, or the meeting whose card is posted anew, or why neither; and all its rows."""

    name: Said
    all_rows: tuple[int, ...]
    again: tuple[int, ...] = ()
    meeting_id: int | None = None
    why_not: Said | None = None


async def unsent_things(turn: Turn, bloc_id: str) -> tuple[Thing, ...]:
    """What has not reached the bloc's group, the oldest first; without the status posts, which are renewed (renewing.py)."""
    rows = sorted(await turn.store.outbox.unsent(bloc_id), key=lambda row: (row.subject, row.id))
    things = [await _thing(turn, bloc_id, subject, tuple(group)) for subject, group in groupby(rows, key=lambda row: row.subject)]
    return tuple(sorted((thing for thing in things if thing), key=lambda thing: thing.all_rows[0]))


async def offered(turn: Turn, bloc_id: str) -> tuple[tuple[Said, ...], tuple[Choice, ...]]:
    """What is not sent yet, in words, and the choice that sends it; both empty where there is nothing. Where nothing can be sent any more, it is named
    this once and given up."""
    things = await unsent_things(turn, bloc_id)
    sends = [thing for thing in things if thing.why_not is None]
    if not sends:
        await turn.store.outbox.give_up([row for thing in things for row in thing.all_rows], turn.now)
    said = _said(things, say("groups.can_send", lines=tuple(thing.name for thing in sends)))
    return said, ((choice("groups.resend_label", "groups.resend", bloc_id, weight="main"),) if sends else ())


async def resend(turn: Turn, bloc_id: str) -> Shown:
    """Sends what can still be sent, once; the rest is given up."""
    turn.require(bloc_id, STAFF)
    group = next((group for group in await turn.store.groups.of_bloc(bloc_id) if group.reachable), None)
    if group is None:
        return end(say("groups.still_lost"), HOME)
    things = await unsent_things(turn, bloc_id)
    await turn.store.notices.outdate(await turn.store.seats.holders(bloc_id, STAFF), [choice("groups.resend_label", "groups.resend", bloc_id).action])
    if not things:
        return end(say("groups.nothing_unsent"), HOME)
    again = [row for thing in things for row in thing.again]
    await turn.store.outbox.post_again(again, group.platform, group.chat, turn.now)
    await turn.store.outbox.give_up([row for thing in things for row in thing.all_rows if row not in again], turn.now)
    sends = tuple(thing for thing in things if thing.why_not is None)
    for thing in sends:
        if thing.meeting_id is not None:
            await turn.store.due.schedule("meetings.repost", f"meeting:{thing.meeting_id}", turn.now.isoformat(), turn.now, bloc_id)
    return end(_said(things, say("groups.resent", title=group.title, lines=tuple(thing.name for thing in sends))), HOME, lasting=True)


def _said(things: Sequence[Thing], sends: Said) -> tuple[Said, ...]:
    kept = tuple(say("groups.unsent_why", name=thing.name, why=thing.why_not) for thing in things if thing.why_not is not None)
    said = (sends,) if len(kept) < len(things) else ()
    return (*said, say("groups.not_sent", lines=kept)) if kept else said


async def _thing(turn: Turn, bloc_id: str, subject: str, rows: tuple[Unsent, ...]) -> Thing | None:
    ids = tuple(row.id for row in rows)
    kind, _, number = subject.partition(":")
    newest = await turn.store.outbox.newest_post(bloc_id, subject)
    forgotten = any(row.forgotten for row in rows if row.id >= newest)
    match kind:
        case "ranking":
            return await _ranking(turn, int(number), ids, newest, forgotten=forgotten)
        case "meeting":
            return await _meeting(turn, bloc_id, int(number), ids, newest)
        case "announcement":
            found = await turn.store.announcements.of(int(number))
            words = " ".join(found.text.split()) if found else ""
            name = say("groups.unsent_announcement", text=words if len(words) <= TEXT_SHOWN else words[: TEXT_SHOWN - 1].rstrip() + "…")
            return Thing(name, ids, why_not=say("groups.why_forgotten")) if forgotten or not found else Thing(name, ids, again=ids)
        case "standings":
            return None
    return Thing(say("groups.unsent_other", at=rows[-1].at), ids, why_not=say("groups.why_outdated"))


async def _ranking(turn: Turn, period_id: int, ids: tuple[int, ...], newest: int, *, forgotten: bool) -> Thing | None:
    period = await turn.store.periods.of(period_id)
    if period is None:
        return None
    name, again = say("groups.unsent_ranking", title=period.title), tuple(id for id in ids if id >= newest)
    if period.state != "published":
        return Thing(name, ids, why_not=say("groups.why_correcting"))
    if not again:
        return Thing(name, ids, why_not=say("groups.why_newer"))
    return Thing(name, ids, why_not=say("groups.why_forgotten")) if forgotten else Thing(name, ids, again=again)


async def _meeting(turn: Turn, bloc_id: str, meeting_id: int, ids: tuple[int, ...], newest: int) -> Thing | None:
    meeting = await turn.store.meetings.of(meeting_id)
    if meeting is None:
        return None
    name = say("groups.unsent_meeting", title=meeting.title, at=meeting.starts_at)
    if meeting.cancelled_at is not None and not await stands(turn, bloc_id, f"{MEETING}:{meeting.id}"):
        return Thing(name, ids, why_not=say("groups.why_cancelled"))
    if turn.now >= meeting.starts_at:
        return Thing(name, ids, why_not=say("groups.why_begun"))
    if meeting.cancelled_at is not None:
        name = say("groups.unsent_cancelled", title=meeting.title, at=meeting.starts_at)
    return Thing(name, ids, meeting_id=meeting.id) if newest in ids else Thing(name, ids, why_not=say("groups.why_newer"))
