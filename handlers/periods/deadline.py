"""Another deadline, or a period taken up again: with a reason, told to everybody."""

from datetime import datetime

from domain.calendar.phrases import read_when
from domain.errors import RuleError
from domain.people import CHAIR, OVERSEERS, UNIT_ROLES
from domain.periods import DeadlineTooEarly, require_move
from domain.texts import clean
from handlers.delivery import unmanned_said
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from handlers.periods.authority import back_to, decided, decides, moved, period_of, post_status
from handlers.periods.drafting import DEADLINE_HOUR
from handlers.periods.listing import open_period, period_screen
from handlers.periods.opening import plan
from storage.periods import Period


class ReasonMissing(RuleError):
    """Why must be said."""

    key = "periods.reason_missing"


class MovingDeadline(State):
    """The new deadline is asked."""

    period_id: int


class ExplainingChange(State):
    """A new deadline, or none for a reopening; the reason is asked."""

    period_id: int
    closes_at: datetime | None = None


class ConfirmingDeadline(State):
    """The change is shown, and waits for its confirmation."""

    asks = False
    period_id: int
    closes_at: datetime
    reason: str


async def ask_new_deadline(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_move("extend", period.state)
    text = say("periods.ask_new_deadline", title=period.title, at=period.closes_at)
    return ask(text, (back_to(period),), waits=MovingDeadline(period_id=period.id))


async def new_deadline_again(turn: Turn, state: MovingDeadline) -> Shown:
    return await ask_new_deadline(turn, str(state.period_id))


async def give_new_deadline(turn: Turn, state: MovingDeadline) -> Shown:
    period = await period_of(turn, str(state.period_id))
    closes_at = read_when(turn.text, turn.now, turn.zone, DEADLINE_HOUR)
    if closes_at <= period.closes_at:
        raise DeadlineTooEarly(at=period.closes_at)
    return await ask_reason(turn, ExplainingChange(period_id=period.id, closes_at=closes_at))


async def ask_reopening(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_move("reopen", period.state)
    return await ask_reason(turn, ExplainingChange(period_id=period.id))


async def ask_reason(turn: Turn, state: ExplainingChange) -> Shown:
    return ask(say("periods.ask_reason"), (choice("periods.back_label", "periods.period", state.period_id),), waits=state)


async def give_reason(turn: Turn, state: ExplainingChange) -> Shown:
    reason = clean(turn.text)
    if len(reason) < 5:
        raise ReasonMissing
    period = await period_of(turn, str(state.period_id))
    if state.closes_at is None:
        return await _ask_reopened(turn, period, reason)
    text = say("periods.confirm_deadline", title=period.title, at=state.closes_at, reason=reason)
    confirming = ConfirmingDeadline(period_id=period.id, closes_at=state.closes_at, reason=reason)
    return ask(text, (choice("periods.confirm_label", "periods.extended", weight="main"), back_to(period)), waits=confirming)


async def _ask_reopened(turn: Turn, period: Period, reason: str) -> Shown:
    closes_at = max(period.closes_at, turn.now)
    confirming = ConfirmingDeadline(period_id=period.id, closes_at=closes_at, reason=reason)
    text = say("periods.confirm_reopening", title=period.title, reason=reason)
    return ask(text, (choice("periods.confirm_label", "periods.reopened", weight="main"), back_to(period)), waits=confirming)


async def confirm_deadline_again(turn: Turn, state: ConfirmingDeadline) -> Shown:
    return await open_period(turn, str(state.period_id))


async def extend(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingDeadline):
        raise Outdated
    period = await period_of(turn, str(state.period_id))
    require_move("extend", period.state)
    if not decides(turn, period.bloc_id):
        return await _propose(turn, period, state)
    moved = await _extend_to(turn, period, state.closes_at, state.reason)
    return await period_screen(turn, moved, say("periods.extended", at=moved.closes_at), *await unmanned_said(turn, moved.bloc_id))


async def _propose(turn: Turn, period: Period, state: ConfirmingDeadline) -> Shown:
    """The secretariat's new deadline, kept as a proposal the chair confirms in one tap."""
    number = await turn.store.periods.propose(period, state.closes_at, state.reason, turn.me.id, turn.now)
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    text = say("periods.proposed_deadline", title=period.title, at=state.closes_at, reason=state.reason, by=turn.me.full_name)
    turn.tell(chairs, text, (choice("periods.confirm_label", "periods.agreed", period.id, number),))
    return await period_screen(turn, period, say("periods.sent_to_chair"))


async def agree_to_deadline(turn: Turn, period_id: str, number: str) -> Shown:
    period = await period_of(turn, period_id)
    proposal = await turn.store.periods.proposal(id_of(number), period.id)
    if proposal is None or datetime.fromisoformat(proposal.new) <= period.closes_at:
        raise Outdated
    require_move("extend", period.state)
    moved = await _extend_to(turn, period, datetime.fromisoformat(proposal.new), proposal.reason)
    return await period_screen(turn, moved, say("periods.extended", at=moved.closes_at), *await unmanned_said(turn, moved.bloc_id))


async def _extend_to(turn: Turn, period: Period, closes_at: datetime, reason: str) -> Period:
    moved = await turn.store.periods.move_deadline(period, closes_at, reason, turn.me.id, turn.now)
    await turn.record(
        "deadline", period.bloc_id, f"period:{period.id}", period_id=period.id,
        old={"closes_at": period.closes_at}, new={"closes_at": closes_at, "reason": reason},
    )  # fmt: skip
    await tell_change(turn, moved, say("periods.told_extended", title=moved.title, at=moved.closes_at, reason=reason))
    return moved


async def reopen(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingDeadline):
        raise Outdated
    period = await decided(turn, str(state.period_id), "reopen", None)
    await turn.store.periods.note_change(period, "reopen", period.state, "open", state.reason, turn.me.id, turn.now)
    opened = await moved(turn, period, "open")
    old, new = {"state": period.state}, {"state": "open", "reason": state.reason}
    await turn.record("period_reopened", period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
    await tell_change(turn, opened, say("periods.told_reopened", title=opened.title, at=opened.closes_at, reason=state.reason))
    return await period_screen(turn, opened, say("periods.reopened", title=opened.title), *await unmanned_said(turn, opened.bloc_id))


async def tell_change(turn: Turn, period: Period, told: Said) -> None:
    await plan(turn, period)
    people = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES | OVERSEERS)
    turn.tell([one for one in people if one != turn.me.id], told)
    turn.post(period.bloc_id, told)
    await post_status(turn, period)
