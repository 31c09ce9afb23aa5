"""The points next to others where a rule gives only some: what an appraiser may decide, and what is named where that was missed."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from math import floor, gcd

from domain.numbers import Exact

SCALE = 10**9
"""A number of a rubric file has at most nine decimals (docs/formats.md, "Files")."""
MOST_SUMS = 100_000
"""From here on every multiple of the sums' common divisor counts as one of them."""


def multiples(points: Exact, step: Exact, start: Exact = Decimal(0), *, least: int | None = 0) -> tuple[Fraction, Fraction]:
    """The two values start + k × step (k whole, not below `least`; None: any) that lie around the points; the first two where these lie before them."""
    times = floor((Fraction(points) - Fraction(start)) / Fraction(step))
    times = times if least is None else max(times, least)
    return Fraction(start) + times * Fraction(step), Fraction(start) + (times + 1) * Fraction(step)


def common_step(first: Decimal, second: Decimal) -> Fraction:
    """The smallest amount that whole times one of these (above 0) less whole times the other can come to."""
    return Fraction(gcd(int(first * SCALE), int(second * SCALE)), SCALE)


def sums(amount: Exact, parts: Collection[Decimal]) -> tuple[Fraction, Fraction]:
    """The two sums around an amount, not below 0, that can be made of the parts (all above 0), each any number of times."""
    wholes = [int(part * SCALE) for part in parts]
    unit = gcd(*wholes)
    below, most = floor(Fraction(amount) * SCALE / unit), floor(Fraction(amount) * SCALE / unit) + min(wholes) // unit + 1
    if most > MOST_SUMS:
        return multiples(amount, Fraction(unit, SCALE))
    found, mask = 1, (1 << (most + 1)) - 1  # bit n of `found`: n units are a sum; the first holds of none of the parts
    for part in wholes:
        shift = part // unit
        while shift <= most:
            found, shift = (found | found << shift) & mask, shift * 2
    down = (found & ((1 << (below + 1)) - 1)).bit_length() - 1
    beyond = found >> (below + 1)
    up = below + 1 + (beyond & -beyond).bit_length() - 1
    return Fraction(down * unit, SCALE), Fraction(up * unit, SCALE)
