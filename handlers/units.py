"""The bloc's units, their people, and the links by which people join.

Scene: joined
Lan: /donvi
ktd: …Sở Công Thương…2 người…Sở Khoa học và Công nghệ…chưa có ai tham gia…
  [Sở Xây dựng] [Liên kết mời cả khối] [Màn hình chính]
Lan: [Sở Xây dựng]
ktd: …Trần Thị Hoa…Lê Văn Nam…
  [Mời lãnh đạo] [Mời chuyên viên đầu mối] [Gỡ Lê Văn Nam] [Quay lại]
Lan: [Mời lãnh đạo]
ktd: …Sở Xây dựng…https://…
Lan: [Quay lại]
ktd: …Trần Thị Hoa…Liên kết mời còn dùng được…Lãnh đạo đơn vị…
  [Thu hồi A]
Lan: [Thu hồi A]
ktd: …Đã thu hồi…
Lan: [Gỡ Lê Văn Nam]
ktd: …Lê Văn Nam…
  [Xác nhận] [Quay lại]
Lan: [Xác nhận]
ktd: Đã gỡ Lê Văn Nam…
ktd → Nam: …không còn giữ vai trò…
"""

from datetime import timedelta

from domain.people import CHAIRS, LEADERS, STAFF, Role
from domain.texts import fold
from domain.units import Unit, named
from handlers.blocs import new_code
from handlers.flow import LETTERS, Choice, Command, Flow, NotAllowed, Outdated, Said, Shown, Tap, Turn, choice, end, id_of, say
from handlers.lately import done_lately
from handlers.seats import LeaderOfAPost, end_seat, is_staff, may_invite, may_remove, require_may_remove
from storage.invites import Invite
from storage.seats import HeldSeat

INVITE_LASTS = timedelta(days=14)
LINKS_AGAIN_AFTER = timedelta(minutes=1)
WORDS_SHOWN = 60
MANAGERS = STAFF | LEADERS
INVITED = (Role.UNIT_LEADER, Role.UNIT_FOCAL_POINT)
INVITED_TO_THE_BLOC = (Role.SECRETARIAT, Role.PROVINCE_OFFICE)
HOME = (choice("engine.home", "home.open"),)


async def open_units(turn: Turn, bloc_id: str = "") -> Shown:
    seats = turn.me.blocs_as(STAFF)
    if not bloc_id and len(seats) > 1:
        return end(say("units.which_bloc"), *((choice("units.bloc_label", "units.open", seat.bloc_id, name=seat.bloc_name),) for seat in seats), HOME)
    bloc_id = bloc_id or seats[0].bloc_id
    turn.require(bloc_id, STAFF)
    units = await turn.store.units.of_bloc(bloc_id)
    held = await turn.store.seats.of_bloc(bloc_id)
    lines = tuple(_unit_line(unit, [seat for seat in held if seat.unit_id == unit.id]) for unit in units)
    others = tuple(_seat_line(seat) for seat in held if seat.unit_id is None)
    rows: list[tuple[Choice, ...]] = [(choice("units.unit_label", "units.unit", unit.id, name=unit.name, also=unit.other_names),) for unit in units]
    rows += [(_removal(seat),) for seat in held if seat.unit_id is None]
    open_links = await turn.store.invites.open_of(bloc_id, None, turn.now)
    rows.append(tuple(choice(f"units.invite_{role.value}", "units.invite_bloc", bloc_id, role.value) for role in INVITED_TO_THE_BLOC))
    last = (choice("units.links_label", "units.links", bloc_id), choice("engine.home", "home.open"))
    text = (say("units.list", lines=lines), *((say("units.others", lines=others),) if others else ()), *_open_links_said(open_links))
    return end(text, *rows, *_revocations(open_links), last)


async def units_command(turn: Turn, rest: str) -> Shown:
    """All units; or the one that stands behind the command, by its code, its name or an alias."""
    if not fold(rest):
        return await open_units(turn)
    blocs = {seat.bloc_id: seat.bloc_name for seat in turn.me.blocs_as(STAFF)}
    found = named(rest, [unit for bloc_id in blocs for unit in await turn.store.units.of_bloc(bloc_id)])
    if len(found) == 1:
        return await unit_screen(turn, found[0])
    said = say("units.several", name=rest[:WORDS_SHOWN]) if found else say("units.unknown", name=rest[:WORDS_SHOWN])
    label = "units.unit_label" if len(blocs) == 1 else "units.unit_of_bloc_label"
    rows = [(choice(label, "units.unit", unit.id, name=unit.name, bloc=blocs[unit.bloc_id]),) for unit in found]
    return end(said, *rows, (choice("units.back_label", "units.open"),))


async def open_unit(turn: Turn, unit_id: str) -> Shown:
    return await unit_screen(turn, await _managed(turn, unit_id))


async def unit_screen(turn: Turn, unit: Unit, *said: Said) -> Shown:
    """A unit's people and its open links, with what this person may do about them."""
    held = [seat for seat in await turn.store.seats.of_bloc(unit.bloc_id) if seat.unit_id == unit.id]
    people = tuple(_seat_line(seat) for seat in held) or (say("units.nobody"),)
    back = choice("units.back_label", "units.open", unit.bloc_id) if is_staff(turn, unit.bloc_id) else choice("units.back_label", "account.open")
    invites = ((choice(f"units.invite_{role.value}", "units.invite", unit.id, role.value),) for role in INVITED if may_invite(turn, unit, role))
    removals = ((_removal(seat),) for seat in held if may_remove(turn, seat))
    open_links = await turn.store.invites.open_of(unit.bloc_id, unit.id, turn.now)
    text = (*said, say("units.unit", unit=unit.name, people=people), *_open_links_said(open_links))
    return end(text, *invites, *removals, *_revocations(open_links), (back,))


async def revoke(turn: Turn, code: str) -> Shown:
    """An open link is ended; somebody who has it is told so when opening it."""
    link = await turn.store.invites.of(code)
    if link is None:
        raise Outdated
    unit = await _managed(turn, str(link.unit_id)) if link.unit_id is not None else None
    turn.require(link.bloc_id, MANAGERS if unit else STAFF)
    if link.state(turn.now) != "open" or not await turn.store.invites.revoke(code, turn.now):
        raise Outdated
    said = say("units.revoked", role=say(f"joining.role.{link.role.value}"))
    return await unit_screen(turn, unit, said) if unit else end(said, (choice("units.back_label", "units.open", link.bloc_id),))


async def invite(turn: Turn, unit_id: str, role: str) -> Shown:
    unit = await _managed(turn, unit_id)
    chosen = next((one for one in INVITED if one.value == role), None)
    if chosen is None:
        raise Outdated
    if not may_invite(turn, unit, chosen):
        raise LeaderOfAPost
    said = await _invited(turn, unit.bloc_id, unit, chosen)
    return end(said, (choice("units.back_label", "units.unit", unit.id),), fresh=True)


async def invite_everyone(turn: Turn, bloc_id: str) -> Shown:
    """One message for each unit, fit to be forwarded to it."""
    turn.require(bloc_id, STAFF)
    back = (choice("units.back_label", "units.open", bloc_id),)
    if at := await done_lately(turn, f"links:{bloc_id}:{turn.me.id}", LINKS_AGAIN_AFTER, person_id=turn.me.id, bloc_id=bloc_id):
        return end(say("units.links_sent_lately", at=at), back)
    for unit in await turn.store.units.of_bloc(bloc_id):
        turn.tell([turn.me.id], tuple([await _invited(turn, bloc_id, unit, role) for role in INVITED if may_invite(turn, unit, role)]), of=bloc_id)
    return end(say("units.links_follow"), back, fresh=True)


async def ask_removal(turn: Turn, seat_id: str) -> Shown:
    seat, unit = await _removable(turn, seat_id)
    rows = (choice("units.confirm_label", "units.removed", seat.id, weight="grave"), _back_from(seat, unit))
    replace = (choice("units.replace_label", "units.replaced", seat.id),) if unit is None or may_invite(turn, unit, seat.role) else ()
    return end(say("units.remove_question", name=seat.full_name, seat=_seat_said(seat)), rows, replace)


async def remove(turn: Turn, seat_id: str) -> Shown:
    seat, unit = await _removable(turn, seat_id)
    return end(await _ended(turn, seat), (_back_from(seat, unit),), lasting=True)


async def replace(turn: Turn, seat_id: str) -> Shown:
    """Ends the seat, and gives a link for whoever takes it next."""
    seat, unit = await _removable(turn, seat_id)
    if unit is not None and not may_invite(turn, unit, seat.role):
        raise LeaderOfAPost
    removed = await _ended(turn, seat)
    invited = await _invited(turn, seat.bloc_id, unit, seat.role)
    return end((*removed, invited), (_back_from(seat, unit),), lasting=True)


async def invite_to_bloc(turn: Turn, bloc_id: str, role: str) -> Shown:
    """A link for the secretariat or the observer."""
    turn.require(bloc_id, STAFF)
    chosen = next((one for one in INVITED_TO_THE_BLOC if one.value == role), None)
    if chosen is None:
        raise Outdated
    return end(await _invited(turn, bloc_id, None, chosen), (choice("units.back_label", "units.open", bloc_id),), fresh=True)


async def _ended(turn: Turn, seat: HeldSeat) -> tuple[Said, ...]:
    """Ends a seat at once; its holder, the chairs and the unit's leaders hear it. Gives what to say of it."""
    revoked = await end_seat(turn, seat)
    turn.tell([seat.person_id], say("units.told_removed", seat=_seat_said(seat)), of=seat.bloc_id)
    concerned = set(await turn.store.seats.holders(seat.bloc_id, CHAIRS))
    if seat.unit_id is not None:
        concerned |= set(await turn.store.seats.of_unit(seat.unit_id, LEADERS))
    told = say("units.told_about_removal", by=turn.me.full_name, name=seat.full_name, seat=_seat_said(seat))
    turn.tell(sorted(concerned - {turn.me.id, seat.person_id}), told, of=seat.bloc_id)
    removed = say("units.removed", name=seat.full_name, seat=_seat_said(seat))
    return (removed, say("units.revoked_too", count=revoked)) if revoked else (removed,)


async def _invited(turn: Turn, bloc_id: str, unit: Unit | None, role: Role) -> Said:
    code = new_code()
    expires_at = turn.now + INVITE_LASTS
    await turn.store.invites.issue(code, bloc_id, unit.id if unit else None, role, 1, expires_at, turn.me.id, turn.now)
    link = turn.bot_link.replace("{code}", code) if turn.bot_link else f"/start {code}"
    facts = {"role": say(f"joining.role.{role.value}"), "link": link, "until": expires_at}
    return say("units.link", unit=unit.name, **facts) if unit else say("units.link_of_bloc", **facts)


async def _managed(turn: Turn, unit_id: str) -> Unit:
    """The unit, if the person may manage its people."""
    unit = await turn.store.units.of(id_of(unit_id))
    if unit is None:
        raise Outdated
    if not is_staff(turn, unit.bloc_id) and turn.me.seat_in(unit.id, LEADERS) is None:
        raise NotAllowed
    return unit


async def _removable(turn: Turn, seat_id: str) -> tuple[HeldSeat, Unit | None]:
    seat = await turn.store.seats.of(id_of(seat_id))
    if seat is None:
        raise Outdated
    require_may_remove(turn, seat)
    return seat, await turn.store.units.of(seat.unit_id) if seat.unit_id is not None else None


def _removal(seat: HeldSeat) -> Choice:
    return choice("units.remove_label", "units.remove", seat.id, name=seat.full_name, weight="grave")


def _back_from(seat: HeldSeat, unit: Unit | None) -> Choice:
    return choice("units.back_label", "units.unit", unit.id) if unit else choice("units.back_label", "units.open", seat.bloc_id)


def _open_links_said(links: tuple[Invite, ...]) -> tuple[Said, ...]:
    """The links that still open a seat, lettered as their buttons are."""
    lines = tuple(
        say("units.open_link", letter=letter, role=say(f"joining.role.{link.role.value}"), until=link.expires_at, by=_issuer_said(link))
        for letter, link in zip(LETTERS, links, strict=False)
    )
    return (say("units.open_links", lines=lines),) if lines else ()


def _issuer_said(link: Invite) -> Said:
    return say("units.issued_by", name=link.by_name) if link.by_name else say("units.issued_by_command")


def _revocations(links: tuple[Invite, ...]) -> tuple[tuple[Choice, ...], ...]:
    buttons = tuple(
        choice("units.revoke_label", "units.revoke", link.code, weight="grave", letter=letter) for letter, link in zip(LETTERS, links, strict=False)
    )
    return tuple(buttons[at : at + 3] for at in range(0, len(buttons), 3))


def _unit_line(unit: Unit, held: list[HeldSeat]) -> Said:
    return say("units.line", name=unit.name, count=len({seat.person_id for seat in held})) if held else say("units.line_nobody", name=unit.name)


def _seat_line(seat: HeldSeat) -> Said:
    key = "units.person" if seat.reachable else "units.person_unreachable"
    return say(key, name=seat.full_name, title=say("units.with_title", title=seat.job_title) if seat.job_title else "", seat=_role_said(seat))


def _role_said(seat: HeldSeat) -> Said:
    return say(f"joining.role.{seat.role.value}")


def _seat_said(seat: HeldSeat) -> Said:
    return say("joining.seat_of_unit", role=_role_said(seat), unit=seat.unit_name) if seat.unit_name else _role_said(seat)


FLOW = Flow(
    "units",
    commands=(Command("donvi", units_command, STAFF, menu="units.menu"),),
    taps=(
        Tap("open", open_units, STAFF, by_number=True),
        Tap("unit", open_unit, MANAGERS, by_number=True),
        Tap("invite", invite, MANAGERS),
        Tap("links", invite_everyone, STAFF),
        Tap("remove", ask_removal, MANAGERS),
        Tap("removed", remove, MANAGERS),
        Tap("replaced", replace, MANAGERS),
        Tap("invite_bloc", invite_to_bloc, STAFF),
        Tap("revoke", revoke, MANAGERS),
    ),
)
