"""One criterion on the screen: what it asks, how it is scored, what stands and what can be chosen; a colleague's is only shown."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from domain.criteria.answers import Answer, from_json
from domain.criteria.counts import Deduct
from domain.rubrics import Item, Leaf
from handlers.assessment.amended import may_be_kept, recorded_before
from handlers.assessment.board import board_of
from handlers.assessment.work import Work, load, load_to_fill
from handlers.criteria import asked, carried, named_said, recorded_with_points, shown_address
from handlers.flow import Ask, Choice, Said, Shown, State, Turn, ask, choice, say
from handlers.rule_words import explained
from storage.answers import Evidence, GivenAnswer

Buttons: TypeAlias = tuple[Choice, ...]
PIECES_AT_MOST = 6
SEEN = "%Y%m%dT%H%M%S%f"
"""How a button names the answer it was drawn beside: by the instant it was given."""


class GivingAnswer(State):
    """A criterion is asked; `seen_at` is when the answer then shown was given (None: there was none).

    `before` is the criterion whose answer led here, `first` the number of the first file that came since: it may have been meant for that one."""

    longest = 2000
    takes_files = True
    sheet_id: int
    address: str
    seen_at: datetime | None = None
    before: str = ""
    first: int = 0


async def ask_criterion(turn: Turn, sheet_id: str, address: str) -> Shown:
    work = await load_to_fill(turn, sheet_id)
    return ask_target(turn, work, work.target(address))


async def ask_again(turn: Turn, state: GivingAnswer) -> Shown:
    work = await load(turn, state.sheet_id)
    if not work.is_open:
        return await board_of(turn, work)
    return ask_target(turn, work, work.target(state.address), before=state.before, first=state.first)


def ask_target(turn: Turn, work: Work, target: Leaf | Item, *said: Said, last: Buttons = (), before: str = "", first: int = 0) -> Ask:
    """The question of one criterion, below what is said first; a colleague's is only shown. `before` and `first`: see GivingAnswer."""
    given = work.sheet.answers.get(target.address)
    waits = GivingAnswer(sheet_id=work.sheet.id, address=target.address, seen_at=given.at if given else None, before=before, first=first)
    if target.address in work.others:
        return ask((*said, _looked_at(work, target), *present(work, target)), *_rows_to_look(work, target), last, waits=waits, lasting=bool(said))
    question = say(
        "assessment.question", named=named_said(target), so_far=_so_far(work, target), max=_max(target), how=explained(target), ask=asked(target)
    )
    about = (*_owner(work, target), *present(work, target), question)
    return ask((*said, *about), _moving_row(turn, work, target, waits), *_rows(work, target), last, waits=waits, lasting=bool(said))


def _moving_row(turn: Turn, work: Work, target: Leaf | Item, waits: GivingAnswer) -> Buttons:
    """The choice to move what came since the criterion before was answered to that one, while this one has no answer itself."""
    before = work.rubric.at(waits.before) if waits.before and waits.first and target.address not in work.answers else None
    came = [one.id for one in work.sheet.evidence if one.address == target.address and one.by == turn.me.id and one.id >= waits.first]
    if before is None or not came:
        return ()
    return (
        choice(
            "assessment.belongs_label",
            "assessment.belongs",
            work.sheet.id,
            waits.first,
            max(came),
            carried(before.address),
            address=shown_address(before),
        ),
    )


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


def _so_far(work: Work, target: Leaf | Item) -> Said | str:
    """How many of the criteria that who works goes through are answered, where one of them is asked that is not."""
    if target not in work.part or target.address in work.answers:
        return ""
    return say("assessment.so_far", answered=sum(leaf.address in work.answers for leaf in work.part), asked=len(work.part))


def _max(target: Leaf | Item) -> Said:
    if isinstance(target, Leaf):
        return say("assessment.max", points=target.max)
    return say("assessment.penalty") if target.is_penalty else say("assessment.bonus")


def _rows(work: Work, target: Leaf | Item) -> list[tuple[Choice, ...]]:
    sheet_id = work.sheet.id
    rows: list[tuple[Choice, ...]] = []
    if may_be_kept(work, target):
        rows.append((choice("assessment.keep_label", "assessment.keep", sheet_id, target.address, work.sheet.period.rubric_id, weight="main"),))
    if target.rule.fields[0] in {"yes", "held"}:
        yes = choice("assessment.yes_label", "assessment.yes", sheet_id, target.address, "1")
        rows.append((yes, choice("assessment.no_label", "assessment.yes", sheet_id, target.address, "0")))
    if isinstance(target.rule, Deduct):
        rows.append((choice("assessment.no_violation_label", "assessment.none", sheet_id, target.address),))
    rows.append(swap_row(work, target))
    rows.append((_onward(work, target), choice("assessment.back_label", "assessment.board", sheet_id)))
    rows.append(_proof_row(work, target))
    if isinstance(target, Leaf) and work.rubric.not_applicable != "forbidden":
        rows.append((choice("assessment.not_applicable_label", "assessment.na", sheet_id, target.address),))
    rows.append((choice("assessment.question_label", "assessment.question", sheet_id, target.address),))
    return rows


def _onward(work: Work, target: Leaf | Item) -> Choice:
    """The way past this criterion: to the next one without an answer, to the review where there is none."""
    if target.address not in work.answers:
        return choice("assessment.skip_label", "assessment.skip", work.sheet.id, target.address)
    if work.next_open() is None and not work.lack.unproven:
        return choice("assessment.review_label", "assessment.review", work.sheet.id)
    return choice("assessment.go_label", "assessment.skip", work.sheet.id, target.address)


def _proof_row(work: Work, target: Leaf | Item) -> Buttons:
    """The choices to add evidence to an answer, and to take off what is there."""
    proof = [choice("assessment.prove_label", "assessment.prove", work.sheet.id, target.address)] if target.address in work.answers else []
    if stands := work.sheet.evidence_for(target.address):
        proof.append(choice("assessment.unprove_label", "assessment.unprove", work.sheet.id, target.address, stands[-1].id, count=len(stands)))
    return tuple(proof)


def swap_row(work: Work, target: Leaf | Item) -> Buttons:
    """The choice to let plan and actual change places, where they could have been given the wrong way round."""
    if not _may_be_swapped(work.answers.get(target.address, {})):
        return ()
    seen = f"{work.sheet.answers[target.address].at.astimezone(UTC):{SEEN}}"
    return (choice("assessment.swap_label", "assessment.swap", work.sheet.id, target.address, seen, address=shown_address(target)),)


def _may_be_swapped(answer: Answer) -> bool:
    """Whether plan and actual could have been given the wrong way round: a plan is never 0, and equal figures stay as they are."""
    plan, actual = answer.get("plan"), answer.get("actual")
    return isinstance(plan, Decimal) and isinstance(actual, Decimal) and actual > 0 and actual != plan
