"""The small Telegram refuses what Telegram refuses, in its words."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.playground.persons import NoSuchButton
from bot.playground.server import Playground

TOKEN = "1:abc"
LAN, GROUP = 1001, -4001


class Api:
    """The server's Bot API as a bot calls it; time stands where it is put."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, tzinfo=UTC)
        self.playground = Playground(lambda: self.now, TOKEN)
        self.lan = self.playground.person(LAN, "Lan")
        self.playground.world.add_group(GROUP, "Khối", [LAN])
        self.session: aiohttp.ClientSession
        self.address = ""

    async def call(self, method: str, /, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.address}/bot{token}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            return body


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    made = Api()
    async with made.playground.serving() as made.address, aiohttp.ClientSession() as made.session:
        made.lan.starts()
        yield made


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"chat_id": LAN, "text": ""}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": LAN, "text": "x" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"chat_id": LAN, "text": "😀" * 2049}, "Bad Request: message is too long"),
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": keyboard({"text": "a", "callback_data": "đ" * 40})}, "Bad Request: BUTTON_DATA_INVALID"),
        ("sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": keyboard({"text": "a"})}, "Bad Request: inline keyboard button must have exactly one action"),
        ("sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": keyboard({"text": "a", "callback_data": "b", "style": "pink"})}, "Bad Request: invalid style specified"),
        ("sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": keyboard(*[{"text": "a", "callback_data": "b"}] * 9)}, "Bad Request: reply markup is too long"),
        ("editMessageText", {"chat_id": LAN, "message_id": 99, "text": "x"}, "Bad Request: message to edit not found"),
        ("editMessageText", {"chat_id": LAN, "message_id": 1, "text": "x"}, "Bad Request: message can't be edited"),
        ("answerCallbackQuery", {"callback_query_id": "9"}, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ("pinChatMessage", {"chat_id": GROUP, "message_id": 1}, "Bad Request: not enough rights to manage pinned messages in the chat"),
        ("getFile", {"file_id": "no"}, "Bad Request: invalid file_id"),
        ("noSuchMethod", {}, "Not Found"),
    ],
)  # fmt: skip
async def test_a_wrong_request_is_refused_in_telegrams_words(api: Api, method: str, params: dict[str, Any], description: str) -> None:
    answer = await api.call(method, **params)

    assert (answer["ok"], answer["description"]) == (False, description)


async def test_a_field_the_method_does_not_know_is_refused(api: Api) -> None:
    assert not (await api.call("sendMessage", chat_id=LAN, text="x", colour="red"))["ok"]


async def test_another_token_is_unauthorised(api: Api) -> None:
    assert (await api.call("getMe", token="1:wrong"))["error_code"] == 401


async def test_updates_are_forgotten_only_when_a_higher_offset_is_asked_for(api: Api) -> None:
    first = (await api.call("getUpdates"))["result"]
    second = (await api.call("getUpdates"))["result"]
    third = (await api.call("getUpdates", offset=first[-1]["update_id"] + 1))["result"]

    assert first == second and not third


async def test_a_second_poll_ends_the_first_with_a_conflict(api: Api) -> None:
    import asyncio

    await api.call("getUpdates", offset=-1)
    await api.call("getUpdates", offset=2_000_000_000)
    first = asyncio.create_task(api.call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await api.call("getUpdates", timeout=0)

    assert (await first)["error_code"] == 409


async def test_kinds_that_were_not_asked_for_are_not_delivered(api: Api) -> None:
    await api.call("getUpdates", allowed_updates=["callback_query"], offset=2_000_000_000)
    api.lan.types("x")

    assert not (await api.call("getUpdates"))["result"]


async def test_messages_live_a_day_and_taps_150_seconds(api: Api) -> None:
    sent = (await api.call("sendMessage", chat_id=LAN, text="?", reply_markup=keyboard({"text": "a", "callback_data": "b"})))["result"]
    message = api.playground.world.message(LAN, sent["message_id"])
    assert message is not None
    api.lan.taps(message, "a")
    api.now += timedelta(seconds=151)
    kinds = [next(key for key in update if key != "update_id") for update in (await api.call("getUpdates"))["result"]]
    api.now += timedelta(hours=24)

    assert (kinds, (await api.call("getUpdates"))["result"]) == (["message"], [])


async def test_an_edit_without_a_keyboard_removes_it_and_the_same_edit_again_is_refused(api: Api) -> None:
    await api.call("sendMessage", chat_id=LAN, text="một", reply_markup=keyboard({"text": "a", "callback_data": "b"}))
    first = await api.call("editMessageText", chat_id=LAN, message_id=2, text="hai")
    again = await api.call("editMessageText", chat_id=LAN, message_id=2, text="hai")

    assert "reply_markup" not in first["result"] and "message is not modified" in again["description"]
    message = api.playground.world.message(LAN, 2)
    assert message is not None
    with pytest.raises(NoSuchButton):
        api.lan.taps(message, "a")


async def test_who_blocked_the_bot_is_not_written_to_until_they_come_back(api: Api) -> None:
    api.lan.blocks()
    refused = await api.call("sendMessage", chat_id=LAN, text="x")
    api.lan.starts()

    assert refused["description"] == "Forbidden: bot was blocked by the user" and (await api.call("sendMessage", chat_id=LAN, text="x"))["ok"]


async def test_the_bot_cannot_write_first(api: Api) -> None:
    api.playground.person(1002, "Bình")

    assert (await api.call("sendMessage", chat_id=1002, text="x"))["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_in_a_group_the_bot_sees_only_what_is_meant_for_it(api: Api) -> None:
    await api.call("getUpdates", offset=2_000_000_000)
    for text in ("chuyện riêng", "/tinhhinh", "/tinhhinh@other_bot"):
        api.lan.types(text, GROUP)

    assert [update["message"]["text"] for update in (await api.call("getUpdates"))["result"]] == ["/tinhhinh"]


async def test_flood_limits_are_kept_where_they_are_switched_on(api: Api) -> None:
    api.playground.limits.group_per_minute = 2
    answers = [await api.call("sendMessage", chat_id=GROUP, text=str(number)) for number in range(3)]

    assert [answer["ok"] for answer in answers] == [True, True, False] and answers[2]["parameters"]["retry_after"] > 0


async def test_a_group_that_became_a_supergroup_says_its_new_id(api: Api) -> None:
    from bot.playground.persons import upgrade_group

    upgrade_group(api.playground.world, GROUP, -100777)

    assert (await api.call("sendMessage", chat_id=GROUP, text="x"))["parameters"] == {"migrate_to_chat_id": -100777}
