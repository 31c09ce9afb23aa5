"""After closing: who appraises whom, in which stage, and what of it stands.

A closed period goes through four stages: appraisal → explanation (units see what was changed and may answer) → reconciliation (chair, vice chair and
secretariat alone) → final (scores frozen, ready to publish). Each criterion has three values, none of which overwrites another: what the unit gave itself
(self), what the appraiser decided (appraised), what stands in the end (final).

Nobody appraises a unit they belong to, in this bloc or as the same department in another: the chair's own unit, and any the chair holds a seat in, is
appraised by the vice chair or the province's office (facts: NĐ 98/2023; the flag often goes to the sitting chair).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from domain.deciders import STAND_INS, Deciders
from domain.errors import RuleError
from domain.people import CHAIR, CHAIRS, LEADERS, STAFF, UNIT_ROLES, NotAllowed, Person, Role

Stage = Literal["appraisal", "explanation", "reconciliation", "final"]
STAGES: tuple[Stage, ...] = get_args(Stage)
StageAct = Literal[
    "appraise", "propose", "enter_external", "question_unit", "answer_question", "send_results", "appeal", "decide_appeal", "end_explanation",
    "reconcile", "exclude", "break_tie", "decide_grade", "prepare", "freeze", "unfreeze", "correct",
]  # fmt: skip

DECIDERS = CHAIRS | {Role.PROVINCE_OFFICE}
PROPOSERS = frozenset({Role.SECRETARIAT})
RECONCILERS = STAFF
RULERS = DECIDERS | PROPOSERS
"""Who has a part in what the rules leave to people: exclusions, grades, the order among equals."""
APPRAISERS = STAFF | {Role.PROVINCE_OFFICE, Role.EXTERNAL_APPRAISER}


@dataclass(frozen=True)
class Step:
    """An act: in which stages of a closed period it is possible, and for whom."""

    stages: frozenset[Stage]
    roles: frozenset[Role]


def _step(roles: Collection[Role], *stages: Stage) -> Step:
    return Step(frozenset(stages), frozenset(roles))


STEPS: Mapping[StageAct, Step] = {
    "appraise": _step(DECIDERS, "appraisal"),
    "propose": _step(PROPOSERS, "appraisal"),
    "enter_external": _step({Role.EXTERNAL_APPRAISER}, "appraisal"),
    "question_unit": _step(DECIDERS | PROPOSERS, "appraisal"),
    "answer_question": _step(UNIT_ROLES, "appraisal"),
    "send_results": _step(CHAIR, "appraisal"),
    "appeal": _step(LEADERS, "explanation", "reconciliation"),
    "decide_appeal": _step(DECIDERS, "explanation", "reconciliation"),
    "end_explanation": _step(CHAIR, "explanation"),
    "reconcile": _step(DECIDERS, "reconciliation"),
    "exclude": _step(DECIDERS, "reconciliation"),
    "break_tie": _step(DECIDERS, "reconciliation"),
    "decide_grade": _step(DECIDERS, "reconciliation"),
    "prepare": _step(PROPOSERS, "reconciliation"),
    "freeze": _step(CHAIR, "reconciliation"),
    "unfreeze": _step(CHAIR, "final"),
    "correct": _step(CHAIR, "final"),
}
"""`correct` alone starts from a published period, all others from a closed one. An appeal that was sent in time may be read once reconciliation has begun."""


class NotInThisStage(RuleError):
    """The period stands where this act makes no sense."""

    key = "appraisal.not_in_this_stage"
    is_for_good = True


class OwnUnit(RuleError):
    """Nobody appraises the unit they belong to."""

    key = "appraisal.own_unit"
    is_for_good = True


class OwnUnitRuled(OwnUnit):
    """Nobody decides on the place or grade of the unit they belong to."""

    key = "reconciliation.own_unit"


class OwnProposal(RuleError):
    """Nobody confirms what they proposed themselves, whatever other seat they hold."""

    key = "appraisal.own_proposal"
    is_for_good = True


class ReasonMissing(RuleError):
    """A changed score says why."""

    key = "appraisal.reason_missing"


class DeciderMissing(RuleError):
    """A decision that the rules leave to people names the body or document that made it."""

    key = "reconciliation.decider_missing"


def require_stage_act(act: StageAct, period: str, stage: Stage, roles: Collection[Role]) -> None:
    """Raises NotInThisStage or NotAllowed unless the act is possible in this state and stage, for somebody with these roles."""
    step = STEPS[act]
    if period != ("published" if act == "correct" else "closed") or stage not in step.stages:
        raise NotInThisStage
    if not step.roles & frozenset(roles):
        raise NotAllowed


def belongs(person: Person, unit_ids: Collection[int], deciders: Deciders) -> bool:
    """Whether the person belongs to one of these units: holds a seat of it, or of the same department in another bloc."""
    return any(seat.unit_id in unit_ids for seat in person.seats) or deciders.belongs(person.id, unit_ids)


def require_no_conflict(person: Person, unit_id: int, deciders: Deciders) -> None:
    """Raises OwnUnit where the person belongs to the unit."""
    if belongs(person, {unit_id}, deciders):
        raise OwnUnit


def require_anothers(person: Person, proposed_by: int | None) -> None:
    """Raises OwnProposal where the person is who proposed."""
    if proposed_by == person.id:
        raise OwnProposal


def deciding_role(person: Person, bloc_id: str, unit_id: int, deciders: Deciders) -> Role | None:
    """As what the person decides on this unit's scores; None where they do not. The province's office decides only where no chair may."""
    roles = person.roles(bloc_id)
    if belongs(person, {unit_id}, deciders):
        return None
    if Role.BLOC_CHAIR in roles:
        return Role.BLOC_CHAIR
    if Role.BLOC_VICE_CHAIR in roles:
        return Role.BLOC_VICE_CHAIR
    return Role.PROVINCE_OFFICE if Role.PROVINCE_OFFICE in roles and deciders.lacks_chair({unit_id}) else None


def proposing_role(person: Person, bloc_id: str, unit_id: int, deciders: Deciders) -> Role | None:
    """As what the person proposes scores for this unit; None where they do not."""
    if belongs(person, {unit_id}, deciders):
        return None
    return Role.SECRETARIAT if Role.SECRETARIAT in person.roles(bloc_id) else None


def ruling_role(person: Person, bloc_id: str, unit_ids: Collection[int], deciders: Deciders) -> Role | None:
    """As what the person decides on these units where the rules leave it to people; None where they do not. The chair decides; where no chair may, the
    vice chair or the province's office does: whoever belongs to none of them."""
    roles = person.roles(bloc_id)
    if belongs(person, unit_ids, deciders):
        return None
    deciding = STAND_INS if deciders.lacks_chair(unit_ids) else CHAIR
    return next((role for role in Role if role in deciding & roles), None)
