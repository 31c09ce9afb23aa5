"""What the units hear of their appraisal, and how they answer it."""

import pytest

from tests.appraisals import ACCEPT_ALL, SEND, appraised
from tests.stage import ACCOUNTS, Stage, forge, says


async def test_results_are_not_sent_while_criteria_are_left(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL)

    assert "Sở Công Thương: I.1, I.2" in await forge(closed, "Lan", "appraisal.send:1")


async def test_what_is_left_is_offered_in_place_of_the_sending(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL, "/thamdinh")
    labels = closed.last("Lan").labels

    assert "Tiêu chí chưa thẩm định (10)" in labels and "Gửi kết quả cho đơn vị" not in labels
    assert "Sở Công Thương: I.1, I.2" in await says(closed, "Lan", "[Tiêu chí chưa thẩm định]")


@pytest.mark.parametrize("name", ["Minh", "Quý", "Thu"])
async def test_nobody_but_the_chair_sends_results(name: str, closed: Stage) -> None:
    await appraised(closed)
    await forge(closed, name, "appraisal.send:1")

    assert (await closed.store.periods.of(1)).stage == "appraisal"  # type: ignore[union-attr]


async def test_each_unit_hears_its_own_result_and_no_other(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)

    assert "Sở Xây dựng: tự chấm 95 điểm, thẩm định 93,5 điểm" in closed.last("Hoa").text and "Công Thương" not in closed.last("Hoa").text


async def test_a_criterion_is_appealed_once(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")

    assert "Mỗi tiêu chí giải trình một lần" in await forge(closed, "Hoa", "explanations.appeal:3:I.2")


async def test_nothing_is_appealed_after_the_window(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]")
    await closed.to("2026-06-04 17:30")

    assert "Đã hết thời hạn giải trình" in await says(closed, "Hoa", "Hai báo cáo đã gửi ngày 12/6")
    assert "đã hết thời hạn giải trình, không còn giải trình nào chờ" in closed.last("Quý").text


@pytest.mark.parametrize("name", ["Nam", "Minh", "Bình"])
async def test_nobody_but_the_unit_s_leader_appeals(name: str, closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)

    assert "giải trình" not in (await forge(closed, name, "explanations.appeal:3:I.2")).casefold()


@pytest.mark.parametrize(
    ("words", "told", "now"),
    [
        (("9 – đã đủ báo cáo",), "điều chỉnh thành 9 điểm", ", hiện tại 94,5 điểm."),
        (("[Giữ nguyên điểm]", "báo cáo gửi sau hạn"), "giữ nguyên điểm", "."),
    ],
)
async def test_both_sides_see_how_an_appeal_was_decided_and_why(words: tuple[str, ...], told: str, now: str, closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
    await says(closed, "Minh", "[Xem giải trình]", *words)

    assert told in closed.last("Nam").text and f"thẩm định 93,5 điểm{now}" in await says(closed, "Hoa", "[Xem kết quả thẩm định]")


async def test_files_that_come_with_an_appeal_are_kept_beside_the_evidence_and_seen_by_who_decides(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await closed.sends("Hoa", "quyet-dinh.pdf")
    await closed.files_arrive()

    assert "Đã lưu 1 tệp minh chứng cho giải trình về I.2" in closed.last("Hoa").text
    assert "Tệp kèm theo: 1" in await says(closed, "Minh", "[Xem giải trình]")


async def test_an_appeal_file_never_becomes_evidence_of_the_sheet_s_criterion(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await closed.sends("Hoa", "quyet-dinh.pdf")
    sheet = await closed.store.answers.open_sheet(3)

    assert sheet is not None and sheet.evidence_for("I.2") == ()


async def test_points_that_are_the_unit_s_answer_stand_once_in_its_result(closed: Stage) -> None:
    await appraised(closed)
    await says(closed, "Lan", *SEND)

    assert "• I.2 Chất lượng tham mưu, đề xuất\n  Tự chấm 9,5 điểm, thẩm định 8 điểm." in await says(closed, "Hoa", "[Xem kết quả thẩm định]")


async def test_until_when_units_explain_is_said_once_where_results_were_sent(closed: Stage) -> None:
    await appraised(closed)

    await says(closed, "Lan", *SEND)

    assert [shown.text.count("Đơn vị giải trình đến") for shown in closed.chats[ACCOUNTS["Lan"]] if shown.text.startswith("Đã gửi kết quả")] == [1]


async def test_the_desk_is_the_first_thing_offered_once_explanations_are_over(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh")

    assert stage.last("Lan").labels[0] == "Rà soát, chốt điểm"


async def test_before_any_period_is_closed_it_is_said_when_appraisal_begins_and_where_that_is_done(open_period: Stage) -> None:
    assert "bắt đầu sau khi đóng đợt" in await says(open_period, "Lan", "/thamdinh")
    assert "đang mở" in await says(open_period, "Lan", "[Đợt chấm điểm]")
    assert "Đợt chấm điểm" not in (await says(open_period, "Thu", "/thamdinh"), open_period.last("Thu").labels)[1]


async def test_a_single_page_of_appeals_asks_which_one_to_see(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")

    assert await says(stage, "Minh", "/thamdinh", "[Giải trình]") == "Chọn giải trình để xem (1):"
    assert "Giải trình: “Hai báo cáo đã gửi ngày 12/6”" in await says(stage, "Minh", "[I.2: Sở Xây dựng]")
