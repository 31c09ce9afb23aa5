"""Who may give and take seats, and what ends with one: shared by the conversations about units, joining and one's own account.

The rule of giving and taking. The chair and the vice chair are the leaders of the units that hold those posts, so whoever seats a leader there makes a
chair or a vice chair:

- the link of a leader of the chair's or vice chair's unit is issued by the chair alone, or by `ktd invite`;
- a leader of the chair's unit is removed by that unit's leaders alone; one of the vice chair's unit by the chair or that unit's leaders. Where none is
  left who may, `ktd invite` seats a new leader, who then removes;
- all other people are managed by the chair, the vice chair and the secretariat, and a unit's people by its leaders;
- nobody takes a seat by a link they issued themselves: nobody gives themselves a right.

A seat that ends takes with it what could undo its end: the links its holder issued in the bloc, and those that lead to the same unit (or, outside the
units, to the same role), for the holder may keep one; and the right to submit that a leader gave them. The notes about them that served the seat go too.
"""

from domain.errors import RuleError
from domain.people import CHAIR, CHAIRS, LEADERS, STAFF, Role
from domain.units import Unit
from handlers.flow import NotAllowed, Turn
from storage.seats import HeldSeat


class LeaderOfAPost(RuleError):
    """The leaders of the chair's and vice chair's units are seated and removed by others than this person."""

    key = "units.leader_of_a_post"


def is_staff(turn: Turn, bloc_id: str) -> bool:
    return bool(turn.me.roles(bloc_id) & STAFF)


def may_invite(turn: Turn, unit: Unit, role: Role) -> bool:
    """Whether the person may issue a link to this seat of a unit whose people they manage."""
    return role is not Role.UNIT_LEADER or unit.post is None or bool(turn.me.roles(unit.bloc_id) & CHAIR)


def may_remove(turn: Turn, seat: HeldSeat) -> bool:
    """Whether the person may end this seat."""
    if seat.unit_id is not None and turn.me.seat_in(seat.unit_id, LEADERS) is not None:
        return True
    if seat.role is Role.UNIT_LEADER and seat.post is not None:
        return seat.post == "vice_chair" and bool(turn.me.roles(seat.bloc_id) & CHAIR)
    return is_staff(turn, seat.bloc_id)


async def who_may_remove(turn: Turn, bloc_id: str, unit: Unit | None, role: Role) -> set[int]:
    """Everybody told of a new seat who may end it: the bloc's chairs and the unit's leaders, but for the leaders of the posts."""
    own = set(await turn.store.seats.of_unit(unit.id, LEADERS)) if unit else set()
    if unit is None or unit.post is None or role is not Role.UNIT_LEADER:
        return own | set(await turn.store.seats.holders(bloc_id, CHAIRS))
    return own | set(await turn.store.seats.holders(bloc_id, CHAIR)) if unit.post == "vice_chair" else own


def require_may_remove(turn: Turn, seat: HeldSeat) -> None:
    """Raises NotAllowed for who manages none of these people, LeaderOfAPost for staff who may not end this seat."""
    if may_remove(turn, seat):
        return
    raise LeaderOfAPost if is_staff(turn, seat.bloc_id) else NotAllowed


async def end_seat(turn: Turn, seat: HeldSeat) -> int:
    """Ends a seat at once, with what could undo its end; gives how many open links went with it."""
    await turn.store.seats.end(seat.id, turn.me.id, turn.now)
    held = {
        "person": seat.person_id, "name": seat.full_name, "role": seat.role.value, "unit": seat.unit_code, "unit_name": seat.unit_name,
    }  # fmt: skip
    await turn.record("seat_ended", seat.bloc_id, f"seat:{seat.id}", old=held)
    await turn.store.notes.forget_left(seat.person_id)
    if seat.unit_id is not None:
        await _end_delegations(turn, seat, seat.unit_id)
    return await turn.store.invites.end_with_seat(seat.bloc_id, seat.unit_id, seat.role, seat.person_id, turn.now)


async def _end_delegations(turn: Turn, seat: HeldSeat, unit_id: int) -> None:
    await turn.store.answers.drop_wishes(unit_id, seat.person_id)
    if seat.role is not Role.UNIT_FOCAL_POINT:
        return
    for sheet_id, period_id in await turn.store.answers.end_delegations(unit_id, seat.person_id):
        old, new = {"delegate": seat.person_id}, {"delegate": None}
        await turn.record("delegation", seat.bloc_id, f"sheet:{sheet_id}", period_id=period_id, old=old, new=new)
