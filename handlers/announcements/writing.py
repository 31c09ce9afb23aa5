"""Announcements: text and file in any order, seen with their readers before they leave, acknowledged by unit, followed up by one tap.

Scene: joined
Lan: /thongbao
ktd: …Nội dung thông báo…
Lan: Đề nghị các đơn vị gửi báo cáo trước ngày 10/6.
ktd: …Đề nghị các đơn vị gửi báo cáo trước ngày 10/6…Gửi tới…
  [Nhóm] [Từng thành viên] [Cả hai]
Lan: [Cả hai]
ktd: …Đề nghị các đơn vị gửi báo cáo trước ngày 10/6…Trần Thị Hoa…
  [Xác nhận] [Quay lại] [Hủy]
Lan: [Xác nhận]
ktd: Đã gửi thông báo…
ktd → Hoa: …Đề nghị các đơn vị gửi báo cáo…
  [Đã nhận]
ktd → group: …Đề nghị các đơn vị gửi báo cáo…
Hoa: [Đã nhận]
ktd: …Đã ghi nhận…
Lan: [Xem ai đã nhận]
ktd: …1/8 đơn vị…Sở Công Thương: chưa nhận…Sở Xây dựng: đã nhận…
  [Nhắc đơn vị chưa nhận]
Lan: [Nhắc đơn vị chưa nhận]
ktd: …Đã nhắc…
ktd → Minh: …Đề nghị các đơn vị gửi báo cáo…
"""

import json
from datetime import timedelta

from domain.errors import RuleError
from domain.people import EVERYONE, OVERSEERS, STAFF, UNIT_ROLES, Role
from domain.texts import clean_lines
from handlers.delivery import group_said, missed_said, names_of, reach_of, unmanned_said
from handlers.dialogue import OutFile
from handlers.flow import Choice, Command, Flow, Kind, Outdated, Said, Shown, State, Step, Tap, Toast, Turn, Where, ask, choice, end, id_of, say
from handlers.lately import done_lately
from storage.announcements import Announcement, Readers
from storage.outbox import Delivery
from storage.people import Addressee

READERS: tuple[Readers, ...] = ("group", "members", "both")
MEMBERS = UNIT_ROLES | {Role.PROVINCE_OFFICE}
SHORTEST, LONGEST = 3, 3500
REMIND_AGAIN_AFTER = timedelta(minutes=10)
HOME = (choice("engine.home", "home.open"),)


class TextLength(RuleError):
    """An announcement says something, and fits one message."""

    key = "announcements.text_length"


class WritingAnnouncement(State):
    """The text is asked; a file may have come already."""

    takes_files = True
    bloc_id: str
    file: str = ""


class ChoosingReaders(State):
    """Text and file are shown; for whom is asked. Another text or file takes the place of the one shown."""

    asks = False
    takes_files = True
    bloc_id: str
    text: str
    file: str = ""


class Confirming(ChoosingReaders):
    """All of it is shown, with its readers by name, and waits for its confirmation."""

    readers: Readers


async def new_command(turn: Turn, rest: str) -> Shown:
    return await new(turn)


async def new(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = turn.me.blocs_as(STAFF)
    if not bloc_id and len(blocs) > 1:
        return end(
            say("announcements.which_bloc"),
            *((choice("announcements.name_label", "announcements.new", one.bloc_id, name=one.bloc_name),) for one in blocs),
            HOME,
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    return await ask_text(turn, WritingAnnouncement(bloc_id=bloc_id))


async def ask_text(turn: Turn, state: WritingAnnouncement) -> Shown:
    if state.file:
        return ask(say("announcements.ask_text_for_file", name=json.loads(state.file)["name"]), (_cancel(),), waits=state)
    return ask(say("announcements.ask_text"), (_cancel(),), waits=state)


async def give_text(turn: Turn, state: WritingAnnouncement) -> Shown:
    """Text or file, or both at once; a file whose caption is no text is kept until its text comes."""
    file = _file_of(turn) or state.file
    if turn.sent is not None and not _fits(turn.text):
        return await ask_text(turn, WritingAnnouncement(bloc_id=state.bloc_id, file=file))
    return await preview(turn, ChoosingReaders(bloc_id=state.bloc_id, text=_fitting(turn), file=file))


async def change(turn: Turn, state: ChoosingReaders) -> Shown:
    """What comes while the draft is shown takes the place of its text or its file."""
    text = state.text if turn.sent is not None and not _fits(turn.text) else _fitting(turn)
    changed = ChoosingReaders(bloc_id=state.bloc_id, text=text, file=_file_of(turn) or state.file)
    return await preview(turn, changed)


async def preview(turn: Turn, state: ChoosingReaders) -> Shown:
    rows = tuple((choice(f"announcements.to_{readers}", "announcements.send", readers),) for readers in READERS)
    return ask((*_draft(state), say("announcements.choose")), *rows, (_cancel(),), waits=state)


async def choose(turn: Turn, readers: str) -> Shown:
    state = turn.open
    chosen = next((one for one in READERS if one == readers), None)
    if not isinstance(state, ChoosingReaders) or chosen is None:
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    return await confirm(turn, Confirming(bloc_id=state.bloc_id, text=state.text, file=state.file, readers=chosen))


async def confirm(turn: Turn, state: Confirming) -> Shown:
    """The whole, and who gets it by name."""
    row = (choice("announcements.confirm_label", "announcements.confirmed", weight="main"), choice("announcements.back_label", "announcements.again"))
    return ask((*_draft(state), *await _readers_said(turn, state)), row, (_cancel(),), waits=state)


async def choose_again(turn: Turn) -> Shown:
    if not isinstance(turn.open, ChoosingReaders):
        raise Outdated
    return await preview(turn, ChoosingReaders(bloc_id=turn.open.bloc_id, text=turn.open.text, file=turn.open.file))


async def send(turn: Turn) -> Shown:
    state = turn.open
    if not isinstance(state, Confirming):
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    said = await _sent_said(turn, state)
    number = await turn.store.announcements.add(state.bloc_id, state.text, state.file, state.readers, turn.me.id, turn.now)
    about, row = f"announcement:{number}", (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    if state.readers != "group":
        people = await _members(turn, state.bloc_id)
        turn.tell(people, _said(state.text), row, kind=Kind.ANNOUNCEMENT, about=about, files=_files(state.file))
    if state.readers != "members":
        here = (choice("announcements.received_label", "announcements.received_here", number, weight="main"),)
        turn.post(state.bloc_id, _said(state.text), here, about=about, files=_files(state.file))
    rows = (choice("announcements.who_label", "announcements.who", number), choice("engine.home", "home.open"))
    return end(said, rows, lasting=True)


async def _members(turn: Turn, bloc_id: str) -> tuple[int, ...]:
    return tuple(one for one in await turn.store.seats.holders(bloc_id, MEMBERS) if one != turn.me.id)


async def _readers_said(turn: Turn, state: Confirming) -> tuple[Said, ...]:
    """Who will get it: the group by its title, people by name; and who will not."""
    said: list[Said] = []
    if state.readers != "members":
        said.append(await group_said(turn, state.bloc_id))
    if state.readers != "group":
        reach = await reach_of(turn, await _members(turn, state.bloc_id))
        said += [say("announcements.will_reach", count=len(reach.reached), names=names_of(reach.reached)), *missed_said(reach.missed)]
        said += await unmanned_said(turn, state.bloc_id)
    return tuple(said)


async def _sent_said(turn: Turn, state: Confirming) -> tuple[Said, ...]:
    said = [say("announcements.sent")]
    if state.readers != "members":
        said.append(await group_said(turn, state.bloc_id))
    if state.readers != "group":
        reach = await reach_of(turn, await _members(turn, state.bloc_id))
        said += [say("announcements.sent_privately", count=len(reach.reached)), *missed_said(reach.missed)]
    return tuple(said)


async def drop(turn: Turn) -> Shown:
    return end(say("announcements.dropped"), (choice("engine.home", "home.open"),))


async def receive(turn: Turn, number: str) -> Shown:
    await _acknowledge(turn, await _announcement(turn, number))
    return end(say("announcements.noted"), (choice("engine.home", "home.open"),), fresh=True)


async def receive_in_group(turn: Turn, number: str) -> Shown:
    await _acknowledge(turn, await _announcement(turn, number))
    return Toast(say("announcements.noted"))


async def who(turn: Turn, number: str) -> Shown:
    """By unit who has received it; whether it stands in the group; and whom it did not reach, and why."""
    announcement = await _announcement(turn, number)
    turn.require(announcement.bloc_id, OVERSEERS)
    units = await turn.store.announcements.units(announcement.id, announcement.bloc_id)
    lines = tuple(say(_unit_key(unit.acknowledged, unit.people), unit=unit.name) for unit in units)
    text = say("announcements.who", received=sum(unit.acknowledged > 0 for unit in units), units=len(units), lines=lines)
    rows = await turn.store.outbox.delivery(f"announcement:{announcement.id}")
    failed = {one.full_name: one for one in rows if one.state == "undeliverable" and one.person_id is not None}
    unreached = missed_said(Addressee(one.person_id or 0, one.full_name, reachable=False, why=one.reason) for one in failed.values())
    in_group = (_in_group([one for one in rows if one.person_id is None]),) if announcement.audience != "members" else ()
    remind_row = (choice("announcements.remind_label", "announcements.remind", number),)
    return end((text, *in_group, *unreached), remind_row, HOME)


def _in_group(rows: list[Delivery]) -> Said:
    """What became of the post in the group."""
    if not rows:
        return say("delivery.no_group")
    states = {one.state for one in rows}
    if states & {"undeliverable", "unknown"}:
        return say("announcements.group_failed")
    return say("announcements.group_sent") if states <= {"sent", "superseded"} else say("announcements.group_on_its_way")


async def remind(turn: Turn, number: str) -> Shown:
    """Reminds the units that have not acknowledged; says of each of them whether somebody is reminded."""
    announcement = await _announcement(turn, number)
    turn.require(announcement.bloc_id, STAFF)
    back = (choice("announcements.back_label", "announcements.who", number),)
    silent = [one for one in await turn.store.announcements.units(announcement.id, announcement.bloc_id) if one.acknowledged == 0 and one.people]
    if not silent:
        return end(say("announcements.all_received"), back)
    if at := await done_lately(turn, f"announcement_reminded:{announcement.id}", REMIND_AGAIN_AFTER):
        return end(say("announcements.reminded_lately", at=at), back)
    reached: dict[str, tuple[int, ...]] = {}
    for unit in silent:
        others = [one for one in await turn.store.seats.of_unit(unit.unit_id, UNIT_ROLES) if one != turn.me.id]
        reached[unit.name] = (await reach_of(turn, others)).ids
    row = (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    text = (say("announcements.reminder"), _said(announcement.text))
    people = [one for ids in reached.values() for one in ids]
    turn.tell(people, text, row, kind=Kind.REMINDER, files=_files(announcement.file))
    return end(_reminded_said(reached), back, lasting=True)


def _reminded_said(reached: dict[str, tuple[int, ...]]) -> tuple[Said, ...]:
    told, not_told = ", ".join(name for name, ids in reached.items() if ids), ", ".join(name for name, ids in reached.items() if not ids)
    said = (say("announcements.reminded", names=told),) if told else ()
    return (*said, say("announcements.nobody_to_remind", names=not_told)) if not_told else said


async def _announcement(turn: Turn, number: str) -> Announcement:
    found = await turn.store.announcements.of(id_of(number))
    if found is None:
        raise Outdated
    turn.require(found.bloc_id, EVERYONE)
    return found


async def _acknowledge(turn: Turn, announcement: Announcement) -> None:
    for seat in turn.me.seats:
        if seat.bloc_id == announcement.bloc_id:
            await turn.store.announcements.acknowledge(announcement.id, turn.me.id, seat.unit_id, turn.now)


def _unit_key(acknowledged: int, people: int) -> str:
    if acknowledged:
        return "announcements.unit_received"
    return "announcements.unit_not_yet" if people else "announcements.unit_nobody"


def _said(text: str) -> Said:
    return say("announcements.text", text=text)


def _draft(state: ChoosingReaders) -> tuple[Said, ...]:
    file = (say("announcements.with_file", name=json.loads(state.file)["name"]),) if state.file else ()
    return (_said(state.text), *file)


def _fits(text: str) -> bool:
    """Whether a text says something, and fits one message."""
    return SHORTEST <= len(text.strip()) <= LONGEST


def _fitting(turn: Turn) -> str:
    """The text that came. Raises TextLength for one that is none, or too long."""
    if not _fits(turn.text):
        raise TextLength(most=LONGEST)
    return clean_lines(turn.text)


def _file_of(turn: Turn) -> str:
    """The file that was sent now, as it is kept; empty for none."""
    if turn.sent is None:
        return ""
    sent = turn.sent.file
    return json.dumps({"name": sent.name, "remote": sent.ref, "picture": sent.picture}, ensure_ascii=False)


def _files(file: str) -> tuple[OutFile, ...]:
    """The attachment, sent on by the ref it came with."""
    if not file:
        return ()
    kept = json.loads(file)
    return (OutFile(kept["name"], remote=kept["remote"], picture=kept["picture"]),)


def _cancel() -> Choice:
    return choice("announcements.cancel_label", "announcements.drop")


FLOW = Flow(
    "announcements",
    commands=(Command("thongbao", new_command, STAFF, menu="announcements.menu"),),
    taps=(
        Tap("new", new, STAFF),
        Tap("send", choose, STAFF),
        Tap("again", choose_again, STAFF),
        Tap("confirmed", send, STAFF),
        Tap("drop", drop, STAFF),
        Tap("received", receive),
        Tap("received_here", receive_in_group, where=Where.GROUP),
        Tap("who", who, OVERSEERS),
        Tap("remind", remind, STAFF),
    ),
    steps=(
        Step(WritingAnnouncement, give_text, STAFF, again=ask_text),
        Step(ChoosingReaders, change, STAFF, again=preview),
        Step(Confirming, change, STAFF, again=confirm),
    ),
)
