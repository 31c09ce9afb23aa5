"""One criterion: asked, answered, kept at once, and the next one asked in the same message."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from domain.criteria.answers import Answer, from_json, to_json
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.sheets import needs_proof
from handlers.assessment.amended import may_be_kept, recorded_before
from handlers.assessment.board import OnBoard, board_of, progress_said
from handlers.assessment.work import Work, load, load_to_fill, require_own
from handlers.criteria import asked, explained, named_said, recorded, recorded_with_points, shown_address
from handlers.flow import Ask, Choice, Outdated, Said, Shown, State, Turn, ask, choice, say
from storage.answers import Evidence, GivenAnswer

Buttons: TypeAlias = tuple[Choice, ...]
PIECES_AT_MOST = 6


class GivingAnswer(State):
    """A criterion is asked; `seen_at` is when the answer then shown was given (None: there was none)."""

    takes_files = True
    sheet_id: int
    address: str
    seen_at: datetime | None = None


class GivingProof(State):
    """Evidence or an explanation for an answer just given is asked."""

    takes_files = True
    sheet_id: int
    address: str


class Colliding(State):
    """A colleague answered meanwhile, `theirs`: both values are shown, nothing is changed until confirmed."""

    asks = False
    sheet_id: int
    address: str
    answer: str
    evidence: str
    theirs: str


# ---------------------------------------------------------------------------------------------------------------- asking


async def go_on(turn: Turn, sheet_id: str) -> Shown:
    """The next criterion without an answer."""
    work = await load_to_fill(turn, sheet_id)
    return await ask_next(turn, work, "")


async def ask_criterion(turn: Turn, sheet_id: str, address: str) -> Shown:
    work = await load_to_fill(turn, sheet_id)
    return ask_target(turn, work, work.target(address))


async def ask_next(turn: Turn, work: Work, after: str, *said: Said, last: Buttons = ()) -> Shown:
    """What was said, then the next open criterion; where none is left, the offer to review. `last` are choices about what was said."""
    following = work.next_open(after)
    if following is not None:
        return ask_target(turn, work, following, *said, last=last)
    missing = work.progress.asked - work.progress.answered
    part = say("owners.part_done", missing=missing, progress=progress_said(turn, work)) if missing and work.mine else None
    offer = part or say("assessment.all_answered", progress=progress_said(turn, work))
    rows = (choice("assessment.review_label", "assessment.review", work.sheet.id, weight="main"),)
    return ask(
        (*said, offer),
        rows,
        last,
        (choice("assessment.back_label", "assessment.board", work.sheet.id),),
        waits=OnBoard(sheet_id=work.sheet.id),
        lasting=bool(said),
    )


def ask_target(turn: Turn, work: Work, target: Leaf | Item, *said: Said, last: Buttons = ()) -> Ask:
    """The question of one criterion, below what is said first; a colleague's is only shown."""
    given = work.sheet.answers.get(target.address)
    waits = GivingAnswer(sheet_id=work.sheet.id, address=target.address, seen_at=given.at if given else None)
    if target.address in work.others:
        return ask(
            (*said, _looked_at(work, target), *_present(work, target, given)), *_rows_to_look(work, target), last, waits=waits, lasting=bool(said)
        )
    question = say("assessment.question", named=named_said(target), max=_max(target), how=explained(target.rule), ask=asked(target.rule))
    about = (*_owner(work, target), *_present(work, target, given), question)
    return ask((*said, *about), *_rows(work, target), last, waits=waits, lasting=bool(said))


def _owner(work: Work, target: Leaf | Item) -> tuple[Said, ...]:
    """Who answers for the criterion, where it was assigned and not to who is asked."""
    owner = work.sheet.owners.get(target.address)
    return () if owner is None or target.address in work.mine else (say("owners.belongs_to", owner=owner.name),)


def _looked_at(work: Work, target: Leaf | Item) -> Said:
    return say("owners.looked_at", address=shown_address(target), title=target.title, owner=work.sheet.owners[target.address].name)


def _rows_to_look(work: Work, target: Leaf | Item) -> list[Buttons]:
    sheet_id = work.sheet.id
    rows: list[Buttons] = [(choice("assessment.go_label", "assessment.go", sheet_id, weight="main"),)] if work.next_open() else []
    about = choice("assessment.question_label", "assessment.question", sheet_id, target.address)
    return [*rows, (about,), (choice("assessment.back_label", "assessment.board", sheet_id),)]


def _present(work: Work, target: Leaf | Item, given: GivenAnswer | None) -> tuple[Said, ...]:
    """What stands: the answer with who gave it and when, the evidence."""
    stands = work.sheet.evidence_for(target.address)
    lines = [_given(work, target, given)] if given else []
    if stands:
        lines.append(say("assessment.present_evidence", pieces=tuple(_piece(one) for one in stands[:PIECES_AT_MOST])))
    if len(stands) > PIECES_AT_MOST:
        lines.append(say("assessment.more_pieces", count=len(stands) - PIECES_AT_MOST))
    return tuple(lines)


def _given(work: Work, target: Leaf | Item, given: GivenAnswer) -> Said:
    if (before := recorded_before(work, target)) is not None:
        key = "assessment.before_may_stay" if may_be_kept(work, target) else "assessment.before_does_not_fit"
        return say(key, answer=before, by=given.by_name, at=given.at)
    return say("assessment.present", answer=recorded_with_points(work.rubric, target, from_json(given.answer)), by=given.by_name, at=given.at)


def _piece(one: Evidence) -> Said:
    return say("assessment.piece_on_its_way" if one.state == "fetching" else "assessment.piece", name=one.name or one.text)


def _max(target: Leaf | Item) -> Said:
    return say("assessment.max", points=target.max) if isinstance(target, Leaf) else say("assessment.item")


def _rows(work: Work, target: Leaf | Item) -> list[tuple[Choice, ...]]:
    sheet_id = work.sheet.id
    rows: list[tuple[Choice, ...]] = []
    if may_be_kept(work, target):
        rows.append((choice("assessment.keep_label", "assessment.keep", sheet_id, target.address, work.sheet.period.rubric_id, weight="main"),))
    if target.rule.fields[0] in {"yes", "held"}:
        rows.append(
            (choice("assessment.yes_label", "assessment.yes", sheet_id, target.address, "1"), choice("assessment.no_label", "assessment.yes", sheet_id, target.address, "0"))
        )  # fmt: skip
    if _may_be_swapped(work.answers.get(target.address, {})):
        rows.append(_swap(work, target))
    label = "assessment.go_label" if target.address in work.answers else "assessment.skip_label"
    rows.append((choice(label, "assessment.skip", sheet_id, target.address), choice("assessment.back_label", "assessment.board", sheet_id)))
    if stands := work.sheet.evidence_for(target.address):
        rows.append((choice("assessment.unprove_label", "assessment.unprove", sheet_id, target.address, stands[-1].id, count=len(stands)),))
    if isinstance(target, Leaf) and work.rubric.not_applicable != "forbidden":
        rows.append((choice("assessment.not_applicable_label", "assessment.na", sheet_id, target.address),))
    rows.append((choice("assessment.question_label", "assessment.question", sheet_id, target.address),))
    return rows


def _swap(work: Work, target: Leaf | Item) -> Buttons:
    """The choice to let plan and actual change places."""
    address = shown_address(target)
    return (choice("assessment.swap_label", "assessment.swap", work.sheet.id, target.address, address=address),)


async def skip(turn: Turn, sheet_id: str, address: str) -> Shown:
    """Goes on without an answer; where this is the last open criterion, or nothing but items is open, back to the board."""
    work = await load_to_fill(turn, sheet_id)
    following = work.next_open(address)
    if address not in work.answers and (following is None or following.address == address):
        return await board_of(turn, work)
    return await ask_next(turn, work, address)


# ---------------------------------------------------------------------------------------------------------------- answering


async def ask_again(turn: Turn, state: GivingAnswer) -> Shown:
    work = await load(turn, state.sheet_id)
    if not work.is_open:
        return await board_of(turn, work)
    return ask_target(turn, work, work.target(state.address))


async def keep_before(turn: Turn, sheet_id: str, address: str, rubric_id: str) -> Shown:
    """The answer given before the table changed stands. The button is of one version: a later change must be looked at first."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    before = work.before(target)
    if before is None or not may_be_kept(work, target) or rubric_id != str(work.sheet.period.rubric_id):
        raise Outdated
    await turn.store.answers.keep_earlier(work.sheet.id, address, turn.me.id, turn.now)
    after = with_answer(turn, work, target, before[1], work.sheet.answers[address].explanation)
    said = say(
        "assessment.kept_before", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, before[1])
    )
    if isinstance(target, Leaf) and target in after.lack.unproven:
        return ask_proof(after, target, said)
    return await ask_next(turn, after, address, said)


async def answer_yes(turn: Turn, sheet_id: str, address: str, yes: str) -> Shown:
    """A tap on yes or no. The tap is the answer shown then; a colleague's later one is asked about."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    state = turn.open
    seen = state.seen_at if isinstance(state, GivingAnswer) and state.address == address else None
    return await take(turn, work, target, {target.rule.fields[0]: yes == "1"}, "", seen)


async def take(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, seen_at: datetime | None, *noted: Said) -> Shown:
    """Keeps an answer, unless a colleague has given another since the question was drawn. `noted` is said of a file that came with it."""
    require_own(work, target)
    check_answer(work.rubric, target, answer)
    given = work.sheet.answers.get(target.address)
    if given is not None and given.at != seen_at and given.by != turn.me.id and answer != from_json(given.answer):
        return _collided(work, target, answer, evidence, given, *noted)
    return await keep(turn, work, target, answer, evidence, *noted)


def _collided(work: Work, target: Leaf | Item, answer: Answer, evidence: str, given: GivenAnswer, *noted: Said) -> Ask:
    text = say(
        "assessment.collided", by=given.by_name, at=given.at, theirs=recorded(target.rule, from_json(given.answer)),
        mine=recorded(target.rule, answer), named=named_said(target),
    )  # fmt: skip
    rows = (
        choice("assessment.mine_label", "assessment.mine", work.sheet.id),
        choice("assessment.theirs_label", "assessment.skip", work.sheet.id, target.address),
    )
    return ask(
        (*noted, text),
        rows,
        waits=Colliding(sheet_id=work.sheet.id, address=target.address, answer=to_json(answer), evidence=evidence, theirs=given.answer),
    )


async def keep_mine(turn: Turn, sheet_id: str) -> Shown:
    state = turn.open
    if not isinstance(state, Colliding) or str(state.sheet_id) != sheet_id:
        raise Outdated
    work = await load_to_fill(turn, sheet_id)
    target, answer, given = work.target(state.address), from_json(state.answer), work.sheet.answers.get(state.address)
    require_own(work, target)
    if given is not None and given.answer != state.theirs:
        return _collided(work, target, answer, state.evidence, given)
    return await keep(turn, work, target, answer, state.evidence)


async def collided_again(turn: Turn, state: Colliding) -> Shown:
    """Something else was typed at the confirmation: an address, or nothing that fits."""
    work = await load_to_fill(turn, state.sheet_id)
    target = work.target(state.address)
    given = work.sheet.answers[state.address]
    named = work.named(turn.text)
    return ask_target(turn, work, named) if named else _collided(work, target, from_json(state.answer), state.evidence, given)


async def keep(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, *noted: Said) -> Shown:
    """Keeps the answer now, says what was recorded, and goes on."""
    message = turn.incoming.message if turn.incoming else ""
    previous = work.sheet.answers.get(target.address)
    explanation = previous.explanation if previous else ""
    await turn.store.answers.give(work.sheet.id, target.address, to_json(answer), explanation, turn.me.id, message, turn.now)
    if evidence:
        await turn.store.evidence.add_document(work.sheet.id, target.address, evidence, turn.me.id, turn.now)
    after = with_answer(turn, work, target, answer, explanation)
    said = [say("assessment.recorded", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, answer))]
    said += [say("assessment.recorded_document", text=evidence)] if evidence else []
    said += noted
    last = _swap(work, target) if _may_be_swapped(answer) else ()
    if isinstance(target, Leaf) and needs_proof(target, answer) and not evidence and target in after.lack.unproven:
        return ask_proof(after, target, *said, last=last)
    return await ask_next(turn, after, target.address, *said, last=last)


def with_answer(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, explanation: str) -> Work:
    """The work as it stands once this answer is kept, without reading it again."""
    given = GivenAnswer(to_json(answer), explanation, turn.me.id, turn.me.full_name, turn.now)
    sheet = replace(work.sheet, answers={**work.sheet.answers, target.address: given})
    return replace(work, sheet=sheet, answers={**work.answers, target.address: answer})


def _may_be_swapped(answer: Answer) -> bool:
    """Whether plan and actual could have been given the wrong way round: a plan is never 0, and equal figures stay as they are."""
    plan, actual = answer.get("plan"), answer.get("actual")
    return isinstance(plan, Decimal) and isinstance(actual, Decimal) and actual > 0 and actual != plan


async def swap(turn: Turn, sheet_id: str, address: str) -> Shown:
    """Plan and actual change places."""
    work = await load_to_fill(turn, sheet_id)
    target, answer = work.target(address), work.answers.get(address)
    if answer is None or not isinstance(answer.get("plan"), Decimal):
        raise Outdated
    require_own(work, target)
    swapped: Answer = {"plan": answer["actual"], "actual": answer["plan"]}
    check_answer(work.rubric, target, swapped)
    return await keep(turn, work, target, swapped, "")


# ---------------------------------------------------------------------------------------------------------------- proof


def ask_proof(work: Work, target: Leaf, *said: Said, last: Buttons = ()) -> Ask:
    """Asks for evidence, or an explanation where the policy takes one."""
    key = "assessment.ask_proof" if target.evidence == "required" else "assessment.ask_proof_or_explanation"
    secret = no_secrets(work)
    rows = (
        choice("assessment.skip_label", "assessment.skip", work.sheet.id, target.address),
        choice("assessment.back_label", "assessment.board", work.sheet.id),
    )
    waits = GivingProof(sheet_id=work.sheet.id, address=target.address)
    return ask((*said, say(key, address=target.address, title=target.title), *secret), rows, last, waits=waits, lasting=bool(said))


def no_secrets(work: Work) -> tuple[Said, ...]:
    """What must not be sent here, said until the sheet has its first piece of evidence."""
    return () if work.sheet.evidence else (say("assessment.no_secrets"),)


async def proof_again(turn: Turn, state: GivingProof) -> Shown:
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    return ask_proof(work, target) if isinstance(target, Leaf) else ask_target(turn, work, target)
