"""One criterion across all units, side by side: to judge them by the same measure."""

from domain.appraisal import NOTHING
from domain.criteria.answers import from_json
from domain.rubrics import Leaf
from handlers.appraisal.case import READERS, period_of
from handlers.criteria import explained, named_said, recorded
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, say
from handlers.results import Result, UnitResult, result_of


async def list_sections(turn: Turn, period_id: str, section: str = "") -> Shown:
    """The sections, or the criteria of one."""
    result = await result_of(turn, await period_of(turn, period_id, READERS))
    chosen = next((one for one in result.rubric.sections if one.code == section), None)
    back = choice("appraisal.back_label", *(("appraisal.sections", period_id) if chosen else ("appraisal.period", period_id)))
    if chosen is None:
        rows = [
            (choice("appraisal.section_label", "appraisal.sections", period_id, one.code, code=one.code, title=one.title),)
            for one in result.rubric.sections
        ]
        return end(say("appraisal.which_section"), *rows, (back,))
    rows = [(choice("appraisal.leaf_label", "appraisal.across", period_id, leaf.address, named=named_said(leaf)),) for leaf in chosen.leaves]
    return end(say("appraisal.which_criterion", code=chosen.code, title=chosen.title), *rows, (back,))


async def across(turn: Turn, period_id: str, address: str) -> Shown:
    """Every unit's answer, score and evidence for one criterion."""
    result = await result_of(turn, await period_of(turn, period_id, READERS))
    leaf = result.rubric.leaf(address)
    if leaf is None:
        raise Outdated
    lines = tuple([await _line(turn, leaf, unit) for unit in result.units])
    text = say("appraisal.across", named=named_said(leaf), max=leaf.max, how=explained(leaf), lines=lines)
    units = [choice("appraisal.unit_label", "appraisal.leaf", unit.place.sheet_id, address, unit=unit.place.unit_name) for unit in result.units]
    rows: list[tuple[Choice, ...]] = [tuple(units[at : at + 2]) for at in range(0, len(units), 2)]
    return end(text, *rows, _onward(result, leaf))


def _onward(result: Result, leaf: Leaf) -> tuple[Choice, ...]:
    order = [one.address for one in result.rubric.leaves]
    after = order[order.index(leaf.address) + 1 :][:1]
    following = [choice("appraisal.next_label", "appraisal.across", result.period.id, address) for address in after]
    return (*following, choice("appraisal.back_label", "appraisal.sections", result.period.id, leaf.section))


async def _line(turn: Turn, leaf: Leaf, unit: UnitResult) -> Said:
    text, standing = unit.answers.get(leaf.address), unit.standing.get(leaf.address, NOTHING)
    proof = await turn.store.evidence.count(unit.place.sheet_id, leaf.address)
    own = unit.own.leaves[leaf.address]
    return say(
        "appraisal.across_line", unit=unit.place.unit_name, answer=recorded(leaf.rule, from_json(text)) if text else say("appraisal.none_given"),
        own=say("appraisal.bare", points=own) if own is not None and text else say("appraisal.none_given"), proof=proof,
        now=_now(leaf, unit) if standing.decided else say("appraisal.undecided"),
    )  # fmt: skip


def _now(leaf: Leaf, unit: UnitResult) -> Said:
    points = unit.score.leaves[leaf.address]
    return say("appraisal.decided_at", points=points) if points is not None else say("appraisal.left_out")
