"""A spreadsheet that came where none was asked for: looked into; by the sender's roles, what is open and what it says of itself, taken where it belongs.

What it may be the flows themselves say (`Flow.file_uses`). Where it can be one thing only, the engine takes it there at once. Where it can be several it is
read first: a sheet of ours says so by its mark and is compared without a question, of any other file the sender is asked what it is.

Scene: period open
Lan sends bang-khoi.xlsx
ktd: …Đã nhận tệp bang-khoi.xlsx, đang đọc…
ktd → Lan: Tệp bang-khoi.xlsx là gì?…
  [Phiếu tự chấm của đơn vị] [Bảng chấm điểm của khối] [Không dùng tệp]
Lan: [Bảng chấm điểm của khối]
ktd: …Đã nhận tệp bang-khoi.xlsx, đang đọc…
"""

import json
from typing import Any

from domain.people import EVERYONE, UNIT_ROLES
from handlers import documents
from handlers.flow import Choice, Due, FileUse, Flow, Job, Shown, Tap, Turn, choice, end, say
from storage.documents import Document

HOME = (choice("engine.home", "home.open"),)


async def sort(turn: Turn, uses: tuple[FileUse, ...]) -> Shown | None:
    """Has the file looked into; where it can be nothing, its sender hears why. Raises what refuses it by its name and size."""
    sent = turn.sent
    if sent is None or not (uses or turn.me.seats_as(UNIT_ROLES)):
        return None
    if not uses:
        return end(say("arrivals.no_sheet", name=sent.file.name), HOME)
    offered = {
        "uses": [[turn.written(use.choice.label), use.choice.action] for use in uses],
        "marked": next((list(use.marked) for use in uses if use.marked), None),
    }
    bloc_id = next(iter((*turn.me.seats_as(UNIT_ROLES), *turn.me.seats))).bloc_id
    return end(await documents.note(turn, bloc_id, documents.ARRIVED, json.dumps(offered, ensure_ascii=False), sent), HOME)


async def tell_arrived(turn: Turn, due: Due) -> None:
    """The file was looked into: a sheet of ours goes on to be compared, of any other its sender is asked what it is."""
    document = await turn.store.documents.of(due.number)
    if document is None or document.purpose != documents.ARRIVED:
        return
    offered = json.loads(document.subject)
    if (why := documents.refusal(document)) is not None:
        turn.tell([document.by], why, HOME, of=document.bloc_id)
    elif offered["marked"] and _is_marked(document):
        purpose, subject = offered["marked"]
        await turn.store.documents.turn_over(document.id, purpose, subject)
        await turn.store.due.schedule(purpose, f"document:{document.id}", "once", turn.now, document.bloc_id)
    else:
        _tell_question(turn, document, offered["uses"])


def _is_marked(document: Document) -> bool:
    found = json.loads(document.found)
    return isinstance(found.get("made"), dict)


def _tell_question(turn: Turn, document: Document, uses: list[Any]) -> None:
    rows = [(_offered(label, action, document.id),) for label, action in uses]
    leave = (choice("arrivals.leave_label", "arrivals.leave", document.id),)
    turn.tell([document.by], say("arrivals.which", name=document.name), *rows, leave, of=document.bloc_id)


def _offered(label: str, action: str, document_id: int) -> Choice:
    act, *args = action.split(":")
    return choice("arrivals.use_label", act, *args, document_id, name=label)


async def leave(turn: Turn, document_id: str) -> Shown:
    await turn.store.documents.lose((await documents.arrived(turn, document_id)).id)
    return end(say("arrivals.left"), HOME)


FLOW = Flow(
    "arrivals",
    taps=(Tap("leave", leave, EVERYONE),),
    jobs=(Job(documents.ARRIVED, tell_arrived),),
    sorts_files=sort,
)
