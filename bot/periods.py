"""`ktd period`: the same period as /dotcham makes, from the command line; what is told leaves once `ktd run` looks at the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial
from pathlib import Path
from typing import TypeVar, get_args

from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.writing import Writing
from bot.table_lines import size_of
from config.catalogue import Catalogue, fold
from config.rubric_files import NoSuchRubric, read_rubric_file, text_of
from config.yaml_files import FileRefused
from domain.rubric_reading import RubricFaults
from domain.rubrics import Rubric
from domain.texts import clean, one_line
from handlers.contents import FLOWS
from handlers.flow import Turn
from handlers.periods.drafting import DEADLINE_HOUR
from handlers.periods.drafts import TITLE_LENGTH
from handlers.periods.opening import NewPeriod, add_period
from storage.periods import Closing, LateDays, Period, PeriodKind
from storage.store import Store

MIDNIGHT = time(0)
YEARS = (2000, 2100)
T = TypeVar("T")
W = TypeVar("W", bound=str)


class PeriodFaults(Exception):
    """The period cannot be made; one fault a line. `is_usage` where an option's value is among them that it can never have."""

    def __init__(self, *lines: str, is_usage: bool = False) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines
        self.is_usage = is_usage


class WrongUsage(PeriodFaults):
    """An option's value is not one it can have."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines, is_usage=True)


class _Reading:
    """Options while they are read: what is wrong with any of them is kept, and told together."""

    def __init__(self) -> None:
        self.faults: list[PeriodFaults] = []

    def of(self, read: Callable[[], T]) -> T | None:
        """What is read; None where it is refused."""
        try:
            return read()
        except PeriodFaults as refused:
            self.faults.append(refused)
            return None

    @property
    def fault(self) -> PeriodFaults:
        """Everything that is wrong, as one."""
        return PeriodFaults(*(line for one in self.faults for line in one.lines), is_usage=any(one.is_usage for one in self.faults))


@dataclass(frozen=True)
class MadePeriod:
    """A period with its scoring table, its times in the bloc's zone."""

    period: Period
    rubric: Rubric
    zone: tzinfo
    now: datetime

    @property
    def has_passed(self) -> bool:
        """Whether the deadline lay behind when the period was made."""
        return self.period.closes_at <= self.now

    @property
    def lines(self) -> list[str]:
        """What was made, in plain words."""
        period, table = self.period, self.rubric
        late = "late sheets are taken" if period.takes_late else "no late sheets"
        passed = " (that has passed)" if self.has_passed else ""
        return [
            f"period {period.id}",
            f"  {period.title}: {_times(period, self.zone)}{passed}; {late}",
            f"  table {table.id}: {size_of(table)}",
        ]


async def new_period(
    store: Store,
    now: datetime,
    bloc_id: str,
    rubric: str,
    title: str,
    opens: str,
    closes: str,
    *,
    kind: str,
    takes_late: bool,
    late_days: str,
    past_deadline: bool = False,
    no_bloc: str = "there is no such bloc",
) -> MadePeriod:
    """Makes the period. `opens` and `closes` are ISO times; a date alone opens at midnight and closes when the chat's deadlines do. One that has come opens
    the period now, and that is kept as its opening, unless the deadline lies before it. A deadline that has passed is taken only with `past_deadline`. Raises
    PeriodFaults with all that is wrong; `no_bloc` is the line for a bloc that is not there."""
    reading = _Reading()
    chosen: PeriodKind | None = reading.of(lambda: _one_of("--kind", kind, get_args(PeriodKind)))
    days: LateDays | None = reading.of(lambda: _one_of("--late-days", late_days, get_args(LateDays)))
    title = reading.of(lambda: _title(title)) or ""
    bloc = await store.blocs.of(bloc_id)
    zone = bloc.zone if bloc else UTC
    opens_at = reading.of(lambda: _instant("--opens", opens, zone, MIDNIGHT))
    closes_at = reading.of(lambda: _instant("--closes", closes, zone, DEADLINE_HOUR))
    if opens_at and closes_at:
        reading.of(partial(_require_meant, closes, opens_at, closes_at, now, takes_late=takes_late, past_deadline=past_deadline))
    if bloc is None:
        reading.faults.append(PeriodFaults(no_bloc))
    own = await store.rubrics.newest(bloc_id, rubric) if bloc else None
    text = own.text if own else reading.of(lambda: _rubric_text(rubric))
    if reading.faults or bloc is None or chosen is None or days is None or opens_at is None or closes_at is None or text is None:
        raise reading.fault
    if closes_at > now:
        opens_at = max(opens_at, now)
    await _require_another(store, bloc_id, title, closes_at)
    turn = Turn(now, store, bloc.zone, catalogue=Catalogue.load())
    table = read_rubric_file(text.encode())
    period = await add_period(turn, NewPeriod(bloc_id, chosen, title, table.id, text, opens_at, closes_at, takes_late, days), None)
    drafts = await Telling(store, Writing(Catalogue.load(), FlowTable(FLOWS))).drafts(turn)
    if drafts:
        await store.outbox.put_all(drafts, now)
    return MadePeriod(period, table, bloc.zone, now)


@dataclass(frozen=True)
class ListedPeriod:
    """A period with its bloc's zone, and who closed it."""

    period: Period
    zone: tzinfo
    closing: Closing | None

    @property
    def line(self) -> str:
        """The period as one line of a list; of one that was closed also when, and by whom."""
        period, closing = self.period, self.closing
        times = _times(period, self.zone)
        if period.closed_at is not None:
            by = "" if closing is None else " by itself" if closing.by_name is None else f" by {closing.by_name}"
            times += f"; closed {_in_words(period.closed_at, self.zone)}{by}"
        return f"{period.id:4}  {period.bloc_id}  {period.state:9}  {period.title}: {times}"

    @property
    def data(self) -> dict[str, object]:
        """The same for a script: times in the bloc's zone, null for what has not happened."""
        period, zone = self.period, self.zone
        return {
            "id": period.id, "bloc": period.bloc_id, "title": period.title, "kind": period.kind, "state": period.state,
            "opens_at": period.opens_at.astimezone(zone).isoformat(), "closes_at": period.closes_at.astimezone(zone).isoformat(),
            "closed_at": period.closed_at.astimezone(zone).isoformat() if period.closed_at else None,
            "closed_by": self.closing.by_name if self.closing else None,
        }  # fmt: skip


async def listed(store: Store, bloc_id: str | None) -> list[ListedPeriod]:
    """The periods of one bloc, or of all, in the order they were made. Raises PeriodFaults for a bloc that is not there."""
    blocs = [bloc for bloc in await store.blocs.everything() if bloc_id in (None, bloc.id)]
    if bloc_id is not None and not blocs:
        raise PeriodFaults(f"There is no bloc {bloc_id}. `ktd bloc show` lists those that are loaded.")
    found = [(period, bloc.zone) for bloc in blocs for period in await store.periods.of_bloc(bloc.id)]
    closings = {period.id: await store.periods.closing(period.id) for period, _ in found if period.closed_at is not None}
    return [ListedPeriod(period, zone, closings.get(period.id)) for period, zone in sorted(found, key=lambda one: one[0].id)]


def _times(period: Period, zone: tzinfo) -> str:
    opens = "opens" if period.state == "preparing" else "opened"
    return f"{opens} {_in_words(period.opens_at, zone)}, {'deadline' if period.closed_at else 'closes'} {_in_words(period.closes_at, zone)}"


def _one_of(option: str, text: str, words: tuple[W, ...]) -> W:
    found = next((word for word in words if word == text), None)
    if found is None:
        raise WrongUsage(f"{option} {one_line(text, 30)}: must be {', '.join(words[:-1])} or {words[-1]}")
    return found


def _title(text: str) -> str:
    title = clean(text)
    if not title:
        raise WrongUsage("--title is empty")
    if len(title) > TITLE_LENGTH:
        raise WrongUsage(f"--title {one_line(title, 30)}: must have at most {TITLE_LENGTH} characters")
    return title


def _require_meant(closes: str, opens_at: datetime, closes_at: datetime, now: datetime, *, takes_late: bool, past_deadline: bool) -> None:
    """A period whose deadline has passed would open late for everybody, and tell them at once: mostly a mistyped date."""
    if closes_at <= opens_at:
        raise WrongUsage("--closes must lie after --opens")
    if closes_at <= now and not past_deadline:
        raise WrongUsage(f"--closes {closes}: that has passed; give a later deadline, or --past-deadline to open the period late for everybody")
    if closes_at <= now and not takes_late:
        raise WrongUsage(f"--closes {closes}: that has passed, and with --no-late nobody could submit; leave out --no-late, or give a later deadline")


async def _require_another(store: Store, bloc_id: str, title: str, closes_at: datetime) -> None:
    """A command repeated by mistake makes no second period that units could not tell from the first."""
    for one in await store.periods.of_bloc(bloc_id):
        if one.state != "published" and fold(one.title) == fold(title) and one.closes_at == closes_at:
            raise PeriodFaults(f"--title {title}: period {one.id} of this bloc has this title and deadline and is {one.state}; give another title")


def _in_words(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%A %Y-%m-%d %H:%M}"


def _rubric_text(rubric: str) -> str:
    try:
        text = text_of(rubric)
        read_rubric_file(text.encode())
    except NoSuchRubric:
        raise PeriodFaults(f"--rubric {rubric}: no such file, no table of the bloc, and no such table comes with ktd") from None
    except FileRefused as fault:
        raise PeriodFaults(f"--rubric {rubric}: {fault}") from None
    except RubricFaults as faults:
        raise PeriodFaults(*(f"{Path(rubric).name}: {fault.address}: {fault.problem}" for fault in faults.faults)) from None
    return text


def _instant(option: str, text: str, zone: tzinfo, hour: time) -> datetime:
    at = _read(text, hour)
    if at is None:
        raise WrongUsage(f"{option} {one_line(text)}: is no ISO time, like 2026-07-15T17:00 or 2026-07-15")
    if not YEARS[0] <= at.year <= YEARS[1]:
        raise WrongUsage(f"{option} {text}: must be a time of the years {YEARS[0]} to {YEARS[1]}")
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _read(text: str, hour: time) -> datetime | None:
    """The time a text says, in its own zone or in none; of a date alone that hour of the day."""
    try:
        return datetime.combine(date.fromisoformat(text), hour)
    except ValueError:
        pass  # no date alone
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
