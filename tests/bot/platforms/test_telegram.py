"""The Telegram platform against the strict server: what it sends is accepted, what it is answered is understood."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.error import BadRequest, TelegramError

from bot.platforms.telegram.errors import in_words, outcome_of
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.request import NotExecuted
from bot.playground.faults import Fault
from bot.playground.happenings import upgrade_group
from bot.playground.methods.profile import commands_for
from bot.playground.server import Playground
from config.catalogue import Span, Text
from handlers.dialogue import (
    Begun,
    Button,
    ChatMoved,
    CommandWord,
    Delivered,
    DrawnFile,
    FileLost,
    FilesRefused,
    FileTooLarge,
    Incoming,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Outgoing,
    Parked,
    PlatformRefused,
    Refused,
    ScreenGone,
    Sent,
    Unreachable,
)

TOKEN = "123:secret-token"
LAN = 1001
GROUP = -4001


class Server:
    """The playground's server with one person and one group, and a platform that talks to it."""

    def __init__(self, playground: Playground, platform: Telegram, address: str) -> None:
        self.playground = playground
        self.platform = platform
        self.address = address
        self.lan = playground.person(LAN, "Lan")
        playground.world.add_group(GROUP, "Khối", [LAN])

    def faulty(self, fault: Fault) -> None:
        self.playground.faults.append(fault)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    playground = Playground(lambda: datetime.now(UTC), TOKEN)  # noqa: TID251  # the server's own clock, outside the bot
    async with playground.serving() as address:
        platform = Telegram(TOKEN, address, paced=False, poll=0)
        made = Server(playground, platform, address)
        made.lan.starts()
        await platform.open()
        yield made
        await platform.close()


async def test_a_message_with_spans_buttons_and_weights_is_accepted(server: Server) -> None:
    text = Text("Xin chào 😀 đậm", (Span("bold", 11, 3),))
    outcome = await server.platform.send(
        Outgoing(str(LAN), text, ((Button("Nộp", "a.b:1", weight="main"), Button("Gỡ", "a.c", weight="grave")),)), ()
    )

    assert outcome == Delivered("2")


async def test_a_redraw_changes_the_message_and_the_same_again_is_delivered_too(server: Server) -> None:
    await server.platform.send(Outgoing(str(LAN), Text("một")), ())
    redraw = Outgoing(str(LAN), Text("hai"), edits="2")

    assert [await server.platform.send(redraw, ()), await server.platform.send(redraw, ())] == [Delivered("2"), Delivered("2")]


async def test_a_screen_that_is_gone_is_said_to_be(server: Server) -> None:
    assert await server.platform.send(Outgoing(str(LAN), Text("hai"), edits="77"), ()) == ScreenGone()


async def test_a_screen_that_somebody_deleted_is_said_to_be_gone(server: Server) -> None:
    await server.platform.send(Outgoing(str(LAN), Text("một")), ())
    server.lan.deletes(server.lan.sees()[-1])

    assert await server.platform.send(Outgoing(str(LAN), Text("hai"), edits="2"), ()) == ScreenGone()


async def test_a_standing_post_that_an_administrator_deleted_makes_room_for_the_next(server: Server) -> None:
    server.playground.world.groups[GROUP].bot_admin = True
    await server.platform.send(Outgoing(str(GROUP), Text("bảng"), group=True, pin=True), ())
    server.playground.world.groups[GROUP].admins.append(LAN)
    server.lan.deletes(server.lan.sees(GROUP)[0])
    outcome = await server.platform.send(Outgoing(str(GROUP), Text("bảng mới"), group=True, pin=True, instead_of="1", retired=Text("cũ")), ())

    assert isinstance(outcome, Delivered) and server.playground.world.groups[GROUP].pinned == [int(outcome.message)]


@pytest.mark.parametrize("words", ["Topic_closed", "Chat_write_forbidden", "Not enough rights to send text messages to the chat"])
def test_a_chat_that_takes_no_words_is_unreachable(words: str) -> None:
    assert outcome_of(BadRequest(words)) == Unreachable(words)


@pytest.mark.parametrize("words", ["Not enough rights to send photos to the chat", "Chat_send_docs_forbidden"])
def test_a_chat_that_takes_words_but_no_files_is_not_lost(words: str) -> None:
    assert outcome_of(BadRequest(words)) == FilesRefused(words)


async def test_blocked_and_never_started_are_unreachable(server: Server) -> None:
    server.playground.person(1002, "Bình")
    server.lan.blocks()

    outcomes = [await server.platform.send(Outgoing(chat, Text("?")), ()) for chat in (str(LAN), "1002", "9999")]

    assert all(isinstance(outcome, Unreachable) for outcome in outcomes)


async def test_a_group_that_moved_says_where(server: Server) -> None:
    upgrade_group(server.playground.world, GROUP, -100200)

    assert await server.platform.send(Outgoing(str(GROUP), Text("?"), group=True), ()) == ChatMoved("-100200")


async def test_flood_parks_for_as_long_as_asked(server: Server) -> None:
    server.faulty(Fault("error", "sendMessage", code=429, seconds=3))

    assert await server.platform.send(Outgoing(str(LAN), Text("?")), ()) == Parked(timedelta(seconds=3))


async def test_a_post_that_cannot_be_pinned_is_delivered_all_the_same(server: Server) -> None:
    server.faulty(Fault("error", "pinChatMessage", code=403))

    assert await server.platform.send(Outgoing(str(GROUP), Text("bảng"), group=True, pin=True), ()) == Delivered("1")


async def test_a_flood_at_the_pin_keeps_the_delivery_and_says_how_long_to_rest(server: Server) -> None:
    server.faulty(Fault("error", "pinChatMessage", code=429, seconds=7))

    assert await server.platform.send(Outgoing(str(GROUP), Text("bảng"), group=True, pin=True), ()) == Delivered("1", timedelta(seconds=7))


async def test_a_pin_that_was_put_off_is_made_alone_and_takes_the_place_of_the_earlier(server: Server) -> None:
    server.playground.world.groups[GROUP].bot_admin = True
    await server.platform.send(Outgoing(str(GROUP), Text("bảng"), group=True, pin=True), ())
    sent = await server.platform.send(Outgoing(str(GROUP), Text("bảng mới"), group=True), ())
    assert isinstance(sent, Delivered)
    await server.platform.send(Outgoing(str(GROUP), group=True, pins=sent.message, instead_of="1"), ())

    assert server.playground.world.groups[GROUP].pinned == [int(sent.message)]


async def renewed(server: Server, after: timedelta = timedelta(0)) -> Outcome:
    """A post, and after a while the one that stands instead of it."""
    await server.platform.send(Outgoing(str(GROUP), Text("bảng"), group=True, pin=True), ())
    server.playground.world.now = lambda: datetime.now(UTC) + after  # noqa: TID251  # the server's own clock, outside the bot
    newer = Outgoing(str(GROUP), Text("bảng mới"), group=True, pin=True, instead_of="1", retired=Text("xem dưới"))
    return await server.platform.send(newer, ())


def posts(server: Server) -> list[str]:
    return [shown.text for shown in server.lan.sees(GROUP) if shown.text]


async def test_an_earlier_post_is_taken_off_by_the_one_that_stands_instead_of_it(server: Server) -> None:
    await renewed(server)

    assert posts(server) == ["bảng mới"]


async def test_an_earlier_post_too_old_to_be_deleted_says_that_there_is_a_newer(server: Server) -> None:
    await renewed(server, timedelta(hours=49))

    assert posts(server) == ["xem dưới", "bảng mới"]


async def test_a_flood_while_an_earlier_post_is_taken_off_says_how_long_to_rest(server: Server) -> None:
    server.faulty(Fault("error", "deleteMessage", code=429, seconds=7))
    outcome = await renewed(server)

    assert isinstance(outcome, Delivered) and outcome.unpinned == timedelta(seconds=7)


async def test_a_long_message_stopped_at_its_second_part_goes_on_there(server: Server) -> None:
    long = Outgoing(str(LAN), Text("một " * 1020 + "hai" * 50))
    server.faulty(Fault("error", "sendMessage", code=429, seconds=3, contains="hai"))
    stopped = await server.platform.send(long, ())
    await server.platform.send(replace(long, begun=1), ())

    assert stopped == Begun(1, Parked(timedelta(seconds=3)))
    assert ["một" in shown.text for shown in server.lan.sees()[1:]] == [True, False]


async def test_a_server_error_was_not_executed(server: Server) -> None:
    server.faulty(Fault("error", "sendMessage", code=500))

    assert isinstance(await server.platform.send(Outgoing(str(LAN), Text("?")), ()), NotSent)


def test_an_answer_that_is_no_json_may_stand_for_a_message_that_was_sent() -> None:
    assert outcome_of(TelegramError("Invalid server response")) == OutcomeUnknown("Invalid server response")


@pytest.mark.parametrize("fault", [Fault("cut_after", "sendMessage"), Fault("error", "sendMessage", code=502)])
async def test_a_cut_after_sending_leaves_the_outcome_unknown(server: Server, fault: Fault) -> None:
    server.faulty(fault)

    assert isinstance(await server.platform.send(Outgoing(str(LAN), Text("?")), ()), OutcomeUnknown)


async def test_nobody_there_means_surely_not_sent() -> None:
    platform = Telegram(TOKEN, "http://127.0.0.1:9", paced=False)
    await platform._requests.initialize()

    assert isinstance(await platform.send(Outgoing("5", Text("?")), ()), NotSent)
    await platform.close()


async def test_what_telegram_refuses_for_good_is_refused(server: Server) -> None:
    outcome = await server.platform.send(Outgoing(str(LAN), Text("?"), ((Button("x", "đ" * 40),),)), ())

    assert isinstance(outcome, Refused) and "button_data_invalid" in outcome.reason.casefold()


async def test_updates_come_again_until_they_are_acknowledged(server: Server) -> None:
    first = await server.platform.receive()
    again = await server.platform.receive()
    await server.platform.acknowledge(again)
    server.lan.types("7,5")
    after = await server.platform.receive()

    assert first.events == again.events and [event.what.text for event in after.events if isinstance(event, Incoming)] == ["7,5"]  # type: ignore[union-attr]  # it was typed


async def test_one_bad_update_does_not_stop_the_others(server: Server) -> None:
    server.playground.world.deliver("message", {"chat": {}})
    server.lan.types("7,5")
    batch = await server.platform.receive()

    assert [type(event).__name__ for event in batch.events] == ["Incoming", "Unreadable", "Incoming"]


@pytest.mark.parametrize("code", [401, 404, 409, 429, 500, 502])
async def test_polling_survives_one_bad_answer(server: Server, code: int) -> None:
    server.faulty(Fault("error", "getUpdates", code=code, seconds=0))

    assert (await server.platform.receive()).events


def test_why_telegram_cannot_be_reached_is_said_in_plain_words() -> None:
    assert in_words(NotExecuted("x")) == "no connection could be made"


async def test_a_token_that_is_refused_ends_the_start() -> None:
    playground = Playground(lambda: datetime.now(UTC), TOKEN)  # noqa: TID251  # the server's own clock, outside the bot
    async with playground.serving() as address:
        platform = Telegram("123:wrong", address, paced=False)
        with pytest.raises(PlatformRefused) as refused:
            await platform.open()
        await platform.close()

    assert "wrong" not in str(refused.value)


async def test_a_file_name_with_diacritics_arrives_as_it_is(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    await server.platform.send(Outgoing(str(LAN)), (DrawnFile("Bảng tổng hợp điểm.xlsx", path, picture=False),))

    assert server.lan.sees()[-1].raw["document"]["file_name"] == "Bảng tổng hợp điểm.xlsx"


async def test_a_file_is_fetched_whole(server: Server, tmp_path: Path) -> None:
    await server.platform.acknowledge(await server.platform.receive())
    server.lan.sends("a.pdf", b"x" * 100_000)
    (event,) = (await server.platform.receive()).events
    assert isinstance(event, Incoming) and isinstance(event.what, Sent)

    assert await server.platform.download(event.what.file.ref, tmp_path / "a") == 100_000


async def test_a_file_too_large_or_unknown_is_said_to_be(server: Server, tmp_path: Path) -> None:
    large = server.playground.world.keep_file("a", "x", b"x" * ((20 << 20) + 1))

    with pytest.raises(FileTooLarge):
        await server.platform.download(large.id, tmp_path / "a")
    with pytest.raises(FileLost):
        await server.platform.download("nothing", tmp_path / "a")


async def test_a_menu_that_cannot_be_set_is_named_to_be_tried_again(server: Server) -> None:
    server.faulty(Fault("error", "setMyCommands", code=429, seconds=1))
    menu = {str(LAN): (CommandWord("chamdiem", "Tự chấm điểm"),)}

    assert [await server.platform.offer_commands(menu) for _ in range(2)] == [frozenset({str(LAN)}), frozenset()]


async def test_menus_are_set_for_vietnamese_readers_and_by_person(server: Server) -> None:
    await server.platform.offer_commands({str(LAN): (CommandWord("chamdiem", "Tự chấm điểm"),)}, (CommandWord("trogiup", "Trợ giúp"),), ())

    assert commands_for(server.playground.world, LAN, LAN) == [{"command": "chamdiem", "description": "Tự chấm điểm"}]


async def test_no_log_and_no_error_ever_holds_the_token(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in ("cut_before", "cut_after", "error"):
        server.faulty(Fault(kind, "getUpdates"))
        await server.platform.receive()
        server.faulty(Fault(kind, "sendMessage"))
        outcome = await server.platform.send(Outgoing(str(LAN), Text("?")), ())
        assert "secret" not in repr(outcome)

    assert "secret" not in caplog.text


async def test_a_trouble_that_lasts_is_logged_once_and_its_end_too(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        server.faulty(Fault("error", "getUpdates"))
    for _ in range(2):
        await server.platform.receive()

    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["no updates from Telegram", "updates come from Telegram again"]
