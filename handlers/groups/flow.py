"""Tying a group chat to the bloc, by the chair, in the group itself.

Scene: joined without group
Lan in group: /nhom
ktd → group: …Khối thi đua kinh tế ngành…sẽ đăng…
Hoa in group: /nhom
ktd → group: …không thuộc quyền…
"""

from domain.people import CHAIR, CHAIRS, STAFF
from handlers.flow import Command, Due, Flow, Job, NotAllowed, Outdated, Seat, Shown, Tap, Turn, Where, choice, end, say
from handlers.groups.renewing import renew_posts
from handlers.groups.resending import offered, resend
from storage.groups import Group


async def tie(turn: Turn, rest: str) -> Shown:
    blocs = turn.me.blocs_as(CHAIR)
    if len(blocs) > 1:
        return end(say("groups.which_bloc"), *((choice("groups.bloc_label", "groups.confirm", seat.bloc_id, name=seat.bloc_name),) for seat in blocs))
    return await _tied(turn, blocs[0])


async def confirm(turn: Turn, bloc_id: str) -> Shown:
    """Ties after all, though another group, or another bloc, was tied before."""
    seat = next((seat for seat in turn.me.seats_as(CHAIR) if seat.bloc_id == bloc_id), None)
    if seat is None:
        raise NotAllowed
    return await _tie_here(turn, seat)


async def _tied(turn: Turn, seat: Seat) -> Shown:
    here = await _here(turn)
    tied = await turn.store.groups.of_bloc(seat.bloc_id)
    if here is not None and here.bloc_id == seat.bloc_id and here.reachable:
        return end(say("groups.tied_already", bloc=seat.bloc_name))
    if (here is not None and here.bloc_id != seat.bloc_id) or (here is None and tied):
        return end(say("groups.tied_elsewhere", bloc=seat.bloc_name), (choice("groups.confirm_label", "groups.confirm", seat.bloc_id),))
    return await _tie_here(turn, seat)


async def _tie_here(turn: Turn, seat: Seat) -> Shown:
    if turn.incoming is None:
        raise Outdated
    at = turn.incoming
    before = await _here(turn)
    if before is not None and before.bloc_id != seat.bloc_id:
        told = say("groups.told_taken", title=at.chat.title, bloc=seat.bloc_name, by=turn.me.full_name)
        turn.tell([one for one in await turn.store.seats.holders(before.bloc_id, CHAIRS) if one != turn.me.id], told, of=before.bloc_id)
    await turn.store.groups.tie(at.platform, at.chat.ref, seat.bloc_id, at.chat.title, turn.me.id, turn.now)
    await renew_posts(turn, seat.bloc_id, "group")
    unsent, row = await offered(turn, seat.bloc_id)
    if unsent:
        now_tied = say("groups.tied_now", title=at.chat.title, bloc=seat.bloc_name)
        turn.tell(await turn.store.seats.holders(seat.bloc_id, STAFF), (now_tied, *unsent), row, of="")
    return end(say("groups.tied", bloc=seat.bloc_name))


async def tell_lost(turn: Turn, due: Due) -> None:
    """The bot was taken out of the group, or may not write there: who runs the bloc hears so at once."""
    await _tell_of_group(turn, due, "groups.lost", reachable=False)


async def tell_back(turn: Turn, due: Due) -> None:
    """The bot may write in the group again: what stands there is brought up to date, and what did not arrive is offered."""
    if any(group.reachable for group in await turn.store.groups.of_bloc(due.bloc_id)):
        await renew_posts(turn, due.bloc_id, "renew back")
        await _tell_of_group(turn, due, "groups.back", reachable=True)


async def tell_files_refused(turn: Turn, due: Due) -> None:
    """The group takes words and no files: who runs the bloc hears what did not arrive, what to do about it, and sends it by one tap then."""
    if await turn.store.outbox.unsent(due.bloc_id):
        await _tell_of_group(turn, due, "groups.files_refused", reachable=True)


async def _tell_of_group(turn: Turn, due: Due, key: str, *, reachable: bool) -> None:
    """Tells it where the group is still so; what has changed again meanwhile has its own row."""
    bloc = await turn.store.blocs.of(due.bloc_id)
    groups = [group for group in await turn.store.groups.of_bloc(due.bloc_id) if group.reachable == reachable]
    for group in groups:
        said = say(key, title=group.title, bloc=bloc.name if bloc else due.bloc_id)
        unsent, row = await offered(turn, due.bloc_id) if reachable else ((), ())
        turn.tell(await turn.store.seats.holders(due.bloc_id, STAFF), (said, *unsent), row, of="")


async def _here(turn: Turn) -> Group | None:
    if turn.incoming is None:
        return None
    return await turn.store.groups.of_chat(turn.incoming.platform, turn.incoming.chat.ref)


FLOW = Flow(
    "groups",
    commands=(Command("nhom", tie, CHAIR, Where.GROUP, menu="groups.menu"),),
    taps=(Tap("confirm", confirm, CHAIR, Where.GROUP), Tap("resend", resend, STAFF)),
    jobs=(Job("groups.lost", tell_lost), Job("groups.back", tell_back), Job("groups.files", tell_files_refused)),
)
