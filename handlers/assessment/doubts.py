"""A text that is asked back: none of its readings is guessed, they are offered as choices and can be typed.

A number may be read in two ways ("1.000"), bear a word that counts something else ("2 điển hình" where a rate is asked), be too large to be believed, or
stand where evidence is asked; "không có nhiệm vụ phát sinh" may be a no, or the reason why a criterion does not apply.
"""

from datetime import datetime

from domain.criteria.answers import from_json
from domain.doubts import DOUBTS, HARD_TO_BELIEVE, Doubt, FarBeyondPlan, Meant, read_believable, readings_of, says_nothing_arose, whole_readings
from domain.errors import RuleError
from domain.reading import Reading, read_answer
from domain.reading.two_numbers import TwoNumbersAsked
from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.assessment.answering import take
from handlers.assessment.criterion import GivingAnswer, ask_target, swap_row
from handlers.assessment.going_on import ask_next
from handlers.assessment.lists import list_of
from handlers.assessment.proving import GivingProof, ask_proof, explains, keep_document, keep_explanation, went_on
from handlers.assessment.work import Work, load_to_fill, message_of
from handlers.criteria import recorded, shown_address
from handlers.flow import Choice, Outdated, Said, Shown, Turn, ask, choice, id_of, say

LABEL_ROOM = 24
"""Characters of an answer that a phone shows in a label behind its verb."""


class LoneNumber(RuleError):
    """One number is no evidence, and no answer where two are asked."""

    key = "assessment.lone_number"


class Doubting(GivingAnswer):
    """A criterion is asked, and what was typed has several readings: `texts`, each with one. `message` is the message that was typed; `confirms` where the
    figures were plain and only hard to believe; `reason` is why the criterion does not apply, where that may be meant."""

    texts: tuple[str, ...]
    message: str
    confirms: bool = False
    reason: str = ""


class Weighing(GivingProof):
    """Evidence is asked, and what was typed can be read as an answer: `texts`, each with one reading; `text` as it was typed; `reason` is why
    the criterion does not apply, where that may be meant."""

    text: str
    texts: tuple[str, ...]
    message: str
    reason: str = ""


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
    is_hard = isinstance(doubt, HARD_TO_BELIEVE)
    buttons = _confirming(work, target, doubt) if is_hard else tuple(_reading_choice(work, at, one) for at, one in enumerate(meant))
    waits = Doubting(
        sheet_id=work.sheet.id, address=target.address, seen_at=seen_at, texts=tuple(one.text for one in meant), message=message, confirms=is_hard
    )
    below = [row for row in asked.choices if row != swap_row(work, target)]  # what changes places now are the figures that are doubted
    return ask(asked.text, buttons, *below, waits=waits, lasting=True)


def _reading_choice(work: Work, at: int, meant: Meant) -> Choice:
    return choice("assessment.reading_label", "assessment.reading", work.sheet.id, at, meant=meant.name)


def _confirming(work: Work, target: Leaf | Item, doubt: Doubt) -> tuple[Choice, ...]:
    """The choices to keep figures as they were typed; plan and actual also with changed places."""
    as_typed = choice("assessment.confirm_label", "assessment.reading", work.sheet.id, 0)
    if not isinstance(doubt, FarBeyondPlan):
        return (as_typed,)
    return (as_typed, choice("assessment.swap_label", "assessment.reading", work.sheet.id, 1, address=shown_address(target)))


def ask_whether_none(turn: Turn, work: Work, target: Leaf | Item, seen_at: datetime | None) -> Shown | None:
    """Asks whether what says that nothing arose is a plain no, or that the criterion does not apply; None for any other text."""
    text = clean(turn.text)
    plainly = says_nothing_arose(target, text) if may_not_apply(work, target) else ""
    if not plainly:
        return None
    none = recorded(target, read_answer(target, plainly).answer)
    asked = ask_target(turn, work, target, say("criteria.nothing_arose", text=text, none=none))
    rows = (
        choice(none, "assessment.reading", work.sheet.id, 0),
        choice("assessment.not_applicable_label", "assessment.na", work.sheet.id, target.address),
    )
    waits = Doubting(sheet_id=work.sheet.id, address=target.address, seen_at=seen_at, texts=(plainly,), message=message_of(turn), reason=text)
    below = [tuple(one for one in row if not _says_none(one)) for row in asked.choices]
    return ask(asked.text, rows, *below, waits=waits, lasting=True)


def _says_none(shown: Choice) -> bool:
    """Whether a choice of the question says no, none or not applicable."""
    return shown.act in {"assessment.na", "assessment.none"} or (shown.act == "assessment.yes" and shown.args[-1] == "0")


def may_not_apply(work: Work, target: Leaf | Item) -> bool:
    """Whether the table lets this criterion be answered as not applicable."""
    return isinstance(target, Leaf) and work.rubric.not_applicable != "forbidden"


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
    try:
        meant = whole_readings(target, text)
    except TwoNumbersAsked as fault:
        raise LoneNumber(**fault.facts) from fault
    if not meant:
        return None
    given = work.sheet.answers.get(target.address)
    new = [(at, one) for at, one in enumerate(meant) if given is None or read_answer(target, one.text).answer != from_json(given.answer)]
    if not new:
        return ask_proof(turn, work, target, say("assessment.weigh_same", text=text), walks=state.walks)
    rows = [(_as_answer(turn, work, target, at, one),) for at, one in new]
    rows += [
        (choice("assessment.as_proof_label", "assessment.as_proof", work.sheet.id),),
        (choice("assessment.back_label", "assessment.board", work.sheet.id),),
    ]
    waits = Weighing(
        sheet_id=work.sheet.id, address=target.address, walks=state.walks, text=text, texts=tuple(one.text for one in meant), message=message_of(turn)
    )
    read = recorded(target, read_answer(target, new[0][1].text).answer) if len(new) == 1 else None
    return ask(_weighed(work, target, text, read), *rows, waits=waits, lasting=True)


def _weighed(work: Work, target: Leaf | Item, text: str, read: Said | None = None) -> Said:
    """What was typed, what it reads as where that is one answer, and the answer that stands."""
    given = work.sheet.answers.get(target.address)
    present = recorded(target, from_json(given.answer)) if given else say("assessment.not_answered")
    facts = {"text": text, "address": target.address, "title": target.title, "present": present}
    return say("assessment.weigh_as", **facts, read=read) if read else say("assessment.weigh", **facts)


def weigh_reason(turn: Turn, work: Work, target: Leaf | Item, state: GivingProof, reason: str) -> Shown:
    """Asks whether a reason given where evidence is asked means that the criterion does not apply, or explains the answer that stands."""
    text = clean(turn.text)
    rows = [(choice("assessment.as_answer_label", "assessment.na", work.sheet.id, target.address, answer=say("assessment.not_applicable_label")),)]
    if explains(target, text):
        rows.append((choice("assessment.as_explanation_label", "assessment.as_explanation", work.sheet.id),))
    waits = Weighing(sheet_id=work.sheet.id, address=target.address, walks=state.walks, text=text, texts=(), message=message_of(turn), reason=reason)
    return ask(_weighed(work, target, text), *rows, (choice("assessment.back_label", "assessment.board", work.sheet.id),), waits=waits, lasting=True)


def weigh_search(turn: Turn, work: Work, target: Leaf | Item, state: GivingProof) -> Shown | None:
    """Where words stand in titles as they were typed: the criteria they find, and the choice to keep them as an explanation, where they may be one. None
    for any other text."""
    text = clean(turn.text)
    found = () if any(letter.isdigit() for letter in text) else work.matching(text, whole=True)
    if not found:
        return None
    listed = list_of(work, say("assessment.list_found", text=text), found)
    if not explains(target, text):
        return listed
    keep = choice("assessment.explain_label", "assessment.as_explanation", work.sheet.id, address=shown_address(target))
    waits = Weighing(sheet_id=work.sheet.id, address=target.address, walks=state.walks, text=text, texts=(), message=message_of(turn))
    return ask(listed.text, *listed.choices, (keep,), waits=waits, lasting=True)


def _as_answer(turn: Turn, work: Work, target: Leaf | Item, at: int, meant: Meant) -> Choice:
    """The choice names the answer where a phone shows that in a label."""
    answer, act = recorded(target, read_answer(target, meant.text).answer), ("assessment.as_answer", work.sheet.id, at)
    if len(turn.written(answer)) > LABEL_ROOM:
        return choice("assessment.as_this_answer_label", *act)
    return choice("assessment.as_answer_label", *act, answer=answer)


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
    return await _went_on(turn, state, await keep_document(turn, work, work.target(state.address), state.text, state.message))


async def as_explanation(turn: Turn, sheet_id: str) -> Shown:
    """The text explains the answer that stands."""
    state, work = await _weighing(turn, sheet_id)
    return await _went_on(turn, state, await keep_explanation(turn, work, work.target(state.address), state.text, state.message))


async def _went_on(turn: Turn, state: Weighing, said: Said) -> Shown:
    sheet_id = state.sheet_id
    if state.walks:
        return await went_on(turn, sheet_id, state.address, said)
    return await ask_next(turn, await load_to_fill(turn, sheet_id), state.address, said, is_answered=True)


async def _weighing(turn: Turn, sheet_id: str) -> tuple[Weighing, Work]:
    state = turn.open
    if not isinstance(state, Weighing) or str(state.sheet_id) != sheet_id:
        raise Outdated
    return state, await load_to_fill(turn, sheet_id)
