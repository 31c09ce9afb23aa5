"""The people's side: what somebody with a phone can do, and what the bot is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground import happenings
from bot.playground.labels import find_label
from bot.playground.pictures import document_shown, photo_shown, size_of
from bot.playground.records import TAP_LIFE, Group, Message, Query, Raw, User
from bot.playground.world import World

PHOTO_SIZE = (1280, 960)
FILE: Raw = {"file_id": "unfit", "file_unique_id": "unfit"}
UNFIT: Mapping[str, Any] = {
    "sticker": FILE | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    "voice": FILE | {"duration": 3, "mime_type": "audio/ogg"},
    "video_note": FILE | {"length": 240, "duration": 3},
    "location": {"latitude": 20.5411, "longitude": 105.9139},
    "contact": {"phone_number": "+84226000000", "first_name": "Contact"},
    "dice": {"emoji": "🎲", "value": 4},
}


class NoSuchButton(Exception):
    """The message shows no such button now."""


class NotPossible(Exception):
    """Telegram's app would not let this person do it here."""


@dataclass(frozen=True)
class Person:
    """One person of the world, by their account. `chat` is a group's id, or left out for the private chat with the bot."""

    world: World
    id: int

    @property
    def user(self) -> User:
        return self.world.users[self.id]

    # ------------------------------------------------------------------------------------------------ writing

    def starts(self, code: str = "") -> Message:
        """Presses Start, by a link with a code or without."""
        if self.user.blocked:
            self.unblocks()
        return self.types(f"/start {code}".strip())

    def opens_link(self, code: str) -> Message:
        """Opens t.me/<bot>?start=<code> and presses Start."""
        return self.starts(code)

    def types(self, text: str, chat: int | None = None, *, anonymous: bool = False, forwarded: bool = False, reply_to: int | None = None) -> Message:
        """Writes to the bot, or into a group, where privacy mode lets the bot see only what is meant for it."""
        content: Raw = {"text": text} | happenings.entities_of(text)
        if forwarded:
            content["forward_origin"] = {"type": "hidden_user", "sender_user_name": "Somebody", "date": self.world.date()}
        return self._says(content, chat, anonymous=anonymous, reply_to=reply_to)

    def forwards(self, message: Message, chat: int | None = None) -> Message:
        """Forwards a message to the bot, or into a group."""
        origin = {"type": "user", "sender_user": message.raw["from"], "date": message.raw["date"]}
        carried = {name: message.raw[name] for name in ("text", "entities", "caption", "photo", "document") if name in message.raw}
        return self._says(carried | {"forward_origin": origin}, chat)

    def sends(
        self,
        name: str,
        content: bytes,
        *,
        mime: str = "application/pdf",
        caption: str = "",
        picture: bool = False,
        album: str = "",
        chat: int | None = None,
    ) -> Message:
        """Sends a file, or a picture."""
        file = self.world.keep_file(name, mime, content)
        body: Raw = {"photo": photo_shown(file, size_of(content) or PHOTO_SIZE)} if picture else {"document": document_shown(file)}
        return self._says(body | ({"caption": caption} if caption else {}) | ({"media_group_id": album} if album else {}), chat)

    def sends_photo(self, content: bytes, *, caption: str = "", chat: int | None = None) -> Message:
        """Sends a picture, pressed as Telegram does it: without a name."""
        return self.sends("photo.jpg", content, mime="image/jpeg", caption=caption, picture=True, chat=chat)

    def sends_album(
        self, files: Sequence[tuple[str, bytes]], *, mime: str = "application/pdf", caption: str = "", picture: bool = False
    ) -> list[Message]:
        """Sends several files at once; the caption stands at the first."""
        album = str(self.world.changes)
        return [
            self.sends(name, content, mime=mime, caption=caption if at == 0 else "", picture=picture, album=album)
            for at, (name, content) in enumerate(files)
        ]

    def sends_unfit(self, kind: str, body: Raw | None = None, chat: int | None = None) -> Message:
        """Sends a sticker, a voice message, a location …"""
        return self._says({kind: body if body is not None else dict(UNFIT.get(kind, {}))}, chat)

    def edits(self, message: Message, text: str) -> None:
        """Changes a message of one's own: its text, or a file's caption, which may be taken off; a text cannot, and what has neither stays as it is."""
        is_file = "photo" in message.raw or "document" in message.raw
        if message.raw["from"]["id"] != self.id or not (is_file or ("text" in message.raw and text)):
            raise NotPossible("only one's own texts and captions can be changed")
        kept = {name: value for name, value in message.raw.items() if name not in {"text", "entities", "caption"}}
        changed = ({"caption": text} if text else {}) if is_file else {"text": text} | happenings.entities_of(text)
        message.raw = kept | changed | {"edit_date": self.world.date()}
        message.edits, message.read = message.edits + 1, False
        self.world.keep(message)
        happenings.tell(self.world, message, "edited_message")

    def deletes(self, message: Message) -> None:
        """Deletes a message for everybody: any in the private chat; in a group one's own, or as an administrator any. Nothing of it is told to the bot."""
        group = self.world.groups.get(message.chat)
        if group is not None and message.raw["from"]["id"] != self.id and self.id not in group.admins:
            raise NotPossible("only an administrator deletes what others wrote")
        message.deleted = True
        if group is not None and message.id in group.pinned:
            group.pinned.remove(message.id)
            self.world.keep(group)
        self.world.keep(message)

    # ------------------------------------------------------------------------------------------------ tapping

    def taps(self, message: Message, label: str) -> Query:
        """Taps a button the message shows now; a label may be given without its leading sign and trailing count. Raises NoSuchButton."""
        button = find_label(message.rows, label)
        if message.deleted or button is None or "callback_data" not in button:
            raise NoSuchButton(f"{label} is not among {message.labels}")
        return self.taps_data(message, button["callback_data"])

    def taps_data(self, message: Message, data: str) -> Query:
        """A tap that carries `data`: also of a button that is no longer shown, or one a forged client made up."""
        last = max(map(int, self.world.queries), default=0)
        query = Query(f"{last + 1:08d}", self.id, self.world.seconds())
        self.world.keep(query)
        shown = {"chat": message.raw["chat"], "message_id": message.id, "date": 0} if message.deleted else dict(message.raw)
        body = {"id": query.id, "from": self.user.shown(), "message": shown, "chat_instance": str(message.chat), "data": data}
        self.world.deliver("callback_query", body, TAP_LIFE)
        return query

    def follows(self, message: Message, label: str) -> Message:
        """Taps a button that opens the private chat with a start code, and presses Start there. Raises NoSuchButton."""
        button = find_label(message.rows, label)
        code = happenings.start_code(button.get("url", "")) if button else None
        if code is None:
            raise NoSuchButton(f"{label} opens no chat; there is {message.labels}")
        return self.starts(code)

    # ------------------------------------------------------------------------------------------------ coming and going

    def blocks(self) -> None:
        """Blocks the bot."""
        self._blocked(blocked=True)

    def unblocks(self) -> None:
        self._blocked(blocked=False)

    def deletes_account(self) -> None:
        self.user.gone = True
        self.world.keep(self.user)

    def joins(self, group: Group) -> None:
        happenings.joins(self.world, group, self.user)

    def leaves(self, group: Group) -> None:
        happenings.leaves(self.world, group, self.user)

    # ------------------------------------------------------------------------------------------------ seeing

    def sees(self, chat: int | None = None) -> list[Message]:
        """The messages of the private chat, or of a group, oldest first."""
        where = self._place(chat)
        if where in self.world.groups and self.id not in self.world.groups[where].members:
            return []
        return self.world.messages_of(where)

    def last(self, chat: int | None = None) -> Message | None:
        """The newest message of the bot's there."""
        return next((message for message in reversed(self.sees(chat)) if message.by_bot), None)

    def unread(self, chat: int | None = None) -> int:
        """How many messages of others came since this person last looked."""
        where = self._place(chat)
        mark = self.world.marks.get((self.id, where), 0)
        return sum(message.id > mark and message.raw["from"]["id"] != self.id for message in self.sees(chat))

    def reads(self, chat: int | None = None) -> None:
        """Looks at the chat: all in it is read."""
        seen = self.sees(chat)
        if seen:
            self.world.read_up_to(self.id, self._place(chat), seen[-1].id)

    # ------------------------------------------------------------------------------------------------ behind it

    def _place(self, chat: int | None) -> int:
        return self.id if chat is None else self.world.moved.get(chat, chat)

    def _says(self, content: Raw, chat: int | None, *, anonymous: bool = False, reply_to: int | None = None) -> Message:
        where = self._place(chat)
        self._require_allowed(where)
        sender = happenings.anonymous(self.world, where) if anonymous else {"from": self.user.shown()}
        quoted = self.world.message(where, reply_to) if reply_to else None
        reply = {"reply_to_message": {name: value for name, value in quoted.raw.items() if name != "reply_to_message"}} if quoted else {}
        message = self.world.add_message(where, sender["from"], sender | content | reply)
        happenings.tell(self.world, message, "message")
        return message

    def _require_allowed(self, where: int) -> None:
        if where in self.world.groups:
            if self.id not in self.world.groups[where].members:
                raise NotPossible("not a member of this group")
        elif self.user.blocked:
            raise NotPossible("the bot is blocked; unblock it first")
        elif not self.user.started:
            self.user.started = True
            self.world.keep(self.user)

    def _blocked(self, *, blocked: bool) -> None:
        self.user.blocked = blocked
        self.world.keep(self.user)
        change = ("member", "kicked") if blocked else ("kicked", "member")
        happenings.membership(self.world, self.world.chat(self.id), self.user, *change)
