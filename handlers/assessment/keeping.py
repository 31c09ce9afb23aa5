"""An answer kept at once: what was recorded is said, and the next thing is asked in the same message."""

from dataclasses import replace

from domain.criteria.answers import Answer, to_json
from domain.reading.kinds import is_still_to_come
from domain.rubrics import Item, Leaf
from domain.sheets import needs_proof, require_explanation
from handlers.assessment.criterion import swap_row
from handlers.assessment.going_on import ask_next
from handlers.assessment.proving import ask_proof, no_secrets
from handlers.assessment.work import Work, enters_for, message_of, own_again
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Said, Shown, Turn, say
from handlers.overtaken import outdate_begin
from storage.answers import GivenAnswer


async def keep(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, *noted: Said, message: str | None = None) -> Shown:
    """Keeps the answer now, says what was recorded, and goes on."""
    message = message_of(turn) if message is None else message
    previous = work.sheet.answers.get(target.address)
    explanation, evidence = told_apart(previous.explanation if previous else "", evidence)
    await turn.store.answers.give(work.sheet.id, target.address, to_json(answer), explanation, turn.me.id, message, turn.now)
    await outdate_begin(turn, work.sheet)
    if evidence:
        await turn.store.evidence.add_document(work.sheet.id, target.address, evidence, turn.me.id, message, turn.now)
    if work.sheet.on_paper and not enters_for(turn, work.sheet):
        work = own_again(turn, work)
    after = with_answer(turn, work, target, answer, explanation, message)
    said = [say("assessment.recorded", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, answer))]
    said += [say("assessment.recorded_document", text=evidence)] if evidence else []
    said += [say("assessment.explanation_kept", address=shown_address(target))] if explanation != (previous.explanation if previous else "") else []
    said += noted or (no_secrets(turn, work) if evidence else ())
    last = swap_row(after, target)
    if isinstance(target, Leaf) and needs_proof(target, answer) and not evidence and target in after.lack.unproven:
        return ask_proof(turn, after, target, *said, last=last)
    return await ask_next(turn, after, target.address, *said, last=last, is_answered=True)


def told_apart(explanation: str, evidence: str) -> tuple[str, str]:
    """The explanation and the evidence beside an answer: words that only announce evidence explain. Raises ExplanationTooShort."""
    if not is_still_to_come(evidence):
        return explanation, evidence
    require_explanation(evidence)
    return evidence, ""


def with_answer(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, explanation: str, message: str) -> Work:
    """The work as it stands once this answer is kept, without reading it again."""
    given = GivenAnswer(to_json(answer), explanation, turn.me.id, turn.me.full_name, turn.now, message)
    sheet = replace(work.sheet, answers={**work.sheet.answers, target.address: given})
    return replace(work, sheet=sheet, answers={**work.answers, target.address: answer})
