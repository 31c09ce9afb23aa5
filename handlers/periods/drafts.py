"""A new period as far as it has come: what is asked next, and what was chosen before."""

from datetime import datetime

from handlers.flow import Said, State, say
from storage.periods import LateDays, PeriodKind

TITLE_LENGTH = 120


class NamingPeriod(State):
    """The title is asked."""

    bloc_id: str
    kind: PeriodKind

    def too_long(self) -> Said:
        return say("periods.title_length", most=TITLE_LENGTH)


class ChoosingRubric(State):
    """The table is asked."""

    drafts = True
    bloc_id: str
    kind: PeriodKind
    title: str


class SettingDeadline(State):
    """The deadline is asked; `opens_at`, `takes_late` and `late_days` were chosen before where the deadline is being changed, and `was` is the one so far."""

    drafts = True
    bloc_id: str
    kind: PeriodKind
    title: str
    rubric: str
    opens_at: datetime | None = None
    takes_late: bool = True
    late_days: LateDays = "calendar"
    was: datetime | None = None


class SettingOpening(SettingDeadline):
    """When it opens is asked."""

    closes_at: datetime


class ConfirmingPeriod(SettingDeadline):
    """The whole is shown, and waits for its confirmation; opens at once where `opens_at` is None."""

    asks = False
    closes_at: datetime
