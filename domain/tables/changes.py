"""What a newer version of a scoring table changes, criterion by criterion, and which answers that touches."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal, TypeAlias

from domain.criteria import Rule
from domain.criteria.answers import Answer, is_not_applicable
from domain.rubrics import Item, Leaf, Rubric, Section
from domain.sheets import needs_proof
from domain.texts import fold

Target: TypeAlias = Leaf | Item
Part = Literal["title", "max", "rule", "evidence", "floor", "owner"]
PARTS: tuple[Part, ...] = ("title", "max", "rule", "evidence", "floor", "owner")
NO_RULES = frozenset({"id", "title", "total", "sections", "bonus", "penalties"})
GENERAL = tuple(field.name for field in fields(Rubric) if field.name not in NO_RULES)
"""The fields of a rubric that are neither its name nor its criteria."""
ALIKE = 0.25
"""Which share of their words two titles of one criterion have in common at least."""
MAXIMUM = "max"
"""Stands for a parameter that is the maximum itself: where the maximum changes, that alone has changed."""


@dataclass(frozen=True)
class Changed:
    """A criterion or item that stands in both versions, and what of it differs. `is_another`: its code now stands for something else, as where a row
    was put in and the codes below it moved on."""

    old: Target
    new: Target
    parts: tuple[Part, ...]
    is_another: bool = False

    @property
    def is_ruled_anew(self) -> bool:
        """Whether an answer given before no longer counts: it is another criterion, or its points or its rule are others."""
        return self.is_another or bool({"max", "rule"} & set(self.parts))


@dataclass(frozen=True)
class Changes:
    """What differs. `sections` are those whose title or points do, old and new; `general` names the general rules that do, by
    a rubric's fields; `versions` are the whole tables, old and new."""

    added: tuple[Target, ...]
    withdrawn: tuple[Target, ...]
    changed: tuple[Changed, ...]
    sections: tuple[tuple[Section, Section], ...]
    total: tuple[Decimal, Decimal] | None
    general: tuple[str, ...]
    versions: tuple[Rubric, Rubric]

    def moved_to(self, old: Target) -> Target | None:
        """Where a criterion of the old version stands in the new one under another code: what is new there and bears its title; None where nothing does."""
        new = (*(one.new for one in self.changed if one.is_another), *self.added)
        return next((one for one in new if fold(one.title) == fold(old.title)), None)

    def __bool__(self) -> bool:
        return bool(self.added or self.withdrawn or self.changed or self.sections or self.total or self.general)


def changes(old: Rubric, new: Rubric) -> Changes:
    """What the new version changes; criteria are the same where their addresses are."""
    before, after = _targets(old), _targets(new)
    both = [(before[address], after[address]) for address in before if address in after]
    titles = {fold(one.title) for one in before.values()}, {fold(one.title) for one in after.values()}
    sections_before, sections_after = {one.code: one for one in old.sections}, {one.code: one for one in new.sections}
    return Changes(
        tuple(one for address, one in after.items() if address not in before),
        tuple(one for address, one in before.items() if address not in after),
        tuple(Changed(one, other, parts, _is_another(one, other, *titles)) for one, other in both if (parts := _parts(one, other))),
        tuple(
            (one, other) for code, one in sections_before.items()
            if (other := sections_after.get(code)) and (one.title, one.max) != (other.title, other.max)
        ),
        (old.total, new.total) if old.total != new.total else None,
        tuple(name for name in GENERAL if getattr(old, name) != getattr(new, name)),
        (old, new),
    )  # fmt: skip


def touched(found: Changes, answers: Mapping[str, Answer], proven: frozenset[str]) -> frozenset[str]:
    """The addresses of answers that must be given or kept again: their points or rule have changed (of what does not apply: the policy), their code now
    stands for another criterion, what stood there before is back, or proof is newly asked and missing. `proven` are the addresses with evidence or an
    explanation."""
    again = {one.new.address for one in found.changed if _is_touched(one, answers.get(one.new.address), proven)}
    again |= {one.address for one in found.added}
    if "not_applicable" in found.general:
        again |= {address for address, answer in answers.items() if is_not_applicable(answer)}
    return frozenset(again & set(answers))


def asks_anew(found: Changes) -> tuple[Leaf, ...]:
    """The criteria that a unit has not been asked for before."""
    return tuple(one for one in found.added if isinstance(one, Leaf) and not one.is_external)


def ruled_anew(found: Changes) -> frozenset[str]:
    """The addresses whose points or rule are others than before, that stand for another criterion, or that were not there: what was decided on them
    before decides nothing now."""
    return frozenset({one.new.address for one in found.changed if one.is_ruled_anew} | {one.address for one in found.added})


def _is_touched(one: Changed, answer: Answer | None, proven: frozenset[str]) -> bool:
    if one.is_ruled_anew:
        return True
    if "evidence" not in one.parts or answer is None or not isinstance(one.new, Leaf):
        return False
    return needs_proof(one.new, answer) and one.new.address not in proven


def _is_another(old: Target, new: Target, before: set[str], after: set[str]) -> bool:
    """Whether the code stands for something else: its new title, or its old one, is that of another row in the other version, or the two have hardly a
    word in common."""
    was, now = fold(old.title), fold(new.title)
    if was == now:
        return False
    words, others = set(was.split()), set(now.split())
    return now in before or was in after or len(words & others) < len(words | others) * ALIKE


def _targets(rubric: Rubric) -> dict[str, Target]:
    targets: tuple[Target, ...] = rubric.leaves + rubric.items
    return {one.address: one for one in targets}


def _parts(old: Target, new: Target) -> tuple[Part, ...]:
    different: dict[Part, bool] = {"title": old.title != new.title, "max": old.rule.max != new.rule.max, "rule": _shape(old.rule) != _shape(new.rule)}
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        different |= {"evidence": old.evidence != new.evidence, "floor": old.floor != new.floor, "owner": old.owner != new.owner}
    return tuple(part for part in PARTS if different.get(part))


def _shape(rule: Rule) -> tuple[object, ...]:
    """A rule without its maximum."""
    values = [getattr(rule, field.name) for field in fields(rule) if field.name != "max"]
    return (rule.kind, *(MAXIMUM if rule.max is not None and value == rule.max else value for value in values))
