"""An announcement as it is written: text and file, for whom, seen as a whole, then sent."""

import json
from datetime import datetime

from domain.people import STAFF
from domain.texts import FOLLOWS_WITHIN, SHORTEST_CUT, units
from handlers.announcements.parts import LONGEST, file_sent, files_of, fits, fitting_text, text_said
from handlers.announcements.readers import READERS, members, readers_said, sent_said
from handlers.flow import Choice, Kind, Outdated, Said, Shown, State, Turn, ask, choice, end, say
from handlers.unsent import Unsent, drop_unsent, keep_unsent, unsent_of
from storage.announcements import Readers

HOME = (choice("engine.home", "home.open"),)


class WritingAnnouncement(State):
    """The text is asked; a file may have come already, and a text too long at `cut_at`."""

    longest = None
    takes_files = True
    bloc_id: str
    file: str = ""
    cut_at: datetime | None = None


class ChoosingReaders(State):
    """Text and file are shown; for whom is asked. Another text or file takes the place of the one shown."""

    asks = False
    takes_files = True
    bloc_id: str
    text: str
    file: str = ""
    cut_at: datetime | None = None
    part_at: datetime | None = None  # when the text came, where it is so long that it may be the first part of a cut one
    earlier: str = ""  # the text it took the place of


class Confirming(ChoosingReaders):
    """All of it is shown, with its readers by name, and waits for its confirmation."""

    readers: Readers


async def new_command(turn: Turn, rest: str) -> Shown:
    return await new(turn)


async def new(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = turn.me.blocs_as(STAFF)
    if not bloc_id and len(blocs) > 1:
        return end(
            say("announcements.which_bloc"),
            *((choice("announcements.name_label", "announcements.new", one.bloc_id, name=one.bloc_name),) for one in blocs),
            HOME,
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    kept = await unsent_of(turn, bloc_id)
    if kept is None or not kept.text:
        return await ask_text(turn, WritingAnnouncement(bloc_id=bloc_id, file=kept.file if kept else ""))
    return await preview(turn, ChoosingReaders(bloc_id=bloc_id, text=kept.text, file=kept.file), say("announcements.kept"))


async def ask_text(turn: Turn, state: WritingAnnouncement, *said: Said) -> Shown:
    asked = say("announcements.ask_text_for_file", name=json.loads(state.file)["name"]) if state.file else say("announcements.ask_text")
    earlier = await turn.store.announcements.latest(state.bloc_id, 1)
    sent_row = ((choice("announcements.sent_label", "announcements.sent", state.bloc_id),),) if earlier else ()
    return ask((*said, asked), (_cancel(),), *sent_row, waits=state)


async def give_text(turn: Turn, state: WritingAnnouncement) -> Shown:
    """Text or file, or both at once; a file whose caption is no text is kept until its text comes."""
    if cut_at := _cut_at(turn, state.cut_at):
        return await ask_text(turn, state.model_copy(update={"cut_at": cut_at}), _too_long())
    file = file_sent(turn) or state.file
    if turn.sent is not None and not fits(turn.text):
        await keep_unsent(turn, state.bloc_id, Unsent("", file))
        return await ask_text(turn, WritingAnnouncement(bloc_id=state.bloc_id, file=file))
    return await _kept(turn, ChoosingReaders(bloc_id=state.bloc_id, text=fitting_text(turn), file=file))


async def change(turn: Turn, state: ChoosingReaders) -> Shown:
    """What comes while the draft is shown takes the place of its text or its file; a text too long takes no place."""
    if cut_at := _cut_at(turn, state.cut_at, state.part_at):
        if _follows(cut_at, state.part_at):
            return await _taken_back(turn, state, cut_at)
        return await preview(turn, ChoosingReaders(bloc_id=state.bloc_id, text=state.text, file=state.file, cut_at=cut_at), _too_long())
    text = state.text if turn.sent is not None and not fits(turn.text) else fitting_text(turn)
    return await _kept(turn, ChoosingReaders(bloc_id=state.bloc_id, text=text, file=file_sent(turn) or state.file, earlier=state.text))


async def _kept(turn: Turn, state: ChoosingReaders) -> Shown:
    await keep_unsent(turn, state.bloc_id, Unsent(state.text, state.file))
    part_at = turn.incoming.at if turn.incoming and turn.sent is None and units(turn.text) >= SHORTEST_CUT else None
    return await preview(turn, state.model_copy(update={"part_at": part_at}))


async def _taken_back(turn: Turn, state: ChoosingReaders, cut_at: datetime) -> Shown:
    """The text that was kept is the first part of one that the messenger cut: of neither part anything stays, and the draft is what it was before."""
    if not state.earlier:
        await (keep_unsent(turn, state.bloc_id, Unsent("", state.file)) if state.file else drop_unsent(turn, state.bloc_id))
        return await ask_text(turn, WritingAnnouncement(bloc_id=state.bloc_id, file=state.file, cut_at=cut_at), _too_long())
    await keep_unsent(turn, state.bloc_id, Unsent(state.earlier, state.file))
    return await preview(turn, ChoosingReaders(bloc_id=state.bloc_id, text=state.earlier, file=state.file, cut_at=cut_at), _too_long())


async def preview(turn: Turn, state: ChoosingReaders, *said: Said) -> Shown:
    """The draft, below what is said first, and for whom it is."""
    rows = tuple((choice(f"announcements.to_{readers}", "announcements.send", readers),) for readers in READERS)
    return ask((*said, *_draft(turn, state), say("announcements.choose")), *rows, (_cancel(),), waits=state)


async def choose(turn: Turn, readers: str) -> Shown:
    state = turn.open
    chosen = next((one for one in READERS if one == readers), None)
    if not isinstance(state, ChoosingReaders) or chosen is None:
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    return await confirm(turn, Confirming(bloc_id=state.bloc_id, text=state.text, file=state.file, readers=chosen))


async def confirm(turn: Turn, state: Confirming) -> Shown:
    """The whole, and who gets it by name."""
    row = (choice("announcements.confirm_label", "announcements.confirmed", weight="main"), choice("announcements.back_label", "announcements.again"))
    return ask((*_draft(turn, state), *await readers_said(turn, state.bloc_id, state.readers)), row, (_cancel(),), waits=state)


async def choose_again(turn: Turn) -> Shown:
    if not isinstance(turn.open, ChoosingReaders):
        raise Outdated
    return await preview(turn, ChoosingReaders(bloc_id=turn.open.bloc_id, text=turn.open.text, file=turn.open.file))


async def send(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, Confirming):
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    said = await sent_said(turn, state.bloc_id, state.readers)
    await drop_unsent(turn, state.bloc_id)
    number = await turn.store.announcements.add(state.bloc_id, state.text, state.file, state.readers, turn.me.id, turn.now)
    about, row = f"announcement:{number}", (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    if state.readers != "group":
        people = await members(turn, state.bloc_id)
        turn.tell(
            people, text_said(state.text, turn.me.full_name), row, of=state.bloc_id, kind=Kind.ANNOUNCEMENT, about=about, files=files_of(state.file)
        )
    if state.readers != "members":
        here = (choice("announcements.received_label", "announcements.received_here", number, weight="main"),)
        turn.post(state.bloc_id, text_said(state.text, turn.me.full_name), here, about=about, files=files_of(state.file))
    rows = (choice("announcements.who_label", "announcements.who", number), choice("engine.home", "home.open"))
    return end(said, rows, lasting=True)


async def drop(turn: Turn) -> Shown:
    if isinstance(turn.open, WritingAnnouncement | ChoosingReaders):
        await drop_unsent(turn, turn.open.bloc_id)
    return end(say("announcements.dropped"), (choice("engine.home", "home.open"),))


def _cut_at(turn: Turn, *before: datetime | None) -> datetime | None:
    """When a text came that is too long, or that follows at once on one that was too long or may be a first part: messengers cut what is long. None for
    another."""
    at = turn.incoming.at if turn.incoming and turn.sent is None else None
    if at is None or (units(turn.text.strip()) <= LONGEST and not any(_follows(at, one) for one in before)):
        return None
    return at


def _follows(at: datetime, before: datetime | None) -> bool:
    return before is not None and at - before <= FOLLOWS_WITHIN


def _too_long() -> Said:
    return say("announcements.text_too_long", most=LONGEST)


def _draft(turn: Turn, state: ChoosingReaders) -> tuple[Said, ...]:
    file = (say("announcements.with_file", name=json.loads(state.file)["name"]),) if state.file else ()
    return (text_said(state.text, turn.me.full_name), *file)


def _cancel() -> Choice:
    return choice("announcements.cancel_label", "announcements.drop")
