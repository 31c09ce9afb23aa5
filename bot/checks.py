"""`ktd check`: what an operator wants to know before and while it runs."""

from dataclasses import dataclass

from config.rubric_files import rubric_of, shipped, text_of
from config.settings import Settings
from domain.rubrics import RubricFaults
from storage.database import Database, DatabaseFromTheFuture, NotADatabase, newest_version, version_of
from storage.store import Store


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    detail: str


async def checked(settings: Settings) -> list[Finding]:
    """Everything that was looked at, in order."""
    findings = [Finding("settings", ok=True, detail="telegram token set" if settings.telegram_token else "no token: the playground")]
    findings += [_rubric(name) for name in shipped()]
    if not settings.database.is_file():
        return [*findings, Finding("database", ok=True, detail="none yet")]
    try:
        version = version_of(settings.database)
        database = await Database.open(settings.database)
    except (NotADatabase, DatabaseFromTheFuture) as fault:
        return [*findings, Finding("database", ok=False, detail=f"{type(fault).__name__}: {fault}")]
    try:
        return [*findings, Finding("migrations", ok=True, detail=f"{version} of {newest_version()}"), *await _contents(database)]
    finally:
        await database.close()


def _rubric(name: str) -> Finding:
    try:
        rubric = rubric_of(text_of(name))
    except RubricFaults as faults:
        return Finding(f"rubric {name}", ok=False, detail="; ".join(f"{one.address}: {one.problem}" for one in faults.faults))
    return Finding(f"rubric {name}", ok=True, detail=f"{len(rubric.leaves)} criteria, {rubric.total} points")


async def _contents(database: Database) -> list[Finding]:
    store = Store(database.reader)
    intact = await database.is_intact()
    unreadable = await store.events.unreadable()
    counts = await store.outbox.counts()
    blocs = await store.blocs.everything()
    return [
        Finding("database", ok=intact, detail="intact" if intact else "damaged: SQLite's integrity check fails"),
        Finding("blocs", ok=True, detail=", ".join(bloc.id for bloc in blocs) or "none loaded: ktd bloc load FILE"),
        Finding("unreadable updates", ok=not unreadable, detail=str(len(unreadable))),
        Finding("undeliverable messages", ok=not counts.undeliverable, detail=str(counts.undeliverable)),
    ]
