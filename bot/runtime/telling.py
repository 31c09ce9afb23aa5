"""Messages for others: who gets them where, and what they may type back."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.runtime.writing import NEWEST, Address, Writing, drafts_of, merged, unreachable
from handlers.flow import Told, Turn, say
from storage.dialogues import MenuLine
from storage.notices import Notice
from storage.outbox import Draft
from storage.people import Recipient
from storage.store import Store


class Telling:
    """Writes what a turn told as drafts. A told message's choices join the recipient's menu; a question that stands open there stays open."""

    def __init__(self, store: Store, writing: Writing) -> None:
        self._store = store
        self._writing = writing

    async def drafts(self, turn: Turn) -> list[Draft]:
        if not turn.told:
            return []
        drafts: list[Draft] = []
        for told in turn.told:
            zone = told.zone or turn.zone
            drafts += await (self._to_group(told, zone, turn.now) if told.group_of else self._to_people(told, zone, turn.now))
        return drafts

    async def _to_group(self, told: Told, zone: ZoneInfo, now: datetime) -> list[Draft]:
        drafts: list[Draft] = []
        for group in await self._store.groups.of_bloc(told.group_of):
            to = Address(group.platform, group.chat, group=True)
            rows = [replace(one, bloc_id=told.group_of) for one in await self._drafts(told, to, zone, now, asking=False)]
            drafts += rows if group.reachable else [unreachable(one, "the bot is not in the group") for one in rows]
        return drafts

    async def _to_people(self, told: Told, zone: ZoneInfo, now: datetime) -> list[Draft]:
        drafts: list[Draft] = []
        menus: list[tuple[str, str, tuple[MenuLine, ...]]] = []
        notices: list[tuple[str, str, Notice]] = []
        recipients = await self._store.people.recipients(told.people)
        named = await self._named(told) if any(_sits_elsewhere(one, told) for one in recipients) else told
        for recipient in recipients:
            asking = recipient.flow is not None
            to = Address(recipient.platform, recipient.chat, person_id=recipient.person_id)
            mine = named if _sits_elsewhere(recipient, told) else told
            rows = await self._drafts(mine, to, zone, now, asking=asking)
            drafts += rows if recipient.reachable else [unreachable(one, recipient.unreachable_why) for one in rows]
            if told.screen.choices:
                menus.append((recipient.platform, recipient.chat, self._menu(told, recipient, zone, asking=asking)))
            if told.asks and (notice := self._writing.notice(mine.screen, zone, now)):
                notices.append((recipient.platform, recipient.chat, notice))
        await self._store.dialogues.add_menus(menus, now)
        await self._store.notices.put(notices, now)
        return drafts

    async def _named(self, told: Told) -> Told:
        """The message with its bloc's name before it."""
        bloc = await self._store.blocs.of(told.of)
        head = (say("engine.of_bloc", bloc=bloc.name),) if bloc else ()
        return replace(told, screen=replace(told.screen, text=(*head, *told.screen.text)))

    def _menu(self, told: Told, recipient: Recipient, zone: ZoneInfo, *, asking: bool) -> tuple[MenuLine, ...]:
        return merged(self._writing.menu(told.screen.choices, zone, asking=asking), recipient.menu)

    async def _drafts(self, told: Told, to: Address, zone: ZoneInfo, now: datetime, *, asking: bool) -> list[Draft]:
        if told.redraws:
            await self._store.outbox.supersede(to.platform, to.chat, told.key, now)
        out = self._writing.outgoing(told.screen, to, zone, asking=asking)
        if told.else_nothing:
            out = replace(out, else_nothing=True)
        if told.pin:
            out = replace(out, pin=True, retired=self._writing.text([told.retired], zone) if told.retired else None)
        return drafts_of(out, to, told.kind, key=told.key or ("" if to.group else NEWEST), redraws=told.redraws, about=told.about)


def _sits_elsewhere(recipient: Recipient, told: Told) -> bool:
    """Whether somebody must hear of which bloc the message is: they hold a seat in another one."""
    return bool(told.of) and bool(recipient.blocs - {told.of})
