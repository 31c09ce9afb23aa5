"""Two people of one unit at one criterion: whichever way an answer is given, a colleague's is never silently replaced."""

import pytest

from storage.store import Store
from tests.sheets import answer, answers, at
from tests.stage import Stage, beginning

SECOND = "I.2 Chất lượng tham mưu, đề xuất"
NA = '{"not_applicable":true,"reason":"Đơn vị không được giao chỉ tiêu"}'


@pytest.fixture
@beginning
async def of_1000(joined: Stage) -> Stage:
    """The long table, its first criterion asked of two people of one unit."""
    await joined.open_period("mau-1000")
    for name in ("Hoa", "Nam"):
        await joined.does(name, "/chamdiem")
        await joined.does(name, "[Chấm tiếp]")
    return joined


async def later(stage: Stage, name: str, *said: str) -> None:
    """Says things, each a second after what went before."""
    for words in said:
        second = stage.now.second + 1
        stage.now = stage.now.replace(minute=stage.now.minute + second // 60, second=second % 60)
        await stage.does(name, words)


async def test_what_does_not_apply_is_no_way_past_a_colleagues_answer(of_1000: Stage) -> None:
    await later(of_1000, "Nam", "100 90")
    await later(of_1000, "Hoa", "không áp dụng – Đơn vị không được giao chỉ tiêu")

    assert await answer(of_1000, "I.1a") == '{"actual":"90","plan":"100"}'
    assert "Lê Văn Nam" in of_1000.last("Hoa").text and "không áp dụng (Đơn vị không được giao chỉ tiêu)" in of_1000.last("Hoa").text


async def test_the_reason_asked_for_is_of_the_answer_that_was_seen_then(of_1000: Stage) -> None:
    await later(of_1000, "Hoa", "[Không áp dụng]")
    await later(of_1000, "Nam", "100 90")
    await later(of_1000, "Hoa", "Đơn vị không được giao chỉ tiêu")
    assert await answer(of_1000, "I.1a") == '{"actual":"90","plan":"100"}'
    await later(of_1000, "Hoa", "[Xác nhận]")

    assert await answer(of_1000, "I.1a") == NA


async def test_swapping_asks_where_a_colleague_has_changed_the_figures_since(of_1000: Stage) -> None:
    await later(of_1000, "Hoa", "96,5 100")
    await later(of_1000, "Nam", "I.1a", "100 70")
    await later(of_1000, "Hoa", "[Đổi chỗ (I.1a)]")

    assert await answer(of_1000, "I.1a") == '{"actual":"70","plan":"100"}'
    text = of_1000.last("Hoa").text
    assert "Kế hoạch 100 · Thực hiện 70" in text and "Kế hoạch 100 · Thực hiện 96,5" in text


async def test_swapping_ones_own_figures_takes_one_tap(of_1000: Stage) -> None:
    await later(of_1000, "Hoa", "96,5 100", "[Đổi chỗ (I.1a)]")

    assert await answer(of_1000, "I.1a") == '{"actual":"96.5","plan":"100"}'


async def test_two_replies_to_one_question_the_second_hears_of_the_first_and_replaces_nothing(of_1000: Stage) -> None:
    await later(of_1000, "Hoa", "[Hỏi về tiêu chí này]", "Tính cả vốn ngoài ngân sách không?")
    await later(of_1000, "Quý", "[Trả lời]")
    question = await of_1000.store.questions.of(1)
    assert question is not None
    async with of_1000.database.writing() as connection:
        assert await Store(connection).questions.reply(1, "Chỉ tính vốn ngân sách.", question.asked_by, of_1000.now)
    await later(of_1000, "Quý", "Tính cả hai nguồn.")

    text = of_1000.last("Quý").text
    assert "đã được Trần Thị Hoa trả lời: Chỉ tính vốn ngân sách." in text and "chưa được gửi: Tính cả hai nguồn." in text
    answered = await of_1000.store.questions.of(1)
    assert answered is not None and answered.answer == "Chỉ tính vốn ngân sách."


async def test_a_colleagues_later_answer_is_not_overwritten_unasked(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await asked.does("Hoa", "9")

    text = asked.last("Hoa").text
    assert "Lê Văn Nam" in text
    assert "6" in text
    assert "9" in text
    assert (await answers(asked))["I.1"] == '{"points":"6"}'


async def test_confirming_a_collision_keeps_ones_own_value(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await at(asked, "9", "[Xác nhận]")

    assert (await answers(asked))["I.1"] == '{"points":"9"}'
    assert SECOND in asked.last("Hoa").text


async def test_keeping_the_colleagues_value_goes_on(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await at(asked, "9", "[Giữ số đã có]")

    assert (await answers(asked))["I.1"] == '{"points":"6"}'
    assert SECOND in asked.last("Hoa").text


async def test_a_third_value_meanwhile_is_shown_before_anything_is_confirmed(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "6", name="Nam")
    await asked.does("Hoa", "9")
    await at(asked, "I.1", "5", name="Nam")
    await asked.does("Hoa", "[Xác nhận]")

    assert (await answers(asked))["I.1"] == '{"points":"5"}'
    assert "5" in asked.last("Hoa").text


async def test_the_same_value_twice_is_no_collision(asked: Stage) -> None:
    await at(asked, "/chamdiem", "[Chấm tiếp]", "9", name="Nam")
    await asked.does("Hoa", "9,0")

    assert SECOND in asked.last("Hoa").text
