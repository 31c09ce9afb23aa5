"""What an event stands in, and what can be said there without moving it: a word aside, or the open question once more."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.runtime.meaning import Open
from bot.runtime.table import may_use
from bot.runtime.writing import HOME, Address
from config.catalogue import Said
from domain.errors import RuleError
from handlers.dialogue import Incoming
from handlers.flow import Ask, Choice, Command, End, Link, NotAllowed, Rows, Screen, Shown, Step, Tap, Turn, say
from storage.dialogues import Visit

DEFAULT_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class StateLost(RuleError):
    """The kept state no longer fits its model: the question it stood at is gone."""

    key = "engine.state_lost"


@dataclass(frozen=True)
class Aside(Screen):
    """A word between: the question that is open and the choices that can be typed stay as they are; with `closes`, they go."""

    closes: bool = False


@dataclass(frozen=True)
class Standing:
    """An event with all it stands in."""

    event: Incoming
    visit: Visit
    turn: Turn
    open: Open | None

    @property
    def to(self) -> Address:
        person = self.turn.person.id if self.turn.person else None
        return Address(self.event.platform, self.event.chat.ref, self.event.chat.kind == "group", person)


def require(entry: Command | Tap | Link | Step, at: Standing) -> None:
    """Raises NotAllowed where the entry is not open to whoever speaks."""
    if not may_use(entry, at.turn.person):
        raise NotAllowed


async def repeated(at: Standing, said: Said) -> Shown | Aside:
    """The sentence, then the open question again; it alone where none is open that can be drawn again."""
    if at.open is None or at.open.step.again is None or not may_use(at.open.step, at.turn.person):
        return aside(at, said)
    shown = await at.open.step.again(at.turn, at.open.state)
    return below(said, shown) if isinstance(shown, Ask | End) else aside(at, said)


def aside(at: Standing, said: Said, *, closes: bool = False) -> Aside:
    """The sentence alone, and the way home. What was open to somebody who holds no seat any more is closed."""
    lost = at.turn.person is not None and (not at.turn.person.seats or (at.open is not None and not may_use(at.open.step, at.turn.person)))
    rows: Rows = ((Choice(say("engine.home"), HOME),),) if at.turn.person else ()
    return Aside((said,), rows, closes=closes or lost)


def below(said: Said, shown: Shown) -> Shown:
    """The screen anew, below a sentence."""
    return replace(shown, text=(said, *shown.text), fresh=True) if isinstance(shown, Ask | End) else shown
