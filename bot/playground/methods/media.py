"""Files: photos, documents and albums from the bot, and handing out what people sent."""

from collections.abc import Mapping
from typing import Any

from bot.playground.methods.given import ATTACHED, Given, Upload, bad
from bot.playground.methods.keyboards import markup_of
from bot.playground.methods.places import open_chat, reply
from bot.playground.methods.sending import put
from bot.playground.methods.texts import caption_of
from bot.playground.pictures import document_shown, photo_shown, size_of
from bot.playground.records import Raw, StoredFile
from bot.playground.refusals import BotApiError
from bot.playground.world import World

PHOTO_LIMIT, DOCUMENT_LIMIT, DOWNLOAD_LIMIT = 10 << 20, 50 << 20, 20 << 20
SIDES_AT_MOST, RATIO_AT_MOST = 10_000, 20
ALBUM_KINDS = frozenset({"photo", "document"})


def send_photo(world: World, given: Given) -> Raw:
    return _send(world, given, _photo(world, given, given.params["photo"]))


def send_document(world: World, given: Given) -> Raw:
    return _send(world, given, _document(world, given, given.params["document"]))


def send_media_group(world: World, given: Given) -> list[Raw]:
    chat = open_chat(world, given.params)
    media = given.params["media"]
    kinds = {one["type"] for one in media}
    if not kinds <= ALBUM_KINDS:
        raise bad("the playground plays albums of photos or of documents only")
    if len(kinds) > 1:
        raise bad("document can't be mixed with other media types")
    shared = {"media_group_id": str(world.changes)} | reply(world, chat, given.params)
    contents = [_of_album(world, given, one) | caption_of(one) for one in media]
    return [put(world, chat, content | shared) for content in contents]


def get_file(world: World, given: Given) -> Raw:
    file = world.stored.get(given.params["file_id"])
    if file is None:
        raise bad("invalid file_id")
    if file.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size, "file_path": f"documents/{file.id}"}


def _send(world: World, given: Given, content: Raw) -> Raw:
    chat = open_chat(world, given.params)
    return put(world, chat, content | caption_of(given.params) | markup_of(given.params) | reply(world, chat, given.params))


def _of_album(world: World, given: Given, one: Mapping[str, Any]) -> Raw:
    return _photo(world, given, one["media"]) if one["type"] == "photo" else _document(world, given, one["media"])


def _document(world: World, given: Given, value: str) -> Raw:
    return {"document": document_shown(_file(world, given, value, DOCUMENT_LIMIT, "document"))}


def _photo(world: World, given: Given, value: str) -> Raw:
    file = _file(world, given, value, PHOTO_LIMIT, "photo")
    size = size_of(world.files.bytes_of(file.id) or b"")
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    if sum(size) > SIDES_AT_MOST or max(size) > RATIO_AT_MOST * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return {"photo": photo_shown(file, size)}


def _file(world: World, given: Given, value: str, limit: int, kind: str) -> StoredFile:
    if not value.startswith(ATTACHED):
        if value not in world.stored:
            raise bad("wrong file identifier/HTTP URL specified" if value else f"there is no {kind} in the request")
        return world.stored[value]
    upload = given.uploads.get(value.removeprefix(ATTACHED))
    if upload is None:
        raise bad(f"there is no {kind} in the request")
    _require_fitting(upload, limit, kind)
    return world.keep_file(upload.name, upload.mime, upload.content)


def _require_fitting(upload: Upload, limit: int, kind: str) -> None:
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) <= limit:
        return
    if kind == "photo":
        raise bad(f"file of size {len(upload.content)} bytes is too big for a photo; the maximum size is {limit} bytes")
    raise BotApiError(413, "Request Entity Too Large")
