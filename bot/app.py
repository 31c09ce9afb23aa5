"""The composition root: the only module that knows all others. Every part is handed what it needs as arguments; the one clock is built here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.platforms.telegram.platform import Telegram
from bot.playground.preparing import begin_anew, prepared
from bot.playground.stage import Stage
from bot.runtime.clock import Clock
from bot.runtime.engine import Engine
from bot.runtime.fetching import Fetching
from bot.runtime.files import Files
from bot.runtime.menus import Menus
from bot.runtime.receiving import Receiving
from bot.runtime.relay import Relay
from bot.runtime.standing import DEFAULT_ZONE
from bot.runtime.starting import begun
from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.turns import Turns
from bot.runtime.watchdog import Health, Parts, Watchdog
from bot.runtime.writing import Writing
from bot.stopping import first_of, told_to_stop
from bot.web import CannotServe, health_route, serving_health
from config.catalogue import Catalogue
from config.settings import Settings
from handlers.contents import FLOWS
from handlers.dialogue import Platform, PlatformRefused
from storage.database import Database
from storage.leases import lease
from storage.store import Store

log = logging.getLogger("ktd")

STOP_WITHIN = 8.0


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
    menus: Menus
    failed: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@asynccontextmanager
async def running(
    database: Database, platform: Platform, kept: Path, now: Callable[[], datetime], health: Health | None = None
) -> AsyncIterator[Bot]:
    """A bot on an open database and a platform that is open: everything runs until the block ends, then stops cleanly. `health` where it is looked at
    already."""
    bot = await _assembled(database, platform, kept, now, health or _health_of(database, platform))
    await bot.relay.recover()
    bot.clock.start()
    receiving = _working(bot, _receive(bot))
    others = [_working(bot, bot.relay.run()), _working(bot, bot.fetching.run()), _working(bot, bot.menus.run())]
    try:
        yield bot
    finally:
        receiving.cancel()
        await bot.clock.stop()
        await bot.engine.finish()
        await bot.relay.stop(STOP_WITHIN)
        for task in others:
            task.cancel()
        await asyncio.gather(receiving, *others, return_exceptions=True)
        bot.files.close()


def _working(bot: Bot, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Runs a part of the bot beside the others; where it fails, the bot has failed."""
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda done: _look_at_end(bot, done))
    return task


def _look_at_end(bot: Bot, done: "asyncio.Task[None]") -> None:
    if not done.cancelled() and (fault := done.exception()) is not None:
        log.critical("a part of the bot failed", exc_info=fault)
        _fail(bot.failed, f"a part of the bot failed ({type(fault).__name__}); the log says where")


def _health_of(database: Database, platform: Platform) -> Health:
    return Health(database, platform, database.path.parent / "backups")


async def _assembled(database: Database, platform: Platform, kept: Path, now: Callable[[], datetime], health: Health) -> Bot:
    store, table = Store(database.writer), FlowTable(FLOWS)
    writing = Writing(Catalogue.load(), table)
    telling = Telling(store, writing)
    turns = Turns(store, table, writing, telling, now, lambda name: platform.link)
    engine = Engine(database, store, table, turns, telling, now)
    files = Files(kept)
    relay = Relay(database, platform, files, now, lambda name: writing.catalogue.text("engine.file_not_made", DEFAULT_ZONE, {"name": name}))
    clock = Clock(database, engine, now)
    fetching = Fetching(database, platform, files, now, clock.look)
    receiving = Receiving(platform, engine, relay)
    engine.may_leave, engine.leave = relay.may_leave, relay.leave
    menus = Menus(platform, database, table, writing.catalogue, engine.seats_changed)
    engine.after_commit = [relay.look, fetching.look, clock.look_if_due, menus.look_if_changed]
    clock.after_run = relay.look
    health.parts = Parts(receiving, relay, clock)
    await begun(database, platform, now())
    return Bot(database, engine, clock, relay, fetching, receiving, platform, health, files, menus)


async def _receive(bot: Bot) -> None:
    try:
        await bot.receiving.run()
    except PlatformRefused as refusal:
        _fail(bot.failed, str(refusal))


def _fail(failed: "asyncio.Future[str]", reason: str) -> None:
    if not failed.done():
        failed.set_result(reason)


# ---------------------------------------------------------------------------------------------------------------- live


async def run_live(settings: Settings) -> None:
    """Runs on Telegram until SIGINT or SIGTERM. Raises Stopped with what ended it otherwise, or AlreadyRunning."""
    token = settings.telegram_token
    if token is None:
        raise Stopped("no token is set")
    time = Time()
    platform = Telegram(token.get_secret_value(), settings.telegram_api, paced=settings.telegram_pace == "on")
    with told_to_stop() as stop, lease(settings.data_dir / "ktd.lease"):
        database = await Database.open(settings.database)
        health = _health_of(database, platform)
        try:
            await _mark_live(database, time.now())
            async with serving_health(settings.host, settings.port, health) as address:
                print(f"Health: {address}/health", flush=True)
                if await _opened_before(platform, stop):
                    await _live(settings, database, platform, time, stop, health)
        except (PlatformRefused, CannotServe) as refusal:
            raise Stopped(str(refusal)) from None
        finally:
            await platform.close()
            await database.close()


async def _live(settings: Settings, database: Database, platform: Telegram, time: Time, stop: "asyncio.Future[None]", health: Health) -> None:
    async with running(database, platform, settings.data_dir / "evidence", time.now, health) as bot:
        print(f"ktd is running on Telegram: {platform.link.partition('?')[0]}", flush=True)
        watchdog = asyncio.ensure_future(Watchdog(bot.health.look).run())
        await first_of(stop, bot.failed, watchdog)
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


# ---------------------------------------------------------------------------------------------------------------- the playground


async def run_playground(
    data_dir: Path, host: str, port: int, *, fresh: bool = False, to_open: Callable[[Path], str] = "KTD_DATA_DIR={} ktd playground".format
) -> None:
    """Serves the playground with the bot in one process until SIGINT or SIGTERM. Raises Stopped, AlreadyRunning or LiveDatabase.

    `to_open`: the command, as it can be pasted, that opens the playground in a data folder.
    """
    time = Time()
    with told_to_stop() as stop, lease(data_dir.with_name(f"{data_dir.name}.lease")):
        if fresh and (aside := begin_anew(data_dir, time.now())) is not None:
            print(
                f"The playground that was here holds a bloc of your own, so it was not deleted. To open it: {to_open(aside.parent)}",
                flush=True,
            )
        async with _played(data_dir, time) as (stage, bot), _serving_page(stage, bot.health, host, port) as address:
            print(f"The playground is ready: {address}/  (Ctrl+C ends it)", flush=True)
            await first_of(stop, bot.failed)
            if bot.failed.done():
                raise Stopped(bot.failed.result())


@asynccontextmanager
async def _serving_page(stage: Stage, health: Health, host: str, port: int) -> AsyncIterator[str]:
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(stage.serving_page(host, port, [health_route(health)]))
        except OSError as fault:
            raise Stopped(f"{host}:{port} cannot be served: {fault.strerror or fault}; KTD_PORT names another port") from None
        yield address


@asynccontextmanager
async def playing(data_dir: Path, time: Time) -> AsyncIterator[Stage]:
    """The playground's server and the bot that reaches it through its real Telegram platform."""
    async with _played(data_dir, time) as (stage, _):
        yield stage


@asynccontextmanager
async def _played(data_dir: Path, time: Time) -> AsyncIterator[tuple[Stage, Bot]]:
    database = await prepared(data_dir, time)
    stage = Stage(data_dir, time)
    platform = Telegram(stage.playground.token, "", paced=False, poll=20)
    try:
        async with stage.playground.serving() as api:
            platform.at(api)
            await platform.open()
            async with running(database, platform, data_dir / "evidence", time.now) as bot:
                await stage.take_in(database, bot.clock.next_due, bot.clock.look)
                yield stage, bot
    finally:
        stage.playground.world.save()
        await platform.close()
        await database.close()
