"""From answers to a total: each leaf rounded once, sums exact (docs/formats.md, "From leaves to a total").

Points that an appraiser has decided stand in place of what a leaf's or item's answer would give, and for all that follows the leaf then applies and is
answered.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from domain.classification import Short, classify
from domain.criteria.answers import Answer, AnswerRefused, is_not_applicable
from domain.criteria.relative import Field, RelativeToLeader
from domain.numbers import exact_sum, rounded
from domain.rubrics import Item, Leaf, Rubric
from domain.sums import base_of, below_floor, bonus_and_penalty, by_policy, section_sums, within_bounds

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sheet:
    """One unit's answers. `answers` by leaf address; `bonus` and `penalties` by item code; `decided` points by the address of a leaf or item."""

    unit: str
    answers: Mapping[str, Answer]
    bonus: Mapping[str, Answer] = field(default_factory=dict)
    penalties: Mapping[str, Answer] = field(default_factory=dict)
    days_late: int = 0
    excluded: str | None = None
    decided: Mapping[str, Decimal] = field(default_factory=dict)

    def leaves_out(self, address: str) -> bool:
        """Whether the leaf was answered as not applicable, and nobody decided otherwise."""
        return address not in self.decided and is_not_applicable(self.answers.get(address, {}))

    def answers_to(self, address: str) -> bool:
        """Whether the leaf was answered or decided on."""
        return address in self.answers or address in self.decided


@dataclass(frozen=True)
class SheetScore:
    """What a sheet comes to, in points. `leaves` holds None where a leaf not applicable is left out of the sum.

    `items` holds the points of the bonus and penalty items that are answered or decided on, by address. `level` is what the points reach; `grade` is the
    same, or None where leaves are `short` of the level's floor, as `needs_decision` says in words.
    """

    unit: str
    complete: bool
    unanswered: tuple[str, ...]
    leaves: Mapping[str, Decimal | None]
    sections: Mapping[str, Decimal]
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    late: Decimal
    total: Decimal
    grade: str | None = None
    needs_decision: str | None = None
    over_quota: bool = False
    below_floor: tuple[str, ...] = ()
    provisional: bool = False
    excluded: str | None = None
    days_late: int = 0
    level: str | None = None
    short: tuple[Short, ...] = ()
    items: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def is_ranked(self) -> bool:
        """Whether the unit takes part in the ranking."""
        return self.complete and self.excluded is None

    def points_of(self, target: Leaf | Item) -> Decimal | None:
        """The points of a leaf or item; None where it is left out of the sum, or a bonus or penalty was not claimed."""
        return (self.leaves if isinstance(target, Leaf) else self.items).get(target.address)


@dataclass(frozen=True)
class Progress:
    """What a unit sees of its own sheet while it fills it: leaves answered, and points so far without those that compare with other units."""

    answered: int
    asked: int
    points: Decimal
    missing: tuple[str, ...]


class NotApplicableForbidden(AnswerRefused):
    """This table knows no criterion that does not apply."""

    key = "criteria.not_applicable_forbidden"


def check_answer(rubric: Rubric, target: Leaf | Item, answer: Answer) -> None:
    """Raises AnswerRefused unless the answer fits the leaf or item."""
    if is_not_applicable(answer):
        _check_not_applicable(rubric, target, answer)
    else:
        target.rule.check(answer)


def _check_not_applicable(rubric: Rubric, target: Leaf | Item, answer: Answer) -> None:
    if rubric.not_applicable == "forbidden" or isinstance(target, Item):
        raise NotApplicableForbidden("not applicable is forbidden")
    reason = answer.get("reason")
    if set(answer) != {"not_applicable", "reason"} or not isinstance(reason, str) or not reason.strip():
        raise AnswerRefused("`not_applicable` needs a `reason` and nothing else")


def own_progress(rubric: Rubric, answers: Mapping[str, Answer]) -> Progress:
    """How far a unit's own sheet is; `answers` by address, bonus and penalty items included."""
    asked = rubric.own_leaves
    missing = tuple(leaf.address for leaf in asked if leaf.address not in answers)
    return Progress(len(asked) - len(missing), len(asked), provisional_total(rubric, answers), missing)


def provisional_total(rubric: Rubric, answers: Mapping[str, Answer]) -> Decimal:
    """The points so far, leaving out what compares with other units; 0 where every leaf is said not to apply."""
    return own_score(rubric, answers).total


def own_score(rubric: Rubric, answers: Mapping[str, Answer]) -> SheetScore:
    """What a unit's sheet comes to by itself, before closing: what compares with other units gives nothing yet, and nothing is late. `answers` by address,
    items included. Where every leaf is said not to apply it comes to nothing."""
    alone = {
        leaf.address: answers[leaf.address] for leaf in rubric.own_leaves if leaf.address in answers and _stands_alone(leaf, answers[leaf.address])
    }
    if rubric.leaves and all(is_not_applicable(alone.get(leaf.address, {})) for leaf in rubric.leaves):
        alone = {}
    return _score(rubric, Sheet("", alone, by_items(rubric, answers, "bonus"), by_items(rubric, answers, "penalties")), {}, ())


def _stands_alone(leaf: Leaf, answer: Answer) -> bool:
    return is_not_applicable(answer) or not isinstance(leaf.rule, RelativeToLeader)


@dataclass(frozen=True)
class Rescaling:
    """How the points of the criteria that apply were brought to the table's total: `others` × `total` ÷ `remaining` = `base`."""

    others: Decimal
    total: Decimal
    remaining: Decimal
    base: Decimal


def rescaling(rubric: Rubric, score: SheetScore) -> Rescaling | None:
    """How a score was rescaled for what does not apply (docs/formats.md, "From leaves to a total"); None where nothing was."""
    kept = {address: points for address, points in score.leaves.items() if points is not None}
    if rubric.not_applicable != "rescale" or len(kept) == len(score.leaves):
        return None
    return Rescaling(exact_sum(kept.values()), rubric.total, exact_sum(rubric.by_address[address].max for address in kept), score.base)


def late_points(rubric: Rubric, days: int) -> Decimal:
    """The points that a sheet so many days late loses; 0 where no band of the table holds the days."""
    return next((band.points for band in rubric.late if band.holds(days)), ZERO)


def own_points(rubric: Rubric, target: Leaf | Item, answer: Answer) -> Decimal | None:
    """What one answer gives by itself; None where it compares with other units, or says that the criterion does not apply."""
    if is_not_applicable(answer) or isinstance(target.rule, RelativeToLeader):
        return None
    return rounded(target.rule.points(answer), rubric.places, rubric.mode)


def by_items(rubric: Rubric, answers: Mapping[str, Answer], which: str) -> dict[str, Answer]:
    """The bonus or penalty answers of a mapping by address, by their codes."""
    items = rubric.bonus if which == "bonus" else rubric.penalties
    return {item.code: answers[item.address] for item in items if item.address in answers}


def sheet_of(rubric: Rubric, unit: str, answers: Mapping[str, Answer], days_late: int = 0, decided: Mapping[str, Decimal] | None = None) -> Sheet:
    """A sheet from answers and decided points by address."""
    leaves = {leaf.address: answers[leaf.address] for leaf in rubric.leaves if leaf.address in answers}
    return Sheet(unit, leaves, by_items(rubric, answers, "bonus"), by_items(rubric, answers, "penalties"), days_late, decided=decided or {})


# ---------------------------------------------------------------------------------------------------------------- scoring


def score_all(rubric: Rubric, sheets: Sequence[Sheet]) -> tuple[SheetScore, ...]:
    """Every sheet's score, compared with each other where the rubric compares; order as given. The answers must have been checked."""
    fields = _fields(rubric, sheets)
    unfinished = {address for address in fields if not all(sheet.answers_to(address) for sheet in sheets)}
    return tuple(_score(rubric, sheet, fields, unfinished) for sheet in sheets)


def _fields(rubric: Rubric, sheets: Sequence[Sheet]) -> dict[str, Field]:
    fields = {}
    for leaf in rubric.leaves:
        if isinstance(leaf.rule, RelativeToLeader):
            given = (sheet.answers.get(leaf.address) for sheet in sheets)
            fields[leaf.address] = leaf.rule.compare(answer for answer in given if answer is not None and not is_not_applicable(answer))
    return fields


def _score(rubric: Rubric, sheet: Sheet, fields: Mapping[str, Field], unfinished: Collection[str]) -> SheetScore:
    points = _leaf_points(rubric, sheet, fields)
    if rubric.leaves and not points:
        raise AnswerRefused("not every criterion can be not applicable")
    left_out = by_policy(rubric, points)
    shown = {leaf.address: points.get(leaf.address, left_out.get(leaf.address)) for leaf in rubric.leaves}
    items = _item_points(rubric, sheet)
    base, (bonus, penalty), late = base_of(rubric, points, left_out), bonus_and_penalty(rubric, items), late_points(rubric, sheet.days_late)
    total = within_bounds(rubric, exact_sum((base, bonus, penalty.copy_negate(), late.copy_negate())))
    unanswered = tuple(leaf.address for leaf in rubric.leaves if not sheet.answers_to(leaf.address))
    verdict = classify(rubric, total, points)
    return SheetScore(
        sheet.unit, not unanswered, unanswered, shown, section_sums(rubric, shown), base, bonus, penalty, late, total, verdict.grade, verdict.why,
        below_floor=below_floor(rubric, points), provisional=any(address in sheet.answers and address not in sheet.decided for address in unfinished),
        excluded=sheet.excluded, days_late=sheet.days_late, level=verdict.level, short=verdict.short, items=items,
    )  # fmt: skip


def _leaf_points(rubric: Rubric, sheet: Sheet, fields: Mapping[str, Field]) -> dict[str, Decimal]:
    """Rounded points of the leaves that apply, by address; 0 where there is no answer, or it cannot be compared yet."""
    return {leaf.address: _points_of(rubric, leaf, sheet, fields) for leaf in rubric.leaves if not sheet.leaves_out(leaf.address)}


def _points_of(rubric: Rubric, leaf: Leaf, sheet: Sheet, fields: Mapping[str, Field]) -> Decimal:
    if leaf.address in sheet.decided:
        return rounded(sheet.decided[leaf.address], rubric.places, rubric.mode)
    answer, rule = sheet.answers.get(leaf.address), leaf.rule
    if answer is None:
        return ZERO
    exact = rule.points_in(answer, fields[leaf.address]) if isinstance(rule, RelativeToLeader) else rule.points(answer)
    return rounded(exact, rubric.places, rubric.mode)


def _item_points(rubric: Rubric, sheet: Sheet) -> dict[str, Decimal]:
    """Rounded points of the items that are answered or decided on, by address."""
    answers = {item.address: sheet.bonus[item.code] for item in rubric.bonus if item.code in sheet.bonus}
    answers |= {item.address: sheet.penalties[item.code] for item in rubric.penalties if item.code in sheet.penalties}
    exact: dict[str, Fraction | Decimal] = {item.address: item.rule.points(answers[item.address]) for item in rubric.items if item.address in answers}
    exact |= {item.address: sheet.decided[item.address] for item in rubric.items if item.address in sheet.decided}
    return {address: rounded(points, rubric.places, rubric.mode) for address, points in exact.items()}
