"""A period's states and who moves it: preparing → open → closed → published; a closed or published one may be reopened with a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from domain.errors import RuleError
from domain.people import CHAIR, STAFF, NotAllowed, Role

PeriodState = Literal["preparing", "open", "closed", "published"]
PeriodAct = Literal["open", "drop", "close", "extend", "amend", "reopen", "publish"]
PreparedAct = PeriodAct | Literal["freeze"]
"""What the secretariat prepares and the chair confirms."""


@dataclass(frozen=True)
class Move:
    """What an act does to a period: from which states, to which (None: it stays), decided by whom."""

    act: PeriodAct
    states: frozenset[PeriodState]
    to: PeriodState | None
    roles: frozenset[Role] = CHAIR


MOVES: dict[PeriodAct, Move] = {
    "open": Move("open", frozenset({"preparing"}), "open"),
    "drop": Move("drop", frozenset({"preparing"}), None, STAFF),
    "close": Move("close", frozenset({"open"}), "closed"),
    "extend": Move("extend", frozenset({"preparing", "open"}), None),
    "amend": Move("amend", frozenset({"preparing", "open"}), None),
    "reopen": Move("reopen", frozenset({"closed", "published"}), "open"),
    "publish": Move("publish", frozenset({"closed"}), "published"),
}


class NotInThisState(RuleError):
    """The period stands where this act makes no sense."""

    key = "periods.not_in_this_state"


class AmendedAfterClosing(NotInThisState):
    """The table of a closed period stays as it is: it is changed only once units can answer again."""

    key = "periods.amended_after_closing"


class DeadlineTooEarly(RuleError):
    """A new deadline must lie after the old one."""

    key = "periods.deadline_too_early"


def require_period_act(act: PeriodAct, state: PeriodState, roles: Collection[Role]) -> Move:
    """The act's move, for somebody with these roles in the period's bloc. Raises NotAllowed unless they decide on it, else what `require_move` raises."""
    if not MOVES[act].roles & frozenset(roles):
        raise NotAllowed
    return require_move(act, state)


def require_move(act: PeriodAct, state: PeriodState) -> Move:
    """The act's move. Raises NotInThisState where the period's state does not allow it."""
    move = MOVES[act]
    if state not in move.states:
        raise AmendedAfterClosing if act == "amend" else NotInThisState
    return move
