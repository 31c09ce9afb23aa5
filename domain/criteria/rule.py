"""What every criterion rule is: built from a rubric file's data with its faults reported, asked in one of a few ways, checked, and worth points.

Points are exact; they are rounded once, at the leaf, by the rubric's rounding (domain/scoring.py). An answer outside its domain is refused,
never clamped in silence (docs/formats.md, "Rules").
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.commas import joined
from domain.numbers import Exact, is_whole
from domain.texts import clean, is_control, one_line

Report = Callable[[str], None]
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
"""A number as a file writes it (docs/formats.md, "Files")."""
LONG_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_ROWS = 60_000
"""More rows than a file of 1 MiB can hold, were each to say what it must."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`max` is the leaf's maximum in points; None for a bonus or penalty item without one."""

    kind: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]  # what an answer holds
    keys: ClassVar[frozenset[str]] = frozenset()  # what the rubric file may say besides `type`
    max: Decimal | None = None

    @classmethod
    def build(cls, data: "RuleData", max: Decimal | None) -> Self:
        """The rule as the file says it; faults go to `data`."""
        return cls(max=max)

    def check(self, answer: Answer) -> None:
        """Raises AnswerRefused unless the answer is of this rule and within its domain."""
        for name in self.fields:
            if answer.get(name) is None:
                raise AnswerRefused(f"`{name}` is missing")
        for name in answer:
            if name not in self.fields:
                raise AnswerRefused(f"`{one_line(name, 40)}` is not asked here")
        self._check(answer)

    def _check(self, answer: Answer) -> None:
        """What the rule itself refuses."""

    def points(self, answer: Answer) -> Exact:
        """The exact points of an answer that has been checked."""
        raise TypeError(f"{self.kind} is not worth points by itself")

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        """Points that the rule can give, those just below and just above these among them; these alone where it can give all within its ends."""
        return (points,)

    @property
    def lowest(self) -> Decimal:
        """The least points the rule can give."""
        return Decimal(0)

    @property
    def highest(self) -> Decimal | None:
        """The most points the rule can give; None where there is no end."""
        return self.max

    @property
    def ceiling(self) -> Decimal:
        """The leaf's maximum where there is one, else none worth naming (0)."""
        return self.max if self.max is not None else Decimal(0)


class FixedPoints(Rule, ABC):
    """A rule that gives one of a few points and nothing between them: those of a band, of a yes or a no."""

    @property
    @abstractmethod
    def given(self) -> tuple[Decimal, ...]:
        """All points that the rule can give; at least one."""

    def near(self, points: Decimal) -> tuple[Exact, ...]:
        return self.given

    @property
    def lowest(self) -> Decimal:
        return min(self.given)

    @property
    def highest(self) -> Decimal | None:
        return max(self.given)


@dataclass
class RuleData:
    """A mapping of a rubric file while it is read: each value is asked for with its kind, and what is wrong is reported once.

    `faults` counts what was reported here and in its rows.
    """

    data: Mapping[str, object]
    report_to: Report
    faults: int = 0

    def report(self, problem: str) -> None:
        """Reports what is wrong here."""
        self.faults += 1
        self.report_to(problem)

    def number(self, name: str, default: Decimal | None = None, *, low: Decimal | None = None, high: Decimal | None = None) -> Decimal:
        """A number; without a default it must be there."""
        value = self.data.get(name, default)
        if value is None:
            self.report(f"`{name}` is missing")
        elif (found := self._limited(name, value, low, high)) is not None:
            return found
        return default if default is not None else Decimal(0)

    def maybe_number(self, name: str, *, low: Decimal | None = None, high: Decimal | None = None) -> Decimal | None:
        """A number, or None where it is left out or null."""
        value = self.data.get(name)
        return None if value is None else self._limited(name, value, low, high)

    def _limited(self, name: str, value: object, low: Decimal | None, high: Decimal | None) -> Decimal | None:
        if not isinstance(value, Decimal):
            self.report(f"`{name}` must be a number{_written_otherwise(value)}")
        elif not NUMBER.fullmatch(f"{value:f}"):
            self.report(f"`{name}` must be a number{_written_otherwise(f'{value:f}')}")
        elif low is not None and value < low:
            self.report(f"`{name}` must not be below {low:f}")
        elif high is not None and value > high:
            self.report(f"`{name}` must not be above {high:f}")
        else:
            return value
        return None

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false; the default where it is left out."""
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            self.report(f"`{name}` must be true or false")
            return default
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Text that says something; without a default it must be there."""
        value = self.data.get(name, default)
        if value is None:
            self.report(f"`{name}` is missing")
        elif not isinstance(value, str):
            self.report(f"`{name}` must be text, in quotes")
        elif not clean(value) and name in self.data:
            self.report(f"`{name}` is empty")
        elif any(map(is_control, value)):
            self.report(f"`{name}` holds a control character")
        else:
            return value
        return default or ""

    def rows(self, name: str, *, least: int = 1) -> tuple["RuleData", ...]:
        """A list of mappings with at least so many rows."""
        value = self.data.get(name)
        if not isinstance(value, list) or len(value) < least:
            self.report(f"`{name}` must be a list{' with at least one row' if least else ''}")
            return ()
        if len(value) > MOST_ROWS:
            self.report(f"`{name}` has more than {MOST_ROWS} rows")
            return ()
        rows = tuple(self._row(name, at, row) for at, row in enumerate(value, 1) if isinstance(row, dict))
        if len(rows) < len(value):
            self.report(f"every row of `{name}` must be a mapping")
        return rows

    def _row(self, name: str, at: int, row: Mapping[str, object]) -> "RuleData":
        return RuleData(row, lambda problem: self.report(f"row {at} of `{name}`: {problem}"))

    def only(self, names: frozenset[str]) -> None:
        """Reports keys that are not named here."""
        _, commas = joined(self.data)
        for name in self.data:
            if name not in names:
                self.report(commas.get(name) or f"`{one_line(name, 40)}` is not known here")


def _written_otherwise(value: object) -> str:
    """How a number is written, and how this one is: in quotation marks, with too many digits, or not as a number at all."""
    if not isinstance(value, str) or not value:
        return ", written like 1000 or 7.5"
    if NUMBER.fullmatch(value):
        return ", written like 1000 or 7.5, without quotation marks"
    if LONG_NUMBER.fullmatch(value):
        return f" of at most 15 digits, and 9 behind the point, not {one_line(value, 30)}"
    return f", written like 1000 or 7.5, not {one_line(value, 30)}"


def decimal(answer: Answer, name: str) -> Decimal:
    """A number of an answer. Raises AnswerRefused where it is none."""
    value = answer[name]
    if not isinstance(value, Decimal):
        raise AnswerRefused(f"`{name}` must be a number{_written_otherwise(value)}")
    return value


def whole(answer: Answer, name: str, *, low: int | None = 0) -> int:
    """A whole number of an answer, not below `low`."""
    value = decimal(answer, name)
    if not is_whole(value):
        raise AnswerRefused(f"`{name}` must be a whole number")
    if low is not None and value < low:
        raise AnswerRefused(f"`{name}` must not be below {low}")
    return int(value)


def flag(answer: Answer, name: str) -> bool:
    """A yes or no of an answer. Raises AnswerRefused where it is none."""
    value = answer[name]
    if not isinstance(value, bool):
        raise AnswerRefused(f"`{name}` must be true or false")
    return value


def within(value: Decimal, name: str, low: Decimal, high: Decimal) -> None:
    """Raises AnswerRefused where the value is not from `low` to `high`, both allowed."""
    if not low <= value <= high:
        raise AnswerRefused(f"`{name}` must be from {low} to {high}")
