"""What an event in a private chat means, and what that leads to. Every way into a flow is authorised here: an entry names its roles."""

from dataclasses import replace
from difflib import get_close_matches

from bot.runtime.calling import again, called
from bot.runtime.lengths import LONGEST_CORRECTION, Lengths, too_long
from bot.runtime.meaning import LEADING_SIGN, ByLabelOnly, Meaning, NoMeaning, ToCommand, ToOneOf, ToStep, ToTap, UnknownCommand, meaning
from bot.runtime.standing import Aside, Standing, aside, below, repeated, require
from bot.runtime.table import FlowTable
from bot.runtime.writing import HOME, LASTING
from config.catalogue import Said, fold
from domain.errors import RuleError
from domain.texts import clean, units
from handlers.dialogue import Sent, Started, Tapped, Typed, Unfit
from handlers.documents import is_spreadsheet
from handlers.flow import LETTERS, Ask, Choice, End, NotAllowed, Outdated, Passed, Shown, Toast, Where, say
from storage.dialogues import MenuLine
from storage.store import Store

NEAR = 0.65
"""How like an unknown command a known one must be to be suggested: a letter or two, not another word."""


class InPrivate:
    """The private chats' half of the turns."""

    def __init__(self, store: Store, table: FlowTable) -> None:
        self._store = store
        self._table = table
        self._lengths = Lengths()

    async def shown(self, at: Standing) -> Shown | Aside:
        """What the event leads to."""
        match at.event.what:
            case Started() if at.event.forwarded:
                return await repeated(at, say("engine.forwarded"))
            case Started(code):
                return await self._started(at, code)
            case Tapped(action=""):
                return Toast(say("engine.button_lost"))
            case Tapped(action):
                self._lengths.forget(at.event)
                return await self._tapped(at, action)
            case Typed(text, edited=True):
                return await self._corrected(at, text)
            case Typed(text):
                return await self._typed(at, text)
            case Sent():
                return await self._sent(at)
            case Unfit(kind):
                return await repeated(at, say("engine.unfit", kind=say(f"engine.unfit_kind.{kind}")))
        raise TypeError(f"no meaning for {type(at.event.what).__name__}")

    async def refused(self, at: Standing, refusal: RuleError, *, bare: bool) -> Shown | Aside:
        """A rule's refusal: what the tapped button stands for is drawn anew below it, or the open question; that is closed where it cannot be (`bare`)."""
        said = Said(refusal.key, refusal.facts)
        if refusal.is_for_good and (action := self._chosen(at)):
            await self._strike(at, action)
        is_tap = isinstance(at.event.what, Tapped) and not bare and not isinstance(refusal, NotAllowed)
        if is_tap and (tap := again(self._table, self._chosen(at))):
            return below(said, await self._drawn_again(at, tap))
        if refusal.key == Outdated.key and isinstance(at.event.what, Tapped):
            said = say("engine.button_gone")  # there is nothing below it to be seen again
        return aside(at, said, closes=True) if bare else await repeated(at, said)

    async def _drawn_again(self, at: Standing, tap: str) -> Shown:
        """What a refused button stands for, as it is now; where that is no more either, what that stands for. These taps only show something."""
        try:
            return await self._tapped(at, tap)
        except RuleError:
            if not (further := again(self._table, tap)):
                raise
            return await self._drawn_again(at, further)

    async def _started(self, at: Standing, code: str) -> Shown | Aside:
        word, *args = code.split("_")
        if at.turn.person and (link := self._table.links.get(word)):
            require(link, at)
            return await called(link.run, at.turn, args)
        if code:
            return await self._table.codes(at.turn, code)
        return await (self._table.home if at.turn.person else self._table.strangers)(at.turn)

    async def _typed(self, at: Standing, text: str) -> Shown | Aside:
        meant = meaning(text, at.open, at.visit.menu, self._table, at.turn.notices)
        if not isinstance(meant, ToStep) or not meant.open.state.asks:
            self._lengths.forget(at.event)
        elif not clean(text):
            return await repeated(at, say("engine.nothing_typed"))
        elif refusal := self._lengths.refusal(at.event, text, meant.open.state):
            return await repeated(at, refusal)
        if at.event.forwarded and _is_anothers(meant):
            return await repeated(at, say("engine.forwarded"))
        return await self._run(at, meant)

    async def _run(self, at: Standing, meant: Meaning) -> Shown | Aside:
        match meant:
            case ToStep(opened):
                require(opened.step, at)
                return await opened.step.run(at.turn, opened.state)
            case ToTap(action):
                return await self._tapped(at, action)
            case ByLabelOnly(line):
                return await _by_label_only(at, line)
            case ToOneOf(lines):
                return _which(at, lines)
            case ToCommand(command, rest):
                if at.turn.person is None and command.roles is not None:
                    return await self._table.strangers(at.turn)
                require(command, at)
                if command.where is Where.GROUP:
                    return await repeated(at, say("engine.only_in_group"))
                return await command.run(at.turn, rest)
            case UnknownCommand(word):
                return await self._unknown(at, word)
            case NoMeaning():
                if at.turn.person is None:
                    return await self._table.strangers(at.turn)
                if copied := self._table.code_shape.search(at.turn.text.casefold()):
                    return await self._table.codes(at.turn, copied[0])
                return aside(at, say("engine.not_understood"))

    async def _unknown(self, at: Standing, word: str) -> Shown | Aside:
        if at.turn.person is None:
            return await self._table.strangers(at.turn)
        known = [command.word for command in self._table.words_for(at.turn.person)]
        near = get_close_matches(fold(word).replace(" ", ""), known, n=2, cutoff=NEAR)
        if near:
            return await repeated(at, say("engine.unknown_command_near", word=word[:40], near=" · ".join(f"/{one}" for one in near)))
        return await repeated(at, say("engine.unknown_command", word=word[:40]))

    async def _tapped(self, at: Standing, action: str) -> Shown:
        name, *args = action.removeprefix(LASTING).split(":")
        tap = self._table.taps.get(name)
        if tap is None:
            return await (self._table.home if at.turn.person else self._table.strangers)(at.turn)
        if at.turn.person is None and tap.roles is not None:
            return await self._table.strangers(at.turn)
        require(tap, at)
        shown = await called(tap.run, at.turn, args)
        was_told = any(one.holds(action.removeprefix(LASTING)) for one in at.turn.notices)
        await self._strike(at, action.removeprefix(LASTING))
        return await self._beside(at, shown) if was_told else shown

    async def _beside(self, at: Standing, shown: Shown) -> Shown:
        """What the choice of a notice, or a spreadsheet, leads to, where it asks nothing: what was open goes on, a question drawn again below it. One that
        cannot be asked any more is closed."""
        if not isinstance(shown, End) or at.open is None:
            return shown
        try:
            asked = await at.open.step.again(at.turn, at.open.state) if at.open.state.asks and at.open.step.again else None
        except RuleError:
            return shown
        if isinstance(asked, Ask):
            return replace(asked, text=(*shown.text, *asked.text), fresh=True)
        return Ask(shown.text, shown.choices, shown.files, lasting=shown.lasting, waits=at.open.state, fresh=shown.fresh, toast=shown.toast)

    async def _strike(self, at: Standing, action: str) -> None:
        """What was told and waited for this act waits no longer."""
        if any(one.holds(action) for one in at.turn.notices):
            await self._store.notices.strike(at.event.platform, at.event.chat.ref, action)

    def _chosen(self, at: Standing) -> str:
        """What the choice does that was tapped or typed; empty where none was."""
        match at.event.what:
            case Tapped(action):
                return action.removeprefix(LASTING)
            case Typed(text, edited=False):
                meant = meaning(text, at.open, at.visit.menu, self._table, at.turn.notices)
                return meant.action if isinstance(meant, ToTap) else ""
        return ""

    async def _sent(self, at: Standing) -> Shown | Aside:
        if at.turn.person is None and at.open is None:
            return await self._table.strangers(at.turn)
        if at.open and at.open.state.takes_files:
            require(at.open.step, at)
            return await at.open.step.run(at.turn, at.open.state)
        if at.turn.person and (shown := await self._sorted(at)):
            return shown
        is_asked = at.open is not None and (at.open.state.asks or at.open.state.drafts)
        stray = await self._table.stray_files(at.turn) if at.turn.person else None
        if stray is not None and (isinstance(stray, Passed) or not is_asked):
            return stray
        return await repeated(at, say("engine.file_no_answer" if is_asked else "engine.file_not_expected"))

    async def _sorted(self, at: Standing) -> Shown | None:
        """A spreadsheet that nothing waits for: taken where it can only belong, else looked into; a question that is open goes on. None for any other
        file."""
        if at.turn.sent is None or not is_spreadsheet(at.turn.sent):
            return None
        uses = [use for find in self._table.file_uses for use in await find(at.turn)]
        uses = [use for use in uses if use.is_certain] or uses
        if len(uses) == 1:
            return await self._beside(at, await self._tapped(at, uses[0].choice.action))
        shown = await self._table.sorts_files(at.turn, tuple(uses))
        return None if shown is None else await self._beside(at, shown)

    async def _corrected(self, at: Standing, text: str) -> Shown | Aside:
        if at.turn.person is None:
            return await self._table.strangers(at.turn)
        if not clean(text):
            return await repeated(at, say("engine.edit_not_read"))
        if units(text) > LONGEST_CORRECTION:
            return await repeated(at, too_long(LONGEST_CORRECTION))
        return await self._table.corrections(at.turn) or await repeated(at, say("engine.edit_not_read"))


def _is_anothers(meant: Meaning) -> bool:
    """Whether a forwarded text would act: what somebody else wrote answers nothing, chooses nothing and commands nothing here."""
    match meant:
        case ToStep(opened):
            return opened.state.asks
        case NoMeaning():
            return False
    return True


async def _by_label_only(at: Standing, line: MenuLine) -> Shown | Aside:
    """Which choice a number stood for, and that it is not taken by that; below it the screen anew, or its choices where it cannot be drawn again."""
    said = say("engine.by_label_only", number=line.number, label=LEADING_SIGN.sub("", line.label))
    shown = await repeated(at, said)
    if isinstance(shown, Ask | End) and any(one.action == line.action for row in shown.choices for one in row):
        return shown
    return Aside((said,), tuple((_as_choice(one),) for one in at.visit.menu if one.number is not None))


def _which(at: Standing, lines: tuple[MenuLine, ...]) -> Shown:
    """One label stands for several things: each with what it belongs to, and a letter."""
    titles = [next((one.title for one in at.turn.notices if one.holds(line.action)), None) for line in lines[: len(LETTERS)]]
    listed = tuple(
        say("engine.which_line", letter=letter, label=line.label, title=title or say("engine.earlier_screen"))
        for letter, line, title in zip(LETTERS, lines, titles, strict=False)
    )
    rows = tuple((_as_choice(line, letter),) for letter, line in zip(LETTERS, lines, strict=False))
    text = say("engine.which", lines=listed)
    home = (Choice(say("engine.home"), HOME),)
    return Ask((text,), (*rows, home), waits=at.open.state, fresh=True) if at.open else End((text,), (*rows, home), fresh=True)


def _as_choice(line: MenuLine, letter: str = "") -> Choice:
    act, *args = line.action.split(":")
    label = say("engine.lettered", label=line.label, letter=letter) if letter else say("engine.label", label=line.label)
    return Choice(label, act, tuple(args))
