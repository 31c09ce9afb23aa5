"""What typed text and files mean while an assessment is on."""

from datetime import datetime

from domain.numbers import NotRead
from domain.reading.kinds import is_bare_answer, is_done, is_skip, not_applicable_reason
from domain.rubrics import Item, Leaf
from domain.texts import clean, fold
from handlers.assessment.arriving import on_board, take_sent
from handlers.assessment.board import OnBoard, board_of
from handlers.assessment.criterion import GivingAnswer, ask_target
from handlers.assessment.doubts import ask_whether_none, may_not_apply, take_read, weigh, weigh_reason, weigh_search
from handlers.assessment.going_on import skip
from handlers.assessment.lists import list_of
from handlers.assessment.not_applicable import ask_reason, does_not_apply
from handlers.assessment.proving import GivingProof, instead_of_answer, keep_proof, skip_proof
from handlers.assessment.review import incomplete, is_ready, review_of
from handlers.assessment.work import Work, load, require_act, require_own
from handlers.criteria import shown_address
from handlers.flow import Said, Shown, Turn, say


async def give_answer(turn: Turn, state: GivingAnswer) -> Shown:
    """A text or a file in answer to a criterion."""
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    require_act(work, "fill")
    if turn.sent is None and (named := work.named(turn.text)) is not None:
        return ask_target(turn, work, named)
    if turn.sent is None and is_skip(turn.text):
        return await skip(turn, str(state.sheet_id), state.address)
    if turn.sent is not None:
        return await take_sent(turn, work, target, turn.sent, state.seen_at)
    require_own(work, target)
    if (shown := ask_whether_none(turn, work, target, state.seen_at)) is not None:
        return shown
    reason = not_applicable_reason(turn.text)
    if reason is not None:
        return (
            await does_not_apply(turn, work, target, reason, state.seen_at) if reason else await ask_reason(turn, str(work.sheet.id), target.address)
        )
    return await _read(turn, work, target, state.seen_at)


async def _read(turn: Turn, work: Work, target: Leaf | Item, seen: datetime | None) -> Shown:
    """The answer a text gives; one with two readings is asked back, what is plainly none may be evidence, or a word that is looked for."""
    try:
        return await take_read(turn, work, target, turn.text, seen)
    except NotRead:
        if found := work.matching(turn.text, whole=True):
            return list_of(work, say("assessment.list_found", text=clean(turn.text)), found)
        if (shown := await instead_of_answer(turn, work, target)) is None:
            raise
        return shown


async def give_proof(turn: Turn, state: GivingProof) -> Shown:
    """Evidence for the answer just given: a file, a document's number and date, or an explanation."""
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    require_act(work, "fill")
    if turn.sent is None and (named := work.named(turn.text)) is not None:
        return ask_target(turn, work, named)
    if turn.sent is None and (is_skip(turn.text) or (is_done(turn.text) and work.sheet.evidence_for(target.address))):
        return await skip_proof(turn, work, state)
    if turn.sent is not None:
        return await take_sent(turn, work, target, turn.sent, None)
    require_own(work, target)
    if (reason := not_applicable_reason(turn.text)) is not None and may_not_apply(work, target):
        return weigh_reason(turn, work, target, state, reason) if reason else await ask_reason(turn, str(work.sheet.id), target.address)
    if (shown := weigh(turn, work, target, state, clean(turn.text)) or weigh_search(turn, work, target, state)) is not None:
        return shown
    return await keep_proof(turn, work, target, state)


async def type_on_board(turn: Turn, state: OnBoard) -> Shown:
    """An address asks that criterion; anything else shows the board, or the review, again. A file may be the sheet, filled in."""
    if turn.sent is not None:
        return await on_board(turn, state.sheet_id, state.answered)
    work = await load(turn, state.sheet_id)
    if fold(turn.text) == fold(turn.written(say("assessment.submit_label"))):
        return await review_of(turn, work) if is_ready(work) or not work.is_open else incomplete(work)
    target = work.named(turn.text, numbers=True)
    if target is None and work.is_open and (found := work.matching(turn.text)):
        return list_of(work, say("assessment.list_found", text=clean(turn.text)), found)
    if target is None and (shown := _with_an_answer(turn, work, clean(turn.text))) is not None:
        return shown
    if target is None:
        if is_bare_answer(turn.text):
            require_act(work, "fill")
        said = say("assessment.number_of_nothing" if is_bare_answer(turn.text) else "assessment.not_an_address", example=work.example)
        return await _shown_again(turn, work, state, said)
    require_act(work, "fill")
    return ask_target(turn, work, target)


def _with_an_answer(turn: Turn, work: Work, text: str) -> Shown | None:
    """The criterion whose address somebody typed with an answer behind it ("I.3 9"): it is asked, for the answer is read only where it is asked."""
    address, _, answer = text.partition(" ")
    target = work.named(address.rstrip(":"))
    if target is None or not answer or not work.is_open:
        return None
    require_act(work, "fill")
    return ask_target(turn, work, target, say("assessment.answer_apart", answer=answer, address=shown_address(target)))


async def board_again(turn: Turn, state: OnBoard) -> Shown:
    return await _shown_again(turn, await load(turn, state.sheet_id), state)


async def _shown_again(turn: Turn, work: Work, state: OnBoard, *said: Said) -> Shown:
    """The review where that was on the screen, else the board, below what is said first."""
    if state.review is not None and work.is_open:
        return await review_of(turn, work, state.review, *said)
    return await board_of(turn, work, *said)
