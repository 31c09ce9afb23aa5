"""The first screen: who one is, what is due next, and the role's actions in words; help, leaving a conversation, open drafts.

Scene: period open
Hoa: /start
ktd: …Trần Thị Hoa…Sở Xây dựng…Sơ kết…hạn nộp 17:00…
  [Tự chấm điểm] [Tình hình] [Trợ giúp]
Hoa: [Trợ giúp]
ktd: …/chamdiem…
Hoa: /thoat
ktd: Mọi điểm đã nhập vẫn được lưu…
Hoa: tình hinhh
ktd: …
Hoa: /tinhhinhh
ktd: …/tinhhinh…
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from config.catalogue import Said
from domain.appraisal import APPRAISERS
from domain.people import CHAIR, EVERYONE, OVERSEERS, STAFF, UNIT_ROLES, Role
from handlers.blocs import observer_said, secretary_said
from handlers.explaining import Sayable, sayable
from handlers.flow import LETTERS, Choice, Command, Flow, Link, Rows, Shown, Tap, Turn, choice, end, say
from handlers.titles import label_of
from handlers.unsent import unsent_of
from storage.notices import Notice
from storage.sheets import Task


class Action(NamedTuple):
    """A button of the home screen: whose it is, and whether it is about a period."""

    label: str
    act: str
    roles: frozenset[Role]
    of_period: bool = False


ACTIONS = (
    Action("home.assess_label", "assessment.open", UNIT_ROLES, of_period=True),
    Action("home.standings_label", "standings.open", EVERYONE, of_period=True),
    Action("home.remind_label", "standings.remind", STAFF, of_period=True),
    Action("home.paper_label", "assessment.papers", frozenset({Role.SECRETARIAT}), of_period=True),
    Action("home.appraise_label", "appraisal.open", APPRAISERS, of_period=True),
    Action("home.ranking_label", "ranking.open", EVERYONE, of_period=True),
    Action("home.periods_label", "periods.open", STAFF),
    Action("home.units_label", "units.open", STAFF),
    Action("home.meeting_label", "meetings.new", STAFF),
    Action("home.announce_label", "announcements.new", STAFF),
    Action("home.meetings_label", "meetings.open", EVERYONE),
)
"""The most likely first while a period runs."""
OWN = (choice("home.account_label", "account.open"), choice("home.help_label", "home.help"))
HOME = (choice("engine.home", "home.open"),)


async def open_home(turn: Turn, *_: str) -> Shown:
    me = turn.me
    if not me.seats:
        return end(say("home.no_seat", name=me.full_name), OWN)
    seats = tuple(say("home.seat", seat=_seat_words(turn, n), bloc=seat.bloc_name) for n, seat in enumerate(me.seats))
    open_ones = await sayable(turn)
    lines, ways = tuple(one.line for one in open_ones), tuple((one.way,) for one in open_ones if one.is_ones)
    return end(
        (say("home.who", name=me.full_name, seats=seats), *await _due_next(turn), *lines),
        *ways,
        *_waiting_row(_waiting_of(turn, open_ones)),
        *await _actions(turn),
        *await _past(turn),
    )


async def home_command(turn: Turn) -> Shown:
    return await open_home(turn)


async def help_screen(turn: Turn, *_: str) -> Shown:
    roles = turn.me.roles()
    if not roles:
        return end(say("home.help_no_seat"), HOME)
    lines = [say("home.help_everyone")]
    lines += [say("home.help_unit")] if roles & UNIT_ROLES else []
    lines += [say("home.help_staff")] if roles & STAFF else []
    lines += [say("home.help_chair")] if roles & CHAIR else []
    lines += [say("home.help_observer")] if roles & OVERSEERS and not roles & STAFF else []
    lines += [say("home.help_appraiser")] if Role.EXTERNAL_APPRAISER in roles else []
    for bloc_id in dict.fromkeys(seat.bloc_id for seat in turn.me.seats):
        lines += [*await secretary_said(turn, bloc_id), *await observer_said(turn, bloc_id)]
    lines.append(say("home.help_last"))
    return end(tuple(lines), HOME)


async def help_command(turn: Turn, rest: str) -> Shown:
    return await help_screen(turn)


async def leave(turn: Turn, rest: str) -> Shown:
    lost = (say("home.draft_lost"),) if turn.open is not None and turn.open.drafts else ()
    return end((say("home.left"), *lost), HOME)


async def go_on(turn: Turn, rest: str) -> Shown:
    """The drafts that wait, one button for each; and what waits for an answer."""
    tasks = [task for task in await _tasks(turn) if task.state != "submitted"]
    past = await _past(turn)
    periods = [task.period for task in tasks]
    sheets, unsent = tuple((_draft(turn, task, label_of(task.period, periods, turn.me.seats)),) for task in tasks), await _unsent(turn)
    drafts = (*sheets, *unsent)
    waits = _waiting_of(turn, await sayable(turn))
    if not drafts and not waits:
        return end(say("home.nothing_waits"), *past, HOME)
    lines = (*_due_said(turn, tasks), *(row[0].label for row in unsent))
    said = (say("home.drafts", lines=tuple(say("home.draft_line", line=line) for line in lines)),) if drafts else ()
    return end((*said, *_waiting_said(waits)), *drafts, *_waiting_choices(waits), *past, HOME)


async def waiting(turn: Turn) -> Shown:
    """What waits for an answer, each with its choices: several can be open, and each is answered by itself."""
    waits = _waiting_of(turn, await sayable(turn))
    if not waits:
        return end(say("home.nothing_waits"), HOME)
    return end(_waiting_said(waits), *_waiting_choices(waits), HOME)


def _waiting_of(turn: Turn, open_ones: Iterable[Sayable]) -> tuple[Sayable | Notice, ...]:
    """What the person may say until some time, then what was told in this chat and waits; what is both stands once."""
    own = tuple(one for one in open_ones if one.is_ones)
    return (*own, *(one for one in turn.notices if not any(one.holds(mine.way.action) for mine in own)))


def _waiting_row(waits: tuple[Sayable | Notice, ...]) -> Rows:
    return ((choice("home.waiting_label", "home.waiting", count=len(waits)),),) if waits else ()


def _waiting_said(waits: tuple[Sayable | Notice, ...]) -> tuple[Said, ...]:
    lines = tuple(_waiting_line(one, letter) for letter, one in zip(LETTERS, waits, strict=False))
    return (say("home.waiting", lines=lines),) if lines else ()


def _waiting_line(one: Sayable | Notice, letter: str) -> Said:
    if isinstance(one, Notice):
        return say("home.waiting_line", letter=letter, title=one.title, at=one.told_at)
    return say("home.waiting_until", letter=letter, line=one.line)


def _waiting_choices(waits: tuple[Sayable | Notice, ...]) -> Rows:
    return tuple(
        tuple(choice("home.lettered", action, what=label, letter=letter) for label, action in _ways(one))
        for letter, one in zip(LETTERS, waits, strict=False)
    )


def _ways(one: Sayable | Notice) -> tuple[tuple[Said | str, str], ...]:
    """The labels of what waits, each with what it does."""
    if isinstance(one, Notice):
        return tuple((line.label, line.action) for line in one.menu)
    return ((one.way.label, one.way.action),)


def _draft(turn: Turn, task: Task, title: Said) -> Choice:
    """A draft as a button; the unit is named where the person has several."""
    if len(_units(turn)) == 1:
        return choice("home.own_draft_label", "assessment.open", task.sheet_id, title=title)
    return choice("home.draft_label", "assessment.open", task.sheet_id, unit=task.unit_name, title=title)


async def _unsent(turn: Turn) -> Rows:
    """The announcements that were begun and not sent."""
    seats = turn.me.blocs_as(STAFF)
    begun = [seat for seat in seats if await unsent_of(turn, seat.bloc_id)]
    one = "home.unsent_label" if len(seats) == 1 else "home.unsent_of_label"
    return tuple((choice(one, "announcements.new", seat.bloc_id, bloc=seat.bloc_name),) for seat in begun)


async def _past(turn: Turn) -> Rows:
    """The way to the sheets of closed periods, where the person's units have any."""
    units = _units(turn)
    has_past = units and await turn.store.sheets.closed_of_units(units, 1)
    return ((choice("home.past_label", "assessment.past"),),) if has_past else ()


def _units(turn: Turn) -> set[int]:
    return {seat.unit_id for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None}


async def _tasks(turn: Turn) -> tuple[Task, ...]:
    units = _units(turn)
    return await turn.store.sheets.of_units(units) if units else ()


async def _due_next(turn: Turn) -> tuple[Said, ...]:
    return _due_said(turn, await _tasks(turn))


def _due_said(turn: Turn, tasks: Collection[Task]) -> tuple[Said, ...]:
    """Where each sheet stands, and until when it is to be submitted."""
    states = {
        "empty": "home.due_empty", "filling": "home.due_filling", "awaiting_leader": "home.due_awaiting",
        "returned": "home.due_returned", "submitted": "home.due_submitted",
    }  # fmt: skip
    titles = [label_of(task.period, [one.period for one in tasks], turn.me.seats) for task in tasks]
    return tuple(
        say(states[task.state], unit=task.unit_name, title=title, at=task.period.closes_at, left=turn.left(task.period.closes_at))
        for task, title in zip(tasks, titles, strict=True)
    )


def _seat_words(turn: Turn, number: int) -> Said:
    seat = turn.me.seats[number]
    if seat.post and seat.role is Role.UNIT_LEADER:
        return say(f"home.leader_{seat.post}", unit=seat.unit_name)
    role = say(f"joining.role.{seat.role.value}")
    return say("joining.seat_of_unit", role=role, unit=seat.unit_name) if seat.unit_name else role


async def _actions(turn: Turn) -> Rows:
    """What the roles may do; what is about a period comes last while there is none, and nobody is reminded of one that is not open."""
    roles, blocs = turn.me.roles(), dict.fromkeys(seat.bloc_id for seat in turn.me.seats)
    states = {period.state for bloc_id in blocs for period in await turn.store.periods.of_bloc(bloc_id)}
    mine = [one for one in ACTIONS if roles & one.roles and (one.act != "standings.remind" or "open" in states)]
    if not states - {"preparing"}:
        mine.sort(key=lambda one: one.of_period)
    buttons = [choice(one.label, one.act) for one in mine]
    return (*(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)), OWN)


FLOW = Flow(
    "home",
    commands=(
        Command("trogiup", help_command, EVERYONE, menu="home.menu_help", seatless=True),
        Command("thoat", leave, EVERYONE, aliases=("huy",), menu="home.menu_leave", seatless=True),
        Command("tieptuc", go_on, EVERYONE, menu="home.menu_go_on", seatless=True),
    ),
    taps=(
        Tap("open", open_home, EVERYONE, seatless=True, by_number=True),
        Tap("help", help_screen, EVERYONE, seatless=True, by_number=True),
        Tap("waiting", waiting, EVERYONE, by_number=True),
    ),
    links=(Link("home", open_home, EVERYONE, seatless=True),),
    home=home_command,
)
