"""Who decides after closing, seen from the bloc: the chair on every unit the chair does not belong to; on the others, who stands in.

Whoever holds a seat of a unit has no part in it; nor of one that bears the same name in another bloc, for that is the same department. Where that leaves no
chair, the vice chair or the province's office decides, as on the chair's own unit.
"""

from collections.abc import Collection
from dataclasses import dataclass

from domain.people import CHAIR, CHAIRS, Role
from domain.texts import fold

STAND_INS = frozenset({Role.BLOC_VICE_CHAIR, Role.PROVINCE_OFFICE})
"""Who decides on the chair's own unit, and on any to which everybody who is chair belongs."""


@dataclass(frozen=True)
class Holder:
    """Somebody of the bloc: the roles they hold in it, the units of it they belong to, and the names under which they enter external criteria ("": any)."""

    person: int
    roles: frozenset[Role]
    units: frozenset[int] = frozenset()
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Deciders:
    """The bloc's people as they are seated now, and which unit holds the chair; None where none does."""

    chair_unit_id: int | None
    holders: tuple[Holder, ...] = ()

    def belongs(self, person: int, unit_ids: Collection[int]) -> bool:
        """Whether somebody belongs to one of these units."""
        return any(one.person == person and one.units & set(unit_ids) for one in self.holders)

    def lacks_chair(self, unit_ids: Collection[int]) -> bool:
        """Whether others stand in for the chair on these units together: one is the chair's own, or whoever is chair belongs to one of them."""
        chairs = [one for one in self.holders if one.roles & CHAIR]
        return self.chair_unit_id in unit_ids or (bool(chairs) and all(one.units & set(unit_ids) for one in chairs))

    def rule(self, unit_ids: Collection[int]) -> list[int]:
        """The people who decide on these units together where the rules leave it to people, and answer what is proposed for them."""
        return self._free(STAND_INS if self.lacks_chair(unit_ids) else CHAIR, unit_ids)

    def appraise(self, unit_id: int) -> list[int]:
        """The people who may decide on this unit's scores."""
        return self._free(CHAIRS | STAND_INS if self.lacks_chair({unit_id}) else CHAIRS, {unit_id})

    def stands_in(self, unit_id: int) -> list[int]:
        """Who is asked to appraise a unit on which the chair has no part: the vice chair; where no vice chair may, the province's office. Nobody where a
        chair may."""
        if not self.lacks_chair({unit_id}):
            return []
        return self._free({Role.BLOC_VICE_CHAIR}, {unit_id}) or self._free(STAND_INS, {unit_id})

    def answer(self, unit_id: int, proposed_by: int | None = None) -> list[int]:
        """The people who answer what is proposed for this unit's scores: who rules on it, and where that is nobody, whoever else may appraise it. Nobody
        answers what they proposed themselves."""
        for people in (self.rule({unit_id}), self.appraise(unit_id)):
            if others := [person for person in people if person != proposed_by]:
                return others
        return []

    def confirm(self, unit_ids: Collection[int], proposed_by: int | None) -> list[int]:
        """The people who may confirm what somebody prepared on these units together: who decides on them, but for whoever prepared it."""
        return [person for person in self.rule(unit_ids) if person != proposed_by]

    def enter(self, appraiser: str, unit_id: int) -> list[int]:
        """The people who may enter an external criterion for this unit; `appraiser` is whom the table names for it ("": nobody)."""
        named = [one for one in self.holders if any(rates(scope, appraiser) for scope in one.scopes)]
        return [one.person for one in named if unit_id not in one.units]

    def _free(self, roles: Collection[Role], unit_ids: Collection[int]) -> list[int]:
        return [one.person for one in self.holders if one.roles & frozenset(roles) and not one.units & set(unit_ids)]


def rates(scope: str, appraiser: str) -> bool:
    """Whether an appraiser of this name enters a criterion of that one; where either names nobody, anyone does."""
    return not scope or not appraiser or fold(scope) == fold(appraiser)
