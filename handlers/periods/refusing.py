"""What does not come about: the chair refuses what the secretariat prepared, or that takes it back; a prepared period is dropped."""

from domain.people import CHAIR, STAFF
from domain.periods import PreparedAct, require_move
from handlers.flow import NotAllowed, Outdated, Shown, Turn, choice, end, id_of, say
from handlers.periods.authority import back_to, decided, decides, period_of
from handlers.periods.listing import open_periods, period_screen
from handlers.proposals import ACTS, REVOCABLE, outdate_proposals
from storage.periods import Period

REFUSED: dict[PreparedAct, str] = {
    "open": "periods.refused_open", "close": "periods.refused_close", "extend": "periods.refused_extend",
    "reopen": "periods.refused_reopen", "publish": "periods.refused_publish", "amend": "periods.refused_amend",
}  # fmt: skip


async def refuse(turn: Turn, period_id: str, act: str, revision: str, by: str) -> Shown:
    """The chair refuses: nothing changes, and who prepared it hears so."""
    period = await period_of(turn, period_id)
    turn.require(period.bloc_id, CHAIR)
    refused = next((one for one in REFUSED if one == act), None)
    if refused is None or str(period.revision) != revision:
        raise Outdated
    await turn.store.periods.decline(period, refused, turn.me.id, turn.now)
    await outdate_proposals(turn, period, refused)
    if id_of(by) in await turn.store.seats.holders(period.bloc_id, STAFF):
        see = (choice("periods.look_label", "periods.period", period.id),)
        turn.tell([id_of(by)], say(REFUSED[refused], title=period.title, by=turn.me.full_name), see, of=period.bloc_id, asks=False)
    return end(say("periods.refusal_told", title=period.title), (back_to(period),), lasting=True)


async def withdraw(turn: Turn, period_id: str, act: str, revision: str) -> Shown:
    """Who prepared it takes it back: it can be confirmed no more, and the chair hears so."""
    period = await period_of(turn, period_id)
    moves = await turn.store.periods.prepared(period)
    move = next((one for one in moves if one.act == act and one.act in REVOCABLE and one.by == turn.me.id), None)
    if move is None or str(period.revision) != revision:
        raise Outdated
    await turn.store.periods.decline(period, move.act, turn.me.id, turn.now)
    await outdate_proposals(turn, period, move.act)
    what = say(ACTS[move.act])
    chairs = [one for one in await turn.store.seats.holders(period.bloc_id, CHAIR) if one != turn.me.id]
    told = say("periods.told_withdrawn", title=period.title, by=turn.me.full_name, what=what)
    turn.tell(chairs, told, (choice("periods.look_label", "periods.period", period.id),), of=period.bloc_id, asks=False)
    return await period_screen(turn, period, say("periods.withdrawn", what=what))


async def ask_dropping(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id)
    require_move("drop", period.state)
    await _require_undecided(turn, period)
    rows = (choice("periods.confirm_label", "periods.drop_confirmed", period.id, period.revision, weight="grave"), back_to(period))
    return end(say("periods.drop_question", title=period.title), rows)


async def drop(turn: Turn, period_id: str, revision: str) -> Shown:
    """A prepared period is dropped: nobody but the staff has heard of it, and nothing was filled in."""
    period = await decided(turn, period_id, "drop", revision)
    await _require_undecided(turn, period)
    await turn.store.periods.drop(period, turn.me.id, turn.now)
    await outdate_proposals(turn, period)
    await turn.store.notices.outdate(await turn.store.seats.holders(period.bloc_id, STAFF), (f"periods.extend:{period.id}",))
    await turn.store.due.withdraw("periods.open", f"period:{period.id}", turn.now)
    await turn.record("period_dropped", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"title": period.title})
    staff = await turn.store.seats.holders(period.bloc_id, STAFF)
    turn.tell([one for one in staff if one != turn.me.id], say("periods.told_dropped", title=period.title, by=turn.me.full_name), of=period.bloc_id)
    return await open_periods(turn, period.bloc_id, said=say("periods.dropped", title=period.title))


async def _require_undecided(turn: Turn, period: Period) -> None:
    """What the chair has agreed to open at its time, the chair alone drops. Raises NotAllowed."""
    waiting = await turn.store.due.waiting_for(f"period:{period.id}")
    if any(one.kind == "periods.open" for one in waiting) and not decides(turn, period.bloc_id):
        raise NotAllowed


async def drop_draft(turn: Turn, bloc_id: str) -> Shown:
    """The draft of a new period is given up; nothing was made."""
    return await open_periods(turn, bloc_id, said=say("periods.not_made"))
