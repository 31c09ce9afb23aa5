"""A meeting as people see it: who may see and change it, its card, its choices."""

from domain.errors import RuleError
from domain.people import EVERYONE, STAFF, UNIT_ROLES, Role
from domain.texts import clean, units
from handlers.flow import Choice, Outdated, Said, Turn, choice, id_of, into_private, say
from storage.meetings import Audience, Meeting, Rsvp

AUDIENCES: dict[Audience, frozenset[Role]] = {
    "everyone": UNIT_ROLES | {Role.PROVINCE_OFFICE, Role.SECRETARIAT},
    "leaders": frozenset({Role.UNIT_LEADER, Role.PROVINCE_OFFICE}),
    "focal_points": frozenset({Role.UNIT_FOCAL_POINT}),
}

SHORTEST_LINE, LONGEST_LINE = 3, 200
"""Of a title or a place; the longest in UTF-16 units."""


class TextLength(RuleError):
    """A title or a place is a line, not empty and not a page."""

    key = "meetings.text_length"


class ReasonMissing(RuleError):
    """Absence and cancellation have reasons."""

    key = "meetings.reason_missing"


class MeetingOver(Outdated):
    """The meeting has begun, or was cancelled."""

    key = "meetings.over"


async def meeting_of(turn: Turn, meeting_id: str) -> Meeting:
    meeting = await turn.store.meetings.of(id_of(meeting_id))
    if meeting is None:
        raise Outdated
    turn.require(meeting.bloc_id, EVERYONE)
    return meeting


def is_coming(turn: Turn, meeting: Meeting) -> bool:
    """Whether the meeting is still to come, so that it can be answered and changed."""
    return meeting.cancelled_at is None and turn.now < meeting.starts_at


async def open_one(turn: Turn, meeting_id: str) -> Meeting:
    """A meeting that has not begun and was not cancelled."""
    meeting = await meeting_of(turn, meeting_id)
    if not is_coming(turn, meeting):
        raise MeetingOver
    return meeting


async def managed(turn: Turn, meeting_id: str) -> Meeting:
    meeting = await open_one(turn, meeting_id)
    turn.require(meeting.bloc_id, STAFF)
    return meeting


async def invited(turn: Turn, meeting: Meeting) -> tuple[int, ...]:
    return await turn.store.seats.holders(meeting.bloc_id, AUDIENCES[meeting.audience])


def unit_of(turn: Turn, meeting: Meeting) -> int | None:
    return next((seat.unit_id for seat in turn.me.seats if seat.bloc_id == meeting.bloc_id and seat.unit_id is not None), None)


def card(meeting: Meeting) -> Said:
    return say("meetings.card", title=meeting.title, at=meeting.starts_at, place=meeting.place)


def one_line(meeting: Meeting) -> Said:
    return say("meetings.line", title=meeting.title, at=meeting.starts_at, place=meeting.place)


def answer_line(one: Rsvp) -> Said:
    """Somebody's answer, for the staff."""
    unit = say("meetings.of_unit", unit=one.unit_name) if one.unit_name else ""
    if one.comes:
        return say("meetings.coming_line", name=one.full_name, unit=unit)
    facts = {"name": one.full_name, "unit": unit, "reason": one.reason}
    return say("meetings.absent_instead_line", **facts, substitute=one.substitute) if one.substitute else say("meetings.absent_line", **facts)


def mine_said(one: Rsvp) -> Said:
    """One's own answer."""
    if one.comes:
        return say("meetings.mine_coming")
    return say("meetings.mine_absent_instead", substitute=one.substitute) if one.substitute else say("meetings.mine_absent")


def answer_row(meeting: Meeting) -> tuple[Choice, ...]:
    return (choice("meetings.come_label", "meetings.come", meeting.id, weight="main"), choice("meetings.absent_label", "meetings.absent", meeting.id))


def group_row(meeting: Meeting) -> tuple[Choice, ...]:
    return (choice("meetings.come_label", "meetings.come_here", meeting.id, weight="main"), into_private("meetings.absent_label", "vang", meeting.id))


def post_card(turn: Turn, meeting: Meeting, text: Said | tuple[Said, ...], *rows: tuple[Choice, ...], instead: Said) -> None:
    """A new post about the meeting in the group; the earlier one, where it still stands, says so, `instead` of its own words and buttons."""
    turn.post(meeting.bloc_id, instead, key=_key(meeting), redraws=True, else_nothing=True)
    turn.post(meeting.bloc_id, text, *rows, key=_key(meeting))


def redraw_card(turn: Turn, meeting: Meeting) -> None:
    """The card that stands in the group is drawn as the meeting is now; where none stands, none is posted."""
    turn.post(meeting.bloc_id, *drawn(turn, meeting), key=_key(meeting), redraws=True, else_nothing=True)


def drawn(turn: Turn, meeting: Meeting) -> tuple[Said, *tuple[tuple[Choice, ...], ...]]:
    """The group's card of a meeting as it is now, and its choices while it can be answered."""
    if meeting.cancelled_at is not None:
        return (cancelled_said(meeting),)
    return (card(meeting), group_row(meeting)) if is_coming(turn, meeting) else (card(meeting),)


def cancelled_said(meeting: Meeting) -> Said:
    """That a meeting does not take place, and why."""
    return say("meetings.told_cancelled", title=meeting.title, at=meeting.starts_at, reason=meeting.cancelled_why)


def _key(meeting: Meeting) -> str:
    """The outbox key of the group's posts about a meeting."""
    return f"meeting:{meeting.id}"


async def outdate(turn: Turn, meeting: Meeting) -> None:
    """What asks for an answer to a meeting that is over waits no more."""
    await turn.store.notices.outdate(await invited(turn, meeting), (one.action for one in answer_row(meeting)))


def cancel_choice() -> Choice:
    return choice("meetings.cancel_label", "meetings.dropped")


def back_to(meeting: Meeting) -> Choice:
    return choice("meetings.back_label", "meetings.meeting", meeting.id)


def line_of(text: str) -> str:
    """A title, a place or a name as one line. Raises TextLength for what is none."""
    line = clean(text)
    if len(line) < SHORTEST_LINE or units(line) > LONGEST_LINE:
        raise TextLength(least=SHORTEST_LINE, most=LONGEST_LINE)
    return line
