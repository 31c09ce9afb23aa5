"""What a newer version changes, in words: criteria added, withdrawn, changed, sums."""

from collections.abc import Iterator

from config.table_words import table_words
from domain.rubrics import Item, Leaf
from domain.tables.changes import Changed, Changes, Part, Target
from handlers.flow import Said, say

LINES_SHOWN = 40


def differences_said(found: Changes) -> tuple[Said, ...]:
    """The differences, one a line; what is more than fits one message is counted."""
    lines = list(_lines(found))
    more = (say("tables.more_differences", count=len(lines) - LINES_SHOWN),) if len(lines) > LINES_SHOWN else ()
    return (say("tables.lines", lines=tuple(lines[:LINES_SHOWN])), *more)


def named(target: Target) -> Said:
    """A criterion or item by the address people write, and its title."""
    return say("tables.named", address=shown(target), title=target.title)


def shown(target: Target) -> str:
    return target.code if isinstance(target, Item) else target.address


def _lines(found: Changes) -> Iterator[Said]:
    for one in found.added:
        yield say("tables.added", named=named(one), points=_points(one))
    for one in found.withdrawn:
        yield say("tables.withdrawn", named=named(one))
    for changed in found.changed:
        for part in changed.parts:
            yield _changed(changed, part)
    for old, new in found.sections:
        if old.title != new.title:
            yield say("tables.section_renamed", code=new.code, old=old.title, new=new.title)
        if old.max != new.max:
            yield say("tables.section_sum_changed", code=new.code, old=old.max, new=new.max)
    if found.total:
        yield say("tables.total_changed", old=found.total[0], new=found.total[1])
    if found.general:
        yield say("tables.general_changed")


def _changed(changed: Changed, part: Part) -> Said:
    old, new = changed.old, changed.new
    address = shown(new)
    if part == "title":
        return say("tables.title_changed", address=address, old=old.title, new=new.title)
    if part == "max":
        return say("tables.max_changed", address=address, old=_points(old), new=_points(new))
    if part == "rule":
        words = table_words()
        return say("tables.rule_changed", address=address, old=words[f"kind_{old.rule.kind}"], new=words[f"kind_{new.rule.kind}"])
    if isinstance(old, Leaf) and isinstance(new, Leaf) and part == "evidence":
        words = table_words()
        return say("tables.evidence_changed", address=address, old=words[f"evidence_{old.evidence}"], new=words[f"evidence_{new.evidence}"])
    return say(f"tables.{part}_changed", address=address)


def _points(target: Target) -> Said:
    return say("tables.points", points=target.rule.max) if target.rule.max is not None else say("tables.no_maximum")
