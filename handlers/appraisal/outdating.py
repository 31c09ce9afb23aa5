"""A change of points after something was decided on them: who made it and the chair are told which decisions no longer apply."""

from domain.people import CHAIR
from handlers.flow import Said, Turn, choice, say
from handlers.results import Result

OUTDATED = {"tie": "appraisal.outdated_tie", "grade": "appraisal.outdated_grade"}


async def tell_outdated(turn: Turn, before: Result, after: Result) -> tuple[Said, ...]:
    """What whoever speaks is told of decisions that a change has outdated; the chair is told too. Nothing where there are none."""
    known = {(one.kind, one.unit_id) for one in before.outdated}
    lines = tuple(say(OUTDATED[one.kind], unit=one.unit_name) for one in after.outdated if (one.kind, one.unit_id) not in known)
    if not lines:
        return ()
    period = after.period
    chairs = [one for one in await turn.store.seats.holders(period.bloc_id, CHAIR) if one != turn.me.id]
    look = choice("appraisal.reconcile_label", "reconciliation.open", period.id, looks=True)
    turn.tell(chairs, say("appraisal.told_outdated", title=period.title, by=turn.me.full_name, lines=lines), (look,), of=period.bloc_id, asks=False)
    return (say("appraisal.outdated", lines=lines),)
