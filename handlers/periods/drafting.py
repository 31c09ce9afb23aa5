"""A new period, asked point by point; shown whole, where each point can be changed, before it is made."""

from collections.abc import Iterable
from datetime import datetime, time

from config.rubric_files import rubric_of, shipped, text_of
from domain.calendar.hours import WhenUnclear
from domain.calendar.phrases import AlreadyPast, means_now, read_when
from domain.errors import RuleError
from domain.people import STAFF
from domain.rubrics import Rubric
from domain.texts import clean
from handlers.blocs import usual_table
from handlers.flow import Outdated, Said, Shown, Turn, ask, choice, end, say
from handlers.lateness import day_off_said
from handlers.periods.authority import ask_chair, cancel, decides, late_said
from handlers.periods.drafts import TITLE_LENGTH, ChoosingRubric, ConfirmingPeriod, NamingPeriod, SettingDeadline, SettingOpening
from handlers.periods.listing import open_periods, period_screen
from handlers.periods.opening import NewPeriod, add_period, opened_said
from handlers.table_names import also, label, listed, named
from storage.periods import PeriodKind

KINDS: tuple[PeriodKind, ...] = ("midyear", "yearend", "thematic")
YEAR_IS_CLOSED_IN = (9, 10, 11, 12, 1, 2, 3)
"""The months in which the year's review is what is made next; in those of the new year it is still the old one's."""
OPENING_HOUR, DEADLINE_HOUR = time(7, 30), time(17)


class TitleLength(RuleError):
    """A title must be there, and not longer than a line."""

    key = "periods.title_length"


class OpensTooLate(RuleError):
    """A period opens before its deadline."""

    key = "periods.opens_too_late"


class DeadlineAlone(RuleError):
    """Of a period that is shown whole the deadline alone can be typed."""

    key = "periods.deadline_alone"


async def new_period(turn: Turn, bloc_id: str) -> Shown:
    turn.require(bloc_id, STAFF)
    next_first = sorted(KINDS, key=lambda kind: kind != _due_kind(turn))
    rows = tuple((choice(f"periods.kind_{kind}", "periods.kind", bloc_id, kind),) for kind in next_first)
    return end(say("periods.ask_kind"), *rows, (cancel(bloc_id),))


def _due_kind(turn: Turn) -> PeriodKind:
    """The kind of review that this month is for: it is offered first."""
    return "yearend" if turn.now.astimezone(turn.zone).month in YEAR_IS_CLOSED_IN else "midyear"


async def choose_kind(turn: Turn, bloc_id: str, kind: str) -> Shown:
    turn.require(bloc_id, STAFF)
    chosen = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise Outdated
    return await ask_title(turn, NamingPeriod(bloc_id=bloc_id, kind=chosen))


# ---------------------------------------------------------------------------------------------------------------- title, table


async def ask_title(turn: Turn, state: NamingPeriod) -> Shown:
    return ask(say("periods.ask_title"), (choice(_suggested(turn, state), "periods.titled"),), (cancel(state.bloc_id),), waits=state)


def _suggested(turn: Turn, state: NamingPeriod) -> Said:
    today = turn.now.astimezone(turn.zone)
    is_last_year = state.kind == "yearend" and today.month in YEAR_IS_CLOSED_IN and today.month < YEAR_IS_CLOSED_IN[0]
    return say(f"periods.title_{state.kind}", year=today.year - is_last_year)


async def give_title(turn: Turn, state: NamingPeriod) -> Shown:
    return await _titled(turn, state, clean(turn.text))


async def take_suggested_title(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, NamingPeriod):
        raise Outdated
    return await _titled(turn, state, turn.written(_suggested(turn, state)))


async def _titled(turn: Turn, state: NamingPeriod, title: str) -> Shown:
    if not 3 <= len(title) <= TITLE_LENGTH:
        raise TitleLength(most=TITLE_LENGTH)
    return await ask_rubric(turn, ChoosingRubric(bloc_id=state.bloc_id, kind=state.kind, title=title))


async def ask_rubric(turn: Turn, state: ChoosingRubric) -> Shown:
    offered = await _offered(turn, state.bloc_id)
    tables = {name: rubric_of(text) for name, (text, _) in offered.items()}
    lines = tuple(_rubric_line(rubric, offered[name][1], tables.values()) for name, rubric in tables.items())
    rows = tuple(
        (choice("periods.name_label", "periods.rubric", name, name=label(rubric, tables.values()), also=also(rubric)),)
        for name, rubric in tables.items()
    )
    return ask(say("periods.ask_rubric", lines=lines), *rows, (cancel(state.bloc_id),), waits=state)


def _rubric_line(rubric: Rubric, version: int, among: Iterable[Rubric]) -> Said:
    said = say("periods.rubric_version", version=version) if version else ""
    return say("periods.rubric_line", title=listed(rubric, among), version=said, count=len(rubric.leaves), total=rubric.total)


async def choose_rubric(turn: Turn, name: str) -> Shown:
    state = turn.open
    if not isinstance(state, ChoosingRubric) or name not in await _offered(turn, state.bloc_id):
        raise Outdated
    return await ask_deadline(turn, SettingDeadline(**state.model_dump(), rubric=name))


async def _offered(turn: Turn, bloc_id: str) -> dict[str, tuple[str, int]]:
    """The tables that may be chosen, text and version (0 where the bloc has none) by id: the bloc's usual one first, then the newest version of each
    of its own, then those that come with ktd."""
    found: dict[str, tuple[str, int]] = {}
    for version in await turn.store.rubrics.of_bloc(bloc_id):
        found.setdefault(version.rubric, (version.text, version.version))
    found |= {name: (text_of(name), 0) for name in shipped() if name not in found}
    usual = await usual_table(turn.store, bloc_id)
    return {usual: found[usual]} | found if usual in found else found


async def _chosen(turn: Turn, state: SettingDeadline) -> str:
    """The text of the table that was chosen. Raises Outdated where it is offered no more."""
    offered = await _offered(turn, state.bloc_id)
    if state.rubric not in offered:
        raise Outdated
    return offered[state.rubric][0]


# ---------------------------------------------------------------------------------------------------------------- deadline, opening


async def ask_deadline(turn: Turn, state: SettingDeadline) -> Shown:
    way_out = choice("periods.back_label", "periods.draft") if state.was else cancel(state.bloc_id)
    return ask(say("periods.ask_deadline"), (way_out,), waits=state)


async def give_deadline(turn: Turn, state: SettingDeadline) -> Shown:
    closes_at = read_when(turn.text, turn.now, turn.zone, DEADLINE_HOUR, instead_of=state.was)
    _require_order(state.opens_at, closes_at)
    return await confirm(turn, ConfirmingPeriod(**state.model_dump(exclude={"was"}), closes_at=closes_at))


async def ask_opening(turn: Turn, state: SettingOpening) -> Shown:
    rows = (choice("periods.now_label", "periods.now"), choice("periods.back_label", "periods.draft"))
    return ask(say("periods.ask_opening"), rows, waits=state)


async def open_draft(turn: Turn, bloc_id: str = "") -> Shown:
    """Back to the whole from one of its points, which stays as it was; to the list where no draft is open."""
    match turn.open:
        case ConfirmingPeriod() as state:
            return await confirm(turn, state)
        case SettingOpening() as state:
            return await confirm(turn, ConfirmingPeriod(**state.model_dump()))
        case SettingDeadline(was=datetime() as was) as state:
            return await confirm(turn, ConfirmingPeriod(**state.model_dump(exclude={"was"}), closes_at=was))
    return await open_periods(turn, bloc_id)


async def give_opening(turn: Turn, state: SettingOpening) -> Shown:
    if means_now(turn.text):
        return await take_now(turn)
    opens_at = read_when(turn.text, turn.now, turn.zone, OPENING_HOUR)
    _require_order(opens_at, state.closes_at)
    return await confirm(turn, ConfirmingPeriod(**{**state.model_dump(), "opens_at": opens_at}))


async def take_now(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, SettingOpening):
        raise Outdated
    return await confirm(turn, ConfirmingPeriod(**{**state.model_dump(), "opens_at": None}))


def _require_order(opens_at: datetime | None, closes_at: datetime) -> None:
    if opens_at is not None and opens_at >= closes_at:
        raise OpensTooLate(at=closes_at)


# ---------------------------------------------------------------------------------------------------------------- the whole


async def confirm(turn: Turn, state: ConfirmingPeriod) -> Shown:
    """The whole period, each point with a choice to change it."""
    rubric = rubric_of(await _chosen(turn, state))
    facts = {"title": state.title, "rubric": named(rubric), "count": len(rubric.leaves), "total": rubric.total}
    text = [
        say("periods.confirm_new", **facts, at=state.closes_at, left=turn.left(state.closes_at)),
        *await day_off_said(turn, state.bloc_id, state.closes_at),
        say("periods.opens_at", at=state.opens_at) if state.opens_at else say("periods.opens_now"),
        late_said(state.takes_late, state.late_days),
    ]
    text += [say("periods.sample")] if rubric.sample else []
    rows = [
        (choice("periods.confirm_label", "periods.create", state.bloc_id, weight="main"), cancel(state.bloc_id)),
        (choice("periods.change_opening_label", "periods.change", "opening"), choice("periods.change_deadline_label", "periods.change", "deadline")),
        (choice("periods.refuse_late_label" if state.takes_late else "periods.take_late_label", "periods.change", "late"),),
    ]
    if state.takes_late:
        other = "periods.count_working_label" if state.late_days == "calendar" else "periods.count_calendar_label"
        rows.append((choice(other, "periods.change", "days"),))
    return ask(tuple(text), *rows, waits=state)


async def retime(turn: Turn, state: ConfirmingPeriod) -> Shown:
    """What is typed below the whole is another deadline. Raises DeadlineAlone for anything else."""
    try:
        closes_at = read_when(turn.text, turn.now, turn.zone, DEADLINE_HOUR, instead_of=state.closes_at)
    except WhenUnclear as unclear:
        raise DeadlineAlone from unclear
    _require_order(state.opens_at, closes_at)
    return await confirm(turn, state.model_copy(update={"closes_at": closes_at}))


async def change(turn: Turn, what: str) -> Shown:
    """Another value for one point of the period that is shown whole."""
    state = turn.open
    if not isinstance(state, ConfirmingPeriod):
        raise Outdated
    match what:
        case "opening":
            return await ask_opening(turn, SettingOpening(**state.model_dump()))
        case "deadline":
            return await ask_deadline(turn, SettingDeadline(**state.model_dump(exclude={"closes_at", "was"}), was=state.closes_at))
        case "late":
            return await confirm(turn, state.model_copy(update={"takes_late": not state.takes_late}))
        case "days":
            return await confirm(turn, state.model_copy(update={"late_days": "working" if state.late_days == "calendar" else "calendar"}))
    raise Outdated


async def create(turn: Turn, bloc_id: str = "") -> Shown:
    """Makes the period; what the secretariat prepared goes to the chair first."""
    state = turn.open
    if not isinstance(state, ConfirmingPeriod) or state.bloc_id != bloc_id:
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    if state.closes_at <= turn.now:  # the confirmation lay there for so long
        raise AlreadyPast(at=state.closes_at)
    opens_at = state.opens_at or turn.now
    _require_order(opens_at, state.closes_at)
    text = await _chosen(turn, state)
    new = NewPeriod(state.bloc_id, state.kind, state.title, state.rubric, text, opens_at, state.closes_at, state.takes_late, state.late_days)
    period = await add_period(turn, new, turn.me.id, agreed=decides(turn, state.bloc_id))
    if not decides(turn, state.bloc_id):
        return await period_screen(turn, period, await ask_chair(turn, period, "open", "periods.proposed_open", "periods.agree"))
    return await period_screen(turn, period, *await opened_said(turn, period))
