"""One criterion of one unit: everything that is known of it, and a score to be typed; then the next one in the same message."""

from domain.decided_points import lower_example
from domain.judgements import Judged
from domain.looking_up import found_in
from domain.rubrics import Item, Leaf
from handlers.appraisal.case import Case, answers_to, back_to, load, own_said, own_score
from handlers.appraisal.given import SAID, given_of
from handlers.appraisal.history import history_said
from handlers.appraisal.sheet import OnCase, found_screen, open_case, score_said, sheet_screen
from handlers.criteria import carried, named_said
from handlers.dialogue import OutFile
from handlers.files import kept_files, pieces_named
from handlers.flow import Choice, Said, Shown, State, Turn, ask, choice, say
from handlers.proposals import waits_for_said
from handlers.rule_words import explained

PIECES_AT_MOST = 8


class GivingPoints(State):
    """A criterion's points are asked; `seen` is what was shown of it (`shown_of`). A file goes with the judgement."""

    takes_files = True
    sheet_id: int
    address: str
    seen: str


async def open_leaf(turn: Turn, sheet_id: str, address: str) -> Shown:
    case = await load(turn, sheet_id)
    return await ask_target(turn, case, case.target(address))


async def go_on(turn: Turn, sheet_id: str) -> Shown:
    return await ask_next(turn, await load(turn, sheet_id), "")


async def ask_next(turn: Turn, case: Case, after: str, *said: Said) -> Shown:
    """What was said, then the next criterion without a decision; where none is left, the sheet."""
    following = case.next_open(after)
    if following is None:
        return await sheet_screen(turn, case, 0, *said, _done(case))
    return await ask_target(turn, case, following, *said)


def _done(case: Case) -> Said:
    """That nothing of a sheet is left to judge; and what still waits for whoever enters it."""
    entered = [leaf.address for leaf in case.rubric.leaves if leaf.is_external and case.standing(leaf.address).decided is None]
    if not entered:
        return say("appraisal.sheet_done", unit=case.sheet.unit_name)
    return say("appraisal.sheet_done_but_entered", unit=case.sheet.unit_name, addresses=", ".join(entered))


async def ask_target(turn: Turn, case: Case, target: Leaf | Item, *said: Said, sending: tuple[OutFile, ...] = (), fresh: bool = False) -> Shown:
    """Everything about one criterion of one unit; who has a part in it is asked for points. `sending` follows in a message of its own."""
    history = [one for one in await turn.store.judgements.of_sheet(case.sheet.id) if one.address == target.address]
    about = say(
        "appraisal.leaf", unit=case.sheet.unit_name, named=named_said(target), max=_max(target), how=explained(target),
        lines=(
            say("appraisal.own", own=own_said(case, target)), *_who_answered(case, target), _proof(case, target),
            *_judges_proof(case, target.address), *await history_said(turn, case, target, history), *await _own_waits(turn, case, target),
        ),
    )  # fmt: skip
    seen = await shown_of(turn, case, target.address)
    waits = GivingPoints(sheet_id=case.sheet.id, address=target.address, seen=seen)
    if not may_judge(case, target):
        looks = OnCase(sheet_id=case.sheet.id)
        return ask((*said, about), *_looking_rows(case, target), waits=looks, lasting=bool(said), files=sending, fresh=fresh)
    key = "appraisal.ask_final" if case.result.period.stage == "reconciliation" else "appraisal.ask"
    question = say(key, named=named_said(target), example=lower_example(case.rubric, target))
    return ask((*said, about, question), *_judging_rows(turn, case, target, seen), waits=waits, lasting=bool(said), files=sending, fresh=fresh)


async def shown_of(turn: Turn, case: Case, address: str) -> str:
    """What somebody has before them who judges a criterion now: its newest judgement (0: none), and the mark of what the unit gave and said of it."""
    newest = max((one.id for one in await turn.store.judgements.of_sheet(case.sheet.id) if one.address == address), default=0)
    return f"{newest}-{await mark_of(turn, case, address)}"


async def mark_of(turn: Turn, case: Case, address: str) -> str:
    """The mark of what the unit gave and said of a criterion (`Given.mark`)."""
    return (await given_of(turn, case.result)).mark(case.unit, address)


async def stopped(turn: Turn, case: Case, target: Leaf | Item, seen: str) -> Shown | None:
    """The criterion anew where it is no longer what was shown: somebody judged it meanwhile, or the unit gave or said something. None where nothing came."""
    now = await shown_of(turn, case, target.address)
    if now == seen:
        return None
    is_given = now.partition("-")[2] != seen.partition("-")[2]
    return await (shown_anew(turn, case, target) if is_given else ask_target(turn, case, target, say("appraisal.judged_meanwhile")))


async def shown_anew(turn: Turn, case: Case, target: Leaf | Item) -> Shown:
    """The criterion with what its unit gave and said meanwhile."""
    return await ask_target(turn, case, target, say("appraisal.said_meanwhile"))


async def _own_waits(turn: Turn, case: Case, target: Leaf | Item) -> tuple[Said, ...]:
    """Who answers the reader's own proposal, where the reader would."""
    proposed = case.standing(target.address).proposed
    if proposed is None or proposed.by != turn.me.id or not case.decides or not may_judge(case, target):
        return ()
    return (await waits_for_said(turn, case.result.deciders.answer(case.sheet.unit_id, proposed.by)),)


def may_judge(case: Case, target: Leaf | Item) -> bool:
    """Whether the person gives points for this criterion now."""
    is_external = isinstance(target, Leaf) and target.is_external
    period = case.result.period
    return case.acts and not is_external and period.state == "closed" and period.stage in {"appraisal", "reconciliation"}


def _max(target: Leaf | Item) -> Said:
    return say("appraisal.max", points=target.max) if isinstance(target, Leaf) else say("appraisal.item")


def _who_answered(case: Case, target: Leaf | Item) -> tuple[Said, ...]:
    given = case.sheet.answers.get(target.address)
    if given is None:
        return ()
    explanation = (say("appraisal.explained", text=given.explanation),) if given.explanation else ()
    return (say("appraisal.given_by", by=given.by_name, at=given.at), *explanation)


def _proof(case: Case, target: Leaf | Item) -> Said:
    pieces = pieces_named(case.sheet, target)
    if not pieces:
        came_later = any(case.sheet.evidence_for(f"{beside}{target.address}") for beside in SAID)
        return say("appraisal.no_proof_in_sheet" if came_later else "appraisal.no_proof")
    names = tuple(say("appraisal.piece", name=one) for one in pieces[:PIECES_AT_MOST])
    more = (say("appraisal.more_pieces", count=len(pieces) - PIECES_AT_MOST),) if len(pieces) > PIECES_AT_MOST else ()
    return say("appraisal.proof", pieces=(*names, *more))


def _judges_proof(case: Case, address: str) -> tuple[Said, ...]:
    """The files the appraiser put beside the criterion."""
    pieces = case.sheet.evidence_for(f"judged:{address}")
    return (say("appraisal.judges_proof", pieces=tuple(say("appraisal.piece", name=one.name) for one in pieces[:PIECES_AT_MOST])),) if pieces else ()


def _judging_rows(turn: Turn, case: Case, target: Leaf | Item, seen: str) -> list[tuple[Choice, ...]]:
    standing = case.standing(target.address)
    answerable = standing.proposed if case.decides and standing.proposed is not None and standing.proposed.by != turn.me.id else None
    rows = _reconciling_rows if case.result.period.stage == "reconciliation" else _appraising_rows
    return rows(case, target, seen, answerable) + _looking_rows(case, target)


def _appraising_rows(case: Case, target: Leaf | Item, seen: str, proposed: Judged | None) -> list[tuple[Choice, ...]]:
    """To agree to what somebody else proposed; to accept what the unit gave, or ask it for more."""
    rows: list[tuple[Choice, ...]] = []
    here, points = (case.sheet.id, carried(target.address)), own_score(case, target)
    if proposed is not None:
        rows.append((choice("appraisal.agree_label", "appraisal.agree", *here, proposed.id, seen.partition("-")[2], weight="main"),))
    if target.address in case.unit.answers:
        label = choice("appraisal.accept_label", "appraisal.accept", *here, seen, points=score_said(points), weight="main")
        if points is None:
            label = choice("appraisal.accept_left_out_label", "appraisal.accept", *here, seen, weight="main")
        rows.append((label, choice("appraisal.question_label", "appraisal.question", *here)))
    return rows


def _reconciling_rows(case: Case, target: Leaf | Item, seen: str, proposed: Judged | None) -> list[tuple[Choice, ...]]:
    """To answer points that somebody else proposed; to let the unit's own answer hold."""
    rows: list[tuple[Choice, ...]] = []
    if proposed is not None:
        rows.append(answers_to(case, target.address, proposed, seen.partition("-")[2], agree="appraisal.agree_label"))
    if target.address in case.unit.answers:
        rows.append((choice("appraisal.own_label", "appraisal.own", case.sheet.id, carried(target.address), seen),))
    return rows


def _looking_rows(case: Case, target: Leaf | Item) -> list[tuple[Choice, ...]]:
    files = _files(case, target.address)
    shown = [choice("appraisal.files_label", "appraisal.files", case.sheet.id, target.address, count=len(files))] if files else []
    order = [one.address for one in case.targets]
    after = order[order.index(target.address) + 1 :][:1] if target.address in order else []
    onward = [choice("appraisal.next_label", "appraisal.leaf", case.sheet.id, address) for address in after]
    return [*([tuple(shown)] if shown else []), (*onward, back_to(case))]


async def send_files(turn: Turn, sheet_id: str, address: str) -> Shown:
    """The files a unit proves a criterion with; the criterion stays asked, for they are looked at to judge it."""
    case = await load(turn, sheet_id)
    target = case.target(address)
    files = _files(case, address)
    sent = say("appraisal.files", named=named_said(target), unit=case.sheet.unit_name, count=len(files))
    return await ask_target(turn, case, target, sent, sending=files, fresh=True)


def _files(case: Case, address: str) -> tuple[OutFile, ...]:
    """The unit's evidence, what it sent with what it said since closing, and what the appraiser's judgement rests on."""
    return tuple(file for beside in ("", *SAID, "judged:") for file in kept_files(case.sheet, f"{beside}{address}"))


async def type_on_case(turn: Turn, state: OnCase) -> Shown:
    """An address or words of a title ask that criterion, of several one is chosen; anything else shows the sheet again."""
    case = await load(turn, state.sheet_id)
    found = found_in(case.rubric, case.rubric.leaves + case.rubric.items, turn.text)
    if len(found) == 1:
        return await ask_target(turn, case, found[0])
    return found_screen(turn, case, found) if found else await sheet_screen(turn, case, 0, say("appraisal.not_an_address", example=case.example))


async def case_again(turn: Turn, state: OnCase) -> Shown:
    return await open_case(turn, str(state.sheet_id))
