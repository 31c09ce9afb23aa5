"""Who can answer for criteria in a unit, and what they answer for: what the screens of assigning look up."""

from collections.abc import Iterable

from domain.owners import Owner, Part
from domain.people import Role
from domain.rubrics import Leaf
from handlers.assessment.work import Work, load_led, require_act
from handlers.criteria import shown_address
from handlers.flow import Outdated, Turn
from storage.seats import HeldSeat

ADDRESSES_AT_MOST = 30


async def assignable(turn: Turn, sheet_id: str) -> Work:
    """The sheet, if the person leads its unit and it is being filled."""
    work = await load_led(turn, sheet_id)
    require_act(work, "fill")
    return work


async def known_owners(turn: Turn, work: Work) -> tuple[Owner, ...]:
    """The unit's offices, then its focal points."""
    people = {seat.person_id: seat.full_name for seat in await focal_points(turn, work)}
    offices = await turn.store.owners.offices(work.sheet.unit_id)
    return (*offices, *(Owner(f"p{id}", name, frozenset({id})) for id, name in people.items()))


async def owner_at(turn: Turn, work: Work, ref: str) -> Owner:
    """The owner that a button means. Raises Outdated where the unit has none such."""
    found = next((one for one in await known_owners(turn, work) if one.ref == ref), None)
    if found is None:
        raise Outdated
    return found


async def focal_points(turn: Turn, work: Work) -> tuple[HeldSeat, ...]:
    held = await turn.store.seats.of_bloc(work.sheet.period.bloc_id)
    return tuple(seat for seat in held if seat.unit_id == work.sheet.unit_id and seat.role is Role.UNIT_FOCAL_POINT)


def leaves_of_section(work: Work, code: str) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in work.rubric.own_leaves if leaf.section == code)


def addresses_of(work: Work, owner: Owner) -> frozenset[str]:
    return frozenset(address for address, has in work.sheet.owners.items() if has.ref == owner.ref)


def leaves_of_part(work: Work, part: Part) -> list[Leaf]:
    ref = part.owner.ref if part.owner else ""
    owners = work.sheet.owners
    return [leaf for leaf in work.rubric.own_leaves if (owners[leaf.address].ref if leaf.address in owners else "") == ref]


def addresses_said(leaves: Iterable[Leaf]) -> str:
    named = [shown_address(leaf) for leaf in leaves]
    return ", ".join(named[:ADDRESSES_AT_MOST]) + (", …" if len(named) > ADDRESSES_AT_MOST else "")
