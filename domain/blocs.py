"""What blocs are called among one another."""

from collections.abc import Mapping

from domain.texts import fold

KINDS = ("khoi thi dua", "cum thi dua", "khoi", "cum")
PLACES = ("thanh pho", "tinh", "tp", "tp.")
"""Words of a bloc's name, folded: what it opens with, and what stands before the name of its province or city."""


def short_names(names: Mapping[str, str]) -> Mapping[str, str]:
    """Blocs' names as short as they still tell them apart ("Kinh tế ngành" of "Khối thi đua kinh tế ngành tỉnh Hà Nam"): a phone cuts a button after some
    40 letters, and what blocs have in common would leave no room for what follows."""
    for short in (_core, _without_kind):
        found = {id: short(name) for id, name in names.items()}
        if len({fold(one) for one in found.values()}) == len(found):
            return found
    return names


def _core(name: str) -> str:
    """Without the place it ends with; a place has a capital letter, so that words for many of them are none."""
    words = _without_kind(name).split()
    for at in range(1, len(words)):
        behind = next((at + len(place.split()) for place in PLACES if _stands(words, at, place)), None)
        if behind is not None and behind < len(words) and words[behind][0].isupper():
            return " ".join(words[:at])
    return " ".join(words)


def _without_kind(name: str) -> str:
    words = name.split()
    kind = next((kind for kind in KINDS if _stands(words, 0, kind)), "")
    rest = " ".join(words[len(kind.split()) :]) or name
    return rest[:1].upper() + rest[1:]


def _stands(words: list[str], at: int, phrase: str) -> bool:
    """Whether a folded phrase stands at this word."""
    count = len(phrase.split())
    return fold(" ".join(words[at : at + count])) == phrase
