"""Faults on demand, for tests: errors, cut connections, slowness; and Telegram's flood limits, where they are switched on."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from bot.playground.refusals import BotApiError

NAMES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """What happens to the next `times` calls of a method (any where empty; "file" for downloads) whose text holds `contains`.

    `error` answers `code` (429 asks to wait `seconds`); `cut_before` drops the connection with nothing done, `cut_after` once it is done;
    `slow` waits `seconds` and then does it, `slow_after` does it and then waits.
    """

    kind: Literal["error", "cut_before", "cut_after", "slow", "slow_after"]
    method: str = ""
    times: int = 1
    code: int = 500
    seconds: float = 1.0
    contains: str = ""

    def fits(self, method: str, given: Mapping[str, Any]) -> bool:
        return self.times > 0 and self.method in ("", method) and self.contains in str(given.get("text", ""))

    def refusal(self) -> BotApiError:
        """The error it answers with."""
        if self.code == 429:
            return BotApiError(429, f"Too Many Requests: retry after {int(self.seconds)}", {"retry_after": int(self.seconds)})
        return BotApiError(self.code, NAMES.get(self.code, "Bad Request"))


@dataclass
class Flood:
    """Messages a second overall, a second to one private chat after a burst, a minute to one group; 0 is no limit. Time is monotonic."""

    overall: int = 0
    private: float = 0
    burst: int = 5
    group: int = 0
    clock: Callable[[], float] = monotonic
    _sent: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque), repr=False)

    @classmethod
    def as_telegram(cls) -> "Flood":
        """The limits Telegram names in its FAQ."""
        return cls(overall=30, private=1, burst=5, group=20)

    def count(self, chat: int, messages: int = 1) -> None:
        """Counts messages to a chat. Raises 429 with the seconds to wait, and counts nothing, where it is too much."""
        now = self.clock()
        rules: list[tuple[object, int, float]] = [("all", self.overall, 1.0)]
        if chat < 0:
            rules.append((chat, self.group, 60.0))
        elif self.private:
            rules.append((chat, self.burst, self.burst / self.private))
        for key, most, span in rules:
            self._require_room(self._sent[key], most, span, now, messages)
        for key, most, _ in rules:
            if most:
                self._sent[key].extend([now] * messages)

    @staticmethod
    def _require_room(times: deque[float], most: int, span: float, now: float, messages: int) -> None:
        while times and now - times[0] >= span:
            times.popleft()
        if most and len(times) + messages > most:
            wait = max(1, -int(-(span - (now - (times[0] if times else now))) // 1))
            raise BotApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
