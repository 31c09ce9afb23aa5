"""How commands begin and end: the settings, a transaction on the database, one plain line for each fault."""

import asyncio
import json
import os
import shlex
import shutil
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from config.settings import Settings, SettingsFaults, load_settings

if TYPE_CHECKING:
    from storage.database import Database

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")]
T = TypeVar("T")


def end(code: int, *lines: str) -> NoReturn:
    """Ends the command with these lines on standard error."""
    for line in lines:
        print(line, file=sys.stderr)
    raise typer.Exit(code)


def command() -> str:
    """How this command was begun, to be typed again: `ktd` where it is on the path, else with its folder, or as a module."""
    begun = Path(sys.argv[0])
    if begun.name != "ktd":
        return "python -m bot"
    found = shutil.which("ktd")
    if found is not None and Path(found).resolve() == begun.resolve():
        return "ktd"
    return str(begun.relative_to(Path.cwd())) if begun.is_absolute() and begun.is_relative_to(Path.cwd()) else str(begun)


def typed(words: str, data_dir: Path | None = None) -> str:
    """A command as it can be pasted where this one was typed: with the data folder before it where `.env` alone would not name it."""
    prefix = data_dir if data_dir is not None else os.environ.get("KTD_DATA_DIR")
    return f"{f'KTD_DATA_DIR={shlex.quote(str(prefix))} ' if prefix else ''}{command()} {words}"


def end_without(bloc: str) -> NoReturn:
    """Ends the command where no bloc of this id is loaded."""
    end(1, without(bloc))


def without(bloc: str) -> str:
    """The line for a bloc that is not loaded."""
    return f"There is no bloc {bloc}. Load it first: {typed('bloc load FILE')}"


def print_json(document: object) -> None:
    """The one document of `--json`."""
    print(json.dumps(document, ensure_ascii=False))


def settings() -> Settings:
    """The settings, or the end with 2 and a line for each fault."""
    try:
        return load_settings(os.environ, Path(".env"))
    except SettingsFaults as faults:
        end(2, *faults.lines)


def written(act: Callable[[Any, datetime], Awaitable[T]]) -> T:
    """Runs something on the database in one transaction, while `ktd run` may be running; in a playground's data, by the playground's clock."""
    from storage.store import Store

    given = settings()

    async def run_it(database: "Database") -> T:
        now = now_in(given.data_dir)
        async with database.writing() as connection:
            return await act(Store(connection), now)

    return _on_database(given, run_it)


def now_in(data_dir: Path) -> datetime:
    """What time it is for the data in this folder: in a playground's, by its clock."""
    from bot.app import Time
    from bot.playground.stage import kept_ahead

    return Time().now() + kept_ahead(data_dir)


def looked(act: Callable[[Any], Awaitable[T]], absent: T | None = None) -> T:
    """Reads from one state of the database, without holding anybody up who writes. Where there is none yet, none is made: `absent` is
    given, or it ends with 1."""
    from storage.store import Store

    given = settings()
    with told_plainly(given):
        is_there, is_folder = given.database.is_file(), given.data_dir.is_dir() or not given.data_dir.exists()
    if not is_there and is_folder and absent is not None:
        return absent
    if not is_there and absent is None:
        end(1, f"{given.database}: is not there. Look at KTD_DATA_DIR, or load a bloc first: {typed('bloc load FILE')}")

    async def run_it(database: "Database") -> T:
        async with database.looking() as connection:
            return await act(Store(connection))

    return _on_database(given, run_it)


def _on_database(given: Settings, work: Callable[["Database"], Awaitable[T]]) -> T:
    from storage.database import Database

    async def run_it() -> T:
        database = await Database.open(given.database)
        try:
            return await work(database)
        finally:
            await database.close()

    with told_plainly(given):
        return looped(run_it())


@contextmanager
def told_plainly(given: Settings) -> Iterator[None]:
    """Turns what the disk and the database may refuse into one line and the end with 1."""
    from storage.database import StorageFault
    from storage.schema import DatabaseFromTheFuture, NotADatabase

    try:
        yield
    except NotADatabase:
        end(1, f"{given.database}: is no database of ktd's.")
    except DatabaseFromTheFuture:
        end(1, f"{given.database}: was written by a newer ktd than this one.")
    except StorageFault as fault:
        end(1, f"{given.database}: {fault}. Nothing was changed.")
    except OSError as fault:
        end(1, f"{fault.filename or given.data_dir}: {fault.strerror or fault}")


def require_free(place: Path, *, force: bool) -> None:
    """Ends with 1 where a file is in the way and may not be written over."""
    try:
        taken = place.exists()
    except OSError as fault:
        end(1, f"{place}: {fault.strerror or fault}")
    if taken and place.is_dir():
        end(1, f"{place}: is a folder; name a file")
    if taken and not force:
        end(1, f"{place}: is there already; nothing was written. Add --force to write over it.")


def looped(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)
