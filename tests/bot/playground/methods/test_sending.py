"""Texts and where they may go: lengths in UTF-16 after parsing, entities, reachability, replies."""

from typing import Any

import pytest

from bot.playground.persons import Person
from bot.playground.server import Playground
from tests.bot.playground.conftest import Answer, Wire


async def send(bot: Wire, chat: int, text: str, **more: Any) -> Answer:
    return await bot("sendMessage", chat_id=chat, text=text, **more)


async def test_a_text_of_4096_units_passes(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, "đ" * 4096)).status == 200


async def test_a_text_of_4097_units_is_too_long(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, "x" * 4097)).refusal == "Bad Request: message is too long"


async def test_an_emoji_counts_as_two_units(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, "😀" * 2048)).status == 200
    assert (await send(bot, lan.id, "😀" * 2049)).refusal == "Bad Request: message is too long"


async def test_marks_are_not_counted(bot: Wire, lan: Person) -> None:
    answer = await send(bot, lan.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert answer.result["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_an_empty_text_is_refused(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, "")).refusal == "Bad Request: message text is empty"


async def test_blanks_alone_are_refused(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, " \n ")).refusal == "Bad Request: text must be non-empty"


async def test_blanks_around_go_and_entities_move_along(bot: Wire, lan: Person) -> None:
    result = (await send(bot, lan.id, "\n Chào Lan \n", entities=[{"type": "bold", "offset": 7, "length": 5}])).result
    assert (result["text"], result["entities"]) == ("Chào Lan", [{"type": "bold", "offset": 5, "length": 3}])


@pytest.mark.parametrize(("offset", "length"), [(0, 5), (4, 1), (-1, 2), (0, 0)])
async def test_an_entity_outside_the_text_is_refused(bot: Wire, lan: Person, offset: int, length: int) -> None:
    answer = await send(bot, lan.id, "Chào", entities=[{"type": "bold", "offset": offset, "length": length}])
    assert answer.refusal.startswith("Bad Request: can't parse entities")


async def test_an_entity_that_splits_an_emoji_is_refused(bot: Wire, lan: Person) -> None:
    answer = await send(bot, lan.id, "😀x", entities=[{"type": "bold", "offset": 1, "length": 2}])
    assert "splits a character" in answer.refusal


async def test_a_link_without_its_address_is_refused(bot: Wire, lan: Person) -> None:
    assert "needs url" in (await send(bot, lan.id, "đây", entities=[{"type": "text_link", "offset": 0, "length": 3}])).refusal


async def test_entities_after_the_hundredth_are_ignored(bot: Wire, lan: Person) -> None:
    entities = [{"type": "bold", "offset": at, "length": 1} for at in range(120)]
    assert len((await send(bot, lan.id, "x" * 120, entities=entities)).result["entities"]) == 100


@pytest.mark.parametrize("text", ["<b>x", "x</b>", "<h1>x</h1>", "<b><i>x</b></i>"])
async def test_html_that_is_not_well_formed_is_refused(bot: Wire, lan: Person, text: str) -> None:
    assert (await send(bot, lan.id, text, parse_mode="HTML")).refusal.startswith("Bad Request: can't parse entities")


async def test_html_becomes_plain_text_and_entities(bot: Wire, lan: Person) -> None:
    result = (await send(bot, lan.id, 'a &lt; <a href="https://x.vn">b</a>', parse_mode="html")).result
    assert result["text"] == "a < b"
    assert result["entities"] == [{"type": "text_link", "offset": 4, "length": 1, "url": "https://x.vn"}]


async def test_an_unknown_parse_mode_is_refused(bot: Wire, lan: Person) -> None:
    assert (await send(bot, lan.id, "x", parse_mode="RTF")).refusal == "Bad Request: unsupported parse_mode"


# ---------------------------------------------------------------------------------------------------------------- where to


async def test_somebody_telegram_does_not_know_is_no_chat(bot: Wire) -> None:
    assert (await send(bot, 404, "x")).refusal == "Bad Request: chat not found"


async def test_a_bot_cannot_write_first(playground: Playground, bot: Wire) -> None:
    answer = await send(bot, playground.person(1005, "Nam").id, "x")
    assert (answer.status, answer.refusal) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_whoever_blocked_the_bot_is_not_reached(bot: Wire, lan: Person) -> None:
    lan.blocks()
    answer = await send(bot, lan.id, "x")
    assert (answer.status, answer.refusal) == (403, "Forbidden: bot was blocked by the user")


async def test_whoever_came_back_is_reached(bot: Wire, lan: Person) -> None:
    lan.blocks()
    lan.starts()
    assert (await send(bot, lan.id, "x")).status == 200


async def test_a_deleted_account_is_not_reached(bot: Wire, lan: Person) -> None:
    lan.deletes_account()
    assert (await send(bot, lan.id, "x")).refusal == "Forbidden: user is deactivated"


async def test_a_topic_that_does_not_exist_is_refused(bot: Wire, group: int) -> None:
    assert (await send(bot, group, "x", message_thread_id=5)).refusal == "Bad Request: message thread not found"


async def test_a_reply_shows_what_it_answers(bot: Wire, lan: Person) -> None:
    asked = lan.types("Hạn nộp?")
    result = (await send(bot, lan.id, "Thứ Sáu", reply_parameters={"message_id": asked.id})).result
    assert result["reply_to_message"]["text"] == "Hạn nộp?"


async def test_a_reply_to_nothing_is_refused(bot: Wire, lan: Person) -> None:
    answer = await send(bot, lan.id, "x", reply_parameters={"message_id": 99})
    assert answer.refusal == "Bad Request: message to be replied not found"


async def test_a_reply_to_nothing_may_be_sent_without(bot: Wire, lan: Person) -> None:
    answer = await send(bot, lan.id, "x", reply_parameters={"message_id": 99, "allow_sending_without_reply": True})
    assert "reply_to_message" not in answer.result


# ---------------------------------------------------------------------------------------------------------------- copies, signs


async def test_a_forward_names_where_it_came_from(bot: Wire, lan: Person, group: int) -> None:
    asked = lan.types("Báo cáo")
    result = (await bot("forwardMessage", chat_id=group, from_chat_id=lan.id, message_id=asked.id)).result
    assert (result["text"], result["forward_origin"]["sender_user"]["first_name"]) == ("Báo cáo", "Lan")


async def test_a_copy_gives_its_number_alone(bot: Wire, lan: Person, group: int) -> None:
    asked = lan.types("Báo cáo")
    assert set((await bot("copyMessage", chat_id=group, from_chat_id=lan.id, message_id=asked.id)).result) == {"message_id"}


async def test_a_copy_of_nothing_is_refused(bot: Wire, lan: Person) -> None:
    answer = await bot("copyMessage", chat_id=lan.id, from_chat_id=lan.id, message_id=99)
    assert answer.refusal == "Bad Request: message to copy not found"


async def test_a_sign_of_being_busy_has_to_be_a_known_one(bot: Wire, lan: Person) -> None:
    assert (await bot("sendChatAction", chat_id=lan.id, action="typing")).result is True
    assert (await bot("sendChatAction", chat_id=lan.id, action="dancing")).refusal == "Bad Request: wrong parameter action in request"
