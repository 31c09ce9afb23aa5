"""The commands of `ktd`, as one table: each a few lines over a function elsewhere. Exit codes: 0 done, 1 a fault told in plain words, 2 wrong usage."""

import typer

from bot.cli import audits, blocs, exporting, invites, looking, periods, receipts, rubrics, running
from bot.cli.usage import PlainGroup

app = typer.Typer(
    cls=PlainGroup, add_completion=False, no_args_is_help=True, help="ktd, the chat companion of an emulation bloc.", pretty_exceptions_enable=False
)
app.command()(running.run)
app.command()(running.playground)
app.command()(looking.check)
app.command()(exporting.export)
app.add_typer(blocs.app, name="bloc")
app.add_typer(invites.app, name="invite")
app.add_typer(periods.app, name="period")
app.add_typer(rubrics.app, name="rubric")
app.add_typer(receipts.app, name="receipt")
app.add_typer(audits.app, name="audit")
