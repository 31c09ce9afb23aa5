"""Files that follow what was said: kept beside the sheet's evidence, under an address of their own."""

from config.rubric_files import rubric_of
from domain.people import UNIT_ROLES
from handlers.criteria import named_said
from handlers.explanations.words import WindowOver, is_in_time
from handlers.files import note_file
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, say
from handlers.results import void_of
from storage.answers import OpenSheet
from storage.periods import Period


class Attaching(State):
    """The words are kept; files may follow. `kind` is what they belong to."""

    takes_files = True
    sheet_id: int
    address: str
    kind: str


def attach(sheet: OpenSheet, address: str, kind: str, *said: Said) -> Shown:
    """Asks for files, below what is said first; by name, for the question may be drawn again below another screen."""
    done = choice("explanations.done_label", *(("explanations.result", sheet.id) if kind == "appeal" else ("home.open",)), weight="main")
    return ask(
        (*said, say("explanations.ask_files", named=_named(sheet, address))),
        (done,),
        waits=Attaching(sheet_id=sheet.id, address=address, kind=kind),
        lasting=True,
    )


async def take_file(turn: Turn, state: Attaching) -> Shown:
    """A file that belongs to what was said just now."""
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None or not _takes(turn, sheet.period, state.kind):
        raise WindowOver
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if turn.sent is None:
        return attach(sheet, state.address, state.kind, say("explanations.only_files"))
    await note_file(turn, sheet.id, f"{state.kind}:{state.address}", turn.sent)
    return attach(sheet, state.address, state.kind, say("explanations.file_noted", name=turn.sent.file.name, named=_named(sheet, state.address)))


def _named(sheet: OpenSheet, address: str) -> Said | str:
    """The criterion that the files belong to, as it stands in the table or last stood in it."""
    found = rubric_of(sheet.rubric_text).at(address) or next((one for one in void_of(sheet) if one.address == address), None)
    return address if found is None else named_said(found)


def _takes(turn: Turn, period: Period, kind: str) -> bool:
    """An answer's files while appraisers look; an appeal's until its window ends."""
    return is_in_time(turn, period) if kind == "appeal" else period.state == "closed" and period.stage == "appraisal"


async def files_again(turn: Turn, state: Attaching) -> Shown:
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None:
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    return attach(sheet, state.address, state.kind)
