"""Who has submitted, as each may see it."""

from collections.abc import Callable
from datetime import timedelta

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import days_late
from domain.people import EVERYONE, OVERSEERS
from handlers.closing import closed_said
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, say
from handlers.standings.changes import changes_said, last_summary, next_dates
from handlers.titles import label_of
from storage.periods import Period
from storage.sheets import Place

HOME = (choice("engine.home", "home.open"),)
RECENTLY = timedelta(days=30)
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
    """The period that was named, open or not; else the one there is, or a choice among them."""
    if period_id:
        return await board(turn, await turn.period(period_id, EVERYONE))
    periods = await current(turn)
    if not periods:
        return end(say("standings.no_period"), (choice("engine.home", "home.open"),))
    if len(periods) > 1:
        rows = ((choice(label_of(one, periods, turn.me.seats), "standings.open", one.id),) for one in periods)
        return end(say("standings.which"), *rows, HOME)
    return await board(turn, periods[0])


async def board(turn: Turn, period: Period) -> Shown:
    if not turn.me.roles(period.bloc_id) & OVERSEERS:
        return end(await public_said(turn, period), (choice("standings.back_label", "home.open"),))
    places = await turn.store.sheets.board(period.id)
    line = await _lines_of(turn, period)
    lines = tuple(line(place) for place in places)
    text = [say("standings.board", title=period.title, count=count_said(places), deadline=await _deadline_said(turn, period), lines=lines)]
    if period.state == "open":
        text += changes_said(places, await last_summary(turn, period))
    text += await next_dates(turn, period.bloc_id)
    missing = any(place.state != "submitted" for place in places) and period.state == "open"
    remind_row = ((choice("standings.remind_label", "standings.remind", period.id),),) if missing else ()
    return end(tuple(text), *remind_row, (choice("standings.back_label", "home.open"),))


async def public_said(turn: Turn, period: Period) -> Said:
    """What everybody may see now: how many have submitted, and who."""
    places = await turn.store.sheets.board(period.id)
    return say("standings.public", title=period.title, count=count_said(places), deadline=await _deadline_said(turn, period), who=_who_said(places))


async def post_said(turn: Turn, period: Period) -> Said:
    """The same for the post that stands in the group: with dates alone, for what is reckoned from today is untrue tomorrow."""
    if period.state == "published" or period.correction:
        return say("standings.post_published", title=period.title)
    places = await turn.store.sheets.board(period.id)
    facts = {"title": period.title, "count": count_said(places), "at": period.closes_at, "who": _who_said(places)}
    if period.state == "closed":
        return say("standings.post_closed", **facts, closed=await closed_said(turn, period))
    return say("standings.post_over", **facts) if period.state == "open" and turn.now > period.closes_at else say("standings.post", **facts)


def _who_said(places: tuple[Place, ...]) -> Said | str:
    names = ", ".join(place.unit_name for place in places if place.state == "submitted")
    return say("standings.who_submitted", names=names) if names else ""


def count_said(places: tuple[Place, ...]) -> Said:
    return say("standings.count", submitted=sum(place.state == "submitted" for place in places), units=len(places))


async def _deadline_said(turn: Turn, period: Period) -> Said:
    """The deadline with what is left of the time; of a period that has not begun or is over, that it is so, since when and by whom."""
    match period.state:
        case "preparing":
            return say("standings.deadline", at=period.closes_at, left=say("standings.preparing"))
        case "open":
            return say("standings.deadline", at=period.closes_at, left=turn.left(period.closes_at))
        case "closed":
            return say("standings.closed", at=period.closes_at, closed=await closed_said(turn, period))
        case "published":
            return say("standings.published", at=period.closes_at, closed=await closed_said(turn, period))


async def _lines_of(turn: Turn, period: Period) -> Callable[[Place], Said]:
    """How each unit's line is written; what all of them need is read once."""
    asked = len(rubric_of(await turn.store.rubrics.text_of(period.rubric_id)).own_leaves)
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    workdays = bloc_file_of(bloc.file).reminding().workdays

    def line(place: Place) -> Said:
        state = say(STATES[place.state], answered=place.answered, asked=asked)
        if not place.people and place.state != "submitted":
            state = say("standings.unmanned", state=state)
        if place.submitted_at is not None:
            late = days_late(period.closes_at, place.submitted_at, turn.zone, period.late_days, workdays)
            state = (
                say("standings.submitted_late", at=place.submitted_at, days=late) if late else say("standings.submitted_at", at=place.submitted_at)
            )
        return say("standings.line", unit=place.unit_name, state=state, paper=say("standings.on_paper") if place.on_paper else "")

    return line


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
    """The periods a person of these blocs looks at: the open ones and those closed lately, else the newest that has been open."""
    found: list[Period] = []
    for bloc_id in dict.fromkeys(seat.bloc_id for seat in turn.me.seats):
        periods = [period for period in await turn.store.periods.of_bloc(bloc_id) if period.state != "preparing"]
        opened = [period for period in periods if period.state == "open"]
        lately = [period for period in periods if period.closed_at and turn.now - period.closed_at < RECENTLY]
        found += [*opened, *lately] or periods[:1]
    return found
