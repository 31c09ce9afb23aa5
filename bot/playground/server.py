"""The HTTP side of the Bot API: one token, JSON, form or multipart bodies, Telegram's own answers; and faults on demand, for tests.

playground = Playground(now=…, token="1:abc", data_dir=…)      # without a directory nothing is kept
async with playground.serving() as address:                    # the bot's server root
    lan = playground.person(1001, "Lan")
    lan.starts()
    await playground.until(lambda: lan.last() is not None)
    lan.taps(lan.last(), "Đồng ý")
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.faults import Fault, Flood
from bot.playground.guard import only_this_machine, require_loopback
from bot.playground.methods.contents import METHODS
from bot.playground.methods.given import ATTACHED, Given, Upload
from bot.playground.methods.polling import Polling
from bot.playground.persons import Person
from bot.playground.records import Message
from bot.playground.refusals import BotApiError
from bot.playground.spec import check_request, has_method
from bot.playground.world import World

BODY_LIMIT = 64 << 20
CALLS_KEPT = 20_000
COUNTED = ("send", "edit", "copy", "forward")
FIRST_NEW_PERSON = 9001


@dataclass(frozen=True)
class Seen:
    """A call as it came, and what was answered: the result, or the refusal's text."""

    method: str
    params: dict[str, Any]
    ok: bool
    answer: Any


class Playground:
    """The world and its Bot API server. `now` tells the time; `data_dir` is where the world is kept, None for not at all."""

    def __init__(self, now: Callable[[], datetime], token: str, data_dir: Path | None = None) -> None:
        self.world = World(now, data_dir)
        self.polling = Polling(self.world)
        self.token = token
        self.faults: list[Fault] = []
        self.calls: list[Seen] = []
        self.flood = Flood()

    def person(self, who: int | str, name: str = "") -> Person:
        """Somebody of the world, by account or by name; made where new."""
        users = self.world.users
        if isinstance(who, str):
            found = next((user.id for user in users.values() if user.name == who), None)
            who, name = (found, "") if found is not None else (max([*users, FIRST_NEW_PERSON - 1]) + 1, who)
        if who not in users or name:
            self.world.add_user(who, name or str(who))
        return Person(self.world, who)

    async def until(self, met: Callable[[], bool], timeout: float = 5.0) -> None:
        """Waits until the world is so. Raises TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while not met():
                await self.world.wait_for_change(self.world.changes, timeout)

    async def after(self, act: Callable[[], object], person: Person, chat: int | None = None, timeout: float = 5.0) -> Message:
        """Does something, waits for the bot's next message or edit in the person's chat, and gives it. Raises TimeoutError."""
        before = {message.id: message.edits for message in person.sees(chat) if message.by_bot}
        act()

        def fresh() -> list[Message]:
            return [one for one in person.sees(chat) if one.by_bot and before.get(one.id) != one.edits]

        await self.until(lambda: bool(fresh()), timeout)
        return fresh()[-1]

    # ------------------------------------------------------------------------------------------------ serving

    def routes(self) -> list[web.RouteDef]:
        """The Bot API's addresses, to be mounted."""
        return [
            web.route("*", "/bot{token}/{method}", self._method),
            web.get("/file/bot{token}/documents/{id}", self._download),
        ]

    @asynccontextmanager
    async def serving(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serves the Bot API alone; gives its address. Raises NotLoopback."""
        async with serving_app(self.routes(), host, port, ending=self.polling.end) as address:
            yield address

    # ------------------------------------------------------------------------------------------------ one request

    async def _method(self, request: web.Request) -> web.StreamResponse:
        if not hmac.compare_digest(request.match_info["token"].encode(), self.token.encode()):
            return _refused(BotApiError(401, "Unauthorized"))
        method = request.match_info["method"]
        try:
            params, uploads = await _received(request)
        except BotApiError as refusal:
            return _refused(refusal)
        fault = self._fault(method, params)
        match fault:
            case Fault(kind="cut_before"):
                return _cut(request)
            case Fault(kind="slow"):
                await asyncio.sleep(fault.seconds)
        response = await self._answered(method, params, uploads, fault)
        match fault:
            case Fault(kind="cut_after"):
                return _cut(request)
            case Fault(kind="slow_after"):
                await asyncio.sleep(fault.seconds)
        return response

    async def _answered(self, method: str, given: dict[str, Any], uploads: dict[str, Upload], fault: Fault | None) -> web.Response:
        try:
            if fault and fault.kind == "error":
                raise fault.refusal()
            result = await self._called(method, Given(check_request(method, given), uploads))
        except BotApiError as refusal:
            self._record(Seen(method, given, ok=False, answer=refusal.description))
            return _refused(refusal)
        self._record(Seen(method, given, ok=True, answer=result))
        return _json({"ok": True, "result": result}, 200)

    async def _called(self, method: str, given: Given) -> Any:
        if method == "getUpdates":
            return await self.polling.get_updates(given)
        if method not in METHODS:
            raise BotApiError(400, f"Bad Request: the playground does not play {method}") if has_method(method) else BotApiError(404, "Not Found")
        if method.startswith(COUNTED) and method != "sendChatAction":
            self._count(given)
        return METHODS[method](self.world, given)

    def _count(self, given: Given) -> None:
        chat = given.params.get("chat_id")
        if isinstance(chat, int):
            self.flood.count(chat, len(given.params.get("media", [0])) if isinstance(given.params.get("media"), list) else 1)

    def _record(self, seen: Seen) -> None:
        self.calls.append(seen)
        if len(self.calls) > CALLS_KEPT:
            del self.calls[: CALLS_KEPT // 2]

    def _fault(self, method: str, given: dict[str, Any]) -> Fault | None:
        fault = next((fault for fault in self.faults if fault.fits(method, given)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.world.files.bytes_of(request.match_info["id"]) if request.match_info["id"] in self.world.stored else None
        if content is None or not hmac.compare_digest(request.match_info["token"].encode(), self.token.encode()):
            return _refused(BotApiError(404, "Not Found"))
        fault = self._fault("file", {})
        if fault and fault.kind.startswith("cut"):
            return _cut(request)
        if fault and fault.kind.startswith("slow"):
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "error":
            return _refused(fault.refusal())
        return web.Response(body=content, content_type="application/octet-stream")


@asynccontextmanager
async def serving_app(routes: list[web.RouteDef], host: str, port: int, ending: Callable[[], None] = lambda: None) -> AsyncIterator[str]:
    """Serves routes to this machine alone; gives the address. `ending` is called before the open requests are waited for. Raises NotLoopback."""
    require_loopback(host)
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[only_this_machine])
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{runner.addresses[0][1]}"
    finally:
        ending()
        await runner.cleanup()


async def _received(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The request's fields, from its query and its body of whichever kind; uploads apart, named by `attach://` where they stand for a field."""
    given: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        return given | await _json_body(request), uploads
    for name, value in (await request.post()).items() if request.can_read_body else ():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            given[name] = value
    attached = " ".join(str(value) for value in given.values())
    return given | {name: ATTACHED + name for name in uploads if ATTACHED + name not in attached}, uploads


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise BotApiError(400, "Bad Request: can't parse request JSON")
    return body


def _json(body: dict[str, Any], code: int) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), status=code, content_type="application/json")


def _refused(refusal: BotApiError) -> web.Response:
    return _json(refusal.body(), refusal.code)


def _cut(request: web.Request) -> web.StreamResponse:
    """Closes the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
