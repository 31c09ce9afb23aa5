"""What of an appraisal stands: of each criterion's history after closing, the appraised value, the final one and the proposal that waits.

None of them overwrites another; what was judged before a reopening may not stand any more (`lapsed`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from domain.people import Role
from domain.rubrics import Rubric

Value = Literal["appraised", "final"]
Basis = Literal["accepted", "changed", "external", "appeal", "reconciled", "frozen"]


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
