"""The Telegram platform: its own polling loop with raw getUpdates, the offset raised only by `acknowledge`, and sending by plan.

Three traps of facts are handled here: python-telegram-bot's Updater confirms before handlers finish (so it is not used); a single 401 or 404 ends
polling for ever unless looked at (`PlatformRefused`, but only when getMe agrees); a long poll torn down by a proxy can starve a pool of one (the polling
session has its own, and is made anew after a silence). No offset is kept across starts: the server's own queue begins where we last confirmed.
"""

import asyncio
import json
import logging
import time
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.platforms.telegram.errors import BAD_ENTITIES, SAME_ALREADY, asked_wait, in_words, outcome_of
from bot.platforms.telegram.plan import TEXT_LIMIT, Call, plan
from bot.platforms.telegram.posts import stand
from bot.platforms.telegram.read import NAME, read
from bot.platforms.telegram.request import AiohttpRequest
from handlers.dialogue import (
    Batch,
    Begun,
    Capabilities,
    CommandWord,
    Delivered,
    DrawnFile,
    FileLost,
    FileTooLarge,
    Outcome,
    Outgoing,
    Pace,
    Parked,
    PlatformRefused,
)

log = logging.getLogger("ktd.telegram")

FILE_LIMIT = 20 * 1024 * 1024
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
SENDING_CONNECTIONS = 100
POLLING_CONNECTIONS = 4
FIRST_BACKOFF = 0.5
LONGEST_BACKOFF = 30.0
TOLD_AGAIN_AFTER = 600.0
"""So many seconds a trouble that lasts is not logged again."""


class Telegram:
    """A bot on Telegram. `api` is the server's root without `/bot`; `poll` the long poll's length in seconds; unpaced for another server."""

    name = NAME
    capabilities = Capabilities(buttons=True, edits=True, files=True, groups=True, text_limit=TEXT_LIMIT, file_limit=FILE_LIMIT)

    def __init__(self, token: str, api: str, *, paced: bool = True, poll: int = 25) -> None:
        self.pace = Pace(overall=30, private=1, burst=5, group_minute=20) if paced else None
        self._token = token
        self._api = api
        self._poll = poll
        self._requests = AiohttpRequest(SENDING_CONNECTIONS)
        self._polling = AiohttpRequest(POLLING_CONNECTIONS, read_timeout=poll + 10)
        self._bot = self._bot_at(api)
        self._bot_name = ""
        self._offset: int | None = None
        self._backoff = FIRST_BACKOFF
        self.trouble = ""
        self.last_tried = time.monotonic()
        self._told = -TOLD_AGAIN_AFTER

    @property
    def link(self) -> str:
        return f"https://t.me/{self._bot_name}?start={{code}}" if self._bot_name else ""

    def at(self, api: str) -> None:
        """Takes another server's root, before `open`."""
        self._api = api
        self._bot = self._bot_at(api)

    def _bot_at(self, api: str) -> Bot:
        return Bot(
            self._token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=self._requests, get_updates_request=self._polling
        )  # fmt: skip

    async def open(self) -> None:
        """Asks who the bot is, waiting for a network that is not there yet. Raises PlatformRefused."""
        await self._requests.initialize()
        await self._polling.initialize()
        while not self._bot_name:
            try:
                self._bot_name = await self._who()
            except ConnectionError as fault:
                self._tell(
                    f"Telegram cannot be reached at {self._api} ({fault}); trying again. If this lasts, see whether the network lets the bot go there"
                )
                await self._rest()
        self._backoff, self.trouble = FIRST_BACKOFF, ""

    async def ask_name(self) -> str:
        """The bot's own name, asked once. Raises PlatformRefused, or ConnectionError where Telegram cannot be asked now."""
        await self._requests.initialize()
        return await self._who()

    async def _who(self) -> str:
        warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)  # raw answers are what we want
        warnings.filterwarnings("ignore", message="Deprecated since version v22.2", category=PTBDeprecationWarning)  # both kinds of wait are read
        try:
            me = await self._call(Call("getMe", {}))
            return str(me["username"])
        except InvalidToken:
            raise PlatformRefused("Telegram does not accept the token") from None
        except TelegramError as fault:
            raise ConnectionError(in_words(fault)) from None
        except (TypeError, KeyError):
            raise ConnectionError("the answer is not Telegram's") from None

    async def close(self) -> None:
        await self._polling.shutdown()
        await self._requests.shutdown()

    # ------------------------------------------------------------------------------------------------ coming in

    async def receive(self) -> Batch:
        """The next updates; waits through faults. Raises PlatformRefused once the token is no longer accepted."""
        while True:
            try:
                rows = await self._updates()
            except InvalidToken:
                await self._ask_again()
            except RetryAfter as fault:
                self._tell("Telegram asks to wait before the next poll")
                await asyncio.sleep(asked_wait(fault).total_seconds())
            except Conflict:
                self._tell("another bot polls with the same token; this one goes on when the other ends")
                await self._rest()
            except TelegramError as fault:
                self._tell(f"no updates from Telegram: {in_words(fault)}")
                await self._rest()
            else:
                self._recovered()
                return self._batch(rows)

    def _batch(self, rows: list[dict[str, Any]]) -> Batch:
        found = (read(row, self._bot_name) for row in rows)
        return Batch(tuple(event for event in found if event is not None), str(max(_numbers(rows)) + 1) if rows else "")

    def _tell(self, trouble: str) -> None:
        self.last_tried = time.monotonic()
        if trouble != self.trouble or self.last_tried - self._told >= TOLD_AGAIN_AFTER:
            self._told = self.last_tried
            log.warning("%s", trouble)
        self.trouble = trouble

    def _recovered(self) -> None:
        self.last_tried = time.monotonic()
        if self.trouble:
            log.warning("updates come from Telegram again")
        self._backoff, self.trouble = FIRST_BACKOFF, ""

    async def acknowledge(self, batch: Batch) -> None:
        """The next poll confirms what this batch held."""
        if batch.mark:
            self._offset = int(batch.mark)

    async def _updates(self) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": self._poll, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            params["offset"] = self._offset
        rows = await self._bot.do_api_request("getUpdates", api_kwargs=params, read_timeout=self._poll + 10)
        if not isinstance(rows, list) or (rows and not _numbers(rows)):
            raise NetworkError("the answer is not a list of updates")
        return rows

    async def _ask_again(self) -> None:
        """A 401 or 404 to one poll may be the server's; two different methods saying so is the token's end."""
        self._tell("Telegram refused a poll; asking again who the bot is")
        try:
            await self._call(Call("getMe", {}))
        except InvalidToken:
            raise PlatformRefused("Telegram no longer accepts the token") from None
        except TelegramError as fault:
            self._tell(f"Telegram cannot be asked now: {in_words(fault)}")
        await self._rest()

    async def _rest(self) -> None:
        await asyncio.sleep(self._backoff)
        self._backoff = min(LONGEST_BACKOFF, self._backoff * 1.7)
        if self._backoff > 10:
            await self._polling.shutdown()
            await self._polling.initialize()

    # ------------------------------------------------------------------------------------------------ going out

    async def send(self, out: Outgoing, files: tuple[DrawnFile, ...]) -> Outcome:
        """Sends by plan; the outcome is that of the needed calls, the ref that of the message that carries the buttons."""
        if out.pins:
            rest = await stand(self._call, out)
            return Delivered() if rest is None else Parked(rest)
        shown, sent = "", out.begun
        for call in plan(out, files, self._bot_name):
            try:
                answer = await self._call_or_plainly(call)
            except TelegramError as fault:
                if SAME_ALREADY in str(fault).casefold():
                    shown = out.edits
                elif call.needed:
                    return Begun(sent, outcome_of(fault)) if sent else outcome_of(fault)
            else:
                shown, sent = _message_ref(answer, shown if call.file else "") or shown, sent + call.needed
        pins = out.pin and shown and shown != out.edits
        return Delivered(shown, await stand(self._call, replace(out, pins=shown)) if pins else None)

    async def _call_or_plainly(self, call: Call) -> Any:
        try:
            return await self._call(call)
        except BadRequest as fault:
            if BAD_ENTITIES not in str(fault).casefold():
                raise
            log.error("entities of a message were refused; it leaves as plain text")
            return await self._call(replace(call, params={name: value for name, value in call.params.items() if name != "entities"}))

    async def _call(self, call: Call) -> Any:
        params = dict(call.params)
        if call.file is not None:
            file = call.file
            params[call.field] = file.remote or InputFile(file.path.read_bytes(), filename=file.name, attach=False)
        return await self._bot.do_api_request(call.method, api_kwargs=params)

    # ------------------------------------------------------------------------------------------------ files and menus

    async def download(self, file: str, to: Path) -> int:
        """As Platform.download."""
        try:
            found = await self._call(Call("getFile", {"file_id": file}))
        except BadRequest as fault:
            raise FileTooLarge(fault.message) if "too big" in fault.message else FileLost(fault.message) from None
        except TelegramError as fault:
            raise ConnectionError(in_words(fault)) from None
        if not found.get("file_path"):
            raise FileLost("Telegram names no path for it")
        with to.open("wb") as place:
            status, length = await self._requests.stream(f"{self._api}/file/bot{self._token}/{found['file_path']}", place, FILE_LIMIT)
        if length > FILE_LIMIT:
            raise FileTooLarge(f"more than {FILE_LIMIT} bytes")
        if status in {400, 404, 410}:
            raise FileLost(f"the server answered {status}")
        if status != 200:
            raise ConnectionError(f"the server answered {status}")
        return length

    async def offer_commands(
        self, private: Mapping[str, tuple[CommandWord, ...]], everyone: tuple[CommandWord, ...] = (), group: tuple[CommandWord, ...] = ()
    ) -> frozenset[str]:
        """As Platform.offer_commands; a menu that cannot be set is logged, for menus only suggest."""
        failed: set[str] = set()
        menus: list[tuple[str, dict[str, Any], tuple[CommandWord, ...]]] = []
        menus += [("everyone", {"type": "all_private_chats"}, everyone)] if everyone else []
        menus += [("group", {"type": "all_group_chats"}, group)] if group else []
        menus += [(chat, {"type": "chat", "chat_id": int(chat)}, words) for chat, words in private.items()]
        for whose, scope, words in menus:
            commands = [{"command": word.word, "description": word.description} for word in words]
            try:
                await self._call(Call("setMyCommands", {"commands": commands, "scope": scope, "language_code": "vi"}))
                if scope["type"] != "chat":
                    await self._call(Call("setMyCommands", {"commands": commands, "scope": scope}))
            except TelegramError as fault:
                failed.add(whose)
                log.warning("a command menu could not be set: %s", in_words(fault))
        return frozenset(failed)


def _numbers(rows: list[Any]) -> list[int]:
    return [row["update_id"] for row in rows if isinstance(row, dict) and isinstance(row.get("update_id"), int)]


def _message_ref(answer: Any, fallback: str) -> str:
    if isinstance(answer, str | bytes):
        answer = json.loads(answer)
    return fallback or (str(answer["message_id"]) if isinstance(answer, dict) and "message_id" in answer else "")
