"""A sheet whose table has changed, in words: what was answered before and must be answered again, or kept; what is void."""

from domain.criteria.answers import AnswerRefused, from_json
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.texts import fold
from handlers.assessment.work import Work
from handlers.criteria import recorded, shown_address
from handlers.flow import Said, say

ADDRESSES_SHOWN = 30


def may_be_kept(work: Work, target: Leaf | Item) -> bool:
    """Whether the answer given before fits the criterion as it stands now."""
    before = work.before(target)
    if before is None:
        return False
    try:
        check_answer(work.rubric, target, before[1])
    except AnswerRefused:
        return False
    return True


def notes(work: Work) -> list[Said]:
    """What the board says of a changed table."""
    if not work.again:
        return []
    return [say("assessment.again", count=len(work.again), addresses=", ".join(shown_address(one) for one in work.again[:ADDRESSES_SHOWN]))]


def recorded_before(work: Work, target: Leaf | Item) -> Said | None:
    """How the answer reads that was given before the table changed; where the address bore another title then, for what it was given and which address
    that has now. None where nothing is to be answered again."""
    before = work.before(target)
    if before is None:
        return None
    then, answer = before
    if fold(then.title) == fold(target.title):
        return recorded(then, answer)
    now = next((one for one in work.asked if fold(one.title) == fold(then.title)), None)
    facts = {"answer": recorded(then, answer), "address": shown_address(then), "title": then.title}
    if now is None:
        return say("assessment.answer_for", **facts)
    return say("assessment.answer_for_moved", now=shown_address(now), **facts)


def shown_answer(work: Work, target: Leaf | Item, nothing: Said) -> Said:
    """The answer of a criterion in a list: as it stands, or as it was before the table changed; `nothing` where there is none."""
    if (before := recorded_before(work, target)) is not None:
        return say("assessment.answer_again", before=before)
    answer = work.answers.get(target.address)
    return nothing if answer is None else recorded(target, answer)


def void_answer(work: Work, target: Leaf | Item) -> Said:
    """What a withdrawn criterion says: that it is void, and the answer that was given to it."""
    given = work.sheet.answers.get(target.address)
    return say("assessment.void_answer", answer=recorded(target, from_json(given.answer))) if given else say("assessment.void")
