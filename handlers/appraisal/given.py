"""What the units gave and said of their criteria, a whole period at once: counted where it is listed, and marked, so that nobody judges what they were not
shown. A mark is a check sum, short enough for a button, of all that a unit can change of a criterion under somebody's eyes."""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from domain.judgements import NOTHING
from handlers.appraisal.piles import Pile
from handlers.flow import Turn
from handlers.results import Result, UnitResult, result_of
from storage.explanations import Explanation
from storage.periods import Period

SAID = ("question:", "appeal:")
"""Where the files lie that came with what a unit said since closing, beside a criterion's address."""


@dataclass(frozen=True)
class Given:
    """By sheet and address: the explanation beside an answer, the ids of the files and documents, and what was asked and said since closing."""

    result: Result
    explained: Mapping[tuple[int, str], str]
    pieces: Mapping[tuple[int, str], tuple[int, ...]]
    said: Mapping[tuple[int, str], tuple[Explanation, ...]]

    def mark(self, unit: UnitResult, address: str) -> str:
        """What a unit gave of one criterion and said of it: its answer and the points it comes to, its evidence, what it was asked and answered, and its
        explanation, with their files."""
        sheet_id, target = unit.place.sheet_id, self.result.rubric.at(address)
        place = (sheet_id, address)
        points = unit.own.points_of(target) if target is not None else None
        files = [self.pieces.get((sheet_id, f"{beside}{address}"), ()) for beside in ("", *SAID)]
        words = [(one.id, one.text, one.at) for one in self.said.get(place, ())]
        return check_sum((unit.answers.get(address), points, self.explained.get(place), files, words))

    def marks(self, pile: Pile) -> str:
        """The marks of several criteria as one, with the proposals that wait on them."""
        return check_sum(
            [
                (unit.place.sheet_id, one, proposed.id if (proposed := unit.standing.get(one, NOTHING).proposed) else 0, self.mark(unit, one))
                for unit, addresses in pile
                for one in addresses
            ]
        )

    def count(self, unit: UnitResult, address: str) -> int:
        """How many pieces of evidence stand beside an answer."""
        return len(self.pieces.get((unit.place.sheet_id, address), ()))

    def owes(self, unit: UnitResult, address: str) -> bool:
        """Whether a question on this criterion waits for the unit's answer."""
        return any(one.kind == "question" and not one.text for one in self.said.get((unit.place.sheet_id, address), ()))

    def answered(self, unit: UnitResult, address: str) -> bool:
        """Whether the unit has answered what it was asked of this criterion."""
        return any(one.kind == "question" and one.text for one in self.said.get((unit.place.sheet_id, address), ()))


def check_sum(found: object) -> str:
    """A short mark of what was shown, fit for a button."""
    return f"{crc32(repr(found).encode()) & 0xFFFFFF:x}"


async def given_of(turn: Turn, result: Result) -> Given:
    """What stands beside the criteria of the result's period now."""
    period_id = result.period.id
    said: dict[tuple[int, str], tuple[Explanation, ...]] = {}
    for one in await turn.store.explanations.of_period(period_id):
        said[one.sheet_id, one.address] = (*said.get((one.sheet_id, one.address), ()), one)
    return Given(result, await turn.store.sheets.explained(period_id), await turn.store.evidence.of_period(period_id), said)


async def given_now(turn: Turn, period: Period) -> Given:
    """What stands beside the criteria of the period now, with its result."""
    return await given_of(turn, await result_of(turn, period))
