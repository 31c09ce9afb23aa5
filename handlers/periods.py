"""The review periods: made, opened, extended, closed, reopened, each told to everybody it concerns.

Scene: joined
Lan: /dotcham
ktd: …Chưa có đợt chấm điểm nào…
  [Đợt mới] [Màn hình chính]
Lan: [Đợt mới]
ktd: …loại…
  [Sơ kết 6 tháng] [Tổng kết năm] [Chuyên đề]
Lan: [Sơ kết 6 tháng]
ktd: …Tên đợt…
  [Sơ kết 6 tháng đầu năm 2026]
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …bảng chấm điểm…
  [mau-1000] [ngan-10]
Lan: [ngan-10]
ktd: …Hạn nộp…
Lan: 15/6 17h
ktd: …17:00 thứ Hai 15/06/2026…
  [Xác nhận] [Hủy]
Lan: [Xác nhận]
ktd: …đã mở…
ktd → Hoa: …Sơ kết 6 tháng đầu năm 2026…17:00 thứ Hai 15/06/2026…
  [Chấm tiếp]
ktd → group: …Sơ kết 6 tháng đầu năm 2026…0/8 đơn vị đã nộp…
Lan: /dotcham
ktd: …Sơ kết 6 tháng đầu năm 2026…
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …Trạng thái: đang mở…
  [Gia hạn] [Đóng đợt]
Lan: [Gia hạn]
ktd: …hạn mới…
Lan: 20/6 17h
ktd: …Lý do…
Lan: Các đơn vị bận phòng chống bão
ktd: …17:00 thứ Bảy 20/06/2026…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …đã gia hạn…
ktd → Hoa: …17:00 thứ Bảy 20/06/2026…phòng chống bão…
Lan: [Đóng đợt]
ktd: …8 đơn vị chưa nộp…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …đã đóng…
ktd → Hoa: …đã đóng…
"""

from dataclasses import dataclass
from datetime import datetime, time

from config.rubric_files import rubric_of, shipped, text_of
from domain.calendar.phrases import read_when
from domain.errors import RuleError
from domain.people import CHAIR, OVERSEERS, STAFF, UNIT_ROLES
from domain.periods import DeadlineTooEarly, PeriodAct, require_move
from domain.texts import clean
from handlers.flow import (
    Choice,
    Command,
    Due,
    Flow,
    Job,
    Kind,
    Outdated,
    Said,
    Seat,
    Shown,
    State,
    Step,
    Tap,
    Turn,
    ask,
    choice,
    end,
    id_of,
    say,
)
from storage.periods import LateDays, Period, PeriodKind

KINDS: tuple[PeriodKind, ...] = ("midyear", "yearend", "thematic")
DEFAULT_DEADLINE_HOUR = time(17)
TITLE_LENGTH = 120


class TitleLength(RuleError):
    """A title must be there, and not longer than a line."""

    key = "periods.title_length"


class ReasonMissing(RuleError):
    """Why must be said."""

    key = "periods.reason_missing"


# ---------------------------------------------------------------------------------------------------------------- waiting points


class NamingPeriod(State):
    bloc_id: str
    kind: PeriodKind


class ChoosingRubric(State):
    bloc_id: str
    kind: PeriodKind
    title: str


class SettingDeadline(State):
    bloc_id: str
    kind: PeriodKind
    title: str
    rubric: str


class ConfirmingPeriod(State):
    asks = False
    bloc_id: str
    kind: PeriodKind
    title: str
    rubric: str
    closes_at: datetime


class MovingDeadline(State):
    period_id: int


class ExplainingChange(State):
    """A new deadline, or none for a reopening; the reason is asked."""

    period_id: int
    closes_at: datetime | None = None


class ConfirmingDeadline(State):
    asks = False
    period_id: int
    closes_at: datetime
    reason: str


# ---------------------------------------------------------------------------------------------------------------- the list, one period


async def periods_command(turn: Turn, rest: str) -> Shown:
    return await open_periods(turn)


async def open_periods(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = _blocs(turn)
    if not bloc_id and len(blocs) > 1:
        return end(say("periods.which_bloc"), *((choice("periods.name_label", "periods.open", seat.bloc_id, name=seat.bloc_name),) for seat in blocs))
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    periods = await turn.store.periods.of_bloc(bloc_id)
    lines = tuple(say("periods.line", title=period.title, state=_state(period), at=period.closes_at) for period in periods)
    rows = [(choice("periods.name_label", "periods.period", period.id, name=period.title),) for period in periods[:10]]
    text = say("periods.list", lines=lines) if lines else say("periods.none")
    return end(text, *rows, (choice("periods.new_label", "periods.new", bloc_id), choice("engine.home", "home.open")))


async def open_period(turn: Turn, period_id: str) -> Shown:
    return await _screen(turn, await _period(turn, period_id))


async def _screen(turn: Turn, period: Period, said: Said | None = None, *, fresh: bool = False) -> Shown:
    places = await turn.store.sheets.board(period.id)
    submitted = sum(place.state == "submitted" for place in places)
    about = say("periods.about", title=period.title, state=_state(period), at=period.closes_at, submitted=submitted, units=len(places))
    changes = tuple(
        say("periods.change_deadline", at=change.at, by=change.by, reason=change.reason) for change in await turn.store.periods.changes(period.id)
    )
    history = (say("periods.changes", lines=changes),) if changes else ()
    rows = {
        "preparing": ((choice("periods.open_label", "periods.start", period.id, period.revision),), (_extend(period),)),
        "open": ((_extend(period), choice("periods.close_label", "periods.close", period.id)),),
        "closed": ((choice("periods.publish_label", "ranking.preview", period.id), choice("periods.reopen_label", "periods.reopen", period.id)),),
        "published": ((choice("periods.result_label", "ranking.show", period.id), choice("periods.reopen_label", "periods.reopen", period.id)),),
    }[period.state]
    back = (choice("periods.standings_label", "standings.open", period.id), choice("periods.back_label", "periods.open", period.bloc_id))
    return end((*((said,) if said else ()), about, *history), *rows, back, fresh=fresh)


# ---------------------------------------------------------------------------------------------------------------- a new period


async def new_period(turn: Turn, bloc_id: str) -> Shown:
    turn.require(bloc_id, STAFF)
    rows = tuple((choice(f"periods.kind_{kind}", "periods.kind", bloc_id, kind),) for kind in KINDS)
    return end(say("periods.ask_kind"), *rows, (_cancel(bloc_id),))


async def choose_kind(turn: Turn, bloc_id: str, kind: str) -> Shown:
    turn.require(bloc_id, STAFF)
    chosen = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise Outdated
    return await ask_title(turn, NamingPeriod(bloc_id=bloc_id, kind=chosen))


async def ask_title(turn: Turn, state: NamingPeriod) -> Shown:
    return ask(say("periods.ask_title"), (choice(_suggested(turn, state), "periods.titled"),), (_cancel(state.bloc_id),), waits=state)


def _suggested(turn: Turn, state: NamingPeriod) -> Said:
    return say(f"periods.title_{state.kind}", year=turn.now.astimezone(turn.zone).year)


async def give_title(turn: Turn, state: NamingPeriod) -> Shown:
    return await _titled(turn, state, clean(turn.text))


async def take_suggested_title(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, NamingPeriod):
        raise Outdated
    return await _titled(turn, state, turn.written(_suggested(turn, state)))


async def _titled(turn: Turn, state: NamingPeriod, title: str) -> Shown:
    if not 3 <= len(title) <= TITLE_LENGTH:
        raise TitleLength(most=TITLE_LENGTH)
    return await ask_rubric(turn, ChoosingRubric(bloc_id=state.bloc_id, kind=state.kind, title=title))


async def ask_rubric(turn: Turn, state: ChoosingRubric) -> Shown:
    tables = [(name, rubric_of(text_of(name))) for name in shipped()]
    lines = tuple(say("periods.rubric_line", name=name, title=rubric.title, count=len(rubric.leaves), total=rubric.total) for name, rubric in tables)
    rows = tuple((choice("periods.name_label", "periods.rubric", name, name=name),) for name, _ in tables)
    return ask(say("periods.ask_rubric", lines=lines), *rows, (_cancel(state.bloc_id),), waits=state)


async def type_rubric(turn: Turn, state: ChoosingRubric) -> Shown:
    return await ask_rubric(turn, state)


async def choose_rubric(turn: Turn, name: str) -> Shown:
    state = turn.open
    if not isinstance(state, ChoosingRubric) or name not in shipped():
        raise Outdated
    return await ask_deadline(turn, SettingDeadline(**state.model_dump(), rubric=name))


async def ask_deadline(turn: Turn, state: SettingDeadline) -> Shown:
    return ask(say("periods.ask_deadline"), (_cancel(state.bloc_id),), waits=state)


async def give_deadline(turn: Turn, state: SettingDeadline) -> Shown:
    closes_at = read_when(turn.text, turn.now, turn.zone, DEFAULT_DEADLINE_HOUR)
    return await _confirm_new(turn, ConfirmingPeriod(**state.model_dump(), closes_at=closes_at))


async def _confirm_new(turn: Turn, state: ConfirmingPeriod) -> Shown:
    rubric = rubric_of(text_of(state.rubric))
    text = say("periods.confirm_new", title=state.title, rubric=rubric.title, count=len(rubric.leaves), total=rubric.total, at=state.closes_at)
    sample = (say("periods.sample"),) if rubric.sample else ()
    rows = (choice("periods.confirm_label", "periods.create", weight="main"), _cancel(state.bloc_id))
    return ask((text, *sample), rows, waits=state)


async def confirm_again(turn: Turn, state: ConfirmingPeriod) -> Shown:
    return await _confirm_new(turn, state)


async def create(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingPeriod):
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    new = NewPeriod(state.bloc_id, state.kind, state.title, state.rubric, text_of(state.rubric), turn.now, state.closes_at)
    if _decides(turn, state.bloc_id):
        period = await add_period(turn, new, turn.me.id)
        return await _screen(turn, period, say("periods.opened", title=period.title))
    period = await add_period(turn, new, turn.me.id, opens=False)
    await _ask_chair(turn, period, "periods.proposed_open", "periods.start")
    return await _screen(turn, period, say("periods.sent_to_chair"))


@dataclass(frozen=True)
class NewPeriod:
    """What a new period is made of; `rubric_text` is the table's text as it stands now."""

    bloc_id: str
    kind: PeriodKind
    title: str
    rubric: str
    rubric_text: str
    opens_at: datetime
    closes_at: datetime
    takes_late: bool = True
    late_days: LateDays = "calendar"


async def add_period(turn: Turn, new: NewPeriod, by: int | None, *, opens: bool = True) -> Period:
    """Adds a period with its frozen table; opens it at once where `opens_at` has come, else at that time. The same for chat and command line."""
    rubric_id = await turn.store.rubrics.freeze(new.bloc_id, new.rubric, new.rubric_text, turn.now)
    period = await turn.store.periods.add(
        new.bloc_id, new.kind, new.title, rubric_id, new.opens_at, new.closes_at,
        takes_late=new.takes_late, late_days=new.late_days, by=by, now=turn.now,
    )  # fmt: skip
    if not opens:
        return period
    if new.opens_at <= turn.now:
        return await _open(turn, period)
    await turn.store.due.schedule("periods.open", f"period:{period.id}", "once", new.opens_at, new.bloc_id)
    return period


# ---------------------------------------------------------------------------------------------------------------- opening, closing


async def start(turn: Turn, period_id: str, revision: str) -> Shown:
    period = await _decided(turn, period_id, "open", revision)
    opened = await _open(turn, period)
    return await _screen(turn, opened, say("periods.opened", title=opened.title))


async def open_at_its_time(turn: Turn, due: Due) -> None:
    period = await turn.store.periods.of(due.number)
    if period and period.state == "preparing":
        await _open(turn, period)


async def _open(turn: Turn, period: Period) -> Period:
    opened = await _moved(turn, period, "open")
    await plan(turn, opened)
    people = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES)
    turn.tell(
        people, say("periods.told_open", title=opened.title, at=opened.closes_at), (choice("periods.fill_label", "assessment.open", "", opened.id),)
    )
    await _post_status(turn, opened)
    return opened


async def plan(turn: Turn, period: Period) -> None:
    """What follows from a period's deadline: reminders, and its end where nothing late is taken."""
    subject = f"period:{period.id}"
    for kind, about in (("deadlines.plan", subject), ("digests.plan", f"bloc:{period.bloc_id}")):
        await turn.store.due.schedule(kind, about, turn.now.isoformat(), turn.now, period.bloc_id)
    if not period.takes_late:
        await turn.store.due.withdraw("periods.close", subject, turn.now)
        await turn.store.due.schedule("periods.close", subject, period.closes_at.isoformat(), period.closes_at, period.bloc_id)


async def ask_closing(turn: Turn, period_id: str) -> Shown:
    period = await _period(turn, period_id)
    require_move("close", period.state)
    missing = sum(place.state != "submitted" for place in await turn.store.sheets.board(period.id))
    early = "periods.close_early" if turn.now < period.closes_at else "periods.close_question"
    text = (say(early, title=period.title, at=period.closes_at), *((say("periods.close_missing", count=missing),) if missing else ()))
    rows = (choice("periods.confirm_label", "periods.closed", period.id, period.revision, weight="grave"), _back(period))
    return end(text, rows)


async def close(turn: Turn, period_id: str, revision: str) -> Shown:
    period = await _period(turn, period_id)
    if not _decides(turn, period.bloc_id):
        require_move("close", period.state)
        await _ask_chair(turn, period, "periods.proposed_close", "periods.closed")
        return await _screen(turn, period, say("periods.sent_to_chair"))
    closed = await _close(turn, await _decided(turn, period_id, "close", revision))
    return await _screen(turn, closed, say("periods.closed", title=closed.title))


async def close_at_its_time(turn: Turn, due: Due) -> None:
    period = await turn.store.periods.of(due.number)
    if period and period.state == "open" and period.closes_at <= turn.now:
        await _close(turn, period)


async def _close(turn: Turn, period: Period) -> Period:
    closed = await _moved(turn, period, "closed")
    people = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES | OVERSEERS)
    turn.tell([one for one in people if one != _who(turn)], say("periods.told_closed", title=closed.title))
    await _post_status(turn, closed)
    return closed


# ---------------------------------------------------------------------------------------------------------------- another deadline


async def ask_new_deadline(turn: Turn, period_id: str) -> Shown:
    period = await _period(turn, period_id)
    require_move("extend", period.state)
    text = say("periods.ask_new_deadline", title=period.title, at=period.closes_at)
    return ask(text, (_back(period),), waits=MovingDeadline(period_id=period.id))


async def new_deadline_again(turn: Turn, state: MovingDeadline) -> Shown:
    return await ask_new_deadline(turn, str(state.period_id))


async def give_new_deadline(turn: Turn, state: MovingDeadline) -> Shown:
    period = await _period(turn, str(state.period_id))
    closes_at = read_when(turn.text, turn.now, turn.zone, DEFAULT_DEADLINE_HOUR)
    if closes_at <= period.closes_at:
        raise DeadlineTooEarly(at=period.closes_at)
    return await ask_reason(turn, ExplainingChange(period_id=period.id, closes_at=closes_at))


async def ask_reopening(turn: Turn, period_id: str) -> Shown:
    period = await _period(turn, period_id)
    require_move("reopen", period.state)
    return await ask_reason(turn, ExplainingChange(period_id=period.id))


async def ask_reason(turn: Turn, state: ExplainingChange) -> Shown:
    return ask(say("periods.ask_reason"), (choice("periods.back_label", "periods.period", state.period_id),), waits=state)


async def give_reason(turn: Turn, state: ExplainingChange) -> Shown:
    reason = clean(turn.text)
    if len(reason) < 5:
        raise ReasonMissing
    period = await _period(turn, str(state.period_id))
    if state.closes_at is None:
        return await _ask_reopened(turn, period, reason)
    text = say("periods.confirm_deadline", title=period.title, at=state.closes_at, reason=reason)
    confirming = ConfirmingDeadline(period_id=period.id, closes_at=state.closes_at, reason=reason)
    return ask(text, (choice("periods.confirm_label", "periods.extended", weight="main"), _back(period)), waits=confirming)


async def _ask_reopened(turn: Turn, period: Period, reason: str) -> Shown:
    closes_at = max(period.closes_at, turn.now)
    confirming = ConfirmingDeadline(period_id=period.id, closes_at=closes_at, reason=reason)
    text = say("periods.confirm_reopening", title=period.title, reason=reason)
    return ask(text, (choice("periods.confirm_label", "periods.reopened", weight="main"), _back(period)), waits=confirming)


async def confirm_deadline_again(turn: Turn, state: ConfirmingDeadline) -> Shown:
    return await open_period(turn, str(state.period_id))


async def extend(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingDeadline):
        raise Outdated
    period = await _period(turn, str(state.period_id))
    require_move("extend", period.state)
    if not _decides(turn, period.bloc_id):
        return await _propose(turn, period, state)
    moved = await _extend_to(turn, period, state.closes_at, state.reason)
    return await _screen(turn, moved, say("periods.extended", at=moved.closes_at))


async def _propose(turn: Turn, period: Period, state: ConfirmingDeadline) -> Shown:
    """The secretariat's new deadline, kept as a proposal the chair confirms in one tap."""
    number = await turn.store.periods.propose(period, state.closes_at, state.reason, turn.me.id, turn.now)
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    text = say("periods.proposed_deadline", title=period.title, at=state.closes_at, reason=state.reason, by=turn.me.full_name)
    turn.tell(chairs, text, (choice("periods.confirm_label", "periods.agreed", period.id, number),))
    return await _screen(turn, period, say("periods.sent_to_chair"))


async def agree_to_deadline(turn: Turn, period_id: str, number: str) -> Shown:
    period = await _period(turn, period_id)
    proposal = await turn.store.periods.proposal(id_of(number), period.id)
    if proposal is None or datetime.fromisoformat(proposal.new) <= period.closes_at:
        raise Outdated
    require_move("extend", period.state)
    moved = await _extend_to(turn, period, datetime.fromisoformat(proposal.new), proposal.reason)
    return await _screen(turn, moved, say("periods.extended", at=moved.closes_at))


async def _extend_to(turn: Turn, period: Period, closes_at: datetime, reason: str) -> Period:
    moved = await turn.store.periods.move_deadline(period, closes_at, reason, turn.me.id, turn.now)
    await _tell_change(turn, moved, say("periods.told_extended", title=moved.title, at=moved.closes_at, reason=reason))
    return moved


async def reopen(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingDeadline):
        raise Outdated
    period = await _decided(turn, str(state.period_id), "reopen", None)
    await turn.store.periods.note_change(period, "reopen", period.state, "open", state.reason, turn.me.id, turn.now)
    opened = await _moved(turn, period, "open")
    await _tell_change(turn, opened, say("periods.told_reopened", title=opened.title, at=opened.closes_at, reason=state.reason))
    return await _screen(turn, opened, say("periods.reopened", title=opened.title))


async def _tell_change(turn: Turn, period: Period, told: Said) -> None:
    await plan(turn, period)
    people = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES | OVERSEERS)
    turn.tell([one for one in people if one != turn.me.id], told)
    turn.post(period.bloc_id, told)
    await _post_status(turn, period)


# ---------------------------------------------------------------------------------------------------------------- shared


async def _period(turn: Turn, period_id: str) -> Period:
    """The period, if the person is of its bloc's staff."""
    period = await turn.store.periods.of(id_of(period_id))
    if period is None:
        raise Outdated
    turn.require(period.bloc_id, STAFF)
    return period


async def _decided(turn: Turn, period_id: str, act: PeriodAct, revision: str | None) -> Period:
    """The period, if the person decides on it and it stands as the button was drawn."""
    period = await _period(turn, period_id)
    move = require_move(act, period.state)
    turn.require(period.bloc_id, move.roles)
    if revision is not None and str(period.revision) != revision:
        raise Outdated
    return period


async def _moved(turn: Turn, period: Period, to: str) -> Period:
    moved = await turn.store.periods.move_state(period, "open" if to == "open" else "closed", turn.now)
    if moved is None:
        raise Outdated
    return moved


async def _ask_chair(turn: Turn, period: Period, text: str, act: str) -> None:
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    said = Said(text, {"title": period.title, "at": period.closes_at, "by": turn.me.full_name})
    turn.tell(chairs, said, (choice("periods.confirm_label", act, period.id, period.revision, weight="main"),), kind=Kind.NOTICE)


async def _post_status(turn: Turn, period: Period) -> None:
    await turn.store.due.schedule("standings.post", f"period:{period.id}", turn.now.isoformat(), turn.now, period.bloc_id)


def _decides(turn: Turn, bloc_id: str) -> bool:
    return bool(turn.me.roles(bloc_id) & CHAIR)


def _who(turn: Turn) -> int:
    return turn.person.id if turn.person else 0


def _blocs(turn: Turn) -> list[Seat]:
    return list({seat.bloc_id: seat for seat in turn.me.seats_as(STAFF)}.values())


def _state(period: Period) -> Said:
    return say(f"periods.state_{period.state}")


def _cancel(bloc_id: str) -> Choice:
    return choice("periods.cancel_label", "periods.open", bloc_id)


def _back(period: Period) -> Choice:
    return choice("periods.back_label", "periods.period", period.id)


def _extend(period: Period) -> Choice:
    return choice("periods.extend_label", "periods.extend", period.id)


FLOW = Flow(
    "periods",
    commands=(Command("dotcham", periods_command, STAFF, menu="periods.menu"),),
    taps=(
        Tap("open", open_periods, STAFF),
        Tap("period", open_period, STAFF),
        Tap("new", new_period, STAFF),
        Tap("kind", choose_kind, STAFF),
        Tap("titled", take_suggested_title, STAFF),
        Tap("rubric", choose_rubric, STAFF),
        Tap("create", create, STAFF),
        Tap("start", start, CHAIR),
        Tap("close", ask_closing, STAFF),
        Tap("closed", close, STAFF),
        Tap("extend", ask_new_deadline, STAFF),
        Tap("extended", extend, STAFF),
        Tap("agreed", agree_to_deadline, CHAIR),
        Tap("reopen", ask_reopening, CHAIR),
        Tap("reopened", reopen, CHAIR),
    ),
    steps=(
        Step(NamingPeriod, give_title, STAFF, again=ask_title),
        Step(ChoosingRubric, type_rubric, STAFF, again=ask_rubric),
        Step(SettingDeadline, give_deadline, STAFF, again=ask_deadline),
        Step(ConfirmingPeriod, confirm_again, STAFF, again=confirm_again),
        Step(MovingDeadline, give_new_deadline, STAFF, again=new_deadline_again),
        Step(ExplainingChange, give_reason, STAFF, again=ask_reason),
        Step(ConfirmingDeadline, confirm_deadline_again, STAFF),
    ),
    jobs=(Job("periods.open", open_at_its_time), Job("periods.close", close_at_its_time)),
)
