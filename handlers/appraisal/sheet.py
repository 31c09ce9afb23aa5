"""A unit's sheet under appraisal: page by page, each criterion with the unit's own score and what stands."""

from decimal import Decimal

from domain.appraisal import RECONCILERS
from domain.people import CHAIR
from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.appraisal.case import Case, load, own_score, points_of
from handlers.appraisal.progress import is_complete
from handlers.criteria import named_said, shown_address
from handlers.flow import Choice, Said, Shown, State, Turn, ask, choice, id_of, say

LINES_A_PAGE = 12


class OnCase(State):
    """A unit's sheet is on the table and no criterion is asked: an address typed now asks it."""

    asks = False
    reads_numbers = True
    sheet_id: int


async def open_case(turn: Turn, sheet_id: str, page: str = "0") -> Shown:
    return await sheet_screen(turn, await load(turn, sheet_id), id_of(page))


async def sheet_screen(turn: Turn, case: Case, page: int, *said: Said) -> Shown:
    """One page of a sheet: each criterion with the unit's own score and what stands."""
    pages = max(1, -(-len(case.targets) // LINES_A_PAGE))
    page = min(page, pages - 1)
    shown = case.targets[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE]
    asked = await _asked(turn, case)
    head = say(
        "appraisal.case", unit=case.sheet.unit_name, title=case.result.period.title, page=page + 1, pages=pages,
        own=case.unit.own_total, points=case.unit.score.total, lines=tuple(_noted(_line(case, target), asked.get(target.address)) for target in shown),
    )  # fmt: skip
    note = () if case.acts or case.result.period.stage != "appraisal" else (say("appraisal.only_looking"),)
    rows = [*_turning(case, page, pages), *_rows(turn, case, shown)]
    return ask((*said, head, *note), *rows, waits=OnCase(sheet_id=case.sheet.id), lasting=bool(said))


async def _asked(turn: Turn, case: Case) -> dict[str, Said]:
    """By address, whether the unit has answered what it was asked, while scores are appraised; a newer question stands for an earlier one."""
    if case.result.period.stage != "appraisal":
        return {}
    said = [one for one in await turn.store.explanations.of_period(case.result.period.id) if one.sheet_id == case.sheet.id and one.kind == "question"]
    return {one.address: say("appraisal.answered_here") if one.text else say("appraisal.owes_here") for one in said}


def _noted(line: Said, note: Said | None) -> Said:
    return say("appraisal.and", first=line, second=note) if note is not None else line


def found_screen(turn: Turn, case: Case, found: tuple[Leaf | Item, ...]) -> Shown:
    """The criteria that what was typed may mean, to choose from."""
    lines = tuple(_line(case, target) for target in found)
    labels = [choice("appraisal.address_label", "appraisal.leaf", case.sheet.id, one.address, address=shown_address(one)) for one in found]
    back = (choice("appraisal.back_label", "appraisal.case", case.sheet.id),)
    return ask(say("appraisal.found", text=clean(turn.text), lines=lines), *in_rows(labels), back, waits=OnCase(sheet_id=case.sheet.id))


def _line(case: Case, target: Leaf | Item) -> Said:
    if isinstance(target, Leaf) and target.is_external:
        return _external_line(case, target)
    own, standing = own_score(case, target), case.standing(target.address)
    facts: dict[str, object] = {"address": shown_address(target), "title": target.title, "own": score_said(own)}
    if standing.decided is not None:
        facts["points"] = score_said(points_of(case, target, standing.decided))
        if standing.proposed is None:
            return say("appraisal.line_as_it_is" if facts["points"] == facts["own"] else "appraisal.line_decided", **facts)
        return say("appraisal.line_decided_proposed", **facts, proposed=score_said(points_of(case, target, standing.proposed)))
    if standing.proposed is not None:
        return say("appraisal.line_proposed", **facts, points=score_said(points_of(case, target, standing.proposed)))
    return say("appraisal.line_again" if target.address in case.unit.again else "appraisal.line", **facts)


def _external_line(case: Case, target: Leaf) -> Said:
    """A criterion that no unit scores itself: what its appraiser gave, or that it waits for that."""
    decided = case.standing(target.address).decided
    named = named_said(target)
    if decided is None:
        return say("appraisal.line_external_waits", named=named)
    return say("appraisal.line_external", named=named, points=score_said(points_of(case, target, decided)))


def score_said(points: Decimal | None) -> Said:
    return say("appraisal.bare", points=points) if points is not None else say("appraisal.none_given")


def _turning(case: Case, page: int, pages: int) -> list[tuple[Choice, ...]]:
    turning = [choice("appraisal.page_before_label", "appraisal.case", case.sheet.id, page - 1)] if page > 0 else []
    turning += [choice("appraisal.page_after_label", "appraisal.case", case.sheet.id, page + 1)] if page < pages - 1 else []
    return [tuple(turning)] if turning else []


def _rows(turn: Turn, case: Case, shown: tuple[Leaf | Item, ...]) -> list[tuple[Choice, ...]]:
    sheet_id = case.sheet.id
    rows: list[tuple[Choice, ...]] = []
    following = case.next_open()
    if case.acts and case.result.period.stage == "appraisal" and following is not None:
        rows.append((choice("appraisal.go_label", "appraisal.next", sheet_id, address=shown_address(following), weight="main"),))
        rows.append((choice("appraisal.rest_label", "appraisal.ask_rest", sheet_id),))
    if is_complete(case.result) and turn.me.roles(case.result.period.bloc_id) & CHAIR:
        rows.append((choice("appraisal.send_label", "appraisal.send", case.result.period.id, weight="main"),))
    if (
        case.result.period.state == "closed"
        and case.result.period.stage == "reconciliation"
        and turn.me.roles(case.result.period.bloc_id) & RECONCILERS
    ):
        rows.append((choice("appraisal.reconcile_label", "reconciliation.open", case.result.period.id, weight="main"),))
    labels = [choice("appraisal.address_label", "appraisal.leaf", sheet_id, one.address, address=shown_address(one)) for one in shown]
    rows += in_rows(labels)
    rows.append((choice("appraisal.back_label", "appraisal.period", case.result.period.id),))
    return rows


def in_rows(labels: list[Choice]) -> list[tuple[Choice, ...]]:
    """Short labels, four a row."""
    return [tuple(labels[at : at + 4]) for at in range(0, len(labels), 4)]
