"""An edited message corrects what it gave: an answer with the document beside it, a document, or an explanation."""

from domain.criteria.answers import Answer, is_not_applicable, to_json
from domain.doubts import HARD_TO_BELIEVE, FarBeyondPlan, TimesHardToBelieve, require_believable, says_nothing_arose
from domain.errors import RuleError
from domain.reading import Reading, read_answer
from domain.reading.dates import require_dates
from domain.reading.examples import example_of
from domain.reading.following import UnclearAnswer
from domain.reading.kinds import is_bare_answer, not_applicable_reason
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.sheets import require_explanation, require_reason
from domain.texts import clean
from handlers.assessment.board import OnBoard, board_of
from handlers.assessment.criterion import GivingAnswer, ask_target, swap_row
from handlers.assessment.keeping import told_apart, with_answer
from handlers.assessment.proving import GivingProof, ask_proof
from handlers.assessment.work import Work, load, load_to_fill, require_own
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Said, Shown, Turn, ask, choice, end, say


class CorrectionFarBeyondPlan(RuleError):
    """A correction makes the actual so much more than the plan that it must be typed where it can be asked back."""

    key = "assessment.correction_far_beyond_plan"


class CorrectionHardToBelieve(RuleError):
    """A correction makes it so many days late that it must be typed where it can be asked back."""

    key = "assessment.correction_hard_to_believe"


class CorrectionTimesHardToBelieve(RuleError):
    """A correction counts so many faults that it must be typed where it can be asked back."""

    key = "assessment.correction_times_hard_to_believe"


class NotCorrected(RuleError):
    """An edit gives nothing that fits, for the reason `why`: what the message gave to the criterion stays, whatever question is open now."""

    key = "assessment.not_corrected"


async def correct(turn: Turn) -> Shown | None:
    """An edited message: the edit corrects what the message gave, if that still stands, and the question that is open stays open. Raises NotCorrected."""
    if turn.incoming is None or (gave := await turn.store.answers.of_message(turn.incoming.message, turn.me.id)) is None:
        return None
    work = await load_to_fill(turn, gave.sheet_id)
    target = work.target(gave.address)
    require_own(work, target)
    try:
        return await _CORRECTING[gave.what](turn, work, target, turn.incoming.message)
    except (CorrectionFarBeyondPlan, CorrectionHardToBelieve, CorrectionTimesHardToBelieve):
        raise
    except RuleError as refusal:  # whatever rule refuses: below it stands the open question, often another criterion's
        raise NotCorrected(why=Said(refusal.key, refusal.facts), address=shown_address(target)) from refusal


async def _correct_answer(turn: Turn, work: Work, target: Leaf | Item, message: str) -> Shown:
    reading = _read(work, target, turn.text)
    if reading.answer != work.answers[target.address]:
        _require_believable(target, reading.answer)
    check_answer(work.rubric, target, reading.answer)
    explanation, evidence = told_apart(work.sheet.answers[target.address].explanation, reading.evidence)
    await turn.store.answers.give(work.sheet.id, target.address, to_json(reading.answer), explanation, turn.me.id, message, turn.now)
    document = await _replace_document(turn, work, target, evidence, message)
    after = with_answer(turn, await load(turn, work.sheet.id), target, reading.answer, explanation, message)
    answer = recorded_with_points(work.rubric, target, reading.answer)
    corrected = say("assessment.corrected", address=shown_address(target), title=target.title, answer=answer)
    return await _where_it_stood(turn, after, target, corrected, *document)


def _require_believable(target: Leaf | Item, answer: Answer) -> None:
    try:
        require_believable(target, answer)
    except HARD_TO_BELIEVE as doubt:
        raise _refusal(doubt)(**doubt.facts, address=shown_address(target)) from doubt


def _refusal(doubt: RuleError) -> type[RuleError]:
    match doubt:
        case FarBeyondPlan():
            return CorrectionFarBeyondPlan
        case TimesHardToBelieve():
            return CorrectionTimesHardToBelieve
    return CorrectionHardToBelieve


def _read(work: Work, target: Leaf | Item, text: str) -> Reading:
    """The answer an edited text gives. What said that the criterion does not apply may be edited by its reason alone."""
    reason = not_applicable_reason(text)
    if not is_not_applicable(work.answers[target.address]) and says_nothing_arose(target, text):
        raise UnclearAnswer(text=clean(text)[:60], example=example_of(target.rule))
    if reason is None and is_not_applicable(work.answers[target.address]) and not is_bare_answer(text):
        reason = clean(text)
    if reason is None:
        return read_answer(target, text)
    require_reason(reason)
    answer: Answer = {"not_applicable": True, "reason": reason}
    return Reading(answer)


async def _replace_document(turn: Turn, work: Work, target: Leaf | Item, text: str, message: str) -> tuple[Said, ...]:
    """The document that the message gave gives way to what the edit names; says what became of it."""
    before = await turn.store.evidence.take_back(work.sheet.id, target.address, message, turn.me.id, turn.now)
    if text:
        require_dates(text)
        await turn.store.evidence.add_document(work.sheet.id, target.address, text, turn.me.id, message, turn.now)
        return (say("assessment.recorded_document", text=text),)
    return (say("assessment.document_gone", text=before),) if before else ()


async def _correct_document(turn: Turn, work: Work, target: Leaf | Item, message: str) -> Shown | None:
    """A document that was typed by itself, or beside an answer that does not stand any more: only the document is corrected."""
    text = read_answer(target, turn.text).evidence if is_bare_answer(turn.text) else clean(turn.text)
    if not text:
        return None
    await _replace_document(turn, work, target, text, message)
    return await _where_it_stood(
        turn, await load(turn, work.sheet.id), target, say("assessment.document_corrected", text=text, address=shown_address(target))
    )


async def _correct_explanation(turn: Turn, work: Work, target: Leaf | Item, message: str) -> Shown:
    text = clean(turn.text)
    require_explanation(text)
    await turn.store.answers.explain(work.sheet.id, target.address, text, turn.me.id, message, turn.now)
    return await _where_it_stood(turn, await load(turn, work.sheet.id), target, say("assessment.explanation_kept", address=shown_address(target)))


async def _where_it_stood(turn: Turn, work: Work, corrected: Leaf | Item, *said: Said) -> Shown:
    """The correction, above the question that is open."""
    state, last = turn.open, swap_row(work, corrected)
    if isinstance(state, GivingAnswer) and state.sheet_id == work.sheet.id:
        return ask_target(turn, work, work.target(state.address), *said, last=() if state.address == corrected.address else last)
    if isinstance(state, GivingProof) and state.sheet_id == work.sheet.id:
        return ask_proof(turn, work, work.target(state.address), *said, last=last, walks=state.walks)
    if isinstance(state, OnBoard) and state.sheet_id == work.sheet.id:
        return await board_of(turn, work, *said)
    rows = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    return ask(said, last, rows, waits=state) if state is not None else end(said, last, rows)


_CORRECTING = {"answer": _correct_answer, "document": _correct_document, "explanation": _correct_explanation}
