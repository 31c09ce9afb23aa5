"""The leaders' summary: on the bloc's mornings, daily in a deadline's last week, never more than one a morning.

Scene: period open
(to 2026-06-08 07:30)
ktd → Minh: …Tổng hợp…0/8 đơn vị đã nộp…Chưa nộp…Sở Xây dựng…
  [Nhắc đơn vị chưa nộp]
ktd → Thu: …Tổng hợp…
"""

import json
from dataclasses import replace

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import digest_mornings
from domain.people import CHAIRS, Role
from handlers.flow import Due, Flow, Job, Kind, Said, Turn, choice, say
from storage.periods import Period

READERS = CHAIRS | {Role.PROVINCE_OFFICE}


async def plan(turn: Turn, due: Due) -> None:
    """Plans the next summary of a bloc."""
    await _plan_next(turn, due.bloc_id)


async def send(turn: Turn, due: Due) -> None:
    """One morning's summary; nothing is sent where no period is open. A missed one is sent once, for the next is planned from now."""
    await _plan_next(turn, due.bloc_id)
    periods = [period for period in await turn.store.periods.of_bloc(due.bloc_id) if period.state == "open"]
    if not periods:
        return
    title = say("digests.title", day=turn.now.astimezone(turn.zone).date())
    text = [title, *[await _about(turn, period) for period in periods]]
    readers = await turn.store.seats.holders(due.bloc_id, READERS)
    turn.tell(readers, tuple(text), (choice("digests.remind_label", "standings.remind"),), kind=Kind.REMINDER)


async def _about(turn: Turn, period: Period) -> Said:
    places = await turn.store.sheets.board(period.id)
    submitted = {place.unit_name for place in places if place.state == "submitted"}
    missing = ", ".join(place.unit_name for place in places if place.state != "submitted")
    note = f"digest:{period.id}"
    before = set(json.loads(await turn.store.notes.read(note) or "[]"))
    await turn.store.notes.leave(note, json.dumps(sorted(submitted), ensure_ascii=False), turn.now)
    new = ", ".join(place.unit_name for place in places if place.unit_name in submitted - before)
    return say(
        "digests.period", title=period.title, submitted=len(submitted), units=len(places), at=period.closes_at,
        missing=say("digests.missing", names=missing) if missing else say("digests.all_in"),
        new=say("digests.new", names=new) if new else say("digests.nothing_new"),
    )  # fmt: skip


async def _plan_next(turn: Turn, bloc_id: str) -> None:
    bloc = await turn.store.blocs.of(bloc_id)
    if bloc is None:
        return
    file = bloc_file_of(bloc.file)
    open_ones = [period.closes_at for period in await turn.store.periods.of_bloc(bloc_id) if period.state == "open" and period.closes_at > turn.now]
    reminders = replace(file.reminding(), at=file.digest.at)
    at = digest_mornings(file.digest.days, file.digest.last_week == "daily", min(open_ones, default=None), turn.now, reminders)
    await turn.store.due.withdraw("digests.send", f"bloc:{bloc_id}", turn.now)
    await turn.store.due.schedule("digests.send", f"bloc:{bloc_id}", at.date().isoformat(), at, bloc_id)


FLOW = Flow("digests", jobs=(Job("digests.plan", plan), Job("digests.send", send)))
