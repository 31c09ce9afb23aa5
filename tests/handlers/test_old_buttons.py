"""A button tapped months later, when nothing knows any more which message it stood on, is answered with a plain sentence and how things stand now."""

from datetime import timedelta

import pytest

from bot.runtime.table import FlowTable
from handlers.contents import FLOWS
from handlers.dialogue import Tapped
from storage.store import Store
from tests.appraisals import TITLE
from tests.stage import GROUP, Stage, beginning, says

DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
PUBLISH = (*DESK, "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")


def test_what_an_old_button_shows_leads_from_one_tap_to_the_next_and_ends() -> None:
    taps = FlowTable(FLOWS).taps
    ways = []
    for name in taps:
        way = [name]
        while (further := taps[way[-1]].again) and further not in way:
            way.append(further)
        ways.append((way, further))

    assert not [way for way, further in ways if further]


async def months_later(stage: Stage) -> None:
    """What was sent is forgotten, as the running bot forgets it."""
    stage.now += timedelta(days=120)
    await stage.settle()
    async with stage.database.writing() as connection:
        await Store(connection).outbox.forget(stage.now - timedelta(days=90))


@pytest.fixture
@beginning
async def published(stage: Stage) -> Stage:
    """A whole period that was published months ago."""
    await stage.scene("window over")
    await says(stage, "Lan", *PUBLISH)
    await months_later(stage)
    return stage


async def taps(stage: Stage, name: str, action: str) -> str:
    await stage.happens(name, Tapped(action, "forgotten", f"tap{stage.events}"))
    return stage.last(name).text


@pytest.mark.parametrize(
    "action", ["go:3", "list:3:open", "list:3:I", "ask:3:I.1", "skip:3:I.1", "prove:3:I.1", "fill_in:3", "owners:3", "withdraw:3:12"]
)
async def test_a_unit_s_button_of_the_filling_says_that_it_is_over_and_shows_the_submitted_sheet(action: str, published: Stage) -> None:
    text = await taps(published, "Hoa", f"assessment.{action}")

    assert text.startswith("Đợt chấm điểm không còn mở") and "đã nộp lúc 08:00 thứ Hai 01/06/2026" in text
    assert "Kết quả thẩm định" in published.last("Hoa").labels


@pytest.mark.parametrize("action", ["appeal:3:I.2", "add:3:I.2"])
async def test_a_button_of_the_explanations_says_that_the_time_is_over_and_shows_the_result(action: str, published: Stage) -> None:
    text = await taps(published, "Hoa", f"explanations.{action}")

    assert text.startswith("Đã hết thời hạn giải trình.") and "tự chấm 95 điểm" in text and "thiếu hai báo cáo" in text


@pytest.mark.parametrize("action", ["open:1", "look:1:gaps", "exclude:1", "tie:1", "grades:1", "freeze:1", "unfreeze:1:3"])
async def test_a_button_of_the_reconciliation_shows_that_the_result_is_published(action: str, published: Stage) -> None:
    text = await taps(published, "Lan", f"reconciliation.{action}")

    assert "Giai đoạn: đã công bố" in text and text.startswith("Nội dung đã được cập nhật")


@pytest.mark.parametrize("action", ["agreed:1:1:1", "closed:1:1", "extend:1", "start:1:0"])
async def test_a_button_of_the_period_shows_where_it_stands(action: str, published: Stage) -> None:
    assert "Trạng thái: đã công bố" in await taps(published, "Lan", f"periods.{action}")


async def test_after_a_reopening_a_button_to_the_result_shows_the_sheet_as_it_is(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sót hai báo cáo", "[Xác nhận]")
    for action in ("result:3", "appeal:3:I.2"):
        text = await taps(stage, "Hoa", f"explanations.{action}")

        assert text.startswith("Nội dung đã được cập nhật") and "đã nộp lúc" in text


async def test_a_colleague_s_button_gives_nobody_else_a_look_at_the_sheet(published: Stage) -> None:
    for action in ("assessment.go:3", "explanations.appeal:3:I.2", "reconciliation.look:1:gaps"):
        assert "95" not in await taps(published, "Bình", action) and "Giai đoạn" not in published.last("Bình").text


async def test_a_redraw_of_a_post_whose_place_is_forgotten_stands_as_a_post_of_its_own(open_period: Stage) -> None:
    before = open_period.chats[GROUP][-1].ref
    async with open_period.database.writing() as connection:
        await Store(connection).outbox.forget(open_period.now + timedelta(days=1))
    await open_period.fill("Hoa", ["9"] * 10)
    newest = open_period.chats[GROUP][-1]

    assert newest.ref != before and "1/8 đơn vị đã nộp" in newest.text


async def test_in_the_group_an_old_card_answers_with_what_became_of_its_meeting(stage: Stage) -> None:
    await stage.scene("joined")
    await says(stage, "Lan", "/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    card = next(shown for shown in stage.chats[GROUP] if shown.buttons)
    await months_later(stage)
    await stage.happens("Hoa", Tapped(card.buttons[0].action, card.ref, "tap"), GROUP)

    assert "đã bắt đầu, đã kết thúc hoặc đã hủy" in stage.chats[GROUP][-1].toast + stage.chats[GROUP][-1].text
