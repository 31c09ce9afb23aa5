"""Periods are made, opened and closed: by the chair, by the clock, by the command line."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import OVERSEERS, STAFF, UNIT_ROLES
from domain.periods import require_move
from handlers.closing import closed_said
from handlers.delivery import unmanned_said
from handlers.flow import Due, Said, Shown, Turn, choice, end, id_of, say
from handlers.overtaken import outdate_filling
from handlers.periods.authority import (
    ask_chair,
    back_to,
    decided,
    decides,
    extend_choice,
    missing_of,
    missing_said,
    moved,
    period_of,
    post_status,
    require_waiting,
    who,
)
from handlers.periods.listing import period_screen
from handlers.results import result_of
from handlers.stand_ins import wait_for_stand_ins
from storage.periods import LateDays, Period, PeriodKind
from storage.sheets import Place

PREPARED = "prepared"
"""What a confirmation carries that was drawn for what somebody prepared."""


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


async def add_period(turn: Turn, new: NewPeriod, by: int | None, *, agreed: bool = True) -> Period:
    """Adds a period with its frozen table; opens it at once where `opens_at` has come, else at that time; not before the chair has `agreed`.

    The same for chat and command line.
    """
    rubric_id = await turn.store.rubrics.freeze(new.bloc_id, new.rubric, new.rubric_text, turn.now)
    period = await turn.store.periods.add(
        new.bloc_id, new.kind, new.title, rubric_id, new.opens_at, new.closes_at,
        takes_late=new.takes_late, late_days=new.late_days, by=by, now=turn.now,
    )  # fmt: skip
    table = await turn.store.rubrics.version(rubric_id)
    made = {"title": new.title, "kind": new.kind, "rubric": rubric_id, "rubric_sha256": table.described["sha256"]}
    made |= {"opens_at": new.opens_at, "closes_at": new.closes_at, "takes_late": new.takes_late, "late_days": new.late_days}
    await turn.record("period", new.bloc_id, f"period:{period.id}", period_id=period.id, new=made)
    return await _open_in_time(turn, period) if agreed else period


async def _open_in_time(turn: Turn, period: Period) -> Period:
    """Opens the period if its time has come, else plans it."""
    if period.opens_at <= turn.now:
        return await open_now(turn, period)
    await turn.store.due.schedule("periods.open", f"period:{period.id}", "once", period.opens_at, period.bloc_id)
    return period


async def opened_said(turn: Turn, period: Period) -> tuple[Said, ...]:
    """That the period is open and who could not be told, or when it will be."""
    if period.state == "preparing":
        return (say("periods.planned", title=period.title, at=period.opens_at),)
    return (say("periods.opened", title=period.title), *await unmanned_said(turn, period.bloc_id))


async def start(turn: Turn, period_id: str, revision: str) -> Shown:
    """The chair opens a prepared period now, whatever time was planned; anybody else of the staff puts it before the chair."""
    period = await period_of(turn, period_id)
    if not decides(turn, period.bloc_id):
        require_move("open", period.state)
        return await period_screen(turn, period, await ask_chair(turn, period, "open", "periods.proposed_open", "periods.agree"))
    period = await decided(turn, period_id, "open", revision)
    if turn.now >= period.closes_at:
        return _too_late(period)
    opened = await open_now(turn, period)
    return await period_screen(turn, opened, *await opened_said(turn, opened))


async def agree(turn: Turn, period_id: str, revision: str) -> Shown:
    """The chair confirms what the secretariat prepared: it opens at its time."""
    period = await decided(turn, period_id, "open", revision)
    await require_waiting(turn, period, "open")
    if turn.now >= period.closes_at:
        return _too_late(period)
    period = await _open_in_time(turn, period)
    return await period_screen(turn, period, *await opened_said(turn, period))


def _too_late(period: Period) -> Shown:
    """A period whose deadline has passed is not opened: it needs another one first."""
    return end(say("periods.deadline_passed", title=period.title, at=period.closes_at), (extend_choice(period), back_to(period)))


async def open_at_its_time(turn: Turn, due: Due) -> None:
    """Opens a planned period; where its deadline has passed meanwhile, the staff hear that it did not open."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "preparing":
        return
    if turn.now < period.closes_at:
        await open_now(turn, period)
        return
    staff = await turn.store.seats.holders(period.bloc_id, STAFF)
    turn.tell(staff, say("periods.deadline_passed", title=period.title, at=period.closes_at), (extend_choice(period),), of=period.bloc_id)


async def open_now(turn: Turn, period: Period) -> Period:
    opened = await moved(turn, period, "open")
    old, new = {"state": period.state}, {"state": opened.state}
    await turn.record("period_opened", period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
    await plan(turn, opened)
    await _tell_open(turn, opened)
    await post_status(turn, opened)
    return opened


async def _tell_open(turn: Turn, period: Period) -> None:
    """Tells units and overseers."""
    told = say("periods.told_open", title=period.title, at=period.closes_at)
    fill = await turn.store.seats.holders(period.bloc_id, UNIT_ROLES)
    look = [one for one in await turn.store.seats.holders(period.bloc_id, OVERSEERS) if one not in fill]
    begin = choice("periods.fill_label", "assessment.begin", period.id)
    turn.tell(fill, told, (begin,), of=period.bloc_id, lasting=True)
    turn.tell(look, told, (choice("periods.standings_label", "standings.open", period.id),), of=period.bloc_id, asks=False, lasting=True)


async def plan(turn: Turn, period: Period) -> None:
    """What follows from a period's deadline: reminders, and its end where nothing late is taken."""
    subject = f"period:{period.id}"
    for kind, about in (("deadlines.plan", subject), ("digests.plan", f"bloc:{period.bloc_id}")):
        await turn.store.due.schedule(kind, about, f"{subject} {period.revision}", turn.now, period.bloc_id)
    if not period.takes_late:
        await turn.store.due.withdraw("periods.close", subject, turn.now)
        await turn.store.due.schedule("periods.close", subject, period.closes_at.isoformat(), period.closes_at, period.bloc_id)


async def ask_closing(turn: Turn, period_id: str) -> Shown:
    return await _closing(turn, await period_of(turn, period_id))


async def _closing(turn: Turn, period: Period, *said: Said) -> Shown:
    """What closing means now; its confirmation carries how many units were named as missing."""
    require_move("close", period.state)
    early = "periods.close_early" if turn.now < period.closes_at else "periods.close_question"
    text = (*said, say(early, title=period.title, at=period.closes_at), *await missing_said(turn, period))
    missing = len(await missing_of(turn, period))
    rows = (choice("periods.confirm_label", "periods.closed", period.id, period.revision, missing, weight="grave"), back_to(period))
    return end(text, rows, lasting=bool(said))


async def close(turn: Turn, period_id: str, revision: str, shown: str = "0") -> Shown:
    """The chair closes the period, of their own accord, with as many units missing as were `shown` or fewer, or as somebody `PREPARED` it and still asks for
    it. Where a unit took its sheet back since, it is asked anew."""
    period = await period_of(turn, period_id)
    if not decides(turn, period.bloc_id):
        require_move("close", period.state)
        return await period_screen(turn, period, await ask_chair(turn, period, "close", "periods.proposed_close", "periods.closed", PREPARED))
    period = await decided(turn, period_id, "close", revision)
    if shown == PREPARED:
        await require_waiting(turn, period, "close")
    elif len(await missing_of(turn, period)) > id_of(shown):
        return await _closing(turn, period, say("engine.outdated"))
    closed = await close_now(turn, period)
    return await period_screen(turn, closed, say("periods.closed", title=closed.title))


async def close_at_its_time(turn: Turn, due: Due) -> None:
    period = await turn.store.periods.of(due.number)
    if period and period.state == "open" and period.closes_at <= turn.now:
        await close_now(turn, period)


async def close_now(turn: Turn, period: Period) -> Period:
    closed = await moved(turn, period, "closed")
    await outdate_filling(turn, period)
    old, new = {"state": period.state}, {"state": closed.state}
    await turn.record("period_closed", period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
    await turn.store.due.schedule("digests.plan", f"bloc:{period.bloc_id}", f"closed period:{period.id} {closed.revision}", turn.now, period.bloc_id)
    await _tell_closed(turn, closed)
    await post_status(turn, closed)
    return closed


async def _tell_closed(turn: Turn, closed: Period) -> None:
    """Tells units and overseers but who closed it; who stands in for the chair hears in the same message which sheets wait, and opens them from there."""
    facts = {"title": closed.title, "closed": await closed_said(turn, closed)}
    people = [one for one in await turn.store.seats.holders(closed.bloc_id, UNIT_ROLES | OVERSEERS) if one != who(turn)]
    asked: dict[int, list[Place]] = {}
    for unit, stand_ins in wait_for_stand_ins(await result_of(turn, closed)):
        for one in stand_ins:
            asked.setdefault(one, []).append(unit.place)
    turn.tell([one for one in people if one not in asked], say("periods.told_closed", **facts), of=closed.bloc_id)
    for person, places in asked.items():
        told = say("periods.told_closed_waits", **facts, units=", ".join(place.unit_name for place in places))
        rows = [(choice("periods.appraise_unit_label", "appraisal.case", place.sheet_id, unit=place.unit_name, weight="main"),) for place in places]
        turn.tell([person], told, *rows, of=closed.bloc_id)
