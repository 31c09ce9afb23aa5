"""One criterion of one unit: everything that is known of it, and a score to be typed; then the next one in the same message."""

from decimal import Decimal

from domain.appraisal import Basis, Judged, ReasonMissing, StageAct, Value, points_range, read_decided
from domain.rubrics import Item, Leaf
from domain.texts import clean, fold
from handlers.appraisal.case import (
    Case,
    act_of,
    back_to,
    judged_said,
    load,
    own_said,
    own_score,
    points_of,
    require_part,
)
from handlers.criteria import explained, named_said, shown_address
from handlers.dialogue import OutFile
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from storage.judgements import Judgement

LINES_A_PAGE = 12
PIECES_AT_MOST = 8
HISTORY_AT_MOST = 6
SHORTEST_REASON = 5


class OnCase(State):
    """A unit's sheet is on the table and no criterion is asked: an address typed now asks it."""

    asks = False
    sheet_id: int


class GivingPoints(State):
    """A criterion's points are asked; `seen` numbers the newest judgement that was shown (0: none)."""

    sheet_id: int
    address: str
    seen: int


class GivingReason(State):
    """Points were given; why they differ from the unit's own is asked."""

    sheet_id: int
    address: str
    seen: int
    points: Decimal


# ---------------------------------------------------------------------------------------------------------------- the sheet


async def open_case(turn: Turn, sheet_id: str, page: str = "0") -> Shown:
    return await sheet_screen(turn, await load(turn, sheet_id), id_of(page))


async def sheet_screen(turn: Turn, case: Case, page: int, *said: Said) -> Shown:
    """One page of a sheet: each criterion with the unit's own score and what stands."""
    pages = max(1, -(-len(case.targets) // LINES_A_PAGE))
    page = min(page, pages - 1)
    shown = case.targets[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE]
    head = say(
        "appraisal.case", unit=case.sheet.unit_name, title=case.result.period.title, page=page + 1, pages=pages,
        own=case.unit.own.total, points=case.unit.score.total, lines=tuple(_line(case, target) for target in shown),
    )  # fmt: skip
    note = () if case.acts or case.result.period.stage != "appraisal" else (say("appraisal.only_looking"),)
    rows = [*_turning(case, page, pages), *_rows(turn, case, shown)]
    return ask((*said, head, *note), *rows, waits=OnCase(sheet_id=case.sheet.id), lasting=bool(said))


def _line(case: Case, target: Leaf | Item) -> Said:
    own, standing = own_score(case, target), case.standing(target.address)
    facts = {"address": shown_address(target), "title": target.title, "own": _score(own)}
    if standing.decided is not None:
        return say("appraisal.line_decided", **facts, points=_score(points_of(case, target, standing.decided)))
    if standing.proposed is not None:
        return say("appraisal.line_proposed", **facts, points=_score(points_of(case, target, standing.proposed)))
    return say("appraisal.line", **facts)


def _score(points: Decimal | None) -> Said:
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
    labels = [choice("appraisal.address_label", "appraisal.leaf", sheet_id, one.address, address=shown_address(one)) for one in shown]
    rows += [tuple(labels[at : at + 4]) for at in range(0, len(labels), 4)]
    rows.append((choice("appraisal.back_label", "appraisal.period", case.result.period.id),))
    return rows


async def type_on_case(turn: Turn, state: OnCase) -> Shown:
    """An address asks that criterion; anything else shows the sheet again."""
    case = await load(turn, state.sheet_id)
    target = _named(case, turn.text)
    return await ask_target(turn, case, target) if target else await sheet_screen(turn, case, 0, say("appraisal.not_an_address"))


async def case_again(turn: Turn, state: OnCase) -> Shown:
    return await open_case(turn, str(state.sheet_id))


def _named(case: Case, text: str) -> Leaf | Item | None:
    """The criterion whose address somebody typed; plain numbers name none."""
    typed = fold(text).replace(" ", "")
    if not any(letter.isalpha() for letter in typed) or len(typed) > 24:
        return None
    asked = case.rubric.leaves + case.rubric.items
    return next((one for one in asked if typed in {fold(one.address), fold(shown_address(one))}), None)


# ---------------------------------------------------------------------------------------------------------------- one criterion


async def open_leaf(turn: Turn, sheet_id: str, address: str) -> Shown:
    case = await load(turn, sheet_id)
    return await ask_target(turn, case, case.target(address))


async def go_on(turn: Turn, sheet_id: str) -> Shown:
    return await ask_next(turn, await load(turn, sheet_id), "")


async def ask_next(turn: Turn, case: Case, after: str, *said: Said) -> Shown:
    """What was said, then the next criterion without a decision; where none is left, the sheet."""
    following = case.next_open(after)
    if following is None:
        return await sheet_screen(turn, case, 0, *said, say("appraisal.sheet_done", unit=case.sheet.unit_name))
    return await ask_target(turn, case, following, *said)


async def ask_target(turn: Turn, case: Case, target: Leaf | Item, *said: Said) -> Shown:
    """Everything about one criterion of one unit; who has a part in it is asked for points."""
    history = [one for one in await turn.store.judgements.of_sheet(case.sheet.id) if one.address == target.address]
    about = say(
        "appraisal.leaf", unit=case.sheet.unit_name, named=named_said(target), max=_max(target), how=explained(target.rule),
        lines=(say("appraisal.own", own=own_said(case, target)), *_who_answered(case, target), _proof(case, target.address), *_history(case, target, history)),
    )  # fmt: skip
    seen = history[-1].id if history else 0
    waits = GivingPoints(sheet_id=case.sheet.id, address=target.address, seen=seen)
    if not _may_judge(case, target):
        return ask((*said, about), *_looking_rows(case, target), waits=OnCase(sheet_id=case.sheet.id), lasting=bool(said))
    question = say("appraisal.ask", named=named_said(target), example=_example(target))
    return ask((*said, about, question), *_judging_rows(case, target), waits=waits, lasting=bool(said))


def _history(case: Case, target: Leaf | Item, history: list[Judged]) -> tuple[Said, ...]:
    """The newest judgements, the latest last."""
    return (say("appraisal.history", lines=tuple(judged_said(case, target, one) for one in history[-HISTORY_AT_MOST:])),) if history else ()


def _example(target: Leaf | Item) -> Decimal:
    """Points that fit: four fifths of what can be given, as a whole number where that is one."""
    high = points_range(target).high
    return (high * 4 / 5).quantize(Decimal(1)) if high is not None and high > 2 else Decimal(1)


def _may_judge(case: Case, target: Leaf | Item) -> bool:
    is_external = isinstance(target, Leaf) and target.is_external
    stages = {"appraisal"} if case.decides is None else {"appraisal", "reconciliation"}
    return case.acts and not is_external and case.result.period.state == "closed" and case.result.period.stage in stages


def _max(target: Leaf | Item) -> Said:
    return say("appraisal.max", points=target.max) if isinstance(target, Leaf) else say("appraisal.item")


def _who_answered(case: Case, target: Leaf | Item) -> tuple[Said, ...]:
    given = case.sheet.answers.get(target.address)
    if given is None:
        return ()
    explanation = (say("appraisal.explained", text=given.explanation),) if given.explanation else ()
    return (say("appraisal.given_by", by=given.by_name, at=given.at), *explanation)


def _proof(case: Case, address: str) -> Said:
    pieces = case.sheet.evidence_for(address)
    if not pieces:
        return say("appraisal.no_proof")
    names = tuple(say("appraisal.piece", name=one.text or one.name) for one in pieces[:PIECES_AT_MOST])
    more = (say("appraisal.more_pieces", count=len(pieces) - PIECES_AT_MOST),) if len(pieces) > PIECES_AT_MOST else ()
    return say("appraisal.proof", pieces=(*names, *more))


def _judging_rows(case: Case, target: Leaf | Item) -> list[tuple[Choice, ...]]:
    sheet_id, address, standing = case.sheet.id, target.address, case.standing(target.address)
    rows: list[tuple[Choice, ...]] = []
    if case.result.period.stage == "appraisal":
        if case.decides and standing.proposed is not None:
            rows.append((choice("appraisal.agree_label", "appraisal.agree", sheet_id, address, standing.proposed.id, weight="main"),))
        if address in case.unit.answers:
            points = own_score(case, target)
            label = choice("appraisal.accept_label", "appraisal.accept", sheet_id, address, points=_score(points), weight="main")
            rows.append((label, choice("appraisal.question_label", "appraisal.question", sheet_id, address)))
    return rows + _looking_rows(case, target)


def _looking_rows(case: Case, target: Leaf | Item) -> list[tuple[Choice, ...]]:
    files = [one for one in case.sheet.evidence_for(target.address) if one.kind == "file" and one.state == "kept"]
    shown = [choice("appraisal.files_label", "appraisal.files", case.sheet.id, target.address, count=len(files))] if files else []
    order = [one.address for one in case.targets]
    after = order[order.index(target.address) + 1 :][:1] if target.address in order else []
    onward = [choice("appraisal.next_label", "appraisal.leaf", case.sheet.id, address) for address in after]
    return [*([tuple(shown)] if shown else []), (*onward, back_to(case))]


async def send_files(turn: Turn, sheet_id: str, address: str) -> Shown:
    """The files a unit proves a criterion with."""
    case = await load(turn, sheet_id)
    target = case.target(address)
    kept = [one for one in case.sheet.evidence_for(address) if one.kind == "file" and one.state == "kept" and one.sha256]
    files = tuple(OutFile(one.name, sha256=one.sha256 or "") for one in kept)
    back = choice("appraisal.back_label", "appraisal.leaf", sheet_id, address)
    return end(say("appraisal.files", named=named_said(target), unit=case.sheet.unit_name, count=len(files)), (back,), files=files, fresh=True)


# ---------------------------------------------------------------------------------------------------------------- judging


async def give_points(turn: Turn, state: GivingPoints) -> Shown:
    """Points, with the reason behind a dash or asked next; an address asks that criterion instead."""
    case = await load(turn, state.sheet_id)
    if (named := _named(case, turn.text)) is not None:
        return await ask_target(turn, case, named)
    target = case.target(state.address)
    require_part(turn, case, act_of(turn, case))
    points, reason = read_decided(case.rubric, target, turn.text)
    return await _given(turn, case, target, points, reason, state.seen)


async def give_reason(turn: Turn, state: GivingReason) -> Shown:
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    if len(clean(turn.text)) < SHORTEST_REASON:
        raise ReasonMissing
    return await _given(turn, case, target, state.points, clean(turn.text), state.seen)


async def _given(turn: Turn, case: Case, target: Leaf | Item, points: Decimal, reason: str, seen: int) -> Shown:
    if points == own_score(case, target) and not reason:
        return await _kept(turn, case, target, None, "", seen)
    if len(reason) < SHORTEST_REASON:
        waits = GivingReason(sheet_id=case.sheet.id, address=target.address, seen=seen, points=points)
        return ask(say("appraisal.ask_reason", named=named_said(target), points=points), (back_to(case),), waits=waits)
    return await _kept(turn, case, target, points, reason, seen)


async def _kept(turn: Turn, case: Case, target: Leaf | Item, points: Decimal | None, reason: str, seen: int) -> Shown:
    """Keeps the judgement and goes on; where somebody else judged meanwhile, what stands is shown instead."""
    act = act_of(turn, case)
    role = require_part(turn, case, act)
    history = [one.id for one in await turn.store.judgements.of_sheet(case.sheet.id) if one.address == target.address]
    if history and history[-1] != seen:
        return await ask_target(turn, case, target, say("appraisal.judged_meanwhile"))
    if isinstance(target, Leaf) and target.is_external:
        raise Outdated
    value, basis = _kind(act, points)
    judgement = Judgement(case.sheet.id, target.address, value, basis, points, reason, case.unit.answers.get(target.address, ""), act != "propose")
    await turn.store.judgements.judge([judgement], turn.me.id, role.value, turn.now)
    old = {"points": standing.points} if (standing := case.standing(target.address).decided) else None
    await turn.record(
        "appraisal", case.result.period.bloc_id, f"sheet:{case.sheet.id} {target.address}", period_id=case.result.period.id, old=old,
        new={"as": role.value, "points": points, "reason": reason, "decided": act != "propose"},
    )  # fmt: skip
    key = "appraisal.proposed_now" if act == "propose" else "appraisal.kept"
    shown = points if points is not None else own_score(case, target)
    after = await load(turn, case.sheet.id)
    said = say(key, named=named_said(target), points=_score(shown), own=_score(own_score(case, target)))
    return await (sheet_screen(turn, after, 0, said) if act == "reconcile" else ask_next(turn, after, target.address, said))


def _kind(act: StageAct, points: Decimal | None) -> tuple[Value, Basis]:
    if act == "reconcile":
        return "final", "reconciled" if points is not None else "accepted"
    return "appraised", "changed" if points is not None else "accepted"


async def points_again(turn: Turn, state: GivingPoints) -> Shown:
    return await open_leaf(turn, str(state.sheet_id), state.address)


async def reason_again(turn: Turn, state: GivingReason) -> Shown:
    case = await load(turn, state.sheet_id)
    target = case.target(state.address)
    return ask(say("appraisal.ask_reason", named=named_said(target), points=state.points), (back_to(case),), waits=state)
