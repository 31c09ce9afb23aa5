"""A unit's sheet: its states, what it still lacks before it may be submitted, and the bytes a receipt vouches for."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Literal

from domain.criteria.answers import Answer, is_not_applicable, to_json
from domain.criteria.relative import RelativeToLeader
from domain.errors import RuleError
from domain.people import LEADERS, UNIT_ROLES, NotAllowed, Role
from domain.reading.following import is_spelled_number
from domain.rubrics import Leaf, Rubric
from domain.texts import is_in_words

SheetState = Literal["empty", "filling", "awaiting_leader", "returned", "submitted"]
SheetAct = Literal["fill", "ask_leader", "return", "submit", "withdraw"]

SHORTEST_EXPLANATION, SHORTEST_REASON = 10, 5
MOVES: Mapping[SheetAct, frozenset[SheetState]] = {
    "fill": frozenset({"empty", "filling", "awaiting_leader", "returned"}),
    "ask_leader": frozenset({"filling", "returned"}),
    "return": frozenset({"awaiting_leader"}),
    "submit": frozenset({"filling", "awaiting_leader", "returned"}),
    "withdraw": frozenset({"submitted"}),
}
"""From which states each act is possible, while the period is open."""
MAY: Mapping[SheetAct, frozenset[Role]] = {
    "fill": UNIT_ROLES | {Role.SECRETARIAT},
    "ask_leader": UNIT_ROLES,
    "return": LEADERS,
    "submit": LEADERS | {Role.SECRETARIAT},
    "withdraw": LEADERS | {Role.SECRETARIAT},
}
"""Who may do each act, by the role somebody has towards this very sheet: a seat in its unit; the secretariat where it enters the sheet from paper."""
BY_AUTHORITY = frozenset({"submit", "withdraw"})
"""What the unit's focal point may do whom the leader authorised."""
UNTIL_THE_DEADLINE = frozenset({"fill", "ask_leader", "submit"})
"""What ends at the deadline of a period that takes nothing late."""


class PeriodClosed(RuleError):
    """The period takes no answers now."""

    key = "assessment.period_closed"
    is_for_good = True


class PeriodNotOpenYet(RuleError):
    """The period is still being prepared."""

    key = "assessment.period_not_open_yet"


class DeadlineOver(RuleError):
    """The deadline has passed, and this period takes nothing late."""

    key = "assessment.deadline_over"
    is_for_good = True


class SubmittedAlready(RuleError):
    """A submitted sheet is withdrawn before it is changed."""

    key = "assessment.submitted_already"


class SubmittedForGood(RuleError):
    """A submitted sheet is not withdrawn after the deadline."""

    key = "assessment.submitted_for_good"
    is_for_good = True


class NotInThisState(RuleError):
    """The sheet stands where this act makes no sense."""

    key = "assessment.not_in_this_state"
    is_for_good = True


class ExplanationTooShort(RuleError):
    """An explanation says something."""

    key = "assessment.explanation_too_short"


class ReasonTooShort(RuleError):
    """Why a criterion does not apply must be said."""

    key = "assessment.reason_too_short"


def require_explanation(text: str) -> None:
    """Raises ExplanationTooShort for a text that explains nothing: too short, dots alone, or a number in words."""
    if not is_in_words(text, SHORTEST_EXPLANATION) or is_spelled_number(text):
        raise ExplanationTooShort


def require_reason(text: str) -> None:
    """Raises ReasonTooShort for a text that gives no reason why a criterion does not apply."""
    if not is_in_words(text, SHORTEST_REASON):
        raise ReasonTooShort


def require_sheet_act(
    act: SheetAct, sheet: SheetState, period: str, roles: Collection[Role], *, is_over: bool, is_late: bool = False, is_authorised: bool = False
) -> None:
    """Raises NotAllowed unless somebody with these roles towards the sheet may do this, `is_authorised` by its leader or not; else what
    `require_sheet_state` raises."""
    may = MAY[act] | UNIT_ROLES if is_authorised and act in BY_AUTHORITY else MAY[act]
    if not may & frozenset(roles):
        raise NotAllowed
    require_sheet_state(act, sheet, period, is_over=is_over, is_late=is_late)


def require_sheet_state(act: SheetAct, sheet: SheetState, period: str, *, is_over: bool, is_late: bool = False) -> None:
    """Raises PeriodNotOpenYet, PeriodClosed, DeadlineOver, SubmittedAlready, SubmittedForGood or NotInThisState unless the act is possible for somebody.
    `is_late`: the deadline has passed; `is_over`: it has, and the period takes nothing late, whether or not it was closed yet."""
    if period != "open":
        raise PeriodNotOpenYet if period == "preparing" else PeriodClosed
    if is_over and act in UNTIL_THE_DEADLINE:
        raise DeadlineOver
    if sheet not in MOVES[act]:
        if sheet != "submitted":
            raise NotInThisState
        raise SubmittedForGood if is_late else SubmittedAlready


@dataclass(frozen=True)
class Lack:
    """What a sheet lacks: criteria without an answer, and answers without the evidence or explanation their policy asks for."""

    unanswered: tuple[Leaf, ...]
    unproven: tuple[Leaf, ...]

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.unproven)


def lacking(rubric: Rubric, answers: Mapping[str, Answer], proven: Collection[str], explained: Collection[str]) -> Lack:
    """What is missing; `proven` and `explained` are the addresses with evidence, and with an explanation."""
    unanswered = tuple(leaf for leaf in rubric.own_leaves if leaf.address not in answers)
    return Lack(
        unanswered,
        tuple(
            leaf
            for leaf in rubric.own_leaves
            if leaf.address in answers
            and needs_proof(leaf, answers[leaf.address])
            and leaf.address not in proven
            and not (leaf.evidence == "required_or_explained" and leaf.address in explained)
        ),
    )


def needs_proof(leaf: Leaf, answer: Answer) -> bool:
    """Whether this answer must be proven (or explained): not where it claims no points, or the criterion does not apply."""
    if leaf.evidence == "optional" or is_not_applicable(answer):
        return False
    return isinstance(leaf.rule, RelativeToLeader) or leaf.rule.points(answer) > Fraction(0)


def canonical(unit: str, period: int, rubric: Rubric, answers: Mapping[str, tuple[Answer, str]], evidence: Iterable[tuple[str, str, str]]) -> str:
    """The sheet as canonical JSON: keys sorted, no blanks. `answers` by address with explanation; evidence as (address, text or name, sha256)."""
    body = {
        "format": "ktd-receipt/1",
        "unit": unit,
        "period": period,
        "rubric": rubric.id,
        "answers": {address: {"answer": json.loads(to_json(answer)), "explanation": why} for address, (answer, why) in answers.items()},
        "evidence": sorted([list(one) for one in evidence]),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(sheet: str) -> str:
    """The SHA-256 of a canonical sheet, in hexadecimal."""
    return sha256(sheet.encode()).hexdigest()


def receipt_code(unit: str, period: int, version: int, sha: str) -> str:
    """The code on the receipt: unit, period, version and the first eight letters of the hash."""
    return f"{unit}-{period}-{version}-{sha[:8].upper()}"
