"""Numbers that a decimal comma took apart: in a mapping on one line `{plan: 100, actual: 96,5}` YAML reads actual 96 and an entry `5` that holds nothing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def joined(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The mapping with such numbers put together, and for each entry that was none what to say of it."""
    whole: dict[str, Any] = {}
    problems: dict[str, str] = {}
    before: str | None = None
    for name, value in data.items():
        number = whole.get(before) if before is not None else None
        if value is None and name.isascii() and name.isdigit() and isinstance(number, Decimal) and number == number.to_integral_value():
            assert before is not None  # it holds the number
            whole[before] = Decimal(f"{number}.{name}")
            problems[name] = f"`{before}` is written {number},{name}: a comma ends the number here, write {number}.{name}"
        else:
            whole[name] = value
            before = name
    return whole, problems
