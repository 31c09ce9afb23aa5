"""What the secretariat prepares reaches who decides on it as one message with `Xác nhận` and `Không đồng ý`; the secretariat hears the outcome."""

from domain.appraisal import DECIDERS, PROPOSERS, DeciderMissing, require_anothers
from domain.texts import clean, is_in_words
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.proposals import waits_for_said
from handlers.reconciliation.authority import Part, back_to, require_part, ruled, sits_at_the_table
from handlers.reconciliation.desk import desk
from handlers.reconciliation.keeping import confirming, keep, still_stands, take_back, units_of
from handlers.reconciliation.words import decided_said, proposal_said, withdrawn_said
from handlers.results import Result, result_of
from storage.decisions import DecisionKind, ProposedDecision

SHORTEST = 5


async def settle(turn: Turn, result: Result, kind: DecisionKind, unit_id: int, value: str, reason: str = "", decided_by: str = "") -> Shown:
    """Keeps what was chosen (`value` empty: takes back what stands), or puts it before who decides on it."""
    concerned = units_of(result, kind, unit_id, taking_back=not value)
    part = require_part(turn, result, kind, concerned)
    if value and not is_in_words(clean(decided_by), SHORTEST):
        raise DeciderMissing
    if not part.decides:
        return await _propose(turn, result, kind, unit_id, value, reason, decided_by, concerned)
    if value:
        await keep(turn, result, kind, unit_id, value, reason, decided_by, part.role)
        return await _afterwards(turn, result, decided_said(result, kind, unit_id, value, reason, decided_by))
    await take_back(turn, result, kind, unit_id, part.role)
    return await _afterwards(turn, result, withdrawn_said(result, kind, concerned))


async def _afterwards(turn: Turn, result: Result, *said: Said) -> Shown:
    """The desk as it is now; for who does not sit at it, what was said and the way back."""
    if sits_at_the_table(turn, result.period):
        return await desk(turn, await result_of(turn, result.period), *said)
    return end(said, (back_to(turn, result.period),), lasting=True)


async def _propose(
    turn: Turn, result: Result, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str, concerned: list[int]
) -> Shown:
    period = result.period
    people = result.deciders.confirm(concerned, turn.me.id)
    number = await turn.store.decisions.propose(period.id, kind, unit_id, value, reason, decided_by, turn.me.id, turn.now)
    if not people:
        return await _afterwards(turn, result, say("reconciliation.nobody_decides"))
    proposal = ProposedDecision(number, period.id, kind, unit_id, value, reason, decided_by, turn.me.id, turn.me.full_name, turn.now)
    turn.tell(
        people,
        say("reconciliation.told_proposal", title=period.title, what=proposal_said(result, proposal)),
        *_answers(proposal),
        of=period.bloc_id,
        lasting=True,
    )
    stands_in = result.deciders.lacks_chair(concerned)
    return await _afterwards(turn, result, say("reconciliation.sent_to_stand_in" if stands_in else "reconciliation.sent_to_chair"))


def _answers(proposal: ProposedDecision) -> tuple[tuple[Choice, ...], ...]:
    confirm = choice("reconciliation.confirm_label", "reconciliation.agreed", proposal.id, weight="main")
    refuse = choice("reconciliation.refuse_label", "reconciliation.refused", proposal.id)
    return (confirm, refuse), (choice("reconciliation.look_label", "appraisal.period", proposal.period_id, looks=True),)


# ---------------------------------------------------------------------------------------------------------------- the answer


async def _proposal(turn: Turn, number: str) -> tuple[Result, ProposedDecision, Part]:
    """A prepared decision that this person confirms or refuses now. Raises what stands against it."""
    proposal = await turn.store.decisions.proposal(id_of(number))
    if proposal is None:
        raise Outdated
    result = await ruled(turn, proposal.period_id)
    part = require_part(turn, result, proposal.kind, units_of(result, proposal.kind, proposal.unit_id, taking_back=not proposal.value))
    if not part.decides:
        raise Outdated
    return result, proposal, part


async def open_proposal(turn: Turn, number: str) -> Shown:
    """A prepared decision, with the ways to answer it; for whoever prepared it themselves, with who does."""
    result, proposal, _ = await _proposal(turn, number)
    confirm_or_refuse, _ = _answers(proposal)
    text = say("reconciliation.told_proposal", title=result.period.title, what=proposal_said(result, proposal))
    back = (back_to(turn, result.period),)
    if proposal.by == turn.me.id:
        return end((text, await waits_for_said(turn, confirming(result, proposal))), back)
    if not still_stands(result, proposal):
        return end((text, say("reconciliation.overtaken")), confirm_or_refuse[1:], back)
    return end(text, confirm_or_refuse, back)


async def agree(turn: Turn, number: str) -> Shown:
    """What was prepared is decided so. Raises Outdated where somebody has decided on it otherwise since."""
    result, proposal, part = await _proposal(turn, number)
    require_anothers(turn.me, proposal.by)
    if not still_stands(result, proposal):
        raise Outdated
    if proposal.value:
        await keep(
            turn, result, proposal.kind, proposal.unit_id, proposal.value, proposal.reason, proposal.decided_by, part.role, proposed_by=proposal.by
        )
    else:
        await take_back(turn, result, proposal.kind, proposal.unit_id, part.role, proposed_by=proposal.by)
    await _answered(turn, result, proposal, "reconciliation.told_agreed")
    return await _afterwards(turn, result, say("reconciliation.agreed_to", what=proposal_said(result, proposal)))


async def refuse(turn: Turn, number: str) -> Shown:
    """Nothing changes, and who prepared it hears so."""
    result, proposal, _ = await _proposal(turn, number)
    await _answered(turn, result, proposal, "reconciliation.told_refused")
    return await _afterwards(turn, result, say("reconciliation.refusal_told"))


async def _answered(turn: Turn, result: Result, proposal: ProposedDecision, key: str) -> None:
    """Nobody else is asked any more, and who prepared it hears the outcome."""
    if not await turn.store.decisions.settle(proposal.id, turn.now):
        raise Outdated
    people = await turn.store.seats.holders(result.period.bloc_id, DECIDERS)
    await turn.store.notices.outdate(people, (f"reconciliation.agreed:{proposal.id}",))
    told = say(key, title=result.period.title, what=proposal_said(result, proposal, to_author=True), by=turn.me.full_name)
    secretariat = await turn.store.seats.holders(result.period.bloc_id, PROPOSERS)
    turn.tell(
        [one for one in secretariat if one == proposal.by],
        told,
        (choice("reconciliation.look_label", "appraisal.period", result.period.id, looks=True),),
        of=result.period.bloc_id,
        asks=False,
    )
