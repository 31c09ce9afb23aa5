"""After closing: who appraises whom, in which stage, and what of it stands.

A closed period goes through four stages: appraisal → explanation (units see what was changed and may answer) → reconciliation (chair, vice chair and
secretariat alone) → final (scores frozen, ready to publish). Each criterion has three values, none of which overwrites another: what the unit gave itself
(self), what the appraiser decided (appraised), what stands in the end (final).

Nobody appraises a unit they belong to, in this bloc or as the same department in another: the chair's own unit, and any the chair holds a seat in, is appraised by the vice chair or the province's office
(facts: NĐ 98/2023; the flag often goes to the sitting chair).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args

from domain.deciders import STAND_INS, Deciders
from domain.errors import RuleError
from domain.numbers import Range
from domain.people import CHAIR, CHAIRS, LEADERS, STAFF, UNIT_ROLES, Person, Role
from domain.reading.one_number import read_points
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import check_decided

Stage = Literal["appraisal", "explanation", "reconciliation", "final"]
STAGES: tuple[Stage, ...] = get_args(Stage)
StageAct = Literal[
    "appraise", "propose", "enter_external", "question_unit", "answer_question", "send_results", "appeal", "decide_appeal", "end_explanation",
    "reconcile", "exclude", "break_tie", "decide_grade", "prepare", "freeze", "unfreeze", "correct",
]  # fmt: skip
Value = Literal["appraised", "final"]
Basis = Literal["accepted", "changed", "external", "appeal", "reconciled", "frozen"]

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


class NotOnesPart(RuleError):
    """The person holds no role that does this."""

    key = "engine.not_allowed"
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
    """Raises NotInThisStage or NotOnesPart unless the act is possible in this state and stage, for somebody with these roles."""
    step = STEPS[act]
    if period != ("published" if act == "correct" else "closed") or stage not in step.stages:
        raise NotInThisStage
    if not step.roles & frozenset(roles):
        raise NotOnesPart


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


# ---------------------------------------------------------------------------------------------------------------- what stands


@dataclass(frozen=True)
class Judged:
    """One entry of a criterion's history after closing. `points` None: what the rule computes from the unit's answer. `answer` is the answer's JSON that
    was judged ("" for none), `rubric_id` the version of the table it was judged by (None: not kept), `proven_since` whether the unit has put evidence
    beside the criterion, or taken off what stood there, since: after a reopening not every judgement stands (`lapsed`)."""

    id: int
    address: str
    value: Value
    is_decided: bool
    basis: Basis
    points: Decimal | None
    reason: str
    answer: str
    by: int | None
    by_name: str
    as_role: str
    at: datetime
    rubric_id: int | None = None
    proven_since: bool = False

    @property
    def is_refusal(self) -> bool:
        """Whether this takes off the proposal before it: the secretariat alone proposes; what others leave undecided says no."""
        return not self.is_decided and self.as_role != Role.SECRETARIAT


@dataclass(frozen=True)
class Standing:
    """What stands for one criterion: the appraised value, the final one, and a proposal that waits for a decision."""

    appraised: Judged | None = None
    final: Judged | None = None
    proposed: Judged | None = None

    @property
    def decided(self) -> Judged | None:
        """The value that counts now."""
        return self.final or self.appraised


NOTHING = Standing()


def lapsed(
    judged: Collection[Judged], answers: Mapping[str, str], ruled_anew: Mapping[int, Collection[str]], closed_at: datetime | None
) -> frozenset[int]:
    """The judgements, by id, that do not stand since the period was reopened: the unit has answered anew, or proved its answer anew; the criterion's points
    or rule have changed (`ruled_anew`: its addresses by the version that judged); or the scores were frozen before, which compared with other units then.
    `answers` are the unit's present answers as JSON."""
    return frozenset(
        one.id
        for one in judged
        if one.answer != answers.get(one.address, "")
        or one.proven_since
        or (one.rubric_id is not None and one.address in ruled_anew.get(one.rubric_id, ()))
        or (one.basis == "frozen" and closed_at is not None and one.at < closed_at)
    )


def standings(judged: Collection[Judged], gone: Collection[int] = ()) -> dict[str, Standing]:
    """What stands for each address, from the history in order, without the judgements that are `gone`."""
    found: dict[str, Standing] = {}
    for one in judged:
        if one.id in gone:
            continue
        before = found.get(one.address, NOTHING)
        if not one.is_decided:
            found[one.address] = Standing(before.appraised, before.final, None if one.is_refusal else one)
        elif one.value == "appraised":
            found[one.address] = Standing(one, None, None)
        else:
            found[one.address] = Standing(before.appraised, one, None)
    return found


def decided_points(standing: Mapping[str, Standing], value: Value | None = None) -> dict[str, Decimal]:
    """The points that were decided in place of computed ones: all that stand, or those of the appraised value."""
    chosen = {address: one.appraised if value == "appraised" else one.decided for address, one in standing.items()}
    return {address: one.points for address, one in chosen.items() if one is not None and one.points is not None}


def unappraised(rubric: Rubric, standing: Mapping[str, Standing], answered: Collection[str]) -> tuple[str, ...]:
    """The addresses that still need a decision: every leaf, and each bonus or penalty item the unit has claimed."""
    asked = [leaf.address for leaf in rubric.leaves] + [item.address for item in rubric.items if item.address in answered]
    return tuple(address for address in asked if standing.get(address, NOTHING).decided is None)


def points_range(target: Leaf | Item) -> Range:
    """Which points may be decided for a leaf or item: what its rule can give at all; a missing end is open."""
    return Range(target.rule.lowest, target.rule.highest)


def read_decided(rubric: Rubric, target: Leaf | Item, text: str) -> tuple[Decimal, str]:
    """The points an appraiser typed for a leaf or item, and the reason behind them. Raises a RuleError that says what is asked, or what can be given."""
    points, reason = read_points(text, points_range(target), target.rule.max)
    check_decided(rubric, target, points)
    return points, reason
