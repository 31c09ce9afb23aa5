"""The leaders' summary: on the bloc's mornings, daily in a deadline's last week, never more than one a morning.

Scene: period open
(to 2026-06-08 07:30)
ktd → Minh: …Tổng hợp…0/8 đơn vị đã nộp…Chưa nộp…Sở Xây dựng…
  [Nhắc đơn vị chưa nộp]
ktd → Thu: …Tổng hợp…
"""

from dataclasses import replace
from datetime import datetime

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Reminders, days_late, digest_mornings, is_missed, next_morning
from domain.people import CHAIRS, Role
from handlers.flow import Due, Flow, Job, Kind, Said, Turn, choice, say
from handlers.standings.changes import changes_said, keep_summary, last_summary, next_dates
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
    """One morning's summary, told once those of all blocs have come; nothing where no period is open. One that was missed comes on the next allowed morning instead."""
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
    """Tells each reader once, of all their blocs whose summaries come together; nothing where another bloc's row has spoken for this one."""
    if is_missed(due.at, turn.now):  # the bot stopped between the two
        await send(turn, due)
        return
    reading: dict[int, list[Bloc]] = {}
    said: dict[str, tuple[Said, ...]] = {}
    for bloc in await _speaking(turn):
        said[bloc.id] = await _of_bloc(turn, bloc)
        for person in await turn.store.seats.holders(bloc.id, READERS):
            reading.setdefault(person, []).append(bloc)
    for blocs in {tuple(one.id for one in blocs): blocs for blocs in reading.values()}.values():
        readers = [person for person, read in reading.items() if read == blocs]
        parts = [part for bloc in blocs for part in (*_heading(bloc, blocs), *said[bloc.id])]
        title = say("digests.title", day=turn.now.astimezone(turn.zone).date())
        of = blocs[0].id if len(blocs) == 1 else ""
        turn.tell(readers, (title, *parts), (choice("digests.remind_label", "standings.remind"),), of=of, kind=Kind.REMINDER, asks=False)


async def _speaking(turn: Turn) -> list[Bloc]:
    """The blocs of the turn's zone whose summary is to be told now; their rows are taken."""
    found = []
    for bloc in await turn.store.blocs.everything():
        waiting = await turn.store.due.waiting_for(f"bloc:{bloc.id}")
        if bloc.zone == turn.zone and any(one.kind == SPEAK and one.at <= turn.now and not is_missed(one.at, turn.now) for one in waiting):
            await turn.store.due.withdraw(SPEAK, f"bloc:{bloc.id}", turn.now)
            found.append(bloc)
    return found


def _heading(bloc: Bloc, among: list[Bloc]) -> tuple[Said, ...]:
    return (say("digests.bloc", name=bloc.name),) if len(among) > 1 else ()


async def _of_bloc(turn: Turn, bloc: Bloc) -> tuple[Said, ...]:
    text = []
    for period in await turn.store.periods.of_bloc(bloc.id):
        text += await _about(turn, bloc, period) if period.state == "open" else []
    return (*text, *await next_dates(turn, bloc.id))


async def _about(turn: Turn, bloc: Bloc, period: Period) -> list[Said]:
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
    said += changes_said(places, await last_summary(turn, period))
    await keep_summary(turn, period, places)
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
