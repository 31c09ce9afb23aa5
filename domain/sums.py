"""What points come to (docs/formats.md, "From leaves to a total"): leaves that do not apply by policy, the base, bonus and
penalties with their caps, the total within its bounds.

Points of leaves are rounded already; sums are exact, and only what a policy divides is rounded again.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from domain.numbers import exact_sum, rounded
from domain.rubrics import Rubric

ZERO = Decimal(0)


def by_policy(rubric: Rubric, points: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """The points by policy of the leaves that do not apply; None where they are left out of the sum."""
    left_out = [leaf for leaf in rubric.leaves if leaf.address not in points]
    if rubric.not_applicable == "full_marks":
        return {leaf.address: leaf.max for leaf in left_out}
    if rubric.not_applicable == "rescale" or not left_out:
        return dict.fromkeys(leaf.address for leaf in left_out)
    share = _share(points.values(), (rubric.by_address[address].max for address in points))
    return {leaf.address: rounded(Fraction(leaf.max) * share, rubric.places, rubric.mode) for leaf in left_out}


def _share(points: Iterable[Decimal], maxima: Iterable[Decimal]) -> Fraction:
    most = Fraction(exact_sum(maxima))
    return Fraction(exact_sum(points)) / most if most else Fraction(0)


def base_of(rubric: Rubric, points: Mapping[str, Decimal], left_out: Mapping[str, Decimal | None]) -> Decimal:
    """The base of a sheet: the leaves that apply have these `points`, those `left_out` their points by policy."""
    if not left_out or rubric.not_applicable != "rescale":
        return exact_sum((*points.values(), *(given for given in left_out.values() if given is not None)))
    share = _share(points.values(), (rubric.by_address[address].max for address in points))
    return rounded(share * Fraction(rubric.total), rubric.places, rubric.mode)


def section_sums(rubric: Rubric, shown: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """Each section's sum by its code; never rescaled."""
    return {section.code: exact_sum(shown[leaf.address] or ZERO for leaf in section.leaves) for section in rubric.sections}


def bonus_and_penalty(rubric: Rubric, items: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """What bonus and penalties come to, each capped."""
    gained = [items[item.address] for item in rubric.bonus if item.address in items]
    lost = [items[item.address] for item in rubric.penalties if item.address in items]
    best = max(gained, default=ZERO) if rubric.bonus_stacking == "highest" else exact_sum(gained)
    return _capped(best, rubric.bonus_cap), _capped(exact_sum(lost), rubric.penalty_cap)


def _capped(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


def within_bounds(rubric: Rubric, total: Decimal) -> Decimal:
    """The total within what a sheet may come to at least and at most."""
    return max(_capped(total, rubric.most), rubric.least)


def below_floor(rubric: Rubric, points: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The addresses of the leaves below their floor (điểm liệt)."""
    return tuple(leaf.address for leaf in rubric.leaves if leaf.floor is not None and leaf.address in points and points[leaf.address] < leaf.floor)
