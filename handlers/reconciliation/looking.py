"""Looking closer: what was changed, where self and appraised scores lie furthest apart, who is at the maximum, where nobody loses points."""

from collections.abc import Iterator
from decimal import Decimal

from domain.rubrics import Item, Leaf
from handlers.criteria import named_said, shown_address
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, say
from handlers.reconciliation.authority import period_of
from handlers.results import Result, UnitResult, result_of

LINES_AT_MOST = 25


async def look(turn: Turn, period_id: str, which: str) -> Shown:
    """One of the lists."""
    result = await result_of(turn, await period_of(turn, period_id))
    lists = {"changes": _changes, "gaps": _gaps, "full": _full, "flat": _flat}
    if which not in lists:
        raise Outdated
    lines = tuple(lists[which](result))
    more = (say("reconciliation.more", count=len(lines) - LINES_AT_MOST),) if len(lines) > LINES_AT_MOST else ()
    text = say(f"reconciliation.{which}", lines=(*lines[:LINES_AT_MOST], *more)) if lines else say(f"reconciliation.{which}_none")
    return end(text, (choice("reconciliation.back_label", "reconciliation.open", result.period.id),))


def _changes(result: Result) -> Iterator[Said]:
    """Every criterion whose points are not the unit's own, with the reason."""
    for unit, target, own, points in _differing(result):
        standing = unit.standing.get(target.address)
        judged = (standing.final if standing and standing.final and standing.final.reason else standing.appraised) if standing else None
        yield say(
            "reconciliation.change", unit=unit.place.unit_name, address=shown_address(target), own=own, points=points,
            reason=judged.reason if judged and judged.reason else say("reconciliation.no_reason"),
        )  # fmt: skip


def _differing(result: Result) -> Iterator[tuple[UnitResult, Leaf | Item, Decimal, Decimal]]:
    zero = Decimal(0)
    for unit in result.units:
        for leaf in result.rubric.leaves:
            own, points = unit.own.leaves[leaf.address] or zero, unit.score.leaves[leaf.address] or zero
            if own != points:
                yield unit, leaf, own, points
        for item in result.rubric.items:
            standing = unit.standing.get(item.address)
            if standing and standing.appraised and standing.appraised.points is not None:
                yield unit, item, zero, standing.appraised.points


def _gaps(result: Result) -> Iterator[Said]:
    """The largest gaps between self and present scores: units first, then single criteria."""
    for unit in sorted(result.units, key=lambda one: -abs(one.own.total - one.score.total)):
        gap = unit.score.total - unit.own.total
        if gap:
            key = "reconciliation.unit_gap_up" if gap > 0 else "reconciliation.unit_gap"
            yield say(key, unit=unit.place.unit_name, own=unit.own.total, points=unit.score.total, gap=gap)
    for unit, target, own, points in sorted(_differing(result), key=lambda one: -abs(one[2] - one[3]))[:10]:
        yield say("reconciliation.gap", unit=unit.place.unit_name, address=shown_address(target), own=own, points=points)


def _full(result: Result) -> Iterator[Said]:
    """The units whose total reaches the table's maximum."""
    for unit in result.units:
        if unit.score.total >= result.rubric.total:
            yield say("reconciliation.full_line", unit=unit.place.unit_name, points=unit.score.total)


def _flat(result: Result) -> Iterator[Said]:
    """The criteria on which no unit loses points: they tell nobody apart."""
    for leaf in result.rubric.leaves:
        if result.units and all((unit.score.leaves[leaf.address] or Decimal(0)) >= leaf.max for unit in result.units):
            yield say("reconciliation.flat_line", named=named_said(leaf), max=leaf.max)
