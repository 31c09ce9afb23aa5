"""One raw update → what it means to us. Row by row: an update that cannot be read is set aside alone.

Reading the plain mapping instead of building python-telegram-bot's objects saves the larger part of a turn, and a field a newer Bot API adds cannot break
it. The event key holds what stays the same when an update is delivered again and differs when Telegram begins its update numbers anew.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from handlers.dialogue import Chat, File, Incoming, Moved, Reached, Sender, Sent, Started, Tapped, Typed, Unfit, Unreadable, What

ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM_SERVICE = 777000
UNFIT = (
    "sticker", "voice", "video_note", "location", "venue", "contact", "poll", "dice", "game", "animation", "story", "checklist",
    "paid_media", "invoice", "rich_message",
)  # fmt: skip
FILES = ("document", "video", "audio")
ALIVE = frozenset({"member", "administrator", "creator", "restricted"})
NAME = "telegram"


def read(update: dict[str, Any], bot_name: str) -> Incoming | Unreadable | None:
    """What an update means; None where it means nothing to us. `bot_name` is the bot's own @name, without the sign."""
    try:
        return _read(update, bot_name)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError) as fault:
        return _unreadable(update, fault)


def _unreadable(update: object, fault: Exception) -> Unreadable:
    """The update set aside: its bytes whole, the reason without any of its words, for the reason is logged."""
    raw = json.dumps(update)
    number = update.get("update_id") if isinstance(update, dict) else None
    missing = f" {fault.args[0]}" if isinstance(fault, KeyError) else ""
    return Unreadable(NAME, f"update:{number}:{sha256(raw.encode()).hexdigest()[:12]}", raw, f"{type(fault).__name__}{missing}")


def _read(update: dict[str, Any], bot_name: str) -> Incoming | None:
    if message := update.get("message"):
        return _message(message, bot_name)
    if message := update.get("edited_message"):
        return _message(message, bot_name, edit=update["update_id"])
    if query := update.get("callback_query"):
        return _tap(query)
    if change := update.get("my_chat_member"):
        return _membership(change, update["update_id"])
    return None


def _message(message: dict[str, Any], bot_name: str, *, edit: int | None = None) -> Incoming | None:
    """`edit` is the update's number where the message is one that was changed: two changes within a second differ in nothing else."""
    edited = edit is not None
    if message["chat"]["type"] == "channel" or message.get("is_automatic_forward"):
        return None
    what = _what(message, bot_name, edited=edited)
    if what is None:
        return None
    changed = f"{message['edit_date']}:{edit}" if edited else message["date"]
    key = f"message:{message['chat']['id']}:{message['message_id']}:{changed}"
    at = _instant(message["edit_date"] if edited else message["date"])
    forwarded = "forward_origin" in message
    return Incoming(NAME, key, _chat(message["chat"]), _sender(message), what, at, str(message["message_id"]), forwarded)


def _what(message: dict[str, Any], bot_name: str, *, edited: bool) -> What | None:
    if new_chat := message.get("migrate_to_chat_id"):
        return Moved(str(new_chat))
    if "text" in message:
        return _text(message, bot_name, edited=edited)
    if edited:
        return Typed(message.get("caption", ""), edited=True) if _file(message) else None
    if file := _file(message):
        return Sent(file, message.get("caption", ""), message.get("media_group_id", ""))
    kind = next((kind for kind in UNFIT if kind in message), None)
    return Unfit(kind) if kind else None


def _text(message: dict[str, Any], bot_name: str, *, edited: bool) -> What | None:
    text: str = message["text"]
    word, _, rest = text.partition(" ")
    command, at_sign, addressee = word.partition("@")
    if command.startswith("/") and at_sign:
        if addressee.casefold() != bot_name.casefold():
            return None
        text = f"{command} {rest}".strip()
    if command == "/start" and not edited and message["chat"]["type"] == "private":
        return Started(rest.strip())
    return Typed(text, edited)


def _file(message: dict[str, Any]) -> File | None:
    if sizes := message.get("photo") or message.get("live_photo", {}).get("photo"):
        best = max(sizes, key=lambda size: size["width"] * size["height"])
        return File(best["file_id"], best["file_unique_id"], f"anh-{message['message_id']}.jpg", "image/jpeg", best.get("file_size"), picture=True)
    if "animation" in message:
        return None
    kind = next((kind for kind in FILES if kind in message), None)
    if kind is None:
        return None
    found = message[kind]
    name = _seen(found.get("file_name", "")) or f"{kind}-{message['message_id']}"
    return File(found["file_id"], found["file_unique_id"], name, found.get("mime_type", ""), found.get("file_size"))


def _seen(name: str) -> str:
    """A file's name as one line of what can be seen: it goes back out in a header, which takes no line break, and people read what kind of file it is."""
    return " ".join("".join(letter for letter in name if letter.isprintable() or letter.isspace()).split())


def _tap(query: dict[str, Any]) -> Incoming:
    """Telegram may leave out the message a button stood on, and what it carried: then the tap alone can be answered, to whoever tapped."""
    message = query.get("message") if "data" in query else None
    sender = Sender(str(query["from"]["id"]), _name(query["from"]))
    chat, ref = (_chat(message["chat"]), str(message["message_id"])) if message is not None else (Chat(sender.account, "private"), "")
    tapped = Tapped(query["data"] if message is not None else "", ref, query["id"])
    at = datetime.max.replace(tzinfo=UTC)  # a tap carries no time of its own; it never counts as late
    return Incoming(NAME, f"tap:{query['id']}", chat, sender, tapped, at, ref)


def _membership(change: dict[str, Any], update_id: int) -> Incoming:
    key = f"member:{change['chat']['id']}:{change['date']}:{update_id}"
    member = change["new_chat_member"]
    reachable = member["status"] in ALIVE and member.get("can_send_messages", True)
    sender = Sender(str(change["from"]["id"]), _name(change["from"]))
    return Incoming(NAME, key, _chat(change["chat"]), sender, Reached(reachable), _instant(change["date"]))


def _chat(chat: dict[str, Any]) -> Chat:
    return Chat(str(chat["id"]), "private" if chat["type"] == "private" else "group", chat.get("title", ""))


def _sender(message: dict[str, Any]) -> Sender | None:
    person = message.get("from")
    if person is None:
        return None
    hidden = "sender_chat" in message or person["id"] in {ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM_SERVICE}
    return Sender(str(person["id"]), _name(person), anonymous=hidden)


def _name(person: dict[str, Any]) -> str:
    return " ".join(part for part in (person.get("first_name", ""), person.get("last_name", "")) if part)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
