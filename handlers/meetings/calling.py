"""A meeting is called: title, time, place, whom it is for; shown whole, then sent to all of them."""

from datetime import datetime

from domain.calendar.phrases import read_when
from domain.people import STAFF
from handlers.delivery import group_said, missed_said, reach_of
from handlers.flow import Outdated, Shown, State, Turn, ask, choice, end, say
from handlers.meetings.answering import meeting_screen, open_meetings
from handlers.meetings.cards import AUDIENCES, LONGEST_LINE, answer_row, cancel_choice, card, group_row, invited, line_of
from handlers.meetings.reminding import plan
from storage.meetings import Audience

POINTS = {
    "starts_at": ("meetings.change_time_label", "meetings.ask_new_time"), "place": ("meetings.change_place_label", "meetings.ask_new_place"),
    "title": ("meetings.change_title_label", "meetings.ask_new_title"),
}  # fmt: skip
"""What can be changed before a meeting is sent: the button, and the question."""


class NamingMeeting(State):
    """The title is asked."""

    longest = LONGEST_LINE
    bloc_id: str


class TimingMeeting(State):
    """The time is asked."""

    drafts = True
    bloc_id: str
    title: str


class PlacingMeeting(State):
    """The place is asked."""

    longest = LONGEST_LINE
    drafts = True
    bloc_id: str
    title: str
    starts_at: datetime


class ChoosingAudience(State):
    """Whom it is for is asked."""

    drafts = True
    asks = False
    bloc_id: str
    title: str
    starts_at: datetime
    place: str


class ConfirmingMeeting(State):
    """The whole is shown, and waits for its confirmation."""

    drafts = True
    asks = False
    bloc_id: str
    title: str
    starts_at: datetime
    place: str
    audience: Audience


class RedoingMeeting(State):
    """Another title, time or place is asked for the meeting that is being called; the rest stays."""

    longest = LONGEST_LINE
    drafts = True
    draft: ConfirmingMeeting
    what: str


async def new_command(turn: Turn, rest: str) -> Shown:
    return await new(turn)


async def new(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = turn.me.blocs_as(STAFF)
    if not bloc_id and len(blocs) > 1:
        return end(
            say("meetings.which_bloc"),
            *((choice("meetings.name_label", "meetings.new", seat.bloc_id, name=seat.bloc_name),) for seat in blocs),
            (choice("engine.home", "home.open"),),
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    return await ask_title(turn, NamingMeeting(bloc_id=bloc_id))


async def ask_title(turn: Turn, state: NamingMeeting) -> Shown:
    return ask(say("meetings.ask_title"), (cancel_choice(),), waits=state)


async def give_title(turn: Turn, state: NamingMeeting) -> Shown:
    return await ask_time(turn, TimingMeeting(bloc_id=state.bloc_id, title=line_of(turn.text)))


async def ask_time(turn: Turn, state: TimingMeeting) -> Shown:
    return ask(say("meetings.ask_time"), (cancel_choice(),), waits=state)


async def give_time(turn: Turn, state: TimingMeeting) -> Shown:
    starts_at = read_when(turn.text, turn.now, turn.zone)
    return await ask_place(turn, PlacingMeeting(**state.model_dump(), starts_at=starts_at))


async def ask_place(turn: Turn, state: PlacingMeeting) -> Shown:
    return ask(say("meetings.ask_place", at=state.starts_at), (cancel_choice(),), waits=state)


async def give_place(turn: Turn, state: PlacingMeeting) -> Shown:
    return await ask_audience(turn, ChoosingAudience(**state.model_dump(), place=line_of(turn.text)))


async def ask_audience(turn: Turn, state: ChoosingAudience) -> Shown:
    rows = tuple((choice(f"meetings.audience_{audience}", "meetings.audience", audience),) for audience in AUDIENCES)
    return ask(say("meetings.ask_audience"), *rows, (cancel_choice(),), waits=state)


async def choose_audience(turn: Turn, audience: str) -> Shown:
    state = turn.open
    chosen = next((one for one in AUDIENCES if one == audience), None)
    if not isinstance(state, ChoosingAudience) or chosen is None:
        raise Outdated
    return await confirm(turn, ConfirmingMeeting(**state.model_dump(), audience=chosen))


async def confirm(turn: Turn, state: ConfirmingMeeting) -> Shown:
    facts = {"title": state.title, "at": state.starts_at, "place": state.place, "left": turn.left(state.starts_at)}
    text = say("meetings.confirm", **facts, audience=say(f"meetings.audience_{state.audience}"))
    changes = tuple(choice(label, "meetings.redo", what) for what, (label, _) in POINTS.items())
    other = choice("meetings.change_audience_label", "meetings.redo", "audience")
    first = (choice("meetings.confirm_label", "meetings.create", weight="main"), cancel_choice())
    return ask(text, first, changes, (other,), waits=state)


async def ask_again(turn: Turn, what: str) -> Shown:
    """One point of the meeting that is shown whole is asked anew."""
    draft = turn.open
    if not isinstance(draft, ConfirmingMeeting):
        raise Outdated
    if what == "audience":
        return await ask_audience(turn, ChoosingAudience(**draft.model_dump(exclude={"audience"})))
    if what not in POINTS:
        raise Outdated
    return await redo_again(turn, RedoingMeeting(draft=draft, what=what))


async def redo_again(turn: Turn, state: RedoingMeeting) -> Shown:
    _, question = POINTS[state.what]
    text = say(question, at=state.draft.starts_at, place=state.draft.place, title=state.draft.title)
    return ask(text, (choice("meetings.back_label", "meetings.draft"),), waits=state)


async def give_again(turn: Turn, state: RedoingMeeting) -> Shown:
    given = time_typed(turn, state.draft.starts_at) if state.what == "starts_at" else line_of(turn.text)
    return await confirm(turn, state.draft.model_copy(update={state.what: given}))


def time_typed(turn: Turn, before: datetime) -> datetime:
    """The time that is typed in place of the one before: a day alone keeps its hour, an hour alone its day."""
    return read_when(turn.text, turn.now, turn.zone, before.astimezone(turn.zone).time(), instead_of=before)


async def open_draft(turn: Turn) -> Shown:
    """The meeting that is being called, as it stands; the list of meetings where none is."""
    match turn.open:
        case RedoingMeeting(draft=draft) | (ConfirmingMeeting() as draft):
            return await confirm(turn, draft)
    return await open_meetings(turn)


async def create(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingMeeting):
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    meeting = await turn.store.meetings.add(state.bloc_id, state.title, state.starts_at, state.place, state.audience, turn.me.id, turn.now)
    await plan(turn, meeting)
    people = [one for one in await invited(turn, meeting) if one != turn.me.id]
    turn.tell(people, card(meeting), answer_row(meeting), of=meeting.bloc_id)
    turn.post(meeting.bloc_id, card(meeting), group_row(meeting), key=f"meeting:{meeting.id}")
    reach = await reach_of(turn, people)
    said = (say("meetings.created", count=len(reach.reached)), await group_said(turn, meeting.bloc_id), *missed_said(reach.missed))
    return await meeting_screen(turn, meeting, *said)


async def cancel_new(turn: Turn) -> Shown:
    return end(say("meetings.not_created"), (choice("engine.home", "home.open"),))
