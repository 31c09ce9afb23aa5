"""Files that people send to be read: noted by a flow's step, read in the background, taken up by the flow's job. Not a conversation of its own.

The step calls `note` and shows what it gives; once the file is read, the job named by the purpose runs with a due row about `document:<id>`, finds the
document by `turn.store.documents.of(due.number)`, and tells `refusal(document)` where there is nothing to go on with.
"""

from domain.errors import RuleError
from domain.texts import fold
from handlers.dialogue import File, Sent
from handlers.flow import Outdated, Said, State, Turn, id_of, say
from storage.documents import Document

LARGEST = 5 * 1024 * 1024
ARRIVED = "arrivals.looked"
"""What a file is noted for while it is not known what it is: the reader, and the job (handlers/arrivals.py)."""
SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".csv", ".ods", ".numbers", ".et")


class HeldFile(State):
    """A file whose use is asked, as the platform named it: nothing of it is kept before that is known."""

    asks = False
    ref: str
    unique: str
    name: str
    mime: str
    size: int | None
    caption: str

    @property
    def sent(self) -> Sent:
        return Sent(File(self.ref, self.unique, self.name, self.mime, self.size), self.caption)


class NotAWorkbook(RuleError):
    """Only .xlsx is read here."""

    key = "documents.refused_not_xlsx"


class OldWorkbook(RuleError):
    """A workbook of Excel before 2007."""

    key = "documents.refused_old_xls"


class MacroWorkbook(RuleError):
    """A workbook that holds programs."""

    key = "documents.refused_macros"


class TextDocument(RuleError):
    """A table in a text document, as provinces issue them."""

    key = "documents.refused_text"


class WorkbookTooLarge(RuleError):
    """Larger than any table of points is."""

    key = "documents.refused_too_large"


REFUSED_BY_NAME: dict[str, type[RuleError]] = {".xls": OldWorkbook, ".xlsm": MacroWorkbook} | dict.fromkeys(
    (".doc", ".docx", ".rtf", ".odt", ".pdf"), TextDocument
)


async def note(turn: Turn, bloc_id: str, purpose: str, subject: str, sent: Sent) -> Said:
    """Notes the file to be fetched and read for `purpose`; gives the sentence that says so. Raises what can be told by name and size alone."""
    if turn.incoming is None:
        raise TypeError("a file comes with an event")
    file = sent.file
    require_workbook(file.name, file.size)
    await turn.store.documents.add(bloc_id, purpose, subject, file.name, file.size, turn.incoming.platform, file.ref, turn.me.id, turn.now)
    return say("documents.reading", name=file.name)


async def note_arrived(turn: Turn, bloc_id: str, purpose: str, subject: str, document_id: str) -> Said:
    """The same of the file that came now, or of the one whose use was asked (handlers/arrivals.py). Raises Outdated where there is none (any more)."""
    if turn.sent is not None:
        return await note(turn, bloc_id, purpose, subject, turn.sent)
    document = await arrived(turn, document_id)
    await turn.store.documents.read_as(document.id, bloc_id, purpose, subject, turn.now)
    return say("documents.reading", name=document.name)


async def arrived(turn: Turn, document_id: str) -> Document:
    """The file whose use the person is asked. Raises Outdated where that is decided, or where it is another's."""
    document = await turn.store.documents.of(id_of(document_id))
    if document is None or (document.purpose, document.state, document.by) != (ARRIVED, "read", turn.me.id):
        raise Outdated
    return document


def is_spreadsheet(sent: Sent) -> bool:
    """Whether a file is one of those that hold tables, whichever of them is read; those of an album belong together and are none."""
    return not sent.album and fold(sent.file.name).endswith(SPREADSHEETS)


def is_workbook(name: str) -> bool:
    """Whether a file's name is that of an .xlsx."""
    return fold(name).endswith(".xlsx")


def require_workbook(name: str, size: int | None) -> None:
    """Raises NotAWorkbook, OldWorkbook, MacroWorkbook, TextDocument or WorkbookTooLarge for what is not even fetched."""
    if not is_workbook(name):
        ending = fold(name)[fold(name).rfind(".") :] if "." in name else ""
        raise REFUSED_BY_NAME.get(ending, NotAWorkbook)(name=name)
    if size is not None and size > LARGEST:
        raise WorkbookTooLarge(name=name)


def refusal(document: Document) -> Said | None:
    """Why there is nothing to go on with: the file was lost, or refused by its reader; None where it was read."""
    match document.state:
        case "lost":
            return say("documents.lost", name=document.name)
        case "refused":
            return say(f"documents.refused_{document.found}", name=document.name)
        case _:
            return None
