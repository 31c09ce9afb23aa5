"""getUpdates: confirmation by offset, one poll at a time, the long poll, the shelf life of updates."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.playground.persons import Person
from bot.playground.server import Playground
from bot.playground.spec import check_update
from tests.bot.playground.conftest import Clock, Wire, forget


async def texts(bot: Wire, **params: object) -> list[str]:
    return [update["message"]["text"] for update in (await bot("getUpdates", **params)).result]


async def test_updates_stay_until_they_are_confirmed(bot: Wire, lan: Person) -> None:
    lan.types("một")
    assert await texts(bot) == await texts(bot) == ["một"]


async def test_an_offset_beyond_an_update_confirms_it(bot: Wire, lan: Person) -> None:
    lan.types("một")
    lan.types("hai")
    first = (await bot("getUpdates")).result[0]["update_id"]
    assert await texts(bot, offset=first + 1) == await texts(bot) == ["hai"]


async def test_a_negative_offset_keeps_the_newest_and_forgets_what_came_before(bot: Wire, lan: Person) -> None:
    for text in ("một", "hai", "ba"):
        lan.types(text)
    assert await texts(bot, offset=-2) == await texts(bot) == ["hai", "ba"]


async def test_a_negative_offset_beyond_the_beginning_forgets_nothing(bot: Wire, lan: Person) -> None:
    lan.types("một")
    assert await texts(bot, offset=-100) == ["một"]


async def test_an_offset_far_beyond_the_end_means_the_beginning(bot: Wire, lan: Person) -> None:
    lan.types("một")
    assert await texts(bot, offset=1 << 40) == ["một"]


async def test_an_offset_little_beyond_the_end_forgets_everything(bot: Wire, lan: Person) -> None:
    lan.types("một")
    newest = (await bot("getUpdates")).result[0]["update_id"]
    assert await texts(bot, offset=newest + 5) == []


async def test_the_limit_gives_the_oldest(bot: Wire, lan: Person) -> None:
    lan.types("một")
    lan.types("hai")
    assert await texts(bot, limit=1) == ["một"]


async def test_numbers_may_begin_anew_after_a_quiet_week(playground: Playground, bot: Wire, lan: Person) -> None:
    playground.world.updates.number_from(17)
    lan.types("một")
    assert (await bot("getUpdates")).result[0]["update_id"] == 17


async def test_a_long_poll_waits_for_the_next_update(bot: Wire, lan: Person) -> None:
    poll = asyncio.create_task(texts(bot, timeout=5))
    await asyncio.sleep(0.05)
    lan.types("bây giờ")
    assert await asyncio.wait_for(poll, 1) == ["bây giờ"]


async def test_a_long_poll_ends_empty_at_its_timeout(bot: Wire) -> None:
    began = time.monotonic()
    assert await texts(bot, timeout=1) == []
    assert 0.9 < time.monotonic() - began < 2


async def test_of_two_polls_the_older_is_ended_with_409(playground: Playground, bot: Wire) -> None:
    older = asyncio.create_task(bot("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    newer = await bot("getUpdates", timeout=0)
    assert (await older).refusal.startswith("Conflict: terminated by other getUpdates request")
    assert newer.result == []


async def test_with_a_webhook_set_there_is_no_polling(bot: Wire) -> None:
    await bot("setWebhook", url="https://example.vn/hook")
    answer = await bot("getUpdates")
    assert answer.status == 409
    assert "webhook is active" in answer.refusal


async def test_polling_goes_on_once_the_webhook_is_deleted(bot: Wire) -> None:
    await bot("setWebhook", url="https://example.vn/hook")
    await bot("deleteWebhook")
    assert (await bot("getUpdates")).result == []


async def test_deleting_the_webhook_may_drop_what_waits(bot: Wire, lan: Person) -> None:
    lan.types("một")
    assert (await bot("getWebhookInfo")).result["pending_update_count"] == 1
    await bot("deleteWebhook", drop_pending_updates=True)
    assert (await bot("getWebhookInfo")).result["pending_update_count"] == 0


async def test_a_message_waits_a_day_and_no_longer(bot: Wire, lan: Person, clock: Clock) -> None:
    lan.types("một")
    clock.passes(timedelta(hours=23, minutes=59))
    assert await texts(bot) == ["một"]
    clock.passes(timedelta(minutes=2))
    assert await texts(bot) == []


async def test_a_tap_waits_150_seconds_and_no_longer(bot: Wire, lan: Person, clock: Clock) -> None:
    await bot("sendMessage", chat_id=lan.id, text="Chọn", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    lan.taps(lan.sees()[-1], "A")
    clock.passes(timedelta(seconds=149))
    assert len((await bot("getUpdates")).result) == 1
    clock.passes(timedelta(seconds=2))
    assert (await bot("getUpdates")).result == []


async def test_the_kinds_asked_for_are_remembered(bot: Wire, lan: Person) -> None:
    await bot("getUpdates", allowed_updates=["callback_query"])
    lan.types("một")
    assert (await bot("getUpdates")).result == []


async def test_what_was_queued_before_the_kinds_changed_still_arrives(bot: Wire, lan: Person) -> None:
    lan.types("một")
    assert await texts(bot, allowed_updates=["callback_query"]) == ["một"]


async def test_an_empty_list_of_kinds_means_the_usual_ones(bot: Wire, lan: Person) -> None:
    await bot("getUpdates", allowed_updates=["callback_query"])
    await bot("getUpdates", allowed_updates=[])
    lan.types("một")
    assert await texts(bot) == ["một"]


async def test_a_message_is_read_once_its_update_is_confirmed(playground: Playground, bot: Wire, lan: Person) -> None:
    message = lan.types("một")
    await bot("getUpdates")
    assert not message.read
    forget(playground)
    assert message.read


@pytest.mark.parametrize("kind", ["sticker", "voice", "video_note", "location", "contact", "dice"])
async def test_every_kind_of_message_reaches_the_bot_as_documented(bot: Wire, lan: Person, kind: str) -> None:
    lan.sends_unfit(kind)
    update = (await bot("getUpdates")).result[0]
    check_update(update)
    assert kind in update["message"]
