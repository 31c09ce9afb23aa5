"""The relay when it stops, or is stopped: what was under way is decided on once, and nothing is forgotten."""

import asyncio

import pytest

from bot.runtime import settling
from handlers.dialogue import (
    Pace,
)
from handlers.flow import Kind
from storage.database import Database, StorageFault, in_words
from storage.outbox import Draft
from tests.bot.runtime.room import Room, texts
from tests.bot.runtime.seam import message, until


async def crashed(room: Room, *drafts: Draft) -> None:
    """What a kill leaves: the rows stand in `sending`, and nobody has them in hand."""
    await room.puts(*drafts)
    async with room.database.writing() as connection:
        await connection.rows("UPDATE outbox SET state = 'sending', attempts = 1", {})


async def test_a_reply_left_by_a_crash_leaves_once_more_and_before_new_ones(room: Room) -> None:
    await crashed(room, message("cũ"))
    await room.relay.recover()
    await room.puts(message("mới"))

    assert await room.empties() == ["cũ", "mới"]


async def test_a_reply_left_by_two_crashes_is_not_sent_a_third_time(room: Room) -> None:
    await crashed(room, message("cũ"))
    await room.relay.recover()
    async with room.database.writing() as connection:
        await connection.rows("UPDATE outbox SET state = 'sending', attempts = 2", {})

    assert await room.empties() == []


async def test_a_post_left_by_a_crash_is_asked_about(room: Room, group: str) -> None:
    await crashed(room, message("xếp hạng", group, Kind.POST))

    assert await room.empties() == [] and await room.due() == ["posts.unknown"]


async def test_an_edit_left_by_a_crash_is_repeated(room: Room, group: str) -> None:
    await crashed(room, message("bảng", group, Kind.POST, edits="7"))

    assert await room.empties(moving=1) == ["bảng"]


async def test_a_stop_lets_the_call_under_way_finish_and_puts_back_the_rest(room: Room) -> None:
    room.messenger.hold.clear()
    await room.leaves(*texts("một", "hai"))
    await until(lambda: room.messenger.begun == 1)
    stop = asyncio.create_task(room.relay.stop(5.0))
    await asyncio.sleep(0)
    room.messenger.hold.set()
    await stop

    assert await room.rows() == [("sent", 1), ("waiting", 0)]


async def test_a_stop_does_not_wait_for_the_pace(room: Room) -> None:
    room.paced(Pace(overall=1000, private=0.001, burst=1, group_minute=1))
    await room.leaves(*texts("một", "hai"))
    await until(lambda: room.messenger.texts == ["một"])
    await asyncio.wait_for(room.relay.stop(600.0), 5)

    assert await room.rows() == [("sent", 1), ("waiting", 0)]


async def test_a_call_that_outlasts_the_stop_is_unknown_at_the_next_start(room: Room) -> None:
    room.messenger.hold.clear()
    await room.leaves(message("một"))
    await until(lambda: room.messenger.begun == 1)
    await room.relay.stop(0.01)

    assert await room.rows() == [("sending", 1)]


async def test_nothing_is_taken_after_the_stop(room: Room) -> None:
    async with room.running():
        await room.relay.stop(1.0)
        await room.puts(message("một"))
        room.relay.look()
        await asyncio.sleep(0.05)

    assert await room.rows() == [("waiting", 0)] and not room.relay.may_leave(message("hai"))


async def test_a_disk_that_is_full_for_a_while_forgets_nothing_that_was_sent(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "AFTER_A_FAULT", 0.01)
    room.messenger.hold.clear()
    async with room.running():
        await room.leaves(message("một"))
        await _full(room.database, "ON")
        room.messenger.hold.set()
        await until(lambda: room.messenger.texts == ["một"])
        await asyncio.sleep(0.05)
        assert await room.rows() == [("sending", 1)]
        await _full(room.database, "OFF")
        while await room.rows() != [("sent", 1)]:
            await asyncio.sleep(0.01)


async def test_a_full_disk_is_named_in_the_log(room: Room) -> None:
    pages = (await room.database.writer.rows("PRAGMA page_count", {}))[0][0]
    await room.database.writer.raw.execute_fetchall(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFault) as full:
        await room.puts(*(message("x" * 4000) for _ in range(200)))

    await room.database.writer.raw.execute_fetchall("PRAGMA max_page_count = 1073741823")
    assert in_words(full.value) == "the disk is full"


async def _full(database: Database, on: str) -> None:
    """SQLite itself then refuses every write."""
    await database.writer.raw.execute_fetchall(f"PRAGMA query_only = {on}")
