"""One criterion: asked, answered, kept at once, and the next one asked in the same message."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from domain.criteria.answers import Answer, from_json, to_json
from domain.criteria.counts import Deduct
from domain.rubrics import Item, Leaf
from domain.scoring import check_answer
from domain.sheets import needs_proof
from handlers.assessment.amended import may_be_kept, recorded_before
from handlers.assessment.board import OnBoard, board_of, open_assessment, progress_said
from handlers.assessment.closed import units_of
from handlers.assessment.work import Work, enters_for, load, load_to_fill, own_again, require_own
from handlers.criteria import asked, explained, named_said, recorded, recorded_with_points, shown_address
from handlers.flow import Ask, Choice, Outdated, Said, Shown, State, Turn, ask, choice, say
from storage.answers import Evidence, GivenAnswer

Buttons: TypeAlias = tuple[Choice, ...]
PIECES_AT_MOST = 6
SEEN = "%Y%m%dT%H%M%S%f"
"""How a button names the answer it was drawn beside: by the instant it was given."""


class GivingAnswer(State):
    """A criterion is asked; `seen_at` is when the answer then shown was given (None: there was none)."""

    takes_files = True
    sheet_id: int
    address: str
    seen_at: datetime | None = None


class GivingProof(State):
    """Evidence or an explanation for an answer that stands is asked; `walks` where one criterion that lacks it follows the other."""

    takes_files = True
    sheet_id: int
    address: str
    walks: bool = False


class Colliding(State):
    """A colleague answered meanwhile, `theirs`: both values are shown, nothing is changed until confirmed."""

    asks = False
    sheet_id: int
    address: str
    answer: str
    evidence: str
    theirs: str
    message: str = ""


# ---------------------------------------------------------------------------------------------------------------- asking


async def go_on(turn: Turn, sheet_id: str) -> Shown:
    """The next criterion without an answer."""
    work = await load_to_fill(turn, sheet_id)
    return await ask_next(turn, work, "")


async def begin(turn: Turn, period_id: str) -> Shown:
    """The next criterion of the person's sheet in a period; where they have several, which one."""
    tasks = [task for task in await turn.store.sheets.of_units(units_of(turn)) if str(task.period.id) == period_id and task.state != "submitted"]
    return await (go_on(turn, str(tasks[0].sheet_id)) if len(tasks) == 1 else open_assessment(turn, "", period_id))


async def ask_criterion(turn: Turn, sheet_id: str, address: str) -> Shown:
    work = await load_to_fill(turn, sheet_id)
    return ask_target(turn, work, work.target(address))


async def ask_next(turn: Turn, work: Work, after: str, *said: Said, last: Buttons = ()) -> Shown:
    """What was said, then the next open criterion; where none is left, the offer to review. `last` are choices about what was said."""
    following = work.next_open(after)
    if following is not None:
        return ask_target(turn, work, following, *said, last=last)
    review = (choice("assessment.review_label", "assessment.review", work.sheet.id, weight="plain" if work.lack.unproven else "main"),)
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    rows = (review, prove_row(work), items_row(work), last, back)
    return ask((*said, _all_answered(turn, work)), *rows, waits=OnBoard(sheet_id=work.sheet.id), lasting=bool(said))


def _all_answered(turn: Turn, work: Work) -> Said:
    """That nothing is left to be answered, and what is missing all the same."""
    missing, progress = work.progress.asked - work.progress.answered, progress_said(turn, work)
    if missing and work.mine:
        return say("owners.part_done", missing=missing, progress=progress)
    if unproven := work.lack.unproven:
        return say("assessment.all_answered_unproven", progress=progress, count=len(unproven))
    return say("assessment.all_answered", progress=progress)


def prove_row(work: Work) -> Buttons:
    """The choice to go through the answers that lack evidence; nothing where none does."""
    unproven = work.lack.unproven
    return (choice("assessment.prove_all_label", "assessment.walk", work.sheet.id, weight="main", count=len(unproven)),) if unproven else ()


def items_row(work: Work) -> Buttons:
    """The choice to claim bonus and penalty items, where the table has any."""
    given = sum(item.address in work.answers for item in work.rubric.items)
    return (choice("assessment.items_label", "assessment.list", work.sheet.id, "items", count=given),) if work.rubric.items else ()


def ask_target(turn: Turn, work: Work, target: Leaf | Item, *said: Said, last: Buttons = ()) -> Ask:
    """The question of one criterion, below what is said first; a colleague's is only shown."""
    given = work.sheet.answers.get(target.address)
    waits = GivingAnswer(sheet_id=work.sheet.id, address=target.address, seen_at=given.at if given else None)
    if target.address in work.others:
        return ask((*said, _looked_at(work, target), *present(work, target)), *_rows_to_look(work, target), last, waits=waits, lasting=bool(said))
    question = say("assessment.question", named=named_said(target), max=_max(target), how=explained(target), ask=asked(target))
    about = (*_owner(work, target), *present(work, target), question)
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


def present(work: Work, target: Leaf | Item) -> tuple[Said, ...]:
    """What stands: the answer with who gave it and when, the evidence."""
    given = work.sheet.answers.get(target.address)
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
    if isinstance(target.rule, Deduct):
        rows.append((choice("assessment.no_violation_label", "assessment.none", sheet_id, target.address),))
    rows.append(swap_row(work, target))
    label = "assessment.go_label" if target.address in work.answers else "assessment.skip_label"
    rows.append((choice(label, "assessment.skip", sheet_id, target.address), choice("assessment.back_label", "assessment.board", sheet_id)))
    proof = [choice("assessment.prove_label", "assessment.prove", sheet_id, target.address)] if target.address in work.answers else []
    if stands := work.sheet.evidence_for(target.address):
        proof.append(choice("assessment.unprove_label", "assessment.unprove", sheet_id, target.address, stands[-1].id, count=len(stands)))
    rows.append(tuple(proof))
    if isinstance(target, Leaf) and work.rubric.not_applicable != "forbidden":
        rows.append((choice("assessment.not_applicable_label", "assessment.na", sheet_id, target.address),))
    rows.append((choice("assessment.question_label", "assessment.question", sheet_id, target.address),))
    return rows


def swap_row(work: Work, target: Leaf | Item) -> Buttons:
    """The choice to let plan and actual change places, where they could have been given the wrong way round."""
    if not _may_be_swapped(work.answers.get(target.address, {})):
        return ()
    seen = f"{work.sheet.answers[target.address].at.astimezone(UTC):{SEEN}}"
    return (choice("assessment.swap_label", "assessment.swap", work.sheet.id, target.address, seen, address=shown_address(target)),)


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
    given = work.sheet.answers[address]
    after = with_answer(turn, work, target, before[1], given.explanation, given.message)
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
    return await take(turn, work, target, {target.rule.fields[0]: yes == "1"}, "", seen_at(turn, work, address))


async def answer_none(turn: Turn, sheet_id: str, address: str) -> Shown:
    """A tap on "no violation"."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    if not isinstance(target.rule, Deduct):
        raise Outdated
    nothing = {one.code: Decimal(0) for one in target.rule.violations}
    return await take(turn, work, target, {"violations": nothing}, "", seen_at(turn, work, address))


def seen_at(turn: Turn, work: Work, address: str) -> datetime | None:
    """When the answer was given that the person saw as this criterion was asked; None where there was none, or another one is asked."""
    state = turn.open
    is_asked = isinstance(state, GivingAnswer) and (state.sheet_id, state.address) == (work.sheet.id, address)
    return state.seen_at if isinstance(state, GivingAnswer) and is_asked else None


def message_of(turn: Turn) -> str:
    """The platform's ref of what was sent, by which an edit of it is recognised."""
    return turn.incoming.message if turn.incoming else ""


async def take(
    turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, seen: datetime | None, *noted: Said, message: str | None = None
) -> Shown:
    """Keeps an answer, unless a colleague has given another since the one that was `seen`. `noted` is said of a file that came with it; `message` gave the
    answer where it was not the present one."""
    require_own(work, target)
    check_answer(work.rubric, target, answer)
    given = work.sheet.answers.get(target.address)
    if given is not None and given.at != seen and given.by != turn.me.id and answer != from_json(given.answer):
        return _collided(work, target, answer, evidence, given, message_of(turn) if message is None else message, *noted)
    return await keep(turn, work, target, answer, evidence, *noted, message=message)


def _collided(work: Work, target: Leaf | Item, answer: Answer, evidence: str, given: GivenAnswer, message: str, *noted: Said) -> Ask:
    text = say(
        "assessment.collided", by=given.by_name, at=given.at, theirs=recorded(target.rule, from_json(given.answer)),
        mine=recorded(target.rule, answer), named=named_said(target),
    )  # fmt: skip
    rows = (
        choice("assessment.mine_label", "assessment.mine", work.sheet.id),
        choice("assessment.theirs_label", "assessment.skip", work.sheet.id, target.address),
    )
    waits = Colliding(sheet_id=work.sheet.id, address=target.address, answer=to_json(answer), evidence=evidence, theirs=given.answer, message=message)
    return ask((*noted, text), rows, waits=waits)


async def keep_mine(turn: Turn, sheet_id: str) -> Shown:
    state = turn.open
    if not isinstance(state, Colliding) or str(state.sheet_id) != sheet_id:
        raise Outdated
    work = await load_to_fill(turn, sheet_id)
    target, answer, given = work.target(state.address), from_json(state.answer), work.sheet.answers.get(state.address)
    require_own(work, target)
    if given is not None and given.answer != state.theirs:
        return _collided(work, target, answer, state.evidence, given, state.message)
    return await keep(turn, work, target, answer, state.evidence, message=state.message)


async def collided_again(turn: Turn, state: Colliding) -> Shown:
    """Something else was typed at the confirmation: an address, or nothing that fits."""
    work = await load_to_fill(turn, state.sheet_id)
    target = work.target(state.address)
    given = work.sheet.answers[state.address]
    named = work.named(turn.text)
    return ask_target(turn, work, named) if named else _collided(work, target, from_json(state.answer), state.evidence, given, state.message)


async def keep(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, evidence: str, *noted: Said, message: str | None = None) -> Shown:
    """Keeps the answer now, says what was recorded, and goes on."""
    message = message_of(turn) if message is None else message
    previous = work.sheet.answers.get(target.address)
    explanation = previous.explanation if previous else ""
    await turn.store.answers.give(work.sheet.id, target.address, to_json(answer), explanation, turn.me.id, message, turn.now)
    if evidence:
        await turn.store.evidence.add_document(work.sheet.id, target.address, evidence, turn.me.id, message, turn.now)
    if work.sheet.on_paper and not enters_for(turn, work.sheet):
        work = own_again(turn, work)
    after = with_answer(turn, work, target, answer, explanation, message)
    said = [say("assessment.recorded", address=shown_address(target), title=target.title, answer=recorded_with_points(work.rubric, target, answer))]
    said += [say("assessment.recorded_document", text=evidence)] if evidence else []
    said += noted
    last = swap_row(after, target)
    if isinstance(target, Leaf) and needs_proof(target, answer) and not evidence and target in after.lack.unproven:
        return ask_proof(after, target, *said, last=last)
    return await ask_next(turn, after, target.address, *said, last=last)


def with_answer(turn: Turn, work: Work, target: Leaf | Item, answer: Answer, explanation: str, message: str) -> Work:
    """The work as it stands once this answer is kept, without reading it again."""
    given = GivenAnswer(to_json(answer), explanation, turn.me.id, turn.me.full_name, turn.now, message)
    sheet = replace(work.sheet, answers={**work.sheet.answers, target.address: given})
    return replace(work, sheet=sheet, answers={**work.answers, target.address: answer})


def _may_be_swapped(answer: Answer) -> bool:
    """Whether plan and actual could have been given the wrong way round: a plan is never 0, and equal figures stay as they are."""
    plan, actual = answer.get("plan"), answer.get("actual")
    return isinstance(plan, Decimal) and isinstance(actual, Decimal) and actual > 0 and actual != plan


async def swap(turn: Turn, sheet_id: str, address: str, seen: str) -> Shown:
    """Plan and actual of the answer that the button showed change places; a colleague's later one is asked about."""
    work = await load_to_fill(turn, sheet_id)
    target, at = work.target(address), _instant(seen)
    shown = await turn.store.answers.given_at(work.sheet.id, address, at)
    answer, given = from_json(shown) if shown else {}, work.sheet.answers.get(address)
    if given is None or not isinstance(answer.get("plan"), Decimal):
        raise Outdated
    swapped: Answer = {"plan": answer["actual"], "actual": answer["plan"]}
    return await take(turn, work, target, swapped, "", at, message=given.message)


def _instant(seen: str) -> datetime:
    """The instant a button carries. Raises Outdated for anything else: buttons can be forged."""
    if not re.fullmatch(r"20\d{6}T\d{12}", seen):
        raise Outdated
    try:
        return datetime.strptime(seen, SEEN).replace(tzinfo=UTC)
    except ValueError as fault:
        raise Outdated from fault


# ---------------------------------------------------------------------------------------------------------------- proof


def ask_proof(work: Work, target: Leaf | Item, *said: Said, last: Buttons = (), walks: bool = False) -> Ask:
    """Asks for evidence, or an explanation where the policy takes one."""
    is_required = isinstance(target, Leaf) and target.evidence == "required"
    key = "assessment.ask_proof" if is_required else "assessment.ask_proof_or_explanation"
    rows = (past_proof(work, target, "assessment.skip_label", walks=walks), choice("assessment.back_label", "assessment.board", work.sheet.id))
    waits = GivingProof(sheet_id=work.sheet.id, address=target.address, walks=walks)
    text = (*said, say(key, address=shown_address(target), title=target.title), *no_secrets(work))
    return ask(text, rows, last, waits=waits, lasting=bool(said))


def past_proof(work: Work, target: Leaf | Item, label: str, *, walks: bool) -> Choice:
    """The choice to go on from where evidence is asked: to the next criterion that lacks it, or to the next without an answer."""
    return choice(label, "assessment.walk" if walks else "assessment.skip", work.sheet.id, target.address)


def no_secrets(work: Work) -> tuple[Said, ...]:
    """What must not be sent here, said until the sheet has its first piece of evidence."""
    return () if work.sheet.evidence else (say("assessment.no_secrets"),)


async def proof_again(turn: Turn, state: GivingProof) -> Shown:
    work = await load(turn, state.sheet_id)
    return ask_proof(work, work.target(state.address), walks=state.walks)
