"""The answer to an appraiser's question: words, or files. It changes nothing of what the unit gave itself."""

from datetime import datetime

from domain.appraisal import require_stage_act
from domain.errors import RuleError
from domain.people import CHAIRS, STAFF, UNIT_ROLES, Role
from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.criteria import named_said
from handlers.explanations.attaching import attach
from handlers.explanations.words import LONGEST, WindowOver, said_at, words_of
from handlers.files import note_file
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from handlers.results import result_of
from storage.answers import OpenSheet
from storage.explanations import Explanation


class ResultsSent(RuleError):
    """The appraisal's results went out: what the unit has to say it says to them."""

    key = "explanations.results_sent"


class Answering(State):
    """The unit's answer to an appraiser's question is asked: words, or files. `seen` is when the answer that was shown was given; None where there was
    none."""

    longest = LONGEST
    takes_files = True
    number: int
    seen: datetime | None = None


async def ask_answer(turn: Turn, number: str) -> Shown:
    return _asked(turn, *await _question(turn, number))


def _asked(turn: Turn, question: Explanation, sheet: OpenSheet, target: Leaf | Item, *said: Said) -> Shown:
    text = say("explanations.question", title=sheet.period.title, named=named_said(target), asked=question.asked, until=question.until or turn.now)
    given = (say("explanations.answered_before", text=question.text),) if question.text else ()
    waits = Answering(number=question.id, seen=question.at)
    return ask((*said, text, *given, say("explanations.ask_answer")), (choice("engine.home", "home.open"),), waits=waits)


async def _question(turn: Turn, number: int | str) -> tuple[Explanation, OpenSheet, Leaf | Item]:
    """The appraiser's question, its sheet and its criterion, while it may be answered by this person. Raises WindowOver, Outdated or NotAllowed."""
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
    return question, sheet, target


async def answer_again(turn: Turn, state: Answering) -> Shown:
    return await ask_answer(turn, str(state.number))


async def give_answer(turn: Turn, state: Answering) -> Shown:
    """Keeps the answer; over a colleague's that came meanwhile only once that was shown. A file is kept beside whatever the answer is."""
    question, sheet, target = await _question(turn, state.number)
    if turn.sent is not None:
        await note_file(turn, sheet.id, f"question:{question.address}", turn.sent)
    if question.at != state.seen and question.by != turn.me.id and clean(turn.text):
        return _asked(turn, question, sheet, target, say("explanations.answered_meanwhile", by=question.by_name))
    text = words_of(turn) if turn.sent is None else clean(turn.text) or question.text or turn.sent.file.name
    await turn.store.explanations.answer(question.id, text, turn.me.id, turn.now)
    await turn.store.notices.outdate(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES), (f"explanations.answer:{question.id}",))
    period = sheet.period
    await turn.record(
        "answer", period.bloc_id, f"sheet:{sheet.id} {question.address}", period_id=period.id, old={"text": question.text}, new={"text": text}
    )
    told = say("explanations.told_answer", unit=sheet.unit_name, named=named_said(target), text=text, by=turn.me.full_name)
    look = choice("explanations.see_leaf_label", "appraisal.leaf", sheet.id, question.address)
    turn.tell(await _who_hears(turn, sheet, question), told, (look,), of=period.bloc_id, lasting=True)
    return attach(sheet, question.address, "question", say("explanations.answered", named=named_said(target)))


async def _who_hears(turn: Turn, sheet: OpenSheet, question: Explanation) -> list[int]:
    """Who asked, while they still see the units' sheets; else the chair and the vice chair, but nobody of the unit itself."""
    readers = await turn.store.seats.holders(sheet.period.bloc_id, STAFF | {Role.PROVINCE_OFFICE})
    if question.asked_by in readers:
        return [question.asked_by] if question.asked_by is not None else []
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    return [one for one in await turn.store.seats.holders(sheet.period.bloc_id, CHAIRS) if one not in colleagues]
