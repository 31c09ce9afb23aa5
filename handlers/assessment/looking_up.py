"""Criteria looked up by what somebody types: an address, that of a group, or words of a title."""

import re

from domain.criteria.counts import Deduct
from domain.rubrics import Item, Leaf, Rubric
from domain.texts import fold
from handlers.criteria import shown_address

SHORTEST_SEARCH, LONGEST_SEARCH, LONGEST_ADDRESS = 3, 40, 24
SIGNS = re.compile(r"[.,/-]")


def named_in(rubric: Rubric, asked: tuple[Leaf | Item, ...], text: str, *, numbers: bool = False) -> Leaf | Item | None:
    """The criterion whose address somebody typed ("ii.3", "T1"), also without its points ("ii3"); a plain number ("1.2") names one only with `numbers`, where
    no answer is open that it could be."""
    typed = fold(text).replace(" ", "")
    is_worded = any(letter.isalpha() for letter in typed)
    if not (numbers or is_worded) or len(typed) > LONGEST_ADDRESS:
        return None
    exact = next((one for one in asked if typed in {fold(one.address), fold(shown_address(one))}), None)
    return exact if exact or not is_worded else _named_without_points(rubric, asked, SIGNS.sub("", typed))


def _named_without_points(rubric: Rubric, asked: tuple[Leaf | Item, ...], bare: str) -> Leaf | Item | None:
    """The one criterion whose address has these letters and figures; none for the code of a violation, which is an answer."""
    codes = {fold(one.code) for leaf in rubric.leaves if isinstance(leaf.rule, Deduct) for one in leaf.rule.violations}
    found = [one for one in asked if bare == SIGNS.sub("", fold(one.address))]
    return found[0] if len(found) == 1 and bare not in codes else None


def matching_in(rubric: Rubric, text: str, *, whole: bool) -> tuple[Leaf, ...]:
    """The criteria under an address that somebody typed ("I.2" for I.2a, I.2b), or with these words in their titles or those of the groups above them;
    with `whole` the last word too must be a whole one."""
    typed = fold(text)
    if not typed or len(typed) > LONGEST_SEARCH:
        return ()
    under = tuple(leaf for leaf in rubric.own_leaves if re.match(rf"{re.escape(typed.replace(' ', ''))}\.?[a-z\d]", fold(leaf.address)))
    if under or len(typed) < SHORTEST_SEARCH:
        return under
    words = re.compile(rf"\b{re.escape(typed)}" + (r"\b" if whole else ""))
    return tuple(leaf for leaf in rubric.own_leaves if any(words.search(fold(title)) for title in _titles(leaf)))


def _titles(leaf: Leaf) -> tuple[str, ...]:
    """Under which titles a criterion is looked for: its own, and those of its groups."""
    return (leaf.title, *(group.title for group in leaf.parents))
