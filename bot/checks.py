"""`ktd check`: what an operator wants to know before and while it runs.

What happened once cannot be undone (an update nobody could read, a message of which nobody knows whether it arrived): it counts as wrong for a week, or
until the operator says that it has been seen, and is told as information from then on.
"""

import os
from datetime import datetime, timedelta
from tempfile import TemporaryFile

from bot.bloc_checks import Typed, bloc_findings
from bot.findings import Finding
from bot.platforms.telegram.platform import Telegram
from bot.playground.stage import MARK
from bot.table_lines import size_of
from config.rubric_files import rubric_of, shipped, text_of
from config.settings import Settings
from domain.rubric_reading import RubricFaults
from domain.texts import counted
from handlers.dialogue import PlatformRefused
from storage.backups import newest_backup
from storage.database import Database, StorageFault, maybe_instant
from storage.schema import DatabaseFromTheFuture, NotADatabase, newest_version, version_of
from storage.store import Store

WRONG_FOR = timedelta(days=7)
LISTED_AT_MOST = 100
SEEN = "check_seen"
BACKUPS_AGE_AT_MOST = timedelta(days=8)


async def checked(settings: Settings, now: datetime, typed: Typed) -> list[Finding]:
    """Everything that was looked at, in order; `typed` gives a command as it is typed here."""
    findings = [Finding("settings", ok=True, detail="telegram token set" if settings.telegram_token else "no token: the playground")]
    findings += [_rubric(name) for name in shipped()]
    findings += [await _token(settings), _data_directory(settings)]
    if not findings[-1].ok:
        return findings
    findings += [_backups(settings, now)]
    if not settings.database.is_file():
        return [*findings, Finding("database", ok=True, detail="none yet")]
    try:
        return [*findings, *await _database(settings, now, typed)]
    except (NotADatabase, DatabaseFromTheFuture) as fault:
        return [*findings, Finding("database", ok=False, detail=f"{type(fault).__name__}: {fault}")]
    except (StorageFault, OSError) as fault:
        return [*findings, Finding("database", ok=False, detail=f"cannot be read: {fault}")]


def _rubric(name: str) -> Finding:
    try:
        rubric = rubric_of(text_of(name))
    except RubricFaults as faults:
        return Finding(f"rubric {name}", ok=False, detail="; ".join(f"{one.address}: {one.problem}" for one in faults.faults))
    return Finding(f"rubric {name}", ok=True, detail=size_of(rubric))


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


def _data_directory(settings: Settings) -> Finding:
    """Whether the directory is there or can be made; nothing is left of finding out."""
    place = settings.data_dir.absolute()
    nearest = next(one for one in (place, *place.parents) if os.path.lexists(one))
    if not nearest.is_dir():
        return Finding("data directory", ok=False, detail=f"{place}: {nearest} is no directory")
    try:
        with TemporaryFile(dir=nearest):
            pass
    except OSError as fault:
        return Finding("data directory", ok=False, detail=f"{place}: nothing can be written in {nearest} ({fault.strerror or fault})")
    return Finding("data directory", ok=True, detail=str(place) if nearest == place else f"{place}, not made yet")


def _backups(settings: Settings, now: datetime) -> Finding:
    newest = newest_backup(settings.data_dir / "backups")
    if newest is None:
        return Finding("backups", ok=True, detail="none here; this version makes none by a command (the README says how)")
    age = now - newest
    return Finding("backups", ok=age <= BACKUPS_AGE_AT_MOST, detail=f"the newest is {counted(max(0, age.days), 'day')} old")


async def _database(settings: Settings, now: datetime, typed: Typed) -> list[Finding]:
    before = version_of(settings.database)
    database = await Database.open(settings.database)
    try:
        migrated = f"{newest_version()} of {newest_version()}" + (f", brought from {before} just now" if before < newest_version() else "")
        return [
            Finding("migrations", ok=True, detail=migrated),
            *await _contents(database, now, typed, has_token=settings.telegram_token is not None),
        ]
    finally:
        await database.close()


async def _contents(database: Database, now: datetime, typed: Typed, *, has_token: bool) -> list[Finding]:
    store = Store(database.reader)
    intact = await database.is_intact()
    blocs = await store.blocs.everything()
    unreadable = [(at, f"{event}: {reason}") for at, event, reason in await store.events.unreadable()]
    failed = [(one.at, f"{one.kind} {one.subject} {one.occurrence}") for one in await store.due.failed()]
    lost = [(at, f"{kind} {id}: {reason}") for at, id, kind, reason in await store.outbox.undeliverable()]
    unreachable = await store.people.unreachable()
    unknown = (await store.outbox.counts()).unknown
    seen = maybe_instant(await store.notes.read(SEEN) or None)
    since = max(now - WRONG_FOR, seen or now - WRONG_FOR)
    return [
        Finding("database", ok=intact, detail="intact" if intact else "damaged: SQLite's integrity check fails"),
        Finding("blocs", ok=True, detail=", ".join(bloc.id for bloc in blocs) or f"none loaded: {typed('bloc load FILE')}"),
        *([] if has_token else [await _no_token(store, has_blocs=bool(blocs))]),
        *[finding for bloc in blocs for finding in await bloc_findings(store, bloc.id, now, typed)],
        _happened("unreadable updates", unreadable, since),
        _happened("failed jobs", failed, since),
        _happened("undeliverable messages", lost, since),
        Finding("people who cannot be reached", ok=True, detail=f"{unreachable} (the chair sees who)" if unreachable else "0"),
        Finding("posts of unknown fate", ok=True, detail=f"{unknown} (the chair was asked)" if unknown else "0"),
    ]


async def _no_token(store: Store, *, has_blocs: bool) -> Finding:
    """Without a token `ktd run` is the playground, which has data of its own: what is kept here is served to nobody."""
    if await store.notes.read("live"):
        return Finding(
            "serving", ok=False, detail="this data directory has run live, and no token is set: `ktd run` does not start; set KTD_TELEGRAM_TOKEN"
        )
    if not has_blocs or await store.notes.read(MARK):
        return Finding("serving", ok=True, detail="the playground")
    way = "`ktd run` opens the playground, which does not know the blocs here; set KTD_TELEGRAM_TOKEN"
    return Finding("serving", ok=True, todo=True, detail=f"no token is set: {way}")


def _happened(what: str, found: list[tuple[datetime, str]], since: datetime) -> Finding:
    """What happened since then counts as wrong: how often, and the newest. What is older is only counted."""
    new = [line for at, line in found if at > since]
    older = len(found) - len(new)
    told = [f"{len(new)}{' or more' if len(new) >= LISTED_AT_MOST else ''}" + (f" ({older} older, or seen before)" if older else ""), *new[:3]]
    return Finding(what, ok=not new, detail="; ".join(told))


async def mark_seen(store: Store, now: datetime) -> None:
    """What has happened up to now counts as wrong no more."""
    await store.notes.leave(SEEN, now.isoformat(), now)
