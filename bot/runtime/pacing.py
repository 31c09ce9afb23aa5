"""How soon a message may leave, so that the platform need not refuse it. Pure arithmetic over a monotonic clock in seconds.

A limit of n per s seconds is kept as the instant at which the next message would be on time (the "virtual schedule" of a leaky bucket): a burst may run
ahead of it by its allowance, never more.
"""

from dataclasses import dataclass, field

from handlers.dialogue import Pace


@dataclass
class Limit:
    """At most one message every `interval` seconds, with `burst` of them at once after a rest."""

    interval: float
    burst: int
    on_time_at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next message may leave."""
        return max(0.0, self.on_time_at - (self.burst - 1) * self.interval - now)

    def take(self, now: float) -> None:
        """Counts a message that leaves now."""
        self.on_time_at = max(self.on_time_at, now) + self.interval


@dataclass
class Pacer:
    """The limits of one platform; without a pace nothing ever waits, but a park the platform asked for is kept."""

    pace: Pace | None
    _overall: Limit | None = None
    _chats: dict[str, Limit] = field(default_factory=dict)
    _parked: dict[str, float] = field(default_factory=dict)
    _all_parked_until: float = 0.0

    def wait(self, chat: str, now: float, *, group: bool) -> float:
        """Seconds until a message to this chat may leave."""
        parked = max(self._parked.get(chat, 0.0), self._all_parked_until) - now
        limits = (limit.wait(now) for limit in self._limits(chat, group=group))
        return max(0.0, parked, *limits)

    def take(self, chat: str, now: float, *, group: bool) -> None:
        """Counts a message to this chat that leaves now."""
        for limit in self._limits(chat, group=group):
            limit.take(now)

    def park(self, chat: str, until: float, *, everyone: bool) -> None:
        """Lets nothing leave to this chat (or to anyone) before `until`."""
        if everyone:
            self._all_parked_until = max(self._all_parked_until, until)
        else:
            self._parked[chat] = max(self._parked.get(chat, 0.0), until)

    def _limits(self, chat: str, *, group: bool) -> tuple[Limit, ...]:
        if self.pace is None:
            return ()
        if self._overall is None:
            self._overall = Limit(1 / self.pace.overall, max(1, int(self.pace.overall)))
        if chat not in self._chats:
            self._chats[chat] = self._fresh(self.pace, group=group)
        return (self._overall, self._chats[chat])

    def _fresh(self, pace: Pace, *, group: bool) -> Limit:
        if group:
            return Limit(60 / pace.group_minute, max(1, pace.group_minute // 4))
        return Limit(1 / pace.private, pace.burst)
