"""A unit's sheet under appraisal: what stands for each criterion, who may decide on it, and the words every screen of it shares."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from domain.appraisal import OwnUnit, StageAct, deciding_role, proposing_role, require_no_conflict, require_stage_act
from domain.criteria.answers import from_json, is_not_applicable
from domain.criteria.manual import Manual
from domain.judgements import NOTHING, Judged, Standing
from domain.looking_up import named_in
from domain.people import STAFF, NotAllowed, Role
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import own_points
from handlers.criteria import address_in, carried, recorded
from handlers.flow import Choice, Outdated, Said, Turn, choice, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.answers import OpenSheet
from storage.periods import Period

READERS = STAFF | {Role.PROVINCE_OFFICE}
"""Who sees every submitted sheet once the period is closed."""


@dataclass(frozen=True)
class Case:
    """A submitted sheet with the period's result around it. `decides` and `proposes` are the person's part in it, None for none."""

    result: Result
    unit: UnitResult
    sheet: OpenSheet
    decides: Role | None
    proposes: Role | None

    @property
    def rubric(self) -> Rubric:
        return self.result.rubric

    @property
    def acts(self) -> bool:
        """Whether the person has a part in this sheet's appraisal."""
        return bool(self.decides or self.proposes)

    @property
    def targets(self) -> tuple[Leaf | Item, ...]:
        """Every leaf, and each bonus or penalty item that is claimed or was decided."""
        held = set(self.unit.answers) | set(self.unit.standing)
        return self.rubric.leaves + tuple(item for item in self.rubric.items if item.address in held)

    @property
    def example(self) -> str:
        """An address of the table, as it can be typed."""
        return self.rubric.leaves[0].address

    def address(self, given: str) -> str:
        """The address that a button carries (`handlers.criteria.carried`)."""
        return address_in(self.rubric, given)

    def target(self, address: str) -> Leaf | Item:
        found = self.rubric.at(self.address(address))
        if found is None:
            raise Outdated
        return found

    def named(self, text: str) -> Leaf | Item | None:
        """The criterion whose address somebody typed; plain numbers name none."""
        return named_in(self.rubric, self.rubric.leaves + self.rubric.items, text)

    def standing(self, address: str) -> Standing:
        return self.unit.standing.get(address, NOTHING)

    def next_open(self, after: str = "") -> Leaf | Item | None:
        """The next criterion without a decision (for who proposes: without a proposal either) after this address, going round once."""
        asked = [target for target in self.targets if not _is_external(target)]
        at = next((place for place, target in enumerate(asked) if target.address == after), -1)
        return next((target for target in asked[at + 1 :] + asked[: at + 1] if self._waits(target)), None)

    def _waits(self, target: Leaf | Item) -> bool:
        standing = self.standing(target.address)
        return standing.decided is None and (self.decides is not None or standing.proposed is None)


def _is_external(target: Leaf | Item) -> bool:
    return isinstance(target, Leaf) and target.is_external


async def period_of(turn: Turn, period_id: int | str, roles: Collection[Role] = READERS) -> Period:
    """The period, if it is closed or published and the person may look at its sheets. Raises Outdated or NotAllowed."""
    period = await turn.store.periods.of(id_of(str(period_id)))
    if period is None or period.state not in {"closed", "published"}:
        raise Outdated
    turn.require(period.bloc_id, roles)
    return period


async def load(turn: Turn, sheet_id: int | str) -> Case:
    """The case of a submitted sheet, for whoever may look at it. Raises Outdated or NotAllowed."""
    sheet = await turn.store.answers.open_sheet(id_of(str(sheet_id)))
    if sheet is None or sheet.state != "submitted":
        raise Outdated
    result = await result_of(turn, await period_of(turn, sheet.period.id))
    return case_in(turn, result, sheet)


def case_in(turn: Turn, result: Result, sheet: OpenSheet) -> Case:
    bloc_id = sheet.period.bloc_id
    decides = deciding_role(turn.me, bloc_id, sheet.unit_id, result.deciders)
    proposes = proposing_role(turn.me, bloc_id, sheet.unit_id, result.deciders) if decides is None else None
    return Case(result, result.unit(sheet.unit_code), sheet, decides, proposes)


def changed_counts(result: Result) -> dict[str, int]:
    """How many criteria of each unit, by its code, were given other points than it gave itself; what others enter for it is not among them."""
    return {
        unit.place.code: sum(
            one.decided is not None and one.decided.points is not None and one.decided.basis != "external" for one in unit.standing.values()
        )
        for unit in result.units
    }


def changed_said(result: Result) -> Said:
    """How many criteria of all units were given other points than the units gave themselves, in words."""
    count = sum(changed_counts(result).values())
    return say("appraisal.changed_count", count=count) if count else say("appraisal.none_changed")


def require_part(turn: Turn, case: Case, act: StageAct) -> Role:
    """As what the person does this act on the sheet. Raises NotInThisStage, OwnUnit or NotAllowed."""
    period = case.result.period
    require_no_conflict(turn.me, case.sheet.unit_id, case.result.deciders)
    require_stage_act(act, period.state, period.stage, turn.me.roles(period.bloc_id))
    role = case.proposes if act in {"propose", "prepare"} else case.decides or (case.proposes if act == "question_unit" else None)
    if role is None:
        raise NotAllowed
    return role


def act_of(turn: Turn, case: Case) -> StageAct:
    """What a judgement of this person on this sheet is: a proposal or a decision, of the appraisal or while scores are reconciled."""
    require_no_conflict(turn.me, case.sheet.unit_id, case.result.deciders)
    if case.result.period.stage == "reconciliation":
        return "reconcile" if case.decides else "prepare"
    return "appraise" if case.decides else "propose"


# ---------------------------------------------------------------------------------------------------------------- words


def own_said(case: Case, target: Leaf | Item) -> Said:
    """What the unit answered, and the points it comes to."""
    text = case.unit.answers.get(target.address)
    if text is None:
        return say("appraisal.not_entered" if _is_external(target) else "appraisal.not_claimed")
    points = own_score(case, target)
    if isinstance(target.rule, Manual) and points is not None and not is_not_applicable(from_json(text)):
        return say("appraisal.points", points=points)
    given = recorded(target, from_json(text))
    return say("appraisal.answered_bare", answer=given) if points is None else say("appraisal.answered", answer=given, points=points)


def own_score(case: Case, target: Leaf | Item) -> Decimal | None:
    """The self score of a criterion; None where it is left out of the sum."""
    return score_in(case, target, case.unit.own.leaves)


def score_in(case: Case, target: Leaf | Item, leaves: object) -> Decimal | None:
    if isinstance(target, Leaf):
        return dict(leaves).get(target.address) if isinstance(leaves, dict) else None
    text = case.unit.answers.get(target.address)
    return None if text is None else own_points(case.rubric, target, from_json(text))


def points_of(case: Case, target: Leaf | Item, judged: Judged) -> Decimal | None:
    """The points a judgement stands for: those decided, or what the rule computes."""
    return judged.points if judged.points is not None else own_score(case, target)


def counted(case: Case, target: Leaf | Item) -> Decimal | None:
    """The points of a criterion that count as the case was loaded, whoever gave them; None where it is left out of the sum or was not claimed."""
    return case.unit.score.points_of(target)


def points_said(case: Case, target: Leaf | Item) -> Said:
    """The points of a criterion that count as the case was loaded, in words."""
    points = counted(case, target)
    return say("appraisal.points", points=points) if points is not None else say("appraisal.left_out")


def judged_said(case: Case, target: Leaf | Item, judged: Judged) -> Said:
    """A judgement in words: how many points, who, as what, why."""
    points = points_of(case, target, judged)
    if judged.is_refusal:
        return say("appraisal.refused_line", by=by_said(judged), at=judged.at)
    key = "appraisal.proposed_line" if not judged.is_decided else "appraisal.final_line" if judged.value == "final" else "appraisal.appraised_line"
    shown = say("appraisal.points", points=points) if points is not None else say("appraisal.left_out")
    if judged.basis == "frozen":  # it bears the reason of the decision it repeats, which has a line of its own
        return say("appraisal.frozen_line", points=shown, by=by_said(judged), at=judged.at)
    return say(key, points=shown, by=by_said(judged), at=judged.at, reason=say("appraisal.reason", reason=judged.reason) if judged.reason else "")


def by_said(judged: Judged) -> Said:
    """Who judged, and as what: the record says so where somebody stood in for the chair."""
    role = say(f"joining.role.{judged.as_role}")
    return say("appraisal.by", name=judged.by_name, role=role) if judged.by_name else role


def answers_to(case: Case, address: str, proposed: Judged, mark: str, agree: str = "appraisal.confirm_label") -> tuple[Choice, ...]:
    """The ways to answer points that were proposed while scores are reconciled; `mark` stands for what the unit gave and said (`Given.mark`)."""
    return (
        choice(agree, "appraisal.points_agreed", case.sheet.id, carried(address), proposed.id, mark, weight="main"),
        choice("appraisal.refuse_label", "appraisal.points_refused", case.sheet.id, carried(address), proposed.id),
    )


def back_to(case: Case) -> Choice:
    return choice("appraisal.back_label", "appraisal.case", case.sheet.id)


__all__ = ["Case", "OwnUnit", "load", "period_of"]
