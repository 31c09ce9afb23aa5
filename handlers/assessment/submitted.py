"""A sheet that takes no answers now: its receipt, what it came to, and what can still be done with it."""

from handlers.assessment.closed import has_result, with_score
from handlers.assessment.totals import later_said
from handlers.assessment.work import Work, leads, may_submit
from handlers.flow import Choice, End, Said, Turn, choice, end, say
from storage.submissions import Submission


async def submitted(turn: Turn, work: Work, *said: Said) -> End:
    """The sheet as it was submitted, below what is said first; of a closed period also one that never was."""
    submission = await turn.store.submissions.in_force(work.sheet.id)
    if submission is None:
        return _never(work, *said)
    work = await with_score(turn, work)
    paper = (say("assessment.on_paper_confirmed" if work.sheet.is_confirmed else "assessment.on_paper"),) if work.sheet.on_paper else ()
    text = (*said, _receipt(work, submission), *later_said(work), *paper, *_how_withdrawn(turn, work))
    return end(text, *_rows(turn, work), (choice("engine.home", "home.open"),), lasting=bool(said))


def _is_withdrawable(turn: Turn, work: Work) -> bool:
    """Whether the sheet may still be taken back, by whoever may submit it."""
    return work.sheet.period.state == "open" and turn.now <= work.sheet.period.closes_at


def _how_withdrawn(turn: Turn, work: Work) -> tuple[Said, ...]:
    """Who may take the sheet back, for somebody who fills it and may not, as after a reopening; after the deadline, that nobody may and what is left."""
    if work.sheet.period.state != "open":
        return ()
    if not _is_withdrawable(turn, work):
        return (say("assessment.submitted_for_good"),)
    return () if may_submit(turn, work) else (say("assessment.who_withdraws"),)


def _never(work: Work, *said: Said) -> End:
    text = say("assessment.closed_unsubmitted", title=work.sheet.period.title, unit=work.sheet.unit_name)
    return end((*said, text), _files(work)[:2], (choice("engine.home", "home.open"),))


def _receipt(work: Work, submission: Submission) -> Said:
    total = say("assessment.total_so_far", points=submission.total, total=work.rubric.total)
    if work.closed_score is not None:
        total = say("assessment.total_closed", points=work.closed_score.total, total=work.rubric.total)
    return say(
        "assessment.submitted", title=work.sheet.period.title, unit=work.sheet.unit_name, at=submission.at, by=submission.by_name,
        receipt=submission.receipt, total=total,
    )  # fmt: skip


def _files(work: Work) -> tuple[Choice, ...]:
    """The sheet to be looked at, printed, and the file that checks its receipt."""
    return (
        choice("assessment.see_label", "assessment.review", work.sheet.id),
        choice("assessment.download_label", "assessment.download", work.sheet.id),
        choice("assessment.receipt_file_label", "assessment.receipt_file", work.sheet.id),
    )


def _rows(turn: Turn, work: Work) -> list[tuple[Choice, ...]]:
    sheet = work.sheet
    rows: list[tuple[Choice, ...]] = []
    if sheet.on_paper and leads(turn, work) and not sheet.is_confirmed:
        rows.append((choice("assessment.confirm_paper_label", "assessment.confirm_paper", sheet.id, weight="main"),))
    if has_result(sheet.period):
        rows.append((choice("assessment.result_label", "explanations.result", sheet.id, weight="main"),))
    rows.append(_files(work))
    if _is_withdrawable(turn, work) and may_submit(turn, work):
        rows.append((choice("assessment.withdraw_label", "assessment.withdraw", sheet.id, sheet.revision),))
    return rows
