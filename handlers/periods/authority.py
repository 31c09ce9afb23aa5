"""A period on the table: who may see it, who decides on it, and the words and choices every screen of it shares."""

from domain.people import CHAIR, STAFF
from domain.periods import PeriodAct, PreparedAct, require_period_act
from handlers.flow import Choice, Outdated, Said, Turn, choice, say
from handlers.proposals import outdate_proposals, propose
from storage.periods import LateDays, Period


async def period_of(turn: Turn, period_id: str) -> Period:
    """The period, if the person is of its bloc's staff."""
    return await turn.period(period_id, STAFF)


async def decided(turn: Turn, period_id: str, act: PeriodAct, revision: str | None) -> Period:
    """The period, if the person decides on it and it stands as the button was drawn."""
    period = await period_of(turn, period_id)
    require_period_act(act, period.state, turn.me.roles(period.bloc_id))
    if revision is not None and str(period.revision) != revision:
        raise Outdated
    return period


async def moved(turn: Turn, period: Period, to: str) -> Period:
    """The period in its new state. Raises Outdated where somebody has changed it meanwhile."""
    after = await turn.store.periods.move_state(period, "open" if to == "open" else "closed", turn.now)
    if after is None:
        raise Outdated
    await outdate_proposals(turn, period)
    return after


async def require_waiting(turn: Turn, period: Period, act: PreparedAct) -> None:
    """Raises Outdated unless the act waits for the chair, prepared by somebody else: not once it was refused or withdrawn."""
    if not any(one.act == act and one.by != turn.me.id for one in await turn.store.periods.prepared(period)):
        raise Outdated


async def ask_chair(turn: Turn, period: Period, act: PeriodAct, text: str, tap: str, *args: str) -> Said:
    """Puts before the chair, as one confirmation, what the secretariat prepared; gives what its proposer is told."""
    missing = await missing_said(turn, period) if period.state == "open" else ()
    said = proposed_to(period, text, turn.me.full_name)
    return await propose(turn, period, act, (said, *missing), choice("periods.confirm_label", tap, period.id, period.revision, *args, weight="main"))


def proposed_to(period: Period, text: str, by: str) -> Said:
    """What somebody prepared for the period, in the words of that key."""
    return Said(text, {"title": period.title, "at": period.closes_at, "by": by})


async def missing_said(turn: Turn, period: Period) -> tuple[Said, ...]:
    """Which units have not submitted; nothing where all have."""
    missing = await missing_of(turn, period)
    return (say("periods.close_missing", count=len(missing), names=", ".join(missing)),) if missing else ()


async def missing_of(turn: Turn, period: Period) -> tuple[str, ...]:
    """The names of the units that have not submitted."""
    return tuple(place.unit_name for place in await turn.store.sheets.board(period.id) if place.state != "submitted")


async def post_status(turn: Turn, period: Period) -> None:
    """Has the group's one post about the period drawn anew."""
    await turn.store.due.schedule("standings.post", f"period:{period.id}", f"period {period.revision}", turn.now, period.bloc_id)


def decides(turn: Turn, bloc_id: str) -> bool:
    """Whether the person is the chair."""
    return bool(turn.me.roles(bloc_id) & CHAIR)


def who(turn: Turn) -> int:
    return turn.person.id if turn.person else 0


def state_said(period: Period) -> Said:
    return say(f"periods.state_{period.state}")


def late_said(takes_late: bool, late_days: LateDays) -> Said:
    """What happens after the deadline."""
    return say(f"periods.late_{late_days}") if takes_late else say("periods.no_late")


def cancel(bloc_id: str) -> Choice:
    return choice("periods.cancel_label", "periods.dropped", bloc_id)


def back_to(period: Period) -> Choice:
    return choice("periods.back_label", "periods.period", period.id)


def extend_choice(period: Period) -> Choice:
    label = "periods.change_deadline_label" if period.state == "preparing" else "periods.extend_label"
    return choice(label, "periods.extend", period.id)
