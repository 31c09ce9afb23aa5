"""Who decides in a bloc, by the seats that are held now. Not a conversation: appraisal, explanation and reconciliation all ask it."""

from domain.deciders import Deciders, Holder
from domain.people import Role, roles_of
from handlers.flow import Turn
from storage.seats import HeldSeat


async def deciders_of(turn: Turn, bloc_id: str) -> Deciders:
    """Who decides in the bloc, by the seats that are held now."""
    chair = next((unit.id for unit in await turn.store.units.of_bloc(bloc_id) if unit.post == "chair"), None)
    held: dict[int, list[HeldSeat]] = {}
    for seat in await turn.store.seats.of_bloc(bloc_id):
        held.setdefault(seat.person_id, []).append(seat)
    elsewhere = await turn.store.seats.elsewhere(bloc_id)
    return Deciders(chair, tuple(_holder(person, seats, elsewhere.get(person, frozenset())) for person, seats in held.items()))


def _holder(person: int, seats: list[HeldSeat], elsewhere: frozenset[int]) -> Holder:
    return Holder(
        person,
        frozenset().union(*(roles_of(seat.role, seat.post) for seat in seats)),
        elsewhere | frozenset(seat.unit_id for seat in seats if seat.unit_id is not None),
        frozenset(seat.scope for seat in seats if seat.role is Role.EXTERNAL_APPRAISER),
    )
