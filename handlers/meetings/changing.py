"""A meeting is changed or cancelled: old and new are shown, then told to everybody it is for."""

from datetime import datetime

from domain.texts import clean, is_in_words
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, end, say
from handlers.meetings.answering import meeting_screen
from handlers.meetings.calling import time_typed
from handlers.meetings.cards import (
    LONGEST_LINE,
    ReasonMissing,
    answer_row,
    back_to,
    cancelled_said,
    card,
    group_row,
    invited,
    line_of,
    managed,
    mine_said,
    outdate,
    post_card,
)
from handlers.meetings.reminding import plan
from storage.meetings import Meeting

ASKS = {"time": "meetings.ask_new_time", "place": "meetings.ask_new_place", "title": "meetings.ask_new_title"}


class ChangingMeeting(State):
    """Another time, place or title is asked."""

    longest = LONGEST_LINE
    meeting_id: int
    what: str


class ConfirmingChange(State):
    """The change is shown, and waits for its confirmation."""

    asks = False
    meeting_id: int
    revision: int
    title: str
    starts_at: datetime
    place: str


class CancellingMeeting(State):
    """Why the meeting is cancelled is asked."""

    meeting_id: int


class ConfirmingCancellation(State):
    """The meeting and why it is cancelled are shown, and wait for their confirmation."""

    asks = False
    meeting_id: int
    revision: int
    reason: str


async def ask_change(turn: Turn, what: str, meeting_id: str) -> Shown:
    meeting = await managed(turn, meeting_id)
    if what not in ASKS:
        raise Outdated
    text = say(ASKS[what], at=meeting.starts_at, place=meeting.place, title=meeting.title)
    return ask(text, (back_to(meeting),), waits=ChangingMeeting(meeting_id=meeting.id, what=what))


async def change_again(turn: Turn, state: ChangingMeeting) -> Shown:
    return await ask_change(turn, state.what, str(state.meeting_id))


async def give_change(turn: Turn, state: ChangingMeeting) -> Shown:
    meeting = await managed(turn, str(state.meeting_id))
    title, starts_at, place = meeting.title, meeting.starts_at, meeting.place
    match state.what:
        case "time":
            starts_at = time_typed(turn, meeting.starts_at)
        case "place":
            place = line_of(turn.text)
        case "title":
            title = line_of(turn.text)
    state_after = ConfirmingChange(meeting_id=meeting.id, revision=meeting.revision, title=title, starts_at=starts_at, place=place)
    return await confirm_change(turn, state_after)


async def retime_change(turn: Turn, state: ConfirmingChange) -> Shown:
    """What is typed below a change of the time is another time; below any other it only draws the change again."""
    meeting = await managed(turn, str(state.meeting_id))
    if state.starts_at == meeting.starts_at:
        return await confirm_change(turn, state)
    return await confirm_change(turn, state.model_copy(update={"starts_at": time_typed(turn, state.starts_at)}))


async def confirm_change(turn: Turn, state: ConfirmingChange) -> Shown:
    meeting = await managed(turn, str(state.meeting_id))
    what = _differences(meeting, state)
    if not what:
        return await meeting_screen(turn, meeting)
    text = say("meetings.confirm_change", title=meeting.title, what=what)
    return ask(text, (choice("meetings.confirm_label", "meetings.changed", meeting.id, weight="main"), back_to(meeting)), waits=state)


async def apply_change(turn: Turn, meeting_id: str = "") -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingChange) or str(state.meeting_id) != meeting_id:
        raise Outdated
    meeting = await managed(turn, str(state.meeting_id))
    changed = await turn.store.meetings.change(meeting, state.title, state.starts_at, state.place) if meeting.revision == state.revision else None
    if changed is None:
        raise Outdated
    await plan(turn, changed)
    told = (say("meetings.told_changed", title=meeting.title, what=_differences(meeting, state)), card(changed))
    await _tell_change(turn, changed, told)
    post_card(turn, changed, told, group_row(changed), instead=say("meetings.replaced", title=meeting.title))
    return await meeting_screen(turn, changed, say("meetings.changed"))


async def _tell_change(turn: Turn, changed: Meeting, told: tuple[Said, ...]) -> None:
    """Everybody else it is for hears; whoever has answered sees what they said, for it still stands."""
    answers = {one.person_id: one for one in await turn.store.meetings.answers(changed.id)}
    people = [one for one in await invited(turn, changed) if one != turn.me.id]
    turn.tell([one for one in people if one not in answers], told, answer_row(changed), of=changed.bloc_id, lasting=True)
    for person in (one for one in people if one in answers):
        turn.tell(
            [person],
            (*told, say("meetings.answered_before", answer=mine_said(answers[person]))),
            answer_row(changed),
            of=changed.bloc_id,
            asks=False,
            lasting=True,
        )


def _differences(meeting: Meeting, state: ConfirmingChange) -> tuple[Said, ...]:
    """What changes, old and new."""
    lines = []
    if state.starts_at != meeting.starts_at:
        lines.append(say("meetings.change_time", old=meeting.starts_at, new=state.starts_at))
    if state.place != meeting.place:
        lines.append(say("meetings.change_place", old=meeting.place, new=state.place))
    if state.title != meeting.title:
        lines.append(say("meetings.change_title", old=meeting.title, new=state.title))
    return tuple(lines)


# ---------------------------------------------------------------------------------------------------------------- cancelling


async def ask_cancelling(turn: Turn, meeting_id: str) -> Shown:
    meeting = await managed(turn, meeting_id)
    return ask(say("meetings.ask_cancel_reason", title=meeting.title), (back_to(meeting),), waits=CancellingMeeting(meeting_id=meeting.id))


async def give_cancel_reason(turn: Turn, state: CancellingMeeting) -> Shown:
    meeting = await managed(turn, str(state.meeting_id))
    reason = clean(turn.text)
    if not is_in_words(reason, 3):
        raise ReasonMissing
    return await confirm_cancellation(turn, ConfirmingCancellation(meeting_id=meeting.id, revision=meeting.revision, reason=reason))


async def confirm_cancellation(turn: Turn, state: ConfirmingCancellation) -> Shown:
    meeting = await managed(turn, str(state.meeting_id))
    text = say("meetings.confirm_cancellation", title=meeting.title, at=meeting.starts_at, reason=state.reason)
    return ask(text, (choice("meetings.confirm_label", "meetings.cancelled", meeting.id, weight="grave"), back_to(meeting)), waits=state)


async def cancel(turn: Turn, meeting_id: str) -> Shown:
    """Cancels the meeting as it was shown, and tells everybody it was for."""
    state = turn.open
    if not isinstance(state, ConfirmingCancellation) or str(state.meeting_id) != meeting_id:
        raise Outdated
    meeting = await managed(turn, meeting_id)
    cancelled = await turn.store.meetings.cancel(meeting.id, state.reason, turn.now) if meeting.revision == state.revision else None
    if cancelled is None:
        raise Outdated
    await turn.store.due.withdraw("meetings.remind", f"meeting:{meeting.id}", turn.now)
    await outdate(turn, meeting)
    told = cancelled_said(cancelled)
    turn.tell([one for one in await invited(turn, meeting) if one != turn.me.id], told, of=meeting.bloc_id)
    post_card(turn, meeting, told, instead=say("meetings.replaced", title=meeting.title))
    return end(say("meetings.cancelled", title=meeting.title), (choice("engine.home", "home.open"),))


async def cancel_again(turn: Turn, state: CancellingMeeting) -> Shown:
    return await ask_cancelling(turn, str(state.meeting_id))
