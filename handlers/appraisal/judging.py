"""Judging: points are typed, with the reason behind a dash or asked next; a file of the appraiser's goes with them."""

import re
from dataclasses import replace
from decimal import Decimal

from domain.appraisal import ReasonMissing, StageAct
from domain.decided_points import read_decided
from domain.errors import RuleError
from domain.judgements import Basis, Value
from domain.looking_up import matching_in
from domain.numbers import NotRead
from domain.rubrics import Item, Leaf
from domain.texts import clean, is_in_words
from handlers.appraisal.case import Case, act_of, back_to, counted, load, own_score, require_part
from handlers.appraisal.criterion import GivingPoints, ask_next, ask_target, may_judge, open_leaf, stopped
from handlers.appraisal.outdating import tell_outdated
from handlers.appraisal.preparing import put_before
from handlers.appraisal.progress import note_proposals, tell_when_complete
from handlers.appraisal.sheet import found_screen, score_said, sheet_screen
from handlers.appraisal.vacancies import vacancies
from handlers.criteria import named_said, shown_address
from handlers.dialogue import Sent
from handlers.files import follows_in_album, note_file
from handlers.flow import Outdated, Passed, Said, Screen, Shown, State, Turn, ask, say
from storage.judgements import Judgement

SHORTEST_REASON = 5
SCORED_ANEW = re.compile(r"\d[\d.,]*\s*(\s[-–]\s.*)?$")
"""A score, alone or before a dash, where a reason was asked: the points are being corrected."""


class GivingReason(State):
    """Points were given; why they differ from the unit's own is asked. None: the unit's own answer is to hold again."""

    sheet_id: int
    address: str
    seen: str
    points: Decimal | None


def is_reason(text: str) -> bool:
    """Whether a cleaned text can stand as a reason."""
    return is_in_words(text, SHORTEST_REASON)


async def give_points(turn: Turn, state: GivingPoints) -> Shown:
    """Points, with the reason behind a dash or asked next; an address asks that criterion instead, that of a group or a word of a title those it fits."""
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    if turn.sent is not None:
        return await _take_file(turn, case, target, turn.sent, state.seen)
    if (named := case.named(turn.text)) is not None:
        return await ask_target(turn, case, named)
    require_part(turn, case, act_of(turn, case))
    try:
        points, reason = read_decided(case.rubric, target, turn.text)
    except NotRead:
        if found := matching_in(case.rubric.leaves + case.rubric.items, turn.text, whole=True):
            return found_screen(turn, case, found)
        raise
    return await _given(turn, case, target, points, reason, state.seen)


async def _take_file(turn: Turn, case: Case, target: Leaf | Item, sent: Sent, seen: str) -> Shown:
    """A file of the appraiser's, kept beside the criterion: what the judgement rests on. Both sides can see it. Its caption gives the points, like what is
    typed; where that cannot be read the file is kept all the same. The files of an album stay with the criterion that is asked, acknowledged once."""
    require_part(turn, case, act_of(turn, case))
    await note_file(turn, case.sheet.id, f"judged:{target.address}", sent)
    if follows_in_album(case.sheet, f"judged:{target.address}", sent):
        return Passed()
    noted = say("appraisal.file_noted", name=sent.file.name, named=named_said(target))
    after = await load(turn, case.sheet.id)
    if sent.album or not clean(turn.text):
        return await ask_target(turn, after, target, noted, say("appraisal.file_asks"))
    try:
        points, reason = read_decided(case.rubric, target, turn.text)
    except RuleError as refusal:
        return await ask_target(turn, after, target, noted, Said(refusal.key, refusal.facts))
    shown = await _given(turn, after, target, points, reason, seen)
    return replace(shown, text=(noted, *shown.text)) if isinstance(shown, Screen) else shown


async def give_reason(turn: Turn, state: GivingReason) -> Shown:
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    if SCORED_ANEW.match(clean(turn.text)):
        return await give_points(turn, GivingPoints(sheet_id=state.sheet_id, address=state.address, seen=state.seen))
    if (named := case.named(turn.text)) is not None:
        return await ask_target(turn, case, named)
    if not is_reason(clean(turn.text)):
        raise ReasonMissing
    if state.points is None:
        return await _kept(turn, case, target, None, clean(turn.text), state.seen)
    return await _given(turn, case, target, state.points, clean(turn.text), state.seen)


async def ask_own(turn: Turn, sheet_id: str, address: str, seen: str) -> Shown:
    """The unit's own answer is to hold again, while scores are reconciled: why is asked."""
    case = await load(turn, sheet_id)
    address = case.address(address)
    if address not in case.unit.answers:
        raise Outdated
    if case.result.period.stage != "reconciliation":
        raise Outdated
    require_part(turn, case, act_of(turn, case))
    return await reason_again(turn, GivingReason(sheet_id=case.sheet.id, address=address, seen=seen, points=None))


async def _given(turn: Turn, case: Case, target: Leaf | Item, points: Decimal, reason: str, seen: str) -> Shown:
    is_own = points == own_score(case, target) and target.address in case.unit.answers
    if is_own and (is_reason(reason) or case.result.period.stage != "reconciliation"):
        return await _kept(turn, case, target, None, reason, seen)
    if not is_reason(reason):
        waits = GivingReason(sheet_id=case.sheet.id, address=target.address, seen=seen, points=points)
        return ask(say("appraisal.ask_reason", named=named_said(target), points=points), (back_to(case),), waits=waits)
    return await _kept(turn, case, target, points, reason, seen)


async def _kept(turn: Turn, case: Case, target: Leaf | Item, points: Decimal | None, reason: str, seen: str) -> Shown:
    """Keeps the judgement and goes on; where somebody else judged or the unit said more meanwhile, that is shown instead."""
    act = act_of(turn, case)
    role = require_part(turn, case, act)
    if (anew := await stopped(turn, case, target, seen)) is not None:
        return anew
    if isinstance(target, Leaf) and target.is_external:
        raise Outdated
    value, basis = _kind(act, points)
    decided = act in {"appraise", "reconcile"}
    judgement = Judgement(case.sheet.id, target.address, value, basis, points, reason, case.unit.answers.get(target.address, ""), decided)
    await turn.store.judgements.judge([judgement], turn.me.id, role.value, turn.now)
    shown = points if points is not None else own_score(case, target)
    await turn.record(
        "appraisal", case.result.period.bloc_id, f"sheet:{case.sheet.id} {target.address}", period_id=case.result.period.id,
        old={"points": counted(case, target)}, new={"as": role.value, "points": shown, "reason": reason, "decided": decided},
    )  # fmt: skip
    after = await load(turn, case.sheet.id)
    notes = await _told(turn, case, after, target, act)
    said = _kept_said(case, target, act, points)
    return await (sheet_screen(turn, after, 0, said, *notes) if value == "final" else ask_next(turn, after, target.address, said, *notes))


async def _told(turn: Turn, before: Case, after: Case, target: Leaf | Item, act: StageAct) -> tuple[Said, ...]:
    """Tells whom a judgement concerns; gives what is said beside it to who judged."""
    match act:
        case "propose":
            await note_proposals(turn, after.result.period)
            return vacancies(after.result) if not after.result.deciders.answer(after.sheet.unit_id) else ()
        case "prepare":
            return await put_before(turn, after, target)
        case _:
            await tell_when_complete(turn, after.result)
    return await tell_outdated(turn, before.result, after.result)


def _kept_said(case: Case, target: Leaf | Item, act: StageAct, points: Decimal | None) -> Said:
    """What was recorded: a decision on the appraised or the final value, or a proposal; points None: the unit's own answer holds."""
    own = score_said(own_score(case, target))
    if points is not None:
        return say(_kept_key(case, act), named=named_said(target), points=score_said(points), own=own)
    match act:
        case "reconcile":
            return say("appraisal.kept_own_final", named=named_said(target), points=own)
        case "appraise":
            return say("appraisal.accepted", address=shown_address(target), title=target.title)
        case "propose":
            return say("appraisal.accepted_as_proposal", address=shown_address(target), title=target.title)
        case _:
            return say(_kept_key(case, act), named=named_said(target), points=own, own=own)


def _kept_key(case: Case, act: StageAct) -> str:
    """What is said of a judgement that was kept; a proposal says who decides."""
    if act in {"appraise", "reconcile"}:
        return "appraisal.kept_final" if act == "reconcile" else "appraisal.kept"
    deciders, unit = case.result.deciders, case.sheet.unit_id
    if deciders.rule({unit}):
        return "appraisal.proposed_on_chair" if deciders.lacks_chair({unit}) else "appraisal.proposed_now"
    return "appraisal.proposed_to_vice_chair" if deciders.answer(unit) else "appraisal.proposed_to_nobody"


def _kind(act: StageAct, points: Decimal | None) -> tuple[Value, Basis]:
    if act in {"reconcile", "prepare"}:
        return "final", "reconciled" if points is not None else "accepted"
    return "appraised", "changed" if points is not None else "accepted"


async def points_again(turn: Turn, state: GivingPoints) -> Shown:
    return await open_leaf(turn, str(state.sheet_id), state.address)


async def reason_again(turn: Turn, state: GivingReason) -> Shown:
    """The reason is asked again; who may not judge the criterion any more sees it instead."""
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    if not may_judge(case, target):
        return await ask_target(turn, case, target)
    if state.points is None:
        return ask(say("appraisal.ask_own_reason", named=named_said(target)), (back_to(case),), waits=state)
    return ask(say("appraisal.ask_reason", named=named_said(target), points=state.points), (back_to(case),), waits=state)
