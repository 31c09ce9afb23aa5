"""Evidence: files on their way here or kept under their SHA-256, and documents named by number and date."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from storage.database import Table, maybe_instant

LONGEST_REST = timedelta(minutes=5)
"""The most that lies between two attempts to fetch a file."""


@dataclass(frozen=True)
class ToFetch:
    """A file that lies with a platform still; `attempts` were made already. `purpose` names the reader of a document."""

    id: int
    remote: str
    size: int | None
    name: str
    attempts: int
    bloc_id: str
    purpose: str = ""


@dataclass(frozen=True)
class Fetched:
    """A file after its fetching ended: what it belongs to, and how many of its sheet and criterion are still under way."""

    id: int
    sheet_id: int
    address: str
    name: str
    state: str
    album: str
    by: int
    fetching: int
    fetching_there: int


class EvidenceTable(Table):
    name: ClassVar[str] = "evidence"

    async def add_file(
        self, sheet_id: int, address: str, text: str, name: str, mime: str, size: int | None, platform: str, remote: str, unique: str,
        album: str, chat: str, by: int, now: datetime,
    ) -> int:  # fmt: skip
        """Notes a file that is to be fetched; gives its number."""
        row = await self._one(
            "add_file", sheet_id=sheet_id, address=address, text=text, name=name, mime=mime, size=size, platform=platform, remote=remote,
            unique=unique, album=album, chat=chat, by=by, now=now,
        )  # fmt: skip
        assert row is not None  # RETURNING gives the row
        return int(row["id"])

    async def add_document(self, sheet_id: int, address: str, text: str, by: int, message: str, now: datetime) -> None:
        """Keeps a document's number and date; `message` is the ref of the message that gave it, whose edit replaces it."""
        await self._run("add_document", sheet_id=sheet_id, address=address, text=text, by=by, message=message, now=now)

    async def take_back(self, sheet_id: int, address: str, message: str, by: int, now: datetime) -> str:
        """Takes off the document that a person's message gave; gives its text, empty for none."""
        row = await self._one("take_back", sheet_id=sheet_id, address=address, message=message, by=by, now=now)
        return str(row["text"]) if row else ""

    async def remove(self, sheet_id: int, address: str, newest: int, by: int, now: datetime) -> None:
        """Takes evidence off a criterion, up to the piece numbered `newest`; the rows and files stay, marked."""
        await self._run("remove", sheet_id=sheet_id, address=address, newest=newest, by=by, now=now)

    async def remove_one(self, id: int, by: int, now: datetime) -> None:
        """Takes off one piece."""
        await self._run("remove_one", id=id, by=by, now=now)

    async def move(self, id: int, address: str, name: str, by: int, now: datetime) -> tuple[int, str]:
        """Takes a piece off and adds it anew at another criterion, under this name: what is proved there counts as proved anew. Gives the new number, and
        how the file's fetching ended ("kept", "lost") where nobody was told of that; empty where they were, or it is still under way."""
        row = await self._one("copy_to", id=id, address=address, name=name, by=by, now=now)
        if row is None:
            raise LookupError(id)
        await self.remove_one(id, by, now)
        return row["id"], row["untold"]

    async def was_moved(self, sheet_id: int, id: int, address: str, by: int) -> bool:
        """Whether a file that this person took off stands at the address now."""
        return await self._one("was_moved", sheet_id=sheet_id, id=id, address=address, by=by) is not None

    async def drop_double(self, id: int, now: datetime) -> bool:
        """Takes a kept file off where the same bytes already stand at its criterion; whether that was so."""
        return await self._one("drop_double", id=id, now=now) is not None

    async def tell(self, sheet_id: int, address: str) -> int:
        """Marks the kept files of a criterion as told of; gives how many were not told of before."""
        return len(await self._all("tell", sheet_id=sheet_id, address=address))

    async def of_album(self, platform: str, album: str, by: int) -> tuple[int, str] | None:
        """Sheet and address that the earlier files of this person's album went to."""
        row = await self._one("of_album", platform=platform, album=album, by=by)
        return (row["sheet_id"], row["address"]) if row else None

    async def count_pictures(self, sheet_id: int, address: str) -> int:
        """How many pictures were ever sent for a criterion, those taken off included."""
        row = await self._one("count_pictures", sheet_id=sheet_id, address=address)
        assert row is not None  # an aggregate always gives one row
        return int(row["count"])

    async def of_period(self, period_id: int) -> dict[tuple[int, str], tuple[int, ...]]:
        """The ids of the pieces that stand, by sheet and by what they lie beside (an address, also with a word before it)."""
        found: dict[tuple[int, str], tuple[int, ...]] = {}
        for row in await self._all("of_period", period_id=period_id):
            place = (row["sheet_id"], row["address"])
            found[place] = (*found.get(place, ()), row["id"])
        return found

    async def to_fetch(self, platform: str, now: datetime, most: int) -> tuple[ToFetch, ...]:
        """What is due to be fetched; so is what would rest longer than anything rests, for then the clock was set back."""
        rows = await self._all("to_fetch", platform=platform, now=now, longest=now + LONGEST_REST, most=most)
        return tuple(ToFetch(row["id"], row["remote"], row["size"], row["name"], row["attempts"], row["bloc_id"]) for row in rows)

    async def next_try(self, platform: str) -> datetime | None:
        """When the next file is to be fetched; None where none is."""
        row = await self._one("next_try", platform=platform)
        return maybe_instant(row["at"]) if row else None

    async def keep(self, id: int, sha256: str, size: int) -> None:
        await self._run("keep", id=id, sha256=sha256, size=size)

    async def lose(self, id: int) -> None:
        await self._run("lose", id=id)

    async def try_later(self, id: int, at: datetime) -> None:
        await self._run("try_later", id=id, at=at)

    async def of(self, id: int) -> Fetched | None:
        row = await self._one("of", id=id)
        if row is None:
            return None
        return Fetched(
            row["id"], row["sheet_id"], row["address"], row["name"], row["state"], row["album"], row["by"],
            row["fetching"], row["fetching_there"],
        )  # fmt: skip
