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

from datetime import datetime, timedelta

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import Reminders, deadline_rungs, is_missed, made_up, next_overdue
from domain.people import CHAIRS
from handlers.flow import Choice, Due, Flow, Job, Kind, Said, Turn, choice, say
from handlers.lateness import late_days, late_said
from storage.owners import OwnPart
from storage.periods import Period
from storage.sheets import Owing

JUST_AFTER = timedelta(minutes=1)
LATE = " late"
"""Ends the occurrence of a reminder that was missed and goes later."""


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
            await turn.store.due.schedule(due.kind, due.subject, due.occurrence.removesuffix(LATE) + LATE, at, period.bloc_id)
            return
    on_the_day = period.closes_at.astimezone(turn.zone).date() == turn.now.astimezone(turn.zone).date()
    left = say("deadlines.today") if on_the_day else turn.left(period.closes_at)
    await _tell_owing(turn, period, left, late=missed or due.occurrence.endswith(LATE))
    await _renew_post(turn, due)


async def remind_overdue(turn: Turn, due: Due) -> None:
    """One allowed morning after the deadline; the next one is planned, and on the first the chair hears who is missing."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "open" or turn.now <= period.closes_at:
        return
    reminders = await _reminders(turn, period)
    if is_missed(due.at, turn.now):
        await _plan_overdue(turn, period, reminders)
        return
    if any(place.state != "submitted" for place in await turn.store.sheets.board(period.id)):
        await _tell_owing(turn, period, turn.left(period.closes_at), late=False, cost=await _cost(turn, period))
        await _tell_chair(turn, period, due)
        await _plan_overdue(turn, period, reminders)
        await _renew_post(turn, due)


async def _tell_owing(turn: Turn, period: Period, left: Said, *, late: bool, cost: tuple[Said, ...] = ()) -> None:
    owing = await turn.store.sheets.owing(period.id)
    units = {place.unit_id: place.unit_name for place in await turn.store.sheets.board(period.id)}
    parts = {(part.person_id, part.sheet_id): part for part in await turn.store.owners.parts(period.id)} if owing else {}
    for person in dict.fromkeys(one.person_id for one in owing):
        mine = [one for one in owing if one.person_id == person]
        awaiting = all(one.state == "awaiting_leader" for one in mine)
        key = "deadlines.awaiting" if awaiting else "deadlines.reminder"
        text = say(key, title=period.title, unit=", ".join(units[one.unit_id] for one in mine), left=left, at=period.closes_at)
        own = _own_part(parts.get((person, mine[0].sheet_id)))
        turn.tell([person], (text, *own, *cost, *((say("deadlines.sent_late"),) if late else ())), (_sheet_choice(mine[0]),), kind=Kind.REMINDER)


async def _cost(turn: Turn, period: Period) -> tuple[Said, ...]:
    """What a sheet costs that is submitted now, by the table."""
    late = await late_days(turn, period, turn.now)
    rubric = rubric_of(await turn.store.rubrics.text_of(period.rubric_id))
    return (say("deadlines.if_now", late=late_said(rubric, late)),) if late else ()


def _own_part(part: OwnPart | None) -> tuple[Said, ...]:
    """How far somebody is with the criteria assigned to them: the unit still owes, whoever of it is done."""
    if part is None:
        return ()
    key = "owners.reminder_part" if part.answered < part.asked else "owners.reminder_part_done"
    return (say(key, answered=part.answered, asked=part.asked),)


def _sheet_choice(one: Owing) -> Choice:
    """To the sheet: to fill it, or, where it waits for its leader, to look at it."""
    awaiting = one.state == "awaiting_leader"
    label, act = ("deadlines.look_label", "assessment.open") if awaiting else ("deadlines.fill_label", "assessment.go")
    return choice(label, act, one.sheet_id, weight="main")


async def _tell_chair(turn: Turn, period: Period, due: Due) -> None:
    """What is overdue on one morning, of all the bloc's periods together, and of each once: nothing more where the leaders have today's summary, for it
    names who is missing."""
    met = [one for one in await _overdue_now(turn, period) if not await turn.store.notes.read(_told_note(one))]
    for one in met:
        await turn.store.notes.leave(_told_note(one), due.occurrence, turn.now)
    if not met or await _summary_comes(turn, period):
        return
    lines = tuple([say("deadlines.chair", title=one.title, left=turn.left(one.closes_at), names=await _missing(turn, one)) for one in met])
    rows = (choice("deadlines.remind_label", "standings.remind", *((period.id,) if len(met) == 1 else ())),)
    turn.tell(await turn.store.seats.holders(period.bloc_id, CHAIRS), lines, rows, kind=Kind.REMINDER, asks=False)


async def _overdue_now(turn: Turn, period: Period) -> list[Period]:
    """This period, and the bloc's others whose overdue reminder comes on the same morning."""
    found = [period]
    for one in await turn.store.periods.of_bloc(period.bloc_id):
        if one.state == "open" and one.id != period.id and turn.now > one.closes_at and await _missing(turn, one):
            waiting = await turn.store.due.waiting_for(f"period:{one.id}")
            found += [one] if any(other.kind == "deadlines.overdue" and other.at <= turn.now for other in waiting) else []
    return found


async def _missing(turn: Turn, period: Period) -> str:
    return ", ".join(place.unit_name for place in await turn.store.sheets.board(period.id) if place.state != "submitted")


def _told_note(period: Period) -> str:
    return f"overdue:{period.id}:{period.closes_at.isoformat()}"


async def _summary_comes(turn: Turn, period: Period) -> bool:
    """Whether the leaders have today's summary, or get it: one such message a morning is enough."""
    today = turn.now.astimezone(turn.zone).date()
    if await turn.store.notes.read(f"digest_on:{period.bloc_id}") == today.isoformat():
        return True
    waiting = await turn.store.due.waiting_for(f"bloc:{period.bloc_id}")
    return any(one.kind == "digests.send" and one.at.astimezone(turn.zone).date() == today for one in waiting)


async def _renew_post(turn: Turn, due: Due) -> None:
    """The group's one post goes down to the newest place with each reminder."""
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


FLOW = Flow(
    "deadlines",
    jobs=(Job("deadlines.plan", plan), Job("deadlines.rung", remind), Job("deadlines.overdue", remind_overdue)),
)
