"""`ktd run` and `ktd playground`."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.cli import STOPPING, end_with_0
from bot.cli.ends import end, looped, settings, told_plainly, typed
from bot.cli.usage import whole
from config.settings import Settings

PRIVATE = 0o077


@contextmanager
def _stopped_quietly() -> Iterator[None]:
    """Until the loop listens for SIGINT and SIGTERM itself, they end the process with 0. Once it has ended they change nothing.

    The loop leaves them blocked as it ends (bot/stopping.py), for it gives them back their deadly default. A process started later would inherit that and
    never hear them, so here they are ignored instead, which also drops one that came meanwhile, and the mask is put back.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    end_with_0()
    try:
        yield
    finally:
        for name in STOPPING:
            signal.signal(name, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@_stopped_quietly()
def run() -> None:
    """Run on every platform that has a token; without any, the playground."""
    from bot.app import run_live, run_playground

    given = settings()
    _keep_private(given)
    with _ends_told(given):
        if given.telegram_token is not None:
            _say_where(given.data_dir)
            _say_what_is_missing(given.database)
            looped(run_live(given))
            return
        if _has_run_live(given):
            end(2, "This data directory has run live, and no token is set. Set KTD_TELEGRAM_TOKEN, or point KTD_DATA_DIR elsewhere.")
        _loopback_only(given.host)
        print("No token is set: this is the playground.", flush=True)
        _say_where(given.data_dir / "playground")
        _say_what_is_missing(given.data_dir / "playground" / "ktd.db", is_playground=True)
        looped(run_playground(given.data_dir / "playground", given.host, given.port))


@_stopped_quietly()
def playground(
    port: Annotated[int | None, typer.Option(parser=whole(0, 65535), metavar="N", help="The page's port.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew, forgetting what was played; a playground that holds a bloc of your own is put aside.")
    ] = False,
) -> None:
    """Run the playground on its own data directory."""
    from bot.app import run_playground

    given = settings()
    _keep_private(given)
    _loopback_only(given.host)
    with _ends_told(given):
        looped(
            run_playground(
                given.data_dir / "playground", given.host, given.port if port is None else port, fresh=fresh, to_open=partial(typed, "playground")
            )
        )


def _keep_private(given: Settings) -> None:
    """Nobody else on the machine reads what is kept, and the log holds no secret."""
    os.umask(PRIVATE)
    logs.set_up(given.log, given.secrets)


@contextmanager
def _ends_told(given: Settings) -> Iterator[None]:
    from bot.app import Stopped
    from bot.playground.preparing import LiveDatabase
    from storage.leases import AlreadyRunning

    with told_plainly(given):
        try:
            yield
        except Stopped as stopped:
            end(1, str(stopped))
        except LiveDatabase:
            end(2, "The database here has run live; the playground never opens it.")
        except AlreadyRunning:
            end(1, f"{given.data_dir}: another ktd is running on this data directory. Stop that one first, or point KTD_DATA_DIR elsewhere.")


def _has_run_live(given: Settings) -> bool:
    from storage.schema import has_note

    return given.database.is_file() and has_note(given.database, "live")


def _say_where(data_dir: Path) -> None:
    """Started in another folder, a relative directory is another one, and the bot another bot."""
    print(f"Data: {data_dir.absolute()}", flush=True)


def _say_what_is_missing(database: Path, *, is_playground: bool = False) -> None:
    """The playground has a bloc of its own from the start; one's own is loaded beside it, into the playground's data."""
    from bot.playground.stage import BLOC
    from storage.schema import has_bloc

    if not (database.is_file() and has_bloc(database, BLOC.stem if is_playground else "")):
        load, invite = (typed(words, database.parent if is_playground else None) for words in ("bloc load FILE", "invite new --help"))
        print(f"No bloc of your own is loaded yet. Type: {load}   and then: {invite}", flush=True)


def _loopback_only(host: str) -> None:
    from bot.playground.guard import NotLoopback, require_loopback

    try:
        require_loopback(host)
    except NotLoopback as refusal:
        end(2, f"KTD_HOST {refusal}")
