"""A criterion that does not apply to the unit, with the reason."""

from domain.criteria.answers import Answer
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.sheets import require_reason
from domain.texts import clean
from handlers.assessment.criterion import ask_target, keep
from handlers.assessment.work import Work, load_to_fill, require_own
from handlers.criteria import named_said
from handlers.flow import Shown, State, Turn, ask, choice, say


class GivingReason(State):
    """Why the criterion does not apply is asked."""

    sheet_id: int
    address: str


async def ask_reason(turn: Turn, sheet_id: str, address: str) -> Shown:
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    check_answer(work.rubric, target, {"not_applicable": True, "reason": "?"})
    text = say("assessment.ask_reason", named=named_said(target))
    return ask(
        text, (choice("assessment.back_label", "assessment.ask", sheet_id, address),), waits=GivingReason(sheet_id=work.sheet.id, address=address)
    )


async def give_reason(turn: Turn, state: GivingReason) -> Shown:
    work = await load_to_fill(turn, state.sheet_id)
    return await does_not_apply(turn, work, work.target(state.address), clean(turn.text))


async def reason_again(turn: Turn, state: GivingReason) -> Shown:
    return await ask_reason(turn, str(state.sheet_id), state.address)


async def does_not_apply(turn: Turn, work: Work, target: Leaf | Item, reason: str) -> Shown:
    if (named := work.named(reason)) is not None:
        return ask_target(turn, work, named)
    require_own(work, target)
    require_reason(reason)
    answer: Answer = {"not_applicable": True, "reason": reason}
    check_answer(work.rubric, target, answer)
    return await keep(turn, work, target, answer, "")
