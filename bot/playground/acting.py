"""What somebody of the cast does in a play: types, taps, and waits until the bot has answered."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.playground.persons import NotPossible, Person
from bot.playground.records import Message

if TYPE_CHECKING:
    from bot.playground.stage import Actor, Stage

PATIENCE = 15.0


class PlayStuck(Exception):
    """The bot did not offer what the play needs next, or somebody cannot do it; says who, and what was waited for."""


class Acting:
    """Acts on a stage, with a `pause` in seconds after each answer, so that people can watch. Everything raises PlayStuck where it cannot be done."""

    def __init__(self, stage: "Stage", pause: float) -> None:
        self._stage = stage
        self._pause = pause

    async def types(self, actor: "Actor", text: str) -> None:
        await self.after(actor, lambda: Person(self._stage.playground.world, actor.id).types(text))

    async def shows(self, actor: "Actor", command: str) -> None:
        """Has a screen shown, with nothing else on its way to this person."""
        await self._stage.quiet()
        await self.types(actor, command)

    async def taps(self, actor: "Actor", label: str, chat: int | None = None, after: int = 0) -> None:
        """Taps the newest button whose label holds these words, waiting for one that stands behind the message `after`."""
        person = Person(self._stage.playground.world, actor.id)
        message = await self._with_button(person, label, chat, after)
        full = next(shown for shown in message.labels if label in shown)
        await self.after(actor, lambda: person.taps(message, full), chat)

    async def _with_button(self, person: Person, label: str, chat: int | None, after: int) -> Message:
        found: list[Message] = []

        def shown() -> bool:
            found[:] = [message for message in person.sees(chat) if message.by_bot and message.id > after and has(message, label)]
            return bool(found)

        await self.until(shown, f"{person.user.name}: [{label}]")
        return found[-1]

    async def after(self, actor: "Actor", act: Callable[[], object], chat: int | None = None) -> None:
        """Acts, and waits until the bot has answered."""
        person = Person(self._stage.playground.world, actor.id)
        before = _mark(person, chat)
        try:
            act()
        except NotPossible:
            raise PlayStuck(person.user.name) from None
        await self.until(lambda: _mark(person, chat) != before, f"{person.user.name}: …")
        await asyncio.sleep(self._pause)

    async def until(self, met: Callable[[], bool], waited: str, patience: float = PATIENCE) -> None:
        try:
            await self._stage.playground.until(met, patience)
        except TimeoutError:
            raise PlayStuck(waited) from None

    def newest(self, actor: "Actor") -> int:
        """The number of the newest message in the private chat; 0 where there is none."""
        return max((message.id for message in Person(self._stage.playground.world, actor.id).sees()), default=0)

    def last(self, actor: "Actor") -> Message:
        seen = Person(self._stage.playground.world, actor.id).sees()
        return next(message for message in reversed(seen) if message.by_bot and "text" in message.raw)


def has(message: Message, label: str) -> bool:
    """Whether a message has a button whose label holds these words."""
    return any(label in shown for shown in message.labels)


def _mark(person: Person, chat: int | None) -> tuple[int, int]:
    """Changes whenever the bot writes or redraws in the chat."""
    by_bot = [message for message in person.sees(chat) if message.by_bot]
    return len(by_bot), sum(message.edits for message in by_bot)
