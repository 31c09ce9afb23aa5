"""What the rules leave to people, each in a sentence that says what is asked: grades, levels over their share, equals, criteria below their floor."""

from decimal import Decimal

from domain.ranking import most_of
from domain.rubrics import Leaf, Level
from handlers.criteria import shown_address
from handlers.flow import Said, say
from handlers.reconciliation.equals import tied_groups
from handlers.results import Result, UnitResult


def open_questions(result: Result) -> tuple[Said, ...]:
    """One paragraph with a line for each; nothing where there is nothing to decide. Once scores are frozen they are what nobody decided."""
    lines = questions(result)
    key = "reconciliation.questions" if result.period.stage == "reconciliation" else "reconciliation.questions_left"
    return (say(key, lines=tuple(lines)),) if lines else ()


def questions(result: Result) -> list[Said]:
    lines = [line for unit in result.units if unit.score.is_ranked for line in _of_unit(result, unit)]
    lines += [_over_quota(result, level) for level in _levels(result) if _over(result, level)]
    return lines + [say("reconciliation.tied", units=", ".join(result.name(code) for code in group)) for group in tied_groups(result)]


def _levels(result: Result) -> tuple[Level, ...]:
    return result.rubric.classification.levels if result.rubric.classification else ()


def _of_unit(result: Result, unit: UnitResult) -> list[Said]:
    lines = [_grade_needed(result, unit)] if unit.score.needs_decision else []
    if unit.place.code in result.decided("grade"):
        return lines
    return lines + [_below_floor(unit, leaf) for leaf in result.rubric.leaves if leaf.address in unit.score.below_floor]


def _below_floor(unit: UnitResult, leaf: Leaf) -> Said:
    points = unit.score.leaves[leaf.address] or Decimal(0)
    return say("reconciliation.below_floor", unit=unit.place.unit_name, address=shown_address(leaf), points=points, floor=leaf.floor or Decimal(0))


def _grade_needed(result: Result, unit: UnitResult) -> Said:
    """Which level the points reach, and which criteria fall short of the share that level asks of every criterion."""
    name, points = unit.place.unit_name, unit.score.total
    level = next((one for one in _levels(result) if one.code == unit.score.level), None)
    if level is None or not unit.score.short:
        return say("reconciliation.below_all_levels", unit=name, points=points)
    shorts = [say("reconciliation.short", address=one.address, percent=one.percent) for one in unit.score.short]
    phrase = shorts[0]
    for short in shorts[1:]:
        phrase = say("reconciliation.and", first=phrase, second=short)
    return say("reconciliation.needs_decision", unit=name, points=points, level=level.name, why=phrase, floor=level.floor_percent or 0)


def _over(result: Result, level: Level) -> list[str]:
    """The ranked units of a level that more units reach than its share allows."""
    scores = [result.unit(place.unit).score for place in result.ranking.places]
    return [result.name(score.unit) for score in scores if score.grade == level.code and score.over_quota]


def _over_quota(result: Result, level: Level) -> Said:
    names, ranked = _over(result, level), len(result.ranking.places)
    share = (level.max_share or 0) * 100
    return say(
        "reconciliation.over_quota", level=level.name, count=len(names), share=share, ranked=ranked, most=most_of(level, ranked) or 0,
        units=", ".join(names),
    )  # fmt: skip
