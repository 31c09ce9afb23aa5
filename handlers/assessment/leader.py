"""Between the focal point and the leader: asking for approval, returning with a reason, authorising to submit."""

import re
from collections.abc import Iterable

from domain.errors import RuleError
from domain.owners import criteria_of
from domain.people import LEADERS, UNIT_ROLES, Role
from domain.rubrics import Leaf
from domain.texts import clean, is_in_words
from handlers.assessment.board import OnBoard, board_of
from handlers.assessment.pieces import lost_said
from handlers.assessment.review import incomplete, is_ready, review_of
from handlers.assessment.totals import later_said
from handlers.assessment.work import Work, load, load_led, require_act
from handlers.criteria import named_said, shown_address
from handlers.delivery import missed_said, names_of, reach_of
from handlers.flow import Outdated, Shown, State, Turn, ask, choice, end, id_of, say

OWN_SHOWN = 4


class ReasonMissing(RuleError):
    """A sheet is returned with a reason."""

    key = "assessment.return_reason_missing"


class Returning(State):
    """Why the sheet goes back is asked."""

    sheet_id: int
    revision: int


async def ask_leader(turn: Turn, sheet_id: str, revision: str) -> Shown:
    """The focal point puts the sheet before the unit's leaders."""
    work = await load(turn, sheet_id)
    if work.is_open and not is_ready(work):
        return incomplete(work)
    require_act(work, "ask_leader")
    if str(work.sheet.revision) != revision:
        return await review_of(turn, work, 0, say("engine.outdated"))
    leaders = await turn.store.seats.of_unit(work.sheet.unit_id, LEADERS)
    if not leaders:
        return _no_leader(work)
    if not await turn.store.answers.move_state(work.sheet, "awaiting_leader", asked_by=turn.me.id):
        raise Outdated
    _tell_leaders(turn, work, leaders)
    await turn.store.due.schedule(
        "standings.post", f"period:{work.sheet.period.id}", f"sheet {work.sheet.id} {revision}", turn.now, work.sheet.period.bloc_id
    )
    reach = await reach_of(turn, leaders)
    sent = say("assessment.sent_to_leader", names=names_of(reach.reached)) if reach.reached else say("assessment.awaiting")
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    return ask((sent, *missed_said(reach.missed)), back, waits=OnBoard(sheet_id=work.sheet.id))


def _no_leader(work: Work) -> Shown:
    """No leader of the unit has joined: said in a message of its own, for below or above the whole sheet nobody would see it. The sheet stays as it is."""
    rows = (choice("assessment.see_label", "assessment.review", work.sheet.id), choice("assessment.back_label", "assessment.board", work.sheet.id))
    return ask(say("assessment.no_leader"), rows, waits=OnBoard(sheet_id=work.sheet.id), fresh=True)


def _tell_leaders(turn: Turn, work: Work, leaders: Iterable[int]) -> None:
    """Puts the decision before the leaders, with what they are to know of the sheet."""
    text = say(
        "assessment.told_leader", by=turn.me.full_name, title=work.sheet.period.title, unit=work.sheet.unit_name,
        points=work.progress.points, total=work.rubric.total, at=work.sheet.period.closes_at,
    )  # fmt: skip
    after = work.sheet.revision + 1
    approve = choice("assessment.approve_label", "assessment.submit", work.sheet.id, after, weight="main")
    rows = (
        (choice("assessment.see_label", "assessment.review", work.sheet.id, looks=True),),
        (approve, choice("assessment.return_label", "assessment.return", work.sheet.id, weight="grave")),
    )
    turn.tell(leaders, (text, *later_said(work), *lost_said(work)), *rows, of=work.sheet.period.bloc_id, lasting=True)


async def ask_return(turn: Turn, sheet_id: str) -> Shown:
    work = await load_led(turn, sheet_id)
    require_act(work, "return")
    back = (choice("assessment.back_label", "assessment.review", work.sheet.id),)
    return ask(say("assessment.ask_return_reason"), back, waits=Returning(sheet_id=work.sheet.id, revision=work.sheet.revision))


async def give_return_reason(turn: Turn, state: Returning) -> Shown:
    work = await load_led(turn, str(state.sheet_id))
    require_act(work, "return")
    reason = clean(turn.text)
    if not is_in_words(reason, 5):
        raise ReasonMissing
    if not await turn.store.answers.move_state(work.sheet, "returned", reason=reason):
        raise Outdated
    period, old, new = work.sheet.period, {"state": work.sheet.state}, {"state": "returned", "reason": reason}
    await turn.record("sheet_returned", period.bloc_id, f"sheet:{work.sheet.id}", period_id=period.id, old=old, new=new)
    leaders = await turn.store.seats.of_unit(work.sheet.unit_id, LEADERS)
    await turn.store.notices.outdate(leaders, (f"assessment.submit:{work.sheet.id}",))
    await _tell_returned(turn, work, reason)
    return end(say("assessment.returned_now"), (choice("engine.home", "home.open"),))


async def _tell_returned(turn: Turn, work: Work, reason: str) -> None:
    """Who filled the sheet, asked for its approval or answers for a part of it hears why, as long as they are of the unit; an owner also which of their own
    criteria the reason names."""
    sheet, named = work.sheet, _named(work, reason)
    concerned = {*await turn.store.answers.fillers(sheet.id), *(person for owner in sheet.owners.values() for person in owner.people)}
    concerned |= {sheet.asked_by} if sheet.asked_by else set()
    colleagues = set(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)) - {turn.me.id}
    told = say("assessment.told_returned", by=turn.me.full_name, title=sheet.period.title, reason=reason)
    see = choice("assessment.open_label", "assessment.open", sheet.id)
    for person in sorted(concerned & colleagues):
        own = [leaf for leaf in named if leaf.address in criteria_of(sheet.owners, person)]
        lines = tuple(named_said(leaf) for leaf in own)
        text = (told, say("owners.returned_own", lines=lines)) if own else told
        asks = tuple(
            choice("assessment.at_address", "assessment.ask", sheet.id, leaf.address, address=shown_address(leaf)) for leaf in own[:OWN_SHOWN]
        )
        turn.tell([person], text, asks, (see,), of=sheet.period.bloc_id)


def _named(work: Work, reason: str) -> tuple[Leaf, ...]:
    """The criteria whose addresses stand in a reason, in the order of the table."""
    words = {word.strip(".") for word in re.split(r"[\s,;:()]+", reason)}
    found = {target.address for word in words if isinstance(target := work.named(word), Leaf)}
    return tuple(leaf for leaf in work.rubric.own_leaves if leaf.address in found)


async def return_again(turn: Turn, state: Returning) -> Shown:
    return await ask_return(turn, str(state.sheet_id))


async def choose_delegate(turn: Turn, sheet_id: str) -> Shown:
    """Whom the leader authorises to submit, and who is so now; one tap takes it back."""
    work = await load_led(turn, sheet_id)
    held = await turn.store.seats.of_bloc(work.sheet.period.bloc_id)
    focal = [seat for seat in held if seat.unit_id == work.sheet.unit_id and seat.role is Role.UNIT_FOCAL_POINT]
    others = [seat for seat in focal if seat.person_id != work.sheet.delegate_id]
    rows = [(choice("assessment.delegate_to_label", "assessment.delegated", sheet_id, seat.person_id, name=seat.full_name),) for seat in others]
    now = tuple(say("assessment.delegate_now", name=seat.full_name) for seat in focal if seat.person_id == work.sheet.delegate_id)
    if work.sheet.delegate_id is not None:
        rows.append((choice("assessment.undelegate_label", "assessment.delegated", sheet_id, 0, weight="grave"),))
    text = (say("assessment.choose_delegate"),) if others else () if focal else (say("assessment.no_focal_point"),)
    return end((*now, *text), *rows, (choice("assessment.back_label", "assessment.board", work.sheet.id),))


async def delegate(turn: Turn, sheet_id: str, person_id: str) -> Shown:
    work = await load_led(turn, sheet_id)
    focal = await turn.store.seats.of_unit(work.sheet.unit_id, [Role.UNIT_FOCAL_POINT])
    before = work.sheet.delegate_id
    taken = say("assessment.told_undelegated", title=work.sheet.period.title)
    if person_id == "0":
        await _delegated(turn, work, None)
        turn.tell([before] if before else [], taken, of=work.sheet.period.bloc_id)
        return await board_of(turn, work, say("assessment.undelegated"))
    chosen = id_of(person_id)
    if chosen not in focal or chosen == before:
        raise Outdated
    await _delegated(turn, work, chosen)
    see = choice("assessment.open_label", "assessment.board", work.sheet.id)
    turn.tell([before] if before else [], taken, of=work.sheet.period.bloc_id)
    turn.tell([chosen], say("assessment.told_delegated", by=turn.me.full_name, title=work.sheet.period.title), (see,), of=work.sheet.period.bloc_id)
    return await board_of(turn, work, say("assessment.delegated"))


async def _delegated(turn: Turn, work: Work, to: int | None) -> None:
    sheet = work.sheet
    await turn.store.answers.delegate(sheet.id, to, turn.me.id, turn.now)
    await turn.store.notices.outdate([sheet.delegate_id] if sheet.delegate_id else [], (f"assessment.board:{sheet.id}",))
    old, new = {"delegate": sheet.delegate_id}, {"delegate": to}
    await turn.record("delegation", sheet.period.bloc_id, f"sheet:{sheet.id}", period_id=sheet.period.id, old=old, new=new)
