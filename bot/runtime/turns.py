"""One event's turn: who speaks, what it means, the flow's step, the answer.

Every way into a flow is authorised here from the database: an entry names its roles, and nobody else's event reaches its function.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from inspect import signature
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.runtime.meaning import Meaning, NoMeaning, Open, ToCommand, ToOneOf, ToStep, ToTap, UnknownCommand, meaning
from bot.runtime.table import FlowTable, may_use
from bot.runtime.telling import Telling
from bot.runtime.writing import HOME, LASTING, NEWEST, Address, Writing, draft, drafts_of, merged
from config.catalogue import Said, fold
from domain.errors import RuleError
from handlers.dialogue import Incoming, Moved, Outgoing, Reached, Sent, Started, Tapped, Typed, Unfit
from handlers.documents import is_spreadsheet
from handlers.flow import (
    LETTERS,
    Ask,
    Choice,
    Command,
    End,
    Kind,
    Link,
    NotAllowed,
    Outdated,
    Passed,
    Rows,
    Screen,
    Shown,
    State,
    Step,
    Tap,
    Toast,
    Turn,
    Where,
    end,
    say,
)
from storage.dialogues import MenuLine, Visit, Waiting
from storage.due import Due
from storage.outbox import Draft
from storage.store import Store

DEFAULT_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LATE_AFTER = timedelta(minutes=10)
TOAST_LENGTH = 200
NEAR = 0.65
"""How like an unknown command a known one must be to be suggested: a letter or two, not another word."""


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


class Turns:
    """Answers events. `link` gives a platform's address into the private chat, with `{code}` in it."""

    def __init__(
        self, store: Store, table: FlowTable, writing: Writing, telling: Telling, now: Callable[[], datetime], link: Callable[[str], str]
    ) -> None:
        self._store = store
        self._table = table
        self._writing = writing
        self._telling = telling
        self._now = now
        self._link = link

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
        return await self._answered(standing, await self._shown(standing))

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
        said = Said(refusal.key, refusal.facts)
        if standing.to.group:
            return await self._answered(standing, Toast(said) if isinstance(event.what, Tapped) else end(said, (self._to_private(),)))
        if isinstance(refusal, NotAllowed | Outdated) and (action := self._chosen(standing)):
            await self._strike(standing, action)
        if isinstance(event.what, Tapped) and not bare and not isinstance(refusal, NotAllowed) and (tap := self._again(event.what.action)):
            return await self._answered(standing, _below(said, await self._tapped(standing, tap)))
        return await self._answered(standing, self._aside(standing, said, closes=True) if bare else await self._repeated(standing, said))

    async def apologise(self, event: Incoming) -> list[Draft]:
        """Says that something failed, that nothing was lost, and what to do."""
        now = self._now()
        await self._store.events.take(event.platform, event.event, now)
        if event.chat.kind == "group":
            return []
        standing = await self._standing(event, now)
        return await self._answered(standing, self._aside(standing, say("engine.fault")))

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

    # ------------------------------------------------------------------------------------------------ what it means

    async def _shown(self, at: Standing) -> Shown | Aside:
        if at.to.group:
            return await self._in_group(at)
        match at.event.what:
            case Started(code):
                return await self._started(at, code)
            case Tapped(action):
                return await self._tapped(at, action)
            case Typed(edited=True):
                return await self._corrected(at)
            case Typed(text):
                return await self._typed(at, text)
            case Sent():
                return await self._sent(at)
            case Unfit(kind):
                return await self._repeated(at, say("engine.unfit", kind=say(f"engine.unfit_kind.{kind}")))
        raise TypeError(f"no meaning for {type(at.event.what).__name__}")

    async def _started(self, at: Standing, code: str) -> Shown | Aside:
        word, *args = code.split("_")
        if at.turn.person and (link := self._table.links.get(word)):
            self._require(link, at)
            return await _called(link.run, at.turn, args)
        if code:
            return await self._table.codes(at.turn, code)
        return await (self._table.home if at.turn.person else self._table.strangers)(at.turn)

    async def _typed(self, at: Standing, text: str) -> Shown | Aside:
        if at.event.forwarded and at.open and at.open.state.asks:
            return await self._repeated(at, say("engine.forwarded"))
        return await self._run(at, meaning(text, at.open, at.visit.menu, self._table, at.turn.notices))

    async def _run(self, at: Standing, meant: Meaning) -> Shown | Aside:
        match meant:
            case ToStep(opened):
                self._require(opened.step, at)
                return await opened.step.run(at.turn, opened.state)
            case ToTap(action):
                return await self._tapped(at, action)
            case ToOneOf(lines):
                return self._which(at, lines)
            case ToCommand(command, rest):
                if at.turn.person is None and command.roles is not None:
                    return await self._table.strangers(at.turn)
                self._require(command, at)
                if command.where is Where.GROUP:
                    return await self._repeated(at, say("engine.only_in_group"))
                return await command.run(at.turn, rest)
            case UnknownCommand(word):
                return await self._unknown(at, word)
            case NoMeaning():
                if at.turn.person is None:
                    return await self._table.strangers(at.turn)
                return self._aside(at, say("engine.not_understood"))

    async def _unknown(self, at: Standing, word: str) -> Shown | Aside:
        if at.turn.person is None:
            return await self._table.strangers(at.turn)
        known = [command.word for command in self._table.words_for(at.turn.person)]
        near = get_close_matches(fold(word).replace(" ", ""), known, n=2, cutoff=NEAR)
        if near:
            return await self._repeated(at, say("engine.unknown_command_near", word=word[:40], near=" · ".join(f"/{one}" for one in near)))
        return await self._repeated(at, say("engine.unknown_command", word=word[:40]))

    async def _tapped(self, at: Standing, action: str) -> Shown:
        name, *args = action.removeprefix(LASTING).split(":")
        tap = self._table.taps.get(name)
        if tap is None:
            return await (self._table.home if at.turn.person else self._table.strangers)(at.turn)
        if at.turn.person is None and tap.roles is not None:
            return await self._table.strangers(at.turn)
        self._require(tap, at)
        shown = await _called(tap.run, at.turn, args)
        was_told = any(one.holds(action.removeprefix(LASTING)) for one in at.turn.notices)
        await self._strike(at, action.removeprefix(LASTING))
        return await self._beside(at, shown) if was_told else shown

    async def _beside(self, at: Standing, shown: Shown) -> Shown:
        """What the choice of a notice leads to, where it asks nothing: what was open goes on, a question drawn again below it."""
        if not isinstance(shown, End) or at.open is None:
            return shown
        again = await at.open.step.again(at.turn, at.open.state) if at.open.state.asks and at.open.step.again else None
        if isinstance(again, Ask):
            return replace(again, text=(*shown.text, *again.text), fresh=True)
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

    def _which(self, at: Standing, lines: tuple[MenuLine, ...]) -> Shown:
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

    def _again(self, action: str) -> str:
        """The tap that draws what a refused button stands for; empty for none."""
        name, *args = action.removeprefix(LASTING).split(":")
        tap = self._table.taps.get(name)
        if tap is None or not tap.again:
            return ""
        taken = [one for one in signature(self._table.taps[tap.again].run).parameters.values() if one.default is one.empty]
        return ":".join((tap.again, *args[: len(taken) - 1]))

    async def _sent(self, at: Standing) -> Shown | Aside:
        if at.turn.person is None and at.open is None:
            return await self._table.strangers(at.turn)
        if at.open and at.open.state.takes_files:
            self._require(at.open.step, at)
            return await at.open.step.run(at.turn, at.open.state)
        if at.turn.person and (shown := await self._sorted(at) or await self._table.stray_files(at.turn)):
            return shown
        return await self._repeated(at, say("engine.file_not_expected"))

    async def _sorted(self, at: Standing) -> Shown | None:
        """A spreadsheet that nothing waits for: taken where it can only belong, else asked about; None for any other file."""
        if at.turn.sent is None or not is_spreadsheet(at.turn.sent):
            return None
        uses = [use for find in self._table.file_uses for use in await find(at.turn)]
        uses = [use for use in uses if use.is_certain] or uses
        if len(uses) == 1:
            return await self._tapped(at, uses[0].choice.action)
        return await self._table.sorts_files(at.turn, tuple(uses))

    async def _corrected(self, at: Standing) -> Shown | Aside:
        if at.turn.person is None:
            return await self._table.strangers(at.turn)
        return await self._table.corrections(at.turn) or await self._repeated(at, say("engine.edit_not_read"))

    async def _in_group(self, at: Standing) -> Shown:
        match at.event.what:
            case Tapped(action):
                return await self._tapped_in_group(at, action)
            case Typed(text, edited=False) if text.startswith("/"):
                return await self._command_in_group(at, text)
        return Passed()

    async def _tapped_in_group(self, at: Standing, action: str) -> Shown:
        if at.turn.person is None:
            return Toast(say("engine.join_first"))
        name, *args = action.removeprefix(LASTING).split(":")
        tap = self._table.taps.get(name)
        if tap is None or tap.where is Where.PRIVATE:
            return Toast(say("engine.button_gone"))
        self._require(tap, at)
        return await _called(tap.run, at.turn, args)

    async def _command_in_group(self, at: Standing, text: str) -> Shown:
        meant = meaning(text, None, (), self._table)
        if not isinstance(meant, ToCommand):
            return end(say("engine.group_unknown_command"), (self._to_private(),))
        if meant.command.where is Where.PRIVATE:
            return end(say("engine.only_in_private"), (self._to_private(),))
        if at.event.sender is None or at.event.sender.anonymous:
            return end(say("engine.anonymous"))
        if at.turn.person is None:
            return end(say("engine.join_first"), (self._to_private(),))
        self._require(meant.command, at)
        return await meant.command.run(at.turn, meant.rest)

    def _to_private(self) -> Choice:
        return Choice(say("engine.open_private"), start="home")

    def _require(self, entry: Command | Tap | Link | Step, at: Standing) -> None:
        if not may_use(entry, at.turn.person):
            raise NotAllowed

    # ------------------------------------------------------------------------------------------------ the answer

    async def _repeated(self, at: Standing, said: Said) -> Shown | Aside:
        """The sentence, then the open question again; it alone where none is open that can be drawn again."""
        if at.open is None or at.open.step.again is None or not may_use(at.open.step, at.turn.person):
            return self._aside(at, said)
        shown = await at.open.step.again(at.turn, at.open.state)
        return _below(said, shown) if isinstance(shown, Ask | End) else self._aside(at, said)

    def _aside(self, at: Standing, said: Said, *, closes: bool = False) -> Aside:
        """The sentence alone, and the way home. What was open to somebody who holds no seat any more is closed."""
        lost = at.turn.person is not None and (not at.turn.person.seats or (at.open is not None and not may_use(at.open.step, at.turn.person)))
        rows: Rows = ((Choice(say("engine.home"), HOME),),) if at.turn.person else ()
        return Aside((said,), rows, closes=closes or lost)

    async def _answered(self, at: Standing, shown: Shown | Aside) -> list[Draft]:
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
        asking = waits is not None and waits.asks
        zone = at.turn.zone
        kind = Kind.REPLY
        if not at.to.group:
            menu = self._writing.menu(shown.choices, zone, asking=asking)
            kind = Kind.FAREWELL if _is_farewell(at, shown, menu) else Kind.REPLY
            await self._keep(at, waits, menu, forgets=kind is Kind.FAREWELL)
        screen = self._late(at, shown)
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
        toast = self._writing.plain(shown.toast, at.turn.zone)[:TOAST_LENGTH] if shown.toast else ""
        newest = at.to.group or what.screen == at.visit.newest
        draws_over = newest and not shown.fresh and not what.action.startswith(LASTING)
        return replace(out, tap=what.tap, toast=toast, edits=what.screen if draws_over else "")

    def _toast(self, at: Standing, text: Said | None) -> Draft:
        what = at.event.what
        if not isinstance(what, Tapped):
            raise TypeError("only a tap is answered with a toast")
        word = self._writing.plain(text, at.turn.zone)[:TOAST_LENGTH] if text else ""
        return draft(Outgoing(at.event.chat.ref, tap=what.tap, toast=word, group=at.to.group), at.to, Kind.REPLY)

    def _late(self, at: Standing, shown: Ask | End) -> Screen:
        if at.turn.now - at.event.at < LATE_AFTER or isinstance(at.event.what, Tapped):
            return shown
        return replace(shown, text=(say("engine.late", at=at.event.at, now=at.turn.now), *shown.text))

    def _waiting(self, state: State | None) -> Waiting | None:
        if state is None:
            return None
        kind = type(state)
        return Waiting(self._table.stem_of(kind), kind.__name__, kind.version, state.model_dump_json())

    # ------------------------------------------------------------------------------------------------ chats that come and go

    async def _reached(self, event: Incoming, *, reachable: bool) -> list[Draft]:
        if event.chat.kind == "group":
            await self._store.groups.reach(event.platform, event.chat.ref, reachable=reachable)
        else:
            await self._store.people.reach(event.platform, event.chat.ref, reachable=reachable, why="" if reachable else "blocked")
        return []

    async def _moved(self, event: Incoming, new_chat: str) -> list[Draft]:
        await self._store.groups.move(event.platform, event.chat.ref, new_chat)
        await self._store.outbox.move_chat(event.platform, event.chat.ref, new_chat)
        await self._store.outbox.move_payloads(event.platform, new_chat)
        return []


def _is_farewell(at: Standing, shown: Ask | End, menu: tuple[MenuLine, ...]) -> bool:
    """Whether nothing of the chat is to be kept: it was said so, or somebody unknown is left with nothing open."""
    if isinstance(shown, Ask):
        return False
    return shown.forgets or (at.turn.person is None and not menu)


async def _called(run: Callable[..., Awaitable[Shown]], turn: Turn, args: list[str]) -> Shown:
    """Calls an entry with the texts a button or link carried. Raises Outdated where they are not as many as it takes: both can be forged."""
    try:
        signature(run).bind(turn, *args)
    except TypeError as fault:
        raise Outdated from fault
    return await run(turn, *args)


def _below(said: Said, shown: Shown) -> Shown:
    """The screen anew, below a sentence."""
    return replace(shown, text=(said, *shown.text), fresh=True) if isinstance(shown, Ask | End) else shown


def _as_choice(line: MenuLine, letter: str) -> Choice:
    act, *args = line.action.split(":")
    return Choice(Said("engine.lettered", {"label": line.label, "letter": letter}), act, tuple(args))
