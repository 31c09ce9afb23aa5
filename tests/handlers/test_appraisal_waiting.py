"""What waits for somebody's answer waits no longer than it can be answered."""

import pytest

from tests.appraisals import ACCEPT_ALL, SEND
from tests.stage import Stage, says

ASK = ("/thamdinh SXD", "I.3", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")


@pytest.fixture
async def asked(closed: Stage) -> Stage:
    """Lan asked Hoa's unit about I.3, and it waits for each of its people."""
    await says(closed, "Lan", *ASK)
    assert "I.3" in await says(closed, "Nam", "/tieptuc")
    return closed


async def test_a_question_that_a_colleague_answered_waits_no_longer(asked: Stage) -> None:
    await says(asked, "Hoa", "[Trả lời]", "Quyết định số 12/QĐ-SXD ngày 5/3")

    assert "I.3" not in await says(asked, "Nam", "/tieptuc")


async def test_a_question_whose_time_is_over_waits_no_longer(asked: Stage) -> None:
    await asked.to("2026-06-03 17:30")

    assert "I.3" not in await says(asked, "Nam", "/tieptuc")


async def test_a_question_waits_no_longer_once_results_were_sent(asked: Stage) -> None:
    await says(asked, "Minh", *ACCEPT_ALL)
    await says(asked, "Lan", *ACCEPT_ALL, *SEND)

    assert "I.3" not in await says(asked, "Nam", "/tieptuc")


async def test_proposals_wait_no_longer_once_somebody_has_decided_on_them(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh SXD", "I.1", "8 – thiếu hai báo cáo")
    await closed.to("2026-06-01 09:00")
    assert "đề xuất" in await says(closed, "Lan", "/tieptuc")
    await says(closed, "Minh", "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]")

    assert "đề xuất" not in await says(closed, "Lan", "/tieptuc")
