"""What a unit takes away: its sheet as a workbook to be printed and signed ("Dự thảo", or the receipt's number once submitted), and its receipt as a file."""

import json

from domain.criteria.answers import is_not_applicable
from domain.numbers import exact_sum
from domain.receipts import receipt_document
from domain.rubrics import Group, Item, Leaf, Outlined, Section
from domain.scoring import rescaling
from handlers.assessment.amended import void_answer
from handlers.assessment.closed import with_score
from handlers.assessment.totals import was_late
from handlers.assessment.work import Work, load
from handlers.criteria import recorded, shown_address, title_written
from handlers.dialogue import OutFile
from handlers.files import pieces_named
from handlers.flow import Shown, Turn, choice, end, say
from handlers.lateness import late_days
from storage.submissions import Submission

NO_POINTS = "–"


async def download(turn: Turn, sheet_id: str) -> Shown:
    work = await with_score(turn, await load(turn, sheet_id))
    submission = await turn.store.submissions.in_force(work.sheet.id)
    facts = json.dumps(await _facts(turn, work, submission), ensure_ascii=False)
    name = turn.written(say("assessment.print_name", unit=work.sheet.unit_code, title=work.sheet.period.title))
    file = OutFile(name, report="unit_sheet", facts=facts)
    return end(say("assessment.printed"), (choice("assessment.back_label", "assessment.board", work.sheet.id),), files=(file,), fresh=True)


async def receipt_file(turn: Turn, sheet_id: str) -> Shown:
    """The receipt with all it vouches for, as a file that is checked without the database (`ktd receipt verify`)."""
    work = await load(turn, sheet_id)
    submission = await turn.store.submissions.in_force(work.sheet.id)
    entry = await turn.store.audit.of(submission.audit_seq) if submission and submission.audit_seq is not None else None
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    if submission is None or entry is None:
        return end(say("assessment.no_receipt_file"), back)
    facts = json.dumps(receipt_document(submission.sheet, entry), ensure_ascii=False)
    name = turn.written(say("assessment.receipt_file_name", receipt=submission.receipt))
    file = OutFile(name, report="receipt_file", facts=facts)
    printable = (choice("assessment.download_label", "assessment.download", work.sheet.id),)
    return end(say("assessment.receipt_file", receipt=submission.receipt), printable, back, files=(file,), fresh=True)


async def _facts(turn: Turn, work: Work, submission: Submission | None) -> dict[str, object]:
    bloc = await turn.store.blocs.of(work.sheet.period.bloc_id)
    if bloc is None:
        raise LookupError(work.sheet.period.bloc_id)
    scaled = rescaling(work.rubric, work.score)
    days = await late_days(turn, work.sheet.period, submission.at) if submission else 0
    return {
        "bloc": bloc.name, "title": work.sheet.period.title, "unit": work.sheet.unit_name,
        "rubric": title_written(turn, work.rubric), "mark": _mark(turn, work, submission),
        "sections": [_section(turn, work, section) for section in work.rubric.sections],
        "items": [_row(turn, work, item) for item in work.rubric.items if item.address in work.answers],
        "void": [[shown_address(one), one.title, "", turn.written(void_answer(work, one)), "", ""] for one in work.void],
        "scaled": turn.written(say("assessment.rescaled", **vars(scaled))) if scaled else "",
        "late": turn.written(was_late(work, days)) if days else "",
        "points": str(work.score.total), "total": str(work.rubric.total), "is_closed": work.closed_score is not None,
        "day": turn.written(say("assessment.print_day", at=submission.at if submission else turn.now)),
    }  # fmt: skip


def _mark(turn: Turn, work: Work, submission: Submission | None) -> str:
    """Whether the sheet is a draft or was submitted, when and by whom; and that it was entered from paper."""
    if submission is None:
        lines = [say("assessment.print_draft"), say("assessment.print_drawn", at=turn.now, by=turn.me.full_name)]
    else:
        lines = [
            say("assessment.print_receipt", receipt=submission.receipt),
            say("assessment.print_submitted", at=submission.at, by=submission.by_name),
        ]
    if work.sheet.on_paper:
        lines.append(say("assessment.on_paper_confirmed" if work.sheet.is_confirmed else "assessment.on_paper"))
    return "\n".join(turn.written(line) for line in lines)


def _section(turn: Turn, work: Work, section: Section) -> dict[str, object]:
    shown = [row for row in section.outline if not all(leaf.is_external for leaf in row.leaves)]
    return {
        "code": section.code, "title": section.title, "max": str(section.max), "points": str(work.score.sections[section.code]),
        "rows": [_outlined(turn, work, row) for row in shown], "groups": [at for at, row in enumerate(shown) if isinstance(row.row, Group)],
    }  # fmt: skip


def _outlined(turn: Turn, work: Work, row: Outlined) -> list[str]:
    """A criterion's row, or that of a group with the sums of what it holds."""
    if isinstance(row.row, Leaf):
        return _row(turn, work, row.row)
    points = [found for leaf in row.leaves if (found := work.points(leaf)) is not None]
    code = f"{row.leaves[0].section}.{row.row.code}"
    return [code, row.row.title, str(exact_sum(leaf.max for leaf in row.leaves)), "", str(exact_sum(points)) if points else "", ""]


def _row(turn: Turn, work: Work, target: Leaf | Item) -> list[str]:
    answer, given = work.answers.get(target.address), work.sheet.answers.get(target.address)
    proof = [*pieces_named(work.sheet, target)] + ([given.explanation] if given and given.explanation else [])
    most = str(target.rule.max) if target.rule.max is not None else ""
    points = work.points(target)
    left_out = NO_POINTS if answer is not None and is_not_applicable(answer) else ""
    written = turn.written(recorded(target, answer)) if answer is not None else ""
    return [shown_address(target), target.title, most, written, left_out if points is None else str(points), "\n".join(proof)]
