"""Requests and answers against the Bot API as data."""

import json

import pytest

from bot.playground.refusals import BotApiError
from bot.playground.spec import FILE, check_answer, check_request, check_update, spec


def refusal(method: str, **given: object) -> BotApiError:
    with pytest.raises(BotApiError) as caught:
        check_request(method, given)
    return caught.value


def test_a_method_telegram_does_not_have_is_404() -> None:
    assert refusal("sendPigeon").code == 404


def test_a_field_the_method_does_not_have_is_refused_by_name() -> None:
    assert 'no field "colour"' in refusal("sendMessage", chat_id=1, text="x", colour="red").description


def test_a_field_inside_an_object_that_is_not_documented_is_refused() -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a", "shape": "round"}]]}
    assert "shape" in refusal("sendMessage", chat_id=1, text="x", reply_markup=markup).description


def test_a_missing_text_is_told_as_telegram_tells_it() -> None:
    assert refusal("sendMessage", chat_id=1).description == "Bad Request: message text is empty"


def test_a_missing_chat_is_told_as_telegram_tells_it() -> None:
    assert refusal("sendMessage", text="x").description == "Bad Request: chat_id is empty"


def test_every_other_missing_field_is_named() -> None:
    assert "from_chat_id" in refusal("forwardMessage", chat_id=1, message_id=2).description


@pytest.mark.parametrize("value", ["seven", [7], {"seven": 7}, True])
def test_what_is_no_number_is_refused_where_one_is_due(value: object) -> None:
    assert "Number" in refusal("getUpdates", timeout=value).description


def test_a_form_carries_numbers_objects_and_truth_as_text() -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    read = check_request("sendMessage", {"chat_id": "7", "text": "[7,5]", "reply_markup": markup, "protect_content": "true"})
    assert read["text"] == "[7,5]"
    assert read["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a"
    assert read["protect_content"] is True


def test_a_limit_on_the_number_of_items_holds() -> None:
    commands = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert refusal("setMyCommands", commands=commands).description == "Bad Request: BOT_COMMANDS_TOO_MUCH"


def test_a_limit_on_a_value_holds() -> None:
    assert "limit" in refusal("getUpdates", limit=101).description


def test_callback_data_is_measured_in_bytes() -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "đ" * 33}]]}
    assert refusal("sendMessage", chat_id=1, text="x", reply_markup=markup).description == "Bad Request: BUTTON_DATA_INVALID"


def test_callback_data_of_64_bytes_passes() -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "đ" * 32}]]}
    assert check_request("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": markup})


def test_a_value_outside_a_documented_list_is_refused() -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a", "style": "pink"}]]}
    assert 'invalid style "pink"' in refusal("sendMessage", chat_id=1, text="x", reply_markup=markup).description


def test_a_scope_is_told_by_its_constant() -> None:
    read = check_request("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}})
    assert read["scope"] == {"type": "chat", "chat_id": 5}


def test_a_scope_of_an_unknown_type_is_refused() -> None:
    assert "unsupported type" in refusal("setMyCommands", commands=[], scope={"type": "planet"}).description


def test_an_array_is_not_taken_for_an_object() -> None:
    assert "Array" in refusal("setMyCommands", commands={"command": "a", "description": "b"}).description


def test_lengths_after_parsing_are_left_to_the_methods() -> None:
    assert check_request("sendMessage", {"chat_id": 1, "text": "<b>x</b>" * 4096})


def test_an_answer_without_a_promised_field_is_no_answer() -> None:
    with pytest.raises(BotApiError, match="is_bot"):
        check_answer("getMe", {"id": 1, "first_name": "ktd"})


def test_an_update_with_a_field_telegram_does_not_have_is_none() -> None:
    with pytest.raises(BotApiError, match="mood"):
        check_update({"update_id": 1, "mood": "good"})


def test_the_data_file_carries_its_notice_inside_and_beside() -> None:
    notice = FILE.with_name("botapi-spec.NOTICE").read_text("utf-8")
    assert spec()["_source"]["notice"].strip() in notice
