"""Every fault of a rubric that a workbook can hold is said in the words of people."""

from decimal import Decimal
from typing import Any

import pytest

from config.table_words import problem_said
from domain.rubric_reading import RubricFaults, read_rubric


def number(value: str) -> Decimal:
    return Decimal(value)


def band(low: int | None, high: int | None, points: int = 1) -> dict[str, Any]:
    ends = {"min": low, "max": high}
    return {name: Decimal(end) for name, end in ends.items() if end is not None} | {"points": Decimal(points)}


def days(first: int, last: int | None) -> dict[str, Any]:
    return {"days_min": Decimal(first), "days_max": None if last is None else Decimal(last), "points": Decimal(1)}


def level(code: str, **more: str) -> dict[str, Any]:
    return {"code": code, "name": "x"} | {name: Decimal(value) for name, value in more.items()}


RULES: dict[str, dict[str, Any]] = {
    "no points each time": {"type": "count_times"},
    "a cap above the maximum": {"type": "count_times", "per_unit": number("1"), "cap": number("20")},
    "bands that overlap": {"type": "bands", "bands": [band(0, 50), band(40, None)]},
    "bands with a hole": {"type": "bands", "bands": [band(0, 50), band(60, None)]},
    "an empty band": {"type": "bands", "bands": [band(9, 5)]},
    "no bands": {"type": "bands"},
    "days with a hole": {"type": "lateness_bands", "bands": [days(0, 1), days(3, None)]},
    "days that overlap": {"type": "lateness_bands", "bands": [days(0, 3), days(2, None)]},
    "points above the maximum": {"type": "yes_no", "points_if_no": number("11")},
    "an award among criteria": {"type": "award_bonus", "points": number("1")},
    "two ways that do not go together": {"type": "percent_of_plan", "overshoot": "proportional", "lower_is_better": True},
    "no threshold": {"type": "threshold"},
    "no violations": {"type": "deduct"},
    "a violation twice": {"type": "deduct", "violations": [{"code": "V", "title": "x", "points": number("1")}] * 2},
    "a step of nothing": {"type": "manual", "step": number("0")},
}
WHOLE: dict[str, dict[str, Any]] = {
    "an unknown tie break": {"ranking": {"tie_break": ["x"]}},
    "a level without points in the middle": {"classification": {"levels": [level("a"), level("b", min="3")]}},
    "levels out of order": {"classification": {"levels": [level("a", min="3"), level("b", min="9")]}},
    "a share above one": {"classification": {"levels": [level("a", min="90", max_share="2")]}},
    "an id that is none": {"id": "X"},
    "bounds the wrong way round": {"sheet": {"min": number("5"), "max": number("2")}},
    "half a decimal": {"rounding": {"places": number("1.5")}},
    "late days that overlap": {"late_submission": {"bands": [days(1, 3), days(2, 4)]}},
}
LEAVES: dict[str, dict[str, Any]] = {"a floor above the maximum": {"floor": number("11")}, "too fine points": {"floor": number("0.001")}}


def table(leaf: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    row = {"code": "1", "title": "x", "max": Decimal(10), "rule": {"type": "manual"}} | leaf
    section = {"code": "I", "title": "x", "max": Decimal(10), "criteria": [row]}
    return {"format": "ktd-rubric/1", "id": "bang", "title": "x", "total": Decimal(10), "sections": [section]} | whole


TABLES = (
    {name: table({"rule": rule}, {}) for name, rule in RULES.items()}
    | {name: table({}, whole) for name, whole in WHOLE.items()}
    | {name: table(leaf, {}) for name, leaf in LEAVES.items()}
)


@pytest.mark.parametrize("name", TABLES)
def test_a_fault_of_a_table_is_said_in_vietnamese(name: str) -> None:
    with pytest.raises(RubricFaults) as raised:
        read_rubric(TABLES[name])

    assert all(problem_said(fault.problem) != fault.problem and "`" not in problem_said(fault.problem) for fault in raised.value.faults)
