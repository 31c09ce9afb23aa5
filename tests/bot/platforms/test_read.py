"""Raw updates, row by row."""

from typing import Any

import pytest

from bot.platforms.telegram.read import read
from handlers.dialogue import Incoming, Moved, Reached, Sent, Started, Tapped, Typed, Unfit, Unreadable

PERSON = {"id": 5, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
PRIVATE, GROUP = {"id": 5, "type": "private"}, {"id": -7, "type": "supergroup", "title": "Khối"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 9, "date": 1_780_000_000, "chat": chat, "from": PERSON, **content}}


def what(update: dict[str, Any]) -> object:
    found = read(update, "ktd_bot")
    assert isinstance(found, Incoming)
    return found.what


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(text="7,5"), Typed("7,5")),
        (message(text="/start"), Started()),
        (message(text="/start abc"), Started("abc")),
        (message(GROUP, text="/tinhhinh@KTD_bot"), Typed("/tinhhinh")),
        (message(GROUP, text="/start abc"), Typed("/start abc")),
        (message(sticker={}), Unfit("sticker")),
        (message(rich_message={}), Unfit("rich_message")),
        (message(animation={}, document={"file_id": "x", "file_unique_id": "y"}), Unfit("animation")),
        (message(GROUP, migrate_to_chat_id=-100), Moved("-100")),
    ],
)
def test_a_message_means_one_thing(update: dict[str, Any], expected: object) -> None:
    assert what(update) == expected


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("Bảng tổng hợp.xlsx", "Bảng tổng hợp.xlsx"),
        ('bao-cao"\r\nX-Header: 1\r\n\r\n.pdf', 'bao-cao" X-Header: 1 .pdf'),
        ("phieu\u202excod.exe", "phieuxcod.exe"),
        ("\x00\t", "document-9"),
    ],
)
def test_a_files_name_is_one_line_without_what_cannot_be_seen(given: str, read_as: str) -> None:
    sent = what(message(document={"file_id": "x", "file_unique_id": "y", "file_name": given}))

    assert isinstance(sent, Sent) and sent.file.name == read_as


def test_a_command_for_another_bot_means_nothing() -> None:
    assert read(message(GROUP, text="/start@other_bot"), "ktd_bot") is None


def test_the_largest_size_of_a_photo_is_taken() -> None:
    sizes = [{"file_id": name, "file_unique_id": name, "width": width, "height": width} for name, width in (("s", 90), ("l", 900), ("m", 400))]
    sent = what(message(photo=sizes, caption="9", media_group_id="a"))

    assert isinstance(sent, Sent) and (sent.file.ref, sent.caption, sent.album) == ("l", "9", "a")


def test_an_edit_is_told_from_a_new_text_and_has_a_key_of_its_own() -> None:
    new = message(text="7")
    edited = {"update_id": 2, "edited_message": {**new["message"], "text": "8", "edit_date": 1_780_000_100}}
    first, second = read(new, "ktd_bot"), read(edited, "ktd_bot")

    assert isinstance(first, Incoming) and isinstance(second, Incoming)
    assert second.what == Typed("8", edited=True) and first.event != second.event and first.message == second.message


FILE = {"file_id": "x", "file_unique_id": "y"}


@pytest.mark.parametrize(("content", "caption"), [({"document": FILE, "caption": "8"}, "8"), ({"document": FILE}, "")])
def test_an_edited_caption_is_an_edited_text(content: dict[str, Any], caption: str) -> None:
    edited = {"update_id": 2, "edited_message": {**message(**content)["message"], "edit_date": 1_780_000_100}}

    assert what(edited) == Typed(caption, edited=True)


def test_a_place_that_moves_on_is_no_edit_to_answer() -> None:
    edited = {"update_id": 2, "edited_message": {**message(location={})["message"], "edit_date": 1_780_000_100}}

    assert read(edited, "ktd_bot") is None


def test_a_live_photo_is_taken_as_its_picture() -> None:
    sizes = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
    sent = what(message(live_photo={**FILE, "photo": sizes}, caption="9"))

    assert isinstance(sent, Sent) and (sent.file.ref, sent.caption) == ("p", "9")


def test_edits_within_the_second_of_the_message_and_of_each_other_are_all_told_apart() -> None:
    new = message(text="7")
    edits = [
        {"update_id": number, "edited_message": {**new["message"], "text": text, "edit_date": new["message"]["date"]}}
        for number, text in ((2, "8"), (3, "9"))
    ]

    assert len({event.event for update in (new, *edits) if isinstance(event := read(update, "ktd_bot"), Incoming)}) == 3


def test_a_tap_on_a_message_that_cannot_be_seen_any_more_is_read() -> None:
    query = {"id": "q", "from": PERSON, "message": {"chat": PRIVATE, "message_id": 3, "date": 0}, "data": "home.open", "chat_instance": "1"}

    assert what({"update_id": 1, "callback_query": query}) == Tapped("home.open", "3", "q")


@pytest.mark.parametrize("rest", [{"data": "home.open"}, {"data": "x", "inline_message_id": "i"}, {"game_short_name": "g", "message": {}}])
def test_a_tap_of_which_the_message_is_not_told_can_be_answered_itself(rest: dict[str, Any]) -> None:
    found = read({"update_id": 1, "callback_query": {"id": "q", "from": PERSON, "chat_instance": "1", **rest}}, "ktd_bot")

    assert isinstance(found, Incoming) and found.what == Tapped("", "", "q") and (found.chat.ref, found.chat.kind) == ("5", "private")


def test_an_anonymous_administrator_is_nobody() -> None:
    update = message(GROUP, text="/nhom", sender_chat=GROUP)
    update["message"]["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    found = read(update, "ktd_bot")

    assert isinstance(found, Incoming) and found.sender is not None and found.sender.anonymous


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("member", True), ("left", False)])
def test_blocking_and_coming_back_are_read(status: str, reachable: bool) -> None:
    change = {"chat": PRIVATE, "from": PERSON, "date": 1, "new_chat_member": {"status": status}}

    assert what({"update_id": 1, "my_chat_member": change}) == Reached(reachable)


@pytest.mark.parametrize("may_write", [True, False])
def test_a_group_where_the_bot_may_not_write_is_not_reached(may_write: bool) -> None:
    member = {"status": "restricted", "can_send_messages": may_write}
    change = {"chat": GROUP, "from": PERSON, "date": 1, "new_chat_member": member}

    assert what({"update_id": 1, "my_chat_member": change}) == Reached(may_write)


@pytest.mark.parametrize(
    "update", [{"update_id": 1, "message": {"chat": {}}}, {"update_id": 1, "callback_query": {"id": 1, "message": {}, "data": "x"}}]
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(update: dict[str, Any]) -> None:
    assert isinstance(read(update, "ktd_bot"), Unreadable)


@pytest.mark.parametrize("update", [{"update_id": 1}, {"update_id": 1, "poll": {}}, {"update_id": 1, "something_new": {"a": 1}}])
def test_an_update_of_no_meaning_for_us_gives_nothing(update: dict[str, Any]) -> None:
    assert read(update, "ktd_bot") is None
