"""The relay: order, pace, and what is done with each answer of the platform."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime import settling
from bot.runtime.files import Files
from bot.runtime.relay import Relay
from bot.runtime.writing import Address, draft
from config.catalogue import Text
from handlers.dialogue import (
    Begun,
    ChatMoved,
    Delivered,
    NotSent,
    Outcome,
    OutcomeUnknown,
    OutFile,
    Outgoing,
    Pace,
    Parked,
    Refused,
    ScreenGone,
    TokenRefused,
    Unreachable,
)
from handlers.flow import Kind
from storage.database import Database, StorageFault, in_words
from storage.outbox import Draft
from storage.store import Store
from tests.bot.runtime.seam import Messenger, Moment, message, until
from tests.stage import BLOC_ID

FAST = Pace(overall=1000, private=1000, burst=1, group_minute=60_000)


def sorry(name: str) -> Text:
    """What is said of a file that could not be made."""
    return Text(f"no {name}")


class Room:
    """A relay with its database and messenger."""

    def __init__(self, database: Database, messenger: Messenger, moment: Moment, folder: Path) -> None:
        self.database, self.messenger, self.moment = database, messenger, moment
        self.files = Files(folder)
        self.relay = Relay(database, messenger, self.files, moment, sorry)

    def paced(self, pace: Pace) -> None:
        """From now on the platform has a pace."""
        self.messenger.pace = pace
        self.relay = Relay(self.database, self.messenger, self.files, self.moment, sorry)

    async def puts(self, *drafts: Draft) -> None:
        async with self.database.writing() as connection:
            await Store(connection).outbox.put_all(drafts, self.moment())

    async def leaves(self, *drafts: Draft) -> None:
        """Puts rows as the engine does: born on their way."""
        async with self.database.writing() as connection:
            outbox = Store(connection).outbox
            first = await outbox.last_id() + 1
            born = [_born(one, first + at) for at, one in enumerate(drafts)]
            await outbox.put(born, self.moment())
        self.relay.leave(one.on_its_way() for one in born)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.relay.recover()
        task = asyncio.create_task(self.relay.run())
        try:
            yield
        finally:
            await self.relay.stop(1.0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def runs_until(self, true: Callable[[], bool]) -> None:
        async with self.running():
            await until(true)

    async def empties(self, *answers: Outcome | Exception, moving: float = 0) -> list[str]:
        """Lets the relay go, with these answers first, until nothing waits; time passes so many seconds at each look. Gives the texts that arrived."""
        self.messenger.answers.extend(answers)
        async with self.running():
            while await self.states() & {"waiting", "sending"}:
                self.moment.passes(moving)
                self.relay.look()
                await asyncio.sleep(0.01)
        return self.messenger.texts

    async def states(self) -> set[str]:
        return {state for state, _ in await self.rows()}

    async def rows(self) -> list[tuple[str, int]]:
        rows = await self.database.reader.rows("SELECT state, attempts FROM outbox ORDER BY id", {})
        return [(row["state"], row["attempts"]) for row in rows]

    async def due(self) -> list[str]:
        return [row["kind"] for row in await self.database.reader.rows("SELECT kind FROM due WHERE kind LIKE 'posts%'", {})]


def _born(one: Draft, id: int) -> Draft:
    return replace(one, id=id, state="sending")


@pytest.fixture
def room(database: Database, messenger: Messenger, moment: Moment, tmp_path: Path) -> Iterator[Room]:
    room = Room(database, messenger, moment, tmp_path / "evidence")
    yield room
    room.files.close()


@pytest.fixture
async def group(database: Database, moment: Moment) -> str:
    async with database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Nguyễn Thị Lan", "", moment())
        await store.groups.tie("telegram", "-5", BLOC_ID, "Khối", person, moment())
    return "-5"


def texts(*words: str, chat: str = "1") -> list[Draft]:
    return [message(word, chat) for word in words]


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


# ------------------------------------------------------------------------------------------------ answers


async def test_a_parked_chat_waits_as_long_as_it_was_told_and_that_is_no_attempt(room: Room) -> None:
    await room.puts(message("một"))
    room.messenger.answers.append(Parked(timedelta(seconds=30)))
    await room.runs_until(lambda: room.messenger.begun == 1)

    assert await room.rows() == [("waiting", 0)]
    assert await room.database.reader.rows("SELECT not_before FROM outbox", {}) and room.messenger.texts == []


async def test_a_network_that_is_away_is_no_attempt_however_long(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "UNREACHED_REST", timedelta(0))
    await room.puts(message("một"))

    assert await room.empties(*[NotSent("no route", reached=False)] * 100) == ["một"]
    assert await room.rows() == [("sent", 1)]


async def test_a_token_refused_once_loses_no_message(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "UNREACHED_REST", timedelta(0))
    await room.puts(message("một"))

    assert await room.empties(TokenRefused("404")) == ["một"]


async def test_a_message_the_server_never_takes_is_given_up_after_so_many_attempts(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MOST_ATTEMPTS", 3)
    await room.puts(message("một"))
    await room.empties(*[NotSent("500")] * 9, moving=100)

    assert await room.rows() == [("undeliverable", 3)]


async def test_a_reply_of_unknown_fate_is_sent_once_more(room: Room) -> None:
    await room.puts(message("một"))

    assert await room.empties(OutcomeUnknown("cut")) == ["một"]


async def test_a_reply_of_unknown_fate_twice_is_given_up(room: Room) -> None:
    await room.puts(message("một"))
    await room.empties(OutcomeUnknown("cut"), OutcomeUnknown("cut"))

    assert await room.rows() == [("undeliverable", 2)]


async def test_attempts_that_surely_failed_do_not_use_up_the_one_resending(room: Room) -> None:
    await room.puts(message("một"))

    assert await room.empties(NotSent("500"), NotSent("500"), OutcomeUnknown("cut"), NotSent("500"), moving=5) == ["một"]


async def test_what_stands_behind_a_reply_of_unknown_fate_still_comes_after_it(room: Room) -> None:
    room.messenger.answers.append(OutcomeUnknown("cut"))
    await room.leaves(*texts("một", "hai"))

    assert await room.empties() == ["một", "hai"]


async def test_a_group_post_of_unknown_fate_is_not_repeated_and_the_chair_is_asked(room: Room, group: str) -> None:
    await room.puts(message("xếp hạng", group, Kind.POST))
    await room.empties(OutcomeUnknown("cut"))

    assert (await room.rows(), await room.due(), room.messenger.sent) == ([("unknown", 1)], ["posts.unknown"], [])


async def test_a_redraw_of_unknown_fate_is_repeated_as_often_as_it_takes(room: Room, group: str) -> None:
    await room.puts(message("bảng", group, Kind.POST, key="board"), message("bảng 2", group, Kind.POST, key="board", redraws=True))

    assert await room.empties(Delivered("7"), *[OutcomeUnknown("cut")] * 3, moving=5) == ["bảng", "bảng 2"]
    assert room.messenger.sent[1].edits == "7"


async def test_a_post_whose_pin_must_wait_is_kept_and_pinned_once_the_chat_has_rested(room: Room, group: str) -> None:
    await room.puts(message("bảng", group, Kind.POST, key="board", pin=True))
    await room.empties(Delivered("7", timedelta(seconds=0.05)), moving=1)

    assert [(out.text, out.pins) for out in room.messenger.sent[1:]] == [(None, "7")]
    assert await Store(room.database.reader).outbox.message_of("telegram", group, "board") == "7"


async def test_a_renewed_post_is_pinned_instead_of_the_earlier(room: Room, group: str) -> None:
    board = message("bảng", group, Kind.POST, key="board", pin=True)
    await room.puts(board, message("việc khác", group, Kind.POST), board)
    await room.empties(Delivered("7"))

    assert [out.unpins for out in room.messenger.sent] == ["", "", "7"]


async def test_what_was_accepted_of_a_long_message_is_not_sent_again(room: Room) -> None:
    await room.puts(message("một, hai, ba"))
    await room.empties(Begun(2, Parked(timedelta(seconds=0.05))), moving=1)

    assert [out.begun for out in room.messenger.sent] == [2]


async def test_a_screen_that_is_gone_is_sent_anew(room: Room) -> None:
    await room.puts(message("một", edits="9"))

    assert await room.empties(ScreenGone()) == ["một"] and not room.messenger.sent[0].edits


async def test_a_group_that_has_moved_takes_its_waiting_rows_with_it(room: Room, group: str) -> None:
    room.messenger.answers.append(ChatMoved("-100"))
    await room.leaves(message("một", group, Kind.POST), message("hai", group, Kind.POST))
    await room.puts(message("ba", group, Kind.POST))
    await room.empties()
    found = await Store(room.database.reader).groups.of_chat("telegram", "-100")

    assert [(out.chat, out.text.plain) for out in room.messenger.sent if out.text] == [("-100", "một"), ("-100", "hai"), ("-100", "ba")]
    assert found is not None and found.bloc_id == BLOC_ID


async def test_a_group_that_has_moved_to_where_it_is_tied_already_stays_tied_once(room: Room, group: str) -> None:
    async with room.database.writing() as connection:
        await connection.rows(
            "INSERT INTO groups (platform, chat, bloc_id, title, tied_at) VALUES ('telegram', '-100', :id, '', '')", {"id": BLOC_ID}
        )
    await room.puts(message("một", group, Kind.POST))
    await room.empties(ChatMoved("-100"))

    assert [one.chat for one in await Store(room.database.reader).groups.of_bloc(BLOC_ID)] == ["-100"]


async def test_somebody_who_cannot_be_reached_is_marked(room: Room) -> None:
    async with room.database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Trần Thị Hoa", "", room.moment())
        await store.people.tie("telegram", "1", "1", person)
    await room.puts(message("một"))
    await room.empties(Unreachable("blocked"))
    (hoa,) = await Store(room.database.reader).people.recipients([person])

    assert (hoa.reachable, hoa.unreachable_why, await room.states()) == (False, "blocked", {"undeliverable"})


@pytest.mark.parametrize("fault", [Refused("no rights"), ValueError("a bug"), OSError("a file")])
async def test_a_message_that_cannot_be_sent_does_not_stop_the_next(room: Room, fault: Outcome | Exception) -> None:
    await room.puts(*texts("một", "hai"))

    assert await room.empties(fault) == ["hai"] and (await room.rows())[0] == ("undeliverable", 1)


async def test_a_row_that_an_older_ktd_wrote_otherwise_is_set_aside(room: Room) -> None:
    await room.puts(replace(message("một"), payload='{"chat": "1", "was": 2}'.replace("chat", "to")), message("hai"))

    assert await room.empties() == ["hai"] and (await room.rows())[0] == ("undeliverable", 1)


# ------------------------------------------------------------------------------------------------ stops and crashes


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


# ------------------------------------------------------------------------------------------------ files that cannot be made


async def test_a_file_that_cannot_be_drawn_leaves_as_a_word_about_it(room: Room) -> None:
    broken = OutFile("phieu.xlsx", report="unit_sheet", facts="{}")
    await room.puts(draft(Outgoing("1", files=(broken,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["no phieu.xlsx"]


async def test_a_kept_file_that_is_gone_leaves_as_a_word_below_its_message(room: Room) -> None:
    gone = OutFile("quyet-dinh.pdf", sha256="ab" * 32)
    await room.puts(draft(Outgoing("1", Text("a"), files=(gone,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["a\n\nno quyet-dinh.pdf"]
