"""The criterion rules: the union of them, and building one from a rubric file's data."""

from decimal import Decimal
from typing import TypeAlias

from domain.criteria.bands import Bands, LatenessBands
from domain.criteria.counts import CountTimes, Deduct, PlusMinus, Threshold
from domain.criteria.manual import External, Manual
from domain.criteria.percents import PercentOfMax, PercentOfPlan, PerMissPercent
from domain.criteria.relative import RelativeToLeader
from domain.criteria.rule import Report, Rule, RuleData
from domain.criteria.yes_no import AwardBonus, YesNo
from domain.texts import one_line

__all__ = ["BONUS_KINDS", "LEAF_KINDS", "PENALTY_KINDS", "RULES", "AnyRule", "Rule", "RuleData", "build_rule"]

AnyRule: TypeAlias = (
    Manual | External | YesNo | Bands | LatenessBands | PercentOfMax | PercentOfPlan | RelativeToLeader
    | CountTimes | PlusMinus | PerMissPercent | Deduct | Threshold | AwardBonus
)  # fmt: skip

RULES: tuple[type[Rule], ...] = (
    Manual, External, YesNo, Bands, LatenessBands, PercentOfMax, PercentOfPlan, RelativeToLeader,
    CountTimes, PlusMinus, PerMissPercent, Deduct, Threshold, AwardBonus,
)  # fmt: skip

LEAF_KINDS = frozenset(rule.kind for rule in RULES) - {AwardBonus.kind}
BONUS_KINDS = frozenset({CountTimes.kind, Manual.kind, YesNo.kind, AwardBonus.kind})
PENALTY_KINDS = BONUS_KINDS - {AwardBonus.kind}


def build_rule(data: object, max: Decimal | None, allowed: frozenset[str], report: Report) -> Rule | None:
    """The rule a rubric file describes; None where it is no rule, every fault reported."""
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        report("`rule` must be a mapping with a `type`")
        return None
    kind = data["type"]
    found = next((rule for rule in RULES if rule.kind == kind), None)
    if found is None or kind not in allowed:
        report(f"there is no rule {one_line(kind)} here; those are {', '.join(sorted(allowed))}")
        return None
    rows = RuleData({name: value for name, value in data.items() if name != "type"}, report)
    rows.only(found.keys)
    return found.build(rows, max)
