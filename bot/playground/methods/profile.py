"""What the bot says about itself: who it is, its command menus by scope and language, its descriptions, its menu button."""

import re
from collections.abc import Mapping
from typing import Any

from bot.playground.methods.given import Given, bad
from bot.playground.methods.places import known_chat
from bot.playground.records import BOT_NAME, Raw
from bot.playground.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DEFAULT_SCOPE: Mapping[str, Any] = {"type": "default"}


def get_me(world: World, given: Given) -> Raw:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False, "can_connect_to_business": False}
    return world.me() | abilities | {"has_main_web_app": False}


def yes(world: World, given: Given) -> bool:
    return True


# ---------------------------------------------------------------------------------------------------------------- commands


def set_commands(world: World, given: Given) -> bool:
    for command in given.params["commands"]:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
    world.set_profile(_menu(world, given.params), given.params["commands"] or None)
    return True


def get_commands(world: World, given: Given) -> list[Raw]:
    found: list[Raw] = world.profile.get(_menu(world, given.params), [])
    return found


def delete_commands(world: World, given: Given) -> bool:
    world.set_profile(_menu(world, given.params), None)
    return True


def commands_for(world: World, chat: int, user: int, language: str = "vi") -> list[Raw]:
    """The menu a person sees in a chat: the narrowest scope that has one, each first in their language."""
    for scope in _scopes(world, chat, user):
        for tongue in (language, ""):
            if found := world.profile.get(f"commands:{scope}:{tongue}"):
                menu: list[Raw] = found
                return menu
    return []


def _scopes(world: World, chat: int, user: int) -> list[str]:
    if chat not in world.groups:
        return [f"chat:{chat}", "all_private_chats", "default"]
    admin = user in world.groups[chat].admins
    narrow = [f"chat_member:{chat}:{user}", *([f"chat_administrators:{chat}"] if admin else []), f"chat:{chat}"]
    return [*narrow, *(["all_chat_administrators"] if admin else []), "all_group_chats", "default"]


def _menu(world: World, params: Mapping[str, Any]) -> str:
    scope = params.get("scope", DEFAULT_SCOPE)
    parts = [scope["type"]]
    if "chat_id" in scope:
        parts.append(str(known_chat(world, scope["chat_id"])))
    if "user_id" in scope:
        parts.append(str(scope["user_id"]))
    return f"commands:{':'.join(parts)}:{params.get('language_code', '')}"


# ---------------------------------------------------------------------------------------------------------------- descriptions, button


def set_description(world: World, given: Given) -> bool:
    return _set(world, given, "description")


def get_description(world: World, given: Given) -> Raw:
    return _get(world, given, "description", "")


def set_short_description(world: World, given: Given) -> bool:
    return _set(world, given, "short_description")


def get_short_description(world: World, given: Given) -> Raw:
    return _get(world, given, "short_description", "")


def set_name(world: World, given: Given) -> bool:
    return _set(world, given, "name")


def get_name(world: World, given: Given) -> Raw:
    return _get(world, given, "name", BOT_NAME)


def set_menu_button(world: World, given: Given) -> bool:
    chat = given.params.get("chat_id")
    if chat in world.groups:
        raise bad("chat must be a private chat")
    world.set_profile(f"menu_button:{chat or ''}", given.params.get("menu_button"))
    return True


def get_menu_button(world: World, given: Given) -> Raw:
    found: Raw = world.profile.get(f"menu_button:{given.params.get('chat_id', '')}", {"type": "commands"})
    return found


def _set(world: World, given: Given, name: str) -> bool:
    world.set_profile(f"{name}:{given.params.get('language_code', '')}", given.params.get(name) or None)
    return True


def _get(world: World, given: Given, name: str, otherwise: str) -> Raw:
    tongue = given.params.get("language_code", "")
    return {name: world.profile.get(f"{name}:{tongue}", world.profile.get(f"{name}:", otherwise))}
