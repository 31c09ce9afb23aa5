"""Who stands in for the chair hears what waits for them: a unit the chair belongs to shares a rank, or its grade needs a decision."""

from handlers.flow import Due, Turn, choice, say
from handlers.reconciliation.equals import ids_of, tied_groups
from handlers.results import Result, result_of


async def ask_stand_ins(turn: Turn, due: Due) -> None:
    """Reconciliation has begun."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "closed" or period.stage != "reconciliation" or due.occurrence != f"revision {period.revision}":
        return
    result = await result_of(turn, period)
    _ask_for_order(turn, result)
    _ask_for_grade(turn, result)


def _ask_for_order(turn: Turn, result: Result) -> None:
    for group in tied_groups(result):
        ids = ids_of(result, group)
        if result.deciders.lacks_chair(ids):
            told = say("reconciliation.told_own_tie", title=result.period.title, units=", ".join(result.name(code) for code in group))
            turn.tell(
                result.deciders.rule(ids),
                told,
                (choice("reconciliation.tie_label", "reconciliation.tie", result.period.id, weight="main"),),
                of=result.period.bloc_id,
            )


def _ask_for_grade(turn: Turn, result: Result) -> None:
    for unit in result.units:
        own = {unit.place.unit_id}
        if result.deciders.lacks_chair(own) and unit.score.is_ranked and unit.score.needs_decision:
            told = say("reconciliation.told_own_grade", title=result.period.title, unit=unit.place.unit_name, points=unit.score.total)
            row = (choice("reconciliation.grades_label", "reconciliation.grades", result.period.id, unit.place.unit_id, weight="main"),)
            turn.tell(result.deciders.rule(own), told, row, of=result.period.bloc_id)
