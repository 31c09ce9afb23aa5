"""`ktd check`: what an operator wants to know before and while it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.telegram.platform import Telegram
from config.rubric_files import rubric_of, shipped, text_of
from config.settings import Settings
from domain.rubric_reading import RubricFaults
from handlers.dialogue import PlatformRefused
from storage.backups import newest_backup
from storage.database import Database, DatabaseFromTheFuture, NotADatabase, StorageFault, newest_version, version_of
from storage.store import Store

BACKUPS_AGE_AT_MOST = timedelta(days=8)


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    detail: str


async def checked(settings: Settings, now: datetime) -> list[Finding]:
    """Everything that was looked at, in order."""
    findings = [Finding("settings", ok=True, detail="telegram token set" if settings.telegram_token else "no token: the playground")]
    findings += [_rubric(name) for name in shipped()]
    findings += [await _token(settings), _backups(settings, now)]
    if not settings.database.is_file():
        return [*findings, Finding("database", ok=True, detail="none yet")]
    try:
        return [*findings, *await _database(settings)]
    except (NotADatabase, DatabaseFromTheFuture) as fault:
        return [*findings, Finding("database", ok=False, detail=f"{type(fault).__name__}: {fault}")]
    except (StorageFault, OSError) as fault:
        return [*findings, Finding("database", ok=False, detail=f"cannot be read: {fault}")]


def _rubric(name: str) -> Finding:
    try:
        rubric = rubric_of(text_of(name))
    except RubricFaults as faults:
        return Finding(f"rubric {name}", ok=False, detail="; ".join(f"{one.address}: {one.problem}" for one in faults.faults))
    return Finding(f"rubric {name}", ok=True, detail=f"{len(rubric.leaves)} criteria, {rubric.total} points")


async def _token(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("telegram token", ok=True, detail="none set")
    platform = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)
    try:
        return Finding("telegram token", ok=True, detail=f"accepted: @{await platform.ask_name()}")
    except PlatformRefused as refusal:
        return Finding("telegram token", ok=False, detail=str(refusal))
    except ConnectionError as fault:
        return Finding("telegram token", ok=True, detail=f"not known: Telegram cannot be reached from here ({fault})")
    finally:
        await platform.close()


def _backups(settings: Settings, now: datetime) -> Finding:
    newest = newest_backup(settings.data_dir / "backups")
    if newest is None:
        return Finding("backups", ok=True, detail="none")
    age = now - newest
    return Finding("backups", ok=age <= BACKUPS_AGE_AT_MOST, detail=f"the newest is {max(0, age.days)} days old")


async def _database(settings: Settings) -> list[Finding]:
    before = version_of(settings.database)
    database = await Database.open(settings.database)
    try:
        migrated = f"{newest_version()} of {newest_version()}" + (f", brought from {before} just now" if before < newest_version() else "")
        return [Finding("migrations", ok=True, detail=migrated), *await _contents(database)]
    finally:
        await database.close()


async def _contents(database: Database) -> list[Finding]:
    store = Store(database.reader)
    intact = await database.is_intact()
    unreadable = await store.events.unreadable()
    failed = await store.due.failed()
    counts = await store.outbox.counts()
    lost = [f"{kind} {id}: {reason}" for id, kind, reason in await store.outbox.undeliverable()]
    blocs = await store.blocs.everything()
    return [
        Finding("database", ok=intact, detail="intact" if intact else "damaged: SQLite's integrity check fails"),
        Finding("blocs", ok=True, detail=", ".join(bloc.id for bloc in blocs) or "none loaded: ktd bloc load FILE"),
        Finding("unreadable updates", ok=not unreadable, detail=_counted(f"{event}: {reason}" for _, event, reason, _ in unreadable)),
        Finding("failed jobs", ok=not failed, detail=_counted(f"{one.kind} {one.subject} {one.occurrence}" for one in failed)),
        Finding("undeliverable messages", ok=not counts.undeliverable, detail=_counted(lost, counts.undeliverable)),
        Finding("posts of unknown fate", ok=True, detail=f"{counts.unknown} (the chair was asked)" if counts.unknown else "0"),
    ]


def _counted(lines: Iterable[str], count: int | None = None) -> str:
    """How many, and what the newest are."""
    found = list(lines)
    return "; ".join([str(len(found) if count is None else count), *found[:3]])
