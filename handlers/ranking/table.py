"""What the score tables are drawn from: the bloc's summary, and each unit with all three scores, the reasons, and what proves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.appraisal import Stage
from domain.rubrics import Item, Leaf, Outlined
from handlers.flow import Said, Turn, say
from handlers.ranking.post import Before, correction_said, heading_of, published_before
from handlers.ranking.unit_table import outlined, sum_notes, text_of, unit_facts, void_row
from handlers.results import Result, void_of
from handlers.table_names import named

ON_THE_WAY: Mapping[Stage, str] = {
    "appraisal": "score_table.stage_appraisal", "explanation": "score_table.stage_explanation",
    "reconciliation": "score_table.stage_reconciliation", "final": "score_table.stage_final",
}  # fmt: skip
"""What appraised scores are until they are published."""


@dataclass(frozen=True)
class Standing:
    """What kind of result a table shows, and what it corrects, if it is a published correction."""

    heading: Said
    before: Before | None = None


def published_standing(result: Result, before: Before | None) -> Standing:
    """Of a result that is published; `before` as in the post."""
    return Standing(heading_of(result, before.number if before else 0), before)


async def standing_of(turn: Turn, result: Result) -> Standing:
    """Of self scores alone; on the way, and how far; or as it was published, and the how manieth correction of that."""
    period = result.period
    if period.state == "published":
        return published_standing(result, await _corrected(turn, result))
    if not result.is_appraised:
        return Standing(heading_of(result))
    return Standing(say("score_table.stage_correcting") if period.correction and period.stage == "reconciliation" else say(ON_THE_WAY[period.stage]))


async def _corrected(turn: Turn, result: Result) -> Before | None:
    """What the newest publication corrects, and why; None for the first."""
    newest = await turn.store.publications.newest(result.period.id)
    earlier = await turn.store.publications.of(result.period.id, newest.version - 1) if newest else None
    return published_before(result, earlier, newest.reason) if newest and earlier else None


def state_said(turn: Turn, standing: Standing) -> Said:
    """What the scores are as they stand now, and when that was: a table is printed, and looked at later."""
    return say("score_table.state", heading=standing.heading, at=turn.now)


def table_name(turn: Turn, result: Result, standing: Standing) -> str:
    """What the workbook is called: that of a correction otherwise than the one before."""
    title, before = result.period.title, standing.before
    return turn.written(say("ranking.table_name_corrected", title=title, number=before.number) if before else say("ranking.table_name", title=title))


async def table_facts(turn: Turn, result: Result, standing: Standing) -> dict[str, Any]:
    """One column a unit and one line a criterion, then a sheet for each unit."""
    explanations = await turn.store.explanations.of_period(result.period.id)
    return {
        "title": result.period.title,
        "subtitle": turn.written(standing.heading),
        "mark": turn.written(say("score_table.made_at", at=turn.now)),
        **await _signing(turn, result),
        "units": [await unit_facts(turn, result, unit, explanations) for unit in result.units],
        "notes": [turn.written(note) for note in (*correction_said(result, standing.before), *_notes(result), await _by_table(turn, result))],
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
    """What stands below the summary, beside what was corrected: who is left out and why, who has not submitted, where a sum is more than an addition."""
    excluded = result.decided("exclusion")
    notes = [say("ranking.sample")] if result.rubric.sample else []
    notes += [
        say("score_table.excluded", unit=result.name(code), reason=excluded[code].reason, by=excluded[code].decided_by)
        for code, _ in result.ranking.excluded
    ]
    notes += [say("score_table.missing", names=", ".join(result.missing))] if result.missing else []
    return notes + [note for unit in result.units for note in sum_notes(result, unit)]
