"""New messages from the bot: texts, copies of others, and the sign that it is busy."""

from typing import Any

from bot.playground.methods.given import Given, bad
from bot.playground.methods.keyboards import markup_of
from bot.playground.methods.places import known_chat, open_chat, reply
from bot.playground.methods.texts import caption_of, text_of
from bot.playground.records import Message, Raw
from bot.playground.world import World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location",
    "record_video_note", "upload_video_note",
})  # fmt: skip
CARRIED = ("text", "entities", "caption", "caption_entities", "photo", "document")


def send_message(world: World, given: Given) -> Raw:
    chat = open_chat(world, given.params)
    content = text_of(given.params) | markup_of(given.params)
    return put(world, chat, content | reply(world, chat, given.params))


def put(world: World, chat: int, content: Raw) -> Raw:
    """A new message of the bot's in a chat that is open."""
    return world.add_message(chat, world.me(), content).raw


def forward_message(world: World, given: Given) -> Raw:
    message = _source(world, given, "forward")
    origin = {"type": "user", "sender_user": message.raw["from"], "date": message.raw["date"]}
    return put(world, open_chat(world, given.params), _carried(message) | {"forward_origin": origin})


def copy_message(world: World, given: Given) -> Raw:
    message = _source(world, given, "copy")
    content = _carried(message)
    if "caption" in given.params and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")} | caption_of(given.params)
    return {"message_id": put(world, open_chat(world, given.params), content | markup_of(given.params))["message_id"]}


def send_chat_action(world: World, given: Given) -> bool:
    open_chat(world, given.params)
    if given.params["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def _source(world: World, given: Given, doing: str) -> Message:
    message = world.message(known_chat(world, given.params["from_chat_id"]), given.params["message_id"])
    if message is None:
        raise bad(f"message to {doing} not found")
    return message


def _carried(message: Message) -> dict[str, Any]:
    return {name: message.raw[name] for name in CARRIED if name in message.raw}
