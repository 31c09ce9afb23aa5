"""The composition root: the only module that knows all others. Every part is handed what it needs as arguments; the one clock is built here."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.platforms.telegram.platform import Telegram
from bot.playground.stage import Stage, prepared
from bot.runtime.clock import Clock
from bot.runtime.engine import Engine
from bot.runtime.fetching import Fetching
from bot.runtime.files import Files
from bot.runtime.menus import offer_menus
from bot.runtime.receiving import Receiving
from bot.runtime.relay import Relay
from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.turns import Turns
from bot.runtime.watchdog import Health, Watchdog
from bot.runtime.writing import Writing
from bot.web import serving_health
from config.catalogue import Catalogue
from config.settings import Settings
from handlers.contents import FLOWS
from handlers.dialogue import Platform, PlatformRefused
from storage.database import Database
from storage.store import Store

log = logging.getLogger("ktd")

STOPPING = (signal.SIGINT, signal.SIGTERM)
STOP_WITHIN = 8.0
FORGET_EVENTS_AFTER = timedelta(days=7)
FORGET_SENT_AFTER = timedelta(days=90)


@dataclass
class Time:
    """The source of time: the system's clock, and in the playground as far ahead of it as people moved it."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Stopped(Exception):
    """The bot cannot go on; the message is one plain line."""


@dataclass
class Bot:
    """The parts of a running bot, for those who look at it: health, the playground, tests."""

    database: Database
    engine: Engine
    clock: Clock
    relay: Relay
    fetching: Fetching
    receiving: Receiving
    platform: Platform
    health: Health
    files: Files
    failed: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@asynccontextmanager
async def running(database: Database, platform: Platform, kept: Path, now: Callable[[], datetime]) -> AsyncIterator[Bot]:
    """A bot on an open database and a platform that is open: everything runs until the block ends, then stops cleanly."""
    bot = await _assembled(database, platform, kept, now)
    await bot.relay.recover()
    bot.clock.start()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(bot.relay.run()),
            group.create_task(bot.fetching.run()),
            group.create_task(_receive(bot)),
            group.create_task(_offer_menus(bot)),
        ]
        try:
            yield bot
        finally:
            tasks[2].cancel()
            bot.clock.stop()
            await bot.relay.stop(STOP_WITHIN)
            for task in tasks:
                task.cancel()
            bot.files.close()


async def _assembled(database: Database, platform: Platform, kept: Path, now: Callable[[], datetime]) -> Bot:
    store, table, writing = Store(database.writer), FlowTable(FLOWS), Writing(Catalogue.load())
    telling = Telling(store, writing)
    turns = Turns(store, table, writing, telling, now, lambda name: platform.link)
    engine = Engine(database, store, table, turns, telling, now)
    failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    files = Files(kept)
    relay = Relay(database, platform, files, now, lambda reason: _fail(failed, reason))
    clock = Clock(database, engine, now)
    fetching = Fetching(database, platform, files, now, clock.look)
    receiving = Receiving(platform, engine, relay)
    engine.may_leave, engine.leave = relay.may_leave, relay.leave
    engine.after_commit = [relay.look, fetching.look, clock.look_if_due]
    clock.after_run = relay.look
    health = Health(database, receiving, relay, clock, now)
    await _at_start(database, platform, now())
    return Bot(database, engine, clock, relay, fetching, receiving, platform, health, files, failed)


async def _at_start(database: Database, platform: Platform, now: datetime) -> None:
    """What every start does once: old keys are dropped, the bot's link is left for the commands, each bloc has its next summary planned."""
    async with database.writing() as connection:
        store = Store(connection)
        await store.events.forget(now - FORGET_EVENTS_AFTER)
        await store.outbox.forget(now - FORGET_SENT_AFTER)
        await store.notes.leave(f"link:{platform.name}", platform.link, now)
        for bloc in await store.blocs.everything():
            await store.due.schedule("digests.plan", f"bloc:{bloc.id}", now.isoformat(), now, bloc.id)


async def _receive(bot: Bot) -> None:
    try:
        await bot.receiving.run()
    except PlatformRefused as refusal:
        _fail(bot.failed, str(refusal))


async def _offer_menus(bot: Bot) -> None:
    await offer_menus(bot.platform, Store(bot.database.reader), FlowTable(FLOWS), Catalogue.load())


def _fail(failed: "asyncio.Future[str]", reason: str) -> None:
    if not failed.done():
        failed.set_result(reason)


# ---------------------------------------------------------------------------------------------------------------- live


async def run_live(settings: Settings) -> None:
    """Runs on Telegram until SIGINT or SIGTERM. Raises Stopped with what ended it otherwise."""
    token = settings.telegram_token
    if token is None:
        raise Stopped("no token is set")
    time = Time()
    platform = Telegram(token.get_secret_value(), settings.telegram_api, paced=settings.telegram_pace == "on")
    with _told_to_stop() as stop:
        database = await Database.open(settings.database)
        try:
            await _mark_live(database, time.now())
            if await _opened_before(platform, stop):
                await _live(settings, database, platform, time, stop)
        except PlatformRefused as refusal:
            raise Stopped(str(refusal)) from None
        finally:
            await platform.close()
            await database.close()


async def _live(settings: Settings, database: Database, platform: Telegram, time: Time, stop: "asyncio.Future[None]") -> None:
    kept = settings.data_dir / "evidence"
    async with running(database, platform, kept, time.now) as bot, serving_health(settings.host, settings.port, bot.health):
        print(f"ktd is running on Telegram: {platform.link.partition('?')[0]}", flush=True)
        watchdog = asyncio.ensure_future(Watchdog(bot.health).run())
        await _first_of(stop, bot.failed, watchdog)
        if watchdog.done():
            raise Stopped(watchdog.result())
        watchdog.cancel()
        if bot.failed.done():
            raise Stopped(bot.failed.result())


async def _opened_before(platform: Platform, stop: "asyncio.Future[None]") -> bool:
    """Opens the platform, however long the network takes; False where the bot was told to stop meanwhile."""
    opening = asyncio.ensure_future(platform.open())
    stop.add_done_callback(lambda _: opening.cancel())
    try:
        await opening
    except asyncio.CancelledError:
        if not stop.done():
            raise
        return False
    return True


async def _mark_live(database: Database, now: datetime) -> None:
    async with database.writing() as connection:
        await Store(connection).notes.leave("live", "telegram", now)


async def _first_of(*waited: "asyncio.Future[Any]") -> None:
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)


@contextmanager
def _told_to_stop() -> Iterator["asyncio.Future[None]"]:
    """Done at the first SIGINT or SIGTERM; a later one changes nothing, for the stop is under way and bounded."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    for name in STOPPING:
        loop.add_signal_handler(name, lambda: None if stop.done() else stop.set_result(None))
    try:
        yield stop
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # the loop's end gives them back their deadly default


# ---------------------------------------------------------------------------------------------------------------- the playground


async def run_playground(data_dir: Path, host: str, port: int, *, fresh: bool = False) -> None:
    """Serves the playground with the bot in one process until SIGINT or SIGTERM."""
    time = Time()
    with _told_to_stop() as stop:
        async with playing(data_dir, time, fresh=fresh) as stage, stage.serving_page(host, port) as address:
            print(f"The playground is ready: {address}/  (Ctrl+C ends it)", flush=True)
            await stop


@asynccontextmanager
async def playing(data_dir: Path, time: Time, *, fresh: bool = False) -> AsyncIterator[Stage]:
    """The playground's server and the bot that reaches it through its real Telegram platform."""
    database = await prepared(data_dir, time, fresh=fresh)
    stage = Stage(data_dir, time)
    platform = Telegram(stage.playground.token, "", paced=False, poll=20)
    try:
        async with stage.playground.serving() as api:
            platform.at(api)
            await platform.open()
            async with running(database, platform, data_dir / "evidence", time.now) as bot:
                await stage.take_in(database, bot.clock.next_due, bot.clock.look)
                yield stage
    finally:
        stage.playground.world.save()
        await platform.close()
        await database.close()
