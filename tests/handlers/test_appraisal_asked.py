"""What an appraiser was asked stays asked, and what a unit answered stays to be seen."""

import pytest

from tests.appraisals import ACCEPT_ALL
from tests.stage import ACCOUNTS, Stage, says

SENT_BACK = ("/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")


# ------------------------------------------------------------------------------------------------ files are looked at


async def test_an_appeal_stays_asked_while_its_files_are_looked_at(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await stage.sends("Hoa", "quyet-dinh.pdf")
    await stage.files_arrive()
    await says(stage, "Minh", "[Xem giải trình]", "[Xem tệp (1)]")

    assert sum(shown.files for shown in stage.chats[ACCOUNTS["Minh"]]) == 1
    assert "Đã ghi quyết định" in await says(stage, "Minh", "9 – đã có biểu tổng hợp kèm theo")


async def test_a_criterion_stays_asked_while_its_files_are_looked_at(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2")
    await stage.sends("Minh", "ket-luan.pdf")
    await stage.files_arrive()
    await says(stage, "Minh", "I.2", "[Xem tệp (1)]")

    assert sum(shown.files for shown in stage.chats[ACCOUNTS["Minh"]]) == 1
    assert "Đã ghi điểm thẩm định I.2" in await says(stage, "Minh", "8 – theo kết luận kiểm tra")


# ------------------------------------------------------------------------------------------------ sent back to the unit


async def test_what_a_unit_was_asked_and_answered_stands_beside_its_criterion(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    assert "Trả lại đơn vị: “Chưa có quyết định giao”" in await says(stage, "Minh", "I.1") and "chưa trả lời" in stage.last("Minh").text
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")

    assert "Đơn vị trả lời: “Quyết định số 12/QĐ-UBND ngày 5/1/2026”. Lê Văn Nam" in await says(stage, "Minh", "[Xem tiêu chí]")


async def test_a_unit_s_sheet_says_which_criteria_wait_for_its_answer_and_which_were_answered(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    line = "I.1 Thực hiện chương trình công tác của đơn vị: tự chấm 9,5 · "
    assert f"{line}đơn vị chưa trả lời" in await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]")
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")

    assert f"{line}đơn vị đã trả lời" in await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]")
    assert "Quyết định số 12/QĐ-UBND" in await says(stage, "Minh", "8 – giao từ tháng 3", "I.1")


@pytest.mark.parametrize("days", ["2 ngày", "2 ngày làm việc", "02", "trong 2 ngày"])
async def test_a_number_of_days_is_typed_like_those_on_the_buttons(stage: Stage, days: str) -> None:
    await stage.scene("closed with scores")
    tapped = await says(stage, "Minh", *SENT_BACK)
    typed = await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Chưa có quyết định giao", days)

    assert tapped.split("Hạn trả lời")[1].split(".")[0] == typed.split("Hạn trả lời")[1].split(".")[0]


async def test_a_number_of_days_is_typed_for_the_explanations_too(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *ACCEPT_ALL)
    text = await says(stage, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "3 ngày")

    assert "Đơn vị giải trình đến 17:00" in text and "Xác nhận" in stage.last("Lan").labels


async def test_words_typed_after_a_file_are_the_answer_in_place_of_its_name(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    await says(stage, "Nam", "[Trả lời]")
    await stage.sends("Nam", "quyet-dinh.pdf")
    await says(stage, "Nam", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")

    assert "Đã gửi trả lời cho I.1" in stage.last("Nam").text and "quyet-dinh.pdf" not in stage.last("Minh").text
    assert "Đơn vị trả lời: “Quyết định số 12/QĐ-UBND ngày 5/1/2026”" in await says(stage, "Minh", "[Xem tiêu chí]")


async def test_the_files_that_came_with_a_unit_s_answer_are_named_under_it(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await stage.sends("Nam", "quyet-dinh.pdf")
    await stage.files_arrive()
    text = await says(stage, "Minh", "[Xem tiêu chí]")

    assert "Đơn vị trả lời: “Quyết định số 12/QĐ-UBND ngày 5/1/2026”." in text and "\n  Tệp kèm theo: quyet-dinh.pdf." in text
    assert "Minh chứng trong phiếu: không có" in text and "Xem tệp (1)" in stage.last("Minh").labels


async def test_files_of_an_answer_are_not_named_again_under_a_question_that_waits(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    await stage.sends("Nam", "quyet-dinh.pdf")
    await stage.files_arrive()
    text = await says(stage, "Minh", *SENT_BACK[:4], "Thiếu phụ lục kèm theo", "[2 ngày làm việc]", "I.1")

    assert text.count("Tệp kèm theo: quyet-dinh.pdf.") == 1 and "Đơn vị trả lời" in text


async def test_more_words_go_behind_the_answer_that_was_sent(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND", "Bản chụp gửi kèm sau")

    assert "“Quyết định số 12/QĐ-UBND\nBản chụp gửi kèm sau”" in stage.last("Minh").text


async def test_more_words_than_an_answer_takes_change_nothing(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    text = await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND", "a" * 1990)

    assert "2.000" in text and "“Quyết định số 12/QĐ-UBND”" in stage.last("Minh").text


async def test_a_colleague_s_answer_that_came_meanwhile_is_shown_before_it_is_replaced(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/thamdinh SXD", "I.3", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    for name in ("Hoa", "Nam"):
        await says(stage, name, "[Trả lời]")
    await says(stage, "Hoa", "Quyết định số 12/QĐ-SXD ngày 5/3")

    text = await says(stage, "Nam", "Quyết định số 13/QĐ-SXD")
    assert text.startswith("Trần Thị Hoa vừa trả lời") and "Đã trả lời: Quyết định số 12/QĐ-SXD" in text
    assert "Đã gửi trả lời" in await says(stage, "Nam", "Quyết định số 13/QĐ-SXD")


async def test_looking_at_the_criterion_leaves_the_unit_s_answer_where_it_was_told(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", *SENT_BACK)
    await says(stage, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")
    told = stage.last("Minh").ref
    await says(stage, "Minh", "[Xem tiêu chí]")

    assert stage.last("Minh").ref != told
