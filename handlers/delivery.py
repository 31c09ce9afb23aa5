"""Whom a message reaches, and whom not and why: said by everything that claims to have told somebody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.people import OVERSEERS, UNIT_ROLES
from handlers.flow import Due, Said, Turn, say
from storage.people import Addressee

NAMES_AT_MOST = 40
LOOKED_AT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Reach:
    """The people a message can reach, and those it cannot."""

    reached: tuple[Addressee, ...]
    missed: tuple[Addressee, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one.person_id for one in self.reached)


async def reach_of(turn: Turn, people: Iterable[int]) -> Reach:
    """Divides people by whether the bot may write to them now."""
    found = await turn.store.people.addressees(people)
    return Reach(tuple(one for one in found if one.reachable), tuple(one for one in found if not one.reachable))


def missed_said(missed: Iterable[Addressee]) -> tuple[Said, ...]:
    """The names of those whom nothing reaches, each with the reason; nothing where there are none."""
    lines = [say("delivery.missed_one", name=one.full_name, why=why_said(one.why)) for one in missed]
    return (say("delivery.missed", lines=tuple(lines)),) if lines else ()


async def look_back(turn: Turn, bloc_id: str, what: str, people: Iterable[int]) -> None:
    """Whoever reminds these people now of `what` ("period:3") hears soon whom of them it did not reach after all."""
    ids = ",".join(str(one) for one in people)
    if ids:
        at = turn.now + LOOKED_AT_AFTER
        await turn.store.due.schedule("standings.unreached", f"person:{turn.me.id}", f"{turn.now.isoformat()} {what} {ids}", at, bloc_id)


async def tell_unreached(turn: Turn, due: Due) -> None:
    """Who was found unreachable only when the reminder left is named to whoever reminded, once, if they still oversee the bloc."""
    if due.number not in await turn.store.seats.holders(due.bloc_id, OVERSEERS):
        return
    at, _, ids = due.occurrence.split(" ")
    missed = (await reach_of(turn, [int(one) for one in ids.split(",") if one])).missed
    if missed:
        turn.tell([due.number], (say("delivery.unreached_after", at=datetime.fromisoformat(at)), *missed_said(missed)), of=due.bloc_id)


def why_said(reason: str) -> Said:
    """A platform's reason in words."""
    text = reason.casefold()
    if not text or "initiate" in text:
        return say("delivery.never_started")
    if "deactivated" in text:
        return say("delivery.deactivated")
    return say("delivery.blocked" if "blocked" in text else "delivery.not_reached")


async def group_said(turn: Turn, bloc_id: str) -> Said:
    """Whether a post reaches the bloc's group: it is tied and the bot is in it, or not."""
    groups = await turn.store.groups.of_bloc(bloc_id)
    if not groups:
        return say("delivery.no_group")
    gone = ", ".join(one.title for one in groups if not one.reachable)
    return say("delivery.not_in_group", title=gone) if gone else say("delivery.into_group", title=", ".join(one.title for one in groups))


async def unmanned_said(turn: Turn, bloc_id: str) -> tuple[Said, ...]:
    """The units that nobody can be told of: nobody has joined from them. Nothing where there are none."""
    manned = {seat.unit_id for seat in await turn.store.seats.of_bloc(bloc_id) if seat.role in UNIT_ROLES}
    names = ", ".join(unit.name for unit in await turn.store.units.of_bloc(bloc_id) if unit.id not in manned)
    return (say("delivery.unmanned", names=names),) if names else ()


async def units_missed_said(turn: Turn, units: Mapping[str, Collection[int]]) -> tuple[Said, ...]:
    """Of what is told to these units' people, by unit name: the units that nobody has joined from, and the people whom it does not reach."""
    unmanned = ", ".join(name for name, people in units.items() if not people)
    missed = (await reach_of(turn, [one for people in units.values() for one in people])).missed
    return (*((say("delivery.unmanned", names=unmanned),) if unmanned else ()), *missed_said(missed))


def names_of(people: Iterable[Addressee]) -> Said:
    """Names in one line, the last of many as a number."""
    names = [one.full_name for one in people]
    shown = ", ".join(names[:NAMES_AT_MOST])
    return (
        say("delivery.names_more", names=shown, more=len(names) - NAMES_AT_MOST) if len(names) > NAMES_AT_MOST else say("delivery.names", names=shown)
    )
