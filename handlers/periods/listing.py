"""The list of a bloc's periods, and one period with what can be done to it."""

from datetime import datetime

from domain.people import STAFF
from handlers.closing import closed_said
from handlers.flow import Choice, Said, Shown, Turn, choice, end, say
from handlers.periods.authority import extend_choice, late_said, period_of, state_said
from handlers.proposals import waiting
from handlers.proposed_tables import waiting_said
from handlers.table_names import named_by
from handlers.titles import label_of
from storage.periods import Period, PeriodChange

HOME = (choice("engine.home", "home.open"),)


async def periods_command(turn: Turn, rest: str) -> Shown:
    return await open_periods(turn)


async def open_periods(turn: Turn, bloc_id: str = "", *, said: Said | None = None) -> Shown:
    blocs = turn.me.blocs_as(STAFF)
    if not bloc_id and len(blocs) > 1:
        return end(
            say("periods.which_bloc"), *((choice("periods.name_label", "periods.open", seat.bloc_id, name=seat.bloc_name),) for seat in blocs), HOME
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    periods = await turn.store.periods.of_bloc(bloc_id)
    lines = tuple(map(_line, periods))
    rows = [(choice(label_of(period, periods, blocs), "periods.period", period.id),) for period in periods[:10]]
    text = say("periods.list", lines=lines) if lines else say("periods.none")
    last = (choice("periods.tables_label", "tables.open", bloc_id), choice("engine.home", "home.open"))
    return end(
        (*((said,) if said else ()), text, *await waiting_said(turn, bloc_id)), *rows, (choice("periods.new_label", "periods.new", bloc_id),), last
    )


async def open_period(turn: Turn, period_id: str) -> Shown:
    return await period_screen(turn, await period_of(turn, period_id))


async def period_screen(turn: Turn, period: Period, *said: Said, fresh: bool = False) -> Shown:
    places = await turn.store.sheets.board(period.id)
    submitted = sum(place.state == "submitted" for place in places)
    about = await _about(turn, period, submitted, len(places))
    opens = (say("periods.opens_at", at=period.opens_at),) if period.state == "preparing" else ()
    table = await turn.store.rubrics.version(period.rubric_id)
    changes = tuple(_change(change) for change in await turn.store.periods.changes(period.id))
    history = (say("periods.changes", lines=changes),) if changes else ()
    prepared, answers = await waiting(turn, period)
    look, back = choice("periods.standings_label", "standings.open", period.id), choice("periods.back_label", "periods.open", period.bloc_id)
    rows = {
        "preparing": (
            (choice("periods.open_label", "periods.start", period.id, period.revision), extend_choice(period)),
            (_amend_choice(period), choice("periods.drop_label", "periods.drop", period.id)),
        ),
        "open": ((look, extend_choice(period)), (_amend_choice(period), choice("periods.close_label", "periods.close", period.id))),
        "closed": (
            (choice("periods.appraise_label", "appraisal.period", period.id), choice("periods.publish_label", "ranking.preview", period.id)),
            (choice("periods.reopen_label", "periods.reopen", period.id),),
        ),
        "published": (
            (choice("periods.result_label", "ranking.show", period.id), *_correction(period)),
            (choice("periods.reopen_label", "periods.reopen", period.id),),
        ),
    }[period.state]
    return end(
        (
            *said,
            about,
            *prepared,
            say("periods.table", title=named_by(table.text), version=table.version),
            *opens,
            *_late(period),
            *history,
        ),
        *answers,
        *rows,
        (back,) if period.state == "open" else (look, back),
        fresh=fresh,
        lasting=bool(said),
    )


async def _about(turn: Turn, period: Period, submitted: int, units: int) -> Said:
    facts = {"title": period.title, "state": state_said(period), "at": period.closes_at, "submitted": submitted, "units": units}
    if period.closed_at is None:
        return say("periods.about", **facts)
    return say("periods.about_published" if period.state == "published" else "periods.about_closed", **facts, closed=await closed_said(turn, period))


def _late(period: Period) -> tuple[Said, ...]:
    """What happens after the deadline; of a closed period how lateness was counted, where anything could come late."""
    if period.closed_at is None:
        return (late_said(period.takes_late, period.late_days),)
    could_be_late = period.takes_late and period.closed_at > period.closes_at
    return (Said(f"periods.lateness_{period.late_days}"),) if could_be_late else ()


def _line(period: Period) -> Said:
    facts = {"title": period.title, "state": state_said(period), "at": period.closes_at}
    if period.closed_at is None:
        return say("periods.line", **facts)
    is_published = period.state == "published"
    return say("periods.line_published" if is_published else "periods.line_closed", **facts, closed=period.closed_at)


def _correction(period: Period) -> tuple[Choice, ...]:
    """A result of frozen scores can be corrected; one of self scores is reopened instead."""
    return (choice("periods.correct_label", "reconciliation.correct", period.id),) if period.stage == "final" else ()


def _change(change: PeriodChange) -> Said:
    """A line of the period's history."""
    facts = {"at": change.at, "by": change.by, "reason": change.reason}
    match change.act:
        case "table":
            return say("periods.change_table", **facts, old=change.old, new=change.new)
        case "reopen":
            return say("periods.change_reopened", **facts)
    return say("periods.change_deadline", **facts, old=datetime.fromisoformat(change.old), new=datetime.fromisoformat(change.new))


def _amend_choice(period: Period) -> Choice:
    return choice("periods.amend_label", "tables.amend", period.id)
