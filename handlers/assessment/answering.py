"""An answer is given: typed, tapped, kept from before the table changed, or with its figures changing places."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from domain.criteria.answers import Answer, from_json
from domain.criteria.counts import Deduct
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from handlers.assessment.amended import may_be_kept
from handlers.assessment.colliding import collided
from handlers.assessment.criterion import SEEN, GivingAnswer
from handlers.assessment.going_on import ask_next
from handlers.assessment.keeping import keep, with_answer
from handlers.assessment.proving import ask_proof
from handlers.assessment.work import Work, load_to_fill, message_of, require_own
from handlers.criteria import recorded_with_points, shown_address
from handlers.flow import Outdated, Said, Shown, Turn, say


async def take(
    turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, seen: datetime | None, *noted: Said, message: str | None = None
) -> Shown:
    """Keeps an answer, unless a colleague has given another since the one that was `seen`. `noted` is said of a file that came with it; `message` gave the
    answer where it was not the present one."""
    require_own(work, target)
    check_answer(work.rubric, target, answer)
    given = work.sheet.answers.get(target.address)
    if given is not None and given.at != seen and given.by != turn.me.id and answer != from_json(given.answer):
        return collided(work, target, answer, evidence, given, message_of(turn) if message is None else message, *noted)
    return await keep(turn, work, target, answer, evidence, *noted, message=message)


def seen_at(turn: Turn, work: Work, address: str) -> datetime | None:
    """When the answer was given that the person saw as this criterion was asked; None where there was none, or another one is asked."""
    state = turn.open
    is_asked = isinstance(state, GivingAnswer) and (state.sheet_id, state.address) == (work.sheet.id, address)
    return state.seen_at if isinstance(state, GivingAnswer) and is_asked else None


async def answer_yes(turn: Turn, sheet_id: str, address: str, yes: str) -> Shown:
    """A tap on yes or no. The tap is the answer shown then; a colleague's later one is asked about."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    return await take(turn, work, target, {target.rule.fields[0]: yes == "1"}, "", seen_at(turn, work, address))


async def answer_none(turn: Turn, sheet_id: str, address: str) -> Shown:
    """A tap on "no violation"."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    if not isinstance(target.rule, Deduct):
        raise Outdated
    nothing = {one.code: Decimal(0) for one in target.rule.violations}
    return await take(turn, work, target, {"violations": nothing}, "", seen_at(turn, work, address))


async def keep_before(turn: Turn, sheet_id: str, address: str, rubric_id: str) -> Shown:
    """The answer given before the table changed stands. The button is of one version: a later change must be looked at first."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    before = work.before(target)
    if before is None or not may_be_kept(work, target) or rubric_id != str(work.sheet.period.rubric_id):
        raise Outdated
    await turn.store.answers.keep_earlier(work.sheet.id, address, turn.me.id, turn.now)
    given = work.sheet.answers[address]
    after = with_answer(turn, work, target, before[1], given.explanation, given.message)
    said = say(
        "assessment.kept_before", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, before[1])
    )
    if isinstance(target, Leaf) and target in after.lack.unproven:
        return ask_proof(turn, after, target, said)
    return await ask_next(turn, after, address, said, is_answered=True)


async def swap(turn: Turn, sheet_id: str, address: str, seen: str) -> Shown:
    """Plan and actual of the answer that the button showed change places; a colleague's later one is asked about."""
    work = await load_to_fill(turn, sheet_id)
    target, at = work.target(address), _instant(seen)
    shown = await turn.store.answers.given_at(work.sheet.id, address, at)
    answer, given = from_json(shown) if shown else {}, work.sheet.answers.get(address)
    if given is None or not isinstance(answer.get("plan"), Decimal):
        raise Outdated
    swapped: Answer = {"plan": answer["actual"], "actual": answer["plan"]}
    return await take(turn, work, target, swapped, "", at, message=given.message)


def _instant(seen: str) -> datetime:
    """The instant a button carries. Raises Outdated for anything else: buttons can be forged."""
    if not re.fullmatch(r"20\d{6}T\d{12}", seen):
        raise Outdated
    try:
        return datetime.strptime(seen, SEEN).replace(tzinfo=UTC)
    except ValueError as fault:
        raise Outdated from fault
