"""Another deadline, or a period taken up again: with a reason, told to everybody."""

from datetime import datetime

from domain.calendar.phrases import read_when
from domain.errors import RuleError
from domain.people import OVERSEERS, STAFF, UNIT_ROLES
from domain.periods import DeadlineTooEarly, PeriodAct, PreparedAct, require_move, require_period_act
from domain.texts import clean, is_in_words
from handlers.delivery import unmanned_said
from handlers.explaining import outdate_said
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from handlers.lateness import day_off_said
from handlers.overtaken import outdate_appraising, outdate_deciding
from handlers.periods.authority import back_to, decides, missing_said, moved, period_of, post_status, require_waiting
from handlers.periods.drafting import DEADLINE_HOUR
from handlers.periods.listing import period_screen
from handlers.periods.opening import plan
from handlers.proposals import outdate_proposals, propose
from storage.periods import Period

SHORTEST = 5


class ReasonMissing(RuleError):
    """Why must be said."""

    key = "periods.reason_missing"


class DeadlinePassed(RuleError):
    """The deadline passed while the reopening was being confirmed."""

    key = "periods.deadline_passed"


class MovingDeadline(State):
    """The new deadline is asked: for an extension, or for a period that is taken up again after the old one."""

    period_id: int
    reopens: bool = False


class ExplainingChange(State):
    """A new deadline, or none where a reopened period keeps its own; the reason is asked."""

    period_id: int
    closes_at: datetime | None = None
    reopens: bool = False


class ConfirmingDeadline(State):
    """The change is shown, and waits for its confirmation."""

    asks = False
    period_id: int
    closes_at: datetime
    reason: str
    reopens: bool = False


# ---------------------------------------------------------------------------------------------------------------- what is asked


async def ask_new_deadline(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_move("extend", period.state)
    text = say("periods.ask_new_deadline", title=period.title, at=period.closes_at)
    return ask(text, (back_to(period),), waits=MovingDeadline(period_id=period.id))


async def ask_reopening(turn: Turn, period_id: str) -> Shown:
    """A period whose deadline has passed gets a new one with its reopening; it would stay open without end otherwise, or close at once."""
    period = await period_of(turn, period_id)
    require_move("reopen", period.state)
    if turn.now < period.closes_at:
        return await ask_reason(turn, ExplainingChange(period_id=period.id, reopens=True))
    text = say("periods.ask_reopening_deadline", title=period.title, at=period.closes_at)
    return ask(text, (back_to(period),), waits=MovingDeadline(period_id=period.id, reopens=True))


async def new_deadline_again(turn: Turn, state: MovingDeadline) -> Shown:
    return await (ask_reopening if state.reopens else ask_new_deadline)(turn, str(state.period_id))


async def give_new_deadline(turn: Turn, state: MovingDeadline) -> Shown:
    period = await period_of(turn, str(state.period_id))
    closes_at = read_when(turn.text, turn.now, turn.zone, DEADLINE_HOUR, instead_of=period.closes_at)
    if closes_at <= period.closes_at:
        raise DeadlineTooEarly(at=period.closes_at)
    return await ask_reason(turn, ExplainingChange(period_id=period.id, closes_at=closes_at, reopens=state.reopens))


async def ask_reason(turn: Turn, state: ExplainingChange) -> Shown:
    period = await period_of(turn, str(state.period_id))
    key = "periods.ask_reason_before_opening" if period.state == "preparing" else "periods.ask_reason"
    return ask(say(key), (back_to(period),), waits=state)


async def give_reason(turn: Turn, state: ExplainingChange) -> Shown:
    reason = clean(turn.text)
    if not is_in_words(reason, SHORTEST):
        raise ReasonMissing
    period = await period_of(turn, str(state.period_id))
    closes_at = state.closes_at or period.closes_at
    return await confirm_deadline(turn, ConfirmingDeadline(period_id=period.id, closes_at=closes_at, reason=reason, reopens=state.reopens))


async def confirm_deadline(turn: Turn, state: ConfirmingDeadline) -> Shown:
    """The change as it would be told; words typed instead of a choice draw it again."""
    period = await period_of(turn, str(state.period_id))
    key, tap = ("periods.confirm_reopening", "periods.reopened") if state.reopens else ("periods.confirm_deadline", "periods.extended")
    text = say(key, title=period.title, at=state.closes_at, left=turn.left(state.closes_at), reason=state.reason)
    waiting = await turn.store.explanations.appeals_waiting(period.id) if state.reopens else 0
    falls = (say("periods.reopening_ends_appeals", count=waiting),) if waiting else ()
    stands = (say("periods.reopening_published"),) if state.reopens and period.state == "published" else ()
    free = await day_off_said(turn, period.bloc_id, state.closes_at)
    return ask((text, *free, *falls, *stands), (choice("periods.confirm_label", tap, period.id, weight="main"), back_to(period)), waits=state)


def _confirming(turn: Turn, period_id: str, *, reopens: bool) -> ConfirmingDeadline:
    """The change that is shown. Raises Outdated where another one is, or none."""
    state = turn.open
    if not isinstance(state, ConfirmingDeadline) or str(state.period_id) != period_id or state.reopens != reopens:
        raise Outdated
    return state


# ---------------------------------------------------------------------------------------------------------------- what follows


async def extend(turn: Turn, period_id: str = "") -> Shown:
    state = _confirming(turn, period_id, reopens=False)
    period = await period_of(turn, period_id)
    require_move("extend", period.state)
    if not decides(turn, period.bloc_id):
        return await _propose(turn, period, state)
    return await _extended(turn, period, state.closes_at, state.reason)


async def reopen(turn: Turn, period_id: str = "") -> Shown:
    state = _confirming(turn, period_id, reopens=True)
    period = await period_of(turn, period_id)
    require_move("reopen", period.state)
    if not decides(turn, period.bloc_id):
        return await _propose(turn, period, state)
    return await _reopened(turn, period, state.closes_at, state.reason)


async def _propose(turn: Turn, period: Period, state: ConfirmingDeadline) -> Shown:
    """What the secretariat prepared, kept as a proposal the chair confirms in one tap."""
    number = await turn.store.periods.propose(period, state.closes_at, state.reason, turn.me.id, turn.now, reopens=state.reopens)
    act: PeriodAct = "reopen" if state.reopens else "extend"
    text = proposed_said(period, state.closes_at, state.reason, turn.me.full_name, reopens=state.reopens)
    said = await propose(turn, period, act, (text, *await missing_said(turn, period)), deadline_choice(period, number))
    return await period_screen(turn, period, said)


def proposed_said(period: Period, closes_at: datetime, reason: str, by: str, *, reopens: bool) -> Said:
    """Another deadline, or a reopening until then, as its proposer puts it before the chair."""
    key = "periods.proposed_reopening" if reopens else "periods.proposed_deadline"
    return say(key, title=period.title, at=closes_at, reason=reason, by=by)


def deadline_choice(period: Period, number: int) -> Choice:
    """Confirms the proposal of this number, for the period as it stands."""
    return choice("periods.confirm_label", "periods.agreed", period.id, number, period.revision, weight="main")


async def agree_to_deadline(turn: Turn, period_id: str, number: str, revision: str = "") -> Shown:
    """The chair confirms a new deadline, or a reopening: the newest that was prepared, while it waits."""
    period = await period_of(turn, period_id)
    proposal = await turn.store.periods.proposal(id_of(number), period.id)
    if proposal is None or str(period.revision) != revision:
        raise Outdated
    act: PreparedAct = "reopen" if proposal.reopens else "extend"
    await require_waiting(turn, period, act)
    if id_of(number) != await turn.store.periods.newest_proposal(period.id, act):
        raise Outdated
    closes_at = datetime.fromisoformat(proposal.new)
    if proposal.reopens:
        return await _reopened(turn, period, closes_at, proposal.reason)
    if closes_at <= max(period.closes_at, turn.now):
        raise Outdated
    return await _extended(turn, period, closes_at, proposal.reason)


async def _extended(turn: Turn, period: Period, closes_at: datetime, reason: str) -> Shown:
    require_period_act("extend", period.state, turn.me.roles(period.bloc_id))
    moved = await _move_deadline(turn, period, closes_at, reason)
    if moved.state == "preparing":
        await _tell_staff(turn, moved, say("periods.told_extended", title=moved.title, at=moved.closes_at, reason=reason))
        return await period_screen(turn, moved, say("periods.extended_before_opening", at=moved.closes_at))
    await _tell_change(turn, moved, say("periods.told_extended", title=moved.title, at=moved.closes_at, reason=reason))
    return await period_screen(turn, moved, say("periods.extended", at=moved.closes_at), *await unmanned_said(turn, moved.bloc_id))


async def _move_deadline(turn: Turn, period: Period, closes_at: datetime, reason: str) -> Period:
    moved = await turn.store.periods.move_deadline(period, closes_at, reason, turn.me.id, turn.now)
    await outdate_proposals(turn, period)
    await turn.store.notices.outdate(await turn.store.seats.holders(period.bloc_id, STAFF), (f"periods.extend:{period.id}",))
    await turn.record(
        "deadline", period.bloc_id, f"period:{period.id}", period_id=period.id,
        old={"closes_at": period.closes_at}, new={"closes_at": closes_at, "reason": reason},
    )  # fmt: skip
    return moved


async def _reopened(turn: Turn, period: Period, closes_at: datetime, reason: str) -> Shown:
    require_period_act("reopen", period.state, turn.me.roles(period.bloc_id))
    if closes_at <= turn.now:
        raise DeadlinePassed(title=period.title, at=closes_at)
    await turn.store.periods.note_change(period, "reopen", period.state, "open", reason, turn.me.id, turn.now)
    await outdate_said(turn, period)
    await outdate_appraising(turn, period)
    await outdate_deciding(turn, period)
    opened = await moved(turn, period, "open")
    old, new = {"state": period.state}, {"state": "open", "reason": reason}
    await turn.record("period_reopened", period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
    if closes_at != opened.closes_at:
        opened = await _move_deadline(turn, opened, closes_at, reason)
    await _tell_change(turn, opened, say("periods.told_reopened", title=opened.title, at=opened.closes_at, reason=reason))
    return await period_screen(turn, opened, say("periods.reopened", title=opened.title), *await unmanned_said(turn, opened.bloc_id))


async def _tell_change(turn: Turn, period: Period, told: Said) -> None:
    """Everybody hears: those who fill in with a way to go on, those whose sheet is submitted with a way to see it, the group in a post of its own."""
    await plan(turn, period)
    units = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES)
    submitted: dict[int, int] = {}
    owing: set[int] = set()
    for place in await turn.store.sheets.board(period.id):
        people = await turn.store.seats.of_unit(place.unit_id, UNIT_ROLES)
        if place.state == "submitted":
            submitted |= dict.fromkeys(people, place.sheet_id)
        else:
            owing.update(people)
    fill = (choice("periods.fill_label", "assessment.begin", period.id),)
    turn.tell([one for one in units if one != turn.me.id and (one in owing or one not in submitted)], told, fill, of=period.bloc_id, lasting=True)
    for person in units:
        if person in submitted and person not in owing and person != turn.me.id:
            see = (choice("periods.see_sheet_label", "assessment.board", submitted[person]),)
            turn.tell([person], told, see, of=period.bloc_id, asks=False, lasting=True)
    overseers = await turn.store.seats.holders(period.bloc_id, OVERSEERS)
    turn.tell([one for one in overseers if one != turn.me.id and one not in units], told, of=period.bloc_id)
    turn.post(period.bloc_id, told)
    await post_status(turn, period)


async def _tell_staff(turn: Turn, period: Period, told: Said) -> None:
    """The units know nothing yet of a period that has not opened."""
    staff = await turn.store.seats.holders(period.bloc_id, STAFF)
    turn.tell([one for one in staff if one != turn.me.id], told, of=period.bloc_id)
