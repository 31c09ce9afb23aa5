"""The updates the bot has not confirmed yet: their numbers, their shelf life, and which kinds the bot asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.playground.journal import Journal

FIRST = 500_000_000
FAR_AHEAD = 10
NOT_UNLESS_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Update:
    """An update; it expires at `until` (seconds since the epoch)."""

    id: int
    body: dict[str, Any]
    until: float

    def shown(self) -> dict[str, Any]:
        return {"update_id": self.id, **self.body}


class UpdateQueue:
    """The bot's queue. `seconds` tells the time; `journal` keeps what stands in it."""

    def __init__(self, seconds: Callable[[], float], journal: Journal) -> None:
        self._seconds = seconds
        self._journal = journal
        self._waiting: list[Update] = []
        self._next = FIRST
        self._allowed: list[str] | None = None

    def put(self, kind: str, body: dict[str, Any], life: timedelta) -> None:
        """Queues an update, if the bot asked for this kind when it happened."""
        if not self._wants(kind):
            return
        update = Update(self._next, {kind: body}, self._seconds() + life.total_seconds())
        self._next += 1
        self._waiting.append(update)
        self._journal.write("update", vars(update))

    def waiting(self, limit: int = 100) -> list[Update]:
        """The oldest that have not expired."""
        now = self._seconds()
        self._waiting = [update for update in self._waiting if update.until > now]
        return self._waiting[:limit]

    def confirm(self, offset: int) -> list[Update]:
        """Forgets what lies below the offset, and gives it.

        A negative offset keeps so many of the newest; one far beyond the end means the beginning.
        """
        if offset > self._next + FAR_AHEAD:
            return []
        gone = self._waiting[:offset] if offset < 0 else [update for update in self._waiting if update.id < offset]
        if gone:
            self._waiting = self._waiting[len(gone) :]
            self._journal.write("confirmed", gone[-1].id)
        return gone

    def allow(self, kinds: list[str]) -> None:
        """Remembers which kinds the bot wants from now on; none named means the usual ones."""
        if self._allowed != (kinds or None):
            self._allowed = kinds or None
            self._journal.write("allowed", kinds)

    def number_from(self, id: int) -> None:
        """Numbers the next updates from here, as Telegram does at random after a week without any."""
        self._next = id
        self._journal.write("next_update", id)

    def _wants(self, kind: str) -> bool:
        return kind not in NOT_UNLESS_NAMED if self._allowed is None else kind in self._allowed

    # ------------------------------------------------------------------------------------------------ kept

    def entries(self) -> list[tuple[str, Any]]:
        """What stands, as records."""
        allowed = [("allowed", self._allowed)] if self._allowed else []
        return [*allowed, *(("update", vars(update)) for update in self._waiting), ("next_update", self._next)]

    def take(self, kind: str, value: Any) -> None:
        """Takes a record back in."""
        match kind:
            case "update":
                self._waiting.append(Update(**value))
                self._next = max(self._next, value["id"] + 1)
            case "confirmed":
                self._waiting = [update for update in self._waiting if update.id > value]
            case "allowed":
                self._allowed = value or None
            case "next_update":
                self._next = value
