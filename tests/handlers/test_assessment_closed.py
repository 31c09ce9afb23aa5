"""A unit's own sheet after closing: found again, with the points that were computed, and nothing to submit."""

import json
from decimal import Decimal

import pytest

from bot.runtime.writing import outgoing_of
from config.catalogue import number
from handlers.dialogue import OutFile, Tapped
from tests.stage import ACCOUNTS, Stage, beginning

ANSWERS = {
    "I.1a": "100 90 – BC số 1/BC", "I.1b": "100 90 – BC số 1/BC", "I.1c": "10 10 – BC số 1/BC", "I.1d": "100 100 – BC số 1/BC", "I.2a": "90 – BC số 1/BC",
    "I.2b": "0", "I.2c": "96 – BC số 1/BC", "I.3a": "85 – BC số 1/BC", "I.3b": "80 – BC số 1/BC", "I.3c": "có – BC số 1/BC", "I.3d": "25 – BC số 1/BC",
    "II.1": "45 – BC số 1/BC", "II.2a": "có – BC số 1/BC", "II.2b": "25 – BC số 1/BC", "II.3a": "100 – BC số 1/BC", "II.3b": "có – BC số 1/BC",
    "II.4": "không có lỗi", "II.5": "1 0 – BC số 1/BC", "III.1": "có – BC số 1/BC", "III.2": "có – BC số 1/BC", "III.3": "đúng hạn", "III.4": "0",
    "III.5": "0", "III.6": "15 – BC số 1/BC", "III.7": "2 – BC số 1/BC", "III.8": "60 – BC số 1/BC", "IV.1": "2 – BC số 1/BC", "IV.2": "có – BC số 1/BC",
    "IV.3": "không",
}  # fmt: skip
TITLE = "[Sơ kết 6 tháng đầu năm 2026]"
CLOSING = ("/dotcham", TITLE, "[Đóng đợt]", "[Xác nhận]")


async def closed(stage: Stage) -> Stage:
    for words in CLOSING:
        await stage.does("Lan", words)
    return stage


@pytest.fixture
@beginning
async def appraised(stage: Stage) -> Stage:
    """A closed period whose results were sent to the units."""
    await stage.scene("results sent")
    return stage


@pytest.fixture
@beginning
async def compared(joined: Stage) -> Stage:
    """Two units' sheets of the long table, submitted and closed; Sở Xây dựng did half as well above its plan."""
    await joined.open_period("mau-1000")
    for name, actual in (("Lan", "140"), ("Hoa", "120")):
        await submitted(joined, name, {**ANSWERS, "I.1d": f"100 {actual} – BC số 1/BC"})
    return await closed(joined)


async def submitted(stage: Stage, name: str, answers: dict[str, str]) -> None:
    await stage.does(name, "/chamdiem")
    for address, text in answers.items():
        for words in (address, text):
            await stage.does(name, words)
    for words in ("/chamdiem", "[Xem lại và nộp]", "[Nộp]"):
        await stage.does(name, words)
    assert "Mã biên nhận" in stage.last(name).text


async def facts_of(stage: Stage, name: str, report: str) -> dict[str, object]:
    """What the newest file of this report was drawn from."""
    found: list[OutFile] = []
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE chat = :chat ORDER BY id", {"chat": ACCOUNTS[name]})
    for row in rows:
        found += [one for one in outgoing_of(row["payload"]).files if one.report == report]
    return dict(json.loads(found[-1].facts))


async def test_after_closing_the_way_to_the_own_sheet_stays(appraised: Stage) -> None:
    await appraised.does("Hoa", "/chamdiem")
    assert "Phiếu các đợt đã đóng" in appraised.last("Hoa").text
    await appraised.does("Hoa", TITLE)

    labels = appraised.last("Hoa").labels
    assert "Mã biên nhận" in appraised.last("Hoa").text
    assert {"Kết quả thẩm định", "Xem phiếu", "Tải phiếu .xlsx", "Tệp đối chiếu biên nhận"} <= set(labels)


async def test_the_result_is_one_tap_from_the_own_sheet(appraised: Stage) -> None:
    for words in ("/chamdiem", TITLE, "[Kết quả thẩm định]"):
        await appraised.does("Hoa", words)

    assert "thẩm định 93,5" in appraised.last("Hoa").text


async def test_before_results_were_sent_none_is_offered(stage: Stage) -> None:
    await stage.scene("closed with scores")
    for words in ("/chamdiem", TITLE):
        await stage.does("Hoa", words)

    assert "Kết quả thẩm định" not in stage.last("Hoa").labels


@pytest.mark.parametrize("words", ["/start", "/tieptuc"])
async def test_home_and_open_drafts_lead_to_closed_sheets_too(appraised: Stage, words: str) -> None:
    await appraised.does("Hoa", words)
    await appraised.does("Hoa", "[Phiếu các đợt đã đóng]")

    assert "Sơ kết 6 tháng đầu năm 2026" in appraised.last("Hoa").labels


async def test_nobody_elses_closed_sheet_is_offered(appraised: Stage) -> None:
    await appraised.does("Quý", "/start")

    assert "Phiếu các đợt đã đóng" not in appraised.last("Quý").labels


async def test_after_closing_the_points_by_comparison_are_shown(compared: Stage) -> None:
    for words in ("/chamdiem", TITLE, "[Xem phiếu]"):
        await compared.does("Hoa", words)

    assert "I.1d Kết quả vượt chỉ tiêu so với các đơn vị trong khối: Kế hoạch 100 · Thực hiện 120 · 120 % → 60 điểm" in compared.last("Hoa").text


async def test_the_review_of_a_closed_sheet_offers_nothing_to_submit(compared: Stage) -> None:
    for words in ("/chamdiem", TITLE, "[Xem phiếu]"):
        await compared.does("Hoa", words)

    assert not {"Nộp", "Trình lãnh đạo"} & set(compared.last("Hoa").labels)


async def test_the_printed_sheet_of_a_closed_period_holds_the_points_by_comparison(compared: Stage) -> None:
    for words in ("/chamdiem", TITLE, "[Tải phiếu .xlsx]"):
        await compared.does("Hoa", words)
    facts = await facts_of(compared, "Hoa", "unit_sheet")
    rows = {row[0]: row for section in facts["sections"] for row in section["rows"]}  # type: ignore[attr-defined]

    assert rows["I.1d"][4] == "60.00" and facts["is_closed"]


async def test_what_does_not_apply_is_explained_where_the_table_is_rescaled(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await submitted(joined, "Hoa", {**ANSWERS, "I.2c": "không áp dụng – không được giao vốn đầu tư công"})
    await joined.does("Hoa", "[Tải phiếu .xlsx]")
    facts = await facts_of(joined, "Hoa", "unit_sheet")

    assert "× 1.000/970 = " in str(facts["scaled"])
    sections = sum((Decimal(section["points"]) for section in facts["sections"]), Decimal(0))  # type: ignore[attr-defined]
    assert f": {number(sections)} × " in str(facts["scaled"])


async def test_what_does_not_apply_is_called_left_out_of_the_sum_by_its_appraiser_and_in_the_unit_s_result(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await submitted(joined, "Hoa", {**ANSWERS, "I.2c": "không áp dụng – không được giao vốn đầu tư công"})
    await closed(joined)
    for words in ("/thamdinh", "[Sở Xây dựng]", "I.2c"):
        await joined.does("Lan", words)
    assert "Chấp nhận không tính điểm" in joined.last("Lan").labels
    for words in ("10 – có được giao vốn", "/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]"):
        await joined.does("Lan", words)
    for words in ("/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]"):
        await joined.does("Lan", words)

    await joined.happens("Hoa", Tapped("explanations.result:3", "x", "result"))
    assert "Tự chấm không tính điểm, thẩm định 10 điểm" in joined.last("Hoa").text


async def test_the_review_says_how_the_total_was_rescaled(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    for words in ("/chamdiem", "I.3b", "80", "I.2c", "không áp dụng – không được giao vốn", "/chamdiem", "[Xem lại và nộp]"):
        await joined.does("Hoa", words)

    assert "Quy đổi do không áp dụng: 32 × 1.000/970 = 32,99" in joined.last("Hoa").text


async def test_the_printed_sheet_names_bloc_sections_submitter_and_day(joined: Stage) -> None:
    await joined.open_period()
    await joined.fill("Hoa", ["9,5"] * 10)
    await joined.does("Hoa", "[Tải phiếu .xlsx]")
    facts = await facts_of(joined, "Hoa", "unit_sheet")

    assert facts["bloc"] == "Khối thi đua kinh tế ngành tỉnh Hà Nam" and "Người nộp: Trần Thị Hoa" in str(facts["mark"])
    assert facts["sections"][0]["points"] == "47.50" and facts["day"] == "Ngày 01/06/2026"  # type: ignore[index]


async def test_the_review_shows_each_section_with_its_points(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]"):
        await open_period.does("Hoa", words)

    assert "Mục I. " in open_period.last("Hoa").text and ": 45/50 điểm" in open_period.last("Hoa").text


async def test_a_button_drawn_before_closing_submits_nothing_after_it(joined: Stage) -> None:
    await joined.open_period()
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]"):
        await joined.does("Hoa", words)
    button = next(one for one in joined.last("Hoa").buttons if one.label == "Nộp")
    await closed(joined)
    await joined.happens("Hoa", Tapped(button.action, "b", "late"))

    assert "không còn mở" in joined.last("Hoa").text and await joined.store.submissions.in_force(3) is None


async def test_the_result_names_the_points_by_comparison_that_the_unit_had(compared: Stage) -> None:
    for words in ("/thamdinh", "[Sở Xây dựng]", "I.1d", "50 – chỉ tiêu tính trùng", "/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]"):
        await compared.does("Minh", words)
    for words in ("/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]"):
        await compared.does("Lan", words)
    for words in ("/chamdiem", TITLE, "[Kết quả thẩm định]"):
        await compared.does("Hoa", words)

    assert "Tự chấm 60 điểm, thẩm định 50 điểm" in compared.last("Hoa").text


async def test_a_receipt_says_what_its_total_leaves_out_so_far(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await joined.to("2026-06-16 09:00")
    await submitted(joined, "Hoa", ANSWERS)

    text = joined.last("Hoa").text
    assert "(chậm 1 ngày, trừ 5 điểm, chưa trừ ở tổng điểm tạm tính)" in text and "chưa gồm I.1d (tính sau khi đóng đợt)" in text


async def test_a_submitted_sheet_says_so_until_it_is_closed(compared: Stage) -> None:
    await compared.does("Hoa", "/chamdiem")
    await compared.does("Hoa", TITLE)

    assert "Tổng điểm tự chấm" in compared.last("Hoa").text and "chưa gồm" not in compared.last("Hoa").text
