"""Who has submitted: for everybody the count and the names of those who have, for those who oversee the bloc every unit's state; the group's one post.

Scene: period open
Hoa: /tinhhinh
ktd: …0/8 đơn vị đã nộp…
Minh: /tinhhinh
ktd: …0/8 đơn vị đã nộp…Sở Xây dựng: chưa bắt đầu…
  [Nhắc đơn vị chưa nộp] [Quay lại]
Minh: [Nhắc đơn vị chưa nộp]
ktd: Đã nhắc…Sở Xây dựng…
ktd → Hoa: …Sở Xây dựng…hạn nộp 17:00 thứ Hai 15/06/2026…
  [Chấm tiếp]
"""

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import days_late
from domain.people import OVERSEERS, STAFF
from handlers.flow import Command, Due, Flow, Job, Kind, NotAllowed, Outdated, Said, Shown, Tap, Turn, Where, choice, end, id_of, say
from storage.periods import Period
from storage.sheets import Place

STATES = {
    "empty": "standings.empty",
    "filling": "standings.filling",
    "awaiting_leader": "standings.awaiting_leader",
    "returned": "standings.returned",
    "submitted": "standings.submitted",
}


async def standings_command(turn: Turn, rest: str) -> Shown:
    if turn.incoming and turn.incoming.chat.kind == "group":
        return await _in_group(turn)
    return await open_standings(turn)


async def open_standings(turn: Turn, period_id: str = "") -> Shown:
    periods = await _current(turn)
    if period_id:
        periods = [period for period in periods if str(period.id) == period_id]
    if not periods:
        return end(say("standings.no_period"), (choice("engine.home", "home.open"),))
    if len(periods) > 1:
        return end(say("standings.which"), *((choice("standings.period_label", "standings.open", one.id, title=one.title),) for one in periods))
    return await _board(turn, periods[0])


async def remind(turn: Turn, period_id: str = "") -> Shown:
    """Reminds everybody whose unit has not submitted, now."""
    periods = [period for period in await _current(turn) if period.state == "open" and turn.me.roles(period.bloc_id) & OVERSEERS]
    if period_id:
        periods = [period for period in periods if str(period.id) == period_id]
    if not periods:
        return end(say("standings.nothing_to_remind"), (choice("engine.home", "home.open"),))
    if len(periods) > 1:
        return end(say("standings.which"), *((choice("standings.period_label", "standings.remind", one.id, title=one.title),) for one in periods))
    return await _reminded(turn, periods[0])


async def remind_command(turn: Turn, rest: str) -> Shown:
    return await remind(turn)


async def post(turn: Turn, due: Due) -> None:
    """Redraws the one post of a period in the group."""
    period = await turn.store.periods.of(due.number)
    if period is None:
        return
    again = due.occurrence.startswith("renew")
    turn.post(period.bloc_id, await _public(turn, period), key=f"standings:{period.id}", redraws=not again, pin=True)


async def ask_about_post(turn: Turn, due: Due) -> None:
    """A post to the group that may or may not have arrived: the chair decides."""
    chairs = await turn.store.seats.holders(due.bloc_id, STAFF)
    turn.tell(chairs, say("standings.post_unknown"), (choice("standings.post_again_label", "standings.again", due.number),))


async def post_again(turn: Turn, outbox_id: str) -> Shown:
    group = await turn.store.outbox.unknown_post(id_of(outbox_id))
    if group is None:
        return end(say("standings.post_settled"), (choice("engine.home", "home.open"),))
    tied = await turn.store.groups.of_chat(*group)
    if tied is None or not turn.me.roles(tied.bloc_id) & STAFF:
        raise NotAllowed
    await turn.store.outbox.resend([id_of(outbox_id)], turn.now)
    return end(say("standings.posted_again"), (choice("engine.home", "home.open"),))


async def _board(turn: Turn, period: Period) -> Shown:
    if not turn.me.roles(period.bloc_id) & OVERSEERS:
        return end(await _public(turn, period), (choice("standings.back_label", "home.open"),))
    places = await turn.store.sheets.board(period.id)
    lines = tuple([await _line(turn, period, place) for place in places])
    text = say("standings.board", title=period.title, count=_count(places), at=period.closes_at, left=_left(turn, period), lines=lines)
    missing = any(place.state != "submitted" for place in places) and period.state == "open"
    remind_row = ((choice("standings.remind_label", "standings.remind", period.id),),) if missing else ()
    return end(text, *remind_row, (choice("standings.back_label", "home.open"),))


async def _public(turn: Turn, period: Period) -> Said:
    places = await turn.store.sheets.board(period.id)
    names = ", ".join(place.unit_name for place in places if place.state == "submitted")
    who = say("standings.who_submitted", names=names) if names else say("standings.nobody_yet")
    state = say("standings.closed") if period.state in {"closed", "published"} else _left(turn, period)
    return say("standings.public", title=period.title, count=_count(places), at=period.closes_at, left=state, who=who)


def _count(places: tuple[Place, ...]) -> Said:
    return say("standings.count", submitted=sum(place.state == "submitted" for place in places), units=len(places))


def _left(turn: Turn, period: Period) -> Said:
    days = (period.closes_at.astimezone(turn.zone).date() - turn.now.astimezone(turn.zone).date()).days
    if turn.now > period.closes_at:
        return say("calendar.over_days", n=-days) if days < 0 else say("calendar.over_today")
    return (
        say("calendar.left_days", n=days)
        if days
        else say("calendar.left_hours", n=max(1, int((period.closes_at - turn.now).total_seconds() // 3600)))
    )


async def _line(turn: Turn, period: Period, place: Place) -> Said:
    asked = len(rubric_of(await turn.store.rubrics.text_of(period.rubric_id)).own_leaves)
    state = say(STATES[place.state], answered=place.answered, asked=asked)
    if place.submitted_at is not None:
        bloc = await turn.store.blocs.of(period.bloc_id)
        workdays = bloc_file_of(bloc.file).reminding().workdays if bloc else None
        late = days_late(period.closes_at, place.submitted_at, turn.zone, period.late_days, workdays) if workdays else 0
        state = say("standings.submitted_late", at=place.submitted_at, days=late) if late else say("standings.submitted_at", at=place.submitted_at)
    return say("standings.line", unit=place.unit_name, state=state, paper=say("standings.on_paper") if place.on_paper else "")


async def _reminded(turn: Turn, period: Period) -> Shown:
    owing = await turn.store.sheets.owing(period.id)
    places = {place.unit_id: place for place in await turn.store.sheets.board(period.id)}
    for one in owing:
        text = say("standings.reminder", title=period.title, unit=places[one.unit_id].unit_name, at=period.closes_at, left=_left(turn, period))
        fill = choice("standings.fill_label", "assessment.open", one.sheet_id, weight="main")
        turn.tell([one.person_id], text, (fill,), kind=Kind.REMINDER)
    reached = {one.unit_id for one in owing}
    names = ", ".join(place.unit_name for place in places.values() if place.unit_id in reached)
    unreached = ", ".join(place.unit_name for place in places.values() if place.state != "submitted" and place.unit_id not in reached)
    lines = (say("standings.reminded", people=len({one.person_id for one in owing}), names=names),) if names else ()
    nobody = (say("standings.nobody_joined", names=unreached),) if unreached else ()
    return end((*lines, *nobody) or (say("standings.nothing_to_remind"),), (choice("standings.back_label", "standings.open", period.id),))


async def _in_group(turn: Turn) -> Shown:
    if turn.incoming is None:
        raise Outdated
    group = await turn.store.groups.of_chat(turn.incoming.platform, turn.incoming.chat.ref)
    periods = [period for period in await turn.store.periods.of_bloc(group.bloc_id) if period.state == "open"] if group else []
    if not periods:
        return end(say("standings.no_period"))
    return end(tuple([await _public(turn, period) for period in periods]))


async def _current(turn: Turn) -> list[Period]:
    """The periods a person of these blocs looks at: open ones, else the newest that has been open."""
    found: list[Period] = []
    for bloc_id in dict.fromkeys(seat.bloc_id for seat in turn.me.seats):
        periods = [period for period in await turn.store.periods.of_bloc(bloc_id) if period.state != "preparing"]
        found += [period for period in periods if period.state == "open"] or periods[:1]
    return found


FLOW = Flow(
    "standings",
    commands=(
        Command("tinhhinh", standings_command, where=Where.BOTH, menu="standings.menu"),
        Command("nhacnho", remind_command, STAFF, menu="standings.menu_remind"),
    ),
    taps=(Tap("open", open_standings), Tap("remind", remind, OVERSEERS), Tap("again", post_again, STAFF)),
    jobs=(Job("standings.post", post), Job("posts.unknown", ask_about_post)),
)
