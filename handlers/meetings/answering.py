"""Meetings are looked at and answered: coming, or not, why, and who comes instead."""

from domain.people import STAFF
from domain.texts import clean, is_in_words
from handlers.flow import Choice, End, Said, Shown, State, Toast, Turn, ask, choice, end, say
from handlers.meetings.cards import (
    LONGEST_LINE,
    ReasonMissing,
    answer_line,
    answer_row,
    card,
    invited,
    is_coming,
    line_of,
    meeting_of,
    mine_said,
    one_line,
    open_one,
    unit_of,
)
from storage.meetings import Meeting, Rsvp


class GivingAbsence(State):
    """Why somebody does not come is asked."""

    meeting_id: int


class NamingSubstitute(State):
    """Who comes instead is asked; the absence and its reason are kept already."""

    longest = LONGEST_LINE
    meeting_id: int
    reason: str


async def list_command(turn: Turn, rest: str) -> Shown:
    return await open_meetings(turn)


async def open_meetings(turn: Turn, *_: str) -> Shown:
    if turn.incoming and turn.incoming.chat.kind == "group":
        return await _in_group(turn, turn.incoming.platform, turn.incoming.chat.ref)
    blocs = {seat.bloc_id: seat.bloc_name for seat in turn.me.seats}
    meetings = sorted([one for bloc_id in blocs for one in await turn.store.meetings.coming(bloc_id, turn.now)], key=lambda one: one.starts_at)
    if not meetings:
        return end(say("meetings.none"), (choice("engine.home", "home.open"),))
    named = {meeting: blocs[meeting.bloc_id] if len(blocs) > 1 else "" for meeting in meetings}
    rows = [(choice(_label(meeting, bloc), "meetings.meeting", meeting.id),) for meeting, bloc in list(named.items())[:12]]
    lines = tuple(say("meetings.of_bloc", line=one_line(meeting), bloc=bloc) if bloc else one_line(meeting) for meeting, bloc in named.items())
    return end(say("meetings.list", lines=lines), *rows, (choice("engine.home", "home.open"),))


def _label(meeting: Meeting, bloc: str) -> Said:
    """A meeting's title for a button, with its bloc where whoever looks sits in several."""
    return say("meetings.name_of_bloc_label", name=meeting.title, bloc=bloc) if bloc else say("meetings.name_label", name=meeting.title)


async def _in_group(turn: Turn, platform: str, chat: str) -> Shown:
    """The meetings of the bloc whose group this is, whichever blocs the speaker is of."""
    group = await turn.store.groups.of_chat(platform, chat)
    if group is None:
        return end(say("engine.group_untied"))
    meetings = await turn.store.meetings.coming(group.bloc_id, turn.now)
    return end(say("meetings.list", lines=tuple(one_line(meeting) for meeting in meetings)) if meetings else say("meetings.none"))


async def open_meeting(turn: Turn, meeting_id: str) -> Shown:
    return await meeting_screen(turn, await meeting_of(turn, meeting_id))


async def meeting_screen(turn: Turn, meeting: Meeting, *said: Said) -> End:
    """The card, its bloc named to whoever sits in several, with the person's own answer; for the staff everybody's, and what they may change. What is over is
    only looked at."""
    answers = await turn.store.meetings.answers(meeting.id)
    blocs = {seat.bloc_id: seat.bloc_name for seat in turn.me.seats}
    named = (say("engine.of_bloc", bloc=blocs[meeting.bloc_id]),) if len(blocs) > 1 and meeting.bloc_id in blocs else ()
    text = [*said, *named, card(meeting), *((say("meetings.is_cancelled"),) if meeting.cancelled_at is not None else ())]
    rows = [answer_row(meeting)] if is_coming(turn, meeting) else []
    if turn.me.roles(meeting.bloc_id) & STAFF:
        silent = set(await invited(turn, meeting)) - {one.person_id for one in answers}
        text += _everybodys(answers, len(silent), is_among=turn.me.id in silent)
        rows += _changing(meeting, len(silent - {turn.me.id})) if rows else []
    else:
        text += [mine_said(one) for one in answers if one.person_id == turn.me.id]
    return end(tuple(text), *rows, (choice("meetings.back_label", "meetings.open"),), lasting=bool(said))


def _everybodys(answers: tuple[Rsvp, ...], silent: int, *, is_among: bool) -> list[Said]:
    coming = sum(one.comes for one in answers)
    lines = [say("meetings.answers", lines=tuple(answer_line(one) for one in answers))] if answers else []
    counts = say("meetings.counts_with_own" if is_among else "meetings.counts", coming=coming, absent=len(answers) - coming, silent=silent)
    return [counts, *lines]


def _changing(meeting: Meeting, silent: int) -> list[tuple[Choice, ...]]:
    remind = (choice("meetings.remind_label", "meetings.remind_now", meeting.id, count=silent),) if silent else ()
    return [
        remind,
        tuple(choice(f"meetings.change_{what}_label", "meetings.change", what, meeting.id) for what in ("time", "place", "title")),
        (choice("meetings.cancel_meeting_label", "meetings.cancel", meeting.id, weight="grave"),),
    ]


async def come(turn: Turn, meeting_id: str) -> Shown:
    meeting = await open_one(turn, meeting_id)
    await turn.store.meetings.answer(meeting.id, turn.me.id, unit_of(turn, meeting), turn.now, comes=True)
    return await meeting_screen(turn, meeting, say("meetings.noted_coming"))


async def come_from_group(turn: Turn, meeting_id: str) -> Shown:
    meeting = await open_one(turn, meeting_id)
    await turn.store.meetings.answer(meeting.id, turn.me.id, unit_of(turn, meeting), turn.now, comes=True)
    await turn.store.notices.outdate([turn.me.id], (one.action for one in answer_row(meeting)))
    return Toast(say("meetings.noted_coming"))


async def ask_absence(turn: Turn, meeting_id: str) -> Shown:
    meeting = await open_one(turn, meeting_id)
    back = (choice("meetings.back_label", "meetings.meeting", meeting.id),)
    return ask(say("meetings.ask_absence", title=meeting.title), back, waits=GivingAbsence(meeting_id=meeting.id))


async def give_absence(turn: Turn, state: GivingAbsence) -> Shown:
    """The reason is kept at once; who comes instead may follow."""
    meeting = await open_one(turn, str(state.meeting_id))
    reason = clean(turn.text)
    if not is_in_words(reason, 3):
        raise ReasonMissing
    await _keep_absence(turn, meeting, reason, "")
    return await ask_substitute(turn, NamingSubstitute(meeting_id=meeting.id, reason=reason))


async def absence_again(turn: Turn, state: GivingAbsence) -> Shown:
    return await ask_absence(turn, str(state.meeting_id))


async def ask_substitute(turn: Turn, state: NamingSubstitute) -> Shown:
    rows = (choice("meetings.nobody_label", "meetings.nobody", state.meeting_id),)
    return ask((say("meetings.noted_absent"), say("meetings.ask_substitute")), rows, waits=state, lasting=True)


async def give_substitute(turn: Turn, state: NamingSubstitute) -> Shown:
    meeting = await open_one(turn, str(state.meeting_id))
    substitute = line_of(turn.text)
    await _keep_absence(turn, meeting, state.reason, substitute)
    return await meeting_screen(turn, meeting, say("meetings.noted_substitute", name=substitute))


async def nobody_instead(turn: Turn, meeting_id: str) -> Shown:
    return await meeting_screen(turn, await meeting_of(turn, meeting_id))


async def _keep_absence(turn: Turn, meeting: Meeting, reason: str, substitute: str) -> None:
    """Keeps why somebody does not come; the staff hear it in one message, which is redrawn when the substitute is known."""
    await turn.store.meetings.answer(
        meeting.id, turn.me.id, unit_of(turn, meeting), turn.now, comes=False, reason=reason, substitute=substitute
    )  # fmt: skip
    staff = await turn.store.seats.holders(meeting.bloc_id, STAFF)
    facts = {"name": turn.me.full_name, "title": meeting.title, "reason": reason}
    told = say("meetings.told_absent_instead", **facts, substitute=substitute) if substitute else say("meetings.told_absent", **facts)
    turn.tell([one for one in staff if one != turn.me.id], told, of=meeting.bloc_id, key=f"absent:{meeting.id}:{turn.me.id}", redraws=True)
