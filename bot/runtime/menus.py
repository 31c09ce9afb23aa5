"""The platform's command menus: for everybody, for groups, and for each person by the roles they hold when the bot starts."""

from bot.runtime.table import FlowTable
from config.catalogue import Catalogue
from domain.people import Person
from handlers.dialogue import CommandWord, Platform
from handlers.flow import Command, Where
from storage.store import Store

BEFORE_JOINING = ("trogiup",)


async def offer_menus(platform: Platform, store: Store, table: FlowTable, catalogue: Catalogue) -> None:
    """Sets the menus. They suggest; what a person may do is decided at each event."""
    commands = list(dict.fromkeys(table.commands.values()))
    private = {}
    for chat, person in await store.dialogues.people_by_chat(platform.name):
        private[chat] = _words(_for_person(commands, person), catalogue)
    everyone = _words([one for one in commands if one.word in BEFORE_JOINING], catalogue)
    group = _words([one for one in commands if one.where is not Where.PRIVATE], catalogue)
    await platform.offer_commands(private, everyone, group)


def _for_person(commands: list[Command], person: Person) -> list[Command]:
    roles = person.roles()
    return [one for one in commands if one.where is not Where.GROUP and (one.roles is None or one.roles & roles)]


def _words(commands: list[Command], catalogue: Catalogue) -> tuple[CommandWord, ...]:
    return tuple(CommandWord(one.word, catalogue.sentences[one.menu]) for one in commands if one.menu)
