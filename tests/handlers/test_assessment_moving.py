"""A photo or file sent right after an answer was often meant for that one: one tap moves it there from the criterion that was asked next."""

import pytest

from handlers.dialogue import File, Sent
from storage.store import Store
from tests.owners import manned, office
from tests.sheets import evidence
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, forge, heard, says

MOVE = "[Tệp này của I.1]"


@pytest.fixture
@beginning
async def scored(asked: Stage) -> Stage:
    """Hoa answered I.1; I.2 is asked."""
    await says(asked, "Hoa", "9")
    return asked


async def places(stage: Stage) -> list[tuple[str, str]]:
    """Address and name of every piece that stands."""
    return [(one.address, one.name) for one in await evidence(stage)]


def move_of(stage: Stage, name: str = "Hoa") -> str:
    """What the button that moves files carries, on the newest message."""
    return next(button.action for button in stage.last(name).buttons if button.label.startswith("Tệp này của"))


async def test_a_file_after_a_score_is_moved_to_what_was_scored_by_one_tap_and_the_next_criterion_is_asked_again(scored: Stage) -> None:
    await scored.sends("Hoa")
    assert "Đã nhận bao-cao.pdf cho I.2" in scored.last("Hoa").text

    text = await says(scored, "Hoa", MOVE)

    assert text.startswith("Đã chuyển bao-cao.pdf sang I.1.") and "I.2 Chất lượng" in text
    assert await places(scored) == [("I.1", "bao-cao.pdf")] and "Đã ghi I.2" in await says(scored, "Hoa", "8")


async def test_the_button_may_be_typed(scored: Stage) -> None:
    await scored.sends("Hoa")
    await says(scored, "Hoa", "tệp này của i.1")

    assert await places(scored) == [("I.1", "bao-cao.pdf")]


async def test_files_one_after_the_other_move_together(scored: Stage) -> None:
    await scored.sends("Hoa", "mot.pdf")
    await scored.sends("Hoa", "hai.pdf")

    assert "Đã chuyển 2 tệp sang I.1." in await says(scored, "Hoa", MOVE)
    assert await places(scored) == [("I.1", "mot.pdf"), ("I.1", "hai.pdf")]


async def test_an_album_moves_whole_and_what_comes_later_of_it_follows(scored: Stage) -> None:
    for number in range(3):
        await scored.sends("Hoa", f"anh-{number}.jpg", album="a1")
    await says(scored, "Hoa", MOVE)
    await scored.sends("Hoa", "anh-3.jpg", album="a1")

    assert await places(scored) == [("I.1", f"anh-{number}.jpg") for number in range(4)]


async def test_a_moved_file_is_fetched_and_said_to_be_kept_where_it_lies_now(scored: Stage) -> None:
    await scored.sends("Hoa")
    await says(scored, "Hoa", MOVE)
    await scored.files_arrive()

    assert scored.last("Hoa").text == "Đã lưu 1 tệp minh chứng cho I.1." and [one.state for one in await evidence(scored)] == ["kept"]


async def test_a_file_that_was_kept_before_it_moved_is_kept_there_without_being_fetched_again(scored: Stage) -> None:
    await scored.sends("Hoa")
    await scored.files_arrive()
    await says(scored, "Hoa", MOVE)

    assert [(one.address, one.state) for one in await evidence(scored)] == [("I.1", "kept")] and heard(scored, "Hoa", "Đã lưu 1 tệp") == 1


async def test_a_file_lost_while_it_moved_is_asked_for_where_it_belongs(scored: Stage) -> None:
    await scored.sends("Hoa")
    async with scored.database.writing() as connection:
        await Store(connection).evidence.lose(1)
    await says(scored, "Hoa", MOVE)

    assert heard(scored, "Hoa", "Không tải được tệp bao-cao.pdf") == 1 and "(I.1)" in scored.last("Hoa").text


async def test_what_becomes_of_a_fetching_that_ends_after_the_move_is_not_told_of_the_old_place(scored: Stage) -> None:
    await scored.sends("Hoa")
    await says(scored, "Hoa", MOVE)
    async with scored.database.writing() as connection:
        await Store(connection).evidence.lose(1)
        await Store(connection).due.schedule("assessment.lost", "evidence:1", "once", scored.now, BLOC_ID)
    await scored.settle()

    assert heard(scored, "Hoa", "Không tải được") == 0


async def test_a_second_tap_moves_nothing_and_says_that_it_was_moved(scored: Stage) -> None:
    await scored.sends("Hoa")
    tapped = move_of(scored)
    await forge(scored, "Hoa", tapped)
    await forge(scored, "Hoa", tapped)

    assert await places(scored) == [("I.1", "bao-cao.pdf")]
    assert [shown.toast for shown in scored.chats[ACCOUNTS["Hoa"]] if shown.toast and "đã được chuyển sang I.1" in shown.toast]


async def test_what_was_taken_off_and_what_was_moved_stay_on_record(scored: Stage) -> None:
    await scored.sends("Hoa")
    await says(scored, "Hoa", MOVE)
    rows = await scored.database.reader.rows("SELECT address, removed_by FROM evidence ORDER BY id", {})

    assert [(row["address"], row["removed_by"] is None) for row in rows] == [("I.2", False), ("I.1", True)]


async def test_a_picture_is_named_for_the_place_it_moved_to(scored: Stage) -> None:
    await scored.happens("Hoa", Sent(File("ref", "unique", "", "image/jpeg", 10, picture=True), "", ""))
    await says(scored, "Hoa", MOVE)

    assert await places(scored) == [("I.1", "Ảnh 1 – I.1.jpg")]


async def test_what_lies_there_already_is_not_kept_twice(asked: Stage) -> None:
    await asked.sends("Hoa")
    await says(asked, "Hoa", "9")
    await asked.sends("Hoa")

    assert "đã có ở I.1" in await says(asked, "Hoa", MOVE) and await places(asked) == [("I.1", "bao-cao.pdf")]


async def test_after_the_next_answer_the_button_still_moves_what_came_when_it_was_drawn_and_nothing_else(scored: Stage) -> None:
    await scored.sends("Hoa", "mot.pdf")
    tapped = move_of(scored)
    await says(scored, "Hoa", "8", "I.2")
    await scored.sends("Hoa", "hai.pdf")
    text = await forge(scored, "Hoa", tapped)

    assert await places(scored) == [("I.1", "mot.pdf"), ("I.2", "hai.pdf")] and "I.2 Chất lượng" in text


@pytest.mark.parametrize("words", [("I.3",), ("[Bỏ qua]",)])
async def test_a_criterion_that_was_chosen_offers_nothing(scored: Stage, words: tuple[str, ...]) -> None:
    await says(scored, "Hoa", *words)
    await scored.sends("Hoa")

    assert not [label for label in scored.last("Hoa").labels if "Tệp này" in label]


async def test_a_refused_answer_keeps_the_offer(scored: Stage) -> None:
    await scored.sends("Hoa")
    await says(scored, "Hoa", "11", MOVE)

    assert await places(scored) == [("I.1", "bao-cao.pdf")]


async def test_a_submitted_sheet_keeps_its_evidence_where_it_is(scored: Stage) -> None:
    await scored.sends("Hoa")
    tapped = move_of(scored)
    await scored.files_arrive()
    await says(scored, "Hoa", *["9"] * 9, "[Xem lại và nộp]", "[Nộp]")

    assert "đã nộp" in await forge(scored, "Hoa", tapped) and await places(scored) == [("I.2", "bao-cao.pdf")]


async def test_nobody_moves_what_another_sent(scored: Stage) -> None:
    await scored.sends("Hoa")
    tapped = move_of(scored)
    for name in ("Nam", "Minh"):
        await forge(scored, name, tapped)

    assert await places(scored) == [("I.2", "bao-cao.pdf")]


async def test_a_criterion_that_a_colleague_answers_for_by_now_takes_no_moved_file(scored: Stage) -> None:
    await says(scored, "Nam", "/chamdiem", "I.2", "8")
    await scored.sends("Nam")
    tapped = move_of(scored, "Nam")
    await office(scored, "Văn phòng", "I.2")
    await manned(scored)

    assert "do Văn phòng phụ trách" in await forge(scored, "Nam", tapped) and await places(scored) == [("I.3", "bao-cao.pdf")]


async def test_a_file_after_the_last_score_proves_what_was_scored(scored: Stage) -> None:
    await says(scored, "Hoa", *["9"] * 9)
    for number in range(2):
        await scored.sends("Hoa", f"anh-{number}.jpg", album="a1")

    assert "Đã nhận anh-0.jpg cho II.5" in scored.last("Hoa").text and "Xem lại và nộp" in scored.last("Hoa").labels
    assert await places(scored) == [("II.5", "anh-0.jpg"), ("II.5", "anh-1.jpg")]


async def test_a_figure_with_a_file_after_the_last_score_changes_nothing(scored: Stage) -> None:
    await says(scored, "Hoa", *["9"] * 9)
    await scored.sends("Hoa", caption="8")

    assert "Chưa rõ tệp này cho tiêu chí nào" in scored.last("Hoa").text and not await places(scored)
