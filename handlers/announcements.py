"""Announcements: written once, seen before they leave, acknowledged by unit, followed up by one tap.

Scene: joined
Lan: /thongbao
ktd: …Nội dung thông báo…
Lan: Đề nghị các đơn vị gửi báo cáo trước ngày 10/6.
ktd: …Đề nghị các đơn vị gửi báo cáo trước ngày 10/6…Gửi tới…
  [Nhóm] [Từng thành viên] [Cả hai]
Lan: [Cả hai]
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

from domain.errors import RuleError
from domain.people import EVERYONE, OVERSEERS, STAFF, UNIT_ROLES, Role
from domain.texts import clean_lines
from handlers.dialogue import OutFile
from handlers.flow import Choice, Command, Flow, Kind, Outdated, Said, Shown, State, Step, Tap, Toast, Turn, Where, ask, choice, end, id_of, say
from storage.announcements import Announcement, Readers

READERS: tuple[Readers, ...] = ("group", "members", "both")
MEMBERS = UNIT_ROLES | {Role.PROVINCE_OFFICE}
LONGEST = 3500


class TextLength(RuleError):
    """An announcement says something, and fits one message."""

    key = "announcements.text_length"


class WritingAnnouncement(State):
    takes_files = True
    bloc_id: str


class ChoosingReaders(State):
    asks = False
    bloc_id: str
    text: str
    file: str = ""


async def new_command(turn: Turn, rest: str) -> Shown:
    return await new(turn)


async def new(turn: Turn, bloc_id: str = "") -> Shown:
    blocs = turn.me.blocs_as(STAFF)
    if not bloc_id and len(blocs) > 1:
        return end(
            say("announcements.which_bloc"),
            *((choice("announcements.name_label", "announcements.new", one.bloc_id, name=one.bloc_name),) for one in blocs),
        )
    bloc_id = bloc_id or blocs[0].bloc_id
    turn.require(bloc_id, STAFF)
    return await ask_text(turn, WritingAnnouncement(bloc_id=bloc_id))


async def ask_text(turn: Turn, state: WritingAnnouncement) -> Shown:
    return ask(say("announcements.ask_text"), (_cancel(),), waits=state)


async def give_text(turn: Turn, state: WritingAnnouncement) -> Shown:
    text = clean_lines(turn.text)
    if not 3 <= len(text) <= LONGEST:
        raise TextLength(most=LONGEST)
    file = ""
    if turn.sent is not None:
        sent = turn.sent.file
        file = json.dumps({"name": sent.name, "remote": sent.ref, "picture": sent.picture}, ensure_ascii=False)
    return await preview(turn, ChoosingReaders(bloc_id=state.bloc_id, text=text, file=file))


async def preview(turn: Turn, state: ChoosingReaders) -> Shown:
    rows = tuple((choice(f"announcements.to_{readers}", "announcements.send", readers),) for readers in READERS)
    file = (say("announcements.with_file", name=json.loads(state.file)["name"]),) if state.file else ()
    return ask((_said(state.text), *file, say("announcements.choose")), *rows, (_cancel(),), waits=state)


async def send(turn: Turn, readers: str) -> Shown:
    state = turn.open
    chosen = next((one for one in READERS if one == readers), None)
    if not isinstance(state, ChoosingReaders) or chosen is None:
        raise Outdated
    turn.require(state.bloc_id, STAFF)
    number = await turn.store.announcements.add(state.bloc_id, state.text, state.file, chosen, turn.me.id, turn.now)
    about, row = f"announcement:{number}", (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    people: list[int] = []
    if chosen != "group":
        people = [one for one in await turn.store.seats.holders(state.bloc_id, MEMBERS) if one != turn.me.id]
        turn.tell(people, _said(state.text), row, kind=Kind.ANNOUNCEMENT, about=about, files=_files(state.file))
    if chosen != "members":
        here = (choice("announcements.received_label", "announcements.received_here", number, weight="main"),)
        turn.post(state.bloc_id, _said(state.text), here, about=about, files=_files(state.file))
    rows = (choice("announcements.who_label", "announcements.who", number), choice("engine.home", "home.open"))
    return end(say("announcements.sent", count=len(people)), rows, lasting=True)


async def drop(turn: Turn) -> Shown:
    return end(say("announcements.dropped"), (choice("engine.home", "home.open"),))


async def receive(turn: Turn, number: str) -> Shown:
    await _acknowledge(turn, await _announcement(turn, number))
    return end(say("announcements.noted"), (choice("engine.home", "home.open"),), fresh=True)


async def receive_in_group(turn: Turn, number: str) -> Shown:
    await _acknowledge(turn, await _announcement(turn, number))
    return Toast(say("announcements.noted"))


async def who(turn: Turn, number: str) -> Shown:
    """By unit who has received it; and whom it did not reach."""
    announcement = await _announcement(turn, number)
    turn.require(announcement.bloc_id, OVERSEERS)
    units = await turn.store.announcements.units(announcement.id, announcement.bloc_id)
    lines = tuple(say(_unit_key(unit.acknowledged, unit.people), unit=unit.name) for unit in units)
    failed = [one for one in await turn.store.outbox.delivery(f"announcement:{announcement.id}") if one.state == "undeliverable" and one.full_name]
    unreached = (say("announcements.unreached", names=", ".join(one.full_name for one in failed)),) if failed else ()
    text = say("announcements.who", received=sum(unit.acknowledged > 0 for unit in units), units=len(units), lines=lines)
    return end((text, *unreached), (choice("announcements.remind_label", "announcements.remind", number),), (choice("engine.home", "home.open"),))


async def remind(turn: Turn, number: str) -> Shown:
    announcement = await _announcement(turn, number)
    turn.require(announcement.bloc_id, STAFF)
    names: list[str] = []
    people: list[int] = []
    for unit in await turn.store.announcements.units(announcement.id, announcement.bloc_id):
        if unit.acknowledged == 0 and unit.people:
            names.append(unit.name)
            people += await turn.store.seats.of_unit(unit.unit_id, UNIT_ROLES)
    row = (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    text = (say("announcements.reminder"), _said(announcement.text))
    turn.tell([one for one in people if one != turn.me.id], text, row, kind=Kind.REMINDER, files=_files(announcement.file))
    said = say("announcements.reminded", names=", ".join(names)) if names else say("announcements.all_received")
    return end(said, (choice("announcements.back_label", "announcements.who", number),))


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
        Tap("send", send, STAFF),
        Tap("drop", drop, STAFF),
        Tap("received", receive),
        Tap("received_here", receive_in_group, where=Where.GROUP),
        Tap("who", who, OVERSEERS),
        Tap("remind", remind, STAFF),
    ),
    steps=(Step(WritingAnnouncement, give_text, STAFF, again=ask_text), Step(ChoosingReaders, preview, STAFF)),
)
