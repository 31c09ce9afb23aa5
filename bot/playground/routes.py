"""The page and what it asks for: the state as one sees it, and the things one can do. Loopback only; foreign hosts and origins are turned away."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.half_year import HalfYear
from bot.playground.methods.profile import commands_for
from bot.playground.persons import NoSuchButton, Person
from bot.playground.records import Message
from bot.playground.server import BODY_LIMIT

if TYPE_CHECKING:
    from bot.playground.stage import Stage

PAGE = Path(__file__).with_name("page")
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
NEWEST_AT_MOST = 300
WATCH_AT_MOST = 20.0


@asynccontextmanager
async def serving(stage: "Stage", host: str, port: int) -> AsyncIterator[str]:
    """Serves the page at `/`, its routes under `/play`, and the Bot API."""
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_only_local])
    pages = Pages(stage)
    app.add_routes([*pages.routes(), *stage.playground.routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        pages.half_year.cancel()
        await runner.cleanup()


@web.middleware
async def _only_local(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """A page of another site must not reach this server through the visitor's browser."""
    origin = request.headers.get("Origin")
    names = [urlsplit(f"//{request.headers.get('Host', '')}").hostname, *([urlsplit(origin).hostname] if origin else [])]
    if any(name not in LOCAL for name in names) or (origin and urlsplit(origin).netloc != request.headers.get("Host")):
        raise web.HTTPForbidden(text="This page is served to this machine alone.")
    return await handler(request)


class Pages:
    """The routes of the page."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self._world = stage.playground.world
        self.half_year = HalfYear(stage)

    def routes(self) -> list[web.RouteDef]:
        post = {
            "start": self._start, "type": self._type, "tap": self._tap, "upload": self._upload, "edit": self._edit, "clock": self._clock,
            "half-year": self._half_year, "read": self._read,
        }  # fmt: skip
        return [
            web.get("/", self._page),
            web.get("/page.css", self._page),
            web.get("/page.js", self._page),
            web.get("/play/state", self._state),
            web.get("/play/file/{id}", self._file),
            *(web.post(f"/play/{name}", run) for name, run in post.items()),
        ]

    async def _page(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix("/") or "index.html"
        return web.FileResponse(PAGE / name, headers={"Cache-Control": "no-store"})

    # ------------------------------------------------------------------------------------------------ looking

    async def _state(self, request: web.Request) -> web.StreamResponse:
        seen = int(request.query.get("seen", "-1"))
        if seen == self._world.changes:
            await self._world.wait_for_change(seen, WATCH_AT_MOST)
        me = int(request.query.get("me", "0"))
        return _json(await self._seen_by(me))

    async def _seen_by(self, me: int) -> dict[str, Any]:
        world, stage = self._world, self._stage
        cast = [
            {
                "id": actor.id, "name": actor.name, "title": actor.title, "unit": actor.unit, "unitName": actor.unit_name, "role": actor.role_name,
                "started": world.users[actor.id].started, "blocked": world.users[actor.id].blocked, "unread": self._unread(actor.id),
            }
            for actor in stage.cast
        ]  # fmt: skip
        group = next(iter(world.groups.values()))
        return {
            "seen": world.changes,
            "now": world.now().isoformat(),
            "cast": cast,
            "group": {
                "id": group.id,
                "title": group.title,
                "pinned": group.pinned[-1:] and group.pinned[-1],
                "messages": self._messages(group.id, me),
            },
            "private": {"messages": self._messages(me, me), "commands": commands_for(world, me, me)} if me in world.users else None,
            "halfYear": self.half_year.progress(),
            "joined": sum(user.started for user in world.users.values()),
        }

    def _unread(self, person: int) -> int:
        read = self._stage.read_up_to.get(person, 0)
        return sum(message.by_bot and message.id > read for message in Person(self._world, person).sees())

    def _messages(self, chat: int, me: int) -> list[dict[str, Any]]:
        return [_shown(message, me) for message in Person(self._world, me).sees(chat)[-NEWEST_AT_MOST:]]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.stored.get(request.match_info["id"])
        content = self._world.files.bytes_of(file.id) if file else None
        if file is None or content is None:
            raise web.HTTPNotFound
        name, mime = file.name, file.mime
        inline = mime.startswith("image/")
        headers = {} if inline else {"Content-Disposition": f"attachment; filename*=UTF-8''{_quoted(name)}"}
        return web.Response(body=content, content_type=mime if inline else "application/octet-stream", headers=headers)

    # ------------------------------------------------------------------------------------------------ doing

    async def _start(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        actor = next(actor for actor in self._stage.cast if actor.id == given["me"])
        known = self._world.users[actor.id].started
        self._person(given).starts(given.get("code") or ("" if known else actor.code))
        return _json({"ok": True})

    async def _type(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        text = str(given["text"])[:4096]
        if text.strip():
            self._person(given).types(text, given.get("chat"))
        return _json({"ok": True})

    async def _tap(self, request: web.Request) -> web.StreamResponse:
        """A tap; waits a moment for its answer, whose word is shown."""
        given = await request.json()
        message = self._world.message(given["chat"], given["message"])
        if message is None:
            raise web.HTTPGone
        try:
            query = self._person(given).taps(message, given["label"])
        except NoSuchButton:
            raise web.HTTPGone from None
        for _ in range(60):
            if query.answered:
                break
            await asyncio.sleep(0.05)
        return _json({"ok": True, "toast": query.toast})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fields = await request.post()
        me, files = int(str(fields["me"])), [field for field in fields.getall("files") if isinstance(field, web.FileField)]
        album = f"album{self._world.changes}" if len(files) > 1 else ""
        for place, field in enumerate(files):
            picture = field.content_type in {"image/jpeg", "image/png", "image/webp"} and fields.get("as") != "file"
            caption = str(fields.get("caption", "")) if place == 0 else ""
            Person(self._world, me).sends(field.filename, field.file.read(), mime=field.content_type, caption=caption, picture=picture, album=album)
        return _json({"ok": True})

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        message = self._world.message(given["me"], given["message"])
        if message is None or message.by_bot or "text" not in message.raw:
            raise web.HTTPGone
        self._person(given).edits(message, str(given["text"])[:4096])
        return _json({"ok": True})

    async def _read(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        self._stage.read_up_to[given["me"]] = given["message"]
        return _json({"ok": True})

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        step = (await request.json())["step"]
        steps = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
        moved = True
        if step in steps:
            self._stage.advance(steps[step])
        else:
            moved = await self._stage.to_next_due()
        return _json({"ok": True, "moved": moved})

    async def _half_year(self, request: web.Request) -> web.StreamResponse:
        self.half_year.begin()
        return _json({"ok": True})

    def _person(self, given: dict[str, Any]) -> Person:
        return Person(self._world, given["me"])


def _shown(message: Message, me: int) -> dict[str, Any]:
    raw = message.raw
    photo = raw.get("photo")
    document = raw.get("document")
    return {
        "id": message.id, "chat": message.chat, "bot": message.by_bot, "mine": raw["from"]["id"] == me, "from": raw["from"]["first_name"],
        "date": raw["date"], "edited": "edit_date" in raw, "text": raw.get("text", raw.get("caption", "")),
        "entities": raw.get("entities", raw.get("caption_entities", [])), "photo": photo[-1]["file_id"] if photo else None,
        "document": {"id": document["file_id"], "name": document.get("file_name", ""), "size": document.get("file_size", 0)} if document else None,
        "buttons": raw.get("reply_markup", {}).get("inline_keyboard", []),
    }  # fmt: skip


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), content_type="application/json", headers={"Cache-Control": "no-store"})


def _quoted(name: str) -> str:
    return "".join(
        letter if (letter.isascii() and letter.isalnum()) or letter in "-_." else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in name
    )
