"""`ktd bloc`: load one from its file, show what is loaded."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.ends import Json, end, print_json, written

app = typer.Typer(no_args_is_help=True, help="Blocs: load one from its file, show what is loaded.")


@app.command("load")
def bloc_load(file: Annotated[Path, typer.Argument(help="A bloc file (ktd-bloc/1).")]) -> None:
    """Create or update a bloc from its file."""
    from config.bloc_files import BlocFaults, read_bloc_file
    from config.yaml_files import FileRefused, content_of
    from handlers.blocs import load_bloc

    try:
        bloc = read_bloc_file(content_of(file))
    except FileRefused as refusal:
        end(1, f"{file}: {refusal}")
    except BlocFaults as faults:
        end(1, *(f"{file}: {line}" for line in faults.lines))
    written(lambda store, now: load_bloc(store, bloc, now))
    print(f"{bloc.id}: {len(bloc.units)} units")


@app.command("show")
def bloc_show(id: Annotated[str | None, typer.Argument(help="The bloc's id; all where left out.")] = None, as_json: Json = False) -> None:
    """Show the loaded blocs."""

    async def look(store: Any, now: datetime) -> list[dict[str, Any]]:
        found = []
        for bloc in await store.blocs.everything():
            if id in (None, bloc.id):
                units = [{"code": unit.code, "name": unit.name, "post": unit.post} for unit in await store.units.of_bloc(bloc.id)]
                found.append({"id": bloc.id, "name": bloc.name, "timezone": str(bloc.zone), "year": bloc.year, "units": units})
        return found

    blocs = written(look)
    if id is not None and not blocs:
        end(1, f"There is no bloc {id}.")
    if as_json:
        print_json(blocs[0] if id is not None else blocs)
        return
    for bloc in blocs:
        print(f"{bloc['id']}: {bloc['name']} ({bloc['year']})")
        for unit in bloc["units"]:
            print(f"  {unit['code']:10} {unit['name']}{' – ' + unit['post'] if unit['post'] else ''}")
