"""What the caption of a file gives to its criterion: an answer, a reason why it does not apply, or nothing beside the file."""

from dataclasses import replace
from datetime import datetime

from domain.doubts import answers_beside_file, refusal_of, says_nothing_arose
from domain.errors import RuleError
from domain.reading import read_answer
from domain.reading.kinds import is_bare_answer, not_applicable_reason
from domain.rubrics import Item, Leaf
from domain.sheets import SHORTEST_REASON
from domain.texts import clean, clean_lines, is_in_words, one_line
from handlers.assessment.criterion import GivingAnswer, ask_target
from handlers.assessment.doubts import may_not_apply, take_read
from handlers.assessment.not_applicable import does_not_apply
from handlers.assessment.proving import GivingProof, ask_more_proof
from handlers.assessment.work import Work
from handlers.criteria import shown_address
from handlers.dialogue import Sent
from handlers.flow import Said, Screen, Shown, Turn, say
from storage.answers import Evidence

CAPTION_SHOWN = 80
"""Characters of a caption that is named."""


async def read_caption(turn: Turn, work: Work, target: Leaf | Item, caption: str, seen_at: datetime | None, *noted: Said, first: int = 0) -> Shown:
    """What a file's caption gives to its criterion, below what was noted of the file; `first` is the number of a file that came anew."""
    if (reason := _why_not(turn, work, target, caption)) is not None:
        shown = await does_not_apply(turn, work, target, reason, seen_at)
        return replace(shown, text=(*noted, *shown.text)) if isinstance(shown, Screen) else shown
    if not _is_answer(turn, target, caption):
        return _ask_on(turn, work, target, *noted, first=first)
    if (refusal := refusal_of(target, caption)) is not None:
        return _ask_on(turn, work, target, *noted, Said(refusal.key, refusal.facts), first=first)
    return await take_read(turn, work, target, caption, seen_at, *noted)


def known_said(turn: Turn, work: Work, target: Leaf | Item, known: Evidence, caption: str) -> Said:
    """That the file is there already; its caption is named where it says something else than before, and nothing that is taken."""
    facts = {"name": known.name, "address": shown_address(target)}
    if not clean(caption) or clean_lines(caption) == known.text or says_something(turn, work, target, caption):
        return say("assessment.file_known", **facts)
    return say("assessment.file_known_caption", **facts, caption=one_line(clean(caption), CAPTION_SHOWN))


def tell_unread(turn: Turn, work: Work, sent: Sent, address: str) -> None:
    """Tells who sent an album of a caption that could be an answer, where another criterion is asked by now, or none: nothing of it is taken."""
    target = work.rubric.at(address)
    if target is not None and says_something(turn, work, target, sent.caption):
        facts = {"name": sent.file.name, "caption": one_line(clean(sent.caption), CAPTION_SHOWN), "address": shown_address(target)}
        turn.tell([turn.me.id], say("assessment.caption_unread", **facts), of=work.sheet.period.bloc_id)


def says_something(turn: Turn, work: Work, target: Leaf | Item, caption: str) -> bool:
    """Whether a caption gives another answer than the one that stands, or says why there is none."""
    if _why_not(turn, work, target, caption) is not None:
        return True
    return _is_answer(turn, target, caption) and not _stands(work, target, caption)


def _stands(work: Work, target: Leaf | Item, caption: str) -> bool:
    try:
        return work.answers.get(target.address) == read_answer(target, caption).answer
    except RuleError:
        return False


def _why_not(turn: Turn, work: Work, target: Leaf | Item, caption: str) -> str | None:
    """Why the criterion does not apply, where an answer is asked and the caption says that it does not, in words; None for any other caption."""
    reason = not_applicable_reason(caption)
    if reason is None or _asks_proof(turn, target) or not may_not_apply(work, target) or says_nothing_arose(target, caption):
        return None
    return reason if is_in_words(reason, SHORTEST_REASON) else None


def _is_answer(turn: Turn, target: Leaf | Item, caption: str) -> bool:
    """Whether a caption is to be read as an answer: a bare figure always; where the answer itself is asked, what would be one if it were typed."""
    return is_bare_answer(caption) or (not _asks_proof(turn, target) and answers_beside_file(target, caption))


def _asks_proof(turn: Turn, target: Leaf | Item) -> bool:
    """Whether this criterion is answered, and its evidence is asked."""
    return isinstance(turn.open, GivingProof) and turn.open.address == target.address


def _ask_on(turn: Turn, work: Work, target: Leaf | Item, *said: Said, first: int) -> Shown:
    """The acknowledgement; more files may follow. Where the answer itself is still to come, it is asked, and where the criterion before was answered just
    now, what came may be moved to that one."""
    state = turn.open
    if isinstance(state, GivingProof):
        return ask_more_proof(work, target, *said, walks=state.walks)
    if isinstance(state, GivingAnswer) and (state.sheet_id, state.address) == (work.sheet.id, target.address):
        return ask_target(turn, work, target, *said, before=state.before, first=state.first or first)
    return ask_target(turn, work, target, *said)
