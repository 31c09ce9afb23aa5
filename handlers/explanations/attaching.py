"""What follows what was said: more words, and files, which are kept beside the sheet's evidence, under an address of their own."""

from domain.people import LEADERS, UNIT_ROLES
from handlers.explanations.adding import add_file, add_words, named_of, waiting_appeal
from handlers.explanations.replying import add_to_reply
from handlers.explanations.words import LONGEST, WindowOver, is_in_time
from handlers.files import follows_in_album, note_file
from handlers.flow import Outdated, Passed, Said, Shown, State, Turn, ask, choice, id_of, say
from storage.answers import OpenSheet
from storage.periods import Period


class Attaching(State):
    """The words are kept; files may follow. `kind` is what they belong to."""

    longest = LONGEST
    takes_files = True
    sheet_id: int
    address: str
    kind: str
    adds: bool = False


def attach(sheet: OpenSheet, address: str, kind: str, *said: Said, adds: bool = False) -> Shown:
    """Asks for files, and for more words, below what is said first; by name, for the question may be drawn again below another screen. It is
    asked for additions where the appeal was chosen to be added to (`adds`), or was."""
    done = choice("explanations.done_label", *(("explanations.result", sheet.id) if kind == "appeal" else ("home.open",)), weight="main")
    return ask(
        (*said, _question(sheet, address, adds=adds)),
        (done,),
        waits=Attaching(sheet_id=sheet.id, address=address, kind=kind, adds=adds),
        lasting=True,
    )


def _question(sheet: OpenSheet, address: str, *, adds: bool) -> Said:
    return say("explanations.ask_addition" if adds else "explanations.ask_more", named=named_of(sheet, address))


async def take_file(turn: Turn, state: Attaching) -> Shown:
    """What belongs to what was said just now: a file, or more words."""
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None or not _takes(turn, sheet.period, state.kind):
        raise WindowOver
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if state.kind == "appeal":
        return await _take_addition(turn, sheet, state)
    if turn.sent is None:
        return attach(sheet, state.address, state.kind, await add_to_reply(turn, sheet, state.address))
    await note_file(turn, sheet.id, f"{state.kind}:{state.address}", turn.sent)
    if follows_in_album(sheet, f"{state.kind}:{state.address}", turn.sent):
        return Passed()
    return attach(sheet, state.address, state.kind, _noted(sheet, state.address, turn.sent.file.name))


def _noted(sheet: OpenSheet, address: str, name: str) -> Said:
    return say("explanations.file_noted", name=name, named=named_of(sheet, address))


async def _take_addition(turn: Turn, sheet: OpenSheet, state: Attaching) -> Shown:
    appeal = await waiting_appeal(turn, sheet, state.address)
    if turn.sent is not None:
        await add_file(turn, sheet, appeal)
        if follows_in_album(sheet, f"appeal:{state.address}", turn.sent):
            return Passed()
        return attach(sheet, state.address, "appeal", _noted(sheet, state.address, turn.sent.file.name), adds=state.adds)
    turn.require_seat(sheet.unit_id, LEADERS)
    await add_words(turn, sheet, appeal)
    return attach(sheet, state.address, "appeal", say("explanations.added", named=named_of(sheet, state.address)), adds=True)


async def ask_addition(turn: Turn, sheet_id: str, address: str) -> Shown:
    """More to what the leader said before is asked for, until the window ends or it is decided."""
    sheet = await turn.store.answers.open_sheet(id_of(sheet_id))
    if sheet is None:
        raise Outdated
    turn.require_seat(sheet.unit_id, LEADERS)
    if not _takes(turn, sheet.period, "appeal"):
        raise WindowOver
    await waiting_appeal(turn, sheet, address)
    return attach(sheet, address, "appeal", adds=True)


def _takes(turn: Turn, period: Period, kind: str) -> bool:
    """An answer's files while appraisers look; an appeal's until its window ends."""
    return is_in_time(turn, period) if kind == "appeal" else period.state == "closed" and period.stage == "appraisal"


async def files_again(turn: Turn, state: Attaching) -> Shown:
    """Asked for again only while something is taken. Raises what stands against it."""
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None:
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if not _takes(turn, sheet.period, state.kind):
        raise WindowOver
    if state.kind == "appeal":
        await waiting_appeal(turn, sheet, state.address)
    return attach(sheet, state.address, state.kind, adds=state.adds)
