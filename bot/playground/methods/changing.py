"""Changing what stands: edits, deletions, pins, and answers to taps."""

from typing import Any

from bot.playground.methods.given import Given, bad
from bot.playground.methods.keyboards import markup_of
from bot.playground.methods.places import known_chat, open_chat, own_message
from bot.playground.methods.texts import caption_of, text_of
from bot.playground.records import TAP_LIFE, Message, Raw
from bot.playground.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup "
    "of the message"
)
DELETABLE_SECONDS = 48 * 3600
SHOWN = ("text", "entities", "caption", "caption_entities", "reply_markup")


def edit_text(world: World, given: Given) -> Raw:
    message = own_message(world, given.params)
    if "text" not in message.raw:
        raise bad("there is no text in the message to edit")
    return _changed(world, message, text_of(given.params) | markup_of(given.params))


def edit_caption(world: World, given: Given) -> Raw:
    message = own_message(world, given.params)
    if "text" in message.raw:
        raise bad("there is no caption in the message to edit")
    return _changed(world, message, caption_of(given.params) | markup_of(given.params))


def edit_markup(world: World, given: Given) -> Raw:
    message = own_message(world, given.params)
    kept = {name: message.raw[name] for name in SHOWN if name in message.raw and name != "reply_markup"}
    return _changed(world, message, kept | markup_of(given.params))


def _changed(world: World, message: Message, content: Raw) -> Raw:
    """An edit says all that is shown afterwards: a keyboard that is not named goes."""
    if all(message.raw.get(name) == content.get(name) for name in SHOWN):
        raise bad(SAME)
    kept = {name: value for name, value in message.raw.items() if name not in SHOWN}
    message.raw = kept | content | {"edit_date": world.date()}
    message.edits += 1
    world.keep(message)
    return message.raw


# ---------------------------------------------------------------------------------------------------------------- deleting


def delete_message(world: World, given: Given) -> bool:
    chat = known_chat(world, given.params["chat_id"])
    message = world.message(chat, given.params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _delete(world, message)
    return True


def delete_messages(world: World, given: Given) -> bool:
    """Deletes what can be deleted; what is not there is passed over."""
    chat = known_chat(world, given.params["chat_id"])
    found = (world.message(chat, number) for number in given.params["message_ids"])
    for message in [one for one in found if one is not None]:
        _delete(world, message)
    return True


def _delete(world: World, message: Message) -> None:
    group = world.groups.get(message.chat)
    may_any = group is not None and group.bot_admin
    if not may_any and (world.date() - message.raw["date"] > DELETABLE_SECONDS or (group is not None and not message.by_bot)):
        raise bad("message can't be deleted")
    message.deleted = True
    world.keep(message)
    if group is not None and message.id in group.pinned:
        group.pinned.remove(message.id)
        world.keep(group)


# ---------------------------------------------------------------------------------------------------------------- taps and pins


def answer_tap(world: World, given: Given) -> bool:
    query = world.queries.get(given.params["callback_query_id"])
    if query is None or query.answered or world.seconds() - query.at > TAP_LIFE.total_seconds():
        raise bad(TOO_OLD)
    query.answered, query.toast, query.alert = True, given.params.get("text", ""), given.params.get("show_alert", False)
    world.keep(query)
    return True


def pin(world: World, given: Given) -> bool:
    chat = _pinnable(world, given)
    message = world.message(chat, given.params["message_id"])
    if message is None:
        raise bad("message to pin not found")
    if chat in world.groups and message.id not in world.groups[chat].pinned:
        group = world.groups[chat]
        group.pinned.append(message.id)
        world.keep(group)
        shown = {name: value for name, value in message.raw.items() if name != "pinned_message"}
        world.add_message(chat, world.me(), {"pinned_message": shown})
    return True


def unpin(world: World, given: Given) -> bool:
    chat = _pinnable(world, given)
    group = world.groups.get(chat)
    if group is not None and group.pinned:
        wanted = given.params.get("message_id", group.pinned[-1])
        if wanted not in group.pinned:
            raise bad("message to unpin not found")
        group.pinned.remove(wanted)
        world.keep(group)
    return True


def unpin_all(world: World, given: Given) -> bool:
    group = world.groups.get(_pinnable(world, given))
    if group is not None:
        group.pinned = []
        world.keep(group)
    return True


def _pinnable(world: World, given: Given) -> int:
    chat = open_chat(world, given.params)
    group: Any = world.groups.get(chat)
    if group is not None and not group.bot_admin:
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat
