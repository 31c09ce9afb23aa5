"""The page and what it asks for: the state as one sees it, and the things one can do. This machine alone is answered (guard.py)."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground.half_year import HalfYear
from bot.playground.persons import UNFIT, NoSuchButton, NotPossible, Person
from bot.playground.records import Message
from bot.playground.server import serving_app
from bot.playground.views import NEWEST, state_for
from bot.playground.wishes import Block, Edit, Look, MoveTime, PlayHalfYear, SendUnfit, Start, Tap, Wish, Write, refusal, wish

if TYPE_CHECKING:
    from bot.playground.stage import Stage

PAGE = Path(__file__).with_name("page")
PAGE_FILES = tuple(sorted(file.name for file in PAGE.iterdir() if file.suffix in {".css", ".js"}))
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
}
WATCH_AT_MOST = 20.0
TAP_WAITS_AT_MOST = 4.0
TEXT_AT_MOST, CAPTION_AT_MOST = 4096, 1024
PICTURES = frozenset({"image/jpeg", "image/png"})
SHOWN_INLINE = PICTURES | {"image/gif", "image/webp"}
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@asynccontextmanager
async def serving(stage: "Stage", host: str, port: int, others: Sequence[web.RouteDef] = ()) -> AsyncIterator[str]:
    """Serves the page at `/`, its routes under `/play`, the Bot API, and whatever others there are; gives the address. Raises NotLoopback."""
    pages = Pages(stage)
    try:
        async with serving_app([*pages.routes(), *stage.playground.routes(), *others], host, port, ending=pages.end) as address:
            yield address
    finally:
        await pages.half_year.stop()


class Pages:
    """The routes of the page."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self._world = stage.playground.world
        self._ending = False
        self._moving = False
        self.half_year = HalfYear(stage)

    def routes(self) -> list[web.RouteDef]:
        """Everything under `/` and `/play`."""
        post = {
            "start": self._start, "write": self._write, "tap": self._tap, "upload": self._upload, "edit": self._edit, "unfit": self._unfit,
            "block": self._block, "look": self._look, "clock": self._clock, "half-year": self._half_year,
        }  # fmt: skip
        return [
            web.get("/", self._page),
            *(web.get(f"/{name}", self._part) for name in PAGE_FILES),
            web.get("/play/state", self._state),
            web.get("/play/file/{id}", self._file),
            *(web.post(f"/play/{name}", run) for name, run in post.items()),
        ]

    def end(self) -> None:
        """Lets go whoever watches: the server stops."""
        self._ending = True
        self._world.touch()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """The page bears the world's name, so that the browser forgets what it kept of another one."""
        text = (PAGE / "index.html").read_text("utf-8").replace("{world}", self._stage.world_id, 1)
        return web.Response(text=text, content_type="text/html", headers=PAGE_HEADERS)

    async def _part(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / request.path.removeprefix("/"), headers=PAGE_HEADERS)

    # ------------------------------------------------------------------------------------------------ looking

    async def _state(self, request: web.Request) -> web.StreamResponse:
        """The state for `me`, `count` messages a chat, with the group that was chosen; where `seen` is the newest, waits for a change."""
        seen, me = _number(request.query.get("seen", "-1")), _number(request.query.get("me", "0"))
        count = max(1, _number(request.query.get("count", str(NEWEST))))
        chosen = _number(request.query.get("group", "0"))
        if seen == self._world.changes and not self._ending:
            await self._world.wait_for_change(seen, WATCH_AT_MOST)
        await self._stage.look_around()
        return _json(state_for(self._stage, me, count, chosen) | {"halfYear": self.half_year.progress()})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.stored.get(request.match_info["id"])
        content = self._world.files.bytes_of(file.id) if file else None
        if file is None or content is None:
            raise refusal("no_file")
        safe = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if file.mime in SHOWN_INLINE:
            return web.Response(body=content, content_type=file.mime, headers=safe)
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
        return web.Response(body=content, content_type="application/octet-stream", headers=safe | named)

    # ------------------------------------------------------------------------------------------------ doing

    async def _start(self, request: web.Request) -> web.StreamResponse:
        """Presses Start: with a link's code, or the first time with the invite of one's own."""
        given = await wish(request, Start)
        person = self._person(given)
        invite = next(actor.code for actor in self._stage.cast if actor.id == person.id)
        _allowed(lambda: person.starts(given.code or ("" if person.user.started else invite)))
        return _done()

    async def _write(self, request: web.Request) -> web.StreamResponse:
        """A text; a longer one than Telegram takes goes as several, as its app sends it."""
        given = await wish(request, Write)
        person, chat, text = self._person(given), self._chat(given.me, given.chat), given.text.strip()
        pieces = [text[start : start + TEXT_AT_MOST] for start in range(0, len(text), TEXT_AT_MOST)]
        _allowed(lambda: [person.types(piece, chat, reply_to=given.reply) for piece in pieces])
        return _done()

    async def _tap(self, request: web.Request) -> web.StreamResponse:
        """A tap; waits a moment for its answer, whose word is shown."""
        given = await wish(request, Tap)
        message = self._message(given, given.chat, given.message)
        try:
            query = self._person(given).taps(message, given.label)
        except NoSuchButton:
            raise refusal("gone") from None
        try:
            await self._stage.playground.until(lambda: query.answered or self._ending, TAP_WAITS_AT_MOST)
        except TimeoutError:
            return _done(answered=False)
        return _done(answered=True, toast=query.toast, alert=query.alert)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Files, as pictures where they are some and nothing else is asked for. Several of a kind are an album, as Telegram's app sends them."""
        fields = await request.post()
        person = self._person(Wish(me=_number(str(fields.get("me")))))
        chat = self._chat(person.id, _number(str(fields["chat"])) if "chat" in fields else None)
        files = [field for field in fields.getall("files", []) if isinstance(field, FileField)]
        pictures = [file for file in files if file.content_type in PICTURES and fields.get("as") != "file"]
        others = [file for file in files if file not in pictures]
        caption = str(fields.get("caption", ""))
        for kind in (pictures, others):
            album = f"album{self._world.changes}" if len(kind) > 1 else ""
            for file in kind:
                _allowed(_sending(person, file, caption=caption, picture=kind is pictures, album=album, chat=chat))
                caption = ""
        return _done()

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        given = await wish(request, Edit)
        message = self._message(given, given.chat, given.message)
        text = given.text.strip()[: TEXT_AT_MOST if "text" in message.raw else CAPTION_AT_MOST]
        _allowed(lambda: self._person(given).edits(message, text))
        return _done()

    async def _unfit(self, request: web.Request) -> web.StreamResponse:
        given = await wish(request, SendUnfit)
        if given.kind not in UNFIT:
            raise refusal("unreadable")
        person, chat = self._person(given), self._chat(given.me, given.chat)
        _allowed(lambda: person.sends_unfit(given.kind, chat=chat))
        return _done()

    async def _block(self, request: web.Request) -> web.StreamResponse:
        given = await wish(request, Block)
        person = self._person(given)
        if given.blocked != person.user.blocked:
            (person.blocks if given.blocked else person.unblocks)()
        return _done()

    async def _look(self, request: web.Request) -> web.StreamResponse:
        given = await wish(request, Look)
        self._person(given).reads(self._chat(given.me, given.chat))
        return _done()

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        """An hour or a day ahead, or to the next thing that is due; tells whether something was due, and whether the bot spoke."""
        step = (await wish(request, MoveTime)).step
        if self.half_year.progress()["running"]:
            raise refusal("playing")
        if self._moving:
            raise refusal("moving")
        self._moving = True
        try:
            moved, spoke = await (self._stage.to_next_due() if step == "next" else self._stage.move(STEPS[step]))
        finally:
            self._moving = False
        return _done(moved=moved, spoke=spoke)

    async def _half_year(self, request: web.Request) -> web.StreamResponse:
        """Goes on with the half-year, or begins it; tells whether it was not playing already."""
        anew = (await wish(request, PlayHalfYear)).anew
        if self._moving:
            raise refusal("moving")
        return _done(begun=self.half_year.begin(anew=anew))

    # ------------------------------------------------------------------------------------------------ who and what is meant

    def _person(self, given: Wish) -> Person:
        """Only the cast is played from the page."""
        if given.me not in {actor.id for actor in self._stage.cast}:
            raise refusal("stranger")
        return Person(self._world, given.me)

    def _chat(self, me: int, chat: int | None) -> int | None:
        """A group, or None for one's own private chat; there is no way into another's."""
        if chat in (None, me):
            return None
        if chat not in self._world.groups:
            raise refusal("not_possible")
        return chat

    def _message(self, given: Wish, chat: int, id: int) -> Message:
        """A message this person sees."""
        seen = self._person(given).sees(self._chat(given.me, chat))
        found = next((message for message in seen if message.id == id), None)
        if found is None:
            raise refusal("gone")
        return found


def _sending(person: Person, field: FileField, **how: Any) -> Callable[[], object]:
    content = field.file.read()
    return lambda: person.sends(field.filename, content, mime=field.content_type, **how)


def _allowed(act: Callable[[], object]) -> None:
    """Does what Telegram's app would let one do; refuses the rest."""
    try:
        act()
    except NotPossible:
        raise refusal("not_possible") from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise refusal("unreadable") from None


def _done(**more: Any) -> web.Response:
    return _json({"ok": True, **more})


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), content_type="application/json", headers={"Cache-Control": "no-store"})
