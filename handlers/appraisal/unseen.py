"""What deserves a look before it is accepted with all the rest: criteria without evidence, and those on which the unit still owes an answer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.criteria.answers import from_json
from domain.rubrics import Leaf
from domain.sheets import needs_proof
from handlers.appraisal.board import joined
from handlers.criteria import shown_address
from handlers.flow import Said, Turn, say
from handlers.results import Result, UnitResult

NAMED_AT_MOST = 6
"""More criteria than these are only counted."""


@dataclass(frozen=True)
class Unseen:
    """What stands beside the criteria of a period, by sheet: where evidence lies, and on what a question waits for its answer."""

    result: Result
    proven: Mapping[int, Collection[str]]
    asked: Collection[tuple[int, str]]

    def notes(self, unit: UnitResult, addresses: Collection[str]) -> Said | None:
        """What is to be said of these criteria of a unit; None for nothing."""
        sheet_id = unit.place.sheet_id
        unproven = [one for one in addresses if self._lacks_proof(unit, one)]
        unanswered = [one for one in addresses if (sheet_id, one) in self.asked]
        notes = [say("appraisal.unproven", which=self._named(unproven))] if unproven else []
        notes += [say("appraisal.unanswered", which=self._named(unanswered))] if unanswered else []
        return joined(notes) if notes else None

    def unanswered(self, pile: Iterable[tuple[UnitResult, Collection[str]]]) -> int:
        """On how many of these criteria a question waits for its answer."""
        return sum((unit.place.sheet_id, one) in self.asked for unit, addresses in pile for one in addresses)

    def _lacks_proof(self, unit: UnitResult, address: str) -> bool:
        """Whether the table asks for evidence here, or a bonus is claimed, and none was given; what was explained instead counts as lacking."""
        target = self.result.rubric.at(address)
        if target is None or address in self.proven.get(unit.place.sheet_id, ()):
            return False
        return needs_proof(target, from_json(unit.answers[address])) if isinstance(target, Leaf) else address.startswith("bonus.")

    def _named(self, addresses: Collection[str]) -> Said | str:
        if len(addresses) > NAMED_AT_MOST:
            return say("appraisal.so_many", count=len(addresses))
        return ", ".join(shown_address(target) for one in addresses if (target := self.result.rubric.at(one)))


async def unseen_of(turn: Turn, result: Result) -> Unseen:
    said = await turn.store.explanations.of_period(result.period.id)
    asked = {(one.sheet_id, one.address) for one in said if one.kind == "question" and not one.text}
    return Unseen(result, await turn.store.evidence.proven(result.period.id), asked)
