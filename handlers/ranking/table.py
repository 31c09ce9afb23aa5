"""What the score tables are drawn from: the bloc's summary, and each unit with all three scores, the reasons, and what proves them."""

from collections.abc import Mapping
from typing import Any

from domain.appraisal import Stage
from domain.rubrics import Item, Leaf, Outlined
from handlers.flow import Said, Turn, say
from handlers.ranking.post import heading_of
from handlers.ranking.unit_table import outlined, sum_notes, text_of, unit_facts, void_row
from handlers.results import Result, void_of
from handlers.table_names import named

ON_THE_WAY: Mapping[Stage, str] = {
    "appraisal": "score_table.stage_appraisal", "explanation": "score_table.stage_explanation",
    "reconciliation": "score_table.stage_reconciliation", "final": "score_table.stage_final",
}  # fmt: skip
"""What appraised scores are until they are published."""


async def state_said(turn: Turn, result: Result, heading: Said | None = None) -> Said:
    """What the scores are as they stand now, and when that was: a table is printed, and looked at later. `heading` for a result that is just published."""
    return say("score_table.state", heading=heading or await _heading(turn, result), at=turn.now)


async def _heading(turn: Turn, result: Result) -> Said:
    """Of self scores alone; on the way, and how far; or as it was published, and the how manieth correction of that."""
    period = result.period
    if period.state == "published":
        newest = await turn.store.publications.newest(period.id)
        return heading_of(result, newest.version - 1 if newest else 0)
    if not result.is_appraised:
        return heading_of(result)
    return say("score_table.stage_correcting") if period.correction and period.stage == "reconciliation" else say(ON_THE_WAY[period.stage])


async def table_facts(turn: Turn, result: Result, heading: Said | None = None) -> dict[str, Any]:
    """One column a unit and one line a criterion, then a sheet for each unit; `heading` as in `state_said`."""
    explanations = await turn.store.explanations.of_period(result.period.id)
    return {
        "title": result.period.title,
        "subtitle": turn.written(heading or await _heading(turn, result)),
        "mark": turn.written(say("score_table.made_at", at=turn.now)),
        **await _signing(turn, result),
        "units": [await unit_facts(turn, result, unit, explanations) for unit in result.units],
        "notes": [turn.written(note) for note in (*_notes(result), await _by_table(turn, result))],
        "sections": [
            {"code": section.code, "title": section.title, "max": str(section.max), "rows": [_summary_row(result, row) for row in section.outline]}
            for section in result.rubric.sections
        ],
        "void": [void_row(one, ["", *("" for _ in result.units)]) for one in await _void(turn, result)],
    }


async def _signing(turn: Turn, result: Result) -> dict[str, str]:
    """Whose table it is, and the day for the signatures."""
    bloc = await turn.store.blocs.of(result.period.bloc_id)
    if bloc is None:
        raise LookupError(result.period.bloc_id)
    return {"bloc": bloc.name, "day": turn.written(say("score_table.day", at=turn.now))}


def _summary_row(result: Result, row: Outlined) -> dict[str, Any]:
    """A criterion with every unit's points, or a group above them, whose points are sums."""
    points = [text_of(unit.score.leaves[row.row.address]) for unit in result.units] if isinstance(row.row, Leaf) else None
    return {**outlined(row), "points": points}


async def _by_table(turn: Turn, result: Result) -> Said:
    """Which version of which table the scores follow."""
    table = await turn.store.rubrics.version(result.period.rubric_id)
    return say("score_table.by_table", title=named(result.rubric), version=table.version)


async def _void(turn: Turn, result: Result) -> tuple[Leaf | Item, ...]:
    """The criteria withdrawn from the period's table while it ran, as they last stood there."""
    sheet = await turn.store.answers.open_sheet(result.places[0].sheet_id) if result.places else None
    return void_of(sheet) if sheet else ()


def _notes(result: Result) -> list[Said]:
    """What stands below the summary: who is left out and why, who has not submitted, where a sum is more than an addition."""
    excluded = result.decided("exclusion")
    notes = [say("ranking.sample")] if result.rubric.sample else []
    notes += [
        say("score_table.excluded", unit=result.name(code), reason=excluded[code].reason, by=excluded[code].decided_by)
        for code, _ in result.ranking.excluded
    ]
    notes += [say("score_table.missing", names=", ".join(result.missing))] if result.missing else []
    return notes + [note for unit in result.units for note in sum_notes(result, unit)]
