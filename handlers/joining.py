"""Joining by an invite: the personal-data notice, one question, and everybody concerned is told.

Scene: nothing
Khách: xin chào
ktd: …liên kết mời…
Khách: /start ma-cu
ktd: …không có mã mời này…
Khách: /start [SXD unit_leader]
ktd: …Khối thi đua kinh tế ngành…Sở Xây dựng…dữ liệu cá nhân…
  [Đồng ý] [Không đồng ý]
Khách: [Đồng ý]
ktd: …Họ và tên…
Khách: 12345
ktd: …Chưa đọc được họ và tên…
Khách: Trần Thị Hoa, Phó Giám đốc
ktd: …Trần Thị Hoa, Phó Giám đốc…Sở Xây dựng…
  [Màn hình chính]
"""

import re
from datetime import datetime

from config.catalogue import Said, fold
from domain.errors import RuleError
from domain.people import CHAIRS, EVERYONE, LEADERS, NAME_LENGTH, TITLE_LENGTH, UNIT_ROLES, Person, Role, in_capitals, read_name
from handlers.flow import STRANGERS, Ask, End, Flow, Rows, Shown, State, Step, Tap, Toast, Turn, ask, choice, end, say
from handlers.seats import who_may_remove
from handlers.titles import label_of
from storage.invites import Invite
from storage.sheets import Task

TYPED_CODE = re.compile(r"\b[0-9a-f]{32}\b")
"""A code as it is issued (handlers/blocs.py), alone or within the link that was copied."""
REFUSALS = {"used": "joining.code_used", "expired": "joining.code_expired", "revoked": "joining.code_revoked"}


class OwnInvite(RuleError):
    """Nobody gives themselves a seat (handlers/seats.py)."""

    key = "joining.own_invite"


class Agreeing(State):
    """The notice is shown, and waits for consent."""

    asks = False
    code: str


class NamingOneself(State):
    """Agreed to the notice; the name is asked."""

    code: str
    agreed_at: datetime

    def too_long(self) -> Said:
        return say("joining.name_and_title_too_long", name=NAME_LENGTH, title=TITLE_LENGTH)


async def greet_stranger(turn: Turn) -> Shown:
    """A word from someone unknown: a code that was copied is opened, what was asked of them is repeated, else they hear how one joins."""
    if copied := TYPED_CODE.search(turn.text.casefold()):
        return await open_code(turn, copied[0])
    match turn.open:
        case Agreeing(code=code):
            return await open_code(turn, code)
        case NamingOneself() as state:
            return await ask_name_again(turn, state)
    if not await turn.store.blocs.everything():
        return end(say("joining.nothing_set_up"))
    return end(say("joining.ask_for_link"))


async def open_code(turn: Turn, code: str) -> Shown:
    """A start code that is no link of ours: an invite."""
    invite = await turn.store.invites.of(code)
    if invite is None:
        return await _refused(turn, "joining.code_unknown")
    state = invite.state(turn.now)
    if state != "open":
        joined = turn.person is not None and _holds(turn.person, invite)
        return _held_already(invite) if joined else await _refused(turn, REFUSALS[state])
    if turn.person is None:
        notice = say("joining.notice", bloc=invite.bloc_name, seat=seat_said(invite.role, invite.unit_name))
        agree_row = (choice("joining.agree_label", "joining.agree", code, weight="main"),)
        return ask(notice, agree_row, (choice("joining.decline_label", "joining.decline"),), waits=Agreeing(code=code))
    if invite.created_by == turn.person.id:
        raise OwnInvite
    if _holds(turn.person, invite):
        return _held_already(invite)
    offer = say("joining.one_more_seat", bloc=invite.bloc_name, seat=seat_said(invite.role, invite.unit_name))
    return end(offer, (choice("joining.take_label", "joining.take", code, weight="main"), choice("engine.home", "home.open")))


async def agree(turn: Turn, code: str) -> Shown:
    if turn.person is not None:
        return await open_code(turn, code)
    if isinstance(turn.open, NamingOneself) and turn.open.code == code and turn.is_tap:
        return Toast(say("joining.ask_name"))
    return ask(say("joining.ask_name"), waits=NamingOneself(code=code, agreed_at=turn.now), fresh=True)


async def decline(turn: Turn) -> Shown:
    return end(say("joining.declined"), forgets=turn.person is None)


async def notice_again(turn: Turn, state: Agreeing) -> Shown:
    """The notice once more; that of another invite where its code is pasted."""
    copied = TYPED_CODE.search(turn.text.casefold())
    return await open_code(turn, copied[0] if copied else state.code)


async def give_name(turn: Turn, state: NamingOneself) -> Shown:
    """The name is asked once and kept as it was typed: nothing stands between it and the seat. The words of consent are no name."""
    word = fold(turn.text).strip(" .!")
    if word == fold(turn.written(say("joining.agree_label"))):
        return await ask_name_again(turn, state)
    if word == fold(turn.written(say("joining.decline_label"))):
        return await decline(turn)
    full_name, job_title = read_name(turn.text)
    return await _joined(turn, state, full_name, job_title)


async def _joined(turn: Turn, state: NamingOneself, full_name: str, job_title: str) -> Shown:
    """Spends the code; the person and their seat are kept."""
    invite = await turn.store.invites.of(state.code)
    if invite is None or not await turn.store.invites.spend(state.code, turn.now):
        return await _refused(turn, REFUSALS.get(invite.state(turn.now), "joining.code_used") if invite else "joining.code_unknown")
    incoming = turn.incoming
    if incoming is None or incoming.sender is None:
        raise TypeError("a name comes from somebody")
    person_id = await turn.store.people.add(full_name, job_title, state.agreed_at)
    await turn.store.people.tie(incoming.platform, incoming.sender.account, incoming.chat.ref, person_id)
    await _seat(turn, invite, person_id, full_name, job_title)
    welcome = say("joining.welcome", person=person_said(full_name, job_title), seat=seat_said(invite.role, invite.unit_name), bloc=invite.bloc_name)
    return await _seated(turn, invite, welcome, _correction(full_name))


async def ask_name_again(turn: Turn, state: NamingOneself) -> Shown:
    return ask(say("joining.ask_name"), waits=state)


async def take_seat(turn: Turn, code: str) -> Shown:
    """Someone who has joined takes one more seat."""
    invite = await turn.store.invites.of(code)
    if invite is not None and invite.created_by == turn.me.id:
        raise OwnInvite
    if invite is None or _holds(turn.me, invite) or not await turn.store.invites.spend(code, turn.now):
        return await open_code(turn, code)
    await _seat(turn, invite, turn.me.id, turn.me.full_name, turn.me.job_title)
    taken = say("joining.seat_taken", seat=seat_said(invite.role, invite.unit_name), bloc=invite.bloc_name)
    return await _seated(turn, invite, taken)


async def _seated(turn: Turn, invite: Invite, welcome: Said, correction: Rows = ()) -> Shown:
    """The welcome and the way to what the unit owes; its leader is asked to confirm what was entered from paper before, the chair told how a bloc begins."""
    papers = await turn.store.sheets.unconfirmed(invite.unit_id) if invite.unit_id is not None and invite.role in LEADERS else ()
    asked = tuple(say("joining.confirm_paper", unit=one.unit_name, title=one.period.title) for one in papers)
    rows: Rows = tuple((choice("joining.paper_label", "assessment.board", one.sheet_id, title=one.period.title, weight="main"),) for one in papers)
    if await _begins(turn, invite):
        asked = (*asked, say("joining.chair_next"))
        rows = (*rows, (choice("home.units_label", "units.open"), choice("home.periods_label", "periods.open")))
    owed = await _owed(turn, invite)
    for one in owed:
        label = "joining.sheet_label" if len(owed) == 1 else "joining.one_sheet_label"
        asked = (
            *asked,
            say("joining.owes", unit=one.unit_name, title=one.period.title, at=one.period.closes_at, left=turn.left(one.period.closes_at)),
        )
        rows = (
            *rows,
            (choice(label, "assessment.open", one.sheet_id, title=label_of(one.period, [other.period for other in owed], ()), weight="main"),),
        )
    return end((welcome, *asked), *rows, *correction, (choice("engine.home", "home.open", weight="plain" if rows else "main"),), lasting=True)


async def _owed(turn: Turn, invite: Invite) -> tuple[Task, ...]:
    """The sheets of open periods that the unit has not submitted."""
    open_now = await turn.store.sheets.of_units([invite.unit_id]) if invite.unit_id is not None else ()
    return tuple(one for one in open_now if one.state != "submitted")


async def _begins(turn: Turn, invite: Invite) -> bool:
    """Whether the chair joins a bloc that has had no period yet."""
    if invite.unit_id is None or invite.role not in LEADERS:
        return False
    unit = await turn.store.units.of(invite.unit_id)
    return unit is not None and unit.post == "chair" and not await turn.store.periods.of_bloc(invite.bloc_id)


def _correction(name: str) -> Rows:
    """The name as papers write it, one tap away, where it was typed otherwise; or another one, for it may have been no name."""
    better = in_capitals(name)
    if better == name:
        return ()
    return ((choice("joining.capitals_label", "account.capitals", name=better),), (choice("account.rename_label", "account.rename"),))


def person_said(full_name: str, job_title: str) -> Said:
    """Somebody as records name them."""
    if not job_title:
        return say("joining.person", name=full_name)
    return say("joining.person_with_title", name=full_name, title=job_title)


def seat_said(role: Role, unit_name: str) -> Said:
    """A seat in words: "Lãnh đạo đơn vị Sở Xây dựng"."""
    return say("joining.seat_of_unit", role=say(f"joining.role.{role.value}"), unit=unit_name) if unit_name else say(f"joining.role.{role.value}")


async def _seat(turn: Turn, invite: Invite, person_id: int, full_name: str, job_title: str) -> None:
    seat_id = await turn.store.seats.grant(person_id, invite.bloc_id, invite.unit_id, invite.role, turn.now, invite.scope)
    seat = {
        "person": person_id, "name": full_name, "role": invite.role.value, "unit": invite.unit_code, "unit_name": invite.unit_name,
        "invited_by": invite.created_by,
    }  # fmt: skip
    await turn.store.audit.record("seat", invite.bloc_id, f"seat:{seat_id}", by=person_id, now=turn.now, new=seat)
    unit = await turn.store.units.of(invite.unit_id) if invite.unit_id is not None else None
    concerned = set(await turn.store.seats.holders(invite.bloc_id, CHAIRS))
    if unit is not None:
        concerned |= set(await turn.store.seats.of_unit(unit.id, UNIT_ROLES))
    removers = await who_may_remove(turn, invite.bloc_id, unit, invite.role)
    told = say("joining.told", person=person_said(full_name, job_title), seat=seat_said(invite.role, invite.unit_name))
    removal = (choice("joining.remove_label", "units.remove", seat_id, weight="grave"),)
    turn.tell(sorted((concerned & removers) - {person_id}), told, removal, of=invite.bloc_id, asks=False)
    turn.tell(sorted(concerned - removers - {person_id}), told, of=invite.bloc_id)


async def _refused(turn: Turn, key: str) -> Ask | End:
    rows = ((choice("engine.home", "home.open"),),) if turn.person else ()
    return end(say(key), *rows)


def _held_already(invite: Invite) -> End:
    """Whoever opens the link again by which they came in has nothing to ask for."""
    return end(say("joining.held_already", seat=seat_said(invite.role, invite.unit_name)), (choice("engine.home", "home.open"),))


def _holds(person: Person, invite: Invite) -> bool:
    return any(seat.bloc_id == invite.bloc_id and seat.unit_id == invite.unit_id and seat.role is invite.role for seat in person.seats)


FLOW = Flow(
    "joining",
    taps=(
        Tap("agree", agree, STRANGERS),
        Tap("decline", decline, STRANGERS),
        Tap("take", take_seat, EVERYONE, seatless=True),
    ),
    steps=(
        Step(Agreeing, notice_again, STRANGERS, again=notice_again),
        Step(NamingOneself, give_name, STRANGERS, again=ask_name_again),
    ),
    strangers=greet_stranger,
    codes=open_code,
    code_shape=TYPED_CODE,
)
