"""One event's turn: what it stands in, the half that answers it (in_private.py, in_group.py), and the answer's rows (answering.py)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.runtime.answering import Answering
from bot.runtime.coming import note_group
from bot.runtime.in_group import InGroup
from bot.runtime.in_private import InPrivate
from bot.runtime.meaning import Open
from bot.runtime.standing import DEFAULT_ZONE, Standing, StateLost, aside
from bot.runtime.table import FlowTable
from bot.runtime.telling import Telling
from bot.runtime.writing import NEWEST, Address, Writing, draft
from config.catalogue import Said
from domain.errors import RuleError
from handlers.dialogue import Incoming, Moved, Reached, Started, Tapped
from handlers.flow import Kind, Turn, end, say
from storage.dialogues import Waiting
from storage.due import Due
from storage.outbox import Draft
from storage.store import Store


class Turns:
    """Answers events. `link` gives a platform's address into the private chat, with `{code}` in it."""

    def __init__(
        self, store: Store, table: FlowTable, writing: Writing, telling: Telling, now: Callable[[], datetime], link: Callable[[str], str]
    ) -> None:
        self._store = store
        self._table = table
        self._writing = writing
        self._now = now
        self._link = link
        self._private = InPrivate(store, table)
        self._group = InGroup(table)
        self._answering = Answering(store, table, writing, telling)

    # ------------------------------------------------------------------------------------------------ ways in

    async def answer(self, event: Incoming) -> list[Draft]:
        """Runs the event's turn; nothing where it was taken before. Raises the RuleError of a rule that refused."""
        now = self._now()
        if await self._store.events.take(event.platform, event.event, now) is None:
            return []
        match event.what:
            case Reached(reachable):
                return await self._reached(event, reachable=reachable)
            case Moved(new_chat):
                return await self._moved(event, new_chat)
        standing = await self._standing(event, now)
        return await self._answering.drafts(standing, await (self._group if standing.to.group else self._private).shown(standing))

    async def refuse(self, event: Incoming, refusal: RuleError, *, bare: bool = False) -> list[Draft]:
        """Answers with the refusal's sentence; in private the open question follows, or is closed where it cannot be drawn again (`bare`).

        In the group a way into the private chat follows.
        """
        now = self._now()
        if await self._store.events.take(event.platform, event.event, now) is None:
            return []
        if isinstance(refusal, StateLost):
            event = replace(event, what=Started())
        standing = await self._standing(event, now, keep_open=not isinstance(refusal, StateLost))
        if standing.to.group:
            return await self._answering.drafts(standing, self._group.refused(standing, Said(refusal.key, refusal.facts)))
        return await self._answering.drafts(standing, await self._private.refused(standing, refusal, bare=bare))

    async def apologise(self, event: Incoming) -> list[Draft]:
        """Says that something failed, that nothing was lost, and what to do."""
        now = self._now()
        await self._store.events.take(event.platform, event.event, now)
        if event.chat.kind == "group":
            return []
        standing = await self._standing(event, now)
        return await self._answering.drafts(standing, aside(standing, say("engine.fault")))

    async def apologise_barely(self, event: Incoming) -> list[Draft]:
        """The same, for an event whose standing itself cannot be read: nothing but the sentence."""
        await self._store.events.take(event.platform, event.event, self._now())
        if event.chat.kind == "group":
            return []
        to = Address(event.platform, event.chat.ref)
        out = self._writing.outgoing(end(say("engine.fault")), to, DEFAULT_ZONE, asking=False)
        return [draft(replace(out, tap=event.what.tap) if isinstance(event.what, Tapped) else out, to, Kind.REPLY, key=NEWEST)]

    async def for_job(self, due: Due, now: datetime) -> Turn:
        """The turn of a due row: no event, the bloc's zone."""
        bloc = await self._store.blocs.of(due.bloc_id)
        return Turn(now, self._store, bloc.zone if bloc else DEFAULT_ZONE, catalogue=self._writing.catalogue)

    def plain(self, now: datetime) -> Turn:
        return Turn(now, self._store, DEFAULT_ZONE, catalogue=self._writing.catalogue)

    # ------------------------------------------------------------------------------------------------ what it stands in

    async def _standing(self, event: Incoming, now: datetime, *, keep_open: bool = True) -> Standing:
        account = event.sender.account if event.sender and not event.sender.anonymous else ""
        visit = await self._store.dialogues.visit(event.platform, account, event.chat.ref, now)
        zone = ZoneInfo(visit.person.seats[0].zone) if visit.person and visit.person.seats else DEFAULT_ZONE
        opened = self._open(visit.waiting) if keep_open and event.chat.kind == "private" else None
        link, notices = self._link(event.platform), visit.notices if visit.person and visit.person.seats else ()
        turn = Turn(now, self._store, zone, event, visit.person, link, self._writing.catalogue, opened.state if opened else None, notices)
        if visit.person and not visit.reachable and event.chat.kind == "private":
            await self._store.people.reach(event.platform, event.chat.ref, reachable=True)
        return Standing(event, visit, turn, opened)

    def _open(self, waiting: Waiting | None) -> Open | None:
        if waiting is None:
            return None
        step = self._table.steps.get((waiting.flow, waiting.step))
        if step is None or step.state.version != waiting.version:
            raise StateLost
        try:
            return Open(step, step.state.model_validate_json(waiting.state))
        except ValidationError as fault:
            raise StateLost from fault

    # ------------------------------------------------------------------------------------------------ chats that come and go

    async def _reached(self, event: Incoming, *, reachable: bool) -> list[Draft]:
        if event.chat.kind == "group":
            await note_group(self._store, event.platform, event.chat.ref, self._now(), reachable=reachable)
        else:
            await self._store.people.reach(event.platform, event.chat.ref, reachable=reachable, why="" if reachable else "blocked")
        return []

    async def _moved(self, event: Incoming, new_chat: str) -> list[Draft]:
        await self._store.groups.move(event.platform, event.chat.ref, new_chat)
        await self._store.outbox.move_chat(event.platform, event.chat.ref, new_chat)
        await self._store.outbox.move_payloads(event.platform, new_chat)
        return []
