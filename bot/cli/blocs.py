"""`ktd bloc`: load one from its file, show what is loaded."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.ends import Json, end, looked, print_json, typed, written
from bot.cli.usage import place, said
from domain.texts import counted

if TYPE_CHECKING:
    from config.bloc_files import BlocFile

app = typer.Typer(no_args_is_help=True, help="Blocs: load one from its file, show what is loaded.")


@app.command("load")
def bloc_load(file: Annotated[Path, typer.Argument(parser=place, metavar="FILE", help="A bloc file (ktd-bloc/1).")]) -> None:
    """Create or update a bloc from its file."""
    from bot.bloc_checks import missing_table
    from bot.playground.preparing import takes_the_sample
    from config.bloc_files import BlocFaults, read_bloc_file
    from config.yaml_files import FileRefused, content_of
    from handlers.blocs import load_bloc

    try:
        bloc = read_bloc_file(content_of(file))
    except FileRefused as refusal:
        end(1, f"{file}: {refusal}")
    except BlocFaults as faults:
        end(1, *(f"{file}: {line}" for line in faults.lines))

    async def load(store: Any, now: datetime) -> str:
        if await takes_the_sample(store, bloc):
            end(1, f"{file}: {bloc.id} is the sample bloc of this playground, and stays as it is; give your own bloc an `id` of its own")
        await load_bloc(store, bloc, now)
        return await missing_table(store, bloc.id, typed)

    missing = written(load)
    print(f"{bloc.id}: {counted(len(bloc.units), 'unit')}")
    if missing:
        print(f"Note: {missing}")


@app.command("show")
def bloc_show(
    id: Annotated[str | None, typer.Argument(parser=said, metavar="ID", help="The bloc's id; all where left out.")] = None, as_json: Json = False
) -> None:
    """Show the loaded blocs."""
    from config.bloc_files import bloc_file_of

    async def look(store: Any) -> list[dict[str, Any]]:
        found = []
        for bloc in await store.blocs.everything():
            if id in (None, bloc.id):
                units = [
                    {"code": unit.code, "name": unit.name, "post": unit.post, "aliases": list(unit.aliases)}
                    for unit in await store.units.of_bloc(bloc.id)
                ]
                found.append(
                    {
                        "id": bloc.id,
                        "name": bloc.name,
                        "timezone": str(bloc.zone),
                        "year": bloc.year,
                        "units": units,
                        **_rest(bloc_file_of(bloc.file)),
                    }
                )
        return found

    blocs: list[dict[str, Any]] = looked(look, absent=[])
    if id is not None and not blocs:
        end(1, f"There is no bloc {id}. `ktd bloc show` lists those that are loaded.")
    if as_json:
        print_json(blocs[0] if id is not None else blocs)
        return
    for bloc in blocs:
        print(f"{bloc['id']}: {bloc['name']} ({bloc['year']}, {bloc['timezone']})")
        for unit in bloc["units"]:
            also = f" (also: {', '.join(unit['aliases'])})" if unit["aliases"] else ""
            print(f"  {unit['code']:10} {unit['name']}{also}{' – ' + unit['post'] if unit['post'] else ''}")
        print("\n".join(_rest_lines(bloc)))
    if not blocs:
        print(f"No bloc is loaded. Type: {typed('bloc load FILE')}")


def _rest(file: "BlocFile") -> dict[str, Any]:
    """What the file says beside the units, as JSON has it; entries that were left out stand with what counts then."""
    return file.model_dump(mode="json", by_alias=True, include={"observer", "secretary", "rubric", "reminders", "digest"})


def _rest_lines(bloc: dict[str, Any]) -> list[str]:
    reminders, digest, secretary = bloc["reminders"], bloc["digest"], bloc["secretary"]
    quiet, days = reminders["quiet"], ", ".join(str(day) for day in reminders["deadline_days"])
    told = [
        f"{reminders['at'][:5]}, days before a deadline: {days or 'none'}",
        f"before a meeting: {', '.join(reminders['meeting']) or 'none'}",
        f"quiet {quiet['from'][:5]}-{quiet['to'][:5]}",
        *(["workdays only"] if reminders["workdays_only"] else []),
    ]
    return [
        f"  observer: {bloc['observer']['name'] or 'none'}",
        f"  secretary: {', '.join(filter(None, (secretary['name'], secretary['phone']))) or 'none'}",
        f"  rubric: {bloc['rubric'] or 'none'}",
        f"  reminders: {'; '.join(told)}",
        f"  summary: {digest['at'][:5]} on {', '.join(digest['days']) or 'no day'}; in the last week: {digest['last_week']}",
    ]
