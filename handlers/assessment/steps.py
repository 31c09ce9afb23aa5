"""What typed text and files mean while an assessment is on."""

import re

from domain.errors import RuleError
from domain.reading import is_skip, not_applicable_reason, read_answer
from domain.rubrics import Leaf
from domain.sheets import SubmittedAlready, require_explanation, require_sheet_act
from domain.texts import clean
from handlers.assessment.arriving import on_board, take_sent
from handlers.assessment.board import OnBoard, board, board_of, list_of
from handlers.assessment.criterion import GivingAnswer, GivingProof, ask_next, ask_target, skip, take
from handlers.assessment.not_applicable import ask_reason, does_not_apply
from handlers.assessment.work import load, require_own
from handlers.criteria import shown_address
from handlers.flow import Outdated, Shown, Turn, say

DOCUMENT = re.compile(r"\d+\s*/\s*[A-ZĐ0-9]|\b(số|so)\s*[:.]?\s*\d+|\b(BC|KH|QĐ|CV|TB|TTr|NQ|CT|HD|BB)\b", re.IGNORECASE)


class ProofRequired(RuleError):
    """This criterion takes evidence, not an explanation."""

    key = "assessment.proof_required"


async def give_answer(turn: Turn, state: GivingAnswer) -> Shown:
    """A text or a file in answer to a criterion."""
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    if turn.sent is None and (named := work.named(turn.text)) is not None:
        return ask_target(turn, work, named)
    require_sheet_act("fill", work.sheet.state, work.sheet.period.state)
    if turn.sent is None and is_skip(turn.text):
        return await skip(turn, str(state.sheet_id), state.address)
    if turn.sent is not None:
        return await take_sent(turn, work, target, turn.sent, state.seen_at)
    require_own(work, target)
    reason = not_applicable_reason(turn.text)
    if reason is not None:
        return await does_not_apply(turn, work, target, reason) if reason else await ask_reason(turn, str(state.sheet_id), state.address)
    reading = read_answer(target, turn.text)
    return await take(turn, work, target, reading.answer, reading.evidence, state.seen_at)


async def give_proof(turn: Turn, state: GivingProof) -> Shown:
    """Evidence for the answer just given: a file, a document's number and date, or an explanation."""
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    if turn.sent is None and (named := work.named(turn.text)) is not None:
        return ask_target(turn, work, named)
    require_sheet_act("fill", work.sheet.state, work.sheet.period.state)
    text = clean(turn.text)
    if turn.sent is None and is_skip(text):
        return await ask_next(turn, work, state.address)
    if turn.sent is not None:
        return await take_sent(turn, work, target, turn.sent, None)
    require_own(work, target)
    if DOCUMENT.search(text):
        await turn.store.evidence.add_document(work.sheet.id, target.address, text, turn.me.id, turn.now)
        return await ask_next(turn, work, state.address, say("assessment.document_kept", text=text, address=shown_address(target)))
    if isinstance(target, Leaf) and target.evidence == "required":
        raise ProofRequired
    require_explanation(text)
    if target.address not in work.sheet.answers:
        raise Outdated
    await turn.store.answers.explain(work.sheet.id, target.address, text, turn.me.id, turn.now)
    return await ask_next(turn, work, state.address, say("assessment.explanation_kept", address=shown_address(target)))


async def type_on_board(turn: Turn, state: OnBoard) -> Shown:
    """An address asks that criterion; anything else shows the board again. A file may be the sheet, filled in."""
    if turn.sent is not None:
        return await on_board(turn, state.sheet_id)
    work = await load(turn, state.sheet_id)
    target = work.named(turn.text)
    if target is None and work.is_open and (found := work.matching(turn.text)):
        return list_of(work, say("assessment.list_found", text=clean(turn.text)), found)
    if target is None:
        return await board_of(turn, work, say("assessment.not_an_address"))
    if work.sheet.state == "submitted":
        raise SubmittedAlready
    return ask_target(turn, work, target)


async def board_again(turn: Turn, state: OnBoard) -> Shown:
    return await board(turn, str(state.sheet_id))
