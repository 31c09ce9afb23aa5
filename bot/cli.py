"""The commands of `ktd`: each a few lines over a function elsewhere. Exit codes: 0 done, 1 a fault told in plain words, 2 wrong usage."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from config.settings import Settings, SettingsFaults, load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="ktd, the chat companion of an emulation bloc.", pretty_exceptions_enable=False)
bloc_app = typer.Typer(no_args_is_help=True, help="Blocs: load one from its file, show what is loaded.")
invite_app = typer.Typer(no_args_is_help=True, help="Invites: new, list, revoke.")
period_app = typer.Typer(no_args_is_help=True, help="Review periods.")
app.add_typer(bloc_app, name="bloc")
app.add_typer(invite_app, name="invite")
app.add_typer(period_app, name="period")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
T = TypeVar("T")


def main() -> None:
    """The entry point."""
    app()


@app.command()
def run() -> None:
    """Run on every platform that has a token; without any, the playground."""
    _end_quietly_when_told()
    from bot.app import Stopped, run_live, run_playground
    from bot.playground.stage import LiveDatabase

    settings = _settings()
    _log(settings.log)
    if settings.telegram_token is None and _has_run_live(settings):
        _end(2, "This data directory has run live, and no token is set. Set KTD_TELEGRAM_TOKEN, or point KTD_DATA_DIR elsewhere.")
    try:
        if settings.telegram_token is not None:
            _say_what_is_missing(settings)
            _looped(run_live(settings))
        else:
            _loopback_only(settings.host)
            print("No token is set: this is the playground. For a bloc of your own: ktd bloc load FILE, then ktd invite new --help", flush=True)
            _looped(run_playground(settings.data_dir / "playground", settings.host, settings.port))
    except Stopped as stopped:
        _end(1, str(stopped))
    except LiveDatabase:
        _end(2, "The database here has run live; the playground never opens it.")
    except OSError as fault:
        _end(1, f"{settings.host}:{settings.port} cannot be served: {fault.strerror or fault}")


@app.command()
def playground(
    port: Annotated[int | None, typer.Option(help="The page's port.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, forgetting what was played.")] = False,
) -> None:
    """Run the playground on its own data directory."""
    _end_quietly_when_told()
    from bot.app import run_playground
    from bot.playground.stage import LiveDatabase

    settings = _settings()
    _log(settings.log)
    _loopback_only(settings.host)
    try:
        _looped(run_playground(settings.data_dir / "playground", settings.host, settings.port if port is None else port, fresh=fresh))
    except LiveDatabase:
        _end(2, "The database here has run live; the playground never opens it.")
    except OSError as fault:
        _end(1, f"the page cannot be served: {fault.strerror or fault}")


@app.command()
def check(as_json: Json = False) -> None:
    """Look at settings, database, migrations, rubrics, unreadable updates and undeliverable messages."""
    from bot.checks import checked

    settings = _settings()
    findings = _looped(checked(settings))
    if as_json:
        print(json.dumps([{"what": one.what, "ok": one.ok, "detail": one.detail} for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            print(f"{'ok  ' if one.ok else 'FAIL'} {one.what}: {one.detail}")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)


# ---------------------------------------------------------------------------------------------------------------- blocs


@bloc_app.command("load")
def bloc_load(file: Annotated[Path, typer.Argument(help="A bloc file (ktd-bloc/1).")]) -> None:
    """Create or update a bloc from its file."""
    from config.bloc_files import BlocFaults, read_bloc_file
    from handlers.blocs import load_bloc

    try:
        bloc = read_bloc_file(file.read_bytes())
    except OSError as fault:
        _end(1, f"{file}: {fault.strerror}")
    except BlocFaults as faults:
        _end(1, *(f"{file}: {line}" for line in faults.lines))
    _written(lambda store, now: load_bloc(store, bloc, now))
    print(f"{bloc.id}: {len(bloc.units)} units")


@bloc_app.command("show")
def bloc_show(id: Annotated[str | None, typer.Argument(help="The bloc's id; all where left out.")] = None, as_json: Json = False) -> None:
    """Show the loaded blocs."""

    async def look(store: Any, now: datetime) -> list[dict[str, Any]]:
        found = []
        for bloc in await store.blocs.everything():
            if id in (None, bloc.id):
                units = [{"code": unit.code, "name": unit.name, "post": unit.post} for unit in await store.units.of_bloc(bloc.id)]
                found.append({"id": bloc.id, "name": bloc.name, "timezone": str(bloc.zone), "year": bloc.year, "units": units})
        return found

    blocs = _written(look)
    if id is not None and not blocs:
        _end(1, f"There is no bloc {id}.")
    if as_json:
        print(json.dumps(blocs[0] if id is not None else blocs, ensure_ascii=False))
        return
    for bloc in blocs:
        print(f"{bloc['id']}: {bloc['name']} ({bloc['year']})")
        for unit in bloc["units"]:
            print(f"  {unit['code']:10} {unit['name']}{' – ' + unit['post'] if unit['post'] else ''}")


# ---------------------------------------------------------------------------------------------------------------- invites


@invite_app.command("new")
def invite_new(
    bloc: Annotated[str, typer.Option(help="The bloc's id.")],
    role: Annotated[str, typer.Option(help="unit_leader, unit_focal_point, secretariat, province_office, external_appraiser or sys_admin.")],
    unit: Annotated[str | None, typer.Option(help="The unit's code, for unit roles.")] = None,
    all_units: Annotated[bool, typer.Option("--all-units", help="One invite for each unit.")] = False,
    uses: Annotated[int, typer.Option(min=1, max=1000)] = 1,
    days: Annotated[int, typer.Option(min=1, max=3650)] = 14,
    as_json: Json = False,
) -> None:
    """Make a new invite."""
    from domain.people import UNIT_ROLES, Role
    from handlers.blocs import NoSuchBloc, NoSuchUnit, issue_invite

    if role not in {one.value for one in Role} - {Role.BLOC_CHAIR.value, Role.BLOC_VICE_CHAIR.value}:
        _end(2, f"--role {role}: there is no such role to invite to (chair and vice chair are the leaders of their units).")
    of_unit = Role(role) in UNIT_ROLES
    if of_unit != (unit is not None or all_units) or (unit is not None and all_units):
        _end(2, "--unit or --all-units goes with unit_leader and unit_focal_point, and with these alone.")

    async def issue(store: Any, now: datetime) -> list[dict[str, Any]]:
        units = [one.code for one in await store.units.of_bloc(bloc)] if all_units else [unit]
        issued = [await issue_invite(store, bloc, one, Role(role), uses, timedelta(days=days), now) for one in units]
        link = await store.notes.read("link:telegram")
        return [_invite(one.code, one.unit, one.expires_at, link) for one in issued]

    try:
        invites = _written(issue)
    except NoSuchBloc:
        _end(1, f"There is no bloc {bloc}. Load it first: ktd bloc load FILE")
    except NoSuchUnit:
        _end(1, f"The bloc {bloc} has no unit {unit}.")
    if as_json:
        print(json.dumps(invites if all_units else {key: value for key, value in invites[0].items() if key != "unit"}, ensure_ascii=False))
        return
    for one in invites:
        print(f"{one['unit']:10} {one['links']['telegram'] or '/start ' + one['code']}  until {one['expires_at'][:10]}")


def _invite(code: str, unit: str, expires_at: datetime, link: str) -> dict[str, Any]:
    return {"code": code, "unit": unit, "links": {"telegram": link.replace("{code}", code) or None}, "expires_at": expires_at.isoformat()}


@invite_app.command("list")
def invite_list(as_json: Json = False) -> None:
    """List all invites and their states."""

    async def look(store: Any, now: datetime) -> list[dict[str, Any]]:
        return [
            {
                "code": one.code, "bloc": one.bloc_id, "unit": one.unit_code or None, "role": one.role.value, "state": one.state(now),
                "uses_left": one.uses_left, "expires_at": one.expires_at.isoformat(),
            }
            for one in await store.invites.everything()
        ]  # fmt: skip

    invites = _written(look)
    if as_json:
        print(json.dumps(invites, ensure_ascii=False))
        return
    for one in invites:
        print(f"{one['code']}  {one['bloc']}  {one['unit'] or '-':10} {one['role']:18} {one['state']}")


@invite_app.command("revoke")
def invite_revoke(code: str) -> None:
    """Revoke an invite."""
    if not _written(lambda store, now: store.invites.revoke(code, now)):
        _end(1, "There is no such invite, or it is revoked already.")
    print("revoked")


# ---------------------------------------------------------------------------------------------------------------- periods


@period_app.command("new")
def period_new(
    bloc: Annotated[str, typer.Option(help="The bloc's id.")],
    rubric: Annotated[str, typer.Option(help="A rubric file, or the id of a table that comes with ktd.")],
    title: Annotated[str, typer.Option()],
    opens: Annotated[str, typer.Option(help="ISO time; not later than now opens it at once.")],
    closes: Annotated[str, typer.Option(help="ISO time of the deadline.")],
    kind: Annotated[str, typer.Option(help="midyear, yearend or thematic.")] = "midyear",
    no_late: Annotated[bool, typer.Option("--no-late", help="Close at the deadline.")] = False,
    late_days: Annotated[str, typer.Option(help="calendar or working.")] = "calendar",
    as_json: Json = False,
) -> None:
    """Make a new review period."""
    from bot.periods import PeriodFaults, new_period

    try:
        number = _written(
            lambda store, now: new_period(
                store, now, bloc, rubric, title, opens, closes, kind=kind, takes_late=not no_late, late_days=late_days
            )
        )  # fmt: skip
    except PeriodFaults as faults:
        _end(1, *faults.lines)
    print(json.dumps({"id": number}) if as_json else f"period {number}")


# ---------------------------------------------------------------------------------------------------------------- shared


def _settings() -> Settings:
    try:
        return load_settings(os.environ, Path(".env"))
    except SettingsFaults as faults:
        _end(2, *faults.lines)


def _written(act: Callable[[Any, datetime], Awaitable[T]]) -> T:
    """Runs something on the database in one transaction, while `ktd run` may be running."""
    from bot.app import Time
    from storage.database import Database
    from storage.store import Store

    settings, now = _settings(), Time().now()

    async def run_it() -> T:
        database = await Database.open(settings.database)
        try:
            async with database.writing() as connection:
                return await act(Store(connection), now)
        finally:
            await database.close()

    return _looped(run_it())


def _has_run_live(settings: Settings) -> bool:
    from storage.database import has_note

    return settings.database.is_file() and has_note(settings.database, "live")


def _say_what_is_missing(settings: Settings) -> None:
    from storage.database import has_bloc

    if not (settings.database.is_file() and has_bloc(settings.database)):
        print("No bloc is loaded yet. Type: ktd bloc load FILE   and then: ktd invite new --help", flush=True)


def _loopback_only(host: str) -> None:
    if host not in {"127.0.0.1", "localhost", "::1"}:
        _end(2, f"KTD_HOST {host}: the playground is served on this machine alone (127.0.0.1).")


def _end_quietly_when_told() -> None:
    """Until the loop listens for them itself, SIGINT and SIGTERM end the process with 0: nothing has begun."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))


def _looped(work: Coroutine[Any, Any, T]) -> T:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def _log(kind: str) -> None:
    form = (
        '{"at":"%(asctime)s","level":"%(levelname)s","part":"%(name)s","text":"%(message)s"}'
        if kind == "json"
        else "%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.basicConfig(level=logging.INFO, format=form, stream=sys.stderr)
    for noisy in ("apscheduler", "telegram", "httpx", "aiohttp", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _end(code: int, *lines: str) -> NoReturn:
    for line in lines:
        print(line, file=sys.stderr)
    raise typer.Exit(code)
