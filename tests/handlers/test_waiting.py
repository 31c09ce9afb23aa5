"""What waits is what somebody is to do: results are no tasks, and what is over goes from the list by itself."""

import pytest

from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.filling import compared, put
from tests.scenes import APPRAISED
from tests.stage import Stage, beginning, says
from tests.tables import send
from tests.transcripts import SENT

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
REOPEN = ("/dotcham", f"[{TITLE}]", "[Mở lại]", "Cho bổ sung minh chứng", "[Xác nhận]")
WAITING = "Việc đang chờ"


async def waits(stage: Stage, name: str) -> str:
    """What `/tieptuc` lists, and its buttons."""
    return f"{await says(stage, name, '/tieptuc')}\n{stage.last(name).labels}"


@pytest.fixture
@beginning
async def decided(stage: Stage) -> Stage:
    """The window for explanations has run out: reconciliation waits for the chair."""
    await stage.scene("results sent")
    await stage.to("2026-06-05 08:00")
    return stage


async def test_the_end_of_the_window_waits_for_the_chair_alone(decided: Stage) -> None:
    assert [name for name in ("Lan", "Minh", "Quý") if WAITING in await waits(decided, name)] == ["Lan"]


async def test_nothing_waits_for_anybody_once_the_result_is_published(decided: Stage) -> None:
    await says(decided, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
    await says(decided, "Lan", "/dotcham", f"[{TITLE}]", "[Công bố]", "[Xác nhận]", "công bố")

    assert [name for name in ("Lan", "Minh", "Hoa", "Nam", "Quý") if WAITING in await waits(decided, name)] == []


async def test_a_line_of_the_list_ends_with_a_word(decided: Stage) -> None:
    line = next(one for one in (await says(decided, "Lan", "/tieptuc")).splitlines() if "thời hạn giải trình" in one)
    told = "Sơ kết 6 tháng đầu năm 2026: đã hết thời hạn giải trình, không còn giải trình nào chờ quyết định. Việc tiếp theo: rà soát, chốt điểm."
    shown = line.removeprefix("A. ").split("…")[0]

    assert told.startswith(shown) and told[len(shown)] in " ,.:"


async def test_a_comparison_waits_no_more_once_the_sheet_is_submitted_and_offers_no_way_back(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 8))
    before = await waits(open_period, "Hoa")
    await open_period.fill("Hoa", ["9"] * 10)

    assert "Xác nhận (1) A" in before and "Quay lại" not in before
    assert WAITING not in await waits(open_period, "Hoa")


async def test_a_newer_comparison_takes_the_place_of_the_one_before(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 8))
    await compared(open_period, put("I.2", 7), put("I.3", 7))

    assert "Xác nhận (1)" not in await waits(open_period, "Hoa")


async def test_nothing_of_a_sheet_waits_once_the_period_is_closed(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 8))
    await says(open_period, "Lan", *CLOSE)

    assert WAITING not in await waits(open_period, "Hoa") and WAITING not in await waits(open_period, "Nam")


async def test_a_comparison_that_is_refused_for_good_waits_no_more(open_period: Stage) -> None:
    """Its notice came back from an older installation: the period is closed, and nothing has taken it off."""
    await compared(open_period, put("I.1", 8))
    kept = await open_period.database.reader.rows("SELECT platform, chat, title, menu, told_at FROM notices WHERE title LIKE '%Phiếu điền%'", {})
    await says(open_period, "Lan", *CLOSE)
    async with open_period.database.writing() as connection:
        await connection.rows(
            "INSERT INTO notices (platform, chat, title, menu, told_at) VALUES (:platform, :chat, :title, :menu, :told_at)", dict(kept[0])
        )
    refused = await says(open_period, "Hoa", "/tieptuc", "[Xác nhận (1) A]")

    assert "không còn nhận phiếu" in refused and WAITING not in await waits(open_period, "Hoa")


async def test_a_proposal_waits_no_more_once_the_period_is_open_again(stage: Stage) -> None:
    await stage.scene("closed with scores")
    for name, words in APPRAISED:
        await says(stage, name, words)
    await says(stage, "Lan", *ACCEPT_ALL[:1])
    before = await waits(stage, "Lan")
    await says(stage, "Lan", *REOPEN)

    assert "đã thẩm định" in before and WAITING not in await waits(stage, "Lan")


async def test_what_nobody_is_asked_is_a_result_and_does_not_wait(stage: Stage) -> None:
    await stage.scene("appraised")
    await says(stage, "Lan", *SEND)

    assert "giải trình" in (await waits(stage, "Hoa")).lower() and WAITING not in await waits(stage, "Nam")


async def test_an_opening_waits_for_nobody_of_a_unit_that_has_begun(open_period: Stage) -> None:
    before = await waits(open_period, "Nam")
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", "9")

    assert "Đã mở đợt" in before and WAITING not in await waits(open_period, "Nam") and WAITING not in await waits(open_period, "Hoa")


async def test_nor_where_the_unit_has_begun_in_excel(open_period: Stage) -> None:
    await compared(open_period, put("I.1", 8))
    await says(open_period, "Hoa", "[Xác nhận]")

    assert WAITING not in await waits(open_period, "Nam") and WAITING not in await waits(open_period, "Hoa")


async def test_a_table_that_is_kept_already_asks_nothing(joined: Stage) -> None:
    await says(joined, "Lan", "/dotcham", "[Bảng chấm điểm]")
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    asked = await waits(joined, "Lan")
    await says(joined, "Lan", "[Xác nhận A]", "/dotcham", "[Bảng chấm điểm]")
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])

    assert "Xác nhận A" in asked and "Quay lại" not in asked and WAITING not in await waits(joined, "Lan")


async def test_what_was_begun_is_named_with_its_deadline(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", "9")

    assert "Việc đang làm dở\n• Sơ kết 6 tháng đầu năm 2026: Sở Xây dựng đang chấm, hạn nộp 17:00" in await says(open_period, "Hoa", "/tieptuc")


async def test_after_a_reopening_a_submitted_sheet_is_to_be_seen_and_another_to_be_gone_on_with(stage: Stage) -> None:
    await stage.join()
    await stage.open_period()
    await stage.fill("Hoa", ["9"] * 10)
    await says(stage, "Lan", *CLOSE, *REOPEN)

    assert [stage.last(name).labels for name in ("Hoa", "Nam", "Minh")] == [["Xem phiếu"], ["Xem phiếu"], ["Chấm tiếp"]]
    assert WAITING not in await waits(stage, "Hoa")
