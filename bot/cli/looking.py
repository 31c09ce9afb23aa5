"""`ktd check`."""

from typing import Annotated

import typer

from bot.cli.ends import Json, looped, print_json, settings, told_plainly, typed, written

Seen = Annotated[bool, typer.Option("--seen", help="What is listed now counts as wrong no more from the next check on.")]


def check(as_json: Json = False, seen: Seen = False) -> None:
    """Look at settings, rubrics, database, migrations, blocs, token, backups, unreadable updates, failed jobs and undeliverable messages."""
    from bot.app import Time
    from bot.checks import checked, mark_seen

    given = settings()
    with told_plainly(given):
        findings = looped(checked(given, Time().now(), typed))
    if as_json:
        print_json([{"what": one.what, "ok": one.ok, "todo": one.todo, "detail": one.detail} for one in findings])
    else:
        for one in findings:
            print(f"{'todo' if one.todo else 'ok  ' if one.ok else 'FAIL'} {one.what}: {one.detail}")
    if seen and given.database.is_file():
        written(mark_seen)
    if not all(one.ok for one in findings):
        raise typer.Exit(1)
