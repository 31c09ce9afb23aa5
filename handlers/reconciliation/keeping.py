"""Keeping what was decided, and taking it back: with who, as what, why, and which body or document it rests on."""

from domain.appraisal import DECIDERS
from domain.classification import level_of
from domain.people import Role
from handlers.flow import Outdated, Turn
from handlers.reconciliation.equals import decided_families, group_of, ids_of, places_with_first, shown, tied_groups
from handlers.results import Result
from storage.decisions import Decision, DecisionKind, ProposedDecision


async def keep(
    turn: Turn, result: Result, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str, role: Role, proposed_by: int | None = None
) -> None:
    """Keeps a decision; among equals each of the group gets its place. Raises Outdated where the group is another than was shown."""
    period, values = result.period, _values(result, kind, unit_id, value)
    await _ask_no_more(turn, result, kind, unit_id)
    old = {one.unit_code: one.value for one in (*result.decisions, *result.outdated) if one.kind == kind and one.unit_id in values}
    if kind == "grade" and not old:
        old = {unit.place.code: grade for unit in result.units if unit.place.unit_id == unit_id and (grade := unit.score.grade)}
    for one, place in values.items():
        points = next(unit.score.total for unit in result.units if unit.place.unit_id == one)
        await turn.store.decisions.decide(period.id, kind, one, place, reason, decided_by, turn.me.id, role.value, turn.now, points)
    new: dict[str, object] = {
        "unit": unit_id,
        "value": "first" if kind == "tie" else value,
        "reason": reason,
        "decided_by": decided_by,
        "as": role.value,
    }
    new |= {"units": units_of(result, kind, unit_id)} if kind == "tie" else {}
    new |= {"proposed_by": proposed_by} if proposed_by else {}
    await turn.record(kind, period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)


async def _ask_no_more(turn: Turn, result: Result, kind: DecisionKind, unit_id: int) -> None:
    """Whoever else was asked for the decision; of an order among equals, while no other group of them waits."""
    others = [group for group in tied_groups(result) if unit_id not in ids_of(result, group)]
    acts = {"grade": (f"reconciliation.grades:{result.period.id}:{unit_id}",), "tie": () if others else (f"reconciliation.tie:{result.period.id}",)}
    if answered := acts.get(kind):
        await turn.store.notices.outdate(await turn.store.seats.holders(result.period.bloc_id, DECIDERS), answered)


def _values(result: Result, kind: DecisionKind, unit_id: int, value: str) -> dict[int, str]:
    """What is kept for which unit."""
    if kind != "tie":
        return {unit_id: value}
    group = group_of(result, unit_id)
    if shown(result, group) != value:
        raise Outdated
    return places_with_first(result, unit_id, group)


def units_of(result: Result, kind: DecisionKind, unit_id: int, *, taking_back: bool = False) -> list[int]:
    """Whom a decision concerns: the unit, or with it all that it shares its rank with; where the order is taken back, all who were put in order."""
    if kind != "tie":
        return [unit_id]
    if not taking_back:
        return ids_of(result, group_of(result, unit_id))
    return next((ids for family in decided_families(result) if unit_id in (ids := ids_of(result, family))), [unit_id])


async def prepared(turn: Turn, result: Result) -> tuple[ProposedDecision, ...]:
    """The prepared decisions that wait, while scores are reconciled; not those on a unit that has taken its sheet back since, nor grades that the table has
    no more."""
    if result.period.stage != "reconciliation":
        return ()
    submitted = {unit.place.unit_id for unit in result.units}
    waiting = [one for one in await turn.store.decisions.proposals(result.period.id) if one.unit_id in submitted]
    return tuple(one for one in waiting if one.kind != "grade" or not one.value or level_of(result.rubric, one.value))


def confirming(result: Result, proposal: ProposedDecision) -> list[int]:
    """The people who may confirm a prepared decision. Raises Outdated where what it concerns is no more."""
    return result.deciders.confirm(units_of(result, proposal.kind, proposal.unit_id, taking_back=not proposal.value), proposal.by)


def still_stands(result: Result, proposal: ProposedDecision) -> bool:
    """Whether what was prepared can be decided so: nobody decided on it since, and the equals it orders, or the decision it takes back, are still there."""
    decided = [one for one in result.decided(proposal.kind).values() if one.unit_id == proposal.unit_id]
    if any(one.at > proposal.at for one in decided):
        return False
    if not proposal.value:
        concerned = units_of(result, proposal.kind, proposal.unit_id, taking_back=True)
        return any(one.unit_id in concerned for one in result.decided(proposal.kind).values())
    return proposal.kind != "tie" or any(shown(result, group) == proposal.value for group in tied_groups(result))


def held(result: Result, kind: DecisionKind, unit_id: int) -> list[Decision]:
    """The decisions in force that taking back would end. Raises Outdated where there are none."""
    concerned = units_of(result, kind, unit_id, taking_back=True)
    found = [one for one in result.decided(kind).values() if one.unit_id in concerned]
    if not found:
        raise Outdated
    return found


async def take_back(turn: Turn, result: Result, kind: DecisionKind, unit_id: int, role: Role, proposed_by: int | None = None) -> None:
    """Ends a decision; the order among equals for all who were put in it."""
    period, ended = result.period, held(result, kind, unit_id)
    for one in ended:
        await turn.store.decisions.withdraw(period.id, kind, one.unit_id, turn.me.id, turn.now)
    new: dict[str, object] = {"as": role.value} | ({"proposed_by": proposed_by} if proposed_by else {})
    old = {one.unit_code: one.value for one in ended}
    await turn.record(kind, period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
