"""Two people answer one criterion: both values are shown, and nothing is changed until one is confirmed."""

from domain.criteria.answers import Answer, from_json, to_json
from domain.rubrics import Item, Leaf
from handlers.assessment.criterion import ask_target
from handlers.assessment.keeping import keep
from handlers.assessment.work import Work, load_to_fill, require_own
from handlers.criteria import named_said, recorded
from handlers.flow import Ask, Outdated, Said, Shown, State, Turn, ask, choice, say
from storage.answers import GivenAnswer


class Colliding(State):
    """A colleague answered meanwhile, `theirs`: both values are shown, nothing is changed until confirmed."""

    asks = False
    sheet_id: int
    address: str
    answer: str
    evidence: str
    theirs: str
    message: str = ""


def collided(work: Work, target: Leaf | Item, answer: Answer, evidence: str, given: GivenAnswer, message: str, *noted: Said) -> Ask:
    text = say(
        "assessment.collided", by=given.by_name, at=given.at, theirs=recorded(target, from_json(given.answer)),
        mine=recorded(target, answer), named=named_said(target),
    )  # fmt: skip
    rows = (
        choice("assessment.mine_label", "assessment.mine", work.sheet.id),
        choice("assessment.theirs_label", "assessment.skip", work.sheet.id, target.address),
    )
    waits = Colliding(sheet_id=work.sheet.id, address=target.address, answer=to_json(answer), evidence=evidence, theirs=given.answer, message=message)
    return ask((*noted, text), rows, waits=waits)


async def keep_mine(turn: Turn, sheet_id: str) -> Shown:
    state = turn.open
    if not isinstance(state, Colliding) or str(state.sheet_id) != sheet_id:
        raise Outdated
    work = await load_to_fill(turn, sheet_id)
    target, answer, given = work.target(state.address), from_json(state.answer), work.sheet.answers.get(state.address)
    require_own(work, target)
    if given is not None and given.answer != state.theirs:
        return collided(work, target, answer, state.evidence, given, state.message)
    return await keep(turn, work, target, answer, state.evidence, message=state.message)


async def collided_again(turn: Turn, state: Colliding) -> Shown:
    """Something else was typed at the confirmation: an address, or nothing that fits."""
    work = await load_to_fill(turn, state.sheet_id)
    target = work.target(state.address)
    given = work.sheet.answers[state.address]
    named = work.named(turn.text)
    return ask_target(turn, work, named) if named else collided(work, target, from_json(state.answer), state.evidence, given, state.message)
