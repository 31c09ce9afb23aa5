"""The reminders of a deadline: to those who owe, only while they owe, on allowed mornings; after it daily, and the chair hears.

Scene: period open
(to 2026-06-08 07:30)
ktd → Hoa: …còn 7 ngày…Sở Xây dựng…
  [Chấm tiếp]
ktd → group: …0/8 đơn vị đã nộp…
(to 2026-06-12 07:30)
ktd → Hoa: …còn 3 ngày…
(to 2026-06-15 07:30)
ktd → Hoa: …hôm nay…
(to 2026-06-16 07:30)
ktd → Hoa: …quá hạn 1 ngày…
ktd → Minh: …chưa nộp…Sở Xây dựng…
"""

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Reminders, deadline_rungs, next_overdue
from domain.people import CHAIRS
from handlers.flow import Due, Flow, Job, Kind, Said, Turn, choice, say
from storage.owners import OwnPart
from storage.periods import Period

LATE_SEND = 3600


async def plan(turn: Turn, due: Due) -> None:
    """Lays out a period's reminders anew: after it was opened, extended or reopened."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open":
        return
    subject = f"period:{period.id}"
    reminders = await _reminders(turn, period)
    await turn.store.due.withdraw("deadlines.rung", subject, turn.now)
    await turn.store.due.withdraw("deadlines.overdue", subject, turn.now)
    for rung in deadline_rungs(period.closes_at, reminders):
        if rung.at > turn.now:
            await turn.store.due.schedule("deadlines.rung", subject, f"{period.closes_at.isoformat()} {rung.name}", rung.at, period.bloc_id)
    await _plan_overdue(turn, period, reminders)


async def remind(turn: Turn, due: Due) -> None:
    """One rung. Of several that were missed only the latest is sent; none once the deadline is past, for then the overdue ones speak."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open" or turn.now > period.closes_at:
        return
    if await _later_one_waits(turn, due):
        return
    days = (period.closes_at.astimezone(turn.zone).date() - turn.now.astimezone(turn.zone).date()).days
    left = say("calendar.left_days", n=days) if days else say("deadlines.today")
    late = (turn.now - due.at).total_seconds() > LATE_SEND
    await _tell_owing(turn, period, left, late=say("deadlines.sent_late", at=due.at) if late else None)
    await turn.store.due.schedule("standings.post", due.subject, f"renew {due.occurrence}", turn.now, period.bloc_id)


async def remind_overdue(turn: Turn, due: Due) -> None:
    """One morning after the deadline; the next one is planned, and on the first the chair hears who is missing."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open" or turn.now <= period.closes_at:
        return
    reminders = await _reminders(turn, period)
    days = (turn.now.astimezone(turn.zone).date() - period.closes_at.astimezone(turn.zone).date()).days
    if await _tell_owing(turn, period, say("calendar.over_days", n=days), late=None):
        await _tell_chair(turn, period, due, days)
        await _plan_overdue(turn, period, reminders)


async def _tell_owing(turn: Turn, period: Period, left: Said, *, late: Said | None) -> bool:
    owing = await turn.store.sheets.owing(period.id)
    units = {place.unit_id: place.unit_name for place in await turn.store.sheets.board(period.id)}
    parts = {(part.person_id, part.sheet_id): part for part in await turn.store.owners.parts(period.id)} if owing else {}
    told: set[int] = set()
    for one in owing:
        if one.person_id in told:
            continue
        told.add(one.person_id)
        mine = [other for other in owing if other.person_id == one.person_id]
        names = ", ".join(units[other.unit_id] for other in mine)
        key = "deadlines.awaiting" if one.state == "awaiting_leader" else "deadlines.reminder"
        text = say(key, title=period.title, unit=names, left=left, at=period.closes_at)
        own = _own_part(parts.get((one.person_id, one.sheet_id)))
        rows = (choice("deadlines.fill_label", "assessment.open", one.sheet_id, weight="main"),)
        turn.tell([one.person_id], (text, *own, *((late,) if late else ())), rows, kind=Kind.REMINDER)
    return any(place.state != "submitted" for place in await turn.store.sheets.board(period.id))


def _own_part(part: OwnPart | None) -> tuple[Said, ...]:
    """How far somebody is with the criteria assigned to them: the unit still owes, whoever of it is done."""
    if part is None:
        return ()
    key = "owners.reminder_part" if part.answered < part.asked else "owners.reminder_part_done"
    return (say(key, answered=part.answered, asked=part.asked),)


async def _tell_chair(turn: Turn, period: Period, due: Due, days: int) -> None:
    if await _summary_comes(turn, period):
        return
    first = await turn.store.notes.read(f"overdue:{period.id}:{period.closes_at.isoformat()}")
    if first:
        return
    await turn.store.notes.leave(f"overdue:{period.id}:{period.closes_at.isoformat()}", due.occurrence, turn.now)
    missing = ", ".join(place.unit_name for place in await turn.store.sheets.board(period.id) if place.state != "submitted")
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIRS)
    rows = (choice("deadlines.remind_label", "standings.remind", period.id),)
    turn.tell(chairs, say("deadlines.chair", title=period.title, names=missing, n=days), rows, kind=Kind.REMINDER, asks=False)


async def _summary_comes(turn: Turn, period: Period) -> bool:
    """Whether the leaders have today's summary, or get it: one such message a morning is enough, and it names who is missing."""
    today = turn.now.astimezone(turn.zone).date()
    if await turn.store.notes.read(f"digest_on:{period.bloc_id}") == today.isoformat():
        return True
    waiting = await turn.store.due.waiting_for(f"bloc:{period.bloc_id}")
    return any(one.kind == "digests.send" and one.at.astimezone(turn.zone).date() == today for one in waiting)


async def _plan_overdue(turn: Turn, period: Period, reminders: Reminders) -> None:
    rung = next_overdue(period.closes_at, max(turn.now, period.closes_at), reminders)
    await turn.store.due.schedule("deadlines.overdue", f"period:{period.id}", rung.name, rung.at, period.bloc_id)


async def _later_one_waits(turn: Turn, due: Due) -> bool:
    waiting = await turn.store.due.waiting_for(due.subject)
    return any(other.kind == due.kind and due.at < other.at <= turn.now for other in waiting)


async def _reminders(turn: Turn, period: Period) -> Reminders:
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    return bloc_file_of(bloc.file).reminding()


FLOW = Flow(
    "deadlines",
    jobs=(Job("deadlines.plan", plan), Job("deadlines.rung", remind), Job("deadlines.overdue", remind_overdue)),
)
