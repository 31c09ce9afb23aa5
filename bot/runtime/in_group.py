"""What an event in the group means: commands and taps alone, and nothing that belongs into the private chat."""

from bot.runtime.calling import called
from bot.runtime.meaning import ToCommand, meaning
from bot.runtime.standing import Standing, require
from bot.runtime.table import FlowTable
from bot.runtime.writing import LASTING
from config.catalogue import Said
from handlers.dialogue import Started, Tapped, Typed
from handlers.flow import Choice, Passed, Shown, Toast, Where, end, say


class InGroup:
    """The group's half of the turns."""

    def __init__(self, table: FlowTable) -> None:
        self._table = table

    async def shown(self, at: Standing) -> Shown:
        """What the event leads to."""
        match at.event.what:
            case Tapped(action):
                return await self._tapped(at, action)
            case Started() | Typed() if at.event.forwarded:
                return Passed()
            case Typed(text, edited=False) if text.startswith("/"):
                return await self._command(at, text)
        return Passed()

    def refused(self, at: Standing, said: Said) -> Shown:
        """A rule's refusal: a word for a tap, else the sentence with a way into the private chat."""
        return Toast(said) if isinstance(at.event.what, Tapped) else end(said, (_to_private(),))

    async def _tapped(self, at: Standing, action: str) -> Shown:
        if at.turn.person is None:
            return Toast(say("engine.join_first"))
        name, *args = action.removeprefix(LASTING).split(":")
        tap = self._table.taps.get(name)
        if tap is None or tap.where is Where.PRIVATE:
            return Toast(say("engine.button_gone"))
        require(tap, at)
        return await called(tap.run, at.turn, args)

    async def _command(self, at: Standing, text: str) -> Shown:
        meant = meaning(text, None, (), self._table)
        if not isinstance(meant, ToCommand):
            return end(say("engine.group_unknown_command"), (_to_private(),))
        if meant.command.where is Where.PRIVATE:
            return end(say("engine.only_in_private"), (_to_private(),))
        if at.event.sender is None or at.event.sender.anonymous:
            return end(say("engine.anonymous"))
        if at.turn.person is None:
            return end(say("engine.join_first"), (_to_private(),))
        require(meant.command, at)
        return await meant.command.run(at.turn, meant.rest)


def _to_private() -> Choice:
    return Choice(say("engine.open_private"), start="home")
