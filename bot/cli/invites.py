"""`ktd invite`: new, list, revoke."""

import sys
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.ends import Json, end, end_without, looked, now_in, print_json, settings, typed, written
from bot.cli.usage import said, whole
from domain.texts import one_line

app = typer.Typer(no_args_is_help=True, help="Invites: new, list, revoke.")
INVITED = ("unit_leader", "unit_focal_point", "secretariat", "province_office", "external_appraiser", "sys_admin")


@app.command("new")
def invite_new(
    bloc: Annotated[str, typer.Option(parser=said, metavar="ID", help="The bloc's id.")],
    role: Annotated[str, typer.Option(help="unit_leader, unit_focal_point, secretariat, province_office, external_appraiser or sys_admin.")],
    unit: Annotated[
        str | None, typer.Option(parser=said, metavar="CODE", help="For unit roles: the unit's code, name or one of its aliases.")
    ] = None,
    all_units: Annotated[bool, typer.Option("--all-units", help="One invite for each unit.")] = False,
    uses: Annotated[int, typer.Option(parser=whole(1, 1000), metavar="N", help="How many people may join by it.")] = 1,
    days: Annotated[int, typer.Option(parser=whole(1, 3650), metavar="N", help="How many days it can be used.")] = 14,
    appraiser: Annotated[
        str, typer.Option(help="For external_appraiser: the name its criteria bear in the rubric; without it, every external one.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Make a new invite."""
    from domain.people import UNIT_ROLES, Role
    from handlers.blocs import NoSuchBloc, NoSuchUnit, SeveralUnits, issue_invite, unknown_appraiser

    if role not in INVITED:
        end(
            2,
            f"--role {role}: there is no such role to invite to. Those are {', '.join(INVITED)}; chair and vice chair are the leaders of their units.",
        )
    of_unit = Role(role) in UNIT_ROLES
    if of_unit != (unit is not None or all_units) or (unit is not None and all_units):
        end(2, "--unit or --all-units goes with unit_leader and unit_focal_point, and with these alone.")

    if appraiser and role != Role.EXTERNAL_APPRAISER.value:
        end(2, "--appraiser goes with external_appraiser alone.")

    async def issue(store: Any, now: datetime) -> list[dict[str, Any]]:
        if await store.blocs.of(bloc) is None:
            raise NoSuchBloc(bloc)
        units = [one.code for one in await store.units.of_bloc(bloc)] if all_units else [unit]
        issued = [await issue_invite(store, bloc, one, Role(role), uses, timedelta(days=days), now, appraiser.strip()) for one in units]
        link = await store.notes.read("link:telegram")
        if appraiser and (known := await unknown_appraiser(store, bloc, appraiser)) is not None:
            noted.append(_no_such_appraiser(appraiser, known))
        return [_invite(one.code, one.unit, one.expires_at, link) for one in issued]

    noted: list[str] = []
    try:
        invites = written(issue)
    except NoSuchBloc:
        end_without(bloc)
    except NoSuchUnit:
        end(1, f"The bloc {bloc} has no unit {unit}. `ktd bloc show {bloc}` lists its units.")
    except SeveralUnits as several:
        end(1, f"--unit {unit}: names several units of the bloc: {', '.join(several.codes)}. Give the code of one.")
    for line in noted:
        print(line, file=sys.stderr)
    if as_json:
        print_json(invites if all_units else {key: value for key, value in invites[0].items() if key != "unit"})
        return
    for one in invites:
        print(f"{one['unit'] or '-':10} {role:18} {one['links']['telegram'] or '/start ' + one['code']}  until {one['expires_at'][:10]}")


def _no_such_appraiser(name: str, known: tuple[str, ...]) -> str:
    """A note and no refusal: an appraiser may well be invited before the table that names them is there."""
    names = f"those named are {', '.join(known)}" if known else "none is named there"
    return (
        f"Note: --appraiser {one_line(name)}: no criterion of the bloc's tables bears this name; {names}. "
        "Until one does, who joins by this invite finds nothing to score; if it is mistyped, take it back with `ktd invite revoke CODE`."
    )


def _invite(code: str, unit: str, expires_at: datetime, link: str) -> dict[str, Any]:
    return {"code": code, "unit": unit, "links": {"telegram": link.replace("{code}", code) or None}, "expires_at": expires_at.isoformat()}


@app.command("list")
def invite_list(as_json: Json = False) -> None:
    """List all invites and their states."""

    now = now_in(settings().data_dir)

    async def look(store: Any) -> list[dict[str, Any]]:
        return [
            {
                "code": one.code, "bloc": one.bloc_id, "unit": one.unit_code or None, "role": one.role.value, "state": one.state(now),
                "uses_left": one.uses_left, "expires_at": one.expires_at.astimezone(ZoneInfo(one.zone)).isoformat(),
            }
            for one in await store.invites.everything()
        ]  # fmt: skip

    invites: list[dict[str, Any]] = looked(look, absent=[])
    if as_json:
        print_json(invites)
        return
    for one in invites:
        uses = "1 use left" if one["uses_left"] == 1 else f"{one['uses_left']} uses left"
        print(f"{one['code']}  {one['bloc']}  {one['unit'] or '-':10} {one['role']:18} {one['state']:8} {uses:14} until {one['expires_at'][:10]}")
    if not invites:
        print(f"No invite yet. Make one: {typed('invite new --help')}")


@app.command("revoke")
def invite_revoke(code: str) -> None:
    """Revoke an invite."""
    if not written(lambda store, now: store.invites.revoke(code, now)):
        end(1, "There is no such invite, or it is revoked already.")
    print("revoked")
