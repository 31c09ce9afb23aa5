"""A bloc comes in by its file, and people by invites: what the commands of ktd and the playground do without a conversation."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.bloc_files import BlocFile, bloc_file_of
from config.rubric_files import rubric_of, shipped, text_of
from domain.criteria.manual import External
from domain.people import UNIT_ROLES, Role
from domain.texts import fold
from domain.units import Unit, named
from handlers.flow import Said, Turn, say
from storage.store import Store


class NoSuchBloc(Exception):
    """No bloc of this id has been loaded."""


class NoSuchUnit(Exception):
    """The bloc has no unit of this code or name."""


class SeveralUnits(Exception):
    """What was given names several units of the bloc; `codes` are theirs."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Issued:
    """A new code: for which unit (empty for the bloc's own roles), and until when."""

    code: str
    unit: str
    expires_at: datetime


async def secretary_said(turn: Turn, bloc_id: str) -> tuple[Said, ...]:
    """Whom to ask in the bloc, as its file names them; without a telephone the people of the secretariat by name. Nothing where the file names nobody."""
    bloc = await turn.store.blocs.of(bloc_id)
    secretary = bloc_file_of(bloc.file).secretary if bloc else None
    if bloc is None or secretary is None or not (secretary.name or secretary.phone):
        return ()
    if not secretary.phone:
        people = ", ".join(dict.fromkeys(seat.full_name for seat in await turn.store.seats.of_bloc(bloc_id) if seat.role is Role.SECRETARIAT))
        facts = {"bloc": bloc.name, "name": secretary.name}
        return (say("home.secretary_people", **facts, people=people) if people else say("home.secretary", **facts),)
    return (say("home.secretary_phone", bloc=bloc.name, name=secretary.name, phone=secretary.phone),)


async def observer_said(turn: Turn, bloc_id: str) -> tuple[Said, ...]:
    """The office of the province that watches the bloc, as its file names it; nothing where it names none."""
    bloc = await turn.store.blocs.of(bloc_id)
    observer = bloc_file_of(bloc.file).observer.name if bloc else ""
    return (say("home.observer", bloc=bloc.name, name=observer),) if bloc and observer else ()


NO_TABLE = "no table of the bloc, and no such table comes with ktd"
"""What is said in the commands of a usual table that is not known."""


async def usual_table(store: Store, bloc_id: str) -> str:
    """The id of the table the bloc's file names as its usual one; empty where it names none."""
    bloc = await store.blocs.of(bloc_id)
    return bloc_file_of(bloc.file).rubric if bloc else ""


async def unknown_table(store: Store, bloc_id: str) -> str:
    """The id of the bloc's usual table where there is no such table, neither of the bloc nor with ktd; else empty."""
    name = await usual_table(store, bloc_id)
    return "" if name in ("", *shipped()) or await store.rubrics.newest(bloc_id, name) else name


async def unknown_appraiser(store: Store, bloc_id: str, name: str) -> tuple[str, ...] | None:
    """The appraisers that external criteria name, in the bloc's tables, or in those that come with ktd where it has none of its own, if `name` is none of
    them; else None.

    A table with an external criterion of no name is entered by every appraiser, so that any name will do.
    """
    texts = [version.text for version in await store.rubrics.of_bloc(bloc_id)] or [text_of(table) for table in shipped()]
    tables = [rubric_of(text) for text in texts]
    rules = [leaf.rule for table in tables for leaf in table.leaves] + [item.rule for table in tables for item in (*table.bonus, *table.penalties)]
    named = {rule.appraiser for rule in rules if isinstance(rule, External)}
    return None if "" in named or fold(name) in {fold(one) for one in named} else tuple(sorted(named))


async def load_bloc(store: Store, file: BlocFile, now: datetime) -> None:
    """Creates or updates the bloc; twice is as once. Units that are gone leave, none is deleted, old names are kept."""
    before, text = await store.blocs.of(file.id), file.model_dump_json(by_alias=True)
    await store.blocs.load(file.id, file.name, file.timezone, file.year, text, now)
    await store.units.load(file.id, ((unit.code, unit.name, unit.aliases, unit.role) for unit in file.units), now)
    if before is None or before.file != text:
        old = _described(bloc_file_of(before.file)) if before else None
        await _redraw_posts(store, file.id, now)
        await store.audit.record("bloc", file.id, f"bloc:{file.id}", by=None, now=now, old=old, new=_described(file))
    await store.due.schedule("digests.plan", f"bloc:{file.id}", now.isoformat(), now, file.id)


async def _redraw_posts(store: Store, bloc_id: str, now: datetime) -> None:
    """The group's posts of open periods are drawn anew: a unit that has left is counted no more."""
    for period in await store.periods.of_bloc(bloc_id):
        if period.state == "open":
            await store.due.schedule("standings.post", f"period:{period.id}", f"bloc {now.isoformat()}", now, bloc_id)


def _described(file: BlocFile) -> dict[str, object]:
    """What a bloc file decides: its units and the posts they hold."""
    return {"year": file.year, "units": {unit.code: {"name": unit.name, "post": unit.role} for unit in file.units}}


async def issue_invite(
    store: Store, bloc_id: str, unit: str | None, role: Role, uses: int, lasts: timedelta, now: datetime, scope: str = ""
) -> Issued:
    """A new code for a unit's role, or for a role of the bloc itself; `unit` is its code, name or an alias, `scope` the name under which an external
    appraiser stands in the rubric.

    Raises NoSuchBloc, NoSuchUnit or SeveralUnits.
    """
    if await store.blocs.of(bloc_id) is None:
        raise NoSuchBloc(bloc_id)
    found = await _unit_named(store, bloc_id, unit or "") if role in UNIT_ROLES else None
    issued = Issued(new_code(), found.code if found else "", now + lasts)
    await store.invites.issue(issued.code, bloc_id, found.id if found else None, role, uses, issued.expires_at, None, now, scope)
    return issued


async def _unit_named(store: Store, bloc_id: str, words: str) -> Unit:
    units = named(words, await store.units.of_bloc(bloc_id))
    if not units:
        raise NoSuchUnit(words)
    if len(units) > 1:
        raise SeveralUnits(tuple(one.code for one in units))
    return units[0]


def new_code() -> str:
    """A code nobody guesses: 128 random bits, in letters a link may carry."""
    return secrets.token_hex(16)
