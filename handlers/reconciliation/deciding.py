"""What the rules leave to people, recorded with its grounds: who is left out of the ranking, who stands first among equals, which grade."""

from domain.appraisal import ReasonMissing, require_stage_act
from domain.ranking import ordered_before
from domain.texts import clean
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.reconciliation.desk import desk, period_of, tied_groups
from handlers.results import Result, result_of
from storage.decisions import DecisionKind
from storage.periods import Period

SHORTEST = 5


class GivingGrounds(State):
    """Why is asked; `value` is the exclusion's code, the grade's code, or "first" among equals."""

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


async def _result(turn: Turn, period_id: int | str, kind: DecisionKind) -> Result:
    """The result, if the person decides on this now."""
    period = await period_of(turn, period_id)
    match kind:
        case "exclusion":
            require_stage_act("exclude", period.state, period.stage, turn.me.roles(period.bloc_id))
        case "tie":
            require_stage_act("break_tie", period.state, period.stage, turn.me.roles(period.bloc_id))
        case "grade":
            require_stage_act("decide_grade", period.state, period.stage, turn.me.roles(period.bloc_id))
    return await result_of(turn, period)


def _back(period: Period) -> Choice:
    return choice("reconciliation.back_label", "reconciliation.open", period.id)


# ---------------------------------------------------------------------------------------------------------------- left out


async def list_exclusions(turn: Turn, period_id: str) -> Shown:
    """The units, to leave one out of the ranking or take it back in."""
    result = await _result(turn, period_id, "exclusion")
    excluded = result.decided("exclusion")
    rows = [
        (
            choice(
                "reconciliation.take_back_label", "reconciliation.withdrawn", period_id, "exclusion", unit.place.unit_id, unit=unit.place.unit_name
            )
            if unit.place.code in excluded
            else choice("reconciliation.unit_label", "reconciliation.excluding", period_id, unit.place.unit_id, unit=unit.place.unit_name),
        )
        for unit in result.units
    ]
    return end(say("reconciliation.which_excluded"), *rows, (_back(result.period),))


async def ask_exclusion(turn: Turn, period_id: str, unit_id: str) -> Shown:
    """The reasons the table names; another one can be typed."""
    result = await _result(turn, period_id, "exclusion")
    unit = _unit(result, unit_id)
    waits = GivingGrounds(period_id=result.period.id, kind="exclusion", unit_id=id_of(unit_id), value="other")
    rows = [
        (choice("reconciliation.reason_label", "reconciliation.because", code, reason=title),) for code, title in result.rubric.exclusions.items()
    ]
    return ask(say("reconciliation.ask_exclusion", unit=unit), *rows, (_back(result.period),), waits=waits)


async def because(turn: Turn, code: str) -> Shown:
    """A reason of the table was chosen."""
    state = turn.open
    if not isinstance(state, GivingGrounds) or state.kind != "exclusion":
        raise Outdated
    result = await _result(turn, state.period_id, "exclusion")
    title = result.rubric.exclusions.get(code)
    if title is None:
        raise Outdated
    return _ask_decider(result.period, state.model_copy(update={"value": code}), title)


def _unit(result: Result, unit_id: int | str) -> str:
    """The name of a submitted unit."""
    found = next((unit.place.unit_name for unit in result.units if unit.place.unit_id == id_of(str(unit_id))), None)
    if found is None:
        raise Outdated
    return found


# ---------------------------------------------------------------------------------------------------------------- equals, grades


async def list_ties(turn: Turn, period_id: str) -> Shown:
    """The units that share a rank: one of them is put first."""
    result = await _result(turn, period_id, "tie")
    ids = {unit.place.code: unit.place.unit_id for unit in result.units}
    rows = [
        (choice("reconciliation.first_label", "reconciliation.first", period_id, ids[code], unit=result.name(code)),)
        for group in tied_groups(result)
        for code in group
    ]
    if result.decided("tie"):
        rows.append((choice("reconciliation.untie_label", "reconciliation.withdrawn", period_id, "tie", 0),))
    return end(say("reconciliation.which_first"), *rows, (_back(result.period),))


async def put_first(turn: Turn, period_id: str, unit_id: str) -> Shown:
    result = await _result(turn, period_id, "tie")
    unit = _unit(result, unit_id)
    waits = GivingGrounds(period_id=result.period.id, kind="tie", unit_id=id_of(unit_id), value="first")
    return ask(say("reconciliation.ask_tie_grounds", unit=unit), (_back(result.period),), waits=waits)


async def list_grades(turn: Turn, period_id: str, unit_id: str = "") -> Shown:
    """The units, or the levels for one of them."""
    result = await _result(turn, period_id, "grade")
    levels = result.rubric.classification.levels if result.rubric.classification else ()
    if not unit_id:
        rows = [
            (choice("reconciliation.unit_label", "reconciliation.grades", period_id, unit.place.unit_id, unit=unit.place.unit_name),)
            for unit in result.units
        ]
        return end(say("reconciliation.which_grade"), *rows, (_back(result.period),))
    unit = _unit(result, unit_id)
    rows = [(choice("reconciliation.grade_label", "reconciliation.grade", period_id, unit_id, level.code, grade=level.name),) for level in levels]
    if any(one.unit_id == id_of(unit_id) for one in result.decided("grade").values()):
        rows.append((choice("reconciliation.by_rule_label", "reconciliation.withdrawn", period_id, "grade", unit_id),))
    return end(say("reconciliation.ask_grade", unit=unit), *rows, (_back(result.period),))


async def choose_grade(turn: Turn, period_id: str, unit_id: str, code: str) -> Shown:
    result = await _result(turn, period_id, "grade")
    unit = _unit(result, unit_id)
    levels = result.rubric.classification.levels if result.rubric.classification else ()
    level = next((one for one in levels if one.code == code), None)
    if level is None:
        raise Outdated
    waits = GivingGrounds(period_id=result.period.id, kind="grade", unit_id=id_of(unit_id), value=code)
    return ask(say("reconciliation.ask_grade_grounds", unit=unit, grade=level.name), (_back(result.period),), waits=waits)


# ---------------------------------------------------------------------------------------------------------------- grounds


async def give_grounds(turn: Turn, state: GivingGrounds) -> Shown:
    result = await _result(turn, state.period_id, state.kind)
    reason = clean(turn.text)
    if len(reason) < SHORTEST:
        raise ReasonMissing
    return _ask_decider(result.period, state, reason)


async def grounds_again(turn: Turn, state: GivingGrounds) -> Shown:
    result = await _result(turn, state.period_id, state.kind)
    return ask(say("reconciliation.ask_grounds", unit=_unit(result, state.unit_id)), (_back(result.period),), waits=state)


def _ask_decider(period: Period, state: GivingGrounds, reason: str, *said: Said) -> Shown:
    waits = NamingDecider(period_id=state.period_id, kind=state.kind, unit_id=state.unit_id, value=state.value, reason=reason)
    return ask((*said, say("reconciliation.ask_decider")), (_back(period),), waits=waits)


async def decider_again(turn: Turn, state: NamingDecider) -> Shown:
    result = await _result(turn, state.period_id, state.kind)
    return ask(say("reconciliation.ask_decider"), (_back(result.period),), waits=state)


async def name_decider(turn: Turn, state: NamingDecider) -> Shown:
    """Keeps the decision with its grounds."""
    result = await _result(turn, state.period_id, state.kind)
    decider = clean(turn.text)
    if len(decider) < SHORTEST:
        raise ReasonMissing
    unit = _unit(result, state.unit_id)
    for unit_id, value in _values(result, state).items():
        await turn.store.decisions.decide(state.period_id, state.kind, unit_id, value, state.reason, decider, turn.me.id, turn.now)
    period = result.period
    new = {"unit": state.unit_id, "value": state.value, "reason": state.reason, "decided_by": decider}
    await turn.record(state.kind, period.bloc_id, f"period:{period.id}", period_id=period.id, new=new)
    return await desk(turn, await result_of(turn, period), say("reconciliation.decided", unit=unit))


def _values(result: Result, state: NamingDecider) -> dict[int, str]:
    """What is kept for which unit: among equals each gets its place."""
    if state.kind != "tie":
        return {state.unit_id: state.value}
    ids = {unit.place.code: unit.place.unit_id for unit in result.units}
    chosen = next(code for code, unit_id in ids.items() if unit_id == state.unit_id)
    group = next((one for one in tied_groups(result) if chosen in one), None)
    if group is None:
        raise Outdated
    present = {code: int(one.value) for code, one in result.decided("tie").items()}
    return {ids[code]: str(place) for code, place in ordered_before(present, group, chosen).items()}


async def withdraw(turn: Turn, period_id: str, kind: str, unit_id: str) -> Shown:
    """Takes a decision back; the order among equals as a whole."""
    chosen: DecisionKind | None = next((one for one in ("exclusion", "tie", "grade") if one == kind), None)
    if chosen is None:
        raise Outdated
    result = await _result(turn, period_id, chosen)
    held = [one for one in result.decided(chosen).values() if chosen == "tie" or one.unit_id == id_of(unit_id)]
    for one in held:
        await turn.store.decisions.withdraw(result.period.id, chosen, one.unit_id, turn.me.id, turn.now)
    period = result.period
    old = {one.unit_code: one.value for one in held}
    await turn.record(chosen, period.bloc_id, f"period:{period.id}", period_id=period.id, old=old)
    return await desk(turn, await result_of(turn, period), say("reconciliation.withdrawn"))
