"""One tap reminds everybody whose unit has not submitted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.people import OVERSEERS, STAFF
from handlers.delivery import look_back, missed_said, reach_of
from handlers.flow import Choice, Kind, Said, Shown, Turn, choice, end, say
from handlers.standings.board import HOME, current
from handlers.titles import label_of
from storage.periods import Period
from storage.sheets import Owing, Place

AGAIN_AFTER = timedelta(hours=1)


async def remind(turn: Turn, period_id: str = "") -> Shown:
    """Reminds everybody whose unit has not submitted, now."""
    periods = [period for period in await current(turn) if period.state == "open" and turn.me.roles(period.bloc_id) & OVERSEERS]
    if period_id:
        periods = [period for period in periods if str(period.id) == period_id]
    if not periods:
        return end(say("standings.nothing_to_remind"), (choice("engine.home", "home.open"),))
    if len(periods) > 1:
        rows = ((choice(label_of(one, periods, turn.me.seats), "standings.remind", one.id),) for one in periods)
        return end(say("standings.which"), *rows, HOME)
    return await _reminded(turn, periods[0])


async def remind_command(turn: Turn, rest: str) -> Shown:
    return await remind(turn)


async def _reminded(turn: Turn, period: Period) -> Shown:
    back = (choice("standings.back_label", "standings.open", period.id),)
    note = f"reminded:{period.id}"
    last = await turn.store.notes.read(note)
    if last and turn.now - datetime.fromisoformat(last) < AGAIN_AFTER:
        return end(say("standings.reminded_lately", at=datetime.fromisoformat(last)), back)
    owing = [one for one in await turn.store.sheets.owing(period.id) if one.person_id != turn.me.id]
    reach = await reach_of(turn, [one.person_id for one in owing])
    owing = [one for one in owing if one.person_id in reach.ids]
    places = {place.unit_id: place for place in await turn.store.sheets.board(period.id)}
    facts = {"title": period.title, "by": turn.me.full_name, "at": period.closes_at, "left": turn.left(period.closes_at)}
    for person in reach.ids:
        own = [one for one in owing if one.person_id == person]
        text = tuple(say(_key(one), **facts, unit=places[one.unit_id].unit_name) for one in own)
        rows = tuple((_way(one, places[one.unit_id].unit_name if len(own) > 1 else ""),) for one in own)
        turn.tell([person], text, *rows, of=period.bloc_id, kind=Kind.REMINDER)
    if owing:
        await turn.store.notes.leave(note, turn.now.isoformat(), turn.now)
        await look_back(turn, period.bloc_id, f"period:{period.id}", reach.ids)
    may_invite = bool(turn.me.roles(period.bloc_id) & STAFF)
    said = (*_reminded_said(places.values(), owing, may_invite=may_invite), *missed_said(reach.missed))
    return end(said or (say("standings.nothing_to_remind"),), back, lasting=True)


def _key(one: Owing) -> str:
    return "standings.reminder_awaiting" if one.state == "awaiting_leader" else "standings.reminder"


def _way(one: Owing, unit: str) -> Choice:
    """The way to a sheet, named by its unit where there are several: to fill it, or, where it waits for its leader, to look at it."""
    if one.state == "awaiting_leader":
        label = say("deadlines.look_one_label", what=unit) if unit else say("standings.look_label")
        return choice(label, "assessment.open", one.sheet_id, weight="main")
    label = say("deadlines.fill_one_label", what=unit) if unit else say("standings.fill_label")
    return choice(label, "assessment.go", one.sheet_id, weight="main")


def _reminded_said(places: Iterable[Place], owing: list[Owing], *, may_invite: bool) -> tuple[Said, ...]:
    """Of each unit that owes: somebody was reminded, nobody has joined, or nobody else can be reached."""
    reached = {one.unit_id for one in owing}
    missing = [place for place in places if place.state != "submitted"]
    told = ", ".join(place.unit_name for place in missing if place.unit_id in reached)
    unmanned = ", ".join(place.unit_name for place in missing if not place.people)
    others = ", ".join(place.unit_name for place in missing if place.people and place.unit_id not in reached)
    said = [say("standings.reminded", people=len({one.person_id for one in owing}), names=told)] if told else []
    said += [say("standings.nobody_to_remind", names=others)] if others else []
    said += [say("standings.nobody_joined" if may_invite else "standings.nobody_joined_yet", names=unmanned)] if unmanned else []
    return tuple(said)
