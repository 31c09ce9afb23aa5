"""A text with its entities, as Telegram takes it: parsed, trimmed, measured in UTF-16 units."""

from collections.abc import Mapping
from typing import Any

from bot.playground.methods.given import bad
from bot.playground.methods.html import from_html
from bot.playground.records import Raw

TEXT_LIMIT, CAPTION_LIMIT, ENTITIES_AT_MOST = 4096, 1024, 100
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}


def text_of(params: Mapping[str, Any]) -> Raw:
    """The `text` of a message. Raises what Telegram answers for one that is empty, too long, or badly marked."""
    if not params["text"]:
        raise bad("message text is empty")
    text, entities = _formatted(params["text"], params.get("entities"), params.get("parse_mode"))
    if not text:
        raise bad("text must be non-empty")
    if utf16(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(params: Mapping[str, Any]) -> Raw:
    """The `caption` of a file; empty without one."""
    text, entities = _formatted(params.get("caption", ""), params.get("caption_entities"), params.get("parse_mode"))
    if utf16(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def utf16(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _formatted(text: str, entities: list[Raw] | None, parse_mode: str | None) -> tuple[str, list[Raw]]:
    match (parse_mode or "").casefold():
        case "":
            found = list(entities or [])
        case "html":
            text, found = from_html(text)
        case "markdown" | "markdownv2":
            raise bad("the playground parses HTML and entities only")
        case _:
            raise bad("unsupported parse_mode")
    for entity in found:
        _check(entity, text)
    return _trimmed(text, found[:ENTITIES_AT_MOST])


def _check(entity: Raw, text: str) -> None:
    encoded = text.encode("utf-16-le")
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start < 0 or entity["length"] < 1 or end > len(encoded) // 2:
        raise bad("can't parse entities: an entity lies outside the text")
    try:
        encoded[start * 2 : end * 2].decode("utf-16-le")
    except UnicodeDecodeError:
        raise bad("can't parse entities: an entity splits a character") from None
    needed = NEEDS.get(entity["type"])
    if needed and needed not in entity:
        raise bad(f"can't parse entities: {entity['type']} needs {needed}")


def _trimmed(text: str, entities: list[Raw]) -> tuple[str, list[Raw]]:
    """Without blanks around, the entities moved along."""
    trimmed = text.strip()
    shift, room = utf16(text) - utf16(text.lstrip()), utf16(trimmed)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(room, entity["offset"] + entity["length"] - shift)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return trimmed, moved
