"""The answer: what a turn shows becomes rows of the outbox, and where its chat stands now is kept."""

from dataclasses import replace
from datetime import timedelta

from bot.platforms.lines import cut
from bot.runtime.standing import Aside, Standing
from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.writing import LASTING, NEWEST, Writing, draft, drafts_of, merged
from config.catalogue import Said
from handlers.dialogue import Outgoing, Tapped
from handlers.flow import Ask, End, Kind, Passed, Screen, Shown, State, Toast, say
from storage.dialogues import MenuLine, Waiting
from storage.outbox import Draft
from storage.store import Store

LATE_AFTER = timedelta(minutes=10)
TOAST_LENGTH = 200
"""UTF-16 units, as Telegram counts them."""


class Answering:
    """Writes what a turn shows and what it told."""

    def __init__(self, store: Store, table: FlowTable, writing: Writing, telling: Telling) -> None:
        self._store = store
        self._table = table
        self._writing = writing
        self._telling = telling

    async def drafts(self, at: Standing, shown: Shown | Aside) -> list[Draft]:
        """The rows of what is shown to whoever spoke, then those of what others are told."""
        drafts: list[Draft] = []
        match shown:
            case Aside():
                drafts += await self._aside_drafts(at, shown)
            case Ask() | End():
                drafts += await self._screen(at, shown)
            case Toast(text):
                drafts.append(self._toast(at, text))
            case Passed():
                if isinstance(at.event.what, Tapped):
                    drafts.append(self._toast(at, None))
        return drafts + await self._telling.drafts(at.turn)

    async def _screen(self, at: Standing, shown: Ask | End) -> list[Draft]:
        waits = shown.waits if isinstance(shown, Ask) else None
        asking = waits is not None and waits.takes_digits()
        zone = at.turn.zone
        kind = Kind.REPLY
        if not at.to.group:
            menu = self._writing.menu(shown.choices, zone, asking=asking)
            kind = Kind.FAREWELL if _is_farewell(at, shown, menu) else Kind.REPLY
            await self._keep(at, waits, menu, forgets=kind is Kind.FAREWELL)
        screen = _late(at, shown)
        out = self._writing.outgoing(screen, at.to, zone, asking=asking)
        return drafts_of(self._answering(at, out, shown), at.to, kind, key="" if at.to.group else NEWEST)

    async def _keep(self, at: Standing, waits: State | None, menu: tuple[MenuLine, ...], *, forgets: bool) -> None:
        """Keeps where the chat stands now, or nothing of it."""
        if forgets:
            await self._store.dialogues.forget(at.event.platform, at.event.chat.ref)
        else:
            await self._store.dialogues.keep(at.event.platform, at.event.chat.ref, self._waiting(waits), menu, at.turn.now)

    async def _aside_drafts(self, at: Standing, shown: Aside) -> list[Draft]:
        """The choice it carries is drawn without a number, for the numbers that stand keep their meaning."""
        lines = self._writing.menu(shown.choices, at.turn.zone, asking=True)
        before = () if shown.closes else at.visit.menu
        waiting = None if shown.closes else at.visit.waiting
        known = {line.action for line in before}
        menu = merged(before, tuple(line for line in lines if line.action not in known))
        await self._store.dialogues.keep(at.event.platform, at.event.chat.ref, waiting, menu, at.turn.now)
        out = self._writing.outgoing(shown, at.to, at.turn.zone, asking=True)
        if isinstance(at.event.what, Tapped):
            out = replace(out, tap=at.event.what.tap)
        return drafts_of(out, at.to, Kind.REPLY, key=NEWEST)

    def _answering(self, at: Standing, out: Outgoing, shown: Ask | End) -> Outgoing:
        what = at.event.what
        if not isinstance(what, Tapped):
            return out
        toast = cut(self._writing.plain(shown.toast, at.turn.zone), TOAST_LENGTH) if shown.toast else ""
        newest = at.to.group or what.screen == at.visit.newest
        draws_over = newest and not shown.fresh and not what.action.startswith(LASTING)
        return replace(out, tap=what.tap, toast=toast, edits=what.screen if draws_over else "")

    def _toast(self, at: Standing, text: Said | None) -> Draft:
        what = at.event.what
        if not isinstance(what, Tapped):
            raise TypeError("only a tap is answered with a toast")
        word = cut(self._writing.plain(text, at.turn.zone), TOAST_LENGTH) if text else ""
        keeps = at.to.group or at.turn.person is not None or at.open is not None
        return draft(Outgoing(at.event.chat.ref, tap=what.tap, toast=word, group=at.to.group), at.to, Kind.REPLY if keeps else Kind.FAREWELL)

    def _waiting(self, state: State | None) -> Waiting | None:
        if state is None:
            return None
        kind = type(state)
        return Waiting(self._table.stem_of(kind), kind.__name__, kind.version, state.model_dump_json())


def _late(at: Standing, shown: Ask | End) -> Screen:
    if at.turn.now - at.event.at < LATE_AFTER or isinstance(at.event.what, Tapped):
        return shown
    return replace(shown, text=(say("engine.late", at=at.event.at, now=at.turn.now), *shown.text))


def _is_farewell(at: Standing, shown: Ask | End, menu: tuple[MenuLine, ...]) -> bool:
    """Whether nothing of the chat is to be kept: it was said so, or somebody unknown is left with nothing open."""
    if isinstance(shown, Ask):
        return False
    return shown.forgets or (at.turn.person is None and not menu)
