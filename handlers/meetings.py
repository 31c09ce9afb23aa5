"""Meetings: called by the chair, answered by one tap, reminded of, changed and cancelled in front of everybody.

Scene: joined
Lan: /hop
ktd: …Tên cuộc họp…
Lan: Sơ kết 6 tháng
ktd: …Thời gian…
Lan: thứ năm tuần sau
ktd: …còn thiếu giờ…
Lan: thứ năm tuần sau 8h
ktd: …08:00 thứ Năm 11/06/2026…địa điểm…
Lan: Phòng họp tầng 2, Sở Công Thương
ktd: …Thành phần…
  [Tất cả] [Lãnh đạo] [Chuyên viên đầu mối]
Lan: [Tất cả]
ktd: …08:00 thứ Năm 11/06/2026…Phòng họp tầng 2…
  [Xác nhận] [Hủy]
Lan: [Xác nhận]
ktd: …Đã gửi lịch họp…
ktd → Hoa: …Sơ kết 6 tháng…08:00 thứ Năm 11/06/2026…
  [Tham dự] [Vắng]
ktd → group: …Sơ kết 6 tháng…08:00 thứ Năm 11/06/2026…
  [Tham dự] [Vắng]
Hoa: [Tham dự]
ktd: …Đã ghi nhận: tham dự…
Nam: [Vắng]
ktd: …Lý do vắng…
Nam: Đi công tác, ông Lê Văn Bắc dự thay
ktd: …Đã ghi nhận: vắng…
Lan: /lichhop
ktd: …Sơ kết 6 tháng…
Lan: [Sơ kết 6 tháng]
ktd: …1 tham dự, 1 vắng…
  [Đổi giờ] [Đổi địa điểm] [Hủy họp]
Lan: [Đổi giờ]
ktd: …Thời gian mới…
Lan: 9h 11/6
ktd: …09:00 thứ Năm 11/06/2026…
ktd → Hoa: …Thay đổi…08:00 thứ Năm 11/06/2026…09:00 thứ Năm 11/06/2026…
(to 2026-06-11 07:00)
ktd → Minh: …Nhắc họp…Sơ kết 6 tháng…
ktd → group: …Nhắc họp…
"""

from datetime import datetime

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import Rung, latest_missed, meeting_rungs
from domain.calendar.phrases import read_when
from domain.errors import RuleError
from domain.people import EVERYONE, STAFF, UNIT_ROLES, Role
from domain.texts import clean
from handlers.flow import (
    Choice,
    Command,
    Due,
    End,
    Flow,
    Job,
    Kind,
    Link,
    Outdated,
    Said,
    Shown,
    State,
    Step,
    Tap,
    Toast,
    Turn,
    Where,
    ask,
    choice,
    end,
    id_of,
    into_private,
    say,
)
from storage.meetings import Audience, Meeting

AUDIENCES: dict[Audience, frozenset[Role]] = {
    "everyone": UNIT_ROLES | {Role.PROVINCE_OFFICE, Role.SECRETARIAT},
    "leaders": frozenset({Role.UNIT_LEADER, Role.PROVINCE_OFFICE}),
    "focal_points": frozenset({Role.UNIT_FOCAL_POINT}),
}


class TextLength(RuleError):
    """A title or a place is a line, not empty and not a page."""

    key = "meetings.text_length"


class ReasonMissing(RuleError):
    """Absence and cancellation have reasons."""

    key = "meetings.reason_missing"


class MeetingOver(RuleError):
    """The meeting has begun, or was cancelled."""

    key = "meetings.over"


class NamingMeeting(State):
    bloc_id: str


class TimingMeeting(State):
    bloc_id: str
    title: str


class PlacingMeeting(State):
    bloc_id: str
    title: str
    starts_at: datetime


class ChoosingAudience(State):
    asks = False
    bloc_id: str
    title: str
    starts_at: datetime
    place: str


class ConfirmingMeeting(State):
    asks = False
    bloc_id: str
    title: str
    starts_at: datetime
    place: str
    audience: Audience


class GivingAbsence(State):
    meeting_id: int


class MovingMeeting(State):
    meeting_id: int


class MovingPlace(State):
    meeting_id: int


class CancellingMeeting(State):
    meeting_id: int


# ---------------------------------------------------------------------------------------------------------------- calling a meeting


async def new_command(turn: Turn, rest: str) -> Shown:
    return await new(turn)


async def new(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = list({seat.bloc_id: seat for seat in turn.me.seats_as(STAFF)}.values())
    if not bloc_id and len(blocs) > 1:
        return end(
            say("meetings.which_bloc"), *((choice("meetings.name_label", "meetings.new", seat.bloc_id, name=seat.bloc_name),) for seat in blocs)
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    return await ask_title(turn, NamingMeeting(bloc_id=bloc_id))


async def ask_title(turn: Turn, state: NamingMeeting) -> Shown:
    return ask(say("meetings.ask_title"), (_cancel(),), waits=state)


async def give_title(turn: Turn, state: NamingMeeting) -> Shown:
    return await ask_time(turn, TimingMeeting(bloc_id=state.bloc_id, title=_line(turn.text)))


async def ask_time(turn: Turn, state: TimingMeeting) -> Shown:
    return ask(say("meetings.ask_time"), (_cancel(),), waits=state)


async def give_time(turn: Turn, state: TimingMeeting) -> Shown:
    starts_at = read_when(turn.text, turn.now, turn.zone)
    return await ask_place(turn, PlacingMeeting(**state.model_dump(), starts_at=starts_at))


async def ask_place(turn: Turn, state: PlacingMeeting) -> Shown:
    return ask(say("meetings.ask_place", at=state.starts_at), (_cancel(),), waits=state)


async def give_place(turn: Turn, state: PlacingMeeting) -> Shown:
    return await ask_audience(turn, ChoosingAudience(**state.model_dump(), place=_line(turn.text)))


async def ask_audience(turn: Turn, state: ChoosingAudience) -> Shown:
    rows = tuple((choice(f"meetings.audience_{audience}", "meetings.audience", audience),) for audience in AUDIENCES)
    return ask(say("meetings.ask_audience"), *rows, (_cancel(),), waits=state)


async def choose_audience(turn: Turn, audience: str) -> Shown:
    state = turn.open
    chosen = next((one for one in AUDIENCES if one == audience), None)
    if not isinstance(state, ChoosingAudience) or chosen is None:
        raise Outdated
    return await confirm(turn, ConfirmingMeeting(**state.model_dump(), audience=chosen))


async def confirm(turn: Turn, state: ConfirmingMeeting) -> Shown:
    text = say("meetings.confirm", title=state.title, at=state.starts_at, place=state.place, audience=say(f"meetings.audience_{state.audience}"))
    return ask(text, (choice("meetings.confirm_label", "meetings.create", weight="main"), _cancel()), waits=state)


async def create(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, ConfirmingMeeting):
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    meeting = await turn.store.meetings.add(state.bloc_id, state.title, state.starts_at, state.place, state.audience, turn.me.id, turn.now)
    await _plan(turn, meeting)
    people = [one for one in await _invited(turn, meeting) if one != turn.me.id]
    turn.tell(people, _card(meeting), _answer_row(meeting))
    turn.post(meeting.bloc_id, _card(meeting), _group_row(meeting), key=f"meeting:{meeting.id}")
    return await _screen(turn, meeting, say("meetings.created", count=len(people)))


async def cancel_new(turn: Turn) -> Shown:
    return end(say("meetings.not_created"), (choice("engine.home", "home.open"),))


# ---------------------------------------------------------------------------------------------------------------- looking, answering


async def list_command(turn: Turn, rest: str) -> Shown:
    return await open_meetings(turn)


async def open_meetings(turn: Turn, *_: str) -> Shown:
    meetings: list[Meeting] = []
    for bloc_id in dict.fromkeys(seat.bloc_id for seat in turn.me.seats):
        meetings += await turn.store.meetings.coming(bloc_id, turn.now)
    if turn.incoming and turn.incoming.chat.kind == "group":
        return end(say("meetings.list", lines=tuple(_one_line(meeting) for meeting in meetings)) if meetings else say("meetings.none"))
    if not meetings:
        return end(say("meetings.none"), (choice("engine.home", "home.open"),))
    rows = [(choice("meetings.name_label", "meetings.meeting", meeting.id, name=meeting.title),) for meeting in meetings[:12]]
    return end(say("meetings.list", lines=tuple(_one_line(meeting) for meeting in meetings)), *rows, (choice("engine.home", "home.open"),))


async def open_meeting(turn: Turn, meeting_id: str) -> Shown:
    return await _screen(turn, await _meeting(turn, meeting_id))


async def _screen(turn: Turn, meeting: Meeting, *said: Said) -> End:
    answers = await turn.store.meetings.answers(meeting.id)
    staff = bool(turn.me.roles(meeting.bloc_id) & STAFF)
    text = [*said, _card(meeting)]
    if staff:
        counts = say("meetings.counts", coming=sum(one.comes for one in answers), absent=sum(not one.comes for one in answers))
        lines = tuple(_answer_line(one.full_name, one.unit_name, one.reason, comes=one.comes) for one in answers)
        text.append(say("meetings.answers", counts=counts, lines=lines) if lines else counts)
    else:
        mine = next((one for one in answers if one.person_id == turn.me.id), None)
        text += [say("meetings.mine_coming" if mine.comes else "meetings.mine_absent")] if mine else []
    changes = (choice("meetings.move_label", "meetings.move", meeting.id), choice("meetings.replace_label", "meetings.place", meeting.id))
    manage = (changes, (choice("meetings.cancel_meeting_label", "meetings.cancel", meeting.id, weight="grave"),)) if staff else ()
    return end(tuple(text), _answer_row(meeting), *manage, (choice("meetings.back_label", "meetings.open"),))


async def come(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _open_meeting(turn, meeting_id)
    await turn.store.meetings.answer(meeting.id, turn.me.id, _unit(turn, meeting), turn.now, comes=True)
    return await _screen(turn, meeting, say("meetings.noted_coming"))


async def come_from_group(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _open_meeting(turn, meeting_id)
    await turn.store.meetings.answer(meeting.id, turn.me.id, _unit(turn, meeting), turn.now, comes=True)
    return Toast(say("meetings.noted_coming"))


async def ask_absence(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _open_meeting(turn, meeting_id)
    back = (choice("meetings.back_label", "meetings.meeting", meeting.id),)
    return ask(say("meetings.ask_absence", title=meeting.title), back, waits=GivingAbsence(meeting_id=meeting.id))


async def give_absence(turn: Turn, state: GivingAbsence) -> Shown:
    meeting = await _open_meeting(turn, str(state.meeting_id))
    reason = clean(turn.text)
    if len(reason) < 3:
        raise ReasonMissing
    await turn.store.meetings.answer(meeting.id, turn.me.id, _unit(turn, meeting), turn.now, comes=False, reason=reason[:300])
    staff = await turn.store.seats.holders(meeting.bloc_id, STAFF)
    told = say("meetings.told_absent", name=turn.me.full_name, title=meeting.title, reason=reason[:300])
    turn.tell([one for one in staff if one != turn.me.id], told)
    return await _screen(turn, meeting, say("meetings.noted_absent"))


async def absence_again(turn: Turn, state: GivingAbsence) -> Shown:
    return await ask_absence(turn, str(state.meeting_id))


# ---------------------------------------------------------------------------------------------------------------- changing


async def ask_new_time(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _managed(turn, meeting_id)
    return ask(say("meetings.ask_new_time", at=meeting.starts_at), (_back(meeting),), waits=MovingMeeting(meeting_id=meeting.id))


async def give_new_time(turn: Turn, state: MovingMeeting) -> Shown:
    meeting = await _managed(turn, str(state.meeting_id))
    starts_at = read_when(turn.text, turn.now, turn.zone)
    return await _changed(turn, meeting, starts_at, meeting.place, say("meetings.change_time", old=meeting.starts_at, new=starts_at))


async def new_time_again(turn: Turn, state: MovingMeeting) -> Shown:
    return await ask_new_time(turn, str(state.meeting_id))


async def ask_new_place(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _managed(turn, meeting_id)
    return ask(say("meetings.ask_new_place", place=meeting.place), (_back(meeting),), waits=MovingPlace(meeting_id=meeting.id))


async def give_new_place(turn: Turn, state: MovingPlace) -> Shown:
    meeting = await _managed(turn, str(state.meeting_id))
    place = _line(turn.text)
    return await _changed(turn, meeting, meeting.starts_at, place, say("meetings.change_place", old=meeting.place, new=place))


async def new_place_again(turn: Turn, state: MovingPlace) -> Shown:
    return await ask_new_place(turn, str(state.meeting_id))


async def _changed(turn: Turn, meeting: Meeting, starts_at: datetime, place: str, what: Said) -> Shown:
    changed = await turn.store.meetings.change(meeting, meeting.title, starts_at, place)
    if changed is None:
        raise Outdated
    await _plan(turn, changed)
    told = (say("meetings.told_changed", title=changed.title, what=what), _card(changed))
    people = [one for one in await _invited(turn, changed) if one != turn.me.id]
    turn.tell(people, told, _answer_row(changed))
    turn.post(changed.bloc_id, told, _group_row(changed), key=f"meeting:{changed.id}")
    return await _screen(turn, changed, say("meetings.changed"))


async def ask_cancelling(turn: Turn, meeting_id: str) -> Shown:
    meeting = await _managed(turn, meeting_id)
    return ask(say("meetings.ask_cancel_reason", title=meeting.title), (_back(meeting),), waits=CancellingMeeting(meeting_id=meeting.id))


async def give_cancel_reason(turn: Turn, state: CancellingMeeting) -> Shown:
    meeting = await _managed(turn, str(state.meeting_id))
    reason = clean(turn.text)
    if len(reason) < 3:
        raise ReasonMissing
    if await turn.store.meetings.cancel(meeting.id, reason, turn.now) is None:
        raise Outdated
    await turn.store.due.withdraw("meetings.remind", f"meeting:{meeting.id}", turn.now)
    told = say("meetings.told_cancelled", title=meeting.title, at=meeting.starts_at, reason=reason)
    turn.tell([one for one in await _invited(turn, meeting) if one != turn.me.id], told)
    turn.post(meeting.bloc_id, told)
    return end(say("meetings.cancelled", title=meeting.title), (choice("engine.home", "home.open"),))


async def cancel_again(turn: Turn, state: CancellingMeeting) -> Shown:
    return await ask_cancelling(turn, str(state.meeting_id))


# ---------------------------------------------------------------------------------------------------------------- reminding


async def _plan(turn: Turn, meeting: Meeting) -> None:
    await turn.store.due.withdraw("meetings.remind", f"meeting:{meeting.id}", turn.now)
    for rung in await _rungs(turn, meeting):
        if rung.at > turn.now:
            occurrence = f"{meeting.revision} {rung.name}"
            await turn.store.due.schedule("meetings.remind", f"meeting:{meeting.id}", occurrence, rung.at, meeting.bloc_id)


async def remind(turn: Turn, due: Due) -> None:
    """One reminder: to the group, and to those who have not answered. Never after the start; of several missed the latest alone."""
    meeting = await turn.store.meetings.of(due.number)
    if meeting is None or meeting.cancelled_at is not None or turn.now >= meeting.starts_at:
        return
    missed = latest_missed(await _rungs(turn, meeting), turn.now)
    if missed is not None and missed.at > due.at:
        return
    answered = {one.person_id for one in await turn.store.meetings.answers(meeting.id)}
    text = (say("meetings.reminder", left=_left(turn, meeting)), _card(meeting))
    turn.tell([one for one in await _invited(turn, meeting) if one not in answered], text, _answer_row(meeting), kind=Kind.REMINDER)
    turn.post(meeting.bloc_id, text, _group_row(meeting), key=f"meeting:{meeting.id}")


async def _rungs(turn: Turn, meeting: Meeting) -> tuple[Rung, ...]:
    bloc = await turn.store.blocs.of(meeting.bloc_id)
    if bloc is None:
        raise LookupError(meeting.bloc_id)
    return meeting_rungs(meeting.starts_at, bloc_file_of(bloc.file).reminding())


def _left(turn: Turn, meeting: Meeting) -> Said:
    left = meeting.starts_at - turn.now
    days = (meeting.starts_at.astimezone(turn.zone).date() - turn.now.astimezone(turn.zone).date()).days
    if days:
        return say("calendar.left_days", n=days)
    hours = int(left.total_seconds() // 3600)
    return say("calendar.left_hours", n=hours) if hours else say("calendar.left_minutes", n=max(1, int(left.total_seconds() // 60)))


# ---------------------------------------------------------------------------------------------------------------- shared


async def _meeting(turn: Turn, meeting_id: str) -> Meeting:
    meeting = await turn.store.meetings.of(id_of(meeting_id))
    if meeting is None:
        raise Outdated
    turn.require(meeting.bloc_id, EVERYONE)
    return meeting


async def _open_meeting(turn: Turn, meeting_id: str) -> Meeting:
    """A meeting that has not begun and was not cancelled."""
    meeting = await _meeting(turn, meeting_id)
    if meeting.cancelled_at is not None or turn.now >= meeting.starts_at:
        raise MeetingOver
    return meeting


async def _managed(turn: Turn, meeting_id: str) -> Meeting:
    meeting = await _open_meeting(turn, meeting_id)
    turn.require(meeting.bloc_id, STAFF)
    return meeting


async def _invited(turn: Turn, meeting: Meeting) -> tuple[int, ...]:
    return await turn.store.seats.holders(meeting.bloc_id, AUDIENCES[meeting.audience])


def _unit(turn: Turn, meeting: Meeting) -> int | None:
    return next((seat.unit_id for seat in turn.me.seats if seat.bloc_id == meeting.bloc_id and seat.unit_id is not None), None)


def _card(meeting: Meeting) -> Said:
    return say("meetings.card", title=meeting.title, at=meeting.starts_at, place=meeting.place)


def _one_line(meeting: Meeting) -> Said:
    return say("meetings.line", title=meeting.title, at=meeting.starts_at, place=meeting.place)


def _answer_line(name: str, unit: str, reason: str, *, comes: bool) -> Said:
    return say("meetings.coming_line", name=name, unit=unit) if comes else say("meetings.absent_line", name=name, unit=unit, reason=reason)


def _answer_row(meeting: Meeting) -> tuple[Choice, ...]:
    return (choice("meetings.come_label", "meetings.come", meeting.id, weight="main"), choice("meetings.absent_label", "meetings.absent", meeting.id))


def _group_row(meeting: Meeting) -> tuple[Choice, ...]:
    return (choice("meetings.come_label", "meetings.come_here", meeting.id, weight="main"), into_private("meetings.absent_label", "vang", meeting.id))


def _cancel() -> Choice:
    return choice("meetings.cancel_label", "meetings.dropped")


def _back(meeting: Meeting) -> Choice:
    return choice("meetings.back_label", "meetings.meeting", meeting.id)


def _line(text: str) -> str:
    line = clean(text)
    if not 3 <= len(line) <= 200:
        raise TextLength
    return line


FLOW = Flow(
    "meetings",
    commands=(
        Command("hop", new_command, STAFF, menu="meetings.menu_new"),
        Command("lichhop", list_command, where=Where.BOTH, menu="meetings.menu"),
    ),
    taps=(
        Tap("new", new, STAFF),
        Tap("audience", choose_audience, STAFF),
        Tap("create", create, STAFF),
        Tap("dropped", cancel_new, STAFF),
        Tap("open", open_meetings),
        Tap("meeting", open_meeting),
        Tap("come", come),
        Tap("come_here", come_from_group, where=Where.GROUP),
        Tap("absent", ask_absence),
        Tap("move", ask_new_time, STAFF),
        Tap("place", ask_new_place, STAFF),
        Tap("cancel", ask_cancelling, STAFF),
    ),
    links=(Link("vang", ask_absence),),
    steps=(
        Step(NamingMeeting, give_title, STAFF, again=ask_title),
        Step(TimingMeeting, give_time, STAFF, again=ask_time),
        Step(PlacingMeeting, give_place, STAFF, again=ask_place),
        Step(ChoosingAudience, ask_audience, STAFF),
        Step(ConfirmingMeeting, confirm, STAFF),
        Step(GivingAbsence, give_absence, again=absence_again),
        Step(MovingMeeting, give_new_time, STAFF, again=new_time_again),
        Step(MovingPlace, give_new_place, STAFF, again=new_place_again),
        Step(CancellingMeeting, give_cancel_reason, STAFF, again=cancel_again),
    ),
    jobs=(Job("meetings.remind", remind),),
)
