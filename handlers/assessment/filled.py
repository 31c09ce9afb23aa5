"""A filled workbook that came back: what it would change, where colleagues changed the same meanwhile, what is wrong by row; taken over only then.

The job that follows the reading cannot ask a question, it tells; its buttons carry the document's number and the sheet's revision. Each tap compares anew,
so that nothing is taken over which was not on the screen.
"""

import json
from dataclasses import replace

from domain.criteria.answers import to_json
from domain.errors import RuleError
from domain.filling import Change
from domain.people import Person, Seat
from handlers import documents
from handlers.assessment.board import board_of
from handlers.assessment.filled_comparing import compared_now
from handlers.assessment.filled_words import Compared, comparison_rows, comparison_said
from handlers.assessment.work import Work, load
from handlers.criteria import shown_address
from handlers.flow import Due, NotAllowed, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.overtaken import outdate_begin
from storage.documents import Document

PURPOSE = "assessment.filled"
EVIDENCE = "evidence"


# ---------------------------------------------------------------------------------------------------------------- told


async def tell_comparison(turn: Turn, due: Due) -> None:
    """The file has been read: who sent it hears what it would change. For what was sent as evidence, only whether it is a sheet of ours."""
    document = await turn.store.documents.of(due.number)
    if document is None:
        return
    if document.subject.startswith(EVIDENCE):
        _tell_of_evidence(turn, document)
        return
    home = (choice("engine.home", "home.open"),)
    if (why := documents.refusal(document)) is not None:
        turn.tell([document.by], why, home, of=document.bloc_id)
        return
    try:
        found = await compared_now(await _as_sender(turn, document), document)
    except RuleError as refusal:  # a job has nobody to answer: what is refused is told
        turn.tell([document.by], Said(refusal.key, refusal.facts), home, of=document.bloc_id)
    else:
        await _tell(turn, document.by, comparison_said(found), found)


async def _tell(turn: Turn, person: int, text: tuple[Said, ...], found: Compared) -> None:
    """Tells of the comparison instead of earlier ones of the sheet; it waits while there is something to take over."""
    sheet = found.work.sheet
    await turn.store.notices.outdate([person], (f"assessment.fill_in:{sheet.id}",))
    turn.tell([person], text, *comparison_rows(found), of=sheet.period.bloc_id, asks=bool(found.comparison.changes))


def _tell_of_evidence(turn: Turn, document: Document) -> None:
    if document.state == "read" and json.loads(document.found)["is_ours"]:
        rows = (
            choice("filling.compare_label", "assessment.compare", document.id, weight="main"),
            choice("filling.leave_label", "assessment.leave_it"),
        )
        turn.tell([document.by], say("filling.is_a_sheet_kept", name=document.name), rows, of=document.bloc_id)


async def _as_sender(turn: Turn, document: Document) -> Turn:
    """The turn as if the sender spoke, with the seats they hold now."""
    person = await turn.store.people.of(document.by)
    held = await turn.store.seats.of_person(document.by)
    if person is None:
        raise NotAllowed
    seats = tuple(Seat(one.bloc_id, "", str(turn.zone), one.role, one.unit_id, "", one.unit_name, one.post) for one in held)
    return replace(turn, person=Person(person.id, person.full_name, person.job_title, seats))


# ---------------------------------------------------------------------------------------------------------------- taps


async def show_comparison(turn: Turn, document_id: str) -> Shown:
    """The comparison as it is now; what had been kept as evidence is taken off, for it is a sheet."""
    document = await _own_document(turn, document_id)
    if document.subject.startswith(EVIDENCE):
        found = await turn.store.evidence.of(document.number)
        if found is None or found.by != turn.me.id:
            raise Outdated
        compared = await compared_now(turn, document)
        await turn.store.evidence.remove_sent(document.number, turn.me.id, turn.now)
        compared = replace(compared, work=await load(turn, compared.work.sheet.id))
    else:
        compared = await compared_now(turn, document)
    return await _shown(turn, compared)


async def leave_it(turn: Turn) -> Shown:
    return end(say("filling.left"), (choice("assessment.open_label", "assessment.open"), choice("engine.home", "home.open")))


async def take_over(turn: Turn, document_id: str, revision: str) -> Shown:
    """Takes over every change that contradicts nobody, as it was shown."""
    found = await _as_shown(turn, document_id, revision)
    if found is None:
        return await _shown(turn, await compared_now(turn, await _own_document(turn, document_id)), say("engine.outdated"))
    if not found.comparison.safe:
        return await _shown(turn, found, say("engine.outdated"))
    await _keep(turn, found.work, found.comparison.safe)
    return await _after(turn, document_id, say("filling.taken_over", count=len(found.comparison.safe), name=found.document.name))


async def take_conflict(turn: Turn, document_id: str, revision: str, address: str) -> Shown:
    """Takes over one change that contradicts a later answer."""
    found = await _as_shown(turn, document_id, revision)
    if found is None:
        return await _shown(turn, await compared_now(turn, await _own_document(turn, document_id)), say("engine.outdated"))
    chosen = tuple(change for change in found.comparison.conflicts if change.target.address == address)
    if not chosen:
        return await _shown(turn, found, say("engine.outdated"))
    await _keep(turn, found.work, chosen)
    return await _after(turn, document_id, say("filling.taken_over_one", address=shown_address(chosen[0].target), name=found.document.name))


async def _as_shown(turn: Turn, document_id: str, revision: str) -> Compared | None:
    """The comparison, or None where the sheet has changed since it was shown."""
    found = await compared_now(turn, await _own_document(turn, document_id))
    return found if str(found.work.sheet.revision) == revision else None


async def _after(turn: Turn, document_id: str, said: Said) -> Shown:
    """What was taken over, above what is left to decide; the board where nothing is."""
    left = await compared_now(turn, await _own_document(turn, document_id))
    if not left.comparison.changes and not left.comparison.faults:
        return await board_of(turn, left.work, said)
    return await _shown(turn, left, said, is_rest=True)


async def _keep(turn: Turn, work: Work, changes: tuple[Change, ...]) -> None:
    """The one place where a file's changes are kept, each with who and when like a typed answer."""
    await outdate_begin(turn, work.sheet)
    for change in changes:
        sheet_id, address = work.sheet.id, change.target.address
        if change.answer is not None:
            await turn.store.answers.give(sheet_id, address, to_json(change.answer), change.explanation, turn.me.id, "", turn.now)
        if change.explanation and (change.answer is None or address in work.sheet.answers):
            await turn.store.answers.explain(sheet_id, address, change.explanation, turn.me.id, "", turn.now)
        for text in change.documents:
            await turn.store.evidence.add_document(sheet_id, address, text, turn.me.id, "", turn.now)


async def _own_document(turn: Turn, document_id: str) -> Document:
    document = await turn.store.documents.of(id_of(document_id))
    if document is None or document.purpose != PURPOSE or document.state != "read":
        raise Outdated
    if document.by != turn.me.id:
        raise NotAllowed
    return document


async def _shown(turn: Turn, found: Compared, *said: Said, is_rest: bool = False) -> Shown:
    """The comparison with its choices; where a question is open, and goes on below whatever is shown, as a message of its own, which keeps them."""
    text, rows = comparison_said(found, is_rest=is_rest), comparison_rows(found)
    if turn.open is not None and turn.open.asks:
        await _tell(turn, turn.me.id, text, found)
        return end(said or say("filling.shown_apart"))
    return end((*said, *text), *rows, lasting=bool(said))
