"""`ktd period`: new, list."""

from typing import Annotated

import typer

from bot.cli.ends import Json, end, looked, print_json, typed, without, written
from bot.cli.usage import said

app = typer.Typer(no_args_is_help=True, help="Review periods.")


@app.command("new")
def period_new(
    bloc: Annotated[str, typer.Option(parser=said, metavar="ID", help="The bloc's id.")],
    rubric: Annotated[
        str,
        typer.Option(
            parser=said,
            metavar="TABLE",
            help="The id of a table of the bloc (its newest version), a rubric file, or the id of a table that comes with ktd.",
        ),
    ],
    title: Annotated[str, typer.Option()],
    opens: Annotated[str, typer.Option(help="ISO time, or a date (from midnight); not later than now opens it at once.")],
    closes: Annotated[str, typer.Option(help="ISO time of the deadline, or a date (until 17:00).")],
    kind: Annotated[str, typer.Option(help="midyear, yearend or thematic.")] = "midyear",
    no_late: Annotated[bool, typer.Option("--no-late", help="Close at the deadline.")] = False,
    late_days: Annotated[str, typer.Option(help="calendar or working.")] = "calendar",
    past_deadline: Annotated[
        bool, typer.Option("--past-deadline", help="Make it though its deadline has passed: it opens at once, late for everybody.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a new review period."""
    from bot.periods import PeriodFaults, new_period

    try:
        made = written(
            lambda store, now: new_period(
                store, now, bloc, rubric, title, opens, closes, kind=kind, takes_late=not no_late, late_days=late_days,
                past_deadline=past_deadline, no_bloc=without(bloc),
            )
        )  # fmt: skip
    except PeriodFaults as faults:
        end(2 if faults.is_usage else 1, *faults.lines)
    if as_json:
        print_json({"id": made.period.id})
        if made.has_passed:
            typer.echo(made.lines[1].strip(), err=True)
    else:
        print("\n".join(made.lines))


@app.command("list")
def period_list(
    bloc: Annotated[str | None, typer.Option(parser=said, metavar="ID", help="The bloc's id; all where left out.")] = None, as_json: Json = False
) -> None:
    """List review periods: number, bloc, state, title, when they open and close, and who closed them when."""
    from bot.periods import ListedPeriod, PeriodFaults, listed

    try:
        periods: list[ListedPeriod] = looked(lambda store: listed(store, bloc), absent=[])
    except PeriodFaults as faults:
        end(1, *faults.lines)
    if as_json:
        print_json([one.data for one in periods])
        return
    print("\n".join(one.line for one in periods) or f"No period yet. Make one: {typed('period new --help')}, or /dotcham in the chat.")
