"""One criterion across all units, side by side: to judge them by the same measure, and accept what is right where it is seen."""

from collections.abc import Iterable

from domain.criteria.answers import from_json, is_not_applicable
from domain.criteria.manual import Manual
from domain.judgements import NOTHING, Standing
from domain.looking_up import found_in
from domain.rubrics import Leaf
from domain.texts import clean
from handlers.appraisal.case import READERS, load, period_of, require_part
from handlers.appraisal.given import Given, given_now, given_of
from handlers.appraisal.keeping import accept_pile
from handlers.appraisal.piles import mine_to_accept
from handlers.appraisal.progress import tell_when_complete
from handlers.appraisal.sheet import in_rows
from handlers.criteria import address_in, carried, named_said, recorded, shown_address
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from handlers.results import Result, UnitResult, result_of
from handlers.rule_words import explained

UNITS_A_PAGE = 12
"""Two buttons a unit and a line of its own: what a message holds (facts: 100 buttons, 4,096 characters) and a phone shows."""


class ByCriterion(State):
    """Criteria are looked at across units and nothing is asked: an address or words of a title typed now open that criterion. `address` is what is shown,
    "" for the lists of sections and criteria."""

    asks = False
    period_id: int
    address: str = ""


async def list_sections(turn: Turn, period_id: str, section: str = "") -> Shown:
    """The sections, or the criteria of one."""
    return _sections(await result_of(turn, await period_of(turn, period_id, READERS)), section)


def _sections(result: Result, section: str = "", *said: Said) -> Shown:
    period_id, waits, sections = result.period.id, ByCriterion(period_id=result.period.id), result.rubric.sections
    chosen = next((one for one in sections if one.code == section), sections[0] if len(sections) == 1 else None)
    back = choice("appraisal.back_label", *(("appraisal.sections", period_id) if chosen and len(sections) > 1 else ("appraisal.period", period_id)))
    if chosen is None:
        named = [say("appraisal.section_line", code=one.code, title=one.title) for one in sections]
        labels = [choice("appraisal.section_label", "appraisal.sections", period_id, one.code, code=one.code, also=(one.code,)) for one in sections]
        return ask((*said, say("appraisal.which_section", lines=tuple(named))), *in_rows(labels), (back,), waits=waits)
    lines = tuple(named_said(leaf) for leaf in chosen.leaves)
    text = say("appraisal.which_criterion", code=chosen.code, title=chosen.title, lines=lines)
    return ask((*said, text), *in_rows(_labels(result, chosen.leaves)), (back,), waits=waits)


def _labels(result: Result, leaves: Iterable[Leaf]) -> list[Choice]:
    return [choice("appraisal.address_label", "appraisal.across", result.period.id, one.address, address=shown_address(one)) for one in leaves]


async def type_by_criterion(turn: Turn, state: ByCriterion) -> Shown:
    """An address or words of a title open that criterion side by side, of several one is chosen; anything else says what can be typed."""
    given = await given_now(turn, await period_of(turn, state.period_id, READERS))
    result = given.result
    found = [one for one in found_in(result.rubric, result.rubric.leaves, turn.text) if isinstance(one, Leaf)]
    if not found:
        refused = say("appraisal.not_an_address", example=shown_address(result.rubric.leaves[0]))
        return _screen(turn, given, state.address, 0, refused) if state.address else _sections(result, "", refused)
    if len(found) == 1:
        return _screen(turn, given, found[0].address, 0)
    back = choice("appraisal.back_label", "appraisal.sections", result.period.id)
    text = say("appraisal.found", text=clean(turn.text), lines=tuple(named_said(leaf) for leaf in found))
    return ask(text, *in_rows(_labels(result, found)), (back,), waits=ByCriterion(period_id=result.period.id))


async def by_criterion_again(turn: Turn, state: ByCriterion) -> Shown:
    """What was shown, as it is now."""
    return await (across(turn, str(state.period_id), state.address) if state.address else list_sections(turn, str(state.period_id)))


async def across(turn: Turn, period_id: str, address: str, page: str = "0") -> Shown:
    """Every unit's answer, score and evidence for one criterion, so many units a page."""
    return _screen(turn, await given_now(turn, await period_of(turn, period_id, READERS)), address, id_of(page))


def _screen(turn: Turn, given: Given, address: str, page: int, *said: Said) -> Shown:
    result, leaf = given.result, _leaf(given.result, address)
    shown, pages = _page(result, page)
    page = min(page, pages - 1)
    lines = tuple(_line(given, leaf, unit) for unit in shown)
    text = say("appraisal.across", named=named_said(leaf), max=leaf.max, how=explained(leaf), lines=lines)
    acceptable = _acceptable(turn, result, leaf, shown)
    rows = [_unit_row(given, leaf, unit, accepts=unit in acceptable) for unit in shown]
    every = ((_accept_shown(given, leaf, acceptable, page),),) if len(acceptable) > 1 else ()
    waits = ByCriterion(period_id=result.period.id, address=leaf.address)
    return ask((*said, text), *every, *rows, *_turning(result, leaf, page, pages), _onward(result, leaf), waits=waits, lasting=bool(said))


def _accept_shown(given: Given, leaf: Leaf, units: list[UnitResult], page: int) -> Choice:
    """All that is shown and acceptable in one tap."""
    here = (given.result.period.id, carried(leaf.address), page, _marks(given, leaf, units))
    return choice("appraisal.accept_shown_label", "appraisal.accept_across", *here, count=len(units), weight="main")


def _leaf(result: Result, address: str) -> Leaf:
    leaf = result.rubric.leaf(address_in(result.rubric, address))
    if leaf is None:
        raise Outdated
    return leaf


def _page(result: Result, page: int) -> tuple[tuple[UnitResult, ...], int]:
    """The units of a page, and how many pages there are; the last page for any beyond."""
    pages = max(1, -(-len(result.units) // UNITS_A_PAGE))
    page = min(page, pages - 1)
    return result.units[page * UNITS_A_PAGE : (page + 1) * UNITS_A_PAGE], pages


def _acceptable(turn: Turn, result: Result, leaf: Leaf, shown: tuple[UnitResult, ...]) -> list[UnitResult]:
    """The units of which the person may accept this criterion as it is: not their own, nothing decided or proposed."""
    if result.period.state != "closed" or result.period.stage != "appraisal":
        return []
    return [unit for unit, addresses in mine_to_accept(turn, result) if unit in shown and leaf.address in addresses]


def _unit_row(given: Given, leaf: Leaf, unit: UnitResult, *, accepts: bool) -> tuple[Choice, ...]:
    sheet_id, own = unit.place.sheet_id, unit.own.leaves[leaf.address]
    look = choice("appraisal.unit_label", "appraisal.leaf", sheet_id, leaf.address, unit=unit.place.unit_name, also=unit.place.unit.other_names)
    if not accepts:
        return (look,)
    here = (sheet_id, carried(leaf.address), given.mark(unit, leaf.address))
    if own is None:
        return (look, choice("appraisal.accept_left_out_here_label", "appraisal.accept_here", *here, code=unit.place.code))
    return (
        look,
        choice("appraisal.accept_here_label", "appraisal.accept_here", *here, code=unit.place.code, points=say("appraisal.bare", points=own)),
    )


def _marks(given: Given, leaf: Leaf, units: list[UnitResult]) -> str:
    return given.marks([(unit, (leaf.address,)) for unit in units])


async def accept_across(turn: Turn, period_id: str, address: str, page: str, marks: str) -> Shown:
    """Accepts one criterion of every unit of the page that may be, where all of it is what was shown; else shows that page as it is now."""
    given = await given_now(turn, await period_of(turn, period_id, READERS))
    result, leaf = given.result, _leaf(given.result, address)
    acceptable = _acceptable(turn, result, leaf, _page(result, id_of(page))[0])
    if not acceptable or _marks(given, leaf, acceptable) != marks:
        return _screen(turn, given, address, id_of(page), say("engine.outdated"))
    return await _accepted(turn, result, leaf, acceptable, id_of(page))


async def accept_here(turn: Turn, sheet_id: str, address: str, mark: str = "") -> Shown:
    """Accepts one unit's answer without leaving the criterion, where it is what was shown."""
    case = await load(turn, sheet_id)
    require_part(turn, case, "appraise" if case.decides else "propose")
    leaf = _leaf(case.result, address)
    given = await given_of(turn, case.result)
    if case.unit not in _acceptable(turn, case.result, leaf, (case.unit,)) or given.mark(case.unit, leaf.address) != mark:
        raise Outdated
    return await _accepted(turn, case.result, leaf, [case.unit], case.result.units.index(case.unit) // UNITS_A_PAGE)


async def _accepted(turn: Turn, result: Result, leaf: Leaf, units: list[UnitResult], page: int) -> Shown:
    decides = await accept_pile(turn, result, [(unit, (leaf.address,)) for unit in units])
    after = await result_of(turn, result.period)
    await tell_when_complete(turn, after)
    names = ", ".join(unit.place.unit_name for unit in units)
    return _screen(
        turn,
        await given_of(turn, after),
        leaf.address,
        page,
        say("appraisal.accepted_across" if decides else "appraisal.proposed_across", address=leaf.address, units=names),
    )


def _turning(result: Result, leaf: Leaf, page: int, pages: int) -> list[tuple[Choice, ...]]:
    facts = (result.period.id, leaf.address)
    turning = [choice("appraisal.page_before_label", "appraisal.across", *facts, page - 1)] if page > 0 else []
    turning += [choice("appraisal.page_after_label", "appraisal.across", *facts, page + 1)] if page < pages - 1 else []
    return [tuple(turning)] if turning else []


def _onward(result: Result, leaf: Leaf) -> tuple[Choice, ...]:
    order = [one.address for one in result.rubric.leaves]
    after = order[order.index(leaf.address) + 1 :][:1]
    following = [choice("appraisal.next_label", "appraisal.across", result.period.id, address) for address in after]
    return (*following, choice("appraisal.back_label", "appraisal.sections", result.period.id, leaf.section))


def _line(given: Given, leaf: Leaf, unit: UnitResult) -> Said:
    """What a unit answered and the points it comes to (points that are the answer stand once), what stands, and its evidence."""
    text, standing = unit.answers.get(leaf.address), unit.standing.get(leaf.address, NOTHING)
    own, name = unit.own.leaves[leaf.address], unit.place.unit_name
    if leaf.is_external:
        return say("appraisal.across_external_line", unit=name, now=_entered(leaf, unit, standing))
    facts = {"unit": name, "now": _now(leaf, unit, standing), "proof": _proof(given, leaf, unit), "notes": _notes(given, leaf, unit)}
    if text is None:
        return say("appraisal.across_unanswered_line", **facts)
    if isinstance(leaf.rule, Manual) and own is not None and not is_not_applicable(from_json(text)):
        return say("appraisal.across_points_line", own=own, **facts)
    own_said = say("appraisal.bare", points=own) if own is not None else say("appraisal.none_given")
    return say("appraisal.across_line", answer=recorded(leaf, from_json(text)), own=own_said, **facts)


def _entered(leaf: Leaf, unit: UnitResult, standing: Standing) -> Said:
    """What its appraiser entered for a criterion that no unit scores itself."""
    if standing.decided is None:
        return say("appraisal.not_entered_yet")
    return say("appraisal.entered_at", points=unit.score.leaves[leaf.address])


def _proof(given: Given, leaf: Leaf, unit: UnitResult) -> Said | str:
    """How much evidence stands beside the answer; that there is none only where the table asks for some."""
    count = given.count(unit, leaf.address)
    if count:
        return say("appraisal.notes", notes=say("appraisal.so_many_proofs", count=count))
    return say("appraisal.notes", notes=say("appraisal.no_proof_here")) if leaf.evidence != "optional" else ""


def _notes(given: Given, leaf: Leaf, unit: UnitResult) -> Said | str:
    """Whether the unit was asked something of this criterion, and has answered."""
    if given.owes(unit, leaf.address):
        return say("appraisal.notes", notes=say("appraisal.owes_here"))
    return say("appraisal.notes", notes=say("appraisal.answered_here")) if given.answered(unit, leaf.address) else ""


def _now(leaf: Leaf, unit: UnitResult, standing: Standing) -> Said:
    """What stands: the decision, a proposal that waits, or neither."""
    if standing.decided is not None:
        points = unit.score.leaves[leaf.address]
        if standing.final is None and standing.decided.points is None and points is not None:
            return say("appraisal.accepted_at")
        key = "appraisal.final_at" if standing.final is not None else "appraisal.decided_at"
        return say(key, points=points) if points is not None else say("appraisal.left_out")
    if standing.proposed is None:
        return say("appraisal.undecided")
    points = standing.proposed.points
    return say("appraisal.proposed_at", points=say("appraisal.points", points=points) if points is not None else say("appraisal.as_it_is"))
