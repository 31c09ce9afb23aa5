"""The words of a scoring table as a workbook, and the problems of a rubric in the words of people."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from config.catalogue import HERE
from domain.tables.words import Words


def _toml(stem: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{stem}.toml").read_text("utf-8"))


@cache
def table_words() -> Words:
    """The sentences of config/vi/rubric_table.toml by key."""
    found = _toml("rubric_table")
    return Words({key: text for key, text in found.items() if isinstance(text, str)})


@cache
def _problems() -> tuple[tuple[tuple[re.Pattern[str], str], ...], dict[str, str]]:
    words = dict(_toml("rubric_problems")["words"])
    names = words.pop("names")
    return tuple((_pattern(english), said) for english, said in words.items()), names


def problem_said(problem: str) -> str:
    """A fault of domain/rubric_reading.py as people read it; its own words where none are known."""
    patterns, names = _problems()
    for pattern, said in patterns:
        if found := pattern.fullmatch(problem):
            return said.format(**{blank: _blank_said(blank, text, names) for blank, text in found.groupdict().items()})
    return problem


def problem_named(problem: str) -> str:
    """A fault of domain/rubric_reading.py in its own English, what it names called as a workbook calls it."""
    names = _problems()[1]
    return re.sub(r"`([^`]+)`", lambda found: f"“{names.get(found[1], found[1])}”", problem)


def _blank_said(blank: str, text: str, names: Mapping[str, str]) -> str:
    """What stands in a blank: a problem within the problem, a field by its name, or a number."""
    if blank == "problem":
        return problem_said(text)
    return names.get(text, text.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", text) else text)


def _pattern(english: str) -> re.Pattern[str]:
    """The pattern of an English phrase with its blanks."""
    parts = re.split(r"\{(\w+)\}", english)
    return re.compile("".join(f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)))
