"""Whom an announcement is for, and whom it reaches: said before it leaves and after."""

from domain.people import UNIT_ROLES, Role
from handlers.delivery import group_said, missed_said, names_of, reach_of, unmanned_said
from handlers.flow import Said, Turn, say
from storage.announcements import Readers

READERS: tuple[Readers, ...] = ("group", "members", "both")
MEMBERS = UNIT_ROLES | {Role.PROVINCE_OFFICE, Role.SECRETARIAT}


async def members(turn: Turn, bloc_id: str) -> tuple[int, ...]:
    return tuple(one for one in await turn.store.seats.holders(bloc_id, MEMBERS) if one != turn.me.id)


async def readers_said(turn: Turn, bloc_id: str, readers: Readers) -> tuple[Said, ...]:
    """Who will get it: the group by its title, people by name; and who will not."""
    said: list[Said] = []
    if readers != "members":
        said.append(await group_said(turn, bloc_id))
    if readers != "group":
        reach = await reach_of(turn, await members(turn, bloc_id))
        if reach.reached:
            said.append(say("announcements.will_reach", count=len(reach.reached), names=names_of(reach.reached)))
        said += missed_said(reach.missed)
        said += await unmanned_said(turn, bloc_id)
    return tuple(said)


async def sent_said(turn: Turn, bloc_id: str, readers: Readers) -> tuple[Said, ...]:
    """Whom it went to, and that it went to nobody where the group and the people meant are all out of reach."""
    said: list[Said] = []
    arrives = False
    if readers != "members":
        arrives = any(group.reachable for group in await turn.store.groups.of_bloc(bloc_id))
        said.append(await group_said(turn, bloc_id))
    if readers != "group":
        reach = await reach_of(turn, await members(turn, bloc_id))
        arrives = arrives or bool(reach.reached)
        if reach.reached:
            said.append(say("announcements.sent_privately", count=len(reach.reached)))
        said += missed_said(reach.missed)
    return (say("announcements.sent" if arrives else "announcements.sent_to_nobody"), *said)
