"""Texts with several readings: what each reading is, so that people can choose one. Nothing is guessed."""

import re
from dataclasses import dataclass

from domain.errors import RuleError
from domain.numbers import AmbiguousNumber, readings, unmistakable
from domain.reading import NUMBER, UnitDoubted, is_bare_answer, read_answer
from domain.rubrics import Item, Leaf
from domain.texts import clean


@dataclass(frozen=True)
class Meant:
    """One of the readings of a text: how it is named, and the text with this reading only."""

    name: str
    text: str


def readings_of(text: str, doubt: AmbiguousNumber | UnitDoubted) -> tuple[Meant, ...]:
    """What a text can mean that was doubted. A number's reading holds for all numbers before the evidence that are written like it."""
    plain, facts = clean(text), doubt.facts
    if isinstance(doubt, UnitDoubted):
        return (Meant(str(facts["plain"]), plain.replace(str(facts["text"]), str(facts["plain"]), 1)),)
    return tuple(Meant(str(facts[name]), _read_as(plain, at)) for at, name in enumerate(("first", "second")))


def _read_as(text: str, which: int) -> str:
    head, dash, evidence = (*re.split(r"(\s[-–—]\s)", text, maxsplit=1), "", "")[:3]

    def plainly(found: re.Match[str]) -> str:
        meant = readings(found[0])
        return unmistakable(meant[which]) if len(meant) > 1 else found[0]

    return re.sub(NUMBER, plainly, head) + dash + evidence


def whole_readings(target: Leaf | Item, text: str) -> tuple[Meant, ...]:
    """The readings of a text that is an answer to the criterion as a whole, none where it is something else. Raises the RuleError of a bare number that
    does not fit."""
    is_bare = is_bare_answer(text)
    try:
        reading = read_answer(target, text)
    except (AmbiguousNumber, UnitDoubted) as doubt:
        return readings_of(text, doubt) if is_bare else ()
    except RuleError:
        if is_bare and "/" not in text:
            raise
        return ()
    return (Meant("", text),) if is_bare or not reading.evidence else ()
