"""Periods on buttons, told apart where a phone cuts them."""

from dataclasses import replace

from handlers.titles import label_of
from tests.stage import Stage


async def test_of_two_years_the_year_stands_first(open_period: Stage) -> None:
    period = await open_period.store.periods.of(1)
    assert period is not None
    before = replace(period, id=2, title="Sơ kết 6 tháng đầu năm 2025")

    assert label_of(before, (period, before), ()).facts["year"] == "2025"
    assert label_of(period, (period,), ()).facts == {"name": period.title}
