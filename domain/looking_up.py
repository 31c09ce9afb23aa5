"""Criteria looked up by what somebody types: an address, that of a group, or words of a title."""

import re
from collections.abc import Collection

from domain.criteria.counts import Deduct
from domain.rubrics import Item, Leaf, Rubric
from domain.texts import fold

SHORTEST_SEARCH, LONGEST_SEARCH, LONGEST_ADDRESS = 3, 40, 24
SIGNS = re.compile(r"[.,/-]")
COUNTED = re.compile(r"(\d{1,2})\.(.+)")
"""An address whose section is counted: "2.3"."""


def named_in(rubric: Rubric, asked: tuple[Leaf | Item, ...], text: str, *, numbers: bool = False) -> Leaf | Item | None:
    """The criterion whose address somebody typed ("ii.3", "T1"), also without its points ("ii3"); a plain number ("1.2") names one only with `numbers`, where
    no answer is open that it could be."""
    typed = fold(text).replace(" ", "")
    is_worded = any(letter.isalpha() for letter in typed)
    if not (numbers or is_worded) or len(typed) > LONGEST_ADDRESS:
        return None
    exact = _at(asked, typed)
    return exact if exact or not is_worded else _named_without_points(rubric, asked, SIGNS.sub("", typed))


def _at(asked: Collection[Leaf | Item], typed: str) -> Leaf | Item | None:
    """What stands at this address, written in full or, of a bonus or penalty item, as people write it ("t1")."""
    return next((one for one in asked if typed == fold(one.address) or (isinstance(one, Item) and typed == fold(one.code))), None)


def _named_without_points(rubric: Rubric, asked: tuple[Leaf | Item, ...], bare: str) -> Leaf | Item | None:
    """The one criterion whose address has these letters and figures; none for the code of a violation, which is an answer."""
    codes = {fold(one.code) for leaf in rubric.leaves if isinstance(leaf.rule, Deduct) for one in leaf.rule.violations}
    found = [one for one in asked if bare == SIGNS.sub("", fold(one.address))]
    return found[0] if len(found) == 1 and bare not in codes else None


def matching_in(asked: Collection[Leaf | Item], text: str, *, whole: bool) -> tuple[Leaf | Item, ...]:
    """The criteria under an address that somebody typed ("I.2" for I.2a, I.2b), or with these words in their titles or those of the groups above them;
    with `whole` the last word too must be a whole one."""
    typed = fold(text)
    if not typed or len(typed) > LONGEST_SEARCH:
        return ()
    below = re.compile(rf"{re.escape(typed.replace(' ', ''))}(?:\.|(?<=\d)[a-z]|(?<=[a-z])\d)")
    under = tuple(one for one in asked if below.match(fold(one.address)))
    if under or len(typed) < SHORTEST_SEARCH:
        return under
    words = re.compile(rf"\b{re.escape(typed)}" + (r"\b" if whole else ""))
    return tuple(one for one in asked if any(words.search(fold(title)) for title in _titles(one)))


def _titles(one: Leaf | Item) -> tuple[str, ...]:
    """Under which titles a criterion is looked for: its own, and those of its groups."""
    return (one.title, *(group.title for group in one.parents)) if isinstance(one, Leaf) else (one.title,)


def found_in(rubric: Rubric, asked: tuple[Leaf | Item, ...], text: str) -> tuple[Leaf | Item, ...]:
    """What is meant where no number is asked: the criterion at an address, its section by code or counted ("II.3", "2.3"), or what `matching_in` finds."""
    typed = fold(text).replace(" ", "").rstrip(".")
    if (exact := _at(asked, typed)) is not None:
        return (exact,)
    address = _with_section(rubric, typed)
    named = _at(asked, address) or named_in(rubric, asked, text)
    return (named,) if named is not None else matching_in(asked, text if address == typed else address, whole=False)


def _with_section(rubric: Rubric, typed: str) -> str:
    """The address with its section's code where the section was counted."""
    counted = COUNTED.fullmatch(typed)
    if counted is None or not 0 < int(counted[1]) <= len(rubric.sections):
        return typed
    return f"{fold(rubric.sections[int(counted[1]) - 1].code)}.{counted[2]}"
