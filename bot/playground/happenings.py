"""What the bot is told of what happens: which messages of a group it may see, memberships, the move of a group to another id."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.playground.records import ANONYMOUS_ADMIN, BOT_ID, BOT_USERNAME, Group, Message, Raw, User
from bot.playground.world import World

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]+)?(?!\S)|(?<!\S)/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]+)?")
MENTION = re.compile(r"(?<!\S)@[A-Za-z0-9_]{4,32}")
SERVICE = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "group_chat_created", "pinned_message")


def tell(world: World, message: Message, kind: str) -> None:
    """Delivers a person's message, if the bot may see it."""
    if message.chat not in world.groups or _bot_sees(world.groups[message.chat], message.raw):
        world.deliver(kind, dict(message.raw))


def _bot_sees(group: Group, raw: Raw) -> bool:
    """Privacy mode: only commands for the bot, replies to it, its mention, and service messages; an administrator sees all."""
    if not group.bot_in:
        return False
    if group.bot_admin or any(name in raw for name in SERVICE):
        return True
    text = raw.get("text") or raw.get("caption") or ""
    replied = raw.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID
    return replied or _is_command_for_bot(text) or f"@{BOT_USERNAME}" in text.casefold()


def _is_command_for_bot(text: str) -> bool:
    word = text.split(maxsplit=1)[0] if text.split() else ""
    command, at_sign, addressee = word.partition("@")
    return command.startswith("/") and len(command) > 1 and (not at_sign or addressee.casefold() == BOT_USERNAME)


def entities_of(text: str) -> Raw:
    """What Telegram itself finds in a typed text: commands and mentions."""
    found = [_entity("bot_command", text, match) for match in COMMAND.finditer(text)] + [
        _entity("mention", text, match) for match in MENTION.finditer(text)
    ]
    return {"entities": sorted(found, key=lambda entity: int(entity["offset"]))} if found else {}


def _entity(kind: str, text: str, match: re.Match[str]) -> Raw:
    before, inside = text[: match.start()], match.group()
    return {"type": kind, "offset": len(before.encode("utf-16-le")) // 2, "length": len(inside.encode("utf-16-le")) // 2}


def anonymous(world: World, group: int) -> Raw:
    """How an administrator who stays anonymous appears."""
    sender = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return {"from": sender, "sender_chat": world.chat(group)}


def start_code(url: str) -> str | None:
    """The code of a link into the private chat; empty for one without, None for another address."""
    parts = urlsplit(url)
    if parts.netloc.casefold() != "t.me" or parts.path.strip("/").casefold() != BOT_USERNAME:
        return None
    return parse_qs(parts.query).get("start", [""])[0]


# ---------------------------------------------------------------------------------------------------------------- coming and going


def membership(world: World, chat: Raw, by: User, before: str, after: str) -> None:
    """Tells the bot what has become of its own membership."""
    bot = world.me()
    body = {"chat": chat, "from": by.shown(), "date": world.date(), "old_chat_member": _member(before, bot), "new_chat_member": _member(after, bot)}
    world.deliver("my_chat_member", body)


def joins(world: World, group: Group, user: User) -> None:
    if user.id not in group.members:
        group.members.append(user.id)
        world.keep(group)
        _service(world, group, user, {"new_chat_members": [user.shown()]})


def leaves(world: World, group: Group, user: User) -> None:
    group.members.remove(user.id)
    group.admins = [admin for admin in group.admins if admin != user.id]
    world.keep(group)
    _service(world, group, user, {"left_chat_member": user.shown()})


def bot_becomes(world: World, group: Group, by: User, status: str) -> None:
    """Somebody adds the bot, promotes it, removes it ("member", "administrator", "kicked", "left")."""
    before, group.bot = group.bot, status
    world.keep(group)
    membership(world, world.chat(group.id), by, before, status)


def upgrade_group(world: World, old: int, new: int) -> None:
    """Turns a group into a supergroup with a new id, as Telegram does when an administrator changes its settings. Message ids do not carry over."""
    group = world.groups[old]
    before = world.chat(old)
    by = world.users[group.admins[0]] if group.admins else User(ANONYMOUS_ADMIN, "Group")
    last = world.add_message(old, by.shown(), {"migrate_to_chat_id": new})
    group.id, group.was, group.supergroup, group.pinned = new, old, True, []
    world.move_group(old, group)
    world.deliver("message", {**last.raw, "chat": before})
    first = world.add_message(new, by.shown(), {"migrate_from_chat_id": old})
    world.deliver("message", dict(first.raw))


def _service(world: World, group: Group, by: User, content: Raw) -> None:
    tell(world, world.add_message(group.id, by.shown(), content), "message")


def _member(status: str, who: Raw) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    rights = dict.fromkeys(_RIGHTS, False) if status == "administrator" else {}
    return {"status": status, "user": who, **until, **rights}


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages",
)  # fmt: skip
