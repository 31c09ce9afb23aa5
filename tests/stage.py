"""A bloc on a stage: the real engine, the real database, every flow; only the messenger and the clock are played.

The messenger is one of two kinds: with buttons and edits, or the poorest that can be (choices as lines to type, no edits, no files, 2,000 characters).
What people say and are answered in a flow's transcript is performed by tests/transcripts.py.
"""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial, wraps
from hashlib import sha256
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.platforms.lines import as_lines, parts
from bot.runtime.engine import Engine
from bot.runtime.meaning import LEADING_SIGN, TRAILING_COUNT
from bot.runtime.reading import read_here
from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.turns import Turns
from bot.runtime.writing import Writing, outgoing_of
from config.bloc_files import read_bloc_file
from config.catalogue import Catalogue
from config.rubric_files import read_rubric_file, text_of
from domain.people import Role
from handlers.blocs import issue_invite, load_bloc
from handlers.contents import FLOWS
from handlers.dialogue import Chat, File, Incoming, Outgoing, Sender, Sent, Started, Tapped, Typed, Unfit, What
from handlers.flow import Turn
from handlers.periods.opening import NewPeriod, add_period
from storage.database import Database
from storage.outbox import Settled
from storage.store import Store
from tests.played import PLAYED, Played, Shown, copied
from tests.scenes import AFTER_CLOSING

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINS = datetime(2026, 6, 1, 8, 0, tzinfo=ZONE)
BLOC = Path(__file__).parents[1] / "config" / "blocs" / "ha-nam-kinh-te.yaml"
BLOC_ID = "ha-nam-kinh-te"
GROUP = "-100"
CAST: dict[str, tuple[str, str, str, Role]] = {
    "Lan": ("Nguyễn Thị Lan", "Giám đốc", "SCT", Role.UNIT_LEADER),
    "Bình": ("Phạm Văn Bình", "", "SCT", Role.UNIT_FOCAL_POINT),
    "Minh": ("Vũ Đức Minh", "Giám đốc", "STNMT", Role.UNIT_LEADER),
    "Hoa": ("Trần Thị Hoa", "Phó Giám đốc", "SXD", Role.UNIT_LEADER),
    "Nam": ("Lê Văn Nam", "", "SXD", Role.UNIT_FOCAL_POINT),
    "Thu": ("Lương Thị Thu", "", "", Role.PROVINCE_OFFICE),
    "Quý": ("Mai Văn Quý", "", "", Role.SECRETARIAT),
}
ACCOUNTS = {name: str(100 + number) for number, name in enumerate((*CAST, "Khách"))}
Kind = Literal["buttons", "poorest"]
FIRST_DATABASE: list[bytes] = []


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = BEGINS

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Stage:
    """Everything on the stage. `chats` holds what appeared in each chat, in order."""

    database: Database
    engine: Engine
    kind: Kind
    clock: Clock
    chats: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    events: int = 0
    messages: int = 0
    begun: tuple[str, ...] = ()
    """The beginnings that led to where the stage stood at `begun_at`."""
    begun_at: tuple[object, ...] = ()

    @classmethod
    async def open(cls, path: Path, kind: Kind = "buttons") -> "Stage":
        """A stage on the database at this path; where none is, on a new one with the bloc loaded."""
        if is_new := not path.exists():
            path.write_bytes(await _first_database(path.with_suffix(".first")))
        database = await Database.open(path)
        await database.writer.rows("PRAGMA synchronous=OFF", {})  # nothing is killed on a stage
        store, table = Store(database.writer), FlowTable(FLOWS)
        writing = Writing(Catalogue.load(), table)
        telling = Telling(store, writing)
        clock = Clock()
        turns = Turns(store, table, writing, telling, clock, lambda name: "https://t.me/ktd?start={code}")
        stage = cls(database, Engine(database, store, table, turns, telling, clock), kind, clock)
        stage.begun_at = stage._stands_at() if is_new else ()
        return stage

    async def close(self) -> None:
        await self.database.close()

    @property
    def now(self) -> datetime:
        return self.clock.now

    @now.setter
    def now(self, to: datetime) -> None:
        self.clock.now = to

    @property
    def store(self) -> Store:
        """What is committed, to look at."""
        return Store(self.database.reader)

    # ------------------------------------------------------------------------------------------------ scenes

    async def join(self, *names: str, group: bool = True) -> None:
        """Seats people as if they had joined, and ties the group."""
        async with self.database.writing() as connection:
            store = Store(connection)
            units = {unit.code: unit.id for unit in await store.units.of_bloc(BLOC_ID)}
            for name in names or tuple(CAST):
                full_name, title, unit, role = CAST[name]
                person = await store.people.add(full_name, title, self.now)
                await store.people.tie("telegram", ACCOUNTS[name], ACCOUNTS[name], person)
                await store.seats.grant(person, BLOC_ID, units.get(unit), role, self.now)
            if group and self.kind == "buttons":
                await store.groups.tie("telegram", GROUP, BLOC_ID, "Khối", 1, self.now)

    async def open_period(self, rubric: str = "ngan-10", closes: str = "2026-06-15 17:00", *, bloc: str = BLOC_ID, **options: bool) -> int:
        """Opens a period as `ktd period new` does; gives its number."""
        closes_at = datetime.fromisoformat(closes).replace(tzinfo=ZONE)
        made: list[int] = []

        async def make(turn: Turn) -> None:
            title = "Sơ kết 6 tháng đầu năm 2026"
            text = text_of(rubric)
            new = NewPeriod(
                bloc, "midyear", title, read_rubric_file(text.encode()).id, text, self.now, closes_at, takes_late=options.get("takes_late", True)
            )
            made.append((await add_period(turn, new, None)).id)

        await self.engine.act(make)
        await self.settle()
        return made[0]

    async def begin(self, name: str, play: Callable[[], Awaitable[None]]) -> None:
        """Plays what always goes the same way from here: the first stage of a process really does, later ones take over a copy of where it led.

        The name must say all that the beginning depends on. On a stage on which something happened since its last beginning it is always played.
        """
        if self.begun_at != self._stands_at():
            await play()
            return
        self.begun, key = (), (self.kind, *self.begun, name)
        if key in PLAYED:
            self._take_over(PLAYED[key])
        else:
            await play()
            PLAYED[key] = await Played.of(self.database, self.chats, self.events, self.messages, self.now)
        self.begun, self.begun_at = key, self._stands_at()

    def _stands_at(self) -> tuple[object, ...]:
        return self.now, self.events, self.messages, self.database.writer.raw.total_changes

    def _take_over(self, played: Played) -> None:
        played.restore(self.database.path)
        self.chats, self.events, self.messages, self.now = copied(played.chats), played.events, played.messages, played.now

    async def scene(self, name: str) -> None:
        """Sets one of the named scenes."""
        if name != "nothing":
            await self.begin(f"scene {name}", partial(self._scene, name))

    async def _scene(self, name: str) -> None:
        await self.join(group="without group" not in name)
        if name in {"period open", *AFTER_CLOSING}:
            await self.open_period()
        if name in AFTER_CLOSING:
            await self.fill("Hoa", ["9,5"] * 10)
            for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
                await self.does("Lan", words)
        for speaker, words in AFTER_CLOSING.get(name, ()):
            await self.does(speaker, words)
        self.clear()

    async def fill(self, name: str, answers: list[str]) -> None:
        """Fills the sheet of somebody's unit and submits it."""
        for words in ("/chamdiem", "[Chấm tiếp]", *answers, "[Xem lại và nộp]", "[Nộp]"):
            await self.does(name, words)

    def clear(self) -> None:
        """Forgets what was expected to be looked at, keeping the chats."""
        for shown in self.chats.values():
            for message in shown:
                message.taken = True

    # ------------------------------------------------------------------------------------------------ doing

    async def does(self, name: str, words: str, *, group: bool = False) -> list[Shown]:
        """Types the words, or chooses a [Label]; gives what appeared in that chat."""
        chat = GROUP if group else ACCOUNTS[name]
        before = len(self.chats[chat])
        label = re.fullmatch(r"\[(.+)\]", words)
        if label and self.kind == "buttons":
            await self.taps(name, label[1], chat)
        elif label:
            await self.happens(name, Typed(label[1]), chat)
        else:
            await self.happens(name, await self._typed(words), chat)
        return self.chats[chat][before:]

    async def _typed(self, words: str) -> What:
        if found := re.fullmatch(r"/start \[(\w+) (\w+)\]", words):
            async with self.database.writing() as connection:
                issued = await issue_invite(Store(connection), BLOC_ID, found[1], Role(found[2]), 1, timedelta(days=14), self.now)
            return Started(issued.code)
        return Started(words.removeprefix("/start").strip()) if words.startswith("/start") else Typed(words)

    async def taps(self, name: str, label: str, chat: str = "") -> None:
        """Taps the newest button with this label."""
        chat = chat or ACCOUNTS[name]
        for message in reversed(self.chats[chat]):
            for button in message.buttons:
                if label in {button.label, bare(button.label)}:
                    if button.start:
                        await self.happens(name, Started(button.start), ACCOUNTS[name])
                    else:
                        await self.happens(name, Tapped(button.action, message.ref, f"tap{self.events}"), chat)
                    return
        raise AssertionError(f"no button {label} in {[message.labels for message in self.chats[chat]]}")

    async def sends(
        self, name: str, file_name: str = "bao-cao.pdf", *, caption: str = "", size: int = 1000, album: str = "", unique: str = ""
    ) -> None:
        """Sends a file to the bot."""
        file = File(f"ref-{file_name}", unique or f"unique-{file_name}", file_name, "application/pdf", size)
        await self.happens(name, Sent(file, caption, album))

    async def files_arrive(self, *, lost: bool = False) -> None:
        """Everything on its way to the disk arrives, as bot/runtime/fetching.py writes it, or is lost."""
        async with self.database.writing() as connection:
            store = Store(connection)
            for row in await store.evidence.to_fetch("telegram", self.now, 100):
                if lost:
                    await store.evidence.lose(row.id)
                else:
                    await store.evidence.keep(row.id, f"{row.id:064x}", row.size or 0)
                await store.due.schedule("assessment.lost" if lost else "assessment.kept", f"evidence:{row.id}", "once", self.now, row.bloc_id)
        await self.settle()

    async def document_arrives(self, content: bytes, *, lost: bool = False) -> None:
        """The documents on their way arrive with this content and are read, as bot/runtime/fetching.py does, or are lost."""
        async with self.database.writing() as connection:
            store = Store(connection)
            for row in await store.documents.to_fetch("telegram", self.now, 100):
                if lost:
                    await store.documents.lose(row.id)
                else:
                    path = self.database.path.with_name("document.xlsx")
                    path.write_bytes(content)
                    found = read_here(row.purpose, path)
                    await store.documents.take_in(row.id, sha256(content).hexdigest(), len(content), found.found, is_read=found.is_read)
                await store.due.schedule(row.purpose, f"document:{row.id}", "once", self.now, row.bloc_id)
        await self.settle()

    async def happens(self, name: str, what: What, chat: str = "", *, event: str = "", message: str = "", forwarded: bool = False) -> None:
        """An event, and all that follows from it at once."""
        await self.engine.take([self._incoming(name, what, chat, event=event, message=message, forwarded=forwarded)])
        await self.settle()

    async def happen(self, name: str, whats: Iterable[What]) -> None:
        """Events of one person that came in together, and then all that follows from them."""
        await self.engine.take([self._incoming(name, what) for what in whats])
        await self.settle()

    def _incoming(self, name: str, what: What, chat: str = "", *, event: str = "", message: str = "", forwarded: bool = False) -> Incoming:
        self.events += 1
        self.messages += 1
        where = chat or ACCOUNTS[name]
        return Incoming(
            "telegram", event or f"e{self.events}", Chat(where, "group" if where == GROUP else "private", "Khối"), Sender(ACCOUNTS[name], name), what,
            self.now, message or f"m{self.messages}", forwarded,
        )  # fmt: skip

    async def settle(self) -> None:
        """What is due now runs; what waits in the outbox appears."""
        await self.engine.run_due()
        rows = await self.store.outbox.leaving("telegram", self.now, 1000)
        settled = []
        for row in rows:
            out = outgoing_of(row.payload)
            if row.redraws and not out.edits:
                out = replace(out, edits=await self.store.outbox.message_of("telegram", row.chat, row.key))
                if out.else_nothing and not out.edits:
                    settled.append(Settled(row.id, "sent"))
                    continue
            elif out.pin:
                self._take_off(row.chat, await self.store.outbox.message_of("telegram", row.chat, row.key))
            settled.append(Settled(row.id, "sent", self._appear(out)))
        if settled:
            async with self.database.writing() as connection:
                await Store(connection).outbox.settle(settled, self.now)

    def _take_off(self, chat: str, ref: str) -> None:
        self.chats[chat] = [shown for shown in self.chats[chat] if shown.ref != ref]

    def _appear(self, out: Outgoing) -> str:
        buttons = tuple(button for row in out.buttons for button in row)
        ref = out.edits if out.edits and self.kind == "buttons" else f"b{self.messages}"
        self.messages += 1
        if out.text is None and not out.files:
            self.chats[out.chat].append(Shown("", (), ref, out.toast))
            return ""
        words = out.text.plain if out.text else ""
        if self.kind == "poorest":
            drawn = "\n".join(part.plain for part in parts(out.text, 2000)) if out.text else ""
            words = f"{drawn}\n{as_lines(out.buttons, asking=out.asking)}".strip()
        self.chats[out.chat].append(Shown(words, buttons, ref, out.toast, len(out.files)))
        return ref

    async def to(self, when: str) -> None:
        """Time passes until a local moment; what falls due on the way runs at its time."""
        until = datetime.fromisoformat(when).replace(tzinfo=ZONE)
        while (at := await self.store.due.next_at()) is not None and at <= until:
            self.now = max(self.now, at)
            await self.settle()
        self.now = until
        await self.settle()

    # ------------------------------------------------------------------------------------------------ looking

    def last(self, name: str) -> Shown:
        """The newest message in somebody's private chat."""
        return next(shown for shown in reversed(self.chats[ACCOUNTS[name]]) if shown.text)


async def says(stage: Stage, name: str, *words: str) -> str:
    """Somebody says the words one after another, or chooses a [Label]; gives the text of the newest message they then have."""
    for one in words:
        await stage.does(name, one)
    return stage.last(name).text


def heard(stage: Stage, name: str, words: str) -> int:
    """How many of the messages in somebody's private chat hold these words."""
    return sum(words in shown.text for shown in stage.chats[ACCOUNTS[name]])


async def down_until(stage: Stage, when: str) -> None:
    """Time passes and nothing runs meanwhile."""
    stage.now = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    await stage.settle()


async def forge(stage: Stage, name: str, action: str) -> str:
    """Somebody taps a button that nobody drew; gives the text of the newest message they then have."""
    await stage.happens(name, Tapped(action, "x", f"forged{stage.events}"))
    return stage.last(name).text


def beginning(fixture: Callable[..., Awaitable[Stage]]) -> Callable[..., Awaitable[Stage]]:
    """Of a fixture that always does the same to the stage it is given and gives it back: plays it once in a process (`Stage.begin`)."""

    @wraps(fixture)
    async def begun(**given: Stage | Path) -> Stage:
        (stage,) = (one for one in given.values() if isinstance(one, Stage))

        async def play() -> None:
            assert await fixture(**given) is stage

        await stage.begin(f"{fixture.__module__}.{fixture.__qualname__}", play)
        return stage

    return begun


async def _first_database(path: Path) -> bytes:
    """A database with the bloc loaded, made once."""
    if not FIRST_DATABASE:
        database = await Database.open(path)
        async with database.writing() as connection:
            await load_bloc(Store(connection), read_bloc_file(BLOC.read_bytes()), BEGINS)
        await database.close()
        FIRST_DATABASE.append(path.read_bytes())
    return FIRST_DATABASE[0]


def bare(label: str) -> str:
    """A label without its leading sign and its trailing count."""
    return TRAILING_COUNT.sub("", LEADING_SIGN.sub("", label))


__all__ = ["BLOC", "BLOC_ID", "GROUP", "Shown", "Stage", "Unfit"]
