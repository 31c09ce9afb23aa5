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
    aside = (
        (say("reconciliation.external_aside"),) if which in {"changes", "gaps"} and len(result.rubric.own_leaves) < len(result.rubric.leaves) else ()
    )
    return end((text, *aside), (choice("reconciliation.back_label", "reconciliation.open", result.period.id),))


def _changes(result: Result) -> Iterator[Said]:
    """Every criterion whose points are not the unit's own, or of an external one its appraiser's, with the reason."""
    for unit, target, own, points in _differing(result):
        standing = unit.standing.get(target.address)
        judged = (standing.final if standing and standing.final and standing.final.reason else standing.appraised) if standing else None
        yield say(
            "reconciliation.change", unit=unit.place.unit_name, address=shown_address(target), own=own, points=points,
            reason=judged.reason if judged and judged.reason else say("reconciliation.no_reason"),
        )  # fmt: skip


def _differing(result: Result) -> Iterator[tuple[UnitResult, Leaf | Item, Decimal, Decimal]]:
    """The criteria and items, unit by unit, whose points are not those that were claimed; both, and nothing counts as 0."""
    targets: tuple[Leaf | Item, ...] = result.rubric.leaves + result.rubric.items
    for unit in result.units:
        for target in targets:
            own, points = unit.claimed.points_of(target) or Decimal(0), unit.score.points_of(target) or Decimal(0)
            if own != points:
                yield unit, target, own, points


def _gaps(result: Result) -> Iterator[Said]:
    """The largest gaps between self and present scores: units first, then single criteria. What external appraisers enter stands on both sides."""
    for unit in sorted(result.units, key=lambda one: -abs(one.claimed.total - one.score.total)):
        gap = unit.score.total - unit.claimed.total
        if gap:
            key = "reconciliation.unit_gap_up" if gap > 0 else "reconciliation.unit_gap"
            yield say(key, unit=unit.place.unit_name, own=unit.claimed.total, points=unit.score.total, gap=gap)
    for unit, target, own, points in sorted(_differing(result), key=lambda one: -abs(one[2] - one[3]))[:10]:
        yield say("reconciliation.gap", unit=unit.place.unit_name, address=shown_address(target), own=own, points=points)


def _full(result: Result) -> Iterator[Said]:
    """The units whose total reaches the table's maximum."""
    for unit in result.units:
        if unit.score.total >= result.rubric.total:
            yield say("reconciliation.full_line", unit=unit.place.unit_name, points=unit.score.total)


def _flat(result: Result) -> Iterator[Said]:
    """The criteria on which no unit loses points: they tell nobody apart. Where one is left out of a unit's score, that unit loses none."""
    for leaf in result.rubric.leaves:
        given = [points for unit in result.units if (points := unit.score.leaves[leaf.address]) is not None]
        if given and all(points >= leaf.max for points in given):
            yield say("reconciliation.flat_line", named=named_said(leaf), max=leaf.max)
