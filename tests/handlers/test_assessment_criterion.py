"""One criterion: asked, read, kept at once, and the next one asked in the same message."""

import pytest

from handlers.dialogue import Chat, Incoming, Sender, Typed, Unfit
from tests.sheets import answers, at, documents
from tests.stage import ACCOUNTS, Stage

SECOND = "I.2 Chất lượng tham mưu, đề xuất"


def typed(stage: Stage, name: str, words: str) -> Incoming:
    """An event as the stage makes it, for the engine alone."""
    stage.events += 1
    chat = Chat(ACCOUNTS[name], "private")
    return Incoming("telegram", f"e{stage.events}", chat, Sender(ACCOUNTS[name], name), Typed(words), stage.now, f"m-{stage.events}")


async def test_the_question_names_the_criterion_its_maximum_and_what_to_type(asked: Stage) -> None:
    text = asked.last("Hoa").text

    assert "I.1 Thực hiện chương trình công tác của đơn vị" in text
    assert "Tối đa 10 điểm" in text
    assert "ví dụ: 7,5" in text


async def test_the_question_says_how_many_are_answered(asked: Stage) -> None:
    assert "Đã chấm 0/10 tiêu chí. Tối đa 10 điểm." in asked.last("Hoa").text

    await asked.does("Hoa", "9")
    assert "Đã chấm 1/10 tiêu chí. Tối đa 10 điểm." in asked.last("Hoa").text


async def test_what_is_answered_already_is_asked_without_the_count(asked: Stage) -> None:
    assert "Đã chấm" not in (await at(asked, "I.2", "9", "I.2")).text


async def test_one_answer_is_one_message_that_records_it_and_asks_the_next(asked: Stage) -> None:
    shown = await asked.does("Hoa", "9,50")

    assert len(shown) == 1
    assert shown[0].text.startswith("Đã ghi I.1 Thực hiện chương trình công tác của đơn vị: 9,5\n")
    assert shown[0].text.index(SECOND) > shown[0].text.index("I.1 ")


async def test_an_ordinary_answer_takes_at_most_eight_statements(asked: Stage) -> None:
    await asked.does("Hoa", "9")
    before = asked.database.writer.count
    await asked.engine.take([typed(asked, "Hoa", "8")])

    assert asked.database.writer.count - before <= 8 + 1  # a clock of the stage looks at nothing; one is the outbox's last number


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("7,5", "7,5"), ("7.5", "7,5"), ("7 5", "7,5"), ("\uff17\uff0c\uff15", "7,5"), ("9/10", "9"), ("10", "10"), ("0", "0"), ("9,5 điểm", "9,5"),
        ("  9  ", "9"), ("\u200f9", "9"),
    ],
)  # fmt: skip
async def test_points_are_read_as_people_write_them(asked: Stage, words: str, kept: str) -> None:
    await asked.does("Hoa", words)

    assert f"Đã ghi I.1 Thực hiện chương trình công tác của đơn vị: {kept}\n" in asked.last("Hoa").text


@pytest.mark.parametrize("words", ["11", "-1", "95%", "9/100", "chín", "👍", "<b>9</b>", "9,333", "x" * 5000, "không áp dụng – không phát sinh"])
async def test_what_cannot_be_taken_repeats_the_question_and_changes_nothing(asked: Stage, words: str, caplog: pytest.LogCaptureFixture) -> None:
    await asked.does("Hoa", words)

    assert "I.1 Thực hiện chương trình công tác của đơn vị" in asked.last("Hoa").text
    assert not await answers(asked)
    assert not caplog.records


async def test_out_of_range_names_the_range(asked: Stage) -> None:
    await asked.does("Hoa", "11")

    assert asked.last("Hoa").text.startswith("Số phải từ 0 đến 10")


@pytest.mark.parametrize("kind", ["sticker", "voice", "location"])
async def test_a_sticker_or_a_voice_leaves_the_question_open(asked: Stage, kind: str) -> None:
    await asked.happens("Hoa", Unfit(kind))
    await asked.does("Hoa", "9")

    assert SECOND in asked.last("Hoa").text


async def test_a_forwarded_message_is_no_answer(asked: Stage) -> None:
    await asked.happens("Hoa", Typed("9"), forwarded=True)

    assert not await answers(asked)


async def test_text_after_the_number_is_kept_as_evidence(asked: Stage) -> None:
    await asked.does("Hoa", "9 – BC số 45/BC-SXD ngày 12/6/2026")

    assert "Minh chứng: BC số 45/BC-SXD ngày 12/6/2026" in asked.last("Hoa").text
    assert await documents(asked, "I.1") == ["BC số 45/BC-SXD ngày 12/6/2026"]


async def test_the_present_answer_is_shown_with_who_and_when(asked: Stage) -> None:
    await at(asked, "9", "I.1")

    assert "Đang ghi: 9 (Trần Thị Hoa, " in asked.last("Hoa").text


async def test_passing_over_asks_the_next_and_comes_back_at_the_end(asked: Stage) -> None:
    for words in ("bo qua", *["9"] * 9):
        await asked.does("Hoa", words)

    assert "I.1 Thực hiện chương trình" in asked.last("Hoa").text


async def test_passing_over_the_last_open_criterion_leads_back_to_the_board(asked: Stage) -> None:
    for words in ("bỏ qua", *["9"] * 9, "bỏ qua"):
        await asked.does("Hoa", words)

    assert "9/10 tiêu chí" in asked.last("Hoa").text


async def test_where_none_is_left_the_reply_offers_the_review(asked: Stage) -> None:
    for _ in range(10):
        await asked.does("Hoa", "9")

    assert "Đã ghi II.5 Sáng kiến, cách làm mới: 9" in asked.last("Hoa").text
    assert "Xem lại và nộp" in asked.last("Hoa").labels


async def test_not_applicable_is_refused_and_not_offered_where_the_table_forbids_it(asked: Stage) -> None:
    assert "Không áp dụng" not in asked.last("Hoa").labels

    await asked.does("Hoa", "không áp dụng")

    assert "không cho phép" in asked.last("Hoa").text


async def test_going_on_does_not_draw_over_what_was_recorded(asked: Stage) -> None:
    await asked.does("Hoa", "9")
    recorded = asked.last("Hoa").ref
    await asked.does("Hoa", "[Bỏ qua]")

    assert asked.last("Hoa").ref != recorded


async def test_a_screen_that_records_nothing_is_drawn_over(asked: Stage) -> None:
    await asked.does("Hoa", "[Quay lại]")
    board = asked.last("Hoa").ref
    await asked.does("Hoa", "[Mục I]")

    assert asked.last("Hoa").ref == board
