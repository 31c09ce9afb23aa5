"""The HTTP side of the Bot API: one token, JSON, form or multipart bodies, Telegram's own answers; and faults on demand, for tests."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from bot.playground.methods import Files, Methods, Upload
from bot.playground.persons import Person
from bot.playground.refusals import BotApiError
from bot.playground.spec import UPLOAD, check_request
from bot.playground.world import World

BODY_LIMIT = 64 << 20


@dataclass
class Fault:
    """What happens to the next `times` calls of a method (any, where empty): an error code, a cut before or after the call took effect, a delay."""

    kind: Literal["error", "cut_before", "cut_after", "slow"]
    method: str = ""
    times: int = 1
    code: int = 500
    seconds: float = 1.0


@dataclass(frozen=True)
class Seen:
    """A call as it came."""

    method: str
    params: dict[str, Any]
    ok: bool


@dataclass
class Limits:
    """Telegram's flood limits, where they are switched on: messages a second to one private chat, a minute to one group."""

    private_per_second: int = 0
    group_per_minute: int = 0
    times: dict[int, list[float]] = field(default_factory=dict)

    def check(self, chat: int, now: float) -> None:
        most, span = (self.group_per_minute, 60.0) if chat < 0 else (self.private_per_second, 1.0)
        if not most:
            return
        times = [at for at in self.times.get(chat, []) if now - at < span]
        if len(times) >= most:
            wait = max(1, int(span - (now - times[0])) + 1)
            raise BotApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        self.times[chat] = [*times, now]


class Playground:
    """The world and its Bot API server."""

    def __init__(self, now: Callable[[], datetime], token: str, file: Path | None = None) -> None:
        self.world = World(now, file)
        self.methods = Methods(self.world)
        self.token = token
        self.faults: list[Fault] = []
        self.calls: list[Seen] = []
        self.limits = Limits()

    def person(self, id: int, name: str = "") -> Person:
        """Somebody of the world; made where new."""
        if id not in self.world.users or name:
            self.world.add_user(id, name or str(id))
        return Person(self.world, id)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self._method),
            web.get("/file/bot{token}/documents/{id}", self._download),
        ]

    @asynccontextmanager
    async def serving(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serves the Bot API alone; gives its address."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        await site.start()
        try:
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    # ------------------------------------------------------------------------------------------------ one request

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if not hmac.compare_digest(request.match_info["token"], self.token):
            return _answer(BotApiError(401, "Unauthorized").body(), 401)
        fault = self._fault(method)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "cut_before":
            return _cut(request)
        given, files = await _given(request)
        body, code = await self._called(method, given, files, fault)
        if fault and fault.kind == "cut_after":
            return _cut(request)
        return _answer(body, code)

    async def _called(self, method: str, given: dict[str, object], files: Files, fault: Fault | None) -> tuple[dict[str, Any], int]:
        try:
            if fault and fault.kind == "error":
                raise _injected(fault)
            params = check_request(method, given)
            if method.startswith(("send", "edit")) and isinstance(params.get("chat_id"), int):
                self.limits.check(params["chat_id"], self.world.now().timestamp())
            result = await self.methods.call(method, params, files)
        except BotApiError as refusal:
            self.calls.append(Seen(method, dict(given), ok=False))
            return refusal.body(), refusal.code
        self.calls.append(Seen(method, dict(given), ok=True))
        return {"ok": True, "result": result}, 200

    def _fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method in ("", method):
                fault.times -= 1
                return fault
        return None

    async def _download(self, request: web.Request) -> web.StreamResponse:
        kept = self.world.uploads.get(request.match_info["id"])
        if kept is None or not hmac.compare_digest(request.match_info["token"], self.token):
            return _answer(BotApiError(404, "Not Found").body(), 404)
        if fault := self._fault("file"):
            return _cut(request) if fault.kind.startswith("cut") else _answer(BotApiError(fault.code, "Internal Server Error").body(), fault.code)
        return web.Response(body=kept[2], content_type="application/octet-stream")


def _injected(fault: Fault) -> BotApiError:
    if fault.code == 429:
        return BotApiError(429, f"Too Many Requests: retry after {int(fault.seconds)}", {"retry_after": int(fault.seconds)})
    names = {401: "Unauthorized", 404: "Not Found", 500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
    return BotApiError(fault.code, names.get(fault.code, "Bad Request"))


async def _given(request: web.Request) -> tuple[dict[str, object], Files]:
    """The request's fields, from its query and its body of whichever kind; uploads apart."""
    given: dict[str, object] = dict(request.query)
    files: Files = {}
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
                given[name] = UPLOAD
            else:
                given[name] = value
    return given, files


def _answer(body: dict[str, Any], code: int) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), status=code, content_type="application/json")


def _cut(request: web.Request) -> web.StreamResponse:
    """Closes the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
