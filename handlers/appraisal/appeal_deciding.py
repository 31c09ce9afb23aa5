"""An appeal decided: the unit's own answer restored, other points given, or those that count kept; each with a reason that both sides see."""

from dataclasses import replace
from decimal import Decimal

from domain.appraisal import ReasonMissing
from domain.decided_points import read_decided
from domain.people import UNIT_ROLES, Role
from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.appraisal.appeals import Deciding, Seen, appeal_of, appeal_screen, has_own, open_appeal, seen_of, shown_now
from handlers.appraisal.case import Case, counted, load, own_said, own_score, require_part
from handlers.appraisal.judging import is_reason
from handlers.appraisal.outdating import tell_outdated
from handlers.criteria import named_said, shown_address
from handlers.flow import Outdated, Shown, Turn, ask, choice, id_of, say
from storage.explanations import Explanation, Outcome
from storage.judgements import Judgement


async def ask_keeping(turn: Turn, number: str, words: str = "0", file: str = "0", judged: str = "0") -> Shown:
    """Why the points that count stay is asked."""
    appeal, case, target = await appeal_of(turn, number)
    require_part(turn, case, "decide_appeal")
    if appeal.outcome is not None:
        raise Outdated
    if (anew := await _stopped(turn, appeal, case, target, seen_of(words, file, judged))) is not None:
        return anew
    back = (choice("appraisal.back_label", "appraisal.appeal", appeal.id),)
    waits = Deciding(number=appeal.id, words=id_of(words), file=id_of(file), judged=id_of(judged), keeps=True)
    return ask(say("appraisal.ask_keep_reason", named=named_said(target)), back, waits=waits)


async def _stopped(turn: Turn, appeal: Explanation, case: Case, target: Leaf | Item, seen: Seen) -> Shown | None:
    """An appeal that waits anew where it is no longer what was shown: the unit has added to it (a file that was lost or is a double is nothing more), or
    somebody gave the criterion other points. None where nothing came."""
    if appeal.outcome is not None:
        return None
    words, newest, judged = shown_now(appeal, case)
    if words > seen[0] or newest > seen[1]:
        return await appeal_screen(turn, appeal, case, target, say("appraisal.appeal_added_to"), fresh=True)
    return await appeal_screen(turn, appeal, case, target, say("appraisal.judged_meanwhile"), fresh=True) if judged != seen[2] else None


async def decide_again(turn: Turn, state: Deciding) -> Shown:
    return await (ask_keeping(turn, str(state.number), *map(str, state.seen)) if state.keeps else open_appeal(turn, str(state.number)))


async def accept_appeal(turn: Turn, number: str, words: str = "0", file: str = "0", judged: str = "0") -> Shown:
    """The unit is right: its own answer holds. Not decided where it is no longer what was shown (`words`, `file`, `judged`)."""
    appeal, case, target = await appeal_of(turn, number)
    require_part(turn, case, "decide_appeal")
    if not has_own(case, target):
        raise Outdated
    if (anew := await _stopped(turn, appeal, case, target, seen_of(words, file, judged))) is not None:
        return anew
    return await _decide(turn, appeal, case, target, None, turn.written(say("appraisal.accepting_reason")), "accepted")


async def give_outcome(turn: Turn, state: Deciding) -> Shown:
    """The outcome with its reason: points, or those that count now kept; points that are the unit's own accept what it said."""
    appeal, case, target = await appeal_of(turn, state.number)
    require_part(turn, case, "decide_appeal")
    if (anew := await _stopped(turn, appeal, case, target, state.seen)) is not None:
        return anew
    if state.keeps:
        return await _decide(turn, appeal, case, target, _counting(case, target), clean(turn.text), "kept")
    points, reason = read_decided(case.rubric, target, turn.text)
    if target.address in case.unit.answers and points == own_score(case, target):
        return await _decide(turn, appeal, case, target, None, reason, "accepted")
    return await _decide(turn, appeal, case, target, points, reason, "changed")


def _counting(case: Case, target: Leaf | Item) -> Decimal | None:
    """The points that count now; None where the unit's own answer does."""
    decided = case.standing(target.address).decided
    return decided.points if decided else None


async def _decide(turn: Turn, appeal: Explanation, case: Case, target: Leaf | Item, points: Decimal | None, reason: str, outcome: Outcome) -> Shown:
    """Keeps the outcome; both sides see it with its reason."""
    role = require_part(turn, case, "decide_appeal")
    if not is_reason(reason):
        raise ReasonMissing
    if not await turn.store.explanations.decide(appeal.id, outcome, reason, turn.me.id, role.value, turn.now):
        raise Outdated
    await _judge(turn, case, target, points, reason, role, outcome)
    await turn.store.notices.outdate(case.result.deciders.appraise(case.sheet.unit_id), (f"appraisal.appeal:{appeal.id}",))
    await _tell(turn, case, target, points, reason, outcome)
    decided = replace(appeal, outcome=outcome, outcome_reason=reason, decided_name=turn.me.full_name, decided_as=role.value)
    after = await load(turn, appeal.sheet_id)
    outdated = await tell_outdated(turn, case.result, after.result)
    return await appeal_screen(turn, decided, after, target, say("appraisal.appeal_decided"), *outdated)


async def _judge(turn: Turn, case: Case, target: Leaf | Item, points: Decimal | None, reason: str, role: Role, outcome: Outcome) -> None:
    """The final value that follows from the outcome; points None: the unit's own answer holds."""
    judgement = Judgement(case.sheet.id, target.address, "final", "appeal", points, reason, case.unit.answers.get(target.address, ""))
    await turn.store.judgements.judge([judgement], turn.me.id, role.value, turn.now)
    period, old = case.result.period, {"points": counted(case, target)}
    decided = points if points is not None else own_score(case, target)
    new = {"as": role.value, "outcome": outcome, "points": decided, "reason": reason}
    await turn.record("appeal_decided", period.bloc_id, f"sheet:{case.sheet.id} {target.address}", period_id=period.id, old=old, new=new)


async def _tell(turn: Turn, case: Case, target: Leaf | Item, points: Decimal | None, reason: str, outcome: Outcome) -> None:
    facts: dict[str, object] = {
        "title": case.result.period.title,
        "address": shown_address(target),
        "criterion": target.title,
        "by": turn.me.full_name,
    }
    match outcome:
        case "accepted":
            told = say("appraisal.told_accepted", **facts, own=own_said(case, target), reason=reason)
        case "kept":
            told = say("appraisal.told_kept", **facts, reason=reason)
        case "changed":
            told = say("appraisal.told_changed", **facts, points=points, reason=reason)
    people = await turn.store.seats.of_unit(case.sheet.unit_id, UNIT_ROLES)
    turn.tell(people, told, (choice("appraisal.result_label", "explanations.result", case.sheet.id),), of=case.result.period.bloc_id, asks=False)
