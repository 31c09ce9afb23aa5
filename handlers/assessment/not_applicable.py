"""A criterion that does not apply to the unit, with the reason."""

from datetime import datetime

from domain.criteria.answers import Answer
from domain.reading.kinds import not_applicable_reason
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.sheets import require_reason
from domain.texts import clean
from handlers.assessment.answering import seen_at, take
from handlers.assessment.criterion import ask_target
from handlers.assessment.doubts import Doubting, Weighing
from handlers.assessment.work import Work, load_to_fill, require_own
from handlers.criteria import named_said
from handlers.flow import Shown, State, Turn, ask, choice, say


class GivingReason(State):
    """Why the criterion does not apply is asked; `seen_at` is when the answer was given that was seen then."""

    longest = 2000
    sheet_id: int
    address: str
    seen_at: datetime | None = None


async def ask_reason(turn: Turn, sheet_id: str, address: str) -> Shown:
    """Asks why the criterion does not apply, unless that was just said and asked back."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    check_answer(work.rubric, target, {"not_applicable": True, "reason": "?"})
    state = turn.open
    if isinstance(state, Doubting | Weighing) and state.reason and (state.sheet_id, state.address) == (work.sheet.id, address):
        seen = state.seen_at if isinstance(state, Doubting) else None
        return await does_not_apply(turn, work, target, state.reason, seen)
    return _ask(work, target, seen_at(turn, work, address))


def _ask(work: Work, target: Leaf | Item, seen: datetime | None) -> Shown:
    back = (choice("assessment.back_label", "assessment.ask", work.sheet.id, target.address),)
    waits = GivingReason(sheet_id=work.sheet.id, address=target.address, seen_at=seen)
    return ask(say("assessment.ask_reason", named=named_said(target)), back, waits=waits)


async def give_reason(turn: Turn, state: GivingReason) -> Shown:
    """The reason that was typed; that it does not apply, said once more before it, is no part of it."""
    work = await load_to_fill(turn, state.sheet_id)
    behind = not_applicable_reason(turn.text)
    return await does_not_apply(turn, work, work.target(state.address), clean(turn.text) if behind is None else behind, state.seen_at)


async def reason_again(turn: Turn, state: GivingReason) -> Shown:
    work = await load_to_fill(turn, state.sheet_id)
    return _ask(work, work.target(state.address), state.seen_at)


async def does_not_apply(turn: Turn, work: Work, target: Leaf | Item, reason: str, seen: datetime | None) -> Shown:
    """Keeps that the criterion does not apply, unless a colleague has answered it since."""
    if (named := work.named(reason)) is not None:
        return ask_target(turn, work, named)
    require_own(work, target)
    require_reason(reason)
    answer: Answer = {"not_applicable": True, "reason": reason}
    return await take(turn, work, target, answer, "", seen)
