"""The answer to an appraiser's question: words, or files. It changes nothing of what the unit gave itself."""

from domain.texts import clean
from handlers.criteria import named_said
from handlers.explanations.attaching import attach
from handlers.explanations.replying import keep_reply, question_of
from handlers.explanations.words import LONGEST, words_of
from handlers.files import note_file
from handlers.flow import Shown, State, Turn, ask, choice, say


class Answering(State):
    """The unit's answer to an appraiser's question is asked: words, or files."""

    longest = LONGEST
    takes_files = True
    number: int


async def ask_answer(turn: Turn, number: str) -> Shown:
    question, sheet, target = await question_of(turn, number)
    text = say("explanations.question", title=sheet.period.title, named=named_said(target), asked=question.asked, until=question.until or turn.now)
    given = (say("explanations.answered_before", text=question.text),) if question.text else ()
    return ask((text, *given, say("explanations.ask_answer")), (choice("engine.home", "home.open"),), waits=Answering(number=question.id))


async def answer_again(turn: Turn, state: Answering) -> Shown:
    return await ask_answer(turn, str(state.number))


async def give_answer(turn: Turn, state: Answering) -> Shown:
    question, sheet, target = await question_of(turn, state.number)
    if turn.sent is not None:
        await note_file(turn, sheet.id, f"question:{question.address}", turn.sent)
    text = words_of(turn) if turn.sent is None else clean(turn.text) or question.text or turn.sent.file.name
    await keep_reply(turn, question, sheet, target, text)
    return attach(sheet, question.address, "question", say("explanations.answered", named=named_said(target)))
