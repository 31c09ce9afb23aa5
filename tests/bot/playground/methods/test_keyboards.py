"""Inline keyboards: sizes, one action a button, addresses."""

from typing import Any

import pytest

from bot.playground.persons import Person
from tests.bot.playground.conftest import Answer, Wire


async def show(bot: Wire, chat: int, *rows: list[dict[str, Any]]) -> Answer:
    return await bot("sendMessage", chat_id=chat, text="Chọn", reply_markup={"inline_keyboard": list(rows)})


def keys(count: int) -> list[dict[str, Any]]:
    return [{"text": str(number), "callback_data": str(number)} for number in range(count)]


async def test_eight_buttons_stand_in_a_row_and_a_hundred_in_all(bot: Wire, lan: Person) -> None:
    assert (await show(bot, lan.id, *[keys(8)] * 12, keys(4))).status == 200


async def test_nine_in_a_row_are_too_many(bot: Wire, lan: Person) -> None:
    assert (await show(bot, lan.id, keys(9))).refusal == "Bad Request: reply markup is too long"


async def test_a_hundred_and_one_are_too_many(bot: Wire, lan: Person) -> None:
    assert (await show(bot, lan.id, *[keys(8)] * 12, keys(5))).refusal == "Bad Request: reply markup is too long"


async def test_a_button_without_an_action_is_refused(bot: Wire, lan: Person) -> None:
    assert (await show(bot, lan.id, [{"text": "A"}])).refusal == "Bad Request: text buttons are unallowed in the inline keyboard"


async def test_a_button_with_two_actions_is_refused(bot: Wire, lan: Person) -> None:
    answer = await show(bot, lan.id, [{"text": "A", "callback_data": "a", "url": "https://x.vn"}])
    assert "exactly one action" in answer.refusal


async def test_a_button_without_words_is_refused(bot: Wire, lan: Person) -> None:
    assert "text can't be empty" in (await show(bot, lan.id, [{"text": " ", "callback_data": "a"}])).refusal


async def test_callback_data_is_never_empty(bot: Wire, lan: Person) -> None:
    assert (await show(bot, lan.id, [{"text": "A", "callback_data": ""}])).refusal == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize("address", ["x.vn", "javascript:alert(1)", "ftp://x.vn", ""])
async def test_an_address_that_is_none_is_refused(bot: Wire, lan: Person, address: str) -> None:
    assert "URL" in (await show(bot, lan.id, [{"text": "A", "url": address}])).refusal


async def test_a_keyboard_is_an_array_of_rows(bot: Wire, lan: Person) -> None:
    answer = await bot("sendMessage", chat_id=lan.id, text="x", reply_markup={"inline_keyboard": keys(1)})
    assert "Array" in answer.refusal


async def test_empty_rows_are_no_keyboard(bot: Wire, lan: Person) -> None:
    assert "reply_markup" not in (await show(bot, lan.id, [])).result
