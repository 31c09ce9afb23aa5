"""How soon a message may leave, so that the platform need not refuse it. Pure arithmetic over a monotonic clock in seconds.

A limit of n per s seconds is kept as the instant at which the next message would be on time (the "virtual schedule" of a leaky bucket): a burst may run
ahead of it by its allowance, never more.
"""

from dataclasses import dataclass, field

from handlers.dialogue import Pace

TOGETHER = 1.0


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
    _chats: dict[tuple[str, bool], Limit] = field(default_factory=dict)
    _parked: dict[str, float] = field(default_factory=dict)
    _all_parked_until: float = 0.0
    _last_park: tuple[str, float] = ("", float("-inf"))

    def wait(self, chat: str, now: float, *, group: bool) -> float:
        """Seconds until a message to this chat may leave."""
        limits = (limit.wait(now) for limit in self._limits(chat, group=group))
        return max(0.0, self._parked.get(chat, 0.0) - now, self.wait_of_all(now), *limits)

    def wait_of_all(self, now: float) -> float:
        """Seconds until anything may leave at all."""
        return max(0.0, self._all_parked_until - now)

    def busy(self, now: float, longer_than: float) -> dict[str, float]:
        """The chats that must wait longer than so many seconds for a reason of their own, and how long."""
        waits = {chat: until - now for chat, until in self._parked.items()}
        for (chat, _), limit in self._chats.items():
            waits[chat] = max(waits.get(chat, 0.0), limit.wait(now))
        return {chat: wait for chat, wait in waits.items() if wait > longer_than}

    def take(self, chat: str, now: float, *, group: bool) -> None:
        """Counts a message to this chat that leaves now."""
        for limit in self._limits(chat, group=group):
            limit.take(now)

    def park(self, chat: str, now: float, seconds: float, *, everyone: bool) -> None:
        """Lets nothing leave to this chat for a while; nor to anyone, where it is the bot's own limit: two chats refused within a second say so too."""
        other, at = self._last_park
        self._last_park = (chat, now)
        self._parked[chat] = max(self._parked.get(chat, 0.0), now + seconds)
        if everyone or (other not in ("", chat) and now - at < TOGETHER):
            self._all_parked_until = max(self._all_parked_until, now + seconds)

    def rest(self, now: float, seconds: float) -> None:
        """Lets nothing leave to anyone for a while."""
        self._all_parked_until = max(self._all_parked_until, now + seconds)

    def _limits(self, chat: str, *, group: bool) -> tuple[Limit, ...]:
        if self.pace is None:
            return ()
        if self._overall is None:
            self._overall = Limit(1 / self.pace.overall, max(1, int(self.pace.overall)))
        if (chat, group) not in self._chats:
            self._chats[chat, group] = self._fresh(self.pace, group=group)
        return (self._overall, self._chats[chat, group])

    def _fresh(self, pace: Pace, *, group: bool) -> Limit:
        if group:
            return Limit(60 / pace.group_minute, max(1, pace.group_minute // 4))
        return Limit(1 / pace.private, pace.burst)
