"""What the rules leave to people: who is left out of the ranking, who stands first among equals, which grade. Each is asked for its grounds."""

from collections.abc import Iterable

from domain.appraisal import ReasonMissing
from domain.texts import clean, is_in_words
from handlers.delivery import names_of
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.reconciliation.authority import back_to, part_in, require_part, ruled
from handlers.reconciliation.equals import Group, decided_families, group_of, ids_of, shown, tied_groups
from handlers.reconciliation.keeping import units_of
from handlers.reconciliation.preparing import SHORTEST, settle
from handlers.reconciliation.words import grade_name, name_of
from handlers.results import Result, UnitResult
from storage.decisions import DecisionKind

KINDS: tuple[DecisionKind, ...] = ("exclusion", "tie", "grade")


class GivingGrounds(State):
    """Why is asked; `value` is the exclusion's code, the grade's code, or the group among which the unit is put first."""

    period_id: int
    kind: DecisionKind
    unit_id: int
    value: str


class NamingDecider(State):
    """Which body or document decided is asked."""

    period_id: int
    kind: DecisionKind
    unit_id: int
    value: str
    reason: str


async def _in_hand(turn: Turn, period_id: int | str, kind: DecisionKind, unit_id: int | str) -> Result:
    """The result, if the person has a part in deciding this on the unit now. Raises what stands against it."""
    result = await ruled(turn, period_id)
    name_of(result, unit_id)
    require_part(turn, result, kind, units_of(result, kind, id_of(str(unit_id))))
    return result


async def _theirs(turn: Turn, result: Result) -> tuple[list[UnitResult], tuple[Said, ...]]:
    """The units the person has a part in; and who decides on the others."""
    theirs = [unit for unit in result.units if part_in(turn, result, [unit.place.unit_id])]
    return theirs, await _others_said(turn, result, [(unit.place.code,) for unit in result.units if unit not in theirs])


async def _others_said(turn: Turn, result: Result, groups: Iterable[Group]) -> tuple[Said, ...]:
    """Who decides on what the person does not, by name: others than the chair where the chair's own unit is concerned, and nobody of the units."""
    found: dict[tuple[bool, tuple[int, ...]], list[str]] = {}
    for group in groups:
        ids = ids_of(result, group)
        key = (result.deciders.lacks_chair(ids), tuple(result.deciders.rule(ids)))
        found.setdefault(key, []).append(", ".join(result.name(code) for code in group))
    return tuple([await _decided_by(turn, names, people, stands_in=stands_in) for (stands_in, people), names in found.items()])


async def _decided_by(turn: Turn, names: list[str], people: tuple[int, ...], *, stands_in: bool) -> Said:
    if not people:
        return say("reconciliation.nobody_rules", names="; ".join(names))
    who = names_of(await turn.store.people.addressees(people))
    return say("reconciliation.stand_ins_decide" if stands_in else "reconciliation.chair_decides", names="; ".join(names), who=who)


# ---------------------------------------------------------------------------------------------------------------- left out


async def list_exclusions(turn: Turn, period_id: str) -> Shown:
    """The units, to leave one out of the ranking or take it back in."""
    result = await ruled(turn, period_id)
    theirs, note = await _theirs(turn, result)
    rows = [(_exclusion_choice(result, unit),) for unit in theirs]
    return end((say("reconciliation.which_excluded"), *note), *rows, (back_to(turn, result.period),))


def _exclusion_choice(result: Result, unit: UnitResult) -> Choice:
    period_id, unit_id, name = result.period.id, unit.place.unit_id, unit.place.unit_name
    if unit.place.code in result.decided("exclusion"):
        return choice("reconciliation.take_back_label", "reconciliation.withdrawn", period_id, "exclusion", unit_id, unit=name)
    return choice("reconciliation.unit_label", "reconciliation.excluding", period_id, unit_id, unit=name, also=unit.place.unit.other_names)


async def ask_exclusion(turn: Turn, period_id: str, unit_id: str) -> Shown:
    """The reasons the table names; another one can be typed."""
    result = await _in_hand(turn, period_id, "exclusion", unit_id)
    waits = GivingGrounds(period_id=result.period.id, kind="exclusion", unit_id=id_of(unit_id), value="other")
    rows = [
        (choice("reconciliation.reason_label", "reconciliation.because", code, reason=title),) for code, title in result.rubric.exclusions.items()
    ]
    return ask(say("reconciliation.ask_exclusion", unit=name_of(result, unit_id)), *rows, (back_to(turn, result.period),), waits=waits)


async def because(turn: Turn, code: str) -> Shown:
    """A reason of the table was chosen."""
    state = turn.open
    if not isinstance(state, GivingGrounds) or state.kind != "exclusion":
        raise Outdated
    result = await _in_hand(turn, state.period_id, "exclusion", state.unit_id)
    title = result.rubric.exclusions.get(code)
    if title is None:
        raise Outdated
    return _ask_decider(turn, result, state.model_copy(update={"value": code}), title)


# ---------------------------------------------------------------------------------------------------------------- equals, grades


async def list_ties(turn: Turn, period_id: str) -> Shown:
    """The units that share a rank: one of them is put first. Groups on which others decide are named."""
    result = await ruled(turn, period_id)
    groups = tied_groups(result)
    theirs = [group for group in groups if part_in(turn, result, ids_of(result, group))]
    rows = [
        (choice("reconciliation.first_label", "reconciliation.first", period_id, unit_id, unit=result.name(code)),)
        for group in theirs
        for code, unit_id in zip(group, ids_of(result, group), strict=True)
    ]
    rows += [(_untie_choice(result, family),) for family in decided_families(result) if part_in(turn, result, ids_of(result, family))]
    head = say("reconciliation.which_first") if theirs else say("reconciliation.no_tie")
    others = await _others_said(turn, result, (group for group in groups if group not in theirs))
    return end((head, *others), *rows, (back_to(turn, result.period),))


def _untie_choice(result: Result, family: Group) -> Choice:
    """Takes back the order of a family; named by its first unit where there are several."""
    unit_id = ids_of(result, family)[0]
    if len(decided_families(result)) == 1:
        return choice("reconciliation.untie_label", "reconciliation.withdrawn", result.period.id, "tie", unit_id)
    return choice("reconciliation.untie_one_label", "reconciliation.withdrawn", result.period.id, "tie", unit_id, unit=result.name(family[0]))


async def put_first(turn: Turn, period_id: str, unit_id: str) -> Shown:
    result = await _in_hand(turn, period_id, "tie", unit_id)
    group = group_of(result, id_of(unit_id))
    waits = GivingGrounds(period_id=result.period.id, kind="tie", unit_id=id_of(unit_id), value=shown(result, group))
    return ask(say("reconciliation.ask_tie_grounds", unit=name_of(result, unit_id)), (back_to(turn, result.period),), waits=waits)


async def list_grades(turn: Turn, period_id: str, unit_id: str = "") -> Shown:
    """The units, or the levels for one of them."""
    if unit_id:
        return await _list_levels(turn, period_id, unit_id)
    result = await ruled(turn, period_id)
    theirs, note = await _theirs(turn, result)
    rows = [
        (
            choice(
                "reconciliation.unit_label",
                "reconciliation.grades",
                period_id,
                unit.place.unit_id,
                unit=unit.place.unit_name,
                also=unit.place.unit.other_names,
            ),
        )
        for unit in theirs
    ]
    return end((say("reconciliation.which_grade"), *note), *rows, (back_to(turn, result.period),))


async def _list_levels(turn: Turn, period_id: str, unit_id: str) -> Shown:
    result = await _in_hand(turn, period_id, "grade", unit_id)
    levels = result.rubric.classification.levels if result.rubric.classification else ()
    rows = [(choice("reconciliation.grade_label", "reconciliation.grade", period_id, unit_id, level.code, grade=level.name),) for level in levels]
    if any(one.unit_id == id_of(unit_id) for one in result.decided("grade").values()):
        rows.append((choice("reconciliation.by_rule_label", "reconciliation.withdrawn", period_id, "grade", unit_id),))
    unit = next(one for one in result.units if one.place.unit_id == id_of(unit_id))
    by_rule = next((level.name for level in levels if level.code == unit.score.level), None) or say("reconciliation.no_level")
    text = say("reconciliation.ask_grade", unit=unit.place.unit_name, points=unit.score.total, level=by_rule)
    return end(text, *rows, (back_to(turn, result.period),))


async def choose_grade(turn: Turn, period_id: str, unit_id: str, code: str) -> Shown:
    result = await _in_hand(turn, period_id, "grade", unit_id)
    unit, grade = name_of(result, unit_id), grade_name(result, code)
    waits = GivingGrounds(period_id=result.period.id, kind="grade", unit_id=id_of(unit_id), value=code)
    return ask(say("reconciliation.ask_grade_grounds", unit=unit, grade=grade), (back_to(turn, result.period),), waits=waits)


async def withdraw(turn: Turn, period_id: str, kind: str, unit_id: str) -> Shown:
    """Takes a decision back, or puts that before who decides; the order among equals for all of them."""
    chosen = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise Outdated
    result = await ruled(turn, period_id)
    name_of(result, unit_id)
    return await settle(turn, result, chosen, id_of(unit_id), "")


# ---------------------------------------------------------------------------------------------------------------- grounds


async def give_grounds(turn: Turn, state: GivingGrounds) -> Shown:
    result = await _in_hand(turn, state.period_id, state.kind, state.unit_id)
    reason = clean(turn.text)
    if not is_in_words(reason, SHORTEST):
        raise ReasonMissing
    return _ask_decider(turn, result, state, reason)


async def grounds_again(turn: Turn, state: GivingGrounds) -> Shown:
    result = await _in_hand(turn, state.period_id, state.kind, state.unit_id)
    return ask(say("reconciliation.ask_grounds", unit=name_of(result, state.unit_id)), (back_to(turn, result.period),), waits=state)


def _ask_decider(turn: Turn, result: Result, state: GivingGrounds, reason: str) -> Shown:
    waits = NamingDecider(period_id=state.period_id, kind=state.kind, unit_id=state.unit_id, value=state.value, reason=reason)
    return ask(say("reconciliation.ask_decider"), (back_to(turn, result.period),), waits=waits)


async def decider_again(turn: Turn, state: NamingDecider) -> Shown:
    result = await _in_hand(turn, state.period_id, state.kind, state.unit_id)
    return ask(say("reconciliation.ask_decider"), (back_to(turn, result.period),), waits=state)


async def name_decider(turn: Turn, state: NamingDecider) -> Shown:
    """The grounds are whole: the decision is kept, or put before who decides."""
    result = await _in_hand(turn, state.period_id, state.kind, state.unit_id)
    return await settle(turn, result, state.kind, state.unit_id, state.value, state.reason, clean(turn.text))
