"""Who has submitted, as each may see it."""

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import days_late
from domain.people import OVERSEERS
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, say
from handlers.standings.changes import changes_said, last_summary, next_dates
from storage.periods import Period
from storage.sheets import Place

HOME = (choice("engine.home", "home.open"),)
STATES = {
    "empty": "standings.empty",
    "filling": "standings.filling",
    "awaiting_leader": "standings.awaiting_leader",
    "returned": "standings.returned",
    "submitted": "standings.submitted",
}


async def standings_command(turn: Turn, rest: str) -> Shown:
    if turn.incoming and turn.incoming.chat.kind == "group":
        return await in_group(turn)
    return await open_standings(turn)


async def open_standings(turn: Turn, period_id: str = "") -> Shown:
    periods = await current(turn)
    if period_id:
        periods = [period for period in periods if str(period.id) == period_id]
    if not periods:
        return end(say("standings.no_period"), (choice("engine.home", "home.open"),))
    if len(periods) > 1:
        return end(say("standings.which"), *((choice("standings.period_label", "standings.open", one.id, title=one.title),) for one in periods), HOME)
    return await board(turn, periods[0])


async def board(turn: Turn, period: Period) -> Shown:
    if not turn.me.roles(period.bloc_id) & OVERSEERS:
        return end(await public_said(turn, period), (choice("standings.back_label", "home.open"),))
    places = await turn.store.sheets.board(period.id)
    lines = tuple([await line_said(turn, period, place) for place in places])
    text = [say("standings.board", title=period.title, count=count_said(places), at=period.closes_at, left=left_said(turn, period), lines=lines)]
    text += [*changes_said(places, await last_summary(turn, period)), *await next_dates(turn, period.bloc_id)]
    missing = any(place.state != "submitted" for place in places) and period.state == "open"
    remind_row = ((choice("standings.remind_label", "standings.remind", period.id),),) if missing else ()
    return end(tuple(text), *remind_row, (choice("standings.back_label", "home.open"),))


async def public_said(turn: Turn, period: Period) -> Said:
    places = await turn.store.sheets.board(period.id)
    names = ", ".join(place.unit_name for place in places if place.state == "submitted")
    who = say("standings.who_submitted", names=names) if names else say("standings.nobody_yet")
    state = say("standings.closed") if period.state in {"closed", "published"} else left_said(turn, period)
    return say("standings.public", title=period.title, count=count_said(places), at=period.closes_at, left=state, who=who)


def count_said(places: tuple[Place, ...]) -> Said:
    return say("standings.count", submitted=sum(place.state == "submitted" for place in places), units=len(places))


def left_said(turn: Turn, period: Period) -> Said:
    days = (period.closes_at.astimezone(turn.zone).date() - turn.now.astimezone(turn.zone).date()).days
    if turn.now > period.closes_at:
        return say("calendar.over_days", n=-days) if days < 0 else say("calendar.over_today")
    return (
        say("calendar.left_days", n=days)
        if days
        else say("calendar.left_hours", n=max(1, int((period.closes_at - turn.now).total_seconds() // 3600)))
    )


async def line_said(turn: Turn, period: Period, place: Place) -> Said:
    asked = len(rubric_of(await turn.store.rubrics.text_of(period.rubric_id)).own_leaves)
    state = say(STATES[place.state], answered=place.answered, asked=asked)
    if not place.people and place.state != "submitted":
        state = say("standings.unmanned", state=state)
    if place.submitted_at is not None:
        bloc = await turn.store.blocs.of(period.bloc_id)
        workdays = bloc_file_of(bloc.file).reminding().workdays if bloc else None
        late = days_late(period.closes_at, place.submitted_at, turn.zone, period.late_days, workdays) if workdays else 0
        state = say("standings.submitted_late", at=place.submitted_at, days=late) if late else say("standings.submitted_at", at=place.submitted_at)
    return say("standings.line", unit=place.unit_name, state=state, paper=say("standings.on_paper") if place.on_paper else "")


async def in_group(turn: Turn) -> Shown:
    if turn.incoming is None:
        raise Outdated
    group = await turn.store.groups.of_chat(turn.incoming.platform, turn.incoming.chat.ref)
    if group is None:
        return end(say("engine.group_untied"))
    periods = [period for period in await turn.store.periods.of_bloc(group.bloc_id) if period.state == "open"]
    if not periods:
        return end(say("standings.no_period"))
    return end(tuple([await public_said(turn, period) for period in periods]))


async def current(turn: Turn) -> list[Period]:
    """The periods a person of these blocs looks at: open ones, else the newest that has been open."""
    found: list[Period] = []
    for bloc_id in dict.fromkeys(seat.bloc_id for seat in turn.me.seats):
        periods = [period for period in await turn.store.periods.of_bloc(bloc_id) if period.state != "preparing"]
        found += [period for period in periods if period.state == "open"] or periods[:1]
    return found
