"""The group's one post of a period, and what to do where nobody knows whether a post arrived."""

from domain.people import STAFF
from handlers.flow import Due, NotAllowed, Shown, Turn, choice, end, id_of, say
from handlers.standings.board import post_said

LINES_NAMED = 2


async def post(turn: Turn, due: Due) -> None:
    """Redraws the one post of a period in the group, or posts it anew instead of the earlier one."""
    period = await turn.store.periods.of(due.number)
    if period is None:
        return
    again = due.occurrence.startswith("renew")
    words, key = await post_said(turn, period), f"standings:{period.id}"
    turn.post(period.bloc_id, words, key=key, redraws=not again, pin=True, retired=say("standings.post_renewed", title=period.title))


async def ask_about_post(turn: Turn, due: Due) -> None:
    """A post to the group that may or may not have arrived: the chair, told by its first lines which one it is, decides."""
    chairs = await turn.store.seats.holders(due.bloc_id, STAFF)
    lines = (await turn.store.outbox.words(due.number)).splitlines()
    words = " – ".join(lines[:LINES_NAMED])
    unknown = say("standings.post_unknown", words=words) if words else say("standings.picture_unknown")
    turn.tell(chairs, unknown, (choice("standings.post_again_label", "standings.again", due.number),), of=due.bloc_id)


async def post_again(turn: Turn, outbox_id: str) -> Shown:
    group = await turn.store.outbox.unknown_post(id_of(outbox_id))
    if group is None:
        return end(say("standings.post_settled"), (choice("engine.home", "home.open"),))
    tied = await turn.store.groups.of_chat(*group)
    if tied is None or not turn.me.roles(tied.bloc_id) & STAFF:
        raise NotAllowed
    await turn.store.notices.outdate(await turn.store.seats.holders(tied.bloc_id, STAFF), (f"standings.again:{id_of(outbox_id)}",))
    await turn.store.outbox.resend([id_of(outbox_id)], turn.now)
    return end(say("standings.posted_again"), (choice("engine.home", "home.open"),))
