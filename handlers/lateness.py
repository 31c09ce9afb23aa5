"""What a sheet's lateness is, and what it costs by its table."""

from datetime import datetime

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import days_late
from domain.rubrics import Rubric
from domain.scoring import late_points
from handlers.flow import Said, Turn, say
from storage.periods import Period


async def late_days(turn: Turn, period: Period, at: datetime) -> int:
    """How many days late a sheet is that is submitted at that instant, counted as the period says; 0 for one in time."""
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    return days_late(period.closes_at, at, bloc.zone, period.late_days, bloc_file_of(bloc.file).reminding().workdays)


async def day_off_said(turn: Turn, bloc_id: str, closes_at: datetime, key: str = "periods.day_off") -> tuple[Said, ...]:
    """That a deadline is on a weekend, a public holiday or one of the bloc's days off, said (`key`) to who sets it; nothing on a workday."""
    bloc = await turn.store.blocs.of(bloc_id)
    if bloc is None:
        raise LookupError(bloc_id)
    on = closes_at.astimezone(bloc.zone).date()
    return () if bloc_file_of(bloc.file).reminding().workdays.is_workday(on) else (say(key, on=on),)


def grows_said(rubric: Rubric, days: int) -> tuple[Said, ...]:
    """From which day on more is deducted than after so many days late; nothing where it stays as it is."""
    now = late_points(rubric, days)
    band = min((one for one in rubric.late if one.first > days and one.points > now), key=lambda one: one.first, default=None)
    return (say("deadlines.grows", days=band.first, points=band.points),) if band else ()


def late_said(rubric: Rubric, days: int) -> Said:
    """ "chậm 3 ngày, trừ 10 điểm" """
    points = late_points(rubric, days)
    return say("deadlines.late_points", days=days, points=points) if points else say("deadlines.late_days", days=days)
