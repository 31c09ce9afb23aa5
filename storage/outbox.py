"""The messages on their way out. A row is `sending` before the call that sends it, and settled after; what a crash leaves in `sending` is `unknown`."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from storage.database import Table, instant, maybe_instant

UNREACHED = "unreached: "
"""Begins the reason of a row that was given up because its chat cannot be reached: somebody blocked the bot, a group removed it."""
FILES_REFUSED = "files refused: "
"""Begins the reason of a row whose files its group does not take; its words have left before, as a row of their own."""
LONGEST_REST = timedelta(days=1)
"""No row is put off for longer, neither by a fault nor by a platform that asks for patience."""


@dataclass(frozen=True)
class Draft:
    """A row to be put: `priority` 0 leaves first; `state` is waiting, sending (born on its way) or undeliverable."""

    platform: str
    chat: str
    priority: int
    kind: str
    payload: str
    key: str = ""
    redraws: bool = False
    state: str = "waiting"
    reason: str = ""
    about: str = ""
    person_id: int | None = None
    group: bool = False
    bloc_id: str | None = None
    id: int | None = None

    def on_its_way(self) -> "OutboxRow":
        """The row as the relay knows it, once it has its number."""
        if self.id is None:
            raise ValueError("a draft gets its number when it is put")
        return OutboxRow(
            self.id, self.platform, self.chat, self.priority, self.kind, self.key, self.redraws, self.payload, 1, self.about, self.person_id
        )


@dataclass(frozen=True)
class OutboxRow:
    """A row on its way out; `resent` where nobody knew its fate before, and it leaves once more."""

    id: int
    platform: str
    chat: str
    priority: int
    kind: str
    key: str
    redraws: bool
    payload: str
    attempts: int
    about: str
    person_id: int | None
    resent: bool = False


@dataclass(frozen=True)
class Settled:
    """How a row ended: its last state, the message's ref, and the reason where it did not arrive."""

    id: int
    state: str
    message: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Counts:
    """What health shows of the outbox."""

    waiting: int
    undeliverable: int
    unknown: int


@dataclass(frozen=True)
class Delivery:
    """What became of one person's copy of a message."""

    person_id: int | None
    full_name: str
    state: str
    reason: str


@dataclass(frozen=True)
class Unsent:
    """A post that did not reach its bloc's group; `forgotten` where its words were erased."""

    id: int
    subject: str
    at: datetime
    forgotten: bool


class Outbox(Table):
    name: ClassVar[str] = "outbox"

    async def put(self, drafts: Iterable[Draft], now: datetime) -> None:
        await self._many("put", [{**asdict(draft), "now": now} for draft in drafts])

    async def put_all(self, drafts: Iterable[Draft], now: datetime) -> None:
        """Puts drafts that nobody hands over in memory: the relay finds them waiting."""
        first = await self.last_id() + 1
        await self.put([replace(draft, id=first + place) for place, draft in enumerate(drafts)], now)

    async def last_id(self) -> int:
        row = await self._one("last_id")
        return int(row["id"]) if row else 0

    async def supersede(self, platform: str, chat: str, key: str, now: datetime) -> None:
        """Takes back redraws of this key that have not left: a newer one follows."""
        await self._run("supersede", platform=platform, chat=chat, key=key, now=now)

    async def standing(self, chats: Iterable[str]) -> tuple[int, dict[tuple[str, str], int]]:
        """The newest row's number; and of these chats those where rows wait: (platform, chat) -> the most urgent priority among them."""
        rows = await self._all("standing", chats=json.dumps(sorted(set(chats))))
        return rows[0]["last_id"], {(row["platform"], row["chat"]): row["priority"] for row in rows if row["chat"] is not None}

    async def leaving(self, platform: str, now: datetime, most: int, *, but: Iterable[str] = ()) -> tuple[OutboxRow, ...]:
        """What may leave now, to other chats than these: in each chat's line nothing overtakes a row that must still wait. A row that
        would wait longer than anything waits was written by a clock that ran ahead of this one: it leaves now."""
        rows = await self._all("leaving", platform=platform, now=now, beyond=now + LONGEST_REST, most=most, but=json.dumps(list(but)))
        return tuple(outbox_row(row) for row in rows)

    async def mark_sending(self, ids: Iterable[int]) -> tuple[OutboxRow, ...]:
        """Marks those of the rows that still wait as `sending`, and gives them."""
        rows = await self._all("mark_sending", ids=json.dumps(list(ids)))
        return tuple(sorted((outbox_row(row) for row in rows), key=lambda row: (row.priority, row.id)))

    async def settle(self, settled: Iterable[Settled], now: datetime) -> None:
        """Keeps how rows ended; a farewell that has left takes all earlier rows of its chat along."""
        await self._many("settle", [{**asdict(one), "now": now} for one in settled])
        await self._run("forget_after_farewells")

    async def put_back(self, id: int, at: datetime, *, attempt_counts: bool) -> None:
        """Lets a row wait until `at`; a wait the platform asked for is no attempt."""
        await self._run("put_back", id=id, at=at, free=0 if attempt_counts else 1)

    async def hasten(self, now: datetime, beyond: datetime) -> None:
        """Lets rows go now that were to wait until after `beyond`."""
        await self._run("hasten", now=now, beyond=beyond)

    async def begin(self, id: int, sent: int) -> None:
        """Notes how many of a row's messages were accepted: they are not sent again."""
        await self._run("begin", id=id, sent=sent)

    async def send_again(self, id: int, at: datetime, reason: str) -> None:
        """Lets a row whose fate is unknown leave once more; the reason stays with it and says that it does."""
        await self._run("send_again", id=id, at=at, reason=reason)

    async def left_by_a_crash(self, platform: str) -> tuple[OutboxRow, ...]:
        """What the last run left in `sending`: now `unknown`."""
        return tuple(outbox_row(row) for row in await self._all("left_by_a_crash", platform=platform))

    async def resend(self, ids: Iterable[int], now: datetime) -> None:
        await self._many("resend", [{"id": id, "now": now} for id in ids])

    async def unsent(self, bloc_id: str) -> tuple[Unsent, ...]:
        """The posts of a bloc that could not reach its group, or the files that it did not take."""
        rows = await self._all("unsent", bloc_id=bloc_id)
        return tuple(Unsent(row["id"], row["key"] or row["about"], instant(row["created_at"]), row["forgotten"] == 1) for row in rows)

    async def newest_post(self, bloc_id: str, key: str) -> int:
        """The number of the newest post of a bloc under this key, whatever became of it; 0 for none."""
        row = await self._one("newest_post", bloc_id=bloc_id, key=key)
        return int(row["id"]) if row else 0

    async def post_again(self, ids: Iterable[int], platform: str, chat: str, now: datetime) -> None:
        """Lets posts that did not arrive leave anew, to this group; those that were taken up meanwhile stay as they are."""
        await self._run("post_again", ids=json.dumps(list(ids)), platform=platform, chat=chat, now=now)

    async def give_up(self, ids: Iterable[int], now: datetime) -> None:
        """Posts that did not arrive, and will not be sent any more, are named as undelivered no longer."""
        await self._run("give_up", ids=json.dumps(list(ids)), now=now)

    async def message_of(self, platform: str, chat: str, key: str) -> str:
        """The ref of the newest message sent under this key, empty for none."""
        row = await self._one("message_of", platform=platform, chat=chat, key=key)
        return str(row["message"]) if row else ""

    async def move_chat(self, platform: str, old: str, new: str) -> None:
        await self._run("move_chat", platform=platform, old=old, new=new)

    async def move_payloads(self, platform: str, new: str) -> None:
        """Addresses the messages that wait for a chat to its new ref."""
        await self._run("move_payloads", platform=platform, new=new)

    async def counts(self) -> Counts:
        row = await self._one("counts")
        assert row is not None  # an aggregate always gives one row
        return Counts(row["waiting"] or 0, row["undeliverable"] or 0, row["unknown"] or 0)

    async def next_at(self, now: datetime) -> datetime | None:
        """When the next row that must still wait may leave."""
        row = await self._one("next_at", now=now)
        return maybe_instant(row["at"]) if row else None

    async def undeliverable(self) -> tuple[tuple[datetime, int, str, str], ...]:
        """(when it was given up, id, kind, reason) of the newest hundred rows that did not arrive, though their reader can be reached."""
        return tuple((instant(row["at"]), row["id"], row["kind"], row["reason"]) for row in await self._all("undeliverable"))

    async def unknown_post(self, id: int) -> tuple[str, str] | None:
        """Platform and chat of a message whose fate is unknown; None where that has been settled."""
        row = await self._one("unknown_post", id=id)
        return (row["platform"], row["chat"]) if row else None

    async def words(self, id: int) -> str:
        """The text of a message, without its forms; empty where it is a file alone, or forgotten."""
        row = await self._one("words", id=id)
        return (row["words"] or "") if row else ""

    async def delivery(self, about: str) -> tuple[Delivery, ...]:
        return tuple(
            Delivery(row["person_id"], row["full_name"] or "", row["state"], row["reason"].removeprefix(UNREACHED))
            for row in await self._all("delivery", about=about)
        )

    async def forget_person(self, person_id: int, name: str) -> None:
        """Forgets the messages to somebody whose accounts are still known, and the words of all that left with their name in it."""
        await self._run("forget_messages_to", person_id=person_id)
        await self._run("forget_keys_of", person_id=person_id)
        await self._run("forget_words_about", name=name)

    async def forget(self, before: datetime) -> None:
        await self._run("forget", before=before)


def outbox_row(row: sqlite3.Row) -> OutboxRow:
    return OutboxRow(
        row["id"], row["platform"], row["chat"], row["priority"], row["kind"], row["key"], row["redraws"] == 1,
        row["payload"], row["attempts"], row["about"], row["person_id"], row["reason"] != "",
    )  # fmt: skip
