"""What a unit takes away: its sheet as a workbook to be printed and signed ("Dự thảo", or the receipt's number once submitted), and its receipt as a file."""

import json

from domain.receipts import receipt_document
from domain.scoring import own_points
from handlers.assessment.amended import void_answer
from handlers.assessment.work import Work, load
from handlers.criteria import recorded, shown_address
from handlers.dialogue import OutFile
from handlers.flow import Shown, Turn, choice, end, say


async def download(turn: Turn, sheet_id: str) -> Shown:
    work = await load(turn, sheet_id)
    submission = await turn.store.submissions.in_force(work.sheet.id)
    mark = turn.written(say("assessment.print_receipt", receipt=submission.receipt) if submission else say("assessment.print_draft"))
    if work.sheet.on_paper:
        mark = f"{mark}\n{turn.written(say('assessment.on_paper_confirmed' if work.sheet.is_confirmed else 'assessment.on_paper'))}"
    facts = json.dumps(_facts(turn, work, mark), ensure_ascii=False)
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
    facts = json.dumps(receipt_document(submission.sheet, entry, unit_name=work.sheet.unit_name, title=work.sheet.period.title), ensure_ascii=False)
    file = OutFile(f"{submission.receipt}.json", report="receipt_file", facts=facts)
    return end(say("assessment.receipt_file", receipt=submission.receipt), back, files=(file,), fresh=True)


def _facts(turn: Turn, work: Work, mark: str) -> dict[str, object]:
    rows = []
    for target in work.asked:
        answer = work.answers.get(target.address)
        given = turn.written(recorded(target.rule, answer)) if answer is not None else ""
        proof = [one.text or one.name for one in work.sheet.evidence_for(target.address)]
        explanation = work.sheet.answers[target.address].explanation if target.address in work.sheet.answers else ""
        most = str(target.rule.max) if target.rule.max is not None else ""
        points = own_points(work.rubric, target, answer) if answer is not None else None
        shown = [given, "" if points is None else str(points), "\n".join([*proof, *([explanation] if explanation else [])])]
        rows.append([shown_address(target), target.title, most, *shown])
    rows += [[shown_address(target), target.title, "", turn.written(void_answer(work, target)), "", ""] for target in work.void]
    return {
        "title": work.sheet.period.title, "unit": work.sheet.unit_name, "rubric": work.rubric.title, "mark": mark, "rows": rows,
        "points": str(work.progress.points), "total": str(work.rubric.total),
    }  # fmt: skip
