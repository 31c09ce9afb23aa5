"""Everything the small Telegram knows: people, groups, messages, taps, files, the updates the bot has not confirmed, the menus it set.

The bot's side (`methods/`) and the people's side (`persons.py`) act on it; whoever watches waits for a change. Each change is written to a journal at
once, so that a restart, even after a kill, finds the chats as they were.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.playground.files import Files
from bot.playground.journal import Journal
from bot.playground.records import BOT_ID, BOT_NAME, BOT_USERNAME, MESSAGE_LIFE, Group, Message, Query, Raw, StoredFile, User
from bot.playground.updates import Update, UpdateQueue

Record = User | Group | Message | Query | StoredFile


class World:
    """The state. `now` tells the time; under `data_dir` it is kept, None for not at all."""

    def __init__(self, now: Callable[[], datetime], data_dir: Path | None = None) -> None:
        self.now = now
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.queries: dict[str, Query] = {}
        self.stored: dict[str, StoredFile] = {}
        self.marks: dict[tuple[int, int], int] = {}
        self.profile: dict[str, Any] = {}
        self.moved: dict[int, int] = {}
        self.files = Files(data_dir / "files" if data_dir else None)
        self._journal = Journal(data_dir / "world.jsonl" if data_dir else None)
        self.updates = UpdateQueue(self.seconds, self._journal)
        self._next_message: dict[int, int] = {}
        self.changes = 0
        self._watching: set[asyncio.Future[None]] = set()
        self._journal.read(self._take)
        self.save()

    def seconds(self) -> float:
        """Now, in seconds since the epoch."""
        return self.now().timestamp()

    def date(self) -> int:
        """Now, as the Bot API writes it."""
        return int(self.seconds())

    # ------------------------------------------------------------------------------------------------ people and chats

    def add_user(self, id: int, name: str) -> User:
        """The account with this id, made where new."""
        user = self.users.get(id) or User(id, name)
        user.name = name
        self.keep(user)
        return user

    def add_group(self, id: int, title: str, members: list[int], admins: list[int] | None = None) -> Group:
        """The group with this id (negative), made where new; the bot is a member of it."""
        group = self.groups.get(self.moved.get(id, id)) or Group(id, title, members, admins or [])
        self.keep(group)
        return group

    def chat(self, id: int) -> Raw:
        """A chat as the Bot API shows it."""
        if id in self.groups:
            return {"id": id, "type": self.groups[id].kind, "title": self.groups[id].title}
        return {"id": id, "type": "private", "first_name": self.users[id].name}

    @staticmethod
    def me() -> Raw:
        """The bot, as it stands at a message."""
        return {"id": BOT_ID, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}

    # ------------------------------------------------------------------------------------------------ messages

    def add_message(self, chat: int, sender: Raw, content: Raw) -> Message:
        """A new message in a chat; its id is the chat's next."""
        number = self._next_message.get(chat, 0) + 1
        raw = {"message_id": number, "date": self.date(), "chat": self.chat(chat), "from": sender, **content}
        message = Message(chat, number, raw, by_bot=sender["id"] == BOT_ID)
        self.keep(message)
        return message

    def message(self, chat: int, id: int) -> Message | None:
        """A message that is still there."""
        found = self.messages.get(chat, {}).get(id)
        return None if found is None or found.deleted else found

    def messages_of(self, chat: int) -> list[Message]:
        """What stands in a chat, oldest first."""
        return [message for message in self.messages.get(chat, {}).values() if not message.deleted]

    def keep_file(self, name: str, mime: str, content: bytes) -> StoredFile:
        """Keeps a file that somebody sent. Equal content is recognised by `unique`, and only by it."""
        file = StoredFile(f"file_{len(self.stored) + 1:06d}", sha256(content).hexdigest()[:15], name, mime, len(content))
        self.files.keep(file.id, content)
        self.keep(file)
        return file

    def read_up_to(self, user: int, chat: int, id: int) -> None:
        """A person has seen a chat up to this message."""
        if id > self.marks.get((user, chat), 0):
            self.marks[user, chat] = id
            self._journal.write("mark", [user, chat, id])
            self.touch()

    # ------------------------------------------------------------------------------------------------ what the bot is told

    def deliver(self, kind: str, body: Raw, life: timedelta = MESSAGE_LIFE) -> None:
        """Queues an update for the bot."""
        self.updates.put(kind, body, life)
        self.touch()

    def confirm(self, offset: int) -> None:
        """The bot has all updates below the offset: their messages are read."""
        for update in self.updates.confirm(offset):
            message = self._message_of(update)
            if message is not None and not message.read:
                message.read = True
                self.keep(message)

    def _message_of(self, update: Update) -> Message | None:
        body = update.body.get("message") or update.body.get("edited_message")
        return self.messages.get(body["chat"]["id"], {}).get(body["message_id"]) if body else None

    def set_profile(self, name: str, value: Any) -> None:
        """What the bot set about itself (menus, descriptions); None takes it back."""
        self._take("profile", [name, value])
        self._journal.write("profile", [name, value])
        self.touch()

    # ------------------------------------------------------------------------------------------------ watching

    def touch(self) -> None:
        """Something changed: wakes who waits."""
        self.changes += 1
        for waiter in self._watching:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_for_change(self, seen: int, timeout: float) -> None:
        """Returns once more has changed than `seen`, or after `timeout` seconds."""
        if self.changes > seen:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watching.add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=timeout)
        finally:
            self._watching.discard(waiter)

    # ------------------------------------------------------------------------------------------------ keeping

    def keep(self, record: Record) -> None:
        """Takes the record as it now is into the state, into the journal, and wakes who watches."""
        self._settle(record)
        self._journal.write(type(record).__name__, vars(record))
        self.touch()

    def move_group(self, old: int, group: Group) -> None:
        """The group goes on under another id."""
        self._take("moved", [old, group.id])
        self._journal.write("moved", [old, group.id])
        self.keep(group)

    def save(self) -> None:
        """Writes the journal anew with only what stands now."""
        self._journal.rewrite(self._entries())

    def _settle(self, record: Record) -> None:
        match record:
            case User():
                self.users[record.id] = record
            case Group():
                self.groups[record.id] = record
            case Message():
                self.messages.setdefault(record.chat, {})[record.id] = record
                self._next_message[record.chat] = max(record.id, self._next_message.get(record.chat, 0))
            case Query():
                self.queries[record.id] = record
            case StoredFile():
                self.stored[record.id] = record

    def _entries(self) -> Iterator[tuple[str, Any]]:
        tables: tuple[Mapping[Any, Record], ...] = (self.users, self.groups, self.stored, self.queries, *self.messages.values())
        for table in tables:
            yield from ((type(record).__name__, vars(record)) for record in table.values())
        yield from (("moved", [old, new]) for old, new in self.moved.items())
        yield from (("mark", [user, chat, last]) for (user, chat), last in self.marks.items())
        yield from (("profile", [name, value]) for name, value in self.profile.items())
        yield from self.updates.entries()

    def _take(self, kind: str, value: Any) -> None:
        match kind:
            case "moved":
                self.groups.pop(value[0], None)
                self.moved[value[0]] = value[1]
            case "mark":
                self.marks[value[0], value[1]] = value[2]
            case "profile" if value[1] is None:
                self.profile.pop(value[0], None)
            case "profile":
                self.profile[value[0]] = value[1]
            case "update" | "confirmed" | "allowed" | "next_update":
                self.updates.take(kind, value)
            case _:
                self._settle(RECORDS[kind](**value))


RECORDS: dict[str, Callable[..., Record]] = {kind.__name__: kind for kind in (User, Group, Message, Query, StoredFile)}
