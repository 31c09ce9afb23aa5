"""Criteria that a specialised body scores for every unit: entered by their appraiser alone, seen by everybody who appraises."""

from decimal import Decimal

from domain.appraisal import belongs, require_no_conflict, require_stage_act
from domain.decided_points import read_decided
from domain.judgements import NOTHING
from domain.people import Role
from domain.rubrics import Leaf
from handlers.appraisal.board import may_rate, period_screen, rated_by
from handlers.appraisal.case import period_of
from handlers.appraisal.progress import tell_when_complete
from handlers.appraisal.sheet import in_rows
from handlers.criteria import named_said, shown_address
from handlers.flow import NotAllowed, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from handlers.rule_words import explained
from storage.judgements import Judgement

APPRAISER = frozenset({Role.EXTERNAL_APPRAISER})


class Rating(State):
    """A unit's points for an external criterion are asked; `seen` is the judgement that was shown (0: none, None: not kept)."""

    period_id: int
    sheet_id: int
    address: str
    seen: int | None = None


async def _found(turn: Turn, period_id: int | str, address: str) -> tuple[Result, Leaf]:
    """The result and the criterion, if the person enters it now."""
    period = await period_of(turn, period_id, APPRAISER)
    require_stage_act("enter_external", period.state, period.stage, turn.me.roles(period.bloc_id))
    result = await result_of(turn, period)
    leaf = result.rubric.leaf(address)
    if leaf is None:
        raise Outdated
    if not may_rate(turn, period, leaf.rule):
        raise NotAllowed
    return result, leaf


async def list_units(turn: Turn, period_id: str, address: str) -> Shown:
    """The units with what was entered for each."""
    result, leaf = await _found(turn, period_id, address)
    return units_screen(turn, result, leaf)


def units_screen(turn: Turn, result: Result, leaf: Leaf, *said: Said) -> Shown:
    """The units with what was entered for each; the person's own is said to be others' to score, and leads nowhere."""
    own = [unit for unit in result.units if belongs(turn.me, {unit.place.unit_id}, result.deciders)]
    lines = tuple(
        say("appraisal.rated_own_line" if unit in own else "appraisal.rated_line", unit=unit.place.unit_name, points=_entered(unit, leaf.address))
        for unit in result.units
    )
    rows = [
        (
            choice(
                "appraisal.unit_label",
                "appraisal.rate",
                unit.place.sheet_id,
                leaf.address,
                unit=unit.place.unit_name,
                also=unit.place.unit.other_names,
            ),
        )
        for unit in result.units
        if unit not in own
    ]
    text = say("appraisal.rating", named=named_said(leaf), max=leaf.max, how=explained(leaf), lines=lines)
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return end((*said, text), *rows, back, lasting=bool(said))


def _entered(unit: UnitResult, address: str) -> Said:
    standing = unit.standing.get(address)
    points = standing.decided.points if standing and standing.decided else None
    return say("appraisal.bare", points=points) if points is not None else say("appraisal.none_given")


async def rate_unit(turn: Turn, sheet_id: str) -> Shown:
    """What the person enters for one unit: its only criterion is asked at once, of several one is chosen."""
    sheet = await turn.store.answers.open_sheet(id_of(sheet_id))
    if sheet is None:
        raise Outdated
    period = await period_of(turn, sheet.period.id, APPRAISER)
    leaves = rated_by(turn, await result_of(turn, period))
    if not leaves or period.state != "closed" or period.stage != "appraisal":
        return await period_screen(turn, period)
    if len(leaves) == 1:
        return await rate(turn, sheet_id, leaves[0].address)
    lines = tuple(named_said(leaf) for leaf in leaves)
    labels = [choice("appraisal.address_label", "appraisal.rate", sheet_id, leaf.address, address=shown_address(leaf)) for leaf in leaves]
    back = (choice("appraisal.back_label", "appraisal.period", period.id),)
    return end(say("appraisal.which_rating", title=period.title, unit=sheet.unit_name, lines=lines), *in_rows(labels), back)


async def rate(turn: Turn, sheet_id: str, address: str) -> Shown:
    sheet = await turn.store.answers.open_sheet(id_of(sheet_id))
    if sheet is None:
        raise Outdated
    result, leaf = await _found(turn, sheet.period.id, address)
    require_no_conflict(turn.me, sheet.unit_id, result.deciders)
    return _asked(result, leaf, sheet.id)


def _asked(result: Result, leaf: Leaf, sheet_id: int, *said: Said) -> Shown:
    unit = next((one for one in result.units if one.place.sheet_id == sheet_id), None)
    if unit is None:
        raise Outdated
    text = say("appraisal.ask_rating", unit=unit.place.unit_name, named=named_said(leaf), max=leaf.max, points=_entered(unit, leaf.address))
    back = (choice("appraisal.back_label", "appraisal.external", result.period.id, leaf.address),)
    waits = Rating(period_id=result.period.id, sheet_id=sheet_id, address=leaf.address, seen=_newest(unit, leaf))
    return ask((*said, text), back, waits=waits, lasting=bool(said))


def _newest(unit: UnitResult, leaf: Leaf) -> int:
    """The judgement that counts for a unit's criterion; 0 for none."""
    decided = unit.standing.get(leaf.address, NOTHING).decided
    return decided.id if decided else 0


async def rating_again(turn: Turn, state: Rating) -> Shown:
    return await rate(turn, str(state.sheet_id), state.address)


async def give_rating(turn: Turn, state: Rating) -> Shown:
    """Keeps the points and asks the next unit's; where all have points, shows the list. Where somebody entered some meanwhile, those are shown first."""
    result, leaf = await _found(turn, state.period_id, state.address)
    unit = next((one for one in result.units if one.place.sheet_id == state.sheet_id), None)
    if unit is None:
        raise Outdated
    require_no_conflict(turn.me, unit.place.unit_id, result.deciders)
    if state.seen not in {None, _newest(unit, leaf)}:
        return _asked(result, leaf, state.sheet_id, say("appraisal.judged_meanwhile"))
    points, reason = read_decided(result.rubric, leaf, turn.text)
    await keep_rating(turn, result, unit, leaf, points, reason)
    after = await result_of(turn, result.period)
    await tell_when_complete(turn, after)
    said = say("appraisal.rated", unit=unit.place.unit_name, named=named_said(leaf), points=points)
    following = next(
        (one for one in after.units if leaf.address not in one.standing and not belongs(turn.me, {one.place.unit_id}, after.deciders)), None
    )
    return _asked(after, leaf, following.place.sheet_id, said) if following else units_screen(turn, after, leaf, said)


async def keep_rating(turn: Turn, result: Result, unit: UnitResult, leaf: Leaf, points: Decimal, reason: str) -> None:
    judgement = Judgement(unit.place.sheet_id, leaf.address, "appraised", "external", points, reason, unit.answers.get(leaf.address, ""))
    await turn.store.judgements.judge([judgement], turn.me.id, Role.EXTERNAL_APPRAISER.value, turn.now)
    standing, period = unit.standing.get(leaf.address), result.period
    old = {"points": standing.decided.points} if standing and standing.decided else None
    new = {"as": Role.EXTERNAL_APPRAISER.value, "points": points, "reason": reason}
    await turn.record("appraisal", period.bloc_id, f"sheet:{unit.place.sheet_id} {leaf.address}", period_id=period.id, old=old, new=new)
