"""Points that the secretariat proposes while scores are reconciled: who decides on the unit gets each as one message, and confirms or refuses it."""

from domain.appraisal import DECIDERS, PROPOSERS, require_anothers
from domain.judgements import Basis, Judged
from domain.people import Role
from domain.rubrics import Item, Leaf
from handlers.appraisal.case import Case, answers_to, counted, load, points_of, points_said, require_part
from handlers.appraisal.criterion import mark_of, shown_anew
from handlers.appraisal.outdating import tell_outdated
from handlers.appraisal.sheet import sheet_screen
from handlers.criteria import carried, named_said, shown_address
from handlers.flow import Outdated, Said, Shown, Turn, choice, id_of, say
from storage.judgements import Judgement


async def put_before(turn: Turn, case: Case, target: Leaf | Item) -> tuple[Said, ...]:
    """Tells who decides on this unit of what was just proposed; gives what its proposer is told where nobody is there to decide."""
    proposed = case.standing(target.address).proposed
    if proposed is None:
        raise Outdated
    people = case.result.deciders.answer(case.sheet.unit_id, proposed.by)
    await turn.store.notices.outdate(
        people, (f"appraisal.points_agreed:{case.sheet.id}:{carried(target.address)}:{number}" for number in await _earlier(turn, case, proposed))
    )
    look = choice("appraisal.see_label", "appraisal.leaf", case.sheet.id, target.address, looks=True)
    text = say("appraisal.told_points", title=case.result.period.title, what=_what(case, target, proposed))
    turn.tell(
        people,
        text,
        answers_to(case, target.address, proposed, await mark_of(turn, case, target.address)),
        (look,),
        of=case.result.period.bloc_id,
        lasting=True,
    )
    return () if people else (say("appraisal.nobody_decides"),)


async def _earlier(turn: Turn, case: Case, proposed: Judged) -> list[int]:
    """The proposals of the same criterion whose place this one takes."""
    history = await turn.store.judgements.of_sheet(case.sheet.id)
    return [one.id for one in history if one.address == proposed.address and not one.is_decided and one.id != proposed.id]


def _what(case: Case, target: Leaf | Item, proposed: Judged, *, to_author: bool = False) -> Said:
    """The points that are proposed, instead of which, and why; who proposes them is named to everybody else."""
    who = say("appraisal.proposed_by_reader") if to_author else say("appraisal.proposes_points", by=proposed.by_name)
    decided = case.standing(target.address).decided
    return say(
        "appraisal.points_proposed", who=who, unit=case.sheet.unit_name, named=named_said(target), points=_points(case, target, proposed),
        now=_points(case, target, decided) if decided else say("appraisal.undecided"), reason=proposed.reason,
    )  # fmt: skip


def _points(case: Case, target: Leaf | Item, judged: Judged) -> Said:
    points = points_of(case, target, judged)
    return say("appraisal.points", points=points) if points is not None else say("appraisal.left_out")


# ---------------------------------------------------------------------------------------------------------------- the answer


async def agree_to_points(turn: Turn, sheet_id: str, address: str, number: str, mark: str = "") -> Shown:
    """The points that were proposed count from now on; where the unit gave or said something since they were shown, that is shown instead."""
    case, target, proposed, role = await _proposal(turn, sheet_id, address, number)
    address = target.address
    require_anothers(turn.me, proposed.by)
    if await mark_of(turn, case, address) != mark:
        return await shown_anew(turn, case, target)
    basis: Basis = "reconciled" if proposed.points is not None else "accepted"
    answer = case.unit.answers.get(address, "")
    await _answer(turn, case, Judgement(case.sheet.id, address, "final", basis, proposed.points, proposed.reason, answer), role, decided=True)
    await _tell_proposer(
        turn,
        case,
        proposed,
        say("appraisal.told_points_agreed", title=case.result.period.title, by=turn.me.full_name, what=_what(case, target, proposed, to_author=True)),
    )
    after = await load(turn, sheet_id)
    outdated = await tell_outdated(turn, case.result, after.result)
    return await sheet_screen(
        turn, after, 0, say("appraisal.agreed", address=shown_address(target), title=target.title, points=points_said(after, target)), *outdated
    )


async def refuse_points(turn: Turn, sheet_id: str, address: str, number: str) -> Shown:
    """What stands stays, and who proposed hears so."""
    case, target, proposed, role = await _proposal(turn, sheet_id, address, number)
    address = target.address
    refusal = Judgement(case.sheet.id, address, "final", "accepted", None, "", case.unit.answers.get(address, ""), is_decided=False)
    await _answer(turn, case, refusal, role, decided=False)
    await _tell_proposer(
        turn,
        case,
        proposed,
        say(
            "appraisal.told_points_refused", title=case.result.period.title, by=turn.me.full_name, what=_what(case, target, proposed, to_author=True)
        ),
    )
    return await sheet_screen(turn, await load(turn, sheet_id), 0, say("appraisal.points_refused", address=shown_address(target), title=target.title))


async def _proposal(turn: Turn, sheet_id: str, address: str, number: str) -> tuple[Case, Leaf | Item, Judged, Role]:
    """A proposal that waits, and as what the person decides on it now. Raises what stands against it."""
    case = await load(turn, sheet_id)
    role = require_part(turn, case, "reconcile")
    target = case.target(address)
    proposed = case.standing(target.address).proposed
    if proposed is None or proposed.id != id_of(number):
        raise Outdated
    return case, target, proposed, role


async def _answer(turn: Turn, case: Case, judgement: Judgement, role: Role, *, decided: bool) -> None:
    """Keeps the answer; nobody else is asked any more, also who decided when it was proposed and does not now."""
    address, period = judgement.address, case.result.period
    target, standing = case.target(address), case.standing(address)
    await turn.store.judgements.judge([judgement], turn.me.id, role.value, turn.now)
    proposed = points_of(case, target, standing.proposed) if standing.proposed else None
    new = {"as": role.value, "points" if decided else "refused": proposed, "reason": judgement.reason, "decided": decided}
    old = {"points": counted(case, target)}
    await turn.record("appraisal", period.bloc_id, f"sheet:{case.sheet.id} {address}", period_id=period.id, old=old, new=new)
    number = standing.proposed.id if standing.proposed else 0
    people = await turn.store.seats.holders(period.bloc_id, DECIDERS)
    await turn.store.notices.outdate(people, (f"appraisal.points_agreed:{case.sheet.id}:{carried(address)}:{number}",))


async def _tell_proposer(turn: Turn, case: Case, proposed: Judged, told: Said) -> None:
    """Who proposed hears the outcome, while they still belong to the secretariat."""
    secretariat = await turn.store.seats.holders(case.result.period.bloc_id, PROPOSERS)
    look = choice("appraisal.see_label", "appraisal.leaf", case.sheet.id, proposed.address, looks=True)
    turn.tell([one for one in secretariat if one == proposed.by], told, (look,), of=case.result.period.bloc_id, asks=False)
