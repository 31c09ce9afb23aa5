"""Where the people of the playground sit: not where the cast was meant to, but where the bot has them, in whatever blocs are loaded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from bot.playground.records import Group
from bot.playground.world import World
from domain.people import Role
from storage.store import Store

PLATFORM = "telegram"


@dataclass(frozen=True)
class Place:
    """A seat of somebody: the bloc's id, the unit's code and name (empty where the role is the bloc's own), its post there ("chair", "vice_chair" or
    empty), the role."""

    bloc: str
    unit: str
    unit_name: str
    duty: str
    role: Role


@dataclass(frozen=True)
class Seating:
    """The names of the blocs that are loaded, by their ids; everybody's places, by account; which bloc a group chat is tied to, by the chat."""

    blocs: Mapping[str, str]
    places: Mapping[int, tuple[Place, ...]]
    tied: Mapping[int, str]

    def of(self, account: int) -> tuple[Place, ...]:
        """The places of one account; none before it has joined."""
        return self.places.get(account, ())

    def members(self, bloc: str) -> list[int]:
        """Who sits in a bloc."""
        return sorted(account for account, places in self.places.items() if any(place.bloc == bloc for place in places))


async def seating(store: Store) -> Seating:
    """How everybody sits now."""
    blocs = {bloc.id: bloc.name for bloc in await store.blocs.everything()}
    found: dict[int, list[Place]] = defaultdict(list)
    for seat in await store.seats.of_accounts(PLATFORM):
        found[int(seat.account)].append(Place(seat.bloc_id, seat.unit_code, seat.unit_name, seat.post or "", seat.role))
    tied = {int(group.chat): bloc for bloc in blocs for group in await store.groups.of_bloc(bloc)}
    return Seating(blocs, {account: tuple(places) for account, places in found.items()}, tied)


def group_id(bloc: str) -> int:
    """The id under which the group of an own bloc begins: always the same for the same bloc."""
    return -1_000_000 - crc32(bloc.encode())


def grow_group(world: World, group: Group, title: str, members: list[int]) -> None:
    """The group bears this title and has these members beside those it had; nothing is written where that is so."""
    new = [one for one in members if one not in group.members]
    if new or group.title != title:
        group.title = title
        group.admins = group.admins or members[:1]
        group.members += new
        world.keep(group)


async def titles_of(store: Store, blocs: Iterable[str]) -> frozenset[str]:
    """What the periods of these blocs are called."""
    return frozenset({period.title for bloc in blocs for period in await store.periods.of_bloc(bloc)})
