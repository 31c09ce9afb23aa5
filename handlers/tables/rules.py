"""How a table scores, for who confirms it or looks it up: each criterion in the words of the screen on which it is filled in, the rules that hold for
all of it by the names of the workbook's sheet of general rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from config.table_words import table_words
from domain.criteria.bands import Bands, LatenessBands
from domain.criteria.counts import Deduct
from domain.criteria.manual import External, Manual
from domain.rubrics import Classification, Item, Leaf, Level, Rubric
from domain.tables.general import written_tie
from handlers.flow import Said, say
from handlers.rule_words import days_said, explained
from handlers.tables.understanding import TreeLine, line_said

GENERAL = {
    "sample": "general_sample", "places": "general_places", "mode": "general_mode", "not_applicable": "general_policy",
    "bonus_stacking": "general_stacking", "bonus_cap": "general_bonus_cap", "penalty_cap": "general_penalty_cap", "late": "general_late",
    "least": "general_least", "most": "general_most", "classification": "sheet_levels", "tie_break": "general_tie_break",
    "exclusions": "general_exclusions",
}  # fmt: skip
"""What a rubric's general rules are called, by their field."""
CHOSEN = {"mode": "mode", "not_applicable": "policy", "bonus_stacking": "stacking"}


@dataclass(frozen=True)
class Told:
    """A line of a table as it is shown, and about how many lines of a phone's screen it takes; a head stays with what it stands above."""

    said: Said
    height: int
    is_head: bool = False


def lines_told(lines: Iterable[TreeLine], rubric: Rubric | None) -> list[Told]:
    """The tree, each criterion with how it is scored, then the general rules; of a table with faults, which is no rubric yet, the tree alone."""
    if rubric is None:
        return [Told(line_said(line), 1, is_head=not line.rule) for line in lines]
    return [*(_scored(line, rubric.at(line.code)) for line in lines), _general(rubric)]


def _scored(line: TreeLine, target: Leaf | Item | None) -> Told:
    if target is None or not is_told(target):
        return Told(line_said(line), 1, is_head=not line.rule)
    return Told(line_said(line, explained(target)), 1 + _height(target))


def is_told(target: Leaf | Item) -> bool:
    """Whether the points of a line do not say all: those that a unit gives itself, from 0 to the maximum, are said once for the table."""
    rule = target.rule
    return isinstance(target, Item) or target.floor is not None or not isinstance(rule, Manual) or isinstance(rule, External) or rule.step is not None


def _height(target: Leaf | Item) -> int:
    match target.rule:
        case Deduct(violations=rows):
            return 1 + len(rows)
        case Bands(bands=rows) | LatenessBands(bands=rows):
            return 1 + len(rows)
    return 2


# ---------------------------------------------------------------------------------------------------------------- general rules


def _general(rubric: Rubric) -> Told:
    """The rules that hold for all of the table, each by its name, as one piece that no page divides; those that nothing in the table or its workbook
    asks for are left out."""
    unasked = {"sample", "places"}
    unasked |= set() if rubric.bonus else {"bonus_stacking", "bonus_cap"}
    unasked |= set() if rubric.penalties else {"penalty_cap"}
    unasked |= set() if rubric.exclusions else {"exclusions"}
    lines = tuple(
        say("tables.general_line", name=table_words()[GENERAL[name]], value=general_said(rubric, name)) for name in GENERAL if name not in unasked
    )
    levels = len(rubric.classification.levels) if rubric.classification else 0
    return Told(say("tables.general", lines=lines), 1 + len(lines) + levels)


def general_said(rubric: Rubric, name: str) -> object:
    """What one of the general rules says, by the rubric's field: a phrase, or a number of points or decimals."""
    value = getattr(rubric, name)
    match name:
        case "sample":
            return table_words()["flag_yes" if value else "flag_no"]
        case "mode":
            return say("tables.rounding", mode=table_words()[f"mode_{value}"], places=rubric.places)
        case "not_applicable" | "bonus_stacking":
            return table_words()[f"{CHOSEN[name]}_{value}"]
        case "bonus_cap" | "penalty_cap" | "most":
            return say("tables.no_maximum") if value is None else value
        case "late":
            return days_said(rubric.late) if value else say("tables.late_costs_nothing")
        case "classification":
            return _levels_said(value) if value else say("tables.no_levels")
        case "tie_break":
            return "; ".join(written_tie(rule, table_words()) for rule in value) or say("tables.tie_shared")
        case "exclusions":
            return "; ".join(value.values()) or say("tables.nothing")
    return value


def _levels_said(found: Classification) -> Said:
    words = table_words()
    lines = tuple(_level_said(level, is_percent=found.unit == "percent") for level in found.levels)
    return say("tables.levels", on=words[f"on_{found.on}"], unit=words[f"unit_{found.unit}"], lines=lines)


def _level_said(level: Level, *, is_percent: bool) -> Said:
    least: Said = say("tables.level_rest")
    if level.min is not None:
        least = say("tables.level_percent" if is_percent else "tables.level_points", min=level.min)
    floor = say("tables.level_floor", percent=level.floor_percent) if level.floor_percent is not None else ""
    share = say("tables.level_share", percent=level.max_share * 100) if level.max_share is not None else ""
    return say("tables.level", name=level.name, least=least, floor=floor, share=share)
