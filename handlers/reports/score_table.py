"""The bloc's score tables as a workbook: the summary with a column for each unit, then each unit with all three scores, the reasons and what proves them.

Printable on A4 landscape. Sums people may go on working with are formulas; where the rules make a sum more than an addition (a table that is rescaled
because criteria do not apply, a total that is clamped) the number itself stands there, and a note says why.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.catalogue import Catalogue
from handlers.reports.earlier_tables import completed

if TYPE_CHECKING:
    from handlers.reports.tables import PrintedTable, Value

FIRST_WIDTHS, UNIT_WIDTH = (6, 46, 9), 14
CASE_WIDTHS = (7, 36, 8, 9, 9, 32, 9, 32, 32)
CASE_COLUMNS = ("code", "criterion", "max", "own", "appraised", "appraised_why", "final", "final_why", "proof")
CASE_SUMS = "DEG"
KEPT_ROWS = 3
"""So many rows at least are printed on one page with the place to sign, and of the last section with the sums."""
EXTRAS = ("bonus", "penalty", "late")


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the workbook from what handlers/ranking/table.py gathered, now or before an upgrade."""
    from handlers.reports.tables import PrintedTable

    facts = completed(facts)
    words, units = Catalogue.load().sentences, facts["units"]
    table = PrintedTable(words["score_table.sheet"], (*FIRST_WIDTHS, *(UNIT_WIDTH for _ in units)), landscape=True)
    _summary(table, facts, words)
    for unit in units:
        _case(table.another(unit["code"], CASE_WIDTHS, landscape=True), facts, unit, words)
    table.save(path)


# ---------------------------------------------------------------------------------------------------------------- the summary


def _summary(table: "PrintedTable", facts: Mapping[str, Any], words: Mapping[str, str]) -> None:
    from handlers.reports.tables import SECTION

    units = facts["units"]
    _head(table, facts, None)
    table.head([*(words[f"score_table.{name}"] for name in ("code", "criterion", "max")), *(unit["name"] for unit in units)])
    sections = [_section(table, section, len(units)) for section in facts["sections"]]
    _void(table, facts["void"], len(FIRST_WIDTHS) + len(units), words)
    base = table.next_row
    table.line([None, words["score_table.base"], None, *(_base(unit, sections, at) for at, unit in enumerate(units))])
    for name in EXTRAS:
        table.line([None, words[f"score_table.{name}"], None, *(Decimal(unit[name]) for unit in units)])
    table.line([None, words["score_table.total"], None, *(_total(unit, base, at) for at, unit in enumerate(units))], bold=True)
    table.line([None, words["score_table.rank"], None, *(unit["rank"] for unit in units)], bold=True, fill=SECTION)
    if any(unit["grade"] for unit in units):
        table.line([None, words["score_table.grade"], None, *(unit["grade"] or None for unit in units)])
    for note in facts["notes"]:
        table.note(2, note)
    least = table.next_row - KEPT_ROWS
    table.signatures(facts["day"], len(FIRST_WIDTHS) - 1, (words["score_table.made_by"], words["score_table.signed_by"]))
    table.keep_together(_last_rows(facts, sections), (base,), (least,))


def _last_rows(facts: Mapping[str, Any], sections: Sequence[int]) -> list[int]:
    """From which rows on the last section may go over with the sums: all of it, or from a criterion on that has one above it and enough below it. A head
    is never the last row of a page."""
    if not sections:
        return []
    first, lines = sections[-1], facts["sections"][-1]["rows"]
    return [first, *(first + at + 1 for at in range(1, len(lines) - KEPT_ROWS + 1) if lines[at - 1]["points"] is not None)]


def _head(table: "PrintedTable", facts: Mapping[str, Any], unit: str | None) -> None:
    if facts["bloc"]:
        table.heading(facts["bloc"], 11)
    table.heading(facts["title"], 14, bold=True)
    if unit is not None:
        table.heading(unit, 13, bold=True)
    table.heading(facts["subtitle"], 12, italic=True)
    if facts["mark"]:
        table.heading(facts["mark"], 11, italic=True)


def _section(table: "PrintedTable", section: Mapping[str, Any], units: int) -> int:
    """Writes a section with its groups and criteria; gives the row of its sums."""
    from handlers.reports.tables import SECTION, sum_of

    row, lines = table.next_row, section["rows"]
    depths = [0, *(line["depth"] + 1 for line in lines)]

    def sums(at: int) -> "list[Value]":
        return [sum_of(depths, at, row, _letter(unit)) for unit in range(units)]

    table.line([section["code"], section["title"], Decimal(section["max"]), *sums(0)], bold=True, fill=SECTION)
    for at, line in enumerate(lines, 1):
        points = sums(at) if line["points"] is None else [_points(one) for one in line["points"]]
        table.line([line["code"], line["title"], Decimal(line["max"]), *points], bold=line["points"] is None)
    return row


def _void(table: "PrintedTable", void: Sequence[Mapping[str, Any]], width: int, words: Mapping[str, str]) -> None:
    """The criteria that were withdrawn while the period ran: named, in no sum."""
    from handlers.reports.tables import SECTION

    if void:
        table.line([None, words["score_table.void"], *[None] * (width - 2)], bold=True, fill=SECTION)
    for one in void:
        table.line([one["code"], one["title"], *one["values"]])


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(len(FIRST_WIDTHS) + 1 + at)


def _base(unit: Mapping[str, Any], sections: list[int], at: int) -> "Value":
    from handlers.reports.tables import Formula

    return Formula(f"=SUM({','.join(f'{_letter(at)}{row}' for row in sections)})") if unit["adds_up"] and sections else Decimal(unit["base"])


def _total(unit: Mapping[str, Any], base: int, at: int) -> "Value":
    from handlers.reports.tables import Formula

    return Decimal(unit["total"]) if unit["is_clamped"] else Formula(_addition(_letter(at), base))


# ---------------------------------------------------------------------------------------------------------------- one unit


def _case(table: "PrintedTable", facts: Mapping[str, Any], unit: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """One unit's sheet: self, appraised and final score of each criterion, the latter two each with why, by whom and when, and what proves it."""
    from handlers.reports.tables import SECTION

    _head(table, facts, unit["name"])
    table.head([words[f"score_table.{name}"] for name in CASE_COLUMNS])
    heads = []
    for section, lines in zip(facts["sections"], unit["cases"], strict=True):
        row, depths = table.next_row, _depths(table, lines)
        heads.append(row)
        table.line([section["code"], section["title"], Decimal(section["max"]), *_beside(_sums(depths, 0, row))], bold=True, fill=SECTION)
        for line in lines:
            _case_row(table, line, _sums(depths, table.next_row - row, row))
    _void(table, unit["void"], len(CASE_WIDTHS), words)
    if unit["items"]:
        table.line([None, words["score_table.items"], *[None] * 7], bold=True, fill=SECTION)
        for case in unit["items"]:
            table.long_line(_case_line(case))
    _case_totals(table, unit, heads, words)
    for note in unit["notes"]:
        table.note(2, note)


def _case_totals(table: "PrintedTable", unit: Mapping[str, Any], heads: Sequence[int], words: Mapping[str, str]) -> None:
    """What the three scores come to; none while something is still to be decided. Additions are formulas."""
    first = table.next_row
    for name in ("base", *EXTRAS, "total"):
        values = [
            _sum(unit[f"{kind}_sums"], name, letter, heads, first) for kind, letter in zip(("own", "appraised", "final"), CASE_SUMS, strict=True)
        ]
        table.line([None, words[f"score_table.{name}"], None, *_beside(values)], bold=name == "total")


def _sum(sums: Mapping[str, Any] | None, name: str, letter: str, heads: Sequence[int], first: int) -> "Value":
    from handlers.reports.tables import Formula

    if sums is None:
        return _points(None)
    if name == "base" and sums["adds_up"] and heads:
        return Formula(f"=SUM({','.join(f'{letter}{row}' for row in heads)})")
    if name == "total" and not sums["is_clamped"]:
        return Formula(_addition(letter, first))
    return Decimal(sums[name])


def _addition(letter: str, base: int) -> str:
    """A total: the base and the bonus below it, less penalty and lateness below these."""
    return f"={letter}{base}+{letter}{base + 1}-{letter}{base + 2}-{letter}{base + 3}"


def _depths(table: "PrintedTable", lines: Sequence[Mapping[str, Any]]) -> list[int]:
    """How deep each row of a section stands; those in which a criterion's words go on stand below it."""
    depths = [0]
    for line in lines:
        depth, taken = line["depth"] + 1, 1 if line["is_group"] else table.rows_taken(_case_line(line))
        depths += [depth, *[depth + 1] * (taken - 1)]
    return depths


def _sums(depths: Sequence[int], at: int, row: int) -> "list[Value]":
    from handlers.reports.tables import sum_of

    return [sum_of(depths, at, row, letter) for letter in CASE_SUMS]


def _beside(scores: "list[Value]", appraised: str | None = None, final: str | None = None, proof: str | None = None) -> "list[Value]":
    """Self, appraised and final score, with what is said to the latter two, and what proves them."""
    own, of_appraisers, in_the_end = scores
    return [own, of_appraisers, appraised, in_the_end, final, proof]


def _case_row(table: "PrintedTable", line: Mapping[str, Any], sums: "list[Value]") -> None:
    """A criterion, or a group with its sums."""
    if line["is_group"]:
        table.line([line["code"], line["title"], Decimal(line["max"]), *_beside(sums)], bold=True)
    else:
        table.long_line(_case_line(line))


def _case_line(case: Mapping[str, Any]) -> "list[Value]":
    scores: list[Value] = [_points(case[name]) for name in ("own", "appraised", "final")]
    beside = _beside(scores, case["appraised_why"], case["final_why"], case["proof"])
    return [case["code"], case["title"], Decimal(case["max"]) if case["max"] else None, *beside]


def _points(points: str | None) -> Decimal | str:
    from handlers.reports.tables import NO_POINTS

    return NO_POINTS if points is None else Decimal(points)
