"""What the relay does with each answer of the platform."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.runtime import settling
from handlers.dialogue import (
    Begun,
    ChatMoved,
    Delivered,
    FilesRefused,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Parked,
    Refused,
    ScreenGone,
    TokenRefused,
    Unreachable,
)
from handlers.flow import Kind
from storage.store import Store
from tests.bot.runtime.room import FAST, Room, texts
from tests.bot.runtime.seam import message
from tests.stage import BLOC_ID


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


async def test_a_renewed_post_stands_instead_of_the_earlier(room: Room, group: str) -> None:
    board = message("bảng", group, Kind.POST, key="board", pin=True)
    await room.puts(board, message("việc khác", group, Kind.POST), board)
    await room.empties(Delivered("7"))

    assert [out.instead_of for out in room.messenger.sent] == ["", "", "7"]


async def test_what_was_accepted_of_a_long_message_is_not_sent_again(room: Room) -> None:
    await room.puts(message("một, hai, ba"))
    await room.empties(Begun(2, Parked(timedelta(seconds=0.05))), moving=1)

    assert [out.begun for out in room.messenger.sent] == [2]


async def test_a_screen_that_is_gone_is_sent_anew(room: Room) -> None:
    await room.puts(message("một", edits="9"))

    assert await room.empties(ScreenGone()) == ["một"] and not room.messenger.sent[0].edits


async def test_a_group_that_takes_no_files_is_told_of_once_for_all_that_it_refused(room: Room, group: str) -> None:
    await room.puts(message("ảnh một", group, Kind.POST), message("ảnh hai", group, Kind.POST))
    await room.empties(FilesRefused("no rights"), FilesRefused("no rights"))
    due = await room.database.reader.rows("SELECT kind FROM due WHERE kind LIKE 'groups.%'", {})

    assert await room.states() == {"undeliverable"} and [row["kind"] for row in due] == ["groups.files"]
    found = await Store(room.database.reader).groups.of_chat("telegram", group)
    assert found is not None and found.reachable


async def test_a_redraw_of_use_to_a_deleted_post_alone_is_left_out(room: Room, group: str) -> None:
    card, note = message("lịch họp", group, Kind.POST, key="m"), message("xem bài mới", group, Kind.POST, key="m", redraws=True, else_nothing=True)
    await room.puts(card, note)

    assert await room.empties(Delivered("7"), ScreenGone()) == ["lịch họp"]
    assert (await Store(room.database.reader).outbox.counts()).undeliverable == 0


async def test_a_redraw_of_use_to_an_earlier_post_alone_is_left_out_where_none_was(room: Room, group: str) -> None:
    await room.puts(
        message("xem bài mới", group, Kind.POST, key="m", redraws=True, else_nothing=True), message("lịch họp", group, Kind.POST, key="m")
    )

    assert await room.empties() == ["lịch họp"]


async def test_a_standing_post_that_is_gone_is_posted_anew_and_pinned(room: Room, group: str) -> None:
    board = message("bảng", group, Kind.POST, key="board", pin=True)
    await room.puts(board, message("bảng 2", group, Kind.POST, key="board", redraws=True, pin=True))
    await room.empties(Delivered("7"), ScreenGone(), Delivered("9"))

    assert [(out.edits, out.pin) for out in room.messenger.sent] == [("", True), ("", True)]
    assert await Store(room.database.reader).outbox.message_of("telegram", group, "board") == "9"


async def test_a_group_that_moves_in_the_middle_of_a_post_gets_the_rest_where_it_is_now(room: Room, group: str) -> None:
    await room.puts(message("một, hai", group, Kind.POST))
    await room.empties(Begun(1, ChatMoved("-100")))

    assert [(out.chat, out.begun) for out in room.messenger.sent] == [("-100", 1)]


async def test_a_group_that_has_moved_takes_its_waiting_rows_with_it(room: Room, group: str) -> None:
    room.messenger.answers.append(ChatMoved("-100"))
    await room.leaves(message("một", group, Kind.POST), message("hai", group, Kind.POST))
    await room.puts(message("ba", group, Kind.POST))
    await room.empties()
    found = await Store(room.database.reader).groups.of_chat("telegram", "-100")

    assert [(out.chat, out.text.plain) for out in room.messenger.sent if out.text] == [("-100", "một"), ("-100", "hai"), ("-100", "ba")]
    assert found is not None and found.bloc_id == BLOC_ID


async def test_a_post_of_unknown_fate_can_be_posted_again_after_the_group_has_moved(room: Room, group: str) -> None:
    await room.puts(message("xếp hạng", group, Kind.POST), message("ảnh", group, Kind.POST))
    await room.empties(OutcomeUnknown("cut"), ChatMoved("-100"))
    async with room.database.writing() as connection:
        assert await Store(connection).outbox.unknown_post(1) == ("telegram", "-100")
        await Store(connection).outbox.resend([1], room.moment())
    room.paced(FAST)

    assert await room.empties() == ["ảnh", "xếp hạng"] and {out.chat for out in room.messenger.sent} == {"-100"}


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
