"""A text that is asked back: none of its readings is guessed, they are offered as choices and can be typed.

A number may be read in two ways ("1.000"), bear a word that counts something else ("2 điển hình" where a rate is asked), be far beyond its plan, or stand
where evidence is asked.
"""

from datetime import datetime

from domain.criteria.answers import from_json
from domain.doubts import DOUBTS, Doubt, FarBeyondPlan, Meant, read_believable, readings_of, whole_readings
from domain.reading import Reading, read_answer
from domain.rubrics import Item, Leaf
from handlers.assessment.answering import take
from handlers.assessment.criterion import GivingAnswer, ask_target, swap_row
from handlers.assessment.going_on import ask_next
from handlers.assessment.proving import GivingProof, keep_document, went_on
from handlers.assessment.work import Work, load_to_fill, message_of
from handlers.criteria import recorded, shown_address
from handlers.flow import Choice, Outdated, Said, Shown, Turn, ask, choice, id_of, say


class Doubting(GivingAnswer):
    """A criterion is asked, and what was typed has several readings: `texts`, each with one. `message` is the message that was typed; `confirms` where the
    figures were plain and only hard to believe."""

    texts: tuple[str, ...]
    message: str
    confirms: bool = False


class Weighing(GivingProof):
    """Evidence is asked, and what was typed can be read as an answer: `texts`, each with one reading; `text` as it was typed."""

    text: str
    texts: tuple[str, ...]
    message: str


async def take_read(
    turn: Turn, work: Work, target: Leaf | Item, text: str, seen_at: datetime | None, *noted: Said, message: str | None = None
) -> Shown:
    """Takes the answer that a text gives, or asks it back. Raises a RuleError where it gives none."""
    try:
        reading = _confirmed(turn, work, target, text) or read_believable(target, text)
    except DOUBTS as doubt:
        return _ask_reading(turn, work, target, text, doubt, seen_at, *noted, message=message_of(turn) if message is None else message)
    return await take(turn, work, target, reading.answer, reading.evidence, seen_at, *noted, message=message)


def _confirmed(turn: Turn, work: Work, target: Leaf | Item, text: str) -> Reading | None:
    """The figures that were asked back, where they are typed once more: that confirms them."""
    state = turn.open
    if not isinstance(state, Doubting) or not state.confirms or (state.sheet_id, state.address) != (work.sheet.id, target.address):
        return None
    again, before = read_answer(target, text), read_answer(target, state.texts[0])
    return Reading(again.answer, again.evidence or before.evidence) if again.answer == before.answer else None


def _ask_reading(turn: Turn, work: Work, target: Leaf | Item, text: str, doubt: Doubt, seen_at: datetime | None, *noted: Said, message: str) -> Shown:
    """The question once more, with the readings to choose from."""
    meant = readings_of(target, text, doubt)
    asked = ask_target(turn, work, target, *noted, say(doubt.key, **doubt.facts))
    is_far = isinstance(doubt, FarBeyondPlan)
    buttons = _either_way(work, target) if is_far else tuple(_reading_choice(work, at, one) for at, one in enumerate(meant))
    waits = Doubting(
        sheet_id=work.sheet.id, address=target.address, seen_at=seen_at, texts=tuple(one.text for one in meant), message=message, confirms=is_far
    )
    below = [row for row in asked.choices if row != swap_row(work, target)]  # what changes places now are the figures that are doubted
    return ask(asked.text, buttons, *below, waits=waits, lasting=True)


def _reading_choice(work: Work, at: int, meant: Meant) -> Choice:
    return choice("assessment.reading_label", "assessment.reading", work.sheet.id, at, meant=meant.name)


def _either_way(work: Work, target: Leaf | Item) -> tuple[Choice, ...]:
    """The choices to keep plan and actual as they were typed, or with changed places."""
    return (
        choice("assessment.confirm_label", "assessment.reading", work.sheet.id, 0),
        choice("assessment.swap_label", "assessment.reading", work.sheet.id, 1, address=shown_address(target)),
    )


async def choose_reading(turn: Turn, sheet_id: str, which: str) -> Shown:
    """One of the readings was chosen."""
    state = turn.open
    if not isinstance(state, Doubting) or str(state.sheet_id) != sheet_id or id_of(which) >= len(state.texts):
        raise Outdated
    work, text = await load_to_fill(turn, sheet_id), state.texts[int(which)]
    target = work.target(state.address)
    if not state.confirms:
        return await take_read(turn, work, target, text, state.seen_at, message=state.message)
    reading = read_answer(target, text)
    return await take(turn, work, target, reading.answer, reading.evidence, state.seen_at, message=state.message)


# ---------------------------------------------------------------------------------------------------------------- where evidence is asked


def weigh(turn: Turn, work: Work, target: Leaf | Item, state: GivingProof, text: str) -> Shown | None:
    """Asks whether a text is an answer or evidence; None where it is plainly no answer. Raises the RuleError of a bare number that does not fit."""
    meant = whole_readings(target, text)
    if not meant:
        return None
    buttons = [_as_answer(work, target, at, one) for at, one in enumerate(meant)]
    rows = [(button,) for button in buttons]
    rows += [
        (choice("assessment.as_proof_label", "assessment.as_proof", work.sheet.id),),
        (choice("assessment.back_label", "assessment.board", work.sheet.id),),
    ]
    waits = Weighing(
        sheet_id=work.sheet.id, address=target.address, walks=state.walks, text=text, texts=tuple(one.text for one in meant), message=message_of(turn)
    )
    return ask(_weighed(work, target, text), *rows, waits=waits, lasting=True)


def _weighed(work: Work, target: Leaf | Item, text: str) -> Said:
    given = work.sheet.answers.get(target.address)
    present = recorded(target.rule, from_json(given.answer)) if given else say("assessment.not_answered")
    return say("assessment.weigh", text=text, address=target.address, title=target.title, present=present)


def _as_answer(work: Work, target: Leaf | Item, at: int, meant: Meant) -> Choice:
    answer = recorded(target.rule, read_answer(target, meant.text).answer)
    return choice("assessment.as_answer_label", "assessment.as_answer", work.sheet.id, at, answer=answer)


async def as_answer(turn: Turn, sheet_id: str, which: str) -> Shown:
    """The text was an answer: it takes the place of the present one."""
    state, work = await _weighing(turn, sheet_id)
    if id_of(which) >= len(state.texts):
        raise Outdated
    target, reading = work.target(state.address), read_answer(work.target(state.address), state.texts[int(which)])
    return await take(turn, work, target, reading.answer, reading.evidence, None, message=state.message)


async def as_proof(turn: Turn, sheet_id: str) -> Shown:
    """The text was evidence."""
    state, work = await _weighing(turn, sheet_id)
    said = await keep_document(turn, work, work.target(state.address), state.text, state.message)
    if state.walks:
        return await went_on(turn, sheet_id, state.address, said)
    return await ask_next(turn, await load_to_fill(turn, sheet_id), state.address, said)


async def _weighing(turn: Turn, sheet_id: str) -> tuple[Weighing, Work]:
    state = turn.open
    if not isinstance(state, Weighing) or str(state.sheet_id) != sheet_id:
        raise Outdated
    return state, await load_to_fill(turn, sheet_id)
