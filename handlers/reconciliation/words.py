"""What was decided, and what was prepared to be, in words."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal

from domain.classification import level_of
from domain.judgements import Judged
from handlers.criteria import shown_address
from handlers.flow import Outdated, Said, id_of, say
from handlers.results import Result, UnitResult
from storage.decisions import Decision, DecisionKind, ProposedDecision

BACK = {
    "exclusion": "reconciliation.proposed_back_exclusion", "tie": "reconciliation.proposed_back_tie", "grade": "reconciliation.proposed_back_grade",
}  # fmt: skip

WITHDRAWN: Mapping[DecisionKind, str] = {
    "exclusion": "reconciliation.withdrawn_exclusion", "tie": "reconciliation.withdrawn_tie", "grade": "reconciliation.withdrawn_grade",
}  # fmt: skip
OUTDATED = {"tie": "reconciliation.outdated_tie", "grade": "reconciliation.outdated_grade"}


def proposal_said(result: Result, proposal: ProposedDecision, *, to_author: bool = False) -> Said:
    """A prepared decision in words; who prepared it is named to everybody else."""
    unit = name_of(result, proposal.unit_id)
    who = say("reconciliation.proposed_by_reader") if to_author else say("reconciliation.proposes", by=proposal.by_name)
    if not proposal.value:
        return say(BACK[proposal.kind], unit=unit, who=who)
    facts = {"unit": unit, "who": who, "reason": proposal.reason, "decider": proposal.decided_by}
    match proposal.kind:
        case "exclusion":
            return say("reconciliation.proposed_exclusion", **facts)
        case "tie":
            return say("reconciliation.proposed_tie", **facts, others=_others(result, proposal.unit_id, proposal.value))
        case "grade":
            return say("reconciliation.proposed_grade", **facts, grade=grade_name(result, proposal.value))


def _others(result: Result, unit_id: int, group: str) -> str:
    """The units that another one of their group is put before; `group` as equals.py shows it."""
    ids = json.loads(group)
    return ", ".join(one.place.unit_name for one in result.units if one.place.unit_id in ids and one.place.unit_id != unit_id)


def decided_said(result: Result, kind: DecisionKind, unit_id: int, value: str, reason: str, decided_by: str) -> Said:
    """What was just decided, whole: to whom, what, why, and where."""
    facts = {"unit": name_of(result, unit_id), "reason": reason, "decider": decided_by}
    match kind:
        case "exclusion":
            return say("reconciliation.decided_exclusion", **facts)
        case "tie":
            return say("reconciliation.decided_tie", **facts, others=_others(result, unit_id, value))
        case "grade":
            return say("reconciliation.decided_grade", **facts, grade=grade_name(result, value))


def withdrawn_said(result: Result, kind: DecisionKind, concerned: Collection[int]) -> Said:
    """Which decision was just taken back, on which units."""
    units = ", ".join(unit.place.unit_name for unit in result.units if unit.place.unit_id in concerned)
    return say(WITHDRAWN[kind], units=units)


def points_waiting(result: Result) -> list[tuple[UnitResult, Judged]]:
    """The points that were proposed for criteria and wait for who decides on the unit."""
    return [(unit, one) for unit in result.units for standing in unit.standing.values() if (one := standing.proposed)]


def points_said(unit: UnitResult, proposed: Judged) -> Said:
    """Points that were proposed, in words."""
    facts = {"unit": unit.place.unit_name, "address": shown_address(proposed.address), "by": proposed.by_name, "reason": proposed.reason}
    if proposed.points is None:
        return say("reconciliation.proposed_own_points", **facts)
    return say("reconciliation.proposed_points", **facts, points=proposed.points)


def name_of(result: Result, unit_id: int | str) -> str:
    """The name of a submitted unit. Raises Outdated for any other."""
    found = next((unit.place.unit_name for unit in result.units if unit.place.unit_id == id_of(str(unit_id))), None)
    if found is None:
        raise Outdated
    return found


def grade_name(result: Result, code: str) -> str:
    """The name of a level. Raises Outdated for one the table does not have."""
    found = level_of(result.rubric, code)
    if found is None:
        raise Outdated
    return found.name


def decisions_said(result: Result) -> tuple[Said, ...]:
    """The decisions in force, each with its grounds and who noted it, as what; the order among equals in one line."""
    lines = [_decision_said(result, one) for one in result.decisions if one.kind != "tie"]
    ties: dict[tuple[str, str], list[Decision]] = {}
    for one in result.ordered:
        ties.setdefault((one.reason, one.decided_by), []).append(one)
    lines += [say("reconciliation.tie_line", units=", ".join(one.unit_name for one in group), grounds=_grounds(group[0])) for group in ties.values()]
    return (say("reconciliation.decisions", lines=tuple(lines)),) if lines else ()


def outdated_said(result: Result) -> tuple[Said, ...]:
    """The decisions that no longer apply, each with the points it rested on and those there are now."""
    totals = {unit.place.code: unit.score.total for unit in result.units}
    lines = [_outdated_said(result, one, totals[one.unit_code]) for one in result.outdated if one.unit_code in totals]
    return (say("reconciliation.outdated", lines=tuple(lines)),) if lines else ()


def _outdated_said(result: Result, one: Decision, now: Decimal) -> Said:
    if one.kind == "grade" and level_of(result.rubric, one.value) is None:
        return say("reconciliation.outdated_level", unit=one.unit_name, reason=one.reason)
    if one.points == now:
        return say("reconciliation.outdated_alone", unit=one.unit_name, reason=one.reason)
    return say(OUTDATED[one.kind], unit=one.unit_name, old=one.points, now=now, reason=one.reason)


def _decision_said(result: Result, one: Decision) -> Said:
    if one.kind == "exclusion":
        return say("reconciliation.exclusion_line", unit=one.unit_name, grounds=_grounds(one))
    return say("reconciliation.grade_line", unit=one.unit_name, grade=grade_name(result, one.value), grounds=_grounds(one))


def _grounds(one: Decision) -> Said:
    role = say(f"joining.role.{one.as_role}") if one.as_role else say("reconciliation.role_unknown")
    return say("reconciliation.grounds", reason=one.reason, decider=one.decided_by, by=one.by_name, role=role)
