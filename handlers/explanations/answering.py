"""The answer to an appraiser's question: words, or files. It changes nothing of what the unit gave itself."""

from datetime import datetime

from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.criteria import named_said
from handlers.explanations.attaching import attach
from handlers.explanations.replying import keep_reply, question_of
from handlers.explanations.words import LONGEST, words_of
from handlers.files import note_file
from handlers.flow import Said, Shown, State, Turn, ask, choice, say
from storage.answers import OpenSheet
from storage.explanations import Explanation


class Answering(State):
    """The unit's answer to an appraiser's question is asked: words, or files. `seen` is when the answer that was shown was given; None where there was
    none."""

    longest = LONGEST
    takes_files = True
    number: int
    seen: datetime | None = None


async def ask_answer(turn: Turn, number: str) -> Shown:
    return _asked(turn, *await question_of(turn, number))


def _asked(turn: Turn, question: Explanation, sheet: OpenSheet, target: Leaf | Item, *said: Said) -> Shown:
    text = say("explanations.question", title=sheet.period.title, named=named_said(target), asked=question.asked, until=question.until or turn.now)
    given = (say("explanations.answered_before", text=question.text),) if question.text else ()
    waits = Answering(number=question.id, seen=question.at)
    return ask((*said, text, *given, say("explanations.ask_answer")), (choice("engine.home", "home.open"),), waits=waits)


async def answer_again(turn: Turn, state: Answering) -> Shown:
    return await ask_answer(turn, str(state.number))


async def give_answer(turn: Turn, state: Answering) -> Shown:
    """Keeps the answer; over a colleague's that came meanwhile only once that was shown. A file is kept beside whatever the answer is."""
    question, sheet, target = await question_of(turn, state.number)
    if turn.sent is not None:
        await note_file(turn, sheet.id, f"question:{question.address}", turn.sent)
    if question.at != state.seen and question.by != turn.me.id and clean(turn.text):
        return _asked(turn, question, sheet, target, say("explanations.answered_meanwhile", by=question.by_name))
    text = words_of(turn) if turn.sent is None else clean(turn.text) or question.text or turn.sent.file.name
    await keep_reply(turn, question, sheet, target, text)
    return attach(sheet, question.address, "question", say("explanations.answered", named=named_said(target)))
