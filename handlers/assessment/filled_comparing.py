"""A filled workbook compared with its sheet as that is now: whose sheet the file is of, what it was made from, and what forbids it."""

import json
from collections.abc import Mapping

from domain.criteria.answers import from_json
from domain.errors import RuleError
from domain.filled_cells import Filled
from domain.filled_rows import FORMAT, FilledRow
from domain.filling import Standing, compare
from domain.people import UNIT_ROLES
from domain.sheets import require_sheet_state
from handlers.assessment.filled_words import Compared
from handlers.assessment.work import Work, load
from handlers.assessment.workbook import documents as documents_of
from handlers.flow import Turn
from storage.documents import Document

SHEET = "sheet"
MOST_NUMBER = 10**15


class NotOurs(RuleError):
    """No sheet made by us is in the file."""

    key = "filling.not_ours"
    is_for_good = True


class HeadingsGone(RuleError):
    """A sheet of ours in which columns cannot be found by their names any more."""

    key = "filling.headings_gone"
    is_for_good = True


class OfAnotherUnit(RuleError):
    """The sheet in the file belongs to a unit whose person the sender is not."""

    key = "filling.other_unit"
    is_for_good = True


class OfAnotherPeriod(RuleError):
    """The sheet in the file is of a period that takes no answers now."""

    key = "filling.other_period"
    is_for_good = True


class WhichSheet(RuleError):
    """The file does not say which sheet it is of, and several are open."""

    key = "filling.which_sheet"
    is_for_good = True


async def compared_now(turn: Turn, document: Document) -> Compared:
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
        documents_there = (*documents_of(work, target.address), *(one.name for one in work.sheet.evidence_for(target.address) if one.name))
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
