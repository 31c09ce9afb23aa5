"""The HTTP side: tokens, bodies of every kind, foreign hosts, faults."""

import asyncio
import json
import time

import aiohttp
import pytest

from bot.playground.faults import Fault, Flood
from bot.playground.guard import NotLoopback
from bot.playground.persons import Person
from bot.playground.server import Playground
from tests.bot.playground.conftest import Wire


async def test_a_wrong_token_is_401(bot: Wire) -> None:
    bot.token = "7000000000:stolen"
    answer = await bot("getMe")
    assert (answer.status, answer.refusal) == (401, "Unauthorized")


async def test_an_unknown_method_is_404(bot: Wire) -> None:
    answer = await bot("sendPigeon")
    assert (answer.status, answer.refusal) == (404, "Not Found")


async def test_a_method_that_is_not_played_says_so(bot: Wire) -> None:
    answer = await bot("sendDice", chat_id=1)
    assert answer.refusal == "Bad Request: the playground does not play sendDice"


async def test_a_body_that_is_no_json_is_refused(bot: Wire) -> None:
    bot.headers = {"Content-Type": "application/json"}
    assert (await bot.posts("getMe", data="{")).refusal == "Bad Request: can't parse request JSON"


async def test_a_form_is_read_as_well(bot: Wire, lan: Person) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    answer = await bot.posts("sendMessage", data={"chat_id": str(lan.id), "text": "Chào", "reply_markup": markup})
    assert answer.result["reply_markup"]["inline_keyboard"][0][0]["text"] == "A"


async def test_a_query_is_read_as_well(bot: Wire, lan: Person) -> None:
    answer = await bot.posts("sendMessage", params={"chat_id": str(lan.id), "text": "Chào"})
    assert answer.result["text"] == "Chào"


async def test_a_file_comes_under_its_fields_own_name(bot: Wire, lan: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(lan.id)}, quote_fields=False)
    form.add_field("document", b"%PDF", filename="bảng điểm.pdf", content_type="application/pdf")
    answer = await bot.posts("sendDocument", data=form)
    assert answer.result["document"]["file_name"] == "bảng điểm.pdf"


async def test_a_file_comes_attached_under_another_name(bot: Wire, lan: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(lan.id), "document": "attach://part7"})
    form.add_field("part7", b"%PDF", filename="a.pdf", content_type="application/pdf")
    assert (await bot.posts("sendDocument", data=form)).result["document"]["file_name"] == "a.pdf"


# ---------------------------------------------------------------------------------------------------------------- who may speak


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "ktd.example.vn"},
        {"Host": "127.0.0.1.example.vn"},
        {"Origin": "https://example.vn"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_site_gets_nothing(bot: Wire, headers: dict[str, str]) -> None:
    async with bot.session.get(f"{bot.address}/bot{bot.token}/getMe", headers=headers) as answer:
        assert answer.status == 403


async def test_the_page_of_this_very_address_may_speak(bot: Wire) -> None:
    bot.headers = {"Origin": bot.address}
    assert (await bot("getMe")).result["is_bot"]


async def test_an_address_others_could_reach_is_not_served(playground: Playground) -> None:
    with pytest.raises(NotLoopback):
        async with playground.serving(host="0.0.0.0"):
            pass


# ---------------------------------------------------------------------------------------------------------------- faults


async def test_a_500_does_nothing(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("error", "sendMessage", code=500))
    answer = await bot("sendMessage", chat_id=lan.id, text="Chào")
    assert (answer.status, lan.last()) == (500, None)


async def test_a_429_says_how_long_to_wait(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("error", "sendMessage", code=429, seconds=7))
    answer = await bot("sendMessage", chat_id=lan.id, text="Chào")
    assert answer.body["parameters"] == {"retry_after": 7}


async def test_a_fault_meets_so_many_calls_and_no_more(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("error", times=2, code=502))
    assert [(await bot("getMe")).status for _ in range(3)] == [502, 502, 200]


async def test_a_fault_meets_only_its_method_and_text(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("error", "sendMessage", contains="nhắc"))
    assert (await bot("getMe")).status == 200
    assert (await bot("sendMessage", chat_id=lan.id, text="Chào")).status == 200
    assert (await bot("sendMessage", chat_id=lan.id, text="nhắc hạn")).status == 500


async def test_cut_before_leaves_no_message(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("cut_before", "sendMessage"))
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=lan.id, text="Chào")
    assert lan.last() is None


async def test_cut_after_leaves_a_message_whose_answer_is_lost(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("cut_after", "sendMessage"))
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=lan.id, text="Chào")
    assert lan.sees()[-1].text == "Chào"


async def test_slow_comes_late(playground: Playground, bot: Wire) -> None:
    playground.faults.append(Fault("slow", "getMe", seconds=0.2))
    began = time.monotonic()
    await bot("getMe")
    assert time.monotonic() - began >= 0.2


async def test_slow_after_has_its_effect_at_once(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.faults.append(Fault("slow_after", "sendMessage", seconds=0.3))
    call = asyncio.create_task(bot("sendMessage", chat_id=lan.id, text="Chào"))
    await playground.until(lambda: lan.last() is not None, timeout=0.2)
    assert not call.done()
    await call


async def test_every_call_is_recorded_with_what_became_of_it(playground: Playground, bot: Wire) -> None:
    await bot("getMe")
    await bot("sendMessage", chat_id=404, text="Chào")
    assert [(call.method, call.ok) for call in playground.calls] == [("getMe", True), ("sendMessage", False)]
    assert playground.calls[-1].answer == "Bad Request: chat not found"


# ---------------------------------------------------------------------------------------------------------------- flood limits


async def test_a_burst_to_one_person_passes_and_one_more_does_not(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.flood = Flood.as_telegram()
    sent = [(await bot("sendMessage", chat_id=lan.id, text=str(number))).status for number in range(6)]
    assert sent == [200] * 5 + [429]


async def test_after_the_wait_it_passes_again(playground: Playground, bot: Wire, lan: Person) -> None:
    moment = 0.0
    playground.flood = Flood(private=1, burst=1, clock=lambda: moment)
    await bot("sendMessage", chat_id=lan.id, text="một")
    refused = await bot("sendMessage", chat_id=lan.id, text="hai")
    moment = refused.body["parameters"]["retry_after"]
    assert (await bot("sendMessage", chat_id=lan.id, text="hai")).status == 200


async def test_a_group_takes_twenty_a_minute_edits_too(playground: Playground, bot: Wire, group: int) -> None:
    playground.flood = Flood.as_telegram()
    first = (await bot("sendMessage", chat_id=group, text="0")).result["message_id"]
    edits = [(await bot("editMessageText", chat_id=group, message_id=first, text=str(number))).status for number in range(1, 21)]
    assert edits == [200] * 19 + [429]


async def test_thirty_a_second_over_all_chats(playground: Playground, bot: Wire) -> None:
    playground.flood = Flood(overall=30, clock=lambda: 0.0)
    people = [playground.person(2000 + number) for number in range(31)]
    for person in people:
        person.starts()
    assert [(await bot("sendMessage", chat_id=person.id, text="x")).status for person in people] == [200] * 30 + [429]


async def test_without_limits_nothing_is_counted(playground: Playground, bot: Wire, lan: Person) -> None:
    assert {(await bot("sendMessage", chat_id=lan.id, text=str(number))).status for number in range(40)} == {200}
