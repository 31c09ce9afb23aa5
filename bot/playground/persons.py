"""The people's side: what somebody with a phone can do, and what the bot is told of it."""

from dataclasses import dataclass
from typing import Any

from bot.playground.world import BOT_USERNAME, TAP_LIFE, Message, Query, User, World

ANONYMOUS_ADMIN = 1087968824


class NoSuchButton(Exception):
    """The message shows no such button now."""


@dataclass(frozen=True)
class Person:
    """One person of the world, by their account."""

    world: World
    id: int

    @property
    def user(self) -> User:
        return self.world.users[self.id]

    # ------------------------------------------------------------------------------------------------ doing

    def starts(self, code: str = "") -> Message:
        """Presses Start, with a link's code or without."""
        if self.user.blocked:
            self.unblocks()
        self.user.started = True
        return self.types(f"/start {code}".strip())

    def types(self, text: str, chat: int | None = None, *, anonymous: bool = False, forwarded: bool = False, reply_to: int | None = None) -> Message:
        """Writes to the bot, or into a group, where privacy mode lets the bot see only what is meant for it."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        if forwarded:
            content["forward_origin"] = {"type": "hidden_user", "sender_user_name": "Somebody", "date": self.world.seconds()}
        return self._says(content, chat, anonymous=anonymous, reply_to=reply_to)

    def sends(
        self, name: str, content: bytes, *, mime: str = "application/pdf", caption: str = "", picture: bool = False, album: str = ""
    ) -> Message:
        """Sends a file or a picture to the bot."""
        id = self.world.keep_file(name, mime, content)
        size = {"file_id": id, "file_unique_id": f"u{hash(content) & 0xFFFFFFFF:x}", "file_size": len(content)}
        body: dict[str, Any] = (
            {"photo": [size | {"width": 800, "height": 600}]} if picture else {"document": size | {"file_name": name, "mime_type": mime}}
        )
        return self._says(body | ({"caption": caption} if caption else {}) | ({"media_group_id": album} if album else {}))

    def sends_unfit(self, kind: str, body: dict[str, Any] | None = None) -> Message:
        """Sends a sticker, a voice message, a location …"""
        return self._says({kind: body or {}})

    def edits(self, message: Message, text: str) -> None:
        """Changes a message of one's own."""
        message.raw.update(text=text, edit_date=self.world.seconds())
        message.edits += 1
        self.world.deliver("edited_message", dict(message.raw))

    def taps(self, message: Message, label: str) -> Query:
        """Taps a button the message shows now. Raises NoSuchButton."""
        rows = message.raw.get("reply_markup", {}).get("inline_keyboard", [])
        button = next((button for row in rows for button in row if button["text"] == label), None)
        if button is None or "callback_data" not in button:
            raise NoSuchButton(label)
        return self.taps_data(message, button["callback_data"])

    def taps_data(self, message: Message, data: str) -> Query:
        """A tap that carries `data`: also of a button that is no longer shown, or one a forged client made up."""
        query = Query(f"{len(self.world.queries) + 1:06d}", self.id, self.world.now().timestamp())
        self.world.queries[query.id] = query
        body = {"id": query.id, "from": self.user.shown(), "message": dict(message.raw), "chat_instance": str(message.chat), "data": data}
        self.world.deliver("callback_query", body, TAP_LIFE)
        return query

    def blocks(self) -> None:
        self._membership("kicked", blocked=True)

    def unblocks(self) -> None:
        self._membership("member", blocked=False)

    # ------------------------------------------------------------------------------------------------ seeing

    def sees(self, chat: int | None = None) -> list[Message]:
        """The messages of the private chat, or of a group, oldest first."""
        found = self.world.messages.get(self.id if chat is None else chat, {})
        return [message for _, message in sorted(found.items()) if not message.deleted]

    # ------------------------------------------------------------------------------------------------ behind it

    def _says(self, content: dict[str, Any], chat: int | None = None, *, anonymous: bool = False, reply_to: int | None = None) -> Message:
        where = self.id if chat is None else chat
        sender = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"} if anonymous else self.user.shown()
        if anonymous:
            content = content | {"sender_chat": self.world.chat(where)}
        message = self.world.add_message(where, sender, content)
        message.by_bot = False
        replied = self.world.message(where, reply_to) if reply_to else None
        if replied:
            message.raw["reply_to_message"] = {name: value for name, value in replied.raw.items() if name != "reply_to_message"}
        if chat is None or self._bot_sees(where, content, replied):
            self.world.deliver("message", dict(message.raw))
        return message

    def _bot_sees(self, chat: int, content: dict[str, Any], replied: Message | None) -> bool:
        group = self.world.groups[chat]
        if not group.bot_in:
            return False
        text = content.get("text", "")
        word = text.split()[0] if text.split() else ""
        command, at_sign, addressee = word.partition("@")
        for_bot = command.startswith("/") and (not at_sign or addressee.casefold() == BOT_USERNAME)
        return group.bot_admin or for_bot or f"@{BOT_USERNAME}" in text or (replied is not None and replied.by_bot)

    def _membership(self, status: str, *, blocked: bool) -> None:
        self.user.blocked = blocked
        old = "member" if blocked else "kicked"
        body = {
            "chat": self.world.chat(self.id), "from": self.user.shown(), "date": self.world.seconds(),
            "old_chat_member": {"status": old, "user": self.world.me()}, "new_chat_member": {"status": status, "user": self.world.me()},
        }  # fmt: skip
        self.world.deliver("my_chat_member", body)


def upgrade_group(world: World, old: int, new: int) -> None:
    """Turns a group into a supergroup with a new id, as Telegram does when an administrator changes its settings."""
    group = world.groups.pop(old)
    group.id, group.was, group.supergroup, group.pinned = new, old, True, []
    world.groups[new] = group
    sender = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}
    message = {"message_id": 0, "date": world.seconds(), "chat": {"id": old, "type": "group", "title": group.title}, "from": sender}
    world.deliver("message", message | {"migrate_to_chat_id": new})
