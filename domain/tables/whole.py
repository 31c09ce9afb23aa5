"""What only the whole of a table shows: the rubric's own reading of it, each fault brought to its cell and named by the workbook's own words.

A fault that follows from one which was found before is left out: where points could not be read, that there are none is no second fault.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from domain.faults import Fault
from domain.grids import Grid
from domain.rubric_reading import RubricFaults, read_rubric
from domain.tables.cells import LOST
from domain.tables.general import General
from domain.tables.params import written_part
from domain.tables.rows import RowFault
from domain.tables.stated import UNREAD
from domain.tables.words import Words

ROW = re.compile(r"row (?P<at>\d+) of `(?P<name>\w+)`: (?P<problem>.*)")
KIND = re.compile(r"there is no rule (?P<kind>\w+) here; those are (?P<kinds>.*)")
SECTION = re.compile(r"rule \d+ of `tie_break`: there is no section:(?P<section>.*)")
NAMED = re.compile(r"`(\w+)`")
COLUMNS = {"title": "title", "max": "points", "floor": "floor", "evidence": "evidence", "owner": "owner"}
"""In which column of a row stands what a rubric file calls so; the parameters hold all else."""
LEVEL_COLUMNS = {"name": "name", "min": "min", "criterion_floor_percent": "floor", "max_share": "share"}
GENERAL = {
    "id": "id", "title": "title", "source": "number", "rounding": "mode", "rounding places": "places", "evidence": "evidence", "not_applicable": "policy",
    "bonus": "stacking", "bonus cap": "bonus_cap", "penalties": "penalty_cap", "late_submission": "late", "sheet": "least", "sheet max": "most",
    "classification": "on", "classification unit": "unit", "ranking": "tie_break", "exclusions": "exclusions",
}  # fmt: skip
"""Which general rule a rubric file's top-level key is, or such a key and the name of what is in it."""
UNPLACED = {"no_code", "no_criteria", *LOST}
FOLLOWS = (
    (re.compile(r"`max` is missing"), UNREAD),
    (re.compile(r"`max` must not be below 0"), {"penalty_within"}),
    (re.compile(r"`title` .*"), {"no_title", "error_cell"}),
    (re.compile(r"`evidence` must be one of .*"), {"not_in_list"}),
    (re.compile(r"no band holds .*|`\w+` is missing|`\w+` must be a list.*"), {"params_unclear", "params_became_date", "section_empty"}),
)
"""Problems that say nothing new of a row which has one of these faults."""


@dataclass(frozen=True)
class Places:
    """Where things stand in the workbook: the row of each address (0 where none is), and the general rules."""

    words: Words
    row_of: Callable[[str], int]
    general: General


def whole_faults(data: Mapping[str, Any], known: Sequence[RowFault], places: Places) -> list[RowFault]:
    """The faults of the rubric that the data are, but for those that follow from the `known` ones, and for those of sums, which the data were made with."""
    try:
        read_rubric(data)
    except RubricFaults as faults:
        rules = dict(_rules(data))
        sums = {"total", *(section["code"] for section in data["sections"])}
        own = [fault for fault in faults.faults if not (fault.address in sums and fault.problem.startswith(("`max`", "`total`")))]
        return [_placed(fault, data, rules, places) for fault in own if not _follows(fault, known, places)]
    return []


def in_order(faults: Sequence[RowFault], own: str, grids: Sequence[Grid]) -> list[RowFault]:
    """The faults by their rows, those of the table's own sheet first; each names its sheet where the workbook has several."""
    shown = [grid.title for grid in grids if grid.rows and not grid.is_hidden]
    placed = [replace(one, sheet=(one.sheet or own) if one.row and len(shown) > 1 else "") for one in faults]
    return sorted(placed, key=lambda one: (one.sheet not in {"", own}, shown.index(one.sheet) if one.sheet in shown else 0, one.row))


def _follows(fault: Fault, known: Sequence[RowFault], places: Places) -> bool:
    problems = {one.problem for one in known}
    if fault.address == "sections":
        return "no_criteria" in problems
    if fault.address == "ranking":
        return any(one in UNPLACED or one.startswith("code_") for one in problems)
    row = places.row_of(fault.address)
    here = {one.problem for one in known if row and one.row == row and not one.sheet}
    return any(causes & here and problem.fullmatch(fault.problem) for problem, causes in FOLLOWS)


# ---------------------------------------------------------------------------------------------------------------- where it stands


def _placed(fault: Fault, data: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]], places: Places) -> RowFault:
    if row := places.row_of(fault.address):
        return _in_row(row, fault, rules.get(fault.address, {}), places.words)
    if fault.address == "classification" and "levels" in data["classification"]:
        found = _in_levels(fault.problem, data["classification"]["levels"], places)
        if found is not None:
            return found
    return _in_general(fault, places)


def _in_row(row: int, fault: Fault, rule: Mapping[str, Any], words: Words) -> RowFault:
    if found := ROW.fullmatch(fault.problem):
        part = written_part(rule, found["name"], int(found["at"]), words)
        return RowFault(row, "of_part", {"column": words["column_params"], "part": part, "problem": found["problem"]})
    if found := KIND.fullmatch(fault.problem):
        kinds = "; ".join(words[f"kind_{kind}"] for kind in found["kinds"].split(", "))
        return RowFault(row, "rule_not_here", {"column": words["column_rule"], "kind": words[f"kind_{found['kind']}"], "kinds": kinds})
    if fault.problem.startswith("is also"):
        return RowFault(row, "of_cell", {"column": words["column_code"], "problem": fault.problem})
    column = COLUMNS.get(_named(fault.problem), "params")
    return RowFault(row, "of_cell", {"column": words[f"column_{column}"], "problem": fault.problem})


def _in_levels(problem: str, levels: Sequence[Mapping[str, Any]], places: Places) -> RowFault | None:
    """The fault in the sheet of levels; None where it stands in the general rules."""
    words, general = places.words, places.general
    if found := ROW.fullmatch(problem):
        at, problem = int(found["at"]) - 1, found["problem"]
        column = LEVEL_COLUMNS.get(_named(problem), "code")
    elif problem.startswith("the code "):
        at, column = _second(levels, problem), "code"
    elif NAMED.match(problem) and _named(problem) in {"on", "unit"}:
        return None
    else:
        at, column = _out_of_order(levels), "min"
    return RowFault(general.levels[at], "of_cell", {"column": words[f"levels_{column}"], "problem": problem}, general.levels_sheet)


def _second(levels: Sequence[Mapping[str, Any]], problem: str) -> int:
    """The place of the level whose code stands above it already."""
    codes = [str(one.get("code")) for one in levels]
    return next((at for at, code in enumerate(codes) if code in codes[:at] and f" {code} " in problem), 0)


def _out_of_order(levels: Sequence[Mapping[str, Any]]) -> int:
    """The place of the first level that does not stand below the one before it."""
    ends = [one.get("min") for one in levels]
    for at, (before, here) in enumerate(pairwise(ends), 1):
        if before is None:
            return at - 1
        if isinstance(here, Decimal) and here >= before:
            return at
    return 0


def _in_general(fault: Fault, places: Places) -> RowFault:
    name = GENERAL.get(f"{fault.address} {_named(fault.problem)}") or GENERAL.get(fault.address)
    if name is None:
        return RowFault(0, "of_rubric", {"problem": fault.problem})
    row = places.general.rows.get(name, 0)
    if found := SECTION.fullmatch(fault.problem):
        return RowFault(row, "no_such_section", {"name": places.words[f"general_{name}"], "section": found["section"]}, places.general.sheet)
    facts = {"name": places.words[f"general_{name}"], "problem": fault.problem}
    return RowFault(row, "of_general", facts, places.general.sheet if row else "")


def _named(problem: str) -> str:
    """What a problem is about, as a rubric file calls it; empty where it names nothing."""
    found = NAMED.search(problem)
    return found[1] if found else ""


def _rules(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rules of all criteria and items, by their addresses."""
    for section in data["sections"]:
        yield from _rules_within(section["code"], section["criteria"])
    for which in ("bonus", "penalties"):
        for item in data.get(which, {}).get("items", ()):
            yield f"{which}.{item['code']}", item["rule"]


def _rules_within(section: str, criteria: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for one in criteria:
        if "criteria" in one:
            yield from _rules_within(section, one["criteria"])
        else:
            yield f"{section}.{one['code']}", one["rule"]
