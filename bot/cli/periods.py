"""`ktd period`: new."""

from typing import Annotated

import typer

from bot.cli.ends import Json, end, print_json, written

app = typer.Typer(no_args_is_help=True, help="Review periods.")


@app.command("new")
def period_new(
    bloc: Annotated[str, typer.Option(help="The bloc's id.")],
    rubric: Annotated[
        str, typer.Option(help="The id of a table of the bloc (its newest version), a rubric file, or the id of a table that comes with ktd.")
    ],
    title: Annotated[str, typer.Option()],
    opens: Annotated[str, typer.Option(help="ISO time; not later than now opens it at once.")],
    closes: Annotated[str, typer.Option(help="ISO time of the deadline.")],
    kind: Annotated[str, typer.Option(help="midyear, yearend or thematic.")] = "midyear",
    no_late: Annotated[bool, typer.Option("--no-late", help="Close at the deadline.")] = False,
    late_days: Annotated[str, typer.Option(help="calendar or working.")] = "calendar",
    as_json: Json = False,
) -> None:
    """Make a new review period."""
    from bot.periods import PeriodFaults, WrongUsage, new_period

    try:
        number = written(
            lambda store, now: new_period(
                store, now, bloc, rubric, title, opens, closes, kind=kind, takes_late=not no_late, late_days=late_days
            )
        )  # fmt: skip
    except WrongUsage as fault:
        end(2, str(fault))
    except PeriodFaults as faults:
        end(1, *faults.lines)
    if as_json:
        print_json({"id": number})
    else:
        print(f"period {number}")
