"""What people can do, and what the bot is told of it: privacy mode in groups, taps, edits, files, membership."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.persons import NoSuchButton, NotPossible, Person
from bot.playground.records import BOT_USERNAME
from bot.playground.server import Playground
from bot.playground.spec import check_update
from tests.bot.playground.conftest import Clock, Wire, forget


async def updates(bot: Wire) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await bot("getUpdates")).result
    for update in found:
        check_update(update)
    return found


async def show(bot: Wire, chat: int, *labels: str) -> None:
    rows = [[{"text": label, "callback_data": f"do:{at}"}] for at, label in enumerate(labels)]
    await bot("sendMessage", chat_id=chat, text="Chọn", reply_markup={"inline_keyboard": rows})


# ---------------------------------------------------------------------------------------------------------------- starting


async def test_start_carries_the_code_of_the_link(playground: Playground, bot: Wire) -> None:
    playground.person(1005, "Nam").opens_link("abc123")
    assert [update["message"]["text"] for update in await updates(bot)] == ["/start abc123"]


async def test_a_command_is_marked_as_one(bot: Wire, lan: Person) -> None:
    lan.types("/start abc")
    assert (await updates(bot))[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_deleting_a_message_is_not_told_and_leaves_nothing_to_edit(bot: Wire, lan: Person) -> None:
    await bot("sendMessage", chat_id=lan.id, text="Chọn")
    shown = lan.sees()[-1]
    lan.deletes(shown)

    assert await updates(bot) == [] and shown not in lan.sees()
    assert (await bot("editMessageText", chat_id=lan.id, message_id=shown.id, text="x")).refusal == "Bad Request: message to edit not found"


async def test_a_member_does_not_delete_what_others_wrote_in_a_group(playground: Playground, bot: Wire, group: int) -> None:
    await bot("sendMessage", chat_id=group, text="Chọn")
    with pytest.raises(NotPossible):
        playground.person(1002, "Hoa").deletes(playground.person(1001, "Lan").sees(group)[-1])


async def test_blocking_is_told_and_typing_is_over(bot: Wire, lan: Person) -> None:
    lan.blocks()
    assert (await updates(bot))[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(NotPossible):
        lan.types("x")


async def test_starting_again_unblocks_first(playground: Playground, bot: Wire, lan: Person) -> None:
    lan.blocks()
    forget(playground)
    lan.starts()
    assert [set(update) - {"update_id"} for update in await updates(bot)] == [{"my_chat_member"}, {"message"}]


def test_a_person_is_found_again_by_name(playground: Playground) -> None:
    assert playground.person("Hoa").id == playground.person("Hoa").id != playground.person("Nam").id


# ---------------------------------------------------------------------------------------------------------------- tapping


async def test_a_tap_carries_what_the_button_holds_and_the_message_it_stands_on(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "Có", "Không")
    lan.taps(lan.sees()[-1], "Không")
    tap = (await updates(bot))[-1]["callback_query"]
    assert (tap["data"], tap["message"]["text"], tap["from"]["id"]) == ("do:1", "Chọn", lan.id)


@pytest.mark.parametrize("label", ["▶ Chấm tiếp (II.3)", "Chấm tiếp", "▶ Chấm tiếp"])
async def test_a_label_may_be_given_without_its_sign_and_count(bot: Wire, lan: Person, label: str) -> None:
    await show(bot, lan.id, "▶ Chấm tiếp (II.3)")
    assert lan.taps(lan.sees()[-1], label)


async def test_the_very_label_comes_before_a_similar_one(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "✓ Nộp (2)", "Nộp")
    lan.taps(lan.sees()[-1], "Nộp")
    assert (await updates(bot))[-1]["callback_query"]["data"] == "do:1"


async def test_a_button_that_is_not_shown_cannot_be_tapped(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "Có")
    with pytest.raises(NoSuchButton):
        lan.taps(lan.sees()[-1], "Không")


async def test_a_button_taken_away_cannot_be_tapped(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "Có")
    message = lan.sees()[-1]
    await bot("editMessageText", chat_id=lan.id, message_id=message.id, text="Xong")
    with pytest.raises(NoSuchButton):
        lan.taps(message, "Có")


async def test_a_tap_on_a_deleted_message_shows_only_where_it_stood(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "Có")
    message = lan.sees()[-1]
    await bot("deleteMessage", chat_id=lan.id, message_id=message.id)
    lan.taps_data(message, "do:0")
    assert (await updates(bot))[-1]["callback_query"]["message"] == {"chat": message.raw["chat"], "message_id": message.id, "date": 0}


async def test_a_forged_tap_reaches_the_bot_as_it_is(bot: Wire, lan: Person) -> None:
    await show(bot, lan.id, "Có")
    lan.taps_data(lan.sees()[-1], "forged:1:2")
    assert (await updates(bot))[-1]["callback_query"]["data"] == "forged:1:2"


async def test_a_link_into_the_private_chat_starts_it(bot: Wire, lan: Person, group: int) -> None:
    rows = [[{"text": "Vắng", "url": f"https://t.me/{BOT_USERNAME}?start=vang_7"}]]
    await bot("sendMessage", chat_id=group, text="Họp", reply_markup={"inline_keyboard": rows})
    assert lan.follows(lan.sees(group)[-1], "Vắng").text == "/start vang_7"


# ---------------------------------------------------------------------------------------------------------------- editing, files


async def test_an_edit_is_told_with_its_time(bot: Wire, lan: Person, clock: Clock) -> None:
    message = lan.types("7,5")
    clock.passes(timedelta(minutes=1))
    lan.edits(message, "8")
    edited = (await updates(bot))[-1]["edited_message"]
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("8", 60)


async def test_the_caption_of_a_file_is_edited_and_taken_off_and_the_file_stays(bot: Wire, lan: Person) -> None:
    message = lan.sends("bao-cao.pdf", b"%PDF", caption="8")
    lan.edits(message, "9,5")
    lan.edits(message, "")
    changed, bare = (update["edited_message"] for update in (await updates(bot))[-2:])

    assert (changed["caption"], "caption" in bare) == ("9,5", False) and changed["document"] == bare["document"]


async def test_a_text_is_not_edited_to_nothing_nor_a_sticker_to_a_text(lan: Person) -> None:
    for message, text in ((lan.types("7,5"), ""), (lan.sends_unfit("sticker"), "7,5")):
        with pytest.raises(NotPossible):
            lan.edits(message, text)


async def test_only_ones_own_messages_can_be_edited(playground: Playground, lan: Person) -> None:
    with pytest.raises(NotPossible):
        playground.person(1005, "Nam").edits(lan.types("7,5"), "0")


async def test_an_album_comes_as_several_messages_with_one_caption(bot: Wire, lan: Person) -> None:
    lan.sends_album([("a.pdf", b"%PDF a"), ("b.pdf", b"%PDF b")], caption="7,5")
    first, second = (update["message"] for update in await updates(bot))
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("7,5", False)


async def test_two_albums_are_two(lan: Person) -> None:
    albums = {lan.sends_album([("a.pdf", b"a"), ("b.pdf", b"b")])[0].raw["media_group_id"] for _ in range(2)}
    assert len(albums) == 2


async def test_a_photo_has_sizes_and_no_name(bot: Wire, lan: Person) -> None:
    lan.sends_photo(b"\xff\xd8 no real picture")
    photo = (await updates(bot))[-1]["message"]["photo"]
    assert photo[-1]["width"] > photo[0]["width"]


async def test_a_forward_says_whose_words_they_are(playground: Playground, bot: Wire, lan: Person) -> None:
    theirs = playground.person(1005, "Nam").types("9,5")
    lan.forwards(theirs)
    message = (await updates(bot))[-1]["message"]
    assert (message["text"], message["forward_origin"]["sender_user"]["first_name"]) == ("9,5", "Nam")


# ---------------------------------------------------------------------------------------------------------------- in a group


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("chào cả nhà", False),
        ("/nhom", True),
        (f"/nhom@{BOT_USERNAME}", True),
        ("/nhom@other_bot", False),
        (f"@{BOT_USERNAME} ơi", True),
        ("/", False),
    ],
)
async def test_privacy_mode_lets_through_only_what_is_meant_for_the_bot(bot: Wire, lan: Person, group: int, text: str, *, seen: bool) -> None:
    lan.types(text, group)
    assert bool(await updates(bot)) == seen


async def test_a_reply_to_the_bot_is_meant_for_it(bot: Wire, lan: Person, group: int) -> None:
    number = (await bot("sendMessage", chat_id=group, text="Họp?")).result["message_id"]
    lan.types("vâng", group, reply_to=number)
    assert (await updates(bot))[0]["message"]["reply_to_message"]["text"] == "Họp?"


async def test_a_bot_that_is_administrator_sees_everything(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    playground.world.groups[group].bot_admin = True
    lan.types("chào cả nhà", group)
    assert len(await updates(bot)) == 1


async def test_privacy_mode_holds_for_edits_too(bot: Wire, lan: Person, group: int) -> None:
    lan.edits(lan.types("chào", group), "chào cả nhà")
    assert await updates(bot) == []


async def test_an_anonymous_administrator_hides_who_they_are(bot: Wire, lan: Person, group: int) -> None:
    lan.types("/nhom", group, anonymous=True)
    message = (await updates(bot))[0]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, group)


async def test_coming_and_going_is_told(playground: Playground, bot: Wire, group: int) -> None:
    nam = playground.person(1005, "Nam")
    nam.joins(playground.world.groups[group])
    nam.leaves(playground.world.groups[group])
    joined, left = (update["message"] for update in await updates(bot))
    assert (joined["new_chat_members"][0]["id"], left["left_chat_member"]["id"]) == (nam.id, nam.id)


def test_whoever_is_not_in_the_group_neither_writes_nor_reads_there(playground: Playground, group: int) -> None:
    nam = playground.person(1005, "Nam")
    with pytest.raises(NotPossible):
        nam.types("/nhom", group)
    assert nam.sees(group) == []


# ---------------------------------------------------------------------------------------------------------------- reading


async def test_what_came_since_one_last_looked_is_unread(bot: Wire, lan: Person) -> None:
    lan.reads()
    await bot("sendMessage", chat_id=lan.id, text="một")
    assert lan.unread() == 1
    lan.reads()
    assert lan.unread() == 0


def test_ones_own_messages_are_never_unread(lan: Person) -> None:
    lan.types("một")
    assert lan.unread() == 0
