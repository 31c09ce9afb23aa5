"""An edited message corrects the answer it gave."""

from domain.criteria.answers import to_json
from domain.people import UNIT_ROLES
from domain.reading import read_answer
from domain.rubrics import Leaf
from domain.scoring import check_answer
from handlers.assessment.board import OnBoard, board_of
from handlers.assessment.criterion import GivingAnswer, GivingProof, ask_proof, ask_target, with_answer
from handlers.assessment.work import Work, load_to_fill, require_own
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Said, Shown, Turn, ask, choice, end, say


async def correct(turn: Turn) -> Shown | None:
    """An edited message: if it gave an answer, the edit corrects it, and the question that is open stays open."""
    if turn.incoming is None or not turn.me.seats_as(UNIT_ROLES):
        return None
    found = await turn.store.answers.of_message(turn.incoming.message, turn.me.id)
    if found is None:
        return None
    sheet_id, address = found
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    reading = read_answer(target, turn.text)
    check_answer(work.rubric, target, reading.answer)
    explanation = work.sheet.answers[address].explanation
    await turn.store.answers.give(sheet_id, address, to_json(reading.answer), explanation, turn.me.id, turn.incoming.message, turn.now)
    if reading.evidence and all(one.text != reading.evidence for one in work.sheet.evidence_for(address)):
        await turn.store.evidence.add_document(sheet_id, address, reading.evidence, turn.me.id, turn.now)
    after = with_answer(turn, work, target, reading.answer, explanation)
    corrected = say(
        "assessment.corrected", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, reading.answer)
    )
    return await _where_it_stood(turn, after, corrected)


async def _where_it_stood(turn: Turn, work: Work, said: Said) -> Shown:
    """The correction, above the question that is open."""
    state = turn.open
    if isinstance(state, GivingAnswer) and state.sheet_id == work.sheet.id:
        return ask_target(turn, work, work.target(state.address), said)
    if isinstance(state, GivingProof) and state.sheet_id == work.sheet.id and isinstance(target := work.target(state.address), Leaf):
        return ask_proof(work, target, said)
    if isinstance(state, OnBoard) and state.sheet_id == work.sheet.id:
        return await board_of(turn, work, said)
    rows = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    return ask(said, rows, waits=state) if state is not None else end(said, rows)
