"""A question about a criterion goes to the secretariat, and the answer comes back to who asked."""

from domain.errors import RuleError
from domain.people import CHAIRS, STAFF, Role
from domain.sheets import SHORTEST_REASON
from domain.texts import clean_lines, is_in_words
from handlers.assessment.criterion import ask_target
from handlers.assessment.work import load
from handlers.blocs import secretary_said
from handlers.criteria import named_said, shown_address
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from storage.questions import Question


class QuestionTooShort(RuleError):
    """A question says something."""

    key = "assessment.question_too_short"


class ReplyTooShort(RuleError):
    """A reply reaches who asked as it was typed: it says what it means by itself."""

    key = "assessment.reply_too_short"


class AskingAbout(State):
    """The question about a criterion is awaited."""

    longest = 1000
    sheet_id: int
    address: str


class Replying(State):
    """The secretariat's answer is awaited."""

    longest = 1000
    question_id: int


async def ask_about(turn: Turn, sheet_id: str, address: str) -> Shown:
    work = await load(turn, sheet_id)
    target = work.target(address)
    back = (choice("assessment.back_label", "assessment.ask", work.sheet.id, address),)
    text = (say("assessment.ask_question", named=named_said(target)), *await secretary_said(turn, work.sheet.period.bloc_id))
    return ask(text, back, waits=AskingAbout(sheet_id=work.sheet.id, address=address))


async def give_question(turn: Turn, state: AskingAbout) -> Shown:
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    question = clean_lines(turn.text)
    if not is_in_words(question, 5):
        raise QuestionTooShort
    number = await turn.store.questions.put(work.sheet.period.id, work.sheet.unit_id, state.address, question, turn.me.id, turn.now)
    bloc_id = work.sheet.period.bloc_id
    staff = await turn.store.seats.holders(bloc_id, [Role.SECRETARIAT]) or await turn.store.seats.holders(bloc_id, CHAIRS)
    told = say("assessment.told_question", by=turn.me.full_name, unit=work.sheet.unit_name, named=named_said(target), question=question)
    turn.tell(staff, told, (choice("assessment.reply_label", "assessment.reply", number),), of=bloc_id)
    return ask_target(turn, work, target, say("assessment.question_sent"))


async def question_again(turn: Turn, state: AskingAbout) -> Shown:
    return await ask_about(turn, str(state.sheet_id), state.address)


async def ask_reply(turn: Turn, number: str) -> Shown:
    question = await _question(turn, number)
    if question.answer is not None:
        return _replied_already(question)
    text = say("assessment.ask_reply", unit=question.unit_name, address=shown_address(question.address), question=question.question)
    return ask(text, (choice("engine.home", "home.open"),), waits=Replying(question_id=question.id))


def _replied_already(question: Question, *said: Said) -> Shown:
    """Somebody answered before: what, and who."""
    text = say("assessment.replied_already", by=question.answered_by_name, answer=question.answer or "")
    return end((text, *said), (choice("engine.home", "home.open"),), lasting=bool(said))


async def give_reply(turn: Turn, state: Replying) -> Shown:
    question = await _question(turn, str(state.question_id))
    answer = clean_lines(turn.text)
    if not is_in_words(answer, SHORTEST_REASON):
        raise ReplyTooShort
    if not await turn.store.questions.reply(question.id, answer, turn.me.id, turn.now):
        return _replied_already(question, say("assessment.reply_not_sent", answer=answer))
    await turn.store.notices.outdate(await turn.store.seats.holders(question.bloc_id, STAFF), (f"assessment.reply:{question.id}",))
    told = say("assessment.told_reply", by=turn.me.full_name, address=shown_address(question.address), question=question.question, answer=answer)
    turn.tell([question.asked_by], told, of=question.bloc_id)
    return end(say("assessment.replied", unit=question.unit_name, address=shown_address(question.address)), (choice("engine.home", "home.open"),))


async def reply_again(turn: Turn, state: Replying) -> Shown:
    return await ask_reply(turn, str(state.question_id))


async def _question(turn: Turn, number: str) -> Question:
    question = await turn.store.questions.of(id_of(number))
    if question is None:
        raise Outdated
    turn.require(question.bloc_id, STAFF)
    return question
