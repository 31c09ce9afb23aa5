"""When a deadline speaks: its rungs, the mornings after it, and what of them was missed. What is said then, and to whom, is in speaking.py."""

from datetime import datetime, timedelta

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Reminders, deadline_rungs, is_missed, made_up, next_overdue
from handlers.deadlines.speaking import LATE, SPEAK
from handlers.flow import Due, Turn
from storage.periods import Period

JUST_AFTER = timedelta(minutes=1)


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
    past = f"past {period.closes_at.isoformat()}"
    await turn.store.due.schedule("standings.post", subject, past, max(turn.now, period.closes_at + JUST_AFTER), period.bloc_id)


async def remind(turn: Turn, due: Due) -> None:
    """One rung; of several that come together the latest alone. One that was missed waits for the next allowed morning, or goes at once where there is
    none before the deadline and today is allowed; none goes once the deadline is past, for then the overdue ones speak."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open" or turn.now > period.closes_at or await _another_by(turn, due, turn.now):
        return
    missed = is_missed(due.at, turn.now)
    if missed:
        at = made_up(turn.now, period.closes_at, await _reminders(turn, period))
        if at is None or await _another_by(turn, due, at):
            return
        if at > turn.now:
            await turn.store.due.schedule(due.kind, due.subject, due.occurrence + LATE, at, period.bloc_id)
            return
    await _speak(turn, due, late=missed)


async def remind_overdue(turn: Turn, due: Due) -> None:
    """One allowed morning after the deadline, while units are missing; the next one is planned."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open" or turn.now <= period.closes_at:
        return
    reminders = await _reminders(turn, period)
    if is_missed(due.at, turn.now):
        await _plan_overdue(turn, period, reminders)
        return
    if any(place.state != "submitted" for place in await turn.store.sheets.board(period.id)):
        await _speak(turn, due, late=False)
        await _plan_overdue(turn, period, reminders)


async def _speak(turn: Turn, due: Due, *, late: bool) -> None:
    """Has it said once everything that comes this morning has come; the group's one post goes down to the newest place with each reminder."""
    await turn.store.due.schedule(SPEAK, due.subject, due.occurrence + (LATE if late else ""), turn.now, due.bloc_id)
    await turn.store.due.schedule("standings.post", due.subject, f"renew {due.occurrence}", turn.now, due.bloc_id)


async def _plan_overdue(turn: Turn, period: Period, reminders: Reminders) -> None:
    rung = next_overdue(period.closes_at, max(turn.now, period.closes_at), reminders)
    await turn.store.due.schedule("deadlines.overdue", f"period:{period.id}", rung.name, rung.at, period.bloc_id)


async def _another_by(turn: Turn, due: Due, at: datetime) -> bool:
    """Whether another rung of the period, that comes after this one, waits for an instant up to `at`."""
    waiting = await turn.store.due.waiting_for(due.subject)
    return any(other.kind == due.kind and (other.at, other.id) > (due.at, due.id) and other.at <= at for other in waiting)


async def _reminders(turn: Turn, period: Period) -> Reminders:
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    return bloc_file_of(bloc.file).reminding()
