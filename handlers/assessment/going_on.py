"""From one criterion to the next: what is still open, what is missing when nothing is."""

from handlers.assessment.board import OnBoard, board_of, open_assessment
from handlers.assessment.closed import units_of
from handlers.assessment.criterion import Buttons, ask_target
from handlers.assessment.part_words import left_said
from handlers.assessment.pieces import prove_row
from handlers.assessment.totals import progress_said
from handlers.assessment.work import Work, load_to_fill
from handlers.flow import Said, Shown, Turn, ask, choice, say


async def go_on(turn: Turn, sheet_id: str) -> Shown:
    """The next criterion without an answer."""
    work = await load_to_fill(turn, sheet_id)
    return await ask_next(turn, work, "")


async def begin(turn: Turn, period_id: str) -> Shown:
    """The next criterion of the person's sheet in a period; where they have several, which one."""
    tasks = [task for task in await turn.store.sheets.of_units(units_of(turn)) if str(task.period.id) == period_id and task.state != "submitted"]
    return await (go_on(turn, str(tasks[0].sheet_id)) if len(tasks) == 1 else open_assessment(turn, "", period_id))


async def skip(turn: Turn, sheet_id: str, address: str) -> Shown:
    """Goes on without an answer; where this is the last open criterion, or nothing but items is open, back to the board."""
    work = await load_to_fill(turn, sheet_id)
    following = work.next_open(address)
    if address not in work.answers and (following is None or following.address == address):
        return await board_of(turn, work)
    return await ask_next(turn, work, address)


async def ask_next(turn: Turn, work: Work, after: str, *said: Said, last: Buttons = (), is_answered: bool = False) -> Shown:
    """What was said, then the next open criterion; where none is left, the offer to review. `last` are choices about what was said; `is_answered` where
    `after` was answered or proved just now, so that a file that follows may still be meant for it."""
    following = work.next_open(after)
    if following is not None:
        return ask_target(turn, work, following, *said, last=last, before=after if is_answered else "")
    review = (choice("assessment.review_label", "assessment.review", work.sheet.id, weight="plain" if work.lack.unproven else "main"),)
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    rows = (prove_row(work), review, items_row(work), last, back)
    return ask(
        (*said, _all_answered(turn, work)), *rows, waits=OnBoard(sheet_id=work.sheet.id, answered=after if is_answered else ""), lasting=bool(said)
    )


def _all_answered(turn: Turn, work: Work) -> Said:
    """That nothing is left to be answered, and what is missing all the same."""
    missing, progress = work.progress.asked - work.progress.answered, progress_said(turn, work)
    left = left_said(work)
    if missing and left and work.mine:
        return say("owners.part_done", missing=missing, left=left, progress=progress)
    if missing and left and work.others:
        return say("owners.rest_done", missing=missing, left=left, progress=progress)
    if unproven := work.lack.unproven:
        return say("assessment.all_answered_unproven", progress=progress, count=len(unproven))
    return say("assessment.all_answered", progress=progress, example=work.example)


def items_row(work: Work) -> Buttons:
    """The choice to claim bonus and penalty items, where the table has any."""
    given = sum(item.address in work.answers for item in work.rubric.items)
    return (choice("assessment.items_label", "assessment.list", work.sheet.id, "items", count=given),) if work.rubric.items else ()
