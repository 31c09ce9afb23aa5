"""What the score table is drawn from: the bloc's summary, and each unit with all three scores."""

from collections.abc import Mapping
from typing import Any

from domain.scoring import SheetScore
from handlers.flow import Turn
from handlers.ranking.post import heading_of
from handlers.results import Result


def table_facts(turn: Turn, result: Result) -> dict[str, Any]:
    """One column a unit, one line a criterion."""
    ranks = {place.unit: place.rank for place in result.ranking.places}
    units = [
        {"code": unit.place.code, "name": unit.place.unit_name, "rank": ranks.get(unit.place.code), **_sums(unit.score)} for unit in result.units
    ]
    return {
        "title": result.period.title,
        "subtitle": turn.written(heading_of(result)),
        "units": units,
        "missing": list(result.missing),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "max": str(section.max),
                "leaves": [_leaf_row(result, leaf.address) for leaf in section.leaves],
            }
            for section in result.rubric.sections
        ],
    }


def _sums(score: SheetScore) -> Mapping[str, str]:
    return {name: str(getattr(score, name)) for name in ("base", "bonus", "penalty", "late", "total")}


def _leaf_row(result: Result, address: str) -> dict[str, Any]:
    leaf = result.rubric.leaf(address)
    points = [unit.score.leaves[address] for unit in result.units]
    return {
        "code": leaf.code if leaf else address, "title": leaf.title if leaf else "", "max": str(leaf.max) if leaf else "",
        "points": [None if one is None else str(one) for one in points],
    }  # fmt: skip
