"""Everything on one list before it is submitted: each criterion with its answer, the total and how it comes about, and last what is missing."""

from typing import TypeAlias

from domain.rubrics import Item, Leaf, Section
from domain.scoring import rescaling
from handlers.assessment import amended
from handlers.assessment.amended import shown_answer, void_answer
from handlers.assessment.board import OnBoard
from handlers.assessment.closed import with_score
from handlers.assessment.criterion import Buttons
from handlers.assessment.going_on import items_row
from handlers.assessment.part_words import left_said
from handlers.assessment.pieces import lost_said, proof_line, prove_row
from handlers.assessment.totals import late_lines, later_said, limits_said, total_said
from handlers.assessment.work import Work, leads, load, may_submit
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Ask, Said, Shown, Turn, ask, choice, id_of, say

Line: TypeAlias = tuple[Section | None, tuple[Said, ...]]
"""A criterion in the review with its section: its line, and what stands below."""
LINES_A_PAGE = 18
ADDRESSES_SHOWN = 30


async def review(turn: Turn, sheet_id: str, page: str = "0") -> Shown:
    return await review_of(turn, await load(turn, sheet_id), id_of(page))


async def review_of(turn: Turn, work: Work, page: int = 0, *said: Said) -> Ask:
    """One page of the review, below what is said first."""
    work = await with_score(turn, work)
    lines = _lines(work, proofs=work.sheet.state == "awaiting_leader" and leads(turn, work))
    pages = max(1, -(-len(lines) // LINES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = _with_headings(work, lines[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE])
    head = say("assessment.review_head", title=work.sheet.period.title, unit=work.sheet.unit_name, page=page + 1, pages=pages)
    text = (
        *said,
        head,
        say("assessment.lines", lines=shown),
        *_sums(work),
        *await late_lines(turn, work),
        total_said(turn, work),
        *later_said(work),
        *lost_said(work),
        *missing(work),
    )
    return ask(text, *_rows(turn, work, page, pages), waits=OnBoard(sheet_id=work.sheet.id, review=page))


def _lines(work: Work, *, proofs: bool) -> list[Line]:
    """A line for each criterion with its section, then bonus and penalty items, and what was withdrawn from the table; with `proofs` the evidence below it."""
    targets: list[tuple[Section | None, Leaf | Item]] = [
        (section, leaf) for section in work.rubric.sections for leaf in section.leaves if not leaf.is_external
    ]
    targets += [(None, item) for item in work.rubric.items if item.address in work.answers or item in work.again]
    lines: list[Line] = [(section, (_line(work, one), *(proof_line(work, one) if proofs else ()))) for section, one in targets]
    void = [say("assessment.review_line", address=shown_address(one), title=one.title, answer=void_answer(work, one)) for one in work.void]
    return lines + [(None, (line,)) for line in void]


def _with_headings(work: Work, lines: list[Line]) -> tuple[Said, ...]:
    """The lines, below the section each begins with on this page."""
    shown: list[Said] = []
    before: Section | None = None
    for section, line in lines:
        if section is not None and section is not before:
            points = work.score.sections[section.code]
            shown.append(say("assessment.review_section", code=section.code, title=section.title, points=points, max=section.max))
        before = section
        shown += line
    return tuple(shown)


def _line(work: Work, target: Leaf | Item) -> Said:
    answer = work.answers.get(target.address)
    if answer is None:
        given = shown_answer(work, target, say("assessment.not_answered"))
    else:
        given = recorded_with_points(work.rubric, target, answer, work.points(target))
    return say("assessment.review_line", address=shown_address(target), title=target.title, answer=given)


def _sums(work: Work) -> tuple[Said, ...]:
    """Bonus and penalty, and how the points were brought to the table's total where a criterion does not apply."""
    said: list[Said] = []
    if work.rubric.items:
        claimed = tuple(item for item in work.rubric.items if item.address in work.answers)
        sums = say("assessment.review_items", bonus=work.score.bonus, penalty=work.score.penalty)
        said += [sums, *limits_said(work.rubric, claimed)] if claimed else [say("assessment.no_items")]
    if (scaled := rescaling(work.rubric, work.score)) is not None:
        said.append(say("assessment.rescaled", others=scaled.others, total=scaled.total, remaining=scaled.remaining, base=scaled.base))
    return tuple(said)


# ---------------------------------------------------------------------------------------------------------------- what is missing


def is_ready(work: Work) -> bool:
    """Whether nothing is missing for the sheet to be submitted."""
    return not work.lack and not work.again


def missing(work: Work) -> tuple[Said, ...]:
    """What stands against submitting; nothing where nothing does, or the sheet takes no answers."""
    if is_ready(work) or not work.is_open:
        return ()
    lack, said = work.lack, [say("assessment.not_complete"), *amended.notes(work)]
    if unanswered := tuple(leaf for leaf in lack.unanswered if leaf not in work.again):
        said.append(say("assessment.missing_answers", count=len(unanswered), addresses=_addresses(unanswered)))
        said += [say("owners.left_by", left=left)] if not work.again and (left := left_said(work)) else []
    if lack.unproven:
        said.append(say("assessment.missing_proof", count=len(lack.unproven), addresses=_addresses(lack.unproven)))
    return tuple(said)


def _addresses(leaves: tuple[Leaf, ...]) -> str:
    more = " …" if len(leaves) > ADDRESSES_SHOWN else ""
    return ", ".join(leaf.address for leaf in leaves[:ADDRESSES_SHOWN]) + more


def incomplete(work: Work) -> Ask:
    """A short screen instead of a submission: what is missing, and the ways to it."""
    see = choice("assessment.see_label", "assessment.review", work.sheet.id)
    back = choice("assessment.back_label", "assessment.board", work.sheet.id)
    return ask(missing(work), *ways_on(work), (see, back), waits=OnBoard(sheet_id=work.sheet.id))


def ways_on(work: Work) -> list[Buttons]:
    """The choices that lead to what is missing."""
    following = work.next_open()
    again = (choice("assessment.again_label", "assessment.list", work.sheet.id, "again", count=len(work.again)),) if work.again else ()
    go = (choice("assessment.go_on_label", "assessment.go", work.sheet.id, address=shown_address(following), weight="main"),) if following else ()
    return [go, again, prove_row(work)]


def _rows(turn: Turn, work: Work, page: int, pages: int) -> list[Buttons]:
    sheet = work.sheet
    turning = [choice("assessment.page_before_label", "assessment.review", sheet.id, page - 1)] if page > 0 else []
    turning += [choice("assessment.page_after_label", "assessment.review", sheet.id, page + 1)] if page < pages - 1 else []
    back = (choice("assessment.back_label", "assessment.board", sheet.id),)
    if not work.is_open:
        return [tuple(turning), back]
    is_claimed = any(item.address in work.answers for item in work.rubric.items)
    on = ways_on(work) if not is_ready(work) else []
    return [tuple(turning), *on, *deciding_rows(turn, work), () if is_claimed else items_row(work), back]


def deciding_rows(turn: Turn, work: Work) -> list[Buttons]:
    """The choices that end the filling, as far as the sheet is ready for them and the person may."""
    sheet = work.sheet
    if not may_submit(turn, work):
        ask_leader = choice("assessment.to_leader_label", "assessment.to_leader", sheet.id, sheet.revision, weight="main")
        return [(ask_leader,)] if is_ready(work) and sheet.state != "awaiting_leader" else []
    decides = sheet.state == "awaiting_leader" and leads(turn, work)
    key = "assessment.approve_label" if decides else "assessment.submit_label"
    submit: Buttons = (choice(key, "assessment.submit", sheet.id, sheet.revision, weight="main"),) if is_ready(work) else ()
    if not decides:
        return [submit]
    return [(*submit, choice("assessment.return_label", "assessment.return", sheet.id, weight="grave"))]
