"""What `ktd check` looks at in each bloc: its usual table, names that units share, and who has still to join."""

from collections.abc import Callable
from datetime import datetime

from bot.findings import Finding
from domain.people import CHAIR, UNIT_ROLES
from domain.texts import counted, one_line
from domain.units import Unit, shared_names
from handlers.blocs import NO_TABLE, unknown_table, usual_table
from storage.store import Store

Typed = Callable[[str], str]
"""A command of ktd as it can be pasted where this one was typed."""


async def bloc_findings(store: Store, bloc_id: str, now: datetime, typed: Typed) -> list[Finding]:
    """What was looked at in one bloc, in order."""
    units = await store.units.of_bloc(bloc_id)
    return [await _usual_table(store, bloc_id, typed), _units(bloc_id, units), await _people(store, bloc_id, units, now, typed)]


async def _usual_table(store: Store, bloc_id: str, typed: Typed) -> Finding:
    """Whether the table a bloc's file names as its usual one is known; one that is not may still be adopted."""
    if missing := await missing_table(store, bloc_id, typed):
        return Finding(f"usual table of {bloc_id}", ok=True, todo=True, detail=missing)
    return Finding(f"usual table of {bloc_id}", ok=True, detail=await usual_table(store, bloc_id) or "none named")


async def missing_table(store: Store, bloc_id: str, typed: Typed) -> str:
    """That the usual table is not known yet, and how a workbook becomes it, or which tables the file may name; empty where it is known."""
    unknown = await unknown_table(store, bloc_id)
    if not unknown:
        return ""
    adopted = ", ".join(dict.fromkeys(version.rubric for version in await store.rubrics.of_bloc(bloc_id)))
    others = f"; or let the bloc's file name what it has adopted: {adopted}" if adopted else ""
    return f"`rubric` names {unknown}: {NO_TABLE}. Adopt it: {typed(f'rubric import FILE.xlsx --adopt --bloc {bloc_id} --id {unknown}')}{others}"


def _units(bloc_id: str, units: tuple[Unit, ...]) -> Finding:
    """A bloc loaded by an older version may hold names that several units share; a file with such names is refused now."""
    shared = [f"{one_line(name)} is a code, name or alias of both {' and '.join(codes)}" for name, codes in shared_names(units)]
    if not shared:
        return Finding(f"units of {bloc_id}", ok=True, detail=str(len(units)))
    way = "what is sent for one may be taken for neither. Change it in the bloc's file and load that"
    return Finding(f"units of {bloc_id}", ok=False, detail=f"{'; '.join(shared)}: {way}")


async def _people(store: Store, bloc_id: str, units: tuple[Unit, ...], now: datetime, typed: Typed) -> Finding:
    """Whether a chair has joined and somebody of every unit; if not, how many invitations are open, and how more are made."""
    manned = {seat.unit_id for seat in await store.seats.of_bloc(bloc_id) if seat.role in UNIT_ROLES}
    empty = [unit.code for unit in units if unit.id not in manned]
    missing = []
    if not await store.seats.holders(bloc_id, CHAIR):
        missing.append(f"nobody has joined as chair ({', '.join(unit.code for unit in units if unit.post == 'chair')})")
    if empty:
        missing.append(f"{len(empty)} of {counted(len(units), 'unit')} {'has' if len(empty) == 1 else 'have'} nobody: {', '.join(empty)}")
    if not missing:
        return Finding(f"people of {bloc_id}", ok=True, detail="a chair, and somebody of every unit")
    invited = sum(one.bloc_id == bloc_id and one.state(now) == "open" for one in await store.invites.everything())
    if invited:
        missing.append(f"{counted(invited, 'invitation')} {'is' if invited == 1 else 'are'} open")
    else:
        missing.append(f"no invitation is open. Invite: {typed(f'invite new --bloc {bloc_id} --all-units --role unit_leader')}")
    return Finding(f"people of {bloc_id}", ok=True, todo=True, detail="; ".join(missing))
