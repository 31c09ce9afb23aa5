"""The units of a bloc, and finding one by the names people write."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.people import Post
from domain.texts import fold


@dataclass(frozen=True)
class Unit:
    """A member unit; `aliases` are its other names (abbreviations, names before a merger), `post` is what it holds in the bloc this year, `former` the names
    it bore before it was renamed."""

    id: int
    bloc_id: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    post: Post | None = None
    former: tuple[str, ...] = ()

    @property
    def other_names(self) -> tuple[str, ...]:
        """What people may call it beside its name."""
        return (self.code, *self.aliases, *self.former)


def named(words: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that these words name, as they are typed: by the code where one has it, else by the name or an alias, else by a former name.

    Several where the words fit several, which a bloc file no longer allows; none where they fit none.
    """
    listed, folded = tuple(units), fold(words)
    if not folded:
        return ()
    by_letter = tuple(one for one in listed if one.code == words.strip())
    by_code = by_letter or tuple(one for one in listed if fold(one.code) == folded)
    by_name = by_code or tuple(one for one in listed if folded in {fold(name) for name in (one.name, *one.aliases)})
    return by_name or tuple(one for one in listed if folded in map(fold, one.former))


def shared_names(units: Iterable[Unit]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every code, name or alias that stands for several units, as it is first written, with the codes of those units."""
    written: dict[str, str] = {}
    bearers: dict[str, dict[str, None]] = {}
    for unit in units:
        for name in (unit.name, *unit.other_names):
            written.setdefault(fold(name), name.strip())
            bearers.setdefault(fold(name), {})[unit.code] = None
    return tuple((written[folded], tuple(codes)) for folded, codes in bearers.items() if folded and len(codes) > 1)
