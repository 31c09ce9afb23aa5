"""Where a conversation begins, for the tests of several."""

import pytest

from tests.appraisals import TITLE
from tests.stage import Stage, beginning, says


@pytest.fixture
@beginning
async def asked(open_period: Stage) -> Stage:
    """Hoa stands at I.1 of the table of ten criteria."""
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]")
    return open_period


@pytest.fixture
@beginning
async def of_1000(joined: Stage) -> Stage:
    """Hoa stands at I.1a of the table with every rule; evidence or an explanation is asked for."""
    await joined.open_period("mau-1000")
    await says(joined, "Hoa", "/chamdiem", "[Chấm tiếp]")
    return joined


@pytest.fixture
@beginning
async def closed(open_period: Stage) -> Stage:
    """Chair's, vice chair's and a third unit have submitted; the period is closed. Sheets 1, 2 and 3."""
    for name, points in (("Lan", "9"), ("Minh", "8,5"), ("Hoa", "9,5")):
        await open_period.fill(name, [points] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    return open_period
