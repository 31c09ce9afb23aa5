"""Why a unit's self score is not the total on its receipt: that total knows nothing of other units, of lateness, or of a table that changed later."""

from domain.criteria.relative import RelativeToLeader
from domain.scoring import late_points
from handlers.flow import Said, Turn, say
from handlers.lateness import late_said
from handlers.results import Result, UnitResult, void_of
from storage.answers import OpenSheet


async def own_differs(turn: Turn, sheet: OpenSheet, result: Result, unit: UnitResult) -> tuple[Said, ...]:
    """The receipt's total beside the self score, and why they differ; nothing where they are the same."""
    submission = await turn.store.submissions.in_force(sheet.id)
    if submission is None or submission.total == unit.own.total:
        return ()
    why = _reasons(sheet, result, unit) or [say("explanations.own_recomputed")]
    phrase = why[0]
    for one in why[1:]:
        phrase = say("explanations.own_and", first=phrase, second=one)
    return (say("explanations.own_differs", receipt=submission.total, own=unit.own.total, why=phrase),)


def _reasons(sheet: OpenSheet, result: Result, unit: UnitResult) -> list[Said]:
    compared = [leaf.address for leaf in result.rubric.own_leaves if isinstance(leaf.rule, RelativeToLeader) and leaf.address in unit.answers]
    void = [one.address for one in void_of(sheet) if one.address in sheet.answers]
    days = unit.score.days_late
    reasons = [say("explanations.own_compared", addresses=", ".join(compared))] if compared else []
    reasons += [say("explanations.own_late", late=late_said(result.rubric, days))] if late_points(result.rubric, days) else []
    reasons += [say("explanations.own_void", addresses=", ".join(void))] if void else []
    return reasons
