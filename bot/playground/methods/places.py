"""Where a method acts: the chat, if the bot may write there, and the messages in it. Refusals in Telegram's words."""

from collections.abc import Mapping
from typing import Any

from bot.playground.methods.given import bad, forbidden
from bot.playground.records import Group, Message, Raw
from bot.playground.world import World


def known_chat(world: World, chat_id: int | str) -> int:
    """The id of a chat Telegram knows. Raises for an unknown one, and for a group that has become a supergroup."""
    chat = _as_id(chat_id)
    if chat in world.moved:
        raise bad("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": world.moved[chat]})
    if chat not in world.groups and chat not in world.users:
        raise bad("chat not found")
    return chat


def open_chat(world: World, params: Mapping[str, Any]) -> int:
    """The chat of a call, if the bot may write to it."""
    chat = known_chat(world, params["chat_id"])
    if chat in world.groups:
        require_member(world.groups[chat])
    else:
        _require_reachable(world, chat)
    if params.get("message_thread_id"):
        raise bad("message thread not found")
    return chat


def group_of(world: World, chat_id: int | str) -> Group:
    """The group of a call that is only for groups."""
    chat = known_chat(world, chat_id)
    if chat not in world.groups:
        raise bad("method is available only for groups and supergroups")
    require_member(world.groups[chat])
    return world.groups[chat]


def require_member(group: Group) -> None:
    """Raises where the bot is not in the group."""
    match group.bot:
        case "kicked":
            raise forbidden(f"bot was kicked from the {group.kind} chat")
        case "left":
            raise forbidden(f"bot is not a member of the {group.kind} chat")


def own_message(world: World, params: Mapping[str, Any]) -> Message:
    """The bot's own message that is to be edited."""
    if "chat_id" not in params or "message_id" not in params:
        raise bad("message identifier is not specified")
    message = world.message(open_chat(world, params), params["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if not message.by_bot:
        raise bad("message can't be edited")
    return message


def reply(world: World, chat: int, params: Mapping[str, Any]) -> Raw:
    """The part of a new message that quotes another."""
    wanted = params.get("reply_parameters")
    if not wanted or "message_id" not in wanted:
        return {}
    quoted = world.message(chat, wanted["message_id"])
    if quoted is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": {name: value for name, value in quoted.raw.items() if name != "reply_to_message"}}


def _as_id(chat_id: int | str) -> int:
    try:
        return int(chat_id)
    except ValueError:
        raise bad("chat not found" if chat_id else "chat_id is empty") from None


def _require_reachable(world: World, id: int) -> None:
    user = world.users[id]
    if user.gone:
        raise forbidden("user is deactivated")
    if user.blocked:
        raise forbidden("bot was blocked by the user")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")
