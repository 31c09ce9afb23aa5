"""What a deadline's morning says: each person who owes hears once of all they owe, the chair once of all that is overdue.

The rungs of several periods may come at one time, one row of the due table each (rungs.py). Each leaves a row of SPEAK; the first of these that runs
takes all that wait, also those of other blocs in its zone, so that they become one message to each person. Blocs that remind at different hours speak apart.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from config.rubric_files import rubric_of
from domain.calendar.deadlines import is_missed
from domain.people import CHAIRS
from handlers.flow import Choice, Due, Kind, Said, Turn, choice, say
from handlers.lateness import grows_said, late_days, late_said
from handlers.titles import label_among
from storage.owners import OwnPart
from storage.periods import Period
from storage.sheets import Owing

SPEAK = "deadlines.speak"
LATE = " late"
"""Ends the occurrence of a reminder that was missed and goes later."""


@dataclass(frozen=True)
class Debt:
    """A sheet that somebody's unit owes: what is said of it in its paragraphs."""

    period: Period
    unit: str
    sheet: Owing
    said: tuple[Said, ...]


async def speak(turn: Turn, due: Due) -> None:
    """Tells everybody who owes, of all periods that speak now; nothing where another's row has spoken for this one."""
    blocs = {bloc.id: bloc.name for bloc in await turn.store.blocs.everything() if bloc.zone == turn.zone}
    speaking = await _speaking(turn, due, blocs)
    debts: dict[int, list[Debt]] = {}
    for period in speaking:
        for person, debt in await _owed(turn, period):
            debts.setdefault(person, []).append(debt)
    for person, found in debts.items():
        owed = _by_bloc(found)
        late = (say("deadlines.sent_late"),) if any(speaking[one.period] for one in owed) else ()
        text = _headed([(one.period, one.said) for one in owed], blocs)
        rows = [(row,) for row in _choices(owed, blocs)]
        turn.tell([person], (*text, *late), *rows, of=_only_bloc(one.period for one in owed), kind=Kind.REMINDER)
    await _tell_chairs(turn, due, [period for period in speaking if turn.now > period.closes_at], blocs)


async def _speaking(turn: Turn, due: Due, blocs: Collection[str]) -> dict[Period, bool]:
    """The periods of these blocs that speak now, the nearest deadline first, and whether a reminder of theirs goes late; their rows are taken.

    A row that has failed before, and may be the broken one, speaks for its own period alone, as no other speaks for it.
    """
    is_late: dict[int, bool] = {}
    together = [one for one in await turn.store.due.waiting_of(SPEAK, turn.now) if one.bloc_id in blocs]
    for one in [one for one in together if one.subject == due.subject or not (due.attempts or one.attempts)]:
        await turn.store.due.withdraw(SPEAK, one.subject, turn.now)
        if is_missed(one.at, turn.now):  # the bot stopped between the rung and its words: the rung decides anew
            await turn.store.due.schedule("deadlines.rung", one.subject, one.occurrence + LATE, one.at, one.bloc_id)
        else:
            is_late[one.number] = is_late.get(one.number, False) or one.occurrence.endswith(LATE)
    periods = [period for number in is_late if (period := await turn.store.periods.of(number)) is not None and period.state == "open"]
    return {period: is_late[period.id] for period in sorted(periods, key=lambda one: (one.closes_at, one.id))}


def _by_bloc(owed: list[Debt]) -> list[Debt]:
    """What somebody owes, that of one bloc together: the bloc first whose deadline is the nearest."""
    blocs = list(dict.fromkeys(one.period.bloc_id for one in owed))
    return sorted(owed, key=lambda one: blocs.index(one.period.bloc_id))


def _headed(parts: list[tuple[Period, tuple[Said, ...]]], blocs: Mapping[str, str]) -> tuple[Said, ...]:
    """What is said of each period, behind its bloc's name where they are of several blocs."""
    grouped: dict[str, list[Said]] = {}
    for period, text in parts:
        grouped.setdefault(period.bloc_id, []).extend(text)
    several = len(grouped) > 1
    return tuple(said for bloc, text in grouped.items() for said in (*((say("deadlines.of_bloc", bloc=blocs[bloc]),) if several else ()), *text))


def _only_bloc(periods: Iterable[Period]) -> str:
    """The one bloc all of the periods are of; empty where there are several."""
    found = {period.bloc_id for period in periods}
    return found.pop() if len(found) == 1 else ""


async def _owed(turn: Turn, period: Period) -> list[tuple[int, Debt]]:
    """Who owes in a period, and what each of them is told of it."""
    owing = await turn.store.sheets.owing(period.id)
    if not owing:
        return []
    units = {place.unit_id: place.unit_name for place in await turn.store.sheets.board(period.id)}
    parts = {(part.person_id, part.sheet_id): part for part in await turn.store.owners.parts(period.id)}
    left, cost = _left(turn, period), await _cost(turn, period)
    found = []
    for one in owing:
        key = "deadlines.awaiting" if one.state == "awaiting_leader" else "deadlines.reminder"
        text = say(key, title=period.title, unit=units[one.unit_id], left=left, at=period.closes_at)
        own = _own_part(parts.get((one.person_id, one.sheet_id)))
        found.append((one.person_id, Debt(period, units[one.unit_id], one, (text, *own, *cost))))
    return found


def _left(turn: Turn, period: Period) -> Said:
    return say("deadlines.today") if _is_the_day(turn, period) else turn.left(period.closes_at)


def _is_the_day(turn: Turn, period: Period) -> bool:
    """Whether the deadline is today, and still to come."""
    return turn.now <= period.closes_at and period.closes_at.astimezone(turn.zone).date() == turn.now.astimezone(turn.zone).date()


async def _cost(turn: Turn, period: Period) -> tuple[Said, ...]:
    """By the table: on the deadline's day what a later submission costs, after it what one costs now, and from when on it costs more."""
    if not period.takes_late:
        return (say("deadlines.closes_then"),) if _is_the_day(turn, period) else ()
    late = await late_days(turn, period, turn.now)
    if not late and not _is_the_day(turn, period):
        return ()
    rubric = rubric_of(await turn.store.rubrics.text_of(period.rubric_id))
    said = say("deadlines.if_now", late=late_said(rubric, late)) if late else say("deadlines.if_late", late=late_said(rubric, 1))
    return (said, *grows_said(rubric, late or 1))


def _own_part(part: OwnPart | None) -> tuple[Said, ...]:
    """How far somebody is with the criteria assigned to them: the unit still owes, whoever of it is done."""
    if part is None:
        return ()
    key = "owners.reminder_part" if part.answered < part.asked else "owners.reminder_part_done"
    return (say(key, answered=part.answered, asked=part.asked),)


def _choices(owed: list[Debt], blocs: Mapping[str, str]) -> list[Choice]:
    """One way to each sheet, named where there are several: to fill it, or, where it waits for its leader, to look at it."""
    if len(owed) == 1:
        awaiting = owed[0].sheet.state == "awaiting_leader"
        label, act = ("deadlines.look_label", "assessment.open") if awaiting else ("deadlines.fill_label", "assessment.go")
        return [choice(label, act, owed[0].sheet.sheet_id, weight="main")]
    found = []
    for one in owed:
        awaiting = one.sheet.state == "awaiting_leader"
        label, act = ("deadlines.look_one_label", "assessment.open") if awaiting else ("deadlines.fill_one_label", "assessment.go")
        found.append(choice(label, act, one.sheet.sheet_id, what=_named(one, owed, blocs), weight="main"))
    return found


def _named(one: Debt, among: list[Debt], blocs: Mapping[str, str]) -> Said | str:
    """A sheet among several: by its unit where that tells them apart, else by its period and its bloc, or by all, as far as these differ."""
    units = {other.unit for other in among}
    if len(units) == len(among):
        return one.unit
    title = label_among(one.period, [other.period for other in among], blocs)
    return title if len(units) == 1 else say("deadlines.unit_and_title", unit=one.unit, title=title)


async def _tell_chairs(turn: Turn, due: Due, overdue: list[Period], blocs: Mapping[str, str]) -> None:
    """What is overdue, of each period once: nothing more where the leaders have today's summary, for it names who is missing."""
    hearing: dict[int, list[Period]] = {}
    said: dict[Period, tuple[Said, ...]] = {}
    for one in sorted(overdue, key=lambda one: one.bloc_id):
        names = await _missing(turn, one)
        if not names or await turn.store.notes.read(_told_note(one)):
            continue
        await turn.store.notes.leave(_told_note(one), due.occurrence, turn.now)
        if await _summary_comes(turn, one.bloc_id):
            continue
        said[one] = (say("deadlines.chair", title=one.title, left=turn.left(one.closes_at), names=names),)
        for person in await turn.store.seats.holders(one.bloc_id, CHAIRS):
            hearing.setdefault(person, []).append(one)
    for person, periods in hearing.items():
        row = (choice("deadlines.remind_label", "standings.remind", *((periods[0].id,) if len(periods) == 1 else ())),)
        text = _headed([(one, said[one]) for one in periods], blocs)
        turn.tell([person], text, row, of=_only_bloc(periods), kind=Kind.REMINDER, asks=False)


async def _missing(turn: Turn, period: Period) -> str:
    return ", ".join(place.unit_name for place in await turn.store.sheets.board(period.id) if place.state != "submitted")


def _told_note(period: Period) -> str:
    return f"overdue:{period.id}:{period.closes_at.isoformat()}"


async def _summary_comes(turn: Turn, bloc_id: str) -> bool:
    """Whether the leaders have today's summary, or get it: one such message a morning is enough."""
    today = turn.now.astimezone(turn.zone).date()
    if await turn.store.notes.read(f"digest_on:{bloc_id}") == today.isoformat():
        return True
    waiting = await turn.store.due.waiting_for(f"bloc:{bloc_id}")
    return any(one.kind == "digests.send" and one.at.astimezone(turn.zone).date() == today for one in waiting)
