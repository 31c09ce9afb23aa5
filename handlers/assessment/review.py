"""Everything on one list before it is submitted: each criterion with its answer, what is missing, the total."""

from domain.rubrics import Item, Leaf
from handlers.assessment import amended
from handlers.assessment.amended import shown_answer, void_answer
from handlers.assessment.board import OnBoard, progress_said
from handlers.assessment.work import Work, load, may_submit
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Ask, Choice, Said, Shown, Turn, ask, choice, id_of, say

LINES_A_PAGE = 18


async def review(turn: Turn, sheet_id: str, page: str = "0") -> Shown:
    return review_of(turn, await load(turn, sheet_id), id_of(page))


def review_of(turn: Turn, work: Work, page: int = 0, *said: Said) -> Ask:
    """One page of the review, below what is said first."""
    lines = [_line(work, leaf) for leaf in work.rubric.own_leaves]
    lines += [_line(work, item) for item in work.rubric.items if item.address in work.answers or item in work.again]
    lines += [say("assessment.review_line", address=shown_address(one), title=one.title, answer=void_answer(work, one)) for one in work.void]
    pages = max(1, -(-len(lines) // LINES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = tuple(lines[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE])
    head = say("assessment.review_head", title=work.sheet.period.title, unit=work.sheet.unit_name, page=page + 1, pages=pages)
    text = (*said, head, say("assessment.lines", lines=shown), *_missing(work), say("assessment.review_total", progress=progress_said(turn, work)))
    return ask(text, *_rows(turn, work, page, pages), waits=OnBoard(sheet_id=work.sheet.id))


def _line(work: Work, target: Leaf | Item) -> Said:
    answer = work.answers.get(target.address)
    given = recorded_with_points(work.rubric, target, answer) if answer is not None else shown_answer(work, target, say("assessment.not_answered"))
    return say("assessment.review_line", address=shown_address(target), title=target.title, answer=given)


def _missing(work: Work) -> tuple[Said, ...]:
    lack = work.lack
    said = amended.notes(work)
    if lack.unanswered:
        said.append(say("assessment.missing_answers", count=len(lack.unanswered), addresses=_addresses(lack.unanswered)))
    if lack.unproven:
        said.append(say("assessment.missing_proof", count=len(lack.unproven), addresses=_addresses(lack.unproven)))
    return tuple(said)


def _addresses(leaves: tuple[Leaf, ...]) -> str:
    return ", ".join(leaf.address for leaf in leaves[:30])


def _rows(turn: Turn, work: Work, page: int, pages: int) -> list[tuple[Choice, ...]]:
    sheet = work.sheet
    turning = []
    if page > 0:
        turning.append(choice("assessment.page_before_label", "assessment.review", sheet.id, page - 1))
    if page < pages - 1:
        turning.append(choice("assessment.page_after_label", "assessment.review", sheet.id, page + 1))
    rows: list[tuple[Choice, ...]] = [tuple(turning)]
    if may_submit(turn, work):
        key = "assessment.approve_label" if sheet.state == "awaiting_leader" else "assessment.submit_label"
        rows.append((choice(key, "assessment.submit", sheet.id, sheet.revision, weight="main"),))
        if sheet.state == "awaiting_leader":
            rows.append((choice("assessment.return_label", "assessment.return", sheet.id, weight="grave"),))
    else:
        rows.append((choice("assessment.to_leader_label", "assessment.to_leader", sheet.id, sheet.revision, weight="main"),))
    rows.append((choice("assessment.back_label", "assessment.board", sheet.id),))
    return rows
