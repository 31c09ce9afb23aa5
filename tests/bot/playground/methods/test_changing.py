"""Edits, deletions, pins, and answers to taps."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.persons import Person
from bot.playground.records import Message
from bot.playground.server import Playground
from tests.bot.playground.conftest import Clock, Wire

KEYS = {"inline_keyboard": [[{"text": "Có", "callback_data": "yes"}]]}


async def shown(bot: Wire, chat: int, text: str = "Chọn", **more: Any) -> int:
    number: int = (await bot("sendMessage", chat_id=chat, text=text, **more)).result["message_id"]
    return number


def newest(person: Person) -> Message:
    return person.sees()[-1]


async def test_an_edit_changes_what_stands_and_says_when(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id)
    result = (await bot("editMessageText", chat_id=lan.id, message_id=number, text="Xong")).result
    assert (newest(lan).text, "edit_date" in result) == ("Xong", True)


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id, reply_markup=KEYS)
    await bot("editMessageText", chat_id=lan.id, message_id=number, text="Xong")
    assert newest(lan).labels == []


async def test_an_edit_that_changes_nothing_is_refused(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id, reply_markup=KEYS)
    answer = await bot("editMessageText", chat_id=lan.id, message_id=number, text="Chọn", reply_markup=KEYS)
    assert answer.refusal.startswith("Bad Request: message is not modified")


async def test_an_edit_of_the_keyboard_alone_is_a_change(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id, reply_markup=KEYS)
    assert (await bot("editMessageText", chat_id=lan.id, message_id=number, text="Chọn")).status == 200


async def test_editing_the_markup_keeps_the_text(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id)
    await bot("editMessageReplyMarkup", chat_id=lan.id, message_id=number, reply_markup=KEYS)
    assert (newest(lan).text, newest(lan).labels) == ("Chọn", ["Có"])


async def test_a_message_that_is_gone_cannot_be_edited(bot: Wire, lan: Person) -> None:
    answer = await bot("editMessageText", chat_id=lan.id, message_id=99, text="x")
    assert answer.refusal == "Bad Request: message to edit not found"


async def test_a_persons_message_cannot_be_edited(bot: Wire, lan: Person) -> None:
    theirs = lan.types("của tôi")
    answer = await bot("editMessageText", chat_id=lan.id, message_id=theirs.id, text="x")
    assert answer.refusal == "Bad Request: message can't be edited"


async def test_an_edit_names_its_message(bot: Wire) -> None:
    assert (await bot("editMessageText", text="x")).refusal == "Bad Request: message identifier is not specified"


async def test_a_text_has_no_caption_to_edit(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id)
    assert "no caption" in (await bot("editMessageCaption", chat_id=lan.id, message_id=number, caption="x")).refusal


async def test_a_file_has_no_text_to_edit(bot: Wire, lan: Person) -> None:
    file = lan.sends("a.pdf", b"%PDF").raw["document"]["file_id"]
    number = (await bot("sendDocument", chat_id=lan.id, document=file)).result["message_id"]
    assert "no text" in (await bot("editMessageText", chat_id=lan.id, message_id=number, text="x")).refusal
    assert (await bot("editMessageCaption", chat_id=lan.id, message_id=number, caption="x")).result["caption"] == "x"


async def test_whoever_blocked_the_bot_sees_no_edit(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id)
    lan.blocks()
    assert (await bot("editMessageText", chat_id=lan.id, message_id=number, text="x")).status == 403


# ---------------------------------------------------------------------------------------------------------------- deleting


async def test_a_deleted_message_is_gone(bot: Wire, lan: Person) -> None:
    number = await shown(bot, lan.id)
    assert (await bot("deleteMessage", chat_id=lan.id, message_id=number)).result is True
    assert lan.last() is None


async def test_what_is_gone_cannot_be_deleted_again(bot: Wire, lan: Person) -> None:
    assert (await bot("deleteMessage", chat_id=lan.id, message_id=99)).refusal == "Bad Request: message to delete not found"


async def test_after_48_hours_a_message_stays(bot: Wire, lan: Person, clock: Clock) -> None:
    number = await shown(bot, lan.id)
    clock.passes(timedelta(hours=48, seconds=1))
    assert (await bot("deleteMessage", chat_id=lan.id, message_id=number)).refusal == "Bad Request: message can't be deleted"


async def test_in_a_group_others_messages_stay_unless_the_bot_is_administrator(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    theirs = lan.types("của tôi", group)
    assert (await bot("deleteMessage", chat_id=group, message_id=theirs.id)).refusal == "Bad Request: message can't be deleted"
    playground.world.groups[group].bot_admin = True
    assert (await bot("deleteMessage", chat_id=group, message_id=theirs.id)).result is True


async def test_deleting_several_passes_over_what_is_gone(bot: Wire, lan: Person) -> None:
    numbers = [await shown(bot, lan.id, str(at)) for at in range(2)]
    assert (await bot("deleteMessages", chat_id=lan.id, message_ids=[*numbers, 99])).result is True
    assert lan.last() is None


# ---------------------------------------------------------------------------------------------------------------- taps


async def test_a_tap_is_answered_once(bot: Wire, lan: Person) -> None:
    await shown(bot, lan.id, reply_markup=KEYS)
    tap = lan.taps(newest(lan), "Có")
    assert (await bot("answerCallbackQuery", callback_query_id=tap.id, text="Đã nhận")).result is True
    assert (tap.answered, tap.toast) == (True, "Đã nhận")
    assert "query is too old" in (await bot("answerCallbackQuery", callback_query_id=tap.id)).refusal


async def test_a_tap_is_too_old_after_150_seconds(bot: Wire, lan: Person, clock: Clock) -> None:
    await shown(bot, lan.id, reply_markup=KEYS)
    tap = lan.taps(newest(lan), "Có")
    clock.passes(timedelta(seconds=151))
    answer = await bot("answerCallbackQuery", callback_query_id=tap.id)
    assert answer.refusal == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_tap_nobody_made_cannot_be_answered(bot: Wire) -> None:
    assert "query ID is invalid" in (await bot("answerCallbackQuery", callback_query_id="7")).refusal


async def test_the_word_for_a_tap_has_at_most_200_letters(bot: Wire, lan: Person) -> None:
    await shown(bot, lan.id, reply_markup=KEYS)
    tap = lan.taps(newest(lan), "Có")
    assert (await bot("answerCallbackQuery", callback_query_id=tap.id, text="x" * 201)).status == 400


# ---------------------------------------------------------------------------------------------------------------- pins


async def test_pinning_in_a_group_needs_the_right(bot: Wire, group: int) -> None:
    number = await shown(bot, group)
    answer = await bot("pinChatMessage", chat_id=group, message_id=number)
    assert answer.refusal == "Bad Request: not enough rights to manage pinned messages in the chat"


@pytest.fixture
def ruled(playground: Playground, group: int) -> int:
    """The group with the bot as administrator."""
    playground.world.groups[group].bot_admin = True
    return group


async def test_an_administrator_pins_and_unpins(playground: Playground, bot: Wire, ruled: int) -> None:
    number = await shown(bot, ruled)
    await bot("pinChatMessage", chat_id=ruled, message_id=number)
    assert playground.world.groups[ruled].pinned == [number]
    assert (await bot("getChat", chat_id=ruled)).result["pinned_message"]["message_id"] == number
    await bot("unpinChatMessage", chat_id=ruled, message_id=number)
    assert playground.world.groups[ruled].pinned == []


async def test_what_is_gone_cannot_be_pinned(bot: Wire, ruled: int) -> None:
    assert (await bot("pinChatMessage", chat_id=ruled, message_id=99)).refusal == "Bad Request: message to pin not found"


async def test_what_is_deleted_is_no_longer_pinned(playground: Playground, bot: Wire, ruled: int) -> None:
    number = await shown(bot, ruled)
    await bot("pinChatMessage", chat_id=ruled, message_id=number)
    await bot("deleteMessage", chat_id=ruled, message_id=number)

    assert playground.world.groups[ruled].pinned == []


async def test_what_is_not_pinned_cannot_be_unpinned(bot: Wire, ruled: int) -> None:
    number = await shown(bot, ruled)
    await bot("pinChatMessage", chat_id=ruled, message_id=number)
    assert (await bot("unpinChatMessage", chat_id=ruled, message_id=99)).refusal == "Bad Request: message to unpin not found"


async def test_all_pins_go_at_once(playground: Playground, bot: Wire, ruled: int) -> None:
    await bot("pinChatMessage", chat_id=ruled, message_id=await shown(bot, ruled))
    await bot("unpinAllChatMessages", chat_id=ruled)
    assert playground.world.groups[ruled].pinned == []
