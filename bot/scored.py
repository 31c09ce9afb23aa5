"""`ktd rubric score`: sheets scored and ranked (docs/formats.md, "Commands"), as a document and as a table."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.ranking import Ranking, rank, with_quota
from domain.rubrics import Rubric
from domain.scoring import Sheet, SheetScore, score_all
from domain.texts import one_line


def scored(rubric: Rubric, sheets: Sequence[Sheet]) -> dict[str, Any]:
    """The document of `--json`; the sheets in the order given."""
    scores = with_quota(rubric, score_all(rubric, sheets))
    return document_of(rubric, scores, rank(rubric, scores))


def document_of(rubric: Rubric, scores: Sequence[SheetScore], ranking: Ranking) -> dict[str, Any]:
    """Scores and their ranking as the document of `--json` (docs/formats.md, "Commands")."""
    return {
        "rubric": rubric.id,
        "sheets": [_sheet(rubric, score) for score in scores],
        "ranking": [{"rank": one.rank, "unit": one.unit, "total": _points(rubric, one.total), "tied": one.tied} for one in ranking.places],
        "excluded": [{"unit": unit, "reason": reason} for unit, reason in ranking.excluded],
        "incomplete": list(ranking.incomplete),
    }


def as_table(document: dict[str, Any]) -> str:
    """The same for people: the ranking, then what stands apart, then what needs a decision."""
    by_unit = {sheet["unit"]: sheet for sheet in document["sheets"]}
    rows = [["rank", "unit", "base", "bonus", "penalty", "late", "total", "grade"]]
    rows += [[str(one["rank"]), *_row(by_unit[one["unit"]])] for one in document["ranking"]]
    rows += [["-", *_row(by_unit[unit])] for unit in (*(one["unit"] for one in document["excluded"]), *document["incomplete"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_placed(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip() for row in rows]
    lines += [f"{_name(one['unit'])}: excluded ({one_line(one['reason'])})" for one in document["excluded"]]
    return "\n".join([*lines, *(note for sheet in document["sheets"] for note in _notes(sheet))])


def _sheet(rubric: Rubric, score: SheetScore) -> dict[str, Any]:
    return {
        "unit": score.unit, "complete": score.complete, "unanswered": list(score.unanswered),
        "leaves": {address: None if points is None else _points(rubric, points) for address, points in score.leaves.items()},
        "sections": {code: _points(rubric, points) for code, points in score.sections.items()},
        **{name: _points(rubric, getattr(score, name)) for name in ("base", "bonus", "penalty", "late", "total")},
        "grade": score.grade, "needs_decision": score.needs_decision, "over_quota": score.over_quota,
        "below_floor": list(score.below_floor), "provisional": score.provisional,
    }  # fmt: skip


def _points(rubric: Rubric, points: Decimal) -> str:
    return format(points, f".{rubric.places}f")


def _row(sheet: dict[str, Any]) -> list[str]:
    return [_name(sheet["unit"]), *(sheet[name] for name in ("base", "bonus", "penalty", "late", "total")), one_line(sheet["grade"] or "-")]


def _name(unit: str) -> str:
    return one_line(unit, 60)


def _placed(cell: str, width: int, column: int) -> str:
    """Points stand right-aligned below each other."""
    return cell.rjust(width) if 2 <= column <= 6 else cell.ljust(width)


def _notes(sheet: dict[str, Any]) -> list[str]:
    facts = {
        "unanswered": ", ".join(sheet["unanswered"]),
        "needs a decision": one_line(sheet["needs_decision"] or "", 2000),
        "below the floor": ", ".join(sheet["below_floor"]),
        "over the quota of its level": one_line(sheet["grade"]) if sheet["over_quota"] else "",
        "provisional": "compares with sheets that are not in yet" if sheet["provisional"] else "",
    }
    return [f"{_name(sheet['unit'])}: {name}: {fact}" for name, fact in facts.items() if fact]
