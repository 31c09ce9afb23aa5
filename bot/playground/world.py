"""Everything the small Telegram knows: people, chats, messages, files, and the updates the bot has not confirmed.

The bot's side (methods.py) and the people's side (persons.py) act on it; whoever watches waits on `changed`. It is kept as one JSON file, written anew
soon after each change, so that a restart finds the chats as they were.
"""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

BOT_ID = 7000000000
BOT_USERNAME = "ktd_playground_bot"
MESSAGE_LIFE = timedelta(hours=24)
TAP_LIFE = timedelta(seconds=150)
FIRST_UPDATE = 500_000_000


@dataclass
class User:
    """Somebody with a Telegram account. `started` once they pressed Start; `blocked` while they block the bot."""

    id: int
    name: str
    started: bool = False
    blocked: bool = False

    def shown(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "vi"}


@dataclass
class Group:
    """A group chat. A group that became a supergroup keeps its old id in `was`."""

    id: int
    title: str
    members: list[int] = field(default_factory=list)
    admins: list[int] = field(default_factory=list)
    bot_in: bool = True
    bot_admin: bool = False
    pinned: list[int] = field(default_factory=list)
    supergroup: bool = False
    was: int | None = None


@dataclass
class Message:
    """A message as it stands now: `raw` is what the Bot API shows of it."""

    chat: int
    id: int
    raw: dict[str, Any]
    by_bot: bool
    deleted: bool = False
    edits: int = 0


@dataclass
class Query:
    """A tap that waits for its answer."""

    id: str
    user: int
    at: float
    answered: bool = False
    toast: str = ""


@dataclass
class Update:
    """An update the bot has not confirmed; it expires at `until` (seconds since the epoch)."""

    id: int
    body: dict[str, Any]
    until: float


class World:
    """The state of the small Telegram. `now` tells the time; `file` is where the state is kept, None for not at all."""

    def __init__(self, now: Callable[[], datetime], file: Path | None = None) -> None:
        self.now = now
        self._file = file
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.queries: dict[str, Query] = {}
        self.updates: list[Update] = []
        self.uploads: dict[str, tuple[str, str, bytes]] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.allowed: list[str] | None = None
        self._next_update = FIRST_UPDATE
        self._next_message: dict[int, int] = {}
        self._next_file = 1
        self.changes = 0
        self.changed = asyncio.Condition()
        self._saving: asyncio.Task[None] | None = None
        self._waking: asyncio.Task[None] | None = None
        if file is not None and file.is_file():
            self._load(json.loads(file.read_text("utf-8")))

    # ------------------------------------------------------------------------------------------------ people and chats

    def add_user(self, id: int, name: str) -> User:
        user = self.users.setdefault(id, User(id, name))
        user.name = name
        return user

    def add_group(self, id: int, title: str, members: list[int], admins: list[int] | None = None) -> Group:
        return self.groups.setdefault(id, Group(id, title, members, admins or []))

    def chat(self, id: int) -> dict[str, Any]:
        """A chat as the Bot API shows it."""
        if id in self.groups:
            group = self.groups[id]
            return {"id": id, "type": "supergroup" if group.supergroup else "group", "title": group.title}
        return {"id": id, "type": "private", "first_name": self.users[id].name}

    @staticmethod
    def me() -> dict[str, Any]:
        return {
            "id": BOT_ID, "is_bot": True, "first_name": "ktd", "username": BOT_USERNAME, "can_join_groups": True,
            "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------------ messages

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def add_message(self, chat: int, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        """A new message in a chat; its id is the chat's next."""
        id = self._next_message.get(chat, 0) + 1
        self._next_message[chat] = id
        raw = {"message_id": id, "date": self.seconds(), "chat": self.chat(chat), "from": sender, **content}
        message = Message(chat, id, raw, by_bot=sender.get("is_bot", False))
        self.messages.setdefault(chat, {})[id] = message
        self.touch()
        return message

    def message(self, chat: int, id: int) -> Message | None:
        found = self.messages.get(chat, {}).get(id)
        return None if found is None or found.deleted else found

    def keep_file(self, name: str, mime: str, content: bytes) -> str:
        """Keeps an uploaded file; gives its file id."""
        id = f"file{self._next_file:06d}"
        self._next_file += 1
        self.uploads[id] = (name, mime, content)
        return id

    # ------------------------------------------------------------------------------------------------ updates

    def deliver(self, kind: str, body: dict[str, Any], life: timedelta = MESSAGE_LIFE) -> None:
        """Queues an update for the bot, if it asked for this kind."""
        if self.allowed is not None and kind not in self.allowed:
            return
        self.updates.append(Update(self._next_update, {kind: body}, self.now().timestamp() + life.total_seconds()))
        self._next_update += 1
        self.touch()

    def confirm(self, offset: int) -> None:
        """Forgets updates below the offset; a negative one keeps so many of the newest."""
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update.id >= offset]

    def waiting(self, limit: int) -> list[dict[str, Any]]:
        now = self.now().timestamp()
        self.updates = [update for update in self.updates if update.until > now]
        return [{"update_id": update.id, **update.body} for update in self.updates[:limit]]

    # ------------------------------------------------------------------------------------------------ watching and keeping

    def touch(self) -> None:
        """Something changed: wakes who waits, and writes the state soon."""
        self.changes += 1
        loop = asyncio.get_running_loop()
        self._waking = loop.create_task(self._wake())
        if self._file is not None and (self._saving is None or self._saving.done()):
            self._saving = loop.create_task(self._save_soon())

    async def wait_for_change(self, seen: int, timeout: float) -> None:
        """Returns once more has changed than `seen`, or after `timeout` seconds."""
        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(lambda: self.changes > seen), timeout)
            except TimeoutError:
                return

    async def _wake(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def _save_soon(self) -> None:
        await asyncio.sleep(0.3)
        self.save()

    def save(self) -> None:
        if self._file is None:
            return
        unfinished = self._file.with_suffix(".part")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(self._state(), ensure_ascii=False), "utf-8")
        unfinished.replace(self._file)

    def _state(self) -> dict[str, Any]:
        return {
            "users": [asdict(user) for user in self.users.values()],
            "groups": [asdict(group) for group in self.groups.values()],
            "messages": [asdict(message) for chat in self.messages.values() for message in chat.values()],
            "updates": [asdict(update) for update in self.updates],
            "uploads": {id: [name, mime, base64.b64encode(content).decode()] for id, (name, mime, content) in self.uploads.items()},
            "commands": self.commands,
            "next": [self._next_update, self._next_message, self._next_file],
        }

    def _load(self, state: dict[str, Any]) -> None:
        self.users = {user["id"]: User(**user) for user in state["users"]}
        self.groups = {group["id"]: Group(**group) for group in state["groups"]}
        for raw in state["messages"]:
            self.messages.setdefault(raw["chat"], {})[raw["id"]] = Message(**raw)
        self.updates = [Update(**update) for update in state["updates"]]
        self.uploads = {id: (name, mime, base64.b64decode(content)) for id, (name, mime, content) in state["uploads"].items()}
        self.commands = state["commands"]
        self._next_update, counters, self._next_file = state["next"]
        self._next_message = {int(chat): id for chat, id in counters.items()}
