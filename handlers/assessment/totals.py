"""What a sheet comes to, in words: so far or among all, what is not in it yet, and what lateness costs."""

from domain.criteria.answers import is_not_applicable
from domain.criteria.relative import RelativeToLeader
from domain.rubrics import Item, Rubric
from domain.scoring import late_points
from handlers.assessment.work import Work
from handlers.flow import Said, Turn, say
from handlers.lateness import late_days, late_said


def progress_said(turn: Turn, work: Work) -> Said:
    """ "12/32 tiêu chí · tạm tính 412,5/1000 · còn 3 ngày" """
    progress = work.progress
    return say(
        "assessment.progress",
        answered=progress.answered,
        asked=progress.asked,
        points=progress.points,
        total=work.rubric.total,
        left=turn.left(work.sheet.period.closes_at),
    )


def later_said(work: Work) -> tuple[Said, ...]:
    """Which answers the total leaves out until the period is closed, for they are compared with other units'; nothing where there are none."""
    if work.closed_score is not None:
        return ()
    later = [
        leaf.address
        for leaf in work.rubric.own_leaves
        if isinstance(leaf.rule, RelativeToLeader) and leaf.address in work.answers and not is_not_applicable(work.answers[leaf.address])
    ]
    return (say("assessment.later", addresses=", ".join(later)),) if later else ()


async def late_lines(turn: Turn, work: Work) -> tuple[Said, ...]:
    """What lateness costs: of a submitted sheet as it was, of another if it is submitted now."""
    submission = await turn.store.submissions.in_force(work.sheet.id) if work.sheet.state == "submitted" else None
    days = await late_days(turn, work.sheet.period, submission.at if submission else turn.now)
    if not days or not (submission or work.is_open):
        return ()
    if submission:
        return (was_late(work, days),)
    key = "assessment.would_be_late_later" if late_points(work.rubric, days) else "assessment.would_be_late"
    return (say(key, late=late_said(work.rubric, days)),)


def was_late(work: Work, days: int) -> Said:
    """How late a submitted sheet was, and whether its total has lost the points yet."""
    late = late_said(work.rubric, days)
    if not late_points(work.rubric, days):
        return say("assessment.was_late", late=late)
    return say("assessment.was_late_taken" if work.closed_score else "assessment.was_late_later", late=late)


def limits_said(rubric: Rubric, items: tuple[Item, ...]) -> tuple[Said, ...]:
    """How many points the bonus and penalty items among these can come to together, and whether only the highest bonus counts; nothing where the table
    sets no limit."""
    adds, takes = not set(rubric.bonus).isdisjoint(items), not set(rubric.penalties).isdisjoint(items)
    said = [say("assessment.bonus_highest")] if adds and rubric.bonus_stacking == "highest" and len(rubric.bonus) > 1 else []
    said += [say("assessment.bonus_cap", cap=rubric.bonus_cap)] if adds and rubric.bonus_cap is not None else []
    said += [say("assessment.penalty_cap", cap=rubric.penalty_cap)] if takes and rubric.penalty_cap is not None else []
    return tuple(said)


def total_said(turn: Turn, work: Work) -> Said:
    if work.closed_score is None:
        return say("assessment.review_total", progress=progress_said(turn, work))
    return say("assessment.total_closed", points=work.closed_score.total, total=work.rubric.total)
