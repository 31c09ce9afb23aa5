"""What a newer version changes, in words: criteria added, withdrawn, changed, sums."""

from collections.abc import Iterator

from config.table_words import table_words
from domain.rubrics import Leaf
from domain.tables.changes import Changed, Changes, Part, Target
from handlers.criteria import named_said, shown_address
from handlers.flow import Said, say
from handlers.rule_words import explained
from handlers.tables.rules import GENERAL, general_said, is_told

LINES_SHOWN = 40


def differences_said(found: Changes) -> tuple[Said, ...]:
    """The differences, one a line; what is more than fits one message is counted."""
    lines = list(_lines(found))
    more = (say("tables.more_differences", count=len(lines) - LINES_SHOWN),) if len(lines) > LINES_SHOWN else ()
    return (say("tables.lines", lines=tuple(lines[:LINES_SHOWN])), *more)


def _lines(found: Changes) -> Iterator[Said]:
    """The sums first, for they are never left out; then what is added, withdrawn and changed, and the general rules."""
    yield from _sums(found)
    for one in found.added:
        yield say("tables.added", named=named_said(one), points=_points(one), how=say("tables.added_how", how=explained(one)) if is_told(one) else "")
    for one in found.withdrawn:
        yield say("tables.withdrawn", named=named_said(one))
    for changed in found.changed:
        for part in changed.parts:
            yield _title_changed(changed, found) if part == "title" else _changed(changed, part)
    for name in found.general:
        yield _general_changed(name, found)


def _general_changed(name: str, found: Changes) -> Said:
    """What a general rule says now, and what it said before where both are short."""
    old, new = (general_said(one, name) for one in found.versions)
    called = table_words()[GENERAL[name]]
    if name == "classification":
        return say("tables.levels_changed", name=called, new=new)
    return say("tables.general_changed", name=called, old=old, new=new)


def _sums(found: Changes) -> Iterator[Said]:
    if found.total:
        yield say("tables.total_changed", old=found.total[0], new=found.total[1])
    for old, new in found.sections:
        if old.title != new.title:
            yield say("tables.section_renamed", code=new.code, old=old.title, new=new.title)
        if old.max != new.max:
            yield say("tables.section_sum_changed", code=new.code, old=old.max, new=new.max)


def _title_changed(changed: Changed, found: Changes) -> Said:
    """The new title; where the criterion that stood here moved on, its code now."""
    old, new = changed.old, changed.new
    to = found.moved_to(old) if changed.is_another else None
    if to is None:
        return say("tables.title_changed", address=shown_address(new), old=old.title, new=new.title)
    return say("tables.code_moved", address=shown_address(new), old=old.title, new=new.title, to=shown_address(to))


def _changed(changed: Changed, part: Part) -> Said:
    old, new = changed.old, changed.new
    address = shown_address(new)
    if part == "max":
        return say("tables.max_changed", address=address, old=_points(old), new=_points(new))
    if part == "rule":
        return say("tables.rule_changed", address=address, old=explained(old), new=explained(new))
    if not (isinstance(old, Leaf) and isinstance(new, Leaf)):
        raise TypeError(f"an item has no {part}")
    if part == "evidence":
        words = table_words()
        return say("tables.evidence_changed", address=address, old=words[f"evidence_{old.evidence}"], new=words[f"evidence_{new.evidence}"])
    if part == "floor":
        return say("tables.floor_changed", address=address, old=_or_nothing(old.floor), new=_or_nothing(new.floor))
    return say("tables.owner_changed", address=address, old=_or_nothing(old.owner), new=_or_nothing(new.owner))


def _or_nothing(value: object) -> object:
    return say("tables.nothing") if value in {None, ""} else value


def _points(target: Target) -> Said:
    return say("tables.points", points=target.rule.max) if target.rule.max is not None else say("tables.no_maximum")
