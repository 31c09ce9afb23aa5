"""What is no command, and what means nothing: a fitting sentence, and no guess that is not near."""

import pytest

from tests.stage import Stage


@pytest.mark.parametrize(("typed", "near"), [("/tinhhinhh", "/tinhhinh"), ("/chamdem", "/chamdiem"), ("/hopp", "/hop")])
async def test_a_slip_of_a_letter_is_answered_with_the_command(joined: Stage, typed: str, near: str) -> None:
    await joined.does("Lan", typed)

    assert f"Có phải: {near}" in joined.last("Lan").text


async def test_another_word_is_answered_with_the_help_alone(joined: Stage) -> None:
    await joined.does("Hoa", "/zzzq")

    assert "Có phải" not in joined.last("Hoa").text and "/trogiup" in joined.last("Hoa").text


async def test_with_one_button_nothing_is_said_of_choosing(joined: Stage) -> None:
    await joined.does("Hoa", "/thoat")
    await joined.does("Hoa", "blah blah")

    assert "Chọn một việc" not in joined.last("Hoa").text
