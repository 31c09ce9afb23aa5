"""Somebody has received an announcement: in private, or in the group."""

from domain.people import EVERYONE
from handlers.flow import Outdated, Shown, Toast, Turn, choice, end, id_of, say
from storage.announcements import Announcement


async def receive(turn: Turn, number: str) -> Shown:
    await _acknowledge(turn, await announcement_of(turn, number))
    return end(say("announcements.noted"), (choice("engine.home", "home.open"),), fresh=True)


async def receive_in_group(turn: Turn, number: str) -> Shown:
    announcement = await announcement_of(turn, number)
    await _acknowledge(turn, announcement)
    await turn.store.notices.outdate([turn.me.id], (f"announcements.received:{announcement.id}",))
    return Toast(say("announcements.noted"))


async def announcement_of(turn: Turn, number: str) -> Announcement:
    found = await turn.store.announcements.of(id_of(number))
    if found is None:
        raise Outdated
    turn.require(found.bloc_id, EVERYONE)
    return found


async def _acknowledge(turn: Turn, announcement: Announcement) -> None:
    for seat in turn.me.seats:
        if seat.bloc_id == announcement.bloc_id:
            await turn.store.announcements.acknowledge(announcement.id, turn.me.id, seat.unit_id, turn.now)
