"""Score tables that wait in the outbox since before an upgrade: what they were gathered from lacks what is gathered today. They are drawn with what they have.

What a workbook is drawn from outlives the program that gathered it; whoever adds to it says here what stands where it was not gathered yet.
"""

from collections.abc import Mapping
from typing import Any

SUMS = ("base", "bonus", "penalty", "late", "total")
HEAD: Mapping[str, Any] = {"bloc": "", "mark": "", "day": "", "void": ()}


def completed(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """What score tables are drawn from (handlers/ranking/table.py), of whatever version, as it is gathered today; empty for what was not gathered then."""
    return {
        **HEAD,
        **facts,
        "sections": [_section(section) for section in facts["sections"]],
        "units": [_unit(unit) for unit in facts["units"]],
    }


def _section(section: Mapping[str, Any]) -> Mapping[str, Any]:
    """Before groups were shown a section had its criteria alone."""
    return section if "rows" in section else {**section, "rows": [{"depth": 0, **leaf} for leaf in section["leaves"]]}


def _unit(unit: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "void": (),
        **unit,
        "cases": [[_case(case) for case in cases] for cases in unit["cases"]],
        "items": [_case(case) for case in unit["items"]],
        "own_sums": _sums(unit["own_sums"]),
        "appraised_sums": _sums(unit["appraised_sums"]),
        "final_sums": _sums(unit.get("final_sums", {name: unit[name] for name in SUMS})),
    }


def _sums(sums: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What is not known to be an addition is the number that was kept; nothing for sums of what was not appraised."""
    if sums is None or None in sums.values():
        return None
    return {"adds_up": False, "is_clamped": True, **sums}


def _case(case: Mapping[str, Any]) -> Mapping[str, Any]:
    """Before each score had its own reason there was that of what counts."""
    whole = {"depth": 0, "is_group": False, **case}
    if whole["is_group"] or "appraised_why" in whole:
        return whole
    why = "\n".join(part for part in (whole["reason"], whole["by"]) if part)
    is_final = whole["final"] != whole["appraised"]
    return {**whole, "appraised_why": "" if is_final else why, "final_why": why if is_final else ""}
