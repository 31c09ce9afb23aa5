"""What a unit replies to an appraiser's question: kept, and told to whoever asked. More words go behind the first ones, and in place of a file's bare name."""

from domain.appraisal import require_stage_act
from domain.errors import RuleError
from domain.people import CHAIRS, STAFF, UNIT_ROLES, Role
from domain.rubrics import Item, Leaf
from domain.texts import units
from handlers.criteria import named_said, shown_address
from handlers.explaining import may_answer
from handlers.explanations.words import LONGEST, TooLong, WindowOver, said_at, words_of
from handlers.flow import Outdated, Said, Turn, choice, id_of, say
from handlers.results import result_of
from storage.answers import OpenSheet
from storage.explanations import Explanation


class ResultsSent(RuleError):
    """The appraisal's results went out: what the unit has to say it says to them."""

    key = "explanations.results_sent"


class AnothersQuestion(RuleError):
    """A colleague answers for the criterion that is asked about, and so does the unit's leader."""

    key = "explanations.anothers"


async def question_of(turn: Turn, number: int | str) -> tuple[Explanation, OpenSheet, Leaf | Item]:
    """The appraiser's question, its sheet and its criterion, while it may be answered by this person. Raises WindowOver, Outdated,
    NotAllowed, or AnothersQuestion."""
    question = await turn.store.explanations.of(id_of(str(number)))
    sheet = await turn.store.answers.open_sheet(question.sheet_id) if question else None
    if question is None or sheet is None or question.kind != "question":
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if question.until is None or said_at(turn) > question.until:
        raise WindowOver
    if sheet.period.state == "closed" and sheet.period.stage != "appraisal":
        raise ResultsSent
    require_stage_act("answer_question", sheet.period.state, sheet.period.stage, turn.me.roles(sheet.period.bloc_id))
    target = (await result_of(turn, sheet.period)).rubric.at(question.address)
    if target is None:
        raise Outdated
    if not may_answer(turn, sheet, question.address):
        raise AnothersQuestion(address=shown_address(question.address), owner=sheet.owners[question.address].name)
    return question, sheet, target


async def keep_reply(turn: Turn, question: Explanation, sheet: OpenSheet, target: Leaf | Item, text: str) -> None:
    """Keeps this as the unit's whole answer; whoever hears of it has it as a message."""
    await turn.store.explanations.answer(question.id, text, turn.me.id, turn.now)
    await turn.store.notices.outdate(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES), (f"explanations.answer:{question.id}",))
    period = sheet.period
    await turn.record(
        "answer", period.bloc_id, f"sheet:{sheet.id} {question.address}", period_id=period.id, old={"text": question.text}, new={"text": text}
    )
    told = say("explanations.told_answer", unit=sheet.unit_name, named=named_said(target), text=text, by=turn.me.full_name)
    look = choice("explanations.see_leaf_label", "appraisal.leaf", sheet.id, question.address)
    turn.tell(await _who_hears(turn, sheet, question), told, (look,), of=period.bloc_id, lasting=True)


async def add_to_reply(turn: Turn, sheet: OpenSheet, address: str) -> Said:
    """What was typed after the answer, kept with it; what to say of it. Raises TooShort, TooLong, WindowOver or Outdated."""
    words = words_of(turn)
    asked = [one for one in await turn.store.explanations.of_period(sheet.period.id) if one.kind == "question" and one.sheet_id == sheet.id]
    newest = max((one.id for one in asked if one.address == address), default=0)
    question, sheet, target = await question_of(turn, newest)
    names = {one.name for one in sheet.evidence_for(f"question:{address}")}
    text = words if question.text in names | {""} else f"{question.text}\n{words}"
    if units(text) > LONGEST:
        raise TooLong(most=LONGEST)
    await keep_reply(turn, question, sheet, target, text)
    return say("explanations.answered", named=named_said(target))


async def _who_hears(turn: Turn, sheet: OpenSheet, question: Explanation) -> list[int]:
    """Who asked, while they still see the units' sheets; else the chair and the vice chair, but nobody of the unit itself."""
    readers = await turn.store.seats.holders(sheet.period.bloc_id, STAFF | {Role.PROVINCE_OFFICE})
    if question.asked_by in readers:
        return [question.asked_by] if question.asked_by is not None else []
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    return [one for one in await turn.store.seats.holders(sheet.period.bloc_id, CHAIRS) if one not in colleagues]
