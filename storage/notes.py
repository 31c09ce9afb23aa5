"""Small facts kept under a name: for the commands of another process the link to the private chat and whether the bot has run live, for the jobs what was
told when."""

from datetime import datetime
from typing import ClassVar

from storage.database import Table


class Notes(Table):
    name: ClassVar[str] = "notes"

    async def leave(self, name: str, value: str, now: datetime) -> None:
        await self._run("leave", name=name, value=value, now=now)

    async def read(self, name: str) -> str:
        """The note, empty where there is none."""
        row = await self._one("read", name=name)
        return "" if row is None else str(row["value"])
