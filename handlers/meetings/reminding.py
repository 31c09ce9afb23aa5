"""Reminders of a meeting: to the group, and to those who have not answered; never after it began."""

from datetime import timedelta

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Rung, latest_missed, meeting_rungs
from handlers.delivery import look_back, reach_of
from handlers.flow import Due, Kind, Shown, Turn, end, say
from handlers.lately import done_lately
from handlers.meetings.cards import answer_row, back_to, card, drawn, group_row, invited, managed, outdate, post_card, redraw_card
from storage.meetings import Meeting

REMIND_AGAIN_AFTER = timedelta(minutes=10)


async def plan(turn: Turn, meeting: Meeting) -> None:
    subject = f"meeting:{meeting.id}"
    for kind in ("meetings.remind", "meetings.begun"):
        await turn.store.due.withdraw(kind, subject, turn.now)
    await turn.store.due.schedule("meetings.begun", subject, str(meeting.revision), meeting.starts_at, meeting.bloc_id)
    for rung in await rungs_of(turn, meeting):
        if rung.at > turn.now:
            occurrence = f"{meeting.revision} {rung.name}"
            await turn.store.due.schedule("meetings.remind", subject, occurrence, rung.at, meeting.bloc_id)


async def remind(turn: Turn, due: Due) -> None:
    """One reminder: to the group, and to those who have not answered. Never after the start; of several missed the latest alone."""
    meeting = await turn.store.meetings.of(due.number)
    if meeting is None or meeting.cancelled_at is not None or turn.now >= meeting.starts_at:
        return
    missed = latest_missed(await rungs_of(turn, meeting), turn.now)
    if missed is not None and missed.at > due.at:
        return
    text = (say("meetings.reminder", left=turn.left(meeting.starts_at)), card(meeting))
    turn.tell(await _silent(turn, meeting), text, answer_row(meeting), of=meeting.bloc_id, kind=Kind.REMINDER)
    post_card(turn, meeting, text, group_row(meeting), instead=say("meetings.replaced_by_reminder", title=meeting.title))


async def repost(turn: Turn, due: Due) -> None:
    """What the group did not get of a meeting that has not begun is posted anew: its card, or that it is cancelled."""
    meeting = await turn.store.meetings.of(due.number)
    if meeting is not None and turn.now < meeting.starts_at:
        post_card(turn, meeting, *drawn(turn, meeting), instead=say("meetings.replaced", title=meeting.title))


async def redraw(turn: Turn, due: Due) -> None:
    """The group missed what became of a meeting whose card stands there."""
    meeting = await turn.store.meetings.of(due.number)
    if meeting is not None:
        redraw_card(turn, meeting)


async def begin(turn: Turn, due: Due) -> None:
    """The meeting begins: it cannot be answered any more."""
    meeting = await turn.store.meetings.of(due.number)
    if meeting is not None and turn.now >= meeting.starts_at:
        await outdate(turn, meeting)


async def remind_now(turn: Turn, meeting_id: str) -> Shown:
    """The staff remind those who have not answered."""
    meeting = await managed(turn, meeting_id)
    if at := await done_lately(turn, f"meeting_reminded:{meeting.id}:{meeting.revision}", REMIND_AGAIN_AFTER):
        return end(say("meetings.reminded_lately", at=at), (back_to(meeting),))
    silent = (await reach_of(turn, [one for one in await _silent(turn, meeting) if one != turn.me.id])).ids
    turn.tell(
        silent,
        (say("meetings.reminder", left=turn.left(meeting.starts_at)), card(meeting)),
        answer_row(meeting),
        of=meeting.bloc_id,
        kind=Kind.REMINDER,
    )
    await look_back(turn, meeting.bloc_id, f"meeting:{meeting.id}", silent)
    return end(say("meetings.reminded", count=len(silent)), (back_to(meeting),), lasting=True)


async def _silent(turn: Turn, meeting: Meeting) -> list[int]:
    """Those the meeting is for who have not answered."""
    answered = {one.person_id for one in await turn.store.meetings.answers(meeting.id)}
    return [one for one in await invited(turn, meeting) if one not in answered]


async def rungs_of(turn: Turn, meeting: Meeting) -> tuple[Rung, ...]:
    bloc = await turn.store.blocs.of(meeting.bloc_id)
    if bloc is None:
        raise LookupError(meeting.bloc_id)
    return meeting_rungs(meeting.starts_at, bloc_file_of(bloc.file).reminding())
