"""Codes as long as a table may have them: every button of the appraisal still holds its address, and finds it again."""

from pathlib import Path

import pytest

from tests.appraisals import ACCEPT_ALL, SEND, TITLE, history
from tests.stage import Stage, says

SECTION = "A" * 20
FIRST, SECOND = f"{SECTION}.{'B' * 20}", f"{SECTION}.{'C' * 20}"
TABLE = f"""format: ktd-rubric/1
id: ma-dai
title: Bảng có mã dài
total: 20
sections:
  - {{code: {SECTION}, title: Một, max: 20, criteria: [{{code: {"B" * 20}, title: Việc một, max: 10, rule: {{type: manual}}}}, {{code: {"C" * 20}, title: Việc hai, max: 10, rule: {{type: manual}}}}]}}
"""


@pytest.fixture
async def long_codes(joined: Stage, tmp_path: Path) -> Stage:
    """Hoa's sheet of two criteria with codes of twenty letters; the period is closed."""
    (tmp_path / "bang.yaml").write_text(TABLE, "utf-8")
    await joined.open_period(str(tmp_path / "bang.yaml"))
    await joined.fill("Hoa", ["9", "8"])
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return joined


async def test_a_criterion_is_accepted_agreed_to_and_accepted_side_by_side(long_codes: Stage) -> None:
    await says(long_codes, "Lan", "/thamdinh SXD", FIRST, "[Chấp nhận 9]")
    await says(long_codes, "Quý", "/thamdinh SXD", SECOND, "7 – thiếu báo cáo")
    await says(long_codes, "Lan", "/thamdinh SXD", SECOND, "[Đồng ý đề xuất]", "/thamdinh SXD", FIRST, "8 – thiếu báo cáo")

    assert [(address, basis) for address, basis, _ in await history(long_codes, 3)] == [
        (FIRST, "accepted"), (SECOND, "changed"), (SECOND, "changed"), (FIRST, "changed"),
    ]  # fmt: skip


async def test_side_by_side_one_is_accepted_and_it_is_sent_back(long_codes: Stage) -> None:
    await says(long_codes, "Lan", "/thamdinh", "[Theo tiêu chí]", FIRST, "[Chấp nhận SXD: 9]")
    assert "Đã trả lại Sở Xây dựng" in await says(
        long_codes, "Lan", "/thamdinh SXD", SECOND, "[Trả lại đơn vị]", "Chưa có quyết định", "[2 ngày làm việc]"
    )

    assert [address for address, *_ in await history(long_codes, 3)] == [FIRST]


async def test_while_scores_are_reconciled_points_are_proposed_confirmed_and_given_back(long_codes: Stage) -> None:
    await says(long_codes, "Lan", *ACCEPT_ALL, *SEND, "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
    await says(long_codes, "Quý", "/thamdinh SXD", FIRST, "7 – thiếu báo cáo")
    await says(long_codes, "Lan", "[Xác nhận]", "/thamdinh SXD", FIRST, "[Tính theo tự chấm]", "đã có đủ báo cáo")

    assert [(basis, role) for _, basis, role in (await history(long_codes, 3))[2:]] == [
        ("reconciled", "secretariat"), ("reconciled", "bloc_chair"), ("accepted", "bloc_chair"),
    ]  # fmt: skip
