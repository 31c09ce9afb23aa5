"""A filled workbook that came back: what it would change, where colleagues changed the same meanwhile, what is wrong by row; taken over only then.

The job that follows the reading cannot ask a question, it tells; its buttons carry the document's number and the sheet's revision. Each tap compares anew,
so that nothing is taken over which was not on the screen.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from domain.criteria.answers import from_json, to_json
from domain.errors import RuleError
from domain.filled_cells import Filled
from domain.filled_rows import FORMAT, FilledRow
from domain.filling import Change, Standing, compare
from domain.people import UNIT_ROLES, Person, Seat
from domain.sheets import require_sheet_state
from handlers import documents
from handlers.assessment.board import board_of
from handlers.assessment.filled_words import Compared, comparison_rows, comparison_said
from handlers.assessment.work import Work, load
from handlers.assessment.workbook import documents as documents_of
from handlers.criteria import shown_address
from handlers.flow import Due, NotAllowed, Outdated, Said, Shown, Turn, choice, end, id_of, say
from storage.documents import Document

PURPOSE = "assessment.filled"
EVIDENCE, SHEET = "evidence", "sheet"
MOST_NUMBER = 10**15


class NotOurs(RuleError):
    """No sheet made by us is in the file."""

    key = "filling.not_ours"


class HeadingsGone(RuleError):
    """A sheet of ours in which columns cannot be found by their names any more."""

    key = "filling.headings_gone"


class OfAnotherUnit(RuleError):
    """The sheet in the file belongs to a unit whose person the sender is not."""

    key = "filling.other_unit"


class OfAnotherPeriod(RuleError):
    """The sheet in the file is of a period that takes no answers now."""

    key = "filling.other_period"


class WhichSheet(RuleError):
    """The file does not say which sheet it is of, and several are open."""

    key = "filling.which_sheet"


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
        found = await _compared(await _as_sender(turn, document), document)
    except RuleError as refusal:  # a job has nobody to answer: what is refused is told
        turn.tell([document.by], Said(refusal.key, refusal.facts), home, of=document.bloc_id)
    else:
        turn.tell([document.by], comparison_said(found), *comparison_rows(found), of=document.bloc_id)


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
        compared = await _compared(turn, document)
        await turn.store.evidence.remove_one(document.number, turn.me.id, turn.now)
        compared = replace(compared, work=await load(turn, compared.work.sheet.id))
    else:
        compared = await _compared(turn, document)
    return _shown(compared)


async def leave_it(turn: Turn) -> Shown:
    return end(say("filling.left"), (choice("assessment.open_label", "assessment.open"), choice("engine.home", "home.open")))


async def take_over(turn: Turn, document_id: str, revision: str) -> Shown:
    """Takes over every change that contradicts nobody, as it was shown."""
    found = await _as_shown(turn, document_id, revision)
    if found is None:
        return _shown(await _compared(turn, await _own_document(turn, document_id)), say("engine.outdated"))
    if not found.comparison.safe:
        return _shown(found, say("engine.outdated"))
    await _keep(turn, found.work, found.comparison.safe)
    return await _after(turn, document_id, say("filling.taken_over", count=len(found.comparison.safe), name=found.document.name))


async def take_conflict(turn: Turn, document_id: str, revision: str, address: str) -> Shown:
    """Takes over one change that contradicts a later answer."""
    found = await _as_shown(turn, document_id, revision)
    if found is None:
        return _shown(await _compared(turn, await _own_document(turn, document_id)), say("engine.outdated"))
    chosen = tuple(change for change in found.comparison.conflicts if change.target.address == address)
    if not chosen:
        return _shown(found, say("engine.outdated"))
    await _keep(turn, found.work, chosen)
    return await _after(turn, document_id, say("filling.taken_over_one", address=shown_address(chosen[0].target), name=found.document.name))


async def _as_shown(turn: Turn, document_id: str, revision: str) -> Compared | None:
    """The comparison, or None where the sheet has changed since it was shown."""
    found = await _compared(turn, await _own_document(turn, document_id))
    return found if str(found.work.sheet.revision) == revision else None


async def _after(turn: Turn, document_id: str, said: Said) -> Shown:
    """What was taken over, above what is left to decide; the board where nothing is."""
    left = await _compared(turn, await _own_document(turn, document_id))
    if not left.comparison.changes and not left.comparison.faults:
        return await board_of(turn, left.work, said)
    return end((said, *comparison_said(left, is_rest=True)), *comparison_rows(left), lasting=True)


async def _keep(turn: Turn, work: Work, changes: tuple[Change, ...]) -> None:
    """The one place where a file's changes are kept, each with who and when like a typed answer."""
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


# ---------------------------------------------------------------------------------------------------------------- compared


async def _compared(turn: Turn, document: Document) -> Compared:
    """The document compared with its sheet as that is now. Raises what forbids it, in words for the sender."""
    found = json.loads(document.found)
    if lacks := found.get("lacks"):
        raise HeadingsGone(name=document.name, columns=", ".join(lacks))
    if not found["is_ours"]:
        raise NotOurs(name=document.name)
    made = _made(found["made"])
    work = await _work(turn, document, made)
    before = await _before(turn, work, made.get("last") if made is not None else None)
    is_older = made is not None and made.get("rubric") != work.sheet.period.rubric_id
    rows = [_row(one) for one in found["rows"]]
    comparison = compare(work.rubric, rows, _standing(turn, work), before, _owners_of_others(work), by_sight=is_older or made is None)
    unread, columns = (tuple(found.get(name, ())) for name in ("unread", "columns"))
    return Compared(document, work, comparison, before is not None, is_older, found.get("sheet", ""), unread, columns, bool(found.get("has_notes")))


def _owners_of_others(work: Work) -> Mapping[str, str]:
    """Who answers for the criteria that the sender may only look at, by name."""
    return {address: work.sheet.owners[address].name for address in work.others}


def _made(found: object) -> Mapping[str, object] | None:
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


async def _work(turn: Turn, document: Document, made: Mapping[str, object] | None) -> Work:
    """The sheet that the file is of, if the sender may fill it: as the file says, else the one it was sent for."""
    number = made.get("sheet") if made is not None else document.number if document.subject.startswith(SHEET) else 0
    if not isinstance(number, int) or not 0 < number < MOST_NUMBER:
        raise WhichSheet(name=document.name)
    sheet = await turn.store.answers.open_sheet(number)
    if sheet is None or turn.me.seat_in(sheet.unit_id, UNIT_ROLES) is None or (made is not None and made.get("period") != sheet.period.id):
        raise OfAnotherUnit(name=document.name)
    if sheet.period.state != "open":
        raise OfAnotherPeriod(name=document.name, title=sheet.period.title)
    require_sheet_state("fill", sheet.state, sheet.period.state, is_over=sheet.period.is_over(turn.now), is_late=turn.now > sheet.period.closes_at)
    return await load(turn, number)


def _row(found: Mapping[str, object]) -> FilledRow:
    cells = found["cells"]
    if not isinstance(cells, dict):
        raise TypeError("cells are a mapping")
    return FilledRow(
        int(str(found["row"])), str(found["key"]), str(found["code"]), str(found["title"]), {name: Filled(*cell) for name, cell in cells.items()}
    )


def _standing(turn: Turn, work: Work) -> Mapping[str, Standing]:
    found = {}
    for target in work.asked:
        given = work.sheet.answers.get(target.address)
        documents_there = documents_of(work, target.address)
        if given is not None or documents_there:
            answer, explanation = work.answers.get(target.address), given.explanation if given else ""
            found[target.address] = Standing(answer, explanation, documents_there, is_mine=given is not None and given.by == turn.me.id)
    return found


async def _before(turn: Turn, work: Work, last: object) -> Mapping[str, Standing] | None:
    """What the file was made from; None where it does not say, or says what cannot be."""
    if not isinstance(last, int) or not 0 <= last <= await turn.store.answers.last_logged(work.sheet.id):
        return None
    logged = await turn.store.answers.as_of(work.sheet.id, last)
    return {address: Standing(from_json(answer), explanation) for address, (answer, explanation) in logged.items()}


def _shown(found: Compared, *said: Said) -> Shown:
    return end((*said, *comparison_said(found)), *comparison_rows(found), lasting=bool(said))
