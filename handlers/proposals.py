"""What the secretariat prepares reaches the chair as one confirmation: with what it rests on, a way to look, and a way to refuse. It waits on the period's
screen too, for whoever comes to hold the chair's seat. Nobody confirms what they prepared themselves: who has come to decide on it meanwhile reads who
does."""

from collections.abc import Collection

from domain.people import CHAIR
from domain.periods import PeriodAct, PreparedAct
from handlers.delivery import names_of
from handlers.flow import Choice, Said, Turn, choice, say
from storage.periods import Period, PreparedMove

ACTS: dict[PreparedAct, str] = {
    "open": "periods.act_open", "close": "periods.act_close", "extend": "periods.act_extend", "reopen": "periods.act_reopen",
    "amend": "periods.act_amend", "publish": "periods.act_publish", "freeze": "periods.act_freeze",
}  # fmt: skip
LOOKS: dict[PreparedAct, str] = {
    "open": "periods.prepared", "close": "periods.close", "extend": "periods.prepared", "reopen": "periods.prepared",
    "amend": "tables.prepared", "publish": "ranking.preview", "freeze": "reconciliation.freeze",
}  # fmt: skip
"""The tap that shows what an act would do now, and confirms it."""


REVOCABLE: frozenset[PreparedAct] = frozenset({"open", "close", "extend", "reopen"})
"""What its proposer may take back: its confirmation comes about only while it waits."""


async def propose(turn: Turn, period: Period, act: PeriodAct, text: tuple[Said, ...], confirm: Choice) -> Said:
    """Puts the act before the chair; gives what its proposer is told: also that nobody holds the chair's seat yet."""
    await turn.store.periods.prepare(period, act, turn.me.id, turn.now)
    await outdate_proposals(turn, period, act)
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    if not chairs:
        return say("periods.no_chair_yet")
    rows = ((confirm, refuse_choice(period, act, turn.me.id)), (choice("periods.look_label", "periods.period", period.id, looks=True),))
    turn.tell(chairs, text, *rows, of=period.bloc_id, lasting=True)
    return say("periods.sent_to_chair")


async def outdate_proposals(turn: Turn, period: Period, act: str = "") -> None:
    """What was put before the chair of this act, of every act where none is named, is answered, superseded or withdrawn: it waits in no chat any more."""
    freezing, others = f"reconciliation.unfrozen:{period.id}", f"periods.refuse:{period.id}"
    answers = (freezing,) if act == "freeze" else (f"{others}:{act}",) if act else (freezing, others)
    await turn.store.notices.outdate(await turn.store.seats.holders(period.bloc_id, CHAIR), answers)


def refuse_choice(period: Period, act: PreparedAct, by: int) -> Choice:
    """The way to refuse what somebody prepared."""
    if act == "freeze":
        return choice("periods.refuse_label", "reconciliation.unfrozen", period.id, period.revision, by)
    return choice("periods.refuse_label", "periods.refuse", period.id, act, period.revision, by)


async def waiting(turn: Turn, period: Period, *acts: PreparedAct) -> tuple[tuple[Said, ...], list[tuple[Choice, ...]]]:
    """What was prepared of these acts (all where none is named) and waits for the chair: in words, and for the chair the ways to answer it, each of
    what others prepared; for whoever prepared it the way to take it back."""
    moves = [one for one in await turn.store.periods.prepared(period) if not acts or one.act in acts]
    if not moves:
        return (), []
    lines = tuple(say("periods.prepared_line", by=one.by_name, what=say(ACTS[one.act]), at=one.at) for one in moves)
    answers = [one for one in moves if one.by != turn.me.id] if turn.me.roles(period.bloc_id) & CHAIR else []
    own = [one for one in moves if one.by == turn.me.id and one.act in REVOCABLE]
    return (say("periods.prepared_wait", lines=lines),), [*(_answer(period, one) for one in answers), *((_withdraw(period, one),) for one in own)]


def _answer(period: Period, move: PreparedMove) -> tuple[Choice, ...]:
    args = (period.id, move.act) if LOOKS[move.act] == "periods.prepared" else (period.id,)
    refuse = refuse_choice(period, move.act, move.by)
    what = say(ACTS[move.act])
    return (
        choice("periods.answer_label", LOOKS[move.act], *args, what=what),
        choice("periods.refuse_act_label", refuse.act, *refuse.args, what=what),
    )


def _withdraw(period: Period, move: PreparedMove) -> Choice:
    return choice("periods.withdraw_label", "periods.withdraw", period.id, move.act, period.revision, what=say(ACTS[move.act]))


async def waits_for_said(turn: Turn, people: Collection[int]) -> Said:
    """That these people confirm what the reader prepared; where there are none, how somebody may come to."""
    if not people:
        return say("appraisal.own_waits_for_nobody")
    return say("appraisal.own_waits", names=names_of(await turn.store.people.addressees(people)))
