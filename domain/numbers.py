"""Numbers as officials type them: 7,5 · 7.5 · 7 5 · 1.234,5 — and what to do where one text has two readings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from functools import reduce
from typing import Literal, Self, TypeAlias

from domain.errors import RuleError
from domain.texts import clean

Rounding = Literal["half_up", "half_even", "down"]

Exact: TypeAlias = Decimal | Fraction
"""Points before they are rounded: a fraction where the rule divides."""

WIDE = Context(prec=120)
"""Wide enough for whatever a file of 1 MiB can add up to."""
EXACT = Context(prec=120, traps=[Inexact])
"""The same for sums and products: were it not wide enough, it would raise instead of rounding."""
MODES: dict[Rounding, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}

PLAIN = re.compile(r"-?\d{1,15}")
POINTED = re.compile(r"-?\d{1,15}[.,]\d{1,9}")
SPACED = re.compile(r"-?\d{1,15} \d{1,9}")
GROUPED_BY_DOT = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d{1,9})?")
GROUPED_BY_COMMA = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d{1,9})?")
GROUPED_BY_SPACE = re.compile(r"-?[1-9]\d{0,2}( \d{3})+([.,]\d{1,9})?")


class NotRead(RuleError):
    """A text gives no answer to what is asked."""

    key = "criteria.answer_refused"


class NotANumber(NotRead):
    """No number could be read."""

    key = "criteria.not_a_number"


class AmbiguousNumber(RuleError):
    """The text has two readings, both allowed here: `first` and `second`, as they are typed so that each has but one."""

    key = "criteria.ambiguous_number"


class OutOfRange(RuleError):
    """The number lies outside what is allowed."""

    key = "criteria.out_of_range"


class BelowRange(RuleError):
    """The number lies below what is allowed, and there is no upper end to name."""

    key = "criteria.below_range"


class NotWhole(RuleError):
    """A whole number is asked."""

    key = "criteria.not_whole"


class NotAMultiple(RuleError):
    """Points go in steps here; `below` and `above` are the nearest that do."""

    key = "criteria.not_a_multiple"

    @classmethod
    def of(cls, value: Decimal, step: Decimal) -> Self:
        """The refusal of a value that is no multiple of the step."""
        below = value - value % step
        return cls(step=step, below=below, above=below + step)


@dataclass(frozen=True)
class Range:
    """What is allowed: both ends inclusive, a missing end is open."""

    low: Decimal | None = Decimal(0)
    high: Decimal | None = None
    whole: bool = False

    @property
    def example(self) -> Decimal:
        """A number that fits, to be shown to people: 7,5, or a whole one; within the ends."""
        wished = Decimal(3) if self.whole else Decimal("7.5")
        if self.high is not None and wished > self.high:
            wished = self.high
        return max(wished, self.low) if self.low is not None else wished

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies within the ends, which belong to it; `whole` is not looked at."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def readings(text: str) -> tuple[Decimal, ...]:
    """Every number the text can mean."""
    text = clean(text)
    found: list[str] = []
    if PLAIN.fullmatch(text):
        found.append(text)
    if POINTED.fullmatch(text):
        found.append(text.replace(",", "."))
    if GROUPED_BY_DOT.fullmatch(text):
        found.append(text.replace(".", "").replace(",", "."))
    if GROUPED_BY_COMMA.fullmatch(text):
        found.append(text.replace(",", ""))
    if GROUPED_BY_SPACE.fullmatch(text):
        found.append(text.replace(" ", "").replace(",", "."))
    elif SPACED.fullmatch(text):
        found.append(text.replace(" ", "."))
    return tuple(dict.fromkeys(Decimal(one) or Decimal(0) for one in found))


def read_number(text: str, allowed: Range) -> Decimal:
    """The one allowed number the text means. Raises NotANumber, AmbiguousNumber, NotWhole, OutOfRange or BelowRange."""
    found = readings(text)
    if not found:
        raise NotANumber(text=text[:60], example=allowed.example)
    fitting = [value for value in found if allowed.holds(value) and (not allowed.whole or is_whole(value))]
    if len(fitting) > 1:
        raise AmbiguousNumber(text=text, first=unmistakable(fitting[0]), second=unmistakable(fitting[1]))
    if not fitting:
        raise _refusal(found, allowed)
    return fitting[0]


def unmistakable(value: Decimal) -> str:
    """The number as it can be typed with one reading only: no dots, and never three decimals, which could be thousands."""
    plain = format(value, "f")
    if "." not in plain:
        return plain
    whole, _, rest = plain.partition(".")
    rest = rest.rstrip("0")
    return whole if not rest else f"{whole},{rest}0" if len(rest) == 3 else f"{whole},{rest}"


def _refusal(found: Iterable[Decimal], allowed: Range) -> RuleError:
    if allowed.whole and not any(is_whole(value) for value in found):
        return NotWhole(example=allowed.example)
    if allowed.high is None:
        return BelowRange(low=allowed.low if allowed.low is not None else Decimal(0))
    return OutOfRange(low=allowed.low if allowed.low is not None else Decimal(0), high=allowed.high)


def is_whole(value: Decimal) -> bool:
    """Whether nothing stands behind the comma: 3 and 3,0."""
    return value == value.to_integral_value()


def rounded(value: Exact, places: int, mode: Rounding) -> Decimal:
    """The value with so many decimals; half_up takes halves away from zero, down goes towards zero (docs/formats.md, "Rubric")."""
    if isinstance(value, Decimal):
        near = value.quantize(Decimal(1).scaleb(-places), MODES[mode], WIDE)
        return near or near.copy_abs()  # there is no -0.00
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    twice = 2 * rest
    if mode != "down" and (twice > value.denominator or (twice == value.denominator and (mode == "half_up" or whole % 2))):
        whole += 1
    return Decimal(whole if value >= 0 else -whole).scaleb(-places, WIDE)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum, however many digits it has."""
    return reduce(EXACT.add, values, Decimal(0))


def exact_product(first: Decimal, second: Decimal) -> Decimal:
    """The product, however many digits it has."""
    return EXACT.multiply(first, second)


def percent(value: Decimal) -> Decimal:
    """A hundredth of the value."""
    return value.scaleb(-2, EXACT)


def quotient(dividend: Decimal, divisor: Decimal) -> Fraction:
    """The exact quotient."""
    (above, below), (over, under) = dividend.as_integer_ratio(), divisor.as_integer_ratio()
    return Fraction(above * under, below * over)


def places_of(value: Decimal) -> int:
    """How many decimals the value really has."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
