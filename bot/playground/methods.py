"""The Bot API's methods over the world, refusing what Telegram refuses, in its words."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.refusals import BotApiError
from bot.playground.spec import UPLOAD
from bot.playground.world import BOT_ID, TAP_LIFE, Message, World

LONGEST_POLL = 50
PHOTO_LIMIT, DOCUMENT_LIMIT, DOWNLOAD_LIMIT = 10 << 20, 50 << 20, 20 << 20
BUTTONS_AT_MOST, ROW_AT_MOST = 100, 8
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


Params = dict[str, Any]
Files = dict[str, Upload]


class Methods:
    """The methods by name: `await methods.call("sendMessage", params, files)`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._poll: asyncio.Future[None] | None = None
        self.polls = 0
        self.polling = False
        self._table: dict[str, Callable[[Params, Files], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_tap,
            "pinChatMessage": self._pin,
            "unpinChatMessage": self._unpin,
            "getFile": self._get_file,
            "getChat": self._get_chat,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._get_commands,
            "deleteMyCommands": self._delete_commands,
            "setChatMenuButton": self._yes,
            "setMyDescription": self._yes,
            "setMyShortDescription": self._yes,
            "deleteWebhook": self._yes,
            "close": self._yes,
        }

    async def call(self, method: str, params: Params, files: Files) -> Any:
        run = self._table.get(method)
        if run is None:
            raise BotApiError(404, "Not Found")
        return await run(params, files)

    async def _get_me(self, params: Params, files: Files) -> Any:
        return self._world.me()

    async def _yes(self, params: Params, files: Files) -> Any:
        return True

    # ------------------------------------------------------------------------------------------------ updates

    async def _get_updates(self, params: Params, files: Files) -> Any:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self.polling = True
        if "allowed_updates" in params:
            self._world.allowed = params["allowed_updates"] or None
        if "offset" in params:
            self._world.confirm(params["offset"])
        limit = params.get("limit", 100)
        deadline = time.monotonic() + min(LONGEST_POLL, max(0, params.get("timeout", 0)))
        while True:
            if mine.done():
                raise BotApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
            seen = self._world.changes
            if waiting := self._world.waiting(limit):
                break
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                break
            await self._changed_or_terminated(mine, seen, remaining)
        mine.cancel()
        self.polls += 1
        return waiting

    async def _changed_or_terminated(self, mine: "asyncio.Future[None]", seen: int, timeout: float) -> None:
        change = asyncio.ensure_future(self._world.wait_for_change(seen, timeout))
        await asyncio.wait({change, mine}, return_when=asyncio.FIRST_COMPLETED)
        change.cancel()

    # ------------------------------------------------------------------------------------------------ sending

    async def _send_message(self, params: Params, files: Files) -> Any:
        chat = self._open_chat(params["chat_id"])
        content = self._text(params, "text", "entities")
        return self._sent(chat, content | self._markup(params))

    async def _send_photo(self, params: Params, files: Files) -> Any:
        id, upload = self._file(params, files, "photo", PHOTO_LIMIT)
        photo = [{"file_id": id, "file_unique_id": f"u{id}", "width": 1280, "height": 960, "file_size": len(upload.content)}]
        return self._with_file(params, {"photo": photo})

    async def _send_document(self, params: Params, files: Files) -> Any:
        id, upload = self._file(params, files, "document", DOCUMENT_LIMIT)
        document = {"file_id": id, "file_unique_id": f"u{id}", "file_name": upload.name, "mime_type": upload.mime, "file_size": len(upload.content)}
        return self._with_file(params, {"document": document})

    def _with_file(self, params: Params, content: dict[str, Any]) -> Any:
        chat = self._open_chat(params["chat_id"])
        caption = self._text(params, "caption", "caption_entities") if params.get("caption") else {}
        return self._sent(chat, content | caption | self._markup(params))

    async def _send_chat_action(self, params: Params, files: Files) -> Any:
        self._open_chat(params["chat_id"])
        return True

    def _sent(self, chat: int, content: dict[str, Any]) -> dict[str, Any]:
        sender = {"id": BOT_ID, "is_bot": True, "first_name": "ktd", "username": self._world.me()["username"]}
        return self._world.add_message(chat, sender, content).raw

    def _open_chat(self, chat_id: int | str) -> int:
        """The chat, if the bot may write to it. Raises what Telegram answers where it may not."""
        world = self._world
        if isinstance(chat_id, str):
            raise BotApiError(400, "Bad Request: chat not found")
        if moved := next((group for group in world.groups.values() if group.was == chat_id), None):
            parameters = {"migrate_to_chat_id": moved.id}
            raise BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)
        if group := world.groups.get(chat_id):
            if not group.bot_in:
                raise BotApiError(403, "Forbidden: bot was kicked from the group chat")
            return chat_id
        user = world.users.get(chat_id)
        if user is None:
            raise BotApiError(400, "Bad Request: chat not found")
        if not user.started:
            raise BotApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if user.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _text(self, params: Params, name: str, entities_name: str) -> dict[str, Any]:
        text, entities = params[name], params.get(entities_name, [])
        if params.get("parse_mode"):
            raise BotApiError(400, "Bad Request: this small Telegram takes entities, not parse_mode")
        if not text.strip():
            raise BotApiError(400, "Bad Request: message text is empty" if name == "text" else "Bad Request: caption is empty")
        length = len(text.encode("utf-16-le")) // 2
        for entity in entities:
            if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
                raise BotApiError(400, "Bad Request: can't parse entities: entity is out of the text")
        return {name: text, **({entities_name: entities} if entities else {})}

    def _markup(self, params: Params) -> dict[str, Any]:
        markup = params.get("reply_markup")
        if not markup or "inline_keyboard" not in markup:
            return {}
        rows = markup["inline_keyboard"]
        if sum(len(row) for row in rows) > BUTTONS_AT_MOST or any(len(row) > ROW_AT_MOST for row in rows):
            raise BotApiError(400, "Bad Request: reply markup is too long")
        for button in (button for row in rows for button in row):
            self._button(button)
        return {"reply_markup": {"inline_keyboard": rows}} if rows else {}

    def _button(self, button: dict[str, Any]) -> None:
        if not button["text"].strip():
            raise BotApiError(400, "Bad Request: inline keyboard button text can't be empty")
        if sum(action in button for action in ACTIONS) != 1:
            raise BotApiError(400, "Bad Request: inline keyboard button must have exactly one action")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise BotApiError(400, "Bad Request: BUTTON_DATA_INVALID")

    def _file(self, params: Params, files: Files, name: str, limit: int) -> tuple[str, Upload]:
        if params[name] is not UPLOAD:
            kept = self._world.uploads.get(params[name])
            if kept is None:
                raise BotApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
            return params[name], Upload(*kept)
        upload = files[name]
        if len(upload.content) > limit:
            raise BotApiError(413, "Request Entity Too Large")
        if not upload.content:
            raise BotApiError(400, "Bad Request: file must be non-empty")
        return self._world.keep_file(upload.name, upload.mime, upload.content), upload

    # ------------------------------------------------------------------------------------------------ changing

    async def _edit_text(self, params: Params, files: Files) -> Any:
        message = self._own_message(params)
        if "text" not in message.raw:
            raise BotApiError(400, "Bad Request: there is no text in the message to edit")
        return self._changed(message, self._text(params, "text", "entities") | self._markup(params))

    async def _edit_markup(self, params: Params, files: Files) -> Any:
        message = self._own_message(params)
        kept = {name: message.raw[name] for name in ("text", "entities") if name in message.raw}
        return self._changed(message, kept | self._markup(params))

    def _own_message(self, params: Params) -> Message:
        if "chat_id" not in params or "message_id" not in params:
            raise BotApiError(400, "Bad Request: message identifier is not specified")
        chat = self._open_chat(params["chat_id"])
        message = self._world.message(chat, params["message_id"])
        if message is None:
            raise BotApiError(400, "Bad Request: message to edit not found")
        if not message.by_bot:
            raise BotApiError(400, "Bad Request: message can't be edited")
        return message

    def _changed(self, message: Message, content: dict[str, Any]) -> Any:
        before = {name: message.raw.get(name) for name in ("text", "entities", "reply_markup")}
        if before == {name: content.get(name) for name in ("text", "entities", "reply_markup")}:
            raise BotApiError(
                400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message",
            )  # fmt: skip
        for name in ("text", "entities", "reply_markup"):
            message.raw.pop(name, None)
        message.raw.update(content, edit_date=self._world.seconds())
        message.edits += 1
        self._world.touch()
        return message.raw

    async def _delete(self, params: Params, files: Files) -> Any:
        message = self._world.message(self._open_chat(params["chat_id"]), params["message_id"])
        if message is None:
            raise BotApiError(400, "Bad Request: message to delete not found")
        message.deleted = True
        self._world.touch()
        return True

    async def _answer_tap(self, params: Params, files: Files) -> Any:
        query = self._world.queries.get(params["callback_query_id"])
        now = self._world.now().timestamp()
        if query is None or query.answered or now - query.at > TAP_LIFE.total_seconds():
            raise BotApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        query.answered, query.toast = True, params.get("text", "")
        self._world.touch()
        return True

    async def _pin(self, params: Params, files: Files) -> Any:
        return self._pinned(params, pin=True)

    async def _unpin(self, params: Params, files: Files) -> Any:
        return self._pinned(params, pin=False)

    def _pinned(self, params: Params, *, pin: bool) -> bool:
        chat = self._open_chat(params["chat_id"])
        group = self._world.groups.get(chat)
        if group is not None:
            if not group.bot_admin:
                raise BotApiError(400, "Bad Request: not enough rights to manage pinned messages in the chat")
            if pin:
                if self._world.message(chat, params["message_id"]) is None:
                    raise BotApiError(400, "Bad Request: message to pin not found")
                group.pinned.append(params["message_id"])
            self._world.touch()
        return True

    # ------------------------------------------------------------------------------------------------ files, chats, commands

    async def _get_file(self, params: Params, files: Files) -> Any:
        kept = self._world.uploads.get(params["file_id"])
        if kept is None:
            raise BotApiError(400, "Bad Request: invalid file_id")
        if len(kept[2]) > DOWNLOAD_LIMIT:
            raise BotApiError(400, "Bad Request: file is too big")
        id = params["file_id"]
        return {"file_id": id, "file_unique_id": f"u{id}", "file_size": len(kept[2]), "file_path": f"documents/{id}"}

    async def _get_chat(self, params: Params, files: Files) -> Any:
        chat = params["chat_id"]
        if chat not in self._world.groups and chat not in self._world.users:
            raise BotApiError(400, "Bad Request: chat not found")
        return self._world.chat(chat) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {}}

    async def _set_commands(self, params: Params, files: Files) -> Any:
        for command in params["commands"]:
            if not command["command"] or set(command["command"]) - set("abcdefghijklmnopqrstuvwxyz0123456789_"):
                raise BotApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        scope = params.get("scope", {"type": "default"})
        if "chat_id" in scope and scope["chat_id"] not in self._world.users and scope["chat_id"] not in self._world.groups:
            raise BotApiError(400, "Bad Request: chat not found")
        self._world.commands[_scope_key(params)] = params["commands"]
        self._world.touch()
        return True

    async def _get_commands(self, params: Params, files: Files) -> Any:
        return self._world.commands.get(_scope_key(params), [])

    async def _delete_commands(self, params: Params, files: Files) -> Any:
        self._world.commands.pop(_scope_key(params), None)
        return True


def _scope_key(params: Params) -> str:
    scope = params.get("scope", {"type": "default"})
    return f"{scope['type']}:{scope.get('chat_id', '')}:{params.get('language_code', '')}"
