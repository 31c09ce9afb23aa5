"""The order of the bloc: by total, then the rubric's tie breaks in their order; still equal shares a rank, counted 1, 2, 3, 3, 5 (RUBRIC.md)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.rubrics import Rubric
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


def with_quota(rubric: Rubric, scores: Sequence[SheetScore]) -> tuple[SheetScore, ...]:
    """The scores with `over_quota` on every ranked unit of a level that more units reach than its share allows."""
    if rubric.classification is None:
        return tuple(scores)
    ranked = [score for score in scores if score.is_ranked]
    over = set()
    for level in rubric.classification.levels:
        reached = sum(score.grade == level.code for score in ranked)
        if level.max_share is not None and reached > max(1, int(level.max_share * len(ranked))):
            over.add(level.code)
    return tuple(
        replace(score, over_quota=score.grade in over and score.is_ranked) for score in scores
    )  # fmt: skip


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
