"""From answers to a total: each leaf rounded once, sums exact (RUBRIC.md, "From leaves to a total")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from domain.criteria.answers import Answer, AnswerRefused, is_not_applicable
from domain.criteria.relative import Field, RelativeToLeader
from domain.numbers import rounded
from domain.rubrics import Item, Leaf, Level, Rubric

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sheet:
    """One unit's answers. `answers` by leaf address; `bonus` and `penalties` by item code; `decided` points by address stand in place of computed ones."""

    unit: str
    answers: Mapping[str, Answer]
    bonus: Mapping[str, Answer] = field(default_factory=dict)
    penalties: Mapping[str, Answer] = field(default_factory=dict)
    days_late: int = 0
    excluded: str | None = None
    decided: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def applied(self) -> Mapping[str, Answer]:
        """The answers, where a decided leaf counts as answered with its points and applies."""
        return {**self.answers, **{address: {"points": points} for address, points in self.decided.items()}} if self.decided else self.answers


@dataclass(frozen=True)
class ShortOf:
    """A criterion that falls short of the share its unit's level asks of every criterion; `percent` of its maximum, rounded."""

    address: str
    percent: Decimal


@dataclass(frozen=True)
class SheetScore:
    """What a sheet comes to, in points. `leaves` holds None where a leaf not applicable is left out of the sum."""

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
    items: Mapping[str, Decimal] = field(default_factory=dict)
    short_of: tuple[ShortOf, ...] = ()


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
    alone = {
        leaf.address: answers[leaf.address] for leaf in rubric.own_leaves if leaf.address in answers and not isinstance(leaf.rule, RelativeToLeader)
    }
    leaves = _leaf_points(rubric, alone, {})
    if leaves and all(is_not_applicable(answer) for answer in alone.values()) and len(alone) == len(rubric.leaves):
        return ZERO
    base = _base(rubric, leaves, alone)
    bonus, penalty = _extras(rubric, _item_scores(rubric, by_items(rubric, answers, "bonus"), by_items(rubric, answers, "penalties")))
    return _clamped(rubric, base + bonus - penalty)


def own_points(rubric: Rubric, target: Leaf | Item, answer: Answer) -> Decimal | None:
    """What one answer gives by itself; None where it compares with other units, or says that the criterion does not apply."""
    if is_not_applicable(answer) or isinstance(target.rule, RelativeToLeader):
        return None
    return rounded(target.rule.points(answer), rubric.places, rubric.mode)


def by_items(rubric: Rubric, answers: Mapping[str, Answer], which: str) -> dict[str, Answer]:
    """The bonus or penalty answers of a mapping by address, by their codes."""
    return {item.code: answers[item.address] for item in rubric.items if item.address.startswith(which) and item.address in answers}


def sheet_of(rubric: Rubric, unit: str, answers: Mapping[str, Answer], days_late: int = 0) -> Sheet:
    """A sheet from answers by address."""
    leaves = {leaf.address: answers[leaf.address] for leaf in rubric.leaves if leaf.address in answers}
    return Sheet(unit, leaves, by_items(rubric, answers, "bonus"), by_items(rubric, answers, "penalties"), days_late)


def score_all(rubric: Rubric, sheets: Sequence[Sheet]) -> tuple[SheetScore, ...]:
    """Every sheet's score, compared with each other where the rubric compares; order as given. The answers must have been checked."""
    fields = _fields(rubric, sheets)
    unfinished = {address for address in fields if any(address not in sheet.answers for sheet in sheets)}
    return tuple(_score(rubric, sheet, fields, unfinished) for sheet in sheets)


def _fields(rubric: Rubric, sheets: Sequence[Sheet]) -> dict[str, Field]:
    fields = {}
    for leaf in rubric.leaves:
        if isinstance(leaf.rule, RelativeToLeader):
            given = (sheet.answers.get(leaf.address) for sheet in sheets)
            fields[leaf.address] = leaf.rule.compare(answer for answer in given if answer is not None and not is_not_applicable(answer))
    return fields


def _score(rubric: Rubric, sheet: Sheet, fields: Mapping[str, Field], unfinished: set[str]) -> SheetScore:
    answers = sheet.applied
    if rubric.leaves and all(is_not_applicable(answers.get(leaf.address, {})) for leaf in rubric.leaves):
        raise AnswerRefused("not every criterion can be not applicable")
    leaves = _leaf_points(rubric, answers, fields, sheet.decided)
    base = _base(rubric, leaves, answers)
    items = _item_scores(rubric, sheet.bonus, sheet.penalties, sheet.decided)
    bonus, penalty = _extras(rubric, items)
    late = next((band.points for band in rubric.late if band.holds(sheet.days_late)), ZERO) if sheet.days_late > 0 else ZERO
    unanswered = tuple(leaf.address for leaf in rubric.leaves if leaf.address not in answers)
    shown = {leaf.address: _shown(rubric, leaf, leaves, answers) for leaf in rubric.leaves}
    score = SheetScore(
        sheet.unit, not unanswered, unanswered, shown, _section_sums(rubric, shown), base, bonus, penalty, late,
        _clamped(rubric, base + bonus - penalty - late),
        below_floor=_below_floor(rubric, leaves, answers), provisional=any(address in sheet.answers for address in unfinished),
        excluded=sheet.excluded, days_late=sheet.days_late, items=items,
    )  # fmt: skip
    return _graded(rubric, score, answers)


def _leaf_points(
    rubric: Rubric, answers: Mapping[str, Answer], fields: Mapping[str, Field], decided: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """Rounded points of the leaves that are answered and apply."""
    points = {}
    for leaf in rubric.leaves:
        answer = answers.get(leaf.address)
        if decided and leaf.address in decided:
            points[leaf.address] = decided[leaf.address]
        elif answer is not None and not is_not_applicable(answer):
            rule = leaf.rule
            exact = rule.points_in(answer, fields[leaf.address]) if isinstance(rule, RelativeToLeader) else rule.points(answer)
            points[leaf.address] = rounded(exact, rubric.places, rubric.mode)
    return points


def _left_out(rubric: Rubric, answers: Mapping[str, Answer]) -> list[Leaf]:
    return [leaf for leaf in rubric.leaves if is_not_applicable(answers.get(leaf.address, {}))]


def _base(rubric: Rubric, leaves: Mapping[str, Decimal], answers: Mapping[str, Answer]) -> Decimal:
    others = sum(leaves.values(), ZERO)
    left_out = _left_out(rubric, answers)
    if not left_out:
        return others
    if rubric.not_applicable == "rescale":
        remaining = rubric.total - sum((leaf.max for leaf in left_out), ZERO)
        return rounded(Fraction(others) * Fraction(rubric.total) / Fraction(remaining), rubric.places, rubric.mode) if remaining else ZERO
    return others + sum((_by_policy(rubric, leaf, leaves, answers) for leaf in left_out), ZERO)


def _by_policy(rubric: Rubric, leaf: Leaf, leaves: Mapping[str, Decimal], answers: Mapping[str, Answer]) -> Decimal:
    """The points of a leaf that does not apply, under full_marks or average."""
    if rubric.not_applicable == "full_marks":
        return leaf.max
    others_max = sum((other.max for other in rubric.leaves if not is_not_applicable(answers.get(other.address, {}))), ZERO)
    others = sum(leaves.values(), ZERO)
    return rounded(Fraction(leaf.max) * Fraction(others) / Fraction(others_max), rubric.places, rubric.mode) if others_max else ZERO


def _shown(rubric: Rubric, leaf: Leaf, leaves: Mapping[str, Decimal], answers: Mapping[str, Answer]) -> Decimal | None:
    if leaf.address in leaves:
        return leaves[leaf.address]
    if not is_not_applicable(answers.get(leaf.address, {})):
        return ZERO
    return None if rubric.not_applicable == "rescale" else _by_policy(rubric, leaf, leaves, answers)


def _section_sums(rubric: Rubric, shown: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    return {
        section.code: sum((shown[leaf.address] or ZERO for leaf in section.leaves), ZERO)
        for section in rubric.sections
    }  # fmt: skip


def _extras(rubric: Rubric, items: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Bonus and penalty, from the points of their items by address."""
    gained = [items[item.address] for item in rubric.bonus if item.address in items]
    lost = [items[item.address] for item in rubric.penalties if item.address in items]
    best = max(gained, default=ZERO) if rubric.bonus_stacking == "highest" else sum(gained, ZERO)
    return _capped(best, rubric.bonus_cap), _capped(sum(lost, ZERO), rubric.penalty_cap)


def _item_scores(
    rubric: Rubric, bonus: Mapping[str, Answer], penalties: Mapping[str, Answer], decided: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """The points of every item that is answered or decided, by address."""
    given = {**{f"bonus.{code}": answer for code, answer in bonus.items()}, **{f"penalties.{code}": answer for code, answer in penalties.items()}}
    computed = {item.address: _item_points(rubric, item, given[item.address]) for item in rubric.items if item.address in given}
    return {**computed, **{item.address: decided[item.address] for item in rubric.items if item.address in decided}} if decided else computed


def _item_points(rubric: Rubric, item: Item, answer: Answer) -> Decimal:
    return own_points(rubric, item, answer) or ZERO


def _capped(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


def _clamped(rubric: Rubric, total: Decimal) -> Decimal:
    return max(_capped(total, rubric.most), rubric.least)


def _below_floor(rubric: Rubric, leaves: Mapping[str, Decimal], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    return tuple(
        leaf.address
        for leaf in rubric.leaves
        if leaf.floor is not None and not is_not_applicable(answers.get(leaf.address, {})) and leaves.get(leaf.address, ZERO) < leaf.floor
    )


# ---------------------------------------------------------------------------------------------------------------- grades


def _graded(rubric: Rubric, score: SheetScore, answers: Mapping[str, Answer]) -> SheetScore:
    if rubric.classification is None:
        return score
    level = _level(rubric, score.total)
    if level is None:
        return replace(score, needs_decision="below the last level")
    short = _short_of(rubric, level, score, answers)
    if short:
        addresses = ", ".join(one.address for one in short)
        return replace(score, needs_decision=f"{level.code}: below {level.floor_percent} % of the maximum: {addresses}", short_of=tuple(short))
    return replace(score, grade=level.code)


def _level(rubric: Rubric, total: Decimal) -> Level | None:
    classification = rubric.classification
    if classification is None:
        return None
    points = Fraction(min(total, rubric.total) if classification.on == "capped_total" else total)
    if classification.unit == "percent":
        points = points * 100 / Fraction(rubric.total) if rubric.total else Fraction(0)
    return next((level for level in classification.levels if level.min is None or points >= Fraction(level.min)), None)


def _short_of(rubric: Rubric, level: Level, score: SheetScore, answers: Mapping[str, Answer]) -> list[ShortOf]:
    if level.floor_percent is None:
        return []
    share = Fraction(level.floor_percent) / 100
    short = []
    for leaf in rubric.leaves:
        points = Fraction(score.leaves[leaf.address] or ZERO)
        if not is_not_applicable(answers.get(leaf.address, {})) and points < share * Fraction(leaf.max):
            short.append(ShortOf(leaf.address, rounded(points * 100 / Fraction(leaf.max), 2, "down")))
    return short
