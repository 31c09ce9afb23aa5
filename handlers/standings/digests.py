"""The leaders' summary: on the bloc's mornings, daily in a deadline's last week, never more than one a morning.

Scene: period open
(to 2026-06-08 07:30)
ktd → Minh: …Tổng hợp…0/8 đơn vị đã nộp…Chưa nộp…Sở Xây dựng…
  [Nhắc đơn vị chưa nộp]
ktd → Thu: …Tổng hợp…
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Reminders, days_late, digest_mornings, is_missed, next_morning
from domain.people import CHAIRS, Role
from handlers.flow import Due, Flow, Job, Kind, Said, Turn, choice, say
from handlers.standings.changes import changes_said, keep_summaries, keep_summary, keep_unless_own, last_summary, next_dates, standing_summaries
from storage.blocs import Bloc
from storage.periods import Period
from storage.sheets import Place

SPEAK = "digests.speak"
LATE = "late "
"""Begins the occurrence of a summary that makes up for a missed one."""
READERS = CHAIRS | {Role.PROVINCE_OFFICE}


async def plan(turn: Turn, due: Due) -> None:
    """Plans the next summary of a bloc; one that was missed and is to be made up stays."""
    waiting = await turn.store.due.waiting_for(f"bloc:{due.bloc_id}")
    if not any(one.kind == "digests.send" and one.occurrence.startswith(LATE) for one in waiting):
        await _plan_next(turn, due.bloc_id)


async def send(turn: Turn, due: Due) -> None:
    """One morning's summary, told once those of all blocs have come; nothing where no period is open. One that was missed comes on the next allowed morning
    instead."""
    bloc = await turn.store.blocs.of(due.bloc_id)
    if bloc is not None and is_missed(due.at, turn.now):
        await _plan_on(turn, due.bloc_id, next_morning(turn.now, _mornings(bloc)), late=True)
        return
    await _plan_next(turn, due.bloc_id)
    if not any(period.state == "open" for period in await turn.store.periods.of_bloc(due.bloc_id)):
        return
    today = turn.now.astimezone(turn.zone).date()
    await turn.store.notes.leave(f"digest_on:{due.bloc_id}", today.isoformat(), turn.now)
    await turn.store.due.schedule(SPEAK, due.subject, due.occurrence, turn.now, due.bloc_id)


async def speak(turn: Turn, due: Due) -> None:
    """Tells each reader once a morning, of all their blocs whose summaries come that day; nothing where another bloc's row has spoken for this one.

    Whoever also reads a bloc that speaks later that day hears of it now. What changed is reckoned for each reader from what they themselves were told.
    """
    if is_missed(due.at, turn.now):  # the bot stopped between the two
        await send(turn, due)
        return
    speaking = await _speaking(turn, due)
    reading: dict[int, list[Bloc]] = {}
    for bloc in (*speaking, *(await _later_today(turn, speaking) if speaking and not due.attempts else ())):
        for person in await turn.store.seats.holders(bloc.id, READERS):
            reading.setdefault(person, []).append(bloc)
    own = {bloc.id for bloc in speaking}
    earlier = {bloc.id: await standing_summaries(turn, bloc.id) for bloc in {one.id: one for read in reading.values() for one in read}.values()}
    for person, blocs in reading.items():
        if any(bloc.id in own for bloc in blocs):
            await _tell(turn, person, blocs, earlier)
    for bloc in speaking:
        await keep_summaries(turn, bloc.id)


async def _tell(turn: Turn, person: int, blocs: list[Bloc], earlier: Mapping[str, Mapping[int, str]]) -> None:
    """One reader's summary; none where they have had one today: what they will be told next is then reckoned from the last they had."""
    today = turn.now.astimezone(turn.zone).date()
    if await turn.store.notes.read(_told_note(person)) == today.isoformat():
        for bloc in blocs:
            await keep_unless_own(turn, person, bloc.id, earlier[bloc.id])
        return
    await turn.store.notes.leave(_told_note(person), today.isoformat(), turn.now, person_id=person)
    parts = [part for bloc in blocs for part in (*_heading(bloc, blocs), *await _of_bloc(turn, bloc, person))]
    of = blocs[0].id if len(blocs) == 1 else ""
    row = (choice("digests.remind_label", "standings.remind"),)
    turn.tell([person], (say("digests.title", day=today), *parts), row, of=of, kind=Kind.REMINDER, asks=False)


def _told_note(person: int) -> str:
    return f"digest_told:{person}"


async def _speaking(turn: Turn, due: Due) -> list[Bloc]:
    """The blocs of the turn's zone whose summary is to be told now; their rows are taken. A row that has failed before, and may be the broken one, speaks
    for its own bloc alone, as no other speaks for it."""
    found = []
    for bloc in await turn.store.blocs.everything():
        subject = f"bloc:{bloc.id}"
        waiting = [one for one in await turn.store.due.waiting_for(subject) if one.kind == SPEAK and one.at <= turn.now]
        together = subject == due.subject or not (due.attempts or any(one.attempts for one in waiting))
        if bloc.zone == turn.zone and together and any(not is_missed(one.at, turn.now) for one in waiting):
            await turn.store.due.withdraw(SPEAK, subject, turn.now)
            found.append(bloc)
    return found


async def _later_today(turn: Turn, speaking: list[Bloc]) -> list[Bloc]:
    """The blocs of the turn's zone whose summary is to come later this day, and has something to say."""
    today, own = turn.now.astimezone(turn.zone).date(), {bloc.id for bloc in speaking}
    found = []
    for bloc in await turn.store.blocs.everything():
        if bloc.zone != turn.zone or bloc.id in own or not any(one.state == "open" for one in await turn.store.periods.of_bloc(bloc.id)):
            continue
        waiting = await turn.store.due.waiting_for(f"bloc:{bloc.id}")
        if any(one.kind in {"digests.send", SPEAK} and not one.attempts and one.at.astimezone(turn.zone).date() == today for one in waiting):
            found.append(bloc)
    return found


def _heading(bloc: Bloc, among: list[Bloc]) -> tuple[Said, ...]:
    return (say("digests.bloc", name=bloc.name),) if len(among) > 1 else ()


async def _of_bloc(turn: Turn, bloc: Bloc, person: int) -> tuple[Said, ...]:
    text = []
    for period in await turn.store.periods.of_bloc(bloc.id):
        text += await _about(turn, bloc, period, person) if period.state == "open" else []
    return (*text, *await next_dates(turn, bloc.id))


async def _about(turn: Turn, bloc: Bloc, period: Period, person: int) -> list[Said]:
    places = await turn.store.sheets.board(period.id)
    missing = ", ".join(place.unit_name for place in places if place.state != "submitted")
    late = [line for place in places if (line := _late(bloc, period, place)) is not None]
    said = [
        say(
            "digests.period", title=period.title, submitted=sum(place.state == "submitted" for place in places), units=len(places),
            at=period.closes_at, left=turn.left(period.closes_at),
            missing=say("digests.missing", names=missing) if missing else say("digests.all_in"),
        )
    ]  # fmt: skip
    said += [say("digests.late", lines=tuple(late))] if late else []
    said += changes_said(places, await last_summary(turn, period, person))
    await keep_summary(turn, period, places, person)
    return said


def _late(bloc: Bloc, period: Period, place: Place) -> Said | None:
    """A unit that submitted after the deadline."""
    if place.submitted_at is None or place.submitted_at <= period.closes_at:
        return None
    workdays = bloc_file_of(bloc.file).reminding().workdays
    days = days_late(period.closes_at, place.submitted_at, bloc.zone, period.late_days, workdays)
    return say("digests.late_line", unit=place.unit_name, days=days)


async def _plan_next(turn: Turn, bloc_id: str) -> None:
    bloc = await turn.store.blocs.of(bloc_id)
    if bloc is None:
        return
    digest = bloc_file_of(bloc.file).digest
    open_ones = [period.closes_at for period in await turn.store.periods.of_bloc(bloc_id) if period.state == "open" and period.closes_at > turn.now]
    await _plan_on(turn, bloc_id, digest_mornings(digest.days, digest.last_week == "daily", min(open_ones, default=None), turn.now, _mornings(bloc)))


def _mornings(bloc: Bloc) -> Reminders:
    """The bloc's mornings, at the hour of its summaries."""
    file = bloc_file_of(bloc.file)
    return replace(file.reminding(), at=file.digest.at)


async def _plan_on(turn: Turn, bloc_id: str, at: datetime, *, late: bool = False) -> None:
    occurrence = (LATE if late else "") + at.date().isoformat()
    await turn.store.due.withdraw("digests.send", f"bloc:{bloc_id}", turn.now)
    await turn.store.due.schedule("digests.send", f"bloc:{bloc_id}", occurrence, at, bloc_id)


FLOW = Flow("digests", jobs=(Job("digests.plan", plan), Job("digests.send", send), Job(SPEAK, speak)))
