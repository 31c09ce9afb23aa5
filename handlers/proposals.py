"""What the secretariat prepares reaches the chair as one confirmation: with what it rests on, a way to look, and a way to refuse."""

from domain.people import CHAIR
from domain.periods import PeriodAct
from handlers.flow import Choice, Said, Turn, choice, say
from storage.periods import Period


async def propose(turn: Turn, period: Period, act: PeriodAct, text: tuple[Said, ...], confirm: Choice) -> Said:
    """Puts the act before the chair; gives what its proposer is told: also that nobody holds the chair's seat yet."""
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    if not chairs:
        return say("periods.no_chair_yet")
    refuse = choice("periods.refuse_label", "periods.refuse", period.id, act, period.revision, turn.me.id)
    turn.tell(chairs, text, (confirm, refuse), (choice("periods.look_label", "periods.period", period.id),), of=period.bloc_id, lasting=True)
    return say("periods.sent_to_chair")
