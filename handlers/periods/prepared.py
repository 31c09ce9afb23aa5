"""What the secretariat prepared and nobody has answered, shown to whoever holds the chair's seat now."""

from datetime import datetime

from domain.people import CHAIR
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end
from handlers.periods.authority import back_to, missing_said, period_of, proposed_to
from handlers.periods.deadline import deadline_choice, proposed_said
from handlers.proposals import refuse_choice
from storage.periods import Period, PreparedMove


async def open_prepared(turn: Turn, period_id: str, act: str) -> Shown:
    """The opening, the new deadline or the reopening that waits: its words, its confirmation, the way to refuse it. Raises Outdated where none does."""
    period = await period_of(turn, period_id)
    turn.require(period.bloc_id, CHAIR)
    move = next((one for one in await turn.store.periods.prepared(period) if one.act == act and one.by != turn.me.id), None)
    if move is None:
        raise Outdated
    text, confirm = await _proposed(turn, period, move)
    missing = await missing_said(turn, period) if period.state == "open" or move.act == "reopen" else ()
    return end((text, *missing), (confirm, refuse_choice(period, move.act, move.by)), (back_to(period),))


async def _proposed(turn: Turn, period: Period, move: PreparedMove) -> tuple[Said, Choice]:
    match move.act:
        case "open":
            return proposed_to(period, "periods.proposed_open", move.by_name), choice(
                "periods.confirm_label", "periods.agree", period.id, period.revision, weight="main"
            )
        case "extend" | "reopen":
            number = await turn.store.periods.newest_proposal(period.id, move.act)
            kept = await turn.store.periods.proposal(number, period.id)
            if kept is None:
                raise Outdated
            text = proposed_said(period, datetime.fromisoformat(kept.new), kept.reason, move.by_name, reopens=kept.reopens)
            return text, deadline_choice(period, number)
    raise Outdated
