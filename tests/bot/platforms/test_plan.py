"""An Outgoing as Bot API calls: pure, so it is tested as data."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.lines import as_lines, cut, parts, utf16
from bot.platforms.telegram.plan import plan
from config.catalogue import Span, Text
from handlers.dialogue import Button, DrawnFile, Outgoing

YES = ((Button("Có", "a.b:1"), Button("Không", "a.c:1")),)


def test_a_message_is_one_call_with_its_keyboard() -> None:
    (call,) = plan(Outgoing("5", Text("Xin chào"), YES), (), "ktd")

    assert call.method == "sendMessage"
    assert call.params["reply_markup"] == {
        "inline_keyboard": [[{"text": "Có", "callback_data": "a.b:1"}, {"text": "Không", "callback_data": "a.c:1"}]]
    }


def test_entities_are_counted_in_utf16_units() -> None:
    (call,) = plan(Outgoing("5", Text("😀 đậm", (Span("bold", 2, 3),))), (), "ktd")

    assert call.params["entities"] == [{"type": "bold", "offset": 3, "length": 3}]


def test_a_long_text_is_split_and_the_keyboard_stands_on_the_last_part() -> None:
    calls = plan(Outgoing("5", Text("Dòng chữ khá dài.\n" * 400), YES), (), "ktd")

    assert len(calls) == 2 and ["reply_markup" in call.params for call in calls] == [False, True]


def test_a_tap_is_answered_first_and_its_failure_does_not_matter() -> None:
    calls = plan(Outgoing("5", Text("Xong"), edits="7", tap="q", toast="Đã ghi"), (), "ktd")

    assert [(call.method, call.needed) for call in calls] == [("answerCallbackQuery", False), ("editMessageText", True)]


def test_a_redraw_that_no_longer_fits_one_message_is_sent_anew() -> None:
    calls = plan(Outgoing("5", Text("x" * 5000), edits="7"), (), "ktd")

    assert {call.method for call in calls} == {"sendMessage"}


def test_pictures_and_papers_go_their_own_ways() -> None:
    files = (DrawnFile("a.png", Path("a"), picture=True), DrawnFile("b.xlsx", Path("b"), picture=False))

    assert [call.method for call in plan(Outgoing("5"), files, "ktd")] == ["sendPhoto", "sendDocument"]


def test_long_labels_stand_one_below_the_other() -> None:
    row = (Button("Xem lại và nộp phiếu", "a.b"), Button("Thiếu minh chứng (12)", "a.c"))
    (call,) = plan(Outgoing("5", Text("?"), (row,)), (), "ktd")

    assert len(call.params["reply_markup"]["inline_keyboard"]) == 2


def test_a_button_into_the_private_chat_is_a_link() -> None:
    (call,) = plan(Outgoing("-7", Text("?"), ((Button("Vắng", start="vang_3"),),)), (), "ktd_bot")

    assert call.params["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/ktd_bot?start=vang_3"


def test_choices_as_lines_have_the_numbers_that_take_them_unless_a_question_is_open() -> None:
    lines = ((Button("Nộp", "a.b:1"), Button("Trang sau", "a.c:1", by_number=True)),)

    assert as_lines(lines, asking=False) == "– Nộp\n2. Trang sau"
    assert as_lines(lines, asking=True) == "– Nộp\n– Trang sau"


@given(st.text(min_size=1, max_size=300), st.integers(min_value=20, max_value=60))
def test_parts_hold_every_word_and_never_pass_the_limit(plain: str, limit: int) -> None:
    pieces = list(parts(Text(plain), limit))

    assert all(utf16(piece.plain) <= limit for piece in pieces)
    assert "".join("".join(piece.plain.split()) for piece in pieces) == "".join(plain.split())


def test_a_text_is_cut_by_utf16_units_and_no_letter_in_two() -> None:
    assert [cut("😀😀", 3), cut("tiếng", 3), cut("ngắn", 200)] == ["😀", "tiế", "ngắn"]
