"""Events taken, so that each is taken once, and those nobody could read, kept with their bytes."""

from datetime import datetime
from typing import ClassVar

from storage.database import Table, instant


class Events(Table):
    name: ClassVar[str] = "events"

    async def take(self, platform: str, event: str, at: datetime) -> int | None:
        """The event's place in the order of all events, or None where it was taken before."""
        row = await self._one("take", platform=platform, event=event, at=at)
        return None if row is None else int(row["seq"])

    async def forget(self, before: datetime) -> None:
        """Drops keys so old that no platform delivers them again."""
        await self._run("forget", before=before)

    async def set_aside(self, platform: str, event: str, raw: str, reason: str, at: datetime) -> None:
        await self._run("set_aside", platform=platform, event=event, raw=raw, reason=reason, at=at)

    async def unreadable(self) -> tuple[tuple[datetime, str, str], ...]:
        """When each of the newest hundred was set aside, its event and the reason."""
        return tuple((instant(row["at"]), row["event"], row["reason"]) for row in await self._all("unreadable"))
