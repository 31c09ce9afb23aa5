"""The platform's command menus: for everybody, for groups, and for each person by the roles they hold now.

They suggest; what a person may do is decided at each event. After a change of seats, and at least once a minute, those menus are set anew that differ from
what was set before.
"""

import asyncio
from collections.abc import Callable

from bot.runtime.table import FlowTable, may_use
from config.catalogue import Catalogue
from domain.people import Person
from handlers.dialogue import CommandWord, Platform
from handlers.flow import Command, Where
from storage.database import Database
from storage.store import Store

BEFORE_JOINING = ("trogiup",)
SHARED = frozenset({"everyone", "group"})
LOOK_EVERY = 60.0
Words = tuple[CommandWord, ...]


class Menus:
    """Offers one platform's menus. `seats_changed` says whether somebody's seats have changed since it was last asked."""

    def __init__(self, platform: Platform, database: Database, table: FlowTable, catalogue: Catalogue, seats_changed: Callable[[], bool]) -> None:
        self._platform = platform
        self._store = Store(database.reader)
        self._commands = list(dict.fromkeys(table.commands.values()))
        self._catalogue = catalogue
        self._seats_changed = seats_changed
        self._offered: dict[str, Words] = {}
        self._look = asyncio.Event()

    def look_if_changed(self) -> None:
        """Sets menus anew where somebody's seats have changed."""
        if self._seats_changed():
            self._look.set()

    async def run(self) -> None:
        """Runs until cancelled."""
        everyone = self._words([one for one in self._commands if one.word in BEFORE_JOINING])
        group = self._words([one for one in self._commands if one.where is not Where.PRIVATE])
        shared = True
        while True:
            self._look.clear()
            shared = await self._offer(everyone if shared else (), group if shared else ())
            try:
                await asyncio.wait_for(self._look.wait(), LOOK_EVERY)
            except TimeoutError:
                continue

    async def _offer(self, everyone: Words, group: Words) -> bool:
        """Sets the menus that differ from what is set; what fails is tried again the next time. Gives whether a shared one failed."""
        people = await self._store.dialogues.people_by_chat(self._platform.name)
        wanted = {chat: self._words(self._for_person(person)) for chat, person in people}
        new = {chat: words for chat, words in wanted.items() if self._offered.get(chat) != words}
        failed = await self._platform.offer_commands(new, everyone, group)
        self._offered = {chat: words for chat, words in wanted.items() if chat not in failed}
        return bool(failed & SHARED)

    def _for_person(self, person: Person) -> list[Command]:
        return [one for one in self._commands if one.where is not Where.GROUP and may_use(one, person)]

    def _words(self, commands: list[Command]) -> Words:
        return tuple(CommandWord(one.word, self._catalogue.sentences[one.menu]) for one in commands if one.menu)
