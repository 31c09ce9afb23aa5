"""What a unit answers to a criterion: a small mapping whose keys its rule knows. Stored as JSON with every decimal as text, so that it returns exactly."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from domain.errors import RuleError

Value: TypeAlias = Decimal | bool | str | Mapping[str, Decimal] | None
Answer: TypeAlias = Mapping[str, Value]

NUMBERS = frozenset({"points", "value", "rate", "plan", "actual", "days_late", "count", "plus", "minus", "misses"})


class AnswerRefused(RuleError):
    """The answer is not of its rule; `problem` is a plain English phrase for files."""

    key = "criteria.answer_refused"

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem


def to_json(answer: Answer) -> str:
    """The answer as canonical JSON: keys sorted, decimals as text."""
    return json.dumps(_plain(answer), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Answer:
    """The answer that `to_json` wrote."""
    data = json.loads(text)
    return {key: _value(key, value) for key, value in data.items()}


def normal(answer: Answer) -> Answer:
    """The answer in the one form in which it is read today: days early are day 0."""
    days = answer.get("days_late")
    return {**answer, "days_late": Decimal(0)} if isinstance(days, Decimal) and days < 0 else answer


def is_not_applicable(answer: Answer) -> bool:
    """Whether the unit says that the criterion does not apply to it."""
    return answer.get("not_applicable") is True


def _plain(answer: Answer) -> dict[str, object]:
    return {key: _text(value) for key, value in answer.items()}


def _text(value: Value) -> object:
    match value:
        case Decimal():
            return format(value, "f")
        case Mapping():
            return {code: format(count, "f") for code, count in value.items()}
        case _:
            return value


def _value(key: str, value: object) -> Value:
    if key in NUMBERS and isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation as fault:
            raise AnswerRefused("is not a number") from fault
    if isinstance(value, dict):
        return {code: Decimal(str(count)) for code, count in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    raise AnswerRefused("is not of its rule")
