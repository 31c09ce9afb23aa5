"""Small facts kept under a name: for the commands of another process the link to the private chat and whether the bot has run live, for the jobs what was
told when. A note about somebody names them, and goes with their seat or their data."""

from datetime import datetime
from typing import ClassVar

from storage.database import Table


class Notes(Table):
    name: ClassVar[str] = "notes"

    async def leave(self, name: str, value: str, now: datetime, *, person_id: int | None = None, bloc_id: str | None = None) -> None:
        """Keeps a note. One about a person bears their number in its name and as `person_id`, and the bloc it belongs to, if it is one alone."""
        await self._run("leave", name=name, value=value, now=now, person_id=person_id, bloc_id=bloc_id)

    async def forget_left(self, person_id: int) -> None:
        """Forgets the notes about somebody that belong to blocs in which they hold no seat any more; where they hold none at all, every one."""
        await self._run("forget_left", person_id=person_id)

    async def read(self, name: str) -> str:
        """The note, empty where there is none."""
        row = await self._one("read", name=name)
        return "" if row is None else str(row["value"])
