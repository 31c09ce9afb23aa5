"""The ranking: shown before it is posted, posted once, the same for everybody."""

import pytest

from handlers.dialogue import Tapped
from storage.publications import Publications
from tests.stage import ACCOUNTS, GROUP, Stage, beginning, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"


@pytest.fixture
@beginning
async def closed(open_period: Stage) -> Stage:
    """Three units have submitted, two of them with the same points; the period is closed."""
    for name, points in (("Hoa", "9"), ("Minh", "9"), ("Lan", "8,5")):
        await open_period.fill(name, [points] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return open_period


def posts(stage: Stage) -> list[str]:
    return [shown.text for shown in stage.chats[GROUP] if "Tổng hợp điểm tự chấm" in shown.text]


async def test_units_with_equal_points_share_a_rank_and_the_next_is_counted_on(closed: Stage) -> None:
    text = await says(closed, "Lan", "[Công bố]")

    assert "1. Sở Tài nguyên và Môi trường – 90 điểm\n1. Sở Xây dựng – 90 điểm\n3. Sở Công Thương – 85 điểm" in text


async def test_who_has_not_submitted_has_no_rank(closed: Stage) -> None:
    assert "Chưa nộp, không xếp hạng: Sở Thông tin và Truyền thông" in await says(closed, "Lan", "[Công bố]")


async def test_the_post_is_word_for_word_what_was_shown(closed: Stage) -> None:
    shown = await says(closed, "Lan", "[Công bố]")
    await says(closed, "Lan", "[Xác nhận]", "công bố")

    assert shown.startswith(posts(closed)[0])


async def test_words_that_do_not_publish_are_answered_with_those_that_do(closed: Stage) -> None:
    text = await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "đồng ý")

    assert "Chưa công bố. Gõ: CÔNG BỐ" in text and "đúng" not in text and not posts(closed)


async def test_a_bloc_without_a_group_is_told_so_before_it_publishes(stage: Stage) -> None:
    await stage.join(group=False)
    await stage.open_period()
    await stage.fill("Hoa", ["9"] * 10)
    text = await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "[Công bố]")

    assert "Khối chưa gắn nhóm" in text and "sẽ đăng vào nhóm" not in text


async def test_nothing_is_posted_before_it_is_confirmed(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]", "[Quay lại]")

    assert not posts(closed)


async def test_a_picture_follows_and_the_table_goes_to_chairs_and_observer_alone(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "công bố")
    got = {name for name, account in ACCOUNTS.items() if sum(shown.files for shown in closed.chats[account])}

    assert closed.chats[GROUP][-2].files + closed.chats[GROUP][-1].files == 1
    assert got == {"Lan", "Minh", "Thu"}


async def test_everybody_of_a_unit_hears_its_own_place_but_for_whoever_publishes(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "công bố")

    assert "Sở Xây dựng: hạng 1/3, 90 điểm" in closed.last("Nam").text
    assert "Sở Công Thương: hạng 3/3, 85 điểm" in closed.last("Bình").text
    assert not [shown for shown in closed.chats[ACCOUNTS["Lan"]] if "hạng 3/3" in shown.text]


async def test_a_unit_that_has_not_submitted_hears_that_it_has_no_rank(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Công bố]", "[Xác nhận]", "công bố")

    assert any("Sở Tài nguyên và Môi trường: không xếp hạng" in shown.text for shown in stage.chats[ACCOUNTS["Minh"]])


async def test_confirming_twice_posts_once(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]")
    confirm = next(button.action for button in closed.chats[ACCOUNTS["Lan"]][-1].buttons if button.label == "Xác nhận")
    for number in range(2):
        await closed.happens("Lan", Tapped(confirm, "x", f"t{number}"))
        await says(closed, "Lan", "công bố")

    assert len(posts(closed)) == 1


async def test_what_the_secretariat_prepares_is_posted_by_the_chairs_tap(closed: Stage) -> None:
    assert "Đã chuyển Trưởng khối" in await says(closed, "Quý", "/dotcham", f"[{TITLE}]", "[Công bố]", "[Xác nhận]")
    assert not posts(closed)

    await says(closed, "Lan", "[Xác nhận]", "công bố")
    assert len(posts(closed)) == 1


@pytest.mark.parametrize("name", ["Minh", "Hoa", "Thu", "Nam"])
async def test_nobody_but_the_chair_publishes(closed: Stage, name: str) -> None:
    await says(closed, "Lan", "[Công bố]")
    confirm = next(button.action for button in closed.chats[ACCOUNTS["Lan"]][-1].buttons if button.label == "Xác nhận")
    await closed.happens(name, Tapped(confirm, "x", "t"))

    assert not posts(closed)


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Thu", "Lan"])
async def test_there_is_no_ranking_to_see_before_it_is_published(closed: Stage, name: str) -> None:
    assert "Chưa có kết quả nào được công bố" in await says(closed, name, "/xephang")


async def test_a_published_ranking_stays_as_it_was(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "công bố")
    post = posts(closed)[0]
    await says(closed, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sở Xây dựng nộp bổ sung", "[Xác nhận]")

    newest = await closed.store.publications.newest(1)
    assert newest is not None and newest.post == post


async def test_a_period_nobody_submitted_to_cannot_be_published(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "[Công bố]")

    assert "Chưa có đơn vị nào được xếp hạng" in text


async def test_the_pinned_standings_say_that_the_result_is_published(closed: Stage) -> None:
    await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "công bố")

    assert "Đã công bố kết quả" in closed.chats[GROUP][-1].text and "đơn vị đã nộp" not in closed.chats[GROUP][-1].text


@pytest.mark.parametrize("said_before", [(), ("[Xác nhận]",)])
async def test_what_is_published_is_the_very_post_that_was_shown(said_before: tuple[str, ...], open_period: Stage) -> None:
    await open_period.fill("Minh", ["9"] * 10)
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "I.1")
    await open_period.sends("Hoa", "bao-cao.pdf")
    await says(open_period, "Hoa", "/chamdiem", "[Xem lại và nộp]", "[Nộp]")
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", "[Công bố]", *said_before)
    await open_period.files_arrive()
    await says(open_period, "Lan", "công bố" if said_before else "[Xác nhận]")

    assert await Publications(open_period.database.reader).newest(1) is None
    assert "Sở Xây dựng – 90 điểm" in await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Công bố]")
