"""What the secretariat prepares reaches the chair as one confirmation: with what it rests on, a way to look, and a way to refuse. Nobody confirms what they
prepared themselves: who has come to decide on it meanwhile reads who does."""

from collections.abc import Collection

from domain.people import CHAIR
from domain.periods import PeriodAct
from handlers.delivery import names_of
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


async def waits_for_said(turn: Turn, people: Collection[int]) -> Said:
    """That these people confirm what the reader prepared; where there are none, how somebody may come to."""
    if not people:
        return say("appraisal.own_waits_for_nobody")
    return say("appraisal.own_waits", names=names_of(await turn.store.people.addressees(people)))
