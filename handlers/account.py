"""One's own account: the name in the records, the seats held, the data kept; leaving.

Scene: joined
Nam: /toi
ktd: …Lê Văn Nam…Chuyên viên đầu mối Sở Xây dựng…
  [Sửa họ tên, chức vụ] [Rời khối]
Nam: [Sửa họ tên, chức vụ]
ktd: …Họ và tên…
Nam: Lê Văn Nam, Phó Chánh Văn phòng
ktd: …Phó Chánh Văn phòng…
Nam: [Rời khối]
ktd: …Xác nhận…
  [Xác nhận] [Quay lại]
Nam: [Xác nhận]
ktd: …đã rời khối…
ktd → Lan: …Lê Văn Nam…đã rời khối…
Nam: /tinhhinh
ktd: …không thuộc quyền…
"""

from config.bloc_files import bloc_file_of
from domain.people import CHAIRS, EVERYONE, LEADERS, NAME_LENGTH, TITLE_LENGTH, UNIT_ROLES, Seat, begun_with_a_capital, in_capitals, read_name
from handlers.flow import Choice, Command, Flow, Said, Shown, State, Step, Tap, Turn, ask, choice, end, say
from handlers.seats import end_seat


class Renaming(State):
    """The new name and job title are asked."""

    def too_long(self) -> Said:
        return say("joining.name_and_title_too_long", name=NAME_LENGTH, title=TITLE_LENGTH)


async def open_account(turn: Turn, *_: str) -> Shown:
    return end(await _who(turn), *_rows(turn))


async def account_command(turn: Turn, rest: str) -> Shown:
    return await open_account(turn)


async def rename(turn: Turn) -> Shown:
    return ask(say("account.ask_name"), (choice("account.back_label", "account.open"),), waits=Renaming())


async def give_name(turn: Turn, state: Renaming) -> Shown:
    return await _renamed(turn, *read_name(turn.text))


async def put_capitals(turn: Turn) -> Shown:
    """One tap after a name was kept as it was typed: as papers write it."""
    better = in_capitals(turn.me.full_name)
    return await open_account(turn) if better == turn.me.full_name else await _renamed(turn, better, begun_with_a_capital(turn.me.job_title))


async def _renamed(turn: Turn, name: str, title: str) -> Shown:
    await turn.store.people.rename(turn.me.id, name, title, turn.now)
    if name != turn.me.full_name:
        for bloc_id in sorted({seat.bloc_id for seat in turn.me.seats}):
            await turn.record("renamed", bloc_id, f"person:{turn.me.id}", old={"name": turn.me.full_name}, new={"name": name})
    changed = say("account.renamed", name=name, title=title) if title else say("account.renamed_bare", name=name)
    better = in_capitals(name)
    correction = ((choice("joining.capitals_label", "account.capitals", name=better),),) if better != name else ()
    return end(changed, *correction, *_rows(turn))


async def rename_again(turn: Turn, state: Renaming) -> Shown:
    return await rename(turn)


async def what_is_kept(turn: Turn) -> Shown:
    return end(say("account.kept"), (choice("account.erase_label", "account.erase", weight="grave"), choice("account.back_label", "account.open")))


async def reminders(turn: Turn) -> Shown:
    """Which reminders come, and when; each bloc has its own times."""
    lines = []
    for bloc_id in sorted({seat.bloc_id for seat in turn.me.seats}):
        bloc = await turn.store.blocs.of(bloc_id)
        if bloc is not None:
            rules = bloc_file_of(bloc.file).reminding()
            lines.append(
                say(
                    "account.reminders_of",
                    bloc=bloc.name,
                    at=rules.at.strftime("%H:%M"),
                    first=rules.quiet_from.strftime("%H:%M"),
                    last=rules.quiet_to.strftime("%H:%M"),
                )
            )
    return end((say("account.reminders"), *lines), (choice("account.back_label", "account.open"),))


async def ask_leaving(turn: Turn) -> Shown:
    rows = (choice("account.confirm_label", "account.left", weight="grave"), choice("account.back_label", "account.open"))
    return end(say("account.leave_question"), rows)


async def ask_erasing(turn: Turn) -> Shown:
    rows = (choice("account.confirm_label", "account.erased", weight="grave"), choice("account.back_label", "account.kept"))
    return end(say("account.erase_question"), rows)


async def leave(turn: Turn) -> Shown:
    await _end_seats(turn, "account.told_left")
    return end(say("account.left"), (choice("engine.home", "home.open"),))


async def erase(turn: Turn) -> Shown:
    """Leaves, and has the account and the job title forgotten; the name stays only in what the unit has on record."""
    await _end_seats(turn, "account.told_erased")
    await forget(turn, turn.me.id, turn.me.full_name)
    return end(say("account.erased"), forgets=True)


async def forget(turn: Turn, person_id: int, name: str) -> None:
    """Erases what is kept about somebody outside the records of units and blocs."""
    await turn.store.outbox.forget_person(person_id, name)
    await turn.store.people.erase(person_id, turn.now)
    await turn.store.notices.forget_name(name)


async def _end_seats(turn: Turn, told: str) -> None:
    me = turn.me
    concerned: list[int] = []
    for seat in await turn.store.seats.of_person(me.id):
        await end_seat(turn, seat)
        if seat.unit_id is not None:
            concerned += await turn.store.seats.of_unit(seat.unit_id, UNIT_ROLES)
    for bloc in {seat.bloc_id for seat in me.seats}:
        concerned += await turn.store.seats.holders(bloc, CHAIRS)
    turn.tell([one for one in concerned if one != me.id], say(told, name=me.full_name, seats=_seats(me.seats)), of="")


async def _who(turn: Turn) -> Said:
    me = turn.me
    seats = _seats(me.seats) or (say("account.no_seats"),)
    if me.job_title:
        return say("account.who_with_title", name=me.full_name, title=me.job_title, seats=seats)
    return say("account.who", name=me.full_name, seats=seats)


def _seats(seats: tuple[Seat, ...]) -> tuple[Said, ...]:
    return tuple(say("account.seat", role=_role(seat), bloc=seat.bloc_name) for seat in seats)


def _role(seat: Seat) -> Said:
    role = say(f"joining.role.{seat.role.value}")
    return say("joining.seat_of_unit", role=role, unit=seat.unit_name) if seat.unit_name else role


def _rows(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    if not turn.me.seats:
        return ((choice("account.kept_label", "account.kept"),), (choice("engine.home", "home.open"),))
    leads = [seat for seat in turn.me.seats_as(LEADERS) if seat.unit_id is not None]
    people = "account.people_label" if len({seat.bloc_id for seat in leads}) == 1 else "account.people_of_bloc_label"
    return (
        (choice("account.rename_label", "account.rename"), choice("account.kept_label", "account.kept")),
        *((choice(people, "units.unit", seat.unit_id, unit=seat.unit_name, bloc=seat.bloc_name),) for seat in leads),
        (choice("account.reminders_label", "account.reminders"),),
        (choice("account.leave_label", "account.leave"), choice("engine.home", "home.open")),
    )


FLOW = Flow(
    "account",
    commands=(Command("toi", account_command, EVERYONE, menu="account.menu", seatless=True),),
    taps=(
        Tap("open", open_account, EVERYONE, seatless=True, by_number=True),
        Tap("rename", rename, EVERYONE, by_number=True),
        Tap("capitals", put_capitals, EVERYONE),
        Tap("kept", what_is_kept, EVERYONE, seatless=True, by_number=True),
        Tap("reminders", reminders, EVERYONE),
        Tap("leave", ask_leaving, EVERYONE),
        Tap("erase", ask_erasing, EVERYONE, seatless=True),
        Tap("erased", erase, EVERYONE, seatless=True),
        Tap("left", leave, EVERYONE),
    ),
    steps=(Step(Renaming, give_name, EVERYONE, again=rename_again),),
)
