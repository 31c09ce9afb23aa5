"""The time playground tests live in: it runs as real time does, from a set Wednesday on, so that no test depends on the day it is run."""

from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from bot.app import Time

WEDNESDAY = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
STARTED = monotonic()


class SetTime(Time):
    """Starts at `begins` with the process; one made later goes on from the same start, as a restart would."""

    def __init__(self, begins: datetime = WEDNESDAY) -> None:
        self.begins = begins

    def now(self) -> datetime:
        return self.begins + timedelta(seconds=monotonic() - STARTED) + self.ahead
