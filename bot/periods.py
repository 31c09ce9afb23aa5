"""`ktd period new`: the same period as /dotcham makes, from the command line; what is told leaves once `ktd run` looks at the outbox."""

from datetime import datetime, tzinfo
from pathlib import Path
from typing import get_args

from bot.runtime.telling import Telling
from bot.runtime.writing import Writing
from config.catalogue import Catalogue
from config.rubric_files import NoSuchRubric, read_rubric_file, text_of
from config.yaml_files import FileRefused
from domain.rubric_reading import RubricFaults
from handlers.flow import Turn
from handlers.periods.opening import NewPeriod, add_period
from storage.periods import LateDays, PeriodKind
from storage.store import Store


class PeriodFaults(Exception):
    """The period cannot be made; one fault a line."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class WrongUsage(Exception):
    """An option's value is not one it can have; the message is one plain line."""


async def new_period(
    store: Store, now: datetime, bloc_id: str, rubric: str, title: str, opens: str, closes: str, *, kind: str, takes_late: bool, late_days: str
) -> int:
    """Makes the period; gives its id. Raises WrongUsage or PeriodFaults."""
    chosen = next((one for one in get_args(PeriodKind) if one == kind), None)
    counted: LateDays | None = next((one for one in get_args(LateDays) if one == late_days), None)
    if chosen is None or counted is None:
        raise WrongUsage("--kind is midyear, yearend or thematic; --late-days is calendar or working")
    if not title.strip():
        raise WrongUsage("--title is empty")
    bloc = await store.blocs.of(bloc_id)
    if bloc is None:
        raise PeriodFaults(f"There is no bloc {bloc_id}. Load it first: ktd bloc load FILE")
    own = await store.rubrics.newest(bloc_id, rubric)
    text = own.text if own else _rubric_text(rubric)
    opens_at, closes_at = _instant("--opens", opens, bloc.zone), _instant("--closes", closes, bloc.zone)
    if closes_at <= opens_at:
        raise WrongUsage("--closes must lie after --opens")
    turn = Turn(now, store, bloc.zone, catalogue=Catalogue.load())
    rubric_id = read_rubric_file(text.encode()).id
    period = await add_period(turn, NewPeriod(bloc_id, chosen, title.strip(), rubric_id, text, opens_at, closes_at, takes_late, counted), None)
    drafts = await Telling(store, Writing(Catalogue.load())).drafts(turn)
    if drafts:
        await store.outbox.put_all(drafts, now)
    return period.id


def _rubric_text(rubric: str) -> str:
    try:
        text = text_of(rubric)
        read_rubric_file(text.encode())
    except NoSuchRubric:
        raise PeriodFaults(f"--rubric {rubric}: no such file, no table of the bloc, and no such table comes with ktd") from None
    except FileRefused as fault:
        raise PeriodFaults(f"--rubric {rubric}: {fault}") from None
    except UnicodeDecodeError:
        raise PeriodFaults(f"--rubric {rubric}: is not UTF-8 text") from None
    except RubricFaults as faults:
        raise PeriodFaults(*(f"{Path(rubric).name}: {fault.address}: {fault.problem}" for fault in faults.faults)) from None
    return text


def _instant(option: str, text: str, zone: tzinfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{option} {text}: is no ISO time, like 2026-07-15T17:00:00+07:00") from None
    return at if at.tzinfo else at.replace(tzinfo=zone)
