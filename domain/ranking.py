"""The order of the bloc: by total, then the rubric's tie breaks in their order; still equal shares a rank, counted 1, 2, 3, 3, 5 (docs/formats.md, "From
leaves to a total")."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.rubrics import Level, Rubric
from domain.scoring import SheetScore


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking; `tied` where another unit shares it."""

    rank: int
    unit: str
    total: Decimal
    tied: bool


@dataclass(frozen=True)
class Ranking:
    """The ranked units, and apart from them the excluded (unit, reason code) and the incomplete."""

    places: tuple[Ranked, ...]
    excluded: tuple[tuple[str, str], ...]
    incomplete: tuple[str, ...]


def rank(rubric: Rubric, scores: Sequence[SheetScore]) -> Ranking:
    """Ranks the complete, not excluded sheets; equal units stand in the order given."""
    ranked = sorted((score for score in scores if score.is_ranked), key=lambda score: _key(rubric, score))
    keys = [_key(rubric, score) for score in ranked]
    sharing = Counter(keys)
    first: dict[tuple[Decimal, ...], int] = {}
    for position, key in enumerate(keys, 1):
        first.setdefault(key, position)
    places = tuple(Ranked(first[key], score.unit, score.total, sharing[key] > 1) for score, key in zip(ranked, keys, strict=True))
    return Ranking(
        places,
        tuple((score.unit, score.excluded) for score in scores if score.excluded is not None),
        tuple(score.unit for score in scores if not score.complete and score.excluded is None),
    )


def by_decision(ranking: Ranking, places: Mapping[str, int]) -> Ranking:
    """The ranking where people decided between equals: `places` gives each of them its place among the tied, 1 first. A group is parted only where every
    unit in it has a place; units of the same place go on sharing a rank."""
    decided: list[Ranked] = []
    for first in sorted({place.rank for place in ranking.places}):
        group = [place for place in ranking.places if place.rank == first]
        if len(group) > 1 and all(place.unit in places for place in group):
            group = _parted(group, places)
        decided += group
    return replace(ranking, places=tuple(decided))


def ordered_before(present: Mapping[str, int], group: Sequence[str], first: str) -> dict[str, int]:
    """The places among equals once `first` is put before the others of its group; `present` holds the places that were decided before (1 for none), of a
    larger group of equals this one may be a part of."""
    places = {unit: present.get(unit, 1) for unit in {*present, *group}}
    order = sorted({(place, unit in group and unit != first) for unit, place in places.items()})
    return {unit: order.index((place, unit in group and unit != first)) + 1 for unit, place in places.items()}


def _parted(group: Sequence[Ranked], places: Mapping[str, int]) -> list[Ranked]:
    ordered = sorted(group, key=lambda place: places[place.unit])
    numbers = [places[place.unit] for place in ordered]
    return [replace(one, rank=one.rank + numbers.index(places[one.unit]), tied=numbers.count(places[one.unit]) > 1) for one in ordered]


def with_quota(rubric: Rubric, scores: Sequence[SheetScore]) -> tuple[SheetScore, ...]:
    """The scores with `over_quota` on every ranked unit of a level that more units reach than its share allows."""
    if rubric.classification is None:
        return tuple(scores)
    ranked = [score for score in scores if score.is_ranked]
    over = set()
    for level in rubric.classification.levels:
        reached = sum(score.grade == level.code for score in ranked)
        most = most_of(level, len(ranked))
        if most is not None and reached > most:
            over.add(level.code)
    return tuple(
        replace(score, over_quota=score.grade in over and score.is_ranked) for score in scores
    )  # fmt: skip


def most_of(level: Level, ranked: int) -> int | None:
    """How many of so many ranked units may be proposed for a level: its share, cut, at least one (docs/formats.md, "From leaves to a total"); None where it
    has none."""
    return None if level.max_share is None else max(1, int(level.max_share * ranked))


def _key(rubric: Rubric, score: SheetScore) -> tuple[Decimal, ...]:
    return (score.total.copy_negate(), *(_break(rule, score) for rule in rubric.tie_break))


def _break(rule: str, score: SheetScore) -> Decimal:
    """A tie break as a number of which the smaller stands first."""
    match rule.partition(":"):
        case ("section", _, code):
            return score.sections[code].copy_negate()
        case ("base", _, _):
            return score.base.copy_negate()
        case ("fewer_penalties", _, _):
            return score.penalty
        case _:
            return Decimal(score.days_late)
