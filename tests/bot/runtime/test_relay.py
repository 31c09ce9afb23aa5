"""The relay: in which order and at what pace rows leave."""

import asyncio
from datetime import timedelta

from handlers.dialogue import (
    NotSent,
    Pace,
    Parked,
)
from handlers.flow import Kind
from storage.store import Store
from tests.bot.runtime.room import FAST, Room, texts
from tests.bot.runtime.seam import message, until

# ------------------------------------------------------------------------------------------------ order


async def test_rows_of_a_chat_leave_in_order(room: Room) -> None:
    await room.puts(*texts(*"abcdefghijkl"))

    assert await room.empties() == list("abcdefghijkl")


async def test_replies_leave_before_reminders_before_announcements(room: Room) -> None:
    await room.puts(message("tin", kind=Kind.ANNOUNCEMENT), message("nhắc", kind=Kind.REMINDER), message("đáp"))

    assert await room.empties() == ["đáp", "nhắc", "tin"]


async def test_a_row_that_must_wait_holds_back_what_stands_behind_it(room: Room) -> None:
    await room.puts(*texts("một", "hai", "ba"))

    assert await room.empties(NotSent("500"), moving=0.2) == ["một", "hai", "ba"]


async def test_a_chat_that_waits_does_not_hold_up_another(room: Room) -> None:
    await room.puts(message("một", "1"), message("hai", "2"))
    room.messenger.answers.append(NotSent("500"))
    await room.runs_until(lambda: room.messenger.texts == ["hai"])

    assert await room.rows() == [("waiting", 1), ("sent", 1)]


async def test_what_stands_in_memory_behind_a_row_that_is_put_back_waits_with_it(room: Room) -> None:
    room.messenger.answers.append(Parked(timedelta(seconds=0.05)))
    await room.leaves(*texts("một", "hai", "ba"))

    assert await room.empties(moving=0.01) == ["một", "hai", "ba"]


async def test_a_row_taken_while_the_one_before_it_is_put_back_does_not_overtake(room: Room) -> None:
    room.messenger.hold.clear()
    await room.leaves(message("một"))
    async with room.running():
        await until(lambda: room.messenger.begun == 1)
        await room.puts(message("hai"))
        async with room.database.writing():  # both the putting back and the next lot now stand before the lock
            room.relay.look()
            room.messenger.answers.append(NotSent("500"))
            room.messenger.hold.set()
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)

        assert room.messenger.texts == []


async def test_a_new_row_may_not_leave_at_once_while_its_chat_has_one_under_way(room: Room) -> None:
    room.messenger.hold.clear()
    await room.leaves(message("một"))

    assert not room.relay.may_leave(message("hai")) and room.relay.may_leave(message("hai", "2"))
    room.messenger.hold.set()
    await room.empties()


async def test_chats_are_written_to_at_the_same_time(room: Room) -> None:
    room.messenger.hold.clear()
    await room.puts(*(message("một", str(chat)) for chat in range(1, 31)))
    async with room.running():
        await until(lambda: room.messenger.begun == 30)
        room.messenger.hold.set()

    assert len(room.messenger.sent) == 30


async def test_one_chats_long_line_does_not_keep_the_others_waiting(room: Room) -> None:
    room.messenger.hold.clear()
    await room.puts(*texts(*(str(number) for number in range(300))), message("khác", "2"))
    async with room.running():
        await until(lambda: room.messenger.begun == 2)
        room.messenger.hold.set()


# ------------------------------------------------------------------------------------------------ pace


async def test_what_the_pace_makes_wait_long_is_not_marked_as_sending(room: Room, group: str) -> None:
    room.paced(Pace(overall=30, private=1, burst=5, group_minute=20))
    await room.puts(*(message("tin", group, Kind.ANNOUNCEMENT) for _ in range(12)))
    async with room.running():
        while (await room.rows()).count(("sent", 1)) < 5:
            await asyncio.sleep(0.01)

        assert (await room.rows())[5:] == [("waiting", 0)] * 7


async def test_a_paced_line_still_empties_in_order(room: Room) -> None:
    room.paced(FAST)
    await room.puts(*texts(*"abcdefgh"))

    assert await room.empties() == list("abcdefgh")


# ------------------------------------------------------------------------------------------------ a clock that is set back


async def test_what_waits_does_not_wait_longer_because_the_clock_was_set_back(room: Room) -> None:
    await room.puts(message("một"))
    async with room.running():
        room.messenger.answers.append(Parked(timedelta(seconds=0.05)))
        await until(lambda: room.messenger.begun == 1)
        room.moment.passes(-86_400)
        await room.puts(message("hai"))
        room.relay.look()
        await until(lambda: room.messenger.texts == ["một", "hai"], within=3)


async def test_a_row_of_a_clock_that_ran_months_ahead_leaves_now_and_holds_nothing_back(room: Room) -> None:
    async with room.running():
        async with room.database.writing() as connection:
            await Store(connection).outbox.put_all([message("một")], room.moment() + timedelta(days=150))
        await room.puts(message("hai"))
        room.relay.look()
        await until(lambda: room.messenger.texts == ["một", "hai"], within=3)


async def test_a_start_after_the_clock_was_set_back_holds_nothing_up(room: Room) -> None:
    await room.puts(message("một"))
    room.moment.passes(-86_400)

    assert await room.empties() == ["một"]
